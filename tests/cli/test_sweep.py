"""`poise sweep`: tables, JSON, going on, interruption, and every kind of bad input."""

import json
import os
import signal
import subprocess
import sys
import time

import numpy as np
import pytest

from poise.io.sweep_dataset import open_sweep

KEYS = {
    "verb", "model", "done", "total", "statuses", "store", "status", "computed", "seconds", "ranges", "failures",
    "sizes", "design", "task", "provenance", "references",
}  # fmt: skip
GRID = ("--over", "bath.K+=1:20 mM:20")


def test_a_grid_of_rests(poise, tmp_path):
    found = poise("sweep", "squid_axon_rest", "--over", "bath.K+=1:100 mM:5:log", "--over", "temperature=10,20",
                  "-o", "out/k.zarr", "--json")  # fmt: skip
    assert found.status == 0, found.err
    content = found.json
    assert set(content) == KEYS
    assert (content["done"], content["total"], content["statuses"]) == (10, 10, {"ok": 10})
    assert content["store"] == "out/k.zarr"
    assert content["sizes"] == {"bath.K+": 5, "temperature": 2}
    assert content["provenance"]["model"] == "squid_axon_rest"
    data = open_sweep(tmp_path / "out" / "k.zarr", grid=True)
    assert data["bath.K+"].values == pytest.approx(np.geomspace(1, 100, 5))
    lone = poise("rest", "squid_axon_rest", "--set", "bath.K+=10 mM", "--set", "temperature=20", "--json").json
    wanted = lone["interfaces"]["membrane"]["potential_mV"]
    assert 1e3 * float(data["membrane.potential"].sel({"bath.K+": 10, "temperature": 293.15}, method="nearest")) == (
        pytest.approx(wanted, abs=1e-9)
    )


def test_the_table_and_a_figure(poise, tmp_path):
    found = poise("sweep", "squid_axon_rest", *GRID, "-o", "k.zarr", "--plot", "k.png", "--column",
                  "membrane.conductance")  # fmt: skip
    assert found.status == 0, found.err
    assert found.out.startswith("sweep of squid_axon_rest: rest\n  bath.K+  1 to 20 mM (20 values)\n")
    assert "20 of 20 samples; status ok: 20\n" in found.out
    assert found.out.endswith("\n  in k.zarr\n\nwrote k.png\n")
    assert (tmp_path / "k.png").stat().st_size > 5000
    quiet = poise("sweep", "squid_axon_rest", *GRID, "-o", "q.zarr", "--quiet")
    assert (quiet.status, quiet.out, quiet.err) == (0, "", "")


def test_samples_that_are_refused_are_told_and_the_status_is_no(poise):
    found = poise("sweep", "squid_axon_rest", "--over", "bath.K+=-2:20 mM:12", "-o", "k.zarr", "--json")
    assert found.status == 1
    assert found.json["statuses"] == {"ok": 11, "refused": 1}
    assert found.json["failures"] == [
        {
            "sample": 0,
            "status": "refused",
            "reason": "a quantity of this sample is not possible, so that nothing was computed",
            "set": {"bath.K+": "-2 mM"},
        }
    ]
    assert "status refused: " in found.err
    assert "1 refused" in found.err
    text = poise("sweep", "squid_axon_rest", "--over", "bath.K+=-2:20 mM:12", "-o", "t.zarr")
    assert text.status == 1
    assert "     0  refused  bath.K+=-2 mM" in text.out


def test_draws(poise, tmp_path):
    for kind in ("lhs", "sobol", "random"):
        found = poise(
            "sweep", "squid_axon_rest", "--draw", "bath.K+=normal(10 mM, 10 %)", "--draw",
            "bath.Na+=uniform(400, 440 mM)",
            "--design", kind, "--samples", "64", "--seed", "7", "-o", f"{kind}.zarr", "--json",
            *(() if kind == "lhs" else ("--correlate", "bath.K+, bath.Na+=0.8")),
        )  # fmt: skip
        assert found.status == 0, found.err
        assert found.json["design"]["design"] == kind
        assert found.json["design"]["draws"]["bath.K+"] == "normal(10 mM, 1 mM)"
        data = open_sweep(tmp_path / f"{kind}.zarr")
        assert float(data["bath.K+"].mean()) == pytest.approx(10.0, abs=0.5)
        r = float(np.corrcoef(data["bath.K+"], data["bath.Na+"])[0, 1])
        assert abs(r) < 0.4 if kind == "lhs" else r > 0.5
    both = poise("sweep", "squid_axon_rest", "--over", "bath.Cl-=500,560 mM", "--draw", "bath.K+=uniform(1, 20 mM)",
                 "--samples", "8", "-o", "both.zarr", "--json")  # fmt: skip
    assert both.json["sizes"] == {"bath.Cl-": 2, "draw": 8}
    listed = poise("sweep", "squid_axon_rest", "--design", "list", "--over", "bath.K+=1,2,3 mM", "--over",
                   "bath.Na+=400:440 mM:3", "-o", "list.zarr", "--json")  # fmt: skip
    assert listed.json["sizes"] == {"row": 3}


