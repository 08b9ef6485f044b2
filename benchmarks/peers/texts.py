"""Models as text, the same for every simulator that has a language of its own: Antimony and Myokit's."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise


@dataclass(frozen=True)
class Text:
    """A model in one spelling: `^` for powers, `exp`, `ln`; `pace` is 1 while the protocol acts, else 0.

    Attributes:
        parameters: numbers that may be varied.
        values: what follows from states and parameters, in an order in which it can be computed.
        rates: the rate of change of each state.
        start: each state at the start.
        end: of a run, in the model's unit of time.
        paced: (from, to) of each stretch in which `pace` is 1.
        scale: usual size of the smallest state; absolute tolerances are 1e-3 of the relative one times it.
    """

    parameters: Mapping[str, float]
    values: Mapping[str, str]
    rates: Mapping[str, str]
    start: Mapping[str, float]
    end: float
    paced: Sequence[tuple[float, float]] = field(default=())
    scale: float = 1.0

    @property
    def segments(self) -> list[tuple[float, float, float]]:
        """(from, to, pace) of every stretch until the end."""
        moments = sorted({0.0, self.end, *(t for pair in self.paced for t in pair if t < self.end)})
        return [
            (begin, end, float(any(first <= begin < last for first, last in self.paced)))
            for begin, end in pairwise(moments)
        ]


def antimony(text: Text) -> str:
    """In Antimony, whose reader makes SBML of it."""
    lines = [
        *(f"{name} = {value!r};" for name, value in {**text.parameters, "pace": 0.0}.items()),
        *(f"{name} := {what};" for name, what in text.values.items()),
        *(f"{name}' = {what};" for name, what in text.rates.items()),
        *(f"{name} = {value!r};" for name, value in text.start.items()),
    ]
    return "\n".join(["model text", *lines, "end"])


def mmt(text: Text) -> str:
    """In Myokit's language, all in one component."""
    lines = [
        *(f"{name} = {value!r}" for name, value in text.parameters.items()),
        "pace = 0 bind pace",
        *(f"{name} = {what}" for name, what in text.values.items()),
        *(f"dot({name}) = {what}" for name, what in text.rates.items()),
    ]
    return "\n".join(
        [
            "[[model]]",
            *(f"all.{name} = {value!r}" for name, value in text.start.items()),
            "[engine]",
            "time = 0 bind time",
            "[all]",
            *(line.replace("ln(", "log(") for line in lines),
        ]
    )


def linoid(x: str) -> str:
    """x/(1 - exp(-x)), which no solver's steps meet at 0."""
    return f"(({x}) / (1 - exp(-({x}))))"


def logistic(x: str) -> str:
    """1/(1 + exp(-x))."""
    return f"(1 / (1 + exp(-({x}))))"


def scheme(
    gate: str, hops: Mapping[tuple[str, str], str], names: Sequence[str]
) -> tuple[dict[str, str], dict[str, str]]:
    """A Markov scheme: the values (rates of hops, the last state's occupancy) and rates of the other states.

    Args:
        gate: what its names begin with.
        hops: rate of each hop.
        names: of the states; the last follows from the others.
    """
    values = {f"{gate}_{names[-1]}": "1 - " + " - ".join(f"{gate}_{one}" for one in names[:-1])}
    gain: dict[str, list[str]] = {name: [] for name in names}
    for (one, other), rate in hops.items():
        flow = f"f_{gate}_{one}_{other}"
        values[flow] = f"({rate}) * {gate}_{one}"
        gain[one].append(f"- {flow}")
        gain[other].append(f"+ {flow}")
    return values, {f"{gate}_{name}": " ".join(["0", *gain[name]]) for name in names[:-1]}
