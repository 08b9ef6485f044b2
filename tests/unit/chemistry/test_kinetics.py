"""Kinetics, metals and gases: the tables hold what their sources print; what is not known is said."""

import csv
from pathlib import Path

import pytest

from poise.chemistry.gases import diffusion_in_water, gas, gases, solubility
from poise.chemistry.kinetics import all_kinetics, kinetics
from poise.chemistry.metals import metal, metals
from poise.chemistry.species import species
from poise.constants import ZERO_CELSIUS
from poise.errors import InputError, UnknownNameError

GIVEN = Path(__file__).parents[2] / "data" / "redox_kinetics.csv"


def test_collected_exchange_currents_are_in_the_table() -> None:
    with GIVEN.open(encoding="utf-8") as lines:
        rows = [row for row in csv.DictReader(lines) if row["unit"] == "A/cm2"]
    ours = {round(1e-4 * one.exchange_current, 20) for one in all_kinetics() if one.exchange_current}
    assert rows
    for row in rows:
        assert float(row["value"]) == pytest.approx(min(ours, key=lambda v: abs(v - float(row["value"]))), rel=1e-9)


def test_hydrogen_spans_twelve_decades() -> None:
    found = {one.metal: one.exchange_current or 0.0 for one in kinetics("H+/H2")}
    assert found["Pt"] / found["Hg"] == pytest.approx(1e12)
    assert kinetics("h+/H2", "Hg")[0].exchange_current == pytest.approx(1e-10)  # A/m2


def test_what_is_not_known_is_said_with_what_is() -> None:
    with pytest.raises(InputError, match=r"no kinetics of H\+/H2 on Cu in Poise's table; known: H\+/H2 on Pt: i0 0.01"):
        kinetics("H+/H2", "Cu")
    with pytest.raises(InputError, match=r"no kinetics of Cu2\+/Cu in Poise's table; it has H\+/H2.*measure or assume"):
        kinetics("Cu2+/Cu")
    with pytest.raises(UnknownNameError, match="unknown metal 'Unobtainium'; "):
        kinetics("H+/H2", "Unobtainium")
    with pytest.raises(UnknownNameError, match="unknown redox couple"):
        kinetics("Fe3+/Fe")


def test_metals() -> None:
    iron = metal("Fe")
    assert iron.molar_mass == pytest.approx(55.845e-3)  # IUPAC 2021
    assert metal("mg").species.name == "Mg(s)"
    assert all(0.5e3 < one.density < 23e3 for one in metals().values())


@pytest.mark.parametrize(
    ("celsius", "vapour_mbar", "milligrams"), [(10, 12.3, 11.29), (25, 31.7, 8.26), (35, 56.2, 6.95)]
)
def test_oxygen_in_air_saturated_water(celsius: float, vapour_mbar: float, milligrams: float) -> None:
    """USGS tables of dissolved oxygen at 760 mmHg after Benson and Krause, mg/L, from memory."""
    fugacity = 0.2095 * (1.01325 - 1e-3 * vapour_mbar)
    found = solubility("O2", ZERO_CELSIUS + celsius) * fugacity * 31.998
    assert found == pytest.approx(milligrams, rel=0.03)


def test_gases_know_their_limits() -> None:
    assert set(gases()) <= {one.name for one in map(species, gases())}
    assert diffusion_in_water(species("K+")) == species("K+").diffusion
    with pytest.raises(InputError, match="solubility of F2"):
        gas("F2")
    with pytest.raises(InputError, match=r"diffusion coefficient of Sn4\+"):
        diffusion_in_water(species("Sn4+"))
