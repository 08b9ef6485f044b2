"""The command line as a whole: exit statuses, messages, laziness, pipes, help."""

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import poise as package
from poise.cli import _app

NERNST = ("nernst", "K+", "--inside", "145 mM", "--outside", "4 mM")
HEAVY = {"numpy", "pint", "pydantic", "ruamel", "jax", "xarray", "pandas", "matplotlib", "rich", "scipy"}
LOADED = (
    "import sys\nfrom poise.cli._app import run\nstatus = run(sys.argv[1:])\n"
    "print('LOADED', *sorted({name.partition('.')[0] for name in sys.modules}))\nsys.exit(status)"
)

BAD = [
    (),  # filled below: no arguments is help, not a mistake
    ("nernts",),
    ("nernst",),
    ("nernst", "K+"),
    ("nernst", "K+", "--inside", "145"),
    ("nernst", "K+", "--inside", "145", "--outside"),
    ("nernst", "K+", "--inside", "145", "--outside", "4", "--colour"),
    ("nernst", "K+", "Na+", "--inside", "145", "--outside", "4"),
    ("nernst", "Kx", "--inside", "145", "--outside", "4"),
    ("nernst", "", "--inside", "145", "--outside", "4"),
    ("nernst", "glucose", "--inside", "145", "--outside", "4"),
    ("nernst", "H2O", "--inside", "145", "--outside", "4"),
    ("nernst", "e-", "--inside", "145", "--outside", "4"),
    ("nernst", "K+", "--inside", "0", "--outside", "4"),
    ("nernst", "K+", "--inside", "-145", "--outside", "4"),
    ("nernst", "K+", "--inside", "-145 mM", "--outside", "4"),
    ("nernst", "K+", "--inside", "nan", "--outside", "4"),
    ("nernst", "K+", "--inside", "inf mM", "--outside", "4"),
    ("nernst", "K+", "--inside", "145 mV", "--outside", "4"),
    ("nernst", "K+", "--inside", "145 mm", "--outside", "4"),
    ("nernst", "K+", "--inside", "1e999", "--outside", "4"),
    ("nernst", "K+", "--inside", "12,5 mM", "--outside", "4"),
    ("nernst", "K+", "--inside", "pH 7", "--outside", "4"),
    ("nernst", "H+", "--inside", "pH seven", "--outside", "pH 7"),
    ("nernst", "K+", "--inside", "", "--outside", "4"),
    (*NERNST, "--temperature", "0 K"),
    (*NERNST, "--temperature", "-300"),
    (*NERNST, "--temperature", "310"),
    (*NERNST, "--temperature", "warm"),
    (*NERNST, "--temperature", "98 degF"),
    (*NERNST, "--activity", "sit"),
    (*NERNST, "--activity", "Davis"),
    (*NERNST, "--activity", "davies", "--ionic-strength-inside", "1e9 M"),
    (*NERNST, "--activity", "davies", "--ionic-strength-inside", "-1"),
    ("ghk",),
    ("ghk", "K+"),
    ("ghk", "K+=1:140"),
    ("ghk", "K+=1:140:5:6"),
    ("ghk", "K+=1:140:"),
    ("ghk", "=1:140:5"),
    ("ghk", "K+=-1:140:5"),
    ("ghk", "K+=x:140:5"),
    ("ghk", "K+=1:140:5", "K=1:140:5"),
    ("ghk", "K+=0:140:5", "Na+=0:1:1"),
    ("ghk", "K+=1:140:0"),
    ("ghk", "K+=1:0:0"),
    ("ghk", "K+=1:140:5", "Na+=1e-6 cm/s:12:145"),
    ("ghk", "K+=1:140:5", "SO42-=1:1:1"),
    ("ghk", "K+=1:140:5", "Fe3+=1:1:1"),
    ("show",),
    ("show", "textbook_nueron"),
    ("show", "no/such/file.yaml"),
    ("check", "no_such.yaml"),
    ("rest", "."),
    ("rest", ""),
    ("rest", "textbook_neuron", "--set", "bath.K+"),
    ("rest", "textbook_neuron", "--set", "=3"),
    ("rest", "textbook_neuron", "--set", "bath.K+="),
    ("rest", "textbook_neuron", "--set", "bath.K+=1,,2"),
    ("rest", "textbook_neuron", "--set", "bath.K+=1", "--set", "bath.potassium=2"),
    ("rest", "textbook_neuron", "--set", "bath.K+=1", "--set", "bath.K+=2"),
    ("rest", "textbook_neuron", "--set", "temperature=nan"),
    ("rest", "textbook_neuron", "--from", "10", "--to", "-10"),
    ("rest", "textbook_neuron", "--from", "ten"),
    ("rest", "textbook_neuron", "--near", "5 mM"),
    ("rest", "textbook_neuron", "--interface", "membrne"),
    ("rest", "textbook_neuron", "--balance", "pump"),
    ("rest", "textbook_neuron", "--balance", "pmp=Na+"),
    ("rest", "textbook_neuron", "--balance", "pump=Cl-"),
    ("rest", "textbook_neuron", "--balance", "pump=Xx+"),
    ("rest", "textbook_neuron", "--plot", "figure.xyz"),
    ("rest", "textbook_neuron", "--plot", "figure"),
    ("rest", "textbook_neuron", "--plot", ""),
    ("rest", "textbook_neuron", "--circuit", "taken/figure.png"),
    ("iv", "textbook_neuron", "--points", "1"),
    ("iv", "textbook_neuron", "--points", "many"),
    ("iv", "textbook_neuron", "--points", "1e3"),
    ("iv", "textbook_neuron", "--points", "100000000"),
    ("iv", "textbook_neuron", "--from", "60", "--to", "-60"),
    ("iv", "textbook_neuron", "--process", "K_leek"),
    ("iv", "textbook_neuron", "-o", "iv.xlsx"),
    ("mixed", "platinum_iron_tin", "--plot", "e.png", "--set", "solution.Fe3+=1,2"),
    ("cite", "nothing"),
][1:]


