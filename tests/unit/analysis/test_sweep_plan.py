"""Plans: chunks that hold every sample once, samples that are refused one by one, identities, journeys."""

import dataclasses
import pickle
from dataclasses import dataclass

import numpy as np
import pytest

import poise
from poise.analysis.designs import Grid, LatinHypercube, Listed, Random
from poise.analysis.sweep_plan import Plan
from poise.analysis.tasks import Continue, Rest, Run, Steady
from poise.errors import InputError, UnknownNameError
from poise.processes.channels.ohmic import OhmicChannel
from poise.solve.status import Status

AXON = poise.load("squid_axon_rest")
WATCH = {"peak": "maximum(membrane.potential)", "spikes": "count(membrane.potential, 0 mV)"}
GRID = Grid({"bath.K+": "-2:20 mM:23", "bath.Na+": "400:440 mM:2"})


@pytest.fixture(scope="module")
def plan():
    return Plan.of(AXON, GRID, Rest(), chunk=10)


def test_chunks_hold_every_sample_once(plan):
    assert (plan.total, plan.chunks) == (46, 5)
    assert [index for number in range(plan.chunks) for index in plan.samples_of(number)] == list(range(46))
    with pytest.raises(InputError, match="no chunk 5; the sweep has 5"):
        plan.samples_of(5)


def test_a_chunk_is_the_answer_of_the_verb_itself(plan):
    found = {}
    for number in range(plan.chunks):
        for name, values in plan.compute(number).items():
            found.setdefault(name, []).append(values)
    found = {name: np.concatenate(values) for name, values in found.items()}
    assert set(found) == {
        "bath.K+", "bath.Na+", "status", "membrane.potential", "membrane.conductance", "membrane.rests",
    }  # fmt: skip
    bad = found["bath.K+"] < 0
    assert bad.sum() == 4
    assert (found["status"] == np.where(bad, Status.refused, Status.ok)).all()
    assert np.isnan(found["membrane.potential"][bad]).all()
    assert (found["membrane.rests"] == np.where(bad, -1, 1)).all()
    for index in (4, 17, 45):
        alone = poise.rest(AXON.set({path: float(found[path][index]) for path in ("bath.K+", "bath.Na+")}))
        assert found["membrane.potential"][index] == pytest.approx(float(alone["potential"][0]), abs=1e-12)
        assert found["membrane.conductance"][index] == pytest.approx(float(alone["slope_conductance"][0]), rel=1e-9)


def test_any_samples_are_the_same_as_in_their_chunk(plan):
    whole = plan.compute(2)
    for picked in (range(20, 25), [29], [28, 21, 20]):
        part = plan.compute_samples(picked)
        for name, values in part.items():
            assert values.tobytes() == whole[name][np.array(picked) - 20].tobytes()
    assert all(len(one) == 0 for one in plan.compute_samples([]).values())


def test_a_sample_that_could_not_be_computed_keeps_what_it_had(plan):
    found = plan.failed(33, Status.crashed)
    there = plan.compute_samples([33])
    assert {name: (one.shape, one.dtype) for name, one in found.items()} == {
        name: (one.shape, one.dtype) for name, one in there.items()
    }
    assert found["status"].tolist() == [Status.crashed]
    assert found["bath.K+"] == there["bath.K+"]
    assert np.isnan(found["membrane.potential"]).all()


def test_far_samples_are_picked_from_a_long_design():
    long = Plan.of(AXON, Random(10**8, {"bath.K+": "uniform(1, 20 mM)"}), Rest())
    picked = long.values_of([5, 99_999_999, 50_000_000])["bath.K+"]
    assert picked.tolist() == [float(long.values_of([one])["bath.K+"][0]) for one in (5, 99_999_999, 50_000_000)]


def test_every_shipped_model_can_be_sent():
    for name in poise.shipped():
        model = poise.load(name)
        sent = pickle.loads(pickle.dumps(model))
        assert sent == model
        assert sent.hash == model.hash
    varied = AXON.set("bath.K+", [1.0, 2.0])
    assert pickle.loads(pickle.dumps(varied)).hash == varied.hash


