"""What stands on each Dask worker while a sweep runs: the plan, and a process of its own for each thread.

Dask only carries jobs and results. The arithmetic is done in processes beside the Dask worker, so that a bad sample
cannot end it, and a job has a deadline, which Dask's tasks have not. This module needs `distributed`.
"""

import sys
import threading
import time
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from distributed import get_worker
from distributed.diagnostics.plugin import WorkerPlugin

from ...errors import InputError
from ...version import __version__
from .job import LOST, Ending, Failed, Job
from .limits import Limits, memory_each
from .process import StoppedError
from .worker import Packed, Worker, path_of

_LONG = 2.0  # time after which no further job of a task is begun [s]


class Bench(WorkerPlugin):
    """Sent once to every Dask worker, also to those that come later; kept until the run ends."""

    def __init__(self, plan: Packed, deadline: float, memory: int | None) -> None:
        self.name = f"poise-{uuid.uuid4().hex}"
        self._plan, self._deadline, self._memory = plan, deadline, memory
        self._version = __version__

    def setup(self, worker: Any) -> None:
        """Called by Dask where the bench arrives."""
        self._place, self._here = worker.address, __version__
        threads = worker.state.nthreads
        all_of_it = getattr(worker.memory_manager, "memory_limit", None)
        each = self._memory or (all_of_it // threads if all_of_it else memory_each(None, threads))
        self._limits = Limits(self._deadline, each)
        self._plan = path_of(self._plan, sys.path)
        self._stopped = threading.Event()
        self._lock = threading.Lock()
        self._free: list[Worker] = []

    def teardown(self, worker: Any) -> None:
        """Called by Dask when the bench is taken away or the worker closes."""
        self._stopped.set()
        with self._lock:
            free, self._free = self._free, []
        for one in free:
            one.close()

    def compute(self, job: Job) -> Ending | InputError:
        """Do a job in a process that is free."""
        if self._here != self._version:
            return InputError(
                f"the Dask worker at {self._place} has Poise {self._here}, and this program is Poise {self._version}; "
                "install the same everywhere"
            )
        with self._lock:
            worker = self._free.pop() if self._free else None
        worker = worker or Worker(self._plan, self._limits, self._stopped.is_set)
        try:
            ending = worker.compute(job)
        except StoppedError:
            return Failed(LOST, "the run was ended")
        except InputError as error:
            return error
        with self._lock:
            if not self._stopped.is_set():
                self._free.append(worker)
                return ending
        worker.close()
        return ending


@dataclass(frozen=True)
class Missing:
    """What a Dask worker says that has no bench.

    Attributes:
        address: its own.
    """

    address: str


def do(name: str, jobs: Sequence[Job]) -> tuple[float, list[Ending]] | InputError | Missing:
    """Do jobs on the bench of that name, on a Dask worker; the time it took [s] and how they ended.

    Once it has taken long, the rest is left undone. An error as a value ends the whole run.
    """
    here = get_worker()
    bench = here.plugins.get(name)
    if not isinstance(bench, Bench):
        return Missing(here.address)
    begun = time.monotonic()
    endings = []
    for job in jobs:
        found = bench.compute(job)
        if isinstance(found, InputError):
            return found
        endings.append(found)
        if time.monotonic() - begun > _LONG:
            break
    return time.monotonic() - begun, endings
