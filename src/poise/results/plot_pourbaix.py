"""The Pourbaix diagram as a figure."""

from typing import TYPE_CHECKING, Any

from .plot_style import INK, LARGE, NORMAL, dress, finish, new_figure
from .pourbaix_result import Pourbaix, Region

if TYPE_CHECKING:
    from matplotlib.figure import Figure

_SHADES = {"immunity": "#d9e6f2", "corrosion": "#fbe3d6", "passivity": "#e3efe0"}
_WATER = "#0072B2"
_PER_LETTER = 0.34  # pH that a letter of a name takes


def draw(diagram: Pourbaix, path: Any) -> "Figure":
    """See `Pourbaix.plot`."""
    from matplotlib.patches import Patch, Polygon

    figure, (ax,) = new_figure(10.0, 7.0)
    every = [point for one in diagram.regions for point in one.corners]
    low, high = (f(x for x, _ in every) for f in (min, max))
    bottom, top = (f(y for _, y in every) for f in (min, max))
    for one in diagram.regions:
        ax.add_patch(Polygon(one.corners, closed=True, facecolor=_SHADES[one.kind], edgecolor=INK, lw=1.8))
    for start, name in ((0.0, "a"), (diagram.oxygen, "b")):
        ends = [start - diagram.decade * x for x in (low, high)]
        ax.plot([low, high], ends, color=_WATER, lw=2.0, ls=(0, (5, 3))).pop().set_gid(f"line {name}")
        at = low + 0.03 * (high - low)
        ax.annotate(name, (at, start - diagram.decade * at), (0, 4), textcoords="offset points", color=_WATER,
                    fontsize=NORMAL, va="bottom", style="italic")  # fmt: skip
    ax.set_xlim(low, high)
    ax.set_ylim(bottom, top)
    for one in diagram.regions:
        _name(ax, one)
    dress(ax, "pH", "potential against the hydrogen electrode (V)")
    ax.set_title(f"{diagram.element} in water, ions at {diagram.activity:g}", fontsize=LARGE, loc="left", pad=10)
    shown = [kind for kind in _SHADES if any(one.kind == kind for one in diagram.regions)]
    handles = [Patch(facecolor=_SHADES[kind], edgecolor=INK, label=kind) for kind in shown]
    water = ax.plot([], [], color=_WATER, lw=2.0, ls=(0, (5, 3)), label="a: H2, b: O2 at 1 bar")
    ax.legend(handles=[*handles, *water], fontsize=NORMAL, loc="upper left", bbox_to_anchor=(1.01, 1.0), frameon=False)
    return finish(figure, path)


def _name(ax: Any, one: Region) -> None:
    """The form's name in the middle of its region, upright where that is narrow."""
    xs = [x for x, _ in one.corners]
    turned = [x * y2 - x2 * y for (x, y), (x2, y2) in zip(one.corners, one.corners[1:] + one.corners[:1], strict=True)]
    area = 0.5 * sum(turned)
    pairs = list(zip(one.corners, one.corners[1:] + one.corners[:1], turned, strict=True))
    middle = [sum((a[k] + b[k]) * w for a, b, w in pairs) / (6 * area) for k in (0, 1)]
    style: Any = {"fontsize": NORMAL, "va": "center", "color": INK, "parse_math": False}
    wide = max(xs) - min(xs)
    length = _PER_LETTER * len(one.name)
    if wide < length or middle[0] + 0.5 * length > ax.get_xlim()[1]:  # too narrow: beside the picture, or upright
        edge = ax.get_xlim()[1]
        if max(xs) >= edge:
            ax.text(edge, middle[1], f" {one.name}", ha="left", **style)
        else:
            ax.text(*middle, one.name, ha="center", rotation=90, **style)
        return
    from matplotlib.patheffects import withStroke

    halo = [withStroke(linewidth=5, foreground=_SHADES[one.kind])]
    ax.text(*middle, one.name, ha="center", path_effects=halo, zorder=5, **style)
