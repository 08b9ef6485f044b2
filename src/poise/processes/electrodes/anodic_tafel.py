"""An oxidation along its measured Tafel line: metals that dissolve."""

from dataclasses import dataclass
from typing import Any, ClassVar, final

from ...constants import FARADAY
from ...formulas.electrode import tafel_current, tafel_with_return
from ..base import Local, Process
from ..derived import equilibrium_potentials
from ..fields import quantity, redox_couple
from ..moves import Move
from .half_reaction import overpotential, oxidation, oxidation_free_energy, standard_potential
from .layer import head, limit_at, per_limit, require_diffusion


@final
@dataclass(frozen=True)
class AnodicTafel(Process):
    """An oxidation on its own Tafel line, first order in what is oxidised; its return follows from its affinity.

    i = i_f (1 - r) / (1 + r i_f / i_lim),  i_f = i0 a 10^((E - E0) / slope),  r = exp(-n F (E - E_eq) / R T),
    a = 1 for a metal, i_lim = n F D c / (nu layer).

    The product does not slow it before equilibrium is near, so that a metal dissolves alike at any concentration of
    its ions. Below equilibrium the metal is plated from its ions, at most as fast as these diffuse to it (c in the
    solution, D Poise's table's at 25 degC).

    Fields: couple; exchange_current i0 [A/m2] with every activity 1, at least 0: what the line gives at E0; slope of
    the line [V per decade], above 0; layer, thickness of the diffusion layer [m], 0 for well stirred.

    Source: Tafel 1905 (tafel_1905); Bard & Faulkner 2001, sect. 1.4, for the limit (bard_faulkner_2001); the return by
    De Donder's relation, Beard & Qian 2007 (beard_qian_2007). Range: one slow step; slopes of RT ln 10 / (n F) (30 mV
    for n = 2 at 25 degC) or more, below which it would turn back.
    """

    law: ClassVar[str] = "anodic_tafel"
    title: ClassVar[str] = "oxidation along a Tafel line"
    references: ClassVar[tuple[str, ...]] = ("tafel_1905", "bard_faulkner_2001", "beard_qian_2007")
    needs_positive: ClassVar[bool] = True

    couple: Any = redox_couple("the redox couple")
    exchange_current: Any = quantity("current per area", "exchange current density at unit activities", low=0.0)
    slope: Any = quantity("potential", "Tafel slope per decade", low=0.0, open_low=True)
    layer: Any = quantity("length", "thickness of the diffusion layer", 0.0, low=0.0)

    def __post_init__(self) -> None:
        """As of every law; a layer needs a diffusion coefficient."""
        super().__post_init__()
        require_diffusion(self.couple.oxidised, self.layer)

    def moves(self) -> tuple[Move, ...]:
        return (oxidation(self.couple),)

    def standard_free_energies(self, local: Local) -> tuple[Any, ...]:
        return (oxidation_free_energy(self.couple, local),)

    def exchange_at(self, local: Local) -> Any:
        """Exchange current density at the composition of the day [A/m2]: the line's at the equilibrium potential."""
        (equilibrium,) = equilibrium_potentials(self, local)
        return self._line(equilibrium, local)

    def limits_at(self, local: Local) -> tuple[Any, Any]:
        """Largest anodic and cathodic current densities [A/m2], infinite where nothing limits."""
        return float("inf"), limit_at(self.couple.oxidised, self.couple.electrons, self.layer, local)

    def _line(self, potential: Any, local: Local) -> Any:
        """The Tafel line, with the activity of what is oxidised."""
        one, _ = head(self.couple.reduced)
        line = tafel_current(potential, standard_potential(self.couple, local), self.exchange_current, self.slope)
        return line * local.activity("outside", one)

    def rates(self, local: Local) -> tuple[Any, ...]:
        n = self.couple.electrons
        forward = self._line(local.potential, local)
        limit = forward * per_limit(self.couple.oxidised, n, self.layer, local)
        i = tafel_with_return(forward, n * overpotential(self, local), local.temperature, removal=limit)
        return (i / (n * FARADAY),)
