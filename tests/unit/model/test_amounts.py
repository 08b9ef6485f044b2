"""Volumes, reactions, gates and parameters of a model, by path: read, set, array, and taken out."""

import numpy as np
import pytest

import poise
from poise.errors import InputError, UnitError, UnknownNameError
from poise.processes import Binding, GHKChannel, OhmicChannel, Osmosis

GATES = {
    "m": {
        "power": 3,
        "alpha": "1/ms * linoid((V - half)/(10 mV))",
        "beta": "4/ms * exp(-(V + 65 mV)/(18 mV))",
        "q10": 3,
        "at": "6.3 degC",
        "start": 0.1,
    },
    "c": {"open": "O", "rates": {"C -> O": "2/ms", "O -> C": "1/ms"}, "q10": 2.5, "at": "20 degC"},
}


def cell(**place):
    inside = {"K+": "140 mM", "Na+": "12 mM", "Cl-": "152 mM", "H+": "pH 7.2", "acetate-": "1 mM"}
    buffer = Binding("H+ + acetate- <-> acetic acid", "4.5e10 1/M/s", "7.8e5 1/s")
    return poise.Model(
        "cell",
        {
            "cytosol": poise.Compartment(
                {**inside, "acetic acid": "4 uM"},
                **{"volume": "2000 um3", "held": ("Cl-",), "processes": {"buffer": buffer}, **place},
            ),
            "bath": poise.Compartment({"K+": "4 mM", "Na+": "145 mM", "Cl-": "149 mM"}, ground=True),
        },
        {
            "membrane": poise.Interface(
                "cytosol",
                "bath",
                {
                    "Na": OhmicChannel("Na+", "120 mS/cm2", parameters={"half": "-40 mV"}, gates=GATES),
                    "K": GHKChannel("K+", "1e-6 cm/s"),
                    "water": Osmosis("1e-3 cm/s"),
                },
                area="1000 um2",
                capacitance="1 uF/cm2",
                potential="-65 mV",
            )
        },
        temperature="37 degC",
    )


PATHS = {
    "cytosol.volume": 2e-15,
    "cytosol.buffer.on": 4.5e7,
    "cytosol.buffer.off": 7.8e5,
    "membrane.potential": -0.065,
    "membrane.area": 1e-9,
    "membrane.water.permeability": 1e-5,
    "membrane.Na.conductance": 1200.0,
    "membrane.Na.half": -0.04,
    "membrane.Na.m.power": 3.0,
    "membrane.Na.m.q10": 3.0,
    "membrane.Na.m.at": 279.45,
    "membrane.Na.m.start": 0.1,
    "membrane.Na.c.q10": 2.5,
    "membrane.Na.c.at": 293.15,
}


@pytest.mark.parametrize("path", PATHS)
def test_every_new_quantity_has_a_path(path):
    model = cell()
    kinds = model.paths()
    assert path in kinds
    assert model.get(path) == pytest.approx(PATHS[path], rel=1e-14)
    assert model.set(path, kinds[path].write(model.get(path))).get(path) == model.get(path)


@pytest.mark.parametrize(
    ("path", "text", "expected"),
    [
        ("cytosol.volume", "1 pL", 1e-15),
        ("cytosol.buffer.off", "10 /s", 10.0),
        ("cytosol.buffer.on", "100 1/uM/s", 1e5),
        ("membrane.potential", "-70 mV", -0.07),
        ("membrane.Na.half", "-35 mV", -0.035),
        ("membrane.Na.m.q10", "2", 2.0),
        ("membrane.Na.m.at", "20 degC", 293.15),
        ("membrane.Na.m.start", "50 %", 0.5),
        ("membrane.Na.c.q10", "4", 4.0),
    ],
)
def test_a_quantity_is_set_and_the_original_stays(path, text, expected):
    model = cell()
    before = model.get(path)
    changed = model.set(path, text)
    assert changed.get(path) == pytest.approx(expected, rel=1e-14)
    assert model.get(path) == before
    assert {other: changed.get(other) for other in PATHS if other != path} == {
        other: model.get(other) for other in PATHS if other != path
    }


def test_one_of_a_channels_numbers_is_set_after_another():
    model = cell().set({"membrane.Na.half": "-35 mV", "membrane.Na.m.q10": 2.0, "membrane.Na.conductance": "1 mS/cm2"})
    channel = model.interfaces["membrane"].processes["Na"]
    values = channel.values()
    assert (values["half"], values["m.q10"], values["conductance"]) == (-0.035, 2.0, 10.0)
    assert channel.gates["c"].numbers()["q10"] == 2.5


