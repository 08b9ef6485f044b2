"""A function traced by JAX, lowered to a graph of scalar operations of one lane."""

from collections.abc import Callable, Sequence
from typing import Any, Final

import numpy as np

from .graph import Graph


class NotLoweredError(Exception):
    """The traced function uses something that has no scalar form here; XLA runs it."""


# JAX's name of an elementwise operation, and the graph's
_PLAIN: Final = {
    "add": "add",
    "add_any": "add",
    "sub": "sub",
    "mul": "mul",
    "div": "div",
    "neg": "neg",
    "abs": "abs",
    "max": "max",
    "min": "min",
    "lt": "lt",
    "le": "le",
    "gt": "gt",
    "ge": "ge",
    "eq": "eq",
    "ne": "ne",
    "and": "and",
    "or": "or",
    "xor": "xor",
    "not": "not",
    "is_finite": "finite",
    "exp": "exp",
    "log": "log",
    "expm1": "expm1",
    "log1p": "log1p",
    "sqrt": "sqrt",
    "tanh": "tanh",
    "sinh": "sinh",
    "cosh": "cosh",
    "sin": "sin",
    "cos": "cos",
    "floor": "floor",
    "pow": "pow",
}
_SAME: Final = frozenset({"stop_gradient", "optimization_barrier", "copy", "copy_p", "reduce_precision"})
_INNER: Final = {
    "jit": "jaxpr",
    "pjit": "jaxpr",
    "closed_call": "call_jaxpr",
    "custom_jvp_call": "call_jaxpr",
    "custom_vjp_call": "call_jaxpr",
    "remat": "jaxpr",
    "checkpoint": "jaxpr",
}


def lowered(graph: Graph, function: Callable[..., Any], arguments: Sequence[Any], nodes: Sequence[Any]) -> list[Any]:
    """The leaves of what a function gives, as arrays of nodes.

    Args:
        graph: where the operations go.
        function: of the arguments; any tree of arrays.
        arguments: trees of arrays or of shapes, to trace with.
        nodes: trees like them, of arrays of nodes.

    Raises:
        NotLoweredError: an operation that has no scalar form.
    """
    import jax

    closed = jax.make_jaxpr(function)(*arguments)
    return _run(graph, closed.jaxpr, closed.consts, jax.tree.leaves(tuple(nodes)))


def _run(graph: Graph, jaxpr: Any, consts: Any, given: Any) -> list[Any]:
    """Values are arrays of nodes where they hold numbers, and plain arrays where they hold whole numbers."""
    held: dict[Any, Any] = {}
    for var, const in zip(jaxpr.constvars, consts, strict=True):
        held[var] = _constant(graph, np.asarray(const))
    for var, value in zip(jaxpr.invars, given, strict=True):
        held[var] = np.asarray(value)
    for equation in jaxpr.eqns:
        read = [_constant(graph, np.asarray(one.val)) if hasattr(one, "val") else held[one] for one in equation.invars]
        made = _equation(graph, equation, read)
        for var, value in zip(equation.outvars, made, strict=True):
            held[var] = value
    return [_constant(graph, np.asarray(one.val)) if hasattr(one, "val") else held[one] for one in jaxpr.outvars]


def _constant(graph: Graph, value: Any) -> Any:
    """A constant as nodes; whole numbers, which only say where things lie, as they are."""
    if value.dtype.kind in "iu":
        return value
    make = graph.truth if value.dtype.kind == "b" else graph.number
    found = np.empty(value.shape, np.int64)
    for place in np.ndindex(value.shape):
        found[place] = make(value[place].item())
    return found


def _whole(equation: Any) -> bool:
    """Whether an equation is about whole numbers."""
    return any(one.aval.dtype.kind in "iu" for one in (*equation.invars, *equation.outvars))


