"""Correlated draws: a Gaussian copula, which leaves the distribution of each quantity as it is."""

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from ...errors import InputError, did_you_mean
from ...model.model import Model
from .distributions import inside


@dataclass(frozen=True)
class Copula:
    """Correlations of the normal scores z of pairs of quantities.

    u = Phi(L z),  L L^T = R;  a pair of normal quantities has just this correlation, other pairs about this rank
    correlation: (6/pi) arcsin(r/2) by Spearman.

    Attributes:
        pairs: ((path, path), correlation); pairs that are not named are independent.

    Source: Nelsen 2006, An Introduction to Copulas, sec. 2.3 and 5.1.
    """

    pairs: tuple[tuple[tuple[str, str], float], ...] = ()

    @classmethod
    def read(cls, given: Any) -> "Copula":
        """From `None` or a mapping from pairs of paths to numbers between -1 and 1.

        Raises:
            InputError: anything else.
        """
        if given is None:
            return cls()
        if isinstance(given, Copula):
            return given
        if not isinstance(given, Mapping):
            raise InputError("correlation: write pairs of paths with a number each, {('a', 'b'): 0.5}")
        found: dict[tuple[str, str], float] = {}
        for pair, number in given.items():
            good = isinstance(pair, (tuple, frozenset)) and len(pair) == 2 and all(isinstance(p, str) for p in pair)
            if not good:
                raise InputError(f"correlation: '{pair}' is not a pair of paths, such as ('bath.K+', 'bath.Na+')")
            if not isinstance(number, (int, float)) or isinstance(number, bool) or not -1.0 < number < 1.0:
                raise InputError(f"correlation of {' and '.join(pair)}: '{number}' is not between -1 and 1")
            first, second = sorted(pair)
            found[first, second] = float(number)
        return cls(tuple(found.items()))

    def of(self, model: Model, paths: tuple[str, ...]) -> "Copula":
        """With the model's own paths, which must be among those that are drawn.

        Raises:
            UnknownNameError, InputError: a path that is not drawn, or correlations that cannot be together.
        """
        found = {}
        for pair, number in self.pairs:
            full = [model.resolve(one) for one in pair]
            for one in full:
                if one not in paths:
                    near = did_you_mean(one, paths)
                    raise InputError(f"correlation: '{one}' is not drawn" + (f"; {near}" if near else ""))
            if full[0] == full[1]:
                raise InputError(f"correlation: '{full[0]}' with itself is 1")
            found[tuple(sorted(full))] = number
        bound = dataclasses.replace(self, pairs=tuple(found.items()))
        lowest = float(np.linalg.eigvalsh(bound._matrix(paths)).min())
        if lowest <= 1e-12:
            raise InputError("correlation: these numbers cannot be together (their matrix is not positive definite)")
        return bound

    def joined(self, shares: Any, paths: tuple[str, ...]) -> Any:
        """Independent shares (samples, paths) made dependent."""
        if not self.pairs:
            return shares
        from scipy.special import ndtr, ndtri

        lower = np.linalg.cholesky(self._matrix(paths))
        scores = ndtri(inside(shares))
        joined = np.zeros_like(scores)
        for row in range(len(paths)):  # sums in a fixed order: the same digits whatever the slice
            for column in range(row + 1):
                if lower[row, column] != 0.0:
                    joined[:, row] += lower[row, column] * scores[:, column]
        return ndtr(joined)

    def described(self) -> dict[str, Any]:
        """For JSON: nothing where there is none."""
        told = {f"{first}, {second}": number for (first, second), number in self.pairs}
        return {"correlation": told} if told else {}

    def _matrix(self, paths: tuple[str, ...]) -> Any:
        found = np.eye(len(paths))
        for (first, second), number in self.pairs:
            i, j = paths.index(first), paths.index(second)
            found[i, j] = found[j, i] = number
        return found
