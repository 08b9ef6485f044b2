"""What a global sensitivity analysis gives: which share of each result's variance each parameter makes."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from os import PathLike
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from .cited import Checked
from .sensitivity_result import Named

if TYPE_CHECKING:
    import xarray

    from .plot_sensitivity import SobolPlots


@dataclass(frozen=True)
class SobolIndices(Checked):
    """Sobol indices of the first order and in total.

    Attributes:
        title: name of the model, or of the function.
        task: what was computed: "rest", "steady", "run", "function".
        results, parameters: what varies, and what makes it vary.
        draws: the distribution of each parameter, as text.
        first: share of the variance that a parameter makes alone, (results, parameters).
        total: that with all it makes together with others.
        first_confidence, total_confidence: half-widths of their intervals.
        level: of these intervals.
        mean, deviation: of the results, SI, (results,).
        samples: of the base sequence. evaluations: of the model. failed: of these without an answer.
        status: "ok", or why there are none.
        notes: what the reader should know. provenance: model, hash, version, settings. references: keys of the papers.
    """

    title: str
    task: str
    results: tuple[Named, ...]
    parameters: tuple[Named, ...]
    draws: Mapping[str, str]
    first: Any
    first_confidence: Any
    total: Any
    total_confidence: Any
    level: float
    mean: Any
    deviation: Any
    samples: int
    evaluations: int
    failed: int
    status: str = "ok"
    notes: tuple[str, ...] = ()
    provenance: Mapping[str, Any] = field(default_factory=lambda: MappingProxyType({}))
    references: tuple[str, ...] = ()

    @property
    def plot(self) -> "SobolPlots":
        """Its figures: `.plot.bars("sobol.png")`."""
        from .plot_sensitivity import SobolPlots

        return SobolPlots(self)

    def to_dict(self) -> dict[str, Any]:
        """The keys of the command line's `--json`."""
        from .export_sensitivity import sobol_dict

        return sobol_dict(self)

    def to_xarray(self) -> "xarray.Dataset":
        """The indices as a Dataset."""
        from .export_sensitivity import sobol_xarray

        return sobol_xarray(self)

    def save(self, path: str | PathLike[str]) -> None:
        """Write them to a file, whole or not at all: NetCDF (.nc), CSV (.csv) or JSON (.json).

        Raises:
            InputError: another ending, or it cannot be written.
        """
        from .export_sensitivity import save

        save(self, path)

    def __str__(self) -> str:
        from .table_sensitivity import sobol_lines

        return "\n".join(sobol_lines(self))