def _equation(graph: Graph, equation: Any, read: list[Any]) -> list[Any]:
    name, params = equation.primitive.name, equation.params
    if name in _INNER:
        inner = params[_INNER[name]]
        return _run(graph, getattr(inner, "jaxpr", inner), getattr(inner, "consts", ()), read)
    if name in _SAME:
        return read
    if name in _MOVES:
        return [_MOVES[name](params, *read)]
    if name == "convert_element_type":
        return [_converted(graph, equation, read[0])]
    if name == "iota":
        return [_iota(params)]
    if _whole(equation) and name != "integer_pow":
        return [_integers(graph, equation, read)]
    if name in _PLAIN:
        return [_each(lambda *nodes: graph.apply(_PLAIN[name], *nodes), *read)]
    special = _SPECIAL.get(name)
    if special is None:
        raise NotLoweredError(f"'{name}' has no scalar form")
    return [special(graph, params, *read)]


def _each(function: Callable[..., int], *arrays: Any) -> Any:
    """A function of nodes, element by element."""
    shape = np.broadcast_shapes(*(one.shape for one in arrays))
    flat = [np.broadcast_to(one, shape).ravel().tolist() for one in arrays]
    return np.array([function(*nodes) for nodes in zip(*flat, strict=True)], np.int64).reshape(shape)


def _converted(graph: Graph, equation: Any, value: Any) -> Any:
    had, wanted = equation.invars[0].aval.dtype.kind, np.dtype(equation.params["new_dtype"])
    if had == wanted.kind:
        return value
    if had == "b" and wanted.kind == "f":
        one, none = graph.number(1.0), graph.number(0.0)
        return _each(lambda node: graph.apply("select", node, one, none), value)
    if had in "iu" and wanted.kind == "f":
        return _constant(graph, value.astype(float))
    if had in "iu" and wanted.kind in "iub":
        return value.astype(wanted) if wanted.kind != "b" else _constant(graph, value.astype(bool))
    raise NotLoweredError(f"a conversion from '{had}' to '{wanted}'")


def _integers(graph: Graph, equation: Any, read: list[Any]) -> Any:
    """Arithmetic of whole numbers that are known."""
    functions = {"add": np.add, "sub": np.subtract, "mul": np.multiply, "max": np.maximum, "min": np.minimum,
                 "lt": np.less, "le": np.less_equal, "gt": np.greater, "ge": np.greater_equal, "eq": np.equal,
                 "ne": np.not_equal, "neg": np.negative}  # fmt: skip
    name = equation.primitive.name
    if name not in functions or any(one.aval.dtype.kind not in "iu" for one in equation.invars):
        raise NotLoweredError(f"'{name}' has no scalar form")
    found = functions[name](*read)
    return _constant(graph, found) if found.dtype.kind == "b" else found


def _iota(params: Any) -> Any:
    shape, dimension = params["shape"], params["dimension"]
    line = np.arange(shape[dimension]).reshape([-1 if k == dimension else 1 for k in range(len(shape))])
    if np.dtype(params["dtype"]).kind not in "iu":
        raise NotLoweredError("a range of numbers that are not whole")
    return np.broadcast_to(line, shape)


def _broadcast(params: Any, value: Any, *_: Any) -> Any:
    shape, dims = params["shape"], params["broadcast_dimensions"]
    placed = [1] * len(shape)
    for k, dim in enumerate(dims):
        placed[dim] = value.shape[k]
    return np.broadcast_to(value.reshape(placed), shape)


def _slice(params: Any, value: Any) -> Any:
    steps = params["strides"] or (1,) * value.ndim
    places = zip(params["start_indices"], params["limit_indices"], steps, strict=True)
    return value[tuple(slice(a, b, step) for a, b, step in places)]


def _dynamic_slice(params: Any, value: Any, *starts: Any) -> Any:
    sizes = params["slice_sizes"]
    begins = [int(np.clip(start, 0, n - size)) for start, size, n in zip(starts, sizes, value.shape, strict=True)]
    return value[tuple(slice(a, a + size) for a, size in zip(begins, sizes, strict=True))]


_MOVES: Final = {
    "broadcast_in_dim": _broadcast,
    "slice": _slice,
    "dynamic_slice": _dynamic_slice,
    "squeeze": lambda params, value: np.squeeze(value, params["dimensions"]),
    "expand_dims": lambda params, value: np.expand_dims(value, params["dimensions"]),
    "reshape": lambda params, value, *_: value.reshape(params["new_sizes"]),
    "transpose": lambda params, value: np.transpose(value, params["permutation"]),
    "concatenate": lambda params, *values: np.concatenate(values, params["dimension"]),
    "stack": lambda params, *values: np.stack(values, params.get("axis", params.get("dimension", 0))),
    "rev": lambda params, value: np.flip(value, params["dimensions"]),
}


