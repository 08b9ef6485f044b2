"""Stationary electroneutral Nernst-Planck without a current: the liquid junction potential of any ions, to rounding."""

from dataclasses import dataclass
from typing import Any

from ..errors import InputError
from .diffusion_layer import LONGEST, Weights, balance, gauss_grid, loads
from .thermal import thermal_voltage

_SPAN = 2.5  # exponents that one panel of the layer resolves to rounding
_FEWEST, _MOST = 3, 32  # panels
_STEPS = 60  # of Newton's method at most; three to five are enough
_HALVINGS = 12
_SMALL = 1e-10  # a step after which nothing is left but rounding


@dataclass(frozen=True)
class Layer:
    """The inside of a junction.

    Attributes:
        fluxes: J by ion, from left to right, times the thickness [mol/(m s)] (N,).
        position: x over the thickness, 0 to 1 (M,).
        potential: phi, from 0 at the left [V] (M,).
        concentrations: by ion and position [mol/m3] (N, M).
    """

    fluxes: Any
    position: Any
    potential: Any
    concentrations: Any


def stationary_potential(charge: Any, diffusion: Any, left: Any, right: Any, temperature: float) -> float:
    """Potential difference across a stationary diffusion layer that carries no current: the liquid junction potential.

    J_i = -D_i (dc_i/dx + z_i c_i (F / R T) dphi/dx) uniform,  sum z_i c_i = 0 everywhere,  sum z_i J_i = 0

    The potential is monotone in x and serves as the coordinate; ions of one charge number then share one integral. What
    remains is one smooth function, S = sum z^2 c at Gauss points, found with the potential by Newton's method.

    Args:
        charge: z by ion (N,); species without a charge do not matter.
        diffusion: D by ion (N,), > 0 [m2/s], or anything in proportion to it.
        left, right: c by ion (N,) in the two solutions, >= 0, electroneutral [mol/m3].
        temperature: T [K].

    Returns: phi(right) - phi(left) [V]; nan where the search fails, as no junction tried so far did.

    Raises:
        InputError: columns of different lengths, a negative or infinite number, or no ion on one side.

    Source: Planck 1890 (planck_1890) for ions of +1 and -1; the coordinate Schlogl 1954 (schlogl_1954).
    Valid: layers much thicker than the Debye length, ideal solutions.
    """
    there, back = _Junction(charge, diffusion, left, right), _Junction(charge, diffusion, right, left)
    # both ways, so that exchanging the sides changes the sign exactly and equal solutions give exactly nothing
    return float(0.5 * (there.potential - back.potential) * thermal_voltage(temperature))


def stationary_profile(charge: Any, diffusion: Any, left: Any, right: Any, temperature: float) -> Layer:
    """The inside of the same junction: concentrations and potential across it, and the flux of each ion.

    Args:
        charge, diffusion, left, right, temperature: as for `stationary_potential`.

    Returns: the layer; its positions are dense where it is steep, the ends among them. Numbers are nan where the search
        fails.

    Raises: as `stationary_potential`. Source, range: as there.
    """
    return _Junction(charge, diffusion, left, right).layer(thermal_voltage(temperature))


