"""Recipes in one line and in files: what is read, and where the caret stands under what is not."""

from pathlib import Path

import pytest

from poise.errors import InputError, ModelFileError, UnknownNameError
from poise.io.recipe_text import parse_recipe
from poise.io.yaml_recipe import parse_recipe_file, read_recipe, recipe_from, shipped_recipes

FILE = """\
poise_recipe: 1
name: mine
description: An internal solution.
temperature: 22 degC
contents: {K-gluconate: 130 mM, KCl: 10 mM, HEPES: 10 mM, EGTA: 0.2 mM}
pH: 7.3 with KOH
osmolarity: 290 mOsm with sucrose
free: {Ca2+: 100 nM with CaCl2}
gas: 5 % CO2
references: [davies_1962]
sources: {contents: made up}
"""


@pytest.mark.parametrize(
    ("written", "name", "amount"),
    [
        ("140 mM KCl", "KCl", 140.0),
        ("KCl 140 mM", "KCl", 140.0),
        ("KCl: 140 mM", "KCl", 140.0),
        ("KCl = 0.14 M", "KCl", 140.0),
        ("140mM KCl", "KCl", 140.0),
        ("250 uM EGTA", "EGTA", 0.25),
        ("250 µM EGTA", "EGTA", 0.25),
        ("1e-3 mol/L CaCl2.2H2O", "CaCl2", 1.0),
        ("2 mM CaCl2·2H2O", "CaCl2", 2.0),
        ("9 g/L NaCl", "NaCl", 9.0 / 58.44e-3 * 1e-0),
        ("0.9 % w/v NaCl", "NaCl", 9.0 / 58.44e-3),
        ("0.9 % (w/v) NaCl", "NaCl", 9.0 / 58.44e-3),
        ("147.01 mg/L CaCl2.2H2O", "CaCl2", 1.0),
        ("140 mM of KCl", "KCl", 140.0),
    ],
)
def test_ingredients(written: str, name: str, amount: float) -> None:
    ((found, concentration),) = parse_recipe(written).contents
    assert found.name == name
    assert concentration == pytest.approx(amount, rel=1e-4)


def test_a_whole_line() -> None:
    found = parse_recipe(
        "140 mM KCl, 10 mM HEPES; 5 mM EGTA\npH 7.3 with KOH, osmolarity 290 mOsm with sucrose, 5 % CO2, 95 % O2, "
        "free Ca2+ 100 nM with CaCl2, Mg2+ free: 1 mM with MgCl2, at 22 degC"
    )
    assert [one.name for one, _ in found.contents] == ["KCl", "HEPES", "EGTA"]
    assert found.ph is not None
    assert (found.ph.ph, str(found.ph.titrant)) == (7.3, "KOH")
    assert found.osmolarity is not None
    assert (found.osmolarity.osmolarity, str(found.osmolarity.osmolyte)) == (290.0, "sucrose")
    assert dict(found.gas) == {"CO2": 0.05, "O2": 0.95}
    assert found.temperature == pytest.approx(295.15)
    assert [(str(one.species), one.concentration, str(one.compound)) for one in found.free] == [
        ("Ca2+", pytest.approx(1e-4), "CaCl2"),
        ("Mg2+", 1.0, "MgCl2"),
    ]


@pytest.mark.parametrize(
    "written",
    ["290 mOsm with sucrose", "osmolarity: 290 mosmol/L with sucrose", "osmolality 290 mOsm/kg with sucrose"],
)
def test_spellings_of_osmolarity(written: str) -> None:
    found = parse_recipe(f"1 mM KCl, {written}").osmolarity
    assert found is not None
    assert (found.osmolarity, found.per_kg) == (290.0, "/kg" in written)


@pytest.mark.parametrize("written", ["gas 95 % O2 / 5 % CO2", "bubbled with 95 % O2 and 5 % CO2", "5 % CO2, 95 % O2"])
def test_spellings_of_gases(written: str) -> None:
    assert dict(parse_recipe(f"1 mM KCl, {written}").gas) == {"O2": 0.95, "CO2": 0.05}


@pytest.mark.parametrize("written", ["at 22 degC", "22 °C", "temperature 22 degC", "at 295.15 K", "at 22 C"])
def test_spellings_of_temperature(written: str) -> None:
    assert parse_recipe(f"1 mM KCl, {written}").temperature == pytest.approx(295.15)


