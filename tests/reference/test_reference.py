"""Every published check against what Poise gives: hard ones must pass, soft ones are reported."""

import json
import math
from pathlib import Path

import pytest
from adapters import TASKS, Unsupported, evaluate

CHECKS = json.loads((Path(__file__).parent / "checks.json").read_text(encoding="utf-8"))


def _within(value: float | bool, check: dict) -> bool:
    """Whether |x - expected| <= max(tol_abs, tol_rel |expected|)."""
    expected = check["expected"]
    if isinstance(expected, bool):
        return value is expected
    allowed = max(check["tol_abs"] or 0.0, (check["tol_rel"] or 0.0) * abs(expected))
    return math.isfinite(value) and abs(value - expected) <= allowed


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check["id"])
def test_published(check: dict, record_property) -> None:
    try:
        value = evaluate(check)
    except Unsupported as reason:
        record_property("reference", "unsupported")
        pytest.skip(str(reason))
    within = _within(value, check)
    grade = check["grade"]
    record_property("reference", grade + (" passed" if grade == "hard" else " within") if within else _outside(grade))
    text = f"{check['id']} {check['quantity']}: {value!r}, published {check['expected']!r} {check['unit']}"
    if not within and grade == "soft":
        record_property("reference_outside", text)
    assert within or grade == "soft", text


def _outside(grade: str) -> str:
    """What a check outside its tolerance counts as."""
    return "hard failed" if grade == "hard" else "soft outside"


def test_the_adapters_know_no_check() -> None:
    """An adapter computes from inputs: no file of theirs names a check or reads the table."""
    for path in Path(__file__).parent.glob("adapter*.py"):
        text = path.read_text(encoding="utf-8")
        assert "checks.json" not in text
        assert not [check["id"] for check in CHECKS if check["id"] in text]


def test_each_task_is_answered_by_one_function() -> None:
    assert all(callable(adapter) for adapter in TASKS.values())
