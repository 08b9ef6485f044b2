"""Lines of LLVM's assembly for numbers of several lanes side by side, and the rows of memory where these lie."""

import struct
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, Final


@dataclass(frozen=True)
class Width:
    """How many lanes lie side by side, and the type of their numbers.

    Attributes:
        lanes: a power of 2.
        single: numbers of 32 bits instead of 64.
    """

    lanes: int
    single: bool = False

    @property
    def kind(self) -> str:
        """Type of one lane's number."""
        return "float" if self.single else "double"

    @property
    def size(self) -> int:
        """Its bytes."""
        return 4 if self.single else 8

    @property
    def whole_kind(self) -> str:
        """Type of its bits as a whole number."""
        return "i32" if self.single else "i64"

    def _all(self, kind: str) -> str:
        return kind if self.lanes == 1 else f"<{self.lanes} x {kind}>"

    @property
    def number(self) -> str:
        """Type of a number of all lanes."""
        return self._all(self.kind)

    @property
    def bits(self) -> str:
        """The same as whole numbers."""
        return self._all(self.whole_kind)

    @property
    def truth(self) -> str:
        """Type of a truth value of all lanes."""
        return self._all("i1")

    @property
    def suffix(self) -> str:
        """Of the names of LLVM's own functions."""
        return ("" if self.lanes == 1 else f"v{self.lanes}") + f"f{8 * self.size}"

    def _same(self, kind: str, text: str) -> str:
        return text if self.lanes == 1 else f"splat ({kind} {text})"

    def constant(self, value: float) -> str:
        """A number, the same in all lanes."""
        if self.single:  # LLVM writes a float as the double of the same value
            value = (
                struct.unpack("<f", struct.pack("<f", max(min(value, _LARGEST), -_LARGEST)))[0]
                if abs(value) < float("inf")
                else value
            )
        return self._same(self.kind, f"0x{struct.unpack('<Q', struct.pack('<d', value))[0]:016X}")

    def whole(self, value: int) -> str:
        """A whole number, the same in all lanes."""
        return self._same(self.whole_kind, str(value))

    def said(self, value: bool) -> str:
        """A truth value, the same in all lanes."""
        return self._same("i1", "true" if value else "false")


_LARGEST: Final = 3.4028234663852886e38  # of 32 bits
_COMPARED: Final = {"lt": "olt", "le": "ole", "gt": "ogt", "ge": "oge", "eq": "oeq", "ne": "une"}
_ARITHMETIC: Final = {"add": "fadd", "sub": "fsub", "mul": "fmul", "div": "fdiv"}
_TRUTHS: Final = {"and": "and", "or": "or", "xor": "xor"}
_OWN: Final = {"sqrt": "sqrt", "abs": "fabs", "floor": "floor", "sin": "sin", "cos": "cos", "pow": "pow"}  # LLVM's


