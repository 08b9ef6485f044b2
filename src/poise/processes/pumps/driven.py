"""What pumps of unknown inner steps share: a saturating rate that turns with the sign of its affinity."""

from typing import Any

from ...constants import GAS
from ..base import Local, Process
from ..derived import affinities


def driven_rate(process: Process, activity: Any, local: Local) -> Any:
    """Net rate of a cycle from its one-way activity [mol/(m2 s)].

    r = (J+ + J-) tanh(A / 2 R T), which is J+ - J- wherever J+ / J- = exp(A / R T).

    Args:
        process: a process of one move.
        activity: J+ + J- [mol/(m2 s)], any shape.
        local: both sides.

    Source: the flux ratio is Beard & Qian 2007 (beard_qian_2007).
    """
    (force,) = affinities(process, local)
    return activity * local.xp.tanh(force / (2.0 * GAS * local.temperature))
