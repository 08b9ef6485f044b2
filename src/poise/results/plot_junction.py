"""Figures of a junction: concentrations and potential across it, and its potential in time."""

from dataclasses import dataclass
from os import PathLike
from typing import TYPE_CHECKING, Any

import numpy as np

from ..errors import InputError
from .plot_style import INK, QUIET, SMALL, colour, dash, dress, end_labels, finish, minus, new_figure, plain_log
from .table_numbers import millivolts

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from .junction_result import Junction

_DECADES = 20.0  # one solution to the other: beyond it the axis of concentrations is logarithmic
_DEEPEST = 1e-4  # of the largest concentration: where a logarithmic axis ends
_SCARCE = 0.015  # of the largest concentration: an ion below it is a line at the bottom
_NAMED = 9  # ions at most that are told apart
_LENGTHS = ((1e-3, 1e-3, "mm"), (1e-6, 1e-6, "µm"), (0.0, 1e-9, "nm"))


@dataclass(frozen=True)
class JunctionPlots:
    """What can be drawn of a junction; `path` also saves it, as PNG, SVG or PDF by its ending."""

    junction: "Junction"

    def profile(self, path: str | PathLike[str] | None = None) -> "Figure":
        """Concentrations, and under them the potential, from solution A to solution B."""
        return _profile(self.junction, path)

    def time(self, path: str | PathLike[str] | None = None) -> "Figure":
        """The potential since the solutions touched, with the stationary value.

        Raises:
            InputError: the junction was not followed in time.
        """
        return _time(self.junction, path)


def _profile(junction: "Junction", path: Any) -> "Figure":
    figure, (above, below) = new_figure(10.0, 8.0, 2)
    x, label = _axis(junction)
    profile = junction.profile
    values = np.asarray(profile.concentrations)
    log = _wants_log(junction)
    ends = []
    named = _named(values, log)
    for k, one in enumerate(junction.ions):
        shown = np.maximum(values[k], 1e-12 * values.max()) if log else values[k]
        if k not in named:
            (line,) = above.plot(x, shown, color=QUIET, lw=0.8, zorder=0)
        else:
            place = named.index(k)
            (line,) = above.plot(x, shown, color=colour(place), ls=dash(place), lw=2.5)
            ends.append((float(shown[-1]), one.name, colour(place)))
        line.set_gid(f"concentration {one.name}")
    if log:
        above.set_yscale("log")
        plain_log(above.yaxis)
        above.set_ylim(_DEEPEST * values.max(), 2.0 * values.max())
    else:
        above.set_ylim(-0.03 * values.max(), 1.05 * values.max())
    dress(above, "", "concentration (mM)")
    scarce = len(junction.ions) - len(named)
    more = f"   (and {scarce} scarcer ion{'s' if scarce > 1 else ''}, grey)" if scarce else ""
    title = f"A: {junction.a.name}\nB: {junction.b.name}{more}"
    above.set_title(title, fontsize=SMALL, loc="left", parse_math=False, pad=10)
    above.tick_params(labelbottom=False)
    (line,) = below.plot(x, 1e3 * np.asarray(profile.potential), color=INK, lw=2.5)
    line.set_gid("potential")
    below.axhline(0.0, color=QUIET, lw=1.0, zorder=0)
    dress(below, label, "potential (mV)")
    end = 1e3 * float(profile.potential[-1])
    below.annotate(
        minus(f"{millivolts(junction.potential, sign=True)} mV"), (1.0, end), (1.02, end),
        xycoords=("axes fraction", "data"), textcoords=("axes fraction", "data"), va="center", fontsize=SMALL,
        color=INK, annotation_clip=False,
    )  # fmt: skip
    for ax in (above, below):
        ax.set_xlim(float(x[0]), float(x[-1]))
    end_labels(above, ends)
    return finish(figure, path)


def _named(values: Any, log: bool) -> list[int]:
    """The ions that are drawn in colour and named: the most concentrated ones, in the order of the table."""
    highest = values.max(axis=1)
    least = (_DEEPEST if log else _SCARCE) * highest.max()
    found = [k for k in np.argsort(-highest).tolist() if highest[k] >= least][:_NAMED]
    return sorted(found)


def _time(junction: "Junction", path: Any) -> "Figure":
    course = junction.course
    if course is None:
        raise InputError(
            f"the method '{junction.method}' does not follow the junction in time; take 'nernst-planck-poisson'"
        )
    figure, (ax,) = new_figure(10.0, 5.5)
    later = course.times > 0.0
    (line,) = ax.plot(course.times[later], 1e3 * course.potential[later], color=colour(0), lw=2.5)
    line.set_gid("potential in time")
    stationary = junction.comparison.get("nernst-planck")
    if stationary is not None:
        name = "stationary" if junction.activity == "ideal" else "stationary, ideal"
        ax.axhline(1e3 * stationary, color=QUIET, lw=1.5, ls=(0, (5, 2)))
        ax.annotate(
            name, (1.0, 1e3 * stationary), (1.01, 1e3 * stationary), xycoords=("axes fraction", "data"),
            textcoords=("axes fraction", "data"), va="center", fontsize=SMALL, color=INK, annotation_clip=False,
        )  # fmt: skip
    ax.set_xscale("log")
    dress(ax, "time since the solutions touched (s)", "potential, B minus A (mV)", "")
    return finish(figure, path)


def _axis(junction: "Junction") -> tuple[Any, str]:
    """Places as shown, and what they are."""
    place = np.asarray(junction.profile.place)
    width = junction.profile.width
    if width is None:
        return place, "place in the junction (share of its thickness), A to B"
    _, scale, unit = next(one for one in _LENGTHS if width >= one[0])
    return place / scale, f"place ({unit}), A to B"


def _wants_log(junction: "Junction") -> bool:
    """Whether the two solutions are too different for one linear axis."""
    sums = [sum(one.a for one in junction.ions), sum(one.b for one in junction.ions)]
    return max(sums) > _DECADES * min(sums)
