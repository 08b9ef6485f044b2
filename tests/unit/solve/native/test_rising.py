"""Roots of rising functions by native code: steep, flat, far, bent, at the ends, none; any number of lanes."""

import numpy as np
import pytest

from poise.solve.native.rising import rising_roots


def found(function, values, low=-1.0, high=1.0):
    return rising_roots(function, lambda told: (low, high), {name: np.asarray(one) for name, one in values.items()})


def test_rising_roots_against_a_closed_form():
    """x + a (exp(x) - 1) = b: by Lambert's function; lanes without a root give nan."""
    import jax.numpy as jnp
    from scipy.special import lambertw

    rng = np.random.default_rng(3)
    a, b = 10.0 ** rng.uniform(-2, 1, 1003), rng.uniform(-3.0, 3.0, 1003)
    roots = found(lambda x, v: x + v["a"] * jnp.expm1(x) - v["b"], {"a": a, "b": b}, -5.0, 5.0)
    exact = b + a - lambertw(a * np.exp(a + b)).real
    assert roots == pytest.approx(exact, abs=1e-13)
    none = found(lambda x, v: x - v["b"], {"b": np.array([0.5, 2.0, -3.0])})
    assert none[0] == 0.5
    assert np.isnan(none[1:]).all()
    flat = found(lambda x, v: 0.0 * v["b"] * x, {"b": np.ones(3)})
    assert np.isnan(flat).all()


@pytest.mark.parametrize("scale", [1e-30, 1.0, 1e30])
@pytest.mark.parametrize("steep", [1.0, 40.0, 4000.0])
def test_steps_in_exp_and_cubes(steep, scale):
    """Sigmoids flat but for a step, exponentials of 170 decades, a cube with no slope at its root: right or nan."""
    import jax.numpy as jnp

    at = np.linspace(-0.9, 0.9, 97)
    values = {"at": at, "steep": np.full(at.shape, steep), "scale": np.full(at.shape, scale)}
    sigmoid = found(lambda x, v: v["scale"] * (jnp.tanh(v["steep"] * (x - v["at"])) + 1e-3 * (x - v["at"])), values)
    assert sigmoid == pytest.approx(at, abs=1e-12)
    for sign in (1.0, -1.0):
        bent = found(
            lambda x, v, sign=sign: (
                v["scale"] * sign * (jnp.exp(sign * 0.1 * v["steep"] * (x - v["at"])) - 1.0)
                + v["scale"] * (x - v["at"])
            ),
            values,
        )
        good = np.isfinite(bent)  # of the steepest the steps are short: most are too far for the evaluations allowed
        assert good.sum() >= (32 if steep > 1000.0 else at.size)  # 32: by Newton's steps and the bracket alone
        assert bent[good] == pytest.approx(at[good], abs=1e-12)
    cube = found(lambda x, v: v["scale"] * (x - v["at"]) ** 3, values)
    good = np.isfinite(cube)  # no slope, no surety: what is not sure is nan
    assert cube[good] == pytest.approx(at[good], abs=1e-4)


def test_ends_zeros_and_what_is_not_finite():
    """A root at an end of the range or at 0 is one; not finite at 0 ends in nan or a root."""
    import jax.numpy as jnp

    ends = found(lambda x, v: 2.0 * (x - v["b"]), {"b": np.array([1.0, -1.0, 0.0, 1.0 + 1e-6])})
    assert ends[:3].tolist() == [1.0, -1.0, 0.0]
    assert np.isnan(ends[3])
    lost = found(lambda x, v: jnp.log(x + v["b"]), {"b": np.array([1.5, 0.5, -2.0])})
    assert lost[:2] == pytest.approx([-0.5, 0.5], abs=1e-12)
    assert np.isnan(lost[2])


@pytest.mark.parametrize("lanes", [1, 7, 8, 9, 70_001])
@pytest.mark.parametrize("threads", ["1", "3"])
def test_any_number_of_lanes_and_threads(lanes, threads, monkeypatch):
    monkeypatch.setenv("POISE_THREADS", threads)
    b = np.linspace(-0.9, 0.9, lanes)
    assert found(lambda x, v: x + x**3 - v["b"] - v["b"] ** 3, {"b": b}) == pytest.approx(b, abs=1e-14)
