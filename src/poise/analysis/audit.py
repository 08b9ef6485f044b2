"""The verb `audit`: the second law and the balance of every process, over a box of states."""

import dataclasses
from collections.abc import Iterator, Mapping
from typing import Any, Final

import numpy as np

from ..chemistry.species import Species
from ..constants import GAS
from ..errors import InputError
from ..model.model import Model
from ..model.validate_notes import net_charge
from ..processes.base import Local, Process
from ..processes.derived import affinities
from ..processes.gates.markov import MarkovGate
from ..processes.gates.single import InstantGate, RateGate, RelaxingGate
from ..processes.moves import Side
from ..results.audit_result import Audit, GateFinding, ProcessFinding, WorstState
from ..system.system import System, activities_of
from ..version import __version__
from .answer import references
from .settings import quiet

LOWEST, HIGHEST = -0.15, 0.1
"""Potentials of the box [V]; at an electrode as far beyond its equilibrium potentials."""

_BEYOND: Final = 0.1  # V: beyond the equilibrium potentials of an electrode
_DECADES: Final = 2.0  # concentrations: a hundredth to a hundredfold
_TRACES: Final = (-9.0, -1.0)  # decades of mol/m3 for what is absent
_WARMER: Final = 20.0  # K
_COLDEST, _HOTTEST = 200.0, 500.0  # K, as for a model
_AS_IS: Final = 4  # one state in so many has the model's own composition
_NEAR: Final = 1e-6  # R T: nearer to equilibrium than this, the sign of a rate is rounding
_EDGE: Final = 1e-9  # an occupancy may be this far out of 0..1 by rounding
_FEWEST, _MOST = 16, 1_000_000
_BARE: Final = "it moves charge whose ions are not named; no amount changes with it"
_ELECTRODE: Final = "a current put in by an electrode; its energy comes from outside"


def audit(model: Model, *, states: int = 4096, seed: int = 0) -> Audit:
    """Whether every process obeys the second law and balances, whatever the state.

    r A >= 0 for every elementary move;  sum(nu z) = 0 and every element balances, per event.

    The box: potentials of -150 to +100 mV, every concentration of the model from a hundredth to a hundredfold (what is
    absent: 0, and traces), the temperature as it is and up to 20 K away. Gates are to stay in 0..1 there, with rates
    that are finite and not negative. A process whose energy the model declares unaccounted is listed with its reason;
    it need not obey the second law, but must balance.

    Args:
        model: one number for every quantity.
        states: how many are tried, 16 to 1,000,000.
        seed: of the sample.

    Raises:
        InputError: the model has arrays, or the number of states is out of range.
    """
    if isinstance(states, bool) or not isinstance(states, int) or not _FEWEST <= states <= _MOST:
        raise InputError(f"states: '{states}' is not a whole number from {_FEWEST} to {_MOST:,}")
    system = System.of(model, check=False)
    if system.lanes.sizes:
        raise InputError("an audit takes one number for every quantity; the model has arrays")
    random = np.random.default_rng(seed)
    boxed = _boxed(system, states, random)
    with quiet():
        found = list(_findings(model, boxed, states, random))
    return Audit(
        title=model.name,
        processes=tuple(found),
        declared=tuple(_declared(model)),
        charges={name: float(net_charge(model, name)) for name in model.compartments},
        states=states,
        box={
            "potentials": f"{1e3 * LOWEST:g} to {1e3 * HIGHEST:+g} mV",
            "concentrations": f"times 10^(+-{_DECADES:g})",
            "temperature": f"as is, and +-{_WARMER:g} K",
        },
        references=references(model),
        provenance={"model": model.name, "hash": model.hash, "version": __version__, "verb": "audit", "seed": seed},
    )


def _declared(model: Model) -> Iterator[tuple[str, str]]:
    for path, process in {**model.processes, **model.reactions}.items():
        if process.unaccounted:
            yield path, process.unaccounted
        elif _is_bare(process):
            yield path, _BARE
    for name, face in model.interfaces.items():
        if not (isinstance(face.injected, float) and face.injected == 0.0):
            yield f"{name}.injected", _ELECTRODE


