"""The sodium pump: Na,K-ATPase, 3 Na+ out, 2 K+ in, 1 ATP, as a reversible cycle."""

from dataclasses import dataclass
from typing import Any, ClassVar, final

from ...chemistry.species import species
from ...constants import GAS, STANDARD_CONCENTRATION
from ..base import Local, Process
from ..fields import quantity
from ..fuel import HYDROLYSIS, MODIFIERS, hydrolysis_free_energy
from ..moves import Move, Side

_NA, _K, _ATP, _ADP, _PI, _H = (species(name) for name in ("Na+", "K+", "ATP", "ADP", "Pi", "H+"))

# Pan et al. 2020, fit at 310 K, as printed in its CellML code: rate constants [1/s, 1/(s mM), 1/(s mM^2)] and
# dissociation constants [mM]
_K1, _K2, _K3, _K4 = 1423.2, 11565.0, 194.4506, 30630.0
_B1, _B2, _B3, _B4 = 225.9048, 36355.0, 281040.0, 1.5740e6
_NA_IN_V, _NA_OUT_V, _NA_IN, _NA_OUT = 579.7295, 0.0349, 5.6399, 10617.0
_K_OUT, _ATP_SITE = 1.0817, 140.3709
_DELTA = -0.0550
_EMPTY = 1.0e-100  # a pump with nothing to bind stands still: keeps 0/0 away, too small to be seen elsewhere
_FASTEST = 1.0 / (1.0 / _K1 + 1.0 / _K2 + 1.0 / _K3 + 1.0 / _K4)  # cycles/s with every substrate saturating


@final
@dataclass(frozen=True)
class NaKATPase(Process):
    """The Na,K-ATPase as a four-step cycle that runs backward when ATP no longer pays.

    r = rate (f1 f2 f3 f4 - b1 b2 b3 b4) / (S k_max),

    f1 = k1 n_v n^2 / D_i,  f2 = k2,  f3 = k3 p^2 / D_o,  f4 = k4 a / (1 + a),
    b1 = k-1 [ADP],  b2 = k-2 N_v N^2 / D_o,  b3 = k-3 [Pi] [H+] / (1 + a),  b4 = k-4 q^2 / D_i,

    with n, N = [Na+] inside, outside over their dissociation constants (n_v, N_v: the site in the field; its constants
    vary as exp(Delta F V / R T) and exp((1 + Delta) F V / R T)), q, p the same for K+, a for ATP,
    D = n_v n^2 + (1 + n)^2 + (1 + q)^2 - 1, and S the sum of the 16 King-Altman terms. The dissociation constant of
    inside K+ follows from detailed balance, so that r vanishes exactly where
    A = -dG_ATP + 3 (mu_Na,in - mu_Na,out) + 2 (mu_K,out - mu_K,in), with electrochemical potentials mu, does.

    Fields: rate [mol/(m2 s)], cycles per area with every substrate saturating (pump density times k_max = 167.7 1/s);
    0 is a blocked pump.

    Source: Pan et al. 2020 (pan_2020), the four-state form of Smith & Crampin 2004 (smith_crampin_2004); constants as
    in the authors' published code. Range: fitted mainly to guinea-pig heart at 310 K, -120 to 60 mV; the
    constants are not scaled to other temperatures. Total ATP, ADP and Pi stand for MgATP, MgADP and HPO4(2-).
    The constants are for concentrations: an activity model other than ideal gives ATP the small coefficient of a bare
    ATP4- and slows the pump to about a third; where it stalls hardly changes.
    """

    law: ClassVar[str] = "na_k_atpase"
    title: ClassVar[str] = "Na,K-ATPase (sodium pump)"
    references: ClassVar[tuple[str, ...]] = ("pan_2020", "smith_crampin_2004", "alberty_2003")

    rate: Any = quantity("flux", "cycles per area and time with every substrate saturating", low=0.0)

    def moves(self) -> tuple[Move, ...]:
        return (Move.of({_NA: -3, _K: 2}, {_NA: 3, _K: -2}) + HYDROLYSIS,)

    def modifiers(self) -> tuple[tuple[Side, Any], ...]:
        return MODIFIERS

    def standard_free_energies(self, local: Local) -> tuple[Any, ...]:
        return (hydrolysis_free_energy(local),)

    def rates(self, local: Local) -> tuple[Any, ...]:
        return (self.rate * cycles(local) / _FASTEST,)


def cycles(local: Local) -> Any:
    """Cycles per second of one pump, v of Pan et al. 2020 (concentrations in mM, which is mol/m3)."""
    xp = local.xp
    na_i, na_o = local.effective("inside", _NA), local.effective("outside", _NA)
    k_i, k_o = local.effective("inside", _K), local.effective("outside", _K)
    atp, adp, pi, h = (local.effective("inside", one) for one in (_ATP, _ADP, _PI, _H))
    u = local.potential / local.thermal

    n, outer = na_i / _NA_IN, na_o / _NA_OUT
    n_v, outer_v = na_i / (_NA_IN_V * xp.exp(_DELTA * u)), na_o / (_NA_OUT_V * xp.exp((1.0 + _DELTA) * u))
    q, p, a = k_i / _inside_potassium_constant(local), k_o / _K_OUT, atp / _ATP_SITE
    d_i = n_v * n**2 + (1.0 + n) ** 2 + (1.0 + q) ** 2 - 1.0
    d_o = outer_v * outer**2 + (1.0 + outer) ** 2 + (1.0 + p) ** 2 - 1.0

    f1, f2, f3, f4 = _K1 * n_v * n**2 / d_i, _K2, _K3 * p**2 / d_o, _K4 * a / (1.0 + a)
    b1, b2, b3, b4 = _B1 * adp, _B2 * outer_v * outer**2 / d_o, _B3 * pi * h / (1.0 + a), _B4 * q**2 / d_i
    terms = (
        b1 * b2 * b3 + b1 * b2 * f4 + b1 * f3 * f4 + f2 * f3 * f4
        + b2 * b3 * b4 + f1 * b2 * b3 + f1 * b2 * f4 + f1 * f3 * f4
        + b1 * b3 * b4 + f2 * b3 * b4 + f1 * f2 * b3 + f1 * f2 * f4
        + b1 * b2 * b4 + b1 * f3 * b4 + f2 * f3 * b4 + f1 * f2 * f3
    )  # fmt: skip
    return (f1 * f2 * f3 * f4 - b1 * b2 * b3 * b4) / (terms + _EMPTY)


def _inside_potassium_constant(local: Local) -> Any:
    """Dissociation constant of inside K+ [mM] from detailed balance with the local energy of ATP."""
    xp = local.xp
    exponent = -hydrolysis_free_energy(local) / (GAS * local.temperature)
    hydrolysis = xp.exp(exponent) * STANDARD_CONCENTRATION**2  # [ADP][Pi][H]/[ATP] at equilibrium, mM^2
    steps = _B1 * _B2 * _B3 * _B4 / (_K1 * _K2 * _K3 * _K4)
    sites = _NA_IN_V * _NA_IN**2 * _K_OUT**2 * _ATP_SITE / (_NA_OUT_V * _NA_OUT**2)
    return xp.sqrt(steps * sites * hydrolysis)
