"""A model's numbers as one vector, and which of them results are differentiated by."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from ...errors import InputError
from ...model.interface import INTERFACE_KINDS
from ...model.model import Model
from ...processes.fields import QuantityKind
from ...system.numbers import with_numbers
from ...system.system import System


@dataclass(frozen=True)
class Numbers:
    """Everything in a model that has a number and does not shape what moves.

    Attributes:
        paths: of all numbers.
        values: SI, (numbers,).
        chosen: places of those to differentiate by.
    """

    paths: tuple[str, ...]
    values: Any
    chosen: tuple[int, ...]

    @classmethod
    def of(cls, model: Model, to: Sequence[str]) -> "Numbers":
        """The numbers of a model of one lane; `to` as `parameters` gives them."""
        fixed = {path for path, kind in model.paths().items() if kind.fixed}
        known = {path: value for path, value in _values(model) if value is not None and path not in fixed}
        paths = tuple(known)
        return cls(paths, np.array([float(one) for one in known.values()]), tuple(paths.index(one) for one in to))

    def moved(self, values: Any, by: Any) -> list[Any]:
        """All numbers, the chosen ones moved, traced: `values` (numbers,), `by` (chosen,)."""
        place = {k: column for column, k in enumerate(self.chosen)}
        return [values[k] + by[place[k]] if k in place else values[k] for k in range(len(self.paths))]

    def at(self, x: Sequence[Any], path: str) -> Any:
        """One of the numbers."""
        return x[self.paths.index(path)]

    def system(self, structure: System, x: Sequence[Any]) -> System:
        """The system with these numbers."""
        return with_numbers(structure, dict(zip(self.paths, x, strict=True)))


def _values(model: Model) -> Iterator[tuple[str, Any]]:
    """What stands at every path of a model, as `Model.get` says one by one."""
    yield "temperature", model.temperature
    for name, place in model.compartments.items():
        yield from ((f"{name}.{one.name}", value) for one, value in place.contents.items())
        yield f"{name}.volume", place.volume
        for label, process in place.processes.items():
            yield from ((f"{name}.{label}.{key}", value) for key, value in process.values().items())
    for name, face in model.interfaces.items():
        yield from ((f"{name}.{key}", getattr(face, key)) for key in INTERFACE_KINDS)
        for label, process in face.processes.items():
            yield from ((f"{name}.{label}.{key}", value) for key, value in process.values().items())


def parameters(model: Model, to: Any) -> dict[str, QuantityKind]:
    """What is differentiated by: the model's own paths with their kinds.

    Raises:
        UnknownNameError: no such path; InputError: one that shapes what moves, is not given, or is named twice.
    """
    if isinstance(to, str):
        to = [to]
    if not isinstance(to, Sequence) or not to:
        raise InputError("nothing to differentiate by; name parameters by path, such as to=['bath.K+']")
    kinds = model.paths()
    found: dict[str, QuantityKind] = {}
    for one in to:
        path = model.resolve(one, kinds)
        if path in found:
            raise InputError(f"'{path}' is given twice")
        if kinds[path].fixed:
            raise InputError(
                f"'{path}' shapes what moves ({kinds[path].doc}): it is part of the equations, and results are no"
                " smooth function of it"
            )
        if model.get(path) is None:
            raise InputError(_not_given(path))
        found[path] = kinds[path]
    return found


def _not_given(path: str) -> str:
    if path.endswith(".potential"):
        return (
            f"'{path}' is not given, so that a run starts from the rest; write it into the model, or leave it out here"
        )
    return f"'{path}' is not given in the model; set it first, or leave it out here"
