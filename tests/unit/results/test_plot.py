"""The figures: the numbers that their artists show, labels that do not overlap, files that are written."""

import itertools
import re
from pathlib import Path

import numpy as np
import pytest
from matplotlib.axes._base import _AxesBase
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.text import Text
from matplotlib.transforms import Bbox

from poise.errors import InputError
from poise.results.plot_evans import meeting_current
from poise.results.plot_style import spread
from unit.results.made import SCALAR, curves_of, rest_of


def texts(figure: Figure) -> list[Text]:
    """Every text that is seen."""
    FigureCanvasAgg(figure).draw()
    unseen = set()  # ticks beyond the limits, and all that belongs to hidden axes, are made but not drawn
    for axes in figure.findobj(_AxesBase):
        for axis in (axes.xaxis, axes.yaxis):
            low, high = sorted(axis.get_view_interval())
            for tick in [*axis.get_major_ticks(), *axis.get_minor_ticks()]:
                if not (axes.axison and axis.get_visible() and low <= tick.get_loc() <= high):
                    unseen |= {tick.label1, tick.label2}
            if not axes.axison:
                unseen |= {axis.label}
    found = [one for one in figure.findobj(Text) if one.get_visible() and one.get_text().strip()]
    return [one for one in found if one not in unseen]


def box(one: Text) -> Bbox:
    """Where the letters stand, without the line that leads to them."""
    return Text.get_window_extent(one)


def overlaps(figure: Figure) -> list[tuple[str, str]]:
    """Pairs of texts whose boxes overlap."""
    shown = texts(figure)
    boxes = [(one.get_text(), box(one).padded(-1.0)) for one in shown]
    return [(a, b) for (a, one), (b, other) in itertools.combinations(boxes, 2) if one.overlaps(other)]


def outside(figure: Figure) -> list[str]:
    """Texts that the edge of the figure cuts."""
    whole = figure.bbox.padded(2.0)
    return [
        one.get_text() for one in texts(figure) if not (whole.contains(*box(one).min) and whole.contains(*box(one).max))
    ]


def marked(figure: Figure, gid: str) -> list:
    """The artists of that mark."""
    return figure.findobj(lambda one: (one.get_gid() or "").startswith(gid))


def words(figure: Figure) -> str:
    """All texts of a figure, minus signs as on a keyboard."""
    return "\n".join(one.get_text() for one in texts(figure)).replace("\u2212", "-")


RESTS = (*SCALAR, "swept", "folded", "no_rest")
FIGURES = {
    **{f"tug {name}": lambda name=name: rest_of(name).plot.tug_of_war() for name in RESTS},
    **{f"circuit {name}": lambda name=name: rest_of(name).plot.circuit() for name in (*SCALAR, "no_rest")},
    **{f"iv {name}": lambda name=name: curves_of(name).plot.iv() for name in (*SCALAR[:-2], "swept", "no_rest")},
    "evans": lambda: curves_of("electrode", -0.1, 1.1).plot.evans(),
    "evans four": lambda: curves_of("four").plot.evans(),
}  # fmt: skip


@pytest.mark.parametrize("name", FIGURES)
def test_labels_can_be_read_from_the_back_and_do_not_overlap(name: str) -> None:
    figure = FIGURES[name]()
    assert overlaps(figure) == []
    assert outside(figure) == []
    sizes = {one.get_text(): one.get_fontsize() for one in texts(figure)}
    assert min(sizes.values()) >= 12.0
    assert "nan" not in words(figure)


def test_the_rest_is_a_line_at_the_potential() -> None:
    figure = rest_of("four").plot.tug_of_war()
    (line,) = marked(figure, "rest")
    assert line.get_xdata()[0] == pytest.approx(1e3 * rest_of("four").of("potential", "membrane"))
    assert "V = -81.81 mV" in words(figure)


