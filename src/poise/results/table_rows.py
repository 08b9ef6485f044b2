"""What the table of a result says: lines and grids of texts, before anything is laid out."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from ..constants import STANDARD_CONCENTRATION, ZERO_CELSIUS
from .result import Result
from .table_numbers import GAP, bar, fixed, in_reach, millivolts, number, percent, readable, settled


@dataclass(frozen=True)
class Column:
    """One column of a grid.

    Attributes:
        head: what it holds; a line break parts it in two.
        unit: its unit, "" for texts.
        left: whether it is set flush left.
        rank: the higher, the sooner it is left out where the grid is too wide.
        mark: whether it is a bar.
    """

    head: str
    unit: str = ""
    left: bool = False
    rank: int = 0
    mark: bool = False


@dataclass(frozen=True)
class Grid:
    """Rows of texts under columns; the last `feet` of them are sums."""

    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...]
    feet: int = 0


@dataclass(frozen=True)
class Line:
    """A line of text; kind is "title", "head", "plain", "warning" or "blank"."""

    text: str = ""
    kind: str = "plain"


@dataclass(frozen=True)
class Page:
    """A table's lines and grids, in order."""

    parts: tuple[Line | Grid, ...] = field(default_factory=tuple)


_BALANCED = 1e-6  # a net current below this share of what flows is none
STATUS_WORDS = {
    "ok": "found",
    "no_root": "no answer: the net current does not cross zero in the range searched",
    "flat": "no answer: no process carries current",
    "not_finite": "no answer: the current is not finite somewhere in the range searched",
    "not_converged": "no answer: the search did not settle",
    "step_too_small": "ended early: the step in time became too small",
    "too_many_steps": "ended early: too many steps",
    "left_domain": "ended early: the state became impossible",
    "started_badly": "not begun: the rates are not finite at the start",
    "unfinished": "stopped before its end",
    "no_steady_state": "no answer: something keeps changing without end",
    "branch_ended": "the branch ends before its range does",
    "no_period": "no answer: what repeats does not move",
}


def page(result: Result) -> Page:
    """The table of a result, whatever its verb and however many lanes it has."""
    if result.verb == "iv":
        from .table_iv import iv_parts

        return Page((*_heading(result), *iv_parts(result), *_tail(result)))
    if result.verb == "run":
        from .table_run import run_parts

        return Page((*_heading(result), *run_parts(result), *_tail(result)))
    if result.verb == "continue":
        from .table_branch import branch_parts

        return Page((*_heading(result), *branch_parts(result), *_tail(result)))
    if result.sizes:
        from .table_lanes import lane_parts

        return Page((*_heading(result), *lane_parts(result), *_tail(result)))
    parts: list[Line | Grid] = [*_heading(result)]
    for k, name in enumerate(result.labels["interface"]):
        parts += [Line(kind="blank"), *_interface(result, k, name)]
    if result.verb in ("state", "steady"):
        from .table_steady import steady_parts

        parts += steady_parts(result)
    return Page((*parts, *_tail(result)))


def _heading(result: Result) -> Iterator[Line]:
    known = result.provenance if "final" not in result.parts else result.parts["final"].provenance
    kelvin = np.ravel(known.get("temperature_K", []))
    warm = f", {kelvin[0] - ZERO_CELSIUS:.4g} degC" if kelvin.size and (kelvin == kelvin[0]).all() else ""
    yield Line(f"{result.verb} of {result.title}{warm}", "title")


def _tail(result: Result) -> Iterator[Line]:
    if result.verb == "iv" and result.status in ("no_root", "flat"):
        return  # a window without a zero crossing is an answer; the table says so
    told = any(note.startswith(f"{result.status}:") for note in result.notes)
    if not result.ok and not told:
        yield Line(kind="blank")
        yield Line(f"status {result.status}: {STATUS_WORDS.get(result.status, result.status)}.", "warning")
    elif result.notes:
        yield Line(kind="blank")
    for note in result.notes:
        bad = note.split(":")[0] in STATUS_WORDS
        yield Line(f"status {note}" if bad else note, "warning" if bad else "plain")


def sides(result: Result, interface: str) -> tuple[str, str]:
    """The compartments inside and outside an interface."""
    return result.sides.get(interface, ("inside", "outside"))


