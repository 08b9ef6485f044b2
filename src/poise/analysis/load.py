"""The verb `load_curve`: what a converter delivers into an ohmic load, from open to short circuit."""

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

import numpy as np

from ..errors import InputError, UnknownNameError, did_you_mean
from ..model.along import Along
from ..model.model import Model
from ..processes.channels.conductor import Conductor
from ..processes.derived import dissipation
from ..results.load_curve import LoadCurve, Maximum
from ..system.dynamics import area_of
from ..system.heat import entropy_production, heat_flows
from ..system.system import System
from ..version import __version__
from .answer import references
from .rest import rest
from .settings import quiet

_WIDE: Final = np.logspace(-9.0, 12.0, 43)  # S/m2: where the scale of a converter's conductance is looked for
_AROUND: Final = np.logspace(-6.0, 6.0, 97)  # times that scale
_SMALL: Final = np.array([1e-4, 2e-4])  # times the scale: near open circuit
_LARGE: Final = np.array([1e6, 5e5])  # times the scale: near short circuit
_FINE: Final = 33  # points between the neighbours of the largest power
_STILL: Final = 1e-9  # V: a smaller open-circuit voltage is none
_FEWEST, _MOST = 5, 100_000


def load_curve(model: Model, process: str = "external.load", *, points: int = 101) -> LoadCurve:
    """What a converter delivers into an ohmic load, from open to short circuit.

    P = V I at the rest of the whole circuit, for loads of all conductances: V_oc where I = 0, I_sc where V = 0, the
    largest power between; fill factor P_max / (V_oc I_sc); inner resistance -dV/dI at open circuit. At each point the
    entropy production of everything but the load, and what is supplied: free energy (power and all dissipation), or
    heat where interfaces have several temperatures.

    Args:
        model: one number for every quantity.
        process: the load, an ohmic conductor: "interface.process", or the process alone where that says it.
        points: of the curve, 5 to 100,000, evenly over the voltage.

    Raises:
        UnknownNameError: no such process; InputError: it is no conductor, or the model has arrays; ModelError: the
            model has errors.
    """
    path = _conductor(model, process)
    if not isinstance(points, int) or isinstance(points, bool) or not _FEWEST <= points <= _MOST:
        raise InputError(f"points: '{points}' is not a whole number from {_FEWEST} to {_MOST:,}")
    arrays = [one for one in model.paths() if isinstance(model.get(one), Along)]
    if arrays:
        raise InputError(f"a load curve is of one model; '{arrays[0]}' has many values")
    sweep = _Sweep(model, path)
    wide = sweep(np.concatenate(([0.0], _WIDE)))
    v_open = float(wide.voltage[0])
    if not np.isfinite(v_open) or abs(v_open) < _STILL:
        return _nothing(sweep)
    scale = _WIDE[np.nanargmin(np.abs(wide.voltage[1:] / v_open - 0.5))]
    around = sweep(np.concatenate(([0.0], scale * _AROUND)))
    scale = float((around.current / around.voltage)[1:][np.nanargmin(np.abs(around.voltage[1:] / v_open - 0.5))])
    for _ in range(2):  # the second time from points that lie well
        around = sweep(np.concatenate(([0.0], _even(around, points - 2), _LARGE[:1] * scale)))
    curve = around
    ends = sweep(scale * np.concatenate((_SMALL, _LARGE)))
    short = _straight(ends.voltage[2:], ends.current[2:])
    inner = (v_open - ends.voltage[:2]) / ends.current[:2]
    best = _maximum(sweep, curve)
    return sweep.result(
        curve,
        open_circuit=v_open,
        short_circuit=short,
        maximum=best,
        resistance=float(2.0 * inner[0] - inner[1]),
    )


@dataclass(frozen=True)
class _Points:
    """Rests with several loads: conductance, voltage, current, statuses, and the system with its potentials."""

    conductance: Any
    voltage: Any
    current: Any
    statuses: Any
    system: System
    potentials: Mapping[str, Any]


class _Sweep:
    """Rests of the model with many loads at once."""

    def __init__(self, model: Model, path: str) -> None:
        self.model, self.path = model, path
        self.interface, _, self.label = path.partition(".")

    def __call__(self, conductance: Any) -> _Points:
        model = self.model.set(f"{self.path}.conductance", np.asarray(conductance, float))
        found = rest(model)
        potentials = dict(zip(found.labels["interface"], found["potential"], strict=True))
        voltage = potentials[self.interface]
        return _Points(
            conductance, voltage, conductance * voltage, found.statuses, System.of(model, check=False), potentials
        )

    def result(self, points: _Points, **facts: Any) -> LoadCurve:
        """The curve with its energy."""
        with quiet():
            books = _books(self, points)
        if facts["maximum"] is not None:  # the last point stands for short circuit: no voltage, a load without bound
            ends = {"conductance": np.inf, "voltage": 0.0, "current": facts["short_circuit"]}
            changed = {key: np.append(getattr(points, key)[:-1], end) for key, end in ends.items()}
            points = dataclasses.replace(points, **changed)
        bad = [str(one) for one in np.ravel(points.statuses) if one != "ok"]
        notes = tuple(
            f"{path}: {one.unaccounted}; its energy is not accounted for."
            for path, one in self.model.processes.items()
            if one.unaccounted
        )
        return LoadCurve(
            title=self.model.name,
            process=self.path,
            conductance=np.asarray(points.conductance, float),
            voltage=points.voltage,
            current=points.current,
            power=points.voltage * points.current,
            status=bad[0] if bad else "ok",
            notes=(*facts.pop("notes", ()), *notes),
            references=references(self.model),
            provenance={
                "model": self.model.name,
                "hash": self.model.hash,
                "version": __version__,
                "verb": "load",
                "process": self.path,
            },
            **books,
            **facts,
        )


