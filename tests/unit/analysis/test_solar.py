"""The limit of detailed balance: against the published table, quadrature, Lambert's W and its own sums."""

import csv
from pathlib import Path

import numpy as np
import pytest
from scipy.integrate import quad
from scipy.special import lambertw

import poise.formulas as f
from poise.analysis.solar import solar_cell, solar_scan
from poise.chemistry.sunlight import am15g
from poise.constants import BOLTZMANN, ELEMENTARY_CHARGE, PLANCK, SPEED_OF_LIGHT
from poise.errors import InputError, UnitError

EV = ELEMENTARY_CHARGE
with (Path(__file__).parents[2] / "data" / "sq_limit.csv").open(encoding="utf-8") as lines:
    ROWS = [{key: float(value) for key, value in row.items()} for row in csv.DictReader(lines)]


@pytest.mark.parametrize("row", ROWS[::6], ids=lambda row: f"{row['bandgap_eV']} eV")
def test_published_table(row):
    """Efficiency to 0.1 %. The table samples the spectrum every 2 meV (see below): its J_sc is off by up to 0.15 %."""
    found = solar_cell(row["bandgap_eV"] * EV, 300.0)
    assert 100 * found.efficiency == pytest.approx(row["PCE_pct"], abs=0.1)
    if row["bandgap_eV"] < 3.5:  # beyond, the table's sampling leaves few points, and it ends at 4.4 eV
        assert found.open_circuit == pytest.approx(row["Voc_V"], rel=1e-3, abs=1e-4)
        assert found.generated / 10 == pytest.approx(row["Jsc_mA_cm2"], rel=1.5e-3)
        assert 100 * found.fill_factor == pytest.approx(row["FF_pct"], abs=0.1)
        assert found.saturation / 10 == pytest.approx(row["J0_mA_cm2"], rel=1e-3)


def test_whole_table():
    """All gaps at once: efficiency within 0.06 % absolute, V_oc within 0.05 mV below 3.6 eV."""
    gap = np.array([row["bandgap_eV"] for row in ROWS])
    column = {key: np.array([row[key] for row in ROWS]) for key in ROWS[0]}
    light = am15g()
    j = EV * light.photons_above(gap * EV)
    v = f.open_circuit_voltage(j, f.radiative_saturation_current(gap * EV, 300.0), 300.0)
    efficiency = 100 * v * j * f.fill_factor(v, 300.0) / light.power
    assert np.abs(efficiency - column["PCE_pct"]).max() < 0.06
    assert np.abs(v - column["Voc_V"])[gap < 3.6].max() < 5e-5


def test_the_tables_spectrum_is_ours():
    """Sampled every 2 meV with E = 1240 eV nm / wavelength, as that table's code does, ours gives its J_sc to 1e-7."""
    light = am15g()
    energy = np.arange(0.32, 4.401, 0.002)
    own = 1240.0 / (light.wavelength * 1e9)
    per_energy = light.irradiance * EV * PLANCK * SPEED_OF_LIGHT / (EV * own) ** 2
    flux = np.interp(energy, own[::-1], per_energy[::-1]) / (energy * EV)
    for row in ROWS:
        above = energy >= row["bandgap_eV"] - 1e-9
        found = EV * np.trapezoid(flux[above], energy[above]) / 10
        assert found == pytest.approx(row["Jsc_mA_cm2"], rel=1e-7, abs=1e-7)


def test_sunlight():
    light = am15g()
    assert light.power == pytest.approx(1000.4, abs=0.1)  # ASTM G173-03, hemispherical
    assert light.power_above(light.gaps[0]) == pytest.approx(light.power, rel=1e-12)
    assert light.photons_above(10 * EV) == 0.0
    gaps = np.array([0.7, 1.1, 2.2]) * EV
    assert light.photons_above(gaps).tolist() == [float(light.photons_above(one)) for one in gaps]
    assert (light.power_above(gaps) > gaps * light.photons_above(gaps)).all()


@pytest.mark.parametrize("gap", [0.33, 0.7, 1.34, 3.0])
@pytest.mark.parametrize("kelvin", [250.0, 300.0, 350.0])
def test_saturation_current_is_the_integral(gap, kelvin):
    x = gap * EV / (BOLTZMANN * kelvin)
    whole, _ = quad(lambda t: (x + t) ** 2 / -np.expm1(-(x + t)) * np.exp(-t), 0, 60, epsabs=0, epsrel=1e-13)
    energy = BOLTZMANN * kelvin
    expected = EV * 2 * np.pi * energy**3 / (PLANCK**3 * SPEED_OF_LIGHT**2) * whole * np.exp(-x)
    assert f.radiative_saturation_current(gap * EV, kelvin) == pytest.approx(expected, rel=1e-12)


