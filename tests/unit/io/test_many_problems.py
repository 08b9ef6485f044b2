"""What is said when several things are wrong at once, and what is only worth knowing."""

import subprocess
import sys
import time
from pathlib import Path

import pytest

from poise.errors import ModelFileError
from poise.io import check_model, parse_model
from poise.io.yaml_tree import MAX_PROBLEMS

MODELS = Path(__file__).parents[2] / "data" / "models"
CELL = (MODELS / "cell.yaml").read_text(encoding="utf-8")


def edited(*edits: tuple[str, str]) -> str:
    """cell.yaml with some places changed."""
    text = CELL
    for old, new in edits:
        assert old in text
        text = text.replace(old, new, 1)
    return text


def test_all_errors_come_at_once_in_the_order_of_the_file():
    text = edited(
        ("37 degC", "310"),
        ("K+: 140 mM", "K+: 140"),
        ("ground: true", "ground: yes"),
        ("law: ghk_channel", "law: ghk_chanel"),
        ("1 pmol/cm2/s", "1 mM"),
        ("symmetry", "symetry"),
        ("bath.K+: Hodgkin 1951", "bath.K+: []"),
    )
    with pytest.raises(ModelFileError) as caught:
        parse_model(text, "cell.yaml")
    problems = caught.value.problems
    assert [one.line for one in problems] == [5, 12, 19, 27, 29, 30, 31]
    assert all(one.severity == "error" and one.excerpt for one in problems)
    assert str(caught.value).count("cell.yaml:") == 7


def test_what_could_not_be_read_is_not_blamed_on_others():
    text = edited(("K+: 140 mM", "Kx: 140 mM"))  # three processes move K+, which the cytosol now lacks
    with pytest.raises(ModelFileError) as caught:
        parse_model(text)
    (one,) = caught.value.problems
    assert "unknown species 'Kx'" in one.message


def test_independent_errors_of_meaning_come_with_errors_of_reading():
    text = edited(("37 degC", "310"), ("inside: cytosol", "inside: cytosole"))
    with pytest.raises(ModelFileError) as caught:
        parse_model(text)
    assert [one.line for one in caught.value.problems] == [5, 23]


def test_endless_problems_end():
    lines = "".join(f"      Xq{i}: {i}\n" for i in range(900))
    with pytest.raises(ModelFileError) as caught:
        parse_model(edited(("      K+: 140 mM\n", lines)))
    assert len(caught.value.problems) == MAX_PROBLEMS
    assert any("more than 50 problems" in one.message for one in caught.value.problems)


@pytest.mark.usefixtures("unchecked")
@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("[hodgkin_katz_1949]", "[" + ", ".join(f"hodgkin_kutz_{i}" for i in range(2500)) + "]"),
        ("sources: {", "sources: {" + ", ".join(f"membrane.K_leek{i}.x: a" for i in range(1200)) + ", "),
        ("      mixed:", "".join(f"      r{i}: {{law: leak, conductance: 1}}\n" for i in range(300)) + "      mixed:"),
        ("  membrane:", "".join(f"  i{i}: {{inside: a, outside: b}}\n" for i in range(400)) + "  membrane:"),
        ("  A-: {", "".join(f"  A{i}: {{charge: 1}}\n" for i in range(600)) + "  A-: {"),
        ("Na+(in) + H+(out)", "K+(in) + " * 50 + "Kx(in)"),
    ],
    ids=["references", "sources", "processes", "interfaces", "species", "reaction"],
)  # fmt: skip
def test_large_files_full_of_mistakes_are_judged_quickly(tmp_path: Path, old: str, new: str):
    path = tmp_path / "cell.yaml"
    path.write_text(edited((old, new)), encoding="utf-8")
    check_model(path)  # imports are not counted
    start = time.process_time()
    problems = check_model(path)
    assert time.process_time() - start < 0.8
    assert 0 < len(problems) <= MAX_PROBLEMS
    assert all(one.line > 0 for one in problems)


def test_warnings_do_not_keep_a_file_from_being_read(tmp_path: Path):
    path = tmp_path / "cell.yaml"
    text = edited(
        ("[hodgkin_katz_1949]", "[hodgkin_katz_1949, hodgkin_katz_1950]"),
        ("K+: 140 mM", "K+: 141 mM"),
        ("sources: {", "sources: {bath.Kx: nowhere, "),
        ("  A-: {", "  B-: {charge: -1}\n  A-: {"),
    )
    path.write_text(text, encoding="utf-8")
    assert parse_model(text).name == "cell"
    problems = check_model(path)
    assert {one.severity for one in problems} == {"warning"}
    found = {(one.line, one.column): one for one in problems}
    assert "no reference 'hodgkin_katz_1950'" in found[4, 33].message
    assert "hodgkin_katz_1949" in found[4, 33].hint
    assert "net charge +1 mM" in found[11, 3].message
    assert "'B-' is declared but no compartment holds it" in found[8, 3].message
    assert "no quantity 'bath.Kx'" in found[32, 11].message
    assert len(problems) == 4


def test_zero_where_a_law_has_no_finite_rate():
    text = (MODELS / "electrode.yaml").read_text(encoding="utf-8").replace("Fe2+: 1 mM", "Fe2+: 0 mM")
    with pytest.raises(ModelFileError) as caught:
        parse_model(text)
    (one,) = caught.value.problems
    assert "Fe2+ is 0 in 'solution'" in one.message
    assert (one.line, one.column) == (5, 45)


def test_a_concentration_may_be_zero_where_the_law_is_finite():
    assert parse_model(edited(("K+: 140 mM", "K+: 0 mM"))).get("cytosol.K+") == 0.0


def test_sound_files_have_nothing_said_of_them():
    for path in sorted(MODELS.glob("*.yaml")):
        assert check_model(path) == ()


def test_a_sound_file_is_read_without_pydantic():
    code = (
        "import sys; from poise.io import read_model; "
        f"read_model({str(MODELS / 'cell.yaml')!r}); print('pydantic' in sys.modules, 'jax' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["False", "False"]
