"""The register: what a run can be asked for that has a derivative."""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any

from ...errors import InputError
from ..reductions import (
    Duration,
    FirstTime,
    Frequency,
    Last,
    LastTime,
    Maximum,
    Mean,
    Minimum,
    TimeOfMaximum,
    TimeOfMinimum,
)
from .apd import Lasting
from .at_time import At
from .functionals import Average, Extreme, Functional, Passage, Rate, TimeOfExtreme, Value

_MADE: Mapping[type, Callable[[Any], Functional]] = MappingProxyType(
    {
        At: Value,
        Last: Value,
        Maximum: lambda asked: Extreme(asked, 1.0),
        Minimum: lambda asked: Extreme(asked, -1.0),
        TimeOfMaximum: lambda asked: TimeOfExtreme(asked, 1.0),
        TimeOfMinimum: lambda asked: TimeOfExtreme(asked, -1.0),
        FirstTime: Passage,
        LastTime: Passage,
        Frequency: Rate,
        Mean: Average,
        Duration: Lasting,
    }
)


def functional(asked: Any) -> Functional:
    """What is asked of a run, ready to be differentiated.

    Raises:
        InputError: it does not change smoothly.
    """
    made = _MADE.get(type(asked))
    if made is None:
        names = ", ".join(one.name for one in _MADE if one is not At)
        raise InputError(f"{asked.text} does not change smoothly, and has no derivative; these have: at, {names}")
    return made(asked)
