"""Errors: what a user reads."""

import pytest

from poise.errors import (
    InputError,
    ModelError,
    ModelFileError,
    PoiseError,
    Problem,
    StatusError,
    UnitError,
    UnknownNameError,
    did_you_mean,
    nearest,
)


def test_every_error_is_a_poise_error() -> None:
    for one in (InputError, UnitError, UnknownNameError, StatusError, ModelError, ModelFileError):
        assert issubclass(one, PoiseError)
    for one in (UnitError, UnknownNameError, ModelError):
        assert issubclass(one, InputError)
    assert not issubclass(StatusError, InputError)


def test_a_problem_names_its_place_and_what_to_write() -> None:
    assert str(Problem("", "no ions")) == "error: no ions"
    assert str(Problem("cell.K+", "negative", "write 140 mM")) == "cell.K+: error: negative\n  hint: write 140 mM"
    at = Problem("cell.K+", "odd", severity="warning", file="a.yaml", line=3, column=7, excerpt="  K+: -1\n      ^")
    assert str(at) == "a.yaml:3:7: warning: odd\n  K+: -1\n      ^"


def test_a_model_error_says_all_at_once() -> None:
    error = ModelError(iter([Problem("a", "one"), Problem("b", "two")]))
    assert str(error) == "a: error: one\nb: error: two"
    assert [problem.path for problem in error.problems] == ["a", "b"]


@pytest.mark.parametrize(
    ("name", "known", "text"),
    [
        ("potasium", ["potassium", "chloride"], "did you mean 'potassium'?"),
        ("KCC", ["kcc2", "nkcc1", "ncx"], "did you mean 'kcc2' or 'nkcc1'?"),
        ("zzz", ["b", "a"], "known: a, b"),
        ("zzz", [], ""),
        ("zzz", [f"name{i}" for i in range(25)], ""),
    ],
)
def test_did_you_mean(name: str, known: list[str], text: str) -> None:
    assert did_you_mean(name, known) == text
    assert did_you_mean(name, iter(known)) == text


def test_nearest_ignores_case_and_keeps_the_names_own() -> None:
    assert nearest("NA_K_ATPASE", ["na_K_ATPase", "na_k_atpase", "x"]) == ["na_K_ATPase"]
    assert len(nearest("abc", ["abca", "abcb", "abcc", "abcd"])) == 3
