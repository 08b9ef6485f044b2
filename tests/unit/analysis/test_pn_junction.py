"""The p-n junction against Shockley's diode, Einstein's and Boltzmann's relations, the first law and the second."""

from dataclasses import replace

import numpy as np
import pytest
from scipy.optimize import brentq

from poise.analysis.pn_junction import pn_junction, saturation_current
from poise.analysis.pn_line import AbsorbedLight, PnLine, UniformLight
from poise.analysis.semiconductor import SILICON
from poise.constants import ELEMENTARY_CHARGE, FARADAY, GAS
from poise.errors import InputError

VT = GAS * 300.0 / FARADAY
NO_TRAPS = replace(SILICON, lifetime_electrons=np.inf, lifetime_holes=np.inf, radiative=0.0)
NA, ND = 1e22, 1e24

_LIGHTS = [None, UniformLight(1e25), AbsorbedLight(2.7e21, 1e5)]


def test_silicons_numbers_hang_together():
    assert SILICON.gap == pytest.approx(1.12, abs=0.01)
    assert SILICON.diffusion() == pytest.approx([37.5e-4, 13.05e-4], rel=1e-3)  # cm2/s: kT/q times 1450 and 505
    warm = SILICON.at(320.0)
    assert warm.gap == pytest.approx(SILICON.gap, rel=1e-12)
    ratio = (320 / 300) ** 1.5 * np.exp(-SILICON.gap / 2 * (FARADAY / GAS) * (1 / 320 - 1 / 300))
    assert warm.intrinsic / SILICON.intrinsic == pytest.approx(ratio, rel=1e-12)


@pytest.mark.parametrize("material", [NO_TRAPS, SILICON], ids=["no traps", "traps"])
def test_equilibrium(material):
    device = PnLine(NA, ND, 2e-4, 5e-7, material)
    rest = device.at(0.0)
    assert rest.ok
    textbook = VT * np.log(NA / material.intrinsic * ND / material.intrinsic)
    # where no current flows the n side stands above the p side by the built-in potential
    zero = brentq(lambda v: device.at(v, (0.0, rest)).current, -1e-3, 2e-3, xtol=1e-15)
    assert device.at(zero, (0.0, rest)).potential == pytest.approx(textbook, rel=1e-6)
    assert abs(zero) < 1e-9
    # mass action everywhere; 20 decades between the carriers
    own = material.intrinsic / 6.02214076e23
    np.testing.assert_allclose(rest.c[0] * rest.c[1], own**2, rtol=1e-10)
    assert rest.c.max() / rest.c.min() > 1e16
    # fluxes vanish to rounding: 1e-9 of what the saturation current brings
    assert np.abs(rest.flux).max() * FARADAY < 1e-9 * saturation_current(device)
    assert abs(rest.entropy_rate) * 300.0 < 1e-9 * saturation_current(device) * VT


@pytest.mark.parametrize(("p_width", "n_width"), [(2e-4, 5e-7), (5e-6, 5e-6)])
def test_without_recombination_it_is_shockleys_diode(p_width, n_width):
    found = pn_junction(
        acceptors=NA, donors=ND, p_width=p_width, n_width=n_width, material=NO_TRAPS, low=-0.3, high=0.45, points=31
    )
    assert found.ok
    off = found.voltage != 0
    width_effect = 0.03 if p_width < 1e-5 else 2e-3  # the depleted zone narrows as the voltage rises
    np.testing.assert_allclose(found.current[off], found.ideal[off], rtol=width_effect, atol=1e-3 * found.saturation)
    steep = (found.voltage > 0.2) & (found.voltage < 0.44)
    np.testing.assert_allclose(found.ideality[steep], 1.0, atol=5e-3)


def test_a_long_diode_has_the_diffusion_lengths_of_its_carriers():
    material = replace(NO_TRAPS, radiative=1e-16)  # lifetimes 1/(B N): 1 us on the p side, 10 ns on the n side
    found = pn_junction(acceptors=NA, donors=ND, p_width=1e-3, n_width=2e-4, material=material, low=0.0, high=0.5)
    electrons, holes = SILICON.diffusion()
    long = ELEMENTARY_CHARGE * SILICON.intrinsic**2 * (np.sqrt(electrons / 1e-6) / NA + np.sqrt(holes / 1e-8) / ND)
    assert found.saturation == pytest.approx(long, rel=1e-6)
    assert found.current[-1] == pytest.approx(long * np.expm1(0.5 / VT), rel=0.02)


