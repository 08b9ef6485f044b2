"""Runs in time against CVODE, through libRoadRunner, both tightened until they agree to 1e-8.

libRoadRunner is no dependency of Poise: name the Python of an environment that has it in POISE_ROADRUNNER.
"""

import importlib.util
import json
import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

import poise
from poise.constants import WATER_MOLAR_VOLUME
from systems.plain import F, R, hh_rest
from systems.test_ouabain import HOURS

MS, MV = 1e-3, 1e-3
PYTHON = sys.executable if importlib.util.find_spec("roadrunner") else os.environ.get("POISE_ROADRUNNER", "")
pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not PYTHON, reason="no libRoadRunner here: name a Python that has it in POISE_ROADRUNNER"),
]


def run_elsewhere(given):
    script = Path(__file__).with_name("roadrunner_runs.py")
    done = subprocess.run(
        [PYTHON, str(script)], input=json.dumps(given), capture_output=True, text=True, timeout=300, check=False
    )
    lines = [line for line in done.stdout.splitlines() if line.startswith("RESULT ")]
    assert lines, done.stderr[-2000:]
    return np.array(json.loads(lines[-1].removeprefix("RESULT ")))


def test_spike():
    """V to 1e-8 of its 100 mV, gates to 1e-8."""
    times = [1.2, 1.5, 2.0, 2.5, 3.0, 3.5, 4.0, 5.0, 7.0, 10.0, 15.0, 20.0]
    cvode = run_elsewhere({"model": "spike", "times": times, "start": [float(one) for one in hh_rest()]})
    run = poise.simulate(
        poise.load("squid_axon"), "spike", times=np.array([0.0, *times]) * MS, rtol=1e-12, throw=True
    )  # fmt: skip
    np.testing.assert_allclose(run.of("potential", "membrane")[1:] / MV, cvode[:, 0], rtol=0, atol=1e-6)
    for k, gate in enumerate(("Na.m", "Na.h", "K.n"), start=1):
        np.testing.assert_allclose(run.of("gate", f"membrane.{gate}")[1:], cvode[:, k], rtol=0, atol=1e-8)


def test_ten_hours_of_ouabain():
    """V, volume and contents of the pump-leak cell to 1e-8."""
    cell = poise.load("pump_leak_cell")
    resting = poise.steady(cell, throw=True)
    fmol, um3 = 1e-15, 1e-18
    area = cell.get("membrane.area")
    volumes = {place: resting.of("volume", place) / um3 for place in ("cytosol", "bath")}
    parameters = {"W": sum(volumes.values()), "v": volumes["cytosol"], "U": R * cell.temperature / F / MV}
    for ion in ("K", "Na", "Cl"):
        name = ion + ("-" if ion == "Cl" else "+")
        inside, outside = (
            resting.of("content", f"{place}.{name}") * volumes[place] * um3 / fmol for place in ("cytosol", "bath")
        )
        parameters |= {f"n{ion}0": inside, f"t{ion}": inside + outside}
        # fmol/s from fmol/um3: m/s times m2 in um3/s
        parameters[f"p{ion}"] = cell.get(f"membrane.{ion}_leak.permeability") * area / um3
    stays = resting.of("content", "cytosol.A-") + resting.of("content", "cytosol.Mg2+")
    v_0 = resting.of("potential", "membrane") / MV
    parameters |= {
        "nK": parameters["nK0"], "nCl": parameters["nCl0"], "V": v_0, "V0": v_0,
        "X": stays * volumes["cytosol"] * um3 / fmol,
        "S": resting.of("content", "bath.sucrose") * volumes["bath"] * um3 / fmol,
        "q": cell.get("membrane.capacitance") * area * MV / F / fmol,
        "k": WATER_MOLAR_VOLUME * area * cell.get("membrane.water.permeability") * (fmol / um3) / um3,
    }  # fmt: skip
    times = [1.0, 60.0, 600.0, HOURS, 5 * HOURS, 10 * HOURS]
    cvode = run_elsewhere(
        {"model": "ouabain", "times": times, "parameters": {k: float(v) for k, v in parameters.items()}}
    )
    run = poise.simulate(
        cell, poise.Protocol("10 h", (poise.Scale("membrane.pump", 0.0),)), start=resting, times=times, rtol=1e-11,
        throw=True,
    )  # fmt: skip
    np.testing.assert_allclose(run.of("potential", "membrane") / MV, cvode[:, 0], rtol=1e-8)
    np.testing.assert_allclose(run.of("volume", "cytosol") / um3, cvode[:, 1], rtol=1e-8)
    for k, ion in enumerate(("K+", "Na+", "Cl-"), start=2):
        inside = cvode[:, k] * fmol / (cvode[:, 1] * um3)
        np.testing.assert_allclose(run.of("concentration", f"cytosol.{ion}"), inside, rtol=1e-8)
