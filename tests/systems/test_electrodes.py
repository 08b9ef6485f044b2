"""S22, S23, S48: electrodes are answered by the same verb as membranes."""

import numpy as np
import pytest

import poise.formulas as f
from poise.analysis.iv import iv
from poise.analysis.rest import rest
from poise.constants import FARADAY
from poise.io import read_model

ROOM = 298.15


def test_S22_electrode_at_equilibrium():
    """Iron alone: the potential is Nernst's, oxidation and reduction go on at the exchange current, equal."""
    model = read_model("platinum_iron_tin").without("electrode.Sn").set("solution.Fe3+", "30 mM")
    answer = rest(model)
    e = answer.of("potential", "electrode")
    assert e == pytest.approx(f.redox_potential(0.771, 1, 0.030, 0.010, ROOM), abs=1e-12)
    exchange = FARADAY * 1.5e-5 * np.sqrt(30.0 * 10.0)  # n F k0 sqrt(ox red), transfer 0.5
    # far out only one direction is left; carried back to e along its Tafel line it is the exchange current
    far = 0.4
    curve = iv(model, low=e - far, high=e + far, points=3)
    forward, backward = curve["total"][0, -1], -curve["total"][0, 0]
    back = np.exp(-0.5 * far / f.thermal_voltage(ROOM))
    assert forward * back == pytest.approx(exchange, rel=1e-6)
    assert backward * back == pytest.approx(exchange, rel=1e-6)
    assert exchange > 1
    assert abs(curve["total"][0, 1]) < 1e-9 * exchange


def test_S22_closed_form():
    """Butler-Volmer: no net current at zero overpotential, any exchange current."""
    assert f.butler_volmer(14.5, 0.0, ROOM) == 0.0
    slope = f.butler_volmer(14.5, 1e-6, ROOM) / 1e-6
    assert slope == pytest.approx(14.5 / f.thermal_voltage(ROOM), rel=1e-6)


def test_S23_platinum_in_iron_and_tin():
    """A mixed potential between 0.151 and 0.771 V; one couple oxidised as fast as the other is reduced."""
    model = read_model("platinum_iron_tin")
    answer = rest(model)
    e = answer.of("potential", "electrode")
    assert 0.151 < e < 0.771
    assert answer.of("equilibrium", "electrode.Fe") == pytest.approx(0.771, abs=1e-12)
    assert answer.of("equilibrium", "electrode.Sn") == pytest.approx(0.151, abs=1e-12)
    i_fe = FARADAY * 1.5e-5 * 10.0
    i_sn = 2 * FARADAY * 5e-10 * 10.0
    exact = f.mixed_potential([0.771, 0.151], [i_fe, i_sn], ROOM, [0.5, 0.5], [0.5, 1.5])
    assert e == pytest.approx(exact, abs=1e-9)
    iron, tin = answer.of("current", "electrode.Fe"), answer.of("current", "electrode.Sn")
    assert iron < 0 < tin
    assert iron == pytest.approx(-tin, rel=1e-12)
    expected = f.butler_volmer(i_fe, e - 0.771, ROOM)
    assert iron == pytest.approx(expected, rel=1e-6)
    # the solution changes: two Fe3+ for each Sn2+
    lost = {one: answer.of("net_flux", f"electrode.solution.{one}") for one in ("Fe3+", "Fe2+", "Sn2+", "Sn4+")}
    assert lost["Fe3+"] == pytest.approx(2 * lost["Sn2+"], rel=1e-12)
    assert lost["Fe2+"] == pytest.approx(-lost["Fe3+"], rel=1e-12)
    assert lost["Sn4+"] == pytest.approx(-lost["Sn2+"], rel=1e-12)
    assert (answer["dissipation"] > 0).all()


@pytest.mark.parametrize("rate", ["1e-10 cm/s", "5e-8 cm/s", "1e-5 cm/s"])
def test_S23_whatever_tin_does(rate):
    """Tin's rate is assumed: at any rate the potential stays between the couples, closer to the faster."""
    model = read_model("platinum_iron_tin")
    e = rest(model.set("electrode.Sn.rate_constant", rate)).of("potential", "electrode")
    assert 0.151 < e < 0.771
    slower = rest(model.set("electrode.Sn.rate_constant", "1e-11 cm/s")).of("potential", "electrode")
    assert slower > e


def test_S23_where_it_ends():
    """With Fe3+ and 2 Sn2+ used up in step, all currents vanish where both couples agree.

    Equal amounts of Fe3+ and half as much Sn2+ end at (E_Fe + 2 E_Sn) / 3, the equivalence point.
    """
    end = f.equivalence_potential([0.771, 0.151], [1, 2])
    assert end == pytest.approx(0.3577, abs=5e-5)
    x = np.exp((0.771 - end) / f.thermal_voltage(ROOM))  # Fe2+/Fe3+ at that potential; Sn4+/Sn2+ is the same
    model = read_model("platinum_iron_tin").set(
        {"solution.Fe2+": 20.0, "solution.Fe3+": 20.0 / x, "solution.Sn4+": 10.0, "solution.Sn2+": 10.0 / x}
    )
    answer = rest(model)
    assert answer.of("potential", "electrode") == pytest.approx(end, abs=1e-9)
    for couple in ("Fe", "Sn"):
        assert answer.of("driving_force", f"electrode.{couple}") == pytest.approx(0, abs=1e-9)


def test_S48_one_verb_for_a_membrane_and_an_electrode():
    """The same call answers both, with the same table: same variables, units and axes.

    The third case of S48, the liquid junction, belongs to a later issue (`analysis/junction.py`).
    """
    membrane, electrode = rest(read_model("textbook_neuron")), rest(read_model("platinum_iron_tin"))
    assert set(membrane.data) == set(electrode.data)
    assert {k: v.unit for k, v in membrane.data.items()} == {k: v.unit for k, v in electrode.data.items()}
    assert {k: v.dims for k, v in membrane.data.items()} == {k: v.dims for k, v in electrode.data.items()}
    assert set(membrane.labels) == set(electrode.labels)
    assert type(membrane) is type(electrode)


def test_S23_where_it_ends_does_not_depend_on_the_zero():
    """The drop ends at (E_Fe + 2 E_Sn)/3 whether the metal or the solution, which changes, is the ground."""
    import dataclasses

    from poise.analysis.steady import steady

    model = read_model("iron_tin_drop")
    places = model.compartments
    other = dataclasses.replace(
        model,
        compartments={
            "metal": dataclasses.replace(places["metal"], ground=False),
            "solution": dataclasses.replace(places["solution"], ground=True),
        },
    )
    expected = (0.771 + 2 * 0.151) / 3
    for one in (model, other):
        answer = steady(one)
        assert answer.ok
        assert answer.of("potential", "electrode") == pytest.approx(expected, abs=2e-5)
