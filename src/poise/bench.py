"""From the name, the text or the ingredients of a recipe to the solution: reading (`io`) and solving in one call."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from .chemistry.activity import ActivityModel
from .chemistry.recipe import Recipe
from .results.solution_result import Solution


def recipe(given: "str | Path | Mapping[str, Any] | Recipe", **phrases: Any) -> Recipe:
    """A recipe, read from wherever it is.

    Args:
        given: the name of a shipped recipe, the path of a YAML file, the recipe in one line ("140 mM KCl, ..."), or
            a mapping from compounds to amounts ("140 mM", or numbers of mM).
        phrases: with a mapping: `ph="7.3 with KOH"`, `osmolarity="290 mOsm with sucrose"`, `gas="5 % CO2"`,
            `free={"Ca2+": "100 nM with CaCl2"}`, `temperature="22 degC"`, `name="..."`.

    Raises:
        UnknownNameError: no such recipe or compound; the text offers the nearest names.
        ModelFileError: what is wrong with the text or the file, each with its place.
        InputError: a recipe that cannot be.
    """
    from .errors import InputError
    from .io.yaml_recipe import PHRASES, read_recipe, recipe_from

    strange = next((key for key in phrases if key not in PHRASES), None)
    if strange is not None or (phrases and not isinstance(given, Mapping)):
        said = f"'{strange}' is not an entry of a recipe" if strange else "a recipe that is written has its own entries"
        raise InputError(f"{said}; known beside a mapping of ingredients: {', '.join(PHRASES)}")
    if isinstance(given, Recipe):
        return given
    if isinstance(given, Mapping):
        return recipe_from(given, **phrases)
    return read_recipe(given)


def solution(
    given: "str | Path | Mapping[str, Any] | Recipe",
    *,
    temperature: float | str | None = None,
    activity: str | ActivityModel = "davies",
    ionic_strength: float | str | None = None,
    **phrases: Any,
) -> Solution:
    """What is really in a solution: free and total ions, pH, osmolarity, ionic strength, activities.

    Args:
        given: as for `recipe`, with the same `phrases`.
        temperature: "37 degC", or a number [K]; `None`: that of the recipe, else 25 degC.
        activity: activity model, by name or as an object.
        ionic_strength: "150 mM", or a number [mol/m3], at which to take constants and activities; `None`: the
            solution's own.

    Raises:
        InputError: see `recipe` and `analysis.solution.solution`.
    """
    from .analysis.solution import solution as solve
    from .units import CONCENTRATION, TEMPERATURE, parse

    kelvin = parse(temperature, TEMPERATURE) if isinstance(temperature, str) else temperature
    strength = parse(ionic_strength, CONCENTRATION) if isinstance(ionic_strength, str) else ionic_strength
    return solve(recipe(given, **phrases), temperature=kelvin, activity=activity, ionic_strength=strength)
