"""The inlined exponential and its kin: accurate to 2 ulp, against NumPy's extended precision."""

import ctypes

import numpy as np
import pytest

from poise.solve.native import elementary, machine
from poise.solve.native.block import Block, Width

LANES = (1, 8)
ULPS = {"exp": 2.0, "expm1": 2.0, "log": 2.0, "log1p": 2.0, "tanh": 3.0, "sinh": 3.0, "cosh": 2.0}
# the points: (ranges uniform, ranges of powers of ten)
POINTS = {
    "exp": ([(-708.0, 709.7), (-1.0, 1.0)], []),
    "expm1": ([(-50.0, 709.0), (-1.0, 1.0)], [(-300.0, 0.0)]),
    "log": ([(0.5, 1.5)], [(-307.0, 308.0)]),
    "log1p": ([(-0.999, 2.0)], [(-20.0, 300.0)]),
    "tanh": ([(-30.0, 30.0), (-0.1, 0.1)], []),
    "sinh": ([(-700.0, 700.0), (-0.1, 0.1)], []),
    "cosh": ([(-700.0, 700.0), (-0.1, 0.1)], []),
}


def function(name, lanes, single=False):
    """The function over an array whose length is a multiple of the lanes."""
    width = Width(lanes, single)
    block = Block(width, memory="%in")
    with block.each("%n") as i:
        value = block.apply(name, block.load(i))
        block.memory = "%out"
        block.store(i, value)
    text = elementary.definitions(width) + block.function("define void @f(ptr %in, ptr %out, i64 %n)")
    (address,) = machine.loaded(machine.compiled(text), "f")
    call = ctypes.CFUNCTYPE(None, ctypes.c_void_p, ctypes.c_void_p, ctypes.c_long)(address)

    def over(x):
        given, found = (aligned(len(x), np.float32 if single else float) for _ in range(2))
        given[:] = x
        call(given.ctypes.data, found.ctypes.data, len(x) // lanes)
        return found

    return over


def aligned(count, kind):
    whole = np.empty(count + 16, kind)
    first = (-whole.ctypes.data % 64) // whole.itemsize
    return whole[first : first + count]


def points(name):
    rng = np.random.default_rng(1)
    uniform, powers = POINTS[name]
    parts = [rng.uniform(a, b, 40_000) for a, b in uniform] + [10.0 ** rng.uniform(a, b, 40_000) for a, b in powers]
    return np.concatenate(parts)


@pytest.mark.skipif(np.finfo(np.longdouble).nmant < 60, reason="no extended precision here")
@pytest.mark.parametrize("lanes", LANES)
@pytest.mark.parametrize("name", ULPS)
def test_within_its_ulps(name, lanes):
    x = points(name)
    found = function(name, lanes)(x)
    exact = getattr(np, name)(x.astype(np.longdouble))
    error = np.abs((found.astype(np.longdouble) - exact) / np.spacing(np.abs(exact.astype(float))))
    assert float(error.max()) <= ULPS[name]


@pytest.mark.parametrize("lanes", LANES)
@pytest.mark.parametrize("name", ULPS)
def test_edges_are_those_of_numpy(name, lanes):
    inf = np.inf
    x = np.array(
        [0.0, -0.0, inf, -inf, np.nan, 800.0, -800.0, 1e-310, 5e-324, -1.0, 1.0, 1e-17, -1e-17, 1e300, -1e300, 2.0]
    )
    found = function(name, lanes)(x)
    with np.errstate(all="ignore"):
        exact = getattr(np, name)(x)
    assert found == pytest.approx(exact, rel=1e-15, abs=1e-300, nan_ok=True)


@pytest.mark.parametrize("lanes", [1, 16])
@pytest.mark.parametrize("name", ["exp", "expm1", "log", "log1p"])
def test_32_bits_within_two_ulps(name, lanes):
    x = {"exp": np.linspace(-87.0, 88.6, 50_000), "expm1": np.linspace(-15.0, 88.0, 50_000),
         "log": np.geomspace(1.2e-38, 3e38, 50_000), "log1p": np.linspace(-0.99, 5.0, 50_000)}[name]  # fmt: skip
    x = x.astype(np.float32)[: len(x) // 16 * 16]
    found = function(name, lanes, single=True)(x)
    exact = getattr(np, name)(x.astype(float))
    error = np.abs(found - exact) / np.spacing(np.abs(exact.astype(np.float32)))
    assert float(error.max()) <= 2.0
