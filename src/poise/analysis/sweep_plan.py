"""The plan of a sweep: which samples, which question, in which chunks; it computes any chunk, here or elsewhere."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np

from ..errors import InputError, PoiseError
from ..model.along import Along
from ..model.model import Model
from ..processes.fields import QuantityKind
from ..results.sweep_field import Field
from ..solve.status import Status
from ..version import __version__
from .designs import Design
from .tasks.base import STATUS, Task

FORMAT: Final = 1  # of what a store holds
_LANES: Final = "sample"
_CHUNKS: Final = 32  # in which a sweep is cut at least, so that workers end together and little is lost
_BLOCK: Final = 65_536  # samples that are judged at once
_PROBED: Final = 16  # samples at each end by which designs are told apart, beside what they say of themselves


@dataclass(frozen=True)
class Plan:
    """A sweep to be computed. Made by `Plan.of`; it can be pickled, and sent to workers.

    Attributes:
        model: with one number for every quantity.
        design: the samples, read for the model.
        task: what is asked of each.
        chunk: samples that are computed at once and stored together; the last chunk may have fewer.
        fields: the columns of the answer by name, "status" first.
        columns: the name of the column of each path that varies: the path, or "set.<path>" where the answer has a
            column of that name.
    """

    model: Model
    design: Design
    task: Task
    chunk: int
    fields: Mapping[str, Field]
    columns: Mapping[str, str]

    @classmethod
    def of(cls, model: Any, design: Any, task: Any, chunk: Any = None) -> "Plan":
        """Lay out a sweep; nothing is computed.

        Args:
            model: a Model with one number for every quantity.
            design: a Design of it, read or not.
            task: a Task.
            chunk: samples in a chunk; by the work of one unless given.

        Raises:
            UnknownNameError, UnitError, InputError, ModelError: a path, a value or a task that the model refuses.
        """
        _require(model, design, task)
        bound = design.of(model)
        kinds = model.paths()
        samples = _possible(bound, kinds)
        fields = {STATUS.name: STATUS, **_fields(model, bound, task, samples)}
        if chunk is None:
            least, most = task.sizes(_with(model, {path: one[:1] for path, one in samples.items()}))
            chunk = _cut(bound.total, least, most)
        if not isinstance(chunk, int) or isinstance(chunk, bool) or not 1 <= chunk <= 1 << 20:
            raise InputError(f"chunk: '{chunk}' is not how many samples are computed at once; give 1 to {1 << 20:,}")
        columns = {path: f"set.{path}" if path in fields else path for path in bound.paths}
        return cls(model, bound, task, min(chunk, bound.total), fields, columns)

    @property
    def total(self) -> int:
        """How many samples there are."""
        return self.design.total

    @property
    def chunks(self) -> int:
        """How many chunks there are."""
        return -(-self.total // self.chunk)

    @property
    def settings(self) -> Mapping[str, Field]:
        """The columns of what varies, by name."""
        kinds = self.model.paths()
        return {name: Field(name, kinds[path].dimension.name, kinds[path].doc) for path, name in self.columns.items()}

    @property
    def identity(self) -> dict[str, Any]:
        """What must be the same for two sweeps to be one: stored, and compared before a store is gone on with."""
        ends = min(_PROBED, self.total)
        probe = hashlib.sha256()
        for begin, end in ((0, ends), (self.total - ends, self.total)):
            for path, values in self.design.values(begin, end).items():
                probe.update(path.encode() + np.ascontiguousarray(values, "<f8").tobytes())
        design, task = self.design.described(self.model), self.task.described()
        return {
            "format": FORMAT,
            "model": self.model.hash,
            "design": _digest([design, probe.hexdigest()]),
            "task": _digest(task),
            "chunk": self.chunk,
            "total": self.total,
            "version": __version__,
        }

    @property
    def described(self) -> dict[str, Any]:
        """What is asked of what, for people."""
        return {
            "model": self.model.name,
            "design": self.design.described(self.model),
            "sizes": {self.columns.get(name, name): size for name, size in self.design.sizes.items()},
            "task": self.task.described(),
        }

    def samples_of(self, number: int) -> range:
        """The samples of a chunk."""
        if not 0 <= number < self.chunks:
            raise InputError(f"there is no chunk {number}; the sweep has {self.chunks}")
        return range(number * self.chunk, min((number + 1) * self.chunk, self.total))

    def values_of(self, indices: Sequence[int]) -> dict[str, Any]:
        """What varies, by path, SI, for some samples."""
        picked = np.asarray(indices, np.int64)
        if not picked.size:
            return {path: np.zeros(0) for path in self.design.paths}
        low, high = int(picked.min()), int(picked.max()) + 1
        if high - low > 4 * max(picked.size, self.chunk):  # scattered: one by one
            each = [self.design.values(int(one), int(one) + 1) for one in picked]
            return {path: np.concatenate([one[path] for one in each]) for path in self.design.paths}
        return {path: values[picked - low] for path, values in self.design.values(low, high).items()}

    def compute(self, number: int) -> dict[str, Any]:
        """All columns of a chunk: what varies, the status, and the answers; first axis the sample.

        Raises:
            PoiseError: the model refuses the samples, or one of them, for another reason than the range of a value.
        """
        return self.compute_samples(self.samples_of(number))

    def compute_samples(self, indices: Sequence[int]) -> dict[str, Any]:
        """The same of any samples; those with impossible values are refused one by one, the others computed."""
        values = self.values_of(indices)
        count = len(indices)
        good = _judged(values, self.model.paths())
        found: dict[str, Any] = {self.columns[path]: one for path, one in values.items()}
        found |= self._empty(count, Status.refused)
        if not good.any():
            return found
        lanes = np.flatnonzero(good)
        padded = self._padded(lanes)
        answer = self.task.compute(_with(self.model, {path: one[padded] for path, one in values.items()}))
        for name, field in self.fields.items():
            found[name][lanes] = np.asarray(answer[name]).astype(field.dtype)[: len(lanes)]
        return found

    def failed(self, index: int, status: Status) -> dict[str, Any]:
        """The columns, of length one, of a sample that could not be computed."""
        values = self.values_of([index])
        return {self.columns[path]: one for path, one in values.items()} | self._empty(1, status)

    def _empty(self, count: int, status: Status) -> dict[str, Any]:
        found = {name: np.full(one.shape(count), one.missing, one.dtype) for name, one in self.fields.items()}
        found[STATUS.name][:] = status
        return found

    def _padded(self, lanes: Any) -> Any:
        """The lanes, the last repeated up to a number for which code has been compiled before, where that counts."""
        if not self.task.same_length:
            return lanes
        wanted = min(self.chunk, 1 << max(len(lanes) - 1, 0).bit_length())
        return np.concatenate([lanes, np.repeat(lanes[-1:], max(wanted - len(lanes), 0))])

    def __getstate__(self) -> dict[str, Any]:
        """Refuse to be sent with a law that only this process knows.

        Raises:
            InputError: naming the law.
        """
        for path, process in {**self.model.processes, **self.model.reactions}.items():
            law = type(process)
            if law.__module__ == "__main__" or "<locals>" in law.__qualname__:
                raise InputError(
                    f"'{path}' is of the law '{law.__name__}', which is written in this program, so that no other "
                    "process knows it; put it into a module that can be imported, or compute in this process"
                )
        return dict(self.__dict__)


def _require(model: Any, design: Any, task: Any) -> None:
    if not isinstance(model, Model):
        raise InputError(f"a model is needed here, not {model!r:.60}; poise.load reads one by name or from a file")
    if not isinstance(design, Design):
        raise InputError(f"'{design!r:.60}' is not a design; give one such as Grid({{'bath.K+': '1:50 mM:100'}})")
    if not isinstance(task, Task):
        raise InputError(f"'{task!r:.60}' is not a task; give one such as Rest() or Run('spike')")
    for path in model.paths():
        if isinstance(model.get(path), Along):
            raise InputError(
                f"'{path}' has an array; a sweep makes its own: set one number there, and put the values into the "
                f"design, such as Listed({{'{path}': values}})"
            )


def _possible(design: Design, kinds: Mapping[str, QuantityKind]) -> dict[str, Any]:
    """A few samples, by path, for a look at the task: possible ones, if there are any at all."""
    total = design.total
    ends = min(_PROBED, total)
    parts = [design.values(begin, begin + ends) for begin in sorted({0, total // 2 - ends // 2, total - ends})]
    values = {path: np.concatenate([one[path] for one in parts]) for path in design.paths}
    good = _judged(values, kinds)
    for begin in () if good.any() else range(0, total, _BLOCK):
        block = design.values(begin, min(begin + _BLOCK, total))
        there = _judged(block, kinds)
        if there.any():
            values, good = block, there
            break
    picked = np.flatnonzero(good)[: 3 * _PROBED] if good.any() else slice(0, 1)
    return {path: one[picked] for path, one in values.items()}


def _fields(model: Model, design: Design, task: Task, samples: Mapping[str, Any]) -> dict[str, Field]:
    """The task's columns, asked with a sample; with others where the model refuses the first ones.

    Raises:
        PoiseError: that of the first sample, if the model refuses them all.
    """
    first: PoiseError | None = None
    for place in range(len(next(iter(samples.values())))):
        try:
            found = dict(task.fields(_with(model, {path: one[place : place + 1] for path, one in samples.items()})))
        except PoiseError as error:
            first = first or error
            continue
        taken = {STATUS.name, "sample", *(one for one in design.sizes if one not in design.paths)}
        clash = next((name for name in found if name in taken or name.startswith("set.")), None)
        if clash is not None:
            raise InputError(f"'{clash}' is the name of another column; choose another")
        return found
    raise first or InputError("there is no sample")


def _with(model: Model, values: Mapping[str, Any]) -> Model:
    """The model with arrays along the samples."""
    return model.set(dict(values), along=_LANES)


def _cut(total: int, least: int, most: int) -> int:
    """Samples in a chunk: a power of 2 in the task's range, such that there are enough chunks."""
    wanted = max(total // _CHUNKS, 1)
    return max(least, min(most, 1 << (wanted.bit_length() - 1)))


def _judged(values: Mapping[str, Any], kinds: Mapping[str, QuantityKind]) -> Any:
    """Which samples have possible values, each quantity in the range of its kind."""
    good = np.ones(len(next(iter(values.values()))), bool)
    for path, one in values.items():
        kind = kinds[path]
        good &= np.isfinite(one) & (one <= kind.high) & ((one > kind.low) if kind.open_low else (one >= kind.low))
        if kind.nonzero:
            good &= one != 0.0
    return good


def _digest(content: Any) -> str:
    text = json.dumps(content, sort_keys=True, ensure_ascii=False, default=str)
    return hashlib.sha256(text.encode()).hexdigest()[:12]
