"""What a runner is given, what it gives back, and what it must do."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol, runtime_checkable

from ...solve.status import Status

Arrays = Mapping[str, Any]
Deliver = Callable[[int, Arrays], object]


@runtime_checkable
class Plan(Protocol):
    """Work cut into numbered chunks of samples; it must be picklable where it is to leave this process.

    The first axis of every array is the sample, in the order of the samples asked for.
    """

    def compute(self, number: int) -> Arrays:
        """The arrays of a whole chunk."""
        ...

    def samples_of(self, number: int) -> range:
        """The samples of a chunk."""
        ...

    def compute_samples(self, indices: Sequence[int]) -> Arrays:
        """The arrays of some samples, the same as in their chunk."""
        ...

    def failed(self, index: int, status: Status) -> Arrays:
        """The arrays, of length one, of a sample that could not be computed."""
        ...


@dataclass(frozen=True)
class Report:
    """How a run went.

    Attributes:
        delivered: chunks handed over.
        stopped: whether it was told to stop before the end.
        labelled: samples that could not be computed, each with its status and what was last said of it.
        lost: how many times work was lost through no fault of its own, and done again.
    """

    delivered: int
    stopped: bool = False
    labelled: Mapping[int, tuple[Status, str]] = field(default_factory=dict)
    lost: int = 0


def never() -> bool:
    """The usual answer to whether to stop."""
    return False


@runtime_checkable
class Runner(Protocol):
    """Computes chunks, somewhere."""

    def run(self, plan: Plan, numbers: Iterable[int], deliver: Deliver, *, stop: Callable[[], bool] = never) -> Report:
        """Compute chunks and hand each over once, in any order.

        Args:
            plan: the work.
            numbers: the chunks to compute.
            deliver: called here, in this thread, with the number and the arrays of each chunk.
            stop: asked again and again; once true, nothing more is begun and what is under way is dropped.

        Raises:
            InputError: the plan cannot be sent, the workers cannot start or are not there, every sample fails. What
                was delivered before stays delivered.
        """
        ...
