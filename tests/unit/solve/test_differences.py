"""The Jacobian by differences, against derivatives written by hand."""

import numpy as np
import pytest

from poise.solve.differences import jacobian, value_and_jacobian


def mixed(y):
    """Three functions of three variables."""
    a, b, c = y
    return np.stack([np.exp(a) * b, np.log(b) + a * c, np.sin(c) / b])


def mixed_jacobian(y):
    a, b, c = y
    return np.array(
        [
            [np.exp(a) * b, np.exp(a), 0.0],
            [c, 1 / b, a],
            [0.0, -np.sin(c) / b**2, np.cos(c) / b],
        ]
    )


def test_agrees_with_the_derivative_to_eleven_digits() -> None:
    y = np.array([0.3, 1.7, -0.8])
    found = jacobian(mixed, y, np.ones(3))
    assert np.abs(found - mixed_jacobian(y)).max() < 1e-11 * np.abs(mixed_jacobian(y)).max()


def test_costs_one_call_with_six_lanes_a_variable_and_the_point_itself() -> None:
    lanes = []

    def counted(y):
        lanes.append(y.shape)
        return mixed(y)

    value, _ = value_and_jacobian(counted, np.array([0.3, 1.7, -0.8]), np.ones(3))
    assert lanes == [(3, 19)]
    assert np.array_equal(value, mixed(np.array([[0.3], [1.7], [-0.8]]))[:, 0])


def test_more_variables_than_functions() -> None:
    found = jacobian(lambda z: z[:1] * z[1:2] ** 2, np.array([2.0, 3.0]), np.ones(2))
    assert found == pytest.approx(np.array([[9.0, 12.0]]), rel=1e-12)


@pytest.mark.parametrize("amount", [0.0, 1e-12, 1e-9, 1e-7, 1e-5, 1e-3, 0.1, 1.0])
def test_never_leaves_the_domain(amount) -> None:
    seen = []

    def watched(y):
        seen.append(y.min())
        return y**2 + 3 * y

    found = jacobian(watched, np.array([amount]), np.ones(1), np.zeros(1))
    assert min(seen) >= 0
    assert found[0, 0] == pytest.approx(2 * amount + 3, rel=1e-6)


def test_a_logarithm_near_its_bound_keeps_its_digits() -> None:
    for amount in (1e-6, 1e-4, 1e-2):
        found = jacobian(np.log, np.array([amount]), np.ones(1), np.zeros(1))
        assert found[0, 0] == pytest.approx(1 / amount, rel=1e-8)
        found = jacobian(np.log, np.array([amount]), np.array([amount]), np.zeros(1))
        assert found[0, 0] == pytest.approx(1 / amount, rel=1e-11)


def test_stays_below_an_upper_bound() -> None:
    seen = []

    def watched(y):
        seen.append(y.max())
        return np.exp(y)

    found = jacobian(watched, np.array([2.0]), np.ones(1), None, np.array([2.0]))
    assert max(seen) <= 2.0
    assert found[0, 0] == pytest.approx(np.exp(2.0), rel=1e-11)


def test_a_step_that_meets_what_is_not_finite_is_made_smaller() -> None:
    found = jacobian(lambda y: np.sqrt(y), np.array([1e-3]), np.ones(1))
    assert found[0, 0] == pytest.approx(0.5 / np.sqrt(1e-3), rel=1e-6)


def test_what_is_not_finite_at_the_point_is_not_finite() -> None:
    assert np.isnan(jacobian(lambda y: y * np.nan, np.array([1.0]), np.ones(1))).all()


def test_scales_of_many_orders() -> None:
    scale = np.array([1e-18, 1.0, 1e12])
    y = scale * np.array([0.5, 1.5, 2.5])

    def f(y):
        u = y / scale[:, None]
        return np.stack([u[0] * u[1], np.exp(u[1] - u[2]), u[2] ** 3])

    u = y / scale
    exact = np.array([[u[1], u[0], 0], [0, np.exp(u[1] - u[2]), -np.exp(u[1] - u[2])], [0, 0, 3 * u[2] ** 2]]) / scale
    found = jacobian(f, y, scale)
    assert np.abs((found - exact) * scale).max() < 1e-11 * 20