def _select(graph: Graph, params: Any, test: Any, *cases: Any) -> Any:
    if len(cases) != 2:
        raise NotLoweredError("a choice among more than two")
    test = np.broadcast_to(test, cases[0].shape)
    return _each(lambda t, no, yes: graph.apply("select", t, yes, no), test, *cases)


def _power(graph: Graph, params: Any, value: Any) -> Any:
    return _each(lambda node: graph.power(node, int(params["y"])), value)


def _reduced(combine: Callable[[Graph, int, int], int]) -> Any:
    def reduced(graph: Graph, params: Any, value: Any) -> Any:
        axes = tuple(params["axes"])
        kept = [k for k in range(value.ndim) if k not in axes]
        rows = np.transpose(value, [*kept, *axes]).reshape(*(value.shape[k] for k in kept), -1)
        found = rows[..., 0]
        for k in range(1, rows.shape[-1]):
            found = _each(lambda a, b: combine(graph, a, b), found, rows[..., k])
        return found

    return reduced


def _dot(graph: Graph, params: Any, left: Any, right: Any) -> Any:
    (over_left, over_right), (batch_left, batch_right) = params["dimension_numbers"]
    free_left = [k for k in range(left.ndim) if k not in (*over_left, *batch_left)]
    free_right = [k for k in range(right.ndim) if k not in (*over_right, *batch_right)]
    batch = [left.shape[k] for k in batch_left]
    a = np.transpose(left, [*batch_left, *free_left, *over_left])
    b = np.transpose(right, [*batch_right, *free_right, *over_right])
    rows, columns = [left.shape[k] for k in free_left], [right.shape[k] for k in free_right]
    a = a.reshape(int(np.prod(batch)), int(np.prod(rows)), -1)
    b = b.reshape(int(np.prod(batch)), int(np.prod(columns)), -1)
    out = np.empty((len(a), a.shape[1], b.shape[1]), np.int64)
    for place in np.ndindex(out.shape):
        pairs = zip(a[place[0], place[1]].tolist(), b[place[0], place[2]].tolist(), strict=True)
        out[place] = graph.total(graph.apply("mul", x, y) for x, y in pairs)
    return out.reshape(*batch, *rows, *columns)


def _logistic(graph: Graph, params: Any, value: Any) -> Any:
    one = graph.number(1.0)
    return _each(
        lambda x: graph.apply("div", one, graph.apply("add", one, graph.apply("exp", graph.apply("neg", x)))), value
    )


def _sign(graph: Graph, params: Any, value: Any) -> Any:
    zero, one, minus = graph.number(0.0), graph.number(1.0), graph.number(-1.0)

    def sign(x: int) -> int:
        below = graph.apply("select", graph.apply("lt", x, zero), minus, x)
        return graph.apply("select", graph.apply("gt", x, zero), one, below)

    return _each(sign, value)


_SPECIAL: Final = {
    "select_n": _select,
    "integer_pow": _power,
    "square": lambda graph, params, value: _each(lambda x: graph.apply("mul", x, x), value),
    "rsqrt": lambda graph, params, value: _each(
        lambda x: graph.apply("div", graph.number(1.0), graph.apply("sqrt", x)), value
    ),
    "reduce_sum": _reduced(lambda g, a, b: g.apply("add", a, b)),
    "reduce_max": _reduced(lambda g, a, b: g.apply("max", a, b)),
    "reduce_min": _reduced(lambda g, a, b: g.apply("min", a, b)),
    "reduce_and": _reduced(lambda g, a, b: g.apply("and", a, b)),
    "reduce_or": _reduced(lambda g, a, b: g.apply("or", a, b)),
    "reduce_prod": _reduced(lambda g, a, b: g.apply("mul", a, b)),
    "dot_general": _dot,
    "logistic": _logistic,
    "sign": _sign,
    "clamp": lambda graph, params, low, value, high: _each(
        lambda a, x, b: graph.apply("min", graph.apply("max", x, a), b), low, value, high
    ),
}
