"""tests/data/models/forty_states.yaml for the peers: mV, ms, uA/cm2, amounts in fmol and amol, volumes in pL.

Written by hand from its equations. Amounts inside are states, those outside what is conserved; calcium and its buffers
in amol (1e-18 mol), so that every state is of usual size. Numbers come with the task, by the model's paths, in SI.
"""

from collections.abc import Mapping
from typing import Any

from texts import Text, linoid, logistic, scheme

STATES = ("V", "K", "Na", "Cl", "vol", "Ca", "CaB", "CaD")
"""What is compared at the end (the rest are gates)."""
VARIED = {
    "g_Na": "membrane.Na.conductance",
    "g_K": "membrane.K.conductance",
    "g_SK": "membrane.SK.conductance",
    "P_CaL": "membrane.CaL.permeability",
}
IONS = {"K": "K+", "Na": "Na+", "Cl": "Cl-", "Ca": "Ca2+"}
PATHS = (
    *VARIED.values(), "temperature", "membrane.area", "membrane.capacitance", "membrane.potential",
    "membrane.Na_leak.conductance", "membrane.K_leak.conductance", "membrane.Cl_leak.conductance",
    "membrane.Ca_leak.permeability", "membrane.NaP.conductance", "membrane.A_fast.conductance",
    "membrane.A_slow.conductance", "membrane.M.conductance", "membrane.H.permeability", "membrane.CaT.permeability",
    "membrane.pump.P", "membrane.calcium_pump.P", "membrane.KCC2.U", "membrane.water.permeability",
    *(f"{place}.{ion}" for place in ("cytosol", "space") for ion in ("volume", "K+", "Na+", "Cl-", "Ca2+")),
    "cytosol.B", "cytosol.CaB", "cytosol.D", "cytosol.CaD", "cytosol.A-", "space.sucrose",
)  # fmt: skip


def sodium() -> tuple[dict[str, str], dict[str, str]]:
    """Five closed states, the open one, and all of them inactivated."""
    up, down, a, b = "150 * exp(V / 20)", "3 * exp(-V / 20)", repr(100**0.25 * 1.5**0.25), repr(0.01**0.25)
    hops = {}
    for k in range(1, 5):
        hops[f"C{k}", f"C{k + 1}"] = f"{5 - k} * {up}"
        hops[f"C{k + 1}", f"C{k}"] = f"{k} * {down}"
        hops[f"I{k}", f"I{k + 1}"] = f"{5 - k} * {a} * {up}"
        hops[f"I{k + 1}", f"I{k}"] = f"{k} * {b} * {down}"
    for shut, other in (("C5", "O"), ("I5", "I6")):
        hops[shut, other], hops[other, shut] = "150", "40"
    for k, name in enumerate(("C1", "C2", "C3", "C4", "C5", "O")):
        hops[name, f"I{k + 1}"] = f"0.005 * {a}^{min(k, 4)}"
        hops[f"I{k + 1}", name] = f"0.5 * {b}^{min(k, 4)}"
    return scheme("Na", hops, ("C1", "C2", "C3", "C4", "C5", "O", "I1", "I2", "I3", "I4", "I5", "I6"))


def potassium() -> tuple[dict[str, str], dict[str, str]]:
    """Four steps to the open state, and a slow way out of it."""
    up, down = f"0.15 * {linoid('(V + 30) / 9')}", "0.2 * exp(-(V + 40) / 40)"
    names = ("C1", "C2", "C3", "C4", "O", "I")
    hops = {("O", "I"): "0.002", ("I", "O"): "0.001"}
    for k in range(4):
        hops[names[k], names[k + 1]] = f"{4 - k} * {up}"
        hops[names[k + 1], names[k]] = f"{k + 1} * {down}"
    return scheme("Kd", hops, names)


def calcium_activated() -> tuple[dict[str, str], dict[str, str]]:
    """Four closed states, further with each Ca2+ that binds, and two open ones."""
    hops = {
        ("C1", "C2"): "200 * c_Ca", ("C2", "C3"): "160 * c_Ca", ("C3", "C4"): "80 * c_Ca", ("C2", "C1"): "0.08",
        ("C3", "C2"): "0.08", ("C4", "C3"): "0.2", ("C3", "O1"): "0.16", ("O1", "C3"): "1", ("C4", "O2"): "1.2",
        ("O2", "C4"): "0.1",
    }  # fmt: skip
    return scheme("SK", hops, ("C1", "C2", "C3", "C4", "O1", "O2"))


