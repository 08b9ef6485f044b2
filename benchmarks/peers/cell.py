"""The pump-leak cell of pump_leak.yaml for the peers, in fmol, pL (so that fmol/pL is mM), V and s.

The numbers come with the task, as Poise has them: area [um2] and so on are already in these units there.
"""

import math
from collections.abc import Mapping, Sequence
from typing import Any

from texts import Text

ORDER = ("Na", "K", "Cl", "vol", "V")
VARIED = ("P_Na", "P_K", "P_Cl")


def rates(y: Sequence[Any], c: Mapping[str, Any], xp: Any = math) -> list[Any]:
    """d(n_Na, n_K, n_Cl, volume, V)/dt.

    J = P u (c_in - c_out exp(-u)) / (1 - exp(-u)), u = z F V / (R T), outward;
    the pump 3 Na+ out, 2 K+ in: J_p = p (c_Na / 30 mM)^3; water: J = P_f v_w (osm_in - osm_out), inward.
    """
    na, k, cl, volume, v = y[0], y[1], y[2], y[3], y[4]
    inside = (na / volume, k / volume, cl / volume)
    u = v * c["per_volt"]
    flux = []
    for name, z, conc in (("Na", 1.0, inside[0]), ("K", 1.0, inside[1]), ("Cl", -1.0, inside[2])):
        x = z * u
        flux.append(c[f"P_{name}"] * x * (conc - c[f"out_{name}"] * xp.exp(-x)) / (1.0 - xp.exp(-x)))
    pump = c["pump"] * (inside[0] / 30.0) ** 3
    out_na, out_k, out_cl = flux[0] + 3.0 * pump, flux[1] - 2.0 * pump, flux[2]
    osmolarity = (na + k + cl + c["X"]) / volume
    return [
        -c["area"] * out_na,
        -c["area"] * out_k,
        -c["area"] * out_cl,
        c["area"] * c["water"] * (osmolarity - c["out_all"]),
        -c["charging"] * (out_na + out_k - out_cl),
    ]


def text(task: Mapping[str, Any]) -> Text:
    """The same as text."""
    c = task["numbers"]
    u = f"(V * {c['per_volt']!r})"
    fluxes = {
        f"j_{name}": f"P_{name} * ({s}{u}) * ({name} / vol - {c[f'out_{name}']!r} * exp(-({s}{u})))"
        f" / (1 - exp(-({s}{u})))"
        for name, s in (("Na", ""), ("K", ""), ("Cl", "-"))
    }
    return Text(
        parameters={name: c[name] for name in VARIED},
        values={**fluxes, "j_pump": f"{c['pump']!r} * (Na / vol / 30)^3"},
        rates={
            "Na": f"-{c['area']!r} * (j_Na + 3 * j_pump)",
            "K": f"-{c['area']!r} * (j_K - 2 * j_pump)",
            "Cl": f"-{c['area']!r} * j_Cl",
            "vol": f"{c['area'] * c['water']!r} * ((Na + K + Cl + {c['X']!r}) / vol - {c['out_all']!r})",
            "V": f"-{c['charging']!r} * (j_Na + j_K + j_pump - j_Cl)",
        },
        start=dict(zip(ORDER, c["start"], strict=True)),
        end=c["end"],
        scale=min(task["scale"]),
    )
