"""Named numbers of a process: what they may be called, their units, and the kinds that stand for them."""

import pytest

from poise.errors import InputError, UnitError
from poise.processes import OhmicChannel
from poise.processes.expressions import exponents_of
from poise.processes.parameters import NONE, Parameters, dimension_of
from poise.units import DIMENSIONS, exact, parse


def test_numbers_are_si_with_their_exponents():
    found = Parameters.read({"half": "-40 mV", "slope": 9, "rate": "2 1/ms", "odd": "3 mM2/s", "ratio": "0.5"})
    assert dict(found.values) == {
        "half": pytest.approx(-0.04),
        "slope": 9.0,
        "rate": pytest.approx(2e3),
        "odd": pytest.approx(3.0),
        "ratio": 0.5,
    }
    assert found.exponents["half"] == exponents_of(DIMENSIONS["potential"])
    assert not any(found.exponents["slope"])
    assert Parameters.read(found) is found
    assert found
    assert not NONE


@pytest.mark.parametrize(("text", "name"), [("-40 mV", "potential"), ("2 1/s", "rate"), ("3 mM", "concentration"),
                                            ("5", "number"), ("1e-6 cm/s", "permeability"),
                                            ("1 mol/m2/s", "flux"), ("1 1/mM/s", "binding rate")])  # fmt: skip
def test_everyday_kinds_are_found(text, name):
    assert Parameters.read({"x": text}).kind("x").dimension is DIMENSIONS[name]


def test_other_kinds_are_made_and_are_written_and_read_back():
    kind = Parameters.read({"k": "1e-9 m4/mol/s"}).kind("k")
    assert kind.doc == "parameter k"
    assert dimension_of(exponents_of(DIMENSIONS["potential"])) is DIMENSIONS["potential"]
    for value in (1e-9, 0.1 + 0.2, -3.0):
        assert parse(exact(value, kind.dimension), kind.dimension) == value
    with pytest.raises(UnitError, match="expected a number of"):
        kind.accept("5 mV")


def test_other_numbers_leave_the_original_alone():
    first = Parameters.read({"half": "-40 mV"})
    second = first.with_values({"half": -0.05})
    assert (first.values["half"], second.values["half"]) == (-0.04, -0.05)
    assert second.exponents == first.exponents


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"V": "1 mV"}, "'V' cannot be the name"),
        ({"T": "1 K"}, "'T' cannot be the name"),
        ({"t": "1 s"}, "'t' cannot be the name"),
        ({"1st": "1 s"}, "cannot be the name"),
        ({"a.b": "1 s"}, "cannot be the name"),
        ({"": "1 s"}, "cannot be the name"),
        ({"x" * 65: "1 s"}, "cannot be the name"),
        ({5: "1 s"}, "cannot be the name"),
        ({"half": "-40 mVV"}, "half: "),
        ({"half": "much"}, "half: "),
        ({"half": None}, "half: "),
        ({"half": "nan mV"}, "half: "),
        (["half"], "expected parameters by name"),
        ("half", "expected parameters by name"),
    ],
)
def test_what_is_refused(given, message):
    with pytest.raises(InputError, match=message):
        Parameters.read(given)


@pytest.mark.parametrize(
    ("parameters", "gates", "message"),
    [
        ({"conductance": "1 mV"}, {}, "parameters: 'conductance' is the name of an entry of the law too"),
        ({"ion": "1"}, {}, "parameters: 'ion' is the name of an entry"),
        ({"gates": "1"}, {}, "parameters: 'gates' is the name of an entry"),
        ({"m": "1"}, {"m": {"steady": "0.5"}}, "parameters: 'm' is the name of one of the gates too"),
        ({}, {"conductance": {"steady": "0.5"}}, "gate conductance: .*an entry of the law"),
        ({}, {"m.x": {"steady": "0.5"}}, "gate m.x: 'm.x' cannot be the name of a gate"),
        ({}, {"": {"steady": "0.5"}}, "cannot be the name of a gate"),
    ],
)
def test_names_in_a_path_mean_one_thing(parameters, gates, message):
    with pytest.raises(InputError, match=message):
        OhmicChannel("K+", 1.0, parameters=parameters, gates=gates)
