"""`poise solar`: the limit of a solar cell with one band gap."""

from typing import Annotated

import typer

from ._options import Json, Quiet


def solar(
    gap: Annotated[str | None, typer.Option(metavar="E", help="Band gap; a bare number is eV.")] = None,
    scan: Annotated[
        str | None, typer.Option(metavar="A:B[:N]", help="Efficiency against gap, from A to B eV, at N gaps (251).")
    ] = None,
    temperature: Annotated[
        str, typer.Option("--temperature", "-t", metavar="T", help="Of the cell, 200 to 500 K; a bare number is degC.")
    ] = "300 K",
    concentration: Annotated[str, typer.Option(metavar="X", help="Suns.")] = "1",
    plot: Annotated[str | None, typer.Option(metavar="FILE", help="Draw it (.png, .pdf, .svg).")] = None,
    quiet: Quiet = False,
    json: Json = False,
) -> int:
    """What a solar cell of one gap can deliver at best under AM1.5G (Shockley and Queisser), or that against the gap.

    Voltages are in mV, currents in mA/cm2.

    Example: poise solar --gap "1.34 eV"; poise solar --scan 0.5:3.0 --plot limit.png
    """
    from ..analysis.solar import solar_cell, solar_scan
    from ..errors import InputError
    from ..units import DIMENSIONS
    from . import _read, _write
    from ._app import DONE

    if (gap is None) == (scan is None):
        raise InputError('give one of --gap "1.34 eV" and --scan 0.5:3.0')
    figure = _write.check_file("--plot", plot, _write.FIGURES)
    energy = DIMENSIONS["energy"]
    kelvin = _read.temperature(temperature)
    suns = _read.quantity(concentration, DIMENSIONS["number"], "--concentration")
    found: object
    if gap is not None:
        found = solar_cell(_read.quantity(gap, energy, "--gap"), kelvin, suns)
    else:
        parts = [part.strip() for part in (scan or "").split(":")]
        if len(parts) not in (2, 3) or not all(parts):
            raise InputError(
                f"--scan: '{(scan or '')[:60]}' is not a range; write --scan 0.5:3.0 or --scan 0.5:3.0:251"
            )
        low, high = (_read.quantity(part, energy, "--scan") for part in parts[:2])
        count = _read.whole(parts[2], "--scan") if len(parts) == 3 else 251
        found = solar_scan(low, high, count, temperature=kelvin, concentration=suns)
    written = _write.figures({"solar": figure}, lambda kind: found.plot)  # type: ignore[attr-defined]
    if json:
        _write.json_object(found.to_dict())  # type: ignore[attr-defined]
    elif not quiet:
        _write.line(str(found))
    _write.told(written, json=json, apart=not quiet)
    return DONE
