"""Shapes in signatures: checked when the tests load jaxtyping, and without cost to users, who never load it."""

import sys
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING or "jaxtyping" in sys.modules:
    from jaxtyping import Float, Int
    from numpy import ndarray

    Lanes = Float[ndarray, "lanes"]  # one number for each lane
    LaneIndex = Int[ndarray, "lanes"]  # one whole number for each lane
    LaneVectors = Float[ndarray, "lanes n"]  # one vector for each lane
    LaneMatrices = Float[ndarray, "lanes n n"]  # one square matrix for each lane
    LaneRoots = Float[ndarray, "lanes most"]  # roots of each lane, padded with nan
else:
    Lanes = LaneIndex = LaneVectors = LaneMatrices = LaneRoots = Any