@pytest.mark.parametrize(
    ("path", "value", "error", "words"),
    [
        ("cytosol.volume", "0 um3", InputError, "more than 0"),
        ("cytosol.volume", "5 um2", UnitError, "area"),
        ("cytosol.buffer.off", "0 1/s", InputError, "more than 0"),
        ("cytosol.buffer.of", "1 1/s", UnknownNameError, "cytosol.buffer.off"),
        ("membrane.Na.haf", "1 mV", UnknownNameError, "membrane.Na.half"),
        ("membrane.Na.half", "1 mM", UnitError, "expected potential"),
        ("membrane.Na.m.q1", "2", UnknownNameError, "membrane.Na.m.q10"),
        ("membrane.Na.m.start", "1.5", InputError, "out of range"),
        ("membrane.Na.m.power", [1.0, 2.0], InputError, "not an array"),
        ("membrane.Na.n.q10", "2", UnknownNameError, "membrane.Na"),
        ("membrane.potential", "20 V", InputError, "out of range"),
    ],
)
def test_what_is_refused_names_the_path(path, value, error, words):
    with pytest.raises(error, match=words) as caught:
        cell().set(path, value)
    assert path in str(caught.value)


def test_arrays_span_dimensions_named_by_their_paths():
    for path in ("cytosol.volume", "cytosol.buffer.on", "membrane.Na.half", "membrane.Na.m.q10", "membrane.potential"):
        values = np.asarray([1.0, 2.0]) * abs(cell().get(path))
        found = cell().set(path, values).get(path)
        assert isinstance(found, poise.Along)
        assert found.dimension == path
        np.testing.assert_array_equal(found.values, values)


def test_arrays_given_to_parts_are_named_too():
    model = cell(volume=np.array([1e-15, 2e-15]))
    assert model.get("cytosol.volume").dimension == "cytosol.volume"
    on = np.array([1.0, 2.0])
    buffer = Binding("H+ + acetate- <-> acetic acid", on, "7.8e5 1/s")
    assert cell(processes={"buffer": buffer}).get("cytosol.buffer.on").dimension == "cytosol.buffer.on"


def test_a_reservoir_has_no_volume_until_it_is_given_one():
    model = cell()
    assert model.get("bath.volume") is None
    assert model.compartments["bath"].reservoir
    assert not model.set("bath.volume", "1 mL").compartments["bath"].reservoir


def test_reactions_are_listed_and_taken_out():
    model = cell()
    assert list(model.reactions) == ["cytosol.buffer"]
    assert "cytosol.buffer" not in model.processes
    without = model.without("cytosol.buffer")
    assert list(without.reactions) == []
    assert "cytosol.buffer.on" not in without.paths()
    assert list(model.without("membrane.Na").processes) == ["membrane.K", "membrane.water"]
    with pytest.raises(UnknownNameError, match=r"cytosol\.buffer"):
        model.without("cytosol.bufer")


def test_held_species_go_by_any_of_their_names():
    assert cell(held=("potassium", "Na")).compartments["cytosol"].held == (poise.species("K+"), poise.species("Na+"))
    with pytest.raises(UnknownNameError):
        cell(held=("kalium!",))


def test_the_model_is_valid_and_copies_are_equal():
    assert [one for one in poise.validate(cell()) if one.severity == "error"] == []
    assert cell() == cell()
    assert cell().set("membrane.Na.half", "-40 mV") == cell()
    assert cell().set("membrane.Na.half", "-41 mV") != cell()


def test_gates_reactions_and_what_is_held_have_sources():
    sources = dict.fromkeys(
        ("membrane.Na.m", "membrane.Na.m.alpha", "membrane.Na.c.rates", "membrane.Na.half", "cytosol.buffer",
         "cytosol.buffer.reaction", "cytosol.held", "membrane.water"), "a paper")  # fmt: skip
    known = cell()
    model = poise.Model(
        known.name, known.compartments, known.interfaces, known.temperature, sources={**sources, "membrane.Na.n": "?"}
    )
    found = [one for one in poise.validate(model) if one.path.startswith("sources")]
    assert [one.path for one in found] == ["sources.membrane.Na.n"]
