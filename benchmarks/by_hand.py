"""Models that the peers have from hand-written equations: trajectories agree first, then ensembles are timed."""

from collections.abc import Mapping
from typing import Any

from . import against
from .effort import Effort
from .peers import ask, install

REFERENCES = (("myokit", "CVODES"), ("roadrunner", "CVODE"))
TIGHT = 1e-10


def trajectories(task: Mapping[str, Any], effort: Effort) -> dict[str, float]:
    """Largest difference of V [mV] and largest relative one of the other numbers, Poise and Myokit at 1e-9.

    Args:
        task: with `times`; its first cells are followed.
        effort: how many.
    """
    import numpy as np

    told = []
    for name in ("poise", "myokit"):
        why = install(name)
        if why:
            return {}
        said = ask(name, {**task, "cells": effort.of(4, 2), "answers": {"trajectories": 1e-9}})
        if said.missing:
            return {}
        told.append(np.array(said.values["variants"]["trajectories"]["answer"]))
    ours, theirs = told
    largest = np.abs(theirs).max(axis=2, keepdims=True)
    apart = np.abs(ours - theirs)
    return {"potential_mV": float(apart[:, 0].max()), "relative": float((apart / largest)[:, 1:].max())}


def reference(task: Mapping[str, Any], cells: int) -> tuple[str, list[Any], float]:
    """The peer that gave it, the states at the end at 1e-10, and how far a second peer's are from them.

    Raises:
        RuntimeError: no peer gave one.
    """
    from common import usual_states_error

    found = []
    for name, variant in REFERENCES:
        why = install(name)
        said = None if why else ask(name, {**task, "cells": cells, "answers": {variant: TIGHT}})
        if said is not None and not said.missing:
            found.append((name, said.values["variants"][variant]["answer"]))
    if not found:
        raise RuntimeError("no peer gave a reference")
    own = usual_states_error(found[1][1], found[0][1]) if len(found) > 1 else float("nan")
    return found[0][0], found[0][1], own


def compared(
    known: Mapping[str, Any], sizes: tuple[int, int, int], limit: float, apart: float, effort: Effort
) -> dict[str, Any]:
    """Rows as `against.compared`, with how far the trajectories are apart.

    Args:
        known: problem, numbers, draws, end, times.
        sizes: cells for Poise, for the others, and to check.
        limit: of the relative error at the end.
        apart: largest difference of V along the trajectories [mV].
        effort: how often.

    Raises:
        RuntimeError: the models are not the same.
    """
    cells, few, checked = sizes
    plain = {key: value for key, value in known.items() if key != "times"}
    same = trajectories(known, effort)
    if same and not same["potential_mV"] <= apart:
        raise RuntimeError(f"{known['problem']}: the trajectories are {same['potential_mV']:.2e} mV apart")
    source, end, own = reference(plain, checked)
    task = {**plain, "cells": cells, "reference": end, "limit": limit, "tolerances": against.tolerances(1e-4, 1e-9)}
    found = against.compared(
        task,
        alone={"roadrunner": {"cells": few}, "myokit": {"cells": few}},
        checked={"cells": checked},
        effort=effort,
    )
    return {
        **found,
        "trajectories_apart": same,
        "reference": f"{source} at {TIGHT:g}",
        "reference_own_error": own,
        "limit": limit,
    }
