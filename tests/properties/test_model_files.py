"""Ten thousand broken model files: each is read or refused with a place and a reason; nothing else happens."""

import random
import re
import time
from collections.abc import Iterator
from pathlib import Path

import jaxtyping
import pytest

from poise.errors import ModelFileError
from poise.io import parse_model
from poise.io.build import Builder
from poise.io.reader import TooManyError
from poise.io.source import Source
from poise.io.yaml_tree import plain, read_tree
from poise.model.model import Model

ROOT = Path(__file__).parents[2]
OWN = [
    (ROOT / "tests" / "data" / "models" / f"{name}.yaml").read_text(encoding="utf-8")
    for name in ("cell", "electrode", "everything")
]
SHIPPED = [path.read_text(encoding="utf-8") for path in sorted((ROOT / "src" / "poise" / "library").glob("*.yaml"))]
CHUNKS, EACH = 20, 500
QUICK = 10  # chunks in every `make test`; the others are the same with other seeds
LONGEST = 1.0  # s

_TOKEN = re.compile(r"[A-Za-z0-9_.+-]+|[^\sA-Za-z0-9_.+-]")
_STRANGE = [
    "\0", "\t", "\x85", "\u2028", "\ufeff", "\ud800", "é", "中文", "\u202e", "😀", "\x1b[2J", "\r", "\r\n", "\\", '"',
    "'", "&a ", "*a ", "!!python/object:os.system ", "<<: *a", "!x ", "? ", "- ", "{", "}", "[", "]", "|", ">", "%",
    "@", "`", "#", "---\n", "...\n", ": ", ",", "~", "null", "{" * 30, "[" * 70, "&a [*a, *a]", "9" * 400,
    "x" * 12_000,
]  # fmt: skip
_WORDS = [
    "5 mM", "5 mV", "-5 mM", "0 mM", "1e999 mM", ".nan", ".inf", "-.INF", "no", "012", "1:30", "1e3", "0x1F",
    "1_000", "pH 7", "pH 99", "K+", "Na+", "Ca2+", "H2O", "e-", "charge", "A-", "leak", "ghk_channel", "carrier",
    "butler_volmer", "ncx", "yes", "true", "false", "cytosol", "bath", "membrane", "Fe3+/Fe2+",
    "K+(in) <-> K+(out)", "", "{}", "[]", "debye_hueckel", "davies",
    "3 Na+(in) + Ca2+(out) <-> 3 Na+(out) + Ca2+(in)", "400 K", "37 degC", "1/0", "1e-400 mM", "1 furlong",
    "5 mM mM mM",
    "set", "ramp", "wash", "scale", "block", "clamp", "at", "for", "to", "by", "rises_through", "alpha", "steady",
    "C -> O", "1/ms", "exp(V/(20 mV))", "V", "[K+]in", "E[K+]", "if", "((", "**", "1e308", "custom", "binding",
]  # fmt: skip


def mutated(text: str, pick: random.Random) -> str:
    """The text with one to four things broken in it."""
    for _ in range(pick.choice((1, 1, 1, 2, 3, 4))):
        text = _MUTATIONS[pick.randrange(len(_MUTATIONS))](text, pick)
    return text


def _flip(text: str, pick: random.Random) -> str:
    data = bytearray(text.encode("utf-8", "surrogatepass")) or bytearray(b" ")
    data[pick.randrange(len(data))] ^= 1 << pick.randrange(8)
    return data.decode("utf-8", "replace")


def _delete(text: str, pick: random.Random) -> str:
    at = pick.randrange(len(text) + 1)
    return text[:at] + text[at + pick.choice((1, 1, 2, 5, 40)) :]


def _swap_lines(text: str, pick: random.Random) -> str:
    lines = text.split("\n")
    i, j = pick.randrange(len(lines)), pick.randrange(len(lines))
    lines[i], lines[j] = lines[j], lines[i]
    return "\n".join(lines)


def _repeat_line(text: str, pick: random.Random) -> str:
    lines = text.split("\n")
    lines.insert(pick.randrange(len(lines)), pick.choice(lines))
    return "\n".join(lines)


