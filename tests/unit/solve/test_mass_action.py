"""Mass action: closed forms, random systems over many decades, targets; conservation to rounding."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from poise.solve.mass_action import mass_action
from poise.solve.mass_action_targets import reach
from poise.solve.status import Status

COMPLEX = np.array([[1.0, 0.0], [0.0, 1.0], [1.0, 1.0]])


@pytest.mark.parametrize("decade", range(-12, 4))
@pytest.mark.parametrize("log_k", [-3.0, 2.0, 9.0, 15.0])
def test_one_to_one_complex(decade: int, log_k: float) -> None:
    metal, ligand, k = 10.0**decade, 3e-4, 10.0**log_k
    found = mass_action(COMPLEX, [0.0, 0.0, math.log(k)], [metal, ligand])
    b = metal + ligand + 1.0 / k
    bound = 2.0 * metal * ligand / (b + math.sqrt(b * b - 4.0 * metal * ligand))
    assert found.status == Status.ok
    assert found.amounts[2] == pytest.approx(bound, rel=1e-9)


def test_dimer() -> None:
    found = mass_action([[1.0], [2.0]], [0.0, math.log(50.0)], [2.0])
    assert found.amounts[0] == pytest.approx((-1.0 + math.sqrt(1.0 + 8.0 * 50.0 * 2.0)) / (4.0 * 50.0), rel=1e-14)


def test_water_and_a_weak_acid() -> None:
    """H+, A-, OH- (less one H+), HA: the cubic equation of a weak acid."""
    ka, kw, total = 10**-4.76, 1e-14, 1e-6
    a = np.array([[1.0, 0.0], [0.0, 1.0], [-1.0, 0.0], [1.0, 1.0]])
    found = mass_action(a, [0.0, 0.0, math.log(kw), -math.log(ka)], [total, total])
    roots = np.roots([1.0, ka, -(ka * total + kw), -ka * kw])
    assert found.amounts[0] == pytest.approx(max(roots.real), rel=1e-9)


def test_pure_water_and_water_with_base() -> None:
    a, b = np.array([[1.0], [-1.0]]), [0.0, math.log(1e-14)]
    assert mass_action(a, b, [0.0]).amounts == pytest.approx([1e-7, 1e-7], rel=1e-14)
    strong = mass_action(a, b, [-0.1])
    assert strong.amounts[1] == pytest.approx(0.1 + 1e-13, rel=1e-14)


def test_totals_of_zero_leave_out_what_they_are_in() -> None:
    found = mass_action(COMPLEX, [0.0, 0.0, 5.0], [0.0, 1e-3])
    assert found.status == Status.ok
    assert found.amounts == pytest.approx([0.0, 1e-3, 0.0], rel=1e-14, abs=0.0)
    assert found.free[0] == -np.inf


def test_a_free_value_that_is_given() -> None:
    found = mass_action(COMPLEX, [0.0, 0.0, math.log(1e3)], [0.0, 2.0], fixed={0: math.log(1e-3)})
    assert found.amounts == pytest.approx([1e-3, 1.0, 1.0], rel=1e-13)


@pytest.mark.parametrize("totals", [[-1.0, 1.0], [1.0, -1e-9], [math.nan, 1.0], [math.inf, 1.0]])
def test_totals_that_cannot_be(totals: list[float]) -> None:
    assert mass_action(COMPLEX, [0.0, 0.0, 1.0], totals).status == Status.left_domain


@st.composite
def systems(draw: st.DrawFn) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Components with complexes between them; every other system has H+ and OH-."""
    n = draw(st.integers(1, 7))
    rows = [list(row) for row in np.eye(n)]
    number = st.sampled_from([0.0, 0.0, 0.0, 1.0, 1.0, 2.0, 3.0])
    for _ in range(draw(st.integers(0, 16))):
        row = draw(st.lists(number, min_size=n, max_size=n))
        if sum(row) > 1:
            rows.append(row)
    protons = draw(st.booleans())
    a = np.array(rows)
    logs = [0.0 if sum(row) == 1 else draw(st.floats(-10.0, 25.0)) * math.log(10.0) for row in rows]
    totals = [10.0 ** draw(st.floats(-15.0, 0.5)) for _ in range(n)]
    if protons:
        oh = np.zeros(n)
        oh[0] = -1.0
        a = np.vstack([a, oh])
        logs.append(-14.0 * math.log(10.0))
        totals[0] *= draw(st.sampled_from([1.0, -1.0, 0.0]))
    return a, np.array(logs), np.array(totals)


