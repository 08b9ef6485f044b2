"""Load curves: closed forms of a battery, a diode and a heat engine; the two laws at every point."""

import numpy as np
import pytest

import poise
import poise.formulas as f
from poise.analysis.load import load_curve as load
from poise.analysis.rest import rest
from poise.constants import FARADAY
from poise.errors import InputError, UnknownNameError
from poise.system.heat import heat_flows
from poise.system.system import System

RED, SUN, HEAT = (poise.load(name) for name in ("reverse_electrodialysis", "solar_cell", "thermogalvanic_cell"))


def battery(voltage, conductance):
    """A leak with a reversal potential, and a load beside it."""
    law = poise.laws()
    processes = {"source": law["leak"](conductance, voltage)}
    return poise.Model(
        "battery",
        {"plus": poise.Compartment({}), "minus": poise.Compartment({}, ground=True)},
        {
            "inner": poise.Interface("plus", "minus", processes, area=1.0),
            "external": poise.Interface("plus", "minus", {"load": law["conductor"](1.0)}, area=1.0),
        },
        temperature=300.0,
    )


@pytest.mark.parametrize(("voltage", "conductance"), [(1.5, 10.0), (-0.2, 3e-4), (1e-4, 1e6)])
def test_battery_with_a_resistance(voltage, conductance):
    found = load(battery(voltage, conductance))
    assert found.ok
    assert found.open_circuit == pytest.approx(voltage, rel=1e-9)
    assert found.short_circuit == pytest.approx(voltage * conductance, rel=1e-6)
    assert found.resistance == pytest.approx(1.0 / conductance, rel=1e-6)
    assert found.maximum.power == pytest.approx(f.matched_power(voltage, 1.0 / conductance), rel=1e-8)
    assert found.maximum.conductance == pytest.approx(conductance, rel=1e-4)
    assert found.fill_factor == pytest.approx(0.25, rel=1e-6)
    np.testing.assert_allclose(
        found.current, conductance * (voltage - found.voltage), rtol=1e-6, atol=1e-9 * conductance
    )
    # a load of the source's own resistance gets half of what the source gives
    assert found.efficiency[0] == 0.0
    assert np.interp(0.5, found.voltage[::-1] / voltage, found.efficiency[::-1]) == pytest.approx(0.5, rel=1e-3)


def test_solar_cell_is_shockley_and_queissers():
    """The zero-current problem with light as the pump: V_oc, J_sc, fill factor, largest power of the closed forms."""
    kelvin, gap = SUN.get("temperature"), SUN.get("junction.light.gap")
    generated = FARADAY * SUN.get("junction.light.flux")
    saturation = f.radiative_saturation_current(gap, kelvin)
    found = load(SUN)
    v_oc = f.open_circuit_voltage(generated, saturation, kelvin)
    assert found.open_circuit == pytest.approx(v_oc, rel=1e-9)
    assert found.short_circuit == pytest.approx(generated, rel=1e-9)
    assert found.maximum.voltage == pytest.approx(f.maximum_power_voltage(v_oc, kelvin), rel=1e-5)
    assert found.fill_factor == pytest.approx(f.fill_factor(v_oc, kelvin), rel=1e-8)
    expected = f.diode_current(found.voltage, generated, saturation, kelvin)
    np.testing.assert_allclose(found.current, expected, rtol=1e-8, atol=1e-8 * generated)
    cell = poise.rest(SUN.set("external.load.conductance", 0.0))
    assert cell.of("potential", "junction") == pytest.approx(v_oc, rel=1e-9)


def test_solar_cell_of_the_table():
    """The shipped flux is that of AM1.5G above the gap, and the entropy that of the closed form."""
    from poise.analysis.solar import solar_cell

    limit, found = solar_cell(SUN.get("junction.light.gap"), SUN.get("temperature")), load(SUN)
    assert found.maximum.power == pytest.approx(limit.power, rel=1e-5)
    best = int(np.argmax(found.power))
    assert found.entropy_production[best] == pytest.approx(limit.entropy_production, rel=2e-2)


