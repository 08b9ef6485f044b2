"""S01 to S09: one ion. Numbers as in the mission's table of source texts; tolerance: half of their last digit."""

import dataclasses

import numpy as np
import pytest

import poise.formulas as f
from poise.analysis.rest import rest
from poise.chemistry.activity import Davies
from poise.constants import FARADAY, GAS, ZERO_CELSIUS
from poise.io import read_model
from systems.cells import MV, cell, ghk, resting

BODY = 37 + ZERO_CELSIUS


def test_S01_thermal_voltage_at_37_degC():
    """26.727 mV; text 002 prints 26.71, which is 310.0 K."""
    assert f.thermal_voltage(BODY) / MV == pytest.approx(26.727, abs=5e-4)
    assert f.thermal_voltage(310.0) / MV == pytest.approx(26.71, abs=5e-3)


@pytest.mark.parametrize(("celsius", "slope"), [(20, 58.17), (25, 59.16)])
def test_S02_tenfold_ratio_at_room_temperature(celsius, slope):
    assert f.nernst(1, 10, 1, celsius + ZERO_CELSIUS) / MV == pytest.approx(slope, abs=5e-3)


def test_S03_extremophile():
    assert f.nernst(1, 450, 7.5, BODY) / MV == pytest.approx(109.4, abs=0.05)


@pytest.mark.parametrize("charge", [1, -1, 2, -2, 3])
def test_S04_equal_concentrations(charge):
    assert f.nernst(charge, 12.5, 12.5, BODY) == 0.0


def test_S05_cation_and_anion_at_one_ratio():
    assert f.nernst(-1, 4, 140, BODY) == -f.nernst(1, 4, 140, BODY)
    model = cell(ghk("K_leak", "K+", 1e-7), k=(4, 140), cl=(4, 140))
    answer = rest(model)
    assert answer.of("nernst", "membrane.cytosol.Cl-") == -answer.of("nernst", "membrane.cytosol.K+")


def test_S06_which_side_is_inside():
    """The sign changes exactly; the compartments' concentrations and fluxes, the physical state, do not."""
    assert f.nernst(1, 140, 4, BODY) == -f.nernst(1, 4, 140, BODY)
    model = read_model("potassium_only")
    face = model.interfaces["membrane"]
    turned = dataclasses.replace(
        model, interfaces={"membrane": dataclasses.replace(face, inside="bath", outside="cytosol")}
    )
    one, other = rest(model), rest(turned)
    assert other.of("potential", "membrane") == pytest.approx(-one.of("potential", "membrane"), rel=1e-13)
    for place in ("cytosol", "bath"):
        assert other.of("compartment_potential", place) == pytest.approx(
            one.of("compartment_potential", place), abs=1e-15
        )


def test_S07_energy_stored_in_the_potassium_gradient():
    """9.254e3 J/mol for 145/4.0 mM at 310 K: |z F E|, and the least work per mole of K+ without a field."""
    stored = FARADAY * abs(f.nernst(1, 4.0, 145, 310.0))
    assert stored == pytest.approx(9.254e3, abs=0.5)
    assert f.pump_least_work([-1], [1], [4.0], [145], 0.0, 310.0) == pytest.approx(stored, rel=1e-13)
    assert GAS * 310.0 * np.log(145 / 4.0) == pytest.approx(stored, rel=1e-13)


@pytest.mark.parametrize("ratio", [10, 50, 100, 1e9])
def test_S08_error_of_nernst_alone(ratio):
    """Taking the rest for E_K is wrong by RT/F ln of the GHK fractions; it falls as P_K : P_Na grows."""
    model = cell(ghk("K_leak", "K+", 4e-7), ghk("Na_leak", "Na+", 4e-7 / ratio))
    answer = rest(model)
    error = answer.of("potential", "membrane") - answer.of("nernst", "membrane.cytosol.K+")
    b = 1 / ratio
    exact = f.thermal_voltage(BODY) * (np.log1p(b * 145 / 5) - np.log1p(b * 15 / 140))
    assert error == pytest.approx(exact, abs=1e-12)
    assert error > 0


def test_S08_texts_own_case():
    """Text 002: E_K about -90 and P_Na small, the rest near -70: the error is 10 to 20 mV for 25 : 1 to 50 : 1."""
    errors = [
        resting(cell(ghk("K_leak", "K+", 1), ghk("Na_leak", "Na+", 1 / ratio))) - f.nernst(1, 5, 140, BODY) / MV
        for ratio in (25, 50)
    ]
    assert errors[0] > errors[1]
    assert errors == pytest.approx([20.5, 12.2], abs=0.2)


def test_S09_activity_by_davies():
    """E shifts by RT/zF ln(gamma_out/gamma_in), with coefficients computed from the solutions themselves."""
    model = read_model("textbook_neuron")
    real = dataclasses.replace(model, activity=Davies())
    ideal, davies = rest(model), rest(real)
    a = f.debye_hueckel_a(BODY, f.water_permittivity(BODY), f.water_density(BODY))

    def gamma(place):
        contents = model.compartments[place].contents
        strength = f.ionic_strength(list(contents.values()), [one.charge for one in contents]) / 1000
        return 10 ** f.log10_gamma_davies(1, strength, a)

    expected = f.thermal_voltage(BODY) * np.log(gamma("bath") / gamma("cytosol"))
    for ion in ("K+", "Na+"):
        shift = davies.of("nernst", f"membrane.cytosol.{ion}") - ideal.of("nernst", f"membrane.cytosol.{ion}")
        assert shift == pytest.approx(expected, abs=1e-7)
    assert 1e-5 < abs(expected) < 5e-3
