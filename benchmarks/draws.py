"""Random numbers of ensembles: the same for every peer."""

from collections.abc import Mapping

import numpy as np


def uniform(ranges: Mapping[str, tuple[float, float]], cells: int, seed: int = 0) -> dict[str, list[float]]:
    """Each parameter uniform between two numbers; the first cells are the same whatever `cells` is.

    Args:
        ranges: by parameter.
        cells: how many.
        seed: of the generator.
    """
    drawn = np.random.default_rng(seed).uniform(size=(cells, len(ranges)))
    return {name: (low + (high - low) * drawn[:, k]).tolist() for k, (name, (low, high)) in enumerate(ranges.items())}


def around(values: Mapping[str, float], share: float, cells: int, seed: int = 0) -> dict[str, list[float]]:
    """Each parameter uniform within a share of its value."""
    return uniform({k: ((1.0 - share) * v, (1.0 + share) * v) for k, v in values.items()}, cells, seed)
