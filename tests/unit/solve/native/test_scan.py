"""The scan by native code leads to the roots that the scan by NumPy finds: simple, paired, touching, none, spoilt."""

import numpy as np

from poise.solve.native.scan import scanned
from poise.solve.roots import all_roots
from poise.solve.status import Status


def wavy(xp):
    """sin(a x) + b x + c: many roots, few or none."""

    def function(x, told):
        return xp.sin(told["a"] * x) + told["b"] * x + told["c"]

    return function


def compared(function_of, values, low, high, points=801):
    """Roots with and without the native scan."""
    import jax.numpy as jnp

    lanes = len(next(iter(values.values())))

    def function(x, which):
        return function_of(np)(x, {name: one[which] for name, one in values.items()})

    def scan(a, b, points):
        return scanned(function_of(jnp), values, a, b, points)

    return (
        all_roots(function, lanes, low, high, points, scan=scan),
        all_roots(function, lanes, low, high, points),
    )


def test_the_same_roots_in_many_lanes():
    rng = np.random.default_rng(5)
    lanes = 301  # no multiple of the lanes side by side
    values = {"a": rng.uniform(0.5, 8.0, lanes), "b": rng.normal(size=lanes), "c": rng.normal(size=lanes)}
    quick, plain = compared(wavy, values, -3.0, 3.0)
    assert quick.status.tolist() == plain.status.tolist()
    assert {Status.ok, Status.no_root} == {Status(one) for one in plain.status}
    assert np.array_equal(quick.x, plain.x, equal_nan=True)
    assert np.isfinite(plain.x).sum(axis=1).max() >= 5


def test_touching_and_narrow_pairs_zeros_and_what_is_not_finite():
    def function_of(xp):
        def function(x, told):
            square = (x - told["at"]) * (x - told["at"]) - told["gap"]
            return xp.where(told["kind"] > 0.5, xp.where(told["kind"] > 1.5, 0.0 * x, xp.sqrt(x)), square)

        return function

    values = {
        "at": np.array([0.1234567, 0.1234567, 0.1234567, 0.5, 0.0, 0.0]),
        "gap": np.array([0.0, 1e-8, -1e-8, 0.25, 0.0, 0.0]),  # touches, two within a step, none, on the scan's points
        "kind": np.array([0.0, 0.0, 0.0, 0.0, 1.0, 2.0]),  # ..., not finite below 0, zero all over
    }
    quick, plain = compared(function_of, values, -1.0, 1.0, 401)
    assert quick.status.tolist() == plain.status.tolist()
    assert plain.status.tolist() == [0, 0, Status.no_root, 0, Status.not_finite, Status.flat]
    assert np.array_equal(quick.x, plain.x, equal_nan=True)
    assert np.isfinite(plain.x).sum(axis=1).tolist() == [1, 2, 0, 2, 0, 0]


def test_more_places_than_there_is_room_for():
    lanes = 16
    values = {"a": np.full(lanes, 60.0), "b": np.zeros(lanes), "c": np.linspace(0.0, 0.1, lanes)}
    quick, plain = compared(wavy, values, -3.0, 3.0, 2001)
    assert np.isfinite(plain.x).sum(axis=1).min() > 50
    assert np.array_equal(quick.x, plain.x, equal_nan=True)
