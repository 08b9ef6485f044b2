"""Free Ca2+ and Mg2+ against MaxChelator and the Molecular Probes calibration kits, at their ionic strength."""

import csv
from pathlib import Path

import pytest

from poise.analysis.solution import solution
from poise.io.yaml_recipe import recipe_from

TABLE = (Path(__file__).parents[1] / "data" / "maxchelator.csv").read_text(encoding="utf-8")
ROWS = list(csv.DictReader(TABLE.splitlines()))
BOTTLES = {
    "Ca": "CaCl2",
    "Mg": "MgCl2",
    "EGTA": "EGTA",
    "BAPTA": "BAPTA",
    "EDTA": "EDTA",
    "ATP": "Na2ATP",
    "NTA": "NTA",
}
ACIDS = {"ATP": "Tris2ATP"}  # MaxChelator's ATP comes without Na+, which would bind it
FORMS = {"EGTA": "EGTA4-", "BAPTA": "BAPTA4-"}


def amounts(row: dict[str, str]) -> dict[str, float]:
    found = {f"{ACIDS.get(name, bottle)}": float(row[f"{name}_mM"] or 0.0) for name, bottle in BOTTLES.items()}
    return {name: amount for name, amount in found.items() if amount > 0.0}


@pytest.mark.parametrize("row", ROWS, ids=[f"{k}-{row['quantity']}" for k, row in enumerate(ROWS)])
def test_free_metal(row: dict[str, str]) -> None:
    contents: dict[str, float] = amounts(row)
    if float(row["K_mM"] or 0.0) > 0.0:
        contents["KCl"] = float(row["K_mM"])
    kd = row["quantity"].startswith("Kd")
    if kd:
        contents["CaCl2"] = 1e-6
    titrant = "NMDG"  # binds nothing
    recipe = recipe_from(contents, ph=f"{row['pH']} with {titrant}")
    found = solution(
        recipe,
        temperature=float(row["temperature_C"]) + 273.15,
        ionic_strength=1e3 * float(row["ionic_strength_M"]),
    )
    if kd:
        ligand = FORMS[row["quantity"].rpartition(" ")[2]]
        bound = found.total("Ca2+") - found.free("Ca2+")
        value = found.free("Ca2+") * (found.total(ligand) - bound) / bound * 1e-3
    else:
        value = found.free(row["quantity"].removeprefix("free ")) * 1e-3
    assert value == pytest.approx(float(row["expected_M"]), rel=float(row["tolerance"]))
