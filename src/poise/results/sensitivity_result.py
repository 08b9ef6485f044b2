"""What a sensitivity analysis gives: derivatives of results by parameters, and what a relative change does."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from os import PathLike
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

import numpy as np

from ..errors import UnknownNameError, did_you_mean
from ..units import TEMPERATURE, Dimension
from .cited import Checked
from .variable import Variable, variable

if TYPE_CHECKING:
    import xarray

    from .plot_sensitivity import SensitivityPlots


@dataclass(frozen=True)
class Named:
    """A result or a parameter: its name and its units.

    Attributes:
        name: path, or text of a reduction.
        unit: SI.
        shown: the unit that people read for a change of it, and its SI value.
    """

    name: str
    unit: str
    shown: tuple[str, float]

    @classmethod
    def of_kind(cls, name: str, kind: str) -> "Named":
        """Of a kind of quantity: a name of `units.DIMENSIONS`, or one that only results have."""
        one = variable((), np.zeros(()), kind, name)
        return cls(name, one.unit, ("K", 1.0) if one.unit == "K" else one.shown)

    @classmethod
    def of_dimension(cls, name: str, dimension: Dimension) -> "Named":
        """Of a dimension, an everyday one or one made for a law's own numbers."""
        return cls(name, dimension.si, ("K", 1.0) if dimension.si == "K" else (dimension.shown, dimension.scale))


@dataclass(frozen=True)
class Sensitivity(Checked):
    """Derivatives of results by parameters. Everything is SI; the table shows the units that people read.

    Attributes:
        title: name of the model.
        task: "rest", "steady" or "run".
        mode: "forward" or "adjoint".
        results, parameters: what was differentiated, and by what.
        values: of the results, (results, ...), with the dimensions of the model's arrays, in order, at the end.
        at: of the parameters, (parameters, ...).
        matrix: derivatives, (results, parameters, ...).
        relative: whether tables and figures show elasticities.
        statuses: name of the status of each lane, a plain text where there is one lane.
        sizes: length of each dimension of the model's arrays.
        coordinates: the values along each of them, by path.
        notes: what the reader should know, a sentence each.
        provenance: model, hash, version, settings. references: keys of the papers.
    """

    title: str
    task: str
    mode: str
    results: tuple[Named, ...]
    parameters: tuple[Named, ...]
    values: Any
    at: Any
    matrix: Any
    relative: bool = False
    statuses: Any = "ok"
    sizes: Mapping[str, int] = field(default_factory=lambda: MappingProxyType({}))
    coordinates: Mapping[str, Variable] = field(default_factory=lambda: MappingProxyType({}))
    notes: tuple[str, ...] = ()
    provenance: Mapping[str, Any] = field(default_factory=lambda: MappingProxyType({}))
    references: tuple[str, ...] = ()

    @property
    def status(self) -> str:
        """The status of the worst lane: "ok" only if all are."""
        if isinstance(self.statuses, str):
            return self.statuses
        bad = [one for one in np.ravel(self.statuses).tolist() if one != "ok"]
        return max(set(bad), key=bad.count) if bad else "ok"

    @property
    def per_relative(self) -> Any:
        """Change of each result per relative change of each parameter, theta dx/dtheta, in the result's SI unit."""
        return self.matrix * self.at[None]

    @property
    def elasticity(self) -> Any:
        """Relative change of each result per relative change of each parameter, d ln x/d ln theta; nan where x is 0."""
        with np.errstate(divide="ignore", invalid="ignore"):
            return np.where(self.values[:, None] == 0.0, np.nan, self.per_relative / self.values[:, None])

    def of(self, result: str, parameter: str) -> Any:
        """The derivative of one result by one parameter, SI, by their names or the ends of these."""
        row, column = _place(self.results, result, "result"), _place(self.parameters, parameter, "parameter")
        found = self.matrix[row, column]
        return float(found) if np.ndim(found) == 0 else found

    @property
    def change(self) -> Any:
        """What +1 % of each parameter does to each result, to first order, in its SI unit; of a temperature +1 K."""
        warm = np.array([one.unit == TEMPERATURE.si for one in self.parameters])
        return np.stack([self.matrix[:, k] * (1.0 if warm[k] else 1e-2 * self.at[k]) for k in range(len(warm))], axis=1)

    @property
    def plot(self) -> "SensitivityPlots":
        """Its figures: `.plot.bars("bars.png")`."""
        from .plot_sensitivity import SensitivityPlots

        return SensitivityPlots(self)

    def to_dict(self) -> dict[str, Any]:
        """The keys of the command line's `--json`."""
        from .export_sensitivity import to_dict

        return to_dict(self)

    def to_xarray(self) -> "xarray.Dataset":
        """Values, derivatives, changes per relative change and elasticities as a Dataset, SI."""
        from .export_sensitivity import to_xarray

        return to_xarray(self)

    def save(self, path: str | PathLike[str]) -> None:
        """Write it to a file, whole or not at all: NetCDF (.nc), CSV (.csv) or JSON (.json).

        Raises:
            InputError: another ending, or it cannot be written.
        """
        from .export_sensitivity import save

        save(self, path)

    def __str__(self) -> str:
        from .table_sensitivity import lines

        return "\n".join(lines(self))


def _place(names: tuple[Named, ...], asked: str, what: str) -> int:
    hits = [k for k, one in enumerate(names) if one.name == asked]
    hits = hits or [k for k, one in enumerate(names) if f".{one.name}".endswith(f".{asked}")]
    if len(hits) != 1:
        known = [one.name for one in names]
        near = f"it is one of several: {', '.join(known[k] for k in hits)}" if hits else did_you_mean(asked, known)
        raise UnknownNameError(f"no {what} '{asked}' in this sensitivity" + (f"; {near}" if near else ""))
    return hits[0]
