"""Where nothing on a line changes any more: Newton's method with limited steps."""

from dataclasses import dataclass, replace
from typing import Any, Final

import numpy as np

from ...constants import FARADAY
from ...errors import InputError
from ...solve.banded import Blocks
from ...solve.status import Status
from .ends import End
from .equations import Equations
from .line import Line
from .steady_fluxes import steady_fluxes

_ITERATIONS: Final = 200
_SETTLED, _ROUNDING = (
    1e-12,
    1e-8,
)  # a step so small ends the search; a larger one that no longer shrinks does below the other
_LARGEST = 3.0  # largest change of a level or a potential in one step, in RT and RT/F
_FLOOR = 1e-250
_SHORTEST: Final = 1e-3  # share of fixed charge and imposed potential: a smaller step towards them is given up


@dataclass(frozen=True)
class Profile:
    """A stationary state of a line.

    Attributes:
        x: (M,) the middles of the cells [m].
        c: (N, M) concentrations [mol/m3].
        phi: (M,) potentials [V]; the left end has 0.
        potential: phi(right) - phi(left) [V].
        flux: (N, M + 1) through the faces, to the right [mol/(m2 s)].
        current: to the right [A/m2].
        entropy_rate: entropy production of the fluxes [W/(K m2)].
        status: how it was found.
        iterations: of Newton's method.
        y: the unknowns in the line's own units, from which another search may start.
    """

    x: Any
    c: Any
    phi: Any
    potential: float
    flux: Any
    current: float
    entropy_rate: float
    status: Status
    iterations: int
    y: Any

    @property
    def ok(self) -> bool:
        """Whether it was found."""
        return self.status is Status.ok


def stationary(line: Line, end: End, start: Any = None, *, largest: float = _LARGEST) -> Profile:
    """The state in which no carrier's concentration changes, with a potential or a current imposed.

    0 = -dJ_i/dx + S_i,  J_i = -D_i c_i d(ln c_i gamma_i + z_i F phi/(R T))/dx,
    -d(eps dphi/dx)/dx = F (sum_i z_i c_i + X), or sum_i z_i c_i + X = 0 where the permittivity is 0

    Where the search from straight lines fails, fixed charge and what is imposed are brought in by steps.

    The search runs in the levels eta = ln c + z F phi/(R T) and the potential: concentrations stay positive however
    many decades they span, and an equilibrium is one step away in the levels.

    Args:
        line: what there is.
        end: `ImposedPotential` or `ImposedCurrent`.
        start: `y` of another profile of the same grid, or None.
        largest: largest change of a level or a potential in one step [RT, RT/F].

    Returns: `Profile`; its status says whether the search came to an end.

    Raises:
        InputError: a carrier that can cross neither end: its amount, not its surroundings, would say how much there is.

    Source: Nernst 1889 (nernst_1889), Planck 1890 (planck_1890); the fluxes are those of `fluxes.fitted`.
    """
    shut = line.closed_left & line.closed_right
    if shut.any() and not line.sources:
        raise InputError(
            f"carrier {int(np.argmax(shut))} can cross neither end: its stationary amount is not determined"
        )
    equations = Equations(line, end)
    y = first_guess(equations) if start is None else np.array(start, float)
    y, status, iterations = _search(equations, y, largest)
    if status is not Status.ok and start is None:
        y, status, more = _led(equations, largest)
        iterations += more
    return profile(equations, y, status, iterations)


def first_guess(equations: Equations) -> Any:
    """Concentrations on straight lines between the ends, shifted by the potential that fixed charge asks for."""
    line = equations.line
    x = (line.centres - line.faces[0]) / equations.length
    left = np.where(line.closed_left, line.right, line.left)[:, None] / equations.concentration
    right = np.where(line.closed_right, line.left, line.right)[:, None] / equations.concentration
    c = np.maximum(left + (right - left) * x, _FLOOR)
    y = np.zeros((line.cells + 1, len(line.charge) + 1))
    shift = _neutral_shift(equations.z, c, equations.fixed)
    ramp = (equations.end.potential or 0.0) / equations.voltage
    y[:-1, :-1] = (c * np.exp(-equations.z * shift)).T
    y[:-1, -1] = shift + ramp * x
    y[-1, -1] = ramp
    return y


