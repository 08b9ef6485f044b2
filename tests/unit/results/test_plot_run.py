"""Figures of runs and branches: what is drawn, and that every axis has its unit."""

import re
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from poise.errors import InputError, UnknownNameError
from unit.results.made import rest_of
from unit.results.runs import run_of

UNIT = re.compile(r"\(.+\)$")


def lines(ax: Any) -> list[str]:
    """Names of the curves that were drawn."""
    return [one.get_gid() for one in ax.lines if one.get_gid() and not one.get_gid().startswith("event")]


def test_time_stacks_what_there_is() -> None:
    figure = run_of("spike").plot.time()
    titles = [ax.get_title(loc="left") for ax in figure.axes]
    assert titles == [
        "membrane: potential (ticks: 1 spike)", "membrane: outward currents", "gates: fraction open",
        "membrane: injected current",
    ]  # fmt: skip
    assert [len(lines(ax)) for ax in figure.axes] == [1, 3, 3, 1]
    assert figure.axes[-1].get_xlabel() == "time (ms)"
    for ax in figure.axes:
        assert UNIT.search(ax.get_ylabel()) or ax.get_ylabel() == "fraction"
    (ticks,) = [one for one in figure.axes[0].lines if one.get_gid() == "event spike"]
    assert ticks.get_xdata() == pytest.approx([2.87], abs=0.01)


def test_time_of_a_cell_that_swells() -> None:
    figure = run_of("swelling").plot.time()
    assert [ax.get_title(loc="left") for ax in figure.axes][-2:] == ["cytosol: concentrations", "cytosol: volume"]
    assert figure.axes[-1].get_xlabel() == "time (min)"
    assert figure.axes[-1].get_ylabel() == "volume\n(µm³)"
    assert lines(figure.axes[-2]) == ["K+", "Na+", "Cl-", "Mg2+", "A-"]


def test_lanes_have_a_colour_each_and_a_legend() -> None:
    figure = run_of("lanes").plot.time()
    assert lines(figure.axes[0]) == ["membrane"] * 3
    (legend,) = figure.legends
    assert legend.get_title().get_text() == "temperature (degC)"
    assert [one.get_text() for one in legend.get_texts()] == ["6.3", "16.3", "26.3"]
    assert len({one.get_color() for one in figure.axes[0].lines}) == 3
    assert [ax.get_title(loc="left") for ax in run_of("lanes").plot.currents().axes] == [
        f"membrane, {name}: outward current" for name in ("Na", "K", "leak")
    ]


def test_driving_forces_show_what_pulls() -> None:
    above, below = run_of("spike").plot.driving_forces().axes
    assert lines(above) == ["E Na", "E K", "E leak", "V"]
    assert lines(below) == ["Na", "K", "leak"]
    forces = next(one for one in below.lines if one.get_gid() == "K").get_ydata()
    assert np.asarray(forces)[0] == pytest.approx(12.03, abs=0.01)


def test_the_other_figures_of_a_run() -> None:
    result = run_of("swelling")
    assert "fmol" in result.plot.amounts().axes[0].get_ylabel()
    assert result.plot.volume().axes[0].get_ylabel() == "volume\n(µm³)"
    (ax,) = run_of("spike").plot.conductances().axes
    assert ax.get_ylabel() == "conductance\n(mS/cm²)"
    assert lines(ax) == ["Na", "K", "leak"]


def test_the_phase_plane_names_both_axes() -> None:
    (ax,) = run_of("spike").plot.phase("membrane.potential", "membrane.K.n").axes
    assert ax.get_xlabel().startswith("membrane.potential (mV)")
    assert ax.get_ylabel() == "membrane.K.n"
    assert lines(ax) == ["orbit"]
    assert lines(run_of("grid").plot.phase("membrane.potential", "membrane.K.n").axes[0]) == ["orbit"] * 6
    with pytest.raises(UnknownNameError, match="did you mean"):
        run_of("spike").plot.phase("membrane.potential", "membrane.K.m")


def test_the_branch_is_dashed_where_unstable() -> None:
    (ax,) = run_of("branch").plot.branch().axes
    assert lines(ax) == ["stable", "unstable", "stable", "Hopf point", "Hopf point"]
    assert (ax.get_xlabel(), ax.get_ylabel()) == ("membrane.injected (µA/cm²)", "membrane.potential (mV)")
    marks = [one for one in ax.lines if one.get_gid() == "Hopf point"]
    assert float(marks[0].get_xdata()[0]) == pytest.approx(9.78, rel=1e-2)
    assert float(marks[0].get_ydata()[0]) == pytest.approx(-59.65, abs=0.1)


@pytest.mark.parametrize("ending", ["png", "svg", "pdf"])
def test_figures_are_saved(ending: str, tmp_path: Path) -> None:
    path = tmp_path / "new" / f"run.{ending}"
    run_of("spike").plot.time(path)
    assert path.stat().st_size > 5000


def test_a_figure_that_the_result_cannot_give_says_why() -> None:
    with pytest.raises(InputError, match="needs a result of 'run'; this one is of 'rest'"):
        rest_of("four").plot.time()
    with pytest.raises(InputError, match="needs a result of 'continue'"):
        run_of("spike").plot.branch()
    with pytest.raises(InputError, match="nothing to draw"):
        run_of("spike").plot.amounts()
