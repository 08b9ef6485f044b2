"""The verb `sweep`: one question of many samples, in chunks stored one by one; any stop can be gone on from."""

import time
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from os import PathLike
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Protocol

from .analysis.runners.base import Runner
from .interruption import Shield

if TYPE_CHECKING:
    from .analysis.designs import Design
    from .analysis.sweep_plan import Plan
    from .analysis.tasks import Task
    from .io.sweep_layout import Layout
    from .model.model import Model
    from .results.sweep_result import SweepResult
    from .results.sweep_tally import Tally


class Table(Protocol):
    """Where chunks go: a store on the disk, or the memory."""

    def missing(self) -> list[int]:
        """The chunks that are not there."""
        ...

    def write(self, number: int, arrays: Mapping[str, Any]) -> None:
        """Take a chunk."""
        ...

    def read(self, number: int, names: Sequence[str]) -> dict[str, Any]:
        """Some columns of a chunk."""
        ...

    def close(self) -> None:
        """Nothing more comes."""
        ...


class Memory:
    """A table in memory."""

    def __init__(self, layout: "Layout") -> None:
        self.layout = layout
        self._chunks: dict[int, Mapping[str, Any]] = {}

    def missing(self) -> list[int]:
        """The chunks that are not there."""
        return [number for number in range(self.layout.chunks) if number not in self._chunks]

    def write(self, number: int, arrays: Mapping[str, Any]) -> None:
        """Take a chunk."""
        self._chunks[number] = arrays

    def read(self, number: int, names: Sequence[str]) -> dict[str, Any]:
        """Some columns of a chunk."""
        return {name: self._chunks[number][name] for name in names}

    def close(self) -> None:
        """Nothing to let go of."""

    def table(self, grid: bool) -> Any:
        """As a Dataset."""
        from .io.sweep_dataset import dataset

        return dataset(self.layout, [self._chunks[number] for number in sorted(self._chunks)], grid=grid)


def sweep(
    model: "Model | str",
    design: "Design",
    task: "Task | None" = None,
    store: str | PathLike[str] | None = None,
    *,
    chunk: int | None = None,
    resume: bool = False,
    runner: Runner | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> "SweepResult":
    """One question asked of many samples of a model.

    A sample whose values the model refuses, or that fails in whatever way, has a status of its own; the others go on.
    With a store the sweep can be killed at any moment and gone on with: finished chunks are not touched again, and the
    values are the same, byte for byte, as if it had never been stopped.

    Args:
        model: one number for every quantity; or the name of a shipped one, or a file's.
        design: the samples: `Grid`, `Listed`, `LatinHypercube`, `Sobol`, `Random`, `Product`.
        task: the question: `Rest()` (unless given), `Steady()`, `Run(...)`, `Continue(...)`.
        store: a folder that ends in .zarr; in memory unless given. `open_sweep` reads it.
        chunk: samples that are computed and stored at once; chosen by the work of one unless given, and never by the
            speed of the machine.
        resume: go on with a store that is there.
        runner: what computes: `Serial()` (in this process) unless given, `Processes()`, `Dask("local:2")`.
        progress: called with the samples done and all samples, after each chunk.

    Raises:
        UnknownNameError, UnitError, InputError, ModelError: a path, a value, a task or a store that will not do; also
            where the disk is full or a scheduler is gone, with what was stored until then safe.
    """
    from .analysis.sweep_plan import Plan
    from .analysis.tasks.rest import Rest
    from .io import read_model
    from .io.sweep_layout import Layout
    from .io.sweep_store import SweepStore, stored_chunk

    begun = time.monotonic()
    if resume and chunk is None and store is not None:
        chunk = stored_chunk(store)
    _checked(store, resume)
    plan = Plan.of(read_model(model) if isinstance(model, str) else model, design, task or Rest(), chunk)
    layout = Layout(plan.settings, plan.fields, plan.total, plan.chunk, plan.identity, plan.described)
    with Shield() as shield:
        place: Any = Memory(layout) if store is None else SweepStore.open(store, layout, resume=resume)
        try:
            missing = place.missing()
            tally = _tally(plan)
            with shield.lifted():
                _count(plan, place, tally, set(range(plan.chunks)) - set(missing))
                there = tally.done
                if progress is not None:
                    progress(there, plan.total)
                _run(plan, place, tally, missing, runner, progress, shield)
        except BaseException:
            if store is not None:
                place.give_up()
            raise
        finally:
            place.close()
    return _result(plan, place, tally, store, time.monotonic() - begun, there)


def _checked(store: Any, resume: bool) -> None:
    from .errors import InputError

    if resume and store is None:
        raise InputError("resume: there is no store to go on with; name one, such as store='sweep.zarr'")


def _run(
    plan: "Plan",
    place: Table,
    tally: "Tally",
    missing: list[int],
    runner: Runner | None,
    progress: Callable[[int, int], None] | None,
    shield: Shield,
) -> None:
    """Compute what is missing, and store it as it comes."""
    from .analysis.runners.serial import Serial

    def deliver(number: int, arrays: Mapping[str, Any]) -> None:
        with shield.back():  # so that what is stored is what is counted
            place.write(number, arrays)
            tally.add(number * plan.chunk, arrays)
            if progress is not None:
                progress(tally.done, plan.total)

    if missing:
        report = (runner or Serial()).run(plan, missing, deliver)
        tally.tell({index: words for index, (_, words) in report.labelled.items()})


def _count(plan: "Plan", place: Table, tally: "Tally", numbers: set[int]) -> None:
    """Take in the chunks that are there already, each checked against damage."""
    names = [*plan.columns.values(), *plan.fields]
    for number in sorted(numbers):
        tally.add(number * plan.chunk, place.read(number, names))


def _tally(plan: "Plan") -> "Tally":
    from .results.sweep_tally import Tally
    from .solve.status import Status
    from .units import exact

    kinds = plan.model.paths()
    settings = {path: (name, partial(exact, dimension=kinds[path].dimension)) for path, name in plan.columns.items()}
    return Tally(plan.fields, settings, lambda value: (Status(value).name, Status(value).message))


def _result(plan: "Plan", place: Any, tally: "Tally", store: Any, seconds: float, there: int) -> "SweepResult":
    from .analysis.answer import references
    from .io.sweep_dataset import open_sweep
    from .results.sweep_result import SweepResult

    settings = plan.settings
    found = plan.described
    return SweepResult(
        title=plan.model.name,
        total=plan.total,
        statuses=MappingProxyType(dict(tally.statuses)),
        failures=tuple(sorted(tally.failures, key=lambda one: one.sample)),
        ranges=MappingProxyType(dict(tally.ranges)),
        fields=plan.fields,
        settings={path: settings[name] for path, name in plan.columns.items()},
        sizes=found["sizes"],
        store=None if store is None else Path(store),
        seconds=seconds,
        computed=tally.done - there,
        description={"design": found["design"], "task": found["task"]},
        provenance={**plan.identity, "verb": "sweep", "model": plan.model.name, "hash": plan.model.hash},
        references=references(plan.model),
        table=place.table if store is None else lambda grid: open_sweep(store, grid=grid),
    )
