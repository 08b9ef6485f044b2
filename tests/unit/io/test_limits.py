"""Texts made to take for ever: refused at once, or read exactly."""

import contextlib
import time
import tracemalloc
from itertools import pairwise

import pytest

from poise.errors import ModelFileError
from poise.io.source import MAX_BYTES, Place, Source
from poise.io.yaml_tree import MAX_DEPTH, MAX_NODES, Entries, plain, read_tree

_LETTERS = "abcdefghijk"
_BOMB = "a: &a [x, x, x, x, x, x, x, x, x]\n" + "".join(
    f"{two}: &{two} [{', '.join([f'*{one}'] * 9)}]\n" for one, two in pairwise(_LETTERS[:9])
)
_MERGE_BOMB = "a: &a {x: 1}\n" + "".join(
    f"{two}: &{two} {{<<: [{', '.join([f'*{one}'] * 9)}]}}\n" for one, two in pairwise(_LETTERS[:9])
)

_ODD = ["no", "yes", "1e3", "012", "0x1F", "1:30", "1_000", "~", "null", ".inf", ".NaN", "2026-07-01", "-", "+1", "="]

HOSTILE = {
    "alias bomb": (_BOMB, "more than 3,000 entries"),
    "merge bomb": (_MERGE_BOMB, "merge keys"),
    "merge bomb behind a name": (_MERGE_BOMB.replace("<<", "y"), "more than 3,000 entries"),
    "aliases of aliases": ("a: &a x\nb: [" + "*a, " * 15_000 + "]", "more than 3,000 entries"),
    "deep block": ("- " * 10_000 + "x", "more than 20 levels"),
    "deep mapping": ("\n".join(" " * i + "a:" for i in range(350)), "more than 20 levels"),
    "deep flow": ("[" * 10_000, "64 brackets open"),
    "deep closed flow": ("[" * 10_000 + "]" * 10_000, "64 brackets open"),
    "deep flow in lines": ("[\n" * 10_000, "more than 20 levels"),
    "deep flow mapping": ("{a: " * 10_000, "64 brackets open"),
    "deep mixed flow": ("[{a: \n" * 5_000, "more than 20 levels"),
    "half closed flow": ("[[a]," * 10_000, "more than 20 levels"),
    "deep keys": ("? " * 10_000, "more than 20 levels"),
    "depth by alias": (
        "a: &a [[[[[[[[[x]]]]]]]]]\nb: &b [[[[[[[[[*a]]]]]]]]]\nc: [[[*b]]]", "more than 20 levels"
    ),
    "many items": ("a: [" + "a," * 30_000 + "]", "more than 3,000 entries"),
    "many entries": ("\n".join(f"k{i}: v" for i in range(6000)), "more than 3,000 entries"),
    "many equal keys": ("a: b\n" * 12_000, "is given twice"),
    "many empty keys": ("? \n" * 20_000, "is given twice"),
    "many tags": ("a: [" + "!x a," * 12_000 + "]", "the tag '!x'"),
    "many documents": ("---\n" * 16_000, "a second YAML document"),
    "many ends": ("...\n" * 16_000, "not YAML"),
    "many directives": ("%A\n" * 20_000, "a YAML directive"),
    "late directives": ("a: b\n...\n" + "%A\n" * 20_000, "a YAML directive"),
    "anchors": ("&a " * 20_000, "not YAML"),
    "remarks": ("#\n" * 32_000, "the file is empty"),
    "blank lines": ("\n" * 65_000, "the file is empty"),
    "blanks": (" " * 65_000, "the file is empty"),
    "long text": ("a: " + "x" * 60_000, "60,000 characters"),
    "long folded text": ("a: >\n" + " x\n\n" * 16_000, "characters"),
    "long quoted text": ('a: "' + "x\n " * 20_000 + '"', "characters"),
    "escapes": ('a: "' + "\\x41" * 16_000 + '"', "16,000 characters"),
    "code point out of range": ('a: "\\UFFFFFFFF"', "not YAML"),
    "surrogate": ("a: \ud800", "half a character"),
    "too long": ("x" * (MAX_BYTES + 1), "characters"),
}  # fmt: skip


@pytest.mark.usefixtures("unchecked")
@pytest.mark.parametrize(("text", "said"), HOSTILE.values(), ids=HOSTILE.keys())
def test_hostile_text(text: str, said: str):
    read_tree_of("a: b")  # imports are not counted
    tracemalloc.start()
    try:
        _, problems = read_tree_of(text)
    except ModelFileError as error:
        problems = error.problems
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    start = time.process_time()
    with contextlib.suppress(ModelFileError):
        read_tree_of(text)
    took = time.process_time() - start
    assert any(said in one.message for one in problems), [str(one) for one in problems][:3]
    assert all(one.line > 0 and one.column > 0 for one in problems)
    assert took < 0.6, took
    assert peak < 2e7
    assert len("\n".join(map(str, problems))) < 50_000


def read_tree_of(text: str) -> tuple[Entries, list]:
    """The tree of a text."""
    return read_tree(Source(text, "text"))


def test_limits_are_where_they_are_said_to_be():
    wide = "a: [" + ", ".join("b" for _ in range(MAX_NODES - 3)) + "]"
    assert read_tree_of(wide)[0].size == MAX_NODES
    with pytest.raises(ModelFileError, match="3,000"):
        read_tree_of(wide[:-1] + ", b]")
    deep = "a: " + "[" * (MAX_DEPTH - 1) + "x" + "]" * (MAX_DEPTH - 1)
    assert read_tree_of(deep)[0].height == MAX_DEPTH
    with pytest.raises(ModelFileError, match="20 levels"):
        read_tree_of("a: " + "[" * MAX_DEPTH + "x" + "]" * MAX_DEPTH)


@pytest.mark.parametrize("text", _ODD)
def test_scalars_stay_text(text: str):
    root, problems = read_tree_of(f"a: {text}") if text != "-" else read_tree_of(f"a: '{text}'")
    assert problems == []
    assert plain(root) == {"a": text}


def test_aliases_are_followed():
    root, problems = read_tree_of("a: &x {K+: 1 mM}\nb: *x\nc: &y 5 mM\nd: *y\n")
    assert problems == []
    assert plain(root) == {"a": {"K+": "1 mM"}, "b": {"K+": "1 mM"}, "c": "5 mM", "d": "5 mM"}


def test_places_count_characters_and_every_kind_of_line_end():
    root, _ = read_tree_of("a: b\r\nc: d\rµ: é x\n")
    assert {key: (at.line, at.column) for key, at in root.keys.items()} == {"a": (1, 1), "c": (2, 1), "µ": (3, 1)}
    assert root.values["µ"].place == (3, 4)


def test_the_caret_stands_under_the_place_in_long_and_wide_lines():
    source = Source("x" * 300 + "y" + "z" * 300 + "\n中文: 5", "text")
    line, caret = source.problem(Place(1, 301), "here").excerpt.split("\n")
    assert line[caret.index("^")] == "y"
    line, caret = source.problem(Place(2, 5), "here").excerpt.split("\n")
    assert caret.index("^") == line.index("5") + 2  # two characters that are two columns wide


def test_the_first_of_two_equal_keys_is_kept_and_both_are_shown():
    root, (problem,) = read_tree_of("a: 1\nb: 2\na: 3\n")
    assert plain(root) == {"a": "1", "b": "2"}
    assert (problem.line, problem.column) == (3, 1)
    assert "1 | a: 1" in problem.excerpt
    assert "3 | a: 3" in problem.excerpt
