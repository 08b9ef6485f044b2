"""Hooks of the whole test run."""

from reference.tally import pytest_terminal_summary as pytest_terminal_summary
