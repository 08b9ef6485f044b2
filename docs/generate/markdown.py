"""Plain docstrings as Markdown: sections, equations and names of papers; and tables."""

import re
from collections.abc import Iterable, Sequence
from typing import Final

from .references import linked

_SECTIONS: Final = ("Args:", "Attributes:", "Class attributes:", "Returns:", "Raises:")
_EQUATION: Final = re.compile(r"(?!with |where |which |so |what |This |The )[^\n]{1,48}? = ")
_SPECIAL: Final = re.compile(r"([\\*_\[\]<>|$~#])")


def escape(text: str) -> str:
    """Text in which nothing is markup, but code in backticks."""
    parts = text.split("`")
    if len(parts) % 2 == 0:
        return _SPECIAL.sub(r"\\\1", text)
    return "`".join(part if k % 2 else linked(_SPECIAL.sub(r"\\\1", part)) for k, part in enumerate(parts))


def prose(docstring: str, *, without: Sequence[str] = ()) -> str:
    """A docstring (already dedented) as Markdown.

    Args:
        docstring: as `inspect.getdoc` gives it.
        without: paragraphs that start so are left out.
    """
    found = []
    for paragraph in re.split(r"\n\s*\n", docstring.strip("\n")):
        if paragraph.startswith(tuple(without)) and without:
            continue
        found.append(_paragraph(paragraph))
    return "\n\n".join(found)


def _paragraph(paragraph: str) -> str:
    head, _, body = paragraph.partition("\n")
    if head.strip() in _SECTIONS:
        return f"**{head.strip().rstrip(':')}**\n\n{_entries(body)}"
    if is_equation(paragraph):
        return f"```text\n{paragraph}\n```"
    if paragraph.lstrip().startswith("- "):
        return escape_list(paragraph)
    return escape(paragraph)


def is_equation(paragraph: str) -> bool:
    """Whether a paragraph is an equation rather than a sentence."""
    return paragraph.startswith(" ") or (bool(_EQUATION.match(paragraph)) and not paragraph[:1].isspace())


def escape_list(paragraph: str) -> str:
    """A paragraph of "- " items."""
    lines = []
    for line in paragraph.split("\n"):
        bare = line.strip()
        lines.append("- " + escape(bare[2:]) if bare.startswith("- ") else "  " + escape(bare))
    return "\n".join(lines)


def _entries(body: str) -> str:
    """The lines of a section: "name: what", continued on lines that are indented further."""
    lines = body.split("\n")
    least = min(len(line) - len(line.lstrip()) for line in lines if line.strip())
    items: list[str] = []
    for line in lines:
        text = line[least:]
        if text.startswith(" ") and items:
            items[-1] += " " + text.strip()
        else:
            items.append(text.strip())
    return "\n".join(f"- {_entry(item)}" for item in items if item)


def _entry(item: str) -> str:
    match = re.match(r"([\w, ]{1,60}): (.*)", item)
    if not match:
        return escape(item)
    names = ", ".join(f"`{name.strip()}`" for name in match.group(1).split(","))
    return f"{names}: {escape(match.group(2))}"


def table(heads: Sequence[str], rows: Iterable[Sequence[str]], right: Sequence[int] = ()) -> str:
    """A Markdown table; cells are Markdown already, `right` are the columns set flush right."""
    rule = ["---:" if k in right else "---" for k in range(len(heads))]
    body = [[cell.replace("\n", " ") for cell in row] for row in rows]
    return "\n".join("| " + " | ".join(row) + " |" for row in [list(heads), rule, *body])
