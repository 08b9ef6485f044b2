"""Models: every quantity by its path, changes that leave the original alone, and every mistake named."""

import subprocess
import sys

import numpy as np
import pytest

import poise
from poise.errors import InputError, ModelError, UnitError, UnknownNameError
from poise.processes import GHKChannel, GHKMixedChannel, HATPase, NaKATPase, OhmicChannel
from poise.system.circuit import Circuit, from_ground


def cell(processes=None, inside=None, outside=None, **model):
    inside = inside or {"K+": "140 mM", "Na+": "12 mM", "Cl-": "152 mM"}
    outside = outside or {"K+": "4 mM", "Na+": "145 mM", "Cl-": "149 mM"}
    if processes is None:
        processes = {
            "K": GHKChannel("K+", "1e-6 cm/s"),
            "mixed": GHKMixedChannel("1e-8 cm/s", {"Na+": 1.0, "K": 0.5}),
        }
    return poise.Model(
        "cell",
        {"cytosol": poise.Compartment(inside), "bath": poise.Compartment(outside, ground=True)},
        {"membrane": poise.Interface("cytosol", "bath", processes, capacitance="1 uF/cm2")},
        **{"temperature": "37 degC", **model},
    )


def problems(model, severity="error"):
    return [str(one) for one in poise.validate(model) if one.severity == severity]


def test_every_path_can_be_read_and_set_to_what_it_was():
    model = cell()
    paths = model.paths()
    assert {
        "temperature",
        "bath.K+",
        "membrane.K.permeability",
        "membrane.mixed.ratios.Na+",
        "membrane.injected",
    } <= set(paths)
    for path in paths:
        value = model.get(path)
        if value is not None:
            assert model.set(path, value).hash == model.hash
            assert model.set(path, paths[path].write(value)).get(path) == value


def test_set_leaves_the_original_alone_and_changes_the_hash():
    model = cell()
    changed = model.set("bath.K+", "10 mM")
    assert (model.get("bath.K+"), changed.get("bath.K+")) == (4.0, 10.0)
    assert model.hash != changed.hash
    assert len(model.hash) == 12


@pytest.mark.parametrize("alias", ["bath.potassium", "bath.K", "bath.K+"])
def test_paths_know_every_name_of_a_species(alias):
    assert cell().set(alias, "10 mM").get("bath.K+") == 10.0


def test_ph_is_a_concentration_of_protons():
    model = cell(inside={"K+": 140.0, "H+": "pH 7.2", "Na+": 12.0})
    assert model.get("cytosol.pH") == pytest.approx(10 ** (3 - 7.2))
    assert model.set("cytosol.pH", "pH 6").get("cytosol.H+") == pytest.approx(1e-3)
    with pytest.raises(UnitError, match="only H"):
        model.set("cytosol.K+", "pH 7")


@pytest.mark.parametrize(
    ("path", "value", "error", "words"),
    [
        ("bath.Ka+", "5 mM", UnknownNameError, "bath.K+"),
        ("membran.K.permeability", "1 cm/s", UnknownNameError, "membrane.K.permeability"),
        ("bath.K+", "5 mV", UnitError, "a unit of potential; expected concentration"),
        ("bath.K+", "5", UnitError, "no unit"),
        ("bath.K+", "-5 mM", InputError, "out of range"),
        ("bath.K+", float("nan"), InputError, "not a finite number"),
        ("bath.K+", [1.0, float("inf")], InputError, "finite"),
        ("bath.K+", [], InputError, "empty"),
        ("bath.K+", np.ones((2, 2)), InputError, "one-dimensional"),
        ("bath.K+", [1.0, -1.0], InputError, "out of range"),
        ("bath.K+", True, InputError, "not a quantity"),
        ("bath.K+", object(), InputError, "not a quantity"),
        ("temperature", "37 K", InputError, "at least -73.15 degC"),
        ("temperature", "0 K", InputError, "out of range"),
    ],
)
def test_what_set_refuses(path, value, error, words):
    with pytest.raises(error, match=words):
        cell().set(path, value)


