"""Tables of the validation page: published checks by family, and published numbers by law; both computed now."""

import json
import math
import sys
from collections import Counter
from pathlib import Path
from typing import Any, Final

from poise import PoiseError

from .markdown import escape, table

_TESTS: Final = Path(__file__).resolve().parents[2] / "tests"
_FAMILIES: Final = {
    "ACTIVITY": "activity coefficients, Debye length, water",
    "ASTROCYTE": "astrocytes",
    "CARDIAC": "heart cells",
    "CHLORIDE": "chloride transporters",
    "CHORD": "chord conductance",
    "DONNAN": "Donnan equilibria",
    "ENERGY": "free energies",
    "GHKI": "constant-field current",
    "GHKV": "constant-field voltage",
    "HH": "Hodgkin-Huxley",
    "LJP": "liquid junctions",
    "MOBILITY": "mobilities, diffusion",
    "MULLINS_NODA": "Mullins and Noda",
    "NERNST": "Nernst and its inverses",
    "PUMPLEAK": "pump-leak cells",
    "PV": "solar cells",
    "REDOX": "redox, corrosion",
    "THERMOGALV": "thermogalvanic cells",
    "VACUOLE": "vacuole",
}


def _import(name: str, *folders: Path) -> Any:
    """A module of the tests."""
    sys.path[:0] = [str(one) for one in folders]
    try:
        return __import__(name, fromlist=["*"])
    finally:
        del sys.path[: len(folders)]


def checks() -> str:
    """How many published checks there are, are answered, and pass."""
    adapters = _import("adapters", _TESTS / "reference")
    counts: dict[str, Counter[str]] = {}
    for check in json.loads((_TESTS / "reference" / "checks.json").read_text(encoding="utf-8")):
        for family in (check["id"].rpartition("-")[0], "all"):
            counts.setdefault(family, Counter())
        outcome = _outcome(adapters, check)
        for family in (check["id"].rpartition("-")[0], "all"):
            counts[family].update(["checks", outcome, *([f"{check['grade']} {outcome}"])])
    rows = [
        (_FAMILIES.get(name, name.lower()), f"`{name}`", *map(str, _row(one)))
        for name, one in sorted(counts.items(), key=lambda item: (item[0] == "all", -item[1]["passed"], item[0]))
    ]
    heads = ("what", "family", "checks", "hard: pass", "hard: fail", "soft: within", "soft: outside", "not yet")
    return table(heads, rows, right=range(2, 8)) + "\n"


def _row(one: Counter[str]) -> tuple[int, ...]:
    graded = [one[f"{grade} {outcome}"] for grade in ("hard", "soft") for outcome in ("passed", "failed")]
    return (one["checks"], *graded, one["unsupported"])


def _outcome(adapters: Any, check: dict[str, Any]) -> str:
    try:
        value = adapters.evaluate(check)
    except adapters.Unsupported:
        return "unsupported"
    except PoiseError:
        return "failed"
    expected = check["expected"]
    if isinstance(expected, bool):
        return "passed" if value is expected else "failed"
    allowed = max(check["tol_abs"] or 0.0, (check["tol_rel"] or 0.0) * abs(expected))
    return "passed" if math.isfinite(value) and abs(value - expected) <= allowed else "failed"


def printed() -> str:
    """Numbers that others printed, law by law, beside Poise's."""
    examples = _import("contracts.examples", _TESTS).EXAMPLES
    rows = [
        (f"[`{law}`](#law-{law.replace('_', '-')})", f"{one.printed:.6g}", f"{one.computed():.6g}", escape(one.source))
        for law, example in examples.items()
        for one in example.published
    ]
    return table(("law", "printed", "Poise", "where it is printed"), rows, right=(1, 2)) + "\n"
