"""Arrays in every quantity, together and alone; constant currents; knockouts; arguments that are no potentials."""

import numpy as np
import pytest

import poise
from poise.errors import InputError, ModelError
from poise.processes import KCC2, GHKChannel, GHKMixedChannel, OhmicChannel

CELL = {"K+": "140 mM", "Na+": "12 mM", "Cl-": "7 mM"}
BATH = {"K+": "4 mM", "Na+": "145 mM", "Cl-": "120 mM"}
LUMEN = {**BATH, "K+": "10 mM"}


def cell(processes, inside=CELL, outside=BATH, **interface):
    return poise.Model(
        "cell",
        {"cytosol": poise.Compartment(inside), "bath": poise.Compartment(outside, ground=True)},
        {"membrane": poise.Interface("cytosol", "bath", processes, **interface)},
        temperature="37 degC",
    )


def two():
    return cell({"k": OhmicChannel("K+", 1.0), "na": GHKChannel("Na+", 1e-8)})


def epithelium():
    cytosol, blood = poise.Compartment(CELL), poise.Compartment(BATH, ground=True)
    api = poise.Interface("cell", "lumen", {"na": GHKChannel("Na+", 1e-8), "k": GHKChannel("K+", 2e-9)}, "1 cm2")
    baso = poise.Interface("blood", "cell", {"k": GHKChannel("K+", 2e-8)}, "2 cm2")  # reversed
    shunt = poise.Interface("lumen", "blood", {"l": GHKMixedChannel(1e-7, {"K+": 1.0, "Cl-": 0.8})}, "1 cm2")
    places = {"cell": cytosol, "lumen": poise.Compartment(LUMEN), "blood": blood}
    return poise.Model("epithelium", places, {"api": api, "baso": baso, "shunt": shunt}, temperature="37 degC")


@pytest.mark.parametrize(
    ("model", "arrays"),
    [
        (two, {"membrane.injected": [0.0, 0.01], "temperature": [290.0, 300.0, 310.0], "bath.K+": [4.0]}),
        (two, {"membrane.area": [1e-9, 2e-9], "membrane.capacitance": [0.01, 0.02], "membrane.k.conductance": [1, 2]}),
        (epithelium, {"api.area": [1e-4, 5e-4], "shunt.l.ratios.K+": [1.0, 0.5], "temperature": [290.0, 310.0]}),
        (epithelium, {"baso.area": [1e-4, 5e-4], "shunt.injected": [0.0, 0.01, 0.02], "blood.K+": [3.0]}),
    ],
)
def test_every_lane_equals_the_model_of_its_numbers(model, arrays):
    plain = model()
    many = poise.rest(plain.set(arrays), throw=True)
    paths = list(many.sizes)
    for index in np.ndindex(*many.sizes.values()):
        one = poise.rest(plain.set({path: float(arrays[path][k]) for path, k in zip(paths, index, strict=True)}))
        for name in ("potential", "net_current", "slope_conductance", "share"):
            np.testing.assert_allclose(many[name][(slice(None), *index)], one[name], rtol=1e-9, atol=1e-12)


def test_a_current_that_does_not_depend_on_the_potential_has_no_rest():
    for model, status in ((cell({"c": KCC2(0.1)}), "flat"), (cell({"c": KCC2(0.1)}, injected=0.1), "no_root")):
        answer = poise.rest(model)
        assert answer.status == status
        assert str(answer)
        assert np.isnan(poise.iv(model)["zero"]).all()


def test_the_compiled_path_says_flat_as_the_scan_does(monkeypatch):
    monkeypatch.setattr("poise.analysis.potential._MANY", 1)
    g = np.array([0.0, 1.0, 1.0])
    model = cell({"k": OhmicChannel("K+", 1.0)}).set(
        {"membrane.k.conductance": g, "membrane.injected": np.array([0.0, 0.0, 1e4])}, along="lane"
    )
    found, expected = poise.potential(model), poise.rest(model)
    assert found.status.tolist() == [2, 0, 1]
    assert expected.statuses.tolist() == ["flat", "ok", "no_root"]
    np.testing.assert_allclose(found.values, expected["potential"][0], atol=1e-12)


def test_the_slope_of_parallel_interfaces_is_per_area():
    places = {"c": poise.Compartment(CELL), "b": poise.Compartment(BATH, ground=True)}
    x = poise.Interface("c", "b", {"k": OhmicChannel("K+", 1.0)}, "1 cm2")
    y = poise.Interface("b", "c", {"na": OhmicChannel("Na+", 0.5)}, "3 cm2")
    answer = poise.rest(poise.Model("parallel", places, {"x": x, "y": y}, temperature="37 degC"))
    np.testing.assert_allclose(answer["root_slope"][:, 0], (1.0 * 1 + 0.5 * 3) / 4, rtol=1e-9)


def test_knockout_keeps_the_shape_when_a_dimension_goes_with_its_process():
    model = two().set({"membrane.k.conductance": [1.0, 2.0], "bath.K+": [2.0, 4.0]})
    found = poise.knockout(model)
    assert {value.shape for value in found.shifts.values()} == {(2, 2)}
    alone = poise.rest(model.without("membrane.k"))
    assert np.allclose(found.without["membrane.k"], alone.of("potential", "membrane")[:, None])


def test_knockout_of_all_that_crosses_one_side_of_a_loop():
    found = poise.knockout(epithelium(), "shunt")
    assert np.isfinite(found.shifts["shunt.l"])
    assert np.isnan(poise.knockout(cell({"k": OhmicChannel("K+", 1.0)})).shifts["membrane.k"])


@pytest.mark.parametrize(
    "given",
    [
        {"low": float("nan")},
        {"high": float("inf")},
        {"near": float("nan")},
        {"low": -1e308},
        {"low": 0.5},
        {"high": -0.5},
    ],
)
def test_arguments_of_rest_that_make_no_sense_are_refused(given):
    with pytest.raises(InputError):
        poise.rest(two(), **given)


@pytest.mark.parametrize("given", [{"high": float("inf")}, {"low": -1e308}, {"points": 1}, {"interface": "x"}])
def test_arguments_of_iv_that_make_no_sense_are_refused(given):
    with pytest.raises(InputError):
        poise.iv(two(), **given)


@pytest.mark.parametrize("verb", ["rest", "iv", "potential", "knockout"])
def test_every_verb_refuses_a_model_of_nothing(verb):
    lonely = {"a": poise.Compartment(CELL)}
    for places in ({}, lonely):
        with pytest.raises(ModelError):
            getattr(poise, verb)(poise.Model("nothing", places, {}, temperature=300.0))
