"""Branches of steady states against normal forms and models whose special points are known."""

import numpy as np
import pytest

from poise.solve.branch import branch
from poise.solve.status import Status
from poise.solve.steady import stationary


def kinds(found):
    return [one.kind for one in found.specials]


def test_fold():
    found = branch(lambda y, x: x - y**2, [1.0], 1.0, -1.0, 2.0, 1.0)
    assert found.status == Status.ok
    assert found.ends == ("end of range", "end of range")
    (fold,) = found.specials
    assert fold.kind == "fold"
    assert fold.parameter == pytest.approx(0.0, abs=1e-12)
    assert fold.y == pytest.approx([0.0], abs=1e-10)
    assert fold.way == 1
    assert found.parameter[[0, -1]] == pytest.approx([2.0, 2.0], abs=0)
    assert found.y[0, [0, -1]] == pytest.approx([-(2**0.5), 2**0.5], rel=1e-14)
    assert np.abs(found.y[0] ** 2 - found.parameter).max() < 1e-14
    assert (found.stable == (found.y[0] > 0)).all()
    assert found.y[0, found.start] == pytest.approx(1.0, rel=1e-15)
    assert found.y[0, fold.after] * found.y[0, fold.after + 1] <= 0


def test_cusp_with_two_folds():
    found = branch(lambda y, x: x + y - y**3, [-1.32], -1.0, -2.0, 2.0, 1.0)
    exact = 2 / 27**0.5
    assert kinds(found) == ["fold", "fold"]
    assert [one.parameter for one in found.specials] == pytest.approx([exact, -exact], rel=1e-12)
    assert [one.way for one in found.specials] == [-1, 1]
    assert set(found.unstable[found.specials[0].after + 1 : found.specials[1].after + 1]) == {1}


def test_pitchfork_is_a_branch_point_on_both_branches():
    def f(y, x):
        return x * y - y**3

    (trivial,) = branch(f, [0.0], -1.0, -1.0, 2.0, 1.0).specials
    assert trivial.kind == "branch_point"
    assert trivial.parameter == pytest.approx(0.0, abs=1e-10)
    assert trivial.way == 1
    forked = branch(f, [1.0], 1.0, -1.0, 2.0, 1.0)
    assert kinds(forked) == ["branch_point"]
    assert forked.specials[0].parameter == pytest.approx(0.0, abs=1e-10)
    assert forked.y[0, [0, -1]] == pytest.approx([-(2**0.5), 2**0.5], rel=1e-12)


def test_transcritical():
    (found,) = branch(lambda y, x: x * y - y**2, [0.0], 1.0, -1.0, 2.0, 1.0).specials
    assert found.kind == "branch_point"
    assert found.parameter == pytest.approx(0.0, abs=1e-10)


@pytest.mark.parametrize("turn", [1, -1])
def test_hopf_normal_form(turn):
    def f(y, x):
        r = y[0] ** 2 + y[1] ** 2
        return np.stack([turn * x * y[0] - 3 * y[1] - y[0] * r, 3 * y[0] + turn * x * y[1] - y[1] * r])

    (hopf,) = branch(f, [0.0, 0.0], -1.0, -1.0, 2.0, 1.0).specials
    assert hopf.kind == "hopf"
    assert hopf.parameter == pytest.approx(0.0, abs=1e-12)
    assert hopf.frequency == pytest.approx(3 / (2 * np.pi), rel=1e-12)
    assert hopf.way == turn


def test_a_neutral_saddle_is_nothing():
    """The two real eigenvalues 0.3 + x and -0.3 sum to zero at x = 0."""
    found = branch(lambda y, x: np.stack([(0.3 + x) * y[0] + y[1], -0.3 * y[1]]), [0.0, 0.0], -0.2, -0.2, 1.0, 1.0)
    assert found.specials == ()
    assert set(found.unstable) == {1}


def test_a_loop_closes():
    found = branch(lambda y, x: 1 - y**2 - x**2, [1.0], 0.0, -2.0, 2.0, 1.0)
    assert found.ends[0] == "closed"
    assert found.status == Status.ok
    assert kinds(found) == ["fold", "fold"]
    assert sorted(one.parameter for one in found.specials) == pytest.approx([-1.0, 1.0], rel=1e-12)


def test_leaving_the_domain():
    found = branch(lambda y, x: x - y, [1.0], 1.0, -1.0, 2.0, 1.0, [0.0])
    assert found.ends == ("left the domain", "end of range")
    assert found.status == Status.branch_ended
    assert 0 <= found.parameter[0] < 1e-6
    limited = branch(lambda y, x: x - y, [1.0], 1.0, -1.0, 2.0, 1.0, inside=lambda y: y[0] > 0.5)
    assert limited.ends[0] == "left the domain"
    assert limited.parameter[0] == pytest.approx(0.5, abs=1e-6)


