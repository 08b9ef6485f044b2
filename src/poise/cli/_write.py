"""What a command prints and which files it leaves: text for people, one JSON object for programs."""

import math
import os
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from ..errors import InputError

if TYPE_CHECKING:
    from ..results.result import Result

FIGURES: Final = (".png", ".pdf", ".svg")
RESULTS: Final = (".nc", ".zarr", ".csv", ".json")
_FOLDERS: Final = (".zarr",)  # formats whose files are folders


def line(text: str = "") -> None:
    """One line on standard output; a character that it cannot show becomes a question mark."""
    try:
        sys.stdout.write(text + "\n")
    except UnicodeEncodeError:
        encoding = sys.stdout.encoding or "ascii"
        sys.stdout.write(text.encode(encoding, "replace").decode(encoding) + "\n")


def remark(text: str) -> None:
    """One line on standard error."""
    try:
        sys.stderr.write(f"{text}\n")
    except UnicodeEncodeError:
        sys.stderr.write(text.encode("ascii", "replace").decode() + "\n")


def json_object(content: Mapping[str, Any]) -> None:
    """The content as one JSON object on standard output: strict, indented on a terminal, one line elsewhere."""
    import json

    indent = 2 if sys.stdout.isatty() else None
    line(json.dumps(_strict(content), indent=indent, allow_nan=False))


def _strict(value: Any) -> Any:
    """What JSON can hold: numbers that are not finite become null."""
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if isinstance(value, Mapping):
        return {str(key): _strict(one) for key, one in value.items()}
    if isinstance(value, (list, tuple)):
        return [_strict(one) for one in value]
    if hasattr(value, "tolist"):
        return _strict(value.tolist())
    return value


def table(result: "Result") -> None:
    """A result: rich on a terminal, plain text elsewhere."""
    if sys.stdout.isatty() and os.environ.get("TERM") != "dumb":
        from rich.console import Console

        Console().print(result)
    else:
        line(str(result))


def not_ok(result: "Result", more: str = "") -> None:
    """Say on standard error why a result is not ok."""
    said = " ".join(result.notes)
    head = "" if said.startswith(f"{result.status}:") else f"{result.status}: "
    remark(f"status {head}{said}{more}")


def check_file(option: str, name: str | None, endings: Sequence[str]) -> Path | None:
    """Where a file is to be written, refused before anything is computed if that cannot be; no `endings`: any will do.

    Raises:
        InputError: an ending that cannot be written, a folder, or a place where no file can be made.
    """
    if name is None:
        return None
    path = Path(name)
    if "\0" in name or not path.name:
        raise InputError(f"{option}: '{name[:60]}' is not a file name")
    if endings and path.suffix.casefold() not in endings:
        raise InputError(
            f"{option}: '{name}' must end in {' or '.join(endings)}, which says what kind of file to write"
        )
    try:
        if path.is_dir() and path.suffix.casefold() not in _FOLDERS:
            raise InputError(f"{option}: '{name}' is a folder; name a file")
        above = next(one for one in path.absolute().parents if one.exists())
        if not above.is_dir():
            raise InputError(f"{option}: '{above}' is not a folder, so that '{name}' cannot be written")
        if not os.access(above, os.W_OK):
            raise InputError(f"{option}: '{above}' may not be written to")
    except (OSError, ValueError) as error:
        raise InputError(f"{option}: '{name[:60]}': {getattr(error, 'strerror', None) or error}") from None
    return path


@contextmanager
def replacing(path: Path) -> Iterator[Path]:
    """A temporary file beside `path` that takes its place only when it is complete; folders are made."""
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_name(f".{path.stem[:40]}.{os.getpid()}{path.suffix}")
    try:
        yield temporary
        os.replace(temporary, path)
    except OSError as error:
        raise InputError(f"'{path}' could not be written: {error.strerror or error}") from None
    finally:
        temporary.unlink(missing_ok=True)


def figures(wanted: Mapping[str, Path | None], drawer: Callable[[str], Callable[..., Any]]) -> list[Path]:
    """Draw every figure that has a file; those files.

    Args:
        wanted: file by the name of the figure.
        drawer: the function that draws a figure, given its name; it takes `path`.
    """
    written = []
    for kind, path in wanted.items():
        if path is not None:
            with replacing(path) as temporary:
                drawer(kind)(path=temporary)
            written.append(path)
    return written


def told(files: Sequence[Path], *, json: bool, apart: bool) -> None:
    """Say which files were written: on standard error where standard output holds JSON; `apart`: after a blank line."""
    if files and apart and not json:
        line()
    for path in files:
        (remark if json else line)(f"wrote {path}")


def answered(result: Any, written: Sequence[Path], *, json: bool, quiet: bool) -> int:
    """Print an answer as JSON, as a table or not at all, then as `ended`."""
    if json:
        json_object(result.to_dict())
    elif not quiet:
        table(result)
    return ended(result, written, json=json, quiet=quiet)


def ended(result: Any, written: Sequence[Path], *, json: bool, quiet: bool) -> int:
    """What a command ends with: the files it wrote, a status that is not ok where nothing told it, its exit status."""
    from ._app import DONE, NO

    told(written, json=json, apart=not quiet)
    if not result.ok and (json or quiet):
        not_ok(result)
    return DONE if result.ok else NO


def columns(rows: Sequence[tuple[str, ...]], *, indent: str = "  ") -> None:
    """Rows of text in columns, two spaces apart."""
    if not rows:
        return
    widths = [max(len(row[k]) for row in rows if k < len(row)) for k in range(max(len(row) for row in rows))]
    for row in rows:
        line((indent + "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=False))).rstrip())
