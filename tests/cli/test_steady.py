"""`steady`: keys, exit statuses, starts, and that nothing heavy is loaded for it."""

import pytest

from cli.cells import CELL
from poise.io import shipped

LOADED = (
    "import sys\nfrom poise.cli._app import run\nstatus = run(sys.argv[1:])\n"
    "print('LOADED', *sorted({name.partition('.')[0] for name in sys.modules}))\nsys.exit(status)"
)
KEYS = {
    "interfaces", "processes", "ions", "compartments", "stable", "eigenvalues_per_s", "entropy_production_W_per_K",
    "residuals", "gates", "status",
}  # fmt: skip

SWELLING = CELL.replace("    potential: -70 mV\n", "")


@pytest.mark.parametrize("name", shipped())
def test_keys(poise, name):
    found = poise("steady", name, "--json")
    assert found.status == 0, found.err
    content = found.json
    assert set(content) >= KEYS
    assert content["status"] == "ok"
    for one in content["compartments"].values():
        assert set(one) >= {"volume_um3", "concentrations_mM", "potential_mV"}
    assert all(len(one) == 2 for one in content["eigenvalues_per_s"])
    assert all(value is None or value < 1e-6 for value in content["residuals"].values())


def test_two_stable_states_by_start(poise):
    living = poise("steady", "spreading_depression_cell", "--json").json
    start = (
        "--start=membrane.potential=-23.1 mV", "--start=cytosol.K+=121.5 mM", "--start=cytosol.Na+=43.9 mM",
        "--start=bath.K+=44.8 mM",
    )  # fmt: skip
    dead = poise("steady", "spreading_depression_cell", *start, "--json")
    assert living["interfaces"]["membrane"]["potential_mV"] == pytest.approx(-67.194, abs=0.01)
    assert living["stable"] is True
    assert dead.status in (0, 1)


def test_gates_are_starts(poise):
    found = poise("steady", "squid_axon", "--start", "membrane.Na.m=0.9", "--json")
    assert found.json["gates"]["membrane.Na.m"] == pytest.approx(0.0531, abs=1e-3)


def test_none_is_said_with_what_runs_away(poise, tmp_path):
    (tmp_path / "cell.yaml").write_text(SWELLING)
    none = poise("steady", "cell.yaml", "--json")
    assert none.status == 1
    assert none.json["status"] == "no_steady_state"
    assert "without end" in " ".join(none.json["notes"])
    assert "volume" in " ".join(none.json["notes"])
    assert none.err.startswith("status no_steady_state")
    assert "no_steady_state" in poise("steady", "cell.yaml").out


def test_many_at_once(poise):
    found = poise("steady", "pump_leak_cell", "--set", "bath.K+=3 mM,4 mM,6 mM", "--json")
    assert found.status == 0
    volts = found.json["interfaces"]["membrane"]["potential_mV"]
    assert volts == sorted(volts)
    assert found.json["stable"] == [True] * 3


def test_files(poise, tmp_path):
    found = poise("steady", "squid_axon", "--plot", "tug.png", "-o", "state.json", "-q")
    assert found.out == "wrote tug.png\nwrote state.json\n"
    assert (tmp_path / "tug.png").stat().st_size > 1000


@pytest.mark.parametrize(
    "command", [("steady", "squid_axon"), ("audit", "squid_axon"), ("energy", "pump_leak_cell", "--steady")]
)
def test_nothing_heavy_is_loaded(process, command):
    found = process(*command, "--json", code=LOADED)
    assert found.status == 0
    heavy = {"jax", "jaxlib", "equinox", "matplotlib", "pandas", "xarray", "rich"}
    assert not set(found.out.splitlines()[-1].split()[1:]) & heavy


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("squid_axon", "--start", "membrane.Na.q=1"), ["membrane.Na.m"]),
        (("squid_axon", "--start", "bath.K+=1 mV"), ["concentration"]),
        (("squid_axon", "--set", "bath.Kx=1"), ["bath.K+"]),
        (("squid_axon", "--plot", "a"), [".png"]),
        (("squid_axn",), ["squid_axon"]),
    ],
)
def test_mistakes(poise, arguments, words):
    found = poise("steady", *arguments)
    assert (found.status, found.out) == (2, "")
    assert all(word in found.err for word in words)
    assert "Traceback" not in found.err
