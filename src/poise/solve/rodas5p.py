"""Rodas5P: a Rosenbrock method of order 5 for stiff systems, for many lanes side by side, traced by JAX."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from .inverse import inverse
from .steps import Step
from .sums import along_rows, weighted

_GAMMA = 0.21193756319429014
_A = np.zeros((8, 8))
_A[1, :1] = 3.0
_A[2, :2] = 2.849394379747939, 0.45842242204463923
_A[3, :3] = -6.954028509809101, 2.489845061869568, -10.358996098473584
_A[4, :4] = 2.8029986275628964, 0.5072464736228206, -0.3988312541770524, -0.04721187230404641
_A[5, :5] = -7.502846399306121, 2.561846144803919, -11.627539656261098, -0.18268767659942256, 0.030198172008377946
_A[6] = _A[5]
_A[6, 5] = 1.0
_A[7] = _A[6]
_A[7, 6] = 1.0
_END = _A[7] + np.eye(8)[7]  # stiffly accurate: the last stage is the end of the step, its increment the error

_C = np.zeros((8, 8))
_C[1, :1] = -14.155112264123755
_C[2, :2] = -17.97296035885952, -2.859693295451294
_C[3, :3] = 147.12150275711716, -1.41221402718213, 71.68940251302358
_C[4, :4] = 165.43517024871676, -0.4592823456491126, 42.90938336958603, -5.961986721573306
_C[5, :5] = 24.854864614690072, -3.0009227002832186, 47.4931110020768, 5.5814197821558125, -0.6610691825249471
_C[6, :6] = (
    30.91273214028599,
    -3.1208243349937974,
    77.79954646070892,
    34.28646028294783,
    -19.097331116725623,
    -28.087943162872662,
)
_C[7, :7] = (
    37.80277123390563,
    -3.2571969029072276,
    112.26918849496327,
    66.9347231244047,
    -40.06618937091002,
    -54.66780262877968,
    -9.48861652309627,
)

_TIME = np.array([0, 0.6358126895828704, 0.4095798393397535, 0.9769306725060716, 0.4288403609558664, 1, 1, 1])
_SLOPE = np.array([_GAMMA, -0.42387512638858027, -0.3384627126235924, 1.8046452872882734, 2.325825639765069, 0, 0, 0])

# y(theta) = (1 - theta) y0 + theta (y1 + (1 - theta) (h1 + theta (h2 + theta h3))), h = H U
_H = np.array(
    [
        [
            25.948786856663858,
            -2.5579724845846235,
            10.433815404888879,
            -2.3679251022685204,
            0.524948541321073,
            1.1241088310450404,
            0.4272876194431874,
            -0.17202221070155493,
        ],
        [
            -9.91568850695171,
            -0.9689944594115154,
            3.0438037242978453,
            -24.495224566215796,
            20.176138334709044,
            15.98066361424651,
            -6.789040303419874,
            -6.710236069923372,
        ],
        [
            11.419903575922262,
            2.8879645146136994,
            72.92137995996029,
            80.12511834622643,
            -52.072871366152654,
            -59.78993625266729,
            -0.15582684282751913,
            4.883087185713722,
        ],
    ]
)
# coefficients of theta, theta^2, theta^3, theta^4 (beside y0 for theta^0)
_DENSE = np.stack([_END + _H[0], _H[1] - _H[0], _H[2] - _H[1], -_H[2]])


@dataclass(frozen=True)
class Rodas5P:
    """Order 5, 8 stages, A- and L-stable, stiffly accurate; order 5 also on differential-algebraic systems of index 1.

    In each stage (1/(h gamma) - J) U_i = f(t + c_i h, y + sum a_ij U_j) + sum C_ij U_j / h + h d_i df/dt. The
    quadratures are part of the same system, whose Jacobian is [[J, 0], [G, 0]]: U_q = h gamma (r_q + G U_y).

    Source: Steinebach 2023, BIT 63:27, doi:10.1007/s10543-023-00967-x; coefficients as in OrdinaryDiffEq.jl.
    """

    order: int = 5
    error_order: int = 4

    @property
    def fixed(self) -> float:
        """0: the error decides on the steps."""
        return 0.0

    def suited(self, gates: int) -> "Rodas5P":
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

        n, m = len(y), len(q)
        a, c, time, slope = jnp.asarray(_A), jnp.asarray(_C), jnp.asarray(_TIME), jnp.asarray(_SLOPE)
        units = jnp.broadcast_to(jnp.eye(n)[:, :, None], (n, *y.shape))

        def along(direction: Any) -> Any:
            return jax.jvp(lambda state: rates(t, state), (y,), (direction,))[1]

        jac, grad = jax.vmap(along)(units)  # [j, i] = d rate_i / d y_j: (n, n, lanes), (n, m, lanes)
        by_time, by_time_q = jax.jvp(lambda moment: rates(moment, y), (t,), (jnp.ones_like(t),))[1]
        solve = inverse(jnp.eye(n)[:, :, None] / (h * _GAMMA) - jac)  # transposed, as jac is
        per_h = 1.0 / h

        def stage(i: Any, stages: Any) -> Any:
            u, uq = stages
            dy, dq = rates(t + time[i] * h, y + along_rows(a[i], u))
            right = dy + per_h * along_rows(c[i], u) + slope[i] * h * by_time
            new = along_rows(right[:, None], solve)
            u = jax.lax.dynamic_update_index_in_dim(u, new, i, 0)
            if m:
                right_q = dq + per_h * along_rows(c[i], uq) + slope[i] * h * by_time_q
                new_q = h * _GAMMA * (right_q + along_rows(new[:, None], grad))
                uq = jax.lax.dynamic_update_index_in_dim(uq, new_q, i, 0)
            return u, uq

        u, uq = jax.lax.fori_loop(0, 8, stage, (jnp.zeros((8, *y.shape)), jnp.zeros((8, *q.shape))))
        return Step(
            y=y + weighted(_END, u),
            q=q + weighted(_END, uq),
            error=u[7],
            coefficients=jnp.stack([y, *(weighted(row, u) for row in _DENSE)]),
            last=first,
        )
