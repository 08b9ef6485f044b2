"""Chunks on a Dask cluster: on this machine, or on as many as a scheduler has."""

import importlib.util
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from ...errors import InputError
from .base import Deliver, Plan, Report, never
from .dask_places import place, quiet
from .drive import drive
from .limits import DEADLINE, PATIENCE, seconds
from .worker import packed


@dataclass(frozen=True)
class Dask:
    """Computes on a Dask cluster.

    Attributes:
        where: "local:2" for two workers on this machine, the address of a scheduler, or the file that it wrote.
        deadline: time for a chunk, and for a sample alone [s], or text with a unit.
        memory: of each process that computes [bytes], or text such as '4 GB'; a share of the worker's if not given.
        patience: how long to wait while the scheduler has no workers [s], or text with a unit.
    """

    where: str
    deadline: float | str = DEADLINE
    memory: int | str | None = None
    patience: float | str = PATIENCE

    def __post_init__(self) -> None:
        place(self.where).memory(self.memory)
        seconds("the deadline", self.deadline)
        seconds("the patience", self.patience)

    def run(self, plan: Plan, numbers: Iterable[int], deliver: Deliver, *, stop: Callable[[], bool] = never) -> Report:
        """Compute chunks and hand each over once; see `Runner.run`.

        Raises:
            InputError: Dask is not installed; the scheduler is not there, has no workers, or is lost on the way.
        """
        if importlib.util.find_spec("distributed") is None:
            raise InputError("Dask is not installed; pip install 'poise[cluster]', or compute with Processes()")
        where, text, deadline = place(self.where), packed(plan), seconds("the deadline", self.deadline)
        patience = seconds("the patience", self.patience)
        with quiet(), where.client() as client:
            from .dask_bench import Bench
            from .dask_pool import Cluster

            pool = Cluster(client, Bench(text, deadline, where.memory(self.memory)), deadline, patience)
            try:
                return drive(plan, numbers, deliver, stop, pool)
            finally:
                pool.close()
