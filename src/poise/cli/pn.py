"""`poise pn`: a p-n junction in the dark and under light."""

from typing import Annotated

import typer

from ._options import Json, Quiet


def pn(
    doping_p: Annotated[str, typer.Option(metavar="N", help="Acceptors of the p side, 1/cm3.")] = "1e16",
    doping_n: Annotated[str, typer.Option(metavar="N", help="Donors of the n side, 1/cm3.")] = "1e18",
    width_p: Annotated[str, typer.Option(metavar="L", help="Width of the p side; a bare number is um.")] = "200 um",
    width_n: Annotated[str, typer.Option(metavar="L", help="Width of the n side; a bare number is um.")] = "0.5 um",
    lifetime: Annotated[
        str,
        typer.Option(metavar="T", help="Of electrons and holes, through traps; a bare number is ms; 'none': no traps."),
    ] = "10 us",
    light: Annotated[
        str | None,
        typer.Option(
            metavar="N", help="Photons that come in through the n side, 1/cm2/s; 'sun': AM1.5G above the gap."
        ),
    ] = None,
    absorption: Annotated[str, typer.Option(metavar="A", help="How light dies out, 1/cm.")] = "1000",
    temperature: Annotated[
        str, typer.Option("--temperature", "-t", metavar="T", help="250 to 400 K; a bare number is degC.")
    ] = "300 K",
    low: Annotated[str | None, typer.Option("--from", metavar="V", help="Lowest voltage; a bare number is mV.")] = None,
    high: Annotated[str | None, typer.Option("--to", metavar="V", help="Highest voltage; a bare number is mV.")] = None,
    at: Annotated[
        str | None, typer.Option(metavar="V", help="Voltage at which the bands are shown; a bare number is mV.")
    ] = None,
    plot: Annotated[str | None, typer.Option(metavar="FILE", help="Draw bands and current (.png, .pdf, .svg).")] = None,
    quiet: Quiet = False,
    json: Json = False,
) -> int:
    """Current against voltage of a silicon p-n junction by drift and diffusion, and what light gets out of it.

    Example: poise pn; poise pn --light sun --plot cell.png; poise pn --doping-p 1e17 --lifetime none --to "0.5 V"
    """
    from dataclasses import replace
    from math import inf

    from ..analysis.pn_junction import pn_junction
    from ..analysis.pn_line import AbsorbedLight
    from ..analysis.semiconductor import SILICON
    from ..units import DIMENSIONS
    from . import _read, _write
    from ._app import DONE, NO

    figure = _write.check_file("--plot", plot, _write.FIGURES)
    length = DIMENSIONS["length"]
    life = inf if lifetime == "none" else _read.quantity(lifetime, DIMENSIONS["time"], "--lifetime")
    material = replace(SILICON, lifetime_electrons=life, lifetime_holes=life)
    source = None
    if light is not None:
        photons = _sun(material.gap) if light == "sun" else 1e4 * _number(light, "--light", "2.7e17")
        source = AbsorbedLight(photons, 1e2 * _number(absorption, "--absorption", "1000"))
    found = pn_junction(
        acceptors=1e6 * _number(doping_p, "--doping-p", "1e16"),
        donors=1e6 * _number(doping_n, "--doping-n", "1e18"),
        p_width=_read.quantity(width_p, length, "--width-p"),
        n_width=_read.quantity(width_n, length, "--width-n"),
        material=material,
        temperature=_read.temperature(temperature),
        light=source,
        low=_read.potential(low, "--from"),
        high=_read.potential(high, "--to"),
        applied=_read.potential(at, "--at"),
    )
    written = _write.figures({"pn": figure}, lambda kind: found.plot)
    if json:
        _write.json_object(found.to_dict())
    elif not quiet:
        _write.line(str(found))
    if not found.ok:
        _write.remark(f"status {found.status}: not every voltage was reached")
    _write.told(written, json=json, apart=not quiet)
    return DONE if found.ok else NO


def _number(text: str, option: str, example: str) -> float:
    """A positive number, with or without "1/cm3" and the like after it, which the option's help names."""
    from ..errors import InputError

    bare = text.strip().removesuffix("1/cm3").removesuffix("1/cm2/s").removesuffix("1/cm").removesuffix("/cm3").strip()
    try:
        value = float(bare)
    except ValueError:
        value = float("nan")
    if not 0 < value < float("inf"):
        raise InputError(f"{option}: '{text[:60]}' is not a positive number; write {option} {example}")
    return value


def _sun(gap: float) -> float:
    """Photons of AM1.5G above a gap [eV], 1/(m2 s)."""
    from ..chemistry.sunlight import am15g
    from ..constants import ELEMENTARY_CHARGE

    return float(am15g().photons_above(gap * ELEMENTARY_CHARGE))
