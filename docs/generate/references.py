"""The list of references, from references.bib."""

import re
from functools import cache

from poise.cli._bibliography import formatted
from poise.references import bibliography


def page() -> str:
    """Every paper, by key, with a target that other pages link to."""
    lines = []
    for key, entry in sorted(bibliography().items()):
        text = re.sub(r"doi:(\S+)", r"[doi:\1](https://doi.org/\1)", _bare(formatted(entry)))
        lines.append(f"(ref-{key.replace('_', '-')})=\n`{key}`\n: {text}\n")
    return "\n".join(lines)


def _bare(text: str) -> str:
    return re.sub(r"([\\*<>|$~])", r"\\\1", text)


@cache
def _keys() -> re.Pattern[str]:
    names = (re.escape(key.replace("_", r"\_")) for key in sorted(bibliography(), key=len, reverse=True))
    return re.compile(r"(?<![\w`/])(" + "|".join(names) + r")(?![\w`])")


def linked(text: str) -> str:
    """Escaped Markdown in which each key of references.bib links to its entry, once by name."""

    def one(match: re.Match[str]) -> str:
        key = match.group(1).replace("\\_", "_")
        named = re.search(r"\d{4}[^()]*\($", text[: match.start()])  # "Goldman 1943 (goldman_1943)"
        return f"[entry](#ref-{key.replace('_', '-')})" if named else link(key)

    return _keys().sub(one, text)


def link(key: str) -> str:
    """A link to one entry, shown as its authors and year."""
    return f"[{short(key)}](#ref-{key.replace('_', '-')})"


def short(key: str) -> str:
    """ "hodgkin_katz_1949" as "Hodgkin & Katz 1949", from the entry's own authors."""
    entry = formatted(bibliography()[key])
    match = re.match(r"(.*?) \((\d{4})\)", entry)
    if not match:
        return key.replace("_", "\\_")
    names = [re.sub(r"( \w\.)+$", "", name.strip()) for name in match.group(1).split(", ")]
    who = f"{names[0]} et al." if len(names) > 2 else " & ".join(names)
    return f"{who} {match.group(2)}"
