"""The functions in Pitzer's equations against their definitions: integrals, series, derivatives."""

import math

import numpy as np
import pytest
from scipy.integrate import quad

from poise.formulas import debye_hueckel_sigma, pitzer_e_theta, pitzer_g, pitzer_g_slope, pitzer_j
from poise.formulas.pitzer import PitzerMixture, pitzer_ln_gamma, pitzer_osmotic, pitzer_triples


@pytest.mark.parametrize("x", [0.01, 0.1, 0.9, 0.999, 1.001, 2.0, 10.0, 60.0])
def test_j_is_its_integral(x: float) -> None:
    """Pitzer 1975: J = (1/x) int (1 + q + q^2/2 - e^q) y^2 dy, q = -(x/y) e^-y; the series is good to 1e-9."""

    def integrand(y: float) -> float:
        q = -(x / y) * math.exp(-y)
        if abs(q) < 0.05:
            return -sum(q**k / math.factorial(k) for k in range(3, 9)) * y * y
        return (1.0 + q + 0.5 * q * q - math.exp(q)) * y * y

    parts = [
        quad(integrand, a, b, limit=400, epsabs=1e-13, epsrel=1e-12)[0]
        for a, b in ((1e-13, 0.1), (0.1, 1), (1, 5), (5, 60))
    ]
    value, slope = pitzer_j(x)
    assert value == pytest.approx(sum(parts) / x, abs=2e-9)
    step = 1e-5 * x
    assert slope == pytest.approx((pitzer_j(x + step)[0] - pitzer_j(x - step)[0]) / (2 * step), rel=1e-5)


@pytest.mark.parametrize("x", [1e-6, 1e-3, 0.0499, 0.0501, 0.5, 3.0, 12.0])
def test_g_and_sigma_are_averages(x: float) -> None:
    """g(x) = int_0^1 2 t e^(-x t) dt; g' = e^-x - g; sigma(x) = 3 int_0^1 (t / (1 + x t))^2 dt."""
    g = quad(lambda t: 2.0 * t * math.exp(-x * t), 0, 1, epsabs=1e-14)[0]
    assert pitzer_g(x) == pytest.approx(g, rel=1e-11)
    assert pitzer_g_slope(x) == pytest.approx(math.exp(-x) - g, rel=1e-9, abs=1e-14)
    sigma = 3.0 * quad(lambda t: (t / (1.0 + x * t)) ** 2, 0, 1, epsabs=1e-14)[0]
    assert debye_hueckel_sigma(x) == pytest.approx(sigma, rel=1e-10)


def test_e_theta_has_its_derivative_and_fades() -> None:
    """E-theta of a univalent with a divalent ion: negative, smaller the more salt; none between equal charges."""
    for strength in (1e-4, 0.1, 1.0, 6.0):
        theta, slope = pitzer_e_theta(1, 2, strength, 0.3915)
        step = 1e-5 * strength
        up, down = (pitzer_e_theta(1, 2, strength + h, 0.3915)[0] for h in (step, -step))
        assert slope == pytest.approx((up - down) / (2 * step), rel=1e-5)
        assert theta < 0 < slope
        assert pitzer_e_theta(-2, -1, strength, 0.3915) == pytest.approx((theta, slope), rel=1e-13)
        assert pitzer_e_theta(2, 2, strength, 0.3915) == (0.0, 0.0)


def test_every_kind_of_parameter_obeys_gibbs_duhem_and_symmetry() -> None:
    """d ln gamma_i / d m_j = d ln gamma_j / d m_i, and phi belongs to them: with lambda, zeta, theta, psi and beta2."""
    charge = [1.0, 2.0, -1.0, -2.0, 0.0]
    second, third = np.zeros((4, 5, 5)), np.zeros((5, 5))
    parts = {(0, 2): (0.08, 0.27, 0.0, 0.0), (1, 3): (0.2, 0.0, 3.2, -40.0), (0, 1): (0.07,), (2, 3): (0.02,)}
    parts |= {(4, 0): (0.08,), (4, 2): (-0.005,), (4, 4): (-0.01,)}
    for (i, j), values in parts.items():
        second[: len(values), i, j] = second[: len(values), j, i] = values
    third[0, 2] = third[2, 0] = 0.0005
    third[1, 3] = third[3, 1] = 0.005
    triples = pitzer_triples(5, [((0, 1, 2), -0.012), ((2, 3, 0), 0.0014), ((4, 0, 3), -0.02)])
    mixture = PitzerMixture((0.0, 2.0, 1.4, 12.0), second, third, triples)
    start = np.array([0.6, 0.3, 0.4, 0.4, 0.2])

    def logs(m):
        return np.array(pitzer_ln_gamma(list(m), charge, 0.3915, mixture))

    h = 1e-6
    size = len(charge)
    slopes = np.array([(logs(start + h * row) - logs(start - h * row)) / (2 * h) for row in np.eye(size)])
    np.testing.assert_allclose(slopes, slopes.T, atol=2e-8)

    def excess(m):
        return m.sum() * (pitzer_osmotic(list(m), charge, 0.3915, mixture) - 1.0)

    for k, row in enumerate(np.eye(size)):
        expected = (excess(start + h * row) - excess(start - h * row)) / (2 * h)
        assert slopes[k] @ start == pytest.approx(expected, abs=3e-8)
