"""Least squares, robust losses and what a Jacobian says, against certified values and closed forms."""

import numpy as np
import pytest

from poise.solve.information import information
from poise.solve.least_squares import Objective, minimise
from poise.solve.losses import Cauchy, Huber, SoftL1, Squares, dispersion, total
from poise.solve.starts import latin_hypercube, search
from poise.solve.status import Status

from .nist import MGH09, MISRA1A, THURBER


def objective_of(reference, start):
    """Residuals in units of the certified residual standard deviation."""
    x, y = np.asarray(reference.x)[:, None], np.asarray(reference.y)[:, None]
    free = np.full(len(start), np.inf)
    sigma = np.sqrt(reference.squares / (len(y) - len(start)))

    def function(b):
        return (reference.model(b[:, None, :], x) - y) / sigma

    return Objective(function, -free, free, np.abs(start), tolerance=1e-15, most=2000)


def line(x, y, sigma, loss=None):
    """The residuals of a + b x, in standard errors."""
    x, y = np.asarray(x)[:, None], np.asarray(y)[:, None]
    free = np.full(2, np.inf)
    return Objective(lambda b: (b[0] + b[1] * x - y) / sigma, -free, free, np.ones(2), loss=loss or Squares())


@pytest.mark.parametrize("number", [0, 1])
@pytest.mark.parametrize("reference", [MISRA1A, MGH09, THURBER], ids=["Misra1a", "MGH09", "Thurber"])
def test_certified_values_of_nist(reference, number):
    start = np.array(reference.starts[number], float)
    first = minimise(objective_of(reference, start), start)
    found = minimise(objective_of(reference, first.x), first.x)  # differences of the size of the answer
    assert (first.status, found.status) == (Status.ok, Status.ok)
    assert found.x == pytest.approx(reference.values, rel=1e-6)
    assert found.cost == pytest.approx(len(reference.y) - len(start), rel=1e-9)
    known = information(found.jacobian, np.ones(len(reference.y)), 1e-9)
    assert known.errors == pytest.approx(reference.deviations, rel=2e-5)


def test_a_straight_line_has_the_textbook_covariance():
    x = np.array([0.0, 1.0, 2.0, 4.0, 7.0])
    y = np.array([1.1, 2.9, 5.2, 8.8, 15.3])
    sigma = 0.3
    found = minimise(line(x, y, sigma), [0.0, 0.0])
    spread = np.sum((x - x.mean()) ** 2)
    slope = np.sum((x - x.mean()) * (y - y.mean())) / spread
    assert found.x == pytest.approx([y.mean() - slope * x.mean(), slope], rel=1e-10)
    known = information(found.jacobian, np.ones(5), 1e-9)
    assert known.covariance[1, 1] == pytest.approx(sigma**2 / spread, rel=1e-8)
    assert known.covariance[0, 0] == pytest.approx(sigma**2 * (1 / 5 + x.mean() ** 2 / spread), rel=1e-8)
    assert known.covariance[0, 1] == pytest.approx(-(sigma**2) * x.mean() / spread, rel=1e-8)
    assert known.correlations[0, 1] == pytest.approx(-x.mean() / np.sqrt(x.mean() ** 2 + spread / 5), rel=1e-8)


def test_bounds_hold_and_are_told():
    x, y = np.arange(5.0), 2.0 * np.arange(5.0) + 1.0
    free = Objective(
        lambda b: b[0] + b[1] * x[:, None] - y[:, None], np.array([-1.0, 0.0]), np.array([9.0, 1.5]), np.ones(2)
    )
    found = minimise(free, [0.0, 1.0])
    assert found.x[1] == pytest.approx(1.5, abs=1e-6)
    assert found.x[0] == pytest.approx(y.mean() - 1.5 * x.mean(), abs=1e-5)
    assert found.at_bound.tolist() == [0, 1]


def test_a_trial_without_an_answer_is_taken_back():
    """ln(b) has no value at b <= 0, where an undamped step from 5 leads."""
    every = np.array([np.inf])
    found = minimise(Objective(lambda b: np.log(np.where(b > 0, b, np.nan)) + 2.0, -every, every, np.ones(1)), [5.0])
    assert found.x == pytest.approx([np.exp(-2.0)], rel=1e-8)


