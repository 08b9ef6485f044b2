"""Adapters of energies, protons and mobilities."""

import re
from collections.abc import Mapping
from typing import Any

from adapter_common import MV, Inputs, Unsupported, charge_of, concentrations, faraday, pick, temperature

import poise.formulas as f
from poise.constants import AVOGADRO, FARADAY

Check = Mapping[str, Any]
UF_CM2 = 1e-2  # F/m2 per uF/cm2
CM2 = 1e-4  # m2
_PER_ATP = {"Na": (3, "out"), "K": (2, "in")}  # what the Na,K-ATPase moves, and where to


def _kilojoule(joule: float, i: Inputs) -> float:
    """kJ/mol with the source's own Faraday constant (its RT/F is in the temperature already)."""
    return joule * faraday(i) / FARADAY / 1e3


def pump_transport(check: Check) -> float:
    """Work on the ions that one ATP moves: 3 Na+ out, 2 K+ in, or both where both are given."""
    i = check["inputs"]
    inside, outside = concentrations(i, "in"), concentrations(i, "out")
    ions = [ion for ion in _PER_ATP if ion in inside and ion in outside]
    if not ions:
        raise Unsupported(f"no ion of the Na,K-ATPase among the inputs {sorted(i)}")
    work = f.pump_least_work(
        [_PER_ATP[ion][0] * (1 if _PER_ATP[ion][1] == "out" else -1) for ion in ions],
        [charge_of(ion) for ion in ions],
        [outside[ion] for ion in ions],
        [inside[ion] for ion in ions],
        i["V_mV"] * MV,
        temperature(i),
    )
    return _kilojoule(work, i)


def transport(check: Check) -> float:
    i = check["inputs"]
    work = f.free_energy_of_transport(i["z"], i["c1_mM"], i["c2_mM"], i["dV_mV"] * MV, temperature(i))
    return _kilojoule(work, i)


def ions_per_area(check: Check) -> float:
    i = check["inputs"]
    return f.ions_moved(i["C_uF_cm2"] * UF_CM2, i["dV_mV"] * MV, i.get("z", 1)) * AVOGADRO * CM2


def ions_per_impulse(check: Check) -> float:
    """Per cm of axon."""
    i = check["inputs"]
    moved = f.axon_ions_moved(i["d_mm"] * 1e-3, i.get("L_cm", 1.0) * 1e-2, i["C_uF_cm2"] * UF_CM2, i["dV_mV"] * MV)
    return moved * AVOGADRO


def axon_content(check: Check) -> float:
    """Per cm of axon."""
    i = check["inputs"]
    inside = next(iter(concentrations(i, "in").values()))
    return f.axon_content(i["d_mm"] * 1e-3, i.get("L_cm", 1.0) * 1e-2, inside) * AVOGADRO


def stored_energy(check: Check) -> float:
    i = check["inputs"]
    return f.stored_energy(i["C_uF_cm2"] * UF_CM2, pick(i, "V_mV", "dV_mV") * MV) * CM2


def proton_motive_force(check: Check) -> float:
    """`dpH` is pH inside minus outside."""
    i = check["inputs"]
    ph = (i["pH_in"], i["pH_out"]) if "pH_in" in i else (i["dpH"], 0.0)
    return f.proton_motive_force(i["E_mV"] * MV, *ph, temperature(i)) / MV


def proton_work(check: Check) -> float:
    """Lumen minus cytosol; `dpH` is pH of the cytosol minus pH of the (acid) lumen."""
    i = check["inputs"]
    force = f.proton_motive_force(i["V_lumen_minus_cyt_mV"] * MV, -i["dpH"], 0.0, temperature(i))
    return _kilojoule(f.proton_work(i["n_H_per_ATP"], force), i)


def nhx(check: Check) -> float:
    i = check["inputs"]
    return f.nhx_equilibrium(i["Na_cyt_mM"], i["pH_cyt_minus_pH_vac"], 0.0, i.get("n_H_per_Na", 1))


def relative_mobility(check: Check) -> float:
    i = check["inputs"]
    return f.relative_mobility(i["lambda_eq"], i["z"] if "z" in i else charge_of(i["ion"]), i["lambda_K"])


def diffusion(check: Check) -> float:
    """1e-9 m2/s; `lambda_S_cm2` is molar, `lambda_eq` equivalent."""
    i = check["inputs"]
    charge = i["z"] if "z" in i else charge_of(i["ion"])
    if "lambda_eq" in i:
        conductivity = f.equivalent_to_molar(i["lambda_eq"], charge)
    else:
        conductivity = pick(i, "lambda_S_cm2", "lambda_molar", "lambda")
    return f.nernst_einstein(conductivity * CM2, charge, temperature(i)) * 1e9


def salt_conductivity(check: Check) -> float:
    i = check["inputs"]
    ions = [value for key, value in i.items() if re.fullmatch(r"lambda_\w+", key)]
    return f.salt_conductivity(ions, i.get("nu", [1] * len(ions)))


TASKS = {
    "energy.free_energy_of_transport": pump_transport,
    "energy.free_energy_of_moving_na_mm_to_mm_against": transport,
    "energy.free_energy_transport_textbook": transport,
    "energy.charge_moved_by_on_uf_cm": ions_per_area,
    "energy.ions_per_impulse_per_cm_of_mm_axon": ions_per_impulse,
    "energy.content_per_cm_of_mm_axon_at_mm": axon_content,
    "energy.stored_energy_v": stored_energy,
    "vacuole.pmf_e_dph": proton_motive_force,
    "vacuole.pmf_taiz_topic": proton_motive_force,
    "vacuole.proton_work_per_atp_n_f_pmf": proton_work,
    "vacuole.nhx_equilibrium_na_vac": nhx,
    "mobility.relative_generalised_mobility_u_u_k": relative_mobility,
    "mobility.nernst_einstein_diffusion_coefficient_d_rt_lambda": diffusion,
    "mobility.lambda_lambda_lambda": salt_conductivity,
}
