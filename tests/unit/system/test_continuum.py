"""Lines of the continuum: what is refused, closed boxes, sources, activities, equilibrium, and the grids."""

import numpy as np
import pytest

from poise.constants import FARADAY, GAS
from poise.errors import InputError
from poise.formulas.special import bernoulli, bernoulli_slope
from poise.solve.status import Status
from poise.system.continuum import (
    ImposedCurrent,
    ImposedPotential,
    Line,
    grid,
    in_time,
    junction_in_time,
    junction_stationary,
    stationary,
)
from poise.system.continuum.equations import Equations
from poise.system.continuum.sources import Generation, PairRecombination

T = 298.15
VT = GAS * T / FARADAY
CHARGE, D = np.array([1.0, -1.0, 2.0]), np.array([1.3e-9, 2.0e-9, 0.8e-9])
LEFT, RIGHT = np.array([100.0, 120.0, 10.0]), np.array([5.0, 7.0, 1.0])
OPEN = ImposedCurrent(0.0)


def davies(c):
    """ln gamma by Davies's equation with A = 0.51, concentrations in mol/m3."""
    strength = 0.5 * (CHARGE[:, None] ** 2 * c).sum(0) / 1000.0
    root = np.sqrt(strength)
    return -0.51 * np.log(10.0) * CHARGE[:, None] ** 2 * (root / (1 + root) - 0.3 * strength)


def made(**changes):
    given = {"faces": grid.even(1e-8, 12), "charge": CHARGE, "diffusion": D, "left": LEFT, "right": RIGHT}
    return Line(**{**given, "temperature": T, "permittivity": 78.4, **changes})


@pytest.mark.parametrize(("moving", "step"), [(False, None), (False, 0.03), (True, 0.03)])
@pytest.mark.parametrize("end", [OPEN, ImposedPotential(0.02)], ids=["current", "potential"])
@pytest.mark.parametrize("permittivity", [0.0, 78.4])
def test_the_matrix_is_the_slope_of_the_equations(moving, step, end, permittivity):
    pair = PairRecombination(0, 1, 2.0, 1e-9, 3e-9, 1e5)
    line = made(
        faces=grid.fine_at_one_end(1e-8, 6, 1e-9),
        permittivity=permittivity,
        fixed=np.linspace(-3, 5, 6),
        ln_gamma=davies,
        sources=(pair, Generation([1.0, 1.0, 0.0])),
    )
    equations = Equations(line, end, moving)
    rng = np.random.default_rng(1)
    y = np.column_stack([rng.uniform(0.1, 1, (7, 3)), rng.normal(size=7)])
    blocks = equations.matrix(y, step)
    m, n = y.shape
    for k in range(m * n):
        row, column = divmod(k, n)
        if row == m - 1 and column < n - 1:
            continue  # the last row has no concentrations
        change = np.zeros_like(y)
        change[row, column] = 1e-6

        def residual(state):
            rate = -equations.rate(state)
            return rate if step is None else equations.store(state) + step * rate

        slope = (residual(y + change) - residual(y - change)) / 2e-6
        found = np.zeros_like(y)
        found[row] += blocks.middle[row][:, column]
        if row:
            found[row - 1] += blocks.upper[row - 1][:, column]
        if row < m - 1:
            found[row + 1] += blocks.lower[row + 1][:, column]
        np.testing.assert_allclose(found, slope, rtol=1e-5, atol=1e-6 * np.abs(slope).max() + 1e-9)


def test_bernoullis_slope():
    u = np.array([-60.0, -3.0, -0.5001, -0.4999, -1e-4, 0.0, 1e-9, 0.4999, 0.5001, 2.0, 60.0])
    step = 1e-5
    np.testing.assert_allclose(bernoulli_slope(u), (bernoulli(u + step) - bernoulli(u - step)) / (2 * step), atol=1e-9)
    assert bernoulli_slope(np.array(0.0)) == -0.5
    np.testing.assert_allclose(bernoulli_slope(-u), -1.0 - bernoulli_slope(u), rtol=1e-13, atol=1e-15)


def test_equal_sides_are_at_rest_with_activities_too():
    for ln_gamma in (None, davies):
        found = stationary(made(right=LEFT, ln_gamma=ln_gamma), OPEN)
        assert found.ok
        np.testing.assert_allclose(found.c, np.broadcast_to(LEFT[:, None], found.c.shape), rtol=1e-12)
        assert abs(found.potential) < 1e-14


