"""The axon in mV, ms and 1/ms for the peers: Hodgkin & Huxley 1952, exact rates, from -65 mV."""

import math
from collections.abc import Mapping, Sequence
from typing import Any

import texts
from texts import Text

START = -65.0
CURRENT = 10.0  # uA/cm2
SODIUM, POTASSIUM = 120.0, 36.0  # mS/cm2
END = 1000.0  # ms


def linoid(x: Any, xp: Any = math) -> Any:
    """x / (1 - exp(-x))."""
    if xp is math:
        return 1.0 + x / 2.0 if abs(x) < 1e-8 else x / -math.expm1(-x)
    near = abs(x) < 1e-8
    return xp.where(near, 1.0 + x / 2.0, x / -xp.expm1(-xp.where(near, 1.0, x)))


def gate_rates(v: Any, xp: Any = math) -> tuple[tuple[Any, Any], ...]:
    """(alpha, beta) of m, h and n."""
    return (
        (linoid((v + 40.0) / 10.0, xp), 4.0 * xp.exp(-(v + 65.0) / 18.0)),
        (0.07 * xp.exp(-(v + 65.0) / 20.0), 1.0 / (1.0 + xp.exp(-(v + 35.0) / 10.0))),
        (0.1 * linoid((v + 55.0) / 10.0, xp), 0.125 * xp.exp(-(v + 65.0) / 80.0)),
    )


def start() -> list[float]:
    """V, m, h, n, the gates steady at the start."""
    return [START, *(a / (a + b) for a, b in gate_rates(START))]


def rates(
    y: Sequence[Any], xp: Any = math, sodium: Any = SODIUM, potassium: Any = POTASSIUM, current: Any = CURRENT
) -> list[Any]:
    """d(V, m, h, n)/dt; y's order as `start`."""
    v, m, h, n = y[0], y[1], y[2], y[3]
    outward = sodium * m**3 * h * (v - 50.0) + potassium * n**4 * (v + 77.0) + 0.3 * (v + 54.3)
    opening = gate_rates(v, xp)
    gates = [a * (1.0 - x) - b * x for (a, b), x in zip(opening, (m, h, n), strict=True)]
    return [current - outward, *gates]


def text(task: Mapping[str, Any]) -> Text:
    """The same as text; where exact arithmetic never meets the singularity, formulas without a branch do."""
    return Text(
        parameters={"g_Na": SODIUM, "g_K": POTASSIUM, "I": CURRENT},
        values={
            "am": texts.linoid("(V + 40) / 10"),
            "bm": "4 * exp(-(V + 65) / 18)",
            "ah": "0.07 * exp(-(V + 65) / 20)",
            "bh": "1 / (1 + exp(-(V + 35) / 10))",
            "an": f"0.1 * {texts.linoid('(V + 55) / 10')}",
            "bn": "0.125 * exp(-(V + 65) / 80)",
        },
        rates={
            "V": "I - (g_Na * m^3 * h * (V - 50) + g_K * n^4 * (V + 77) + 0.3 * (V + 54.3))",
            **{x: f"a{x} * (1 - {x}) - b{x} * {x}" for x in "mhn"},
        },
        start=dict(zip("Vmhn", start(), strict=True)),
        end=task.get("end", END),
        scale=1e3,  # one number for both tolerances
    )
