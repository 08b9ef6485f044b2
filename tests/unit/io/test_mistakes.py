"""Each kind of mistake in a model file: its own message, at its exact line and column."""

from pathlib import Path
from typing import NamedTuple

import pytest

from poise.errors import ModelFileError, Problem
from poise.io import parse_model
from poise.io.source import Source
from poise.io.yaml_model import _read

MODELS = Path(__file__).parents[2] / "data" / "models"
CELL = (MODELS / "cell.yaml").read_text(encoding="utf-8")


class Mistake(NamedTuple):
    """An edit of cell.yaml, `§` where the caret should be; what the message and the hint should say."""

    old: str
    new: str
    message: str
    hint: str = ""


MISTAKES = {
    # quantities
    "no unit": Mistake("K+: 140 mM", "K+: §140", "'140': it has no unit", "such as '5 mM'"),
    "bare zero": Mistake("K+: 140 mM", "K+: §0", "'0': it has no unit", "such as '5 mM'"),
    "wrong unit": Mistake("K+: 140 mM", "K+: §5 mV", "'mV' is a unit of potential", "expected concentration"),
    "unknown unit": Mistake("K+: 140 mM", "K+: §5 mMM", "'mMM'", "expected concentration"),
    "negative": Mistake("K+: 140 mM", "K+: §-1 mM", "'-1 mM' is out of range: it must be at least 0"),
    "nan": Mistake("K+: 140 mM", "K+: §.nan", "'.nan' is not a quantity", "expected concentration"),
    "infinite": Mistake("K+: 140 mM", "K+: §.inf", "'.inf' is not a quantity", "expected concentration"),
    "overflow": Mistake("K+: 140 mM", "K+: §1e999 mM", "'1e999 mM' is not a finite number"),
    "sexagesimal": Mistake("K+: 140 mM", "K+: §1:30", "'1:30'", "expected something like '5 mM'"),
    "octal": Mistake("K+: 140 mM", "K+: §012 mM", "'012 mM' starts with a zero"),
    "word": Mistake("K+: 140 mM", "K+: §no", "'no' is not a quantity", "expected concentration"),
    "nothing": Mistake("K+: 140 mM", "§K+:", "nothing where a quantity should stand", "write concentration"),
    "list": Mistake("K+: 140 mM", "§K+: [140 mM]", "a list where an amount", "write an amount such as '140 mM'"),
    "unit of a law": Mistake("4e-7 cm/s", "§4e-7 mM", "'mM' is a unit of concentration", "expected permeability"),
    "negative of a law": Mistake("4e-7 cm/s", "§-4e-7 cm/s", "out of range"),
    "unit of a pure number": Mistake("symmetry: 0.35", "symmetry: §0.35 mM", "'mM' is a unit", "number"),
    "capacitance": Mistake("1 uF/cm2", "§1 uF", "'uF' is not a unit of capacitance per area", "'1 uF/cm2'"),
    "zero capacitance": Mistake("1 uF/cm2", "§0 uF/cm2", "out of range: it must be more than 0"),
    "kelvin": Mistake("37 degC", "§37 K", "'37 K' is out of range", "did you mean '37 degC'?"),
    "bare temperature": Mistake("37 degC", "§310", "'310': it has no unit", "such as '37 degC'"),
    "fahrenheit": Mistake("37 degC", "§98 degF", "'degF' is not a unit of temperature", "such as|like '37 degC'"),
    "absolute zero": Mistake("37 degC", "§-300 degC", "'-300 degC' is out of range"),
    # pH
    "pH with a unit": Mistake("pH: 7.2", "pH: §7.2 mM", "'7.2 mM' is not a pH", "write a number"),
    "pH twice": Mistake("pH: 7.2", "pH: §pH 7.2", "'pH 7.2' is not a pH", "write a number"),
    "pH of K+": Mistake("K+: 140 mM", "K+: §pH 7", "'pH 7' is a pH; only H+ is written so"),
    "pH out of range": Mistake("pH: 7.2", "pH: §72", "'pH 72' is out of range: a pH is between -2 and 16"),
    # species
    "unknown species": Mistake("K+: 140 mM", "§Kx: 140 mM", "unknown species 'Kx'", "did you mean 'K'"),
    "unknown ion": Mistake("ion: K+", "ion: §Q+", "unknown species 'Q+'", "did you mean"),
    "unknown in ratios": Mistake("Na+: 0.04", "§Nax: 0.04", "unknown species 'Nax'", "did you mean 'Na'"),
    "neutral ion": Mistake("ion: K+", "ion: §urea", "'urea' carries no charge", "an ion is needed|such as 'K+'|"),
    "species by alias": Mistake(
        "Na+: 10 mM", "Na+: 10 mM\n      §potassium: 1 mM", "K+ is given twice in 'cytosol', as 'K+' and as 'potassium'"
    ),
    "pH and H+": Mistake("pH: 7.2", "pH: 7.2\n      §H+: pH 7", "H+ is given twice in 'cytosol', as 'pH' and as 'H+'"),
    "ratio by alias": Mistake("Na+: 0.04", "§potassium: 0.04", "K+ is given twice, as 'K+' and as 'potassium'"),
    "no charge": Mistake("  A-: {charge: -1.5}", "  §A-: {}", "'charge' of 'A-' is missing", "write `charge: -1`"),
    "empty species": Mistake("A-: {charge: -1.5}", "§A-:", "nothing where a species", "{charge: -1}"),
    "charge in words": Mistake("charge: -1.5", "charge: §minus", "'minus' is not a quantity"),
    "charge with a unit": Mistake("charge: -1.5", "charge: §-1.5 mV", "'mV' is a unit of potential"),
    "huge charge": Mistake("charge: -1.5", "charge: §1e300", "makes no sense"),
    "bad formula": Mistake("charge: -1.5", "charge: -1.5, formula: §h2", "'h2' is not a chemical formula"),
    "known species": Mistake("  A-: {", "  §K+: {charge: 1}\n  A-: {", "'K+' is already in Poise's table"),
    "case of species": Mistake("  A-: {", "  a-: {charge: 1}\n  §A-: {", "'A-' and 'a-' differ only in case"),
    "name of species": Mistake("  A-: {", "  §B.c: {charge: 1}\n  A-: {", "'B.c' cannot be the name of a species"),
    # laws
    "unknown law": Mistake("law: ghk_channel", "law: §ghk_chanel", "'ghk_chanel' is not a law", "'ghk_channel'"),
    "law missing": Mistake("K_leak: {law: ghk_channel, ion", "§K_leak: {ion", "'K_leak' names no law", "known: "),
    "law as list": Mistake("law: ghk_channel", "§law: [leak]", "this is not a law", "known: "),
    "unknown field": Mistake("ion: K+, ", "ion: K+, §permeabilty: 1 cm/s, ", "unknown entry 'permeabilty'", "'permeab"),
    "missing field": Mistake(", permeability: 4e-7 cm/s", "", "'permeability' of 'K_leak' is missing", "1e-6 cm/s"),
    "ratios as text": Mistake("{K+: 1, Na+: 0.04}", "§0.04", "'0.04' where numbers by species", "{K+: 1, Na+: 0.04}"),
    "no ratios": Mistake("ratios: {K+: 1, Na+: 0.04}", "§ratios: {}", "no species here", "{K+: 1, Na+: 0.04}"),
    "broken reaction": Mistake("Na+(in) + H+(out) <->", "§Na+(in) + H+(out)", "has no arrow"),
    "unbalanced reaction": Mistake("Na+(in) + H+(out) <->", "§2 Na+(in) + H+(out) <->", "is not balanced"),
    "reaction that makes": Mistake(
        "Na+(in) + H+(out) <-> Na+(out) + H+(in)", "§Na+(in) <-> K+(in)", "not balanced|makes or uses up"
    ),
    "unknown in reaction": Mistake("<-> Na+(out)", "<-> Nx+(out)", "unknown species 'Nx+'", "did you mean"),
    "process as text": Mistake("K_leak: {", "other: §leak\n      K_leak: {", "'leak' where a process"),
    "name of process": Mistake("K_leak: {", "§K.leak: {", "'K.leak' cannot be the name of a process"),
    # compartments and interfaces
    "absent compartment": Mistake("inside: cytosol", "inside: §cytosole", "compartment 'cytosole' inside", "'cytosol'"),
    "no inside": Mistake("  membrane:\n    inside: cytosol", "  §membrane:", "'inside' of 'membrane' is missing"),
    "one side twice": Mistake("outside: bath", "outside: §cytosol", "'cytosol' on both sides"),
    "absent ion": Mistake("ion: K+", "ion: Rb+", "moves Rb+, which compartment 'cytosol' lacks", "contents"),
    "no ground": Mistake("    ground: true\n", "", "no compartment is ground", "ground: true"),
    "two grounds": Mistake("  cytosol:\n", "  cytosol:\n    ground: true\n", "'cytosol' is ground already"),
    "ground: yes": Mistake("ground: true", "ground: §yes", "'yes' where true or false", "write true or false"),
    "ground: True": Mistake("ground: true", "ground: §True", "'True' where true or false", "write true or false"),
    "ground: 1": Mistake("ground: true", "ground: §1", "'1' where true or false", "write true or false"),
    "name of compartment": Mistake("  bath:", "  §ba-th:", "'ba-th' cannot be the name of a compartment"),
    "name of interface": Mistake("  membrane:", "  §9m:", "'9m' cannot be the name of an interface"),
    "one name twice": Mistake("  membrane:", "  §bath:", "'bath' names both a compartment and an interface", "rename"),
    "no interfaces": Mistake("interfaces:\n", "§interfaces:\nmembranes:\n", "nothing where interfaces by name"),
    "contents as text": Mistake("contents: {K+: 5 mM, ", "contents: §none\n    #", "'none' where amounts by species"),
    # the top
    "unknown entry": Mistake("temperature: 37 degC", "temperature: 37 degC\n§temprature: 3", "unknown entry", "'temp"),
    "activity": Mistake("activity: ideal", "activity: §sit", "no activity model 'sit'", "davies, debye"),
    "case of activity": Mistake("activity: ideal", "activity: §Ideal", "no activity model 'Ideal'", "write 'ideal'"),
    "version": Mistake("poise: 1", "poise: §2", "'2' is not understood", "poise: 1"),
    "name": Mistake("name: cell", "name: §a cell", "'a cell' cannot be the name of a model"),
    "no name": Mistake("name: cell\n", "", "'name' is missing", "write `name: "),
    "no temperature": Mistake("temperature: 37 degC\n", "", "'temperature' is missing", "write `temperature: 37 degC`"),
    "references as text": Mistake("[hodgkin_katz_1949]", "§hodgkin_katz_1949", "'hodgkin_katz_1949' where a list"),
    # YAML
    "key twice": Mistake("Na+: 10 mM", "Na+: 10 mM\n      §K+: 1 mM", "'K+' is given twice here; first in line 12"),
    "tab": Mistake("    contents:\n", "§\tcontents:\n", "a tab in the indentation", "spaces"),
    "tag": Mistake("name: cell", "name: §!!python/name:os.system cell", "'!!python/name:os.system'", "leave it"),
    "own tag": Mistake("name: cell", "name: §!foo cell", "the tag '!foo'", "leave it out"),
    "string tag": Mistake("name: cell", "name: §!!str cell", "the tag '!!str'", "leave it out"),
    "merge key": Mistake("  bath:\n", "  bath:\n    §<<: {ground: true}\n", "merge keys ('<<') are not read", "write"),
    "list as key": Mistake("name: cell", "name: cell\n§[a]: b", "a list stands where a name should"),
    "document": Mistake("sources:", "§---\nsources:", "a second YAML document starts here", "one model"),
    "directive": Mistake("poise: 1", "§%YAML 1.1\n---\npoise: 1", "a YAML directive", "leave it out"),
    "colon": Mistake("name: cell", "name: cell§: x", "not YAML: a ':' where no value can start", "quote text"),
    "open quote": Mistake("name: cell", 'name: "cell', "not YAML"),
    "unknown alias": Mistake("name: cell", "name: §*x", "the alias '*x' means nothing"),
    "own alias": Mistake("references: [hodgkin_katz_1949]", "references: &r [§*r]", "stands inside what it means"),
    "escape": Mistake("name: cell", 'name: §"a\\x1b[2J"', "the control character U+001B"),
    "control character": Mistake("name: cell", "name: a§\x07", "the control character U+0007"),
    "NUL": Mistake("name: cell", "name: a§\0", "a NUL character in the text"),
}  # fmt: skip


