"""Fields: how a law's numbers and names are read, refused and written."""

import dataclasses
import math
from dataclasses import dataclass
from typing import Any

import numpy as np
import pytest

from poise.chemistry.couples import couple
from poise.chemistry.reactions import parse_reaction
from poise.chemistry.species import default_book, species
from poise.errors import InputError, UnitError, UnknownNameError
from poise.processes.base import Process
from poise.processes.channels.boltzmann import BoltzmannChannel
from poise.processes.channels.ghk_mixed import GHKMixedChannel
from poise.processes.channels.ohmic import OhmicChannel
from poise.processes.electrodes.butler_volmer import ButlerVolmer
from poise.processes.fields import (
    CoupleKind,
    Kind,
    QuantityKind,
    ReactionKind,
    SpeciesKind,
    SpeciesMapKind,
    default_of,
    kinds,
    quantity,
)
from poise.processes.pumps.h_atpase import HATPase
from poise.processes.sources.prescribed_current import PrescribedCurrent
from poise.processes.transporters.carrier import Carrier
from poise.units import DIMENSIONS

BOOK = default_book()
MIXED = GHKMixedChannel("1e-6 cm/s", {"K": 1, "sodium": "4 %"})


def test_text_numbers_and_names_are_read() -> None:
    channel = OhmicChannel("potassium", "0.3 mS/cm2")
    assert channel == OhmicChannel(species("K+"), 3.0)
    assert MIXED.ratios == {species("K+"): 1.0, species("Na+"): 0.04}
    assert ButlerVolmer("fe3+/fe2+", 1).couple is couple("Fe3+/Fe2+")
    carrier = Carrier("K(in) + Cl(in) -> K(out) + Cl(out)", "1 pmol/cm2/s")
    assert carrier.reaction == parse_reaction("K+(in) + Cl-(in) <-> K+(out) + Cl-(out)", BOOK)
    assert carrier.rate == pytest.approx(1e-8)


def test_arrays_pass_as_they_are() -> None:
    values = np.array([-1.0, math.nan])
    assert OhmicChannel("K+", values).conductance is values


def test_whole_numbers_become_floats() -> None:
    found = OhmicChannel("K+", 3).conductance
    assert found == 3.0
    assert isinstance(found, float)


@pytest.mark.parametrize(
    ("make", "error", "message"),
    [
        (
            lambda: OhmicChannel("K+", "3 mM"),
            UnitError,
            "'mM' is a unit of concentration; expected conductance per area",
        ),
        (
            lambda: OhmicChannel("K+", "3"),
            UnitError,
            "it has no unit; expected conductance per area, such as '0.3 mS/cm2'",
        ),
        (lambda: OhmicChannel("K+", "-3 S/m2"), InputError, "-.* is out of range: it must be at least 0 "),
        (lambda: OhmicChannel("K+", -3), InputError, "out of range"),
        (lambda: OhmicChannel("K+", math.nan), InputError, ""),
        (lambda: OhmicChannel("Kalium", 3), UnknownNameError, "unknown species 'Kalium'"),
        (lambda: OhmicChannel("CO2", 3), InputError, "'CO2' carries no charge; an ion is needed"),
        (lambda: OhmicChannel("charge", 3), InputError, "'charge' is not a dissolved ion"),
        (lambda: OhmicChannel("e-", 3), InputError, "'e-' is not a dissolved ion"),
        (lambda: BoltzmannChannel("K+", 1.0, 0.0, 0.0), InputError, "must not be 0"),
        (lambda: HATPase(1.0, 0.0), InputError, "out of range: it must be more than 0 and at most 12"),
        (lambda: HATPase(1.0, 13.0), InputError, "13.* is out of range"),
        (lambda: ButlerVolmer("Fe3+/Fe2+", 1.0, 1.1), InputError, "must be at least 0 and at most 1"),
        (lambda: ButlerVolmer("Fe3+/Fe9+", 1.0), UnknownNameError, "did you mean 'Fe3"),
        (lambda: Carrier("K+(in) <-> Na+(out)", 1.0), InputError, "not balanced: the right side has"),
        (lambda: Carrier("ATP(in) + H2O(in) <-> ADP(in) + Pi(in) + H+(in)", 1.0), InputError, "makes or uses up"),
    ],
)
def test_refusals(make: Any, error: type[Exception], message: str) -> None:
    with pytest.raises(error, match=message or None):
        make()


