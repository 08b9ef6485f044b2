"""Chunks side by side, each in one of several processes of this machine."""

import contextlib
import queue
import threading
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from ...errors import InputError
from .base import Deliver, Plan, Report, never
from .drive import drive
from .job import Ending, Job
from .limits import DEADLINE, Limits, cores, memory_each, most_workers, seconds
from .process import StoppedError
from .worker import Packed, Worker, packed


@dataclass(frozen=True)
class Processes:
    """Computes in processes of its own on this machine, each on one thread.

    A process that dies, hangs or grows too large is replaced; the sample that does it is found and labelled.

    Attributes:
        count: of processes; one for each core if not given.
        deadline: time for a chunk, and for a sample alone [s], or text with a unit.
        memory: of each process [bytes], or text such as '4 GB'; a share of the machine's if not given.
    """

    count: int | None = None
    deadline: float | str = DEADLINE
    memory: int | str | None = None

    def __post_init__(self) -> None:
        if self.count is not None and not 1 <= self.count <= most_workers():
            raise InputError(f"{self.count} worker processes; write a number from 1 to {most_workers()}")
        self._limits()

    def run(self, plan: Plan, numbers: Iterable[int], deliver: Deliver, *, stop: Callable[[], bool] = never) -> Report:
        """Compute chunks and hand each over once; see `Runner.run`."""
        pool = _Threads(packed(plan), self._limits(), self.count or cores())
        try:
            return drive(plan, numbers, deliver, stop, pool)
        finally:
            pool.close()

    def _limits(self) -> Limits:
        return Limits(seconds("the deadline", self.deadline), memory_each(self.memory, self.count or cores()))


class _Threads:
    """A thread for each process, which waits for it."""

    def __init__(self, plan: Packed, limits: Limits, count: int) -> None:
        self._plan, self._limits, self._count = plan, limits, count
        self._jobs: queue.SimpleQueue[Job | None] = queue.SimpleQueue()
        self._endings: queue.SimpleQueue[tuple[Job, Ending] | Exception] = queue.SimpleQueue()
        self._stopped = threading.Event()
        self._threads: list[threading.Thread] = []
        self._under_way = 0

    def room(self) -> bool:
        return self._under_way < 2 * self._count  # one ahead of each, so that none waits

    def give(self, job: Job) -> None:
        if len(self._threads) < min(self._count, self._under_way + 1):
            self._threads.append(threading.Thread(target=self._serve, daemon=True))
            self._threads[-1].start()
        self._under_way += 1
        self._jobs.put(job)

    def take(self, timeout: float) -> tuple[Job, Ending] | None:
        with contextlib.suppress(queue.Empty):
            found = self._endings.get(timeout=timeout)
            if isinstance(found, Exception):
                raise found
            self._under_way -= 1
            return found
        return None

    def close(self) -> None:
        """End all processes and threads."""
        self._stopped.set()
        for _ in self._threads:
            self._jobs.put(None)
        for one in self._threads:
            one.join()

    def _serve(self) -> None:
        worker = Worker(self._plan, self._limits, self._stopped.is_set)
        try:
            while (job := self._jobs.get()) is not None and not self._stopped.is_set():
                self._endings.put((job, worker.compute(job)))
        except StoppedError:
            return
        except Exception as error:
            self._endings.put(error)
        finally:
            worker.close()
