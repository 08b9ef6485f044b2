"""What the adapters share: the refusal, temperatures as the sources give them, charges of ions, salts."""

import re
from collections.abc import Mapping
from typing import Any

from poise.chemistry.species import default_book, species
from poise.constants import FARADAY, GAS, ZERO_CELSIUS
from poise.errors import InputError
from poise.formulas import nernst_slope, thermal_temperature, thermal_voltage

Inputs = Mapping[str, Any]
MV = 1e-3  # V per mV


class Unsupported(Exception):  # noqa: N818 - the name that the checks' users catch
    """A task, or an input of it, that Poise cannot answer yet."""


def pick(inputs: Inputs, *names: str) -> Any:
    """The first of the names that is there."""
    for name in names:
        if name in inputs:
            return inputs[name]
    raise Unsupported(f"none of {', '.join(names)} among the inputs {sorted(inputs)}")


def temperature(inputs: Inputs, default: float | None = None) -> float:
    """The temperature [K] that gives the thermal voltage the source worked with: its own RT/F, slope, R or F."""
    if "RT_over_F_mV" in inputs:
        return thermal_temperature(inputs["RT_over_F_mV"] * MV)
    for name, unit in (("slope_mV", MV), ("slope_V", 1.0), ("slope", 1.0)):
        if name in inputs:
            return inputs[name] * unit / nernst_slope(1.0)
    if "T_K" in inputs:
        kelvin = inputs["T_K"]
    elif "T_C" in inputs:
        kelvin = inputs["T_C"] + ZERO_CELSIUS
    elif default is not None:
        kelvin = default
    else:
        raise Unsupported(f"no temperature among the inputs {sorted(inputs)}")
    gas = inputs.get("R", GAS)
    return thermal_temperature(gas * kelvin / faraday(inputs))


def faraday(inputs: Inputs) -> float:
    """The Faraday constant that the source worked with [C/mol]."""
    if "F_kJ" in inputs:
        return inputs["F_kJ"] * 1e3
    return inputs.get("F", FARADAY)


def unit_voltage(inputs: Inputs) -> float:
    """RT/F of the source [V]."""
    return thermal_voltage(temperature(inputs))


def charge_of(ion: str) -> int:
    """Charge of an ion named as the sources name it ("Na", "Ca+2", "HCO3 (GABA)")."""
    bare = re.split(r"[\s(]", ion.strip())[0]
    try:
        return round(species(bare).charge)
    except InputError as error:
        raise Unsupported(str(error)) from error


def concentrations(inputs: Inputs, side: str) -> dict[str, float]:
    """Every `NAME_in_mM` or `NAME_out_mM` of a side, by ion [mol/m3]."""
    found = (re.fullmatch(rf"([A-Z][A-Za-z0-9]*)_{side}(?:_mM)?", key) for key in inputs)
    return {match.group(1): inputs[match.group(0)] for match in found if match}


def salt_ions(salt: str) -> list[tuple[int, int]]:
    """(number, charge) of the cation and the anion of a salt such as "Na2SO4" or "Ca(NO3)2"."""
    ions = [one for one in default_book() if one.phase == "aqueous" and one.formula and one.charge]
    for cation in (one for one in ions if one.charge > 0):
        for anion in (one for one in ions if one.charge < 0):
            head = rf"(?:{re.escape(cation.formula)}|\({re.escape(cation.formula)}\))(\d*)"
            tail = rf"(?:{re.escape(anion.formula)}|\({re.escape(anion.formula)}\))(\d*)"
            match = re.fullmatch(head + tail, salt)
            if match:
                many, few = (int(part or 1) for part in match.groups())
                if many * cation.charge + few * anion.charge == 0:
                    return [(many, round(cation.charge)), (few, round(anion.charge))]
    raise Unsupported(f"salt '{salt}' is not made of two known ions")