def test_a_start_without_an_answer_is_a_status():
    every = np.array([np.inf])
    found = minimise(Objective(lambda b: b * np.nan, -every, every, np.ones(1)), [5.0])
    assert found.status == Status.not_finite


def test_directions_that_nothing_determines_are_named():
    """Only b0 * b1 and b2 matter, in logarithms: b0 + b1."""
    x = np.array([1.0, 2.0, 3.0])
    matrix = np.stack([x, x, np.ones(3), np.zeros(3)], axis=1)
    known = information(matrix, np.ones(3), 1e-9)
    assert known.determined.tolist() == [False, False, True, False]
    assert known.idle.tolist() == [False, False, False, True]
    assert known.blind.shape == (4, 2)
    assert np.abs(matrix @ known.blind).max() < 1e-12
    assert np.isinf(known.errors[[0, 1, 3]]).all()
    assert np.isfinite(known.errors[2])


@pytest.mark.parametrize("loss", [Squares(), Huber(), SoftL1(), Cauchy()])
def test_losses_have_their_derivatives(loss):
    z = np.array([0.01, 0.5, 1.3, 3.0, 40.0])
    h = 1e-6 * z
    rho, first, second = loss.terms(z)
    up, down = loss.terms(z + h), loss.terms(z - h)
    assert first == pytest.approx((up[0] - down[0]) / (2 * h), rel=1e-6)
    assert second == pytest.approx((up[1] - down[1]) / (2 * h), rel=1e-5, abs=1e-9)
    assert loss.terms(np.array([1e-9]))[0] == pytest.approx([1e-9], rel=1e-6)
    assert (rho <= z).all()


@pytest.mark.parametrize(("loss", "wanted"), [(Huber(), 0.95), (Cauchy(), 0.95)])
def test_robust_losses_have_the_efficiency_of_their_papers(loss, wanted):
    """Asymptotic variance E psi^2 / (E psi')^2 under Gaussian errors: 5 % more than that of least squares."""
    from scipy.stats import norm

    r = norm.ppf((np.arange(200_000) + 0.5) / 200_000)
    _, first, second = loss.terms(r**2)
    bend = np.mean(first + 2 * second * r**2)
    assert bend**2 / np.mean((first * r) ** 2) == pytest.approx(wanted, abs=2e-3)
    assert dispersion(loss, r, len(r)) / bend == pytest.approx(1 / wanted, rel=3e-3)


def test_an_outlier_does_not_lead_a_robust_fit():
    x = np.arange(12.0)
    y = 3.0 + 0.5 * x + 0.01 * np.cos(9 * x)
    y[4] += 25.0
    plain = minimise(line(x, y, 0.02), [0.0, 0.0])
    robust = minimise(line(x, y, 0.02, Cauchy()), plain.x)
    assert abs(plain.x[0] - 3.0) > 1.0
    assert robust.x == pytest.approx([3.0, 0.5], abs=0.01)
    assert total(Cauchy(), robust.residuals) == robust.cost


def test_a_latin_hypercube_has_one_point_in_every_slice():
    points = latin_hypercube(20, [0.0, -3.0], [1.0, 5.0], seed=7)
    slices = np.sort(np.floor((points - [[0.0], [-3.0]]) / [[1.0], [8.0]] * 20).astype(int), axis=1)
    assert (slices == np.arange(20)).all()
    assert (points == latin_hypercube(20, [0.0, -3.0], [1.0, 5.0], seed=7)).all()


def test_many_starts_find_the_lower_of_two_minima():
    """(b^2 - 1)^2 + 0.1 (b + 1)^2: from 2 down to the shallow minimum near 0.98, the deep one is at -1."""
    edge = np.array([3.0])
    rows = Objective(lambda b: np.concatenate([b**2 - 1.0, np.sqrt(0.1) * (b + 1.0)]), -edge, edge, np.ones(1))
    alone = search(rows, np.array([[2.0]]))
    assert alone.best.x[0] > 0.9
    many = search(rows, np.concatenate([[[2.0]], latin_hypercube(6, [-3.0], [3.0], seed=1)], axis=1))
    assert many.best.x == pytest.approx([-1.0], abs=1e-6)
    assert 1 <= many.same < 7
