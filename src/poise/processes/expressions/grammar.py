"""The grammar of rate expressions: pieces to a checked tree, with every unit and dimension settled on the way.

sum      = product (("+" | "-") product)*
product  = signed (("*" | "/") signed)*
signed   = ("+" | "-")* power
power    = primary ("^" signed)?                      from the right; -a^2 is -(a^2)
primary  = number units? | units | name | function "(" sum ("," sum)* ")" | "(" sum ")"
         | "if" "(" sum ("<" | "<=" | ">" | ">=") sum "," sum "," sum ")"
units    = (unit ("^" signed)?)+                      a product; binds tighter than "*" and "/"
"""

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Final, NoReturn

from ...constants import ZERO_CELSIUS
from ...errors import InputError, UnitError, UnknownNameError, did_you_mean, nearest
from ...formulas import scalar
from .functions import CHOICE, FUNCTIONS, RESERVED, power
from .kinds import NUMBER, TEMPERATURE, describe, example
from .place import fault
from .powers import LARGEST_POWER, Exponents, product, raised
from .tokens import Token, cut
from .tree import Call, Choice, Constant, Name, Negative, Node, Power, Product, Sum
from .unit_table import OFFSET, UNITS, find, unknown

DEEPEST: Final = 50  # brackets, calls and exponents inside one another
_EXACT: Final = 128  # bits of a unit's factor that is still raised to a power exactly

_COMPARISONS: Final = ("<", "<=", ">", ">=")


@dataclass(frozen=True)
class Piece:
    """A part of the expression that has been read.

    Attributes:
        node: what it is.
        dimension: powers of m, kg, s, A, K, mol.
        start, end: its characters.
        celsius: the number of degrees, if it is a temperature on a scale whose zero is not zero.
        closed: whether it stands in brackets or has its sign.
    """

    node: Node
    dimension: Exponents
    start: int
    end: int
    celsius: float | None = None
    closed: bool = False


def parse(text: str, names: Mapping[str, Exponents]) -> tuple[Piece, frozenset[str]]:
    """Read an expression; also the names that it uses.

    Args:
        text: the expression.
        names: the dimension of each name that it may use.

    Raises:
        InputError: it is not understood; the text says what was found, where, why, and what to write.
        UnitError: unlike quantities are added or compared, or something other than a number stands where one must.
        UnknownNameError: a name or function that is not known.
    """
    reader = _Reader(text, names)
    return reader.read(), frozenset(reader.used)