GATES = {  # steady value, time constant [ms]
    "p_m": ("membrane.NaP.m", logistic("(V + 50) / 6"), "1"),
    "p_h": (
        "membrane.NaP.h",
        logistic("-(V + 52) / 14"),
        "(500 + 3000 / (exp((V + 60) / 20) + exp(-(V + 60) / 20)))",
    ),
    "af_a": ("membrane.A_fast.a", logistic("(V + 45) / 10"), "(0.4 + 2 * exp(-((V + 50) / 30)^2))"),
    "af_b": ("membrane.A_fast.b", logistic("-(V + 75) / 7"), "25"),
    "as_a": ("membrane.A_slow.a", logistic("(V + 40) / 12"), "(1 + 3 * exp(-((V + 50) / 30)^2))"),
    "as_b": ("membrane.A_slow.b", logistic("-(V + 72) / 8"), "200"),
    "u": ("membrane.M.u", logistic("(V + 35) / 10"), "(300 / (3.3 * exp((V + 35) / 20) + exp(-(V + 35) / 20)))"),
    "l": ("membrane.H.l", logistic("-(V + 82) / 7"), "38"),
    "d": ("membrane.CaL.d", logistic("(V + 15) / 6"), "(0.5 + 1.5 * exp(-((V + 20) / 20)^2))"),
    "f": ("membrane.CaL.f", "(1 - c_Ca / (c_Ca + 0.002))", "50"),
    "t_m": ("membrane.CaT.m", logistic("(V + 55) / 7"), "3"),
    "t_h": ("membrane.CaT.h", logistic("-(V + 78) / 5"), "30"),
}
SCHEMES = {"Na": "membrane.Na.s", "Kd": "membrane.K.s", "SK": "membrane.SK.s"}


def concentrations(c: Mapping[str, Any]) -> dict[str, str]:
    """mM inside and outside, from amounts (fmol/pL; amol/pL is uM)."""
    inside, outside = c["cytosol.volume"] * 1e15, c["space.volume"] * 1e15
    found = {
        "vol_out": f"{inside + outside!r} - vol",
        "c_K": "K / vol",
        "c_Na": "Na / vol",
        "c_Cl": "Cl / vol",
        "c_Ca": "0.001 * Ca / vol",
    }
    for ion, name in IONS.items():
        whole = c[f"cytosol.{name}"] * inside + c[f"space.{name}"] * outside
        if ion == "Ca":  # what the buffers hold never leaves
            whole += (c["cytosol.CaB"] + c["cytosol.CaD"]) * inside
            found["o_Ca"] = f"({whole!r} - 0.001 * (Ca + CaB + CaD)) / vol_out"
        else:
            found[f"o_{ion}"] = f"({whole!r} - {ion}) / vol_out"
    return found


def ghk(permeability: str, z: int, inside: str, outside: str) -> str:
    """Outward flux [mol/m2/s]: P u (c_in - c_out exp(-u)) / (1 - exp(-u))."""
    u = f"({z} * V / RTF)"
    return f"{permeability} * {u} * ({inside} - {outside} * exp(-{u})) / (1 - exp(-{u}))"


