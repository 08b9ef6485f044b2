"""Recipe files: YAML to Recipe, every problem with its line, column and a caret; and the shipped recipes."""

import os
import re
from collections.abc import Callable, Mapping
from importlib import resources
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final, TypeVar

from ..chemistry.compounds import Compound
from ..chemistry.recipe import FreeTarget, Recipe, check_temperature
from ..errors import InputError, ModelFileError, UnknownNameError, did_you_mean
from . import recipe_phrases as phrases
from .layout import MAX_LINE, MAX_TEXT, MODEL_NAME, Part
from .reader import Path as Keys
from .reader import Reader, TooManyError
from .recipe_phrases import PhraseError
from .recipe_text import MAX_INGREDIENTS, parse_recipe
from .source import Source, open_text
from .yaml_tree import Entries, Listing, Node, Scalar, read_tree

RECIPE: Final = Part(
    ("poise_recipe", "contents"),
    ("name", "description", "temperature", "pH", "osmolarity", "gas", "free", "references", "sources"),
)
"""The keys of a recipe file."""
PHRASES: Final = ("ph", "osmolarity", "gas", "temperature", "free", "name")
"""What may stand beside a mapping of ingredients in Python."""
_SUFFIXES: Final = (".yaml", ".yml")
_INLINE: Final = re.compile(r"[,;\s]|\A\d")
_T = TypeVar("_T")


def _library() -> Path:
    return Path(str(resources.files("poise") / "library" / "recipes"))


def shipped_recipes() -> tuple[str, ...]:
    """The names of the recipes that come with Poise, sorted."""
    return tuple(sorted(one.stem for one in _library().glob("*.yaml")))


def read_recipe(given: str | Path) -> Recipe:
    """A recipe.

    Args:
        given: a shipped recipe's name, the path of a YAML file, or the recipe itself in one line ("140 mM KCl, ...").

    Raises:
        UnknownNameError: neither; the text offers the nearest shipped names.
        ModelFileError: what is wrong with it, each with its place.
        InputError: a recipe that cannot be.
    """
    text = str(given)
    if isinstance(given, str) and given in shipped_recipes():
        return _read(open_text(_library() / f"{given}.yaml"), given)
    if text.endswith(_SUFFIXES) or (text and len(text) < MAX_LINE and os.path.isfile(text)):
        if not os.path.exists(text):
            raise UnknownNameError(f"no file '{text[:100]}'")
        return _read(open_text(text), Path(text).stem)
    if isinstance(given, str) and _INLINE.search(given.strip()):
        return parse_recipe(given)
    near = did_you_mean(text[:60], shipped_recipes())
    hint = f"; {near}" if near else ""
    raise UnknownNameError(
        f"no shipped recipe and no file is called '{text[:100]}'{hint}\n"
        "  a recipe may also be written out: '140 mM KCl, 10 mM HEPES, pH 7.3 with KOH'"
    )


def parse_recipe_file(text: str, file: str = "<text>") -> Recipe:
    """The recipe in a YAML text.

    Raises:
        ModelFileError: every error of the text, with line and column.
    """
    return _read(Source(text.removeprefix("\ufeff"), file), "")


def _read(source: Source, name: str) -> Recipe:
    root, problems = read_tree(source)
    builder = _Builder(source, root)
    builder.problems += problems
    try:
        recipe = builder.recipe(name)
    except TooManyError:
        raise ModelFileError(builder.problems) from None
    if recipe is None or builder.problems:
        raise ModelFileError(sorted(builder.problems, key=lambda one: (one.line, one.column)))
    return recipe


