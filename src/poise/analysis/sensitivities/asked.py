"""What is asked of a task: results by path, and reductions of a run."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from ...errors import InputError, UnknownNameError, did_you_mean
from ...model.model import Model
from ..reductions import REDUCTIONS, Last, Reduction, reduction
from ..tasks import Run
from ..tasks.base import Task
from .at_time import At
from .quantities import Quantity, quantity
from .register import functional

_CALL: Final = re.compile(r"\s*([A-Za-z_]\w*)\s*\((.*)\)\s*\Z", re.DOTALL)


@dataclass(frozen=True)
class AskedOfState:
    """A result at a rest or a steady state."""

    name: str
    kind: str
    quantity: Quantity


@dataclass(frozen=True)
class AskedOfRun:
    """A result of a run: a reduction, or the value at a time."""

    name: str
    kind: str
    reduction: Any


def asked(model: Model, of: Any, task: Task) -> tuple[Any, ...]:
    """What is asked, checked.

    Args:
        model: of whom.
        of: paths, reductions, or a mapping that gives them names; `None` for the potentials (or what a run watches).
        task: of what.

    Raises:
        UnknownNameError: no such result; InputError: one that does not change smoothly, or given twice.
    """
    given = _listed(model, of, task)
    made = [_of_run(model, name, one) if isinstance(task, Run) else _of_state(model, name, one) for name, one in given]
    names = [one.name for one in made]
    twice = next((name for name in names if names.count(name) > 1), None)
    if twice is not None:
        raise InputError(f"'{twice}' is asked twice")
    return tuple(made)


def _listed(model: Model, of: Any, task: Task) -> list[tuple[str, Any]]:
    """Names ("" for its own) with what they stand for."""
    if of is None:
        watched = dict(task.watch) if isinstance(task, Run) else {}
        return list(watched.items()) or [("", f"{name}.potential") for name in model.interfaces]
    if isinstance(of, Mapping):
        return list(of.items())
    if isinstance(of, (str, Reduction, At)):
        of = [of]
    if not isinstance(of, Sequence) or not of:
        raise InputError("of: name results by path, such as of=['membrane.potential']")
    watched = dict(task.watch) if isinstance(task, Run) else {}
    return [(one, watched[one]) if isinstance(one, str) and one in watched else ("", one) for one in of]


def _of_state(model: Model, name: str, one: Any) -> AskedOfState:
    if isinstance(one, (Reduction, At)) or (isinstance(one, str) and _CALL.match(one)):
        told = one if isinstance(one, str) else one.text
        raise InputError(f"'{told}' is asked of a run; give task=Run(...), or a path")
    found = quantity(model, _path(one))
    return AskedOfState(name or found.path, found.kind, found)


def _of_run(model: Model, name: str, one: Any) -> AskedOfRun:
    made = read_reduction(one)
    found = quantity(model, made.of)
    functional(made)  # refuses what does not change smoothly
    if isinstance(made, At):
        return AskedOfRun(name or made.text, found.kind, At(found.path, made.time))
    if isinstance(made, Last):
        return AskedOfRun(name or found.path, found.kind, Last(found.path))
    return AskedOfRun(name or made.text, made.quantity(found.kind), made)


def read_reduction(one: Any) -> Any:
    """A reduction, or the value at a time, from text or as it is; a path is the value at the end.

    Raises:
        UnknownNameError: no such reduction; InputError: not of this form.
    """
    if isinstance(one, (Reduction, At)):
        return one
    call = _CALL.match(_path(one))
    if call is None:
        return Last(one)
    if call.group(1) == "at":
        path, comma, time = call.group(2).rpartition(",")
        if not comma:
            raise InputError(f"'{one}': write at(path, time), such as 'at(membrane.potential, 5 ms)'")
        return At(path.strip(), time.strip())
    if call.group(1) not in REDUCTIONS:
        near = did_you_mean(call.group(1), [*REDUCTIONS, "at"])
        raise UnknownNameError(f"no reduction '{call.group(1)}'" + (f"; {near}" if near else ""))
    return reduction(one)


def _path(one: Any) -> str:
    if not isinstance(one, str):
        raise InputError(f"of: '{one}' is not the path of a result; write one such as 'membrane.potential'")
    return one