@given(systems())
def test_any_totals_over_fifteen_decades(system: tuple[np.ndarray, np.ndarray, np.ndarray]) -> None:
    a, b, totals = system
    found = mass_action(a, b, totals)
    assert found.status == Status.ok
    gross = np.abs(a).T @ found.amounts + np.abs(totals)
    assert np.abs(a.T @ found.amounts - totals) == pytest.approx(0.0, abs=1e-12 * float(gross.max()))
    assert (np.abs(a.T @ found.amounts - totals) <= 1e-12 * gross).all()
    there = np.isfinite(found.free)
    rows = (np.abs(a[:, ~there]) == 0).all(axis=1)
    law = b[rows] + a[np.ix_(rows, there)] @ found.free[there]
    assert np.log(found.amounts[rows]) == pytest.approx(law, abs=1e-9)


@given(systems(), st.randoms(use_true_random=False))
def test_the_order_does_not_matter(system: tuple[np.ndarray, np.ndarray, np.ndarray], random: object) -> None:
    a, b, totals = system
    rows = np.random.default_rng(random.randrange(2**32)).permutation(len(a))  # type: ignore[attr-defined]
    columns = np.random.default_rng(random.randrange(2**32)).permutation(len(totals))  # type: ignore[attr-defined]
    one = mass_action(a, b, totals).amounts
    other = mass_action(a[np.ix_(rows, columns)], b[rows], totals[columns]).amounts
    whole = np.maximum(one[rows], 1e-300)
    assert np.abs(other - one[rows]) == pytest.approx(0.0, abs=1e-7 * float(whole.max()))


@given(systems(), st.floats(-6.0, 0.0))
def test_a_target_gives_back_what_was_added(system: tuple[np.ndarray, np.ndarray, np.ndarray], decade: float) -> None:
    """Add a known amount of a reagent, ask for the free value that it made: the same amount comes back."""
    a, b, totals = system
    last = len(totals) - 1
    if (a[:, last] < 0).any():
        return
    reagent = np.zeros((len(totals), 1))
    reagent[last, 0] = 1.0
    amount = 10.0**decade * max(float(np.abs(totals).max()), 1e-9)
    made = mass_action(a, b, totals + reagent[:, 0] * amount)
    found = reach(a, b, totals, targets={last: float(made.free[last])}, reagents=reagent)
    assert found.status == Status.ok
    total = float((a.T @ made.amounts)[last])
    assert (a.T @ found.state.amounts)[last] == pytest.approx(totals[last] + found.added[0], rel=1e-11)
    # where binding is strong, the free value hangs on the last digits of the total
    curved = float(a[:, last] ** 2 @ made.amounts)
    assert found.added[0] == pytest.approx(amount, abs=1e-8 * max(total, curved))


def test_a_reagent_that_cannot_bring_it_there() -> None:
    down = reach(COMPLEX, [0.0, 0.0, 2.0], [1.0, 0.5], targets={0: math.log(1e-3)}, reagents=[[1.0], [0.0]])
    assert down.status in (Status.ok, Status.left_domain)
    assert down.added[0] < 0.0
    nothing = reach(COMPLEX, [0.0, 0.0, 2.0], [1.0, 0.5], targets={0: 1.0}, reagents=[[0.0], [0.0]])
    assert nothing.status != Status.ok
