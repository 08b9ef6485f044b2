"""`poise scale`: a potential on the scale of another reference electrode."""

from typing import Annotated

import typer

from . import _read
from ._options import Json, Temperature


def scale(
    potential: Annotated[
        str | None,
        typer.Argument(metavar="POTENTIAL", help="A bare number is mV. Not given: list the reference electrodes."),
    ] = None,
    from_: Annotated[
        str, typer.Option("--from", metavar="NAME", help="What it was measured against: SHE, SCE, Ag/AgCl, ...")
    ] = "SHE",
    to: Annotated[str, typer.Option("--to", metavar="NAME", help="What it shall be against.")] = "SHE",
    temperature: Temperature = "25 degC",
    json: Json = False,
) -> int:
    """A potential against another reference electrode.

    Example: poise scale "-0.44 V" --from SHE --to SCE
    """
    from ..chemistry.reference_electrodes import convert_potential, reference_electrode, reference_electrodes
    from ._write import columns, json_object, line, remark

    kelvin = _read.temperature(temperature)
    if potential is None:
        every = reference_electrodes().values()
        if json:
            found = {
                one.name: {"potential_mV": 1e3 * one.potential_at(kelvin), "description": one.description}
                for one in every
            }
            json_object({"reference_electrodes": found})
            return 0
        rows = [("name", "mV vs SHE", "what")]
        columns([*rows, *((one.name, f"{1e3 * one.potential_at(kelvin):.1f}", one.description) for one in every)])
        return 0
    first, second = reference_electrode(from_), reference_electrode(to)
    value = _read.potential(potential, "POTENTIAL") or 0.0
    answer = convert_potential(value, first, second, kelvin)
    notes = [one for one in (first.valid(kelvin), second.valid(kelvin)) if one]
    if json:
        sources = {one.name: one.source for one in (first, second)}
        said = {"potential_mV": 1e3 * answer, "from": first.name, "to": second.name, "notes": notes, "sources": sources}
        json_object(said)
        return 0
    line(f"{1e3 * value:.1f} mV against {first.name} is {1e3 * answer:.1f} mV against {second.name}")
    for one in (first, second):
        line(f"  {one.name}: {1e3 * one.potential_at(kelvin):.1f} mV against SHE ({one.description})")
    for note in notes:
        remark(note)
    return 0
