"""Pitzer's model: against the closed forms of one salt, printed tables, and what it says of its limits."""

import csv
import math
from importlib import resources

import numpy as np
import pytest

from poise.chemistry.activity import (
    Pitzer,
    mean_activity,
    salt_ions,
    salt_osmotic,
    salt_water_activity,
)
from poise.chemistry.activity.pitzer_parameters import pitzer_book
from poise.chemistry.activity.volumes import molalities_of, partial_volumes
from poise.chemistry.species import species
from poise.errors import InputError
from poise.formulas import pitzer_a_phi, water_density, water_permittivity
from poise.formulas.pitzer import pitzer_mean_ln_gamma, pitzer_salt_osmotic

T = 298.15


@pytest.mark.parametrize("kelvin", [273.15, T, 333.15])
@pytest.mark.parametrize("ions", sorted(pitzer_book().salts))
def test_a_mixture_of_two_ions_is_the_closed_form_of_one_salt(ions, kelvin) -> None:
    """Harvie, Moller & Weare's equations against Pitzer & Mayorga's, for every salt of the table."""
    cation, anion = (species(name) for name in ions)
    z, w = round(cation.charge), round(-anion.charge)
    common = math.gcd(z, w)
    pair = pitzer_book().salts[ions].at(kelvin, (z, -w))
    a_phi = pitzer_a_phi(kelvin, water_permittivity(kelvin), water_density(kelvin))
    for m in (1e-4, 0.1, 1.0):
        molal = {cation.name: w // common * m, anion.name: z // common * m}
        name = f"{cation}-{anion}"
        ln_gamma = math.log(mean_activity(name, molal, kelvin))
        assert ln_gamma == pytest.approx(pitzer_mean_ln_gamma(m, (z, -w), a_phi, pair), rel=1e-11)
        assert salt_osmotic(name, molal, kelvin) == pytest.approx(
            pitzer_salt_osmotic(m, (z, -w), a_phi, pair), rel=1e-12
        )


def test_printed_mean_coefficients() -> None:
    """Robinson & Stokes 2002, appendix 8.10 (from memory): 25 degC, 0.1, 0.5, 1, 2 mol/kg."""
    printed = {
        "NaCl": (0.778, 0.681, 0.657, 0.668),
        "KCl": (0.770, 0.649, 0.604, 0.573),
        "NaBr": (0.782, 0.697, 0.687, 0.731),
        "KI": (0.778, 0.676, 0.645, 0.637),
        "NH4Cl": (0.770, 0.649, 0.603, 0.570),
        "NaH2PO4": (0.744, 0.563, 0.468, 0.371),
    }
    for salt, row in printed.items():
        for m, value in zip((0.1, 0.5, 1.0, 2.0), row, strict=True):
            assert mean_activity(salt, m) == pytest.approx(value, abs=6e-3), (salt, m)


def test_printed_osmotic_coefficients_and_water_activity() -> None:
    """Robinson & Stokes 2002, appendix 8.3 (from memory): NaCl, KCl at 25 degC; saturated NaCl has a_w 0.753."""
    for salt, row in {"NaCl": (0.9324, 0.9209, 0.9355, 0.9833), "KCl": (0.9266, 0.8998, 0.8974, 0.9124)}.items():
        for m, value in zip((0.1, 0.5, 1.0, 2.0), row, strict=True):
            assert salt_osmotic(salt, m) == pytest.approx(value, abs=2e-3)
    assert salt_water_activity("NaCl", 6.144) == pytest.approx(0.753, abs=2e-3)


def test_temperature_of_sodium_chloride() -> None:
    """Pitzer, Peiper & Busey 1984, table of mean coefficients (from memory): 1 mol/kg, 0, 25, 50 and 100 degC."""
    for celsius, printed in ((0.0, 0.638), (25.0, 0.657), (50.0, 0.656), (100.0, 0.622)):
        assert mean_activity("NaCl", 1.0, celsius + 273.15) == pytest.approx(printed, abs=5e-3)


def test_sea_water() -> None:
    """Standard sea water at 25 degC: osmotic coefficient 0.9018 (Millero & Leung 1976, from memory), a_w 0.981."""
    solution = {
        "Na+": 0.4861, "K+": 0.01058, "Mg2+": 0.05475, "Ca2+": 0.01065, "Cl-": 0.5657, "SO42-": 0.02926,
        "Br-": 0.0009, "HCO3-": 0.0019,
    }  # fmt: skip
    assert salt_osmotic("NaCl", solution) == pytest.approx(0.902, abs=2e-3)
    assert salt_water_activity("NaCl", solution) == pytest.approx(0.981, abs=1e-3)


def test_carbon_dioxide_is_salted_out() -> None:
    """CO2 in 1 mol/kg NaCl: 10^(k m), Setchenow k about 0.1 kg/mol at 25 degC (Harned & Davis 1943, from memory)."""
    kinds = [species(name) for name in ("CO2(aq)", "Na+", "Cl-")]
    gamma = Pitzer().molal_coefficients(kinds, [1e-3, 1.0, 1.0], T)[0]
    assert gamma == pytest.approx(math.exp(2 * (0.08 - 0.005)), rel=1e-12)
    assert math.log10(gamma) == pytest.approx(0.1, abs=0.04)


def test_mixing_parameters_matter_and_have_their_sign() -> None:
    """H+ in KCl: theta and psi of Pitzer & Kim 1974; Harned's rule slope of HCl in KCl at I = 1 is 0.0598 (memory)."""
    traces = {"H+": 1e-6, "K+": 1.0, "Cl-": 1.0 + 1e-6}
    alone = math.log10(mean_activity("HCl", 1.0))
    trace = math.log10(mean_activity("HCl", traces))
    assert alone - trace == pytest.approx(0.0598, abs=0.008)


def test_ions_without_parameters_keep_the_long_range_term() -> None:
    """gamma of NMDG+ at 0.1 mol/kg with gluconate-: A_phi's term alone, and a warning that names the pair."""
    kinds = [species("NMDG+"), species("gluconate-")]
    one, other = Pitzer().molal_coefficients(kinds, [0.1, 0.1], T)
    a_phi = pitzer_a_phi(T, water_permittivity(T), water_density(T))
    root = math.sqrt(0.1)
    expected = math.exp(-a_phi * (root / (1 + 1.2 * root) + 2 / 1.2 * math.log(1 + 1.2 * root)))
    assert one == pytest.approx(expected, rel=1e-13)
    assert other == one
    said = Pitzer().valid(kinds, [100.0, 100.0], T)
    assert "NMDG+ with gluconate-" in said
    assert "Debye-Hueckel" in said
    assert Pitzer().valid(kinds, [0.5, 100.0], T) == ""


def test_own_parameters() -> None:
    """A user's salt: exactly the closed form, and no warning."""
    own = Pitzer(salts=(("NMDG+", "Cl-", (0.05, 0.2, 0.0, -0.001)),))
    kinds = [species("NMDG+"), species("Cl-")]
    gammas = own.molal_coefficients(kinds, [0.3, 0.3], T)
    assert gammas[0] * gammas[1] > Pitzer().molal_coefficients(kinds, [0.3, 0.3], T)[0] ** 2
    assert own.valid(kinds, [300.0, 300.0], 310.0) == ""
    with pytest.raises(InputError, match="beta0, beta1, beta2, C_phi"):
        Pitzer(salts=(("K+", "Cl-", (0.05, 0.2)),))  # type: ignore[arg-type]


def test_ranges_are_said() -> None:
    kinds = [species("Ca2+"), species("Cl-")]
    assert Pitzer().valid(kinds, [2000.0, 4000.0], T) == ""
    said = Pitzer().valid(kinds, [4000.0, 8000.0], T)
    assert "2.5 mol/kg" in said
    assert "12 mol/L" in said
    salt = [species("Na+"), species("Cl-")]
    assert Pitzer().valid(salt, [np.array([100.0, 7000.0])] * 2, T) != ""
    assert "100 degC" in Pitzer().valid(salt, [100.0, 100.0], 400.0)
    assert Pitzer().valid(salt, [100.0, 100.0], 360.0) == ""
    acetate = [species("Na+"), species("acetate-")]
    assert Pitzer().valid(acetate, [100.0, 100.0], 310.15) == ""
    assert "25 degC only" in Pitzer().valid(acetate, [100.0, 100.0], 360.0)


def test_molality_from_concentration() -> None:
    """NaCl at 20 degC: densities 1.0046 and 1.0385 kg/L of 0.154 and 1 mol/L (CRC Handbook, from memory)."""
    kinds = [species("Na+"), species("Cl-")]
    for concentration, density, kelvin, within in ((154.0, 1.0046, 293.15, 5e-4), (1000.0, 1.0385, 293.15, 3e-3)):
        grams = concentration * 58.443e-3
        molality = concentration / (1e3 * density - grams)
        found, ratio = molalities_of(kinds, [concentration, concentration], kelvin)
        assert found[0] == pytest.approx(molality, rel=within)
        assert ratio == pytest.approx(found[0] * water_density(kelvin) / concentration, rel=1e-13)


def test_molar_coefficients_give_the_same_chemical_potential() -> None:
    """y c / rho_w = gamma m: the two scales differ by a constant of the solvent alone."""
    kinds = [species("K+"), species("Cl-"), species("glucose")]
    c = [1000.0, 1000.0, 50.0]
    model = Pitzer()
    molal, _ = model.molalities(kinds, c, T)
    for y, gamma, one, m in zip(
        model.coefficients(kinds, c, T), model.molal_coefficients(kinds, molal, T), c, molal, strict=True
    ):
        assert y * one / water_density(T) == pytest.approx(gamma * m, rel=1e-13)


def test_totals_keep_their_convention() -> None:
    """ATP, ADP and Pi in a cell count for the ionic strength only; at molalities Pi is the ion HPO4(2-)."""
    kinds = [species("K+"), species("Pi")]
    assert Pitzer().coefficients(kinds, [200.0, 100.0], T)[1] == 1.0
    assert Pitzer().molal_coefficients(kinds, [0.2, 0.1], T)[1] < 0.5


def test_hydronium_is_the_proton() -> None:
    for name in ("H+", "H3O+"):
        kinds = [species(name), species("Cl-")]
        assert Pitzer().molal_coefficients(kinds, [0.1, 0.1], T)[0] == pytest.approx(
            mean_activity("HCl", 0.1), rel=1e-12
        )


def test_salts_by_formula_and_by_name() -> None:
    for text, expected in {
        "NaCl": ("Na+", 1, "Cl-", 1),
        "Mg(NO3)2": ("Mg2+", 1, "NO3-", 2),
        "(NH4)2SO4": ("NH4+", 2, "SO42-", 1),
        "K4Fe(CN)6": ("K+", 4, "Fe(CN)64-", 1),
        "CuSO4": ("Cu2+", 1, "SO42-", 1),
        "Na2HPO4": ("Na+", 2, "Pi", 1),
        "K-gluconate": ("K+", 1, "gluconate-", 1),
        "calcium-acetate": ("Ca2+", 1, "acetate-", 2),
    }.items():
        (cation, plus), (anion, minus) = salt_ions(text)
        assert (cation.name, plus, anion.name, minus) == expected
    for text in ("NaCl2", "glucose", "K-Na", "K-xyz", ""):
        with pytest.raises(InputError, match="salt"):
            salt_ions(text)
    with pytest.raises(InputError, match=r"no K\+"):
        mean_activity("KCl", {"Na+": 1.0, "Cl-": 1.0})


def test_every_row_of_the_tables_names_species_and_a_source() -> None:
    files = resources.files("poise.chemistry")
    for name in ("pitzer_salts.csv", "pitzer_temperature.csv", "pitzer_mixing.csv", "partial_volumes.csv"):
        seen = set()
        with files.joinpath(name).open(encoding="utf-8") as lines:
            for row in csv.DictReader(lines):
                assert row["source"], row
                names = [row[key] for key in ("cation", "anion", "first", "second", "third", "species") if row.get(key)]
                charges = [species(one).charge for one in names]
                assert [species(one).name for one in names] == names
                key = (row.get("kind"), row.get("parameter"), frozenset(names))
                assert key not in seen, row
                seen.add(key)
                if name in ("pitzer_salts.csv", "pitzer_temperature.csv"):
                    assert charges[0] > 0 > charges[1]
                if row.get("kind") == "theta":
                    assert charges[0] * charges[1] > 0
                if row.get("kind") == "psi":
                    assert charges[0] * charges[1] > 0 > charges[0] * charges[2]
                if row.get("kind") in ("lambda", "zeta"):
                    assert charges[0] == 0
                if row.get("parameter"):
                    assert (names[0], names[1]) in pitzer_book().salts
    assert partial_volumes()["Na+"] + partial_volumes()["Cl-"] == pytest.approx(16.6e-6)
