"""What a gate is: occupancies of states that open or close a process, and how fast they change."""

from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from ...chemistry.species import Species
from ...errors import InputError
from ...units import DIMENSIONS
from ..fields import QuantityKind
from ..local import Local
from ..moves import Side
from ..parameters import Parameters
from ..rate_text import RateText

Q10_KIND: Final = QuantityKind("factor on its rates for 10 K", DIMENSIONS["number"], low=0.0, open_low=True)
AT_KIND: Final = QuantityKind("temperature of its rates", DIMENSIONS["temperature"], low=200.0, high=500.0)
START_KIND: Final = QuantityKind("value at the start", DIMENSIONS["number"], low=0.0, high=1.0)
POWER_KIND: Final = QuantityKind(
    "power in the open fraction", DIMENSIONS["number"], low=0.0, open_low=True, high=100.0, fixed=True
)
NUMBERS: Final = {"power": POWER_KIND, "q10": Q10_KIND, "at": AT_KIND, "start": START_KIND}
"""Numbers that gates may have, by their key in a model file."""
_DECADE: Final = 10.0  # K: what Q10 is for


@dataclass(frozen=True)
class TemperatureFactor:
    """How rates grow with temperature: q10^((T - at) / 10 K).

    Attributes:
        q10: factor for 10 K; 1 does nothing.
        at: the temperature at which the rates are given [K]; `None` where q10 is 1.
    """

    q10: Any = 1.0
    at: Any = None

    def __post_init__(self) -> None:
        """Refuse a factor without the temperature that it starts from."""
        if self.at is None and not (isinstance(self.q10, float) and self.q10 == 1.0):
            raise InputError("a gate with `q10` needs `at`, the temperature of its rates, such as `at: 6.3 degC`")

    def __call__(self, temperature: Any) -> Any:
        """The factor at a temperature [K]."""
        return 1.0 if self.at is None else self.q10 ** ((temperature - self.at) / _DECADE)


class Gate(ABC):
    """Base of every kind of gate. Occupancies are passed as tuples, one for each of `states`."""

    @property
    @abstractmethod
    def states(self) -> tuple[str, ...]:
        """Names of the occupancies that change in time; empty for an instantaneous gate, ("",) for a single one."""

    @abstractmethod
    def texts(self) -> tuple[RateText, ...]:
        """Every expression in it."""

    @abstractmethod
    def steady(self, local: Local, parameters: Parameters) -> tuple[Any, ...]:
        """The occupancies at which it stands still."""

    @abstractmethod
    def change(self, occupancies: tuple[Any, ...], local: Local, parameters: Parameters) -> tuple[Any, ...]:
        """Their rates of change [1/s]."""

    @abstractmethod
    def open(self, occupancies: tuple[Any, ...], local: Local, parameters: Parameters) -> Any:
        """The fraction that it leaves open."""

    @abstractmethod
    def numbers(self) -> dict[str, Any]:
        """The numbers that a user may vary, by name."""

    @abstractmethod
    def with_numbers(self, values: Mapping[str, Any]) -> "Gate":
        """The same gate with other numbers."""

    @abstractmethod
    def write(self) -> dict[str, Any]:
        """Its entry in a model file; numbers as they are."""

    @property
    @abstractmethod
    def start(self) -> tuple[Any, ...] | None:
        """The occupancies at the start, `None` where it starts from its steady state."""

    def starting(self, value: Any) -> "Gate":
        """The same gate with another value at the start: a number, or one for each of its states."""
        raise InputError("this gate is instantaneous: it has no value at the start")

    def seen(self) -> tuple[tuple[Side, Species], ...]:
        """The concentrations that its rates depend on."""
        return tuple(dict.fromkeys(key for one in self.texts() for key in one.seen()))


def plain_numbers(**given: Any) -> dict[str, Any]:
    """The given numbers that are there."""
    return {name: value for name, value in given.items() if value is not None}
