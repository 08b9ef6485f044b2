"""The tables of runs, steady states and branches."""

import pytest

from poise.results.table_units import amounts_in_reach, duration, volumes_in_reach
from unit.results.runs import RUNS, run_of


@pytest.mark.parametrize("name", RUNS)
def test_tables_are_narrow_plain_text(name: str) -> None:
    text = str(run_of(name))
    assert text.isascii()
    assert max(map(len, text.splitlines())) <= 100
    assert "nan" not in text


def test_a_run_tells_potentials_events_accounts() -> None:
    text = str(run_of("spike"))
    assert text.startswith("run of axon, 6.3 degC\n  20 ms, 1 action\n")
    row = next(line for line in text.splitlines() if "cytosol minus bath" in line)
    start, low, _, high, at, end = map(float, row.split(")")[1].split())
    assert (start, high, at) == pytest.approx((-64.97, 39.29, 3.111), abs=0.02)
    assert low < start
    assert end == pytest.approx(-64.81, abs=0.02)
    assert any(line.split()[:3] == ["spike", "1", "2.8702"] for line in text.splitlines())
    assert "accounts: charge to" in text
    assert "entropy produced:" in text
    assert "accepted" in text


def test_a_run_tells_volumes_and_concentrations() -> None:
    lines = str(run_of("swelling")).splitlines()
    volume = next(line for line in lines if "volume (um3)" in line).split()
    assert volume[:2] == ["cytosol", "volume"]
    assert float(volume[3]) == 2000.0
    assert float(volume[4]) > 2050.0
    assert any(line.split()[:4] == ["H+", "pH", "7.20", "pH"] for line in lines)


def test_a_run_of_lanes_has_a_row_for_each() -> None:
    lines = str(run_of("lanes")).splitlines()
    assert sum(line.endswith("  ok") for line in lines) == 3
    assert any("temperature  6.3 to 26.3 degC (3 values)" in line for line in lines)


def test_the_state_at_the_end_says_how_the_potential_moves() -> None:
    text = str(run_of("spike").final)
    assert "so the potential moves by" in text
    assert "NOT cancel" not in text


def test_a_steady_state_tells_its_eigenvalues_and_its_fuel() -> None:
    text = str(run_of("steady"))
    assert "stable: " in text
    assert "slowest -" in text
    assert "decays in" in text
    assert "entropy production " in text
    assert "ATP spent in cytosol by membrane:" in text
    assert "+- 384" in str(run_of("resting")) or "fastest" in str(run_of("resting"))


def test_a_branch_tells_its_hopf_points() -> None:
    text = str(run_of("branch"))
    assert "over membrane.injected from 0 to 200.0 uA/cm2" in text
    assert text.count("Hopf point at") == 2
    assert "no folds" in text


def test_units_suit_the_size() -> None:
    assert duration(0.02) == "20 ms"
    assert duration(36000.0) == "10 h"
    assert duration(0.0) == "0 s"
    assert volumes_in_reach([2e-15])[1] == "um3"
    assert volumes_in_reach([1.9e-9])[1] == "uL"
    assert amounts_in_reach([2.8e-13])[1] == "fmol"
