"""What every analysis returns: labelled arrays, statuses, balance, provenance and the papers that it rests on."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from os import PathLike
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from .cited import Checked
from .variable import Variable

if TYPE_CHECKING:
    import pandas
    import xarray

    from .plot import Plots


@dataclass(frozen=True)
class Result(Checked):
    """The answer of one analysis. It holds SI; tables, plots and JSON show the units that people read.

    Attributes:
        verb: the analysis: "rest", "iv", "run", "state" (the end of a run), "steady", "continue".
        title: the model's name.
        data: variables by name.
        labels: the names along each dimension that lists things ("interface", "process", "ion").
        sides: the compartments inside and outside of each interface.
        coordinates: the values (SI) along each dimension that a user opened, by path.
        sizes: length of those dimensions, in order.
        statuses: name of the status of each lane, in the shape of `sizes` (a plain text where there is one lane).
        notes: what the reader should know, a sentence each.
        provenance: model, its hash, Poise's version, settings.
        references: keys of the papers that it rests on.
        facts: what is neither a variable nor a note, ready for JSON: events, accounts, steps, eigenvalues.
        parts: results within the result: the final state of a run.
    """

    verb: str
    title: str
    data: Mapping[str, Variable]
    labels: Mapping[str, tuple[str, ...]]
    sides: Mapping[str, tuple[str, str]] = field(default_factory=lambda: MappingProxyType({}))
    coordinates: Mapping[str, Variable] = field(default_factory=lambda: MappingProxyType({}))
    sizes: Mapping[str, int] = field(default_factory=lambda: MappingProxyType({}))
    statuses: Any = "ok"
    notes: tuple[str, ...] = ()
    provenance: Mapping[str, Any] = field(default_factory=lambda: MappingProxyType({}))
    references: tuple[str, ...] = ()
    facts: Mapping[str, Any] = field(default_factory=lambda: MappingProxyType({}))
    parts: Mapping[str, "Result"] = field(default_factory=lambda: MappingProxyType({}))

    @property
    def final(self) -> "Result":
        """The state at the end of a run, as `steady` answers; its numbers start another run."""
        if "final" not in self.parts:
            from ..errors import UnknownNameError

            raise UnknownNameError(f"a result of {self.verb} has no final state")
        return self.parts["final"]

    @property
    def status(self) -> str:
        """The status of the worst lane: "ok" only if all are."""
        if isinstance(self.statuses, str):
            return self.statuses
        bad = [one for one in self.statuses.ravel().tolist() if one != "ok"]
        return max(set(bad), key=bad.count) if bad else "ok"

    def __getitem__(self, name: str) -> Any:
        """The values of a variable, SI."""
        return self._variable(name).values

    def of(self, name: str, label: str) -> Any:
        """The values of a variable for one interface, process or ion (its full name or the end of it), SI."""
        one = self._variable(name)
        names = self.labels[one.dims[0]]
        hits = [k for k, full in enumerate(names) if f".{full}".endswith(f".{label}")]
        if len(hits) != 1:
            from ..errors import UnknownNameError, did_you_mean

            if hits:
                several = ", ".join(names[k] for k in hits)
                raise UnknownNameError(f"{one.dims[0]} '{label}' is one of several: {several}; name one in full")
            near = did_you_mean(label, names)
            raise UnknownNameError(f"no {one.dims[0]} '{label}' in this result" + (f"; {near}" if near else ""))
        value = one.values[hits[0]]
        return float(value) if value.ndim == 0 else value

    def _variable(self, name: str) -> Variable:
        if name not in self.data:
            from ..errors import UnknownNameError, did_you_mean

            near = did_you_mean(name, self.data) or f"known: {', '.join(self.data)}"
            raise UnknownNameError(f"no quantity '{name}' in a result of {self.verb}; {near}")
        return self.data[name]

    def to_xarray(self) -> "xarray.Dataset":
        """The whole result as an xarray Dataset with units and provenance as attributes."""
        from .export_xarray import to_xarray

        return to_xarray(self)

    def to_pandas(self, dim: str | None = None) -> "pandas.DataFrame":
        """One row for each process (or interface, or ion), or for each time of a run, in the units that people read."""
        from .export_pandas import to_pandas

        return to_pandas(self, dim)

    def to_dict(self, *, series: bool = False) -> dict[str, Any]:
        """The keys of the command line's `--json`; with `series` also everything that a run holds over time."""
        from .export import to_dict

        return to_dict(self, series=series)

    def save(self, path: str | PathLike[str]) -> None:
        """Write the result to a file, whole or not at all: NetCDF (.nc), Zarr (.zarr), CSV (.csv) or JSON (.json).

        `poise.open_result` reads NetCDF and Zarr back, as an xarray Dataset.

        Raises:
            InputError: another ending, something else stands there, or it cannot be written.
        """
        from .save import save

        save(self, path)

    @property
    def plot(self) -> "Plots":
        """Figures of this result: `result.plot.tug_of_war()`, `.circuit()`, `.iv()`, `.time()`."""
        from .plot import Plots

        return Plots(self)

    def __str__(self) -> str:
        from .table import text

        return text(self)

    def __rich__(self) -> Any:
        from .table import renderable

        return renderable(self)