def test_levels_are_flat_at_a_nernst_equilibrium_with_activities():
    # one ion against a fixed counter-charge: its level is flat and the potential Nernst's, with activities
    def gamma(c):
        return -0.5 * np.sqrt(c.sum(0) / 2000.0) * np.ones((len(c), 1))

    line = Line(grid.even(2e-8, 100), [1], [1e-9], [100], [5], T, 78.4, fixed=-30.0, ln_gamma=gamma)
    found = stationary(line, OPEN)
    activity = np.array([100.0, 5.0]) * np.exp(-0.5 * np.sqrt(np.array([100.0, 5.0]) / 2000.0))
    assert found.ok
    assert found.potential == pytest.approx(VT * np.log(activity[0] / activity[1]), rel=1e-10)


def test_activities_shift_one_salts_junction_by_its_mean_activity():
    charge, diffusion = np.array([1, -1]), np.array([9.3e-9, 2.0e-9])

    def gamma(c):
        return -1.17 * np.sqrt(c.sum(0) / 2000.0) / (1 + np.sqrt(c.sum(0) / 2000.0)) * np.ones((2, 1))

    found = junction_stationary(charge, diffusion, [100, 100], [1, 1], T, gamma, cells=400)
    activity = [c * np.exp(gamma(np.full((2, 1), c))[0, 0]) for c in (100.0, 1.0)]
    share = (diffusion[0] - diffusion[1]) / diffusion.sum()
    assert found.potential == pytest.approx(share * VT * np.log(activity[0] / activity[1]), rel=1e-6)


def test_a_closed_box_keeps_everything_and_comes_to_rest():
    shut = np.ones(3, bool)
    line = made(faces=grid.even(2e-8, 40), closed_left=shut, closed_right=shut)
    start = np.where(line.centres < 1e-8, LEFT[:, None], RIGHT[:, None])
    course = in_time(line, OPEN, start, [0, 1e-12, 1e-9, 1e-5], tolerance=1e-5)
    assert course.ok
    content = course.c.sum(axis=2)
    np.testing.assert_allclose(content, np.broadcast_to(content[0], content.shape), rtol=1e-12)
    assert np.abs(course.entered).max() == 0.0
    np.testing.assert_allclose(course.c[-1], np.broadcast_to(0.5 * (LEFT + RIGHT)[:, None], (3, 40)), rtol=1e-6)
    assert (course.entropy_rate[1:-1] > 0).all()
    assert course.entropy_rate[-1] < 1e-6 * course.entropy_rate[1]


def test_pairs_that_recombine_come_to_equilibrium_and_are_accounted_for():
    pair = PairRecombination(0, 1, 3.0, radiative=1e9)
    shut = [True, True]
    line = Line(
        grid.even(1e-8, 10), [1, -1], [1e-9, 1e-9], [0, 0], [0, 0], T, 78.4,
        closed_left=shut, closed_right=shut, sources=(pair,), fixed=1e-3,
    )  # fmt: skip
    start = np.tile([[9.0], [9.001]], (1, 10))
    course = in_time(line, OPEN, start, [0, 1e-9, 1e-6])
    assert course.ok
    np.testing.assert_allclose(course.c[-1, 0] * course.c[-1, 1], 9.0, rtol=1e-6)
    assert course.conservation.max() < 1e-12
    np.testing.assert_allclose(course.entered[-1], (course.c[-1] - course.c[0]).sum(1) * 1e-9, rtol=1e-9)


def test_a_condenser_charges_by_the_displacement_current():
    """A current into blocking ends: potential I t / (eps eps0 / width), where the ions are too few to screen."""
    from poise.constants import VACUUM_PERMITTIVITY

    shut, few = [True, True], np.full((2, 10), 1e-12)
    line = Line(
        grid.even(1e-8, 10),
        [1, -1],
        [1e-9, 1e-9],
        [1e-12] * 2,
        [1e-12] * 2,
        T,
        2.0,
        closed_left=shut,
        closed_right=shut,
    )
    course = in_time(line, ImposedCurrent(1.0), few, [0, 1e-6])
    assert course.ok
    assert -course.potential[-1] == pytest.approx(1e-6 * 1e-8 / (2.0 * VACUUM_PERMITTIVITY), rel=1e-3)


