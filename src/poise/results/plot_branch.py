"""A branch of steady states: solid where stable, dashed where not, folds and Hopf points marked."""

from collections.abc import Mapping
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import numpy as np

from ..errors import InputError
from .export_branch import special
from .plot_style import INK, SMALL, colour, dress, figure_of, finish, minus, new_figure, unit_text
from .result import Result
from .series import series_of
from .swept import swept
from .table_numbers import number, readable

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

_MARKS = (
    ("folds", "fold", "o", colour(1)),
    ("hopfs", "Hopf point", "D", colour(0)),
    ("branch_points", "branch point", "s", colour(2)),
)


def branch(result: Result, y: str, path: Any, ax: Any) -> "Figure":
    """See `Plots.branch`."""
    if result.verb != "continue":
        raise InputError(f"the branch needs a result of 'continue'; this one is of '{result.verb}'")
    along, one = swept(result)
    up = series_of(result, y)
    x, height = readable(one), np.asarray(up.values, float)
    stable = np.asarray(result["stable"], bool)
    if ax is None:
        figure, (panel,) = new_figure(10.0, 6.5)
    else:
        figure, panel = figure_of(ax), ax
    for run in _runs(stable):
        piece = slice(run.start, min(run.stop + 1, len(x)))  # the stretches meet
        holds = bool(stable[run.start])
        (line,) = panel.plot(
            x[piece], height[piece], color=INK, lw=3.0 if holds else 2.0, ls="-" if holds else (0, (5, 2.5)), zorder=2
        )
        line.set_gid("stable" if holds else "unstable")
    marks: dict[str, Any] = {}
    for kind, word, mark, tone in _MARKS:
        for fact in result.facts.get(kind, ()):
            value = special(result, fact)["value"]
            at = _height(fact, up.name, height)
            (dot,) = panel.plot([value], [at], mark, ms=11, mfc=tone, mec="white", mew=1.5, ls="none", zorder=5)
            dot.set_gid(word)
            _name(panel, value, at, _side(fact, x, height))
            marks[word] = dot
    panel.margins(x=0.1, y=0.1)
    panel.grid(color="#e5e5e5", lw=0.8)
    panel.set_axisbelow(True)
    _legend(panel, stable, marks)
    unit = one.shown[0]
    below = along if unit == "1" else f"{along} ({unit_text(unit)})"
    beside = up.name if up.unit == "1" else f"{up.name} ({unit_text(up.unit)})"
    dress(panel, below, beside, f"{result.title}: steady states")
    return finish(figure, path)


def _runs(stable: Any) -> list[slice]:
    """Stretches of points alike."""
    edges = [0, *(np.flatnonzero(np.diff(stable.astype(int))) + 1).tolist(), len(stable)]
    return [slice(a, b) for a, b in pairwise(edges) if b > a]


def _height(fact: Mapping[str, Any], name: str, height: Any) -> float:
    """Where a special point lies: the potential that it tells, else halfway between its neighbours on the branch."""
    told = fact.get("potential_mV", {})
    face, _, what = name.rpartition(".")
    if what == "potential" and face in told:
        return float(told[face])
    after = int(fact["after_point"])
    return float(np.mean(height[after : after + 2]))


def _side(fact: Mapping[str, Any], x: Any, height: Any) -> tuple[float, float, str]:
    """Where there is room for a value beside its point (points right, points up, alignment): off the branch."""
    if fact.get("kind") == "fold":
        return (-11.0, -4.0, "right") if fact.get("way", 1) > 0 else (11.0, -4.0, "left")
    after = int(fact["after_point"])
    dx, dy = (float(np.diff(one[after : after + 2])[0]) for one in (x, height))
    return (9.0, -17.0, "left") if dx * dy > 0 else (9.0, 8.0, "left")


def _name(ax: "Axes", x: float, y: float, side: tuple[float, float, str]) -> None:
    right, up, align = side
    ax.annotate(
        minus(number(x, 4)), (x, y), (right, up), textcoords="offset points", ha=align, fontsize=SMALL, color=INK,
        zorder=6,
    )  # fmt: skip


def _legend(ax: "Axes", stable: Any, marks: Mapping[str, Any]) -> None:
    from matplotlib.lines import Line2D

    lines = {}
    if stable.any():
        lines["stable"] = Line2D([], [], color=INK, lw=3.0)
    if not stable.all():
        lines["unstable"] = Line2D([], [], color=INK, lw=2.0, ls=(0, (5, 2.5)))
    found = {**lines, **marks}
    ax.legend(
        list(found.values()), list(found), loc="upper left", bbox_to_anchor=(1.01, 1.0), frameon=False, fontsize=SMALL
    )
