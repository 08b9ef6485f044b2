"""A piece of work, and how it can end: with arrays, or with a cause."""

from dataclasses import dataclass
from typing import Any

from ...errors import PoiseError
from ...solve.status import Status
from .base import Arrays, Plan


@dataclass(frozen=True)
class Job:
    """A chunk, or some of its samples.

    Attributes:
        chunk: its number.
        samples: which; `None` for the whole chunk.
    """

    chunk: int
    samples: range | None = None


@dataclass(frozen=True)
class Cause:
    """Why a job failed, and what follows from it.

    Attributes:
        status: of a sample that fails alone for this cause.
        together: how many times samples are tried together before they are parted.
        alone: how many times a sample alone is tried before it is labelled.
        grows: whether it may be due to the number of samples and not to any one of them.
        innocent: whether it comes from outside.
    """

    status: Status
    together: int = 1
    alone: int = 1
    grows: bool = False
    innocent: bool = False


REFUSED = Cause(Status.refused)
RAISED = Cause(Status.crashed)
DIED = Cause(Status.crashed, alone=2)
TIMED_OUT = Cause(Status.timed_out, grows=True)
OUT_OF_MEMORY = Cause(Status.out_of_memory, alone=2, grows=True)
KILLED = Cause(Status.crashed, together=4, alone=12, grows=True, innocent=True)
LOST = Cause(Status.crashed, together=4, alone=12, grows=True, innocent=True)


@dataclass(frozen=True)
class Done:
    """What a job gave."""

    arrays: Arrays


@dataclass(frozen=True)
class Failed:
    """Why a job gave nothing, and in words."""

    cause: Cause
    words: str


Ending = Done | Failed


def attempt(plan: Plan, job: Job) -> Ending:
    """Compute a job here; whatever it raises becomes a value, but for an interruption."""
    try:
        found = plan.compute(job.chunk) if job.samples is None else plan.compute_samples(job.samples)
        return Done({name: _plain(value) for name, value in found.items()})
    except MemoryError as error:
        return Failed(OUT_OF_MEMORY, said(error))
    except PoiseError as error:
        return Failed(REFUSED, str(error))
    except (Exception, SystemExit) as error:
        full = "RESOURCE_EXHAUSTED" in str(error) or "Out of memory" in str(error)  # as XLA says it
        return Failed(OUT_OF_MEMORY if full else RAISED, said(error))


def said(error: BaseException) -> str:
    """An error in one line."""
    lines = str(error).strip().splitlines()
    return f"{type(error).__name__}: {lines[0][:300]}" if lines else type(error).__name__


def _plain(value: Any) -> Any:
    import numpy as np

    return np.asarray(value)
