"""S12, S47, S42 in time: a permeability or a bath changes, and V moves to the new compromise."""

import numpy as np
import pytest
from scipy.integrate import solve_ivp

import poise
import poise.formulas as f
from poise.chemistry.atp import free_energy_counting_protons
from poise.constants import GAS
from poise.io import parse_model
from systems.cells import MV
from systems.plain import F, ghk_flux, pan

IONS = ("K", "Na", "Cl")
NEURON = """
poise: 1
name: neuron_of_text_001
temperature: 37 degC
compartments:
  cytosol: {contents: {K+: 140 mM, Na+: 12 mM, Cl-: 6 mM}}
  bath: {ground: true, contents: {K+: 4 mM, Na+: 145 mM, Cl-: 110 mM}}
interfaces:
  membrane:
    inside: cytosol
    outside: bath
    capacitance: 1 uF/cm2
    processes:
      K_leak: {law: ghk_channel, ion: K+, permeability: 4e-7 cm/s}
      Na_leak: {law: ghk_channel, ion: Na+, permeability: 8e-9 cm/s}
      Cl_leak: {law: ghk_channel, ion: Cl-, permeability: 1.8e-8 cm/s}
"""


@pytest.fixture(scope="module")
def neuron():
    return parse_model(NEURON)


def goldman(model, permeabilities):
    inside, outside = ([model.get(f"{place}.{ion}") for ion in ("K+", "Na+", "Cl-")] for place in ("cytosol", "bath"))
    return f.ghk_voltage(permeabilities, [1, 1, -1], outside, inside, model.temperature)


@pytest.mark.parametrize("factor", [0.1, 10.0])
@pytest.mark.parametrize("which", IONS)
def test_S12_S47_V_moves_to_the_new_compromise(neuron, which, factor):
    """Each permeability stepped: V goes to the Goldman voltage of the new ones, towards that ion's Nernst potential if
    it grew; and back when it ends."""
    old = [neuron.get(f"membrane.{ion}_leak.permeability") for ion in IONS]
    new = [p * (factor if ion == which else 1.0) for p, ion in zip(old, IONS, strict=True)]
    steps = tuple(
        poise.Step(f"membrane.{ion}_leak.permeability", p, at=0.5, duration=5.0)
        for ion, p in zip(IONS, new, strict=True)
    )
    run = poise.simulate(neuron, poise.Protocol(12.0, steps), times=[0.0, 0.49, 0.6, 5.49, 12.0], rtol=1e-9, throw=True)
    v = run.of("potential", "membrane")
    first, second = goldman(neuron, old), goldman(neuron, new)
    np.testing.assert_allclose(v[[0, 1, 3, 4]], [first, first, second, first], rtol=0, atol=1e-9)
    assert min(first, second) < v[2] < max(first, second)  # on its way
    own = f.nernst(*{"K": (1, 4, 140), "Na": (1, 145, 12), "Cl": (-1, 110, 6)}[which], neuron.temperature)
    assert (abs(second - own) < abs(first - own)) == (factor > 1)


# --- S42: the frog's muscle -------------------------------------------------------------------------------------------

AT = [10.0, 61.0, 65.0, 120.0, 360.0, 1259.0, 1261.0, 1380.0, 2460.0]


@pytest.fixture(scope="module")
def frog():
    return poise.load("frog_muscle_steps")


def run_steps(frog, name):
    return poise.simulate(frog, name, times=AT, rtol=1e-10, throw=True)