@dataclass
class Block:
    """Lines of one function as they are written.

    Attributes:
        width: lanes.
        memory: name of the pointer to the rows.
        lines: what was written.
    """

    width: Width
    memory: str = "%ws"
    lines: list[str] = field(default_factory=list)
    _count: int = 0

    def fresh(self, stem: str = "v") -> str:
        """A name that was not used."""
        self._count += 1
        return f"%{stem}{self._count}"

    def put(self, text: str) -> str:
        """A line with a result."""
        name = self.fresh()
        self.lines.append(f"  {name} = {text}")
        return name

    def line(self, text: str) -> None:
        """A line without one."""
        self.lines.append(f"  {text}")

    def label(self, name: str) -> None:
        """Where a jump goes."""
        self.lines.append(f"{name}:")

    def place(self, row: Any) -> str:
        """The address of a row: a number, or the name of an i64."""
        w = self.width.lanes
        kind = self.width.kind
        if isinstance(row, int):
            return self.put(f"getelementptr inbounds {kind}, ptr {self.memory}, i64 {row * w}")
        shifted = row if w == 1 else self.put(f"mul nuw nsw i64 {row}, {w}")
        return self.put(f"getelementptr inbounds {kind}, ptr {self.memory}, i64 {shifted}")

    def load(self, row: Any) -> str:
        """The numbers of a row."""
        return self.put(f"load {self.width.number}, ptr {self.place(row)}, align {self.width.size * self.width.lanes}")

    def store(self, row: Any, value: str) -> None:
        """Put numbers into a row."""
        self.line(
            f"store {self.width.number} {value}, ptr {self.place(row)}, align {self.width.size * self.width.lanes}"
        )

    def get(self, kind: str, address: str) -> str:
        """One value of memory."""
        return self.put(f"load {kind}, ptr {address}")

    def at(self, kind: str, base: str, index: str) -> str:
        """The address of an element."""
        return self.put(f"getelementptr {kind}, ptr {base}, i64 {index}")

    def put_at(self, kind: str, value: str, address: str) -> None:
        """Put one value into memory."""
        self.line(f"store {kind} {value}, ptr {address}")

    def number(self, value: float) -> str:
        """A constant."""
        return self.width.constant(value)

    def apply(self, name: str, *args: str) -> str:
        """An operation of the graph."""
        vt = self.width.number
        if name in _ARITHMETIC:
            return self.put(f"{_ARITHMETIC[name]} contract {vt} {args[0]}, {args[1]}")
        if name in _COMPARED:
            return self.put(f"fcmp {_COMPARED[name]} {vt} {args[0]}, {args[1]}")
        if name == "neg":
            return self.put(f"fneg {vt} {args[0]}")
        if name == "select":
            return self.put(f"select {self.width.truth} {args[0]}, {vt} {args[1]}, {vt} {args[2]}")
        if name in _TRUTHS:
            return self.put(f"{_TRUTHS[name]} {self.width.truth} {args[0]}, {args[1]}")
        if name == "not":
            return self.put(f"xor {self.width.truth} {args[0]}, {self.width.said(True)}")
        if name == "max":
            return self.apply("select", self.put(f"fcmp ugt {vt} {args[0]}, {args[1]}"), *args)
        if name == "min":
            return self.apply("select", self.put(f"fcmp ult {vt} {args[0]}, {args[1]}"), *args)
        if name == "finite":
            return self.apply("lt", self.apply("abs", args[0]), self.number(float("inf")))
        called = f"@llvm.{_OWN[name]}.{self.width.suffix}" if name in _OWN else f"@poise_{name}"
        return self.put(f"call {vt} {called}({', '.join(f'{vt} {one}' for one in args)})")

    def fma(self, a: str, b: str, c: str) -> str:
        """a b + c, rounded once."""
        vt = self.width.number
        return self.put(f"call {vt} @llvm.fma.{self.width.suffix}({vt} {a}, {vt} {b}, {vt} {c})")

    def as_bits(self, value: str) -> str:
        """A number as its bits."""
        return self.put(f"bitcast {self.width.number} {value} to {self.width.bits}")

    def as_number(self, bits: str) -> str:
        """Bits as a number."""
        return self.put(f"bitcast {self.width.bits} {bits} to {self.width.number}")

    def integer(self, name: str, a: str, b: str) -> str:
        """An operation on bits: add, sub, shl, lshr, and, or."""
        return self.put(f"{name} {self.width.bits} {a}, {b}")

    def all(self, one: str) -> str:
        """A number of one lane in all of them."""
        width = self.width
        if width.lanes == 1:
            return one
        first = self.put(f"insertelement {width.number} poison, {width.kind} {one}, i64 0")
        order = f"<{width.lanes} x i32> zeroinitializer"
        return self.put(f"shufflevector {width.number} {first}, {width.number} poison, {order}")

    def marks(self, truth: str) -> str:
        """A truth value as 1 or 0."""
        return self.apply("select", truth, self.number(1.0), self.number(0.0))

    def mask(self, truth: str) -> str:
        """A truth value of all lanes as the bits of an i64, lane 0 first."""
        if self.width.lanes == 1:
            return self.put(f"zext i1 {truth} to i64")
        packed = self.put(f"bitcast {self.width.truth} {truth} to i{self.width.lanes}")
        return self.put(f"zext i{self.width.lanes} {packed} to i64")

    @contextmanager
    def each(self, count: str | int, stem: str = "loop") -> Iterator[str]:
        """A loop from 0; gives the index, an i64. Nothing is run for a count of 0."""
        name = self.fresh(stem)[1:]
        start, body, last, after = (f"{name}.{part}" for part in ("start", "body", "last", "after"))
        index, more = f"%{name}.i", f"%{name}.next"
        self.line(f"br label %{start}")
        self.label(start)
        self.line(f"br label %{name}.test")
        self.label(f"{name}.test")
        self.line(f"{index} = phi i64 [ 0, %{start} ], [ {more}, %{last} ]")
        going = self.put(f"icmp slt i64 {index}, {count}")
        self.line(f"br i1 {going}, label %{body}, label %{after}")
        self.label(body)
        yield index
        self.line(f"br label %{last}")
        self.label(last)
        self.line(f"{more} = add nuw nsw i64 {index}, 1")
        self.line(f"br label %{name}.test")
        self.label(after)

    @contextmanager
    def when(self, condition: str, stem: str = "when") -> Iterator[None]:
        """What is done only where an i1 holds."""
        name = self.fresh(stem)[1:]
        self.line(f"br i1 {condition}, label %{name}.then, label %{name}.after")
        self.label(f"{name}.then")
        yield
        self.line(f"br label %{name}.after")
        self.label(f"{name}.after")

    def function(self, head: str, tail: str = "ret void") -> str:
        """The whole as a function."""
        return "\n".join([f"{head} {{", "entry:", *self.lines, f"  {tail}", "}", ""])