@pytest.mark.parametrize(
    "task",
    [
        Rest(near=-0.06),
        Steady(follow=True),
        Run("spike", watch={"peak": "maximum(membrane.potential)"}),
        Continue("membrane.injected", "0 uA/cm2", "50 uA/cm2"),
    ],
)
def test_a_plan_arrives_as_it_was_sent(task):
    plan = Plan.of(poise.load("squid_axon"), LatinHypercube(4, {"bath.K+": "uniform(1, 5 mM)"}), task)
    sent = pickle.loads(pickle.dumps(plan))
    assert sent.identity == plan.identity
    assert sent.samples_of(0) == plan.samples_of(0)
    assert sent.values_of([2])["bath.K+"] == plan.values_of([2])["bath.K+"]


def with_law(kind):
    face = AXON.interfaces["membrane"]
    own = kind("K+", "1 mS/cm2")
    return dataclasses.replace(
        AXON, interfaces={"membrane": dataclasses.replace(face, processes={**face.processes, "own": own})}
    )


def test_a_law_that_only_this_program_knows_is_not_sent():
    @dataclass(frozen=True)
    class Near(OhmicChannel):
        """A law that no other process can find."""

    plan = Plan.of(with_law(Near), Grid({"bath.K+": "1:20 mM:20"}), Rest(), chunk=30)
    assert (plan.compute(0)["status"] == 0).sum() == 20
    with pytest.raises(InputError, match=r"'membrane.own' is of the law 'Near', which is written in this program"):
        pickle.dumps(plan)


def test_identity_tells_sweeps_apart(plan):
    mine = plan.identity
    others = {
        "model": Plan.of(AXON.set("bath.Cl-", "500 mM"), GRID, Rest(), chunk=10),
        "design": Plan.of(AXON, Grid({"bath.K+": "-2:20 mM:23", "bath.Na+": "400:441 mM:2"}), Rest(), chunk=10),
        "task": Plan.of(AXON, GRID, Rest(near=-0.01), chunk=10),
        "chunk": Plan.of(AXON, GRID, Rest(), chunk=11),
    }
    for key, other in others.items():
        assert [one for one in mine if mine[one] != other.identity[one]] == [key]
    assert Plan.of(AXON, GRID, Rest(), chunk=10).identity == mine
    seeds = [Plan.of(AXON, Random(99, {"bath.K+": "uniform(1, 2 mM)"}, seed=k), Rest()).identity for k in (0, 1)]
    assert seeds[0]["design"] != seeds[1]["design"]


def test_columns_that_have_the_name_of_a_path_give_way():
    model = poise.load("pump_leak_cell")
    plan = Plan.of(model, Grid({"cytosol.Na+": "10:20 mM:2", "temperature": "30:37:2"}), Steady())
    assert plan.columns == {"cytosol.Na+": "set.cytosol.Na+", "temperature": "temperature"}
    assert plan.described["sizes"] == {"set.cytosol.Na+": 2, "temperature": 2}
    assert {"cytosol.Na+", "cytosol.volume", "membrane.potential", "stable", "growth"} <= set(plan.fields)


@pytest.mark.parametrize(
    ("total", "task", "chunk"),
    [(100, Rest(), 100), (10**5, Rest(), 2048), (10**7, Rest(), 32768), (50, Run("spike"), 50),
     (10**5, Run("spike"), 512),
     (1000, Steady(), 16), (10**6, Steady(), 64), (7, Continue("membrane.injected", 0.0, 1.0), 1)],
)  # fmt: skip
def test_chunks_follow_from_the_work_of_a_sample(total, task, chunk):
    model = AXON if isinstance(task, Rest) else poise.load("squid_axon")
    assert Plan.of(model, Random(total, {"bath.K+": "uniform(1, 9 mM)"}), task).chunk == chunk


def test_a_current_that_may_fall_is_cut_finer():
    model = poise.load("textbook_neuron")
    assert Plan.of(model, Random(10**6, {"bath.K+": "uniform(1, 9 mM)"}), Rest()).chunk == 2048


