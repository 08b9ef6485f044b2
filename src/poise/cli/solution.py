"""`poise solution`: what is really in the beaker."""

from typing import Annotated, Any

import typer

from ._options import Json


def recipe_names() -> list[str]:
    """Shipped recipes, for completion."""
    try:
        from ..io.yaml_recipe import shipped_recipes

        return list(shipped_recipes())
    except Exception:  # a completion that fails completes nothing
        return []


def solution(
    recipe: Annotated[
        str | None,
        typer.Argument(
            metavar="RECIPE",
            help="A shipped recipe, a YAML file, or the recipe itself: '140 mM KCl, 10 mM HEPES, pH 7.3 with KOH'.",
            autocompletion=recipe_names,
        ),
    ] = None,
    temperature: Annotated[
        str | None,
        typer.Option("--temperature", "-t", metavar="T", help="Instead of the recipe's; a bare number is degC."),
    ] = None,
    activity: Annotated[
        str, typer.Option(metavar="NAME", help="Activity model: ideal, debye_hueckel, davies or pitzer.")
    ] = "davies",
    ionic_strength: Annotated[
        str | None,
        typer.Option(
            metavar="I", help="Take constants and activities at this ionic strength (bare: mM), not at the solution's."
        ),
    ] = None,
    yaml: Annotated[bool, typer.Option("--yaml", help="Print the contents for a compartment of a model file.")] = False,
    list_: Annotated[bool, typer.Option("--list", help="List the shipped recipes.")] = False,
    json: Json = False,
) -> int:
    """The composition of a recipe: free ions, pH, osmolarity, ionic strength, activities.

    Example: poise solution "140 mM KCl, 10 mM HEPES, 5 mM EGTA, pH 7.3 with KOH, osmolarity 290 mOsm with sucrose"
    """
    from ..analysis.solution import solution as solve
    from ..errors import InputError
    from ..io.yaml_recipe import read_recipe
    from . import _read
    from ._write import json_object, line, remark, table

    if list_:
        return _listed(json)
    if recipe is None:
        raise InputError("no recipe is named; `poise solution --list` lists the shipped ones")
    if yaml and json:
        raise InputError("--yaml and --json exclude each other")
    found = solve(
        read_recipe(recipe),
        temperature=None if temperature is None else _read.temperature(temperature),
        activity=activity,
        ionic_strength=None if ionic_strength is None else _strength(ionic_strength),
    )
    if json:
        json_object(found.to_dict())
    elif yaml:
        line(found.yaml())
        for text in found.warnings:
            remark(f"warning: {text}")
    else:
        result: Any = found  # a table of its own kind
        table(result)
    return 0


def _strength(text: str) -> float:
    from ..units import CONCENTRATION
    from . import _read

    return _read.quantity(text, CONCENTRATION, "--ionic-strength")


def _listed(json: bool) -> int:
    import textwrap

    from ..io.yaml_recipe import read_recipe, shipped_recipes
    from ._summary import first_sentence
    from ._write import json_object, line

    found: list[dict[str, Any]] = [
        {"name": name, "description": first_sentence(read_recipe(name).description)} for name in shipped_recipes()
    ]
    if json:
        json_object({"recipes": found})
    else:
        width = max(len(one["name"]) for one in found)
        for one in found:
            first, *more = textwrap.wrap(one["description"], 98 - width, break_on_hyphens=False) or [""]
            line(f"{one['name'].ljust(width)}  {first}".rstrip())
            for rest in more:
                line(" " * (width + 2) + rest)
    return 0
