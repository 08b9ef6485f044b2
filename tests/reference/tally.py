"""The tally of the published checks, printed at the end of a test run."""

from collections import Counter

import pytest

_KINDS = ("hard passed", "hard failed", "soft within", "soft outside", "unsupported")


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """One line of counts, and one for each soft check that is outside its tolerance (from the reports: xdist too)."""
    reports = [report for found in terminalreporter.stats.values() for report in found]
    counts: Counter[str] = Counter()
    outside = []
    for report in reports:
        for name, value in getattr(report, "user_properties", ()):
            if name == "reference" and report.when == "call":
                counts[value] += 1
            elif name == "reference_outside" and report.when == "call":
                outside.append(value)
    if counts:
        for line in sorted(outside):
            terminalreporter.write_line(f"soft, outside: {line}")
        terminalreporter.write_line("reference: " + ", ".join(f"{counts[kind]} {kind}" for kind in _KINDS))
