"""The benchmarks' own arithmetic: errors, draws, tasks, missing peers, the peers' models, limits in C, the tables."""

import importlib.util
import json
import math
import shutil
import subprocess
import sys
from importlib import import_module
from pathlib import Path

import numpy as np
import pytest

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "benchmarks" / "peers"


def module(path: Path):
    spec = importlib.util.spec_from_file_location(f"bench_{path.stem}", path)
    assert spec is not None
    assert spec.loader is not None
    found = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = found
    spec.loader.exec_module(found)
    return found


@pytest.fixture(scope="module")
def common():
    return module(FOLDER / "common.py")


@pytest.fixture
def benchmarks(monkeypatch):
    monkeypatch.syspath_prepend(str(ROOT))
    from benchmarks import against, peers

    yield peers, against
    sys.path[:] = [one for one in sys.path if one != str(FOLDER)]
    for name in [name for name in sys.modules if name.partition(".")[0] == "benchmarks"]:
        del sys.modules[name]


def test_the_error_of_spike_times(common):
    assert common.spike_error([1.0, 2.0], [1.0, 2.0]) == 0.0
    assert common.spike_error([1.003, 2.0], [1.0, 2.004]) == pytest.approx(math.sqrt((9e-6 + 16e-6) / 2))
    assert common.spike_error([1.0], [1.0, 2.0]) == math.inf
    assert common.spike_error([], []) == math.inf


def test_the_error_of_a_state(common):
    assert common.state_error([1.0, -2.0], [1.0, -2.0002]) == pytest.approx(1e-4, rel=1e-3)
    assert common.state_error([1.0, math.nan], [1.0, 2.0]) == math.inf


def test_the_errors_of_ensembles(common):
    exact = [[-60.0, 1.0], [-61.0, 2.0], [-62.0, 4.0]]
    found = [[-60.1, 1.0], [-61.0, 2.2], [-66.0, 4.0]]
    assert common.states_error(found, exact) == pytest.approx(0.1)
    assert common.usual_states_error(found, exact) == pytest.approx(4.0 / 62.0)
    assert common.potential_error(found, exact) == pytest.approx(0.1)
    assert common.potential_error(found[:2], exact) == math.inf
    assert common.states_error([[math.nan, 1.0], *found[1:]], exact) == math.inf


def test_a_time_is_divided_by_what_was_done_in_it(common):
    alone = common.timed(lambda setting: common.Job(lambda: sum(range(20_000))), 1.0, 3)
    many = common.timed(lambda setting: common.Job(lambda: sum(range(20_000)), None, 1e6), 1.0, 3)
    assert len(alone["ms"]) == 3
    assert max(many["ms"]) < 0.01 * min(alone["ms"])
    assert len(common.timed(lambda setting: common.Job(lambda: None), 1.0, 5, seconds=0.0)["ms"]) == 1


def test_spike_times_from_samples(common):
    times = np.linspace(0.0, 10.0, 2001)
    found = common.crossings(times, np.sin(2.0 * times + 1.0))
    exact = [(2.0 * math.pi * k - 1.0) / 2.0 for k in (1, 2, 3)]
    assert found == pytest.approx(exact, abs=1e-9)


def test_the_loosest_tolerance_within_the_limit_is_taken(common):
    def make(tolerance):
        if tolerance > 0.5:
            raise ArithmeticError("gave up")
        return common.Job(lambda: [1.0 + tolerance], list)

    task = {"tolerances": [1.0, 0.3, 0.1, 0.03], "reference": [1.0], "limit": 0.2}
    found = common.calibrated("axon", make, task)
    assert found["tolerance"] == 0.1
    assert found["tried"]["1.0"] == "ArithmeticError: gave up"
    assert "tolerance" not in common.calibrated("axon", make, {**task, "limit": 1e-9})


def test_every_peer_has_a_script_and_pinned_versions_with_hashes(benchmarks, common):
    peers, _ = benchmarks
    for name, one in peers.PEERS.items():
        assert (FOLDER / f"run_{name}.py").exists()
        assert set(one.problems) <= set(common.ERRORS)
        if name not in peers.OURS:
            text = (FOLDER / f"{name}.txt").read_text()
            assert "==" in text
            assert "--hash=sha256:" in text
            assert "://" not in text


