"""The continuum against closed forms: orders, Planck, Goldman, Donnan, Gouy and Chapman, and what is kept."""

from itertools import pairwise

import numpy as np
import pytest
from scipy.optimize import brentq
from scipy.special import exprel

from poise.constants import FARADAY, GAS, VACUUM_PERMITTIVITY
from poise.formulas.donnan import donnan_potential
from poise.formulas.ghk import ghk_flux, ghk_voltage
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

T = 298.15
VT = GAS * T / FARADAY
OPEN = ImposedCurrent(0.0)
HCL = (np.array([1.0, -1.0]), np.array([9.311e-9, 2.032e-9]))
KCL = (np.array([1.0, -1.0]), np.array([1.957e-9, 2.032e-9]))
EPS = 78.4


def orders(errors):
    sizes = np.abs(np.asarray(errors))
    return np.log2(sizes[:-1] / sizes[1:])


def one_salt(diffusion, left, right):
    """Junction potential of one 1:1 salt, closed form: -(D+ - D-)/(D+ + D-) RT/F ln(right/left)."""
    return -(diffusion[0] - diffusion[1]) / (diffusion[0] + diffusion[1]) * VT * np.log(right / left)


def planck(diffusion, left, right, charge):
    """Planck's junction potential of 1:1 ions, right minus left, from his equation for xi = exp(F V/RT).

    With U = sum D+ c+, V = sum D- c-, C = sum c+ (1 on the left, 2 on the right), s = ln xi and r = ln(C_2/C_1):
    (xi U_2 - U_1)/(V_2 - xi V_1) = (r - s)/(r + s) (xi C_2 - C_1)/(C_2 - xi C_1)
    (Planck 1890; MacInnes 1939, ch. 13, from memory), whose right-hand side is exprel(r + s)/(xi exprel(r - s)).
    """
    plus = charge > 0
    u1, u2 = ((diffusion * c)[plus].sum() for c in (left, right))
    v1, v2 = ((diffusion * c)[~plus].sum() for c in (left, right))
    r = np.log(right[plus].sum() / left[plus].sum())

    def excess(s):
        xi = np.exp(s)
        return (xi * u2 - u1) - (v2 - xi * v1) * exprel(r + s) / (xi * exprel(r - s))

    return VT * brentq(excess, -30, 30, xtol=1e-16, rtol=1e-15)


# ---- orders ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "faces",
    [lambda m: grid.even(1.0, m), lambda m: grid.fine_at_the_ends(1.0, m, 0.1 / m)],
    ids=["even", "graded"],
)
def test_order_2_in_space_against_the_closed_form_of_one_salt(faces):
    exact = one_salt(HCL[1], 100.0, 10.0)
    errors = []
    for cells in (80, 160, 320, 640):
        found = stationary(Line(faces(cells), *HCL, [100.0, 100.0], [10.0, 10.0], T), OPEN)
        assert found.ok
        errors.append(found.potential - exact)
    assert orders(errors)[-1] == pytest.approx(2.0, abs=0.2)
    assert abs(errors[-1]) < 1e-4 * VT


def test_order_2_in_space_of_every_flux_with_poisson_and_fixed_charge():
    flux = []
    for cells in (40, 80, 160, 320):
        faces = grid.even(1e-8, cells)
        fixed = 30.0 * np.sin(np.pi * 0.5 * (faces[1:] + faces[:-1]) / 1e-8) ** 2
        line = Line(faces, [1, -1, 2], [9.3e-9, 2e-9, 0.8e-9], [100, 140, 20], [10, 11, 0.5], T, EPS, fixed)
        flux.append(stationary(line, ImposedPotential(0.05)).flux[:, 0])
    steps = np.diff(flux, axis=0)
    np.testing.assert_allclose(np.log2(np.abs(steps[-2] / steps[-1])), 2.0, atol=0.2)


