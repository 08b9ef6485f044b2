"""`poise junction`: the potential between solutions that touch, and what it makes of an amplifier's reading."""

from typing import TYPE_CHECKING, Annotated, Any

import typer

from ._options import Json

if TYPE_CHECKING:
    from ..results.junction_chain_result import BathChange, JunctionChain
    from ..results.junction_correction import Correction
    from ..results.junction_result import Junction

_LONG = 45  # characters of a solution's text
_SOLUTION = (
    "A solution: a recipe's name, its file, its text ('140 mM KCl, 10 mM HEPES, pH 7.3 with KOH'), or its free ions"
    " ('K+=140 mM,Cl-=140 mM'; a bare number is mM)."
)


def junction(
    a: Annotated[str, typer.Argument(metavar="A", help=_SOLUTION + " For a patch: what is in the pipette.")],
    b: Annotated[str, typer.Argument(metavar="B", help="The other solution, likewise. For a patch: the bath.")],
    more: Annotated[
        list[str] | None,
        typer.Argument(metavar="[MORE]...", help="Further solutions in series, such as an agar bridge '3 M KCl'."),
    ] = None,
    method: Annotated[
        str,
        typer.Option(metavar="NAME", help="henderson, planck, nernst-planck or nernst-planck-poisson (in time)."),
    ] = "nernst-planck",
    activity: Annotated[
        str,
        typer.Option(metavar="NAME", help="Activities: ideal, debye_hueckel, davies or pitzer."),
    ] = "ideal",
    temperature: Annotated[
        str | None,
        typer.Option(
            "--temperature", "-t", metavar="T", help="0 to 50 degC; a bare number is degC. Not given: the recipes'."
        ),
    ] = None,
    reading: Annotated[
        str | None,
        typer.Option(metavar="V", help="What the amplifier, zeroed in the bath, reads; a bare number is mV."),
    ] = None,
    configuration: Annotated[
        str | None,
        typer.Option(metavar="NAME", help="whole-cell, outside-out, inside-out, cell-attached, sharp, or all."),
    ] = None,
    cell: Annotated[
        str | None, typer.Option(metavar="V", help="Potential of the cell behind a cell-attached patch.")
    ] = None,
    cytosol: Annotated[
        str | None, typer.Option(metavar="SOLUTION", help="What a sharp electrode meets in the cell.")
    ] = None,
    electrodes: Annotated[
        str | None,
        typer.Option(metavar="NAME", help="AgCl: wires in the first and the last solution, their potentials added."),
    ] = None,
    after: Annotated[
        str | None, typer.Option(metavar="SOLUTION", help="The bath that replaces B once the amplifier is zeroed.")
    ] = None,
    balance: Annotated[
        str | None, typer.Option(metavar="ION", help="Close a net charge on this ion, such as K+.")
    ] = None,
    width: Annotated[
        str | None, typer.Option(metavar="X", help="nernst-planck-poisson: width of the line; a bare number is um.")
    ] = None,
    until: Annotated[
        str | None, typer.Option(metavar="T", help="nernst-planck-poisson: how long; a bare number is ms.")
    ] = None,
    plot: Annotated[
        str | None, typer.Option(metavar="FILE", help="Draw the profiles (.png, .pdf, .svg); of a chain, the first.")
    ] = None,
    json: Json = False,
) -> int:
    """The liquid junction potential, B minus A, the ions' profiles and parts, and the corrected reading.

    Example: poise junction "K+=140 mM,gluconate-=120 mM,Cl-=20 mM" "Na+=145 mM,K+=3 mM,Cl-=148 mM" --reading "-65 mV"
    """
    from ..analysis.junction_chain import bath_change, junction_chain
    from ..errors import InputError
    from . import _read, _write
    from ._app import DONE, NO

    picture = _write.check_file("--plot", plot, _write.FIGURES)
    kelvin = None if temperature is None else _read.temperature(temperature)
    settings: dict[str, Any] = {
        "method": _method(method, width, until),
        "activity": activity,
        "temperature": kelvin,
        "balance": balance,
    }
    if configuration is not None and reading is None:
        raise InputError("--configuration says what a reading means; give it, such as --reading '-65 mV'")
    if after is not None:
        ends = (electrodes, electrodes) if electrodes else None if more else ("AgCl", "AgCl")
        bridge = [_solution(one) for one in more or ()]
        changed = bath_change(
            _solution(a),
            _solution(b),
            _solution(after),
            bridge=bridge,
            electrodes=ends,
            names=[_title(one) for one in (a, b, after, *(more or ()))],
            **settings,
        )
        return _changed(changed, reading, json)
    ends = (electrodes, electrodes) if electrodes else None
    chain = junction_chain(
        [_solution(one) for one in (a, b, *(more or ()))],
        electrodes=ends,
        names=[_title(one) for one in (a, b, *(more or ()))],
        **settings,
    )
    first = chain.junctions[0]
    inside = None
    if cytosol is not None:
        inside = junction_chain([_solution(a), _solution(cytosol)], **settings).junctions[0]
    said, missing = _corrections(first, reading, configuration, cell, inside)
    answer: JunctionChain | Junction = chain if more or electrodes else first
    files = _write.figures({"profile": picture}, lambda kind: getattr(first.plot, kind))
    if json:
        content = answer.to_dict()
        if reading is not None:
            content["corrections"] = [one.to_dict() for one in said]
        _write.json_object(content)
        for one in chain.junctions:
            for text in one.warnings:
                _write.remark(f"warning: {text}")
    else:
        _write.line(str(answer))
        if reading is not None:
            _write.line()
        for one in said:
            _write.line(f"  {one.sentence}")
        for text in missing:
            _write.line(f"  {text}")
    _write.told(files, json=json, apart=True)
    if not answer.ok:
        _write.remark(f"status {answer.status}: the junction potential was not found")
    return DONE if answer.ok else NO


