"""Functions of one variable, with numbers of each lane, as native code that runs over whole arrays of lanes."""

import ctypes
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any, Final

import numpy as np

from ..kept_files import own_code
from . import elementary, emit, machine
from .block import Block, Width
from .engine import WIDE, cores
from .graph import Graph
from .lower import lowered

Function = Callable[[Any, Mapping[str, Any]], tuple[Any, ...]]  # (x, values) to some numbers, all of shape (1,)

_SHARE: Final = 65_536  # lanes that one thread takes at a time, at most


def functions(
    wanted: Mapping[str, tuple[Function, Sequence[int]]], names: Sequence[str], first: int
) -> tuple[str, int]:
    """The text of functions that read x from row 0, and of `once`; how many rows their memory has.

    Args:
        wanted: by name, a function and the rows where its numbers go.
        names: of the values; they lie in rows from `first` on.
        first: rows before them.

    Raises:
        NotLoweredError: a function has no scalar form.
    """
    import jax

    graph, width = Graph(), Width(WIDE)
    x = np.array([graph.input(0, changing=True)])
    told = {name: np.array([graph.input(first + k, changing=False)]) for k, name in enumerate(names)}
    like = jax.ShapeDtypeStruct((1,), np.float64)
    outputs: dict[str, list[tuple[int, int]]] = {}
    with jax.enable_x64(True):
        for name, (function, rows) in wanted.items():
            made = lowered(graph, function, (like, dict.fromkeys(names, like)), (x, told))
            outputs[name] = [(int(np.ravel(one)[0]), row) for one, row in zip(made, rows, strict=True)]
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
    """How many rows the code's memory has, and where it lies: from the disk if it is there.

    Args:
        write: gives the assembly and the rows.
        entry: name of the function that is called.
        identity: says everything that shapes the code; empty: it is not kept.
    """
    file = machine.kept(entry, identity, own_code()) if identity else None
    kept = None if file is None else machine.recall(file)
    if kept is not None:
        head, _, code = kept.partition(b"\n")
        return int(head), machine.loaded(code, entry)[0]
    text, rows = write()
    code = machine.compiled(text)
    if file is not None:
        machine.keep(file, b"%d\n" % rows + code)
    return rows, machine.loaded(code, entry)[0]


def padded(values: Mapping[str, Any]) -> tuple[list[str], list[Any], int]:
    """Names, arrays made whole blocks of lanes long by copies of their last number, and how long they were."""
    names = sorted(values)
    arrays = [np.ascontiguousarray(values[name], float) for name in names]
    count = len(arrays[0])
    extra = -count % WIDE
    return names, [np.pad(one, (0, extra), "edge") if extra else one for one in arrays], count


def over(arrays: Sequence[Any], rows: int, run: Callable[[int, Any, int, int], None]) -> None:
    """Run all lanes, on all cores.

    Args:
        arrays: of the values, padded.
        rows: of the memory.
        run: (address of the memory, array of the values' addresses, first lane, blocks of lanes).
    """
    whole = len(arrays[0])
    share = min(_SHARE, max(WIDE, -(-whole // (4 * cores() * WIDE)) * WIDE))

    def part(begin: int) -> None:
        memory = machine.aligned(rows * WIDE)
        places = np.array([one[begin:].ctypes.data for one in arrays], np.int64)
        run(memory.ctypes.data, places, begin, (min(begin + share, whole) - begin) // WIDE)

    with ThreadPoolExecutor(cores()) as pool:
        for done in [pool.submit(part, begin) for begin in range(0, whole, share)]:
            done.result()


def called(address: int, *arguments: int) -> None:
    """Call code with whole numbers and addresses."""
    ctypes.CFUNCTYPE(None, *[ctypes.c_long] * len(arguments))(address)(*arguments)
