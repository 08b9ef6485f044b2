"""S22 to S24: electrodes at equilibrium and not, where a solution ends, rust, zinc on iron, galvanic pairs."""

import numpy as np
import pytest

import poise.formulas as f
from poise.analysis.corrosion import corrosion
from poise.analysis.iv import iv
from poise.analysis.rest import rest
from poise.analysis.simulate import simulate
from poise.analysis.steady import steady
from poise.constants import FARADAY
from poise.errors import UnknownNameError
from poise.io import read_model

ROOM = 298.15
YEAR = 365.25 * 86400.0


def metal_of(found, name):
    return next(one for one in found.metals if f"{one.interface}.{one.process}" == name)


# --- S22 --------------------------------------------------------------------------------------------------------------


def test_S22_shipped_electrode_at_equilibrium():
    """Nernst's potential, no net current, and an exchange current that flows both ways."""
    model = read_model("iron_redox_electrode").set("solution.Fe3+", "40 mM")
    answer = rest(model)
    assert answer.of("potential", "electrode") == pytest.approx(f.redox_potential(0.771, 1, 4.0, 1.0, ROOM), abs=1e-12)
    (couple,) = corrosion(model, answer).couples
    exchange = FARADAY * 1.5e-5 * np.sqrt(40.0 * 10.0)
    assert couple.exchange == pytest.approx(exchange, rel=1e-12)
    assert abs(couple.current) < 1e-9 * exchange
    # the charge-transfer resistance at equilibrium is RT / (n F i0)
    step = 1e-6
    curve = iv(model, low=couple.equilibrium - step, high=couple.equilibrium + step, points=3)
    slope = (curve["total"][0, -1] - curve["total"][0, 0]) / (2 * step)
    assert slope == pytest.approx(exchange / f.thermal_voltage(ROOM), rel=1e-6)


# --- S23 --------------------------------------------------------------------------------------------------------------


def test_S23_how_fast_the_solution_changes():
    """By Faraday's law: i / F of Fe3+ is used up, half as much Sn2+."""
    model = read_model("platinum_iron_tin")
    answer = rest(model)
    found = corrosion(model, answer)
    flux = {one.species: one.flux for one in found.solution}
    iron = answer.of("current", "electrode.Fe") / FARADAY
    assert flux["Fe3+"] == pytest.approx(iron, rel=1e-12)
    assert flux["Sn4+"] == pytest.approx(-iron / 2, rel=1e-12)
    assert all(np.isnan(one.rate) for one in found.solution)  # a reservoir does not change
    drop = read_model("iron_tin_drop")
    rates = {one.species: one for one in corrosion(drop, rest(drop)).solution}
    assert rates["Fe3+"].rate == pytest.approx(rates["Fe3+"].flux * 1e-6 / 1e-9, rel=1e-12)


def test_S23_where_the_solution_ends():
    """Two Fe3+ for each Sn2+: the run ends at the equivalence potential, with charge and every atom conserved."""
    model = read_model("iron_tin_drop")
    run = simulate(model, "drift", throw=True)
    end = run.final
    expected = f.equivalence_potential([0.771, 0.151], [1, 2])
    assert end.of("potential", "electrode") == pytest.approx(expected, abs=2e-4)
    assert end.of("equilibrium", "electrode.Fe") == pytest.approx(end.of("equilibrium", "electrode.Sn"), abs=2e-4)
    c = {one: end.of("content", f"solution.{one}") for one in ("Fe3+", "Fe2+", "Sn4+", "Sn2+")}
    assert c["Fe3+"] + c["Fe2+"] == pytest.approx(20.01, rel=1e-12)
    assert c["Sn4+"] + c["Sn2+"] == pytest.approx(10.01, rel=1e-12)
    assert c["Fe2+"] == pytest.approx(20.01, rel=1e-5)
    lost = run.facts["conservation"]
    assert lost["charge_relative"] < 1e-12
    assert max(lost["species_relative"].values()) < 1e-12
    # the potential falls all the way, from near iron's to the common one
    volts = run.of("potential", "electrode")
    couples = corrosion(model, rest(model)).couples
    start = f.mixed_potential(
        [c.equilibrium for c in couples], [c.exchange for c in couples], ROOM, [0.5] * 2, [0.5, 1.5]
    )
    assert volts.max() == pytest.approx(start, abs=1e-5)
    assert steady(model, throw=True).of("potential", "electrode") == pytest.approx(expected, abs=2e-4)


# --- S24 --------------------------------------------------------------------------------------------------------------


def test_S24_iron_in_acid_is_wagner_and_traud_s_crossing():
    """Closed form of two Tafel lines; the current lies among published ones."""
    model = read_model("iron_in_acid")
    answer = rest(model)
    e, i = f.corrosion_point(-0.447, 2.8e-5, 0.040, 0.0, 4.1e-2, -0.128)
    assert answer.of("potential", "surface") == pytest.approx(e, abs=1e-4)
    found = corrosion(model, answer, against="SCE")
    iron = metal_of(found, "surface.iron")
    assert iron.current == pytest.approx(i, rel=1e-3)
    # blanks of inhibitor studies in 1 M HCl: -0.396 to -0.551 V against SCE, 0.451 to 0.754 mA/cm2; a factor 2
    assert -0.551 < found.potentials["surface"] < -0.396
    assert 0.451 / 2 < 0.1 * iron.current < 0.754 * 2