def _is_bare(process: Process) -> bool:
    """Whether it moves charge that no ion carries."""
    return any(one.phase == "charge" for move in process.moves() for (_, one), _ in move.amounts)


def _boxed(system: System, states: int, random: Any) -> System:
    """The system with one lane for each state of the box; the first quarter has the model's own composition."""
    own = np.arange(states) < states // _AS_IS
    warmer = random.uniform(-_WARMER, _WARMER, states) * (np.arange(states) % 2)
    temperature = np.clip(system.temperature + warmer, _COLDEST, _HOTTEST)
    faces = {
        name: face
        if face.temperature is None
        else dataclasses.replace(face, temperature=np.clip(face.temperature + warmer, _COLDEST, _HOTTEST))
        for name, face in system.interfaces.items()
    }
    contents: dict[str, Mapping[Species, Any]] = {}
    for name, there in system.concentrations.items():
        contents[name] = {one: np.where(own, value, _around(value, states, random)) for one, value in there.items()}
    return dataclasses.replace(
        system,
        temperature=temperature,
        interfaces=faces,
        concentrations=contents,
        activities={name: activities_of(system.model, there, temperature) for name, there in contents.items()},
    )


def _around(value: Any, states: int, random: Any) -> Any:
    """Numbers around one, log-uniform; around 0, nothing or traces."""
    if value > 0.0:
        return value * 10.0 ** random.uniform(-_DECADES, _DECADES, states)
    return np.where(random.random(states) < 0.5, 0.0, 10.0 ** random.uniform(*_TRACES, states))


def _findings(model: Model, boxed: System, states: int, random: Any) -> Iterator[ProcessFinding]:
    for name, face in boxed.interfaces.items():
        where: dict[Side, str] = {"inside": face.inside, "outside": face.outside}
        low, high = _range(face.processes.values(), boxed.local(name, 0.0))
        local = boxed.local(name, random.uniform(low, high, states))
        for label, process in face.processes.items():
            yield _finding(f"{name}.{label}", process, local, boxed, where)
    for name, processes in boxed.reactions.items():
        local = boxed.within(name)
        for label, process in processes.items():
            yield _finding(f"{name}.{label}", process, local, boxed, {"inside": name})


def _range(processes: Any, local: Local) -> tuple[float, float]:
    """Potentials to try: where electrons cross, those around the equilibrium potentials."""
    from ..processes.derived import equilibrium_potentials

    low, high = LOWEST, HIGHEST
    for process in processes:
        if any(one.phase == "electron" for move in process.moves() for (_, one), _ in move.amounts):
            ends = [np.asarray(one, float) for one in equilibrium_potentials(process, local)]
            for one in ends:
                centre = float(np.ravel(one)[0])
                if np.isfinite(centre):
                    low, high = min(low, centre - _BEYOND), max(high, centre + _BEYOND)
    return low, high


def _finding(name: str, process: Process, local: Local, boxed: System, where: Mapping[Side, str]) -> ProcessFinding:
    moves = process.moves()
    imbalance = "; ".join(filter(None, (move.imbalance() for move in moves)))
    gates = tuple(GateFinding(gate, _gate_problem(one, local, process)) for gate, one in process.gates.items())
    declared = bool(process.unaccounted)
    size = np.shape(local.temperature)
    rates = [np.broadcast_to(np.asarray(one, float), size) for one in process.rates(local)]
    finite = all(np.isfinite(one).all() for one in rates)
    worst: WorstState | None = None
    if not declared:
        forces = [np.broadcast_to(np.asarray(one, float), size) for one in affinities(process, local)]
        present = _present(process, local, size)
        finite = finite and all(np.isfinite(one[present]).all() for one in forces)
        worst = _worst(process, rates, forces, local, boxed, where)
    return ProcessFinding(
        name=name,
        law=process.law,
        imbalance=imbalance,
        second_law=None if declared else worst is None,
        finite=finite,
        worst=worst,
        gates=gates,
        declared=declared or _is_bare(process),
    )


