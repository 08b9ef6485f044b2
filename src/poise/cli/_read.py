"""What is typed on the command line, as SI numbers; every message names the option."""

import math
import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Final

from ..chemistry.species import Species, species
from ..constants import STANDARD_CONCENTRATION
from ..errors import InputError, PoiseError, UnitError, did_you_mean
from ..units import CONCENTRATION, DIMENSIONS, NUMBER, POTENTIAL, TEMPERATURE, Dimension, is_bare, parse, show

if TYPE_CHECKING:
    from ..model.model import Model

_BEFORE_UNIT: Final = re.compile(rf"\A\s*{NUMBER}\s*")
_MOST_LANES: Final = 100_000
_COLDEST, _HOTTEST = 200.0, 500.0  # K, as for a model's temperature


def quantity(text: str, dimension: Dimension, option: str) -> float:
    """A written quantity as SI; a bare number has the shown unit of the dimension.

    Raises:
        UnitError: naming the option.
    """
    no_comma(text, option)
    try:
        return parse(text, dimension, bare=dimension.shown)
    except UnitError as error:
        raise UnitError(f"{option}: {error}") from None


def no_comma(text: str, where: str) -> None:
    """Refuse a decimal comma.

    Raises:
        UnitError: naming the number with a point.
    """
    found = re.fullmatch(r"\s*([+-]?\d{1,20}),(\d{1,20})([^,]*)", text)
    if found:
        point = f"{found[1]}.{found[2]}{found[3]}"
        raise UnitError(f"{where}: '{text[:60]}': a decimal point is a point; write '{point[:60]}'")


def potential(text: str | None, option: str) -> float | None:
    """A potential [V], a bare number is mV; `None` stays."""
    return None if text is None else quantity(text, POTENTIAL, option)


def temperature(text: str) -> float:
    """A temperature [K], a bare number is degC.

    Raises:
        UnitError: not a temperature; InputError: not between 200 and 500 K.
    """
    value = quantity(text, TEMPERATURE, "--temperature")
    if not _COLDEST <= value <= _HOTTEST:
        raise InputError(
            f"--temperature: '{text}' is out of range: it must be between {_COLDEST:g} K and {_HOTTEST:g} K"
            " (a bare number is degC)"
        )
    return value


def as_typed(text: str) -> str:
    """A temperature as the user wrote it, with its unit."""
    return f"{text.strip()} {TEMPERATURE.shown}" if is_bare(text.strip()) else text.strip()


def whole(text: str, option: str) -> int:
    """A whole number.

    Raises:
        InputError: it is not one.
    """
    if not re.fullmatch(r"\s*[+-]?\d{1,12}\s*", text, re.ASCII):
        raise InputError(f"{option}: '{text[:60]}' is not a whole number")
    return int(text)


def concentration(text: str, option: str, ion: Species, *, zero: bool = False) -> float:
    """A concentration [mol/m3], a bare number is mM; that of H+ may be "pH 7.2".

    Raises:
        UnitError: not a concentration; InputError: negative, or 0 where `zero` is not allowed.
    """
    if text.strip()[:2].casefold() == "ph":
        value = _from_ph(text.strip(), option, ion)
    else:
        value = quantity(text, CONCENTRATION, option)
    if value < 0:
        raise InputError(f"{option}: '{text}' is negative; a concentration is at least 0")
    if value == 0 and not zero:
        raise InputError(
            f"{option}: with no {ion} there the potential has no finite value; give a small concentration, such as"
            " '1 nM'"
        )
    return value


def amount(value: float, ion: Species, *, unit: bool = True) -> str:
    """A concentration [mol/m3] as people read it: "145 mM", that of H+ as "pH 7.2"."""
    if ion.name == "H+" and value > 0:
        return f"pH {round(-math.log10(value / STANDARD_CONCENTRATION), 4) + 0.0:.6g}"
    return show(value, CONCENTRATION) if unit else f"{value:.6g}"


def _from_ph(text: str, option: str, ion: Species) -> float:
    from ..model.values import read_text
    from ..processes.fields import QuantityKind

    try:
        return read_text(f"pH{text[2:]}", QuantityKind("concentration", CONCENTRATION, low=0.0), ion.name)
    except InputError as error:
        raise type(error)(f"{option}: {error}") from None


