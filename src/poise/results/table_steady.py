"""What the tables of `steady`, and of the state at the end of a run, say below the one of `rest`."""

from collections.abc import Iterator
from typing import Any

import numpy as np

from .result import Result
from .table_numbers import GAP, in_reach, number
from .table_rows import Column, Grid, Line, concentration_text
from .table_units import duration, volumes_in_reach

_NEUTRAL = 1e-12  # of the fastest: a slower eigenvalue is a direction in which nothing moves


def steady_parts(result: Result) -> Iterator[Line | Grid]:
    """Compartments, stability, entropy, fuel."""
    grid = _compartments(result)
    if grid.rows:
        yield Line(kind="blank")
        yield grid
    told = [*_stability(result), *_spent(result)]
    if told:
        yield Line(kind="blank")
        yield from (Line(one) for one in told)


def _compartments(result: Result) -> Grid:
    """Compartments side by side: volume, then each species."""
    contents = result.labels.get("content", ())
    places = [name for name in result.labels["compartment"] if any(one.startswith(f"{name}.") for one in contents)]
    where = {full: k for k, full in enumerate(contents)}
    holding = result.labels.get("holding", ())
    rows: list[tuple[str, ...]] = []
    if holding:
        shown, unit = volumes_in_reach(result["volume"])
        volumes = [number(shown[holding.index(name)]) if name in holding else "reservoir" for name in places]
        rows.append((f"volume ({unit})", *volumes))
    for ion in dict.fromkeys(full.partition(".")[2] for full in contents):
        values = [
            concentration_text(ion, result["content"][where[f"{name}.{ion}"]]) if f"{name}.{ion}" in where else GAP
            for name in places
        ]
        rows.append((f"{ion} (mM)" if not any(one.startswith("pH") for one in values) else ion, *values))
    return Grid((Column("compartment", left=True), *(Column(name) for name in places)), tuple(rows))


def _stability(result: Result) -> Iterator[str]:
    pairs = result.facts.get("eigenvalues_per_s")
    if pairs is None:
        return
    values = np.asarray(pairs, float).reshape(-1, 2)
    values = values[np.isfinite(values).all(axis=1)]
    if not len(values):
        yield "stability: unknown"
        return
    fastest = np.abs(values).max()
    moving = values[np.hypot(*values.T) > _NEUTRAL * fastest]
    neutral = len(values) - len(moving)
    word = "stable" if result.facts.get("stable") else "NOT stable"
    idle = f"; {neutral} direction{'s' if neutral > 1 else ''} in which nothing moves" if neutral else ""
    yield f"{word}: {len(values)} eigenvalues{idle}"
    if len(moving):
        slow = moving[np.argmax(moving[:, 0])]
        fast = moving[np.argmin(moving[:, 0])]
        yield f"slowest {_eigenvalue(slow)}" + (f"; fastest {_eigenvalue(fast)}" if len(moving) > 1 else "")


def _eigenvalue(pair: Any) -> str:
    """As rate and time constant: "-0.00204 1/s (490 s)", with its frequency where it turns."""
    real, imaginary = float(pair[0]), abs(float(pair[1]))
    turns = f" +- {number(imaginary)}i" if imaginary else ""
    what = "grows" if real > 0 else "decays"
    time = f"{what} in {duration(1.0 / abs(real), 4)}" if real else "neither grows nor decays"
    rate = f", {number(imaginary / (2 * np.pi))} Hz" if imaginary else ""
    return f"{number(real)}{turns} 1/s ({time}{rate})"


def _spent(result: Result) -> Iterator[str]:
    entropy = result.facts.get("entropy_production_W_per_K")
    if entropy is not None:
        lone = "volume" not in result.data
        yield f"entropy production {number(entropy)} W/K" + (
            " (per m2 of interface where the model gives no area)" if lone else ""
        )
    for k, full in enumerate(result.labels.get("ion", ())):
        face, place, name = full.split(".", 2)
        flux = -float(result["net_flux"][k])
        if name == "ATP" and np.isfinite(flux) and flux > 0:
            shown, unit = in_reach([flux / 1e-8], "pmol/cm2/s")
            yield f"ATP spent in {place} by {face}: {number(shown[0])} {unit}"
