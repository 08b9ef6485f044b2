"""The shipped spreading_depression_cell for the peers: mV, ms, uA/cm2, mS/cm2, mM; written by hand from its equations.

The paper's own variables: V, two gates, three concentrations inside; outside what is conserved. Numbers come with the
task, by the model's paths, in SI.
"""

from collections.abc import Mapping
from typing import Any

from texts import Text, linoid, logistic

STATES = ("V", "n", "h", "K", "Na", "Cl")
VARIED = {
    "g_Na": "membrane.Na.conductance",
    "g_K": "membrane.K.conductance",
    "P": "membrane.pump.P",
}
"""Parameters that an ensemble varies, with their paths."""
PATHS = (
    *VARIED.values(), "temperature", "membrane.Na_leak.conductance", "membrane.K_leak.conductance",
    "membrane.Cl_leak.conductance", "membrane.area", "membrane.capacitance", "membrane.potential", "cytosol.volume",
    "bath.volume", *(f"{place}.{ion}" for place in ("cytosol", "bath") for ion in ("K+", "Na+", "Cl-")),
)  # fmt: skip


def text(task: Mapping[str, Any]) -> Text:
    """V, n, h and the concentrations inside; the pump stops while `pace` is 1."""
    c = task["numbers"]
    start = c["start"]
    volumes = c["cytosol.volume"] / c["bath.volume"]
    nernst = 1e3 * c["per_charge"] * c["temperature"]  # R T / F [mV]
    # uA/cm2 = 0.01 A/m2; to mM/ms: area / (F volume), 1e-3 for ms
    into = 0.01 * c["membrane.area"] / (c["faraday"] * c["cytosol.volume"]) * 1e-3
    steady_n = f"1 / (1 + 1.25 * exp(-(V + 44) / 80) / {linoid('(V + 34) / 10')})"
    lm = linoid("(V + 30) / 10")
    values = {
        f"{ion}_out": f"{c[f'bath.{name}']!r} + ({c[f'cytosol.{name}']!r} - {ion}) * {volumes!r}"
        for ion, name in (("K", "K+"), ("Na", "Na+"), ("Cl", "Cl-"))
    }
    values |= {
        "E_K": f"{nernst!r} * ln(K_out / K)",
        "E_Na": f"{nernst!r} * ln(Na_out / Na)",
        "E_Cl": f"{nernst!r} * ln(Cl / Cl_out)",
        "m": f"{lm} / ({lm} + 4 * exp(-(V + 55) / 18))",
        "an": f"0.3 * {linoid('(V + 34) / 10')}",
        "bn": "0.375 * exp(-(V + 44) / 80)",
        "h_end": logistic(f"6.5 * (0.35 - {steady_n})"),
        "i_Na": f"({c['membrane.Na_leak.conductance'] / 10!r} + g_Na * m^3 * h) * (V - E_Na)",
        "i_K": f"({c['membrane.K_leak.conductance'] / 10!r} + g_K * n^4) * (V - E_K)",
        "i_Cl": f"{c['membrane.Cl_leak.conductance'] / 10!r} * (V - E_Cl)",
        "i_P": "(1 - pace) * P / (1 + exp((25 - Na) / 3)) / (1 + exp(5.5 - K_out))",
    }
    return Text(
        parameters={
            "g_Na": c["membrane.Na.conductance"] / 10,
            "g_K": c["membrane.K.conductance"] / 10,
            "P": c["membrane.pump.P"] * c["faraday"] * 100,
        },
        values=values,
        rates={
            "V": f"-(i_Na + i_K + i_Cl + i_P) / {c['membrane.capacitance'] * 100!r}",
            "n": "an * (1 - n) - bn * n",
            "h": "(h_end - h) * (an + bn)",
            "K": f"-{into!r} * (i_K - 2 * i_P)",
            "Na": f"-{into!r} * (i_Na + 3 * i_P)",
            "Cl": f"{into!r} * i_Cl",
        },
        start={
            "V": 1e3 * c["membrane.potential"],
            "n": start["membrane.K.n"],
            "h": start["membrane.Na.h"],
            "K": c["cytosol.K+"],
            "Na": c["cytosol.Na+"],
            "Cl": c["cytosol.Cl-"],
        },
        end=task["end"],
        paced=((2e4, 2.95e4),),
        scale=1.0,
    )
