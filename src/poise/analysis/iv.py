"""The verb `iv`: currents against the potential of one interface, and where they cross zero."""

from typing import Any

import numpy as np

from ..errors import InputError, UnknownNameError, did_you_mean
from ..model.model import Model
from ..results.result import Result
from ..results.variable import variable
from ..solve.roots import all_roots
from ..solve.slope import slope
from ..system.system import System
from ..version import __version__
from .answer import references, status_names
from .settings import POINTS, STEP, quiet, require_potential


def iv(
    model: Model,
    *,
    low: float = -0.15,
    high: float = 0.1,
    points: int = 401,
    interface: str | None = None,
    process: str | None = None,
) -> Result:
    """Outward current of each process and of all together against the potential, concentrations as given.

    Args:
        model: what there is; arrays in it make families of curves.
        low, high: range of potentials [V].
        points: number of points, 2 to 100,000.
        interface: which, where the model has several.
        process: show and search this one alone, by name ("K_leak" or "membrane.K_leak").

    Raises:
        ModelError: the model has errors; InputError: an empty range, or several interfaces and none named;
        UnknownNameError: no such interface or process.
    """
    for key, value in (("low", low), ("high", high)):
        require_potential(key, value)
    if not low < high:
        raise InputError(f"the range from {low * 1e3:g} to {high * 1e3:g} mV is empty")
    if not isinstance(points, int) or not 2 <= points <= 100_000:
        raise InputError(f"{points} points: give 2 to 100,000")
    system = System.of(model)
    name, only = _where(model, interface, process)
    face = system.interfaces[name]
    labels = [only] if only else list(face.processes)
    voltage = np.linspace(low, high, points)
    local = system.local(name, voltage[:, None])
    lanes, shape, dims = system.lanes.count, system.lanes.shape, tuple(system.lanes.sizes)

    def own(v: Any, which: Any) -> Any:
        part = system.take(which)
        return part.process_current(name, only, part.local(name, v)) if only else part.current(name, v)

    def shaped(values: Any) -> Any:
        return np.broadcast_to(np.asarray(values, float), (points, lanes)).reshape((points, *shape))

    with quiet():
        currents = np.stack([shaped(system.process_current(name, label, local)) for label in labels])
        total = shaped(system.current(name, voltage[:, None]))[None]
        found = all_roots(own, lanes, low, high, POINTS[all(face.processes[label].monotone for label in labels)])
        every = np.arange(lanes)
        zeros = np.stack([found.x[:, k] for k in range(found.x.shape[1])])
        slopes = np.stack([slope(lambda v: own(v, every), root, STEP) for root in zeros])
    spread = (1, len(zeros), *shape)
    over = ("interface", "root", *dims)
    return Result(
        verb="iv",
        title=model.name,
        data={
            "voltage": variable(("point",), voltage, "potential", "inside minus outside"),
            "current": variable(("process", "point", *dims), currents, "current per area", "outward"),
            "total": variable(("interface", "point", *dims), total, "current per area", "outward, less injected"),
            "zero": variable(over, zeros.reshape(spread), "potential", "where the current crosses zero"),
            "zero_slope": variable(over, slopes.reshape(spread), "conductance", "dI/dV at the zero"),
            "zero_stable": variable(over, (slopes > 0).reshape(spread), "status", "whether V returns to it"),
        },
        sides={name: (face.inside, face.outside)},
        labels={"interface": (name,), "process": tuple(f"{name}.{label}" for label in labels)},
        coordinates=system.lanes.coordinate_variables(),
        sizes=dict(system.lanes.sizes),
        statuses=status_names(found.status, shape),
        provenance={
            "model": model.name,
            "hash": model.hash,
            "version": __version__,
            "verb": "iv",
            "process": only or "",
        },
        references=references(model),
    )


def _where(model: Model, interface: str | None, process: str | None) -> tuple[str, str]:
    """The interface and the process ("" for all) that are meant."""
    if process is not None:
        hits = [path for path in model.processes if process in (path, path.partition(".")[2])]
        hits = [path for path in hits if interface in (None, path.partition(".")[0])]
        if len(hits) > 1:
            raise InputError(f"'{process}' is on several interfaces: {', '.join(hits)}; name one in full")
        if not hits:
            near = did_you_mean(process, [*model.processes, *(one.partition(".")[2] for one in model.processes)])
            raise UnknownNameError(f"no process '{process}' in model '{model.name}'" + (f"; {near}" if near else ""))
        name, _, label = hits[0].partition(".")
        return name, label
    if interface is None:
        if len(model.interfaces) > 1:
            raise InputError(f"'{model.name}' has several interfaces: {', '.join(model.interfaces)}; name one")
        return next(iter(model.interfaces)), ""
    return require_interface(model, interface), ""


def require_interface(model: Model, name: str) -> str:
    """The name, if the model has such an interface; raises UnknownNameError otherwise."""
    if name not in model.interfaces:
        near = did_you_mean(name, model.interfaces)
        raise UnknownNameError(f"no interface '{name}' in model '{model.name}'" + (f"; {near}" if near else ""))
    return name