def _led(equations: Equations, largest: float) -> tuple[Any, Status, int]:
    """From no fixed charge and nothing imposed to the whole of both, in steps as large as they succeed."""
    done, step, iterations = 0.0, 0.25, 0
    y, unit = None, 1.0
    while done < 1.0:
        share = min(1.0, done + step)
        part = Equations(replace(equations.line, fixed=share * equations.line.fixed), equations.end.share(share))
        if y is None:
            guess = first_guess(part)
        else:
            guess = y.copy()
            guess[:-1, :-1] *= unit / part.concentration
        found, status, used = _search(part, guess, largest)
        iterations += used
        if status is Status.ok:
            y, unit, done, step = found, part.concentration, share, 1.5 * step
        else:
            step *= 0.5
            if step < _SHORTEST:
                return first_guess(equations) if y is None else y, status, iterations
    return y, Status.ok, iterations


def _neutral_shift(z: Any, c: Any, fixed: Any) -> Any:
    """(M,) potential at which sum z c exp(-z phi) + X = 0, as near as the carriers allow."""
    phi = np.zeros(c.shape[1])
    if not fixed.any():
        return phi
    for _ in range(200):
        now = c * np.exp(-z * phi)
        charge = (z * now).sum(0) + fixed
        move = charge / np.maximum((z * z * now).sum(0), _FLOOR)
        phi = phi + np.clip(move, -1.0, 1.0)
        if np.abs(move).max() < 1e-12:
            break
    return phi


def _search(equations: Equations, y: Any, largest: float) -> tuple[Any, Status, int]:
    """Newton's method in levels and potentials: (y, status, iterations)."""
    last = np.inf
    with np.errstate(all="ignore"):
        for iteration in range(1, _ITERATIONS + 1):
            flux = equations.fluxes(y)
            basis = _basis(equations, y)
            blocks = _in(equations.matrix(y, None), basis)
            move = blocks.factor(np.ones_like(y)).solve(equations.rate(y, flux))
            if not np.isfinite(move).all():
                return y, Status.not_finite, iteration
            grown = move[:-1, :-1] - move[:-1, -1:] * equations.line.charge
            size = max(np.abs(grown).max(), np.abs(move[:, -1]).max())
            share = min(1.0, largest / size)
            y = y.copy()
            y[:-1, :-1] *= np.exp(share * grown)
            y[:, -1] += share * move[:, -1]
            if size < _SETTLED or (size < _ROUNDING and size > 0.3 * last):
                return y, Status.ok, iteration
            last = size
    return y, Status.not_converged, _ITERATIONS


def _basis(equations: Equations, y: Any) -> Any:
    """(M + 1, N + 1, N + 1) how concentrations and potential change with levels and potential."""
    m, n = y.shape
    found = np.zeros((m, n, n))
    every = np.arange(n - 1)
    c = y[:, :-1].copy()
    c[-1] = 1.0
    found[:, every, every] = c
    found[:-1, :-1, -1] = -equations.line.charge * c[:-1]
    found[:, -1, -1] = 1.0
    return found


def _in(blocks: Blocks, basis: Any) -> Blocks:
    """The matrix with its columns in another basis, block by block."""
    lower, upper = np.zeros_like(blocks.lower), np.zeros_like(blocks.upper)
    lower[1:] = blocks.lower[1:] @ basis[:-1]
    upper[:-1] = blocks.upper[:-1] @ basis[1:]
    return Blocks(lower, blocks.middle @ basis, upper)


def profile(equations: Equations, y: Any, status: Status, iterations: int) -> Profile:
    """A state with units."""
    line, flux = equations.line, steady_fluxes(equations, y)
    return Profile(
        x=line.centres,
        c=y[:-1, :-1].T * equations.concentration,
        phi=y[:-1, -1] * equations.voltage,
        potential=float(y[-1, -1] * equations.voltage),
        flux=flux * equations.flux,
        current=float(FARADAY * equations.flux * (equations.z * flux)[:, -1].sum()),
        entropy_rate=float(equations.entropy_rate(y, equations.fluxes(y)) * equations.entropy_unit),
        status=status,
        iterations=iterations,
        y=y,
    )
