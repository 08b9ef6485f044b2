"""A stationary electroneutral diffusion layer between two solutions, at any potential difference, any ions."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from .namespace import namespace, repeat, still
from .special import bernoulli_pair, exprel
from .thermal import thermal_voltage

NODES = 8  # Gauss points in each panel of the layer
_PANELS = 4  # per charge, of the layer of a law, which must have a fixed number
_STEEPEST = 12.0  # RT/F, 0.3 V: what they resolve; beyond, the weights are those at that potential
_STEPS = 16  # of Newton's method there; three to six are enough
_SMALL = 1e-9  # a step in logarithms after which the next one is rounding
LONGEST = 3.0  # of one step, in logarithms
_SHARE = 1e-9  # of the ions of a side is taken to be there of each charge number, for the weights alone
_TRACE = 1e-30  # mol/m3: keeps empty solutions finite


@dataclass(frozen=True)
class Grid:
    """Gauss points on 0..1 and what integrates over them.

    Attributes:
        nodes: s (m,).
        weights: of the integral from 0 to 1 (m,).
        before, after: matrices of the integrals from 0 to each node and from there to 1 (m, m).
        moment_before, moment_after: the same of a function times its distance s - s_k from the node (m, m).
    """

    nodes: Any
    weights: Any
    before: Any
    after: Any
    moment_before: Any
    moment_after: Any


@cache
def gauss_grid(panels: int) -> Grid:
    """Equal panels of `NODES` Gauss points; in a panel the integrals are those of the polynomial through its points."""
    import numpy as np

    x, w = np.polynomial.legendre.leggauss(NODES)
    k = np.arange(NODES)
    values = np.polynomial.legendre.legvander(x, NODES)
    coefficients = ((2 * k + 1) / 2)[:, None] * (values[:, :NODES] * w[:, None]).T
    integrals = np.concatenate([x[:, None] + 1.0, (values[:, 2:] - values[:, : NODES - 1]) / (2 * k[1:] + 1)], axis=1)
    local, w = integrals @ coefficients / (2 * panels), w / (2 * panels)
    nodes = ((np.arange(panels)[:, None] + (x + 1) / 2) / panels).ravel()
    weights = np.tile(w, panels)
    panel = np.repeat(np.arange(panels), NODES)
    earlier = panel[:, None] > panel[None, :]
    before = np.where(earlier, weights, 0.0) + np.kron(np.eye(panels), local)
    after = np.where(earlier.T, weights, 0.0) + np.kron(np.eye(panels), w - local)
    lag = nodes[None, :] - nodes[:, None]
    return Grid(nodes, weights, before, after, before * lag, after * lag)


@dataclass(frozen=True)
class Weights:
    """The integrals over a layer for each charge number, given S, with leading axes of lanes.

    Attributes:
        before: e^(-u s) int_0^s e^(u t) S dt (..., n, m).
        after: e^(-u s) int_s^1 e^(u t) S dt (..., n, m).
        whole: int_0^1 e^(u (t - 1)) S dt (..., n).
        kernel: what multiplies S in `whole` (..., n, m).
        falling, rising: e^(-u (s - 1/2)), e^(u (s - 1/2)), the two factors of e^(u (t - s)) (..., n, m).

    Each is a sum of positive terms, so that nothing cancels however steep the layer is.
    """

    before: Any
    after: Any
    whole: Any
    kernel: Any
    falling: Any
    rising: Any

    @classmethod
    def of(cls, grid: Grid, exponents: Any, s: Any, xp: Any) -> "Weights":
        """For u = z F V / R T by charge number (..., n) and S at the nodes (..., m)."""
        u, s = exponents[..., None], s[..., None, :]
        falling, rising = xp.exp(u * (0.5 - grid.nodes)), xp.exp(u * (grid.nodes - 0.5))
        kernel = xp.exp(u * (grid.nodes - 1.0)) * grid.weights
        filled = rising * s
        before, after = falling * (filled @ grid.before.T), falling * (filled @ grid.after.T)
        return cls(before, after, (kernel * s).sum(-1), kernel, falling, rising)


def loads(exponents: Any, left: Any, right: Any, whole: Any, xp: Any) -> tuple[Any, Any]:
    """What multiplies `after` and `before` to give the concentrations: a e^(-u) / whole and b / whole, (...)."""
    return left * xp.exp(-exponents) / whole, right / whole


def balance(grid: Grid, charges: Any, left: Any, right: Any, delta: Any, y: Any, xp: Any) -> tuple[Any, Any, Weights]:
    """How far S is from the sum of z^2 c that follows from it, in logarithms, with its slope in ln S.

    c_z(s) = (a_z e^(-u) after_z(s) + b_z before_z(s)) / whole_z,  u = z F V / R T

    Args:
        charges: charge numbers (n,).
        left, right: a_z, b_z, sums of the concentrations by charge number (..., n).
        delta: F V / R T (...).
        y: ln S at the nodes (..., m).

    Returns: ln S - ln(sum z^2 c) (..., m), its derivatives (..., m, m), and the integrals.
    """
    s = xp.exp(y)
    exponents = charges * delta[..., None]
    found = Weights.of(grid, exponents, s, xp)
    squares = charges * charges
    from_left, from_right = ((squares * one)[..., None] for one in loads(exponents, left, right, found.whole, xp))
    parts = from_left * found.after + from_right * found.before
    total = parts.sum(-2)

    def summed(one: Any, other: Any) -> Any:
        """sum over the charge numbers of one_k other_l (..., m, m)."""
        return xp.swapaxes(one, -1, -2) @ other

    slope = (
        grid.after * summed(from_left * found.falling, found.rising)
        + grid.before * summed(from_right * found.falling, found.rising)
        - summed(parts, found.kernel / found.whole[..., None])
    )
    total = xp.maximum(total, _TRACE)
    matrix = xp.eye(len(grid.nodes)) - slope * s[..., None, :] / total[..., None]
    return y - xp.log(total), matrix, found


def layer_fluxes(
    charge: Sequence[float], diffusion: Any, left: Sequence[Any], right: Sequence[Any], potential: Any, temperature: Any
) -> list[Any]:
    """Fluxes of ions through a stationary electroneutral layer, with or without a current.

    J_i d = (D_i / r_z) (c_left B(u) - c_right B(-u)),  u = z F V / R T,  B(u) = u / (exp(u) - 1),

    r_z = (int exp(-u (1 - s)) S ds / int S ds) / (int exp(-u (1 - s)) ds),  S = sum z^2 c

    over the potential's coordinate s: Goldman's flux, corrected for the field that is not constant. Each has the sign
    of its own driving force.

    Args:
        charge: z by ion, plain numbers.
        diffusion: D by ion [m2/s].
        left, right: c by ion, any shape [mol/m3]; >= 0.
        potential: V = phi(right) - phi(left), any shape [V].
        temperature: T, any shape [K].

    Returns: J times the thickness, from left to right, by ion [mol/(m s)].

    Source: Planck 1890 (planck_1890) for ions of +1 and -1; the coordinate Schlogl 1954 (schlogl_1954).
    Valid: layers much thicker than the Debye length, ideal solutions, |V| up to 0.3 V (beyond, r is that of 0.3 V), to
    1e-8. Ions of both signs must be named; solutions that are not electroneutral in what is named get the weights of
    solutions in which cations and anions are scaled until they are.
    """
    xp = namespace(*left, *right, potential, temperature)
    if not hasattr(xp, "linalg"):  # plain numbers
        import numpy as xp
    delta = xp.asarray(potential / thermal_voltage(temperature)) * 1.0
    shape = xp.broadcast_arrays(delta, *left, *right)[0].shape
    kinds = sorted({float(z) for z in charge})

    def sums(side: Sequence[Any]) -> Any:
        by_kind = [sum(c for z, c in zip(charge, side, strict=True) if z == kind) for kind in kinds]
        return xp.stack([xp.broadcast_to(xp.asarray(one), shape) for one in by_kind], -1)

    charges = xp.asarray(kinds)

    def filled(side: Any, other: Any) -> Any:
        here, there = side.sum(-1)[..., None], other.sum(-1)[..., None]
        return side + _SHARE * here + _SHARE * _SHARE * there + _TRACE

    def neutral(side: Any) -> Any:
        plus = xp.maximum(charges, 0.0) * side
        minus = xp.maximum(-charges, 0.0) * side
        ratio = xp.sqrt(plus.sum(-1) / minus.sum(-1))[..., None]
        return xp.where(charges > 0, side / ratio, side * ratio)

    a, b, delta = sums(left), sums(right), xp.broadcast_to(delta, shape)
    a, b, gentle = neutral(filled(a, b)), neutral(filled(b, a)), xp.clip(delta, -_STEEPEST, _STEEPEST)
    grid = gauss_grid(_PANELS * round(max(abs(kind) for kind in kinds)))
    low, high = (xp.log((charges * charges * side).sum(-1))[..., None] for side in (a, b))

    def better(y: Any) -> Any:
        """A step of Newton's method, none longer than `LONGEST`."""
        value, slope, _ = balance(grid, charges, a, b, gentle, y, xp)
        step = xp.linalg.solve(slope, -value[..., None])[..., 0]
        size = xp.max(xp.abs(step), axis=-1, keepdims=True)
        return y + step * xp.minimum(1.0, LONGEST / (size + _TRACE))

    def enough(before: Any, now: Any) -> Any:
        return xp.abs(now - before).max() < _SMALL

    y = still(repeat(_STEPS, better, still(low + grid.nodes * (high - low), xp), xp, enough), xp)
    matrix = still(balance(grid, charges, a, b, gentle, y, xp)[1], xp)

    def nearer(y: Any) -> Any:
        """A step with a matrix that is held: nothing but rounding to the numbers, one more right derivative each."""
        return y - xp.linalg.solve(matrix, balance(grid, charges, a, b, gentle, y, xp)[0][..., None])[..., 0]

    s = xp.exp(repeat(2, nearer, y, xp, enough))
    whole = Weights.of(grid, charges * gentle[..., None], s, xp).whole / (grid.weights * s).sum(-1)[..., None]
    found = []
    for z, d, one, other in zip(charge, diffusion, left, right, strict=True):
        ratio = whole[..., kinds.index(float(z))] / exprel(-z * gentle)
        falling, rising = bernoulli_pair(z * delta)
        found.append(d / ratio * (one * falling - other * rising))
    return found
