"""Adapters of the Hodgkin-Huxley axon: rest, spikes, thresholds by pulse width, firing, Hopf points.

All run the shipped squid_axon with the inputs' conductances, potentials and temperature. Every run has the same
structure (a current from time 0 that goes off), so that two compiled runs, of one lane and of many, serve all checks.
"""

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
from adapter_common import MV, Inputs, Unsupported, temperature

import poise
import poise.formulas as f
from poise.constants import ZERO_CELSIUS

Check = Mapping[str, Any]

_UA, _MS, _MSEC = 1e-2, 10.0, 1e-3  # A/m2 per uA/cm2, S/m2 per mS/cm2, s per ms
_REST = -65 * MV  # where the convention of today puts the rest of 1952
_GATES = {"m": "membrane.Na.m", "h": "membrane.Na.h", "n": "membrane.K.n"}
_QUANTITIES = {
    "gNa": ("membrane.Na.conductance", _MS),
    "gK": ("membrane.K.conductance", _MS),
    "gL": ("membrane.leak.conductance", _MS),
    "E_L": ("membrane.leak.reversal", MV),
    "C": ("membrane.capacitance", 1e-2),
}
_FINE = 1e-7  # relative tolerance of runs
_LANES = 32  # currents tried at once
_ROUNDS = 3  # after the first: each narrows the bracket 31-fold
_AFTER = 40 * _MSEC  # in which the spike of a pulse comes
_LONG = 1.5  # s, after which firing is periodic

_kept: dict[Any, Any] = {}


def _once(key: Any, make: Callable[[], Any]) -> Any:
    """What was made before for the same key, or is made now."""
    if key not in _kept:
        _kept[key] = make()
    return _kept[key]


def _axon(i: Inputs) -> poise.Model:
    """The axon of the inputs; what it holds inside gives the wanted E_Na and E_K at the temperature."""
    model = _once("squid_axon", lambda: poise.load("squid_axon"))
    t = temperature(i, 6.3 + ZERO_CELSIUS)
    changes = {path: i[key] * unit for key, (path, unit) in _QUANTITIES.items() if key in i} | {"temperature": t}
    for ion, wanted in (("Na+", i.get("E_Na", 50.0)), ("K+", i.get("E_K", -77.0))):
        changes[f"cytosol.{ion}"] = f.inside_for(wanted * MV, 1, model.get(f"bath.{ion}"), t)
    return _once(tuple(changes.items()), lambda: model.set(changes))


def _rest(i: Inputs) -> poise.Result:
    """The steady state without current."""
    model = _axon(i)
    return _once(("rest", id(model)), lambda: poise.steady(model, throw=True))


def _run(i: Inputs, current: Any, width: float, until: float, *, start: Any = None, times: Any = None) -> poise.Result:
    """A run from the rest, or another start: a current [A/m2] from time 0, off after `width` [s] if it lasts so long.

    An array of currents gives lanes.
    """
    off = poise.Step("membrane.injected", 0.0, at=min(width, until * (1 - 1e-9)))
    return poise.simulate(
        _axon(i).set("membrane.injected", current),
        poise.Protocol(until, (off,), {"spike": poise.Rises("membrane.potential", "0 mV")}),
        start=_rest(i) if start is None else start,
        times=[until] if times is None else times,
        rtol=_FINE,
        method=poise.Tsit5(),
        accounts=False,
        throw=True,
    )


def _spikes(run: poise.Result) -> list[float]:
    """Times at which V rises through 0 mV [s]."""
    return run.facts["events"]["spike"]


def _pulse_shape(i: Inputs) -> Any:
    """V after a pulse, fine enough that the sampled extremes are the extremes to 1e-3 mV [mV]."""
    width = i["pulse_ms"] * _MSEC
    until = width + _AFTER
    key = ("shape", id(_axon(i)), i["I_uA_cm2"], width)
    times = np.linspace(0.0, until, round(until / 5e-6) + 1)
    return _once(key, lambda: _run(i, i["I_uA_cm2"] * _UA, width, until, times=times).of("potential", "membrane") / MV)


def resting_potential(check: Check) -> float:
    return _rest(check["inputs"]).of("potential", "membrane") / MV


def gate_at_rest(check: Check) -> float:
    i = check["inputs"]
    return _rest(i).of("gate", _GATES[i["gate"]])


def _gate_at(i: Inputs, potential: float) -> float:
    """Where a gate stands that has long been at a potential: gates start so in a run from there."""
    run = _run(i, 0.0, 1e-6, 1e-6, start={"membrane.potential": potential}, times=[0.0])
    return run.of("gate", _GATES[i["gate"]])[0]


