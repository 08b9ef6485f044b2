"""How a root moves with what its equations depend on: the implicit function theorem, also where roots form a line."""

from dataclasses import dataclass
from typing import Any

import numpy as np

from ..steady import Solver

_SHARP = 1e-13  # singular values of an exact Jacobian below this, of the largest, are rounding
_FLAT = 1e-11  # above it, but below this: the root hardly stands, and its derivatives with it


@dataclass(frozen=True)
class Correction:
    """What turns a disturbance of the equations f(y) = 0 into that of their root.

    dy = -turn df + hold ds,

    with ds the disturbance of a state that has the same sums of what nothing changes: `hold` is zero where the
    Jacobian is regular.

    Attributes:
        turn, hold: (n, n).
        neutral: directions in which nothing moves.
        condition: largest over smallest singular value of the Jacobian, equilibrated, without the neutral ones.
    """

    turn: Any
    hold: Any
    neutral: int
    condition: float

    @classmethod
    def of(cls, jacobian: Any, scale: Any) -> "Correction":
        """From the exact Jacobian at the root.

        Args:
            jacobian: df_i/dy_k, (n, n).
            scale: size of each variable, (n,), positive.
        """
        matrix = jacobian * scale[None, :] / scale[:, None]
        solver = Solver(matrix, _SHARP)
        n = len(matrix)
        turn = np.stack([solver(one) for one in np.eye(n)], axis=1) if n else np.zeros((0, 0))
        hold = np.zeros((n, n))
        if solver.neutral:
            kept = solver.kept.T
            hold = solver.free @ np.linalg.lstsq(kept @ solver.free, kept, rcond=1e-8)[0]
        used = solver.s[solver.use]
        condition = float(used[0] / used[-1]) if len(used) else np.inf
        return cls(
            turn * scale[:, None] / scale[None, :], hold * scale[:, None] / scale[None, :], solver.neutral, condition
        )

    @property
    def loose(self) -> bool:
        """Whether the root hardly stands: at a fold its derivatives are infinite."""
        return self.condition > 1.0 / _FLAT