def test_ropes_run_from_the_rest_to_each_equilibrium_as_wide_as_the_share() -> None:
    result = rest_of("four")
    figure = result.plot.tug_of_war()
    ropes = {one.get_gid().removeprefix("rope "): one for one in marked(figure, "rope ")}
    assert set(ropes) == set(result.labels["process"])
    for name, rope in ropes.items():
        assert list(rope.get_xdata()) == pytest.approx(
            [1e3 * result.of("potential", "membrane"), 1e3 * result.of("equilibrium", name)]
        )
    by_share = sorted(ropes, key=lambda name: result.of("share", name))
    widths = [ropes[name].get_linewidth() for name in by_share]
    assert widths == sorted(widths)
    assert widths[0] < widths[-1]
    assert [ropes[name].get_ydata()[0] for name in by_share] == [3, 2, 1, 0]
    assert "E = -95.02 mV,  68.1 %" in words(figure)


def test_other_roots_are_marked_with_their_stability() -> None:
    figure = rest_of("n_shaped").plot.tug_of_war()
    assert len(marked(figure, "other root")) == 2
    assert "-61.75 (unstable)" in words(figure)
    assert "50.17 (stable)" in words(figure)


def test_imposed_currents_push_and_say_how_much() -> None:
    shown = words(rest_of("driven").plot.tug_of_war())
    assert "0.0500 µA/cm² inward" in shown
    assert "0.200 µA/cm² inward" in shown
    assert "carries no current" in shown


def test_several_interfaces_have_a_panel_each_or_one_that_is_named() -> None:
    assert len([ax for ax in rest_of("epithelium").plot.tug_of_war().axes if ax.get_title(loc="left")]) == 3
    figure = Figure()
    with pytest.raises(InputError, match="say interface="):
        rest_of("epithelium").plot.circuit(ax=figure.subplots())
    assert rest_of("epithelium").plot.tug_of_war(ax=figure.subplots(), interface="apical") is figure
    with pytest.raises(InputError, match="no interface 'basal'"):
        rest_of("epithelium").plot.tug_of_war(interface="basal")


def test_along_one_dimension() -> None:
    result = rest_of("swept")
    (line,) = marked(result.plot.tug_of_war(), "rest")
    assert np.asarray(line.get_xdata()) == pytest.approx(np.geomspace(1.0, 100.0, 30))
    assert np.asarray(line.get_ydata()) == pytest.approx(1e3 * result["potential"][0])
    (broken,) = marked(rest_of("folded").plot.tug_of_war(), "rest")
    assert np.isnan(broken.get_ydata()).sum() == 1
    with pytest.raises(InputError, match="one dimension"):
        rest_of("grid").plot.tug_of_war()


@pytest.mark.parametrize("name", SCALAR)
def test_the_circuit_shows_every_value_and_its_sum(name: str) -> None:
    result = rest_of(name)
    figure = result.plot.circuit()
    branches = [one.get_text().replace("\n", "") for one in marked(figure, "branch")]
    for full, current in zip(result.labels["process"], result["current"], strict=True):
        if current:
            assert full.partition(".")[2] in branches
    assert branches.count("Thévenin") == len(result.labels["interface"])


def test_the_numbers_of_the_circuit() -> None:
    shown = words(rest_of("four").plot.circuit())
    for value in ("0.0240", "-95.0", "+0.317", "-0.448", "0.0352", "-81.8"):
        assert value in shown
    assert "g in mS/cm²,  E in mV,  I in µA/cm²" in shown


def test_the_equivalent_circuit_carries_the_loop_current() -> None:
    """Basolateral membrane of the epithelium: E = V - I / g differs from V."""
    result = rest_of("epithelium")
    shown = words(result.plot.circuit(interface="basolateral"))
    g = sum(result.of("conductance", f"basolateral.{one}") for one in ("K_leak", "Cl_leak", "pump"))
    volts = result.of("potential", "basolateral") - result.of("net_current", "basolateral") / g
    assert f"{1e3 * volts:.1f}" in shown


