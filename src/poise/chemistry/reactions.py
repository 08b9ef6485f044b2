"""Reactions and transport events in the chemist's notation: "3 Na+(in) + Ca2+(out) <-> 3 Na+(out) + Ca2+(in)"."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NoReturn

from ..errors import InputError, did_you_mean
from .species import Species, SpeciesBook

Term = tuple[float, Species, str]  # coefficient, species, side ("" in a reaction without sides)

_ARROWS = ("<=>", "<->", "⇌", "↔", "->", "→", "=")
_MAX_LENGTH = 500
_MAX_TERMS = 20
_MAX_COEFFICIENT = 1.0e6
_BALANCE = 1.0e-9  # coefficients are decimal numbers: differences below this are rounding

_COEFFICIENT = re.compile(r"(\d+(?:\.\d+)?|\.\d+)(?:\s*/\s*(\d+))?\s*[*·]?\s*")
_SIDE = re.compile(r"\s*\(\s*([^()\s]+)\s*\)")
_ASCII = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹₀₁₂₃₄₅₆₇₈₉⁺⁻₊₋−", "01234567890123456789+-+--")
_NO_ATOMS = ("electron", "charge")


@dataclass(frozen=True)
class Reaction:
    """What becomes what: a balanced reaction, or the transport of species between named sides.

    Attributes:
        left: what disappears per event, as (coefficient, species, side).
        right: what appears per event.
    """

    left: tuple[Term, ...]
    right: tuple[Term, ...]

    @property
    def text(self) -> str:
        """The reaction in canonical notation; it parses to an equal reaction."""
        return f"{_write(self.left)} <-> {_write(self.right)}"

    @property
    def changes(self) -> dict[tuple[Species, str], float]:
        """Moles that appear per event, by (species, side); what does not change is left out."""
        return {key: number for key, number in _sum(self.left, self.right).items() if abs(number) > _BALANCE}

    def __str__(self) -> str:
        return self.text


def parse_reaction(text: str, book: SpeciesBook, sides: Sequence[str] = ("in", "out")) -> Reaction:
    """Read a reaction.

    A side of the arrow is a sum of terms `coefficient name(side)`, joined by `+`; the coefficient (a number, or a
    fraction such as 1/2) may be left out. `<->`, `<=>`, `->`, `=`, `⇌`, `→` and `↔` all mean the same: rates say which
    way it goes. Superscripts and subscripts may be written as such. Where a text could be read in two ways the longest
    name wins ("Ca++" before "Ca+").

    Args:
        text: the reaction, at most 500 characters and 20 terms.
        book: where the names are looked up.
        sides: the names that may stand in brackets after a species; empty for reactions without sides.

    Raises:
        InputError: something is not understood or does not balance; the text says what was found and where.
    """
    return _Reader(text, book, tuple(sides)).read()


def check_balance(left: Iterable[Term], right: Iterable[Term], what: str) -> None:
    """Refuse a reaction that creates or destroys charge or atoms.

    Atoms are not compared where a species whose composition is not stated is made or used up; that it only moves from
    one side to the other does not count.

    Args:
        left: what disappears.
        right: what appears.
        what: the reaction's text, for the message.

    Raises:
        InputError: out of balance, by how much and where to add it.
    """
    net: dict[Species, float] = {}
    for (species, _), number in _sum(left, right).items():
        net[species] = net.get(species, 0.0) + number
    net = {species: number for species, number in net.items() if abs(number) > _BALANCE}
    problems = []
    charge = sum(number * species.charge for species, number in net.items())
    if abs(charge) > _BALANCE:
        problems.append(f"the right side has {abs(charge):g} {'more' if charge > 0 else 'less'} charge than the left")
    if all(species.formula or species.phase in _NO_ATOMS for species in net):
        atoms: dict[str, float] = {}
        for species, number in net.items():
            for element, count in species.elements.items():
                atoms[element] = atoms.get(element, 0.0) + number * count
        for element, number in sorted(atoms.items()):
            if abs(number) > _BALANCE:
                more = "more" if number > 0 else "less"
                problems.append(f"the right side has {abs(number):g} {more} {element} than the left")
    if problems:
        raise InputError(f"'{what}' is not balanced: " + "; ".join(problems))


def _sum(left: Iterable[Term], right: Iterable[Term]) -> dict[tuple[Species, str], float]:
    """Coefficients on the right minus those on the left, by species and side."""
    total: dict[tuple[Species, str], float] = {}
    for sign, terms in ((-1.0, left), (1.0, right)):
        for coefficient, species, side in terms:
            total[species, side] = total.get((species, side), 0.0) + sign * coefficient
    return total


def _write(terms: Iterable[Term]) -> str:
    return " + ".join(
        ("" if coefficient == 1 else f"{coefficient!r} ".replace(".0 ", " "))
        + species.name
        + (f"({side})" if side else "")
        for coefficient, species, side in terms
    )


class _Reader:
    """Reads one reaction: terms are matched against the known names, longest first, stepping back where that fails."""

    def __init__(self, text: str, book: SpeciesBook, sides: tuple[str, ...]) -> None:
        self.book = book
        self.sides = {side.casefold(): side for side in sides}
        if len(text) > _MAX_LENGTH:
            raise InputError(f"a reaction may have {_MAX_LENGTH} characters at most; this one has {len(text)}")
        self.text = text.translate(_ASCII)
        self.names = [name for one in book for name in (one.name, *one.aliases)]
        self.longest = max(map(len, self.names), default=0)
        self.end = len(self.text)
        self.dead: set[int] = set()  # places from which no sum of terms reads to the end
        self.problem: tuple[int, str] = (-1, "")  # the one furthest to the right

    def read(self) -> Reaction:
        start, stop = self._arrow()
        left = self._terms(0, start, "left")
        right = self._terms(stop, len(self.text), "right")
        if len(left) + len(right) > _MAX_TERMS:
            raise InputError(
                f"a reaction may have {_MAX_TERMS} terms at most; '{self._quote()}' has {len(left) + len(right)}"
            )
        reaction = Reaction(left, right)
        check_balance(left, right, self._quote())
        if not reaction.changes:
            raise InputError(f"'{self._quote()}' changes nothing: both sides are the same")
        return reaction

    def _quote(self) -> str:
        return " ".join(self.text.split())

    def _arrow(self) -> tuple[int, int]:
        """Where the arrow starts and stops."""
        found: list[tuple[int, int]] = []
        position = 0
        while position < len(self.text):
            arrow = next((one for one in _ARROWS if self.text.startswith(one, position)), None)
            if arrow:
                found.append((position, position + len(arrow)))
            position += len(arrow) if arrow else 1
        if not found:
            raise InputError(f"'{self._quote()}' has no arrow; write what becomes what, as in 'Fe3+ + e- <-> Fe2+'")
        if len(found) > 1:
            raise InputError(
                f"'{self._quote()}' has {len(found)} arrows (at characters "
                + ", ".join(str(start + 1) for start, _ in found)
                + "); a reaction has one"
            )
        return found[0]

    def _terms(self, start: int, end: int, which: str) -> tuple[Term, ...]:
        """The terms between two places of the text."""
        if not self.text[start:end].strip():
            raise InputError(f"the {which} side of '{self._quote()}' is empty")
        self.end, self.dead, self.problem = end, set(), (-1, "")
        terms = self._sum(start, 0)
        if terms is None:
            self._refuse(*self.problem)
        return tuple(terms)

    def _sum(self, position: int, depth: int) -> list[Term] | None:
        """A sum of terms from here to the end, or None (and the furthest problem is kept)."""
        position = self._skip(position)
        if position in self.dead:
            return None
        if depth >= _MAX_TERMS:
            raise InputError(f"a reaction may have {_MAX_TERMS} terms at most; '{self._quote()}' has more")
        for term, after in self._term(position):
            after = self._skip(after)
            if after == self.end:
                return [term]
            if self.text[after] != "+":
                self._fail(after, f"expected '+' or the end after '{term[1].name}', found '{self._word(after)}'")
                continue
            rest = self._sum(after + 1, depth + 1)
            if rest is not None:
                return [term, *rest]
        self.dead.add(position)
        return None

    def _term(self, position: int) -> Iterable[tuple[Term, int]]:
        """Every way to read one term here, as (term, place after it), best first."""
        if position >= self.end:
            self._fail(position, "a '+' is followed by nothing")
            return
        starts = [(1.0, position)]
        number = _COEFFICIENT.match(self.text, position, self.end)
        if number:
            if number.group(2) is not None and int(number.group(2)) == 0:
                self._refuse(position, f"the coefficient '{number.group().strip()}' divides by zero")
            value = float(number.group(1)) / int(number.group(2) or 1)
            starts.append((value, number.end()))
        matched = False
        for coefficient, begin in starts:
            for stop in range(min(self.end, begin + self.longest), begin, -1):
                candidate = self.text[begin:stop]
                if candidate != candidate.strip() or candidate not in self.book or not self._complete(stop):
                    continue
                matched = True
                if coefficient == 0:
                    self._refuse(position, f"the coefficient of '{candidate}' is zero")
                if coefficient > _MAX_COEFFICIENT:
                    self._refuse(position, f"the coefficient of '{candidate}' is above {_MAX_COEFFICIENT:g}")
                read = self._side(candidate, stop)
                if read is not None:
                    side, after = read
                    yield (coefficient, self.book[candidate], side), after
        if not matched:
            word = self._word(starts[-1][1])
            if not word:
                self._fail(position, "a term is empty" if not number else "a coefficient stands alone")
                return
            near = did_you_mean(word, self.names)
            self._fail(position, f"unknown species '{word}'" + (f"; {near}" if near else ""))

    def _complete(self, stop: int) -> bool:
        """Whether a name may end here: before a blank, a bracket, a plus or the end."""
        return stop >= self.end or self.text[stop].isspace() or self.text[stop] in "+("

    def _side(self, name: str, stop: int) -> tuple[str, int] | None:
        """The side in brackets after a name and the place after it; None where it is missing or not one of ours."""
        match = _SIDE.match(self.text, stop, self.end)
        listed = " or ".join(f"({side})" for side in self.sides.values())
        if not self.sides:
            if match:
                self._fail(stop, f"'{name}{match.group().strip()}': this reaction has no sides; leave the bracket out")
                return None
            return "", stop
        if match is None:
            self._fail(stop, f"'{name}' has no side; write {listed} after it")
            return None
        side = self.sides.get(match.group(1).casefold())
        if side is None:
            self._fail(stop, f"'{match.group(1)}' after '{name}' is not a side; write {listed}")
            return None
        return side, match.end()

    def _word(self, position: int) -> str:
        """What stands here, up to the next side, lone plus or end: for messages."""
        rest = self.text[position : self.end]
        cut = re.search(r"\s*\(\s*(?:" + "|".join(map(re.escape, self.sides or ("in", "out"))) + r")\s*\)|\s\+\s", rest)
        return (rest[: cut.start()] if cut else rest).strip()

    def _skip(self, position: int) -> int:
        while position < self.end and self.text[position].isspace():
            position += 1
        return position

    def _fail(self, position: int, message: str) -> None:
        if position > self.problem[0]:
            self.problem = (position, message)

    def _refuse(self, position: int, message: str) -> NoReturn:
        raise InputError(f"in '{self._quote()}', at character {position + 1}: {message}")
