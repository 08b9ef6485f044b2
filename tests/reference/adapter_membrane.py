"""Adapters of the membrane families: Nernst, Goldman-Hodgkin-Katz, chord conductance, Mullins-Noda."""

import re
from collections.abc import Mapping
from typing import Any

from adapter_common import MV, Inputs, Unsupported, charge_of, concentrations, pick, temperature

import poise.formulas as f

Check = Mapping[str, Any]


def nernst_potential(check: Check) -> float:
    i = check["inputs"]
    charge = i["z"] if "z" in i else charge_of(i["ion"])
    return f.nernst(charge, i["c_out_mM"], i["c_in_mM"], temperature(i)) / MV


def inverse_inside(check: Check) -> float:
    i = check["inputs"]
    return f.inside_for(i["E_mV"] * MV, i["z"], i["c_out_mM"], temperature(i))


def inverse_outside(check: Check) -> float:
    i = check["inputs"]
    return f.outside_for(i["E_mV"] * MV, i["z"], i["c_in_mM"], temperature(i))


def ghk_current(check: Check) -> float:
    """mC/cm3, which is 1e3 A/m2 for a permeability of 1 m/s."""
    i = check["inputs"]
    return f.ghk_current(1.0, i["z"], i["c_out_mM"], i["c_in_mM"], i["V_mV"] * MV, temperature(i)) / 1e3


def _charges(i: Inputs) -> list[int]:
    """Charges as given, or of the ions named, or of K+, Na+, Cl- in the order that all the sources use."""
    if "z" in i:
        return i["z"]
    return [charge_of(ion) for ion in i.get("ions", ("K", "Na", "Cl")[: len(i["P_rel"])])]


def _sums(check: Check) -> tuple[float, float]:
    i = check["inputs"]
    return f.ghk_sums(i["P_rel"], _charges(i), i["c_out_mM"], i["c_in_mM"])


def ghk_voltage(check: Check) -> float:
    i = check["inputs"]
    return f.ghk_voltage(i["P_rel"], _charges(i), i["c_out_mM"], i["c_in_mM"], temperature(i)) / MV


def ghk_from_sums(check: Check) -> float:
    """The sums stand for one cation's two concentrations."""
    i = check["inputs"]
    return f.ghk_voltage((1.0,), (1,), (i["numerator_mM"],), (i["denominator_mM"],), temperature(i)) / MV


def bi_ionic_ratio(check: Check) -> float:
    """P_A/P_B where E = RT/zF ln(P_A [A]/(P_B [B])), A and B in the order of the inputs."""
    i = check["inputs"]
    both = [value for key, value in i.items() if re.fullmatch(r"c_[A-Za-z0-9]+_mM", key)]
    if len(both) != 2:
        raise Unsupported("a bi-ionic ratio needs two concentrations")
    first, second = (1.0, 1.0) if "equal" in both else both
    return f.permeability_ratio(i["E_rev_mV"] * MV, i.get("z", 1), first, second, temperature(i))


def divalent_reversal(check: Check) -> float:
    """Permeabilities relative to the ion named after `over_`; ions may stand on either side."""
    i = check["inputs"]
    relative = {"": 1.0}
    for key, value in i.items():
        match = re.fullmatch(r"P_([A-Za-z0-9]+)_over_P_([A-Za-z0-9]+)", key)
        if match:
            relative[match.group(1)], relative[match.group(2)] = value, relative.get(match.group(2), 1.0)
    inside, outside = concentrations(i, "in"), concentrations(i, "out")
    ions = sorted({*inside, *outside})
    return (
        f.divalent_monovalent_voltage(
            [relative.get(ion, 1.0) for ion in ions],
            [charge_of(ion) for ion in ions],
            [outside.get(ion, 0.0) for ion in ions],
            [inside.get(ion, 0.0) for ion in ions],
            temperature(i),
        )
        / MV
    )


def barrier_ratio(check: Check) -> float:
    i = check["inputs"]
    return f.barrier_permeability_ratio(i["ddG_kJ_mol"] * 1e3, temperature(i))


