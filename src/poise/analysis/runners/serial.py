"""One chunk after another, in this process."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from .base import Deliver, Plan, Report, never
from .drive import drive
from .job import Ending, Job, attempt
from .limits import DEADLINE


@dataclass(frozen=True)
class Serial:
    """Computes in this process, which a crash, an endless loop or a lack of memory then ends.

    Attributes:
        isolate: compute in one process beside this one instead, which survives them all; as `Processes(1)`.
        deadline, memory: as of `Processes`; used where isolated.
    """

    isolate: bool = False
    deadline: float | str = DEADLINE
    memory: int | str | None = None

    def run(self, plan: Plan, numbers: Iterable[int], deliver: Deliver, *, stop: Callable[[], bool] = never) -> Report:
        """Compute chunks and hand each over once; see `Runner.run`."""
        if self.isolate:
            from .processes import Processes

            return Processes(1, self.deadline, self.memory).run(plan, numbers, deliver, stop=stop)
        return drive(plan, numbers, deliver, stop, _Here(plan))


class _Here:
    """A pool of none: the job is done when its ending is asked for."""

    def __init__(self, plan: Plan) -> None:
        self._plan = plan
        self._job: Job | None = None

    def room(self) -> bool:
        return self._job is None

    def give(self, job: Job) -> None:
        self._job = job

    def take(self, timeout: float) -> tuple[Job, Ending] | None:
        job, self._job = self._job, None
        return None if job is None else (job, attempt(self._plan, job))
