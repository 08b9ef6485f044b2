"""The duration of the last action potential of a run, and its derivatives: where it begins and ends, foot and peak."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np

from ...errors import InputError
from ...solve.compile_cache import use_compile_cache
from ..reductions.course import Course as Watched
from ..reductions.duration import Duration
from ..reductions.duration import State as State
from .courses import Course, Look
from .functionals import Functional, Seeds, moving

_LENGTH = 1024  # steps that are followed at once


@dataclass(frozen=True)
class Lasting(Functional):
    """t_end - t_begin: x(t_end) = peak - share (peak - foot); d2x/dt2 = 0 at t_begin, where it rises most steeply."""

    def watches(self) -> dict[str, Any]:
        """The duration."""
        return {"lasted": self.asked}

    def seeds(self, course: Course, found: Mapping[str, float]) -> Seeds:
        """From the four places.

        Raises:
            InputError: of what is no sum of states.
        """
        if course.weights is None:
            raise InputError(f"{self.asked.text}: derivatives of a duration are known of potentials and gates")
        made = Seeds(found["lasted"])
        if not np.isfinite(made.value):
            return made
        history = _history(course, self.asked.settled(course.quantity.kind))
        last = int(np.flatnonzero(np.diff(history.count, prepend=0.0) > 0)[-1])
        begun = float(history.begun[last])
        foot, peak = _where(course, history.foot, last - 1), _where(course, history.peak, last - 1)
        share = float(self.asked.share)
        step, theta = course.at(begun + made.value)
        moving(course, made, step, theta, 0, 1.0)
        per = 1.0 / float(course.look(step, theta, 2).slopes[1])
        made.add(course, peak, 0, (1.0 - share) * per)
        made.add(course, foot, 0, share * per)
        moving(course, made, *course.at(begun), 2, -1.0)
        return made


def _where(course: Course, heights: Any, last: int) -> Look:
    """The look at the knot where the height that stands at a step was reached."""
    height, step = heights[last], last
    while step > 0 and heights[step - 1] == height:
        step -= 1
    piece, place = course.trail.step(step)
    polynomial = piece.coefficients[place] @ course.weights
    turns = np.roots(polynomial[:0:-1] * np.arange(4, 0, -1))  # of its slope, highest power first
    turns = turns.real[(np.abs(turns.imag) < 1e-6) & (turns.real > 0.0) & (turns.real < 1.0)]
    knots = np.concatenate([[0.0, 1.0], turns])
    theta = float(knots[np.argmin(np.abs(np.polynomial.polynomial.polyval(knots, polynomial) - height))])
    return course.look(step, theta)


def _history(course: Course, asked: Duration) -> State:
    """What watching the duration notes after every step, an array for each of its numbers."""
    import jax

    follow = _follower(asked)
    noted = []
    with jax.enable_x64(True):
        rows = None
        for piece in course.trail.forwards():
            polynomials = piece.coefficients @ course.weights
            if rows is None and len(piece):
                rows = np.stack(asked.begin(piece.begin[:1], polynomials[:1, 0]))
            for first in range(0, len(piece), _LENGTH):
                part = slice(first, first + _LENGTH)
                steps = (piece.begin[part], (piece.end - piece.begin)[part], polynomials[part])
                count = len(steps[0])
                padded = [np.concatenate([one, np.zeros((_LENGTH - count, *one.shape[1:]))]) for one in steps]
                rows, found = follow(rows, tuple(padded))
                noted.append(np.asarray(found)[:count])
    return State(*np.concatenate(noted).T)


@lru_cache(maxsize=8)
def _follower(asked: Duration) -> Any:
    """(rows, steps) to (rows after them, rows after each), compiled."""
    import jax
    import jax.numpy as jnp

    use_compile_cache()

    def once(rows: Any, step: Any) -> Any:
        begin, length, polynomial = step
        watched = Watched.of_polynomial(begin[None], length[None], tuple(polynomial[:, None]))
        after = jnp.where(length > 0, jnp.stack(asked.step(list(rows), watched)), rows)
        return after, after[:, 0]

    return jax.jit(lambda rows, steps: jax.lax.scan(once, rows, steps))
