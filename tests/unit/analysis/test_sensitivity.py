"""The verb sensitivity: against closed forms, extrapolated differences, and itself in the other direction."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import poise
from poise.analysis.ensemble import ensemble
from poise.analysis.sensitivities.at_time import At
from poise.analysis.sensitivities.modes import Adjoint, Forward
from poise.analysis.sensitivity import sensitivity
from poise.analysis.tasks import Continue, Rest, Run, Steady
from poise.constants import FARADAY, GAS
from poise.errors import InputError, StatusError, UnknownNameError
from poise.io import parse_model
from systems.cells import cell, ghk, ohmic

from .leaky import LEAKY

TRIO = (ghk("K_leak", "K+", 4e-7), ghk("Na_leak", "Na+", 3e-8), ghk("Cl_leak", "Cl-", 1e-7))
OHMIC = (ohmic("K", "K+", 0.3), ohmic("Na", "Na+", 0.02), ohmic("Cl", "Cl-", 0.1))
RC = (
    LEAKY
    + """\
    potential: -50 mV
protocols:
  pulse:
    until: 40 ms
    actions:
      - {at: 10 ms, for: 15 ms, set: membrane.injected, to: 1.5 uA/cm2}
"""
)
FREE = """
poise: 1
name: leaky
temperature: 37 degC
compartments:
  cytosol: {volume: 1000 um3, contents: {K+: 140 mM, Cl-: 10 mM, A-: 130 mM}}
  bath: {ground: true, contents: {K+: 5 mM, Na+: 145 mM, Cl-: 150 mM}}
species:
  A-: {charge: -1}
interfaces:
  membrane:
    inside: cytosol
    outside: bath
    area: 600 um2
    capacitance: 1 uF/cm2
    potential: -40 mV
    processes:
      K_leak: {law: ghk_channel, ion: K+, permeability: 4e-7 cm/s}
      Cl_leak: {law: ghk_channel, ion: Cl-, permeability: 1e-7 cm/s}