def test_arrays_of_unequal_length_along_one_dimension_are_refused():
    with pytest.raises(InputError, match="along 'x'"):
        cell().set({"bath.K+": [1.0, 2.0], "bath.Na+": [1.0, 2.0, 3.0]}, along="x")
    two = cell().set("bath.K+", [1.0, 2.0], along="x").set("bath.Na+", [1.0, 2.0, 3.0], along="x")
    with pytest.raises(InputError, match="along 'x'"):
        poise.rest(two)


def test_a_coupling_number_takes_one_value():
    inside = {"H+": "pH 7.2", "ATP": 3.0, "ADP": 0.1, "Pi": 2.0, "Mg2+": 1.0}
    model = cell({"pump": HATPase("1 pmol/cm2/s", 2.0)}, inside, {"H+": "pH 5.5"})
    assert model.set("membrane.pump.coupling", 3.0).get("membrane.pump.coupling") == 3.0
    with pytest.raises(InputError, match="shapes what moves"):
        model.set("membrane.pump.coupling", [1.0, 2.0])


def test_without_takes_one_process_out():
    assert list(cell().without("membrane.K").processes) == ["membrane.mixed"]
    with pytest.raises(UnknownNameError, match=r"membrane\.K"):
        cell().without("membrane.Q")


def test_a_sound_model_has_no_problems():
    assert problems(cell()) == []
    assert problems(cell(), "warning") == []


def test_an_absent_compartment_is_named_with_the_nearest():
    model = cell()
    broken = poise.Model(
        "x", model.compartments, {"membrane": poise.Interface("cytosl", "bath", {"K": GHKChannel("K+", 1e-8)})}, 310.0
    )
    (only,) = [one for one in problems(broken) if "cytosl" in one]
    assert "did you mean 'cytosol'" in only
    with pytest.raises(ModelError, match="cytosl"):
        poise.rest(broken)


def test_a_process_that_moves_what_a_compartment_lacks():
    found = problems(cell({"Ca": GHKChannel("Ca2+", 1e-8)}))
    assert len(found) == 2
    assert "'cytosol' lacks" in found[0]
    assert "`Ca2+: 1 mM`" in found[0]


def test_a_pump_names_the_fuel_that_is_missing():
    found = " ".join(problems(cell({"pump": NaKATPase("1 pmol/cm2/s")})))
    for name in ("ATP", "ADP", "Pi", "H+", "Mg2+"):
        assert name in found
    assert "`H+: pH 7.2`" in found


def test_zero_where_a_law_has_no_limit_and_where_it_has():
    inside = {"K+": 140.0, "Na+": 0.0, "Cl-": 140.0}
    (only,) = problems(cell({"Na": OhmicChannel("Na+", 1.0)}, inside))
    assert "Na+ is 0 in 'cytosol'" in only
    assert problems(cell({"Na": GHKChannel("Na+", 1e-8)}, inside)) == []


def test_ground_compartments_names_and_areas():
    model = cell()
    nowhere = poise.Compartment({"K+": 1.0})
    loose = poise.Model("x", {**model.compartments, "island": nowhere}, model.interfaces, 310.0)
    assert any("no interface links compartment 'island'" in one for one in problems(loose))
    earth, channel = poise.Compartment({"K+": 1.0}, ground=True), {"K": GHKChannel("K+", 1.0)}
    wall = {"m": poise.Interface("a", "b", channel)}
    floating = poise.Model("x", {"a": nowhere, "b": nowhere}, wall, 310.0)
    assert any("no compartment is ground" in one for one in problems(floating))
    twice = poise.Model("x", {"a": earth, "b": earth}, wall, 310.0)
    assert any("only one compartment can be ground" in one for one in problems(twice))
    same = poise.Model("x", {"a": earth}, {"a": poise.Interface("a", "a")}, 310.0)
    found = " ".join(problems(same))
    assert "both sides" in found
    assert "names both" in found
    walls = {**model.interfaces, "tonoplast": poise.Interface("vacuole", "cytosol", channel)}
    several = poise.Model("x", {**model.compartments, "vacuole": nowhere}, walls, 310.0)
    assert sum("needs an area" in one for one in problems(several)) == 2


def test_charge_balance_is_reported_with_its_size():
    (only,) = problems(cell(inside={"K+": "140 mM", "Na+": "12.001 mM", "Cl-": "152 mM"}), "warning")
    assert "net charge +0.001 mM" in only


