"""Formation constants: conventions, ionic strength, temperature; solubility; gases. Published values."""

import csv
import math
from importlib import resources

import pytest

from poise.chemistry.compounds import compounds
from poise.chemistry.equilibria import CONVENTIONS, equilibria, log10_gamma_one, read_equilibria, read_equilibrium
from poise.chemistry.gas import dissolved_co2, partial_pressure, water_vapour_pressure
from poise.chemistry.solubility import read_solids, solids
from poise.chemistry.species import species
from poise.chemistry.tableau import Tableau, parts
from poise.errors import InputError
from poise.references import bibliography

ROW = {
    "product": "H2PO4-", "reaction": "H+ + Pi -> H2PO4-", "log_k": "7.2", "ionic_strength_M": "0",
    "temperature_C": "25", "enthalpy_kJ_per_mol": "-4", "kind": "thermodynamic", "source": "x",
}  # fmt: skip


def test_every_row_is_sound() -> None:
    assert len(equilibria()) > 200
    for one in equilibria().values():
        assert one.source
        assert one.convention in CONVENTIONS
        assert abs(one.log_k) < 60.0
        assert set(one.references) <= set(bibliography())
        charge = sum(number * part.charge for part, number in one.terms)
        assert charge == pytest.approx(one.product.charge, abs=1e-9)
        inner = parts(one.product)
        assert sum(number * part.charge for part, number in inner.components.items()) == pytest.approx(
            one.product.charge, abs=1e-9
        )
        assert all(part.name == "H+" or number > 0.0 for part, number in inner.components.items()), one.product


def test_every_compound_can_be_counted() -> None:
    for one in compounds():
        if one.kind != "gas":
            tableau = Tableau.of(part for part, _ in one.composition)
            assert tableau.totals(one.composition).shape == (len(tableau.components),)


def test_the_three_conventions_say_the_same_of_one_reaction() -> None:
    """The same K0, written down at I = 0.1 mol/L in each convention, comes back."""
    one = read_equilibrium(ROW)
    at, kelvin, b = 100.0, one.temperature, 0.3
    gamma = log10_gamma_one(at, kelvin, b)
    mixed = one.log_mixed(at, kelvin, b)
    assert mixed == pytest.approx(7.2 + 3.0 * gamma, abs=1e-12)  # a_H [HPO4]: only phosphate's coefficients count
    common = {**ROW, "ionic_strength_M": "0.1"}
    again = read_equilibrium({**common, "kind": "mixed", "log_k": repr(mixed)})
    assert again.thermodynamic(kelvin, b) == pytest.approx(7.2, abs=1e-12)
    concentrations = read_equilibrium({**common, "kind": "concentration", "log_k": repr(mixed + gamma)})
    assert concentrations.thermodynamic(kelvin, b) == pytest.approx(7.2, abs=1e-12)


def test_van_t_hoff() -> None:
    one = read_equilibrium(ROW)
    found = one.thermodynamic(310.15)
    expected = 7.2 + 4000.0 / (8.31446 * math.log(10.0)) * (1 / 310.15 - 1 / 298.15)
    assert found == pytest.approx(expected, abs=1e-6)
    unknown = read_equilibrium({**ROW, "enthalpy_kJ_per_mol": ""})
    assert unknown.thermodynamic(310.15) == unknown.log_k


@pytest.mark.parametrize(("celsius", "printed"), [(20.0, 14.167), (25.0, 13.995), (37.0, 13.62)])
def test_water(celsius: float, printed: float) -> None:
    """pKw of the CRC Handbook."""
    assert -equilibria()["OH-"].thermodynamic(celsius + 273.15) == pytest.approx(printed, abs=0.02)


@pytest.mark.parametrize(
    "change",
    [{"reaction": "H+ + Pi -> HPO3"}, {"product": "PO43-"}, {"kind": "guess"}, {"reaction": "2 H+ + Pi -> H2PO4-"}],
)
def test_rows_that_cannot_be(change: dict[str, str]) -> None:
    with pytest.raises(InputError):
        read_equilibrium({**ROW, **change})


def test_a_product_has_one_row() -> None:
    lines = [",".join(ROW), *(",".join(ROW.values()) for _ in range(2))]
    with pytest.raises(InputError, match="two rows"):
        read_equilibria(lines)


def test_another_component_says_the_same() -> None:
    """With CO2(aq) for CO3 2- as the component, every species still has its atoms and its charge."""
    plain = Tableau.of([species("Na+"), species("HCO3-")])
    other = Tableau.of([species("Na+"), species("HCO3-")], {species("CO32-"): species("CO2(aq)")})
    assert [one.name for one in other.components if one not in plain.components] == ["CO2(aq)"]
    charges = [one.charge for one in other.components]
    assert other.stoichiometry @ charges == pytest.approx(other.charges, abs=1e-12)
    x = {one: 0.1 * k - 3.0 for k, one in enumerate(plain.components)}
    k0 = plain.thermodynamic(298.15, 0.25)
    ln = plain.stoichiometry @ [x[one] for one in plain.components] + math.log(10) * (plain.steps @ k0)
    known = dict(zip(plain.species, ln, strict=True))
    again = other.stoichiometry @ [known[one] for one in other.components] + math.log(10) * (other.steps @ k0)
    assert again == pytest.approx([known[one] for one in other.species], abs=1e-9)


@pytest.mark.parametrize(("celsius", "pascal"), [(0.01, 611.66), (20.0, 2339.2), (37.0, 6280.0), (100.0, 101418.0)])
def test_vapour(celsius: float, pascal: float) -> None:
    """Steam tables (IAPWS)."""
    assert water_vapour_pressure(celsius + 273.15) == pytest.approx(pascal, rel=1e-3)


def test_carbon_dioxide() -> None:
    """5 % at 37 degC over a wet solution: 35.6 mmHg; 0.0329 mM/mmHg in water (Harned & Davis 1943)."""
    pressure = partial_pressure(0.05, 310.15)
    assert pressure / 133.322 == pytest.approx(0.05 * (760.0 - 47.1), rel=1e-3)
    assert 1e3 * dissolved_co2(pressure, 310.15) == pytest.approx(0.0329 * pressure / 133.322, rel=0.03)


def test_solids() -> None:
    assert len(solids()) > 20
    gypsum = next(one for one in solids() if one.name.startswith("CaSO4"))
    level = 10.0 ** (gypsum.product(298.15) / 2.0)
    assert gypsum.saturation(lambda one: level, 298.15) == pytest.approx(1.0, rel=1e-9)
    assert gypsum.saturation(lambda one: 0.0, 298.15) == 0.0
    head = "solid,reaction,log_ksp,temperature_C,enthalpy_kJ_per_mol,source"
    with pytest.raises(InputError, match="balance"):
        read_solids([head, "X,X -> Ca2+ + Cl-,-5,25,,x"])


def test_sources_are_given() -> None:
    for name in ("equilibria.csv", "compounds.csv", "solubility.csv"):
        text = resources.files("poise.chemistry").joinpath(name).read_text(encoding="utf-8")
        assert all(row["source"].strip() for row in csv.DictReader(text.splitlines())), name