def _books(sweep: _Sweep, points: _Points) -> dict[str, Any]:
    """Energy in, entropy made, temperatures and the error of the first law; the load itself is left out."""
    system, potentials = points.system, points.potentials
    face = system.interfaces[sweep.interface]
    area = area_of(face)
    power = points.voltage * points.current
    temperature = system.temperature_of(sweep.interface)
    made = (entropy_production(system, potentials) / area) - power / temperature
    flows = heat_flows(system, potentials)
    local = system.local(sweep.interface, potentials[sweep.interface])
    kept = [face.processes[label] for label in face.processes if label != sweep.label]
    pairs = [pair for name, one in flows.items() if name != sweep.interface or kept for pair in one]
    levels = {float(level) for level, _ in pairs}
    if len(levels) < 2:
        others = sum(
            (
                area_of(one) * system.factor(name, label, there) * dissipation(process, there)
                for name, one in system.interfaces.items()
                for there in (system.local(name, potentials[name]),)
                for label, process in one.processes.items()
                if not process.unaccounted and f"{name}.{label}" != sweep.path
            ),
            np.zeros_like(power),
        )
        return {"power_in": power + others / area, "entropy_production": made}
    hot, cold = max(levels), min(levels)
    own = dissipation(face.processes[sweep.label], local) * area
    drawn = {level: np.zeros_like(power) for level in levels}
    for name, one in flows.items():
        for level, heat in one:
            # the load's own heat is work done elsewhere
            share = own / len(one) if name == sweep.interface else 0.0
            if name != sweep.interface or kept:
                drawn[float(level)] = drawn[float(level)] + heat + share
    whole = sum(drawn.values()) / area
    taken = drawn[hot] / area
    gross = sum(np.abs(one) for one in drawn.values()) / area + np.abs(power)
    error = np.abs(whole - power) / np.where(gross > 0, gross, 1.0)
    return {
        "power_in": taken,
        "entropy_production": made,
        "temperatures": (hot, cold),
        "energy_error": float(np.nanmax(error)),
    }


def _even(around: _Points, count: int) -> Any:
    """Conductances at which the voltage takes evenly spaced values between open and short circuit, nearly."""
    v, loads = np.abs(around.voltage[1:]), np.log(around.conductance[1:])
    good = np.flatnonzero(np.isfinite(v))[::-1]  # the voltage falls as the conductance rises
    wanted = np.linspace(1.0, 0.0, count + 2)[1:-1] * abs(float(around.voltage[0]))
    return np.exp(np.interp(wanted, v[good], loads[good]))


def _straight(v: Any, i: Any) -> float:
    """Where the line through two points has no voltage."""
    return float(i[0] - v[0] * (i[1] - i[0]) / (v[1] - v[0]))


def _maximum(sweep: _Sweep, curve: _Points) -> Maximum:
    """The largest power: a parabola in log conductance through the best of a fine sweep beside the curve's best."""
    power = curve.voltage * curve.current
    k = int(np.clip(np.nanargmax(power), 1, len(power) - 2))
    low = curve.conductance[k - 1] if curve.conductance[k - 1] > 0 else curve.conductance[k] / 10.0
    fine = sweep(np.geomspace(low, curve.conductance[k + 1], _FINE))
    y = fine.voltage * fine.current
    j = int(np.clip(np.nanargmax(y), 1, _FINE - 2))
    left, mid, right = y[j - 1 : j + 2]
    bend = left - 2.0 * mid + right
    shift = 0.0 if bend == 0 else float(np.clip((left - right) / (2.0 * bend), -1.0, 1.0))
    step = np.log(fine.conductance[j + 1] / fine.conductance[j])
    one = sweep(np.array([fine.conductance[j] * np.exp(shift * step)]))
    v, i = float(one.voltage[0]), float(one.current[0])
    return Maximum(v, i, v * i, float(one.conductance[0]))


def _nothing(sweep: _Sweep) -> LoadCurve:
    """The one point of a circuit that nothing drives."""
    note = "nothing drives a current: the open-circuit voltage is 0"
    alone = sweep(np.zeros(1))
    v = float(alone.voltage[0])
    return sweep.result(alone, open_circuit=v, short_circuit=0.0, maximum=None, resistance=float("nan"), notes=(note,))


def _conductor(model: Model, process: str) -> str:
    """The full name of the load."""
    conductors = [path for path, one in model.processes.items() if isinstance(one, Conductor)]
    hits = [path for path in model.processes if process in (path, path.partition(".")[2])]
    if not hits:
        near = did_you_mean(process, conductors) or "it has no ohmic conductor (law: conductor) that could be a load"
        raise UnknownNameError(f"no process '{process}' in model '{model.name}'; {near}")
    if len(hits) > 1:
        raise InputError(f"'{process}' is on several interfaces: {', '.join(hits)}; name one in full")
    if hits[0] not in conductors:
        known = f"its conductors: {', '.join(conductors)}" if conductors else "the model has none; add one"
        raise InputError(
            f"'{hits[0]}' is no ohmic conductor ({model.processes[hits[0]].law}), so that it is no load; {known}"
        )
    return hits[0]