@pytest.mark.parametrize(
    ("written", "column", "words"),
    [
        ("140 mM KCl, 10 mM HEPS", 19, ["unknown compound 'HEPS'", "HEPES"]),
        ("140 mm KCl", 5, ["length", "mM"]),
        ("0,5 mM KCl", 1, ["decimal point"]),
        ("5 % glucose", 1, ["per cent of what", "w/v"]),
        ("140 mM KCl, 5 % CO3", 13, ["per cent", "CO2"]),
        ("140 mM KCl, pH 7.3 with KOHH", 25, ["unknown compound 'KOHH'", "KOH"]),
        ("140 mM KCl, pH 7.3 with", 20, ["followed by nothing"]),
        ("140 mM KCl, pH 15", 16, ["between 0 and 14"]),
        ("140 mM KCl, pH seven", 16, ["not a pH"]),
        ("140 mM KCl, pH 7, pH 8", 19, ["given twice"]),
        ("10 mM KCl, KCl 5 mM", 12, ["'KCl' is given twice"]),
        ("10 mM KCl, 5 mM", 12, ["amount of nothing"]),
        ("10 mM KCl, NaCl", 12, ["no amount"]),
        ("10 mM KCl, 1 kg NaCl", 14, ["unit"]),
        ("140 mM KCl, osmolarity 290 mV", 24, ["not an osmolarity"]),
        ("140 mM KCl, osmolarity 290 mOsm with sucros", 38, ["sucros", "sucrose"]),
        ("140 mM KCl, free Ca2+ 100 nM", 23, ["with what"]),
        ("140 mM KCl, free Cax 1 nM with CaCl2", 18, ["unknown species 'Cax'"]),
        ("140 mM KCl, free Ca2+ 1 nV with CaCl2", 23, ["nV"]),
        ("140 mM KCl, free Ca2+ 1 nM with CaCl", 33, ["unknown compound 'CaCl'"]),
        ("140 mM KCl, at 300 degC", 13, ["out of range"]),
        ("140 mM KCl, at 22 mV", 16, ["mV"]),
        ("140 mM KCl, 5 % CO2, 10 % CO2", 22, ["'CO2' is given twice"]),
        ("140 mM KCl, gas 5 % helium", 21, ["unknown gas"]),
        ("140 mol/kg KCl", 1, ["molality"]),
        ("-5 mM KCl", 1, ["negative"]),
        ("1 g/L gluconate-", 1, ["moles"]),
        ("140 mM KCl, 1 mM Fe", 18, ["solid"]),
        ("140 mM KCl, \x07", 13, ["character"]),
    ],
)
def test_mistakes_in_a_line(written: str, column: int, words: list[str]) -> None:
    with pytest.raises(ModelFileError) as caught:
        parse_recipe(written)
    (problem,) = caught.value.problems
    assert problem.column == column, str(problem)
    assert "^" in problem.excerpt
    for word in words:
        assert word in str(problem)


@pytest.mark.parametrize(
    ("written", "words"),
    [
        ("pH 7 with KOH", ["no ingredients"]),
        ("1 mM KCl " * 600, ["characters"]),
        ("1 mM KCl, 60 % CO2, 60 % O2", ["120 %"]),
        ("30 M KCl", ["20 M"]),
        ("1 mM KCl, free H+ 100 nM with HCl", ["pH"]),
        ("1 mM KCl, free Ca2+ 1 mM with NaCl", ["holds none"]),
    ],
)
def test_recipes_that_cannot_be(written: str, words: list[str]) -> None:
    with pytest.raises(InputError) as caught:
        parse_recipe(written)
    for word in words:
        assert word in str(caught.value)


