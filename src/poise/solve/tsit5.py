"""Tsit5: an explicit Runge-Kutta method of order 5 for systems that are not stiff, for many lanes, traced by JAX."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from .steps import Step
from .sums import along_rows, weighted

_TIME = np.array([0.0, 0.161, 0.327, 0.9, 0.9800255409045097, 1.0, 1.0])
_A = np.zeros((7, 7))
_A[1, :1] = 0.161
_A[2, :2] = -0.008480655492356989, 0.335480655492357
_A[3, :3] = 2.8971530571054935, -6.359448489975075, 4.3622954328695815
_A[4, :4] = 5.325864828439257, -11.748883564062828, 7.4955393428898365, -0.09249506636175525
_A[5, :5] = 5.86145544294642, -12.92096931784711, 8.159367898576159, -0.071584973281401, -0.028269050394068383
_A[6, :6] = (
    0.09646076681806523,
    0.01,
    0.4798896504144996,
    1.379008574103742,
    -3.290069515436081,
    2.324710524099774,
)
_END = _A[6]
_ERROR = np.array(
    [
        -0.00178001105222577714,
        -0.0008164344596567469,
        0.007880878010261995,
        -0.1447110071732629,
        0.5823571654525552,
        -0.45808210592918697,
        0.015151515151515152,
    ]
)
# coefficients of theta, theta^2, theta^3, theta^4, one row a stage
_DENSE = np.array(
    [
        [1.0, -2.763706197274826, 2.9132554618219126, -1.0530884977290216],
        [0.0, 0.13169999999999998, -0.2234, 0.1017],
        [0.0, 3.9302962368947516, -5.941033872131505, 2.490627285651253],
        [0.0, -12.411077166933676, 30.33818863028232, -16.548102889244902],
        [0.0, 37.50931341651104, -88.1789048947664, 47.37952196281928],
        [0.0, -27.896526289197286, 65.09189467479366, -34.87065786149661],
        [0.0, 1.5, -4.0, 2.5],
    ]
).T


@dataclass(frozen=True)
class Tsit5:
    """Order 5(4), 7 stages of which the last is the next step's first, with its free interpolant of order 4.

    Source: Tsitouras 2011, Comput. Math. Appl. 62:770, doi:10.1016/j.camwa.2011.06.002.
    """

    order: int = 5
    error_order: int = 4

    @property
    def fixed(self) -> float:
        """0: the error decides on the steps."""
        return 0.0

    def suited(self, gates: int) -> "Tsit5":
        """The same: all components are moved together."""
        return self

    def step(
        self,
        rates: Callable[[Any, Any], tuple[Any, Any]],
        t: Any,
        y: Any,
        q: Any,
        h: Any,
        first: tuple[Any, Any],
    ) -> Step:
        """One step in all lanes; see `steps.Method`."""
        import jax
        import jax.numpy as jnp

        a, time = jnp.asarray(_A), jnp.asarray(_TIME)

        def stage(i: Any, stages: Any) -> Any:
            k, kq = stages
            dy, dq = rates(t + time[i] * h, y + h * along_rows(a[i], k))
            k = jax.lax.dynamic_update_index_in_dim(k, dy, i, 0)
            return k, jax.lax.dynamic_update_index_in_dim(kq, dq, i, 0) if len(q) else kq

        k, kq = (jnp.concatenate([slope[None], jnp.zeros((6, *slope.shape))]) for slope in first)
        k, kq = jax.lax.fori_loop(1, 7, stage, (k, kq))
        return Step(
            y=y + h * weighted(_END, k),
            q=q + h * weighted(_END, kq),
            error=h * weighted(_ERROR, k),
            coefficients=jnp.stack([y, *(h * weighted(row, k) for row in _DENSE)]),
            last=(k[6], kq[6]),
        )
