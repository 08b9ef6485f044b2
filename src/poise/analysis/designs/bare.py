"""Numbers in text without a unit, which take that of a number beside them."""

import re
from typing import Final

from ...units import NUMBER

_BEFORE_UNIT: Final = re.compile(rf"{NUMBER}\s*")


def unit_of(word: str) -> str:
    """What is left of a number with a unit where the number is taken away."""
    return _BEFORE_UNIT.sub("", word, count=1)
