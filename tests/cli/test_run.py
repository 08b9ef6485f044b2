"""`run` and `shoot`: keys, protocols, starts, files, checkpoints, interruption, and every kind of bad input."""

import json
import os
import signal
import subprocess
import sys
import time

import pytest

from cli.cells import CELL

KEYS = {
    "protocol", "verb", "model", "status", "time_s", "final", "events", "conservation", "entropy_produced_J_per_K",
    "steps", "notes", "provenance", "references",
}  # fmt: skip
FLUX = (
    "{{law: custom, reaction: '{0}(in) -> {0}(out)', rate: '{1}', parameters: {{P: 1 mol/m2/s}}, unaccounted: a test}}"
)


def written(tmp_path, *lines, more=""):
    (tmp_path / "cell.yaml").write_text(CELL + "".join(f"      {line}\n" for line in lines) + more)
    return "cell.yaml"


def test_keys_of_a_spike(poise):
    found = poise("run", "squid_axon", "--json")
    assert found.status == 0
    content = found.json
    assert set(content) >= KEYS
    assert content["protocol"] == "spike"
    assert content["time_s"] == pytest.approx(0.03, rel=1e-12)
    assert content["events"]["spike"] == [pytest.approx(2.8702e-3, abs=2e-7)]
    assert set(content["conservation"]) == {"charge_relative", "species_relative", "water_relative"}
    assert content["conservation"]["charge_relative"] < 1e-12
    assert content["entropy_produced_J_per_K"] > 0
    assert content["final"]["interfaces"]["membrane"]["potential_mV"] == pytest.approx(-65.07, abs=0.01)
    assert "series" not in content


def test_the_first_protocol_is_said(poise):
    text = poise("run", "squid_axon").out
    assert text.startswith("protocol: spike   (the first; others: train, refractory")
    assert poise("run", "squid_axon", "--protocol", "spike").out.startswith("protocol: spike\n")


def test_start_set_every_and_series(poise):
    found = poise(
        "run", "squid_axon", "--protocol", "none", "--until", "2", "--every", "0.5 ms", "--start",
        "membrane.potential=-20", "--start", "membrane.Na.m=0.05", "--set", "membrane.K.conductance=0", "--series",
        "--json",
    ).json  # fmt: skip
    assert found["protocol"] is None
    assert found["series"]["time_s"] == pytest.approx([0, 5e-4, 1e-3, 1.5e-3, 2e-3])
    assert found["series"]["potential_mV"]["membrane"][0] == pytest.approx(-20)
    assert found["series"]["gates"]["membrane.Na.m"][0] == pytest.approx(0.05)


def test_methods_and_tolerances_agree(poise):
    ends = [
        poise("run", "squid_axon", "--until", "5 ms", "--rtol", "1e-9", "--method", name, "--json")
        .json["final"]["interfaces"]["membrane"]["potential_mV"]
        for name in ("rodas5p", "tsit5")
    ]  # fmt: skip
    assert ends[0] == pytest.approx(ends[1], abs=1e-4)


def test_from_steady_stays_there(poise, tmp_path):
    found = poise("run", "pump_leak_cell", "--protocol", "none", "--from-steady", "--until", "1 h", "--json").json
    assert found["final"]["interfaces"]["membrane"]["potential_mV"] == pytest.approx(-79.87, abs=0.01)
    moved = poise(
        "run", "pump_leak_cell", "--protocol", "none", "--from-steady", "--start", "cytosol.Na+=20 mM", "--until", "1",
        "--json",
    )  # fmt: skip
    inside = moved.json["final"]["compartments"]["cytosol"]["concentrations_mM"]
    assert inside["Na+"] == pytest.approx(20, abs=0.01)
    cell = written(tmp_path, "up: " + FLUX.format("Na+", "P*1e-4"))
    none = poise("run", cell, "--from-steady", "--until", "1 s")
    assert none.status == 2
    assert "no steady state to start from" in none.err


