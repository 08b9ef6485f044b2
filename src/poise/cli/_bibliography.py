"""A BibTeX entry as one line of a list of references."""

import re
import unicodedata
from typing import Final

_FIELD: Final = re.compile(r"^\s*(\w+)\s*=\s*\{(.*)\},?\s*$", re.MULTILINE)
_ACCENTS: Final = {
    '"': "\u0308", "'": "\u0301", "`": "\u0300", "^": "\u0302", "~": "\u0303", "=": "\u0304", ".": "\u0307",
    "c": "\u0327", "v": "\u030c", "u": "\u0306", "H": "\u030b", "k": "\u0328", "r": "\u030a",
}  # fmt: skip
_ACCENTED: Final = re.compile(r"\{?\\(?:([\"'`^~=.])\s*|([cvuHkr])(?=[\s{])\s*)\{?\\?(\w)\}?\}?")
_NAMED: Final = {
    r"\textdegree": "\u00b0", r"\O": "\u00d8", r"\o": "\u00f8", r"\ss": "\u00df", r"\ae": "\u00e6",
    r"\&": "&", r"\_": "_", r"\%": "%",
}  # fmt: skip


def formatted(entry: str) -> str:
    """Authors (year). Title. Where it appeared. doi."""
    fields = {name.casefold(): plain(text) for name, text in _FIELD.findall(entry)}
    authors = ", ".join(_author(one) for one in fields.get("author", fields.get("editor", "")).split(" and ") if one)
    where = fields.get("journal") or fields.get("publisher") or fields.get("institution") or fields.get("howpublished")
    numbers = " ".join(filter(None, [fields.get("volume", ""), fields.get("pages", "").replace("--", "-")]))
    place = " ".join(filter(None, [where or "", numbers]))
    doi = f"doi:{fields['doi']}" if "doi" in fields else ""
    head = f"{authors} ({fields['year']})" if "year" in fields else authors
    return ". ".join(part.rstrip(".") for part in [head, fields.get("title", ""), place, doi] if part)


def _author(name: str) -> str:
    family, comma, given = name.partition(",")
    initials = " ".join(f"{part[0]}." for part in given.split())
    return f"{family.strip()} {initials}".strip() if comma else name.strip()


def plain(text: str) -> str:
    """TeX's accents and braces as plain Unicode."""
    text = _ACCENTED.sub(lambda m: unicodedata.normalize("NFC", m[3] + _ACCENTS[m[1] or m[2]]), text)
    for name, character in _NAMED.items():
        text = text.replace("{" + name + "}", character).replace(name, character)
    return " ".join(text.replace("{", "").replace("}", "").split())