@pytest.mark.parametrize("v_oc", [1e-6, 1e-3, 0.1, 1.0, 2.6])
def test_largest_power_is_lamberts(v_oc):
    thermal = f.thermal_voltage(300.0)
    if v_oc / thermal < 500:
        w = float(lambertw(np.exp(1.0 + v_oc / thermal)).real)
        assert f.maximum_power_voltage(v_oc, 300.0) == pytest.approx(thermal * (w - 1.0), rel=1e-9)
    saturation, v = 1e-10, f.maximum_power_voltage(v_oc, 300.0)
    generated = saturation * np.expm1(v_oc / thermal)
    power = [x * f.diode_current(x, generated, saturation, 300.0) for x in (v, 0.999 * v, 1.001 * v)]
    assert power[0] >= max(power[1:])
    assert f.fill_factor(v_oc, 300.0) == pytest.approx(power[0] / (v_oc * generated), rel=1e-6)


def test_fill_factor_of_no_light_is_a_quarter():
    assert f.fill_factor(1e-6, 300.0) == pytest.approx(0.25, rel=1e-4)


@pytest.mark.parametrize("gap", ["0.7 eV", "1.12 eV", "1.34 eV", "2.5 eV"])
def test_the_lights_power_is_accounted_for(gap):
    found = solar_cell(gap, "25 degC", 10.0)
    assert min(found.losses.values()) > 0
    assert sum(found.losses.values()) + found.power == pytest.approx(found.power_in, rel=1e-12)
    assert found.entropy_production > 0
    v, j = found.curve
    assert j[0] == pytest.approx(found.generated, rel=1e-12)
    assert abs(j[-1]) < 1e-9 * found.generated
    assert (v * j).max() <= found.power * (1 + 1e-12)
    assert found.splitting == pytest.approx(EV * found.open_circuit, rel=1e-15)


def test_best_gap():
    """33.7 % at 1.34 eV (Rühle 2016)."""
    best = solar_scan("0.5 eV", "3 eV", 51).best
    assert best.gap / EV == pytest.approx(1.34, abs=0.01)
    assert 100 * best.efficiency == pytest.approx(33.7, abs=0.05)


def test_concentration_raises_the_voltage():
    one, many = (solar_cell("1.34 eV", 300.0, suns) for suns in (1.0, 1000.0))
    assert many.open_circuit - one.open_circuit == pytest.approx(f.thermal_voltage(300.0) * np.log(1000.0), rel=1e-9)
    assert many.efficiency > one.efficiency


@pytest.mark.parametrize(
    ("call", "error", "words"),
    [
        (lambda: solar_cell(1.34), InputError, "without a unit is in J"),
        (lambda: solar_cell("0.2 eV"), InputError, "tabulated for 0.31 eV"),
        (lambda: solar_cell("1.34"), UnitError, "no unit"),
        (lambda: solar_cell(None), InputError, "not an energy"),
        (lambda: solar_cell("1.34 eV", 100.0), InputError, "out of range"),
        (lambda: solar_cell("1.34 eV", 300.0, 0.0), InputError, "more than 0"),
        (lambda: solar_scan("2 eV", "1 eV"), InputError, "smaller one first"),
        (lambda: solar_scan("1 eV", "2 eV", 1), InputError, "whole number"),
    ],
)
def test_mistakes_are_explained(call, error, words):
    with pytest.raises(error, match=words):
        call()


def test_what_it_says_and_writes(tmp_path):
    found = solar_cell("1.34 eV")
    text = str(found)
    for words in ("1.34 eV", "quasi-Fermi splitting", "fill factor", "delivered", "AM1.5G"):
        assert words in text
    assert found.to_dict()["gap_eV"] == pytest.approx(1.34)
    assert "shockley_queisser_1961" in found.cite()
    found.plot(tmp_path / "cell.png")
    scan = solar_scan("1 eV", "2 eV", 11)
    scan.plot(tmp_path / "scan.svg")
    assert (tmp_path / "cell.png").stat().st_size > 10_000
    assert scan.to_dict()["best"]["efficiency"] == scan.best.efficiency
    assert "best: " in str(scan)
