"""The laws: what moves across an interface, and how fast. One law, one file, one final class."""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .channels.boltzmann import BoltzmannChannel as BoltzmannChannel
    from .channels.ghk import GHKChannel as GHKChannel
    from .channels.ghk_mixed import GHKMixedChannel as GHKMixedChannel
    from .channels.kir import KirChannel as KirChannel
    from .channels.leak import Leak as Leak
    from .channels.ohmic import OhmicChannel as OhmicChannel
    from .electrodes.butler_volmer import ButlerVolmer as ButlerVolmer
    from .electrodes.butler_volmer_limited import ButlerVolmerLimited as ButlerVolmerLimited
    from .electrodes.rate_constant import ElectrodeReaction as ElectrodeReaction
    from .pumps.ca_atpase import CaATPase as CaATPase
    from .pumps.h_atpase import HATPase as HATPase
    from .pumps.na_k_atpase import NaKATPase as NaKATPase
    from .sources.prescribed_current import PrescribedCurrent as PrescribedCurrent
    from .sources.prescribed_flux import PrescribedFlux as PrescribedFlux
    from .transporters.carrier import Carrier as Carrier
    from .transporters.kcc2 import KCC2 as KCC2
    from .transporters.ncx import NCX as NCX
    from .transporters.nhx import NHX as NHX
    from .transporters.nkcc1 import NKCC1 as NKCC1


def __getattr__(name: str) -> Any:
    """A law's class by its name, found in the register when first asked for."""
    if not name.startswith("_"):
        from .register import laws

        for one in laws().values():
            if one.__name__ == name:
                return one
    raise AttributeError(f"module 'poise.processes' has no attribute '{name}'")
