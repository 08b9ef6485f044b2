"""The register: every law is found by its file, and a misspelt one is helped."""

import re
from pathlib import Path

import pytest

import poise.processes
from poise.errors import UnknownNameError
from poise.processes.base import Process
from poise.processes.channels.ohmic import OhmicChannel
from poise.processes.register import law, laws

ROOM = Path(poise.processes.__file__).parent


def test_every_law_file_is_found() -> None:
    written = [
        match
        for path in ROOM.rglob("*.py")
        for match in re.findall(r'^    law: ClassVar\[str\] = "(\w+)"', path.read_text(encoding="utf-8"), re.MULTILINE)
    ]
    assert sorted(written) == sorted(laws())
    assert len(written) == len(set(written)), "two laws of one name"


def test_laws_are_in_order_and_fixed() -> None:
    assert list(laws()) == sorted(laws())
    with pytest.raises(TypeError):
        laws()["mine"] = OhmicChannel  # type: ignore[index]
    assert all(issubclass(one, Process) and one.law == name for name, one in laws().items())


def test_titles_are_unique() -> None:
    assert len({one.title for one in laws().values()}) == len(laws())


def test_law_by_name() -> None:
    assert law("ohmic_channel") is OhmicChannel


@pytest.mark.parametrize(
    ("name", "near"),
    [("ohmic_chanel", "ohmic_channel"), ("na_k_pump", "na_k_atpase"), ("KCC3", "kcc2")],
)
def test_an_unknown_law_is_answered_with_the_nearest(name: str, near: str) -> None:
    with pytest.raises(UnknownNameError, match=f"unknown law '{name}'; .*{near}"):
        law(name)
