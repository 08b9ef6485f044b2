"""Storing a fit: parameters as a table, everything as JSON, the fitted model as a model file."""

import json
import math
from importlib import import_module
from os import PathLike
from pathlib import Path
from typing import Any

from ..errors import InputError
from .fit_result import Fit
from .save import write_whole


def save(fit: Fit, path: str | PathLike[str]) -> None:
    """See `Fit.save`."""
    target = Path(path)
    ending = target.suffix.lower()
    if ending == ".csv":
        text = fit.to_pandas().to_csv()
    elif ending == ".json":
        text = json.dumps(_strict(fit.to_dict(series=True)), allow_nan=False, ensure_ascii=False, indent=1) + "\n"
    elif ending in (".yaml", ".yml"):
        package = __package__.rpartition(".")[0] if __package__ else ""
        text = import_module(f"{package}.io.write_yaml").write_model(fit.model)
    else:
        raise InputError(f"'{target.name}' does not end in .csv, .json or .yaml")
    write_whole(target, lambda stream: stream.write(text.encode()))


def _strict(value: Any) -> Any:
    """What JSON can hold: numbers that are not finite become null."""
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if isinstance(value, dict):
        return {key: _strict(one) for key, one in value.items()}
    if isinstance(value, (list, tuple)):
        return [_strict(one) for one in value]
    return value
