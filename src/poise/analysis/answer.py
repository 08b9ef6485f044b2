"""The full answer at given potentials: every process, every ion, every sum."""

from collections.abc import Mapping
from typing import Any

import numpy as np

from ..model.model import Model
from ..results.result import Result
from ..results.variable import Variable, variable
from ..solve.slope import slope
from ..solve.status import Status
from ..system.circuit import Circuit, from_ground
from ..system.system import System
from ..units import TEMPERATURE, show
from ..version import __version__
from .charge import charge_errors
from .ion_rows import ion_rows
from .process_rows import process_rows
from .settings import STEP, quiet


def answer(
    system: System,
    circuit: Circuit,
    potentials: Mapping[str, Any],
    rests: Mapping[str, tuple[Any, int]],
    *,
    verb: str,
    balance: Mapping[str, str],
) -> Result:
    """Everything that follows from the potentials.

    Args:
        system: scaled where processes are balanced.
        circuit: how compartments hang together.
        potentials: of each interface [V], (lanes,).
        rests: for each interface the `LinkRest` that its potential comes from, and its direction in it.
        verb: the analysis, for the result.
        balance: as the user gave it, for the provenance.
    """
    model, shape, dims = system.model, system.lanes.shape, tuple(system.lanes.sizes)
    names = tuple(model.interfaces)

    def shaped(values: Any) -> Any:
        return np.reshape(np.broadcast_to(np.asarray(values, float), (system.lanes.count,)), shape)

    def stack(rows: Any) -> Any:
        return np.stack([shaped(row) for row in rows]) if rows else np.zeros((0, *shape))

    data: dict[str, Variable] = {}

    def put(name: str, over: str, rows: Any, quantity: str, doc: str) -> None:
        data[name] = variable((over, *dims), stack(rows), quantity, doc)

    put("potential", "interface", [potentials[name] for name in names], "potential", "inside minus outside")
    grounded = {circuit.ground: np.zeros(system.lanes.count)}
    for place, source, name, sign in from_ground(circuit):
        grounded[place] = grounded[source] + sign * potentials[name]
    places = tuple(model.compartments)
    put("compartment_potential", "compartment", [grounded[one] for one in places], "potential", "against the ground")
    with quiet():
        net = [system.current(name, potentials[name]) for name in names]
        steep = [slope(lambda v, name=name: system.current(name, v), potentials[name], STEP) for name in names]
        put("net_current", "interface", net, "current per area", "sum over processes less what is injected")
        lost = charge_errors(system, potentials, steep)
        put("charge_error", "interface", [lost[name] for name in names], "share",
            "charge that the compartments beside it gain, over what flows and what noise kT/e would drive")  # fmt: skip
        put("slope_conductance", "interface", steep, "conductance", "dI/dV at the potential")
        if any(face.capacitance is not None for face in system.interfaces.values()):
            held = [np.nan if face.capacitance is None else face.capacitance for face in system.interfaces.values()]
            put(
                "capacitance",
                "interface",
                held,
                "capacitance per area",
                "charge that the interface holds per potential",
            )
        put("injected", "interface", [system.interfaces[name].injected for name in names], "current per area",
            "what an electrode puts into the inside")  # fmt: skip
        _roots(data, system, rests, names, dims)
        for name, over, rows, quantity, doc in process_rows(system, potentials):
            put(name, over, rows, quantity, doc)
        labels, rows = ion_rows(system, potentials)
        for name, values, quantity, doc in rows:
            put(name, "ion", values, quantity, doc)
        heat = [np.nansum(np.stack([np.zeros(system.lanes.count), *(
            np.broadcast_to(v.reshape(-1), (system.lanes.count,))
            for p, v in zip(model.processes, data["dissipation"].values, strict=True) if p.partition(".")[0] == name
        )]), axis=0) for name in names]  # fmt: skip
        heat = [np.where(np.isnan(potentials[name]), np.nan, one) for name, one in zip(names, heat, strict=True)]
        put("total_dissipation", "interface", heat, "power per area", "by all processes whose energy is accounted for")
    status = np.max([rests[name][0].status for name in names], axis=0)
    return Result(
        verb=verb,
        title=model.name,
        data=data,
        sides={name: (face.inside, face.outside) for name, face in model.interfaces.items()},
        labels={"interface": names, "process": tuple(model.processes), "ion": labels, "compartment": places},
        coordinates=system.lanes.coordinate_variables(),
        sizes=dict(system.lanes.sizes),
        statuses=status_names(status, shape),
        notes=tuple(_notes(system, rests, status if verb in ("rest", "mixed") else 0 * status, balance)),
        provenance={
            "model": model.name,
            "hash": model.hash,
            "version": __version__,
            "verb": verb,
            "temperature_K": shaped(system.temperature).tolist(),
            "ground": circuit.ground,
            **({"balance": dict(balance)} if balance else {}),
        },
        references=references(model),
    )


