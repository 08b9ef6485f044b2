"""What is refused as a quantity from Python; names of dimensions; equality, copies and pickles."""

import copy
import pickle

import numpy as np
import pytest

import poise
from poise.errors import InputError
from poise.processes import CaATPase, GHKMixedChannel, OhmicChannel


def model(conductance=1.0, inside=140.0, outside=4.0):
    k, na = OhmicChannel("K+", conductance), GHKMixedChannel(1e-8, {"K+": 1.0, "Na+": 0.1})
    return poise.Model(
        "m",
        {
            "cell": poise.Compartment({"K+": inside, "Na+": 10.0}),
            "bath": poise.Compartment({"K+": outside, "Na+": 100.0}, ground=True),
        },
        {"membrane": poise.Interface("cell", "bath", {"k": k, "na": na})},
        temperature=300.0,
    )


@pytest.mark.parametrize(
    "bad",
    [np.array([1.0, np.nan]), [1.0, np.inf], np.ones((2, 2)), [[1], [1, 2]], [], np.array(["1"]), np.array([1 + 2j]),
     [None, {}], [True], np.array([True]), b"1", [10**400], object(), np.array([-1.0, 1.0]), np.array(np.nan)],
)  # fmt: skip
def test_what_is_no_row_of_numbers_is_refused_wherever_it_is_given(bad):
    with pytest.raises(InputError):
        model().set("bath.K+", bad)
    with pytest.raises(InputError):
        model(conductance=bad)
    with pytest.raises(InputError):
        model(outside=poise.Along("x", bad))


def test_what_shapes_the_moves_takes_no_array():
    with pytest.raises(InputError, match="not an array"):
        poise.Interface("a", "b", {"pump": CaATPase(1e-9, protons=np.array([1.0, 2.0]))})


def test_arrays_given_to_parts_span_dimensions_named_by_their_paths():
    found = model(conductance=np.array([1.0, 2.0]), inside=[100.0, 120.0, 140.0], outside=np.array([4.0, 5.0]))
    assert poise.rest(found).sizes == {"cell.K+": 3, "bath.K+": 2, "membrane.k.conductance": 2}


@pytest.mark.parametrize("through", [copy.deepcopy, lambda one: pickle.loads(pickle.dumps(one))])
def test_models_processes_and_results_can_be_copied_and_pickled(through):
    for one in (model(), model(outside=[4.0, 5.0])):
        again = through(one)
        assert again == one
        assert again.hash == one.hash
        answer = through(poise.rest(again))
        np.testing.assert_array_equal(answer["potential"], poise.rest(one)["potential"])
        with pytest.raises(TypeError):
            again.compartments["cell"] = None
        process = one.processes["membrane.na"]
        assert through(process) == process


def test_the_hash_and_equality_follow_the_numbers_of_arrays():
    assert model(outside=[4.0, 5.0]) == model(outside=[4.0, 5.0])
    assert model(outside=[4.0, 5.0]) != model(outside=[4.0, 5.5])
    assert model(outside=[4.0, 5.0]).hash == model(outside=[4.0, 5.0]).hash
    assert model(outside=[4.0, 5.0]).hash != model(outside=[4.0, 5.5]).hash
