"""A worker: a process that keeps the plan and does one job after another, replaced whenever it is lost."""

import pickle
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from ...errors import InputError
from .base import Plan
from .child import NOT_NEEDED
from .job import KILLED, OUT_OF_MEMORY, Ending, Failed, Job
from .limits import Limits
from .process import Process

_STARTS = 20  # how often a process may be killed while it starts


@dataclass(frozen=True)
class Packed:
    """A plan made ready to be sent.

    Attributes:
        text: the plan, pickled.
        path: where modules are looked for, so that those of the plan are found.
    """

    text: bytes
    path: tuple[str, ...]


def packed(plan: Plan) -> Packed:
    """A plan made ready to be sent to other processes.

    Raises:
        InputError: it cannot be pickled.
    """
    try:
        return Packed(pickle.dumps(plan, protocol=5), tuple(sys.path))
    except InputError:
        raise  # it says itself why
    except Exception as error:
        raise InputError(
            f"this work cannot be sent to other processes ({type(error).__name__}: {error}); compute it in this one, "
            "with Serial()"
        ) from None


class Worker:
    """One process at a time, started when first needed."""

    def __init__(self, plan: Packed, limits: Limits, stopped: Callable[[], bool]) -> None:
        self._plan = plan
        self._limits = limits
        self._stopped = stopped
        self._process: Process | None = None

    def compute(self, job: Job) -> Ending:
        """Do a job in the process.

        Raises:
            InputError: the process cannot start, or cannot read the plan.
            StoppedError: the run was stopped.
        """
        while True:
            process = self._ready()
            process.tell(job)
            ending: Ending = process.answer(self._limits, self._limits.deadline, self._stopped)
            status = process.exit_status
            if status is None and not (isinstance(ending, Failed) and ending.cause is OUT_OF_MEMORY):
                return ending
            self.close()  # gone; or short of memory, so that the next job finds a fresh one
            if status != NOT_NEEDED:
                return ending

    def close(self) -> None:
        """End the process."""
        if self._process is not None:
            self._process.end()
            self._process = None

    def _ready(self) -> Process:
        """The process, started if need be."""
        if self._process is not None and self._process.exit_status is None:
            return self._process
        self.close()
        said = ""
        for _ in range(_STARTS):
            try:
                process = self._process = Process(self._plan.path)
            except OSError as error:
                raise InputError(f"no worker process can be started here: {error}") from None
            process.tell((self._plan.text, self._limits))
            answer = process.answer(self._limits, self._limits.start, self._stopped)
            if answer is None:
                return process
            said = process.last_words()
            self.close()
            if isinstance(answer, str):
                raise InputError(
                    f"a worker process cannot read the work it is given ({answer}). Classes and functions of it must "
                    "stand in a module that can be imported, not in a notebook or in the script that runs"
                )
            if answer.cause is not KILLED:
                said = f"{answer.words}; {said}" if said else answer.words
                break
        raise InputError(f"a worker process cannot start: {said or 'it was killed again and again'}")


def path_of(plan: Packed, more: Sequence[str]) -> Packed:
    """The same plan, with other places to look for modules first."""
    return Packed(plan.text, tuple(dict.fromkeys((*more, *plan.path))))