class _Junction:
    """A junction and its solution, in units of RT/F and of its own concentrations."""

    def __init__(self, charge: Any, diffusion: Any, left: Any, right: Any) -> None:
        import numpy as np

        columns = [np.atleast_1d(np.asarray(one, dtype=float)) for one in (charge, diffusion, left, right)]
        if len({one.shape for one in columns}) != 1 or columns[0].ndim != 1:
            raise InputError(
                "a junction needs one charge, diffusion coefficient and concentration on each side per ion"
            )
        z, d, a, b = columns
        if not all(np.isfinite(one).all() for one in columns) or min(a.min(), b.min()) < 0 or d.min() <= 0:
            raise InputError(
                "concentrations of a junction must be finite and not negative, diffusion coefficients positive"
            )
        self.given = columns
        kept = (z != 0) & (a + b > 0)
        z, d, a, b = (one[kept] for one in columns)
        if not (a > 0).any() or not (b > 0).any():
            raise InputError("a junction needs ions on both sides; there are none on one of them")
        order = np.lexsort((b, a, d, z))  # sums do not depend on the order in which ions are named
        z, d, a, b = (one[order] for one in (z, d, a, b))
        self.scale = np.sqrt((z * z * a).sum() * (z * z * b).sum())
        self.z, self.d, self.a, self.b = z, d / d.max(), a / self.scale, b / self.scale
        self.kinds, self.member = np.unique(z, return_inverse=True)
        self.left, self.right = (
            np.bincount(self.member, weights=side, minlength=len(self.kinds)) for side in (self.a, self.b)
        )
        self.potential, self.y, self.grid = self._solve(np)

    def _solve(self, np: Any) -> tuple[float, Any, Any]:
        """Potential, ln S at the nodes and the grid, fine enough for what was found."""
        squares = self.kinds * self.kinds
        low, high = (float(np.log((squares * side).sum())) for side in (self.left, self.right))
        delta, panels = self._henderson(np), _FEWEST
        while True:
            grid = gauss_grid(panels)
            with np.errstate(all="ignore"):
                found = self._newton(grid, low + grid.nodes * (high - low), delta, np)
            if found is None:
                if panels >= _MOST:
                    return float("nan"), None, grid
                panels *= 2
                continue
            delta, y = found
            span = abs(delta) * float(np.abs(self.kinds).max()) + float(np.ptp(y))
            enough = min(_MOST, int(np.ceil(span / _SPAN)))
            if panels >= enough:
                return delta, y, grid
            panels = enough

    def _henderson(self, np: Any) -> float:
        """Henderson's potential, to start from."""
        one, other = ((self.z**2 * self.d * side).sum() for side in (self.a, self.b))
        mean = np.log(other / one) / (other - one) if abs(other - one) > 1e-9 * one else 1.0 / one
        return float(-(self.z * self.d * (self.b - self.a)).sum() * mean)

    def _newton(self, grid: Any, y: Any, delta: float, np: Any) -> tuple[float, Any] | None:
        value, matrix = self._equations(grid, y, delta, np)
        for _ in range(_STEPS):
            if not np.isfinite(value).all() or not np.isfinite(matrix).all():
                return None
            step = np.linalg.solve(matrix, -value)
            size, before = float(np.abs(step).max()), float(np.abs(value).max())
            if size < _SMALL:
                return delta + step[-1], y + step[:-1]
            part = min(1.0, LONGEST / size)
            for _ in range(_HALVINGS):
                value, matrix = self._equations(grid, y + part * step[:-1], delta + part * step[-1], np)
                if float(np.abs(value).max()) < before * (1.0 - 0.1 * part) + 1e-12:
                    break
                part /= 2.0
            else:
                return (delta, y) if before < _SMALL else None
            y, delta = y + part * step[:-1], delta + part * step[-1]
        return None

    def _equations(self, grid: Any, y: Any, delta: float, np: Any) -> tuple[Any, Any]:
        """The layer's balance and ln(current to the right over current to the left), with their derivatives."""
        value, slope, weights = balance(grid, self.kinds, self.left, self.right, np.asarray(delta), y, np)
        before, after, whole, kernel = weights.before, weights.after, weights.whole, weights.kernel
        s, squares = np.exp(y), self.kinds * self.kinds
        # derivatives in the potential
        falling, filled = self.kinds[:, None] * weights.falling, weights.rising * s
        d_before, d_after = falling * (filled @ grid.moment_before.T), falling * (filled @ grid.moment_after.T)
        d_whole = self.kinds * ((kernel * (grid.nodes - 1.0)) @ s) / whole
        from_left, from_right = loads(self.kinds * delta, self.left, self.right, whole, np)
        c = from_left[:, None] * after + from_right[:, None] * before
        dc = (
            from_left[:, None] * (d_after - self.kinds[:, None] * after)
            + from_right[:, None] * d_before
            - c * d_whole[:, None]
        )
        column = -(squares @ dc) / (squares @ c)
        # the current: cations from the left and anions from the right against the others
        mobility = np.abs(self.z) * self.d / whole[self.member]
        cation, decay = self.z > 0, self.a * np.exp(-self.z * delta)
        up = mobility * np.where(cation, decay, self.b)
        down = mobility * np.where(cation, self.b, decay)
        share = kernel * s / whole[:, None]
        row = (down / down.sum() - up / up.sum()) @ share[self.member]
        shift = d_whole[self.member]
        corner = (up * (np.where(cation, -self.z, 0.0) - shift)).sum() / up.sum()
        corner -= (down * (np.where(cation, 0.0, -self.z) - shift)).sum() / down.sum()
        matrix = np.block([[slope, column[:, None]], [row[None, :], np.asarray([[corner]])]])
        return np.append(value, np.log(up.sum() / down.sum())), matrix

    def layer(self, unit: float) -> Layer:
        """Everything inside, for the ions as they were given; `unit` is RT/F."""
        import numpy as np

        z, d, a, b = self.given
        if self.y is None:
            blank = np.full(3, np.nan)
            return Layer(np.full(len(z), np.nan), blank, blank, np.full((len(z), 3), np.nan))
        grid, delta, s = self.grid, self.potential, np.exp(self.y)
        weights = Weights.of(grid, z * delta, s, np)
        whole = weights.whole
        from_left, from_right = loads(z * delta, a, b, whole, np)
        inside = from_left[:, None] * weights.after + from_right[:, None] * weights.before
        length = float(grid.weights @ s)
        return Layer(
            d * (from_left - from_right) * length,
            np.concatenate([[0.0], grid.before @ s / length, [1.0]]),
            np.concatenate([[0.0], grid.nodes * delta, [delta]]) * unit,
            np.concatenate([a[:, None], inside, b[:, None]], axis=1),
        )
