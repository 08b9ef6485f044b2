"""Adapters of electrodes: potentials of couples and cells, Tafel lines, corrosion, mixed potentials."""

import math
import re
from collections.abc import Mapping
from typing import Any

from adapter_common import Inputs, Unsupported, temperature

import poise.formulas as f
from poise.chemistry.couples import couple
from poise.constants import STANDARD_TEMPERATURE
from poise.errors import InputError

Check = Mapping[str, Any]
A_CM2 = 1e4  # A/m2 per A/cm2
IRON = 55.845e-3  # kg/mol, IUPAC 2021
DAY = 86400.0  # s


def hydrogen(check: Check) -> float:
    i = check["inputs"]
    return f.hydrogen_electrode(i["pH"], temperature(i))


def metal(check: Check) -> float:
    """The couple stands in the quantity, "E(Zn2+/Zn) ..."; the solid's activity is 1."""
    i = check["inputs"]
    name = re.search(r"E\(([^)]*/[^)]*)\)", check.get("quantity", ""))
    try:
        one = couple(name.group(1) if name else "Zn2+/Zn")
    except InputError as error:
        raise Unsupported(str(error)) from error
    return f.redox_potential(i.get("E0", one.potential), one.electrons, i["a"], 1.0, temperature(i))


def couple_potential(check: Check) -> float:
    """Oxidised and reduced are the two inputs named after an ion, higher charge first."""
    i = check["inputs"]
    found = ((re.fullmatch(r"(?!E0)[A-Z][a-z]?(\d)", key), value) for key, value in i.items())
    ions = sorted((int(match.group(1)), value) for match, value in found if match)
    if len(ions) != 2:
        raise Unsupported(f"no couple among the inputs {sorted(i)}")
    (low, reduced), (high, oxidised) = ions
    return f.redox_potential(i["E0"], high - low, oxidised, reduced, temperature(i))


def equivalence(check: Check) -> float:
    i = check["inputs"]
    standard = i["E"] if "E" in i else [i["E1"], i["E2"]]
    return f.equivalence_potential(standard, i.get("n", [1] * len(standard)))


def from_gibbs(check: Check) -> float:
    i = check["inputs"]
    return f.standard_potential(i["dGf_red_J"], i["dGf_ox_J"], i["n"])


def emf(check: Check) -> float:
    i = check["inputs"]
    return f.cell_emf(i["E_cathode"], i["E_anode"])


def _crossing(i: Inputs) -> tuple[float, float]:
    """Corrosion potential [V] and current [A/cm2] of hydrogen evolution on a metal."""
    metal_name = next((key[2:] for key in i if re.fullmatch(r"E_(?!H$)[A-Z][a-z]?", key)), None)
    if metal_name is None:
        raise Unsupported(f"no metal among the inputs {sorted(i)}")
    anode = (i[f"E_{metal_name}"], i[f"i0_{metal_name}"] * A_CM2, i["beta_a"])
    potential, current = f.corrosion_point(*anode, i["E_H"], i["i0_H"] * A_CM2, i["beta_c"])
    return potential, current / A_CM2


def limited_current(check: Check) -> float:
    """The same for each anode; the potentials do not matter."""
    i = check["inputs"]
    anodes = i["i0"] if isinstance(i["i0"], list) else [i["i0"]]
    found = [f.limited_corrosion_point(0.0, one, i["beta"], i["i_lim_cathodic"])[1] for one in anodes]
    return max(found)


def iron_rate(check: Check) -> float:
    """mg/cm2/d: the cathodic line carries what dissolves iron; `slope_per_V` is of ln j."""
    i = check["inputs"]
    kelvin = temperature(i, STANDARD_TEMPERATURE)
    potential = i["E_vs_SCE"] + i["E_SCE"]
    line = (f.hydrogen_electrode(i["pH"], kelvin), i["j0_uA_cm2"] * 1e-6 * A_CM2, -math.log(10) / i["slope_per_V"])
    return f.corrosion_rate(f.tafel_current(potential, *line), IRON, 2) * DAY * 1e6 * 1e-4


def mixed(check: Check) -> float:
    """One alpha and n for all couples, or one each."""
    i = check["inputs"]
    count = len(i["E0"])

    def each(value: Any) -> list[float]:
        return list(value) if isinstance(value, list) else [value] * count

    alpha, n = each(i["alpha"]), each(i["n"])
    anodic = [(1 - a) * k for a, k in zip(alpha, n, strict=True)]
    cathodic = [a * k for a, k in zip(alpha, n, strict=True)]
    return f.mixed_potential(i["E0"], i["i0"], temperature(i), anodic, cathodic)


TASKS = {
    "redox.e_ph": hydrogen,
    "redox.e_a": metal,
    "redox.fe_fe_electrode_potential": couple_potential,
    "redox.ce_fe_equivalence_point": equivalence,
    "redox.fe_sn_equivalence": equivalence,
    "redox.standard_potential_from_gibbs_energies": from_gibbs,
    "redox.cell_emf": emf,
    "redox.corrosion_potential_zn_in_acid": lambda check: _crossing(check["inputs"])[0],
    "redox.corrosion_current_zn_in_acid": lambda check: _crossing(check["inputs"])[1],
    "redox.corrosion_current_tafel_lines": lambda check: _crossing(check["inputs"])[1],
    "redox.corrosion_current_tafel_lines_exact": lambda check: _crossing(check["inputs"])[1],
    "redox.corrosion_potential_tafel_lines": lambda check: _crossing(check["inputs"])[0],
    "redox.corrosion_potential_tafel_lines_exact": lambda check: _crossing(check["inputs"])[0],
    "redox.diffusion_limited_corrosion_current_equals_i_lim": limited_current,
    "redox.iron_corrosion_rate_from_tafel_cathodic_line": iron_rate,
    "redox.mixed_potential_of_two_butler_volmer_couples": mixed,
}
