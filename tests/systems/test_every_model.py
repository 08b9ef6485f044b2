"""S21 and the second law, for every shipped model: the steady state by root and by integration, entropy, the books."""

import numpy as np
import pytest
from scipy.integrate import solve_ivp

import poise
from systems.cells import close
from systems.plain import F, R, hh_current, hh_gates, hh_rates

MODELS = {name: poise.load(name) for name in poise.shipped()}


def holds(model):
    """Whether a compartment's amounts change."""
    return any(not one.reservoir for one in model.compartments.values())


def runs(model):
    """Whether the model can change in time: its interfaces have capacitances."""
    return all(face.capacitance is not None for face in model.interfaces.values())


def slow_unless(quick, *values):
    return pytest.param(*values, id="-".join(values), marks=() if quick else pytest.mark.slow)


STEADY = [
    slow_unless(holds(model) or name == "squid_axon", name)
    for name, model in MODELS.items() if runs(model)
]  # fmt: skip
RUNS = [
    slow_unless(protocol == next(iter(model.protocols)), name, protocol)
    for name, model in MODELS.items() for protocol in model.protocols
]  # fmt: skip


def disturbed(model, found):
    """One process a fifth faster for the slowest of the model's times, then the model alone for forty of them."""
    decay = -np.array(found.facts["eigenvalues_per_s"])[:, 0]
    slowest = 1.0 / decay[decay > 0].min()
    return poise.Protocol(41.0 * slowest, (poise.Scale(next(iter(model.processes)), 1.2, duration=slowest),))


@pytest.mark.parametrize("name", STEADY)
def test_S21_by_root_and_by_integration(name):
    """The same potentials, contents, volumes and gates to 1e-6 relative; the root is stable."""
    model = MODELS[name]
    found = poise.steady(model, throw=True)
    assert found.facts["stable"]
    protocol = disturbed(model, found)
    ended = poise.simulate(
        model, protocol, start=found, times=[protocol.until], rtol=1e-9, accounts=False, throw=True
    ).final  # fmt: skip
    for one in ("potential", "content", "volume", "gate"):
        if one in found.data:
            close(ended[one], found[one], relative=1e-6)


def test_S21_turnover_times():
    """What is there over what comes in: K+ by the pump, Na+ by its leak; Cl-, at equilibrium, does not turn over."""
    model = MODELS["pump_leak_cell"]
    found = poise.steady(model, throw=True)
    area, volume = model.get("membrane.area"), found.of("volume", "cytosol")
    cycles = found.of("rate", "membrane.pump") * area
    times = found.facts["turnover_s"]
    assert times["cytosol.K+"] == pytest.approx(found.of("content", "cytosol.K+") * volume / (2 * cycles), rel=1e-6)
    assert times["cytosol.Na+"] == pytest.approx(found.of("content", "cytosol.Na+") * volume / (3 * cycles), rel=1e-6)
    assert times["cytosol.Cl-"] > 1e6 * times["cytosol.K+"]
    assert 60 < times["cytosol.Na+"] < times["cytosol.K+"] < 36000  # minutes to hours


@pytest.mark.parametrize(("name", "protocol"), RUNS)
def test_second_law_and_books_in_every_protocol(name, protocol):
    """Entropy is never destroyed; charge, each species and water are kept to 1e-12; the run comes to its end.

    A process whose paper names no fuel has no part in the entropy: then it is that of the others.
    """
    run = poise.simulate(MODELS[name], protocol, throw=True)
    rate = run["entropy_rate"]
    assert rate.min() >= -1e-12 * rate.max()
    assert run.facts["entropy_produced_J_per_K"] >= 0
    books_balance(run)


def books_balance(run):
    kept = run.facts["conservation"]
    assert kept["charge_relative"] < 1e-12
    assert max(kept["species_relative"].values(), default=0.0) < 1e-12
    assert (kept["water_relative"] or 0.0) < 1e-12


# --- the axon whose ions are counted ----------------------------------------------------------------------------------


def plain_conserving(model, until):
    """Hodgkin & Huxley 1952 with Na+ and K+ [mM] that change, a pump in proportion to Na+, and the stimulus as K+."""
    kelvin = model.temperature
    slope = R * kelvin / F * 1e3
    na_out, k_out = model.get("bath.Na+"), model.get("bath.K+")
    leak_na, leak_k = (model.get(f"membrane.{one}_leak.conductance") / 10 for one in ("Na", "K"))
    most, rest = model.get("membrane.pump.P"), model.get("membrane.pump.Na_rest")
    per = model.get("membrane.area") / model.get("cytosol.volume")  # 1/m
    start = poise.rest(model)
    v0, na0, k0 = start.of("potential", "membrane") * 1e3, model.get("cytosol.Na+"), model.get("cytosol.K+")
    paid = start.of("affinity", "pump") / (R * kelvin)  # of ATP less the work, at the start

    def change(t, y, injected):
        v, m, h, n, na, k = y
        drive = paid + 3 * np.log(na / na0) - 2 * np.log(k / k0) + (v - v0) / slope  # 3 Na+ out, 2 K+ in
        pump = most * na / rest * (1 - np.exp(-drive)) * F * 100  # uA/cm2 of net charge
        i_na = (120 * m**3 * h + leak_na) * (v - slope * np.log(na_out / na)) + 3 * pump
        i_k = (36 * n**4 + leak_k) * (v - slope * np.log(k_out / k)) - 2 * pump
        gates = [a * (1 - x) - b * x for (a, b), x in zip(hh_rates(v), (m, h, n), strict=True)]
        mm = per / F * 1e-2 * 1e-3  # mM per ms from uA/cm2
        return [injected - i_na - i_k, *gates, -mm * i_na, -mm * (i_k - injected)]

    v = v0
    assert abs(hh_current(v, *hh_gates(v))) < 1.0
    y, begin = [v, *hh_gates(v), model.get("cytosol.Na+"), model.get("cytosol.K+")], 0.0
    for end, injected in ((1.0, 0.0), (1.5, 20.0), (until, 0.0)):
        found = solve_ivp(
            change, (begin, end), y, "Radau", args=(injected,), rtol=1e-11,
            atol=[1e-9, 1e-12, 1e-12, 1e-12, 1e-12, 1e-12],
        )  # fmt: skip
        begin, y = end, found.y[:, -1]
    return y


def test_what_a_spike_costs():
    """Na+ that one impulse lets in, as in SciPy: 14.2 pmol/cm2, counted 100 ms after it."""
    model = MODELS["squid_axon_conserving"]
    plain = plain_conserving(model, 100.0)
    ended = poise.simulate(model, "spike", times=[0.1], rtol=1e-10, throw=True).final
    depth = model.get("cytosol.volume") / model.get("membrane.area")
    for ion, expected in (("Na+", plain[4]), ("K+", plain[5])):
        gained = ended.of("content", f"cytosol.{ion}") - model.get(f"cytosol.{ion}")
        should = expected - model.get(f"cytosol.{ion}")
        assert gained * depth == pytest.approx(should * depth, abs=1e-13)  # mol/m2, of 1.4e-7
        assert abs(should) * depth * 1e8 == pytest.approx(14.2, abs=0.4)


def test_a_thousand_spikes():
    """All of them come, and charge and every species are kept to 1e-12."""
    run = poise.simulate(MODELS["squid_axon_conserving"], "thousand", times=[25.1], throw=True)
    assert len(run.facts["events"]["spike"]) == 1000
    books_balance(run)