def test_lanes_are_filled_up_where_code_is_compiled_for_their_number(monkeypatch):
    from poise.analysis.tasks import run as module

    sizes = []
    real = module.ensemble

    def noted(model, *rest, **more):
        sizes.append(len(model.get("bath.K+")))
        return real(model, *rest, **more)

    monkeypatch.setattr(module, "ensemble", noted)
    values = np.concatenate([[-1.0], np.linspace(5, 15, 20)])
    plan = Plan.of(poise.load("squid_axon"), Listed({"bath.K+": values}), Run("spike", watch=WATCH), chunk=16)
    first, last = plan.compute(0), plan.compute(1)
    part = plan.compute_samples([3, 4, 5])
    assert sizes == [16, 8, 4]
    assert (len(first["status"]), len(last["status"]), len(part["status"])) == (16, 5, 3)
    assert first["status"].tolist() == [Status.refused] + [Status.ok] * 15
    assert part["peak"] == pytest.approx(first["peak"][3:6], rel=1e-12)


@pytest.mark.parametrize(
    ("model", "design", "task", "error", "words"),
    [
        (AXON.set("bath.Cl-", [1.0, 2.0]), GRID, Rest(), InputError, "'bath.Cl-' has an array; a sweep makes its own"),
        ("textbook_neuron", GRID, Rest(), InputError, "a model is needed here"),
        (AXON, {"bath.K+": [1.0]}, Rest(), InputError, "is not a design; give one such as Grid"),
        (AXON, GRID, "rest", InputError, "is not a task; give one such as Rest"),
        (AXON, GRID, Run("spike"), InputError, "has no protocol 'spike'|no capacitance"),
        (AXON, GRID, Rest(balance={"membrane.pomp": "Na+"}), InputError, "pomp"),
        (poise.load("squid_axon"), Grid({"bath.K+": "5:9 mM:3"}), Run("spik"),
         UnknownNameError, "did you mean 'spike'"),
        (poise.load("squid_axon"), Grid({"bath.K+": "5:9 mM:3"}), Run("spike", watch={"a": "maximum(membrane.V)"}),
         UnknownNameError, "watch 'a': nothing to follow at 'membrane.V'"),
        (poise.load("squid_axon"), Grid({"bath.K+": "5:9 mM:3"}), Run("spike", watch={"sample": "last(bath.K+)"}),
         InputError, "'sample' cannot be the name of a column"),
        (poise.load("squid_axon"), Grid({"bath.K+": "5:9 mM:3"}), Run("spike", watch={"a/b": "last(bath.K+)"}),
         InputError, "'a/b' cannot be the name of a column"),
        (poise.load("squid_axon"), Grid({"membrane.injected": "0,1 uA/cm2"}), Continue("membrane.injected", 0.0, 1.0),
         InputError, "cannot vary from sample to sample as well"),
        (poise.load("squid_axon"), Grid({"bath.K+": "5:9 mM:3"}), Continue("membrane.injected", 1.0, 0.0),
         InputError, "the range of 'membrane.injected' is empty"),
    ],
)  # fmt: skip
def test_what_makes_no_sweep_is_said_before_anything_is_computed(model, design, task, error, words):
    with pytest.raises(error, match=words):
        Plan.of(model, design, task)


@pytest.mark.parametrize("chunk", [0, -1, 2.5, True, 1 << 21])
def test_chunks_of_no_size(chunk):
    with pytest.raises(InputError, match="is not how many samples are computed at once"):
        Plan.of(AXON, GRID, Rest(), chunk)


def test_samples_of_which_hardly_any_is_possible():
    values = np.full(150_000, -1.0)
    values[100_001] = 5.0
    plan = Plan.of(AXON, Listed({"bath.K+": values}), Rest())
    number = 100_001 // plan.chunk
    assert (plan.compute(number)["status"] == 0).sum() == 1
    with pytest.raises(InputError, match=r"bath.K\+: '-1 mM' is out of range: it must be at least 0 mM"):
        Plan.of(AXON, Listed({"bath.K+": values[:1000]}), Rest())


def test_a_model_that_refuses_its_first_samples_only_is_swept_all_the_same():
    found = Plan.of(AXON, Grid({"bath.K+": "-9:9 mM:7"}), Rest(), chunk=7).compute(0)
    assert found["status"].tolist() == [Status.refused] * 3 + [Status.ok] * 4