def _solution(text: str) -> Any:
    """What a text means: a list of free ions as it is, everything else a recipe.

    Raises:
        InputError, UnknownNameError, ModelFileError: neither; what is wrong with it.
    """
    from ..analysis.junction_sides import is_ion_list
    from ..io.yaml_recipe import read_recipe

    return text if is_ion_list(text) else read_recipe(text)


def _title(text: str) -> str:
    """What to call a solution: its text, cut where it is long; ion lists and files say it themselves."""
    from ..analysis.junction_sides import is_ion_list

    plain = text.strip()
    if is_ion_list(plain) or plain.endswith((".yaml", ".yml")):
        return ""
    return plain if len(plain) <= _LONG else f"{plain[: _LONG - 3].rstrip(', ')}..."


def _method(name: str, width: str | None, until: str | None) -> Any:
    """The method, with its settings where it has some."""
    from ..analysis.junction_methods import NernstPlanckPoisson, junction_method
    from ..errors import InputError
    from ..units import DIMENSIONS
    from . import _read

    found = junction_method(name)
    if not isinstance(found, NernstPlanckPoisson):
        for option, text in (("--width", width), ("--until", until)):
            if text is not None:
                raise InputError(f"{option} is for --method nernst-planck-poisson; '{found.name}' has none")
        return found
    kept = {}
    if width is not None:
        kept["width"] = _read.quantity(width, DIMENSIONS["length"], "--width")
    if until is not None:
        kept["until"] = _read.time(until, "--until")
    return NernstPlanckPoisson(**kept)


def _corrections(
    found: "Junction", reading: str | None, configuration: str | None, cell: str | None, inside: "Junction | None"
) -> "tuple[list[Correction], list[str]]":
    """What the reading means, and for `all` what is missing for the rest."""
    from ..results.junction_correction import CONFIGURATIONS

    if reading is None:
        return [], []
    if configuration is None or configuration.strip().casefold() != "all":
        return [found.correction(configuration or "whole-cell", reading, cell=cell, inside=inside)], []
    said, missing = [], []
    for name, one in CONFIGURATIONS.items():
        if (one.needs == "cell" and cell is None) or (one.needs == "cytosol" and inside is None):
            missing.append(f"({name}: {one.rule}; needs --{one.needs})")
        else:
            said.append(found.correction(name, reading, cell=cell, inside=inside))
    return said, missing


def _changed(found: "BathChange", reading: str | None, json: bool) -> int:
    """Print a change of the bath."""
    from . import _write
    from ._app import DONE, NO

    if json:
        before = found.before.junctions[0]
        content = {**before.to_dict(), **found.to_dict()}
        if reading is not None:
            content["membrane_mV"] = 1e3 * found.membrane(reading)
        _write.json_object(content)
    else:
        _write.line(str(found))
        if reading is not None:
            _write.line()
            _write.line(f"  {found.sentence(reading)}")
    return DONE if found.ok else NO
