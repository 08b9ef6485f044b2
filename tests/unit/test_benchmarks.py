"""The benchmarks' own arithmetic: errors, spike times from samples, tasks, missing peers."""

import importlib.util
import json
import math
import subprocess
import sys
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


def test_spike_times_from_samples(common):
    times = np.linspace(0.0, 10.0, 2001)
    found = common.crossings(times, np.sin(2.0 * times + 1.0))
    exact = [(2.0 * math.pi * k - 1.0) / 2.0 for k in (1, 2, 3)]
    assert found == pytest.approx(exact, abs=1e-9)


def test_the_loosest_tolerance_within_the_limit_is_taken(common):
    def make(tolerance):
        if tolerance > 0.5:
            raise ArithmeticError("gave up")
        return (lambda: [1.0 + tolerance]), list

    task = {"tolerances": [1.0, 0.3, 0.1, 0.03], "reference": [1.0], "limit": 0.2}
    found = common.calibrated("axon", make, task)
    assert found["tolerance"] == 0.1
    assert found["tried"]["1.0"] == "ArithmeticError: gave up"
    assert "tolerance" not in common.calibrated("axon", make, {**task, "limit": 1e-9})


def test_every_peer_has_a_script_and_pinned_versions_with_hashes(benchmarks):
    peers, _ = benchmarks
    for name, one in peers.PEERS.items():
        assert (FOLDER / f"run_{name}.py").exists()
        assert set(one.problems) <= {"axon", "pump_leak"}
        if name != "poise":
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
    assert "missing: not installed" in against.table(found, "us")
    assert "NEURON missing" in against.summary(found)


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
    text = against.table(found, "error")
    assert "| SciPy 1 BDF | 6 | 3 | 1e-06 | 1e-07 | 0.1 |" in text
    assert "none of the tolerances" in text


def test_the_cell_of_the_peers_is_the_cell_of_poise():
    """One evaluation of the peers' right-hand side against Poise's own."""
    code = (
        "import sys, json; sys.path.insert(0, sys.argv[1])\n"
        "import run_poise, cell, numpy as np\n"
        "from poise.analysis.simulator import prepare\nimport poise\n"
        "n = run_poise.numbers()\n"
        "one = prepare(poise.load(str(run_poise.CELL)), 'ouabain', accounts=False)\n"
        "from poise.system.system import System\n"
        "dy, _, _ = one.motion.change(one.motion.system_at(one.system, 0.0, {}), np.zeros(1), one.y,"
        " np.zeros(1, int), one.arguments, one.origin)\n"
        "labels = one.layout.labels\n"
        "theirs = dict(zip(('Na', 'K', 'Cl', 'vol', 'V'), cell.rates(n['start'], n)))\n"
        "print(json.dumps([list(labels), [float(np.ravel(x)[0]) for x in dy], theirs]))\n"
    )
    done = subprocess.run([sys.executable, "-c", code, str(FOLDER)], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    labels, ours, theirs = json.loads(done.stdout)
    mine = dict(zip(labels, ours, strict=True))
    assert mine["cytosol.potential"] == pytest.approx(theirs["V"], rel=1e-9)
    for label, value in mine.items():
        name = label.rpartition(".")[2]
        if name in ("Na+", "K+", "Cl-"):
            assert value * 1e15 == pytest.approx(theirs[name[:-1]], rel=1e-9)
