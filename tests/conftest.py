"""What all tests share: the summary of the reference checks, and how Hypothesis draws."""

import os
from pathlib import Path

from beartype import BeartypeConf
from beartype.claw import beartype_packages
from hypothesis import settings
from jaxtyping import install_import_hook

SOURCE = Path(__file__).parent.parent / "src" / "poise"
# Annotations are checked at every call, but for what handles single operations of a graph, a hundred thousand times.
# beartype alone is ten times cheaper than in jaxtyping's wrapper, but it knows neither shapes (`solve/shapes.py`) nor
# types imported for type checkers only (`results`), and cannot be switched off (`model`, where reading is timed).
PLAIN = ("poise.solve.native", "poise.solve.sensitivity")
SHAPED = tuple(f"poise.solve.{name}" for name in ("bracketed", "newton", "roots", "slope"))


def modules(room: str) -> list[str]:
    """The modules and packages of a room of Poise."""
    return [f"poise.{room}.{one.stem}" for one in sorted((SOURCE / room).iterdir()) if one.stem[0] != "_"]


beartype_packages(
    [one for one in (*modules("solve"), *modules("analysis")) if one not in (*PLAIN, *SHAPED)],
    conf=BeartypeConf(is_pep484_tower=True, claw_is_pep526=False),
)
install_import_hook([*SHAPED, *modules("model"), *modules("results")], "typechecker.checked")

from reference.tally import pytest_terminal_summary as pytest_terminal_summary  # noqa: E402 - after the hook

# The same examples in every `make test`, so that it fails only for a change; new ones in every `make test-all`.
settings.register_profile("same", derandomize=True, deadline=None)
settings.register_profile("new", deadline=None)
settings.load_profile(os.environ.get("POISE_EXAMPLES", "same"))