def plain_steps(frog, bath):
    """The fibre in plain SciPy: V and concentrations of Na+, K+, Cl-; `bath` is what is outside from 60 to 1260 s."""
    t = frog.temperature
    area, volume = frog.get("membrane.area"), frog.get("cytosol.volume")
    capacitance, rate = frog.get("membrane.capacitance"), frog.get("membrane.pump.rate")
    p = {ion: frog.get(f"membrane.{ion}_leak.permeability") for ion in IONS}
    atp, adp, pi, protons = (frog.get(f"cytosol.{one}") for one in ("ATP", "ADP", "Pi", "H+"))
    worth = float(free_energy_counting_protons(t, protons / 1e3, frog.get("cytosol.Mg2+") / 1e3))

    def slope(time, y, outside):
        v, na, k, cl = y
        na_out, k_out, cl_out = outside
        cycles = rate * pan(v, t, na, na_out, k, k_out, worth, atp=atp, adp=adp, pi=pi, protons=protons)
        j_na = ghk_flux(p["Na"], 1, v, t, na, na_out) + 3 * cycles
        j_k = ghk_flux(p["K"], 1, v, t, k, k_out) - 2 * cycles
        j_cl = ghk_flux(p["Cl"], -1, v, t, cl, cl_out)
        per = area / volume
        return [-F * (j_na + j_k - j_cl) / capacitance, -per * j_na, -per * j_k, -per * j_cl]

    usual = [frog.get(f"bath.{ion}") for ion in ("Na+", "K+", "Cl-")]
    start = poise.rest(frog).of("potential", "membrane")
    y = [start, *(frog.get(f"cytosol.{ion}") for ion in ("Na+", "K+", "Cl-"))]
    rows = []
    for begin, end, outside in ((0, 60, usual), (60, 1260, bath), (1260, 2460, usual)):
        times = [one for one in AT if begin <= one < end]
        found = solve_ivp(
            slope, (begin, end), y, "Radau", t_eval=[*times, end], args=(outside,), rtol=1e-10, atol=1e-13
        )
        rows += list(found.y.T[:-1])
        y = found.y[:, -1]
    return np.array([*rows, y])


@pytest.mark.parametrize(
    ("name", "bath"),
    [
        ("chloride_step", (120.0, 2.5, 30.0)),
        ("potassium_step", (112.5, 10.0, 121.0)),
        ("product_step", (112.5, 10.0, 30.25)),
    ],
)
def test_S42_against_scipy(frog, name, bath):
    run, plain = run_steps(frog, name), plain_steps(frog, bath)
    np.testing.assert_allclose(run.of("potential", "membrane"), plain[:, 0], rtol=1e-6)
    for k, ion in enumerate(("Na+", "K+", "Cl-"), start=1):
        np.testing.assert_allclose(run.of("concentration", f"cytosol.{ion}"), plain[:, k], rtol=1e-6)


def chloride_potential(run, outside):
    inside = run.of("concentration", "cytosol.Cl-")
    return GAS * 293.15 / 96485.33212 * np.log(inside / np.asarray(outside))


def test_S42_chloride_moves_V_only_for_a_while(frog):
    """Hodgkin & Horowicz 1959: a jump of 15 to 20 mV for fourfold less Cl-, gone within the hour, E_Cl following V."""
    run = run_steps(frog, "chloride_step")
    v = run.of("potential", "membrane") / MV
    assert 12 < v[1] - v[0] < 25
    assert abs(v[5] - v[0]) < 1  # after 20 min
    assert v[6] < v[0] - 12  # the other way when Cl- returns
    e_cl = chloride_potential(run, [121, 30, 30, 30, 30, 30, 121, 121, 121]) / MV
    gap = np.abs(e_cl - v)
    assert gap[1] > 15
    assert gap[5] < 1
    assert (np.diff(e_cl[1:6]) < 0).all()


def test_S42_potassium_moves_V_for_good(frog):
    """With the product [K+][Cl-] kept V goes at once where it stays: towards the new E_K, 35 mV up."""
    v = run_steps(frog, "product_step").of("potential", "membrane") / MV
    assert 25 < v[1] - v[0] < 36
    assert abs(v[5] - v[1]) < 2
    slow = run_steps(frog, "potassium_step").of("potential", "membrane") / MV
    assert slow[1] - slow[0] < 0.6 * (v[1] - v[0])  # at constant Cl- chloride holds V back
    assert slow[5] - slow[1] > 10  # until KCl has entered
    assert slow[6] - slow[5] < 0
    assert slow[6] > slow[0] + 15  # and on the way back it holds V up
