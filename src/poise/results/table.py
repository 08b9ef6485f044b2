"""Results as tables: plain text for files and pipes, rich tables for a terminal."""

import textwrap
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

from .result import Result
from .table_rows import Column, Grid, Line, page

WIDTH: Final = 100  # characters of a line, unless asked
_INDENT: Final = "  "
_BETWEEN: Final = "  "
_FLUSH: Final = ("title", "head", "warning")  # kinds of lines that are not indented


def text(result: Result, width: int = WIDTH) -> str:
    """The result as plain ASCII text, no line of it longer than `width` where that can be.

    Where a grid is too wide, its bar goes first, then rate, affinity and dissipation; sums stand in lines below it.
    """
    return written(page(result).parts, width)


def renderable(result: Result) -> Any:
    """The same table for a terminal, as a rich renderable; it fits itself to the terminal's width."""
    return enriched(page(result).parts)


def written(parts: Iterable[Line | Grid], width: int = WIDTH) -> str:
    """Lines and grids, of whatever result, as plain ASCII text."""
    lines: list[str] = []
    for part in parts:
        lines += _laid(part, width) if isinstance(part, Grid) else _wrapped(part, width)
    return "\n".join(line.rstrip() for line in lines)


def _wrapped(line: Line, width: int) -> list[str]:
    if line.kind == "blank":
        return [""]
    bare = line.text.lstrip()
    lead = ("" if line.kind in _FLUSH else _INDENT) + " " * (len(line.text) - len(bare))
    return textwrap.wrap(
        bare, width, initial_indent=lead, subsequent_indent=lead + _INDENT,
        break_long_words=False, break_on_hyphens=False,
    )  # fmt: skip


def _heads(column: Column) -> list[str]:
    lines = column.head.split("\n")
    return [*lines, column.unit] if column.unit else lines


def _widths(grid: Grid) -> list[int]:
    heads = [_heads(column) for column in grid.columns]
    return [max(len(one) for one in [*head, *(row[k] for row in grid.rows)]) for k, head in enumerate(heads)]


def _fitting(grid: Grid, width: int) -> list[int]:
    """Which columns to show, so that they fit where they can."""
    widths = _widths(grid)
    shown = list(range(len(grid.columns)))
    while len(_INDENT) + sum(widths[k] + len(_BETWEEN) for k in shown) - len(_BETWEEN) > width:
        worst = max(shown, key=lambda k: (grid.columns[k].rank, k))
        if grid.columns[worst].rank == 0:
            break
        shown.remove(worst)
    return shown


def _laid(grid: Grid, width: int) -> list[str]:
    shown, widths = _fitting(grid, width), _widths(grid)
    heads = [_heads(column) for column in grid.columns]
    tall = max(len(heads[k]) for k in shown)

    def row_of(cells: Sequence[str]) -> str:
        placed = [cells[k].ljust(widths[k]) if grid.columns[k].left else cells[k].rjust(widths[k]) for k in shown]
        return _INDENT + _BETWEEN.join(placed)

    padded = [[""] * (tall - len(head)) + head if k in shown else [""] * tall for k, head in enumerate(heads)]
    lines = [row_of([head[n] for head in padded]) for n in range(tall)]
    rule = _INDENT + "-" * (len(row_of([""] * len(heads))) - len(_INDENT))
    lines.append(rule)
    for n, row in enumerate(grid.rows):
        if grid.feet and n == len(grid.rows) - grid.feet:
            lines.append(rule)
        lines.append(row_of(row))
    return lines


_STYLES: Final = {"title": "bold", "head": "bold cyan", "warning": "bold red", "plain": "", "blank": ""}


def enriched(parts: Iterable[Line | Grid]) -> Any:
    """Lines and grids, of whatever result, as a rich renderable."""
    from rich.console import Group
    from rich.padding import Padding
    from rich.text import Text

    found: list[Any] = []
    for part in parts:
        if isinstance(part, Grid):
            found.append(_RichGrid(part))
        else:
            lead = 0 if part.kind in _FLUSH else len(_INDENT)
            found.append(Padding(Text(part.text, style=_STYLES[part.kind]), (0, 0, 0, lead)))
    return Group(*found)


@dataclass(frozen=True)
class _RichGrid:
    """A grid that rich lays out when it knows the terminal's width."""

    grid: Grid

    def __rich_console__(self, console: Any, options: Any) -> Iterator[Any]:
        from rich.box import SIMPLE_HEAD
        from rich.padding import Padding
        from rich.table import Table
        from rich.text import Text

        grid = self.grid
        shown = _fitting(grid, options.max_width - 1)
        table = Table(box=SIMPLE_HEAD, padding=(0, 1, 0, 0), header_style="dim", show_edge=False, pad_edge=False)
        for k in shown:
            side = "left" if grid.columns[k].left else "right"
            head = Text("\n".join(_heads(grid.columns[k])), justify=side)
            table.add_column(head, justify=side, no_wrap=True, vertical="bottom")
        start = len(grid.rows) - grid.feet
        for n, row in enumerate(grid.rows):
            cells = [_bar(row[k]) if grid.columns[k].mark else Text(row[k]) for k in shown]
            table.add_row(*cells, style="bold" if n >= start else "", end_section=n == start - 1)
        yield Padding(table, (0, 0, 0, len(_INDENT)))


def _bar(cell: str) -> Any:
    from rich.text import Text

    return Text(cell.replace("#", "\u2588").replace("<", "\u2591"), style="cyan")
