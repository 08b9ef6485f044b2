"""A reduction along its measured Tafel line, fed through a diffusion layer: hydrogen evolution, oxygen reduction."""

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
class CathodicTafel(Process):
    """A reduction on its own Tafel line, first order in what is reduced, limited by its diffusion to the metal.

    i = -i_f (1 - r) / (1 + i_f / i_lim),  i_f = i0 a 10^((E0 - E) / slope),  r = exp(n F (E - E_eq) / R T),
    i_lim = n F D c / (nu layer).

    What is reduced stands first in the couple's name: H+ in H+/H2, O2 in O2/OH-. Its concentration c is that in the
    solution (of a gas: Henry's law at its fugacity), its diffusion coefficient D Poise's table's at 25 degC. Water and
    solids are not limited.

    Fields: couple; exchange_current i0 [A/m2] with every activity 1, at least 0: what the line gives at E0; slope of
    the line [V per decade], above 0; layer, thickness of the diffusion layer [m], 0 for well stirred.

    Source: Tafel 1905 (tafel_1905); Bard & Faulkner 2001, sect. 1.4, for the limit (bard_faulkner_2001); the return by
    De Donder's relation, Beard & Qian 2007 (beard_qian_2007). Range: one slow step; slopes of RT ln 10 / (n F) or more.
    """

    law: ClassVar[str] = "cathodic_tafel"
    title: ClassVar[str] = "reduction along a Tafel line, with a diffusion layer"
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
        """The Tafel line, with the activity of what is reduced."""
        one, _ = head(self.couple.oxidised)
        standard = standard_potential(self.couple, local)
        line = tafel_current(potential, standard, self.exchange_current, -self.slope)
        return line * local.activity("outside", one)

    def rates(self, local: Local) -> tuple[Any, ...]:
        n = self.couple.electrons
        forward = self._line(local.potential, local)
        limit = forward * per_limit(self.couple.oxidised, n, self.layer, local)
        i = tafel_with_return(forward, -n * overpotential(self, local), local.temperature, feed=limit)
        return (-i / (n * FARADAY),)
