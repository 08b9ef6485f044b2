"""A sensitivity as text: for each result the parameters, those that matter most first."""

import textwrap
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

import numpy as np

from ..units import TEMPERATURE, show
from .export_sensitivity import quotient
from .table_numbers import GAP, number, percent

if TYPE_CHECKING:
    from .sensitivity_result import Named, Sensitivity
    from .sobol_result import SobolIndices

_WIDTH = 100


def lines(found: "Sensitivity") -> Iterator[str]:
    """The lines of the table."""
    how = {"rest": "at rest", "steady": "in the steady state", "run": "of a run"}[found.task]
    yield f"sensitivity of {found.title} {how} ({found.mode})" + ("" if found.ok else f"  NOT ok: {found.status}")
    for row, one in enumerate(found.results):
        yield ""
        yield from _one_lane(found, row, one) if not found.sizes else _lanes(found, row, one)
    yield from ended(found.notes)


def _one_lane(found: "Sensitivity", row: int, one: "Named") -> Iterator[str]:
    unit, scale = one.shown
    yield f"  {one.name} = {_shown(one, found.values[row])}"
    changes, elasticity = found.change[row], found.elasticity[row]
    rows = [("parameter", "value", "derivative", "", "+1 % does", "elasticity")]
    for k in _order(changes):
        other = found.parameters[k]
        under, size = other.shown
        slope = found.matrix[row, k] * size / scale
        change = changes[k] / scale
        told = f"{number(change, sign=True)} {unit}".removesuffix(" 1") if np.isfinite(change) else GAP
        if other.unit == TEMPERATURE.si:
            told = f"(+1 K) {told}"
        rows.append(
            (other.name, _shown(other, found.at[k]), number(slope, sign=True), quotient(unit, under), told,
             number(elasticity[k], 3, sign=True))
        )  # fmt: skip
    yield from table(rows, left=(0, 3))


def _lanes(found: "Sensitivity", row: int, one: "Named") -> Iterator[str]:
    unit, scale = one.shown
    over = ", ".join(f"{size} values along {name}" for name, size in found.sizes.items())
    yield f"  {one.name}, {over}"
    rows = [("parameter", "derivative", "from", "to")]
    flat = found.matrix[row].reshape(len(found.parameters), -1)
    changes = np.nanmax(np.abs(found.change[row].reshape(flat.shape)), axis=1, initial=0.0)
    for k in _order(changes):
        other = found.parameters[k]
        under, size = other.shown
        finite = flat[k][np.isfinite(flat[k])] * size / scale
        low, high = (number(end, sign=True) for end in (finite.min(), finite.max())) if finite.size else (GAP, GAP)
        rows.append((other.name, quotient(unit, under), low, high))
    yield from table(rows, left=(0, 1))


def sobol_lines(found: "SobolIndices") -> Iterator[str]:
    """The lines of a table of Sobol indices."""
    yield f"Sobol indices of {found.title}, {found.evaluations:,} evaluations" + (
        "" if found.ok else f"  NOT ok: {found.status}"
    )
    for row, one in enumerate(found.results):
        yield ""
        spread = _change(one, found.deviation[row])
        yield f"  {one.name}: mean {_shown(one, found.mean[row])}, standard deviation {spread}"
        rows = [("parameter", "drawn from", "alone", "", "with others", "")]
        for k in _order(found.total[row]):
            name = found.parameters[k].name
            rows.append(
                (name, found.draws[name], f"{percent(found.first[row, k])} %",
                 f"+- {percent(found.first_confidence[row, k])}", f"{percent(found.total[row, k])} %",
                 f"+- {percent(found.total_confidence[row, k])}")
            )  # fmt: skip
        yield from table(rows, left=(0, 1))
    yield from ended(found.notes)


def ended(notes: Sequence[str]) -> Iterator[str]:
    """The notes."""
    if notes:
        yield ""
    for note in notes:
        yield from textwrap.wrap(note, _WIDTH, initial_indent="  ", subsequent_indent="  ")


def _order(sizes: object) -> list[int]:
    """Places, the largest first; what is not known last."""
    found = np.abs(np.asarray(sizes, float))
    return np.argsort(np.where(np.isfinite(found), -found, 1.0), kind="stable").tolist()


def _shown(one: "Named", value: float) -> str:
    """A value as people read it."""
    if not np.isfinite(value):
        return GAP
    if one.unit == TEMPERATURE.si:
        return show(float(value), TEMPERATURE)
    return _change(one, value)


def _change(one: "Named", value: float) -> str:
    unit, scale = one.shown
    return f"{number(value / scale, 5)} {unit}".removesuffix(" 1")


def table(rows: Sequence[tuple[str, ...]], *, left: Sequence[int]) -> Iterator[str]:
    """Rows in columns, the first a heading; numbers to the right."""
    widths = [max(len(row[k]) for row in rows) for k in range(len(rows[0]))]
    for number_, row in enumerate(rows):
        cells = [
            cell.ljust(width) if k in left else cell.rjust(width)
            for k, (cell, width) in enumerate(zip(row, widths, strict=True))
        ]
        yield f"    {'  '.join(cells)}".rstrip()
        if number_ == 0:
            yield f"    {'-' * (sum(widths) + 2 * (len(widths) - 1))}"