class _Reader:
    """One reading of one text, from the left, never going back."""

    def __init__(self, text: str, names: Mapping[str, Exponents]) -> None:
        self.text, self.names = text, names
        self.tokens = cut(text)
        self.used: set[str] = set()
        self.at = 0
        self.depth = 0

    @property
    def here(self) -> Token:
        return self.tokens[self.at]

    def read(self) -> Piece:
        whole = self.sum()
        if self.here.kind != "end":
            self.unexpected("the end or an operator")
        return self.settled(whole)

    # the rules of the grammar

    def sum(self) -> Piece:
        first = self.product()
        others: list[tuple[bool, Node]] = []
        while self.sees("+", "-"):
            minus = self.take().text == "-"
            right = self.product()
            self.alike(first, right, "subtracted from" if minus else "added to")
            if right.celsius is not None and not minus:
                self.wrong(UnitError, "a difference of temperatures is added in kelvin, such as '10 K'", right)
            left, right = self.settled(first), self.settled(right)
            both = replace(left, end=right.end, celsius=None, closed=False)
            if isinstance(left.node, Constant) and isinstance(right.node, Constant) and not others:
                total = left.node.number + (-right.node.number if minus else right.node.number)
                first = self.constant(total, both)
            else:
                others.append((minus, right.node))
                first = replace(both, node=left.node)
        return replace(first, node=Sum(first.node, tuple(others))) if others else first

    def product(self) -> Piece:
        first = self.signed()
        others: list[tuple[bool, Node]] = []
        while self.sees("*", "/"):
            below = self.take().text == "/"
            right = self.signed()
            for one in (first, right):
                if one.celsius is not None:
                    message = (
                        "a temperature in degC cannot be multiplied or divided; write a difference in kelvin, '10 K'"
                    )
                    self.wrong(UnitError, message, one)
            both = replace(first, end=right.end, closed=False)
            both = replace(both, dimension=product(first.dimension, right.dimension, -1 if below else 1))
            if below and isinstance(right.node, Constant) and right.node.number == 0.0:
                self.wrong(InputError, "this is zero, and nothing can be divided by it", right)
            if isinstance(first.node, Constant) and isinstance(right.node, Constant) and not others:
                one, other = first.node, right.node
                number = one.number / other.number if below else one.number * other.number
                factor = one.factor / other.factor if below else one.factor * other.factor
                first = self.constant(number, both, factor)
            else:
                others.append((below, self.settled(right).node))
                first = replace(both, node=self.settled(first).node)
        if not others:
            return first
        return replace(first, node=Product(first.node, tuple(others)))

    def signed(self) -> Piece:
        start, minus, count = self.here.start, False, 0
        while self.sees("+", "-"):
            minus ^= self.take().text == "-"
            count += 1
        one = self.power()
        if not count:
            return one
        signed = replace(one, start=start, closed=True)
        if one.celsius is not None and (count > 1 or one.closed):
            self.wrong(UnitError, "a temperature in degC can have one sign, right before its number", signed)
        if not minus:
            return signed
        if one.celsius is not None:
            return replace(signed, node=Constant(ZERO_CELSIUS - one.celsius), celsius=-one.celsius)
        if isinstance(one.node, Constant):
            return replace(signed, node=Constant(-one.node.number, one.node.factor))
        return replace(signed, node=Negative(one.node))

    def power(self) -> Piece:
        base = self.primary()
        if self.sees("^"):
            base = self.raised(base)
        if self.here.kind in ("number", "name", "bracket") or self.sees("("):
            self.wrong(
                InputError, "nothing stands between this and what is before it; write '*' to multiply", self.here
            )
        return base

    def raised(self, base: Piece) -> Piece:
        """The base to the power that follows."""
        self.deeper()
        self.take()
        exponent = self.signed()
        self.depth -= 1
        if exponent.dimension != NUMBER:
            message = f"an exponent is a number, but this is {describe(exponent.dimension)}"
            self.wrong(UnitError, message, exponent)
        if base.celsius is not None:
            self.wrong(UnitError, "a temperature in degC cannot be raised to a power; write it in kelvin", base)
        exponent = self.settled(exponent)
        both = replace(base, end=exponent.end, closed=False)
        if not isinstance(exponent.node, Constant):
            if base.dimension != NUMBER:
                message = f"{describe(base.dimension)} can only be raised to a power that is written as a number"
                self.wrong(UnitError, message + "; divide it by its unit first", base)
            return replace(both, node=Power(self.settled(base).node, exponent.node))
        size = exponent.node.number
        self.check_power(size, exponent)
        try:
            both = replace(both, dimension=raised(base.dimension, size))
        except InputError as error:
            self.wrong(UnitError, str(error), both)
        if not isinstance(base.node, Constant):
            return replace(both, node=Power(base.node, exponent.node))
        factor = base.node.factor
        bits = factor.numerator.bit_length() + factor.denominator.bit_length()
        if base.node.number == 1.0 and size.is_integer() and bits <= _EXACT:
            return replace(both, node=Constant(1.0, factor ** int(size)))
        value = self.settled(base).node
        return self.constant(power(value.number, size) if isinstance(value, Constant) else math.nan, both)

    def primary(self) -> Piece:
        token = self.here
        if token.kind == "number":
            return self.number()
        if token.kind == "bracket":
            return self.name()
        if token.kind == "name":
            if self.tokens[self.at + 1].text == "(":
                return self.call()
            if token.text in self.names:
                return self.name()
            if token.text in OFFSET:
                self.wrong(UnitError, f"'{token.text}' stands right after a number only, such as '37 degC'", token)
            if find(token.text) is not None:
                return self.units(Piece(Constant(1.0), NUMBER, token.start, token.start))
            return self.stranger()
        if self.sees("("):
            start = self.take().start
            self.deeper(start)
            inside = self.sum()
            end = self.close()
            return replace(inside, start=start, end=end, closed=True)
        return self.unexpected("a number, a name, a function or '('")

    def number(self) -> Piece:
        token = self.take()
        number = float(token.text)
        if not math.isfinite(number):
            self.wrong(InputError, "this number is too large", token)
        one = Piece(Constant(number), NUMBER, token.start, token.end)
        unit = self.here
        if unit.kind == "bracket":
            self.wrong(InputError, f"'{unit.text}' is multiplied with '*': {token.text}*{unit.text}", unit)
        if unit.kind != "name":
            return one
        if unit.text in OFFSET:
            self.take()
            if self.here.kind == "name":
                self.wrong(UnitError, "degC cannot be part of another unit; a difference of 1 degC is 1 K", unit)
            return replace(
                one, node=Constant(number + ZERO_CELSIUS), dimension=TEMPERATURE, end=unit.end, celsius=number
            )
        if find(unit.text) is None:
            if unit.text in self.names or unit.text in RESERVED:
                written = f"{token.text}*{unit.text}" + ("(...)" if unit.text in RESERVED else "")
                self.wrong(InputError, f"'{unit.text}' is not a unit; to multiply write '{written}'", unit)
            self.wrong(UnitError, f"a number is followed by a unit or an operator: {unknown(unit.text)}", unit)
        return self.units(one)

    def units(self, one: Piece) -> Piece:
        """The piece times the units that follow, at least one."""
        bare = one.start == one.end
        below = bare and self.at > 0 and self.tokens[self.at - 1].text == "/"
        count = 0
        while self.here.kind == "name":
            token = self.here
            unit = find(token.text)
            if unit is None or (token.text in RESERVED and self.tokens[self.at + 1].text == "("):
                break
            if count and token.text in self.names:
                message = f"'{token.text}' is a name here, not a unit; write '*' before it if the value is meant"
                self.wrong(InputError, message, token)
            if count and below:
                before = self.tokens[self.at - 1].text
                message = f"this can be read in two ways; write '/({before} {token.text})' or '/{before}*{token.text}'"
                self.wrong(UnitError, message, token)
            self.take()
            found = Piece(Constant(1.0, unit.factor), unit.dimension, token.start, token.end)
            if self.sees("^"):
                found = self.raised(found)
            if not isinstance(one.node, Constant) or not isinstance(found.node, Constant):
                raise TypeError("a unit is a constant")  # cannot be: both were made here
            number, factor = one.node.number * found.node.number, one.node.factor * found.node.factor
            grown = replace(one, dimension=product(one.dimension, found.dimension), end=found.end)
            one = self.constant(number, grown, factor)
            count += 1
        return one

    def name(self) -> Piece:
        token = self.take()
        if token.text not in self.names:
            self.at -= 1
            return self.stranger()
        self.used.add(token.text)
        return Piece(Name(token.text), self.names[token.text], token.start, token.end)

    def call(self) -> Piece:
        token = self.take()
        if token.text not in RESERVED:
            if token.text in self.names or find(token.text) is not None:
                self.wrong(InputError, f"'{token.text}' is not a function; to multiply write '{token.text}*('", token)
            message = f"there is no function '{token.text[:40]}'; {did_you_mean(token.text, RESERVED)}"
            self.wrong(UnknownNameError, message, token)
        self.take()
        self.deeper(token.start)
        if token.text == CHOICE:
            return self.choice(token)
        arguments = [self.sum()]
        while self.sees(","):
            self.take()
            arguments.append(self.sum())
        end = self.close()
        function = FUNCTIONS[token.text]
        whole = Piece(Constant(0.0), NUMBER, token.start, end)
        if not function.low <= len(arguments) <= function.high:
            few = str(function.low) if function.low == function.high else f"{function.low} to {function.high}"
            self.wrong(InputError, f"'{token.text}' takes {few} argument(s), not {len(arguments)}", whole)
        whole = replace(whole, dimension=self.result(token.text, arguments))
        nodes = tuple(self.settled(one).node for one in arguments)
        return self.folded(replace(whole, node=Call(token.text, nodes)), nodes)

    def result(self, name: str, arguments: list[Piece]) -> Exponents:
        """The dimension of a function's value; refuses arguments of the wrong dimension."""
        rule, first = FUNCTIONS[name].rule, arguments[0]
        if rule == "same":
            for other in arguments[1:]:
                self.alike(first, other, "compared with")
            return first.dimension
        if rule == "root":
            try:
                return raised(first.dimension, Fraction(1, 2))
            except InputError as error:
                self.wrong(UnitError, str(error), first)
        if rule == "hill":
            self.alike(first, arguments[1], "compared with")
            self.alike(Piece(Constant(0.0), NUMBER, 0, 1), arguments[2], "used as the exponent, which is")
            exponent = self.settled(arguments[2]).node
            if isinstance(exponent, Constant):
                self.check_power(exponent.number, arguments[2])
        for one in arguments if rule == "number" else ():
            if one.dimension != NUMBER:
                message = f"'{name}' takes a number, but this is {describe(one.dimension)}"
                message += f"; divide it by one of its kind, such as ({example(one.dimension)})"
                self.wrong(UnitError, message, one)
        return NUMBER

    def choice(self, token: Token) -> Piece:
        left = self.sum()
        if not self.sees(*_COMPARISONS):
            self.unexpected("'<', '<=', '>' or '>=', as in if(V < 0 mV, 1, 2)")
        sign = self.take().text
        right = self.sum()
        self.alike(left, right, "compared with")
        branches: list[Piece] = []
        for _ in range(2):
            if not self.sees(","):
                self.unexpected("',' and the values of if(comparison, value, other value)")
            self.take()
            branches.append(self.sum())
        end = self.close()
        yes, no = branches
        self.alike(yes, no, "the alternative to")
        parts = [self.settled(one).node for one in (left, right, yes, no)]
        node = Choice(parts[0], sign, parts[1], parts[2], parts[3])
        return self.folded(Piece(node, yes.dimension, token.start, end), parts)

    # what the rules share

    def sees(self, *signs: str) -> bool:
        return self.here.kind == "sign" and self.here.text in signs

    def take(self) -> Token:
        self.at += 1
        return self.tokens[self.at - 1]

    def deeper(self, start: int | None = None) -> None:
        self.depth += 1
        if self.depth > DEEPEST:
            place = self.here.start if start is None else start
            message = f"the expression is nested more than {DEEPEST} deep; name its parts as parameters or gates"
            raise fault(InputError, message, self.text, place)

    def close(self) -> int:
        if not self.sees(")"):
            self.unexpected("')'")
        self.depth -= 1
        return self.take().end

    def constant(self, number: float, like: Piece, factor: Fraction = Fraction(1)) -> Piece:
        """A number worked out while reading."""
        if not math.isfinite(number):
            what = "not a number" if math.isnan(number) else "infinite, or too large for a float"
            self.wrong(InputError, f"the value of this is {what}", like)
        return replace(like, node=Constant(number, factor))

    def settled(self, one: Piece) -> Piece:
        """The piece with its unit multiplied out."""
        if not isinstance(one.node, Constant) or one.node.factor == 1:
            return one
        try:
            value = one.node.value
        except OverflowError:
            value = math.inf
        if value == 0.0 and one.node.number != 0.0:
            self.wrong(InputError, "the value of this is too small for a float", one)
        return self.constant(value, one)

    def folded(self, whole: Piece, parts: Iterable[Node]) -> Piece:
        """The piece worked out, if all its parts are numbers."""
        if all(isinstance(part, Constant) for part in parts):
            return self.constant(float(whole.node.evaluate({}, scalar)), whole)
        return whole

    def check_power(self, size: float, where: Piece) -> None:
        if abs(size) > LARGEST_POWER:
            self.wrong(InputError, f"the exponent {size:.6g} is too large; at most {LARGEST_POWER}", where)

    def alike(self, one: Piece, other: Piece, done: str) -> None:
        """Refuse two pieces of different dimensions."""
        if one.dimension == other.dimension:
            return
        message = f"this is {describe(other.dimension)}, {done} {describe(one.dimension)}; both must be of one kind"
        if other.dimension == NUMBER:
            message += f": write its unit, such as '{example(one.dimension)}'"
        elif one.dimension == NUMBER:
            message += f": divide it by one of its kind, such as ({example(other.dimension)})"
        self.wrong(UnitError, message, other)

    def stranger(self) -> NoReturn:
        """Refuse a name that nothing has."""
        token = self.here
        if token.text in RESERVED:
            self.wrong(InputError, f"'{token.text}' is a function; write {token.text}(...)", token)
        hits = nearest(token.text, [*self.names, *RESERVED, *UNITS]) if len(token.text) <= 60 else []
        hint = " or ".join(f"'{hit}'" for hit in hits)
        hint = f"did you mean {hint}?" if hint else did_you_mean(token.text[:40], self.names)
        message = f"'{token.text[:40]}' is neither a name known here nor a unit"
        self.wrong(UnknownNameError, message + (f"; {hint}" if hint else ""), token)

    def unexpected(self, wanted: str) -> NoReturn:
        """Refuse what stands here."""
        token = self.here
        if self.sees(*_COMPARISONS):
            message = "a comparison stands only as the first argument of 'if', as in if(V < 0 mV, 1, 2)"
        elif token.kind == "end":
            message = f"the expression ends where {wanted} is expected"
        elif token.text == "," and not self.depth:
            message = "a comma stands only between the arguments of a function; write decimals with a point"
        else:
            message = f"found '{token.text[:40]}' where {wanted} is expected"
        self.wrong(InputError, message, token)

    def wrong(self, kind: type[InputError], message: str, where: Piece | Token) -> NoReturn:
        raise fault(kind, message, self.text, where.start, where.end)
