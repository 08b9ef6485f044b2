"""What differentiating one lane gives."""

from dataclasses import dataclass
from typing import Any

import numpy as np


@dataclass(frozen=True)
class Differentiated:
    """Results of one lane and their derivatives.

    Attributes:
        values: SI, (results,).
        matrix: derivatives by the parameters, (results, parameters), SI.
        status: name of the lane's status.
        notes: what the reader should know.
        mode: how it was done: "forward" or "adjoint".
    """

    values: Any
    matrix: Any
    status: str
    notes: tuple[str, ...]
    mode: str

    @classmethod
    def none(cls, results: int, parameters: int, status: str, notes: tuple[str, ...], mode: str) -> "Differentiated":
        """Of a lane without an answer."""
        return cls(np.full(results, np.nan), np.full((results, parameters), np.nan), status, notes, mode)


LOOSE = "the state hardly stands (it is near a fold): its derivatives are large and not to be trusted"
