"""Adapters of thermogalvanic cells: Seebeck coefficients."""

from collections.abc import Mapping
from typing import Any

import poise.formulas as f
from poise.chemistry.seebeck import thermogalvanic_electrolyte

Check = Mapping[str, Any]
MV = 1e3


def measured(name: str, *, size: bool = False) -> Any:
    """The shipped coefficient of an electrolyte, mV/K; its size where the check gives that."""

    def answer(check: Check) -> float:
        found = MV * thermogalvanic_electrolyte(name).seebeck
        return abs(found) if size else found

    return answer


def entropy(check: Check) -> float:
    i = check["inputs"]
    return f.reaction_entropy(i["S_mV_K"] / MV, i["n"])


def standard(check: Check) -> float:
    """mV/K."""
    i = check["inputs"]
    return MV * f.seebeck_coefficient(i["S_red"] - i["S_ox"], i["n"])


def series(check: Check) -> float:
    return MV * f.series_seebeck([one / MV for one in check["inputs"]["S"]])


TASKS = {
    "thermogalv.seebeck_de_dt_ferri_ferrocyanide": measured("ferricyanide", size=True),
    "thermogalv.seebeck_with_guanidinium_urea": measured("ferricyanide_guanidinium_urea", size=True),
    "thermogalv.implied_entropy_change_nfs": entropy,
    "thermogalv.standard_entropy_seebeck_f_fe": standard,
    "thermogalv.standard_entropy_seebeck_f_fe_fe": standard,
    "thermogalv.iron_sulfate_in_na_so": measured("iron_sulfate_sodium_sulfate"),
    "thermogalv.iron_sulfate_in_nahso": measured("iron_sulfate_bisulfate"),
    "thermogalv.series_n_p_pair_s_n_s_p_iron_sulfate": series,
}