def test_a_run_is_watched(poise, tmp_path):
    found = poise(
        "sweep", "squid_axon", "--task", "run", "--protocol", "spike", "--over",
        "membrane.Na.conductance=60,120 mS/cm2", "--watch", "peak=maximum(membrane.potential)", "--watch",
        "spikes=count(membrane.potential, 0 mV)", "-o", "run.zarr", "--json",
    )  # fmt: skip
    assert found.status == 0, found.err
    data = open_sweep(tmp_path / "run.zarr")
    assert data["spikes"].values.tolist() == [0.0, 1.0]
    assert 0.03 < float(data["peak"][1]) < 0.05
    assert found.json["task"]["watch"]["peak"] == "maximum(membrane.potential)"
    assert found.json["ranges"]["peak"]["unit"] == "V"


def test_steady_states(poise):
    steady = poise("sweep", "pump_leak_cell", "--task", "steady", "--over", "membrane.pump.rate=15,25 pmol/cm2/s",
                   "-o", "s.zarr", "--json")  # fmt: skip
    assert steady.status == 0, steady.err
    assert steady.json["ranges"]["stable"] == {"from": 1, "to": 1, "unit": "1"}


@pytest.mark.slow
def test_branches(poise):
    branch = poise("sweep", "squid_axon", "--task", "continue", "--along", "membrane.injected=0:20 uA/cm2", "--over",
                   "temperature=6.3,8", "-o", "b.zarr", "--json")  # fmt: skip
    assert branch.status == 0, branch.err
    assert branch.json["ranges"]["hopfs"]["from"] == 1


def test_a_sweep_goes_on(poise, tmp_path):
    first = poise("sweep", "squid_axon_rest", *GRID, "-o", "k.zarr", "--json").json
    again = poise("sweep", "squid_axon_rest", *GRID, "-o", "k.zarr")
    assert again.status == 2
    assert again.err == "poise: 'k.zarr' exists; --resume (resume=True) goes on with it, or remove it to begin anew\n"
    (tmp_path / "k.zarr" / "status" / "c.0").unlink()
    resumed = poise("sweep", "squid_axon_rest", *GRID, "-o", "k.zarr", "--resume", "--json").json
    assert (resumed["done"], resumed["computed"]) == (20, 20)
    done = poise("sweep", "squid_axon_rest", *GRID, "-o", "k.zarr", "--resume", "--json").json
    assert (done["done"], done["computed"], done["ranges"]) == (20, 0, first["ranges"])


# a shell starts what it puts in the background deaf to Ctrl-C; a terminal does not
HEARS = "import signal; signal.signal(signal.SIGINT, signal.default_int_handler)"


def test_ctrl_c_stops_and_says_how_to_go_on(tmp_path):
    command = ("sweep", "textbook_neuron", "--over", "bath.K+=1:50 mM:100000", "-o", "k.zarr")
    child = subprocess.Popen(
        [sys.executable, "-c", f"{HEARS}; from poise.cli import main; main()", *command],
        cwd=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True,
    )  # fmt: skip
    begun = time.monotonic()
    while not list(tmp_path.glob("k.zarr/status/c.*")) and child.poll() is None and time.monotonic() - begun < 60:
        time.sleep(0.02)
    child.send_signal(signal.SIGINT)
    out, err = child.communicate(timeout=60)
    assert child.returncode == 130, err
    assert out == ""
    assert "poise: interrupted; " in err
    assert "of 100,000 samples are safe in k.zarr: the same command with --resume goes on" in err
    assert "Traceback" not in err
    files = [one.name for one in (tmp_path / "k.zarr").rglob("*") if one.is_file()]
    assert not [name for name in files if "partial" in name or "lock" in name]
    done = int((open_sweep(tmp_path / "k.zarr")["status"].values >= 0).sum())
    assert f"{done:,} of 100,000" in err


