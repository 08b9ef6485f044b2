"""The documentation: its examples run and print what they say, and no public name, field or key is missing from it."""

import contextlib
import doctest
import io
import os
import re
import shlex
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

import poise
from poise.cli._app import COMMANDS, run
from poise.io.layout import ACTIONS, COMPARTMENT, EVENTS, GATE, INTERFACE, MODEL, OF_EVERY_LAW, PROTOCOL, SPECIES
from poise.processes.fields import kinds
from poise.solve.status import Status

ROOT = Path(__file__).resolve().parents[2]
DOCS = ROOT / "docs"
OTHERS = {"cli.md", "source_texts.md"}  # pages with tests of their own
PAGES = [
    ROOT / "README.md",
    *(page for page in sorted(DOCS.glob("*.md")) if page.name not in OTHERS),
    *sorted(DOCS.glob("tutorials/*.md")),
]
_FENCE = re.compile(r"^```([\w{}:-]*)[^\n]*\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_FLAGS = doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE
_ROUNDING = re.compile(
    r"net current \S+ uA/cm2 \(\S+ of what flows\)|cancel to \S+ of what flows"
    r"|steps: [\d,]+ accepted, [\d,]+ rejected, \S+ \w+ of work|\(to \S+ of what flows\)"
    r"|(?:charge|species|water) to (?:the last digit|\d\.?\d*e-1[4-9](?: \(worst: [^)]+\))?)"
)


@dataclass(frozen=True)
class Block:
    """One fenced block: its language, its text, and what it should print, where the next block says so."""

    language: str
    text: str
    printed: str | None = None


def blocks(page: str) -> Iterator[Block]:
    """The fenced blocks of a page, in order; a `text` block after a `python` block is what that prints."""
    found = list(_FENCE.finditer(page))
    for k, one in enumerate(found):
        after = found[k + 1] if k + 1 < len(found) else None
        follows = after and after.group(1) == "text" and not page[one.end() : after.start()].strip()
        yield Block(one.group(1), one.group(2), after.group(2) if after and follows else None)


def commands(text: str) -> list[tuple[str, str]]:
    """The commands of a `console` block, each with what it should print."""
    parts = re.split(r"^\$ ", text, flags=re.MULTILINE)[1:]
    return [(part.partition("\n")[0], part.partition("\n")[2]) for part in parts]


def told(command: str) -> str:
    """What a command line prints, on both streams."""
    output = io.StringIO()
    with contextlib.redirect_stdout(output), contextlib.redirect_stderr(output):
        program, *arguments = shlex.split(command)
        assert program == "poise", f"only poise is run here, not '{program}'"
        run(arguments)
    return output.getvalue()


def said(text: str, names: dict[str, Any]) -> str:
    """What a piece of Python prints. A file of Poise's own is run as if it lay among the channels."""
    inside = "from ..base import" in text
    scope = names if not inside else {"__name__": "poise.processes.channels.example", **names}
    if inside:
        scope["__package__"] = "poise.processes.channels"
    output = io.StringIO()
    with contextlib.redirect_stdout(output):
        exec(compile(text, "<docs>", "exec"), scope)  # noqa: S102 - our own documentation
    if inside:
        names |= {key: value for key, value in scope.items() if not key.startswith("__")}
    return output.getvalue()


def alike(printed: str, expected: str) -> bool:
    """Whether two outputs are the same but for blanks, rounding errors and what `...` leaves out."""
    want, got = (_ROUNDING.sub("(rounding)", one).rstrip() + "\n" for one in (expected, printed))
    return doctest.OutputChecker().check_output(want, got, _FLAGS)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_examples_run_and_print_what_they_say(page: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "100")
    names: dict[str, Any] = {"__name__": "docs"}
    for block in blocks(page.read_text(encoding="utf-8")):
        if block.language == "yaml" and (match := re.match(r"# (\w+\.yaml)\n", block.text)):
            Path(match.group(1)).write_text(block.text, encoding="utf-8")
        elif block.language == "python":
            printed = said(block.text, names)
            if block.printed is not None:
                assert alike(printed, block.printed), printed
        elif block.language == "console":
            for command, expected in commands(block.text):
                printed = told(command)
                assert alike(printed, expected), f"$ {command}\n{printed}"


def test_every_page_has_a_title_and_no_long_line() -> None:
    for page in PAGES:
        text = page.read_text(encoding="utf-8")
        assert text.startswith(("# ", "```{include}")), page.name
        bare = _FENCE.sub("", text)
        assert max(map(len, (line for line in bare.splitlines() if "|" not in line))) <= 140, page.name


@pytest.fixture(scope="module")
def generated() -> Mapping[str, str]:
    """The pages that the build makes from the code."""
    sys.path.insert(0, str(DOCS))
    try:
        import generate  # pyright: ignore[reportMissingImports]

        return {name: make() for name, make in generate.PAGES.items()}
    finally:
        sys.path.remove(str(DOCS))


def test_every_public_name_is_documented(generated: Mapping[str, str]) -> None:
    for name in poise.__all__:
        if name not in ("__version__", "formulas"):
            assert re.search(rf"\}} poise\.{name}\b", generated["api"]), f"poise.{name}"
    assert "poise.iv(model: Model, *, low: float = -0.15, high: float = 0.1, points: int = 401" in generated["api"]
    formulas = [name for name, one in vars(poise.formulas).items() if name[0] != "_" and callable(one)]
    assert len(formulas) > 60
    for name in formulas:
        assert f"}} poise.formulas.{name}" in generated["formulas"], name


def test_every_law_model_and_paper_is_documented(generated: Mapping[str, str]) -> None:
    for name, law in poise.laws().items():
        assert f"### `{name}`: {law.title}" in generated["laws"]
        for field in kinds(law):
            assert f"| `{field}` |" in generated["laws"]
    for name in poise.shipped():
        assert f"## {name}\n" in generated["models"]
    from poise.references import bibliography

    for key in bibliography():
        assert f"`{key}`" in generated["references"]


def test_no_generated_page_has_a_failed_check(generated: Mapping[str, str]) -> None:
    total = next(line for line in generated["checks"].splitlines() if "`all`" in line)
    _, _, _, checks, passed, failed, within, outside, missing, _ = (cell.strip() for cell in total.split("|"))
    assert (failed, outside) == ("0", "0")
    assert int(checks) == int(passed) + int(within) + int(missing)
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert f"{passed} of {passed}" in readme
    assert f"{within} of {within}" in readme
    assert f"{missing} of {checks}" in readme
    answered = f"{checks} published checks, of which {int(passed) + int(within)} can be answered"
    assert answered in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    assert f"{checks} numbers" in (DOCS / "validation.md").read_text(encoding="utf-8")


def test_the_readme_counts_right() -> None:
    from poise.chemistry.couples import couples
    from poise.chemistry.species import default_book

    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert f"{len(poise.laws())} laws" in readme
    assert f"{len(poise.shipped())} models" in readme
    assert f"{len(list(default_book()))} species, {len(couples())} redox couples" in readme


PARTS = (MODEL, SPECIES, COMPARTMENT, INTERFACE, GATE, PROTOCOL, *ACTIONS.values(), *EVENTS.values())
KEYS = {key for part in PARTS for key in (*part.required, *part.optional)} | {*OF_EVERY_LAW}
"""Every key of a model file that is not a field of a law."""


def words(page: str) -> set[str]:
    """Everything in backticks."""
    return set(re.findall(r"`([^`\n]+)`", (DOCS / page).read_text(encoding="utf-8")))


def test_the_nomenclature_is_complete() -> None:
    known = words("nomenclature.md")
    model, living = poise.load("textbook_neuron"), poise.load("squid_axon_conserving")
    curve = poise.continue_(poise.load("three_rests"), "membrane.injected", -0.01, 0.01)
    answers = [poise.rest(model), poise.iv(model), poise.simulate(living, "spike"), poise.steady(living), curve]
    results = {name for answer in answers for name in (*answer.data, *answer.facts)} - {"path"}
    fields = {field for law in poise.laws().values() for field in kinds(law)}
    statuses = {one.name for one in Status}
    assert results | fields | statuses | KEYS - {"poise"} <= known


def test_the_page_of_the_model_file_has_every_key() -> None:
    known = words("file_format.md")
    assert known >= KEYS


def test_every_command_stands_in_the_changelog_and_the_readme() -> None:
    for page in ("CHANGELOG.md", "README.md"):
        text = (ROOT / page).read_text(encoding="utf-8")
        assert [name for name in COMMANDS if f"`{name}`" not in text] == []


def test_the_citation_file_has_the_version_and_its_date() -> None:
    from ruamel.yaml import YAML

    found = YAML(typ="safe").load((ROOT / "CITATION.cff").read_text(encoding="utf-8"))
    assert found["cff-version"] == "1.2.0"
    assert found["version"] == poise.__version__
    assert {"message", "title", "authors"} <= set(found)
    changelog = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    assert f"## [{found['version']}] - {found['date-released']}" in changelog


def test_pictures_are_there_and_small() -> None:
    for page in PAGES:
        for target in re.findall(r"(?:!\[[^\]]*\]\(|\{image\} )([^\s)]+)", page.read_text(encoding="utf-8")):
            picture = page.parent / target
            assert picture.is_file(), f"{page.name}: {target}"
            assert os.path.getsize(picture) < 150_000, f"{target} is too large for a commit"


def test_links_to_files_lead_somewhere() -> None:
    for page in PAGES:
        for target in re.findall(r"\]\((?!https?:|#)([^)#\s]+)", page.read_text(encoding="utf-8")):
            assert (page.parent / target).exists(), f"{page.name}: {target}"
