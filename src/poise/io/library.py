"""Where models are found: the shipped ones by name, all others by path."""

import os
from importlib import resources
from pathlib import Path
from typing import Final

from ..errors import UnknownNameError, did_you_mean

_SUFFIXES: Final = (".yaml", ".yml")


def _library() -> Path:
    return Path(str(resources.files("poise") / "library"))


def shipped() -> tuple[str, ...]:
    """The names of the models that come with Poise, sorted."""
    return tuple(sorted(one.stem for one in _library().glob("*.yaml")))


def locate(name: str | Path) -> Path:
    """The file of a model.

    Args:
        name: a shipped model's name, or the path of a file (a bare name means the shipped model; write `./name` for
            a file of the same name without a suffix).

    Raises:
        UnknownNameError: neither; the text offers the nearest shipped names.
    """
    text = str(name)
    if isinstance(name, str) and name in shipped():
        return _library() / f"{name}.yaml"
    if text and os.path.exists(text):
        return Path(name)
    shown = f"'{text[:100]}'"
    if text.endswith(_SUFFIXES) or os.sep in text or not text:
        near = did_you_mean(Path(text[:100]).stem, shipped())
        near = f"; {near} is shipped".replace("? is shipped", "? (shipped, without a path)") if "did" in near else ""
        raise UnknownNameError(f"no file {shown}{near}" if text else "no model is named: the name is empty")
    near = did_you_mean(text[:100], shipped())
    raise UnknownNameError(f"no shipped model and no file is called {shown}" + (f"; {near}" if near else ""))