@pytest.mark.parametrize(("permittivity", "width", "end"), [(0.0, 1e-7, 2e-7), (EPS, 3e-9, 1e-10)])
@pytest.mark.parametrize("imposed", [ImposedPotential(0.03), OPEN], ids=["potential", "current"])
def test_order_4_in_time(permittivity, width, end, imposed):
    line = Line(
        grid.even(width, 20), [1, -1, 2], [9.3e-9, 2e-9, 0.8e-9], [100, 140, 20], [10, 11, 0.5], T, permittivity
    )
    x = line.centres / width
    start = line.left[:, None] + (line.right - line.left)[:, None] * x + np.sin(np.pi * x) ** 4 * [[30], [50], [10]]
    ends = [in_time(line, imposed, start, [0.0, end], fixed_step=end / n) for n in (16, 32, 64, 256)]
    assert all(one.ok for one in ends)
    errors = [np.abs(one.c[-1] - ends[-1].c[-1]).max() for one in ends[:-1]]
    assert orders(errors)[-1] == pytest.approx(4.0, abs=0.2)


# ---- liquid junctions ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("left", "right"), [(100.0, 10.0), (1000.0, 0.1), (0.1, 1000.0)])
@pytest.mark.parametrize("salt", [HCL, KCL], ids=["HCl", "KCl"])
def test_one_salt_to_a_millionth(salt, left, right):
    found = junction_stationary(*salt, [left, left], [right, right], T, cells=800)
    assert found.ok
    assert found.potential == pytest.approx(one_salt(salt[1], left, right), rel=1e-6)
    assert abs(found.potential - one_salt(salt[1], left, right)) < found.error


def test_potassium_chloride_1000_to_a_tenth():
    # K+ 73.48, Cl- 76.31 S cm2/mol (Robinson & Stokes 2002): bath (right) minus pipette (left)
    found = junction_stationary([1, -1], [73.48, 76.31], [1000, 1000], [0.1, 0.1], T, cells=800)
    assert 1e3 * found.potential == pytest.approx(one_salt([73.48, 76.31], 1000, 0.1) * 1e3, abs=1e-5)
    assert 1e3 * found.potential == pytest.approx(-4.46, abs=0.03)


MIXED = {
    "HCl | KCl 1:1": ([1, 1, -1], [9.311e-9, 1.957e-9, 2.032e-9], [100, 0, 100], [0, 100, 100]),
    "HCl | KCl 10:1": ([1, 1, -1], [9.311e-9, 1.957e-9, 2.032e-9], [100, 0, 100], [0, 10, 10]),
    "NaCl | KCl, acetate": (
        [1, 1, -1, -1],
        [1.334e-9, 1.957e-9, 2.032e-9, 1.089e-9],
        [150, 5, 155, 0],
        [10, 130, 20, 120],
    ),
}


@pytest.mark.parametrize("case", MIXED.values(), ids=MIXED)
def test_plancks_equation_to_a_millionth(case):
    charge, diffusion, left, right = (np.array(one, float) for one in case)
    found = junction_stationary(charge, diffusion, left, right, T, cells=800)
    assert found.potential == pytest.approx(planck(diffusion, left, right, charge), rel=1e-6)


def test_plancks_equation_itself():
    charge = np.array([1, -1])
    assert planck(HCL[1], np.full(2, 100.0), np.full(2, 10.0), charge) == pytest.approx(
        one_salt(HCL[1], 100, 10), rel=1e-12
    )
    left, right, diffusion = np.array([100.0, 0, 100]), np.array([0, 100.0, 100]), np.array([9.3e-9, 1.9e-9, 2e-9])
    lewis_sargent = VT * np.log((diffusion * left).sum() / (diffusion * right).sum())
    assert planck(diffusion, left, right, np.array([1, 1, -1])) == pytest.approx(lewis_sargent, rel=1e-12)