def _interface(result: Result, k: int, name: str) -> Iterator[Line | Grid]:
    inside, outside = sides(result, name)
    volts = float(result["potential"][k])
    value = f"{millivolts(volts)} mV" if np.isfinite(volts) else "no potential"
    yield Line(f"{name}: {value} ({inside} minus {outside})", "head")
    roots = result["root"][k]
    if np.isfinite(roots).sum() > 1:
        yield Line("all zero-current potentials: " + "; ".join(_roots(result, k, volts)))
    yield _processes(result, k, name)
    yield from (Line(one) for one in _sums(result, k))
    grid = _ions(result, name, inside, outside)
    if grid.rows:
        yield Line(kind="blank")
        yield grid


def _roots(result: Result, k: int, volts: float) -> Iterator[str]:
    roots, stable = result["root"][k], result["root_stable"][k]
    for root, holds in zip(roots, stable, strict=True):
        if np.isfinite(root):
            taken = " (this table)" if root == volts else ""
            yield f"{millivolts(root)} mV {'stable' if holds else 'unstable'}{taken}"


def own_name(full: str) -> str:
    """A process's own name: "K_leak" of "membrane.K_leak"."""
    return full.partition(".")[2] or full


def rows_of(result: Result, interface: str, dim: str = "process") -> list[int]:
    """Where an interface's processes or ions stand in the variables."""
    return [k for k, full in enumerate(result.labels[dim]) if full.partition(".")[0] == interface]


def _processes(result: Result, k: int, name: str) -> Grid:
    picked = rows_of(result, name)
    injected = float(readable(result.data["injected"])[k])
    heat_sum = float(readable(result.data["total_dissipation"])[k])
    cells = {one: settled(readable(result.data[one])[picked]) for one in ("rate", "affinity", "dissipation")}
    if np.isnan(cells["dissipation"]).all():
        heat_sum = np.nan  # nothing is known, which is not 0
    cells["current"] = currents(result, picked)
    flows = np.array([*cells["current"], -injected])
    total = settled([np.sum(flows)], flows)[0]
    current, current_unit = in_reach([*flows, total], "uA/cm2")
    rate, rate_unit = in_reach(cells["rate"], "pmol/cm2/s")
    heat, heat_unit = in_reach([*cells["dissipation"], heat_sum], "uW/cm2")
    rows = [
        (
            own_name(result.labels["process"][p]),
            millivolts(result["equilibrium"][p]),
            millivolts(result["driving_force"][p], sign=True),
            percent(result["share"][p]),
            bar(result["share"][p]),
            number(current[n]),
            number(rate[n]),
            number(cells["affinity"][n]),
            number(heat[n]),
        )
        for n, p in enumerate(picked)
    ]
    if injected:
        rows.append(("injected", GAP, GAP, GAP, "", number(current[-2]), "", "", ""))
    shares = [result["share"][p] for p in picked if np.isfinite(result["share"][p])]
    rows.append(
        ("sum", "", "", percent(sum(shares)) if shares else GAP, "", number(current[-1]), "", "", number(heat[-1]))
    )
    columns = (
        Column("process", left=True),
        Column("equilibrium", "mV"),
        Column("driving\nforce", "mV", rank=1),
        Column("share", "%"),
        Column("", left=True, rank=5, mark=True),
        Column("current", current_unit),
        Column("rate", rate_unit, rank=4),
        Column("affinity", "kJ/mol", rank=3),
        Column("dissipation", heat_unit, rank=2),
    )
    return Grid(columns, tuple(rows), 2 if injected else 1)


def currents(result: Result, rows: list[int]) -> Any:
    """Processes' currents (uA/cm2), rounding error set to 0: 1e-12 of the largest, or of what a battery could drive."""
    batteries = np.array(result["conductance"])[rows] * np.nan_to_num(result["equilibrium"][rows], posinf=0, neginf=0)
    return settled(readable(result.data["current"])[rows], 100.0 * batteries)