def test_a_thin_line_with_much_fixed_charge_is_found_by_steps():
    faces = grid.fine_at_the_ends(3.4e-8, 120, 3e-12)
    middle = (faces[1:] > 1.1e-8) & (faces[:-1] < 2.3e-8)
    line = Line(faces, [1, -1], [1e-9, 3e-9], [0.68] * 2, [1.02] * 2, T, 78.4, np.where(middle, -800.0, 0.0))
    for volts in (-0.3, 0.2173):
        found = stationary(line, ImposedPotential(volts))
        assert found.ok
        assert abs(found.c[0] - found.c[1] + line.fixed)[58:62].max() < 0.01 * 800.0


def test_grids():
    for faces in (
        grid.even(2.0, 20),
        grid.fine_in_the_middle(2.0, 20, 1e-4),
        grid.fine_at_the_ends(2.0, 20, 1e-4),
        grid.fine_at_one_end(2.0, 20, 1e-4),
        grid.fine_at_both_ends(2.0, 20, 1e-4, 1e-2),
        grid.fine_everywhere_it_matters(2.0, 20, 1e-4, 1e-2),
        grid.along(grid.even(2.0, 10), np.linspace(0, 1, 11) ** 2, 20),
    ):
        assert len(faces) == 21
        assert (np.diff(faces) > 0).all()
        assert (faces[0], faces[-1]) == (0.0, 2.0)
    assert np.diff(grid.fine_in_the_middle(2.0, 200, 1e-4))[100] == pytest.approx(1e-4, rel=0.1)
    assert np.diff(grid.fine_everywhere_it_matters(2.0, 200, 1e-4, 1e-2))[100] == pytest.approx(1e-4, rel=0.1)


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"faces": [0.0, 1.0, 0.5]}, "increasing"),
        ({"left": [1.0, 2.0]}, "left"),
        ({"right": [1.0, -2.0, 3.0]}, "right"),
        ({"diffusion": [1e-9, 0.0, 1e-9]}, "diffusion"),
        ({"diffusion": [1e-9]}, "diffusion"),
        ({"fixed": np.ones(5)}, "fixed"),
        ({"permittivity": -1.0}, "permittivity"),
        ({"permittivity": 0.0, "closed_left": True}, "permittivity"),
        ({"temperature": 0.0}, "temperature"),
    ],
)
def test_lines_that_cannot_be(changes, said):
    with pytest.raises(InputError, match=said):
        made(**changes)


def test_questions_that_cannot_be():
    line = made()
    start = np.tile(LEFT[:, None], (1, 12))
    with pytest.raises(InputError, match="times"):
        in_time(line, OPEN, start, [0.0])
    with pytest.raises(InputError, match="times"):
        in_time(line, OPEN, start, [0.0, 1.0, 1.0])
    with pytest.raises(InputError, match="shape"):
        in_time(line, OPEN, start[:, :3], [0.0, 1.0])
    with pytest.raises(InputError, match="charge"):
        in_time(made(permittivity=0.0), OPEN, start * [[1.0], [1.0], [2.0]], [0.0, 1.0])
    with pytest.raises(InputError, match="neither end"):
        stationary(made(closed_left=[False, True, False], closed_right=[False, True, False]), OPEN)
    with pytest.raises(InputError, match="neutral"):
        junction_stationary([1, -1], [1e-9, 1e-9], [1, 2], [1, 1], T)
    with pytest.raises(InputError, match="no ions"):
        junction_stationary([1, -1], [1e-9, 1e-9], [1, 1], [0, 0], T)
    with pytest.raises(InputError, match="shapes"):
        junction_stationary([1, -1], [1e-9], [1, 1], [1, 1], T)
    with pytest.raises(InputError, match="width"):
        junction_in_time([1, -1], [1e-9, 1e-9], [1, 1], [2, 2], T, width=0.0)


def test_a_failure_is_a_status():
    course = in_time(made(), OPEN, np.tile(LEFT[:, None], (1, 12)), [0.0, 1.0], steps=2)
    assert course.status is Status.too_many_steps
    assert np.isnan(course.potential[-1])
    assert not course.ok


def test_ions_that_are_absent_stay_absent():
    found = junction_stationary([1, 1, -1], [1e-9, 2e-9, 2e-9], [10, 0, 10], [1, 0, 1], T, cells=80)
    assert found.c.shape == (3, 80)
    assert (found.c[1] == 0).all()
    course = junction_in_time([1, 1, -1], [1e-9, 2e-9, 2e-9], [10, 0, 10], [1, 0, 1], T, 1e-6, [0, 1e-9], cells=40)
    assert (course.c[:, 1] == 0).all()
    assert course.conservation.shape == (3,)
