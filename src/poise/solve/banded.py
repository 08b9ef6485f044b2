"""Block-tridiagonal linear systems: scaled, factored once as a band, solved for many right-hand sides."""

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np

_TINY = np.finfo(float).tiny


@dataclass(frozen=True)
class Blocks:
    """A block-tridiagonal matrix of m x m blocks, each n x n.

    Attributes:
        lower: (m, n, n), block k couples row block k to column block k - 1; the first is not used.
        middle: (m, n, n), the blocks on the diagonal.
        upper: (m, n, n), block k couples row block k to column block k + 1; the last is not used.
    """

    lower: Any
    middle: Any
    upper: Any

    def factor(self, size: Any) -> "Factored":
        """The factors, of the matrix whose columns are scaled by `size` and whose rows then by their largest entry.

        Args:
            size: (m, n), the size of each unknown; > 0.
        """
        from scipy.linalg import get_lapack_funcs

        m, n = size.shape
        scaled = np.zeros((m, n, 3 * n))
        scaled[1:, :, :n] = self.lower[1:] * size[:-1, None, :]
        scaled[:, :, n : 2 * n] = self.middle * size[:, None, :]
        scaled[:-1, :, 2 * n :] = self.upper[:-1] * size[1:, None, :]
        row = 1.0 / np.maximum(np.abs(scaled).max(axis=2), _TINY)
        scaled *= row[:, :, None]
        if not np.isfinite(scaled).all():
            return Factored(None, None, row, size, good=False)
        half = 2 * n - 1
        band = np.zeros((3 * half + 1, m * n), order="F")
        rows, columns, inside = _places(m, n)
        band[rows, columns] = scaled[inside]
        (factorise,) = get_lapack_funcs(("gbtrf",), (band,))
        factors, pivots, info = factorise(band, half, half, overwrite_ab=True)
        return Factored(factors, pivots, row, size, good=info == 0)


@dataclass(frozen=True)
class Factored:
    """LU factors of a scaled band; `good` is False where the matrix is singular or not finite."""

    factors: Any
    pivots: Any
    row: Any
    size: Any
    good: bool

    def solve(self, right: Any) -> Any:
        """The solution x (m, n) of A x = right (m, n); nan where the matrix has no factors."""
        from scipy.linalg import get_lapack_funcs

        if not self.good:
            return np.full_like(right, np.nan)
        half = 2 * right.shape[1] - 1
        (substitute,) = get_lapack_funcs(("gbtrs",), (self.factors,))
        found, _ = substitute(self.factors, half, half, (right * self.row).reshape(-1), self.pivots)
        return found.reshape(right.shape) * self.size


@lru_cache(maxsize=16)
def _places(m: int, n: int) -> tuple[Any, Any, Any]:
    """Where the entries of rows of three blocks stand in LAPACK's band: (band rows, columns, which entries exist)."""
    half = 2 * n - 1
    row = np.broadcast_to(np.arange(m * n).reshape(m, n, 1), (m, n, 3 * n))
    column = (np.arange(m)[:, None, None] - 1) * n + np.arange(3 * n)[None, None, :]
    column = np.broadcast_to(column, (m, n, 3 * n))
    inside = (column >= 0) & (column < m * n)
    return (2 * half + row - column)[inside], column[inside], inside
