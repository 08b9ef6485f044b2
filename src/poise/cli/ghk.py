"""`poise ghk`: the voltage of several ions in a constant field."""

from typing import Annotated

import typer

from . import _read
from ._options import Json, Temperature


def ghk(
    ions: Annotated[
        list[str],
        typer.Argument(
            metavar="ION=P:IN:OUT...",
            help="Each ion's permeability (relative, or all in cm/s) and concentrations inside and outside; bare"
            " concentrations are mM.",
        ),
    ],
    temperature: Temperature = "37 degC",
    json: Json = False,
) -> int:
    """The Goldman-Hodgkin-Katz voltage: where the constant-field currents of several ions add up to nothing.

    Example: poise ghk K+=1:140mM:5mM Na+=0.04:12mM:145mM Cl-=0.45:5mM:110mM
    """
    import math

    from ..errors import InputError
    from ..formulas.ghk import divalent_monovalent_voltage, ghk_shares, ghk_voltage
    from ..formulas.nernst import nernst
    from ._permeant import permeants
    from ._write import columns, json_object, line

    kelvin = _read.temperature(temperature)
    rows = permeants(ions)
    mono = all(abs(row.ion.charge) == 1 for row in rows)
    table = (
        [row.permeability for row in rows],
        [row.ion.charge for row in rows],
        [row.outside for row in rows],
        [row.inside for row in rows],
    )
    formula = "ghk_voltage" if mono else "divalent_monovalent_voltage"
    try:
        potential = (ghk_voltage if mono else divalent_monovalent_voltage)(*table, kelvin)
        shares = dict(zip((row.ion.name for row in rows), ghk_shares(*table), strict=True)) if mono else {}
    except ArithmeticError:
        potential, shares = math.nan, {}
    if not math.isfinite(potential) or not all(map(math.isfinite, shares.values())):
        raise InputError(
            "no finite potential: with every permeant cation absent on one side and every permeant anion on the other,"
            " nothing balances; give at least a small concentration, such as '1 nM'"
        )
    notes = [] if mono else ["divalent ions: Spangler's (1972) equation; shares are defined for monovalent ions only"]
    if json:
        json_object(
            {
                "potential_mV": 1e3 * potential,
                "shares": shares,
                "temperature_K": kelvin,
                "formula": formula,
                "notes": notes,
            }
        )
        return 0
    line(f"GHK potential of {len(rows)} ion{'s' * (len(rows) > 1)}, {_read.as_typed(temperature)}")
    columns([("potential", f"{1e3 * potential:.2f} mV", "inside minus outside")])
    line()
    unit, scale = ("P (cm/s)", 1e-2) if rows[0].absolute else ("P", 1.0)
    head: tuple[str, ...] = ("ion", unit, "in (mM)", "out (mM)", "E (mV)", *(("share",) if mono else ()))
    body: list[tuple[str, ...]] = [head]
    for row in rows:
        both = row.inside > 0 and row.outside > 0
        alone = f"{1e3 * nernst(row.ion.charge, row.outside, row.inside, kelvin):.1f}" if both else "-"
        share = (f"{100 * shares[row.ion.name]:.1f} %",) if mono else ()
        amounts = (_read.amount(one, row.ion, unit=False) for one in (row.inside, row.outside))
        body.append((row.ion.name, f"{row.permeability / scale:.4g}", *amounts, alone, *share))
    columns(body)
    for note in notes:
        line(f"  {note}")
    return 0
