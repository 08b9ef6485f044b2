"""`poise iv`: current against voltage."""

from typing import Annotated

import typer

from ._options import Json, ModelName, Next, Quiet, Settings


def iv(
    model: ModelName,
    low: Annotated[
        str, typer.Option("--from", metavar="V", help="From this potential; a bare number is mV.")
    ] = "-150 mV",
    high: Annotated[
        str, typer.Option("--to", metavar="V", help="Up to this potential; a bare number is mV.")
    ] = "100 mV",
    points: Annotated[str, typer.Option(metavar="N", help="Number of points, 2 to 100000.")] = "401",
    process: Annotated[
        str | None, typer.Option(metavar="P", help="Show this process alone, by name (K_leak or membrane.K_leak).")
    ] = None,
    interface: Annotated[
        str | None, typer.Option(metavar="NAME", help="Which interface, where the model has several.")
    ] = None,
    settings: Settings = None,
    plot: Annotated[str | None, typer.Option(metavar="FILE", help="Draw the curves (.png, .pdf, .svg).")] = None,
    output: Annotated[
        str | None, typer.Option("--output", "-o", metavar="FILE", help="Write the curves as a table (.csv).")
    ] = None,
    quiet: Quiet = False,
    next_: Next = False,
    json: Json = False,
) -> int:
    """Outward current of each process, and of all together, against the potential; where it crosses zero.

    Example: poise iv textbook_neuron --from "-120 mV" --to "60 mV" --plot iv.png
    """
    from ..analysis.iv import iv as solve
    from ..errors import InputError
    from ..io import read_model
    from ..units import POTENTIAL
    from . import _read, _write
    from ._app import DONE, NO

    figure = _write.check_file("--plot", plot, _write.FIGURES)
    sheet = _write.check_file("--output", output, (".csv",))
    bottom, top = _read.quantity(low, POTENTIAL, "--from"), _read.quantity(high, POTENTIAL, "--to")
    found = _read.with_settings(read_model(model), settings)
    number = _read.whole(points, "--points")
    if interface is None and process is None and len(found.interfaces) > 1:
        raise InputError(
            f"'{model}' has several interfaces: {', '.join(found.interfaces)}; name one, such as"
            f" --interface {next(iter(found.interfaces))}"
        )
    result = solve(found, low=bottom, high=top, points=number, interface=interface, process=process)
    written = _write.figures({"iv": figure}, lambda kind: result.plot.iv)
    if sheet is not None:
        from ._sheet import write

        with _write.replacing(sheet) as temporary:
            write(result, temporary)
        written.append(sheet)
    if json:
        _write.json_object(result.to_dict())
    elif not quiet:
        _write.table(result)
    _write.told(written, json=json, apart=not quiet)
    if next_ and not json:
        from ._hints import after_iv

        for text in after_iv(found, model):
            _write.line(text)
    # a window without a zero crossing is an answer; a current that is not finite is not
    return DONE if result.status in ("ok", "no_root", "flat") else NO