@pytest.mark.parametrize("arguments", BAD, ids=lambda one: " ".join(one)[:70])
def test_every_mistake_is_explained(poise, tmp_path, arguments):
    (tmp_path / "taken").write_text("a file, not a folder")
    found = poise(*arguments)
    assert found.status == 2, found.out + found.err
    assert found.out == ""
    assert "Traceback" not in found.err
    assert "fault of Poise" not in found.err
    assert len(found.err) > 15
    assert [one.name for one in tmp_path.iterdir()] == ["taken"]


@pytest.mark.parametrize(
    ("arguments", "word"),
    [
        (("nernts",), "nernst"),
        (("nernst", "K+", "--insde", "3"), "--inside"),
        (("nernst", "Pottasium", "--inside", "3", "--outside", "4"), "potassium"),
        (("rest", "textbook_nueron"), "textbook_neuron"),
        (("iv", "textbook_neuron", "--process", "K_leek"), "K_leak"),
        (("rest", "textbook_neuron", "--balance", "pmp=Na+"), "pump"),
    ],
)
def test_the_nearest_name_is_offered(poise, arguments, word):
    assert word in poise(*arguments).err


def test_a_usage_mistake_shows_the_usage(poise):
    found = poise("nernst", "K+")
    assert "--inside" in found.err
    assert "usage: poise nernst" in found.err
    assert "poise nernst --help" in found.err


def test_no_arguments_is_help(poise):
    found = poise()
    assert found.status == 0
    assert all(name in found.out for name in _app.COMMANDS)


def test_version(poise):
    assert poise("--version").out == f"poise {package.__version__}\n"


@pytest.mark.parametrize("name", _app.COMMANDS)
def test_help_names_units(poise, name):
    for option in ("--help", "-h"):
        found = poise(name, option)
        assert found.status == 0
        assert "--json" in found.out
        if name != "models":
            assert re.search(r"\bmM\b|\bmV\b|\bunits?\b", found.out), name
        assert max(map(len, found.out.splitlines())) <= 100


def test_negative_potentials_parse_in_every_form(poise):
    forms = [("--from", "-120 mV"), ("--from", "-120"), ("--from=-120",), ("--from=-120 mV",), ("--from", "-0.12 V")]
    found = [poise("iv", "textbook_neuron", *form, "--to", "60", "--points", "3", "--json").json for form in forms]
    assert all(one["voltage_mV"] == pytest.approx([-120, -30, 60]) for one in found)


def test_an_unforeseen_error_is_owned(poise, monkeypatch):
    assert poise(*NERNST).status == 0
    module = sys.modules["poise.formulas.nernst"]

    def broken(*_):
        raise KeyError("surprise")

    monkeypatch.setattr(module, "nernst", broken)
    found = poise(*NERNST)
    assert found.status == 70
    assert "fault of Poise" in found.err
    assert "Traceback" not in found.err
    monkeypatch.setenv("POISE_DEBUG", "1")
    assert "Traceback" in poise(*NERNST).err