def test_files(poise, tmp_path):
    found = poise(
        "run", "squid_axon", "--until", "3 ms", "-o", "out/a.json", "--plot", "out/a.png", "--quiet",
    )  # fmt: skip
    assert found.status == 0
    assert found.out == "wrote out/a.png\nwrote out/a.json\n"
    assert json.loads((tmp_path / "out" / "a.json").read_text())["verb"] == "run"
    assert (tmp_path / "out" / "a.png").stat().st_size > 1000
    assert poise("run", "squid_axon", "--until", "3", "-o", "a.csv", "--json").json["status"] == "ok"
    assert "membrane.potential" in (tmp_path / "a.csv").read_text().splitlines()[0]
    for _ in range(2):  # a store may be written over
        assert poise("run", "squid_axon", "--until", "3", "-o", "a.zarr", "--quiet").status == 0
    assert poise("run", "squid_axon", "--until", "3", "-o", "a.nc", "--quiet").status == 0


@pytest.mark.parametrize(
    ("line", "status", "words"),
    [
        ("x: " + FLUX.format("K+", "P*exp([K+]in/(1 uM))"), "started_badly", "not finite"),
        ("x: " + FLUX.format("K+", "P*1e-4"), "left_domain", "cytosol.K+ would become negative"),
    ],
)
def test_runs_that_cannot_go_on_return_what_there_is(poise, tmp_path, line, status, words):
    cell = written(tmp_path, line)
    found = poise("run", cell, "--until", "1000 s", "--json", "-o", "part.json")
    assert found.status == 1
    assert found.json["status"] == status
    assert words in " ".join(found.json["notes"])
    assert found.json["time_s"] < 1000
    assert words in found.err
    assert "what was computed up to there" in found.err
    assert json.loads((tmp_path / "part.json").read_text())["status"] == status
    assert status in poise("run", cell, "--until", "1000 s").out


BAD = [
    (("run", "squid_axon", "--protocol", "spik"), ["spike"]),
    (("run", "potassium_only"), ["--until '100 ms'", "no protocol"]),
    (("run", "squid_axon", "--protocol", "none"), ["--until '100 ms'"]),
    (("run", "potassium_only", "--protocol", "spike"), ["it has none"]),
    (("run", "potassium_only", "--until", "0"), ["more than 0"]),
    (("run", "potassium_only", "--until", "-3 s"), ["more than 0"]),
    (("run", "potassium_only", "--until", "3 mV"), ["--until", "time"]),
    (("run", "squid_axon", "--every", "1 h"), ["every"]),
    (("run", "squid_axon", "--every", "1e-12 s"), ["points"]),
    (("run", "squid_axon", "--rtol", "0.5"), ["--rtol", "0.01"]),
    (("run", "squid_axon", "--rtol", "small"), ["--rtol"]),
    (("run", "squid_axon", "--method", "euler"), ["rodas5p", "tsit5"]),
    (("run", "squid_axon", "--series"), ["--json"]),
    (("run", "squid_axon", "-o", "a.xlsx"), [".nc", ".zarr", ".csv"]),
    (("run", "squid_axon", "--plot", "a.gif"), [".png"]),
    (("run", "squid_axon", "--checkpoint", "taken"), ["not a checkpoint"]),
    (("run", "squid_axon", "--start", "membrane.Na.m=2"), ["membrane.Na.m", "at most 1"]),
    (("run", "squid_axon", "--start", "membrane.Na.m=-0.1"), ["at least 0"]),
    (("run", "squid_axon", "--start", "membrane.Na.q=0.1"), ["membrane.Na.m"]),
    (("run", "squid_axon", "--start", "membrane.potential=5 mM"), ["potential"]),
    (("run", "squid_axon", "--start", "membrane.potential=-60,-70"), ["several", "--set"]),
    (("run", "squid_axon", "--start", "membrane.potential"), ["--start"]),
    (("run", "pump_leak_cell", "--start", "cytosol.Na+=-3 mM"), ["at least 0"]),
    (("run", "pump_leak_cell", "--start", "cytosol.volume=0 um3"), ["more than 0"]),
    (("run", "pump_leak_cell", "--set", "cytosol.volume=0 um3"), ["more than 0"]),
    (("run", "squid_axon_rest", "--set", "membrane.capacitance=0"), ["more than 0"]),
    (("shoot", "squid_axon", "--protocol", "spik"), ["spike"]),
    (("shoot", "squid_axon", "--period", "0"), ["more than 0"]),
    (("shoot", "squid_axon", "--protocol", "spike", "--period", "1 ms"), ["fit"]),
]