"""
AXON = poise.load("squid_axon")


def richardson(function, model, path, share=1e-3):
    """dx/dtheta by central differences, extrapolated once; `function` answers lanes, the last axis."""
    value = model.get(path)
    step = share * (abs(value) or 1e-2)
    found = np.asarray(function(model.set(path, value + step * np.array([1.0, -1.0, 0.5, -0.5]))))
    coarse, fine = (found[..., 0] - found[..., 1]) / (2 * step), (found[..., 2] - found[..., 3]) / step
    return (4 * fine - coarse) / 3


def watched(of, protocol, until=None, rtol=1e-12, method=None):
    """Reductions of all lanes of a model."""
    watch = {f"x{k}": one if "(" in one else f"last({one})" for k, one in enumerate(of)}

    def values(model):
        found = ensemble(model, protocol, until, watch=watch, rtol=rtol, method=method)
        return np.stack([found.values[name] for name in watch])

    return values


def by_lanes(of, protocol, until=None, rtol=1e-11):
    """The same by the verb itself, lane after lane: quicker to compile where it has been used."""
    task = Run(protocol, until, rtol=rtol)
    return lambda model: sensitivity(model, of, "temperature", task=task, mode=Adjoint()).values


# at rest


def test_one_ion_gives_nernsts_slope():
    """dE_K/d[K]o = R T / (F [K]o), and -R T / (F [K]i) inside; dE/dT = E/T."""
    model = cell(ghk("K_leak", "K+", 4e-7), k=(4, 140))
    found = sensitivity(
        model, "membrane.potential", ["bath.K+", "cytosol.K+", "temperature", "membrane.K_leak.permeability"]
    )
    volts = GAS * model.temperature / FARADAY
    assert found.of("membrane.potential", "bath.K+") == pytest.approx(volts / 4.0, rel=1e-12)
    assert found.of("membrane.potential", "cytosol.K+") == pytest.approx(-volts / 140.0, rel=1e-12)
    assert found.of("membrane.potential", "temperature") == pytest.approx(
        found.values[0] / model.temperature, rel=1e-11
    )
    assert abs(found.of("membrane.potential", "K_leak.permeability")) * 4e-9 < 1e-14
    assert found.elasticity[0, 2] == pytest.approx(1.0, rel=1e-11)


def test_three_ions_give_the_slope_of_ghk():
    """V = (RT/F) ln(N/D): dV/d[K]o = (RT/F) P_K/N, dV/d[Cl]o = -(RT/F) P_Cl/D, dV/dP_Na = (RT/F) (Na_o/N - Na_i/D)."""
    model = cell(*TRIO)
    k, na, cl = 4e-9, 3e-10, 1e-9
    over, under = k * 5 + na * 145 + cl * 10, k * 140 + na * 15 + cl * 110
    volts = GAS * model.temperature / FARADAY
    found = sensitivity(
        model, None, ["bath.K+", "bath.Cl-", "cytosol.Na+", "membrane.Na_leak.permeability"], mode=Adjoint()
    )
    expected = [k / over, -cl / under, -na / under, 145 / over - 15 / under]
    assert found.matrix[0] == pytest.approx(volts * np.array(expected), rel=1e-10)


def test_conductances_give_the_chord_equation():
    """V = sum g E / sum g: dV/dg_i = (E_i - V)/sum g, dV/dI = 1/sum g."""
    model = cell(*OHMIC)
    found = sensitivity(
        model,
        ["membrane.potential", "membrane.K.equilibrium"],
        ["membrane.K.conductance", "membrane.Na.conductance", "membrane.Cl.conductance", "membrane.injected"],
    )
    ends = [poise.rest(model).of("equilibrium", name) for name in ("K", "Na", "Cl")]
    whole = 3.0 + 0.2 + 1.0
    expected = [*((end - found.values[0]) / whole for end in ends), 1.0 / whole]
    assert found.matrix[0] == pytest.approx(expected, rel=1e-11)
    assert found.matrix[1].tolist() == [0.0] * 4


def test_results_beside_the_potential():
    paths = [
        "membrane.slope_conductance",
        "membrane.pump.current",
        "membrane.cytosol.K+.net_flux",
        "membrane.cytosol.K+.nernst",
        "membrane.K_leak.driving_force",
        "membrane.K_leak.dissipation",
        "membrane.pump.affinity",
    ]
    model = poise.load("textbook_neuron")
    found = sensitivity(model, paths, ["bath.K+", "temperature"])

    def by_hand(one):
        answer = poise.rest(one)
        labels = ["membrane", "pump", "cytosol.K+", "cytosol.K+", "K_leak", "K_leak", "pump"]
        names = [path.rpartition(".")[2] for path in paths]
        return np.stack([answer.of(name, label) for name, label in zip(names, labels, strict=True)])

    assert found.values == pytest.approx(by_hand(model), rel=1e-8)
    for k, path in enumerate(("bath.K+", "temperature")):
        assert found.matrix[:, k] == pytest.approx(richardson(by_hand, model, path), rel=1e-6, abs=1e-14)


def test_a_channel_of_several_ions_has_a_reversal_that_moves():
    model = poise.load("nonselective_channel")
    (name,) = (path for path, one in model.processes.items() if len(one.moves()) > 1)
    found = sensitivity(model, f"{name}.equilibrium", ["bath.K+", "bath.Na+"])
    for k, path in enumerate(("bath.K+", "bath.Na+")):
        slope = richardson(lambda one: poise.rest(one).of("equilibrium", name), model, path)
        assert found.matrix[0, k] == pytest.approx(slope, rel=1e-7)


def test_a_balanced_pump_moves_with_the_leaks():
    """Mullins & Noda: the pump cancels the net flux of sodium, whatever it is."""
    model, rule = poise.load("textbook_neuron"), {"membrane.pump": "Na+"}
    found = sensitivity(
        model, None, ["membrane.Na_leak.permeability", "bath.K+", "membrane.pump.rate"], task=Rest(balance=rule)
    )
    for k, path in enumerate(("membrane.Na_leak.permeability", "bath.K+")):
        slope = richardson(lambda one: poise.rest(one, balance=rule)["potential"][0], model, path)
        assert found.matrix[0, k] == pytest.approx(slope, rel=1e-7)
    assert abs(found.per_relative[0, 2]) < 1e-14


_SLOW = [
    pytest.param(name, marks=pytest.mark.slow) for name in ("thermogalvanic_cell", "galvanic_pair", "iron_in_acid")
]


@pytest.mark.parametrize("name", ["epithelium", *_SLOW])
def test_circuits_and_electrodes(name):
    """Loops and chains of interfaces, electrodes: all interfaces by a few numbers, against differences."""
    model = poise.load(name)
    kinds = model.paths()
    laws = [path for path, kind in kinds.items() if path.count(".") == 2 and not kind.fixed and model.get(path)]
    paths = ["temperature", *laws[:2], laws[-1]]
    one, other = (sensitivity(model, None, paths, mode=mode) for mode in (Forward(), Adjoint()))
    assert one.matrix == pytest.approx(other.matrix, rel=1e-10, abs=1e-18)
    for k, path in enumerate(paths):
        slope = richardson(lambda m: poise.rest(m)["potential"], model, path)
        assert one.matrix[:, k] == pytest.approx(
            slope, rel=2e-6, abs=2e-8 * np.abs(slope).max() + 1e-12 / abs(one.at[k])
        )


@given(st.lists(st.floats(0.01, 10.0), min_size=3, max_size=3), st.floats(1.0, 100.0), st.floats(270.0, 320.0))
@settings(max_examples=5)
def test_scaling_all_permeabilities_or_all_concentrations_changes_nothing(permeabilities, outside, temperature):
    """V is homogeneous of degree 0 in both: Euler's theorem, sum theta dV/dtheta = 0."""
    numbers = zip(("K", "Na", "Cl"), permeabilities, strict=True)
    changed = {f"membrane.{ion}_leak.permeability": 1e-9 * number for ion, number in numbers}
    model = cell(*TRIO).set({"bath.K+": outside, "temperature": temperature, **changed})
    laws = [f"membrane.{ion}_leak.permeability" for ion in ("K", "Na", "Cl")]
    contents = [f"{place}.{ion}" for place in ("cytosol", "bath") for ion in ("K+", "Na+", "Cl-")]
    found = sensitivity(model, None, [*laws, *contents], mode=Adjoint())
    size = np.abs(found.per_relative[0]).max()
    assert abs(found.per_relative[0, :3].sum()) < 1e-12 * size
    assert abs(found.per_relative[0, 3:].sum()) < 1e-12 * size


