"""Reductions of a motion put together as one watch for the integrators."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from ...errors import InputError
from ...solve.watch import Watch
from ...system.motion import Motion
from .base import Reduction
from .course import Course
from .followed import Followed
from .text import reduction


@dataclass(frozen=True)
class Watching:
    """Reductions by name, and what they follow.

    Attributes:
        motion: whose course is watched.
        asked: the reductions, with their levels as SI numbers.
        followed: what each of them follows.
    """

    motion: Motion
    asked: Mapping[str, Reduction]
    followed: Mapping[str, Followed]

    @classmethod
    def of(cls, motion: Motion, watch: Mapping[str, Reduction | str]) -> "Watching":
        """From reductions, or their texts, by name.

        Raises:
            InputError, UnitError, UnknownNameError: one that the motion's model does not have, named.
        """
        asked: dict[str, Reduction] = {}
        followed: dict[str, Followed] = {}
        for name, given in watch.items():
            try:
                one = reduction(given)
                followed[name] = Followed.find(motion, one.of)
                asked[name] = one.settled(followed[name].quantity)
            except InputError as error:
                raise type(error)(f"watch '{name}': {error}") from None
        return cls(motion, asked, followed)

    @property
    def quantities(self) -> dict[str, str]:
        """The kind of each answer, a name of `units.DIMENSIONS`."""
        return {name: one.quantity(self.followed[name].quantity) for name, one in self.asked.items()}

    def values(self, w: Any) -> dict[str, Any]:
        """The answers (lanes,) from what was kept, (size, lanes)."""
        w = np.asarray(w)
        return {name: np.array(one.value(list(w[rows])), float) for (name, one), rows in self._rows()}

    def _rows(self) -> Any:
        first = 0
        for name, one in self.asked.items():
            yield (name, one), slice(first, first + one.size)
            first += one.size

    @property
    def watch(self) -> Watch:
        """What the integrators take."""
        import jax.numpy as jnp

        moment = self.motion.moment()

        def seen(one: Followed, t: Any, y: Any, k: Any, p: Any) -> Any:
            if one.of is None:
                return _weighted(one.weights, y, jnp)
            return jnp.broadcast_to(one.of(moment(t, y, k, p)), t.shape)

        def begin(t: Any, y: Any, k: Any, p: Any) -> Any:
            rows: list[Any] = []
            for name, one in self.asked.items():
                rows += one.begin(t, seen(self.followed[name], t, y, k, p))
            return jnp.stack(rows)

        def course(one: Followed, t: Any, h: Any, c: Any, k: Any, p: Any) -> Course:
            if one.of is None:
                polynomial = tuple(_weighted(one.weights, c[power], jnp) for power in range(5))
                return Course.of_polynomial(t, h, polynomial)

            def at(theta: Any) -> Any:
                state = (((c[4] * theta + c[3]) * theta + c[2]) * theta + c[1]) * theta + c[0]
                return seen(one, t + theta * h, state, k, p)

            return Course(t, h, at)

        def step(w: Any, t: Any, h: Any, c: Any, k: Any, p: Any) -> Any:
            courses: dict[str, Course] = {}
            rows: list[Any] = []
            for (name, one), places in self._rows():
                path = self.followed[name].path
                if path not in courses:
                    courses[path] = course(self.followed[name], t, h, c, k, p)
                rows += one.step([w[row] for row in range(places.start, places.stop)], courses[path])
            return jnp.stack(rows)

        return Watch(sum(one.size for one in self.asked.values()), begin, step, self._identity())

    def _identity(self) -> str:
        """The reductions; empty where one comes from elsewhere and may change."""
        known = all(type(one).__module__.startswith("poise.") for one in self.asked.values())
        return repr(tuple(self.asked.values())) if known else ""


def _weighted(weights: tuple[tuple[int, float], ...], y: Any, xp: Any) -> Any:
    total: Any = xp.zeros_like(y[0])
    for row, weight in weights:
        total = y[row] if weight == 1.0 and len(weights) == 1 else total + weight * y[row]
    return total
