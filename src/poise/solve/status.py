"""How a solution ended: a value, one for each lane, never an exception on its own."""

from enum import IntEnum


class Status(IntEnum):
    """What became of one lane; `message` says it in words."""

    ok = 0
    no_root = 1
    flat = 2
    not_finite = 3
    not_converged = 4

    @property
    def message(self) -> str:
        """The status in words."""
        return _MESSAGES[self]


_MESSAGES = {
    Status.ok: "found",
    Status.no_root: "the function does not change sign in the range searched",
    Status.flat: "the function is zero everywhere in the range searched",
    Status.not_finite: "the function is not finite somewhere in the range searched",
    Status.not_converged: "the iteration did not converge",
}