@pytest.mark.parametrize(("arguments", "words"), BAD, ids=lambda one: " ".join(one)[:60])
def test_every_mistake_is_explained(poise, tmp_path, arguments, words):
    (tmp_path / "taken").write_text("no checkpoint")
    found = poise(*arguments)
    assert found.status == 2, found.out + found.err
    assert found.out == ""
    assert "Traceback" not in found.err
    assert "fault of Poise" not in found.err
    for word in words:
        assert word in found.err


GATED = "g: {law: ohmic_channel, ion: K+, conductance: 1 mS/cm2, gates: {n: %s}}"
PROTOCOL = "protocols:\n  p: {{until: 10 ms, actions: [{}], events: {{{}}}}}\n"


@pytest.mark.parametrize(
    ("line", "more", "words"),
    [
        ("x: " + FLUX.format("K+", "P*V"), "", ["V mol/(m2 s)", "flux"]),
        ("x: " + FLUX.format("K+", "P*exp(V)"), "", ["cell.yaml:"]),
        ("x: " + FLUX.format("K+", "P*[Xx]in"), "", ["Xx"]),
        (GATED % "{steady: '0.5', time: 1 ms, start: 1.5}", "", ["'1.5' is out of range"]),
        (GATED % "{steady: '2 + V/(1 V)', time: 1 ms}", "", ["membrane.g.n", "between 0 and 1"]),
        (GATED % "{steady: V, time: 1 ms}", "", ["cell.yaml:"]),
        ("", PROTOCOL.format("{at: 1 ms, clamp: membrne, to: -20 mV}", ""), ["no interface 'membrne'", "membrane"]),
        ("", PROTOCOL.format("{at: 1 ms, clamp: cytosol, to: -20 mV}", ""), ["no interface 'cytosol'"]),
        ("", PROTOCOL.format("{at: 1 ms, scale: membrane.pmp, by: 0}", ""), ["membrane.pmp"]),
        ("", PROTOCOL.format("{at: 1 ms, set: bath.Q+, to: 1 mM}", ""), ["bath.Q+"]),
        ("", PROTOCOL.format("{at: 1 ms, set: bath.K+, to: 1 mV}", ""), ["mV"]),
        ("", PROTOCOL.format("{at: 1 ms, set: bath.K+, to: -1 mM}", ""), ["at least 0"]),
        ("", PROTOCOL.format("{block: membrane.K_leak}", "e: {of: membrane.potentiel, rises_through: 0 mV}"),
         ["membrane.potentiel", "membrane.potential"]),
    ],
)  # fmt: skip
def test_models_that_cannot_run_are_located(poise, tmp_path, line, more, words):
    cell = written(tmp_path, *filter(None, [line]), more=more)
    found = poise("run", cell, "--until", "5 ms")
    assert found.status == 2, found.out + found.err
    assert "Traceback" not in found.err
    assert "fault of Poise" not in found.err
    for word in words:
        assert word in found.err


def test_a_checkpoint_is_gone_when_the_run_is_done(poise, tmp_path):
    found = poise("run", "squid_axon", "--until", "3 ms", "--checkpoint", "folder/run.npz", "--json")
    assert found.status == 0
    assert not (tmp_path / "folder" / "run.npz").exists()


