"""Bare numbers in text, which take the unit of a number beside them."""

import re
from typing import Final

_NUMBER: Final = re.compile(r"[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d{1,3})?")
_BEFORE_UNIT: Final = re.compile(_NUMBER.pattern + r"\s*")


def is_bare(word: str) -> bool:
    """Whether it is a number and nothing else."""
    return _NUMBER.fullmatch(word) is not None


def unit_of(word: str) -> str:
    """What is left of a number with a unit where the number is taken away."""
    return _BEFORE_UNIT.sub("", word, count=1)
