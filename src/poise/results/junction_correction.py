"""From an amplifier's reading to the membrane's potential, for each way to record: the rule, and it in words."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, ClassVar, Final, Protocol, runtime_checkable

from ..errors import InputError, UnknownNameError, did_you_mean
from ..units import POTENTIAL, parse
from .table_numbers import fixed

if TYPE_CHECKING:
    from .junction_result import Junction

_REFERENCES: Final = ("barry_lynch_1991", "neher_1992")


@dataclass(frozen=True)
class Reading:
    """What a correction starts from, in V.

    Attributes:
        value: what the amplifier shows, zeroed with the pipette in the bath.
        junction: phi(bath) - phi(pipette) of the junction in the bath.
        cell: of the whole cell against the bath, where given.
        inside: phi(cytosol) - phi(pipette) of the junction in the cell, where given.
    """

    value: float
    junction: float
    cell: float | None = None
    inside: float | None = None


@runtime_checkable
class Configuration(Protocol):
    """A way to record.

    Attributes:
        name: of it. rule: its formula. subject: what has the potential.
        needs: what else must be given ("cell", "cytosol"), empty if nothing.
    """

    name: ClassVar[str]
    rule: ClassVar[str]
    subject: ClassVar[str]
    needs: ClassVar[str]

    def membrane(self, reading: Reading) -> float:
        """Potential of the membrane, cytosolic side minus extracellular side [V]."""
        ...


@dataclass(frozen=True)
class WholeCell:
    """The pipette's solution fills the cell: the junction of the bath is gone, its offset is still in the reading.

    V_m = V_reading - V_junction

    Source: Barry & Lynch 1991 (barry_lynch_1991); Neher 1992 (neher_1992).
    """

    name: ClassVar[str] = "whole-cell"
    rule: ClassVar[str] = "V_m = V_reading - V_junction"
    subject: ClassVar[str] = "the cell"
    needs: ClassVar[str] = ""

    def membrane(self, reading: Reading) -> float:
        """See `Configuration`."""
        return reading.value - reading.junction


@dataclass(frozen=True)
class OutsideOut(WholeCell):
    """A patch whose cytosolic side faces the pipette's solution: as whole-cell."""

    name: ClassVar[str] = "outside-out"
    subject: ClassVar[str] = "the patch"


@dataclass(frozen=True)
class InsideOut:
    """A patch whose extracellular side faces the pipette's solution, its cytosolic side the bath.

    V_m = -V_reading + V_junction
    """

    name: ClassVar[str] = "inside-out"
    rule: ClassVar[str] = "V_m = -V_reading + V_junction"
    subject: ClassVar[str] = "the patch"
    needs: ClassVar[str] = ""

    def membrane(self, reading: Reading) -> float:
        """See `Configuration`."""
        return -reading.value + reading.junction


@dataclass(frozen=True)
class CellAttached:
    """A patch that is still on its cell: the cell's own potential is behind it.

    V_m = V_cell - V_reading + V_junction
    """

    name: ClassVar[str] = "cell-attached"
    rule: ClassVar[str] = "V_m = V_cell - V_reading + V_junction"
    subject: ClassVar[str] = "the patch"
    needs: ClassVar[str] = "cell"

    def membrane(self, reading: Reading) -> float:
        """See `Configuration`."""
        if reading.cell is None:
            raise InputError(
                "cell-attached: the cell's own potential is behind the patch; give it, such as cell '-70 mV'"
            )
        return reading.cell - reading.value + reading.junction


@dataclass(frozen=True)
class Sharp:
    """A sharp electrode (or two, in voltage clamp): its junction moves from the bath to the cytosol.

    V_m = V_reading - V_junction(bath) + V_junction(cytosol)
    """

    name: ClassVar[str] = "sharp"
    rule: ClassVar[str] = "V_m = V_reading - V_junction(bath) + V_junction(cytosol)"
    subject: ClassVar[str] = "the cell"
    needs: ClassVar[str] = "cytosol"

    def membrane(self, reading: Reading) -> float:
        """See `Configuration`."""
        if reading.inside is None:
            raise InputError(
                "sharp: the electrode keeps a junction with the cytosol; give its composition (`--cytosol`, or in"
                " Python inside=junction(electrode, cytosol))"
            )
        return reading.value - reading.junction + reading.inside


CONFIGURATIONS: Final[Mapping[str, Configuration]] = MappingProxyType(
    {one.name: one for one in (WholeCell(), OutsideOut(), InsideOut(), CellAttached(), Sharp())}
)
"""The configurations by name."""

_ALIASES: Final = MappingProxyType({"two-electrode": "sharp", "tevc": "sharp", "on-cell": "cell-attached"})


@dataclass(frozen=True)
class Correction:
    """A corrected potential.

    Attributes:
        configuration: its name. rule: its formula.
        reading: of the amplifier [V]. junction: of the junction in the bath [V].
        potential: of the membrane, cytosolic side minus extracellular side [V].
        sentence: all of it in words.
    """

    configuration: str
    rule: str
    reading: float
    junction: float
    potential: float
    sentence: str
    references: tuple[str, ...] = _REFERENCES

    def to_dict(self) -> dict[str, Any]:
        """The keys of `--json`."""
        return {
            "configuration": self.configuration,
            "rule": self.rule,
            "reading_mV": 1e3 * self.reading,
            "junction_mV": 1e3 * self.junction,
            "potential_mV": 1e3 * self.potential,
            "sentence": self.sentence,
        }

    def __str__(self) -> str:
        return self.sentence


def configuration(name: str | Configuration) -> Configuration:
    """The configuration of that name, or the object itself.

    Raises:
        UnknownNameError: no such configuration; the text names the ones there are.
    """
    if not isinstance(name, str):
        return name
    key = name.strip().casefold().replace("_", "-").replace(" ", "-")
    found = CONFIGURATIONS.get(_ALIASES.get(key, key))
    if found is None:
        raise UnknownNameError(f"no recording configuration '{name}'; {did_you_mean(name, CONFIGURATIONS)}")
    return found


def volts(given: float | str, what: str) -> float:
    """A potential [V]; in text a bare number is mV."""
    if not isinstance(given, str):
        return float(given)
    try:
        return parse(given, POTENTIAL, bare="mV")
    except InputError as error:
        raise type(error)(f"{what}: {error}") from None


def corrected(
    junction: "Junction",
    how: str | Configuration,
    reading: float | str,
    cell: float | str | None,
    inside: "Junction | None",
) -> Correction:
    """See `Junction.correction`."""
    one = configuration(how)
    start = Reading(
        volts(reading, "reading"),
        junction.potential,
        None if cell is None else volts(cell, "cell"),
        None if inside is None else inside.potential,
    )
    found = one.membrane(start)
    extra = "" if start.inside is None or one.needs != "cytosol" else f", in the cytosol {_mv(start.inside, sign=True)}"
    extra += "" if start.cell is None or one.needs != "cell" else f", cell {_mv(start.cell)}"
    sentence = (
        f"{one.subject} is at {_mv(found)} when the amplifier reads {_mv(start.value, bare=True)}"
        f" ({one.name}: {one.rule}, junction {_mv(start.junction, sign=True)}{extra})"
    )
    return Correction(one.name, one.rule, start.value, start.junction, found, sentence)


def _mv(value: float, *, sign: bool = False, bare: bool = False) -> str:
    """A potential to a tenth of a mV; `bare`: no tenths where there are none."""
    text = fixed(1e3 * value, 1, sign=sign)
    return f"{text.removesuffix('.0') if bare else text} mV"