def _present(process: Process, local: Local, size: Any) -> Any:
    """Where nothing that it moves is absent."""
    found = np.ones(size, bool)
    for move in process.moves():
        for (side, one), _ in move.amounts:
            if not one.implicit:
                found = found & (np.asarray(local.activity(side, one)) > 0.0)
    return found


def _worst(
    process: Process, rates: list[Any], forces: list[Any], local: Local, boxed: System, where: Mapping[Side, str]
) -> WorstState | None:
    """The state with the most negative rate times affinity, `None` where it is never negative."""
    found: tuple[float, int, int] | None = None
    for k, (rate, force) in enumerate(zip(rates, forces, strict=True)):
        away = np.abs(force) > _NEAR * GAS * local.temperature
        heat = np.where((rate != 0.0) & away & ~np.isnan(rate * force), rate * force, 0.0)
        n = int(np.argmin(np.where(np.isfinite(heat), heat, np.where(heat < 0, -1e-300, 0.0))))
        if heat[n] < 0.0 and (found is None or heat[n] < found[0]):
            found = float(heat[n]), k, n
    if found is None:
        return None
    _, k, n = found
    keys = dict.fromkeys([*(key for move in process.moves() for key, _ in move.amounts), *process.seen()])
    several = len(rates) > 1
    return WorstState(
        move=process.moves()[k].name if several else "",
        potential=None if "outside" not in where else float(np.asarray(local.potential)[n]),
        temperature=float(local.temperature[n]),
        concentrations={
            f"{where[side]}.{one.name}": float(boxed.concentrations[where[side]][one][n])
            for side, one in keys
            if side in where and one in boxed.concentrations[where[side]]
        },
        rate=float(rates[k][n]),
        affinity=float(forces[k][n]),
        within="outside" not in where,
    )


def _gate_problem(gate: Any, local: Local, process: Process) -> str:
    """What is wrong with a gate over the box, empty where nothing is."""
    parameters = process.parameters
    rates: list[tuple[str, Any]] = []
    if isinstance(gate, RateGate):
        rates = [(key, getattr(gate, key).evaluate(local, parameters)) for key in ("alpha", "beta")]
    elif isinstance(gate, RelaxingGate):
        rates = [("1/time", 1.0 / np.asarray(gate.time.evaluate(local, parameters), float))]
    elif isinstance(gate, MarkovGate):
        rates = [(f"{a} -> {b}", text.evaluate(local, parameters)) for (a, b), text in gate.hops]
    for name, value in rates:
        problem = _outside(name, value, 0.0, np.inf, local)
        if problem:
            return problem
    values: list[tuple[str, Any]]
    if isinstance(gate, InstantGate):
        values = [("its value", gate.settled.evaluate(local, parameters))]
    else:
        try:
            settled = gate.steady(local, parameters)
        except ZeroDivisionError:  # constant rates that are all 0
            return "it has no steady value: its rates are 0"
        names = [f"the steady value{f' of {state}' if state else ''}" for state in gate.states]
        values = list(zip(names, settled, strict=True))
    return next(filter(None, (_outside(name, value, -_EDGE, 1.0 + _EDGE, local) for name, value in values)), "")


def _outside(name: str, value: Any, low: float, high: float, local: Local) -> str:
    """Where a number is not finite or leaves its range, in words."""
    values = np.broadcast_to(np.asarray(value, float), np.shape(local.temperature))
    bad = ~np.isfinite(values)
    if bad.any():
        return f"{name} is not finite {_at(local, int(np.argmax(bad)))}"
    n = int(np.argmin(values))
    if values[n] < low:
        return f"{name} is below 0, {values[n]:.4g}, {_at(local, n)}"
    n = int(np.argmax(values))
    return f"{name} is above 1, {values[n]:.4g}, {_at(local, n)}" if values[n] > high else ""


def _at(local: Local, n: int) -> str:
    volts = np.broadcast_to(np.asarray(local.potential, float), np.shape(local.temperature))
    return f"at V = {1e3 * volts[n]:.4g} mV, T = {local.temperature[n]:.5g} K"
