"""Pitzer's equations against PHREEQC's own code, and Poise's parameters against those of its present pitzer.dat.

phreeqpython is no dependency of Poise: name the Python of an environment that has it in POISE_PHREEQC.
"""

import importlib.util
import json
import math
import os
import subprocess
import sys
from itertools import combinations
from pathlib import Path

import pytest

from poise.chemistry.activity import Pitzer
from poise.chemistry.activity.pitzer_parameters import pitzer_book
from poise.chemistry.species import species
from poise.constants import WATER_MOLAR_MASS, ZERO_CELSIUS
from poise.formulas.pitzer import pitzer_ln_gamma, pitzer_osmotic

PYTHON = sys.executable if importlib.util.find_spec("phreeqpython") else os.environ.get("POISE_PHREEQC", "")
pytestmark = pytest.mark.skipif(
    not PYTHON, reason="no phreeqpython here: name a Python that has it in POISE_PHREEQC"
)  # fmt: skip

ELEMENTS = {
    "Na+": ("Na", "Na+"), "K+": ("K", "K+"), "Mg2+": ("Mg", "Mg+2"), "Ca2+": ("Ca", "Ca+2"), "Li+": ("Li", "Li+"),
    "Sr2+": ("Sr", "Sr+2"), "Ba2+": ("Ba", "Ba+2"), "Cl-": ("Cl", "Cl-"), "Br-": ("Br", "Br-"),
    "SO42-": ("S(6)", "SO4-2"),
}  # fmt: skip
SOLUTIONS = {
    "NaCl": {"Na+": 1.0, "Cl-": 1.0},
    "saline": {"Na+": 0.154, "Cl-": 0.154},
    "KCl pipette": {"K+": 3.0, "Cl-": 3.0},
    "NaCl KCl": {"Na+": 2.0, "K+": 1.0, "Cl-": 3.0},
    "CaCl2": {"Ca2+": 0.5, "Cl-": 1.0},
    "MgSO4": {"Mg2+": 1.0, "SO42-": 1.0},
    "sea": {"Na+": 0.486, "K+": 0.0106, "Mg2+": 0.0547, "Ca2+": 0.0107, "Cl-": 0.5692, "SO42-": 0.0291},
    "brine": {"Na+": 2.0, "K+": 0.5, "Mg2+": 0.6, "Ca2+": 0.05, "Cl-": 3.4, "SO42-": 0.2},
    "bromides": {"Na+": 0.5, "K+": 0.4, "Li+": 0.3, "Sr2+": 0.1, "Cl-": 0.6, "Br-": 0.8},
}
CELSIUS = (5.0, 25.0, 37.0)


def run_elsewhere(cases):
    script = Path(__file__).with_name("phreeqc_runs.py")
    done = subprocess.run(
        [PYTHON, str(script)], input=json.dumps(cases), capture_output=True, text=True, timeout=300, check=False
    )
    lines = [line for line in done.stdout.splitlines() if line.startswith("RESULT ")]
    assert lines, done.stderr[-2000:]
    return json.loads(lines[-1].removeprefix("RESULT "))


def block_of_poise():
    """A PITZER block that replaces every parameter among the ions above by Poise's, most of them at 25 degC only."""
    book = pitzer_book()
    ions = [(name, there, species(name).charge) for name, (_, there) in ELEMENTS.items()]
    plus = [(name, there) for name, there, z in ions if z > 0]
    minus = [(name, there) for name, there, z in ions if z < 0]
    order = ("per_inverse_T", "per_ln_T", "per_T", "per_T2")
    lines = ["PITZER", "-MacInnes false"]
    for k, (key, there) in enumerate((("beta0", "B0"), ("beta1", "B1"), ("beta2", "B2"), ("cphi", "C0"))):
        lines.append(f"-{there}")
        for c, c_there in plus:
            for a, a_there in minus:
                salt = book.salts.get((c, a))
                values = (salt.values[k], *salt.slopes.get(key, (0.0,) * len(order))) if salt else (0.0,) * 5
                lines.append(f"  {c_there} {a_there} " + " ".join(repr(value) for value in (*values, 0.0)))
    lines.append("-THETA")
    for group in (plus, minus):
        for (i, i_there), (j, j_there) in combinations(group, 2):
            lines.append(f"  {i_there} {j_there} {book.theta.get(frozenset((i, j)), 0.0)!r} 0 0 0 0 0")
    lines.append("-PSI")
    for group, others in ((plus, minus), (minus, plus)):
        for (i, i_there), (j, j_there) in combinations(group, 2):
            for k, k_there in others:
                value = book.psi.get(frozenset((i, j, k)), 0.0)
                lines.append(f"  {i_there} {j_there} {k_there} {value!r} 0 0 0 0 0")
    return "\n".join(lines)


