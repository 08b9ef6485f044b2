"""References: the packaged bibliography is whole, and keys are found."""

import re

import pytest

from poise.errors import UnknownNameError
from poise.references import bibliography, bibtex

REQUIRED = {"article": {"author", "title", "journal", "year"}, "book": {"title", "publisher", "year"}}


@pytest.mark.parametrize("key", sorted(bibliography()))
def test_entry_is_whole(key: str) -> None:
    entry = bibliography()[key]
    kind = re.match(r"@(\w+)\{", entry)
    assert kind
    assert re.fullmatch(r"[a-z0-9]+(_[a-z0-9]+)*", key)
    fields = dict(re.findall(r"^  (\w+) = \{(.*)\},$", entry, re.MULTILINE))
    assert fields, "one field on a line, as `  name = {value},`"
    assert REQUIRED.get(kind.group(1), {"title"}) <= set(fields)
    assert "author" in fields or "editor" in fields
    assert all(value.count("{") == value.count("}") for value in fields.values())
    assert entry.count("{") == entry.count("}")
    year = re.search(r"_(\d{4})$", key)
    assert not year or fields["year"] == year.group(1)
    if "doi" in fields:
        assert re.fullmatch(r"10\.\d{4,}/\S+", fields["doi"])


def test_keys_are_given_once() -> None:
    entries = list(bibliography().values())
    assert len(set(entries)) == len(entries)
    from importlib import resources

    text = resources.files("poise").joinpath("references.bib").read_text(encoding="utf-8")
    assert text.count("\n@") + text.startswith("@") == len(entries)


def test_bibtex_keeps_the_order_and_drops_repetition() -> None:
    found = bibtex(["hodgkin_huxley_1952", "goldman_1943", "hodgkin_huxley_1952"])
    assert re.findall(r"^@\w+\{(\w+),", found, re.MULTILINE) == ["hodgkin_huxley_1952", "goldman_1943"]
    assert bibtex([]) == ""


def test_an_unknown_key_is_answered_with_the_nearest() -> None:
    with pytest.raises(UnknownNameError, match=r"no reference 'goldmann_1943'.*did you mean 'goldman_1943'"):
        bibtex(["goldmann_1943"])