def test_arrays_are_lanes():
    model = cell(*TRIO).set("bath.K+", [3.0, 5.0, 10.0])
    found = sensitivity(model, None, ["bath.K+"])
    alone = [sensitivity(cell(*TRIO).set("bath.K+", one), None, "bath.K+").matrix[0, 0] for one in (3.0, 5.0, 10.0)]
    assert found.matrix.shape == (1, 1, 3)
    assert found.matrix[0, 0].tolist() == pytest.approx(alone, rel=1e-14)
    assert found.statuses.tolist() == ["ok"] * 3
    assert "3 values along bath.K+" in str(found)
    assert found.to_xarray()["derivative"].sizes == {"result": 1, "parameter": 1, "bath.K+": 3}


def test_where_there_is_no_rest_there_is_no_derivative():
    model = cell("push: {law: prescribed_current, current: 1 uA/cm2, ion: K+}")
    found = sensitivity(model, None, "bath.K+")
    assert found.status != "ok"
    assert np.isnan(found.matrix).all()
    with pytest.raises(StatusError, match=found.status):
        sensitivity(model, None, "bath.K+", throw=True)


# steady states


def test_a_steady_state_moves_with_laws_baths_and_amounts_at_the_start():
    model = poise.load("pump_leak_cell")
    of = ["membrane.potential", "cytosol.Na+", "cytosol.volume", "cytosol.K+.amount"]
    to = ["bath.K+", "membrane.pump.rate", "cytosol.A-", "cytosol.volume", "temperature"]
    one, other = (sensitivity(model, of, to, task=Steady(), mode=mode) for mode in (Forward(), Adjoint()))
    size = np.abs(one.per_relative).max(axis=1, keepdims=True)
    assert np.abs(one.per_relative - other.per_relative).max() < 1e-10 * size.max()

    def by_hand(m):
        answer = poise.steady(m)
        k, volume = answer.of("content", "cytosol.K+"), answer.of("volume", "cytosol")
        return np.stack([answer["potential"][0], answer.of("content", "cytosol.Na+"), volume, k * volume])

    assert one.values == pytest.approx(by_hand(model), rel=1e-10)
    for k, path in enumerate(to):
        slope = richardson(by_hand, model, path)
        floor = 1e-7 * np.abs(one.values) / one.at[k]
        assert np.all(np.abs(one.matrix[:, k] - slope) < 1e-6 * np.abs(slope) + floor), path


def test_in_donnan_equilibrium_chloride_follows_closed_forms():
    """Nothing pumps chloride: the potential is its Nernst potential, whatever else moves."""
    model = poise.load("pump_leak_tosteson")
    found = sensitivity(
        model, ["membrane.potential", "membrane.cytosol.Cl-.nernst"], ["bath.K+", "bath.Cl-"], task=Steady()
    )
    assert found.matrix[0] == pytest.approx(found.matrix[1], rel=1e-9)


# runs


