"""Gates of Hodgkin and Huxley's kind: one number between 0 and 1."""

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, final

from ..local import Local
from ..parameters import Parameters
from ..rate_text import RateText
from .base import START_KIND, Gate, TemperatureFactor, plain_numbers


@dataclass(frozen=True)
class SingleGate(Gate):
    """What single gates share.

    Attributes:
        power: of the gate in the open fraction.
        factor: how its rates grow with temperature.
        at_start: its value at the start; `None` for its steady state.
    """

    power: Any = field(default=1.0, kw_only=True)
    factor: TemperatureFactor = field(default=TemperatureFactor(), kw_only=True)
    at_start: Any = field(default=None, kw_only=True)

    @property
    def states(self) -> tuple[str, ...]:
        return ("",)

    @property
    def start(self) -> tuple[Any, ...] | None:
        return None if self.at_start is None else (self.at_start,)

    def open(self, occupancies: tuple[Any, ...], local: Local, parameters: Parameters) -> Any:
        return _raised(occupancies[0], self.power)

    def numbers(self) -> dict[str, Any]:
        warm = {} if self.factor.at is None else {"q10": self.factor.q10, "at": self.factor.at}
        power = {} if isinstance(self.power, float) and self.power == 1.0 else {"power": self.power}
        return {**power, **warm, **plain_numbers(start=self.at_start)}

    def with_numbers(self, values: Mapping[str, Any]) -> "SingleGate":
        factor = dataclasses.replace(self.factor, **{key: values[key] for key in ("q10", "at") if key in values})
        return dataclasses.replace(
            self, power=values.get("power", self.power), factor=factor, at_start=values.get("start", self.at_start)
        )

    def starting(self, value: Any) -> "SingleGate":
        if not self.states:
            return super().starting(value)  # type: ignore[return-value]
        number = START_KIND.accept(value) if isinstance(value, (int, float, str)) else value
        return dataclasses.replace(self, at_start=number)

    def write(self) -> dict[str, Any]:
        texts = {one.name: getattr(self, one.name).text for one in dataclasses.fields(self) if _is_text(self, one)}
        return {**texts, **self.numbers()}


@final
@dataclass(frozen=True)
class RateGate(SingleGate):
    """A gate that opens at rate alpha and closes at rate beta.

    dx/dt = q (alpha (1 - x) - beta x),  q = q10^((T - at)/10 K).

    Attributes:
        alpha, beta: [1/s].

    Source: Hodgkin & Huxley 1952, eqs. 7, 15, 16 (hodgkin_huxley_1952).
    """

    alpha: RateText
    beta: RateText

    def texts(self) -> tuple[RateText, ...]:
        return self.alpha, self.beta

    def steady(self, local: Local, parameters: Parameters) -> tuple[Any, ...]:
        alpha, beta = (one.evaluate(local, parameters) for one in self.texts())
        return (alpha / (alpha + beta),)

    def change(self, occupancies: tuple[Any, ...], local: Local, parameters: Parameters) -> tuple[Any, ...]:
        alpha, beta = (one.evaluate(local, parameters) for one in self.texts())
        return (self.factor(local.temperature) * (alpha - (alpha + beta) * occupancies[0]),)


@final
@dataclass(frozen=True)
class RelaxingGate(SingleGate):
    """A gate that relaxes to its steady value.

    dx/dt = q (steady - x) / time.

    Attributes:
        settled: its steady value [1].
        time: time constant [s].

    Source: Hodgkin & Huxley 1952, eqs. 8-11 (hodgkin_huxley_1952).
    """

    settled: RateText
    time: RateText

    def texts(self) -> tuple[RateText, ...]:
        return self.settled, self.time

    def steady(self, local: Local, parameters: Parameters) -> tuple[Any, ...]:
        return (self.settled.evaluate(local, parameters),)

    def change(self, occupancies: tuple[Any, ...], local: Local, parameters: Parameters) -> tuple[Any, ...]:
        settled, time = (one.evaluate(local, parameters) for one in self.texts())
        return (self.factor(local.temperature) * (settled - occupancies[0]) / time,)

    def write(self) -> dict[str, Any]:
        return _steady_key(super().write())


@final
@dataclass(frozen=True)
class InstantGate(SingleGate):
    """A gate so quick that it is always at its steady value.

    x = steady.

    Attributes:
        settled: its value [1].
    """

    settled: RateText

    @property
    def states(self) -> tuple[str, ...]:
        return ()

    def texts(self) -> tuple[RateText, ...]:
        return (self.settled,)

    def steady(self, local: Local, parameters: Parameters) -> tuple[Any, ...]:
        return ()

    def change(self, occupancies: tuple[Any, ...], local: Local, parameters: Parameters) -> tuple[Any, ...]:
        return ()

    def open(self, occupancies: tuple[Any, ...], local: Local, parameters: Parameters) -> Any:
        return _raised(self.settled.evaluate(local, parameters), self.power)

    def write(self) -> dict[str, Any]:
        return _steady_key(super().write())


def _raised(value: Any, power: Any) -> Any:
    """A power by products where it is a small whole number: quicker, and smooth at 0."""
    if isinstance(power, float) and power in (1.0, 2.0, 3.0, 4.0):
        found = value
        for _ in range(int(power) - 1):
            found = found * value
        return found
    return value**power


def _is_text(gate: SingleGate, one: Any) -> bool:
    return isinstance(getattr(gate, one.name), RateText)


def _steady_key(entry: dict[str, Any]) -> dict[str, Any]:
    return {("steady" if key == "settled" else key): value for key, value in entry.items()}