def test_zero_crossings_are_filled_where_stable() -> None:
    figure = curves_of("n_shaped").plot.iv()
    stable, unstable = marked(figure, "stable zero"), marked(figure, "unstable zero")
    assert [one.get_xdata()[0] for one in stable] == pytest.approx([-91.7485, 50.1692], abs=1e-3)
    assert [one.get_xdata()[0] for one in unstable] == pytest.approx([-61.7523], abs=1e-3)
    assert {one.get_markerfacecolor() for one in unstable} == {"white"}
    assert {one.get_markerfacecolor() for one in stable} != {"white"}
    (total,) = marked(figure, "total")
    assert np.asarray(total.get_ydata()) == pytest.approx(100.0 * curves_of("n_shaped")["total"][0])
    assert re.search(r"current \(µA/cm²\)", words(figure))


def test_the_evans_diagram_marks_where_the_currents_meet() -> None:
    figure = curves_of("electrode", -0.1, 1.1).plot.evans()
    (mixed,) = marked(figure, "mixed potential")
    (meeting,) = marked(figure, "meeting current")
    result = rest_of("electrode")
    assert mixed.get_xdata()[0] == pytest.approx(1e3 * result.of("potential", "electrode"))
    assert meeting.get_ydata()[0] == pytest.approx(100.0 * result.of("current", "Sn"), rel=1e-3)
    assert figure.axes[0].get_yscale() == "log"
    assert "E = 705.93 mV,  i = 4727 µA/cm²" in words(figure)


def test_the_meeting_current_is_seen_in_a_range_however_wide() -> None:
    figure = curves_of("electrode", -2.0, 3.0).plot.evans()
    (meeting,) = marked(figure, "meeting current")
    low, high = figure.axes[0].get_ylim()
    assert low < meeting.get_ydata()[0] < high


def test_the_meeting_current_lies_between_points() -> None:
    x = np.linspace(0.0, 10.0, 11)
    assert meeting_current(x, np.array([x**3, -(x**3)]), 4.3) == pytest.approx(4.3**3)


@pytest.mark.parametrize("ending", ["png", "svg", "pdf"])
def test_files_are_written_with_their_folders(tmp_path: Path, ending: str) -> None:
    head = {"png": b"\x89PNG", "svg": b"<?xml", "pdf": b"%PDF"}[ending]
    for kind, result in (("tug_of_war", rest_of("four")), ("circuit", rest_of("four")), ("iv", curves_of("four"))):
        path = tmp_path / "new" / "folder" / f"{kind}.{ending}"
        figure = getattr(result.plot, kind)(path)
        assert isinstance(figure, Figure)
        assert path.read_bytes().startswith(head)
        assert path.stat().st_size > 3000


def test_what_cannot_be_drawn_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"\.png, \.svg or \.pdf"):
        rest_of("four").plot.circuit(tmp_path / "circuit.bmp")
    with pytest.raises(InputError, match="needs a result of 'iv'"):
        rest_of("four").plot.iv()
    with pytest.raises(InputError, match="needs a result of 'rest'"):
        curves_of("four").plot.tug_of_war()
    with pytest.raises(InputError, match="runs over swap, membrane"):
        rest_of("grid").plot.circuit()


def test_labels_spread_within_limits_and_stay_near_what_they_want() -> None:
    assert spread([0.5, 0.1], 0.1, 0.0, 1.0) == [0.5, 0.1]
    close = spread([0.5, 0.5, 0.5], 0.1, 0.0, 1.0)
    assert sorted(close) == pytest.approx([0.4, 0.5, 0.6])
    edge = spread([1.0, 1.0], 0.2, 0.0, 1.0)
    assert sorted(edge) == pytest.approx([0.8, 1.0])
    crowd = spread([0.0] * 30, 0.1, 0.0, 1.0)
    assert min(np.diff(sorted(crowd))) == pytest.approx(1 / 29)
    assert spread([], 0.1, 0.0, 1.0) == []