def rc(t, g, c, e, v0, base):
    """The membrane of RC under its pulse [V]."""
    v = v0
    for start, end, current in ((0.0, 10e-3, base), (10e-3, 25e-3, 0.015), (25e-3, 40e-3, base)):
        if t <= start:
            break
        aim = e + current / g
        v = aim + (v - aim) * np.exp(-g * (min(t, end) - start) / c)
    return v


def test_a_circuit_has_closed_forms():
    """Value at times, end, mean, passage and largest value of an RC circuit under a pulse, by all five numbers."""
    model = parse_model(RC)
    to = [
        "membrane.leak.conductance",
        "membrane.capacitance",
        "membrane.leak.reversal",
        "membrane.potential",
        "membrane.injected",
    ]
    of = [
        At("membrane.potential", "5 ms"),
        "at(membrane.potential, 20 ms)",
        "membrane.potential",
        "maximum(membrane.potential)",
        "mean(membrane.potential)",
        "first_time(membrane.potential, -55 mV, rises=false)",
    ]
    found = [sensitivity(model, of, to, task=Run("pulse", rtol=1e-10), mode=mode) for mode in (Forward(), Adjoint())]
    size = np.abs(found[0].per_relative).max(axis=1, keepdims=True)
    assert np.all(np.abs(found[0].per_relative - found[1].per_relative) < 1e-10 * size)

    theta = np.array([1.0, 0.01, -0.065, -0.05, 0.002])

    def exact(x):
        fall = x[1] / x[0] * np.log((x[3] - x[2] - x[4] / x[0]) / (-0.055 - x[2] - x[4] / x[0]))
        nodes, shares = np.polynomial.legendre.leggauss(40)
        mean = sum(
            share * (end - begin) / 2 * rc((begin + end) / 2 + node * (end - begin) / 2, *x) / 40e-3
            for begin, end in ((0.0, 10e-3), (10e-3, 25e-3), (25e-3, 40e-3))
            for node, share in zip(nodes, shares, strict=True)
        )
        return np.array([rc(5e-3, *x), rc(20e-3, *x), rc(40e-3, *x), rc(0.0, *x), mean, fall])

    assert found[0].values == pytest.approx(exact(theta), rel=1e-8)
    for k in range(5):
        unit = 1e-4 * np.eye(5)[k] * abs(theta[k])
        slope = (
            8 * (exact(theta + unit) - exact(theta - unit)) - exact(theta + 2 * unit) + exact(theta - 2 * unit)
        ) / (12 * unit[k])
        assert found[0].matrix[:, k] == pytest.approx(slope, rel=1e-6, abs=1e-7 * np.abs(slope).max()), to[k]


def test_twenty_parameters_of_an_axon_in_both_directions():
    kinds = AXON.paths()
    to = [path for path, kind in kinds.items() if not kind.fixed and AXON.get(path) is not None][-20:]
    assert len(to) == 20
    of = ["maximum(membrane.potential)", "membrane.Na.h"]
    one, other = (sensitivity(AXON, of, to, task=Run("spike"), mode=mode) for mode in (Forward(), Adjoint()))
    size = np.abs(one.per_relative).max(axis=1, keepdims=True)
    assert np.all(np.abs(one.per_relative - other.per_relative) <= 1e-10 * size)
    assert np.all(size > 0)


_METHODS = [poise.Rodas5P(), pytest.param(poise.Tsit5(), marks=pytest.mark.slow)]


@pytest.mark.parametrize("method", _METHODS, ids=["rodas5p", "tsit5"])
def test_an_action_potential_against_differences(method):
    """Gates at their steady state and the potential at its rest are part of the start, and move with the parameters."""
    of = ["maximum(membrane.potential)", "first_time(membrane.potential, 0 mV)", "membrane.potential", "membrane.Na.h",
          "time_of_maximum(membrane.potential)", "mean(membrane.Na.m)"]  # fmt: skip
    to = ["membrane.K.conductance", "bath.K+", "membrane.capacitance"]
    found = sensitivity(AXON, of, to, task=Run("spike", rtol=1e-10, method=method))
    values = watched(of, "spike", method=method)
    for k, path in enumerate(to):
        assert found.matrix[:, k] == pytest.approx(richardson(values, AXON, path), rel=1e-6), path


def test_a_clamp_is_met_exactly():
    """The start of a step of a perfect clamp is a jump: potentials after it do not depend on those before it."""
    of, to = ["membrane.potential", "membrane.K.n", "membrane.K.current"], ["membrane.K.conductance", "temperature"]
    found = sensitivity(AXON, of, to, task=Run("clamp_family", rtol=1e-9))
    values = by_lanes(of[:2], "clamp_family")
    assert np.all(np.abs(found.per_relative[0]) < 1e-12)
    for k, path in enumerate(to):
        assert found.matrix[:2, k] == pytest.approx(richardson(values, AXON, path), rel=1e-6, abs=1e-12)
    # i = g n^4 (V - E), and V is held
    assert found.elasticity[2, 0] == pytest.approx(1.0 + 4.0 * found.elasticity[1, 0], rel=1e-9)