def test_S24_millimetres_a_year():
    """1 uA/cm2 of iron is 0.0116 mm/year, of zinc 0.0149 (Jones 1996, table 3.1, from memory)."""
    assert f.penetration_rate(1e-2, 55.845e-3, 2, 7870.0) * YEAR * 1e3 == pytest.approx(0.0116, abs=1e-4)
    assert f.penetration_rate(1e-2, 65.38e-3, 2, 7134.0) * YEAR * 1e3 == pytest.approx(0.0149, abs=1e-4)


def test_S24_rusting_nail():
    """Oxygen's plateau sets the rate: 4 F D c / layer; the published rate is of that size."""
    model = read_model("rusting_nail")
    answer = rest(model)
    found = corrosion(model, answer)
    iron = metal_of(found, "surface.iron")
    plateau = 4 * FARADAY * 2.1e-9 * 1.26 * 0.207 / 5e-4
    assert 0.9 * plateau < iron.current < plateau
    oxygen = next(one for one in found.couples if one.couple == "O2/OH-")
    assert oxygen.cathodic_limit == pytest.approx(plateau, rel=1e-9)
    assert 0.752 / 2 < iron.penetration * YEAR * 1e3 < 0.752  # Leeds & Cottis 2006: 0.752 mm/year, stirred a little
    # no oxygen, no rust; ten times the oxygen, more
    slow = corrosion(without := model.set("solution.O2", "1e-9 bar"), rest(without))
    assert metal_of(slow, "surface.iron").current < 0.02 * iron.current
    fast = corrosion(pure := model.set("solution.O2", "1 bar"), rest(pure))
    assert metal_of(fast, "surface.iron").current == pytest.approx(iron.current / 0.207, rel=0.1)
    # the layer alone decides, not the metal's own speed
    quick = model.set("surface.iron.exchange_current", "100 A/m2")
    assert metal_of(corrosion(quick, rest(quick)), "surface.iron").current == pytest.approx(iron.current, rel=0.07)


def test_S24_zinc_protects_iron():
    model = read_model("zinc_protects_iron")
    answer = rest(model)
    found = corrosion(model, answer, against="Ag/AgCl sea water")
    assert metal_of(found, "iron.dissolution").current == 0.0
    assert metal_of(found, "zinc.dissolution").current > 0.0
    assert found.potentials["iron"] < -0.80  # protected, by the usual criterion
    # what zinc gives is what oxygen takes on both metals, each on its plateau
    plateau = 4 * FARADAY * 2.1e-9 * 1.26 * 0.207 / 5e-4
    lost = metal_of(found, "zinc.dissolution").current * 1e-4
    assert lost == pytest.approx(plateau * 11e-4, rel=2e-3)
    assert found.galvanic["zinc"] == pytest.approx(-found.galvanic["iron"], rel=1e-9)
    assert found.galvanic["zinc"] == pytest.approx(plateau * 10e-4, rel=2e-3)
    # cut the wire: take zinc away, and iron rusts
    alone = model.without("zinc.dissolution")
    assert metal_of(corrosion(alone, rest(alone)), "iron.dissolution").current > 0.9 * plateau


def test_S24_galvanic_pair_from_catchment_to_ohmic_control():
    """Low resistance: the copper's plateau times its area; high: next to nothing, by Ohm's law."""
    model = read_model("galvanic_pair")
    plateau = 4 * FARADAY * 2.1e-9 * 1.26 * 0.207 / 5e-4
    wet = model.set("water.resistance.conductance", "1e6 S/m2")
    found = corrosion(wet, rest(wet))
    assert found.galvanic["steel"] == pytest.approx(plateau * 10e-4, rel=0.2)
    assert found.galvanic["steel"] < plateau * 10e-4
    for siemens in (1e2, 1e-2, 1e-4):
        thin = model.set("water.resistance.conductance", siemens)
        answer = rest(thin)
        flows = corrosion(thin, answer).galvanic["steel"]
        drop = answer.of("potential", "copper") - answer.of("potential", "steel")
        assert flows == pytest.approx(siemens * 1e-4 * drop, rel=1e-9)
    # ten times the copper, nearly ten times the loss of steel (catchment principle)
    large = wet.set("copper.area", "100 cm2")
    few, many = (metal_of(corrosion(one, rest(one)), "steel.dissolution").current for one in (wet, large))
    assert 5 < many / few < 10


def test_S24_no_electrode_breaks_the_second_law():
    for name in ("iron_in_acid", "rusting_nail", "zinc_protects_iron", "galvanic_pair"):
        assert (rest(read_model(name))["dissipation"] >= 0).all()


def test_warmer_water_holds_less_oxygen_but_potentials_follow_their_slopes():
    """E_eq of O2/OH- at 35 degC: E0 and its slope, Nernst's factor."""
    model = read_model("rusting_nail").set("temperature", "35 degC")
    found = next(one for one in corrosion(model, rest(model)).couples if one.couple == "O2/OH-")
    standard = 0.401 - 1.682e-3 * 10
    expected = f.redox_potential(standard, 4, 0.207, (1e-7) ** 4, 308.15)
    assert found.equilibrium == pytest.approx(expected, abs=1e-5)
    assert found.cathodic_limit < 0.42 * 0.9  # by Henry's law alone: D is that of 25 degC


def test_an_unknown_reference_electrode():
    model = read_model("rusting_nail")
    with pytest.raises(UnknownNameError, match="unknown reference electrode 'SCEE'"):
        corrosion(model, rest(model), against="SCEE")
