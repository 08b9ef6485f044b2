"""`poise shoot`: the periodic state of a paced or a beating model."""

import dataclasses
import math
from collections.abc import Iterator
from typing import Annotated, Any

import typer

from ._options import Json, ModelName, Quiet, Settings, Start


def shoot(
    model: ModelName,
    protocol: Annotated[
        str | None, typer.Option(metavar="NAME", help="What is done in each period; none for a model that beats.")
    ] = None,
    period: Annotated[
        str | None,
        typer.Option(
            metavar="T",
            help="Of the pacing (the protocol's own length unless given), or a guess for a model that beats by itself;"
            " a bare number is ms.",
        ),
    ] = None,
    settings: Settings = None,
    start: Start = None,
    output: Annotated[
        str | None, typer.Option("--output", "-o", metavar="FILE", help="Write one period (.nc, .zarr, .csv, .json).")
    ] = None,
    plot: Annotated[str | None, typer.Option(metavar="FILE", help="Draw one period (.png, .pdf, .svg).")] = None,
    quiet: Quiet = False,
    json: Json = False,
) -> int:
    """The state that comes back to itself after a period, its frequency, and whether the rhythm is stable.

    Example: poise shoot squid_axon --set "membrane.injected=10 uA/cm2", which beats by itself; with --protocol a model
    is paced.
    """
    import gc

    from ..analysis.settings import quiet as silently
    from ..analysis.shoot import shoot as solve
    from ..io import read_model
    from . import _read, _running, _write

    sheet = _write.check_file("--output", output, _write.RESULTS)
    figure = _write.check_file("--plot", plot, _write.FIGURES)
    length = None if period is None else _read.time(period, "--period")
    found = _read.with_settings(read_model(model), settings)
    paced = protocol is not None and protocol != _running.NONE
    name = _running.protocol(found, model, protocol, length) if paced else None
    gc.enable()
    with silently():
        result = solve(found, name, length, start=_read.starts(found, start) or None)
    over_time = dataclasses.replace(result, verb="run")  # one period, told as any run
    written = _write.figures({"time": figure}, lambda kind: over_time.plot.time) if result.data else []
    if sheet is not None and result.data:
        over_time.save(sheet)
        written.append(sheet)
    if json:
        facts = {key: result.facts.get(key) for key in KEYS}
        body = over_time.to_dict() if result.data else {"model": result.title, "notes": list(result.notes)}
        _write.json_object({**body, "verb": "shoot", "status": result.status, **facts})
    elif not quiet:
        for text in _summary(result):
            _write.line(text)
        if result.data:
            _write.line()
            _write.table(over_time)
    return _write.ended(result, written, json=json, quiet=quiet)


KEYS = ("period_s", "frequency_Hz", "multipliers", "stable")
"""What only a periodic state has."""


def _summary(result: Any) -> Iterator[str]:
    """The period and the multipliers in words."""
    facts = result.facts
    yield f"periodic state of {result.title}" + ("" if result.ok else f": {result.status}")
    if facts.get("period_s"):
        yield f"  period {1e3 * facts['period_s']:.8g} ms, {facts['frequency_Hz']:.6g} Hz"
    sizes = sorted((math.hypot(*one) for one in facts.get("multipliers") or ()), reverse=True)
    if sizes:
        word = "stable" if facts.get("stable") else "unstable"
        yield f"  {word}: Floquet multipliers of size {', '.join(f'{one:.4g}' for one in sizes)}"
    for text in result.notes:
        yield f"  {text}"
