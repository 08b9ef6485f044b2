"""Gates as Markov schemes: a channel hops between states, some of which are open."""

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, final

from ...errors import InputError
from ..local import Local
from ..parameters import Parameters
from ..rate_text import RateText
from .base import Gate, TemperatureFactor

_MOST_STATES = 30


@final
@dataclass(frozen=True)
class MarkovGate(Gate):
    """A scheme of states with a rate for each hop.

    dp_j/dt = q sum_i (k_ij p_i - k_ji p_j),  sum_j p_j = 1,  open fraction = sum_j w_j p_j.

    The last state's occupancy follows from the others, so that their sum is 1 for ever.

    Attributes:
        names: of the states, in order.
        weights: how open each state is, by name; 0 where not given.
        hops: ((from, to), rate [1/s]) pairs.
        factor: how its rates grow with temperature.
        at_start: occupancy of each state at the start; `None` for the steady state.

    Source: Colquhoun & Hawkes 1977 (colquhoun_hawkes_1977).
    """

    names: tuple[str, ...]
    weights: tuple[tuple[str, float], ...]
    hops: tuple[tuple[tuple[str, str], RateText], ...]
    factor: TemperatureFactor = field(default=TemperatureFactor(), kw_only=True)
    at_start: tuple[float, ...] | None = field(default=None, kw_only=True)

    def __post_init__(self) -> None:
        """Refuse schemes that are no schemes."""
        if not 2 <= len(self.names) <= _MOST_STATES:
            raise InputError(f"a scheme of {len(self.names)} states; write 2 to {_MOST_STATES}")
        for name, weight in self.weights:
            if name not in self.names:
                raise InputError(f"open state '{name}' is in no rate; states: {', '.join(self.names)}")
            if not 0.0 <= weight <= 1.0:
                raise InputError(f"state '{name}' cannot be {weight:g} open; write a number from 0 to 1")
        if not self.weights:
            raise InputError("no state is open; write `open: O` with the name of one")
        self._require_links()
        if self.at_start is not None and abs(sum(self.at_start) - 1.0) > 1e-9:
            raise InputError(f"occupancies at the start add up to {sum(self.at_start):g}; they must add up to 1")

    def _require_links(self) -> None:
        """Refuse schemes in which some state cannot be reached from another: they have no steady state of their own."""
        pairs = [pair for pair, _ in self.hops]
        first = self.names[0]
        if len(_reached(first, [*pairs, *((b, a) for a, b in pairs)])) != len(self.names):
            raise InputError(f"not all states are linked by rates: {', '.join(self.names)}")
        for ways, text in ((pairs, "from '{0}' to '{1}'"), ([(b, a) for a, b in pairs], "from '{1}' to '{0}'")):
            missed = [name for name in self.names if name not in _reached(first, ways)]
            if missed:
                raise InputError(f"rates lead no way {text.format(first, missed[0])}; write one, however slow")

    @property
    def states(self) -> tuple[str, ...]:
        return self.names[:-1]

    @property
    def start(self) -> tuple[Any, ...] | None:
        return None if self.at_start is None else self.at_start[:-1]

    def starting(self, value: Any) -> "MarkovGate":
        """With occupancies of all states but the last, which takes the rest."""
        values = tuple(value)
        if len(values) != len(self.states):
            raise InputError(f"{len(values)} occupancies for the states {', '.join(self.states)}")
        return dataclasses.replace(self, at_start=(*values, 1.0 - sum(values)))

    def texts(self) -> tuple[RateText, ...]:
        return tuple(text for _, text in self.hops)

    def _all(self, occupancies: tuple[Any, ...]) -> dict[str, Any]:
        last: Any = 1.0
        for one in occupancies:
            last = last - one
        return dict(zip(self.names, (*occupancies, last), strict=True))

    def steady(self, local: Local, parameters: Parameters) -> tuple[Any, ...]:
        """By elimination of one state after another, which only adds and divides (Grassmann, Taksar & Heyman 1985)."""
        n = len(self.names)
        place = {name: k for k, name in enumerate(self.names)}
        rate: list[list[Any]] = [[0.0] * n for _ in range(n)]
        for (one, other), text in self.hops:
            rate[place[one]][place[other]] = rate[place[one]][place[other]] + text.evaluate(local, parameters)
        leaving: list[Any] = [0.0] * n
        for last in range(n - 1, 0, -1):
            for k in range(last):
                leaving[last] = leaving[last] + rate[last][k]
            for i in range(last):
                for k in range(last):
                    if i != k:
                        rate[i][k] = rate[i][k] + rate[i][last] * _over(rate[last][k], leaving[last])
        weight: list[Any] = [1.0] + [0.0] * (n - 1)
        for k in range(1, n):
            for i in range(k):
                weight[k] = weight[k] + weight[i] * _over(rate[i][k], leaving[k])
        total: Any = 0.0
        for one in weight:
            total = total + one
        return tuple(one / total for one in weight[:-1])

    def change(self, occupancies: tuple[Any, ...], local: Local, parameters: Parameters) -> tuple[Any, ...]:
        found = self._all(occupancies)
        gain: dict[str, Any] = dict.fromkeys(self.names, 0.0)
        for (one, other), text in self.hops:
            flow = text.evaluate(local, parameters) * found[one]
            gain[one] = gain[one] - flow
            gain[other] = gain[other] + flow
        factor = self.factor(local.temperature)
        return tuple(factor * gain[name] for name in self.states)

    def open(self, occupancies: tuple[Any, ...], local: Local, parameters: Parameters) -> Any:
        found = self._all(occupancies)
        total: Any = 0.0
        for name, weight in self.weights:
            total = total + weight * found[name]
        return total

    def numbers(self) -> dict[str, Any]:
        return {} if self.factor.at is None else {"q10": self.factor.q10, "at": self.factor.at}

    def with_numbers(self, values: Mapping[str, Any]) -> "MarkovGate":
        factor = dataclasses.replace(self.factor, **{key: values[key] for key in ("q10", "at") if key in values})
        return dataclasses.replace(self, factor=factor)

    def write(self) -> dict[str, Any]:
        simple = len(self.weights) == 1 and self.weights[0][1] == 1.0
        entry: dict[str, Any] = {"open": self.weights[0][0] if simple else dict(self.weights)}
        entry["rates"] = {f"{one} -> {other}": text.text for (one, other), text in self.hops}
        if self.at_start is not None:
            entry["start"] = dict(zip(self.names, self.at_start, strict=True))
        return {**entry, **self.numbers()}


def _over(number: Any, whole: Any) -> Any:
    """A quotient; nan rather than an exception where plain numbers cannot be divided."""
    return float("nan") if isinstance(whole, float) and whole == 0.0 else number / whole


def _reached(start: str, pairs: list[tuple[str, str]]) -> set[str]:
    found, last = {start}, 0
    while len(found) != last:
        last = len(found)
        found |= {b for a, b in pairs if a in found}
    return found
