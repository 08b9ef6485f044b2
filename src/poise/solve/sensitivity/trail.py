"""The accepted steps of a run of one lane, to be walked in both directions, in memory of the order of sqrt(steps)."""

import bisect
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from ..backends import Integrating
from ..integrate import Carry, Settings

_ROOM = 64e6  # bytes: so much is kept whole, and nothing is run twice


@dataclass(frozen=True)
class Piece:
    """Accepted steps, one after the other.

    Attributes:
        first: how many steps came before.
        begin, end: times (steps,).
        segment: (steps,).
        coefficients: of y(begin + theta (end - begin)) in powers of theta, (steps, 5, n).
        before: the state at the end of the step before, (n,): at the first step of a segment not yet after the jump.
        entered: whether the first step of the piece is the first one of its segment.
    """

    first: int
    begin: Any
    end: Any
    segment: Any
    coefficients: Any
    before: Any
    entered: bool

    def __len__(self) -> int:
        return len(self.begin)

    @property
    def states(self) -> Any:
        """At the beginnings, after a jump, (steps, n)."""
        return self.coefficients[:, 0]

    @property
    def fresh(self) -> Any:
        """Whether each step is the first of its segment, (steps,)."""
        return np.concatenate([[self.entered], np.diff(self.segment) > 0])[: len(self)]

    @property
    def reached(self) -> Any:
        """The state from which each step came: before a jump, where there is one, (steps, n)."""
        ends = self.coefficients[:-1].sum(axis=1)
        return np.concatenate([self.before[None], ends]) if len(self) else np.zeros((0, len(self.before)))

    @property
    def bytes(self) -> int:
        """Memory that it takes."""
        return self.coefficients.nbytes + 3 * self.begin.nbytes


@dataclass
class Trail:
    """A run, step by step.

    What does not fit into `room` is not kept but run again, from carries that stand as far apart as their memory and
    that of the steps between two of them are alike: both grow as the root of the number of steps.

    Attributes:
        integrator: records steps; of one lane.
        breaks, p, how: as of `Integrator.advance`.
        edges: times of the breaks without padding.
        room: bytes.
    """

    integrator: Integrating
    breaks: Any
    p: Any
    how: Settings
    edges: Any
    room: float = _ROOM
    steps: int = 0
    _pieces: dict[int, Piece] = field(default_factory=dict)
    _firsts: list[int] = field(default_factory=list)
    _times: list[float] = field(default_factory=list)
    _carries: dict[int, Carry] = field(default_factory=dict)
    _stride: int = 1
    _whole: bool = True

    def run(self, carry: Carry) -> Carry:
        """Run to the end; the carry there."""
        held, heavy = 0, 1
        while carry.under_way():
            number = len(self._firsts)
            if number % self._stride == 0:
                self._carries[number] = carry
            self._times.append(float(np.asarray(carry.t)[0]))
            carry, piece = self._advanced(carry, self.steps)
            self._firsts.append(self.steps)
            self.steps += len(piece)
            held, heavy = held + piece.bytes, max(heavy, piece.bytes)
            if self._whole:
                self._pieces[number] = piece
                if held > self.room:
                    self._whole = False
                    self._pieces.clear()
            while len(self._carries) * _bytes(carry) > max(self._stride * heavy, self.room):
                self._stride *= 2
                self._carries = {k: one for k, one in self._carries.items() if k % self._stride == 0}
        return carry

    def _advanced(self, carry: Carry, first: int) -> tuple[Carry, Piece]:
        after, chunk = self.integrator.advance(carry, self.breaks, self.p, self.how)
        if chunk is None:
            raise ValueError("an integrator that records is needed")
        count = int(chunk.count)
        begin, end = np.asarray(chunk.begin)[:count, 0], np.asarray(chunk.end)[:count, 0]
        powers = np.asarray(chunk.coefficients)[:count, :, :, 0]
        taken = end > begin
        if not taken.all():
            begin, end, powers = begin[taken], end[taken], powers[taken]
        segment = np.clip(np.searchsorted(self.edges, begin, side="right") - 1, 0, len(self.edges) - 2)
        before, entered = np.asarray(carry.y)[:, 0], bool(np.asarray(carry.fresh)[0])
        return after, Piece(first, begin, end, segment, powers, before, entered)

    def forwards(self) -> Iterator[Piece]:
        """Every piece from the start."""
        for number in range(len(self._firsts)):
            yield self._piece(number)

    def backwards(self) -> Iterator[Piece]:
        """Every piece from the end."""
        for number in reversed(range(len(self._firsts))):
            yield self._piece(number)

    def step(self, index: int) -> tuple[Piece, int]:
        """The piece that holds a step, and where."""
        number = bisect.bisect_right(self._firsts, index) - 1
        return self._piece(number), index - self._firsts[number]

    def at(self, time: float) -> int:
        """The step that holds a time; where two steps share it, the later one."""
        number = bisect.bisect_right(self._times, time) - 1
        piece = self._piece(max(number, 0))
        return piece.first + max(int(np.searchsorted(piece.begin, time, side="right")) - 1, 0)

    def _piece(self, number: int) -> Piece:
        if number not in self._pieces:
            anchor = number - number % self._stride
            carry = self._carries[anchor]
            self._pieces = {}
            for k in range(anchor, min(anchor + self._stride, len(self._firsts))):
                carry, self._pieces[k] = self._advanced(carry, self._firsts[k])
        return self._pieces[number]


def _bytes(carry: Carry) -> int:
    return sum(np.asarray(one).nbytes for one in carry)
