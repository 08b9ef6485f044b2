"""The verbs `junction_chain` and `bath_change`: junctions in series, with silver chloride electrodes at the ends."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from types import MappingProxyType
from typing import Any, ClassVar, Final

from ..chemistry.activity import activity_model
from ..chemistry.couples import couple
from ..errors import InputError, UnknownNameError, did_you_mean
from ..formulas.redox import redox_potential
from ..results.junction_chain_result import BathChange, ElectrodeEnd, JunctionChain
from ..results.junction_result import Junction, JunctionIon
from ..version import __version__
from .junction import junction
from .junction_sides import Given, beaker, common_temperature


@dataclass(frozen=True)
class ChlorideElectrode:
    """A metal under its sparingly soluble chloride: its potential follows the chloride of the solution.

    E = E0 - (R T / F) ln a(Cl-)

    Args:
        name: "AgCl" or "calomel".
        couple: of the table of couples.

    Source: MacInnes 1939, ch. 10 (macinnes_1939); E0 of the table of couples (flowers_2019).
    """

    name: str
    couple: str
    references: ClassVar[tuple[str, ...]] = ("flowers_2019",)

    def end(self, ions: Sequence[JunctionIon], side: str, solution: str, temperature: float) -> ElectrodeEnd:
        """Its potential in a solution.

        Args:
            ions: of a junction that the solution is a side of. side: "a" or "b", which of them. solution: its name.
            temperature: [K].

        Raises:
            InputError: the solution has no chloride.
        """
        found = next((getattr(one, f"activity_{side}") for one in ions if one.name == "Cl-"), 0.0)
        if found <= 0.0:
            raise InputError(
                f"a {self.name} electrode has no potential in '{solution}', which has no chloride; add some, or put an"
                " agar bridge between"
            )
        half = couple(self.couple)
        potential = float(redox_potential(half.potential_at(temperature), half.electrons, 1.0, found, temperature))
        return ElectrodeEnd(self.name, solution, found, potential)


ELECTRODES: Final[Mapping[str, ChlorideElectrode]] = MappingProxyType(
    {one.name.casefold(): one for one in (ChlorideElectrode("AgCl", "AgCl/Ag"),)}
)
"""The electrodes by name."""


def electrode(name: str | ChlorideElectrode) -> ChlorideElectrode:
    """The electrode of that name ("AgCl"; "Ag/AgCl" is the same), or the object itself.

    Raises:
        UnknownNameError: no such electrode.
    """
    if not isinstance(name, str):
        return name
    found = ELECTRODES.get(name.strip().casefold().removeprefix("ag/"))
    if found is None:
        near = did_you_mean(name, [one.name for one in ELECTRODES.values()])
        raise UnknownNameError(f"no electrode '{name}' for the end of a chain; {near}")
    return found


def junction_chain(
    solutions: Sequence[Given],
    *,
    electrodes: tuple[str | ChlorideElectrode, str | ChlorideElectrode] | None = None,
    names: Sequence[str] | None = None,
    temperature: float | str | None = None,
    **settings: Any,
) -> JunctionChain:
    """Junctions in series, from the first solution (the pipette) to the last (the agar bridge or the ground's well).

    Args:
        solutions: at least two, each as `junction` takes them.
        electrodes: in the first and the last solution, ("AgCl", "AgCl"); `None` for the solutions alone.
        names: what to call the solutions.
        temperature: [K] or text, as for `junction`.
        settings: method, activity, balance, mobilities, as for `junction`.

    Raises:
        InputError, UnitError, UnknownNameError: as `junction`; fewer than two solutions; an electrode without chloride.

    Source: Barry & Lynch 1991 (barry_lynch_1991).
    """
    if isinstance(solutions, (str, bytes)) or len(solutions) < 2:
        raise InputError("a chain needs at least two solutions, in the order in which they touch")
    if names is not None and len(names) != len(solutions):
        raise InputError(f"{len(solutions)} solutions but {len(names)} names")
    read = [beaker(one, names[k] if names else "") for k, one in enumerate(solutions)]
    kelvin, said = common_temperature(read, temperature)
    model = activity_model(settings.get("activity", "ideal"))
    read = [one.at(kelvin, model if model.references else "davies") for one in read]  # each recipe once
    found: list[Junction] = [junction(one, other, temperature=kelvin, **settings) for one, other in pairwise(read)]
    ends = None
    if electrodes is not None:
        first, last = (electrode(one) for one in electrodes)
        ends = (
            first.end(found[0].ions, "a", read[0].name, kelvin),
            last.end(found[-1].ions, "b", read[-1].name, kelvin),
        )
    extra = ChlorideElectrode.references if ends else ()
    return JunctionChain(
        tuple(one.name for one in read),
        tuple(found),
        ends,
        kelvin,
        said,
        tuple(dict.fromkeys((*(key for one in found for key in one.references), *extra))),
        MappingProxyType({"version": __version__, "verb": "junction_chain"}),
    )


def bath_change(
    pipette: Given,
    before: Given,
    after: Given,
    *,
    bridge: Sequence[Given] = (),
    names: Sequence[str] | None = None,
    electrodes: tuple[str | ChlorideElectrode, str | ChlorideElectrode] | None = ("AgCl", "AgCl"),
    temperature: float | str | None = None,
    **settings: Any,
) -> BathChange:
    """What a change of the bath leaves uncorrected when the amplifier was zeroed in the bath before it.

    V_m = V_reading - V_junction(first bath) + S,  S = [phi(ground wire) - phi(bath)] afterwards less before

    The pipette's junction with the bath is gone once there is a whole cell or an outside-out patch, so that its
    correction stays that of the bath in which the amplifier was zeroed. What changes is the path from the bath to the
    ground's wire: with the electrode in the bath itself the chloride's activity, with a bridge only its junction.

    Args:
        pipette: its filling. before, after: the bath when zeroed, and the one of the recording.
        bridge: solutions between the bath and the ground's electrode, such as ({"K+": "3 M", "Cl-": "3 M"},).
        names: what to call the pipette, the two baths and the bridge's solutions.
        electrodes: the pipette's and the ground's; `None` for solutions alone (then a bridge is needed).
        temperature: of both baths [K] or text; otherwise that of the first bath, as for `junction`.
        settings: as for `junction`.

    Raises:
        InputError, UnitError, UnknownNameError: as `junction_chain`.

    Source: Barry & Lynch 1991 (barry_lynch_1991); Neher 1992 (neher_1992).
    """
    if electrodes is None and not bridge:
        raise InputError("without electrodes and without a bridge nothing but the bath changes; give one of them")
    given = list(names) if names is not None else [""] * (3 + len(bridge))
    if len(given) != 3 + len(bridge):
        raise InputError(f"{3 + len(bridge)} solutions but {len(given)} names")
    read = [beaker(one, given[k]) for k, one in enumerate((pipette, before, after, *bridge))]
    kelvin, _ = common_temperature(read, temperature)
    chains = [
        junction_chain([read[0], bath, *read[3:]], electrodes=electrodes, temperature=kelvin, **settings)
        for bath in read[1:3]
    ]
    ground = [one.potential - one.junctions[0].potential for one in chains]  # the pipette's electrode is in both
    return BathChange(chains[0], chains[1], chains[0].junctions[0].potential, ground[1] - ground[0])
