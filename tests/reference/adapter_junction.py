"""Adapters of liquid junction potentials: pipette (c0) and bath (cL) with the ions' own conductivities and charges."""

import re
from collections.abc import Mapping
from typing import Any

from adapter_common import MV, Inputs, Unsupported, temperature

from poise.analysis.junction import junction
from poise.chemistry.species import Species, species
from poise.errors import InputError

Check = Mapping[str, Any]
S_CM2 = 1e-4  # S m2 per S cm2
LJPCALC = {"methanesulfonate-": 48.804 * S_CM2}  # ion_conductivities.csv; its other ions are near ours


def _solutions(i: Inputs, name: str) -> tuple[dict[Species, float], dict[Species, float]]:
    """Both solutions, their ions made from what the check says of them."""
    if "ions" in i:
        rows = [(r["ion"], r["z"], r["lambda_eq_Scm2_per_eq"], r["c0_pipette"], r["cL_bath"]) for r in i["ions"]]
    elif "ions_name_z_lambdaeq_c0_cL" in i:
        rows = i["ions_name_z_lambdaeq_c0_cL"]
    elif "see" in i:
        return _described(i["see"], name)
    else:
        raise Unsupported(f"no ions with charge and conductivity among the inputs {sorted(i)}")
    ions = [Species(f"{name} of the check", z, conductivity=abs(z) * value * S_CM2) for name, z, value, _, _ in rows]
    left = {ion: max(row[3], 0.0) for ion, row in zip(ions, rows, strict=True)}
    right = {ion: max(row[4], 0.0) for ion, row in zip(ions, rows, strict=True)}
    return left, right


def _described(text: str, name: str) -> tuple[dict[Species, float], dict[Species, float]]:
    """Ions written as "K/Cs 130:3, gluconate or methanesulfonate 110:0, ...": the set's name says which of the two.

    The bath is the same in all sets, so that its K+ stays K+ where the pipette has Cs+.
    """
    left: dict[Species, float] = {}
    right: dict[Species, float] = {}
    for words, inside, outside in re.findall(r"([A-Za-z][\w /-]*?) ([\d.]+):([\d.]+)", text):
        one, *other = re.split(r"/| or ", words)
        second = bool(other) and {"Cs": "Cs", "methanesulfonate": "MeSO"}.get(other[0], "?") in name
        pipette = other[0] if second else one
        bath = one if other else pipette
        for held, ion, value in ((left, pipette, inside), (right, bath, outside)):
            try:
                held[species({"ATP2-": "H2ATP2-"}.get(ion, ion))] = float(value)
            except InputError as error:
                raise Unsupported(str(error)) from error
    if not left:
        raise Unsupported(f"no ions in '{text}'")
    return left, right


def _largest(solution: Mapping[Species, float]) -> str:
    return max(solution, key=lambda ion: solution[ion]).name


def _potential(method: str) -> Any:
    def adapter(check: Check) -> float:
        i = check["inputs"]
        left, right = _solutions(i, check.get("quantity", ""))
        # the sets of LJPcalc: its mobilities, and the net charge on the largest ion, as the check's note says
        theirs = {"balance": _largest(left), "mobilities": LJPCALC} if "see" in i else {}
        try:
            found = junction(left, right, method=method, temperature=temperature(i), **theirs)
        except InputError as error:
            raise Unsupported(str(error)) from error
        return found.potential / MV

    return adapter


TASKS = {
    "ljp.nernst_planck": _potential("nernst-planck"),
    "ljp.henderson": _potential("henderson"),
    "ljp.planck": _potential("planck"),
    "ljp.any": _potential("nernst-planck"),  # one salt: all methods agree
}
