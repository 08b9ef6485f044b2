"""A flow and a method as one module of LLVM's assembly, and all that the host needs to know of it."""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

from ..flow import Flow
from ..steps import Method
from . import driver, elementary, emit, step
from .block import Block, Width
from .lower import NotLoweredError
from .rows import Rows, Sizes
from .stages import stages_of
from .traced import Leaf, traced


@dataclass(frozen=True)
class Program:
    """What was written.

    Attributes:
        sizes: of the flow's vectors and of what is kept.
        width: lanes side by side, and their numbers.
    """

    sizes: Sizes
    width: Width

    def told(self) -> bytes:
        """As text, to be kept beside the code."""
        return json.dumps([asdict(self.sizes), asdict(self.width)]).encode()

    @staticmethod
    def of(text: bytes) -> "Program":
        """From that text."""
        sizes, width = json.loads(text)
        return Program(Sizes(**sizes), Width(**width))


def written(
    flow: Flow, method: Method, p: Any, told: Sequence[Leaf], sizes: Sizes, width: Width, *, record: bool
) -> tuple[Program, str]:
    """The assembly of a flow under a method.

    Args:
        flow: what is integrated.
        method: by which.
        p: what it is told, for its structure.
        told: what a lane is told of it.
        sizes: lengths of the vectors.
        width: lanes side by side, 1 where steps are recorded.
        record: whether the steps' polynomials go to the host.

    Raises:
        NotLoweredError: the flow has no scalar form, or the method no lines.
    """
    method = method.suited(flow.gates)
    stages = stages_of(method)
    if stages is None:
        raise NotLoweredError(f"{type(method).__name__} is run by XLA only")
    sizes = replace(sizes, stages=stages.count)
    rows = Rows(replace(sizes, factors=0))
    found = traced(flow, p, told, rows, derivatives=stages.derivatives)
    n, m, w = sizes.n, sizes.m, sizes.w
    parts = stages.parts(found, rows)
    rates = [*zip(found.slope, range(rows.slope, rows.slope + n), strict=True),
             *zip(found.slope_q, range(rows.slope_q, rows.slope_q + m), strict=True)]  # fmt: skip
    functions = {
        "rates": rates,
        "inside": [(found.inside, rows.inside)],
        "jump": list(zip(found.entered, range(rows.new, rows.new + n), strict=True)),
        **parts.functions,
    }
    if w:
        functions["watch_begin"] = list(zip(found.watch_begun, range(rows.new_w, rows.new_w + w), strict=True))
        functions["watch_step"] = list(zip(found.watch_stepped, range(rows.new_w, rows.new_w + w), strict=True))
    once = emit.to_keep(found.graph, [node for outputs in functions.values() for node, _ in outputs])
    # the factors lie last, so that where the rest lies does not depend on how many there are
    kept = {node: rows.factors + parts.factors + k for k, node in enumerate(once)}
    sizes = replace(sizes, factors=parts.factors + len(once))

    text = [elementary.definitions(width)]

    def add(name: str, outputs: Sequence[tuple[int, int]], *, fill: bool = False) -> None:
        block = Block(width)
        emit.write(block, found.graph, outputs, kept, fill=fill)
        text.append(block.function(f"define internal void @{name}(ptr noalias %ws) noinline"))

    add("once", [(node, kept[node]) for node in once], fill=True)
    for name, outputs in functions.items():
        add(name, outputs)
    block = Block(width)
    mask = step.attempt(block, rows, method, stages, dense=record or bool(w), record=record)
    text.append(block.function("define internal i64 @attempt(ptr noalias %ws) noinline", f"ret i64 {mask}"))
    block = Block(width)
    mask = step.enter(block, rows, method)
    text.append(block.function("define internal i64 @enter(ptr noalias %ws) noinline", f"ret i64 {mask}"))
    text.append(driver.functions(width, rows, record=record))
    return Program(sizes, width), "\n".join(text)
