"""Figures of a result: one method for each kind, each drawn in a file of its own."""

from dataclasses import dataclass
from os import PathLike
from typing import TYPE_CHECKING

from .result import Result

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure


@dataclass(frozen=True)
class Plots:
    """What can be drawn of a result.

    Each method returns the Matplotlib Figure. `path` also saves it, as PNG, SVG or PDF by its ending; missing folders
    are made. `ax` draws into axes that you have (one interface only; `interface` picks it).
    """

    result: Result

    def tug_of_war(
        self, path: str | PathLike[str] | None = None, ax: "Axes | None" = None, interface: str | None = None
    ) -> "Figure":
        """Each process pulls the potential towards its equilibrium, as hard as its share of the conductance.

        Of a result with one dimension of its own: rest and equilibrium potentials along it.
        """
        from .plot_tug import tug_of_war

        return tug_of_war(self.result, path, ax, interface)

    def circuit(
        self, path: str | PathLike[str] | None = None, ax: "Axes | None" = None, interface: str | None = None
    ) -> "Figure":
        """The equivalent circuit with its values at rest: a battery and a resistor for each process."""
        from .plot_circuit import circuit

        return circuit(self.result, path, ax, interface)

    def iv(self, path: str | PathLike[str] | None = None, ax: "Axes | None" = None) -> "Figure":
        """Currents against potential, zero crossings marked: filled where stable, open where not."""
        from .plot_iv import iv

        return iv(self.result, path, ax)

    def evans(self, path: str | PathLike[str] | None = None, ax: "Axes | None" = None) -> "Figure":
        """The Evans diagram of an I-V result: sizes of the anodic and cathodic currents, where they meet marked."""
        from .plot_evans import evans

        return evans(self.result, path, ax)