def test_a_file() -> None:
    found = parse_recipe_file(FILE)
    assert found.name == "mine"
    assert len(found.contents) == 4
    assert found.free[0].concentration == pytest.approx(1e-4)
    assert found.references == ("davies_1962",)
    line = parse_recipe(
        "130 mM K-gluconate, 10 mM KCl, 10 mM HEPES, 0.2 mM EGTA, pH 7.3 with KOH, osmolarity 290 mOsm with sucrose, "
        "free Ca2+ 100 nM with CaCl2, 5 % CO2, at 22 degC"
    )
    assert (found.contents, found.ph, found.free, found.osmolarity) == (
        line.contents, line.ph, line.free, line.osmolarity,
    )  # fmt: skip
    python = recipe_from(
        {"K-gluconate": "130 mM", "KCl": 10.0, "HEPES": 10, "EGTA": "200 uM"}, ph="7.3 with KOH",
        osmolarity="290 mOsm with sucrose", free={"Ca2+": "100 nM with CaCl2"}, gas="5 % CO2", temperature="22 degC",
    )  # fmt: skip
    assert python.contents == line.contents
    assert (python.ph, python.free, python.osmolarity, dict(python.gas)) == (
        line.ph, line.free, line.osmolarity, dict(line.gas),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("old", "new", "place", "words"),
    [
        ("HEPES: 10 mM", "HEPS: 10 mM", (5, 45), ["unknown compound 'HEPS'", "HEPES"]),
        ("HEPES: 10 mM", "HEPES: 10 mV", (5, 52), ["mV", "concentration"]),
        ("HEPES: 10 mM", "HEPES: 10", (5, 52), ["no unit"]),
        ("HEPES: 10 mM", "kcl: 10 mM", (5, 45), ["'KCl' is given twice"]),
        ("HEPES: 10 mM", "HEPES: [10]", (5, 45), ["not a line"]),
        ("7.3 with KOH", "7.3 with KOHH", (6, 14), ["KOHH", "KOH"]),
        ("7.3 with KOH", "neutral", (6, 5), ["not a pH"]),
        ("290 mOsm with sucrose", "290 mOsm with sucros", (7, 27), ["sucros"]),
        ("100 nM with CaCl2", "100 nM", (8, 14), ["with what"]),
        ("{Ca2+: 100", "{Cax: 100", (8, 8), ["unknown species 'Cax'"]),
        ("5 % CO2", "5 % CO3", (9, 10), ["unknown gas"]),
        ("22 degC", "22", (4, 14), ["no unit"]),
        ("22 degC", "900 degC", (4, 14), ["out of range"]),
        ("pH: 7.3", "PH: 7.3", (6, 1), ["unknown entry 'PH'", "pH"]),
        ("poise_recipe: 1", "poise_recipe: 2", (1, 15), ["version"]),
        ("davies_1962", "davis_1962", (10, 14), ["davis_1962", "davies_1962"]),
        ("name: mine", "name: my own", (2, 7), ["not a name"]),
        ("contents: {K-", "content: {K-", (5, 1), ["unknown entry", "contents"]),
    ],
)
def test_mistakes_in_a_file(old: str, new: str, place: tuple[int, int], words: list[str]) -> None:
    assert FILE.count(old) == 1
    with pytest.raises(ModelFileError) as caught:
        parse_recipe_file(FILE.replace(old, new), "mine.yaml")
    problem = next(one for one in caught.value.problems if (one.line, one.column) == place)
    assert str(problem).startswith(f"mine.yaml:{place[0]}:{place[1]}: error:")
    assert "^" in problem.excerpt
    for word in words:
        assert word in str(caught.value)


def test_every_mistake_comes_at_once() -> None:
    wrong = FILE.replace("HEPES", "HEPS").replace("EGTA", "EGTTA").replace("7.3 with", "17.3 with")
    with pytest.raises(ModelFileError) as caught:
        parse_recipe_file(wrong)
    assert [one.line for one in caught.value.problems] == [5, 5, 6]


@pytest.mark.parametrize(
    "text", ["", "[]", "x", "poise_recipe: 1", "poise_recipe: 1\ncontents: []", "a: &a [*a]", "contents: {{: }", "\x00"]
)
def test_what_is_no_recipe_at_all(text: str) -> None:
    with pytest.raises(ModelFileError):
        parse_recipe_file(text)


def test_too_much() -> None:
    with pytest.raises(ModelFileError):
        parse_recipe_file("poise_recipe: 1\ncontents: {KCl: 1 mM}\ndescription: |\n" + "  x\n" * 40_000)
    many = "".join(f"  x{k}: 1 mM\n" for k in range(200))
    with pytest.raises(ModelFileError):
        parse_recipe_file(f"poise_recipe: 1\ncontents:\n{many}")


def test_where_recipes_are_found(tmp_path: Path) -> None:
    assert len(shipped_recipes()) >= 12
    assert read_recipe("acsf").name == "acsf"
    (tmp_path / "own.yaml").write_text(FILE, encoding="utf-8")
    assert read_recipe(tmp_path / "own.yaml").name == "mine"
    for name, words in (("acfs", "acsf"), ("nowhere.yaml", "no file"), ("", "written out")):
        with pytest.raises(UnknownNameError, match=words):
            read_recipe(name)
    (tmp_path / "other.yaml").mkdir()
    with pytest.raises(ModelFileError):
        read_recipe(str(tmp_path / "other.yaml"))


@pytest.mark.parametrize(
    ("contents", "phrases", "words"),
    [
        ({"KCl": "140"}, {}, "KCl"),
        ({"KCl": None}, {}, "amount"),
        ({"KCl": float("nan")}, {}, "concentration"),
        ({"KCI": 1.0}, {}, "KCl"),
        ({"KCl": 1.0}, {"ph": "x"}, "pH"),
        ({}, {}, "no ingredients"),
    ],
)
def test_mistakes_in_python(contents: dict[str, object], phrases: dict[str, str], words: str) -> None:
    with pytest.raises(InputError, match=words):
        recipe_from(contents, **phrases)