def text(task: Mapping[str, Any]) -> Text:
    """Fluxes in mol/m2/s, outward; currents as flux times F."""
    c = task["numbers"]
    faraday, start = c["faraday"], c["start"]
    nernst = 1e3 * c["per_charge"] * c["temperature"]
    area = c["membrane.area"]
    fmol = area * 1e15 * 1e-3  # mol/m2/s to fmol/ms
    values: dict[str, str] = {"RTF": repr(nernst), **concentrations(c)}
    rates: dict[str, str] = {}
    for made in (sodium(), potassium(), calcium_activated()):
        values |= made[0]
        rates |= made[1]
    for name, (_, steady, time) in GATES.items():
        rates[name] = f"({steady} - {name}) / {time}"

    def g(label: str) -> str:
        return repr(c[f"membrane.{label}.conductance"] / 10)

    per = repr(0.01 / faraday)  # uA/cm2 to mol/m2/s
    values |= {
        "E_K": "RTF * ln(o_K / c_K)",
        "E_Na": "RTF * ln(o_Na / c_Na)",
        "E_Cl": "RTF * ln(c_Cl / o_Cl)",
        "j_NaV": f"{per} * (g_Na * Na_O + {g('NaP')} * p_m * p_h + {g('Na_leak')}) * (V - E_Na)",
        "j_KV": f"{per} * (g_K * Kd_O + g_SK * (SK_O1 + SK_O2) + {g('A_fast')} * af_a^3 * af_b + {g('A_slow')} * as_a^3"
        f" * as_b + {g('M')} * u + {g('K_leak')}) * (V - E_K)",
        "j_ClV": f"-{per} * {g('Cl_leak')} * (V - E_Cl)",
        "j_HK": f"l * {ghk(repr(c['membrane.H.permeability']), 1, 'c_K', 'o_K')}",
        "j_HNa": f"0.3 * l * {ghk(repr(c['membrane.H.permeability']), 1, 'c_Na', 'o_Na')}",
        "j_CaV": ghk(
            f"(P_CaL * d^2 * f + {c['membrane.CaT.permeability']!r} * t_m^2 * t_h"
            f" + {c['membrane.Ca_leak.permeability']!r})",
            2, "c_Ca", "o_Ca",
        ),
        "j_P": f"{c['membrane.pump.P']!r} * (c_Na / (c_Na + 10))^3 * (o_K / (o_K + 1.5))^2",
        "j_PCa": f"{c['membrane.calcium_pump.P']!r} * c_Ca / (c_Ca + 0.0005)",
        "j_KCC": f"{c['membrane.KCC2.U']!r} * ln(c_K * c_Cl / (o_K * o_Cl))",
        "j_in": f"5 * pace * {per}",
        "out_K": "j_KV + j_HK - 2 * j_P + j_KCC - j_in",
        "out_Na": "j_NaV + j_HNa + 3 * j_P",
        "out_Cl": "j_ClV + j_KCC",
        "out_Ca": "j_CaV + j_PCa",
        # uM and ms: 100/uM/s and 100/s; 5/uM/s and 1/s; amol
        "b_free": f"{(c['cytosol.B'] + c['cytosol.CaB']) * c['cytosol.volume'] * 1e18!r} - CaB",
        "d_free": f"{(c['cytosol.D'] + c['cytosol.CaD']) * c['cytosol.volume'] * 1e18!r} - CaD",
        "bind_B": "0.1 * Ca * b_free / vol - 0.1 * CaB",
        "bind_D": "0.005 * Ca * d_free / vol - 0.001 * CaD",
        "osm_in": f"c_K + c_Na + c_Cl + c_Ca + 0.001 * (b_free + CaB + d_free + CaD) / vol"
        f" + {c['cytosol.A-'] * c['cytosol.volume'] * 1e15!r} / vol",
        "osm_out": f"o_K + o_Na + o_Cl + o_Ca + {c['space.sucrose'] * c['space.volume'] * 1e15!r} / vol_out",
    }  # fmt: skip
    water = c["membrane.water.permeability"] * c["water_volume"] * area * 1e15 * 1e-3  # to pL/ms
    rates |= {
        "V": f"-{faraday / c['membrane.capacitance']!r} * (out_K + out_Na - out_Cl + 2 * out_Ca)",
        "K": f"-{fmol!r} * out_K",
        "Na": f"-{fmol!r} * out_Na",
        "Cl": f"-{fmol!r} * out_Cl",
        "vol": f"{water!r} * (osm_in - osm_out)",
        "Ca": f"-{1e3 * fmol!r} * out_Ca - bind_B - bind_D",
        "CaB": "bind_B",
        "CaD": "bind_D",
    }
    return Text(
        parameters={
            "g_Na": c["membrane.Na.conductance"] / 10,
            "g_K": c["membrane.K.conductance"] / 10,
            "g_SK": c["membrane.SK.conductance"] / 10,
            "P_CaL": c["membrane.CaL.permeability"],
        },
        values=values,
        rates=rates,
        start=_start(c, start, rates),
        end=task["end"],
        paced=((100.0, 600.0),),
        scale=1e-3,
    )


def _start(c: Mapping[str, Any], start: Mapping[str, float], rates: Mapping[str, str]) -> dict[str, float]:
    """Gates as Poise starts them, the rest from the model's numbers."""
    volume = c["cytosol.volume"] * 1e15
    found = {"V": 1e3 * c["membrane.potential"], "vol": volume}
    found |= {ion: c[f"cytosol.{name}"] * volume * (1e3 if ion == "Ca" else 1.0) for ion, name in IONS.items()}
    found |= {name: c[f"cytosol.{name}"] * volume * 1e3 for name in ("CaB", "CaD")}
    found |= {name: start[label] for name, (label, _, _) in GATES.items()}
    for gate, label in SCHEMES.items():
        states = [name for name in rates if name.startswith(f"{gate}_")]
        found |= {name: start[f"{label}.{name.partition('_')[2]}"] for name in states}
    return found
