"""The loop that all runners share: give jobs to a pool, take in how they ended, hand over whole chunks."""

from collections.abc import Callable, Iterable
from typing import Protocol, runtime_checkable

from ...errors import InputError
from .base import Deliver, Plan, Report
from .isolation import Isolation
from .job import Ending, Job

_LOOK = 0.2  # between looks at whether to stop [s]


@runtime_checkable
class Pool(Protocol):
    """Where jobs are done."""

    def room(self) -> bool:
        """Whether another job may be given now."""
        ...

    def give(self, job: Job) -> None:
        """Begin a job, now or soon."""
        ...

    def take(self, timeout: float) -> tuple[Job, Ending] | None:
        """A job that has ended, once there is one; `None` after the timeout [s]."""
        ...


class PoolLostError(Exception):
    """The place where jobs were done is gone; the text says why, and what may help."""


def drive(plan: Plan, numbers: Iterable[int], deliver: Deliver, stop: Callable[[], bool], pool: Pool) -> Report:
    """Have a pool compute chunks.

    Args:
        plan, numbers, deliver, stop: as `Runner.run`.
        pool: where; the caller closes it.

    Raises:
        InputError: the pool was lost, or every sample fails.
    """
    isolation, delivered = Isolation(plan, numbers), 0
    while not isolation.finished:
        if stop():
            return Report(delivered, True, isolation.labelled, isolation.lost)
        try:
            while pool.room() and (job := isolation.next()) is not None:
                pool.give(job)
            ended = pool.take(_LOOK)
        except PoolLostError as lost:
            raise InputError(
                f"{lost}. What was finished is safe ({delivered} of the chunks asked for): run the same again to "
                "compute the rest (`poise sweep ... --resume`)"
            ) from None
        whole = isolation.ended(*ended) if ended else None
        if whole is not None:
            deliver(*whole)
            delivered += 1
    return Report(delivered, False, isolation.labelled, isolation.lost)