TWO = [MISTAKES[name] for name in ("absent ion", "one side twice", "one name twice", "no interfaces")]


def problems_of(text: str) -> tuple[Problem, ...]:
    """Everything that is said of a text."""
    try:
        return _read(Source(text, "cell.yaml"))[1]
    except ModelFileError as error:
        return error.problems


def place(text: str) -> tuple[str, tuple[int, int] | None]:
    """The text without its mark, and the line and column of the mark."""
    if "§" not in text:
        return text, None
    before = text[: text.index("§")]
    return text.replace("§", ""), (before.count("\n") + 1, len(before) - (before.rfind("\n") + 1) + 1)


def test_the_sound_file_has_no_problems():
    assert problems_of(CELL) == ()


@pytest.mark.parametrize("mistake", MISTAKES.values(), ids=MISTAKES.keys())
def test_mistake(mistake: Mistake):
    assert mistake.old in CELL
    text, expected = place(CELL.replace(mistake.old, mistake.new, 1))
    problems = problems_of(text)
    said = [one for one in problems if any(part in one.message for part in mistake.message.split("|"))]
    assert said, [str(one) for one in problems]
    one = said[0]
    assert len(problems) == (2 if mistake in TWO else 1), [str(one) for one in problems]
    assert any(part in one.hint or part in one.message for part in mistake.hint.split("|")), one.hint
    assert one.severity == "error"
    assert one.file == "cell.yaml"
    if expected:
        assert (one.line, one.column) == expected, str(one)
    assert one.line > 0
    assert one.excerpt
    with pytest.raises(ModelFileError, match=r"cell\.yaml:"):
        parse_model(text, "cell.yaml")
