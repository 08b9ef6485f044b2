"""Functions of one variable, with numbers of each lane, as native code that runs over whole arrays of lanes."""

import ctypes
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np

from ..kept_files import own_code
from . import elementary, emit, machine
from .block import Block, Width
from .engine import WIDE, cores
from .graph import Graph
from .lower import lowered
from .tidy import tidied

Function = Callable[[Any, Mapping[str, Any]], tuple[Any, ...]]  # (x, values) to some numbers, all of shape (1,)

_LOADED: Final[dict[Path, tuple[int, int]]] = {}  # rows and address of code that this process has loaded
_SHARE: Final = 65_536  # lanes that one thread takes at a time, at most


@dataclass(frozen=True)
class Wanted:
    """A function to be written.

    Attributes:
        function: of x and the values.
        rows: where its numbers go.
        at: where x is always the same, that number; else x is read from row 0.
    """

    function: Function
    rows: Sequence[int]
    at: float | None = None


def functions(wanted: Mapping[str, Wanted], names: Sequence[str], first: int) -> tuple[str, int]:
    """The text of functions, and of `once`; how many rows their memory has.

    Args:
        wanted: by name.
        names: of the values; they lie in rows from `first` on.
        first: rows before them.

    Raises:
        NotLoweredError: a function has no scalar form.
    """
    import jax

    graph, width = Graph(), Width(WIDE)
    told = {name: np.array([graph.input(first + k, changing=False)]) for k, name in enumerate(names)}
    like = jax.ShapeDtypeStruct((1,), np.float64)
    outputs: dict[str, list[tuple[int, int]]] = {}
    with jax.enable_x64(True):
        for name, one in wanted.items():
            x = graph.input(0, changing=True) if one.at is None else graph.number(one.at)
            made = lowered(graph, one.function, (like, dict.fromkeys(names, like)), (np.array([x]), told))
            nodes = tidied(graph, [int(np.ravel(node)[0]) for node in made])
            outputs[name] = list(zip(nodes, one.rows, strict=True))
    once = emit.to_keep(graph, [node for found in outputs.values() for node, _ in found])
    kept = {node: first + len(names) + k for k, node in enumerate(once)}
    text = [elementary.definitions(width)]
    for name, found in {"once": [(node, kept[node]) for node in once], **outputs}.items():
        block = Block(width)
        emit.write(block, graph, found, kept, fill=name == "once")
        text.append(block.function(f"define internal void @{name}(ptr noalias %ws)"))
    return "\n".join(text), first + len(names) + len(once)


def told(b: Block, first: int, count: int, block: str) -> str:
    """Lines that put the values of a block of lanes into their rows; the first lane's index."""
    at = b.put(f"mul i64 {block}, {b.width.lanes}")
    for k in range(count):
        source = b.at("double", b.get("ptr", b.at("ptr", "%values", str(k))), at)
        b.store(first + k, b.put(f"load {b.width.number}, ptr {source}, align 8"))
    b.line("call void @once(ptr %ws)")
    return at


def ready(write: Callable[[], tuple[str, int]], entry: str, identity: str) -> tuple[int, int]:
    """How many rows the code's memory has, and where it lies: from memory or the disk if it is there.

    Args:
        write: gives the assembly and the rows.
        entry: name of the function that is called.
        identity: says everything that shapes the code; empty: it is not kept.
    """
    if not identity:
        text, rows = write()
        return rows, machine.loaded(machine.compiled(text), entry)[0]
    file = machine.kept(entry, identity, own_code())
    found = _LOADED.get(file)
    if found is None:
        kept = machine.recall(file)
        if kept is None:
            text, rows = write()
            kept = b"%d\n" % rows + machine.compiled(text)
            machine.keep(file, kept)
        head, _, code = kept.partition(b"\n")
        found = _LOADED[file] = int(head), machine.loaded(code, entry)[0]
    return found


def rows_of(values: Mapping[str, Any]) -> tuple[list[str], list[Any]]:
    """Names and arrays, (lanes,)."""
    names = sorted(values)
    return names, [np.ascontiguousarray(values[name], float) for name in names]


def whole(lanes: int) -> int:
    """How many lanes the blocks have that hold so many: what an array has to hold that is written to."""
    return lanes + -lanes % WIDE


def over(arrays: Sequence[Any], rows: int, run: Callable[[int, Any, int, int], None]) -> None:
    """Run all lanes, on all cores; the last block is filled up with copies of the last lane.

    Args:
        arrays: of the values.
        rows: of the memory.
        run: (address of the memory, array of the values' addresses, first lane, blocks of lanes).
    """
    lanes = len(arrays[0])
    share = min(_SHARE, whole(max(WIDE, -(-lanes // (4 * cores())))))

    def part(begin: int) -> None:
        memory = machine.aligned(rows * WIDE)
        told = [one[begin : begin + share] for one in arrays]
        extra = -len(told[0]) % WIDE
        told = [np.pad(one, (0, extra), "edge") for one in told] if extra else told
        places = np.array([one.ctypes.data for one in told], np.int64)
        run(memory.ctypes.data, places, begin, len(told[0]) // WIDE)

    with ThreadPoolExecutor(cores()) as pool:
        for done in [pool.submit(part, begin) for begin in range(0, lanes, share)]:
            done.result()


def called(address: int, *arguments: int) -> None:
    """Call code with whole numbers and addresses."""
    ctypes.CFUNCTYPE(None, *[ctypes.c_long] * len(arguments))(address)(*arguments)