LONG = (
    "run", "squid_axon", "--protocol", "none", "--set", "membrane.injected=10", "--start", "membrane.potential=-65 mV",
    "--rtol", "1e-10", "--every", "1 ms",
)  # fmt: skip
# a shell starts what it puts in the background deaf to Ctrl-C; a terminal does not
HEARS = "import signal; signal.signal(signal.SIGINT, signal.default_int_handler)"
CALL = [sys.executable, "-c", f"{HEARS}; from poise.cli import main; main()"]


@pytest.mark.skipif(os.name == "nt", reason="needs signals")
def test_ctrl_c_keeps_the_checkpoint_and_the_run_goes_on(tmp_path):
    def start(*more):
        return subprocess.Popen(
            [*CALL, *LONG, *more], cwd=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        )

    store = tmp_path / "run.npz"
    child = start("--until", "2000 s", "--every", "1 s", "--checkpoint", "run.npz")
    for _ in range(600):
        if store.exists() or child.poll() is not None:
            break
        time.sleep(0.1)
    child.send_signal(signal.SIGINT)
    out, err = child.communicate(timeout=60)
    assert child.returncode == 130
    assert out == ""
    assert "interrupted at" in err
    assert "run.npz holds its standing: the same command goes on from there" in err
    assert "Traceback" not in err
    assert store.exists()
    other = subprocess.run(
        [*CALL, *LONG, "--until", "1 s", "--checkpoint", "run.npz"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert other.returncode == 2
    assert "checkpoint of another run" in other.stderr
    again = start("--until", "2000 s", "--every", "1 s", "--checkpoint", "run.npz")
    time.sleep(6)
    again.send_signal(signal.SIGINT)
    _, err = again.communicate(timeout=60)
    assert again.returncode == 130
    assert "going on from run.npz" in err or "interrupted" in err


@pytest.mark.skipif(os.name == "nt", reason="needs a pseudo-terminal")
def test_the_bar_is_on_standard_error_alone(tmp_path):
    import pty

    main, other = pty.openpty()
    child = subprocess.Popen(
        [*CALL, *LONG, "--until", "10 s", "--json"],
        cwd=tmp_path, stdout=subprocess.PIPE, stderr=other, env={**os.environ, "TERM": "xterm-256color"},
    )  # fmt: skip
    os.close(other)
    out, _ = child.communicate(timeout=100)
    read = b""
    try:
        while chunk := os.read(main, 4096):
            read += chunk
    except OSError:  # how a pseudo-terminal ends
        pass
    os.close(main)
    shown = read.decode()
    assert child.returncode == 0
    assert json.loads(out)["status"] == "ok"
    assert "run of squid_axon" in shown
    assert "\x1b[?25h" in shown  # the cursor is back


def test_no_bar_where_nobody_watches(process):
    found = process(*LONG, "--until", "10 s", "--json")
    assert found.status == 0
    assert found.err == ""
    assert found.json["status"] == "ok"


def test_shoot(poise, tmp_path):
    found = poise(
        "shoot", "squid_axon", "--set", "membrane.injected=10", "--start", "membrane.potential=-50", "--json",
        "-o", "beat.json", "--plot", "beat.png",
    )  # fmt: skip
    assert found.status == 0
    content = found.json
    assert content["verb"] == "shoot"
    assert content["frequency_Hz"] == pytest.approx(68.39, abs=0.05)
    assert content["period_s"] == pytest.approx(1 / content["frequency_Hz"], rel=1e-12)
    assert content["stable"] is True
    assert all(len(one) == 2 for one in content["multipliers"])
    assert (tmp_path / "beat.png").exists()
    assert (tmp_path / "beat.json").exists()
    still = poise("shoot", "potassium_only", "--json")
    assert still.status == 1
    assert still.json["status"] != "ok"
    assert still.json["period_s"] is None
