"""A rate, gate variable or flux that the user wrote: read and checked once, evaluated many times."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from ...errors import InputError, UnitError
from .grammar import parse
from .kinds import NUMBER, describe, example
from .place import fault
from .powers import Exponents, checked
from .tree import Node


@dataclass(frozen=True)
class Expression:
    """An expression with units, as read by `Expression.read`.

    Two are equal where they are written alike, use the same names with the same dimensions and have one dimension.

    Attributes:
        text: as the user wrote it, without the spaces round it.
        dimension: of its value: powers of m, kg, s, A, K, mol.
        kinds: the names that it uses, each with its dimension, sorted by name.
    """

    text: str
    dimension: Exponents
    kinds: tuple[tuple[str, Exponents], ...]
    tree: Node = field(compare=False, repr=False)

    @classmethod
    def read(
        cls,
        text: str,
        names: Mapping[str, Sequence[int | Fraction]],
        expected: Sequence[int | Fraction] | None = None,
    ) -> "Expression":
        """Read and check an expression such as "0.1/ms * linoid((V + 40 mV)/(10 mV))".

        After a number an identifier is a unit; elsewhere it is one of the names, or else a unit. Numbers and units are
        worked out here, to SI.

        Args:
            text: at most 2,000 characters, nested at most 50 deep.
            names: what it may use, each with its dimension: "V", "T", "[K+]in", "E[K+]", parameters.
            expected: the dimension that its value must have; any, if `None`.

        Raises:
            InputError: it is not understood, or something in it overflows; the text says what was found, at which
                character, why, and what to write.
            UnitError: dimensions that do not go together, or a value of another dimension than expected.
            UnknownNameError: a name or function that is not known, with the nearest that are.
        """
        if not isinstance(text, str):
            raise InputError(f"an expression is text, such as '0.1/ms * exp(V/(20 mV))'; found {type(text).__name__}")
        text = text.strip()
        known = {name: checked(kind) for name, kind in names.items()}
        whole, used = parse(text, known)
        wanted = whole.dimension if expected is None else checked(expected)
        if whole.dimension != wanted:
            message = f"the value is {describe(whole.dimension)}, but it must be {describe(wanted)}"
            message += f", such as '{example(wanted)}'" if wanted != NUMBER else "; divide it by one of its kind"
            raise fault(UnitError, message, text, whole.start, whole.end)
        return cls(text, whole.dimension, tuple((name, known[name]) for name in sorted(used)), whole.node)

    @property
    def names(self) -> frozenset[str]:
        """The names that it uses."""
        return frozenset(name for name, _ in self.kinds)

    def evaluate(self, values: Mapping[str, Any], xp: Any) -> Any:
        """Its value, in SI units; a Python number where it uses no names.

        Both branches of an `if` are evaluated: the one not taken may be infinite, but then it has no gradient.

        Args:
            values: of each of `names`, in SI units, of shapes that broadcast.
            xp: the array namespace of the values (`poise.formulas.namespace.namespace`).
        """
        return self.tree.evaluate(values, xp)

    def __str__(self) -> str:
        return self.text

    def __reduce__(self) -> tuple[Any, tuple[Any, ...]]:
        return Expression.read, (self.text, dict(self.kinds), self.dimension)  # shallow, however deep the tree

    def __deepcopy__(self, memo: Any) -> "Expression":
        return self
