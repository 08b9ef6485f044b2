"""What all tests share: the summary of the reference checks, and how Hypothesis draws."""

import os
from pathlib import Path

from hypothesis import settings
from jaxtyping import install_import_hook

SOURCE = Path(__file__).parent.parent / "src" / "poise"
# Annotations are checked at every call, but for what handles single operations of a graph, a hundred thousand times
CHECKED = ("solve", "analysis", "model", "results")
PLAIN = {"native", "sensitivity"}
install_import_hook(
    [
        f"poise.{room}.{one.stem}"
        for room in CHECKED
        for one in sorted((SOURCE / room).iterdir())
        if one.stem[0] != "_" and not (room == "solve" and one.stem in PLAIN)
    ],
    "typechecker.checked",
)

from reference.tally import pytest_terminal_summary as pytest_terminal_summary  # noqa: E402 - after the hook

# The same examples in every `make test`, so that it fails only for a change; new ones in every `make test-all`.
settings.register_profile("same", derandomize=True, deadline=None)
settings.register_profile("new", deadline=None)
settings.load_profile(os.environ.get("POISE_EXAMPLES", "same"))
