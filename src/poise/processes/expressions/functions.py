"""The functions that an expression may call: a fixed list, each with what it takes and what it gives."""

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final, Literal

from ...formulas import scalar
from ...formulas.special import bernoulli_pair, exprel
from ...formulas.special import logistic as share

MANY: Final = 20  # arguments of min and max

Rule = Literal["number", "same", "root", "sign", "hill"]


@dataclass(frozen=True)
class Function:
    """One function of an expression.

    Attributes:
        apply: takes the array namespace and the arguments.
        doc: what it is, in one line.
        rule: how dimensions go: numbers to a number; all alike and so is the value; half the powers; any to a number
            (only its sign counts); two alike and a number to a number.
        low, high: how many arguments.
    """

    apply: Callable[..., Any]
    doc: str
    rule: Rule = "number"
    low: int = 1
    high: int = 1


def power(base: Any, exponent: Any) -> Any:
    """base^exponent, with the array libraries' limits for Python numbers; whole exponents are kept whole.

    Args:
        base: any shape.
        exponent: any shape, dimensionless.
    """
    if type(exponent) is float and exponent.is_integer():
        exponent = int(exponent)
    if type(base) is int:
        base = float(base)
    try:
        found = base**exponent
    except ZeroDivisionError:
        odd = isinstance(exponent, int) and exponent % 2 == 1
        return math.copysign(math.inf, base) if odd else math.inf
    except OverflowError:
        odd = isinstance(exponent, int) and exponent % 2 == 1
        return -math.inf if odd and base < 0 else math.inf
    return math.nan if type(found) is complex else found


def ratio(over: Any, under: Any) -> Any:
    """over / under, with the array libraries' limits for Python numbers.

    Args:
        over, under: any shape.
    """
    try:
        return over / under
    except ZeroDivisionError:
        return math.nan if over == 0 or over != over else math.copysign(math.inf, over) * math.copysign(1.0, under)


def _plain(name: str) -> Callable[[Any, Any], Any]:
    def apply(xp: Any, x: Any) -> Any:
        if xp is not scalar:
            return getattr(xp, name)(x)
        try:
            return getattr(scalar if hasattr(scalar, name) else math, name)(x)
        except OverflowError:
            return math.inf if name == "cosh" or x > 0 else -math.inf
        except ValueError:
            return math.nan

    apply.__name__ = name
    return apply


def _least(xp: Any, first: Any, *others: Any) -> Any:
    for one in others:
        first = xp.minimum(first, one)
    return first


def _most(xp: Any, first: Any, *others: Any) -> Any:
    for one in others:
        first = xp.maximum(first, one)
    return first


def _logistic(xp: Any, x: Any) -> Any:
    return share(x)


def _linoid(xp: Any, x: Any) -> Any:
    return bernoulli_pair(x)[1]


def _exprel(xp: Any, x: Any) -> Any:
    return exprel(x)


def _bernoulli(xp: Any, x: Any) -> Any:
    return bernoulli_pair(x)[0]


def _heaviside(xp: Any, x: Any) -> Any:
    return xp.where(x > 0, 1.0, xp.where(x < 0, 0.0, xp.where(x == 0, 0.5, math.nan)))


def _hill(xp: Any, x: Any, k: Any, n: Any) -> Any:
    """Each half with the ratio that cannot overflow; the other half sees 1, so that no slope is nan."""
    few = x <= k
    low = power(ratio(xp.where(few, x, k), k), n)
    high = power(ratio(k, xp.where(few, k, x)), n)
    return xp.where(few, ratio(low, 1.0 + low), ratio(1.0, 1.0 + high))


FUNCTIONS: Final[dict[str, Function]] = {
    "exp": Function(_plain("exp"), "exponential"),
    "log": Function(_plain("log"), "natural logarithm"),
    "ln": Function(_plain("log"), "natural logarithm"),
    "log10": Function(_plain("log10"), "decimal logarithm"),
    "sqrt": Function(_plain("sqrt"), "square root", "root"),
    "abs": Function(_plain("abs"), "magnitude", "same"),
    "min": Function(_least, "the least", "same", 2, MANY),
    "max": Function(_most, "the greatest", "same", 2, MANY),
    "tanh": Function(_plain("tanh"), "hyperbolic tangent"),
    "sinh": Function(_plain("sinh"), "hyperbolic sine"),
    "cosh": Function(_plain("cosh"), "hyperbolic cosine"),
    "sin": Function(_plain("sin"), "sine of an angle in radians"),
    "cos": Function(_plain("cos"), "cosine of an angle in radians"),
    "logistic": Function(_logistic, "1/(1 + exp(-x))"),
    "linoid": Function(_linoid, "x/(1 - exp(-x)), which is 1 at 0"),
    "exprel": Function(_exprel, "(exp(x) - 1)/x, which is 1 at 0"),
    "bernoulli": Function(_bernoulli, "x/(exp(x) - 1), which is 1 at 0"),
    "heaviside": Function(_heaviside, "1 above 0, 0 below, 0.5 at 0", "sign"),
    "hill": Function(_hill, "hill(x, k, n) = x^n/(x^n + k^n)", "hill", 3, 3),
}

CHOICE: Final = "if"
RESERVED: Final = frozenset([*FUNCTIONS, CHOICE])  # names that a parameter had better not have