def cases(block):
    return [
        {
            "celsius": celsius,
            "totals": {ELEMENTS[name][0]: value for name, value in solution.items()},
            "read": [ELEMENTS[name][1] for name in solution],
            "block": block,
        }
        for celsius in CELSIUS
        for solution in SOLUTIONS.values()
    ]


def means(charges, logs):
    """Mean ln gamma of every salt of the solution: what no convention on single ions changes."""
    return {
        (c, a): (abs(charges[a]) * logs[c] + abs(charges[c]) * logs[a]) / (abs(charges[a]) + abs(charges[c]))
        for c in charges
        for a in charges
        if charges[c] > 0 > charges[a]
    }


def differences(celsius, name, there):
    """By salt, our mean ln gamma less PHREEQC's."""
    logs, _ = poise_at(celsius, there, SOLUTIONS[name])
    charges = {ion: species(ion).charge for ion in SOLUTIONS[name]}
    theirs = means(charges, {ion: there["log_gamma"][ELEMENTS[ion][1]] * math.log(10.0) for ion in charges})
    return {salt: value - theirs[salt] for salt, value in means(charges, logs).items()}


@pytest.fixture(scope="module")
def same_parameters():
    return run_elsewhere(cases(block_of_poise()))


def points():
    return [(celsius, name) for celsius in CELSIUS for name in SOLUTIONS]


def poise_at(celsius, there, solution, a_phi=None):
    """ln gamma by name and phi at the molalities that PHREEQC ended with, with its A_phi or our own."""
    kinds = [species(name) for name in solution]
    molal = [there["molality"][ELEMENTS[name][1]] for name in solution]
    kelvin = celsius + ZERO_CELSIUS
    model = Pitzer()
    if a_phi is None:
        gammas = model.molal_coefficients(kinds, molal, kelvin)
        return dict(zip(solution, map(math.log, gammas), strict=True)), model.molal_osmotic(kinds, molal, kelvin)
    _, (m, z, _, mixture) = model._parts(kinds, molal, kelvin)
    logs = pitzer_ln_gamma(m, z, a_phi, mixture)
    return dict(zip(solution, logs, strict=True)), pitzer_osmotic(m, z, a_phi, mixture)


def test_the_same_equations(same_parameters):
    """With one set of parameters and one A_phi, every single coefficient of every mixture and phi.

    2e-5: PHREEQC's solutions hold traces of HSO4-, H+ and OH- besides.
    """
    worst = 0.0
    for (celsius, name), there in zip(points(), same_parameters, strict=True):
        solution = SOLUTIONS[name]
        logs, phi = poise_at(celsius, there, solution, there["dh_a"] * math.log(10.0) / 3.0)
        theirs = [there["log_gamma"][ELEMENTS[ion][1]] * math.log(10.0) for ion in solution]
        found = max(abs(one - other) for one, other in zip(logs.values(), theirs, strict=True))
        found = max(found, abs(phi - there["osmotic"]))
        assert found < (2e-5 if "SO42-" in solution else 2e-6), name
        worst = max(worst, found)
    print(f"largest difference in ln gamma and phi: {worst:.2g}")


def test_poise_s_own_a_phi(same_parameters):
    """The dielectric constant of Bradley & Pitzer against PHREEQC's: 2e-3 in gamma up to 3 mol/kg, 5 to 37 degC."""
    found = [
        abs(value)
        for (celsius, name), there in zip(points(), same_parameters, strict=True)
        for value in differences(celsius, name, there).values()
    ]
    print(f"largest difference in the mean ln gamma: {max(found):.2g}")
    assert max(found) < 2e-3


def test_present_pitzer_dat():
    """Other parameters (Appelo 2015): mean coefficients to 5 %, Ca2+ with SO42- to 10 %; water activity to 1e-3."""
    worst = {"salts": 0.0, "CaSO4": 0.0, "water": 0.0}
    for (celsius, name), there in zip(points(), run_elsewhere(cases("PITZER\n-MacInnes false")), strict=True):
        for salt, value in differences(celsius, name, there).items():
            kind = "CaSO4" if salt == ("Ca2+", "SO42-") else "salts"
            worst[kind] = max(worst[kind], abs(value))
        _, phi = poise_at(celsius, there, SOLUTIONS[name])
        water = math.exp(-WATER_MOLAR_MASS * phi * sum(there["molality"].values()))
        worst["water"] = max(worst["water"], abs(water - there["water"]))
    print(worst)
    assert worst["salts"] < 0.05
    assert worst["CaSO4"] < 0.1
    assert worst["water"] < 1e-3
