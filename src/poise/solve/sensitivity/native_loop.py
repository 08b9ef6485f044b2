"""The loop over steps, as lines: what both directions of differentiation share."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from ..native.block import Block


class Control:
    """Reads the places of the control block `%c`: 64-bit numbers and addresses, by name."""

    def __init__(self, block: Block, names: Sequence[str]) -> None:
        self.b, self.names = block, tuple(names)

    def place(self, name: str) -> str:
        """The address of a place."""
        return self.b.put(f"getelementptr i64, ptr %c, i64 {self.names.index(name)}")

    def get(self, name: str) -> str:
        """A number."""
        return self.b.get("i64", self.place(name))

    def pointer(self, name: str) -> str:
        """An address."""
        return self.b.get("ptr", self.place(name))

    def set(self, name: str, value: str) -> None:
        """Note a number."""
        self.b.put_at("i64", value, self.place(name))

    def whole(self, name: str, index: str) -> str:
        """An element of an array of whole numbers."""
        return self.b.get("i64", self.b.at("i64", self.pointer(name), index))


def spread(b: Block, scalar: str) -> str:
    """A number for all lanes."""
    if b.width.lanes == 1:
        return scalar
    vt = b.width.number
    one = b.put(f"insertelement {vt} poison, double {scalar}, i64 0")
    return b.put(f"shufflevector {vt} {one}, {vt} poison, <{b.width.lanes} x i32> zeroinitializer")


def take(b: Block, c: Control, name: str, first: str, row: int, size: int) -> None:
    """Load numbers that all lanes share into rows: `size` of them from element `first` on."""
    base = c.pointer(name)
    with b.each(size) as k:
        at = b.at("double", base, b.put(f"add i64 {first}, {k}"))
        b.store(b.put(f"add i64 {k}, {row}"), spread(b, b.get("double", at)))


def take_lanes(b: Block, c: Control, name: str, first: str, row: int, size: int) -> None:
    """Load rows of one number for each lane, from element `first` (counted in rows) on."""
    base = c.pointer(name)
    with b.each(size) as k:
        at = _lane_place(b, base, first, k)
        b.store(b.put(f"add i64 {k}, {row}"), b.put(f"load {b.width.number}, ptr {at}, align 8"))


def put_lanes(b: Block, c: Control, name: str, first: str, row: int, size: int) -> None:
    """Store rows of one number for each lane."""
    base = c.pointer(name)
    with b.each(size) as k:
        value = b.load(b.put(f"add i64 {k}, {row}"))
        b.line(f"store {b.width.number} {value}, ptr {_lane_place(b, base, first, k)}, align 8")


def _lane_place(b: Block, base: str, first: str, k: str) -> str:
    at = b.put(f"mul i64 {b.put(f'add i64 {first}, {k}')}, {b.width.lanes}")
    return b.at("double", base, at)


def zeroed(b: Block, row: int, size: int) -> None:
    """Rows of zeros."""
    with b.each(size) as k:
        b.store(b.put(f"add i64 {k}, {row}"), b.number(0.0))


@contextmanager
def new_segment(b: Block, c: Control, segment: str) -> Iterator[None]:
    """What is done where a step lies in another segment than the one before it."""
    with b.when(b.put(f"icmp ne i64 {segment}, {c.get('held')}")):
        yield
        c.set("held", segment)
