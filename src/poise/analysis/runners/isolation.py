"""Which job comes next, and who is to blame: a chunk that fails is parted until a sample fails alone."""

import itertools
from collections import Counter, deque
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from ...errors import InputError
from ...solve.status import Status
from .base import Arrays, Plan
from .job import Cause, Done, Ending, Failed, Job

PARTS = 32  # into how many a failing job is parted: a thousand samples stand alone after two rounds
_HOPELESS = 8  # samples that fail alone, one after another, before anything was ever computed


@dataclass
class _Parting:
    """A job that was parted for a cause that grows with size: did its parts all succeed?"""

    size: int
    left: int
    clean: bool = True


@dataclass
class _Open:
    """A chunk that comes in parts."""

    left: int
    parts: list[tuple[int, Arrays]] = field(default_factory=list)


class Isolation:
    """The bookkeeping of a run: jobs to do, tries, parts, and chunks that are whole.

    A chunk that fails goes before new ones, so that few chunks are open at any time. A sample is labelled only when it
    failed alone. Where samples fail together but never in parts, jobs are kept as small as those parts from then on.
    """

    def __init__(self, plan: Plan, numbers: Iterable[int]) -> None:
        self._plan = plan
        self._numbers = iter(dict.fromkeys(numbers))
        self._waiting: deque[Job] = deque()
        self._out: set[Job] = set()
        self._tries: Counter[tuple[Job, Cause]] = Counter()
        self._open: dict[int, _Open] = {}
        self._partings: dict[Job, _Parting] = {}
        self._most: int | None = None
        self._succeeded = False
        self._alone = 0
        self.labelled: dict[int, tuple[Status, str]] = {}
        self.lost = 0

    def next(self) -> Job | None:
        """The job to begin now, if any."""
        if not self._waiting:
            number = next(self._numbers, None)
            if number is None:
                return None
            job, size = Job(number), len(self._plan.samples_of(number))
            if self._most is not None and size > self._most:
                self._part(job, self._most)
            else:
                self._waiting.append(job)
        job = self._waiting.popleft()
        self._out.add(job)
        return job

    @property
    def finished(self) -> bool:
        """Whether nothing is left to do or under way."""
        if self._waiting or self._out:
            return False
        number = next(self._numbers, None)
        if number is not None:
            self._numbers = itertools.chain((number,), self._numbers)
        return number is None

    def ended(self, job: Job, ending: Ending) -> tuple[int, Arrays] | None:
        """Note how a job ended; gives the chunk that is whole by it, if one is.

        Raises:
            InputError: every sample fails.
        """
        if job not in self._out:
            return None  # done twice, as may happen on a cluster
        self._out.discard(job)
        if isinstance(ending, Done):
            self._succeeded = True
            self._judge(job, good=True)
            return self._gather(job, ending.arrays)
        return self._failed(job, ending)

    def _failed(self, job: Job, ending: Failed) -> tuple[int, Arrays] | None:
        samples, cause = self._samples(job), ending.cause
        self.lost += cause.innocent
        self._tries[job, cause] += 1
        if self._tries[job, cause] < (cause.alone if len(samples) == 1 else cause.together):
            self._waiting.appendleft(job)
            return None
        self._judge(job, good=False)
        if len(samples) > 1:
            size = -(-len(samples) // PARTS)
            parts = self._part(job, size)
            if cause.grows:
                parting = _Parting(size, len(parts))
                self._partings.update(dict.fromkeys(parts, parting))
            return None
        index = samples[0]
        self.labelled[index] = (cause.status, ending.words)
        self._alone += cause.status != Status.refused
        if not self._succeeded and self._alone >= _HOPELESS:
            raise InputError(
                f"the first {self._alone} samples that were tried alone all failed, and none succeeded: not a sample "
                f"is at fault but the sweep. The last one, {cause.status.name}: {ending.words}"
                + ("; give a longer deadline" if cause.status == Status.timed_out else "")
            )
        return self._gather(job, self._plan.failed(index, cause.status))

    def _samples(self, job: Job) -> range:
        return self._plan.samples_of(job.chunk) if job.samples is None else job.samples

    def _part(self, job: Job, size: int) -> list[Job]:
        """Put the parts of a job before all that waits."""
        samples = self._samples(job)
        parts = [Job(job.chunk, samples[k : k + size]) for k in range(0, len(samples), size)]
        self._waiting.extendleft(reversed(parts))
        self._open.setdefault(job.chunk, _Open(len(self._plan.samples_of(job.chunk))))
        return parts

    def _judge(self, job: Job, *, good: bool) -> None:
        """Learn from how a part ended."""
        parting = self._partings.pop(job, None)
        if parting is None:
            return
        parting.left -= 1
        parting.clean = parting.clean and good
        if parting.left == 0 and parting.clean:
            self._most = min(parting.size, self._most or parting.size)

    def _gather(self, job: Job, arrays: Arrays) -> tuple[int, Arrays] | None:
        """Add arrays to their chunk; gives it when it is whole."""
        if job.chunk not in self._open:
            return job.chunk, arrays
        held, samples = self._open[job.chunk], self._samples(job)
        held.parts.append((samples[0], arrays))
        held.left -= len(samples)
        if held.left:
            return None
        del self._open[job.chunk]
        parts = [one for _, one in sorted(held.parts, key=lambda part: part[0])]
        return job.chunk, {name: _joined([part[name] for part in parts]) for name in parts[0]}


def _joined(arrays: list[Any]) -> Any:
    return np.concatenate(arrays, axis=0)