def test_bare_charge_may_carry_a_prescribed_current() -> None:
    assert PrescribedCurrent(1.0).ion.name == "charge"
    assert PrescribedCurrent(1.0, "charge") == PrescribedCurrent(1.0)


@pytest.mark.parametrize("value", [True, None, [1], {"a": 1}])
def test_what_is_no_quantity(value: Any) -> None:
    with pytest.raises(UnitError, match="is not a quantity; expected concentration, such as '5 mM'"):
        QuantityKind("", DIMENSIONS["concentration"]).read(value, BOOK)


def test_a_bare_number_is_a_pure_number_only() -> None:
    assert QuantityKind("", DIMENSIONS["number"]).read(0.5, BOOK) == 0.5
    with pytest.raises(UnitError, match="no unit"):
        QuantityKind("", DIMENSIONS["concentration"]).read(5, BOOK)


@pytest.mark.parametrize("kind", [SpeciesKind(""), ReactionKind(""), CoupleKind("")])
def test_a_number_is_no_name(kind: Kind) -> None:
    with pytest.raises(InputError, match="'5' is not"):
        kind.read(5, BOOK)


@pytest.mark.parametrize(
    ("value", "message"),
    [
        ({}, "expected names of species, each with its value"),
        ("K+", "expected names of species, each with its value"),
        ({"K+": 1, "K": 2}, r"K\+ is given twice"),
        ({"K+": -1}, r"K\+: .*-1.* is out of range"),
        ({"K+": "1 mM"}, r"K\+: '1 mM'"),
        ({"Kalium": 1}, "unknown species 'Kalium'"),
        ({"CO2": 1}, "carries no charge"),
    ],
)
def test_ratios_refused(value: Any, message: str) -> None:
    with pytest.raises(InputError, match=message):
        SpeciesMapKind("", DIMENSIONS["number"]).read(value, BOOK)


def test_ratios_read_from_text_cannot_be_changed() -> None:
    found = SpeciesMapKind("", DIMENSIONS["number"]).read({"K+": 1}, BOOK)
    with pytest.raises(TypeError):
        found[species("Na+")] = 1.0  # type: ignore[index]


def test_paths_reach_every_number() -> None:
    assert MIXED.values() == {"permeability": 1e-8, "ratios.K+": 1.0, "ratios.Na+": 0.04}
    changed = MIXED.with_values({"ratios.Na+": 0.5, "ratios.K+": 2.0, "permeability": 1.0})
    assert changed.values() == {"permeability": 1.0, "ratios.K+": 2.0, "ratios.Na+": 0.5}
    assert MIXED.values()["ratios.Na+"] == 0.04
    assert MIXED.value_kind("ratios.Na+").dimension.name == "number"
    assert MIXED.value_kind("permeability").dimension.name == "permeability"


def test_kinds_and_defaults() -> None:
    assert list(kinds(HATPase)) == ["rate", "coupling"]
    assert kinds(HATPase)["coupling"].fixed  # type: ignore[attr-defined]
    assert default_of(HATPase, "coupling") == 1.0
    assert default_of(HATPase, "rate") is dataclasses.MISSING


def test_a_field_without_a_kind_is_not_the_users() -> None:
    @dataclass(frozen=True)
    class Law:
        mine: Any = quantity("potential", "a potential", 0.1)
        hidden: int = 3

    assert list(kinds(Law)) == ["mine"]


def test_a_law_needs_moves_and_rates() -> None:
    with pytest.raises(TypeError, match="abstract"):
        Process()  # type: ignore[abstract]
