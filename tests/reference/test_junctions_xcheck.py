"""Recorded LJPcalc runs with an independent stationary Nernst-Planck solver beside them: every row, steep ones too."""

import csv
import json
from pathlib import Path

import pytest

from poise.analysis.junction import junction
from poise.chemistry.species import Species
from poise.constants import ZERO_CELSIUS

FILE = Path(__file__).parents[1] / "data" / "ljp_stationary_np_xcheck.csv"
ROWS = list(csv.DictReader(FILE.read_text(encoding="utf-8").splitlines()))


def found(row):
    """Both potentials [mV] of a row of name, charge, equivalent conductivity [S cm2/eq], pipette, bath [mM]."""
    ions = json.loads(row["ions"])
    kinds = [Species(f"{name} {k}", z, conductivity=abs(z) * eq * 1e-4) for k, (name, z, eq, _, _) in enumerate(ions)]
    left, right = ({kind: max(one[side], 0.0) for kind, one in zip(kinds, ions, strict=True)} for side in (3, 4))
    answer = junction(left, right, temperature=float(row["T_C"]) + ZERO_CELSIUS)
    return 1e3 * answer.potential, 1e3 * answer.comparison["henderson"]


def test_all_rows_are_there():
    assert len(ROWS) == 308
    assert sum(row["use"] == "yes" for row in ROWS) == 288


@pytest.mark.parametrize("chunk", range(8))
def test_rows(chunk):
    """LJPcalc within 0.05 mV where the row may be used; the other solver and Henderson within 0.001 mV everywhere."""
    for row in ROWS[chunk::8]:
        exact, henderson = found(row)
        if row["use"] == "yes":
            assert exact == pytest.approx(float(row["ljpcalc_mV"]), abs=0.05), row["case"]
        assert exact == pytest.approx(float(row["stationary_np_mV"]), abs=1e-6), row["case"]
        assert henderson == pytest.approx(float(row["henderson_mV"]), abs=1e-3), row["case"]