def test_two_workers_give_the_same(poise, tmp_path):
    one = poise("sweep", "squid_axon_rest", *GRID, "-o", "one.zarr", "--json")
    two = poise("sweep", "squid_axon_rest", *GRID, "-o", "two.zarr", "--processes", "1", "--deadline", "60 s", "--json")
    assert two.status == 0, two.err
    assert two.json["ranges"] == one.json["ranges"]
    a, b = (open_sweep(tmp_path / f"{name}.zarr")["membrane.potential"].values for name in ("one", "two"))
    assert a.tobytes() == b.tobytes()


BAD = [
    (("--over", "bath.Kalium=1:2 mM:3"), "--over 'bath.Kalium=1:2 mM:3': no quantity 'bath.Kalium' in model"),
    (("--over", "bath.Kalium=1:2 mM:3"), "'bath.K+'"),
    (("--over", "bath.K+=1:50 mV:100"), "--over 'bath.K+=1:50 mV:100': '50 mV': 'mV' is a unit of potential"),
    (("--over", "bath.K+=1:50 mV:100"), "\n  1:50 mV:100\n    ^^^^^\n"),
    (("--over", "bath.K+=1:50 mM"), "a range is 'from:to:how many'"),
    (("--over", "bath.K+"), "--over: 'bath.K+' is not complete; write --over 'bath.K+=1:50 mM:100'"),
    (("--over", "bath.K+=1:2 mM:3", "--over", "bath.K+=1:2 mM:3"), "--over: 'bath.K+' is given twice"),
    (("--over", "bath.K+=1:2 mM:3", "--over", "bath.potassium=1:2 mM:3"), "is given twice, as 'bath.K+' too"),
    (("--over", "bath.K+=1:2 mM:2000000000"), "2,000,000,000 values along one path; at most 1,000,000,000"),
    (("--over", "bath.K+=1:2 mM:100000", "--over", "bath.Na+=1:2 mM:100000"), "10,000,000,000 samples; a sweep has at"),
    (("--over", "bath.K+=-9:-2 mM:4"), "'-9 mM' is out of range: it must be at least 0 mM"),
    ((), "nothing varies; write --over"),
    (("--draw", "bath.K+=normal(1 mM, 1 mM)"), "--samples is missing"),
    (("--draw", "bath.K+=normal(1 mV, 1 mM)", "--samples", "9"), "--draw 'bath.K+=normal(1 mV, 1 mM)': '1 mV'"),
    (("--draw", "bath.K+=gauss(1 mM, 1 mM)", "--samples", "9"), "no distribution 'gauss'"),
    (("--draw", "bath.K+=normal(1 mM, 1 mM)", "--samples", "many"), "--samples: 'many' is not a whole number"),
    (("--draw", "bath.K+=normal(1 mM, 1 mM)", "--samples", "3000000000"), "at most"),
    (("--draw", "bath.K+=normal(1 mM, 1 mM)", "--samples", "9", "--correlate", "bath.K+=1"), "is not two paths"),
    (("--draw", "bath.K+=normal(1 mM, 1 mM)", "--samples", "9", "--correlate", "bath.K+, bath.Na+=0.5"), "hypercube"),
    (("--draw", "bath.K+=normal(1 mM, 1 mM)", "--samples", "9", "--design", "random", "--correlate",
      "bath.K+, bath.Na+=0.5"), "correlation: 'bath.Na+' is not drawn"),
    (("--draw", "bath.K+=normal(1 mM, 1 mM)", "--samples", "9", "--design", "halton"), "'halton' is no design"),
    ((*GRID, "--design", "sobol"), "--design sobol draws samples"),
    ((*GRID, "--samples", "9"), "--samples is about --draw"),
    ((*GRID, "--task", "rast"), "--task: 'rast' is no task; did you mean 'rest'?"),
    ((*GRID, "--watch", "a=last(bath.K+)"), "--watch is about --task run, not rest"),
    ((*GRID, "--task", "run"), "how long shall 'squid_axon_rest' run?"),
    ((*GRID, "--task", "run", "--until", "1 mV"), "--until: '1 mV'"),
    ((*GRID, "--task", "run", "--until", "1 ms", "--watch", "a=most(bath.K+)"), "watch 'a': no reduction 'most'"),
    ((*GRID, "--task", "run", "--until", "1 ms", "--backend", "gpu"), "--backend: 'gpu' is no back end"),
    ((*GRID, "--task", "continue"), "--along is missing"),
    ((*GRID, "--resume"), "--resume: there is no 'k.zarr' to go on with"),
    ((*GRID, "--dask", "nowhere"), "--dask: 'nowhere' is not where a Dask scheduler can be"),
    ((*GRID, "--processes", "0"), "--processes: 0 worker processes"),
    ((*GRID, "--processes", "2", "--dask", "local:2"), "--dask and --processes both say what computes"),
    ((*GRID, "--column", "membrane.potential"), "--column is about --plot"),
    ((*GRID, "--plot", "k.gif"), "--plot: 'k.gif' must end in .png"),
    ((*GRID, "--set", "bath.Na+=1 mM,2 mM"), "'bath.Na+' has an array; a sweep makes its own"),
    ((*GRID, "-o", "k.nc"), "--output: 'k.nc' must end in .zarr"),
    ((*GRID, "-o", "/proc/k.zarr"), "/proc"),
]  # fmt: skip