def ion(name: str, where: str) -> Species:
    """The dissolved ion of that name.

    Raises:
        UnknownNameError: no such species; InputError: it carries no charge, or is not dissolved.
    """
    try:
        one = species(name)
    except PoiseError as error:
        raise type(error)(f"{where}: {error}") from None
    if one.phase != "aqueous" or one.charge == 0:
        why = "carries no charge" if one.charge == 0 else "is not a dissolved ion"
        raise InputError(
            f"{where}: '{one.name}' {why}, so that it has no equilibrium potential; give an ion, such as 'K+'"
        )
    return one


def pairs(given: Sequence[str] | None, option: str, example: str) -> dict[str, str]:
    """NAME=VALUE texts as a dictionary.

    Raises:
        InputError: one without "=", without a name or a value, or a name given twice.
    """
    found: dict[str, str] = {}
    for text in given or ():
        name, equals, value = (part.strip() for part in text.partition("="))
        if not (equals and name and value):
            raise InputError(f"{option}: '{text[:60]}' is not complete; write {option} '{example}'")
        if name in found:
            raise InputError(f"{option}: '{name}' is given twice")
        found[name] = value
    return found


def with_settings(model: "Model", given: Sequence[str] | None) -> "Model":
    """The model with every `--set PATH=VALUE`.

    Raises:
        InputError, UnitError, UnknownNameError: a path or value that the model refuses; the text names both.
    """
    changes = pairs(given, "--set", "bath.K+=10 mM")
    if not changes:
        return model
    known = model.paths()
    values: dict[str, Any] = {}
    lanes = 1
    for path, text in changes.items():
        try:
            full = model.resolve(path, known)
            if full in values:
                raise InputError(f"'{full}' is given twice")
            proton = path.rpartition(".")[2].strip().casefold() == "ph"
            values[full] = _value(text, known[full].dimension, "pH {}" if proton else "")
            lanes *= len(values[full]) if isinstance(values[full], list) else 1
            model = model.set(full, values[full])
        except InputError as error:
            why = str(error).removeprefix(f"{path}: ")
            raise InputError(f"--set '{path[:60]}={text[:60]}': {why}") from None
    if lanes > _MOST_LANES:
        raise InputError(
            f"--set: these lists make {lanes:,} combinations; at most {_MOST_LANES:,} are computed at once"
        )
    return model


def starts(model: "Model", given: Sequence[str] | None) -> dict[str, Any]:
    """Every `--start PATH=VALUE`: potentials, concentrations, volumes, and gates ("membrane.Na.m=0.1").

    Raises:
        InputError, UnitError, UnknownNameError: a path or value that is no start; the text names both.
    """
    from ..analysis.start import started_from

    found: dict[str, Any] = {}
    known = model.paths()
    for path, text in pairs(given, "--start", "membrane.potential=-50 mV").items():
        try:
            found[path] = _start(model, known, path, text)
            started_from(model, {path: found[path]})
        except InputError as error:
            why = str(error).removeprefix(f"{path}: ")
            raise type(error)(f"--start '{path[:60]}={text[:60]}': {why}") from None
    return found


def _start(model: "Model", known: Any, path: str, text: str) -> Any:
    """A gate's occupancy (several for a scheme of states), or the start of a quantity."""
    process, _, gate = path.rpartition(".")
    if process in model.processes and gate in model.processes[process].gates:
        numbers = [parse(part.strip(), DIMENSIONS["number"]) for part in text.split(",")]
        return tuple(numbers) if len(model.processes[process].gates[gate].states) > 1 else _single(numbers, text)
    try:
        full = model.resolve(path, known)
    except InputError:
        gates = [f"{name}.{one}" for name, process in model.processes.items() for one in process.gates]
        near = did_you_mean(path, [*known, *gates])
        raise InputError("no such quantity or gate" + (f"; {near}" if near else "")) from None
    return _single([_value(text, known[full].dimension, "pH {}" if full != path and path.endswith("pH") else "")], text)


