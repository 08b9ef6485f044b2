"""What Poise answers to a published check: `evaluate(check)`, by a table from its task to a small function.

Each file `adapter_*.py` beside this one may hold a table `TASKS`; adding a family is adding a file.
"""

import importlib
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

_HERE = Path(__file__).resolve().parent
if str(_HERE) not in sys.path:
    sys.path.insert(0, str(_HERE))

from adapter_common import Unsupported as Unsupported  # noqa: E402

Adapter = Callable[[Mapping[str, Any]], float | bool]


def _tasks() -> dict[str, Adapter]:
    """The tables of all families; a task may stand in one only."""
    found: dict[str, Adapter] = {}
    for path in sorted(_HERE.glob("adapter_*.py")):
        for task, adapter in getattr(importlib.import_module(path.stem), "TASKS", {}).items():
            if task in found:
                raise RuntimeError(f"{path.name} answers '{task}', which another file answers already")
            found[task] = adapter
    return found


TASKS = _tasks()


def evaluate(check: Mapping[str, Any]) -> float | bool:
    """What Poise gives for a check, in the check's unit, from its inputs alone.

    Raises:
        Unsupported: Poise cannot do this task, or not with these inputs.
    """
    adapter = TASKS.get(check["task"])
    if adapter is None:
        raise Unsupported(f"no adapter for '{check['task']}'")
    return adapter(check)