def test_activity_out_of_range_is_reported():
    salty = {"K+": "1000 mM", "Na+": "12 mM", "Cl-": "1012 mM"}
    found = problems(cell(inside=salty, activity="davies"), "warning")
    assert any("Davies" in one and "0.5 mol/L" in one for one in found)
    with pytest.raises(UnknownNameError, match="davies"):
        cell(activity="sit")


def test_unknown_references_sources_and_unused_species_are_warnings():
    model = cell(references=("nobody_1900",), sources={"bath.Q+": "x"}, species=(poise.Species("A-", -1.0),))
    found = " ".join(problems(model, "warning"))
    for word in ("nobody_1900", "bath.Q+", "no compartment holds it"):
        assert word in found


def test_own_species_carry_their_own_charge():
    anion = poise.Species("A-", -1.2)
    model = cell(inside={"K+": 140.0, "Na+": 12.0, anion: 152.0 / 1.2}, species=(anion,))
    assert problems(model, "warning") == []
    with pytest.raises(InputError, match="already in Poise's table"):
        cell(species=(poise.Species("K+", 1.0),)).book  # noqa: B018 - reading it is the test


def test_davies_shifts_the_nernst_potential_by_the_coefficients():
    ideal, real = poise.rest(cell()), poise.rest(cell(activity="davies"))
    assert ideal.of("nernst", "membrane.cytosol.K+") != real.of("nernst", "membrane.cytosol.K+")


def test_the_circuit_knows_bridges_from_loops():
    contents = poise.Compartment({"K+": 1.0})
    channel = {"K": GHKChannel("K+", 1.0)}
    sides = {"a": ("cell", "lumen"), "b": ("cell", "blood"), "p": ("lumen", "blood"), "t": ("vacuole", "cell")}
    model = poise.Model(
        "x",
        {
            "lumen": contents,
            "cell": contents,
            "vacuole": contents,
            "blood": poise.Compartment({"K+": 1.0}, ground=True),
        },
        {name: poise.Interface(*pair, channel, area=1e-9) for name, pair in sides.items()},
        310.0,
    )
    circuit = Circuit.of(model)
    assert [link.interfaces for link in circuit.bridges] == [(("t", 1),)]
    assert [{link.interfaces[0][0] for link in group} for group in circuit.loops] == [{"a", "b", "p"}]
    assert {place for place, *_ in from_ground(circuit)} == {"lumen", "cell", "vacuole"}


def test_a_number_for_a_ph_is_a_ph():
    model = cell(inside={"K+": 140.0, "H+": "pH 7.2", "Na+": 12.0})
    for given in (6, 6.0, "6", "pH 6"):
        assert model.set("cytosol.pH", given).get("cytosol.H+") == pytest.approx(1e-3)
    several = model.set("cytosol.ph", [6.0, 7.0]).get("cytosol.H+")
    assert several.values == pytest.approx([1e-3, 1e-4])
    assert model.set("cytosol.H+", 1e-3).get("cytosol.H+") == 1e-3


def test_a_path_without_its_compartment_names_where_the_species_is():
    with pytest.raises(UnknownNameError, match=r"bath\.K\+"):
        cell().set("K+", "10 mM")


def test_a_name_where_a_model_is_needed():
    """In a Python of its own, where no checker of types stands before Poise's own words."""
    script = (
        "import poise\nfor ask in (poise.rest, poise.iv, poise.potential, poise.knockout):\n"
        "    try: ask('textbook_neuron')\n    except poise.PoiseError as error: print(error)"
    )
    told = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True).stdout
    assert told.count("poise.load reads one by name") == 4


def test_a_coefficient_is_not_given_twice_to_total_atp():
    """dG'0 of ATP holds at an ionic strength: the totals ATP, ADP and Pi keep their concentrations under any model."""
    contents = {"K+": 140.0, "Cl-": 140.0, "ATP": 3.0, "ADP": 0.1, "Pi": 4.0}
    names = [poise.species(name) for name in contents]
    factors = dict(
        zip(contents, poise.activity_model("davies").coefficients(names, list(contents.values()), 310.0), strict=True)
    )
    assert factors["K+"] < 0.8
    assert [float(factors[name]) for name in ("ATP", "ADP", "Pi")] == [1.0, 1.0, 1.0]
