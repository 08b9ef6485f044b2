"""A stationary electroneutral diffusion layer between two solutions, at any potential difference, any ions."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from .namespace import namespace, repeat
from .special import bernoulli_pair, exprel
from .thermal import thermal_voltage

NODES = 8  # Gauss points in each panel of the layer
_PANELS = 4  # per charge, of the layer of a law, which must have a fixed number
_STEEPEST = 12.0  # RT/F, 0.3 V: what they resolve; beyond, the weights are those at that potential
_STEPS = 16  # of Newton's method there; three to six are enough
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
        lag: s_l - s_k (m, m).
    """

    nodes: Any
    weights: Any
    before: Any
    after: Any
    lag: Any


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
    return Grid(nodes, weights, before, after, nodes[None, :] - nodes[:, None])


@dataclass(frozen=True)
class Weights:
    """The integrals over a layer for each charge number, given S, with leading axes of lanes.

    Attributes:
        before: e^(-u s) int_0^s e^(u t) S dt and its kernel, (..., n, m) and (..., n, m, m).
        after: e^(-u s) int_s^1 e^(u t) S dt, likewise.
        whole: int_0^1 e^(u (t - 1)) S dt, (..., n), and its kernel (..., n, m).

    Each is a sum of positive terms, so that nothing cancels however steep the layer is.
    """

    before: tuple[Any, Any]
    after: tuple[Any, Any]
    whole: tuple[Any, Any]

    @classmethod
    def of(cls, grid: Grid, exponents: Any, s: Any, xp: Any) -> "Weights":
        """For u = z F V / R T by charge number (..., n) and S at the nodes (..., m)."""
        kernel = xp.exp(exponents[..., None, None] * grid.lag)
        before, after = kernel * grid.before, kernel * grid.after
        whole = xp.exp(exponents[..., None] * (grid.nodes - 1.0)) * grid.weights
        s = s[..., None, :, None]
        return cls(((before @ s)[..., 0], before), ((after @ s)[..., 0], after), ((whole * s[..., 0]).sum(-1), whole))


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
    (before, before_kernel), (after, after_kernel), (whole, whole_kernel) = found.before, found.after, found.whole
    squares = charges * charges
    from_left, from_right = (squares * one for one in loads(exponents, left, right, whole, xp))
    parts = from_left[..., None] * after + from_right[..., None] * before
    total = parts.sum(-2)
    slope = (
        (from_left[..., None, None] * after_kernel + from_right[..., None, None] * before_kernel).sum(-3)
        - (parts[..., :, :, None] * (whole_kernel / whole[..., None])[..., :, None, :]).sum(-3)
    )  # fmt: skip
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
        value, slope, _ = balance(grid, charges, a, b, gentle, y, xp)
        step = xp.linalg.solve(slope, -value[..., None])[..., 0]
        size = xp.max(xp.abs(step), axis=-1, keepdims=True)
        return y + step * xp.minimum(1.0, LONGEST / (size + _TRACE))

    y = repeat(_STEPS, better, low + grid.nodes * (high - low), xp)
    s = xp.exp(y)
    whole = Weights.of(grid, charges * gentle[..., None], s, xp).whole[0] / (grid.weights * s).sum(-1)[..., None]
    found = []
    for z, d, one, other in zip(charge, diffusion, left, right, strict=True):
        ratio = whole[..., kinds.index(float(z))] / exprel(-z * gentle)
        falling, rising = bernoulli_pair(z * delta)
        found.append(d / ratio * (one * falling - other * rising))
    return found
