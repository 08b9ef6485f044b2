"""Adapters of pump-leak cells: Duesterwald 2018, Huebel & Dahlem 2014, Huebel & Ullah 2016, Keener & Sneyd."""

import math
import re
from collections.abc import Mapping
from typing import Any

from adapter_common import MV, Inputs, Unsupported, temperature
from adapter_states import loaded, neutral_at_end, once, variable, with_charge
from scipy.optimize import minimize_scalar

import poise
from poise.constants import FARADAY
from poise.formulas import thermal_voltage

Check = Mapping[str, Any]
_DM2 = 100.0  # S/m2 per S/dm2, and A/m2 per A/dm2


def _key(i: Inputs) -> tuple[Any, ...]:
    """The inputs without what only says which number is asked for."""
    return tuple(sorted((key, str(value)) for key, value in i.items() if key not in ("variable", "note")))


def duesterwald(i: Inputs) -> poise.Model:
    """The cell of the inputs, as the paper starts it: isosmotic and neutral, in the volume of its cylinder."""
    model = loaded("chloride_homeostasis")
    z, osm = i["z_x"], i["osm_mM"]
    if not -2 <= z <= 0:
        raise Unsupported(f"impermeants of mean charge {z:g}: the model has charges 0 and -2")
    match = re.search(r"P\s*=\s*([\d.eE+-]+)", str(i.get("pump", "")))
    pump = 10.0 ** i["log10_P"] if "log10_P" in i else float(match.group(1)) if match else 0.1  # C/(dm2 s)
    na, cl = model.get("cytosol.Na+"), model.get("cytosol.Cl-")
    impermeant = (osm - 2.0 * cl) / (1.0 - z)
    changes = {
        "temperature": temperature(i),
        "membrane.Na_leak.conductance": i["gNa_S_dm2"] * _DM2,
        "membrane.K_leak.conductance": i["gK_S_dm2"] * _DM2,
        "membrane.Cl_leak.conductance": i["gCl_S_dm2"] * _DM2,
        "membrane.KCC2.conductance": i["gKCC2_S_dm2"] * _DM2,
        "membrane.pump.P": pump * _DM2 / FARADAY,
        "bath.Na+": i["Na_o"],
        "bath.K+": i["K_o"],
        "bath.Cl-": i["Cl_o"],
        "bath.B-": osm - i["Na_o"] - i["K_o"] - i["Cl_o"],
        "cytosol.volume": math.pi * 5e-6**2 * 25e-6,
        "cytosol.X2-": -0.5 * z * impermeant,
        "cytosol.X0": (1.0 + 0.5 * z) * impermeant,
        "cytosol.K+": cl - z * impermeant - na,
        "membrane.potential": -0.07,
    }
    return model.set(changes)


def duesterwald_state(check: Check) -> float:
    i = check["inputs"]
    state = once(("duesterwald", _key(i)), lambda: poise.steady(duesterwald(i), throw=True))
    return variable(state, i["variable"], check["unit"])


def _dahlem(name: str) -> poise.Result:
    """A fixed point of the spreading-depression cell; searched for where the cell of life or the dying one would be."""
    model = loaded("spreading_depression_cell")
    if name == "donnan":
        return once("donnan", lambda: neutral_at_end(model.set("membrane.pump.P", 0.0), -0.02))
    if name == "starved":
        return once("starved", lambda: neutral_at_end(model, -0.02))
    return once("physiological", lambda: poise.steady(model, throw=True))


def dahlem(name: str, usual: str = "V") -> Any:
    """An adapter for one fixed point."""
    return lambda check: variable(_dahlem(name), check["inputs"].get("variable", usual), check["unit"])


def ullah(i: Inputs) -> poise.Model:
    """The closed cell of the inputs: amounts, volumes by equal osmolarity, impermeant charges by electroneutrality."""
    if i["unit"] != "fmol":
        raise Unsupported(f"amounts in {i['unit']}")
    fmol = 1e-15
    model = loaded("run_down_cell")
    amounts = {side: {ion: i[f"n_{ion}{side}0"] * fmol for ion in ("k", "na", "cl")} for side in "ie"}
    fixed = {side: i[f"n_imp{side}"] * fmol for side in "ie"}
    osmoles = {side: sum(amounts[side].values()) + fixed[side] for side in "ie"}
    charges = {side: (n["cl"] - n["k"] - n["na"]) / fixed[side] for side, n in amounts.items()}
    changes: dict[str, Any] = {
        "temperature": temperature(i),
        "membrane.water.n_in": fixed["i"],
        "membrane.water.n_out": fixed["e"],
        "membrane.Cl_leak.conductance": 10.0 * i.get("g_Cl", 0.05),
    }
    for side, place, impermeant in (("i", "cytosol", "A-"), ("e", "bath", "B-")):
        volume = i["V_tot_um3"] * 1e-18 * osmoles[side] / sum(osmoles.values())
        changes[f"{place}.volume"] = volume
        changes[f"{place}.{impermeant}"] = fixed[side] / volume
        for ion, name in (("k", "K+"), ("na", "Na+"), ("cl", "Cl-")):
            changes[f"{place}.{name}"] = amounts[side][ion] / volume
    return with_charge(model, {"A-": charges["i"], "B-": charges["e"]}).set(changes)


