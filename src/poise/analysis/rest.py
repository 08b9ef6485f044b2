"""The verb `rest`: the potentials at which no net current flows, concentrations as given."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from ..errors import InputError, StatusError
from ..model.model import Model
from ..results.result import Result
from ..solve.native.lower import NotLoweredError
from ..solve.native.scan import Places, scanned
from ..solve.newton import newton
from ..solve.roots import all_roots
from ..solve.slope import jacobian, slope
from ..solve.status import Status
from ..system.circuit import Circuit, Link
from ..system.system import System
from .answer import answer
from .balance import balanced, read_balance
from .search_range import search_range
from .settings import POINTS, STEP, quiet, require_potential
from .traced_current import TracedCurrent

_MANY = 500  # lanes from which compiling the scan pays
_LOOP_STARTS = (0.0, -0.06, 0.06, -0.2, 0.2)  # V: where the search for a loop's potentials begins


@dataclass(frozen=True)
class LinkRest:
    """The rest of one link of the circuit: potentials in its direction, arrays with one entry for each lane.

    Attributes:
        roots: every zero-current potential [V], (lanes, most), nan where there are fewer.
        slopes: conductance dI/dV there.
        chosen: the potential taken, (lanes,).
        status: (lanes,).
    """

    roots: Any
    slopes: Any
    chosen: Any
    status: Any


def rest(
    model: Model,
    *,
    low: float | None = None,
    high: float | None = None,
    near: float | None = None,
    balance: Mapping[str, str] | None = None,
    throw: bool = False,
) -> Result:
    """The potentials at which each interface's net current vanishes.

    sum over processes of i(V) = injected current, for every compartment but the ground.

    All such potentials of each interface are found, with slope conductance and stability (stable where the slope is
    positive). Where there are several, the stable one nearest to `near` is taken for the table, or the most negative
    stable one if `near` is not given; a note says so.

    Args:
        model: what there is; arrays in it make arrays of answers.
        low, high: range of potentials to search [V]; where not given, chosen to hold every process's equilibrium.
        near: which of several stable rests to take [V].
        balance: for "interface.process", the ion whose net flux across that interface the process must cancel: its
            rate is found with the potential (a pump in steady state: Mullins & Noda 1963).
        throw: raise StatusError instead of returning a status other than ok.

    Raises:
        ModelError: the model has errors; InputError: an empty range or a wrong balance; StatusError: see `throw`.
    """
    for name, value in (("low", low), ("high", high), ("near", near)):
        if value is not None:
            require_potential(name, value)
    if low is not None and high is not None and not low < high:
        raise InputError(f"the range from {low * 1e3:g} to {high * 1e3:g} mV is empty")
    system = System.of(model)
    rules = read_balance(model, balance or {})
    told = {f"{name}.{rule.process}": rule.ion.name for name, rule in rules.items()}
    circuit = Circuit.of(model)
    found: dict[str, Any] = {}
    rests: dict[Link, LinkRest] = {}
    with quiet():
        for link in circuit.bridges:
            rests[link] = _bridge(system, link, rules, low, high, near)
        for group in circuit.loops:
            rests |= _loop(system, group, rules)
        for link, one in rests.items():
            for name, sign in link.interfaces:
                found[name] = sign * one.chosen
        by_interface = {name: (rests[link], sign) for link in rests for name, sign in link.interfaces}
        settled = balanced(system, rules, found)
        result = answer(settled, circuit, found, by_interface, verb="rest", balance=told)
    if throw and not result.ok:
        raise StatusError(f"rest of '{model.name}': {result.status}; " + " ".join(result.notes))
    return result


def link_current(system: System, link: Link, rules: Mapping[str, Any], potential: Any) -> Any:
    """Current through a link in its direction, per area of all its interfaces together."""
    total: Any = 0.0
    whole = link_area(system, link)
    for name, sign in link.interfaces:
        across = sign * potential
        flow = (
            balanced(system, rules, {name: across}).current(name, across)
            if name in rules
            else system.current(name, across)
        )
        weight = 1.0 if len(link.interfaces) == 1 else system.interfaces[name].area / whole
        total = total + sign * weight * flow
    return total


def link_area(system: System, link: Link) -> Any:
    """The area of all interfaces of a link together; 1 where there is but one interface in all, without an area."""
    areas = (system.interfaces[name].area for name, _ in link.interfaces)
    return sum(1.0 if one is None else one for one in areas)


def _bridge(system: System, link: Link, rules: Any, low: Any, high: Any, near: Any) -> LinkRest:
    """All rests of a link that stands alone."""
    lowest, highest = search_range(system, link, low, high)
    monotone = all(system.monotone[name] and name not in rules for name, _ in link.interfaces)

    def function(x: Any, which: Any) -> Any:
        return link_current(system.take(which), link, rules, x)

    scan = None if rules or monotone else _quick_scan(system, link)
    try:
        found = all_roots(function, system.lanes.count, lowest, highest, POINTS[monotone], scan)
    except NotLoweredError:
        found = all_roots(function, system.lanes.count, lowest, highest, POINTS[monotone])
    lanes = np.arange(system.lanes.count)
    slopes = np.stack(
        [slope(lambda v: function(v, lanes), found.x[:, k], STEP) for k in range(found.x.shape[1])], axis=1
    )
    return LinkRest(found.x, slopes, _choose(found.x, slopes, near), found.status)


def _quick_scan(system: System, link: Link) -> Any:
    """The scan by native code, or `None` where there are too few lanes for it or several interfaces in the link."""
    if system.lanes.count < _MANY or len(link.interfaces) != 1:
        return None
    ((name, sign),) = link.interfaces
    traced = TracedCurrent(system.model, name, system.lanes)
    identity = traced.identity and f"{traced.identity} {sign}"

    def scan(low: Any, high: Any, points: int) -> Places:
        def current(x: Any, values: Any) -> Any:
            return traced.current(sign * x, values)

        return scanned(current, traced.values, low, high, points, identity)

    return scan


def _choose(roots: Any, slopes: Any, near: float | None) -> Any:
    """The stable root nearest to `near`, or the most negative stable one; any root where none is stable."""
    distance = roots if near is None else np.abs(roots - near)
    penalty = np.where(slopes > 0, 0.0, 1e6)
    score = np.where(np.isnan(roots), np.inf, distance + penalty)
    return np.take_along_axis(roots, score.argmin(axis=1)[:, None], axis=1)[:, 0]


def _loop(system: System, group: tuple[Link, ...], rules: Any) -> dict[Link, LinkRest]:
    """The rest of links that close loops, by Newton's method on the potentials of their compartments."""
    places = list(dict.fromkeys(place for link in group for place in (link.outside, link.inside)))
    free = {place: k for k, place in enumerate(places[1:])}  # potentials relative to the first compartment
    lanes = system.lanes.count

    def across(x: Any, link: Link) -> Any:
        inside = x[..., free[link.inside]] if link.inside in free else 0.0
        outside = x[..., free[link.outside]] if link.outside in free else 0.0
        return inside - outside

    def net(x: Any) -> Any:
        total = np.zeros(x.shape)
        for link in group:
            flow = link_area(system, link) * link_current(system, link, rules, across(x, link))
            if link.inside in free:
                total[..., free[link.inside]] += flow
            if link.outside in free:
                total[..., free[link.outside]] -= flow
        return total

    x = np.full((lanes, len(free)), np.nan)
    status = np.full(lanes, int(Status.not_converged))
    for start in _LOOP_STARTS:
        todo = status != Status.ok
        if not todo.any():
            break
        trial, outcome = newton(net, np.full((lanes, len(free)), start), STEP, 0.05)
        x[todo], status[todo] = trial[todo], outcome[todo]
    stable = _definite(net, x)
    rests = {}
    for link in group:
        v = across(x, link)
        bend = slope(lambda value, link=link: link_current(system, link, rules, value), v, STEP)
        # a loop is stable as a whole or not at all: the sign of the slope carries that, its size the conductance
        rests[link] = LinkRest(v[:, None], np.where(stable, np.abs(bend), -np.abs(bend))[:, None], v, status)
    return rests


def _definite(net: Any, x: Any) -> Any:
    """Whether every small disturbance of a loop's potentials dies out: its matrix of conductances is positive."""
    matrix = jacobian(net, x, STEP)
    return np.linalg.eigvals(np.where(np.isfinite(matrix), matrix, 0.0)).real.min(axis=1) > 0
