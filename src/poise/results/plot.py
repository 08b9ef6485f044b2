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

    def time(self, path: str | PathLike[str] | None = None) -> "Figure":
        """A run over time, panel under panel: potentials, currents, gates, concentrations, volumes, injected currents.

        Whichever exist; events are ticks at the top. Of a run of many lanes up to 12 are drawn, a colour each, and
        currents and gates are left to figures of their own.
        """
        from .plot_time import time

        return time(self.result, path)

    def currents(self, path: str | PathLike[str] | None = None, ax: "Axes | None" = None) -> "Figure":
        """Every process's current over time."""
        from .plot_time import currents

        return currents(self.result, path, ax)

    def conductances(self, path: str | PathLike[str] | None = None, ax: "Axes | None" = None) -> "Figure":
        """Every process's chord conductance over time: its current over its driving force."""
        from .plot_time import conductances

        return conductances(self.result, path, ax)

    def driving_forces(self, path: str | PathLike[str] | None = None) -> "Figure":
        """The potential among the equilibrium potentials over time, and the driving forces."""
        from .plot_time import driving_forces

        return driving_forces(self.result, path)

    def amounts(self, path: str | PathLike[str] | None = None) -> "Figure":
        """Amounts over time, in compartments that hold them."""
        from .plot_time import amounts

        return amounts(self.result, path)

    def volume(self, path: str | PathLike[str] | None = None) -> "Figure":
        """Volumes over time, of compartments whose volume changes."""
        from .plot_time import volume

        return volume(self.result, path)

    def phase(self, x: str, y: str, path: str | PathLike[str] | None = None, ax: "Axes | None" = None) -> "Figure":
        """One series against another: `phase("membrane.potential", "membrane.K.n")`."""
        from .plot_phase import phase

        return phase(self.result, x, y, path, ax)

    def branch(
        self, y: str = "membrane.potential", path: str | PathLike[str] | None = None, ax: "Axes | None" = None
    ) -> "Figure":
        """Steady states of `continue`: solid where stable, dashed where not, folds and Hopf points marked."""
        from .plot_branch import branch

        return branch(self.result, y, path, ax)
