"""A run over time: potential, currents, gates, concentrations, amounts, volume, forces, conductances."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import numpy as np

from .plot_panels import Curve, Panel, needs_run, over_time
from .plot_style import INK, colour, dash, unit_text
from .result import Result
from .table_numbers import in_reach, readable
from .table_rows import own_name, rows_of, sides
from .table_units import amounts_in_reach, volumes_in_reach

if TYPE_CHECKING:
    from matplotlib.figure import Figure

_WIDE = 30.0  # concentrations that differ by more than this factor need a logarithmic axis
_MOVES = 1e-6  # of itself: what changes less stands still
_FAR, _TIMES_MEDIAN = 350.0, 4.0  # mV: an equilibrium farther than both from the potential is left off
_MERGED = 0.05  # mV: equilibrium potentials that are never farther apart share a line


def time(result: Result, path: Any) -> "Figure":
    """See `Plots.time`."""
    needs_run(result)
    panels = [
        *_potentials(result),
        *([] if result.sizes else _currents(result)),
        *([] if result.sizes else _gates(result)),
        *_concentrations(result),
        *_volumes(result),
        *_injected(result),
    ]
    return over_time(result, panels, path)


def currents(result: Result, path: Any, ax: Any) -> "Figure":
    """See `Plots.currents`."""
    needs_run(result)
    return over_time(result, list(_currents(result)), path, ax)


def conductances(result: Result, path: Any, ax: Any) -> "Figure":
    """See `Plots.conductances`."""
    needs_run(result)
    return over_time(result, list(_of_processes(result, "conductance", "mS/cm2", "chord conductances")), path, ax)


def driving_forces(result: Result, path: Any) -> "Figure":
    """See `Plots.driving_forces`."""
    needs_run(result)
    return over_time(result, list(_forces(result)), path)


def amounts(result: Result, path: Any) -> "Figure":
    """See `Plots.amounts`."""
    needs_run(result)
    return over_time(result, list(_amounts(result)), path)


def volume(result: Result, path: Any) -> "Figure":
    """See `Plots.volume`."""
    needs_run(result)
    return over_time(result, list(_volumes(result)), path)


def _potentials(result: Result) -> Iterator[Panel]:
    names = result.labels["interface"]
    curves = tuple(
        Curve(name, 1e3 * result["potential"][k], INK if k == 0 else colour(k), wide=True)
        for k, name in enumerate(names)
    )
    ticks = tuple(result.facts.get("events", {}).items())
    if len(names) == 1:
        inside, outside = sides(result, names[0])
        marked = _marks(result)
        yield Panel(f"{names[0]}: potential{marked}", f"{inside} minus\n{outside} (mV)", curves, ticks=ticks)
    else:
        yield Panel(f"potentials{_marks(result)}", "inside minus\noutside (mV)", curves, "{}: potential", ticks=ticks)


def _marks(result: Result) -> str:
    """What the ticks at the top mean."""
    if result.sizes:
        return ""
    counts = {name: len(times) for name, times in result.facts.get("events", {}).items() if len(times)}
    return f" (ticks: {', '.join(f'{n} {name}' for name, n in counts.items())})" if counts else ""


def _currents(result: Result) -> Iterator[Panel]:
    yield from _of_processes(result, "current", "uA/cm2", "outward currents", zero=True)


def _of_processes(result: Result, name: str, unit: str, title: str, *, zero: bool = False) -> Iterator[Panel]:
    """A panel for each interface, with those of its processes of which something is known and not nothing."""
    for face in result.labels["interface"]:
        rows = [
            p
            for p in rows_of(result, face)
            if np.isfinite(result[name][p]).any() and np.nanmax(np.abs(result[name][p])) > 0
        ]
        values, shown = in_reach(readable(result.data[name])[rows], unit)
        curves = tuple(
            Curve(own_name(result.labels["process"][p]), values[n], colour(p), dash(p)) for n, p in enumerate(rows)
        )
        each = f"{face}, {{}}: {title.removesuffix('s')}"
        yield Panel(f"{face}: {title}", f"{name}\n({unit_text(shown)})", curves, each, zero=zero)


def _gates(result: Result) -> Iterator[Panel]:
    if "gate" not in result.data:
        return
    names = result.labels["gate"]
    single = len(result.labels["interface"]) == 1
    curves = tuple(
        Curve(own_name(name) if single else name, result["gate"][k], colour(k), dash(k)) for k, name in enumerate(names)
    )
    yield Panel("gates: fraction open", "fraction", curves, "{}: fraction open")


def _moving(result: Result, name: str) -> list[int]:
    """Those contents that change during the run; all of them where none does."""
    found = []
    for k in range(len(result.labels.get("content", ()))):
        values = result[name][k]
        size = np.nanmax(np.abs(values), initial=0.0)
        if np.isfinite(values).any() and np.nanmax(np.ptp(values, axis=0)) > _MOVES * size > 0:
            found.append(k)
    return found or list(range(len(result.labels.get("content", ()))))


def _species(result: Result) -> dict[str, int]:
    """Which colour each species has: the same in every compartment."""
    moving = [*_moving(result, "concentration"), *_moving(result, "amount")]
    names = [own_name(result.labels["content"][k]) for k in moving]
    return {name: k for k, name in enumerate(dict.fromkeys(names))}


def _concentrations(result: Result) -> Iterator[Panel]:
    if "concentration" not in result.data:
        return
    tones = _species(result)
    for place in result.labels["holding"]:
        rows = _rows_in(result, place, _moving(result, "concentration"))
        curves = tuple(_content(result, k, readable(result.data["concentration"])[k], tones) for k in rows)
        yield Panel(
            f"{place}: concentrations",
            "concentration\n(mM)",
            curves,
            f"{place}, {{}}: concentration",
            _needs_log(curves),
        )


def _amounts(result: Result) -> Iterator[Panel]:
    if "amount" not in result.data:
        return
    tones = _species(result)
    for place in result.labels["holding"]:
        rows = _rows_in(result, place, _moving(result, "amount"))
        values, unit = amounts_in_reach(result["amount"][rows])
        curves = tuple(_content(result, k, values[n], tones) for n, k in enumerate(rows))
        yield Panel(
            f"{place}: amounts", f"amount\n({unit_text(unit)})", curves, f"{place}, {{}}: amount", _needs_log(curves)
        )


def _rows_in(result: Result, place: str, rows: list[int]) -> list[int]:
    return [k for k in rows if result.labels["content"][k].partition(".")[0] == place]


def _content(result: Result, k: int, values: Any, tones: dict[str, int]) -> Curve:
    name = own_name(result.labels["content"][k])
    tone = tones.get(name, len(tones))
    return Curve(name, values, colour(tone), dash(tone))


def _needs_log(curves: tuple[Curve, ...]) -> bool:
    """Whether curves differ so much that a linear axis would hide some."""
    tops = [float(np.nanmax(one.values)) for one in curves if np.isfinite(one.values).any()]
    least = [float(np.nanmin(one.values)) for one in curves if np.isfinite(one.values).any()]
    return len(tops) > 1 and min(least) > 0 and max(tops) / min(tops) > _WIDE


def _volumes(result: Result) -> Iterator[Panel]:
    """A panel for each compartment whose volume changes."""
    for k, name in enumerate(result.labels.get("holding", ())):
        values = result["volume"][k]
        if np.nanmax(np.ptp(values, axis=0)) > _MOVES * np.nanmax(values):
            shown, unit = volumes_in_reach(values)
            yield Panel(f"{name}: volume", f"volume\n({unit_text(unit)})", (Curve(name, shown),))


def _injected(result: Result) -> Iterator[Panel]:
    flows = result["injected_current"]
    rows = [k for k in range(len(flows)) if np.nanmax(np.abs(flows[k]), initial=0.0) > 0]
    values, unit = in_reach(readable(result.data["injected_current"])[rows], "uA/cm2")
    names = [result.labels["interface"][k] for k in rows]
    curves = tuple(Curve(name, values[n], INK if n == 0 else colour(n)) for n, name in enumerate(names))
    title = f"{names[0]}: injected current" if len(names) == 1 else "injected currents"
    yield Panel(title, f"injected\n({unit_text(unit)})", curves, "{}: injected current")


def _forces(result: Result) -> Iterator[Panel]:
    """The potential among the equilibrium potentials, and below it the distances to them."""
    for k, face in enumerate(result.labels["interface"]):
        volts = 1e3 * result["potential"][k]
        groups = _groups(result, face, volts)
        inside, outside = sides(result, face)
        curves = [Curve(f"E {name}", e, tone, style) for name, e, tone, style in groups]
        yield Panel(
            f"{face}: potential (V) and equilibrium potentials (E)",
            f"{inside} minus\n{outside} (mV)",
            (*curves, Curve("V", volts, wide=True)),
            f"{face}: {{}}",
        )
        forces = tuple(Curve(name, volts - e, tone, style) for name, e, tone, style in groups)
        yield Panel(
            f"{face}: driving forces, V minus E",
            "driving force\n(mV)",
            forces,
            f"{face}, {{}}: driving force",
            zero=True,
        )


def _groups(result: Result, face: str, volts: Any) -> list[tuple[str, Any, str, Any]]:
    """Processes with one equilibrium potential together; those very far away left off."""
    found: list[tuple[list[str], Any, str, Any]] = []
    rows = [p for p in rows_of(result, face) if np.isfinite(result["equilibrium"][p]).any()]
    distances = {p: float(np.nanmedian(np.abs(1e3 * result["equilibrium"][p] - volts))) for p in rows}
    reach = max(_FAR, _TIMES_MEDIAN * float(np.median(list(distances.values())))) if rows else _FAR
    for p in rows:
        values, name = 1e3 * result["equilibrium"][p], own_name(result.labels["process"][p])
        if distances[p] > reach:
            continue
        same = next((one for one in found if np.nanmax(np.abs(one[1] - values)) < _MERGED), None)
        if same is None:
            found.append(([name], values, colour(p), dash(p)))
        else:
            same[0].append(name)
    return [(", ".join(names), values, tone, style) for names, values, tone, style in found]