def test_a_peer_that_is_not_there_is_missing_and_no_more(benchmarks, monkeypatch, tmp_path):
    peers, against = benchmarks
    monkeypatch.setattr(peers, "ROOT", tmp_path / "nowhere")
    monkeypatch.setattr(peers, "UV", tmp_path / "no_uv")
    assert peers.install("neuron").startswith("not installed")
    assert peers.ask("neuron", {"problem": "axon"}).missing
    found = against.compared({"problem": "axon", "tolerances": [1e-3]}, wanted=("neuron", "casadi"))
    assert set(found["missing"]) == {"NEURON", "CasADi"}
    assert "missing: not installed" in against.table(found, against.Columns())
    assert "NEURON missing" in against.summary(found, against.Columns())


def test_tolerances_fall_from_the_loosest(benchmarks):
    _, against = benchmarks
    assert against.tolerances(1e-2, 1e-4) == [1e-2, 3e-3, 1e-3, 3e-4, 1e-4]


def test_a_table_has_ratios_of_the_same_rounds(benchmarks):
    _, against = benchmarks
    shared = {"version": "1", "tolerance": 1e-6, "error": 1e-7, "first_s": 0.1}
    rows = [
        {**shared, "peer": "Poise", "variant": "ours", "ms": 2.0, "medians_ms": [1.0, 2.0, 4.0]},
        {**shared, "peer": "SciPy", "variant": "BDF", "ms": 6.0, "medians_ms": [3.0, 6.0, 12.0]},
        {"peer": "diffrax", "version": "1", "variant": "loose", "tried": {}},
    ]
    found = against.with_ratios({"rows": rows, "missing": {}}, "ours")
    assert rows[1]["over_poise"] == 3.0
    text = against.table(found, against.Columns())
    assert "| SciPy 1 BDF | 6 | 3 | 1e-06 | 1e-07 | 0.1 |" in text
    assert "none of the settings" in text


def test_draws_are_the_same_whatever_their_number(benchmarks):
    from benchmarks import draws

    few, many = (draws.uniform({"a": (1.0, 2.0), "b": (-1.0, 0.0)}, n) for n in (5, 500))
    assert few["b"] == many["b"][:5]
    assert 1.0 <= min(many["a"]) < 1.1
    assert 1.9 < max(many["a"]) <= 2.0
    assert np.corrcoef(many["a"], many["b"])[0, 1] == pytest.approx(0.0, abs=0.15)
    assert max(draws.around({"P": 10.0}, 0.05, 100)["P"]) <= 10.5


def test_every_benchmark_can_be_called_by_its_name(benchmarks):
    from benchmarks.effort import FULL, QUICK

    program = import_module("benchmarks.__main__")
    for name in program.NAMES:
        assert callable(import_module(f"benchmarks.{name}").run)
    assert (FULL.of(10_000, 64), QUICK.of(10_000, 64)) == (10_000, 64)
    with pytest.raises(SystemExit):
        program.main(["no_such_benchmark"])


def test_measured_numbers_go_to_their_places(benchmarks):
    from benchmarks import tables

    page = (
        "# T\n<!-- bench axon table -->\nold\n<!-- /bench -->\nprose\n<!-- bench axon machine -->\n<!-- /bench -->\n"
        "<!-- bench gpu table -->\nNot measured yet.\n<!-- /bench -->\n"
    )
    machine = {"processor": "Some CPU", "cores": 2, "python": "3.11", "date": "2026-11-21", "vectors": "avx2"}
    results = {"axon": {"machine": machine, "load": [[0.5, 1, 1], [1.5, 1, 1]], "table": "| a |\n|---|\n| 1 |"}}
    after, lacking = tables.filled(page, results)
    assert "-->\n\n| a |\n|---|\n| 1 |\n\n<!--" in after
    assert "old" not in after
    assert "2026-11-21: Some CPU (avx2), 2 cores; python 3.11. Load 0.5 to 1.5." in after
    assert "Not measured yet." in after
    assert lacking == ["gpu"]
    assert tables.filled(after, results)[0] == after


