"""Reading a gate from its entry in a model file or from Python: the keys decide which kind it is."""

import re
from collections.abc import Mapping
from typing import Any, Final

from ...chemistry.species import SpeciesBook, default_book
from ...errors import InputError, did_you_mean
from ...units import DIMENSIONS
from ..expressions import exponents_of
from ..parameters import Parameters
from ..rate_text import RateText
from .base import NUMBERS, Gate, TemperatureFactor
from .markov import MarkovGate
from .single import InstantGate, RateGate, RelaxingGate

_HOP: Final = re.compile(r"\s*([A-Za-z][A-Za-z0-9_]{0,31})\s*(?:->|→)\s*([A-Za-z][A-Za-z0-9_]{0,31})\s*\Z")
_PER_TIME: Final = tuple(-one for one in exponents_of(DIMENSIONS["time"]))
TEXTS: Final = {
    "alpha": _PER_TIME,
    "beta": _PER_TIME,
    "steady": exponents_of(DIMENSIONS["number"]),
    "time": exponents_of(DIMENSIONS["time"]),
    "rates": _PER_TIME,
}
"""Keys that hold expressions (`rates`: one for each hop), with the dimension of each."""
_KINDS: Final = (
    (frozenset({"alpha", "beta"}), frozenset({"power", "q10", "at", "start"})),
    (frozenset({"steady", "time"}), frozenset({"power", "q10", "at", "start"})),
    (frozenset({"steady"}), frozenset({"power"})),
    (frozenset({"open", "rates"}), frozenset({"q10", "at", "start"})),
)
KEYS: Final = ("power", "alpha", "beta", "steady", "time", "open", "rates", "q10", "at", "start")
"""Every key that a gate may have."""


def read_gate(entry: Any, parameters: Parameters, book: SpeciesBook | None = None) -> Gate:
    """A gate from its keys: alpha and beta, steady and time, steady alone, or open and rates.

    Raises:
        InputError: keys that do not go together, a number out of range, an expression with a fault.
    """
    if isinstance(entry, Gate):
        return entry
    if not isinstance(entry, Mapping):
        raise InputError("expected a gate, such as {power: 3, alpha: ..., beta: ...}")
    keys = set(entry)
    for unknown in sorted(str(key) for key in keys - set(KEYS)):
        raise InputError(
            f"unknown entry '{unknown}' of a gate; {did_you_mean(unknown, KEYS) or 'known: ' + ', '.join(KEYS)}"
        )
    if not any(needed <= keys and keys <= needed | optional for needed, optional in _KINDS):
        raise InputError(
            f"a gate with {', '.join(sorted(keys)) or 'nothing in it'} is of no known kind; write alpha and beta, "
            "steady and time, steady alone, or open and rates"
        )
    book = book or default_book()
    number = {key: _number(key, entry[key]) for key in ("power", "q10", "at") if key in entry}
    try:
        factor = TemperatureFactor(number.get("q10", 1.0), number.get("at"))
    except InputError as error:
        raise type(error)(f"q10: {error}") from None
    if "rates" in keys:
        return _markov(entry, parameters, book, factor)

    def text(key: str) -> RateText:
        try:
            return RateText.read(entry[key], TEXTS[key], parameters, book)
        except InputError as error:
            raise type(error)(f"{key}: {error}") from None

    shared = {"power": number.get("power", 1.0), "factor": factor}
    if "start" in entry:
        shared["at_start"] = _number("start", entry["start"])
    if "alpha" in keys:
        return RateGate(text("alpha"), text("beta"), **shared)
    settled = text("steady")
    if "time" in keys:
        return RelaxingGate(settled, text("time"), **shared)
    return InstantGate(settled, **shared)


def _number(key: str, value: Any) -> Any:
    try:
        return NUMBERS[key].accept(value)
    except InputError as error:
        raise type(error)(f"{key}: {error}") from None


def _markov(entry: Mapping[str, Any], parameters: Parameters, book: SpeciesBook, factor: TemperatureFactor) -> Gate:
    rates = entry["rates"]
    if not isinstance(rates, Mapping) or not rates:
        raise InputError("rates: expected rates by hop, such as {C -> O: 2/ms, O -> C: 1/ms}")
    hops: list[tuple[tuple[str, str], RateText]] = []
    names: dict[str, None] = {}
    for hop, text in rates.items():
        match = _HOP.match(str(hop))
        if match is None or match.group(1) == match.group(2):
            raise InputError(f"rates: '{hop}' is not a hop between two states; write one such as 'C -> O'")
        pair = (match.group(1), match.group(2))
        if any(pair == known for known, _ in hops):
            raise InputError(f"rates: '{pair[0]} -> {pair[1]}' is given twice")
        try:
            hops.append((pair, RateText.read(text, _PER_TIME, parameters, book)))
        except InputError as error:
            raise type(error)(f"rates: {hop}: {error}") from None
        names |= dict.fromkeys(pair)
    opened = entry["open"]
    weights = {opened: 1.0} if isinstance(opened, str) else opened
    if not isinstance(weights, Mapping):
        raise InputError("open: expected the name of a state, or weights by state such as {O1: 1, O2: 0.5}")
    start = None
    if "start" in entry:
        if not isinstance(entry["start"], Mapping):
            raise InputError("start: expected occupancies by state, such as {C: 1}")
        given = {str(name): _number("start", value) for name, value in entry["start"].items()}
        for name in given:
            if name not in names:
                raise InputError(f"start: '{name}' is in no rate; states: {', '.join(names)}")
        start = tuple(given.get(name, 0.0) for name in names)
    try:
        open_weights = tuple((str(name), float(weight)) for name, weight in weights.items())
    except (TypeError, ValueError):
        raise InputError("open: expected numbers by state, such as {O1: 1, O2: 0.5}") from None
    for name, _ in open_weights:
        if name not in names:
            raise InputError(f"open: '{name}' is in no rate; states: {', '.join(names)}")
    if start is not None and abs(sum(start) - 1.0) > 1e-9:
        raise InputError(f"start: occupancies add up to {sum(start):g}; they must add up to 1")
    return MarkovGate(tuple(names), open_weights, tuple(hops), factor=factor, at_start=start)