def gate_steady(check: Check) -> float:
    i = check["inputs"]
    return _gate_at(i, i["V"] * MV)


def gate_relative(check: Check) -> float:
    """Potentials counted from the rest, as in 1952."""
    i = check["inputs"]
    return _gate_at(i, _REST + (i["V_rest"] + i.get("V_rel", 0.0)) * MV)


def spike_peak(check: Check) -> float:
    return _pulse_shape(check["inputs"]).max()


def after_hyperpolarisation(check: Check) -> float:
    """The least V after the peak."""
    shape = _pulse_shape(check["inputs"])
    return shape[shape.argmax() :].min()


def current_threshold(check: Check) -> float:
    """The least current whose pulse, 1 ms long unless said, makes V rise through 0 mV [uA/cm2]."""
    i = check["inputs"]
    width = i.get("pulse_ms", 1.0) * _MSEC
    most = 10.0 + 50.0 * i.get("C", 1.0) / (width / _MSEC)  # uA/cm2: 50 mV on the capacitance at once, and more
    trial = np.geomspace(0.1, most, _LANES)
    for _ in range(1 + _ROUNDS):
        fired = [bool(one) for one in _spikes(_run(i, trial * _UA, width, width + _AFTER))]
        if not any(fired) or fired[0]:
            raise Unsupported(f"no threshold between {trial[0]:g} and {trial[-1]:g} uA/cm2")
        first = fired.index(True)
        trial = np.linspace(trial[first - 1], trial[first], _LANES)
    return trial.mean()


def _held_current(i: Inputs) -> list[float]:
    """Spikes under a current that stays [s]."""
    current = i["I_uA_cm2"] * _UA
    return _once(("held", id(_axon(i)), current), lambda: _spikes(_run(i, current, _LONG, _LONG)))


def firing_frequency(check: Check) -> float:
    """Of the last interval [Hz]; 0 where firing has ended."""
    spikes = _held_current(check["inputs"])
    if len(spikes) < 3 or spikes[-1] < _LONG - 0.2:
        return 0.0
    return 1.0 / (spikes[-1] - spikes[-2])


def number_of_spikes(check: Check) -> float:
    return float(len(_held_current(check["inputs"])))


def depolarised_steady(check: Check) -> float:
    i = check["inputs"]
    held = poise.steady(_axon(i).set("membrane.injected", i["I_uA_cm2"] * _UA), throw=True)
    return held.of("potential", "membrane") / MV


def _hopf(i: Inputs) -> Mapping[str, Any]:
    """The Hopf point at the lower or the upper end of the currents that make the rest unstable."""
    model = _axon(i)
    found = _once(
        ("hopf", id(model)),
        lambda: poise.continue_(model, "membrane.injected", "0 uA/cm2", "250 uA/cm2", start=_rest(i)).facts["hopfs"],
    )
    points = sorted(found, key=lambda one: one["value"])
    if len(points) < 2:
        raise Unsupported(f"{len(points)} Hopf points between 0 and 250 uA/cm2")
    return points[-1 if i.get("branch") == "upper" else 0]


def sodium_current(check: Check) -> float:
    """i_Na one time step after -65 mV [mA/cm2]; the step itself is as exact as the run."""
    i = check["inputs"]
    step = i["dt_ms"] * _MSEC
    run = _run(i, 0.0, step, step, start={"membrane.potential": _REST})
    return run.of("current", "membrane.Na")[-1] * 0.1


def conduction_velocity(check: Check) -> float:
    """Not before there are cables."""
    raise Unsupported("no cable yet")


TASKS = {
    "hh.resting_potential": resting_potential,
    "hh.at_rest": gate_at_rest,
    "hh.inf": gate_steady,
    "hh.inf_relative_to_rest": gate_relative,
    "hh.spike_peak": spike_peak,
    "hh.after_hyperpolarisation": after_hyperpolarisation,
    "hh.current_threshold": current_threshold,
    "hh.neuron_default_threshold_pulse": current_threshold,
    "hh.firing_frequency": firing_frequency,
    "hh.no_sustained_firing": number_of_spikes,
    "hh.depolarisation_block": number_of_spikes,
    "hh.depolarised_steady": depolarised_steady,
    "hh.hopf_bifurcation_current": lambda check: _hopf(check["inputs"])["value"] / _UA,
    "hh.oscillation_frequency": lambda check: _hopf(check["inputs"])["frequency_Hz"],
    "hh.i_na_after_one_implicit_step_from_rest": sodium_current,
    "hh.conduction_velocity": conduction_velocity,
}
