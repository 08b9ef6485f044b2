"""What a sweep returns: how many samples became what, which failed, and the table itself, wherever it is."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from os import PathLike
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final

from .cited import Checked
from .sweep_field import Field
from .sweep_tally import Failure

if TYPE_CHECKING:
    import xarray
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

_SHOWN: Final = 20  # failures in `to_dict`


@dataclass(frozen=True)
class SweepResult(Checked):
    """The answer of a sweep. The numbers stay where they are until `to_xarray` is asked.

    Attributes:
        title: the model's name.
        total: samples of the sweep.
        statuses: how many samples have each status.
        failures: the samples that are not ok, at most the first 1,000, each with what it had; all are in the table.
        ranges: smallest and largest of each column among the samples that are ok, SI.
        fields: the columns of the answer.
        settings: the columns of what varies, by path.
        sizes: the dimensions of the samples.
        store: the folder; `None` where the table is in memory.
        seconds: that this call took.
        computed: samples that this call computed; the others were there.
        description: the design and the task, in words.
        provenance: model, its hash, Poise's version.
        references: keys of the papers that it rests on.
        table: gives the Dataset, on the samples' own dimensions or not.
    """

    title: str
    total: int
    statuses: Mapping[str, int]
    failures: tuple[Failure, ...]
    ranges: Mapping[str, tuple[float, float]]
    fields: Mapping[str, Field]
    settings: Mapping[str, Field]
    sizes: Mapping[str, int]
    store: Path | None
    seconds: float
    computed: int
    description: Mapping[str, Any]
    provenance: Mapping[str, Any] = field(default_factory=lambda: MappingProxyType({}))
    references: tuple[str, ...] = ()
    table: Callable[[bool], Any] = field(default=lambda grid: None, repr=False, compare=False)

    @property
    def done(self) -> int:
        """Samples that have a status."""
        return sum(self.statuses.values())

    @property
    def status(self) -> str:
        """ "ok" if every sample is; "unfinished" if some have not been computed; else the commonest other status."""
        if self.done < self.total:
            return "unfinished"
        bad = {name: count for name, count in self.statuses.items() if name != "ok"}
        return max(bad, key=lambda name: bad[name]) if bad else "ok"

    @property
    def rate(self) -> float:
        """Samples per second of this call."""
        return self.computed / self.seconds if self.seconds > 0.0 else 0.0

    def to_xarray(self, *, grid: bool = False) -> "xarray.Dataset":
        """The whole table, SI; what varied are coordinates.

        Args:
            grid: on the dimensions of the design (a grid's own axes) rather than along "sample".
        """
        return self.table(grid)

    def to_dict(self) -> dict[str, Any]:
        """The keys of the command line's `--json`."""
        from .export import plain

        return plain(
            {
                "verb": "sweep",
                "model": self.title,
                "done": self.done,
                "total": self.total,
                "statuses": dict(self.statuses),
                "store": None if self.store is None else str(self.store),
                "status": self.status,
                "computed": self.computed,
                "seconds": self.seconds,
                "ranges": {
                    name: {"from": low, "to": high, "unit": self.fields[name].variable(None).unit}
                    for name, (low, high) in self.ranges.items()
                },
                "failures": [
                    {"sample": one.sample, "status": one.status, "reason": one.reason, "set": dict(one.settings)}
                    for one in self.failures[:_SHOWN]
                ],
                "sizes": dict(self.sizes),
                "design": self.description.get("design"),
                "task": self.description.get("task"),
                "provenance": dict(self.provenance),
                "references": list(self.references),
            }
        )

    def plot(
        self, column: str | None = None, path: str | PathLike[str] | None = None, ax: "Axes | None" = None
    ) -> "Figure":
        """A figure of one column: a line over one quantity, a map over two, else how its values are spread.

        Args:
            column: its name; the first of the answer unless given.
            path: file to write, .png, .svg or .pdf.
            ax: axes to draw into.

        Raises:
            UnknownNameError: no such column; InputError: nothing to draw.
        """
        from .plot_sweep import plot

        return plot(self, column, path, ax)

    def __str__(self) -> str:
        from .table_sweep import text

        return text(self)

    def __rich__(self) -> Any:
        from .table_sweep import renderable

        return renderable(self)
