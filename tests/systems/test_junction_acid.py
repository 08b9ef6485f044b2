"""S25: hydrochloric acid at two concentrations by Henderson, Planck, stationary Nernst-Planck and in time."""

import math

import pytest

from poise.analysis.junction import junction
from poise.analysis.junction_methods import NernstPlanckPoisson
from poise.chemistry.species import species
from poise.formulas import thermal_voltage

STRONG, WEAK = {"H+": "100 mM", "Cl-": "100 mM"}, {"H+": "10 mM", "Cl-": "10 mM"}


def exact():
    """(u_+ - u_-)/(u_+ + u_-) (RT/F) ln(c_A/c_B): the proton runs ahead, so that the dilute side is positive."""
    fast, slow = species("H+").conductivity, species("Cl-").conductivity
    return (fast - slow) / (fast + slow) * thermal_voltage(298.15) * math.log(10.0)


@pytest.mark.parametrize("method", ["henderson", "planck", "nernst-planck"])
def test_three_closed_ways(method):
    assert junction(STRONG, WEAK, method=method).potential == pytest.approx(exact(), rel=1e-12)
    assert 0.0375 < exact() < 0.0385
    assert junction(WEAK, STRONG, method=method).potential == pytest.approx(-exact(), rel=1e-12)


def test_in_time():
    found = junction(STRONG, WEAK, method=NernstPlanckPoisson(width=1e-4, cells=120, times=9))
    assert found.ok
    assert found.potential == pytest.approx(exact(), abs=1e-6)
    assert found.course.conservation < 1e-12
    assert found.error is not None
    assert found.error < 2e-5
    later = found.course.potential[1:]  # one salt: the potential stands from the first microseconds on
    assert abs(later - exact()).max() < 5e-4