def _sums(result: Result, k: int) -> Iterator[str]:
    net, error = float(readable(result.data["net_current"])[k]), float(result["charge_error"][k])
    rows = rows_of(result, result.labels["interface"][k])
    gross = float(np.sum(np.abs(currents(result, rows)))) + abs(float(readable(result.data["injected"])[k]))
    exact = f"{number(error, 2)} of what flows" if error else "exactly"
    closely = f"to {exact}" if error else exact
    if np.isfinite(net):
        shown, unit = in_reach([net], "uA/cm2") if abs(net) > 1e-9 * gross else ([net], "uA/cm2")
        if result.verb == "state":
            yield _moving(result, k, f"{number(shown[0])} {unit}")
        elif error >= _BALANCED:
            yield f"the currents do NOT cancel: net current {number(shown[0])} {unit} ({exact})"
        elif abs(net) > _BALANCED * gross and len(result.labels["interface"]) > 1:
            yield f"net current {number(shown[0])} {unit}, which other interfaces bring back ({closely})"
        else:
            yield f"the currents cancel: net current {number(shown[0], 2)} {unit} ({exact})"
        slope, heat = measured(result, "slope_conductance", k), measured(result, "total_dissipation", k)
        known = np.isfinite(result["dissipation"][rows]).all()
        yield f"slope conductance {slope}; {'total dissipation' if known else 'dissipation accounted for'} {heat}"
    if result["injected"][k]:
        yield f"injected into the inside {measured(result, 'injected', k)}"


def _moving(result: Result, k: int, net: str) -> str:
    """What the net current does to the potential: V rises where it flows inward."""
    held = float(result["capacitance"][k]) if "capacitance" in result.data else np.nan
    if not np.isfinite(held):
        return f"net current {net}"
    pace, unit = -float(result["net_current"][k]) / held, "mV/ms"
    if abs(pace) < 1e-3:
        pace, unit = 1e3 * pace, "mV/s"
    return f"net current {net}, so the potential moves by {number(pace, 3, sign=True)} {unit}"


def measured(result: Result, name: str, k: int) -> str:
    """One value of a variable with its unit: "0.1028 uW/cm2"."""
    one = result.data[name]
    values, unit = in_reach(readable(one)[k], one.shown[0])
    return f"{number(values)} {unit}"


def _ions(result: Result, name: str, inside: str, outside: str) -> Grid:
    """One row for each ion that carries a Nernst potential or a flux, both sides beside each other."""
    found: dict[str, dict[str, int]] = {}
    for k in rows_of(result, name, "ion"):
        _, place, ion = result.labels["ion"][k].split(".", 2)
        found.setdefault(ion, {})[place] = k
    amounts, nernst = result["concentration"], result["nernst"]
    flux = np.zeros(len(amounts))
    picked = [k for there in found.values() for k in there.values()]
    rates = readable(result.data["rate"])[rows_of(result, name)]
    flux[picked], unit = in_reach(settled(readable(result.data["net_flux"])[picked], rates), "pmol/cm2/s")

    def moves(there: dict[str, int]) -> bool:
        return any(np.isfinite(nernst[k]) or flux[k] != 0 for k in there.values())

    shown = {ion: there for ion, there in found.items() if moves(there)}
    columns = [Column("ion", left=True)]
    here = [place for place in (inside, outside) if any(place in there for there in found.values())]
    columns += [Column(f"in\n{place}", "mM") for place in here]
    if len(here) == 2:
        columns.append(Column("Nernst", "mV"))
    into = [place for place in (inside, outside) if any(place in there for there in shown.values())]
    if inside in into and not any(inside not in there and flux[there[outside]] for there in shown.values()):
        into = [inside]  # what leaves one side enters the other
    columns += [Column(f"net flux\ninto {place}", unit) for place in into]
    rows: list[tuple[str, ...]] = []
    for ion, there in shown.items():
        row: list[str] = [ion, *(_amount(ion, amounts, there.get(place)) for place in here)]
        if len(here) == 2:
            first = next((nernst[k] for k in there.values() if not np.isnan(nernst[k])), np.nan)
            row.append(millivolts(first))
        rows.append((*row, *(_or_gap(flux, there.get(place)) for place in into)))
    return Grid(tuple(columns), tuple(rows))


def _amount(ion: str, amounts: Any, k: int | None) -> str:
    return GAP if k is None else concentration_text(ion, amounts[k])


def concentration_text(ion: str, value: Any) -> str:
    """A concentration in mM; that of H+ as pH."""
    if ion != "H+" or not 0.0 < value < np.inf:
        return number(value)
    return f"pH {fixed(-np.log10(value / STANDARD_CONCENTRATION), 2)}"


def _or_gap(values: Any, k: int | None) -> str:
    return GAP if k is None else number(values[k])


def ranged(values: Any, unit: str) -> str:
    """The range of a coordinate: "1 to 100 mM (200 values)"."""
    array = np.asarray(values, float)
    suffix = "" if unit == "1" else f" {unit}"
    ends = f"{np.min(array):.6g} to {np.max(array):.6g}{suffix}"
    return f"{ends} ({array.size} values)" if array.size > 1 else f"{array[0]:.6g}{suffix}"