def test_thermogalvanic_cell_is_a_linear_heat_engine():
    """V_oc = S dT; V^2 / (4 R); efficiency at the largest power and best efficiency of Ioffe's formulas."""
    model = HEAT.set({"hot.Fe.exchange_current": 1e9, "cold.Fe.exchange_current": 1e9})
    hot, cold = model.get("hot.temperature"), model.get("cold.temperature")
    conductance, heat = model.get("electrolyte.ions.conductance"), model.get("electrolyte.heat_conductance")
    s = abs(model.get("hot.Fe.seebeck"))
    for scale in (1.0, 1e-4):  # the cell as it is, and one that conducts hardly any heat
        one = model.set("electrolyte.heat_conductance", scale * heat)
        found = load(one, points=401)
        assert found.open_circuit == pytest.approx(s * (hot - cold), rel=1e-9)
        assert found.maximum.power == pytest.approx(f.matched_power(s * (hot - cold), 1.0 / conductance), rel=1e-6)
        merit = f.figure_of_merit(s, conductance, scale * heat, (hot + cold) / 2)
        at = np.interp(found.open_circuit / 2, found.voltage[::-1], found.efficiency[::-1])
        assert at == pytest.approx(f.matched_efficiency(hot, cold, merit), rel=1e-4)
        assert found.efficiency.max() == pytest.approx(f.maximum_efficiency(hot, cold, merit), rel=1e-4)
        assert found.carnot == pytest.approx(f.carnot_efficiency(hot, cold))
        assert 0 < found.efficiency.max() < found.carnot


def test_both_laws_of_a_heat_engine():
    """Heat in = heat out + power, and what is lost against Carnot is T_cold times the entropy made (Gouy, Stodola)."""
    found = load(HEAT)
    assert found.energy_error < 1e-12
    hot, cold = found.temperatures
    ideal = found.power_in * (1 - cold / hot)
    np.testing.assert_allclose(
        found.power[:-1], (ideal - cold * found.entropy_production)[:-1], rtol=0, atol=1e-9 * ideal.max()
    )
    assert (found.entropy_production > 0).all()


def test_measured_power_of_the_thermogalvanic_cell():
    """0.4 mW/(K2 m2) (Duan et al. 2018)."""
    found = load(HEAT)
    assert found.maximum.power / 40.0**2 * 1e3 == pytest.approx(0.4, rel=0.02)


def test_nothing_without_a_difference_of_temperature():
    found = load(HEAT.set("hot.temperature", "20 degC"))
    assert found.maximum is None
    assert found.power.tolist() == [0.0]
    assert abs(found.entropy_production[0]) < 1e-20
    assert "nothing drives a current" in str(found)
    assert found.to_dict()["maximum"] is None


def test_the_cell_turned_round():
    """With the hot and the cold side exchanged the voltage changes its sign; the power stays positive."""
    one, other = load(HEAT), load(HEAT.set({"hot.temperature": "20 degC", "cold.temperature": "60 degC"}))
    assert other.open_circuit == pytest.approx(-one.open_circuit, rel=1e-9)
    assert other.maximum.power == pytest.approx(one.maximum.power, rel=1e-3)
    assert other.efficiency.max() == pytest.approx(one.efficiency.max(), rel=1e-3)


def test_reverse_electrodialysis_is_the_formula():
    """Veerman's voltage with the shipped permselectivities; the power of all resistances in series."""
    model = RED
    sides = System.of(model).activities
    sodium = {name: float(next(a for one, a in sides[name].items() if one.name == "Na+")) for name in sides}
    alpha = []
    for wanted, other in (("cation_membrane.Na", "cation_membrane.Cl"), ("anion_membrane.Cl", "anion_membrane.Na")):
        g, h = (model.get(f"{one}.conductance") for one in (wanted, other))
        alpha.append((g - h) / (g + h))
    assert alpha == [pytest.approx(0.99, abs=1e-4), pytest.approx(0.907, abs=1e-4)]
    found = load(model)
    expected = f.cell_pair_voltage(sodium["sea_left"], sodium["river_left"], *alpha, 298.15)
    assert found.open_circuit == pytest.approx(expected, rel=1e-9)
    parts = [one for one in model.processes if one != "external.load"]
    series = {name: sum(model.get(f"{one}.conductance") for one in parts if one.startswith(name + ".")) for name in
              ("cation_membrane", "river", "anion_membrane", "sea")}  # fmt: skip
    inside = sum(1.0 / one for one in series.values())
    assert found.resistance == pytest.approx(inside, rel=1e-6)
    assert found.maximum.power == pytest.approx(f.matched_power(expected, inside), rel=1e-6)
    np.testing.assert_allclose(
        found.power[:-1], (found.power_in - 298.15 * found.entropy_production)[:-1], atol=1e-9 * found.power.max()
    )
    assert (found.entropy_production > 0).all()