@pytest.mark.parametrize(("arguments", "words"), BAD, ids=range(len(BAD)))
def test_bad_input_is_said_and_nothing_is_written(poise, tmp_path, arguments, words):
    begun = time.process_time()
    found = poise("sweep", "squid_axon_rest", "-o", "k.zarr", *arguments)
    assert time.process_time() - begun < 1.5  # in 0.6 s, on a machine that does nothing else
    assert (found.status, found.out) == (2, "")
    assert words in found.err
    assert "Traceback" not in found.err
    assert list(tmp_path.iterdir()) == []


def test_a_store_of_another_model_shows_both_hashes(poise):
    import poise as library

    poise("sweep", "squid_axon_rest", *GRID, "-o", "k.zarr", "--quiet")
    found = poise("sweep", "squid_axon_rest", *GRID, "--set", "bath.Cl-=500 mM", "-o", "k.zarr", "--resume")
    assert found.status == 2
    model = library.load("squid_axon_rest")
    there, here = model.hash, model.set("bath.Cl-", "500 mM").hash
    assert f"'k.zarr' belongs to another model: model {there} there, model {here} here" in found.err


def test_a_full_disk_is_said_with_what_is_safe(poise, tmp_path, monkeypatch):
    real, written = os.write, []

    def write(handle, content):
        written.append(handle)
        if len(written) > 40:
            raise OSError(28, "No space left on device")
        return real(handle, content)

    with monkeypatch.context() as disk:
        disk.setattr(os, "write", write)
        found = poise("sweep", "squid_axon_rest", "--over", "bath.K+=1:20 mM:9000", "-o", "k.zarr")
    assert found.status == 2
    assert "cannot write 'k.zarr': No space left on device. 6 of 9 chunks are safe in it. Make room" in found.err
    done = poise("sweep", "squid_axon_rest", "--over", "bath.K+=1:20 mM:9000", "-o", "k.zarr", "--resume", "--json")
    assert (done.json["done"], done.json["computed"]) == (9000, 9000 - 6 * 1024)


def test_the_bar_says_rate_and_time_left(monkeypatch):
    from poise.cli._sweep_bar import SweepBar

    now = [100.0]
    monkeypatch.setattr(time, "monotonic", lambda: now[0])
    bar = SweepBar("sweep")
    bar(1000, 100_000)
    now[0] = 110.0
    bar(21_000, 100_000)
    assert bar.rate(now[0]) == "2,000/s, 0:40 left"
    now[0] = 100.0 + 40_000.0
    assert bar.rate(now[0]) == "30/min, 43:53:20 left"


def test_the_bar_on_a_terminal(tmp_path):
    import pty

    script = (
        "import sys, time\nfrom poise.cli._sweep_bar import SweepBar, _PATIENCE\nimport poise.cli._sweep_bar as m\n"
        "m._PATIENCE = 0.0\n"
        "with SweepBar('sweep of cell') as bar:\n"
        "    for k in range(6): bar(k * 2000, 10000); time.sleep(0.15)\n"
    )
    parent, child = pty.openpty()
    process = subprocess.Popen([sys.executable, "-c", script], stderr=child, env={**os.environ, "COLUMNS": "100"})
    os.close(child)
    said = b""
    while True:
        try:
            said += os.read(parent, 4096)
        except OSError:
            break
    assert process.wait() == 0
    text = said.decode()
    assert "sweep of cell" in text
    assert "/10000" in text
    assert "/s, 0:0" in text


def test_help_and_json_are_strict(poise):
    text = poise("sweep", "--help").out
    for option in ("--over", "--draw", "--task", "--watch", "--resume", "--dask", "--output"):
        assert option in text
    found = poise("sweep", "squid_axon_rest", *GRID, "-o", "k.zarr", "--json")
    assert json.loads(found.out)["store"] == "k.zarr"
