"""Adapters of solar cells: the limit of detailed balance."""

from collections.abc import Mapping
from typing import Any

from adapter_common import Unsupported

import poise.formulas as f
from poise.analysis.solar import solar_cell, solar_scan
from poise.constants import ELEMENTARY_CHARGE
from poise.results.solar_result import SolarCell

Check = Mapping[str, Any]
MA_CM2 = 10.0  # A/m2 per mA/cm2


def cell(check: Check) -> SolarCell:
    """The cell of the inputs: gap, temperature, one sun unless given."""
    i = check["inputs"]
    light = str(i.get("spectrum", "AM1.5G"))
    if not light.startswith("AM1.5G"):
        raise Unsupported(f"no spectrum '{light}'")
    return solar_cell(i["E_g_eV"] * ELEMENTARY_CHARGE, i.get("T_K", 300.0), i.get("concentration", 1.0))


def saturation(check: Check) -> float:
    """mA/cm2."""
    i = check["inputs"]
    return f.radiative_saturation_current(i["E_g_eV"] * ELEMENTARY_CHARGE, i["T_K"]) / MA_CM2


VARIABLES = {
    "J0": lambda one: one.saturation / MA_CM2,
    "Jsc": lambda one: one.generated / MA_CM2,
    "Voc": lambda one: one.open_circuit,
    "Vmp": lambda one: one.voltage,
    "Jmp": lambda one: one.current / MA_CM2,
    "FF": lambda one: 100.0 * one.fill_factor,
    "PCE": lambda one: 100.0 * one.efficiency,
    "eff": lambda one: 100.0 * one.efficiency,
    "Pmp": lambda one: one.power / MA_CM2,
}
"""Variables of `pv.sq_at_temperature`, in the unit that goes with the name (mA/cm2, V, %, mW/cm2)."""


def variable(check: Check) -> float:
    name = check["inputs"]["variable"]
    if name not in VARIABLES:
        raise Unsupported(f"no variable '{name}'")
    return VARIABLES[name](cell(check))


def best(check: Check) -> SolarCell:
    return solar_scan(temperature=check["inputs"].get("T_K", 300.0)).best


def splitting(check: Check) -> float:
    """eV."""
    i = check["inputs"]
    return f.quasi_fermi_splitting(i["Jsc_over_J0"], 1.0, i["T_K"]) / ELEMENTARY_CHARGE


TASKS = {
    "pv.sq_open_circuit_voltage": lambda check: cell(check).open_circuit,
    "pv.sq_short_circuit_current": lambda check: cell(check).generated / MA_CM2,
    "pv.sq_efficiency": lambda check: 100.0 * cell(check).efficiency,
    "pv.sq_fill_factor": lambda check: 100.0 * cell(check).fill_factor,
    "pv.sq_maximum_at_ev": lambda check: 100.0 * cell(check).efficiency,
    "pv.radiative_saturation_current_j": saturation,
    "pv.blackbody_j_q_pi_int_e_de_one_side_no_mirror_factor": saturation,
    "pv.sq_maximum_efficiency": lambda check: 100.0 * best(check).efficiency,
    "pv.sq_optimum_gap": lambda check: best(check).gap / ELEMENTARY_CHARGE,
    "pv.sq_at_temperature": variable,
    "pv.quasi_fermi_splitting_at_open_circuit_q_voc": splitting,
}