def test_a_function_that_ends():
    found = branch(lambda y, x: np.where(x > 0.5, np.nan, x - y), [0.0], 0.0, -1.0, 2.0, 1.0)
    assert found.ends == ("end of range", "left the domain")
    assert found.parameter[-1] == pytest.approx(0.5, abs=0.01)


def test_one_direction_and_too_many_points():
    found = branch(lambda y, x: x - y, [0.0], 0.0, -1.0, 2.0, 1.0, directions=(1,))
    assert found.ends == ("start", "end of range")
    assert found.start == 0
    short = branch(lambda y, x: x - y, [0.0], 0.0, -1.0, 2.0, 1.0, points=5)
    assert short.ends == ("too many points", "too many points")
    assert short.status == Status.branch_ended


@pytest.mark.parametrize("start", [[np.nan], [30.0]])
def test_a_start_that_is_no_solution(start):
    found = branch(lambda y, x: np.where(y > 20, np.nan, x + 5 + y**2), start, 0.0, -1.0, 2.0, 1.0)
    assert found.status == Status.started_badly
    assert found.parameter.shape == (1,)
    assert found.y.shape == (1, 1)


@pytest.mark.parametrize("a", [0.5, 1.5])
def test_brusselator(a):
    def f(y, b):
        return np.stack([a + y[0] ** 2 * y[1] - (b + 1) * y[0], b * y[0] - y[0] ** 2 * y[1]])

    (hopf,) = branch(f, [a, 1.0 / a], 1.0, 0.5, 6.0, 1.0, [0.0, 0.0]).specials
    assert hopf.kind == "hopf"
    assert hopf.parameter == pytest.approx(1 + a**2, rel=1e-10)
    assert 2 * np.pi * hopf.frequency == pytest.approx(a, rel=1e-10)
    assert hopf.way == 1


def test_lorenz():
    sigma, beta = 10.0, 8 / 3

    def f(y, rho):
        return np.stack([sigma * (y[1] - y[0]), y[0] * (rho - y[2]) - y[1], y[0] * y[1] - beta * y[2]])

    q = (beta * 9) ** 0.5
    found = branch(f, [q, q, 9.0], 10.0, 0.5, 30.0, 10.0)
    assert kinds(found) == ["hopf", "branch_point", "hopf"]
    exact = sigma * (sigma + beta + 3) / (sigma - beta - 1)
    for one in (found.specials[0], found.specials[2]):
        assert one.parameter == pytest.approx(exact, rel=1e-10)
        assert 2 * np.pi * one.frequency == pytest.approx((beta * (sigma + exact)) ** 0.5, rel=1e-10)
        assert one.way == 1
    assert found.specials[1].parameter == pytest.approx(1.0, rel=1e-9)


def linoid(x):
    near = np.abs(x) < 1e-4
    safe = np.where(near, 1.0, x)
    return np.where(near, 1 + x / 2 + x * x / 12, safe / -np.expm1(-safe))


def hodgkin_huxley(y, current):
    """Squid axon at 6.3 degC, rest near -65 mV; mV, ms, uA/cm2, rates in 1/s (Hodgkin & Huxley 1952)."""
    v, m, h, n = y
    return 1e3 * np.stack(
        [
            current - 120 * m**3 * h * (v - 50) - 36 * n**4 * (v + 77) - 0.3 * (v + 54.387),
            linoid((v + 40) / 10) * (1 - m) - 4 * np.exp(-(v + 65) / 18) * m,
            0.07 * np.exp(-(v + 65) / 20) * (1 - h) - h / (1 + np.exp(-(v + 35) / 10)),
            0.1 * linoid((v + 55) / 10) * (1 - n) - 0.125 * np.exp(-(v + 65) / 80) * n,
        ]
    )


def test_hodgkin_huxley():
    scale = np.array([50.0, 1.0, 1.0, 1.0])
    rest = stationary(lambda y: hodgkin_huxley(y, 0.0), [-65.0, 0.05, 0.6, 0.3], scale)
    assert rest.stable
    found = branch(hodgkin_huxley, rest.y, 0.0, 0.0, 200.0, scale)
    assert found.ends == ("end of range", "end of range")
    assert kinds(found) == ["hopf", "hopf"]
    lower, upper = found.specials
    assert lower.parameter == pytest.approx(9.77544, abs=5e-6)
    assert lower.frequency == pytest.approx(93.302, abs=5e-4)
    assert lower.way == 1
    assert upper.parameter == pytest.approx(154.522, abs=1e-3)
    assert upper.way == -1
    assert found.stable[0]
    assert found.stable[-1]
