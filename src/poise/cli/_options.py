"""Options that several commands share."""

import os
from typing import Annotated

import typer


def model_names(incomplete: str) -> list[str]:
    """Shipped models and files, for completion."""
    try:
        from pathlib import Path

        from ..io import shipped

        folder = Path(incomplete).parent if "/" in incomplete else Path()
        files = [f"{one}/" if one.is_dir() else str(one) for one in folder.glob("*")]
        return [*shipped(), *(one for one in files if one.endswith((".yaml", ".yml", "/")))]
    except Exception:  # a completion that fails completes nothing
        return []


def ion_names() -> list[str]:
    """Dissolved ions, for completion."""
    from ..chemistry.species import default_book

    return [one.name for one in default_book() if one.charge and one.phase == "aqueous"]


def set_paths() -> list[str]:
    """What `--set` reaches in the model on the line, for completion.

    The parser gives up on a line that ends in `--set`, so that the words that the shell hands over are looked at.
    """
    try:
        from ..io import read_model, shipped

        words = (os.environ.get("COMP_WORDS") or os.environ.get("_TYPER_COMPLETE_ARGS") or "").split()
        model = next(one for one in words if one in shipped() or one.endswith((".yaml", ".yml")))
        return [f"{path}=" for path in read_model(model).paths()]
    except Exception:  # a completion that fails completes nothing
        return []


ModelName = Annotated[
    str,
    typer.Argument(
        metavar="MODEL", help="A shipped model's name or the path of a YAML file.", autocompletion=model_names
    ),
]
Json = Annotated[bool, typer.Option("--json", help="Print one JSON object, nothing else.")]
Settings = Annotated[
    list[str] | None,
    typer.Option(
        "--set",
        metavar="PATH=VALUE",
        help="Override a quantity, such as 'bath.K+=10 mM' (repeatable). 'bath.K+=1 mM,3 mM,10 mM' asks for several at"
        " once. `poise show MODEL` lists the paths with their units; a bare number has that unit (concentrations mM,"
        " potentials mV, temperatures degC).",
        autocompletion=set_paths,
    ),
]
Start = Annotated[
    list[str] | None,
    typer.Option(
        "--start",
        metavar="PATH=VALUE",
        help="Start from there: a potential, a concentration, a volume or a gate, such as 'membrane.potential=-50 mV'"
        " or 'membrane.Na.m=0.1' (repeatable).",
    ),
]
Temperature = Annotated[
    str, typer.Option("--temperature", "-t", metavar="T", help="Temperature, 200 to 500 K; a bare number is degC.")
]
Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="Print only which files were written.")]
Next = Annotated[bool, typer.Option("--next", help="Say at the end what to try next.")]
Interface = Annotated[
    str | None, typer.Option("--interface", metavar="NAME", help="Show this interface and what crosses it.")
]

# What `--task` asks of each sample: `_sweeping.task` reads them
TaskProtocol = Annotated[
    str | None,
    typer.Option("--protocol", metavar="NAME", help="With --task run: what is done, as of `poise run`."),
]
TaskUntil = Annotated[
    str | None, typer.Option("--until", metavar="T", help="With --task run: how long; a bare number is ms.")
]
TaskTolerance = Annotated[str, typer.Option("--rtol", metavar="X", help="With --task run: relative tolerance.")]
TaskMethod = Annotated[str, typer.Option("--method", metavar="NAME", help="With --task run: rodas5p or tsit5.")]
