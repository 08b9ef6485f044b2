"""A protocol: what the experimenter does in time, and which moments are to be recorded."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any, Final, final

from ..errors import InputError
from ..processes.fields import QuantityKind
from ..units import DIMENSIONS

TIME_KIND: Final = QuantityKind("time", DIMENSIONS["time"], low=0.0)
DURATION_KIND: Final = QuantityKind("duration", DIMENSIONS["time"], low=0.0, open_low=True)
FACTOR_KIND: Final = QuantityKind("factor", DIMENSIONS["number"], low=0.0)
CLAMP_KIND: Final = QuantityKind("potential", DIMENSIONS["potential"], low=-10.0, high=10.0)
SERIES_KIND: Final = QuantityKind("series resistance", DIMENSIONS["resistance times area"], low=0.0, open_low=True)
TIMES_KIND: Final = QuantityKind("how often", DIMENSIONS["number"], low=1.0, high=1e6)


def _number(kind: QuantityKind, value: Any, key: str) -> Any:
    try:
        return kind.accept(value)
    except InputError as error:
        raise type(error)(f"{key}: {error}") from None


@dataclass(frozen=True)
class Action:
    """What all actions share: when, for how long, how often.

    Attributes:
        at: its start [s].
        duration: how long [s]; `None` to the end.
        every: period of repetitions [s]; `None` for once.
        times: how often, with `every`.
    """

    at: Any = field(default=0.0, kw_only=True)
    duration: Any = field(default=None, kw_only=True)
    every: Any = field(default=None, kw_only=True)
    times: Any = field(default=1, kw_only=True)

    def __post_init__(self) -> None:
        """Read written times."""
        object.__setattr__(self, "at", _number(TIME_KIND, self.at, "at"))
        for key in ("duration", "every"):
            if getattr(self, key) is not None:
                shown = "for" if key == "duration" else key
                object.__setattr__(self, key, _number(DURATION_KIND, getattr(self, key), shown))
        count = _number(TIMES_KIND, self.times, "times")
        if count != int(count):
            raise InputError(f"times: '{self.times}' is not a whole number")
        object.__setattr__(self, "times", int(count))
        if self.times > 1 and self.every is None:
            raise InputError("times: it says how often, but `every` is missing; write `every: 10 ms`")
        if self.every is not None and self.duration is not None and self.duration > self.every:
            raise InputError("every: it is shorter than `for`, so that one would run into the next")

    @property
    def starts(self) -> tuple[float, ...]:
        """When it begins, each time."""
        return tuple(self.at + k * (self.every or 0.0) for k in range(self.times))


@final
@dataclass(frozen=True)
class Step(Action):
    """A quantity takes a value, and goes back to what it was after `duration`.

    Attributes:
        path: of the quantity, such as "membrane.injected".
        value: text with a unit, or SI (an array where it differs from lane to lane is set in the model instead).
    """

    path: str
    value: Any


@final
@dataclass(frozen=True)
class Ramp(Action):
    """A quantity moves along a straight line and stays where it ends.

    Attributes:
        path: of the quantity.
        value: at the end.
        start: at the beginning; `None` for what it is.
    """

    path: str
    value: Any
    start: Any = None

    def __post_init__(self) -> None:
        """A line needs two ends."""
        super().__post_init__()
        if self.duration is None:
            raise InputError("a ramp needs `for`, how long it takes")


@final
@dataclass(frozen=True)
class Wash(Action):
    """A quantity nears a value exponentially, as a bath that is washed; after `duration` it nears what it was.

    Attributes:
        path: of the quantity, such as "bath.K+".
        value: in the end.
        time_constant: [s].
    """

    path: str
    value: Any
    time_constant: Any

    def __post_init__(self) -> None:
        """Read the time constant."""
        super().__post_init__()
        object.__setattr__(self, "time_constant", _number(DURATION_KIND, self.time_constant, "time_constant"))


@final
@dataclass(frozen=True)
class Scale(Action):
    """A process runs at a multiple of its rate; 0 blocks it.

    Attributes:
        process: "membrane.pump".
        factor: at least 0.
    """

    process: str
    factor: Any = 0.0

    def __post_init__(self) -> None:
        """Read the factor."""
        super().__post_init__()
        object.__setattr__(self, "factor", _number(FACTOR_KIND, self.factor, "by"))


@final
@dataclass(frozen=True)
class Clamp(Action):
    """An amplifier holds an interface's potential, by whatever current that takes.

    Attributes:
        interface: its name.
        potential: command [V].
        start: command at the beginning, for a ramp to `potential`; `None` for a step.
        series_resistance: times area [ohm m2]; `None` for a perfect clamp.
    """

    interface: str
    potential: Any
    start: Any = None
    series_resistance: Any = None

    def __post_init__(self) -> None:
        """Read the command."""
        super().__post_init__()
        object.__setattr__(self, "potential", _number(CLAMP_KIND, self.potential, "to"))
        if self.start is not None:
            object.__setattr__(self, "start", _number(CLAMP_KIND, self.start, "from"))
            if self.duration is None:
                raise InputError("a clamp with `from` is a ramp and needs `for`, how long it takes")
        if self.series_resistance is not None:
            resistance = _number(SERIES_KIND, self.series_resistance, "series_resistance")
            object.__setattr__(self, "series_resistance", resistance)


@dataclass(frozen=True)
class Crossing:
    """A moment to record: a quantity passes a level.

    Attributes:
        of: path of a potential, concentration or volume: "membrane.potential", "bath.K+", "cytosol.volume".
        level: text with a unit, or SI.
        rises: from below, or from above.
    """

    of: str
    level: Any
    rises: bool = True


def Rises(of: str, level: Any) -> Crossing:
    """The moments at which a quantity rises through a level."""
    return Crossing(of, level, True)


def Falls(of: str, level: Any) -> Crossing:
    """The moments at which a quantity falls through a level."""
    return Crossing(of, level, False)


@final
@dataclass(frozen=True)
class Protocol:
    """What is done to a model in time.

    Attributes:
        until: how long the run is [s], or text with a unit.
        actions: in order; where two act on one quantity at once, the later in the list does.
        events: moments to record, by name.
        description: one line.
    """

    until: Any
    actions: Sequence[Any] = ()
    events: Mapping[str, Crossing] = field(default_factory=lambda: MappingProxyType({}))
    description: str = ""

    def __post_init__(self) -> None:
        """Read the duration; make the lists read-only."""
        object.__setattr__(self, "until", _number(DURATION_KIND, self.until, "until"))
        for one in self.actions:
            if not isinstance(one, Action):
                raise InputError(f"'{one}' is not an action; Step, Ramp, Wash, Scale and Clamp are")
        object.__setattr__(self, "actions", tuple(self.actions))
        object.__setattr__(self, "events", MappingProxyType(dict(self.events)))