def test_reversible_work_is_the_energy_of_mixing():
    """Charge let through slowly until both waters are alike does the work of mixing (Yip et al. 2014)."""
    moved = np.linspace(0.0, 1.0, 20001)[1:-1] * (513.0 - 17.1) / 2  # mol of salt from 1 m3 to 1 m3
    sea, river = 513.0 - moved, 17.1 + moved
    volts = f.cell_pair_voltage(sea, river, 1.0, 1.0, 298.15)
    work = FARADAY * np.trapezoid(volts, moved)
    assert work == pytest.approx(f.mixing_energy(513.0, 17.1, 1.0, 1.0, 298.15), rel=1e-3)
    # Post et al. 2008: more than 1.2 MJ at a recovery above 80 %
    assert 1.2e6 / f.mixing_energy(513.0, 17.1, 1.0, 1.0, 298.15) == pytest.approx(0.83, abs=0.03)


@pytest.mark.parametrize("seed", range(6))
def test_entropy_is_never_destroyed(seed):
    """Random converters of the shipped kinds, at every point of their curves."""
    random = np.random.default_rng(seed)
    for model in (RED, SUN, HEAT):
        paths = [path for path in model.paths() if path.endswith((".conductance", ".exchange_current", ".flux"))]
        one = model.set({path: model.get(path) * 10 ** random.uniform(-2, 2) for path in paths})
        if model is HEAT:
            one = one.set({"hot.temperature": random.uniform(275, 370), "hot.Fe.seebeck": random.uniform(-4e-3, 4e-3)})
            one = one.set("cold.Fe.seebeck", one.get("hot.Fe.seebeck"))
        found = load(one, points=21)
        largest = max(float(np.abs(found.entropy_production).max()), 1e-30)
        assert (found.entropy_production >= -1e-9 * largest).all()
        assert (found.power >= -1e-9 * np.abs(found.power).max()).all()


def test_heat_of_an_electrode_is_peltiers():
    """The hot electrode draws T S I and gives off what it dissipates."""
    system, found = System.of(HEAT), rest(HEAT)
    potentials = {name: np.atleast_1d(found.of("potential", name)) for name in HEAT.interfaces}
    ((kelvin, heat),) = heat_flows(system, potentials)["hot"]
    current = found.of("current", "external.load")
    lost = found.of("dissipation", "hot.Fe")
    assert float(heat[0]) == pytest.approx(kelvin * 1.4e-3 * current - lost, rel=1e-9)


@pytest.mark.parametrize(
    ("call", "error", "words"),
    [
        (lambda: load(SUN, "junction.light"), InputError, "no ohmic conductor.*external.load"),
        (lambda: load(SUN, "external.lead"), UnknownNameError, "did you mean 'external.load'"),
        (lambda: load(poise.load("textbook_neuron")), UnknownNameError, "no ohmic conductor"),
        (lambda: load(SUN, points=2), InputError, "whole number from 5"),
        (lambda: load(SUN.set("temperature", np.array([290.0, 300.0]))), InputError, "'temperature' has many values"),
        (lambda: load(RED, "water"), InputError, "several interfaces"),
    ],
)
def test_mistakes_are_explained(call, error, words):
    with pytest.raises(error, match=words):
        call()


def test_picture_and_words(tmp_path):
    found = load(HEAT, points=21)
    found.plot(tmp_path / "load.png")
    assert (tmp_path / "load.png").stat().st_size > 10_000
    for words in ("open circuit      56.00 mV", "Carnot", "heat in", "inner resistance"):
        assert words in str(found)
    assert "duan_2018" in found.cite()
    assert found.to_dict()["temperatures_K"] == [333.15, 293.15]
