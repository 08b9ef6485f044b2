"""What an expression has become once it is read and checked: frozen nodes that evaluate themselves, SI in, SI out.

Sums and products are flat, so that a long one is no deeper than a short one.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from .functions import FUNCTIONS, power, ratio


@dataclass(frozen=True)
class Constant:
    """A number in SI units: the written number times the exact factor of its unit."""

    number: float
    factor: Fraction = Fraction(1)

    @property
    def value(self) -> float:
        """The number in SI units; raises OverflowError."""
        return self.number * float(self.factor)

    def evaluate(self, values: Mapping[str, Any], xp: Any) -> float:
        """The number."""
        return self.number


@dataclass(frozen=True)
class Name:
    """A value that is given at each evaluation."""

    name: str

    def evaluate(self, values: Mapping[str, Any], xp: Any) -> Any:
        """The value given."""
        return values[self.name]


@dataclass(frozen=True)
class Negative:
    """-x."""

    of: "Node"

    def evaluate(self, values: Mapping[str, Any], xp: Any) -> Any:
        """-x."""
        return -self.of.evaluate(values, xp)


@dataclass(frozen=True)
class Sum:
    """The first, plus or minus each of the others, from the left."""

    first: "Node"
    others: tuple[tuple[bool, "Node"], ...]  # whether subtracted

    def evaluate(self, values: Mapping[str, Any], xp: Any) -> Any:
        """The sum."""
        total = self.first.evaluate(values, xp)
        for subtracted, one in self.others:
            term = one.evaluate(values, xp)
            total = total - term if subtracted else total + term
        return total


@dataclass(frozen=True)
class Product:
    """The first, times or divided by each of the others, from the left."""

    first: "Node"
    others: tuple[tuple[bool, "Node"], ...]  # whether divided by

    def evaluate(self, values: Mapping[str, Any], xp: Any) -> Any:
        """The product."""
        total = self.first.evaluate(values, xp)
        for below, one in self.others:
            factor = one.evaluate(values, xp)
            total = ratio(total, factor) if below else total * factor
        return total


@dataclass(frozen=True)
class Power:
    """base^exponent."""

    base: "Node"
    exponent: "Node"

    def evaluate(self, values: Mapping[str, Any], xp: Any) -> Any:
        """The power."""
        return power(self.base.evaluate(values, xp), self.exponent.evaluate(values, xp))


@dataclass(frozen=True)
class Call:
    """One of the listed functions of its arguments."""

    function: str
    arguments: tuple["Node", ...]

    def evaluate(self, values: Mapping[str, Any], xp: Any) -> Any:
        """The function's value."""
        return FUNCTIONS[self.function].apply(xp, *[one.evaluate(values, xp) for one in self.arguments])


@dataclass(frozen=True)
class Choice:
    """`yes` where left compares with right as stated, else `no`. Both are evaluated."""

    left: "Node"
    sign: str  # < <= > >=
    right: "Node"
    yes: "Node"
    no: "Node"

    def evaluate(self, values: Mapping[str, Any], xp: Any) -> Any:
        """The one chosen."""
        left, right = self.left.evaluate(values, xp), self.right.evaluate(values, xp)
        if self.sign == "<":
            condition = left < right
        elif self.sign == "<=":
            condition = left <= right
        elif self.sign == ">":
            condition = left > right
        else:
            condition = left >= right
        return xp.where(condition, self.yes.evaluate(values, xp), self.no.evaluate(values, xp))


Node = Constant | Name | Negative | Sum | Product | Power | Call | Choice