def chord_potential(check: Check) -> float:
    i = check["inputs"]
    return f.chord_potential(pick(i, "g_rel", "g_mS_cm2", "g"), i["E_mV"])


def driving_force(check: Check) -> float:
    i = check["inputs"]
    equilibrium = next((value for key, value in i.items() if re.fullmatch(r"E(_\w+)?_mV", key)), None)
    if equilibrium is None:
        raise Unsupported("no equilibrium potential among the inputs")
    return f.driving_force(i["V_mV"], equilibrium)


def pump_shift(check: Check) -> float:
    """uA/cm2 over mS/cm2 is mV."""
    i = check["inputs"]
    return f.pump_shift(i["I_pump_uA_cm2"], i["g_total_mS_cm2"])


def mullins_noda(check: Check) -> float:
    i = check["inputs"]
    return f.mullins_noda_voltage(i["b"], *i["K_out_in_mM"], *i["Na_out_in_mM"], temperature(i), i.get("r", 1.5)) / MV


def mullins_noda_chord(check: Check) -> float:
    i = check["inputs"]
    g_k, e_k = pick(i, "g_K", "gK", "g_K_mS_cm2"), pick(i, "E_K_mV", "E_K")
    g_na, e_na = pick(i, "g_Na", "gNa", "g_Na_mS_cm2"), pick(i, "E_Na_mV", "E_Na")
    return f.mullins_noda_chord(g_k, e_k, g_na, e_na, i.get("r", 1.5))


def pump_term_bound(check: Check) -> float:
    i = check["inputs"]
    return f.pump_contribution_bound(temperature(i), i.get("r", 1.5)) / MV


def kcc_set_point(check: Check) -> float:
    """E_Cl where K-Cl cotransport stops; the chloride outside cancels."""
    i = check["inputs"]
    bath = i.get("Cl_o", 1.0)
    return f.nernst(-1, bath, f.kcc_chloride(bath, i["K_o"], i["K_i"]), temperature(i)) / MV


def nkcc_set_point(check: Check) -> float:
    i = check["inputs"]
    return f.nkcc_chloride(i["Cl_o"], i["Na_o"], i["Na_i"], i["K_o"], i["K_i"])


def passive_chloride(check: Check) -> float:
    i = check["inputs"]
    return f.nernst(-1, i["Cl_e"], i["Cl_i"], temperature(i)) / MV


TASKS = {
    "nernst.nernst_potential_e": nernst_potential,
    "nernst.inverse_nernst_c_in_for_e": inverse_inside,
    "nernst.inverse_nernst_c_out_for_e": inverse_outside,
    "ghki.ghk_current_per_unit_permeability": ghk_current,
    "ghkv.ghk_numerator_denominator_sums": lambda check: _sums(check)[0],
    "ghkv.ghk_numerator_sum": lambda check: _sums(check)[0],
    "ghkv.ghk_denominator_sum": lambda check: _sums(check)[1],
    "ghkv.ghk_voltage": ghk_voltage,
    "ghkv.ghk_from_printed_sums": ghk_from_sums,
    "ghkv.permeability_ratio_from_bi_ionic_reversal_p_k_p_na": bi_ionic_ratio,
    "ghkv.divalent_monovalent_reversal": divalent_reversal,
    "ghkv.p_k_p_na_selectivity_from_barrier_difference": barrier_ratio,
    "chord.chord_conductance_potential": chord_potential,
    "chord.cl_driving_force_v_e_cl": driving_force,
    "chord.pump_shift_i_pump_g_total": pump_shift,
    "mullins_noda.pump_corrected_resting_potential_rt_f_ln": mullins_noda,
    "mullins_noda.chord_conductance_form": mullins_noda_chord,
    "mullins_noda.pump_term_size_r_vs_r": pump_term_bound,
    "chloride.thermodynamic_kcc_set_point_e_cl_e_k_with_kcc_only": kcc_set_point,
    "chloride.nkcc_equilibrium_cl_i": nkcc_set_point,
    "astrocyte.steady_state_requires_e_cl_v": passive_chloride,
}
