"""Quartics in lanes: knots and roots against NumPy's polynomial roots."""

from typing import Any

import numpy as np
import pytest

from poise.solve import quartic

RNG = np.random.default_rng(11)
COUNT = 2000


def at(c: Any, x: Any) -> Any:
    """The polynomial, power by power."""
    return sum(c[power] * x**power for power in range(5))


@pytest.fixture(scope="module")
def traced() -> Any:
    """Knots, the values there, and the theta between them at which 0 is passed."""
    import jax
    import jax.numpy as jnp

    def all_of(c: Any) -> Any:
        knots = jnp.stack(quartic.knots(tuple(c)))
        heights = quartic.value(tuple(c), knots)
        roots = quartic.root(tuple(c), knots[:-1], knots[1:], jnp.sign(heights[1:] - heights[:-1]))
        return knots, heights, roots

    function = jax.jit(all_of)

    def on_host(c: Any) -> Any:
        with jax.enable_x64(True):
            return [np.asarray(one) for one in function(c)]

    return on_host


def drawn(kind: str) -> Any:
    """Coefficients (5, lanes): any, of four known real roots, or as a step of an integration has them."""
    if kind == "roots":
        return np.array([np.poly(RNG.uniform(-0.5, 1.5, 4))[::-1] for _ in range(COUNT)]).T
    c = RNG.normal(size=(5, COUNT))
    return c * np.array([1.0, 1.0, 0.3, 0.1, 0.03])[:, None] if kind == "step" else c


@pytest.mark.parametrize("kind", ["any", "roots", "step"])
def test_between_knots_the_quartic_only_rises_or_only_falls_and_every_root_is_found(traced: Any, kind: str) -> None:
    c = drawn(kind)
    knots, heights, found = traced(c)
    assert (np.diff(knots, axis=0) >= 0.0).all()
    assert (knots[0] == 0.0).all()
    assert (knots[-1] == 1.0).all()
    assert heights == pytest.approx(at(c, knots), abs=1e-12)
    passed = heights[:-1] * heights[1:] < 0.0
    missed = 0
    for lane in range(COUNT):
        turns = np.polynomial.polynomial.polyroots(c[1:, lane] * np.arange(1, 5))
        turns = turns.real[(np.abs(turns.imag) < 1e-9) & (turns.real > 0.0) & (turns.real < 1.0)]
        there = at(c[:, lane], turns)
        nearest = np.abs(there[:, None] - heights[:, lane]).min(axis=1) if turns.size else np.zeros(0)
        missed += int((nearest > 1e-9 * np.abs(c[:, lane]).max()).any())
        roots = np.polynomial.polynomial.polyroots(c[:, lane])
        roots = np.sort(roots.real[(np.abs(roots.imag) < 1e-12) & (roots.real > 0.0) & (roots.real < 1.0)])
        mine = np.sort(found[:, lane][passed[:, lane]])
        if len(mine) != len(roots):  # two that all but touch
            assert np.diff(roots).min() < 1e-3
            continue
        assert np.abs(at(c[:, lane], mine)) == pytest.approx(0.0, abs=1e-11 * np.abs(c[:, lane]).max())
    assert missed <= (3 if kind == "any" else 0)  # as wild within one step as no integration leaves them


def test_straight_lines_parabolas_and_constants_have_their_knots_and_roots(traced: Any) -> None:
    c = np.zeros((5, COUNT))
    c[:, :4] = np.array([[-0.25, 1.0, 0, 0, 0], [0.1, -1.0, 1.0, 0, 0], [2.0, 0, 0, 0, 0], [-0.125, 0, 0, 1.0, 0]]).T
    knots, heights, roots = traced(c)
    assert np.isfinite(knots).all()
    assert np.abs(knots[:, 1] - 0.5).min() < 1e-12
    for lane, wanted in ((0, 0.25), (3, 0.5)):
        passed = heights[:-1, lane] * heights[1:, lane] < 0.0
        assert roots[passed, lane] == pytest.approx([wanted], abs=1e-14)


def test_a_quartic_through_five_values() -> None:
    c = RNG.normal(size=(5, 7))
    values = [at(c, theta) for theta in (0.0, 0.25, 0.5, 0.75, 1.0)]
    assert np.stack(quartic.through(values)) == pytest.approx(c, abs=1e-12)
    fine = np.linspace(0.0, 1.0, 10_001)[:, None]
    assert quartic.mean(tuple(c)) == pytest.approx(np.trapezoid(at(c, fine), fine, axis=0), abs=1e-7)