def references(model: Model) -> tuple[str, ...]:
    """The papers that an answer of the model rests on: its own, its laws', its activity model's."""
    found = [*model.references]
    for process in model.processes.values():
        found += process.references
    return tuple(dict.fromkeys([*found, *model.activity.references]))


def _roots(data: dict[str, Variable], system: System, rests: Any, names: Any, dims: Any) -> None:
    """All roots with slope and stability, padded with nan to the longest list."""
    lanes, shape = system.lanes.count, system.lanes.shape
    most = max(rests[name][0].roots.shape[1] for name in names)
    roots = np.full((len(names), most, lanes), np.nan)
    slopes = np.full((len(names), most, lanes), np.nan)
    for k, name in enumerate(names):
        one, sign = rests[name]
        order = np.argsort(np.where(np.isnan(one.roots), np.inf, sign * one.roots), axis=1)
        roots[k, : one.roots.shape[1]] = sign * np.take_along_axis(one.roots, order, axis=1).T
        slopes[k, : one.roots.shape[1]] = np.take_along_axis(one.slopes, order, axis=1).T
    put = ("interface", "root", *dims)
    data["root"] = variable(put, roots.reshape((len(names), most, *shape)), "potential", "every zero-current potential")
    data["root_slope"] = variable(put, slopes.reshape((len(names), most, *shape)), "conductance", "dI/dV at the root")
    data["root_stable"] = variable(
        put, (slopes > 0).reshape((len(names), most, *shape)), "status", "whether V returns to it"
    )


def shaped(values: Any, shape: tuple[int, ...]) -> Any:
    """Plain values in the lanes' shape for facts; one number where there is one lane."""
    found = np.asarray(values)
    return found.reshape(shape).tolist() if shape else found.ravel()[0].item()


def status_names(status: Any, shape: tuple[int, ...]) -> Any:
    """Names of statuses, one text where there is one lane, else an array of texts in the lanes' shape."""
    words = [Status(int(one)).name for one in status]
    return words[0] if not shape else np.array(words, dtype=object).reshape(shape)


def _notes(system: System, rests: Any, status: Any, balance: Any) -> Any:
    for name, (one, _) in rests.items():
        several = (np.isfinite(one.roots).sum(axis=1) > 1).sum()
        if several:
            where = "" if not system.lanes.shape else f" in {several} of {system.lanes.count} lanes"
            yield f"{name} has several zero-current potentials{where}; the table is for the one marked."
    for value in sorted({int(s) for s in status if Status(int(s)) in _WORDS}):
        count = int((status == value).sum())
        where = "" if not system.lanes.shape else f" ({count} of {system.lanes.count} lanes)"
        yield f"{Status(value).name}: {_WORDS[Status(value)]}{where}."
    for name, face in system.model.interfaces.items():
        if isinstance(face.temperature, float):
            yield f"{name} is at {show(face.temperature, TEMPERATURE)}, its own temperature."
        if face.heat_conductance is not None:
            yield f"heat passes {name}; the entropy that this makes is counted by `poise load` alone."
    for path, ion in balance.items():
        yield f"{path} runs at the rate that cancels the net flux of {ion}."
    for path, process in system.model.processes.items():
        if process.unaccounted:
            yield f"{path}: {process.unaccounted}; its energy is not accounted for."


_WORDS = {
    Status.no_root: "the net current does not cross zero in the range searched; widen it, or look at the I-V curve",
    Status.flat: "no process carries current",
    Status.not_finite: "the current is not finite somewhere in the range searched",
    Status.not_converged: "no potentials were found that balance all currents of the loop",
}
