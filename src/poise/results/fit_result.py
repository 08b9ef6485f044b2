"""What a fit gives: parameters with intervals, how each datum is met, how good the whole is, and the fitted model."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from os import PathLike
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

import numpy as np

from ..errors import UnknownNameError, did_you_mean
from .cited import Checked
from .fit_parts import FitParameter, FittedData, Goodness
from .posterior import Posterior

if TYPE_CHECKING:
    import pandas

    from .plot_fit import FitPlots


@dataclass(frozen=True)
class Fit(Checked):
    """The answer of a fit.

    Attributes:
        title: name of the model.
        parameters: each with its value, interval and status.
        correlations: of the estimates on the scale of the search, (n, n); nan where there is none.
        data: each measured quantity of each data set, with what the fitted model says.
        goodness: likelihood and what follows from it.
        model: the fitted model.
        level: of the intervals. method: where they come from: "profile" or "wald".
        status: "ok", "too_many_steps".
        posterior: draws, where they were asked for.
        notes: what the reader should know, a sentence each.
        provenance: model, hash, version, settings. references: keys of the papers.
    """

    title: str
    parameters: tuple[FitParameter, ...]
    correlations: Any
    data: tuple[FittedData, ...]
    goodness: Goodness
    model: Any
    level: float
    method: str
    status: str = "ok"
    posterior: Posterior | None = None
    notes: tuple[str, ...] = ()
    provenance: Mapping[str, Any] = field(default_factory=lambda: MappingProxyType({}))
    references: tuple[str, ...] = ()

    def __getitem__(self, path: str) -> float:
        """The value of a parameter, SI, by its path or the end of it."""
        return self.parameter(path).value

    def parameter(self, path: str) -> FitParameter:
        """One parameter by its path or the end of it ("K_leak.permeability").

        Raises:
            UnknownNameError: none of that name, or several.
        """
        hits = [one for one in self.parameters if f".{one.path}".endswith(f".{path}")]
        if len(hits) != 1:
            known = [one.path for one in self.parameters]
            near = did_you_mean(path, known) if not hits else f"several: {', '.join(one.path for one in hits)}"
            raise UnknownNameError(f"no parameter '{path}' in this fit; {near}")
        return hits[0]

    @property
    def identified(self) -> bool:
        """Whether the data set limits on both sides of every parameter."""
        return all(one.status == "ok" for one in self.parameters)

    @property
    def residuals(self) -> Any:
        """Measured less fitted, in standard errors, of all data in order."""
        return np.concatenate([one.residuals for one in self.data])

    @property
    def plot(self) -> "FitPlots":
        """Its figures: `.plot.data("fit.png")`, `.residuals()`, `.profiles()`, `.posterior()`."""
        from .plot_fit import FitPlots

        return FitPlots(self)

    def to_dict(self, *, series: bool = False) -> dict[str, Any]:
        """The keys of the command line's `--json`; with `series` also every datum with its fitted value."""
        return {
            "verb": "fit",
            "status": self.status,
            "identified": self.identified,
            "parameters": [one.to_dict(self.level) for one in self.parameters],
            "correlations": self.correlations.tolist(),
            "intervals": self.method,
            "data": [one.to_dict(series=series) for one in self.data],
            **self.goodness.to_dict(),
            "posterior": None if self.posterior is None else self.posterior.to_dict(),
            "notes": list(self.notes),
            "references": list(self.references),
            "provenance": dict(self.provenance),
        }

    def to_pandas(self) -> "pandas.DataFrame":
        """One row for each parameter, in the unit that people read."""
        import pandas

        rows = [one.to_dict(self.level) for one in self.parameters]
        return pandas.DataFrame(rows).set_index("path")

    def save(self, path: str | PathLike[str]) -> None:
        """Write a file, whole or not at all: the parameters (.csv), everything (.json), or the fitted model (.yaml).

        Raises:
            InputError: another ending, or it cannot be written.
        """
        from .save_fit import save

        save(self, path)

    def __str__(self) -> str:
        from .table_fit import text

        return text(self)

    def __rich__(self) -> Any:
        from .table_fit import renderable

        return renderable(self)
