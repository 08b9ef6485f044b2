"""Recipes in one line: "140 mM KCl, 10 mM HEPES, pH 7.3 with KOH, osmolarity 290 mOsm with sucrose"."""

import re
from types import MappingProxyType
from typing import Any, Final

from ..chemistry.compounds import Compound
from ..chemistry.recipe import FreeTarget, OsmolarityTarget, PhTarget, Recipe, check_temperature
from ..errors import InputError, ModelFileError
from . import recipe_phrases as phrases
from .recipe_phrases import AMOUNT, NUMBER, Part, PhraseError
from .source import Source, unprintable

MAX_TEXT: Final = 4000
"""Characters of a recipe in one line."""
MAX_INGREDIENTS: Final = 100
"""Ingredients of one recipe."""

_PIECE: Final = re.compile(r"[^,;\n]+")
_PH: Final = re.compile(r"p[hH](?=[\s:=\d.])\s*[:=]?\s*")
_OSMOLARITY: Final = re.compile(r"osmol(?:arity|ality)\s*[:=]?\s*", re.IGNORECASE)
_BARE_OSMOLARITY: Final = re.compile(rf"{NUMBER}\s*m?osm", re.IGNORECASE)
_GAS: Final = re.compile(r"(?:gas(?:sed)?|bubbled)(?:\s+with)?\s*[:=]?\s+", re.IGNORECASE)
_BARE_GAS: Final = re.compile(rf"{NUMBER}\s*%\s*(?:co2|o2|n2|air|oxygen|nitrogen|carbon dioxide)\b", re.IGNORECASE)
_TEMPERATURE: Final = re.compile(r"(?:at|temperature)\s*[:=]?\s+(?=[\d.+-])", re.IGNORECASE)
_BARE_TEMPERATURE: Final = re.compile(rf"{NUMBER}\s*(?:°\s*C|degC|K|C|celsius)\Z")
_FREE_FIRST: Final = re.compile(r"free\s+(?P<name>\S+?)\s*[:=]?\s+(?P<rest>\S.*)", re.IGNORECASE)
_FREE_SECOND: Final = re.compile(r"(?P<name>\S+)\s+free\s*[:=]?\s+(?P<rest>\S.*)", re.IGNORECASE)
_SEPARATE: Final = re.compile(r"\s*[:=]?\s*")


def parse_recipe(text: str, name: str = "") -> Recipe:
    """The recipe in a line of text.

    Args:
        text: ingredients ("140 mM KCl" or "KCl 140 mM") and phrases, parted by commas, semicolons or line ends.
        name: what to call the recipe.

    Raises:
        ModelFileError: what is not understood, with a caret under it.
        InputError: a recipe that cannot be (nothing in it, an ingredient given twice).
    """
    if len(text) > MAX_TEXT:
        raise InputError(f"a recipe in one line may have {MAX_TEXT} characters; this one has {len(text)}")
    source = Source(text, "recipe")
    strange = unprintable(text)
    if strange:
        raise ModelFileError([source.problem(source.place_of(strange.start()), "this character cannot be in a recipe")])
    reader = _Reader()
    for match in _PIECE.finditer(text):
        piece, start = match[0].strip(), match.start() + len(match[0]) - len(match[0].lstrip())
        if not piece:
            continue
        try:
            reader.take(piece)
        except PhraseError as error:
            raise _located(source, start + error.index, error.message, error.hint) from None
        except InputError as error:
            raise _located(source, start, str(error), "") from None
    return reader.recipe(name)


def _located(source: Source, index: int, message: str, hint: str) -> ModelFileError:
    return ModelFileError([source.problem(source.place_of(index), message, hint)])


