"""Integration by native code: the interface of `integrate.Integrator`, for whole ensembles and for recorded runs."""

import ctypes
import math
import os
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from typing import Any, Final

import numpy as np

from ..flow import Flow
from ..integrate import Advancing, Carry, Chunk, Settings
from ..kept_files import own_code
from ..status import Status
from ..steps import Method
from . import machine
from .block import Width
from .driver import CONTROL
from .program import Program, written
from .rows import SCALARS, Rows, Sizes
from .traced import Leaf, leaves

WIDE = 8  # lanes side by side in an ensemble
_RECORDED = 1024  # steps of a recorded chunk
_SILENT = 100_000  # attempts of one call that records nothing
_SHARE = 256  # samples that one thread takes at a time, at least


@dataclass(frozen=True)
class Code:
    """A loaded program."""

    program: Program
    address: int

    @cached_property
    def rows(self) -> Rows:
        """Where everything lies."""
        return Rows(self.program.sizes)


@dataclass(frozen=True)
class NativeIntegrator(Advancing):
    """A flow and a method as code for this processor; compiled when first used, kept on disk.

    Attributes:
        flow, method, record, chunk: as of `integrate.Integrator`.
        single: whether numbers have 32 bits, for methods of fixed step.
    """

    flow: Flow
    method: Method
    record: bool
    chunk: int | None = None
    single: bool = False
    _codes: dict[Any, Code] = field(default_factory=dict, repr=False, compare=False)

    def ready(self, carry: Carry, p: Any) -> Code:
        """The code for arguments like these: from memory, the disk, or made now.

        Raises:
            NotLoweredError: the flow has no scalar form.
        """
        return self._code(carry, p, tuple(leaf for leaf, _ in leaves(self.flow, p)))

    def _code(self, carry: Carry, p: Any, told: tuple[Leaf, ...]) -> Code:
        # two of the processor's vectors of 256 bits; four where steps follow each other with nothing between them
        wide = WIDE * (2 if self.method.fixed else 1) * (2 if self.single else 1)
        width = Width(1 if self.record or np.shape(carry.t)[0] == 1 else wide, self.single)
        sizes = Sizes(len(carry.y), len(carry.q), len(carry.w), sum(leaf.size for leaf in told), 0)
        key = (told, sizes, width)
        found = self._codes.get(key)
        if found is None:
            found = self._codes[key] = self._made(p, told, sizes, width)
        return found

    def _made(self, p: Any, told: tuple[Leaf, ...], sizes: Sizes, width: Width) -> Code:
        file = None
        watch = self.flow.watch
        if self.flow.identity and (watch is None or watch.identity):
            told_of = watch.identity if watch else ""
            words = repr((type(self.method).__name__, self.method, self.flow.gates, told, sizes, width, self.record))
            file = machine.kept(self.flow.identity, told_of, words, own_code())
            kept = machine.recall(file)
            if kept is not None:
                head, _, code = kept.partition(b"\n")
                return Code(Program.of(head), *machine.loaded(code, "advance"))
        program, assembly = written(self.flow, self.method, p, told, sizes, width, record=self.record)
        code = machine.compiled(assembly)
        if file is not None:
            machine.keep(file, program.told() + b"\n" + code)
        return Code(program, *machine.loaded(code, "advance"))

    def advance(self, carry: Carry, breaks: Any, p: Any, how: Settings) -> tuple[Carry, Chunk | None]:
        """Up to one chunk of steps of every lane; see `integrate.Integrator.advance`."""
        told = leaves(self.flow, p)
        code = self._code(carry, p, tuple(leaf for leaf, _ in told))
        standing = _standing(carry)
        numbers = _Numbers.of(told, breaks, how, len(carry.y))
        waiting = np.flatnonzero(np.asarray(carry.status) == Status.unfinished)
        if self.record:
            chunk = self._recorded(code, standing, numbers, waiting)
            return _carried(standing, carry), chunk
        share = max(_SHARE, -(-len(waiting) // (8 * cores())))
        shares = [waiting[k : k + share] for k in range(0, len(waiting), share)]
        if len(shares) == 1 or cores() == 1:
            for one in shares:
                _call(code, standing, numbers, one, self.chunk or _SILENT * len(one))
        else:
            with ThreadPoolExecutor(cores()) as pool:
                for done in [
                    pool.submit(_call, code, standing, numbers, one, self.chunk or _SILENT * len(one)) for one in shares
                ]:
                    done.result()
        return _carried(standing, carry), None

    def _recorded(self, code: Code, standing: Any, numbers: "_Numbers", waiting: Any) -> Chunk:
        n, lanes = code.program.sizes.n, standing.shape[1]
        room = self.chunk or min(_RECORDED, max(8, int(16e6 / (8 * (5 * n + 2) * lanes))))
        begins, ends = np.zeros((lanes, room)), np.zeros((lanes, room))
        powers = np.zeros((lanes, room, 5, n))
        count = 0
        for lane in waiting.tolist():
            steps = _Steps(begins[lane], ends[lane], powers[lane])
            done = _call(code, standing, numbers, np.array([lane]), 50 * room, steps)
            count = max(count, done)
        if lanes == 1:
            return Chunk(count, begins.T[:count], ends.T[:count], powers[0, :count, :, :, None])
        return Chunk(count, begins.T[:count], ends.T[:count], np.moveaxis(powers[:, :count], 0, -1))

    def named(self, carry: Carry, p: Any) -> str:
        """The name of the back end."""
        return "native"


@dataclass(frozen=True)
class _Steps:
    begins: Any
    ends: Any
    powers: Any


@dataclass(frozen=True)
class _Numbers:
    """All that lanes are told, in one array, and where each number of a lane in a segment lies in it."""

    values: Any
    offsets: Any
    by_lane: Any
    by_segment: Any

    @classmethod
    def of(cls, told: Sequence[tuple[Leaf, Any]], breaks: Any, how: Settings, n: int) -> "_Numbers":
        atol = np.asarray(how.atol, float)
        parts = [np.asarray(breaks, float), _BEYOND, how.rtol, how.most, how.longest, atol]
        parts = [np.asarray(one, float) for one in (*parts, *(array for _, array in told))]
        shapes = tuple(one.shape for one in parts)
        places = _places(shapes, tuple(leaf for leaf, _ in told), n)
        return cls(np.concatenate([one.ravel() for one in parts]), *places)


_BEYOND: Final = np.array([np.inf])  # after the last break


@lru_cache(maxsize=64)
def _places(shapes: tuple[tuple[int, ...], ...], told: tuple[Leaf, ...], n: int) -> tuple[Any, Any, Any]:
    """Offset of each number, and how much further the next lane's and segment's lie, in the order of `Rows`."""
    begins = np.concatenate([[0], np.cumsum([math.prod(shape) for shape in shapes])])
    found: list[tuple[int, int, int]] = [(1, 0, 1), (2, 0, 1)]  # the segment's end, and the one beyond
    for k in (2, 3, 4):
        found.append((int(begins[k]), int(math.prod(shapes[k]) > 1), 0))
    width = shapes[5][-1] if len(shapes[5]) > 1 else 1
    found += [(int(begins[5]) + k * width, int(width > 1), 0) for k in range(n)]
    for leaf, shape, begin in zip(told, shapes[6:], begins[6:], strict=False):
        inner = shape[1 if leaf.segmented else 0 : len(shape) - 1 if leaf.laned else len(shape)]
        width = shape[-1] if leaf.laned else 1
        size = math.prod(inner) if leaf.size else 0
        onward = size * width if leaf.segmented else 0
        found += [(int(begin) + k * width, int(leaf.laned and width > 1), onward) for k in range(size)]
    return tuple(np.ascontiguousarray(column, np.int64) for column in np.array(found).T)  # type: ignore[return-value]


def cores() -> int:
    """How many threads compute: $POISE_THREADS, else as many as this process may use."""
    chosen = os.environ.get("POISE_THREADS", "")
    if chosen.isdigit() and int(chosen) > 0:
        return int(chosen)
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _standing(carry: Carry) -> Any:
    """The carry as one array (rows, lanes), in the order of `Rows`."""
    rows = [np.asarray(getattr(carry, name), float)[None] for name in SCALARS]
    rows += [np.asarray(getattr(carry, name), float) for name in ("y", "q", "w", "dy", "dq", "attempt", "strain")]
    return np.ascontiguousarray(np.concatenate(rows))


def _carried(standing: Any, like: Carry) -> Carry:
    """The carry again."""
    found: dict[str, Any] = {}
    for k, name in enumerate(SCALARS):
        found[name] = standing[k].astype(np.asarray(getattr(like, name)).dtype)
    at = len(SCALARS)
    for name in ("y", "q", "w", "dy", "dq", "attempt", "strain"):
        size = len(getattr(like, name))
        found[name] = standing[at : at + size]
        at += size
    return Carry(**found)


def _call(code: Code, standing: Any, numbers: _Numbers, queue: Any, most: int, steps: _Steps | None = None) -> int:
    """Run samples until they are finished, or so many attempts were made; how many steps were recorded."""
    lanes = code.program.width.lanes
    memory = machine.aligned(code.rows.total * lanes)
    queue = np.ascontiguousarray(queue, np.int64)
    control = np.zeros(len(CONTROL) + lanes, np.int64)
    told = {
        "memory": memory.ctypes.data,
        "standing": standing.ctypes.data,
        "lanes": standing.shape[1],
        "queue": queue.ctypes.data,
        "waiting": len(queue),
        "numbers": numbers.values.ctypes.data,
        "offsets": numbers.offsets.ctypes.data,
        "by_lane": numbers.by_lane.ctypes.data,
        "by_segment": numbers.by_segment.ctypes.data,
        "most": most,
    }
    if steps is not None:
        told |= {"begins": steps.begins.ctypes.data, "ends": steps.ends.ctypes.data}
        told |= {"powers": steps.powers.ctypes.data, "room": len(steps.begins)}
    for name, value in told.items():
        control[CONTROL.index(name)] = value
    ctypes.CFUNCTYPE(None, ctypes.c_void_p)(code.address)(control.ctypes.data)
    return int(control[CONTROL.index("recorded")])