def _single(values: list[Any], text: str) -> Any:
    if len(values) != 1 or isinstance(values[0], list):
        raise InputError(f"'{text[:60]}' is several values; a run starts from one (--set takes several)")
    return values[0]


def time(text: str, option: str) -> float:
    """A duration [s], a bare number is ms.

    Raises:
        UnitError: not a time; InputError: not more than 0.
    """
    value = quantity(text, DIMENSIONS["time"], option)
    if value <= 0.0:
        raise InputError(f"{option}: '{text[:60]}' is not more than 0")
    return value


def tolerance(text: str, option: str) -> float:
    """A relative tolerance, as the solver takes them: 1e-13 to 1e-2.

    Raises:
        InputError: it is none.
    """
    number = float(text) if is_bare(text.strip()) else 0.0
    if not 1e-13 <= number <= 1e-2:
        raise InputError(f"{option}: '{text[:60]}' is not a relative tolerance; give a number from 1e-13 to 0.01")
    return number


def span(model: "Model", text: str, option: str) -> tuple[str, str, str]:
    """PATH=A:B as the path and two texts with units; a unit given once, at the end, is that of both.

    Raises:
        InputError, UnitError, UnknownNameError: no such path, or not two values.
    """
    example = "membrane.injected=0:200 uA/cm2"
    path, equals, values = (part.strip() for part in text.partition("="))
    ends = [part.strip() for part in values.split(":")]
    if not (path and equals and len(ends) == 2 and all(ends)):
        raise InputError(f"{option}: '{text[:60]}' is not a range; write {option} '{example}'")
    try:
        full = model.resolve(path)
    except InputError as error:
        raise type(error)(f"{option} '{text[:60]}': {error}") from None
    dimension = model.paths()[full].dimension
    plain, bare = dimension.shown == "1", [is_bare(one) for one in ends]
    if bare == [False, True] and not plain:
        raise UnitError(f"{option} '{text[:60]}': '{ends[1]}' has no unit; write it, such as {option} '{example}'")
    if all(bare) and not plain:
        ends = [f"{one} {dimension.shown}" for one in ends]
    elif bare[0] and ends[1][:2].casefold() == "ph":
        ends[0] = f"pH {ends[0]}"
    elif bare[0]:
        ends[0] = f"{ends[0]} {_BEFORE_UNIT.sub('', ends[1], count=1)}".strip()
    return full, ends[0], ends[1]


def _value(text: str, dimension: Dimension, form: str = "") -> Any:
    """One text with a unit, or a list of them; `form` makes a quantity of a bare number ("pH {}")."""
    parts = [part.strip() for part in text.split(",")]
    if not all(parts):
        raise InputError("a value is missing beside a comma; write '1 mM,3 mM,10 mM'")
    bare = [is_bare(part) for part in parts]
    if form:
        parts = [form.format(part) if lone else part for part, lone in zip(parts, bare, strict=True)]
        return parts if len(parts) > 1 else parts[0]
    if dimension.shown != "1" and any(bare) and not all(bare):
        lone = parts[bare.index(True)]
        raise UnitError(
            f"'{lone}' has no unit beside others that have one; a comma separates values (a decimal point is a point):"
            f" write each with its unit, such as '1 {dimension.shown},3 {dimension.shown}'"
        )
    if dimension.shown != "1":
        parts = [f"{part} {dimension.shown}" if lone else part for part, lone in zip(parts, bare, strict=True)]
    return parts if len(parts) > 1 else parts[0]


def balance(model: "Model", given: Sequence[str] | None) -> dict[str, str]:
    """`--balance PROCESS=ION` by full name of the process ("membrane.pump")."""
    found: dict[str, str] = {}
    for name, one in pairs(given, "--balance", "membrane.pump=Na+").items():
        hits = [path for path in model.processes if name in (path, path.partition(".")[2])]
        if len(hits) > 1:
            raise InputError(f"--balance: '{name}' is on several interfaces: {', '.join(hits)}; name one in full")
        if not hits:
            near = did_you_mean(name, [*model.processes, *(path.partition(".")[2] for path in model.processes)])
            raise InputError(f"--balance: no process '{name}' in model '{model.name}'" + (f"; {near}" if near else ""))
        found[hits[0]] = one
    return found
