"""A solution as a table: what went in, what is free, what is bound to what."""

from collections.abc import Iterator
from typing import Any

from ..chemistry.species import Species
from ..constants import ZERO_CELSIUS
from .solution_result import Solution
from .table import WIDTH, enriched, written
from .table_numbers import GAP, fixed, number
from .table_rows import Column, Grid, Line

_SHARE = 1e-3  # of a component: a form that is scarcer has no line
_TRACE = 1e-9  # mM
_ROUNDING = 1e-11  # of all charges: a smaller sum is shown as 0


def parts(solution: Solution) -> Iterator[Line | Grid]:
    """The lines and grids of a solution's table."""
    warm = f"{solution.temperature - ZERO_CELSIUS:.4g} degC"
    yield Line(f"solution {solution.title}, {warm}" if solution.title else f"solution, {warm}", "title")
    yield Line(kind="blank")
    without = "" if solution.ph_without is None else f" ({solution.ph_without:.3f} without the titrant)"
    yield Line(f"pH {solution.ph:.3f}{without}, of the activity of H+")
    yield Line(
        f"osmolarity {fixed(solution.osmolarity, 1)} mOsm ({fixed(solution.osmolality, 1)} mOsm/kg of water), "
        f"osmotic coefficient {solution.osmotic_coefficient:.4f}"
    )
    yield Line(f"ionic strength {number(solution.ionic_strength)} mM; activity coefficients: {solution.activity}")
    gross = sum(abs(one.charge) * amount for one, amount in solution.concentrations.items())
    charge = "0" if abs(solution.charge) <= _ROUNDING * gross else f"{solution.charge:+.1e} mM"
    yield Line(f"net charge {charge}: what is weighed out is neutral")
    yield Line(kind="blank")
    yield Line("to weigh out", "head")
    yield _weighed(solution)
    yield Line(kind="blank")
    yield Line("dissolved", "head")
    yield _ions(solution)
    forms = _forms(solution)
    if forms.rows:
        yield Line(kind="blank")
        yield Line("forms", "head")
        yield forms
    for name, pressure in solution.gas.items():
        yield Line(kind="blank")
        yield Line(f"{name}: {pressure / 1e3:.4g} kPa over the solution, which is open to it")
    for text in solution.warnings:
        yield Line(kind="blank")
        yield Line(f"warning: {text}", "warning")
    for text in solution.notes:
        yield Line(kind="blank")
        yield Line(f"note: {text}")


def _weighed(solution: Solution) -> Grid:
    purpose = {one.compound: one.purpose for one in solution.added}
    rows = [(name, number(amount), f"for {purpose[name]}" if name in purpose else "")
            for name, amount in solution.weighed]  # fmt: skip
    return Grid((Column("compound", left=True), Column("", "mM"), Column("", left=True)), tuple(rows))


def _ions(solution: Solution) -> Grid:
    rows = []
    for one, total in solution.totals.items():
        free = solution.concentrations[one]
        if max(total, free) < _TRACE and one.name != "H+":
            continue
        share = f"{100.0 * free / total:.1f}" if total > 0.0 and one.name != "H+" else GAP
        rows.append(
            (
                one.name,
                number(total) if one.name != "H+" else GAP,
                number(free),
                share,
                number(solution.activities[one]),
                fixed(solution.coefficient(one), 3),
            )
        )
    columns = (
        Column("component", left=True), Column("total", "mM"), Column("free", "mM"), Column("free", "%"),
        Column("activity"), Column("coefficient", rank=1),
    )  # fmt: skip
    return Grid(columns, tuple(rows))


def _forms(solution: Solution) -> Grid:
    """Where each component of several forms is."""
    rows = []
    for one, found in solution.forms.items():
        total = solution.totals[one]
        if one.name == "H+" or total < _TRACE or len(found) < 2:
            continue
        listed = sorted(found.items(), key=lambda item: -item[1])
        shown = [(form, amount) for form, amount in listed if amount * _held(form, one, solution) >= _SHARE * total]
        if len(shown) < 2 and shown and shown[0][0] == one:
            continue
        for k, (form, amount) in enumerate(shown):
            share = 100.0 * amount * _held(form, one, solution) / total
            rows.append((one.name if k == 0 else "", form.name, number(amount), f"{share:.1f}"))
    columns = (Column("of", left=True), Column("form", left=True), Column("", "mM"), Column("share", "%"))
    return Grid(columns, tuple(rows))


def _held(form: Species, one: Species, solution: Solution) -> float:
    """How many of a component are in a form."""
    return solution.held.get((form, one), 1.0)


def text(solution: Solution, width: int = WIDTH) -> str:
    """The table as plain ASCII text."""
    return written(parts(solution), width)


def renderable(solution: Solution) -> Any:
    """The same for a terminal, as a rich renderable."""
    return enriched(parts(solution))
