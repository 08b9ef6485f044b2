"""What all figures share: colours, fonts, axes, labels that do not overlap, saving."""

from collections.abc import Sequence
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from ..errors import InputError
from .result import Result

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

SMALL, NORMAL, LARGE = 12.0, 14.0, 17.0  # pt: a room reads them from the back
INK: Final = "#222222"
QUIET: Final = "#8a8a8a"
# Okabe and Ito's colours, which the colour-blind tell apart, without yellow (too faint on white), and two more
_COLOURS = ("#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9", "#7A5195", "#8C6D31")
_DASHES: tuple[Any, ...] = ("-", (0, (6, 2)), (0, (2, 1.5)))


def colour(k: int) -> str:
    """Colour of the k-th process, the same in every figure of a result."""
    return _COLOURS[k % len(_COLOURS)]


def dash(k: int) -> Any:
    """Line style of the k-th process: solid until the colours are used up."""
    return _DASHES[k // len(_COLOURS) % len(_DASHES)]


def new_figure(width: float, height: float, panels: int = 1, side: str = "rows") -> "tuple[Figure, list[Axes]]":
    """A figure and its axes, without pyplot and so without a display."""
    from matplotlib.figure import Figure

    figure = Figure(figsize=(width, height), layout="constrained")
    rows, columns = (panels, 1) if side == "rows" else (1, panels)
    found = figure.subplots(rows, columns, squeeze=False)
    return figure, [one for row in found for one in row]


def figure_of(ax: "Axes") -> "Figure":
    """The figure that axes are part of."""
    figure = ax.get_figure(root=True)
    if figure is None:
        raise InputError("these axes belong to no figure")
    return figure  # type: ignore[return-value]


def dress(ax: "Axes", x: str, y: str, title: str = "") -> None:
    """Labels and sizes of axes; two spines only."""
    ax.set_xlabel(x, fontsize=NORMAL, parse_math=False)
    ax.set_ylabel(y, fontsize=NORMAL, parse_math=False)
    if title:
        ax.set_title(title, fontsize=LARGE, loc="left", parse_math=False, pad=10)
    ax.tick_params(labelsize=SMALL)
    for edge in ("top", "right"):
        ax.spines[edge].set_visible(False)


def minus(text: str) -> str:
    """Text of a number with a true minus sign."""
    return text.replace("-", "\u2212")


def plain_log(axis: Any) -> None:
    """Ticks of a logarithmic axis as plain numbers, 1 and 10 and 100; some between them on a short one."""
    from matplotlib.ticker import LogFormatter, StrMethodFormatter

    axis.set_major_formatter(StrMethodFormatter("{x:g}"))
    axis.set_minor_formatter(LogFormatter(minor_thresholds=(1.5, 0.4)))


def unit_text(unit: str) -> str:
    """A unit as a figure shows it: "uA/cm2" is "µA/cm²"."""
    return unit.replace("u", "µ", 1 if unit.startswith("u") else 0).replace("m2", "m²").replace("m3", "m³")


def spread(wanted: Sequence[float], gap: float, low: float, high: float) -> list[float]:
    """Places at least `gap` apart, each as near to the wanted one as its neighbours and the limits allow.

    Neighbours that come too close share a block centred on what its members want; blocks that meet merge. Where there
    is not room for all, they stand evenly over the whole range.
    """
    n = len(wanted)
    if n == 0:
        return []
    if gap * (n - 1) >= high - low:
        gap = (high - low) / max(n - 1, 1)
    order = sorted(range(n), key=lambda k: wanted[k])
    blocks: list[tuple[float, list[int]]] = []  # (place of the first, members)
    for k in order:
        start, members = _within(wanted[k], 1, gap, low, high), [k]
        while blocks and blocks[-1][0] + gap * len(blocks[-1][1]) > start + 1e-9 * gap:
            _, before = blocks.pop()
            members = before + members
            ideal = float(np.mean([wanted[one] - gap * place for place, one in enumerate(members)]))
            start = _within(ideal, len(members), gap, low, high)
        blocks.append((start, members))
    found = [0.0] * n
    for start, members in blocks:
        for place, one in enumerate(members):
            found[one] = start + gap * place
    return found


def _within(start: float, count: int, gap: float, low: float, high: float) -> float:
    return min(max(start, low), high - gap * (count - 1))


def end_labels(ax: "Axes", ends: Sequence[tuple[float, str, str]]) -> None:
    """Names at the right ends of curves: (height, text, colour) each, spread apart, with a thin line to the curve.

    Call it when the limits of the axes are set. The places are fractions of the axes' height.
    """
    low, high = ax.get_ylim()
    figure = figure_of(ax)
    tall = figure.get_figheight() * 72 * 0.72 / max(len({round(o.get_position().y0, 3) for o in figure.axes}), 1)
    log = ax.get_yscale() == "log"

    def fraction(y: float) -> float:
        a, b, c = (np.log10([low, high, max(y, 1e-300)])) if log else (low, high, y)
        return float(np.clip((c - a) / (b - a), 0.0, 1.0))

    wanted = [fraction(y) for y, _, _ in ends]
    places = spread(wanted, 1.35 * SMALL / tall, 0.0, 1.0)
    for (_, text, tone), at, place in zip(ends, wanted, places, strict=True):
        ax.annotate(
            text, (1.0, at), (1.045, place), xycoords="axes fraction", textcoords="axes fraction", color=tone,
            fontsize=SMALL, va="center", ha="left", parse_math=False, annotation_clip=False,
            arrowprops={"arrowstyle": "-", "color": tone, "lw": 1.0, "shrinkA": 0, "shrinkB": 0, "relpos": (0, 0.5)},
        )  # fmt: skip


def picked(result: Result, ax: Any, interface: str | None) -> list[int]:
    """Which interfaces to draw; raises InputError where one panel is given for several."""
    names = result.labels["interface"]
    if interface is not None:
        if interface not in names:
            raise InputError(f"no interface '{interface}' in this result; it has {', '.join(names)}")
        return [names.index(interface)]
    if ax is not None and len(names) > 1:
        raise InputError(f"one panel cannot show {len(names)} interfaces ({', '.join(names)}); say interface=")
    return list(range(len(names)))


def scalar(result: Result, figure: str) -> None:
    """Raise InputError where a result has many lanes and the figure shows one."""
    if result.sizes:
        raise InputError(f"the {figure} shows one state; this result runs over {', '.join(result.sizes)}")


def needs(result: Result, name: str, figure: str, verb: str) -> None:
    """Raise InputError where a result lacks what a figure shows."""
    if name not in result.data:
        raise InputError(f"the {figure} needs a result of '{verb}'; this one is of '{result.verb}'")


def finish(figure: "Figure", path: str | PathLike[str] | None) -> "Figure":
    """Save the figure where a path is given, folders made, no date inside; and return it."""
    if path is None:
        return figure
    target = Path(path)
    kind = target.suffix.lower().lstrip(".")
    if kind not in ("png", "svg", "pdf"):
        raise InputError(f"'{target.name}' does not end in .png, .svg or .pdf")
    target.parent.mkdir(parents=True, exist_ok=True)
    dates: dict[str, Any] = {"svg": {"Date": None}, "pdf": {"CreationDate": None}, "png": {}}
    figure.savefig(target, format=kind, dpi=150, metadata=dates[kind])
    return figure