def test_the_page_has_a_place_for_every_benchmark(benchmarks):
    from benchmarks import tables

    program = import_module("benchmarks.__main__")
    places = tables._PLACE.findall((ROOT / "docs" / "benchmarks.md").read_text(encoding="utf-8"))
    assert {name for _, name, *_ in places} == {*program.NAMES} - {"startup"}


def answered(code: str, *arguments: str):
    """What a process says that has the peers' folder on its path."""
    begin = "import sys, json\nsys.path.insert(0, sys.argv[1])\n"
    done = subprocess.run(
        [sys.executable, "-c", begin + code, str(FOLDER), *arguments], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


CHANGE = """
def change(model, protocol):
    one = prepare(model, protocol, '1 s', accounts=False)
    y = one.y * np.where(np.arange(len(one.y)) < len(one.layout.gates), 0.9, 1.0)[:, None]
    dy, _, _ = one.motion.change(one.motion.system_at(one.system, 0.0, {}), np.zeros(1), y,
        np.zeros(1, int), one.arguments, one.origin)
    return dict(zip(one.layout.labels, [float(np.ravel(x)[0]) for x in dy])), dict(zip(one.layout.labels, y[:, 0]))

def theirs(text, start):
    names = {**text.parameters, 'pace': 0.0, **text.start, **start, 'exp': math.exp, 'ln': math.log}
    for name, what in text.values.items():
        names[name] = eval(what.replace('^', '**'), {}, names)
    return {name: eval(what.replace('^', '**'), {}, names) for name, what in text.rates.items()}
"""
IMPORTS = (
    "import math, numpy as np, poise, run_poise, cell, spreading, forty\nfrom poise.analysis.simulator import prepare\n"
)


def test_the_pump_leak_cell_of_the_peers_is_that_of_poise():
    """One evaluation of the peers' right-hand side, and of their text, against Poise's own."""
    code = (
        f"{IMPORTS}{CHANGE}\n"
        "n = run_poise.leak_numbers()\n"
        "ours, _ = change(poise.load(str(run_poise.CELL)), 'ouabain')\n"
        "text = theirs(cell.text({'numbers': n, 'scale': [1.0]}), {})\n"
        "print(json.dumps([ours, dict(zip(cell.ORDER, cell.rates(n['start'], n))), text]))\n"
    )
    ours, function, text = answered(code)
    for theirs in (function, text):
        assert ours["cytosol.potential"] == pytest.approx(theirs["V"], rel=1e-9)
        found = [name for name in ours if name.rpartition(".")[2] in ("Na+", "K+", "Cl-")]
        assert len(found) >= 2
        for name in found:
            assert ours[name] * 1e15 == pytest.approx(theirs[name.rpartition(".")[2][:-1]], rel=1e-9)


def test_the_spreading_depression_cell_of_the_peers_is_that_of_poise():
    """The same for the paper's equations, written by hand; per ms there, per s here."""
    code = (
        f"{IMPORTS}{CHANGE}\n"
        "ours, at = change(poise.load('spreading_depression_cell'), None)\n"
        "text = spreading.text({'numbers': run_poise.spreading_numbers(), 'end': 1.0})\n"
        "start = {'n': at['membrane.K.n'], 'h': at['membrane.Na.h']}\n"
        "volume = poise.load('spreading_depression_cell').get('cytosol.volume')\n"
        "print(json.dumps([ours, theirs(text, start), volume]))\n"
    )
    ours, theirs, volume = answered(code)
    assert ours["cytosol.potential"] == pytest.approx(theirs["V"], rel=1e-8)
    assert ours["membrane.K.n"] == pytest.approx(1e3 * theirs["n"], rel=1e-9)
    assert ours["membrane.Na.h"] == pytest.approx(1e3 * theirs["h"], rel=1e-9)
    found = [name for name in ours if name.startswith("cytosol.") and name[8:] in ("K+", "Na+", "Cl-")]
    assert found
    for name in found:
        assert ours[name] / volume == pytest.approx(1e3 * theirs[name[8:-1]], rel=1e-7)


def test_the_forty_states_of_the_peers_are_those_of_poise():
    """All 33 gates, the potential, amounts and the volume."""
    code = (
        f"{IMPORTS}{CHANGE}\n"
        "model = poise.load(str(run_poise.FORTY)).set('membrane.potential', run_poise.FORTY_START)\n"
        "ours, at = change(model, None)\n"
        "text = forty.text({'numbers': run_poise.forty_numbers(), 'end': 1.0})\n"
        "labels = {name: one[0] for name, one in forty.GATES.items()}\n"
        "for gate, label in forty.SCHEMES.items():\n"
        "    labels |= {k: f\"{label}.{k.partition('_')[2]}\" for k in text.rates if k.startswith(gate + '_')}\n"
        "found = theirs(text, {name: at[label] for name, label in labels.items()})\n"
        "print(json.dumps([ours, found, labels]))\n"
    )
    ours, theirs, labels = answered(code)
    assert len(ours) == 40
    assert len(labels) == 33
    largest = max(abs(ours[label]) for label in labels.values())
    for name, label in labels.items():
        assert ours[label] == pytest.approx(1e3 * theirs[name], rel=1e-8, abs=1e-12 * largest)
    assert ours["cytosol.potential"] == pytest.approx(theirs["V"], rel=1e-8)
    for name in ("Ca", "CaB", "CaD"):
        label = f"cytosol.{'Ca2+' if name == 'Ca' else name}"
        assert ours[label] * 1e18 == pytest.approx(1e3 * theirs[name], rel=1e-7)


def test_the_forty_states_have_a_rest():
    import poise

    model = poise.load(str(ROOT / "tests" / "data" / "models" / "forty_states.yaml"))
    assert -0.08 < float(poise.rest(model).of("potential", "membrane")) < -0.07


@pytest.mark.slow
def test_the_forty_states_fire():
    import poise

    model = poise.load(str(ROOT / "tests" / "data" / "models" / "forty_states.yaml"))
    found = poise.simulate(model, "train", until="150 ms", rtol=1e-4, accounts=False)
    assert found.ok
    assert 3 <= len(found.facts["events"]["spike"]) <= 6
    potential = found.of("potential", "membrane")
    assert 0.03 < potential.max() < 0.07


@pytest.mark.skipif(not shutil.which("gcc"), reason="the limits are in C")
def test_the_limits_in_c_solve_what_they_should():
    """Both against SciPy's DOP853 on more cells than lanes; gates and V in turn: half the step, a quarter the error."""
    code = (
        "import numpy as np, run_c, axon\nfrom scipy.integrate import solve_ivp\n"
        "rng = np.random.default_rng(1)\n"
        "draws = {'g_Na': rng.uniform(96, 144, 19), 'g_K': rng.uniform(29, 43, 19), 'I': rng.uniform(5, 15, 19)}\n"
        "task = {'draws': {k: v.tolist() for k, v in draws.items()}, 'cells': 19, 'end': 8.0}\n"
        "rates = lambda t, y: np.concatenate(axon.rates(y.reshape(4, 19), np, *draws.values()))\n"
        "start = np.repeat(axon.start(), 19)\n"
        "exact = solve_ivp(rates, (0, 8.0), start, method='DOP853', rtol=1e-11, atol=1e-11).y[:19, -1]\n"
        "def of(variants, name, setting):\n"
        "    job = run_c.Job(*variants(task)[name](setting))\n"
        "    return float(np.abs(np.array(job.answer(job.run()))[:, 0] - exact).max())\n"
        "fixed = [of(run_c.fixed_variants, '64 lanes, float64', h) for h in (0.02, 0.01)]\n"
        "single = of(run_c.fixed_variants, '64 lanes, float32', 0.02)\n"
        "print(json.dumps([of(run_c.axons_variants, 'Rodas5P, 8 lanes, queue', 1e-6), *fixed, single]))\n"
    )
    adaptive, coarse, fine, single = answered(code)
    assert adaptive < 1e-3
    assert 3.5 < coarse / fine < 4.5
    assert single == pytest.approx(coarse, rel=0.05)
