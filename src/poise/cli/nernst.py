"""`poise nernst`: one ion at equilibrium."""

from typing import Annotated, Any

import typer

from . import _read
from ._options import Json, Temperature, ion_names


def nernst(
    ion: Annotated[
        str, typer.Argument(metavar="ION", help="Such as K+, Ca2+, chloride, H+.", autocompletion=ion_names)
    ],
    inside: Annotated[
        str,
        typer.Option("--inside", "-i", metavar="C", help="Concentration inside; a bare number is mM. H+: 'pH 7.2'."),
    ],
    outside: Annotated[
        str, typer.Option("--outside", "-o", metavar="C", help="Concentration outside; a bare number is mM.")
    ],
    temperature: Temperature = "37 degC",
    activity: Annotated[
        str,
        typer.Option(metavar="NAME", help="From concentration to activity: ideal, davies, debye_hueckel or pitzer."),
    ] = "ideal",
    ionic_strength_inside: Annotated[
        str | None,
        typer.Option(
            metavar="I",
            help="Ionic strength inside; a bare number is mM. Not given: the ion with a monovalent counter-ion.",
        ),
    ] = None,
    ionic_strength_outside: Annotated[
        str | None, typer.Option(metavar="I", help="Ionic strength outside, likewise; a bare number is mM.")
    ] = None,
    with_inside: Annotated[
        str | None,
        typer.Option(
            metavar="SOLUTES",
            help="What else is dissolved inside, for the coefficients: 'Cl- 150 mM, Na+ 10 mM'.",
        ),
    ] = None,
    with_outside: Annotated[
        str | None, typer.Option(metavar="SOLUTES", help="What else is dissolved outside, likewise.")
    ] = None,
    json: Json = False,
) -> int:
    """The equilibrium (Nernst) potential of one ion, and the energy that its gradient stores.

    Example: poise nernst K+ --inside "145 mM" --outside "4 mM"
    """
    from ..errors import InputError
    from ..formulas.energy import free_energy_of_transport
    from ..formulas.nernst import nernst as formula
    from ._solution import Side, others, pair
    from ._write import columns, json_object, line, remark

    one = _read.ion(ion, "ION")
    kelvin = _read.temperature(temperature)
    amounts = [_read.concentration(inside, "--inside", one), _read.concentration(outside, "--outside", one)]
    strengths = [
        None if text is None else _read.concentration(text, option, one, zero=True)
        for text, option in (
            (ionic_strength_inside, "--ionic-strength-inside"),
            (ionic_strength_outside, "--ionic-strength-outside"),
        )
    ]
    for text, strength, name in (
        (with_inside, ionic_strength_inside, "inside"),
        (with_outside, ionic_strength_outside, "outside"),
    ):
        if text is not None and strength is not None:
            raise InputError(f"--with-{name} and --ionic-strength-{name} say the same thing twice; give one of them")
    rest = [others(with_inside, "--with-inside", one), others(with_outside, "--with-outside", one)]
    sides: list[Side] = pair(one, amounts, strengths, kelvin, activity, rest)
    within, without = sides
    if min(within.activity, without.activity) <= 0.0:
        raise InputError("an activity is 0 to the computer's precision; the concentrations are out of any range")
    potential = formula(one.charge, without.activity, within.activity, kelvin)
    low, high = sorted((within.activity, without.activity))
    energy = free_energy_of_transport(one.charge, low, high, 0.0, kelvin)
    for side in sides:
        for text in side.warnings:
            remark(f"warning: {text}")
    if json:
        content: dict[str, Any] = {
            "ion": one.name,
            "charge": one.charge,
            "temperature_K": kelvin,
            "potential_mV": 1e3 * potential,
            "stored_energy_J_per_mol": energy,
            "activity_inside": within.activity,
            "activity_outside": without.activity,
            "activity_model": activity.strip().casefold(),
            "activity_coefficient_inside": within.coefficient,
            "activity_coefficient_outside": without.coefficient,
            "ionic_strength_inside_mM": within.strength,
            "ionic_strength_outside_mM": without.strength,
            "notes": [text for side in sides for text in side.notes],
        }
        json_object(content)
        return 0
    line(
        f"{one.name}: {_read.amount(amounts[0], one)} inside, {_read.amount(amounts[1], one)} outside,"
        f" {_read.as_typed(temperature)}"
    )
    rows = [
        ("equilibrium potential", f"{1e3 * potential:.2f} mV", "inside minus outside"),
        ("energy stored in the gradient", f"{energy / 1e3:.4g} kJ/mol", ""),
    ]
    if within.coefficient != 1.0 or without.coefficient != 1.0:
        rows.append(("activity inside", f"{within.activity:.4g}", f"coefficient {within.coefficient:.4f}"))
        rows.append(("activity outside", f"{without.activity:.4g}", f"coefficient {without.coefficient:.4f}"))
    columns(rows)
    for side in sides:
        for text in side.notes:
            line(f"  {text}")
    return 0
