"""Every example of docs/cli.md, run: its output is what the page says (a line of three dots stands for any lines)."""

import re
import shlex
from pathlib import Path

import pytest

PAGE = Path(__file__).parents[2] / "docs" / "cli.md"
BLOCK = re.compile(r"```console\n(.*?)```", re.DOTALL)
NOISE = re.compile(
    r"net current \S+ \S+ \(\S+ of what flows\)|cancel to \S+ of|\"hash\": \"\w+\"|\S+e-(?:1[5-9]|[23]\d)\b"
)
DIGITS = re.compile(r"\d+\.\d{8,}(?:e[+-]\d+)?")
CELL = """poise: 1
name: my_cell
temperature: 37 degC
compartments:
  cytosol: {contents: {K+: 140 mM, A-: 140 mM}}
  bath: {ground: true, contents: {K+: 5 mV, Cl-: 5 mM}}
interfaces:
  membrane:
    inside: cytosol
    outside: bath
    processes:
      K_leak: {law: ghk_chanel, ion: K+, permeability: 1e-6 cm/s}
"""
EXAMPLES = [
    (command, shown)
    for block in BLOCK.findall(PAGE.read_text(encoding="utf-8"))
    for command, shown in re.findall(r"^\$ poise (.*)\n((?:(?!\$ ).*\n)*)", block, re.MULTILINE)
]


def _plain(text: str) -> str:
    """The text without what rounding decides: sums that vanish, hashes, digits beyond the tenth."""
    return DIGITS.sub(lambda match: f"{float(match[0]):.9g}", NOISE.sub("NOISE", text))


def test_there_are_examples_of_every_command():
    from poise.cli._app import COMMANDS

    assert {command.split()[0] for command, _ in EXAMPLES} >= set(COMMANDS) - {"schema"}


@pytest.mark.parametrize(("command", "shown"), EXAMPLES, ids=[command for command, _ in EXAMPLES])
def test_example(poise, tmp_path, command, shown):
    (tmp_path / "my_cell.yaml").write_text(CELL)
    found = poise(*shlex.split(command))
    pattern = "".join(
        r"(?:.*\n)*" if line == "..." else re.escape(_plain(line)) + r"\n" for line in shown.rstrip("\n").split("\n")
    )
    real = _plain((found.out + found.err).rstrip("\n") + "\n")
    assert re.fullmatch(pattern, real), real
