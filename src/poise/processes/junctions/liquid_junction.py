"""The diffusion layer between two solutions: every ion in the potential that all of them set up."""

from dataclasses import dataclass
from typing import Any, ClassVar, final

from ...errors import InputError
from ...formulas.diffusion_layer import layer_fluxes
from ..base import Local, Process
from ..fields import by_ion, quantity
from ..moves import Move


@final
@dataclass(frozen=True)
class LiquidJunction(Process):
    """A stationary, electroneutral layer through which several ions diffuse in one electric field.

    J_i = D_i / (d r_i) u_i (c_in - c_out exp(-u_i)) / (1 - exp(-u_i)),  u_i = z_i F V / (R T),

    the constant-field flux over r_i, by which the real field differs from a constant one.

    One elementary move for each ion. Where their net current vanishes stands the liquid junction potential of Nernst
    and Planck. The field is not assumed to be constant but follows from electroneutrality; a membrane thinner than
    the Debye length is `ghk_mixed_channel`.

    Fields: diffusion, the coefficient D_i of each ion [m2/s], above 0; thickness d of the layer [m], above 0. Name
    every major ion of both solutions.

    Source: Planck 1890 (planck_1890) for ions of +1 and -1; any charges: Schlogl 1954 (schlogl_1954). Range: layers
    much thicker than the Debye length that have become stationary (after some d^2/D); potentials up to 0.3 V. With an
    activity model each activity, times 1 mol/L, stands where the concentration does.
    """

    law: ClassVar[str] = "liquid_junction"
    title: ClassVar[str] = "liquid junction"
    references: ClassVar[tuple[str, ...]] = ("planck_1890", "schlogl_1954")
    monotone: ClassVar[bool] = True  # so in every random junction tried (tests); no proof is known to us

    diffusion: Any = by_ion("diffusion coefficient", "diffusion coefficient of each ion", open_low=True)
    thickness: Any = quantity("length", "thickness of the layer", low=0.0, open_low=True)

    def __post_init__(self) -> None:
        """Read the fields; an electroneutral layer needs ions of both signs."""
        super().__post_init__()
        signs = {one.charge > 0 for one in self.diffusion}
        if len(signs) < 2:
            raise InputError(
                f"diffusion names only {'cations' if True in signs else 'anions'}; the layer is electroneutral:"
                " name every major ion of both solutions, cations and anions"
            )

    def moves(self) -> tuple[Move, ...]:
        return tuple(Move.transport(one) for one in self.diffusion)

    def rates(self, local: Local) -> tuple[Any, ...]:
        ions = tuple(self.diffusion)
        fluxes = layer_fluxes(
            [one.charge for one in ions],
            list(self.diffusion.values()),
            [local.effective("inside", one) for one in ions],
            [local.effective("outside", one) for one in ions],
            -local.potential,
            local.temperature,
        )
        return tuple(flux / self.thickness for flux in fluxes)
