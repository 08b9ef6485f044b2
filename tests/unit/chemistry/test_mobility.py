"""Mobilities against temperature: the table itself at 25 degC, published conductivities elsewhere, estimates."""

import csv
from dataclasses import replace
from importlib import resources

import pytest

from poise.chemistry.mobility import PublishedPowers, Walden, diffusion, powers, temperature_law
from poise.chemistry.molar_mass import molar_mass
from poise.chemistry.species import Species, default_book, species
from poise.constants import STANDARD_TEMPERATURE, ZERO_CELSIUS
from poise.errors import InputError, UnknownNameError
from poise.formulas import nernst_einstein, walden, water_viscosity

PUBLISHED = list(
    csv.DictReader(
        resources.files("poise.chemistry").joinpath("mobility_temperature.csv").read_text(encoding="utf-8").splitlines()
    )
)


@pytest.mark.parametrize(
    ("celsius", "printed"),
    [(0, 1.792e-3), (10, 1.307e-3), (20, 1.002e-3), (25, 0.8903e-3), (30, 0.7972e-3), (40, 0.6527e-3)],
)
def test_viscosity_of_water(celsius, printed):
    """The IAPWS formulation of 2008 (from memory), and at 20 degC what the scale was fixed on."""
    assert water_viscosity(celsius + ZERO_CELSIUS) == pytest.approx(printed, rel=5e-4)


@pytest.mark.parametrize("law", [PublishedPowers(), Walden()])
def test_at_25_degrees_the_table_itself(law):
    for one in default_book():
        if one.diffusion is not None:
            found = diffusion(one, STANDARD_TEMPERATURE, law)
            assert found is not None
            assert found.kind == "table"
            assert found.value == pytest.approx(one.diffusion, rel=1e-15)


@pytest.mark.parametrize("row", PUBLISHED, ids=lambda row: row["name"])
def test_published_conductivities(row):
    base = float(row["equivalent_25C"])
    within = {0: 0.013, 18: 0.023, 35: 0.007, 45: 0.018}
    for celsius, allowed in within.items():
        text = row[f"equivalent_{celsius}C"]
        if text:
            kelvin = celsius + ZERO_CELSIUS
            found = walden(base, kelvin, STANDARD_TEMPERATURE, powers()[row["name"]])
            assert found == pytest.approx(float(text), rel=allowed)
    assert 0.6 < powers()[row["name"]] < 1.02
    assert abs(species(row["name"]).charge) * base == pytest.approx(
        1e4 * (species(row["name"]).conductivity or 0.0), rel=0.01
    )


def test_walden_keeps_relative_mobilities_and_published_powers_do_not():
    warm = 310.15
    ions = [species(name) for name in ("K+", "Na+", "gluconate-")]
    by_rule = [diffusion(one, warm, Walden()) for one in ions]
    by_table = [diffusion(one, warm) for one in ions]
    cold = [diffusion(one, STANDARD_TEMPERATURE) for one in ions]
    assert by_rule[1].value / by_rule[0].value == pytest.approx(cold[1].value / cold[0].value, rel=1e-14)
    assert by_table[1].value / by_table[0].value > 1.01 * cold[1].value / cold[0].value
    assert by_table[2].value == by_rule[2].value


def test_given_before_the_table():
    found = diffusion(species("K+"), 298.15, given=7.6e-3)
    assert found.kind == "given"
    assert found.value == pytest.approx(nernst_einstein(7.6e-3, 1, 298.15), rel=1e-15)


def test_estimates_meet_the_measured_organic_ions():
    """Of the organic ions in the table all but one lie within a factor of 1.55, half of them within 15 %."""
    ratios = [
        diffusion(replace(one, conductivity=None), 298.15).value / one.diffusion
        for one in default_book()
        if one.diffusion is not None and one.elements.get("C") and one.elements.get("H")
    ]
    assert len(ratios) > 35
    assert sum(not 1 / 1.5 < ratio < 1.5 for ratio in ratios) <= 1
    assert sorted(max(ratio, 1 / ratio) for ratio in ratios)[len(ratios) // 2] < 1.15


def test_what_cannot_be_known():
    assert diffusion(species("glucose"), 298.15) is None
    assert diffusion(species("V2+"), 298.15) is None
    assert diffusion(Species("A-", -1), 298.15) is None
    assert diffusion(species("PIPES2-"), 298.15).kind == "estimate"


def test_molar_mass():
    assert molar_mass(species("sucrose")) == pytest.approx(342.297e-3, rel=1e-5)
    assert molar_mass(species("Fe(CN)64-")) == pytest.approx(211.95e-3, rel=1e-4)
    with pytest.raises(InputError, match="no formula"):
        molar_mass(Species("A-", -1))
    with pytest.raises(InputError, match="Xe"):
        molar_mass(Species("XeF+", 1, "XeF"))


def test_every_element_of_the_table_has_a_weight():
    for one in default_book():
        if one.elements and one.phase == "aqueous":
            assert molar_mass(one) > 0


def test_unknown_law():
    with pytest.raises(UnknownNameError, match="walden"):
        temperature_law("waldn")
    assert isinstance(temperature_law("Walden"), Walden)