def test_traps_in_the_depleted_zone_carry_a_current_of_ideality_2():
    material = replace(SILICON, lifetime_electrons=1e-8, lifetime_holes=1e-8, radiative=0.0)
    found = pn_junction(acceptors=NA, donors=ND, p_width=1e-3, n_width=1e-5, material=material, low=0.0, high=0.3)
    middle = (found.voltage > 0.15) & (found.voltage < 0.25)
    assert found.ideality[middle].max() > 1.6
    assert found.ideality[middle].max() < 2.05


@pytest.mark.parametrize(
    "light", [None, UniformLight(1e25), AbsorbedLight(2.7e21, 1e5)], ids=["dark", "uniform", "absorbed"]
)
def test_first_and_second_law(light):
    found = pn_junction(light=light, points=15)
    assert found.ok
    size = np.abs(found.current * found.voltage) + found.light_power + 1e-16
    assert np.abs(found.balance / size).max() < 1e-8
    away = found.voltage != 0
    assert (found.entropy_transport[away] > 0).all()
    assert (found.entropy_recombination[away] > 0).all()


@pytest.mark.parametrize("light", _LIGHTS[1:], ids=["uniform", "absorbed"])
def test_under_light(light):
    found = pn_junction(light=light, points=15)
    working = found.working
    assert working is not None
    assert 0.3 * found.generated < working.short_circuit < found.generated
    assert working.splitting == pytest.approx(working.open_circuit, abs=1e-3)
    # the contacts' levels differ by the voltage, exactly
    bands = found.bands
    assert bands.applied == pytest.approx(working.open_circuit, abs=1e-9)
    assert bands.fermi_electrons[-1] - bands.fermi_holes[0] == pytest.approx(working.open_circuit, abs=2e-4)
    # superposition: V_oc = RT/F ln(J_sc/J_s + 1) with the dark current's own size, measured
    dark = pn_junction(points=3, low=0.0, high=working.open_circuit)
    assert dark.current[-1] == pytest.approx(working.short_circuit, rel=0.05)
    # fill factor of an ideal diode (Green 1982, eq. 5.9, from memory; good to 0.1 %)
    v = working.open_circuit / VT
    assert working.fill_factor == pytest.approx((v - np.log(v + 0.72)) / (v + 1), abs=5e-3)


def test_light_of_one_colour_is_counted_to_the_last_photon():
    faces = np.array([-1e-4, -1e-5, -1e-7, 0.0, 1e-6, 5e-6])
    light = AbsorbedLight(1e21, 3e5)
    total = (light.pairs(faces) * np.diff(faces)).sum()
    assert total == pytest.approx(1e21 * -np.expm1(-3e5 * (faces[-1] - faces[0])), rel=1e-12)
    assert light.pairs(np.array([0.0, 1e-12, 2e-12]))[-1] == pytest.approx(1e21 * 3e5, rel=1e-5)


def test_doping_mirrored_with_equal_carriers_changes_nothing():
    twin = replace(NO_TRAPS, mobility_electrons=0.1, mobility_holes=0.1)
    one = pn_junction(acceptors=1e22, donors=3e23, p_width=2e-6, n_width=1e-6, material=twin, high=0.4, points=7)
    two = pn_junction(acceptors=3e23, donors=1e22, p_width=1e-6, n_width=2e-6, material=twin, high=0.4, points=7)
    np.testing.assert_allclose(one.current, two.current, rtol=1e-6, atol=1e-9 * one.saturation)


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"acceptors": -1.0}, "acceptors"),
        ({"donors": 1e27}, "dilute"),
        ({"temperature": 77.0}, "250"),
        ({"high": 2.0}, "built-in"),
        ({"low": 0.5, "high": 0.1}, "empty"),
        ({"points": 1}, "points"),
        ({"cells": 3}, "cells"),
    ],
)
def test_bad_input(given, said):
    with pytest.raises(InputError, match=said):
        pn_junction(**given)


def test_the_result_prints_draws_and_cites(tmp_path):
    found = pn_junction(light=AbsorbedLight(2.7e21, 1e5), points=9)
    assert "fill factor" in str(found)
    assert found.to_dict()["light"]["open_circuit_mV"] == pytest.approx(1e3 * found.working.open_circuit)
    found.plot(tmp_path / "pn.png")
    assert (tmp_path / "pn.png").stat().st_size > 10_000
    assert "Shockley" in found.cite()
    assert "ideality" in str(pn_junction(points=9))
