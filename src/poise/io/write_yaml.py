"""A model to YAML text, in the layout that `yaml_model` reads back to an equal model."""

import io
import os
import re
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from ..errors import InputError, ModelFileError
from ..model.along import Along
from ..model.model import Model
from .yaml_model import parse_model

_NUMBER = re.compile(r"-?\d+(\.\d+)?(e[+-]?\d+)?\Z")
_PLAIN = re.compile(r"[A-Za-z0-9(][A-Za-z0-9_+./()<> -]*\Z")  # needs no quotes inside brackets
_PLAIN_LINE = re.compile(r"[A-Za-z0-9(][^\n]*\Z")  # needs no others than ruamel gives it
_TEXTS = ("alpha", "beta", "steady", "time", "rates", "rate", "unaccounted")  # no numbers, though they may look so
_WIDTH = 110
_ON_ONE_LINE = 96  # with the indentation less than the width


def write_model(model: Model, path: str | Path | None = None) -> str:
    """The model as YAML, also written to a file if one is named: `read_model` gives an equal model back.

    Numbers keep every digit; comments of a file that the model was read from are not kept. The file appears whole or
    not at all.

    Args:
        model: a valid model with one number for every quantity.
        path: the file to write, or to replace.

    Raises:
        InputError: the model has what a file cannot hold (arrays, settings of an activity model), is not valid, or the
            file cannot be written.
    """
    many = [path for path in model.paths() if isinstance(model.get(path), Along)]
    if many:
        raise InputError(f"model '{model.name}' has an array at {', '.join(many)}; a file holds one number for each")
    text = _text(model)
    try:
        again = parse_model(text, model.name)
    except ModelFileError as error:
        raise InputError(f"model '{model.name}' cannot be written, for it could not be read back:\n{error}") from None
    if again.describe() != model.describe() or again.species != model.species or again.activity != model.activity:
        raise InputError(f"model '{model.name}' has something that a model file cannot hold{_what(model, again)}")
    if path is not None:
        _replace(Path(path), text)
    return text


def _what(model: Model, again: Model) -> str:
    if again.activity != model.activity:
        return f": the activity model {model.activity!r}; a file names those with default settings"
    for one, other in zip(model.species, again.species, strict=False):
        if one != other:
            return f": of species '{one.name}' a file holds the name, the charge and the formula alone"
    return ""


def _text(model: Model) -> str:
    from ruamel.yaml import YAML

    plain = {"poise": 1, **model.describe()}
    yaml = YAML()
    yaml.width = _WIDTH
    yaml.indent(mapping=2, sequence=4, offset=2)
    stream = io.StringIO()
    yaml.dump(_arranged(plain), stream)
    return stream.getvalue()


def _arranged(plain: dict[str, Any]) -> Any:
    """The plain model with small mappings on one line, numbers as numbers, and long texts as blocks."""
    parts = [*plain["compartments"].values(), *plain["interfaces"].values()]
    for entries in [*(part["processes"] for part in parts if "processes" in part), plain.get("species", {})]:
        entries.update({key: _entry(_numbers(entry)) for key, entry in entries.items()})
    for place in plain["compartments"].values():
        if "held" in place:
            place["held"] = _on_one_line(place["held"])
    for protocol in plain.get("protocols", {}).values():
        if "description" in protocol:
            protocol["description"] = _quoted(protocol["description"], _PLAIN_LINE)
        if "actions" in protocol:
            protocol["actions"] = [_on_one_line(_numbers(one)) for one in protocol["actions"]]
        if "events" in protocol:
            protocol["events"] = {name: _on_one_line(_numbers(one)) for name, one in protocol["events"].items()}
    if "references" in plain:
        plain["references"] = _on_one_line(plain["references"])
    if "description" in plain:
        plain["description"] = _block(plain["description"])
    for part in parts:
        if "description" in part:
            part["description"] = _quoted(part["description"], _PLAIN_LINE)
    if "sources" in plain:
        lines = plain["sources"].items()
        plain["sources"] = {_quoted(key, _PLAIN): _quoted(text, _PLAIN_LINE) for key, text in lines}
    return plain


def _entry(entry: dict[str, Any]) -> Any:
    """A process, gate or species on one line, or line by line where that would be long."""
    if len(str(entry)) <= _ON_ONE_LINE:
        return _on_one_line(entry)
    return {
        _quoted(key, _PLAIN): {name: _entry(one) for name, one in value.items()}
        if key == "gates"
        else _entry(value)
        if isinstance(value, dict)
        else _quoted(value, _PLAIN)
        for key, value in entry.items()
    }


def _block(text: str) -> Any:
    """A text of several lines as a block."""
    from ruamel.yaml.scalarstring import LiteralScalarString

    return (
        LiteralScalarString(text) if _PLAIN_LINE.match(text.split("\n")[0]) and "\n" in text else _quoted(text, _PLAIN)
    )


def _numbers(value: Any) -> Any:
    """Pure numbers as numbers, so that they are written without quotes."""
    if isinstance(value, Mapping):
        return {key: one if key in _TEXTS else _numbers(one) for key, one in value.items()}
    if _NUMBER.match(value):
        return float(value) if set(value) & {".", "e"} else int(value)
    return value


def _on_one_line(value: Any) -> Any:
    from ruamel.yaml.comments import CommentedMap, CommentedSeq

    if isinstance(value, dict):
        found: Any = CommentedMap({_quoted(key, _PLAIN): _on_one_line(one) for key, one in value.items()})
    elif isinstance(value, list):
        found = CommentedSeq([_quoted(one, _PLAIN) for one in value])
    else:
        return _quoted(value, _PLAIN)
    found.fa.set_flow_style()
    return found


def _quoted(value: Any, plain: re.Pattern[str]) -> Any:
    """Text in quotes unless it is of a plain kind: ruamel writes some without them that it reads as something else."""
    from ruamel.yaml.scalarstring import DoubleQuotedScalarString

    return value if not isinstance(value, str) or plain.match(value) else DoubleQuotedScalarString(value)


def _replace(path: Path, text: str) -> None:
    """Write a file so that it is whole or as it was."""
    target = Path(os.path.realpath(path))
    partial = ""
    try:
        handle, partial = tempfile.mkstemp(prefix=f".{target.name[:40]}.", suffix=".partial", dir=target.parent)
        with os.fdopen(handle, "wb") as stream:
            stream.write(text.encode())
            stream.flush()
            os.fsync(stream.fileno())
        os.chmod(partial, target.stat().st_mode & 0o777 if target.exists() else 0o666 & ~_mask())
        os.replace(partial, target)
    except (OSError, ValueError) as error:
        if partial:
            Path(partial).unlink(missing_ok=True)
        raise InputError(f"cannot write '{path}': {getattr(error, 'strerror', None) or error}") from None


def _mask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