@pytest.mark.parametrize("case", MIXED.values(), ids=MIXED)
def test_poissons_equation_at_long_times_leads_to_the_stationary_junction(case):
    charge, diffusion, left, right = (np.array(one, float) for one in case)
    width = 1e-5
    course = junction_in_time(charge, diffusion, left, right, T, width, [0, 1e-9, 1e-6, 1e-3, 1.0])
    goal = junction_stationary(charge, diffusion, left, right, T, cells=800)
    assert course.ok
    assert 1e3 * abs(course.potential[-1] - goal.potential) < 1e-3
    assert course.conservation.max() < 1e-12
    assert course.kept < 1e-8
    assert course.charge < 1e-8
    assert (course.entropy_rate > 0).all()
    assert (np.diff(course.entropy) > 0).all()
    assert abs(course.potential[0]) < 1e-6


def test_a_thick_line_is_electroneutral():
    def of(permittivity, width):
        line = Line(grid.fine_at_the_ends(width, 200, 1e-3 * width / 200), *HCL, [10, 10], [1, 1], T, permittivity)
        return stationary(line, OPEN).potential

    neutral = of(0.0, 1.0)
    debye = np.sqrt(EPS * VACUUM_PERMITTIVITY * GAS * T / (2 * FARADAY**2 * 1.0))
    off = [abs(of(EPS, share * debye) - neutral) for share in (30, 100, 300, 1000, 3000)]
    assert all(far < 0.25 * near for near, far in pairwise(off))
    assert off[-1] < 1e-6


def test_the_order_of_the_ions_and_the_sides():
    rng = np.random.default_rng(5)
    charge = np.array([1, -1, 2, -2, 1, 3, -1, 1])
    diffusion = 10.0 ** rng.uniform(-9.5, -8, 8)
    sides = []
    for _ in range(2):
        c = 10.0 ** rng.uniform(-1, 3, 8)
        excess = charge @ c
        c[1 if excess > 0 else 0] += abs(excess)
        sides.append(c)
    there = junction_stationary(charge, diffusion, *sides, T)
    back = junction_stationary(charge, diffusion, *sides[::-1], T)
    assert there.ok
    assert abs(there.potential + back.potential) < 1e-12
    np.testing.assert_allclose(there.c, back.c[:, ::-1], rtol=1e-9)
    for _ in range(3):
        mixed = rng.permutation(8)
        other = junction_stationary(charge[mixed], diffusion[mixed], sides[0][mixed], sides[1][mixed], T)
        assert abs(other.potential - there.potential) < 1e-12
    times = [0.0, 1e-9, 1e-7]
    one = junction_in_time(charge[:4], diffusion[:4], *NEUTRAL, T, 1e-6, times, cells=60)
    two = junction_in_time(charge[:4], diffusion[:4], *NEUTRAL[::-1], T, 1e-6, times, cells=60)
    np.testing.assert_allclose(one.potential[1:], -two.potential[1:], rtol=2e-5)


NEUTRAL = (np.array([100.0, 140.0, 30.0, 10.0]), np.array([20.0, 6.0, 1.0, 8.0]))


@pytest.mark.parametrize("count", [2, 5, 12])
def test_every_ion_is_kept(count):
    rng = np.random.default_rng(count)
    charge = np.array([1, -1, 1, -1, 2, -2, 1, -1, 3, 2, -1, 1])[:count]
    diffusion = 10.0 ** rng.uniform(-9.3, -8.1, count)
    sides = []
    for _ in range(2):
        c = 10.0 ** rng.uniform(-1, 2, count)
        c[-1] *= len(sides)  # one ion is absent on the left
        excess = charge @ c
        c[1 if excess > 0 else 0] += abs(excess)
        sides.append(c)
    course = junction_in_time(
        charge, diffusion, *sides, T, 1e-6, [0, 1e-10, 1e-8, 1e-6, 1e-4, 1e-2], cells=80, rtol=1e-4
    )
    assert course.ok
    assert course.conservation.max() < 1e-12
    assert course.kept < 1e-8
    np.testing.assert_allclose(course.c.sum(axis=2)[0] > 0, True)
    assert course.c.min() > -1e-4 * course.c.max()