class _Reader:
    """Takes a recipe piece by piece."""

    def __init__(self) -> None:
        self.contents: list[tuple[Compound, float]] = []
        self.free: list[FreeTarget] = []
        self.gas: dict[str, float] = {}
        self.ph: PhTarget | None = None
        self.osmolarity: OsmolarityTarget | None = None
        self.temperature: float | None = None

    def recipe(self, name: str) -> Recipe:
        """What was taken."""
        return Recipe(
            tuple(self.contents), self.ph, tuple(self.free), self.osmolarity, MappingProxyType(self.gas),
            self.temperature, name,
        )  # fmt: skip

    def take(self, piece: str) -> None:
        """One piece between commas."""
        if match := _PH.match(piece):
            self._once("ph", "the pH")
            self.ph = _moved(phrases.ph, piece, match.end())
        elif match := (_OSMOLARITY.match(piece) or _BARE_OSMOLARITY.match(piece)):
            self._once("osmolarity", "the osmolarity")
            begins = match.end() if _OSMOLARITY.match(piece) else 0
            self.osmolarity = _moved(phrases.osmolarity, piece, begins)
        elif (match := _GAS.match(piece)) or _BARE_GAS.match(piece):
            for gas, share in _moved(phrases.gases, piece, match.end() if match else 0).items():
                if gas in self.gas:
                    raise PhraseError(f"'{gas}' is given twice", 0, "keep one of the two")
                self.gas[gas] = share
        elif (match := _TEMPERATURE.match(piece)) or _BARE_TEMPERATURE.match(piece):
            self._once("temperature", "the temperature")
            begins = match.end() if match else 0
            kelvin = phrases.temperature(Part(_celsius(piece[begins:]), begins))
            check_temperature(kelvin)
            self.temperature = kelvin
        elif match := (_FREE_FIRST.fullmatch(piece) or _FREE_SECOND.fullmatch(piece)):
            self._free(match)
        else:
            self._ingredient(piece)

    def _once(self, what: str, said: str) -> None:
        if getattr(self, what) is not None:
            raise PhraseError(f"{said} is given twice", 0, "keep one of the two")

    def _free(self, match: re.Match[str]) -> None:
        try:
            self.free.append(phrases.free(match["name"], match["rest"], match.start("rest")))
        except PhraseError as error:
            index = match.start("name") if error.message.startswith("unknown species") else error.index
            raise PhraseError(error.message, index, error.hint) from None

    def _ingredient(self, piece: str) -> None:
        found, quantity, index = _ingredient(piece)
        if any(one.name == found.name for one, _ in self.contents):
            raise PhraseError(f"'{found.name}' is given twice", index, "write it once, with the sum")
        if len(self.contents) >= MAX_INGREDIENTS:
            raise PhraseError(f"more than {MAX_INGREDIENTS} ingredients", index)
        self.contents.append((found, quantity))


def _moved(read: Any, piece: str, begins: int) -> Any:
    """What a phrase's reader makes of the rest of a piece, its complaint at the place in the whole piece."""
    try:
        return read(piece[begins:])
    except PhraseError as error:
        raise PhraseError(error.message, begins + error.index, error.hint) from None


def _celsius(text: str) -> str:
    """A temperature with the spellings of degC that people use."""
    return re.sub(r"(?:°\s*C|(?<=[\d\s])C|celsius)\Z", "degC", text.strip())


def _ingredient(piece: str) -> tuple[Compound, float, int]:
    """The compound of a piece, its concentration [mol/m3] and where its name begins."""
    before = AMOUNT.match(piece)
    if before:
        rest = piece[before.end() :]
        begins = before.end() + len(_SEPARATE.match(rest).group())  # type: ignore[union-attr]
        name, quantity = Part(piece[begins:].removeprefix("of "), begins), Part(before[0], 0)
    else:
        after = next((match for match in AMOUNT.finditer(piece) if match.end() == len(piece)), None)
        if after is None:
            return _refused(piece)
        name = Part(re.sub(r"\s*[:=]?\s*\Z", "", piece[: after.start()]), 0)
        quantity = Part(after[0], after.start())
    if not name.text:
        hint = "write such as '140 mM KCl'; a decimal point is a point"
        raise PhraseError(f"'{piece}' is an amount of nothing", 0, hint)
    found = phrases.named(name)
    return found, phrases.amount(quantity, name.text), name.at


def _refused(piece: str) -> Any:
    """Say what is wrong with a piece that is no ingredient."""
    if match := re.match(rf"({NUMBER})\s*%", piece):
        hint = "write '% w/v' (1 % w/v is 10 g/L) or a concentration; gases are CO2, O2, N2 and air"
        raise PhraseError(f"'{match[0]}' does not say per cent of what", 0, hint)
    if re.fullmatch(NUMBER, piece):
        hint = "write such as '140 mM KCl'; a decimal point is a point, not a comma"
        raise PhraseError(f"'{piece}' is a number alone", 0, hint)
    if match := re.match(rf"{NUMBER}\s*(\S*)", piece):
        if re.fullmatch(r"[A-Za-zµμ/]{1,8}", match[1] or "") and match[1].casefold() in ("mm", "um", "nm", "m"):
            raise PhraseError(f"'{match[1]}' is a length; molar has a capital M", match.start(1), "write mM")
        hint = "write such as '140 mM KCl'"
        raise PhraseError(f"'{piece[:60]}' has no amount with a unit that is known", match.start(1), hint)
    hint = "write such as '140 mM KCl', 'pH 7.3 with KOH', 'osmolarity 290 mOsm with sucrose' or 'at 22 degC'"
    raise PhraseError(f"'{piece[:60]}' is not understood: it has no amount", 0, hint)
