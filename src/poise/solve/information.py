"""What a Jacobian at a minimum says: variances, and the directions in which nothing is known."""

from dataclasses import dataclass
from typing import Any

import numpy as np

_SEEN = 1e-3  # of a direction's largest part: smaller parts are not named


@dataclass(frozen=True)
class Information:
    """How well each variable is known.

    Attributes:
        covariance: (n, n); inf on the diagonal, and 0 beside it, of a variable that is not determined.
        blind: directions along which the residuals do not change, (n, number), of length 1.
        idle: whether a variable has no influence at all, (n,).
    """

    covariance: Any
    blind: Any
    idle: Any

    @property
    def errors(self) -> Any:
        """Standard errors, (n,); inf where nothing determines the variable."""
        return np.sqrt(np.diag(self.covariance))

    @property
    def determined(self) -> Any:
        """Whether each variable has a standard error, (n,)."""
        return np.isfinite(np.diag(self.covariance))

    @property
    def correlations(self) -> Any:
        """Of each pair, (n, n); nan beside a variable that is not determined."""
        with np.errstate(invalid="ignore"):
            return self.covariance / np.outer(self.errors, self.errors)


def information(jacobian: Any, weights: Any, tolerance: float) -> Information:
    """Covariance (J^T W J)^-1 by singular values, where it exists.

    Columns are brought to length 1 first, so that units do not matter. A direction whose singular value is below
    `tolerance` times the largest is blind; variables with a part in it are not determined.

    Args:
        jacobian: of the residuals, (rows, n), for variables of about unit scale.
        weights: of each row: rho' + 2 rho'' r^2, (rows,); 1 for squares.
        tolerance: relative error of the Jacobian.
    """
    matrix = np.sqrt(np.maximum(weights, 0.0))[:, None] * jacobian
    n = matrix.shape[1]
    length = np.linalg.norm(matrix, axis=0)
    idle = length <= tolerance * max(float(length.max(initial=0.0)), np.finfo(float).tiny)
    scale = np.where(idle, 1.0, length)
    _, sizes, turned = np.linalg.svd(np.where(idle, 0.0, matrix / scale), full_matrices=True)
    sizes = np.concatenate([sizes, np.zeros(n - len(sizes))])
    dark = sizes <= tolerance * max(float(sizes.max(initial=0.0)), np.finfo(float).tiny)
    inverse = np.where(dark, 0.0, 1.0 / np.where(dark, 1.0, sizes))
    root = turned.T * inverse / scale[:, None]
    covariance = root @ root.T
    blind = turned[dark].T / scale[:, None]
    blind = blind / np.maximum(np.linalg.norm(blind, axis=0), np.finfo(float).tiny)
    lost = (np.abs(blind) > _SEEN * np.abs(blind).max(axis=0, initial=0.0)).any(axis=1) if blind.size else idle
    covariance[lost, :] = covariance[:, lost] = 0.0
    covariance[lost, lost] = np.inf
    return Information(covariance, blind, idle)
