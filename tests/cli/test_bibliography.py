"""BibTeX entries as lines of text."""

import pytest

from poise.cli._bibliography import formatted, plain
from poise.references import bibliography


@pytest.mark.parametrize(
    ("tex", "text"),
    [
        (r"D{\"u}sterwald", "Düsterwald"),
        (r"D\"usterwald", "Düsterwald"),
        (r"Mare{\v c}ek", "Mareček"),
        (r"Mare\v{c}ek", "Mareček"),
        (r"{\O}degaard", "Ødegaard"),
        (r"350 {\textdegree}C", "350 °C"),
        (r"muscle\_sim", "muscle_sim"),
        (r"{\'e}", "é"),
        ("{Na+/H+} antiport", "Na+/H+ antiport"),
    ],
)
def test_plain(tex, text):
    assert plain(tex) == text


@pytest.mark.parametrize("key", bibliography())
def test_every_entry_has_author_year_and_title(key):
    line = formatted(bibliography()[key])
    assert not set(line) & set("\\{}")
    year = key.rpartition("_")[2]
    assert f"({year})" in line or not year.isdigit()
    assert len(line) > 40