def test_an_old_figure_survives_a_failed_one(poise, tmp_path, monkeypatch):
    from poise.results.plot import Plots

    (tmp_path / "tug.png").write_text("old")

    def full(self, path, **_):
        Path(path).write_text("half")
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Plots, "tug_of_war", full)
    found = poise("rest", "potassium_only", "--plot", "tug.png")
    assert found.status == 2
    assert "No space left" in found.err
    assert (tmp_path / "tug.png").read_text() == "old"
    assert [one.name for one in tmp_path.iterdir()] == ["tug.png"]


def test_nernst_loads_nothing_heavy(process):
    for more in ((), ("--json",), ("--activity", "davies")):
        found = process(*NERNST, *more, code=LOADED)
        loaded = set(found.out.splitlines()[-1].split()[1:])
        assert found.status == 0
        assert not loaded & HEAVY


def test_ghk_loads_nothing_heavy(process):
    found = process("ghk", "K+=1:140:5", "Ca2+=1:1:1", code=LOADED)
    assert not set(found.out.splitlines()[-1].split()[1:]) & HEAVY


def test_rest_loads_no_engine_it_does_not_need(process):
    found = process("rest", "textbook_neuron", "--json", code=LOADED)
    assert not set(found.out.splitlines()[-1].split()[1:]) & {"jax", "matplotlib", "pandas", "xarray", "rich", "scipy"}


def test_exit_statuses_of_the_process(process):
    assert process(*NERNST).status == 0
    assert process("rest", "textbook_neuron", "--from", "-20", "--to", "-10", "--json").status == 1
    wrong = process("rest", "textbook_neuron", "--set", "bath.Kx=1")
    assert (wrong.status, wrong.out) == (2, "")
    assert "Traceback" not in wrong.err


def test_the_entry_point_is_installed():
    script = Path(sys.executable).with_name("poise")
    if not script.exists():
        pytest.skip("Poise is not installed in this environment")
    done = subprocess.run([script, *NERNST, "--json"], capture_output=True, text=True, timeout=60, check=True)
    assert round(json.loads(done.stdout)["potential_mV"], 1) == -96.0


@pytest.mark.skipif(os.name == "nt" or not shutil.which("bash"), reason="needs bash")
def test_a_closed_pipe_is_quiet():
    command = f"'{sys.executable}' -c 'from poise.cli import main; main()' show textbook_neuron"
    line = f"{command} | true; echo ${{PIPESTATUS[0]}}"
    done = subprocess.run(["bash", "-c", line], capture_output=True, text=True, timeout=60, check=True)
    assert done.stdout.strip() in ("141", "0")
    assert done.stderr == ""


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
def test_output_that_cannot_be_written():
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(
            [sys.executable, "-c", "from poise.cli import main; main()", *NERNST],
            stdout=full, stderr=subprocess.PIPE, text=True, timeout=60,
        )  # fmt: skip
    assert done.returncode == 74
    assert "No space left" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_narrow_encoding_is_survived(process):
    found = process("show", "textbook_neuron", PYTHONIOENCODING="ascii")
    assert found.status == 0
    assert "D?sterwald" in found.out


def test_tables_are_plain_outside_a_terminal(process):
    found = process("rest", "potassium_only", FORCE_COLOR="1")
    assert found.out.isascii()
    assert "\x1b" not in found.out


@pytest.mark.skipif(os.name == "nt", reason="needs a pseudo-terminal")
@pytest.mark.parametrize("colour", [True, False])
def test_tables_are_rich_in_a_terminal(colour):
    import pty

    main, other = pty.openpty()
    environment = {**os.environ, "TERM": "xterm-256color", "COLUMNS": "120"}
    environment.pop("NO_COLOR", None)
    if not colour:
        environment["NO_COLOR"] = "1"
    with subprocess.Popen(
        [sys.executable, "-c", "from poise.cli import main; main()", "rest", "potassium_only"],
        stdout=other, stderr=subprocess.DEVNULL, env=environment,
    ) as child:  # fmt: skip
        os.close(other)
        read = b""
        try:
            while chunk := os.read(main, 4096):
                read += chunk
        except OSError:
            pass
        assert child.wait(60) == 0
    os.close(main)
    text = read.decode()
    assert "\u2500" in text
    assert ("\x1b[1;36m" in text) is colour


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("poise rest textb", "textbook_neuron"),
        ("poise nernst Ca", "Ca2+"),
        ("poise rest textbook_neuron --set membrane.pu", "membrane.pump.rate="),
        ("poise nern", "nernst"),
    ],
)
def test_completion(process, words, expected):
    found = process(_POISE_COMPLETE="complete_bash", COMP_WORDS=words, COMP_CWORD=str(len(words.split()) - 1))
    assert expected in found.out.splitlines()