def test_amounts_that_run_down_move_with_their_start():
    model = parse_model(FREE)
    of = ["cytosol.K+", "membrane.potential"]
    to = ["cytosol.K+", "cytosol.volume", "bath.Cl-", "membrane.K_leak.permeability"]
    task = Run(None, "1 h", rtol=1e-10)
    one, other = (sensitivity(model, of, to, task=task, mode=mode) for mode in (Forward(), Adjoint()))
    size = np.abs(one.per_relative).max(axis=1, keepdims=True)
    assert np.all(np.abs(one.per_relative - other.per_relative) < 1e-10 * size)
    values = by_lanes(of, None, "1 h")
    for k, path in enumerate(to):
        assert one.matrix[:, k] == pytest.approx(richardson(values, model, path), rel=1e-6), path


@pytest.mark.slow
def test_the_duration_and_the_rate_of_action_potentials():
    of, to = (
        ["apd(membrane.potential)", "minimum(membrane.potential)"],
        ["membrane.Na.conductance", "membrane.K.conductance"],
    )
    found = sensitivity(AXON, of, to, task=Run("spike", rtol=1e-9))
    fires = AXON.set("membrane.injected", "10 uA/cm2")
    rate = sensitivity(fires, "frequency(membrane.potential)", to, task=Run(None, "100 ms", rtol=1e-10))

    lasting, firing = watched(of, "spike"), watched(["frequency(membrane.potential)"], None, "100 ms")
    for k, path in enumerate(to):
        assert found.matrix[:, k] == pytest.approx(richardson(lasting, AXON, path, 1e-2), rel=1e-5)
        assert rate.matrix[:, k] == pytest.approx(richardson(firing, fires, path), rel=1e-5)


def test_a_run_that_has_no_such_moment_says_so():
    asked = "first_time(membrane.potential, 60 mV)"
    found = sensitivity(parse_model(RC), asked, "membrane.capacitance", task=Run("pulse"))
    assert np.isnan(found.values[0])
    assert np.isnan(found.matrix[0, 0])
    assert "the run has none" in " ".join(found.notes)


# what is refused


@pytest.mark.parametrize(
    ("asked", "error", "words"),
    [
        ({"to": "bath.Q"}, UnknownNameError, "did you mean 'bath.K+'"),
        ({"to": None}, InputError, "name parameters by path"),
        ({"to": []}, InputError, "nothing to differentiate by"),
        ({"to": ["bath.K+", "bath.potassium"]}, InputError, "given twice"),
        ({"to": "membrane.K.n.power"}, InputError, "shapes what moves"),
        ({"to": "membrane.potential"}, InputError, "is not given"),
        ({"to": "membrane.area"}, InputError, "is not given in the model"),
        ({"of": "membrane.potentail"}, UnknownNameError, "did you mean 'membrane.potential'"),
        ({"of": "nothing.here"}, UnknownNameError, "there are such as"),
        ({"of": ["membrane.potential"] * 2}, InputError, "asked twice"),
        ({"of": "maximum(membrane.potential)"}, InputError, "asked of a run"),
        ({"of": 7}, InputError, "name results by path"),
        ({"of": "count(membrane.potential)", "task": Run("spike")}, InputError, "does not change smoothly"),
        ({"of": "maximal(membrane.potential)", "task": Run("spike")}, UnknownNameError, "did you mean 'maximum'"),
        ({"of": "maximum(membrane.K.current)", "task": Run("spike")}, UnknownNameError, "nothing to follow"),
        ({"of": "at(membrane.potential)", "task": Run("spike")}, InputError, "write at(path, time)"),
        ({"of": "at(membrane.potential, 5 mM)", "task": Run("spike")}, InputError, "unit of concentration"),
        ({"of": "at(membrane.potential, 2 h)", "task": Run("spike")}, InputError, "the run is over at 30 ms"),
        ({"task": Continue("bath.K+", "1 mM", "5 mM")}, InputError, "Rest(), Steady() or Run"),
    ],
)
def test_refused(asked, error, words):
    with pytest.raises(error, match=words.replace("(", r"\(").replace(")", r"\)").replace("+", r"\+")):
        sensitivity(AXON, **{"of": "membrane.potential", "to": "bath.K+", **asked})
