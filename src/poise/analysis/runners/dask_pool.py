"""A Dask cluster as a pool: few jobs ahead of what is taken, and a watch on the scheduler and its workers."""

import contextlib
import queue
import time
from collections import deque
from typing import Any

from ...errors import InputError
from .dask_bench import Bench, Missing, do
from .drive import PoolLostError
from .job import LOST, Ending, Failed, Job

_LOOK = 1.0  # between looks at the cluster [s]
_FETCH = 5.0  # time for fetching a result before looking round again [s]
_MUTE = 60.0  # time after which a scheduler that does not answer is given up [s]
_SILENT = 600.0  # time beyond two deadlines after which work that nothing is heard of is given out again [s]
_BUNDLE = 0.5  # time that one task should take [s]: Dask itself needs some 5 ms for each
_SPREAD = 30.0  # time for reaching workers [s]
_AGAIN = 5.0  # time before a worker is sent the bench again [s]
_MOST = 64  # jobs in a task


class Cluster:
    """The jobs that are on a cluster, in tasks of one or, where they are short, of several."""

    def __init__(self, client: Any, bench: Bench, deadline: float, patience: float) -> None:
        from distributed.protocol.pickle import dumps

        self._client, self._bench = client, bench
        self._silent, self._patience = 2 * deadline + _SILENT, patience
        self._loose: list[Job] = []
        self._given: dict[Any, tuple[Job, ...]] = {}
        self._tasks: queue.SimpleQueue[Any] = queue.SimpleQueue()
        self._ended: deque[tuple[Job, Ending]] = deque()
        self._text = dumps(bench)
        self._bundle = 1
        self._count = self._threads = 0
        self._workers: set[str] = set()
        self._furnished: dict[str, float] = {}
        self._looked = -_LOOK
        self._answered = self._heard = self._manned = time.monotonic()
        self._place = client.scheduler.address

    def room(self) -> bool:
        """Whether fewer tasks are out than twice what runs at once."""
        self._look()
        return self._client.status == "running" and len(self._given) < 2 * self._threads

    def give(self, job: Job) -> None:
        """Send a job to the scheduler, or keep it until there are enough for a task."""
        self._loose.append(job)
        if len(self._loose) >= self._bundle:
            self._send()

    def take(self, timeout: float) -> tuple[Job, Ending] | None:
        """A job that has ended, and how.

        Raises:
            PoolLostError: the scheduler is gone, or has had no workers for too long.
            InputError: the workers cannot compute.
        """
        self._look()
        if self._loose:
            self._send()
        if not self._ended:
            with contextlib.suppress(queue.Empty):
                self._fetch(self._tasks.get(timeout=timeout))
        return self._ended.popleft() if self._ended else None

    def close(self) -> None:
        """Take back what is out, and clear the benches away."""
        with contextlib.suppress(Exception):  # the cluster may be gone
            self._client.cancel(list(self._given))
        self._given.clear()
        with contextlib.suppress(Exception):
            self._tell(list(self._workers & self._furnished.keys()), op="plugin-remove", name=self._bench.name)

    def _send(self) -> None:
        """Make a task of the loose jobs."""
        jobs, self._loose = tuple(self._loose), []
        self._count += 1
        key = f"{self._bench.name}-{self._count}"
        future = self._client.submit(do, self._bench.name, jobs, key=key, pure=False)
        self._given[future] = jobs
        future.add_done_callback(self._tasks.put)

    def _fetch(self, future: Any) -> None:
        """Take in how the jobs of a task ended."""
        from distributed import KilledWorker

        try:
            found = future.result(timeout=_FETCH)
        except TimeoutError:  # who had the result is gone, and another computes it anew
            future.add_done_callback(self._tasks.put)
            return
        except _cancelled() as error:
            found = f"lost by the cluster ({type(error).__name__})"
        except KilledWorker:
            found = "the Dask workers that computed it died"
        except OSError as error:
            found = f"the result was lost on the way ({error})"
        except Exception as error:
            raise InputError(_broken(error)) from None
        jobs = self._given.pop(future)
        self._heard = time.monotonic()
        if isinstance(found, InputError):
            raise found
        if isinstance(found, Missing):
            self._furnish([found.address])
            self._loose.extend(jobs)
            return
        if isinstance(found, str):
            self._ended.extend((job, Failed(LOST, found)) for job in jobs)
            return
        seconds, endings = found
        self._bundle = max(1, min(_MOST, int(_BUNDLE * len(endings) / max(seconds, 1e-6))))
        self._ended.extend(zip(jobs, endings, strict=False))
        self._loose.extend(jobs[len(endings) :])

    def _look(self) -> None:
        """See whether the scheduler and workers are there, now and then."""
        now = time.monotonic()
        if self._client.status in ("closing", "closed"):
            raise PoolLostError(f"the Dask scheduler at {self._place} is gone")
        if self._client.status != "running" or now - self._looked < _LOOK:
            return
        self._looked = now
        try:
            found = self._ask("ncores", _FETCH, workers=None)
            self._threads, self._answered = sum(found.values()), now
        except (OSError, TimeoutError):
            if now - self._answered > _MUTE:
                raise PoolLostError(f"the Dask scheduler at {self._place} does not answer") from None
            return
        self._furnish([one for one in found if one not in self._furnished])
        if self._workers & found.keys():  # there are some, and they stay
            self._manned = now
        elif now - self._manned > self._patience:
            raise PoolLostError(
                f"the Dask scheduler at {self._place} has had no workers for {self._patience:g} s; start some with "
                f"`dask worker {self._place}`, or give it more patience"
            )
        self._workers = set(found)
        if self._given and now - self._heard > self._silent:
            self._heard = now
            self._client.cancel(list(self._given))  # they end as lost
        elif not self._given or not found:
            self._heard = now

    def _furnish(self, addresses: list[str]) -> None:
        """Put the bench on workers; one that it does not reach says so when it has something to do.

        Raises:
            InputError: a worker cannot take it.
        """
        from distributed.protocol.pickle import loads

        now = time.monotonic()
        bare = [one for one in addresses if now - self._furnished.get(one, -_AGAIN) >= _AGAIN]
        if not bare:
            return
        self._furnished.update(dict.fromkeys(bare, now))
        with contextlib.suppress(OSError, TimeoutError):
            answers = self._tell(bare, op="plugin-add", name=self._bench.name, plugin=self._text)
            errors = [loads(one) for one in answers.values() if isinstance(one, bytes)]
            if broken := [one for one in errors if not isinstance(one, OSError)]:
                raise InputError(_broken(broken[0]))

    def _tell(self, workers: list[str], **message: Any) -> dict[str, Any]:
        """Have the scheduler tell something to workers; what each answers, or its error as bytes."""
        return self._ask("broadcast", _SPREAD, msg=message, workers=workers, on_error="return_pickle")

    def _ask(self, what: str, timeout: float, **arguments: Any) -> Any:
        """Ask the scheduler for something."""
        return self._client.sync(getattr(self._client.scheduler, what), callback_timeout=timeout, **arguments)


def _cancelled() -> tuple[type[BaseException], ...]:
    """What the different versions of Dask raise for a future that was cancelled."""
    import asyncio
    import concurrent.futures

    import distributed

    return distributed.CancelledError, asyncio.CancelledError, concurrent.futures.CancelledError


def _broken(error: Exception) -> str:
    """The words for an error that comes from the workers' surroundings."""
    first = str(error).strip().partition("\n")[0][:300]
    return (
        f"the Dask workers cannot compute this ({type(error).__name__}: {first}); Poise and Dask must be installed on "
        "the scheduler and on all workers, in the same versions as here"
    )
