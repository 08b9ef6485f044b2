"""Salt gradients as batteries: reverse electrodialysis between two waters, and what their mixing is worth."""

from typing import Any

from ..constants import GAS
from .namespace import namespace
from .thermal import thermal_voltage


def cell_pair_voltage(sea: Any, river: Any, cation: Any, anion: Any, temperature: Any) -> Any:
    """Open-circuit voltage of one cell pair of reverse electrodialysis with a 1:1 salt.

    V = (alpha_c + alpha_a) (R T / F) ln(a_sea / a_river)

    Args:
        sea, river: activities of the salt's ions in the two waters, in any unit alike; > 0, any shape.
        cation, anion: permselectivities alpha_c, alpha_a of the two membranes, 0 to 1.
        temperature: T [K].

    Returns: V [V].

    Source: Veerman et al. 2009, eq. 1 from memory (veerman_2009). Valid: no current, waters that do not change.
    """
    ratio = sea / river
    return (cation + anion) * thermal_voltage(temperature) * namespace(ratio).log(ratio)


def mixing_energy(sea: Any, river: Any, sea_volume: Any, river_volume: Any, temperature: Any) -> Any:
    """Free energy that two dilute solutions of a 1:1 salt give up when they mix.

    G = 2 R T (c_s V_s ln(c_s / c_m) + c_r V_r ln(c_r / c_m)),  c_m = (c_s V_s + c_r V_r) / (V_s + V_r)

    Args:
        sea, river: concentrations c_s, c_r [mol/m3]; > 0, any shape.
        sea_volume, river_volume: V_s, V_r [m3].
        temperature: T [K].

    Returns: G [J], never negative.

    Source: Yip et al. 2014 (yip_2014); Post et al. 2008 (post_2008). Valid: ideal, dilute (the water's own share is
    that of dilute solutions).
    """
    salt_sea, salt_river = sea * sea_volume, river * river_volume
    mixed = (salt_sea + salt_river) / (sea_volume + river_volume)
    xp = namespace(mixed)
    return 2.0 * GAS * temperature * (salt_sea * xp.log(sea / mixed) + salt_river * xp.log(river / mixed))
