"""Adapters of activity and osmotic coefficients, water activities, and Debye and Hueckel's parameters."""

import math
from collections.abc import Callable, Mapping
from typing import Any

from adapter_common import Inputs, pick, salt_ions, temperature

import poise.formulas as f
from poise.chemistry.activity import mean_activity, salt_osmotic, salt_water_activity

Check = Mapping[str, Any]
ANGSTROM = 1e-10


def _water(i: Inputs) -> tuple[float, float, float]:
    """Temperature, permittivity and density, as given or of water."""
    kelvin = temperature(i)
    pressure = i.get("p_bar", 1.0) * 1e5
    permittivity = i["eps_r"] if "eps_r" in i else f.water_permittivity(kelvin, pressure)
    density = i["rho_kg_m3"] if "rho_kg_m3" in i else f.water_density(kelvin)
    return kelvin, permittivity, density


def _strength(i: Inputs) -> float:
    return pick(i, "I_mol_kg", "I")


def debye_hueckel_ion(check: Check) -> float:
    i = check["inputs"]
    b, size = i["B_per_angstrom"] / ANGSTROM, i["a_angstrom"] * ANGSTROM
    return 10.0 ** f.log10_gamma_debye_hueckel(i["z"], _strength(i), i["A_log10"], b, size, i.get("b", 0.0))


def davies_ion(check: Check) -> float:
    i = check["inputs"]
    return 10.0 ** f.log10_gamma_davies(i["z"], _strength(i), i["A_log10"], i.get("b", 0.3))


def neutral(check: Check) -> float:
    i = check["inputs"]
    return 10.0 ** f.log10_gamma_neutral(_strength(i), i.get("b", 0.1))


def limiting(check: Check) -> float:
    i = check["inputs"]
    return f.log10_gamma_limiting(i["z"], _strength(i), i["A_log10"])


def hamer_wu(check: Check) -> float:
    i = check["inputs"]
    constants = [i.get(name, 0.0) for name in ("beta", "C", "D", "E")]
    return 10.0 ** f.log10_gamma_hamer_wu(i["m_mol_kg"], i["A"], i["B"], *constants)


def permittivity(check: Check) -> float:
    i = check["inputs"]
    return f.water_permittivity(temperature(i), i.get("p_bar", 1.0) * 1e5)


def debye_length(check: Check) -> float:
    """nm, of one salt in water."""
    i = check["inputs"]
    ions = salt_ions(i["salt"])
    molar = [number * i["c_mol_L"] * 1e3 for number, _ in ions]
    kelvin, eps, _ = _water(i)
    return f.debye_length(f.ionic_strength(molar, [charge for _, charge in ions]), eps, kelvin) * 1e9


def ionic_strength(check: Check) -> float:
    i = check["inputs"]
    return f.ionic_strength(pick(i, "m", "c"), i["z"])


def _salt(check: Check) -> tuple[str, float, float]:
    """Salt, molality and temperature; 25 degC where the source gives none."""
    i = check["inputs"]
    return i["salt"], i["m_mol_kg"], temperature(i, 298.15)


def mean_gamma(check: Check) -> float:
    return float(mean_activity(*_salt(check)))


def osmotic(check: Check) -> float:
    return float(salt_osmotic(*_salt(check)))


def water(check: Check) -> float:
    return float(salt_water_activity(*_salt(check)))


def nitrates(salt: str) -> Callable[[Check], float]:
    """Mean coefficient of one nitrate in NaNO3 + KNO3 of a fraction x_Na of sodium."""

    def gamma(check: Check) -> float:
        i = check["inputs"]
        share, nitrate = i["x_Na"], i["m_NO3_mol_kg"]
        mixture = {"Na+": share * nitrate, "K+": (1.0 - share) * nitrate, "NO3-": nitrate}
        return float(mean_activity(salt, mixture, temperature(i, 298.15)))

    return gamma


TASKS = {
    "activity.debye_hueckel_single_ion_coefficient": debye_hueckel_ion,
    "activity.davies_single_ion_coefficient": davies_ion,
    "activity.neutral_species_coefficient": neutral,
    "activity.limiting_law_log_gamma": limiting,
    "activity.mean_molal_activity_coefficient_hamer_wu_tang_equation": hamer_wu,
    "activity.water_relative_permittivity": permittivity,
    "activity.debye_hueckel_a": lambda check: f.debye_hueckel_a(*_water(check["inputs"])),
    "activity.debye_hueckel_b": lambda check: f.debye_hueckel_b(*_water(check["inputs"])) * ANGSTROM,
    "activity.pitzer_a_phi": lambda check: f.pitzer_a_phi(*_water(check["inputs"])),
    "activity.debye_length": debye_length,
    "activity.ionic_strength": ionic_strength,
    "activity.mean_molal_activity_coefficient": mean_gamma,
    "activity.mean_molal_activity_coefficient_pitzer_nacl_with_b_b_cphi": mean_gamma,
    "activity.nacl_at_saturation_gamma": mean_gamma,
    "activity.gamma": mean_gamma,
    "activity.ln_gamma": lambda check: math.log(mean_gamma(check)),
    "activity.log_gamma_nacl_pitzer": lambda check: math.log10(mean_gamma(check)),
    "activity.osmotic_coefficient_pitzer_nacl_with_b_b_cphi": osmotic,
    "activity.osmotic_coefficient_nh_no": osmotic,
    "activity.osmotic_coefficient_cuso": osmotic,
    "activity.water_activity": water,
    "activity.mean_activity_coefficient_of_nano_in_nano_kno_mixture": nitrates("NaNO3"),
    "activity.mean_activity_coefficient_of_kno_in_nano_kno_mixture": nitrates("KNO3"),
}
