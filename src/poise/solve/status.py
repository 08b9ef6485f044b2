"""How a solution ended: a value, one for each lane, never an exception on its own."""

from enum import IntEnum


class Status(IntEnum):
    """What became of one lane; `message` says it in words."""

    ok = 0
    no_root = 1
    flat = 2
    not_finite = 3
    not_converged = 4
    step_too_small = 5
    too_many_steps = 6
    left_domain = 7
    started_badly = 8
    unfinished = 9
    no_steady_state = 20
    branch_ended = 21
    no_period = 22
    refused = 30
    crashed = 31
    timed_out = 32
    out_of_memory = 33

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
    Status.step_too_small: "the step in time became too small: the solution blows up, jumps, or is not smooth",
    Status.too_many_steps: "the limit on the number of steps was reached before the end",
    Status.left_domain: "the state became impossible, for instance an amount negative",
    Status.started_badly: "the rates are not finite, or the state is not possible, at the start",
    Status.unfinished: "the integration was stopped before its end",
    Status.no_steady_state: "no steady state was found: something keeps changing without end",
    Status.branch_ended: "the branch could not be followed to the end of its range",
    Status.no_period: "no periodic state was found: what repeats does not move",
    Status.refused: "a quantity of this sample is not possible, so that nothing was computed",
    Status.crashed: "the program failed, or its process died, whenever this sample was computed alone",
    Status.timed_out: "this sample alone took longer than the deadline",
    Status.out_of_memory: "this sample alone needed more memory than a worker may use",
}