class _Builder(Reader):
    """Reads a recipe."""

    def recipe(self, name: str) -> Recipe | None:
        """The recipe, as far as it can be read; `None` where too much is wrong."""
        top = self.root.values
        self._keys(top)
        titled = self.text(top.get("name"), ("name",)) or name
        if titled and not MODEL_NAME.match(titled):
            self.report(("name",), f"'{titled[:60]}' is not a name", "letters, digits, '_' and '-'; a letter first")
        version = self.text(top.get("poise_recipe"), ("poise_recipe",))
        if version is not None and version != "1":
            self.report(("poise_recipe",), f"version '{version[:20]}' of recipe files is not known", "write 1")
        contents = self._contents(top.get("contents"))
        ph = self._phrase(top.get("pH"), ("pH",), phrases.ph)
        osmolarity = self._phrase(top.get("osmolarity"), ("osmolarity",), phrases.osmolarity)
        gas = self._phrase(top.get("gas"), ("gas",), phrases.gases)
        warm = self._phrase(top.get("temperature"), ("temperature",), _temperature)
        free = self._free(top.get("free"))
        references, sources = self._texts(top)
        description = self._said(top.get("description"), ("description",), MAX_TEXT)
        if self.problems:
            return None
        try:
            return Recipe(
                contents, ph, free, osmolarity, MappingProxyType(gas or {}), warm, titled, description, references,
                MappingProxyType(sources),
            )  # fmt: skip
        except InputError as error:
            self.report(("contents",), str(error), at_key=True)
            return None

    def _keys(self, top: Mapping[str, Node]) -> None:
        known = (*RECIPE.required, *RECIPE.optional)
        for key in top:
            if key not in known:
                near = did_you_mean(key[:60], known)
                self.report((key,), f"unknown entry '{key[:60]}'", near, at_key=True)
        for key in RECIPE.required:
            if key not in top:
                example = "1" if key == "poise_recipe" else "{KCl: 140 mM}"
                self.report((), f"'{key}' is missing", f"write `{key}: {example}`")

    def _said(self, node: Node | None, path: Keys, longest: int = MAX_LINE) -> str:
        """A text, or nothing, which is noted."""
        found = self.text(node, path, longest)
        if node is not None and found is None:
            self.report(path, f"'{path[-1]}' is not a text, or is too long")
        return found or ""

    def _contents(self, node: Node | None) -> tuple[tuple[Compound, float], ...]:
        if node is not None and not isinstance(node, Entries):
            self.report(("contents",), "the contents are not a mapping", "write `contents: {KCl: 140 mM}`", at_key=True)
        found: dict[str, tuple[Compound, float]] = {}
        for key, value in self.entries(node, ("contents",)).items():
            path: Keys = ("contents", key)
            try:
                one = phrases.named(phrases.Part(key, 0))
            except PhraseError as error:
                self.report(path, error.message, error.hint, at_key=True)
                continue
            amount = self._phrase(value, path, lambda text, name=key: phrases.amount(_part(text), name))
            if one.name in found:
                self.report(path, f"'{one.name}' is given twice", "write it once, with the sum", at_key=True)
            elif amount is not None:
                found[one.name] = (one, amount)
        if len(found) > MAX_INGREDIENTS:
            self.report(("contents",), f"{len(found)} ingredients; at most {MAX_INGREDIENTS} are read", at_key=True)
        return tuple(found.values())

    def _free(self, node: Node | None) -> tuple[FreeTarget, ...]:
        if node is not None and not isinstance(node, Entries):
            hint = "write `free: {Ca2+: 100 nM with CaCl2}`"
            self.report(("free",), "the free concentrations are not a mapping", hint, at_key=True)
        found = []
        for key, value in self.entries(node, ("free",)).items():
            one = self._phrase(value, ("free", key), lambda text, name=key: phrases.free(name, text))
            if one is not None:
                found.append(one)
        return tuple(found)

    def _phrase(self, node: Node | None, path: Keys, read: Callable[[str], _T]) -> _T | None:
        """What a phrase says; a complaint goes under the character that is meant."""
        if node is None:
            return None
        if not isinstance(node, Scalar) or len(node.text) > MAX_LINE:
            self.report(path, f"'{path[-1]}' is not a line of text")
            return None
        try:
            return read(node.text)
        except PhraseError as error:
            of_key = error.message.startswith("unknown species")
            at = None if of_key else self.source.place_within(node.place, node.text, error.index)
            self.report(path, error.message, error.hint, at=at, at_key=of_key)
        except InputError as error:
            self.report(path, str(error))
        return None

    def _texts(self, top: Mapping[str, Node]) -> tuple[tuple[str, ...], dict[str, str]]:
        """References, which must be in references.bib, and sources."""
        from ..references import bibliography

        listing = top.get("references")
        if listing is not None and not isinstance(listing, Listing):
            self.report(("references",), "the references are not a list", "write `references: [key]`", at_key=True)
        items = listing.items if isinstance(listing, Listing) else []
        keys = [self._said(one, ("references", k)) for k, one in enumerate(items)]
        for k, key in enumerate(keys):
            if key not in bibliography():
                near = did_you_mean(key[:60], bibliography())
                self.report(("references", k), f"no reference '{key[:60]}' in references.bib", near)
        found = self.entries(top.get("sources"), ("sources",)).items()
        return tuple(keys), {key: self._said(one, ("sources", key), MAX_TEXT) for key, one in found}


def _part(text: str) -> phrases.Part:
    return phrases.Part(text.strip(), len(text) - len(text.lstrip()))


def _temperature(text: str) -> float:
    kelvin = phrases.temperature(_part(text))
    check_temperature(kelvin)
    return kelvin


def recipe_from(
    contents: Mapping[str, Any], *, ph: Any = None, osmolarity: Any = None, gas: Any = None,
    temperature: Any = None, free: Mapping[str, str] | None = None, name: str = "",
) -> Recipe:  # fmt: skip
    """A recipe from Python: amounts as texts ("140 mM") or numbers [mM], phrases as in a recipe file.

    Raises:
        InputError: what is wrong, and with which entry.
    """
    found = []
    for key, value in contents.items():
        one = phrases.named(phrases.Part(str(key), 0))
        try:
            amount = phrases.amount(_part(value), str(key)) if isinstance(value, str) else float(value)
        except (TypeError, ValueError):
            raise InputError(f"{key}: '{value!r}' is not an amount; write '140 mM', or a number of mM") from None
        except PhraseError as error:
            raise InputError(f"{key}: {error}") from None
        found.append((one, amount))
    return Recipe(
        tuple(found),
        None if ph is None else phrases.ph(str(ph)),
        tuple(phrases.free(key, text) for key, text in (free or {}).items()),
        None if osmolarity is None else phrases.osmolarity(str(osmolarity)),
        MappingProxyType({} if gas is None else phrases.gases(str(gas))),
        temperature if temperature is None or not isinstance(temperature, str) else _temperature(temperature),
        name,
    )
