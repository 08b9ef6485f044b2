"""Measured orders of convergence of the time integrators and of their dense output, at fixed steps."""

import jax
import numpy as np
import pytest
from scipy.integrate import solve_ivp

from poise.solve.rodas5p import Rodas5P
from poise.solve.tsit5 import Tsit5


def smooth(t, y, xp):
    return [y[1] * xp.cos(t) + 0.3 * y[0] * y[1], -y[0] * y[1] + xp.sin(2.0 * t) - 0.2 * y[0]]


def fixed_steps(method, rates, y0, start, end, steps):
    """States at the ends and at five inner points of every step: (steps, n), (steps, 5, n) and the points' times."""
    import jax.numpy as jnp

    h = (end - start) / steps
    thetas = np.array([0.1, 0.3, 0.5, 0.7, 0.9])

    def both(t, y):
        return rates(t, y), jnp.zeros((0, 1))

    def one(carry, i):
        y, first = carry
        made = method.step(both, start + i * h * jnp.ones(1), y, jnp.zeros((0, 1)), h * jnp.ones(1), first)
        inner = jnp.stack([sum(made.coefficients[k] * theta**k for k in range(5)) for theta in thetas])
        return (made.y, made.last), (made.y[:, 0], inner[:, :, 0])

    with jax.enable_x64(True):
        y0 = jnp.asarray(y0, float)[:, None]
        first = both(start * jnp.ones(1), y0)
        _, (ends, inner) = jax.jit(lambda: jax.lax.scan(one, (y0, first), jnp.arange(steps)))()
    times = start + h * (np.arange(steps)[:, None] + thetas)
    return np.asarray(ends), np.asarray(inner), times


def orders(errors):
    return np.log2(np.asarray(errors[:-1]) / np.asarray(errors[1:]))


@pytest.mark.parametrize("method", [Rodas5P(), Tsit5()], ids=lambda method: type(method).__name__)
def test_order_5_and_dense_output_of_order_4_on_a_smooth_non_autonomous_problem(method):
    import jax.numpy as jnp

    y0, end = [0.6, 0.9], 3.0
    exact = solve_ivp(lambda t, y: smooth(t, y, np), (0, end), y0, "DOP853", rtol=1e-13, atol=1e-14, dense_output=True)
    at_end, inside = [], []
    for steps in (16, 32, 64):
        ends, inner, times = fixed_steps(method, lambda t, y: jnp.stack(smooth(t, y, jnp)), y0, 0.0, end, steps)
        at_end.append(np.abs(ends[-1] - exact.y[:, -1]).max())
        inside.append(np.abs(inner - np.moveaxis(exact.sol(times.ravel()).reshape(2, *times.shape), 0, 2)).max())
    assert orders(at_end)[-1] == pytest.approx(5.0, abs=0.35)
    assert orders(inside)[-1] > 3.9


@pytest.mark.parametrize("stiffness", [1e4, 1e6, 1e8])
def test_prothero_and_robinson_at_any_stiffness(stiffness):
    """y' = -L (y - phi) + phi', whose exact solution phi does not depend on L.

    Methods of this kind err by h^3 / L there (the term that outlasts the classical order 5), so the stiffer the better.
    """
    import jax.numpy as jnp

    def phi(t):
        return jnp.sin(t + 0.5) + 0.1 * t**2

    def rates(t, y):
        slope = jnp.cos(t + 0.5) + 0.2 * t
        return -stiffness * (y - phi(t)) + slope

    errors = []
    for steps in (8, 16, 32):
        ends, _, _ = fixed_steps(Rodas5P(), rates, [np.sin(0.5)], 0.0, 4.0, steps)
        errors.append(abs(ends[-1, 0] - (np.sin(4.5) + 1.6)))
    assert np.max(errors) < 1e-3 / stiffness
    assert orders(errors).min() > 2.85


@pytest.mark.parametrize(("eps", "order", "most"), [(1e-5, 1.8, 5e-9), (1e-10, 4.5, 1e-11)])
def test_stiff_and_nonlinear(eps, order, most):
    """Kaps' problem, whose exact solution is known at any stiffness: y1 = exp(-2 t), y2 = exp(-t).

    Order 5 where it is so stiff that it is differential-algebraic; before that, eps h^2 remains (Hairer & Wanner 1996,
    sec. VI.3).
    """
    import jax.numpy as jnp

    def rates(t, y):
        return jnp.stack([-(1.0 / eps + 2.0) * y[0] + y[1] ** 2 / eps, y[0] - y[1] - y[1] ** 2])

    errors = []
    for steps in (4, 8, 16):
        ends, inner, times = fixed_steps(Rodas5P(), rates, [1.0, 1.0], 0.0, 1.0, steps)
        errors.append([abs(ends[-1] - np.exp([-2.0, -1.0])).max(), abs(inner[:, :, 1] - np.exp(-times)).max()])
    end, inside = np.array(errors).T
    assert end[-1] < most
    assert orders(end)[-1] > order
    assert orders(inside)[-1] > 3.8
