"""The papers that an answer rests on: keys into the packaged references.bib, and the entries they stand for."""

import re
from collections.abc import Iterable, Mapping
from functools import cache
from importlib import resources
from types import MappingProxyType

from .errors import UnknownNameError, did_you_mean

_ENTRY = re.compile(r"^@\w+\{\s*([^,\s]+)\s*,", re.MULTILINE)


@cache
def bibliography() -> Mapping[str, str]:
    """Every BibTeX entry of references.bib by its key."""
    text = resources.files(__package__ or "").joinpath("references.bib").read_text(encoding="utf-8")
    starts = [(match.group(1), match.start()) for match in _ENTRY.finditer(text)]
    ends = [start for _, start in starts[1:]] + [len(text)]
    return MappingProxyType({key: text[start:end].strip() for (key, start), end in zip(starts, ends, strict=True)})


def bibtex(keys: Iterable[str]) -> str:
    """The BibTeX entries of the keys, each once, in the order given.

    Raises:
        UnknownNameError: a key that references.bib lacks.
    """
    entries = bibliography()
    found = []
    for key in dict.fromkeys(keys):
        if key not in entries:
            near = did_you_mean(key, entries)
            raise UnknownNameError(f"no reference '{key}' in references.bib" + (f"; {near}" if near else ""))
        found.append(entries[key])
    return "\n\n".join(found)
