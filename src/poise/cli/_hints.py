"""What to try next, from what the model has."""

import os
import shutil
import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING

from ..units import show

if TYPE_CHECKING:
    from ..model.model import Model


def after_rest(model: "Model", name: str) -> Iterator[str]:
    """Commands that follow from a rest."""
    yield ""
    yield "Try next:"
    yield from _aligned([*_changes(model, name), *_ever(model, name, "iv")])


def after_iv(model: "Model", name: str) -> Iterator[str]:
    """Commands that follow from a current-voltage curve."""
    yield ""
    yield "Try next:"
    yield from _aligned([*_changes(model, name), *_ever(model, name, "rest")])


def _changes(model: "Model", name: str) -> Iterator[tuple[str, str]]:
    kinds = model.paths()
    ground = next((place for place, one in model.compartments.items() if one.ground), "")
    for path in (f"{ground}.K+", *(path for path in kinds if path.startswith(f"{ground}."))):
        value = model.get(path) if path in kinds else None
        if isinstance(value, float) and value > 0:
            dimension = kinds[path].dimension
            some = ",".join(show(factor * value, dimension, 3) for factor in (0.5, 1.0, 2.0))
            yield f"poise rest {name} --set '{path}={show(2 * value, dimension, 3)}'", "another solution"
            yield f"poise rest {name} --set '{path}={some}'", "several at once"
            break
    for path, process in model.processes.items():
        if any(kind in process.law for kind in ("atpase", "pump")) and f"{path}.rate" in kinds:
            yield f"poise rest {name} --set '{path}.rate=0'", "block the pump"
            break


def _ever(model: "Model", name: str, verb: str) -> Iterator[tuple[str, str]]:
    if verb == "rest":
        yield f"poise rest {name} --knockout", "what each process contributes"
    else:
        yield f"poise rest {name} --knockout", "what each process contributes"
        yield f"poise iv {name} --plot out/iv.png", "currents against voltage"
    yield f"poise show {name}", "every quantity, its path and its source"
    yield f"poise cite {name}", "the papers that the answer rests on"
    yield "poise models", "other models"


def _program() -> str:
    """How the user reaches Poise: by name, or by the path typed where the name is not on PATH."""
    typed = sys.argv[0]
    if os.path.basename(typed) != "poise" or shutil.which("poise"):
        return "poise"
    return os.path.relpath(typed)


def _aligned(rows: list[tuple[str, str]]) -> Iterator[str]:
    program = _program()
    rows = [(program + command.removeprefix("poise"), why) for command, why in rows]
    width = max(len(command) for command, _ in rows)
    for command, why in rows:
        yield f"  {command.ljust(width)}  {why}"