# ---- membranes -------------------------------------------------------------------------------------------------------

MEMBRANE = (np.array([1, 1, -1]), np.array([1.0, 0.05, 0.45]) * 1e-8)
INSIDE, OUTSIDE = np.array([140.0, 12.0, 10.0]), np.array([5.0, 145.0, 110.0])
PARTITION = 1e-6


def membrane(thickness, potential=None):
    """A membrane, cytosol on the left and bath on the right, of given permeabilities D K/L."""
    charge, permeability = MEMBRANE
    line = Line(
        grid.even(thickness, 20),
        charge,
        permeability * thickness / PARTITION,
        INSIDE * PARTITION,
        OUTSIDE * PARTITION,
        T,
        EPS,
    )
    return stationary(line, OPEN if potential is None else ImposedPotential(potential))


def test_a_thin_membrane_is_goldmans():
    charge, permeability = MEMBRANE
    goal = ghk_voltage(permeability, charge, OUTSIDE, INSIDE, T)  # inside minus outside
    fluxes = ghk_flux(permeability, charge, OUTSIDE, INSIDE, -0.065, T)
    off = []
    for thickness in (8e-9, 4e-9, 2e-9, 1e-9):
        assert -membrane(thickness).potential == pytest.approx(goal, rel=1e-6)
        off.append(np.abs(membrane(thickness, 0.065).flux[:, 0] / fluxes - 1.0).max())
    assert off[-1] < 1e-6
    np.testing.assert_allclose(orders(off), 2.0, atol=0.2)  # as (thickness / Debye length)^2
    np.testing.assert_allclose(membrane(1e-9, 0.065).flux[:, 0], fluxes, rtol=1e-6)


@pytest.mark.parametrize("fixed", [-200.0, 50.0])
@pytest.mark.parametrize("end", [ImposedPotential(0.0), OPEN], ids=["potential", "current"])
def test_fixed_charge_in_the_middle_is_donnans(fixed, end):
    faces = grid.even(120e-9, 300)
    middle = (faces[1:] > 40.1e-9) & (faces[:-1] < 79.9e-9)
    line = Line(faces, *KCL, [100, 100], [100, 100], T, EPS, np.where(middle, fixed, 0.0))
    found = stationary(line, end)
    assert found.ok
    assert found.phi[150] == pytest.approx(donnan_potential(fixed, 100.0, T), rel=1e-7)
    assert abs(found.potential) < 1e-12
    gross = KCL[1] * 100.0 / 0.4e-9
    assert np.abs(found.flux / gross[:, None]).max() < 1e-13


def test_a_debye_layer_is_gouy_and_chapmans():
    bulk, wall = 100.0, 0.1
    kappa = np.sqrt(2 * FARADAY**2 * bulk / (EPS * VACUUM_PERMITTIVITY * GAS * T))
    off = []
    for cells in (200, 400, 800):
        line = Line(
            grid.fine_at_one_end(25 / kappa, cells, 2e-3 / kappa * 200 / cells), *KCL, [bulk] * 2, [bulk] * 2, T, EPS,
            closed_left=[True, True],
        )  # fmt: skip
        found = stationary(line, ImposedPotential(-wall))
        exact = 4 * VT * np.arctanh(np.tanh(wall / VT / 4) * np.exp(-kappa * found.x)) - wall
        off.append(np.abs(found.phi - exact).max())
    assert orders(off)[-1] == pytest.approx(2.0, abs=0.2)
    assert off[-1] < 1e-4 * VT
    assert found.c[1, 0] / bulk == pytest.approx(np.exp((found.phi[0] + wall) / VT), rel=1e-9)
