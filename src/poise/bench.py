"""Verbs that take a recipe by its name, text or ingredients: reading (`io`) and solving (`analysis`) in one call."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from .chemistry.activity import ActivityModel
from .chemistry.recipe import Recipe
from .results.junction_chain_result import BathChange, JunctionChain
from .results.junction_result import Junction
from .results.solution_result import Solution

_LONG = 45  # characters of a solution's text that serve as its name


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


def junction(a: Any, b: Any, **settings: Any) -> Junction:
    """The junction potential between two solutions, phi(B) - phi(A), with the ions' profiles and parts.

    Args:
        a, b: each the name, file or text of a recipe, a `Recipe`, a `Solution`, an ion list such as
            "K+=140 mM,Cl-=140 mM", or a mapping of free concentrations ({"K+": "140 mM"}).
        settings: `method`, `activity`, `temperature`, `balance`, `mobilities`, `names`: see
            `poise.analysis.junction.junction`.

    Raises:
        InputError, UnitError, UnknownNameError: what is wrong with a solution, or a method that cannot take it.
    """
    from .analysis.junction import junction as solve

    return solve(_beaker(a), _beaker(b), **settings)


def junction_chain(solutions: Sequence[Any], **settings: Any) -> JunctionChain:
    """Junctions in series: pipette, bath, bridge; with the potentials of chloride electrodes where asked for.

    Args:
        solutions: each as for `junction`.
        settings: `electrodes`, `method`, `activity`, ...: see `poise.analysis.junction_chain.junction_chain`.

    Raises: as `junction`.
    """
    from .analysis.junction_chain import junction_chain as solve

    return solve(solutions if isinstance(solutions, str) else [_beaker(one) for one in solutions], **settings)


def bath_change(pipette: Any, before: Any, after: Any, **settings: Any) -> BathChange:
    """What stays uncorrected when the amplifier was zeroed in one bath and another follows.

    Args:
        pipette, before, after: each as for `junction`; `bridge` among the settings likewise.
        settings: see `poise.analysis.junction_chain.bath_change`.

    Raises: as `junction`.
    """
    from .analysis.junction_chain import bath_change as solve

    if "bridge" in settings and not isinstance(settings["bridge"], str):
        settings["bridge"] = [_beaker(one) for one in settings["bridge"]]
    return solve(_beaker(pipette), _beaker(before), _beaker(after), **settings)


def _beaker(given: Any) -> Any:
    """A recipe where a name, a file or its text stands; everything else as it is."""
    from dataclasses import replace

    from .analysis.junction_sides import is_ion_list

    if not isinstance(given, (str, Path)) or (isinstance(given, str) and is_ion_list(given)):
        return given
    found = recipe(given)
    return found if found.name else replace(found, name=str(given).strip()[:_LONG])
