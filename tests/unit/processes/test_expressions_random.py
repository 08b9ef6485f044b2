"""Random expressions: what is printed is read back, and means what an evaluator of the test's own says it means."""

import contextlib
import math
from fractions import Fraction
from typing import Any

from hypothesis import given, reject, settings
from hypothesis import strategies as st

from poise.errors import InputError
from poise.formulas import scalar
from poise.processes.expressions import Expression, read_quantity
from poise.processes.expressions.kinds import NUMBER, POTENTIAL

NAMES = {"x": NUMBER, "[Na+]": NUMBER, "V": POTENTIAL}
VALUES = {"x": 0.7, "[Na+]": 3.0, "V": -0.05}
Tree = Any  # a number, a name, or (operator, trees...)

_BINDING = {"+": 1, "-": 1, "*": 2, "/": 2, "neg": 3, "^": 4}
_CALLS = {"exp": math.exp, "tanh": math.tanh, "abs": abs, "cos": math.cos, "min": min, "max": max}

numbers = st.one_of(
    st.integers(0, 50).map(str), st.decimals(0, 100, places=2).map(str), st.sampled_from(["1e-3", "2.5E+2", ".5", "3."])
)
leaves = st.one_of(numbers, st.sampled_from(["x", "[Na+]", "V/10 mV", "V/(25 mV)"]))


def grow(inner: st.SearchStrategy[Tree]) -> st.SearchStrategy[Tree]:
    return st.one_of(
        st.tuples(st.sampled_from("+-*/"), inner, inner),
        st.tuples(st.just("neg"), inner),
        st.tuples(st.just("^"), inner, st.sampled_from(["2", "3", "0", "1"])),
        st.tuples(st.sampled_from(["exp", "tanh", "abs", "cos"]), inner),
        st.tuples(st.sampled_from(["min", "max"]), inner, inner),
    )


trees = st.recursive(leaves, grow, max_leaves=14)


def written(tree: Tree, outside: int = 0, right: bool = False, space: str = " ") -> str:
    """The tree with no more brackets than it needs."""
    if isinstance(tree, str):
        loose = "/" in tree and outside > 1
        return f"({tree})" if loose else tree
    head, *parts = tree
    if head in _CALLS:
        return f"{head}({','.join(written(part, 0, False, space) for part in parts)})"
    binding = _BINDING[head]
    if head == "neg":
        text = "-" + written(parts[0], binding, False, space)
    elif head == "^":
        text = f"{written(parts[0], binding + 1, False, space)}^{parts[1]}"
    else:
        left = written(parts[0], binding, False, space)
        text = f"{left}{space}{head}{space}{written(parts[1], binding + 1, True, space)}"
    return f"({text})" if binding < outside else text


def meaning(tree: Tree) -> float:
    """What the tree stands for, by Python's floats alone."""
    if isinstance(tree, str):
        known = {"V/10 mV": -5.0, "V/(25 mV)": -2.0, "x": 0.7, "[Na+]": 3.0}
        return known[tree] if tree in known else float(Fraction(tree))
    head, *parts = tree
    numbers = [meaning(part) for part in parts]
    if head in _CALLS:
        return _CALLS[head](*numbers)
    if head == "neg":
        return -numbers[0]
    one, other = numbers
    return {"+": lambda: one + other, "-": lambda: one - other, "*": lambda: one * other,
            "/": lambda: one / other, "^": lambda: one**other}[head]()  # fmt: skip


@settings(max_examples=300)
@given(trees, st.sampled_from(["", " ", "\n "]))
def test_random_expressions_mean_what_they_say(tree: Tree, space: str) -> None:
    try:
        expected = meaning(tree)
    except (ZeroDivisionError, OverflowError):
        reject()
    if not math.isfinite(expected):
        reject()
    text = written(tree, space=space)
    try:
        one = Expression.read(text, NAMES, NUMBER)
    except InputError as error:
        # numbers alone may divide by what is zero by rounding, or not finite on the way
        assert any(word in str(error) for word in ("zero", "too large", "not a number"))  # noqa: PT017
        reject()
    found = one.evaluate(VALUES, scalar)
    if math.isfinite(found):
        assert math.isclose(found, expected, rel_tol=1e-6, abs_tol=1e-6 * max(1.0, largest(tree)))
    assert Expression.read(one.text, NAMES) == one


def largest(tree: Tree) -> float:
    """The largest number on the way: how much a difference can lose."""
    if isinstance(tree, str):
        return abs(meaning(tree))
    parts = [largest(part) for part in tree[1:]]
    return max(abs(meaning(tree)), *parts)


@settings(max_examples=400)
@given(st.text(alphabet="0123456789.eE+-*/^()<>,[]_ VxnmsKifdegC'\"\\%µ°", max_size=60))
def test_any_text_is_read_or_refused(text: str) -> None:
    try:
        one = Expression.read(text, NAMES)
    except InputError:
        return
    assert Expression.read(one.text, dict(one.kinds), one.dimension) == one


@settings(max_examples=200)
@given(st.text(max_size=40))
def test_any_text_is_a_quantity_or_not(text: str) -> None:
    for candidate in (text, f"1 {text}"):
        with contextlib.suppress(InputError):
            assert math.isfinite(read_quantity(candidate)[0])