def ullah_rest(i: Inputs) -> poise.Result:
    """The rest that keeps the contents neutral; with chloride free to move."""
    free = {**i, "g_Cl": i.get("g_Cl") or 0.05}
    return once(("ullah rest", _key(free)), lambda: neutral_at_end(ullah(free), -0.067))


def ullah_state(check: Check) -> float:
    i = check["inputs"]
    return variable(ullah_rest(i), i["variable"], check["unit"])


_SHIPPED_RATE = 1.6  # of pump_leak_tosteson
_STRIDE = 0.5  # of the pump rate


def keener(i: Inputs, rate: float) -> poise.Model:
    """The book's cell; its conductance of Na+ is the unit of the others."""
    model = loaded("pump_leak_tosteson")
    t = temperature(i, model.temperature)
    sodium = model.get("membrane.Na_leak.conductance")
    salt = i["N_e"] + i["K_e"]
    inside = {ion: model.get(f"cytosol.{ion}") for ion in ("Na+", "K+", "Cl-", "X-")}
    return with_charge(model, {"X-": i["z_x"]}).set(
        {
            "temperature": t,
            "bath.Na+": i["N_e"],
            "bath.K+": i["K_e"],
            "bath.Cl-": salt,
            "membrane.K_leak.conductance": sodium / i["gamma"],
            "membrane.pump.P": rate,
            "membrane.pump.unit": sodium * thermal_voltage(t) / FARADAY,
            "cytosol.X-": (inside["Na+"] + inside["K+"] - inside["Cl-"]) / -i["z_x"],
        }
    )


def _keener(i: Inputs, rate: float) -> poise.Result:
    """The steady state at a pump rate, by steps from the nearest one that is known."""
    known = once(("keener", _key({**i, "P": ""})), dict)
    if not known:
        known[_SHIPPED_RATE] = poise.steady(keener(i, _SHIPPED_RATE), throw=True)
    near = min(known, key=lambda one: abs(one - rate))
    while near != rate:
        after = near + math.copysign(min(_STRIDE, abs(rate - near)), rate - near)
        after = rate if abs(after - rate) < 1e-12 else after
        known[after] = poise.steady(keener(i, after), start=known[near], throw=True)
        near = after
    return known[rate]


def _impermeant(i: Inputs, rate: float) -> float:
    """Share of the impermeant in the outer salt, 1/mu: it falls to 0 where the volume grows without limit."""
    return _keener(i, rate).of("content", "cytosol.X-") / (i["N_e"] + i["K_e"])


def keener_potential(check: Check) -> float:
    i = check["inputs"]
    return _keener(i, i["P"]).of("potential", "membrane") / MV


def keener_volume(check: Check) -> float:
    i = check["inputs"]
    return 1.0 / _impermeant(i, i["P"])


def _least(i: Inputs) -> Any:
    return once(
        ("least", _key(i)),
        lambda: minimize_scalar(
            lambda p: -_impermeant(i, p), bounds=(0.5, 5.0), method="bounded", options={"xatol": 1e-7}
        ),
    )


def keener_blow_up(check: Check) -> float:
    """Where 1/mu reaches 0: by the line through two states on the way there, each half as far from it as the last."""
    i = check["inputs"]
    last, rate = 4.0, 4.5
    zero = math.inf
    while zero - rate > 1e-3 * rate:
        before, now = _impermeant(i, last), _impermeant(i, rate)
        zero = rate + now * (rate - last) / (before - now)
        if zero - rate > 1e-3 * rate:
            last, rate = rate, rate + min(0.5 * (zero - rate), _STRIDE)
    return zero


TASKS = {
    "pumpleak.duesterwald_default_steady_state": duesterwald_state,
    "pumpleak.duesterwald_pump_rate_sweep": duesterwald_state,
    "pumpleak.duesterwald_impermeant_charge_sweep": duesterwald_state,
    "pumpleak.huebel_dahlem_physiological_fixed_point": dahlem("physiological"),
    "pumpleak.huebel_dahlem_free_energy_starved_fixed_point": dahlem("starved"),
    "pumpleak.huebel_dahlem_donnan_state_v_e_k_e_na_e_cl": dahlem("donnan"),
    "pumpleak.huebel_ullah_rest": ullah_state,
    "pumpleak.keener_sneyd_potential_v": keener_potential,
    "pumpleak.keener_sneyd_cell_volume_mu": keener_volume,
    "pumpleak.keener_sneyd_volume_minimum_p": lambda check: float(_least(check["inputs"]).x),
    "pumpleak.keener_sneyd_volume_minimum_mu": lambda check: float(-1.0 / _least(check["inputs"]).fun),
    "pumpleak.keener_sneyd_volume_blow_up_p_max": keener_blow_up,
}
