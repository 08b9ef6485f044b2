"""The contract of every public formula: numbers, NumPy and JAX give the same; gradients exist and are right."""

import inspect
import math
import re
import subprocess
import sys
from pathlib import Path

import jax
import jax.numpy as jnp
import numpy as np
import pytest

import poise.formulas
from poise.references import bibliography
from unit.formulas.cases import CASES

jax.config.update("jax_enable_x64", True)

TESTS = Path(__file__).parents[2]
LANES = np.array([1.0, 1.01, 0.98])
FUNCTIONS = {name: one for name, one in vars(poise.formulas).items() if inspect.isfunction(one)}
leaves = jax.tree_util.tree_leaves
every = pytest.mark.parametrize("name", sorted(CASES))


def lane(value, factor):
    """A case's argument for one lane: amounts vary, charges and counts (whole numbers) do not."""
    return value if isinstance(value, int) else value * factor


def arrays(args, xp):
    return jax.tree_util.tree_map(lambda one: xp.stack([xp.asarray(float(lane(one, k))) for k in LANES]), args)


def by_lane(name):
    """The formula called with Python numbers, lane by lane; leaves stacked."""
    calls = [
        leaves(FUNCTIONS[name](*jax.tree_util.tree_map(lambda one, k=k: lane(one, k), CASES[name]))) for k in LANES
    ]
    return [np.array(column) for column in zip(*calls, strict=True)]


def agree(found, expected, rtol=1e-12):
    assert len(found) == len(expected)
    for one, other in zip(found, expected, strict=True):
        np.testing.assert_allclose(np.asarray(one), other, rtol=rtol)


def test_each_formula_has_a_case():
    assert set(CASES) == set(FUNCTIONS)


@every
def test_documented(name):
    text = inspect.getdoc(FUNCTIONS[name]) or ""
    assert text.split("\n")[0].endswith(".")
    assert "Args:" in text
    if FUNCTIONS[name].__module__ != "poise.formulas.special":
        assert "Returns:" in text
        assert "Source:" in text
        keys = re.findall(r"\(([a-z_]+_\d{4})\)", text)
        assert keys
        assert set(keys) <= set(bibliography())


@every
def test_numbers_in_numbers_out(name):
    found = leaves(FUNCTIONS[name](*CASES[name]))
    assert found
    assert all(type(one) is float and math.isfinite(one) for one in found)


def test_numbers_load_no_array_library():
    code = (
        "import sys; import poise.formulas as f; from unit.formulas.cases import CASES\n"
        "[getattr(f, name)(*args) for name, args in CASES.items()]\n"
        "print(sorted({'numpy', 'jax', 'array_api_compat'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=TESTS, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


@every
def test_numpy_in_numpy_out(name):
    found = leaves(FUNCTIONS[name](*arrays(CASES[name], np)))
    assert all(isinstance(one, np.ndarray) and one.dtype == np.float64 for one in found)
    agree(found, by_lane(name))


@every
def test_jax_in_jax_out(name):
    function, args, expected = FUNCTIONS[name], arrays(CASES[name], jnp), by_lane(name)
    found, mapped = jax.jit(lambda *args: (leaves(function(*args)), leaves(jax.vmap(function)(*args))))(*args)
    assert all(isinstance(one, jax.Array) and one.dtype == jnp.float64 for one in found)
    agree(found, expected)
    agree(mapped, expected)


@every
def test_gradient_is_that_of_the_numbers(name):
    """The forward derivative along the arguments themselves equals a central difference; the reverse one is finite."""
    function, case = FUNCTIONS[name], CASES[name]

    def along(h):
        return function(*jax.tree_util.tree_map(lambda one: lane(one, 1 + h), case))

    def sums(*args):
        return sum(leaves(function(*args)))

    @jax.jit  # both at once: compiling is what takes the time
    def both(h, *args):
        return jax.jvp(along, (h,), (1.0,))[1], jax.grad(sums, argnums=tuple(range(len(case))))(*args)

    slopes, gradients = both(0.0, *jax.tree_util.tree_map(float, case))
    step = 1e-5
    for one, up, down in zip(leaves(slopes), leaves(along(step)), leaves(along(-step)), strict=True):
        scale = max(abs(up), abs(float(one)))
        assert abs(float(one) - (up - down) / (2 * step)) <= 1e-7 * scale

    assert np.isfinite(leaves(gradients)).all()
