"""Adapters of Donnan equilibria: a bath, two closed compartments, with and without water."""

import re
from collections.abc import Mapping
from typing import Any

from adapter_common import MV, Inputs, Unsupported, pick, temperature

import poise.formulas as f

Check = Mapping[str, Any]


def donnan_bath(check: Check) -> float:
    """`X_neg_mM`: concentration of negative fixed charge."""
    i = check["inputs"]
    fixed = -i["X_neg_mM"] if "X_neg_mM" in i else pick(i, "X_pos_mM", "X_mM")
    return f.donnan_potential(fixed, i["c_bath_mM"], temperature(i)) / MV


def donnan_crossing(check: Check) -> float:
    i = check["inputs"]
    return f.donnan_salt_crossing(i["a_protein_charge"], i["b_salt"])


_IONS = ("k", "na", "cl")


def _amounts(i: Inputs, side: str) -> list[float]:
    """K, Na, Cl of a side ("i" or "e") [mol]."""
    if i["unit"] != "fmol":
        raise Unsupported(f"amounts in {i['unit']}")
    return [i[f"n_{ion}{side}0"] * 1e-15 for ion in _IONS]


def _variable(i: Inputs, state: f.DonnanState, check: Check) -> float:
    """The quantity of an end state that the check asks for, in um3, mM or mV."""
    name = str(i.get("variable", check["unit"])).casefold()
    sides = {"i": (state.volume_inside, state.inside), "e": (state.volume_outside, state.outside)}
    if "vol" in name or check["unit"] == "um3":
        outside = name.startswith("ext") or name in ("ve", "vol_e", "volume_e")
        return (state.volume_outside if outside else state.volume_inside) * 1e18
    match = re.fullmatch(r"(?:\[)?(k|na|cl)[+-]?(?:\])?_?([ieo])\w*", name)
    if match:
        volume, amount = sides["i" if match.group(2) == "i" else "e"]
        return amount[_IONS.index(match.group(1))] / volume
    if check["unit"] == "mV":
        return state.potential / MV
    raise Unsupported(f"variable '{name}'")


def donnan_closed(check: Check) -> float:
    """Impermeant charge by electroneutrality of either side at rest."""
    i = check["inputs"]
    inside, outside = _amounts(i, "i"), _amounts(i, "e")
    state = f.donnan_closed_osmotic(
        [one + other for one, other in zip(inside, outside, strict=True)],
        (1, 1, -1),
        i["n_impi"] * 1e-15,
        i["n_impe"] * 1e-15,
        inside[2] - inside[0] - inside[1],
        outside[2] - outside[0] - outside[1],
        i["V_tot_um3"] * 1e-18,
        temperature(i),
    )
    return _variable(i, state, check)


def donnan_without_chloride(check: Check) -> float:
    """Chloride held where it is: cations only trade places, so osmoles and volumes stay as at rest."""
    i = check["inputs"]
    if i["g_Cl"] != 0:
        raise Unsupported("chloride crosses: this row asks for the run-down in time")
    inside, outside = _amounts(i, "i"), _amounts(i, "e")
    osmoles = [sum(inside) + i["n_impi"] * 1e-15, sum(outside) + i["n_impe"] * 1e-15]
    share = osmoles[0] / sum(osmoles)
    volume = i["V_tot_um3"] * 1e-18
    state = f.donnan_closed_volumes(
        [inside[0] + outside[0], inside[1] + outside[1]],
        (1, 1),
        -inside[0] - inside[1],
        volume * share,
        volume * (1 - share),
        temperature(i),
    )
    return state.potential / MV


TASKS = {
    "donnan.donnan_potential_vs_infinite_bath_rt_f_asinh": donnan_bath,
    "donnan.equal_volume_donnan_salt_crossing_into_protein_side_b": donnan_crossing,
    "donnan.closed_two_compartment_gibbs_donnan_end_state_with_osmotic_volume": donnan_closed,
    "donnan.no_cl_conductance_final_v_after_pump_stop": donnan_without_chloride,
}