def _indent(text: str, pick: random.Random) -> str:
    lines = text.split("\n")
    at = pick.randrange(len(lines))
    lines[at] = pick.choice(("  ", " ", "\t")) + lines[at] if pick.random() < 0.6 else lines[at].lstrip()
    return "\n".join(lines)


def _replace_token(text: str, pick: random.Random) -> str:
    tokens = list(_TOKEN.finditer(text))
    if not tokens:
        return text
    token = pick.choice(tokens)
    other = pick.choice(_WORDS) if pick.random() < 0.6 else pick.choice(tokens).group()
    return text[: token.start()] + other + text[token.end() :]


def _insert(text: str, pick: random.Random) -> str:
    at = pick.randrange(len(text) + 1)
    return text[:at] + pick.choice(_STRANGE) + text[at:]


def _truncate(text: str, pick: random.Random) -> str:
    return text[: pick.randrange(len(text) + 1)]


_MUTATIONS = [_flip, _delete, _swap_lines, _repeat_line, _indent, _replace_token, _replace_token, _insert, _truncate]


def base(pick: random.Random) -> str:
    """A sound model: a small one mostly, a shipped one now and then."""
    share = pick.random()
    if SHIPPED and share < 0.04:
        return pick.choice(SHIPPED)
    return OWN[0] if share < 0.35 else OWN[1] if share < 0.7 else OWN[2]


@pytest.fixture
def unchecked() -> Iterator[None]:
    """Without the run-time checks of annotations, which would be what is timed; everything loaded."""
    jaxtyping.config.update("jaxtyping_disable", True)
    for text in ("name: 5\nother: 1", OWN[0].replace("140 mM", "1 furlong")):
        with pytest.raises(ModelFileError):
            parse_model(text)
    yield
    jaxtyping.config.update("jaxtyping_disable", False)


@pytest.mark.usefixtures("unchecked")
@pytest.mark.parametrize("chunk", [k if k < QUICK else pytest.param(k, marks=pytest.mark.slow) for k in range(CHUNKS)])
def test_broken_files_are_read_or_refused(chunk: int):
    pick = random.Random(f"model files {chunk}")
    slowest, read = (0.0, ""), 0
    for _ in range(EACH):
        text = mutated(base(pick), pick)
        start = time.process_time()
        try:
            found: Model | ModelFileError = parse_model(text)
        except ModelFileError as error:
            found = error
        if isinstance(found, Model):
            read += 1
        else:
            assert found.problems
            for problem in found.problems:
                assert problem.line > 0, text
                assert problem.column > 0, text
                assert problem.message.strip(), text
                assert len(str(problem)) < 4000, text
                assert "\x1b" not in str(problem)
        slowest = max(slowest, (time.process_time() - start, text))
    assert slowest[0] < LONGEST, slowest[1]
    assert read > EACH // 50  # not everything is broken beyond reading


@pytest.mark.parametrize("chunk", range(4))
def test_what_the_reader_finds_odd_is_what_the_layout_forbids(chunk: int):
    """The reader's table of keys and pydantic's models say the same, so that a file may be read without the latter."""
    from poise.io.structure import faults

    pick = random.Random(f"layout {chunk}")
    for _ in range(150):
        text = mutated(base(pick), pick)
        try:
            root, _ = read_tree(Source(text, "text"))
            builder = Builder(Source(text, "text"), root)
            builder.model()
        except (ModelFileError, TooManyError):
            continue
        assert builder.odd == any(True for _ in faults(plain(root))), text


def test_no_code_of_users_is_run():
    """Nothing in src evaluates text; pickles pass between Poise's own processes alone, never through a file."""
    forbidden = re.compile(r"(?<![\w.])(eval|exec|compile|__import__)\(|yaml\.load\b|\bYAML\(typ=.unsafe|shell=True")
    pickled = re.compile(r"\bpickle\b")
    runners = ROOT / "src" / "poise" / "analysis" / "runners"
    files = sorted((ROOT / "src").rglob("*.py"))
    assert len(files) > 50
    found = [
        f"{path}:{number}: {line}"
        for path in files
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if forbidden.search(line) or (pickled.search(line) and runners not in path.parents)
    ]
    assert found == []
