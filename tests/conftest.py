"""What all tests share: the summary of the reference checks, and how Hypothesis draws."""

import os

from hypothesis import settings

from reference.tally import pytest_terminal_summary as pytest_terminal_summary

# The same examples in every `make test`, so that it fails only for a change; new ones in every `make test-all`.
settings.register_profile("same", derandomize=True, deadline=None)
settings.register_profile("new", deadline=None)
settings.load_profile(os.environ.get("POISE_EXAMPLES", "same"))
