"""A junction as text: its potential, the other methods', each ion, notes."""

import textwrap
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from ..constants import ZERO_CELSIUS
from .table_numbers import GAP, fixed, millivolts, number

if TYPE_CHECKING:
    from .junction_result import Junction, SideSummary

_WIDTH = 100
_TRACE = 1e-3  # of the ionic strength: scarcer ions are counted, not listed
_ALWAYS = ("H+", "Ca2+", "Mg2+")  # but these
_TITLES = {
    "henderson": "Henderson",
    "planck": "Planck",
    "nernst-planck": "stationary Nernst-Planck",
    "nernst-planck-poisson": "Nernst-Planck-Poisson in time",
}


def lines(junction: "Junction") -> Iterator[str]:
    """The lines of the table."""
    yield f"junction {junction.a.name} | {junction.b.name}, {junction.temperature - ZERO_CELSIUS:.4g} degC"
    yield ""
    how = f"{_TITLES.get(junction.method, junction.method)}, {_activity(junction.activity)}"
    state = "" if junction.ok else f"  NOT ok: {junction.status}"
    yield f"  {millivolts(junction.potential, sign=True)} mV, B minus A ({how}){state}"
    others = [(name, value) for name, value in junction.comparison.items() if name != junction.method]
    if others:
        listed = ", ".join(f"{_TITLES.get(name, name)} {millivolts(value, sign=True)} mV" for name, value in others)
        yield f"  ideal, for comparison: {listed}"
    yield ""
    for letter, side in (("A", junction.a), ("B", junction.b)):
        yield f"  {letter}: {side.name}: {_side(side)}"
    yield ""
    least = _TRACE * min(junction.a.ionic_strength, junction.b.ionic_strength)
    shown = [one for one in junction.ions if max(one.a, one.b) >= least or one.name in _ALWAYS]
    shown.sort(key=lambda one: -max(one.a, one.b))
    yield from table(
        [
            ("ion", "A", "B", "mobility", "adds", "E_rev", "shown"),
            ("", "mM", "mM", "of K+", "mV", "mV", "mV"),
            *(
                (
                    one.name,
                    number(one.a),
                    number(one.b),
                    fixed(one.mobility, 3) + ("" if one.known == "table" else "*"),
                    fixed(1e3 * one.contribution, 2, sign=True),
                    GAP if one.nernst is None else fixed(1e3 * one.nernst, 1),
                    GAP if one.nernst is None else fixed(1e3 * (one.nernst + junction.potential), 1),
                )
                for one in shown
            ),
        ],
        heads=2,
    )
    if len(shown) < len(junction.ions):
        more = len(junction.ions) - len(shown)
        yield f"  and {more} ion{'s' if more > 1 else ''} below {number(least, 2)} mM on both sides"
    marks = {one.known for one in junction.ions} - {"table"}
    if marks:
        yield f"  * {' or '.join(sorted(marks))}, not from the table"
    yield "  E_rev: equilibrium potential with A inside and B outside; shown: what an uncorrected amplifier shows then"
    for text in junction.notes:
        yield from wrapped(text)
    for text in junction.warnings:
        yield from wrapped(f"warning: {text}")


def table(rows: Sequence[tuple[str, ...]], heads: int = 1, names: int = 1) -> Iterator[str]:
    """Rows in columns, the first `names` to the left, a rule under the `heads` first rows."""
    widths = [max(len(row[k]) for row in rows) for k in range(len(rows[0]))]
    for n, row in enumerate(rows):
        cells = [
            cell.ljust(width) if k < names else cell.rjust(width)
            for k, (cell, width) in enumerate(zip(row, widths, strict=True))
        ]
        yield ("  " + "  ".join(cells)).rstrip()
        if n == heads - 1:
            yield "  " + "-" * (sum(widths) + 2 * (len(widths) - 1))


def wrapped(text: str, indent: str = "  ") -> list[str]:
    """A sentence in lines of at most 100 characters."""
    return textwrap.wrap(
        text, _WIDTH, initial_indent=indent, subsequent_indent=indent + "  ",
        break_long_words=False, break_on_hyphens=False,
    )  # fmt: skip


def _activity(name: str) -> str:
    return "ideal solutions" if name == "ideal" else f"activities {name}"


def _side(side: "SideSummary") -> str:
    parts = [f"ionic strength {number(side.ionic_strength)} mM"]
    if side.osmolarity is not None:
        parts.append(f"{number(side.osmolarity)} mOsm")
    if side.ph is not None:
        parts.append(f"pH {side.ph:.2f}")
    return ", ".join(parts)
