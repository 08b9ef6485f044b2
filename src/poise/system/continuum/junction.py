"""The junction of two solutions as a line: its stationary state, and its course after they touch."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

import numpy as np

from ...errors import InputError
from ...formulas.debye import water_permittivity
from ...solve.status import Status
from .ends import ImposedCurrent
from .grid import along, fine_at_the_ends, fine_everywhere_it_matters
from .in_time import Course, in_time
from .line import Line, LogGamma
from .stationary import Profile, stationary

_COARSE: Final = 100  # cells of the grid on which the profile is first sought
_SMALLEST_SHARE: Final = 1e-3  # of a cell of the even grid: the cells at the ends of that grid
_SMALLEST: Final = 5e-11  # m: the cells where two solutions touch, a fraction of any Debye length
_END_SHARE: Final = 1e-3  # of the width: how near to its ends cells stop to shrink
WHOLE: Final = 200  # cells
WIDTH: Final = 1e-4  # m
TIMES: Final = (0.0, 1e-9, 1e-8, 1e-7, 1e-6, 1e-5, 1e-4, 1e-3, 1e-2, 1e-1, 1.0)


@dataclass(frozen=True)
class JunctionProfile:
    """The stationary state between two solutions, electroneutral, without current.

    Attributes:
        potential: phi(right) - phi(left) [V], extrapolated from two grids.
        error: estimate of its error [V]: how far the finer grid is from it.
        x: (M,) places, as shares of the thickness, on which the potential does not depend.
        c: (N, M) concentrations [mol/m3].
        phi: (M,) potentials [V]; the left solution has 0.
        status: how it was found.
    """

    potential: float
    error: float
    x: Any
    c: Any
    phi: Any
    status: Status

    @property
    def ok(self) -> bool:
        """Whether it was found."""
        return self.status is Status.ok


def junction_stationary(
    charge: Any,
    diffusion: Any,
    left: Any,
    right: Any,
    temperature: float,
    ln_gamma: LogGamma | None = None,
    cells: int = 200,
) -> JunctionProfile:
    """The stationary junction between two solutions: uniform fluxes, no current, electroneutral at every point.

    A first profile on a grid that is fine at the ends says where concentrations and potential change; the two grids on
    which it is then solved follow that, and the potential is extrapolated from them, (4 fine - coarse)/3 (Richardson).

    Args:
        charge: (N,) signed charge numbers.
        diffusion: (N,) [m2/s].
        left, right: (N,) concentrations [mol/m3], electroneutral; an ion absent from both sides stays out.
        temperature: T [K].
        ln_gamma: as in `Line`, or None for ideal solutions.
        cells: of the finer grid; a multiple of 4.

    Raises:
        InputError: solutions that are not neutral, or columns that do not fit.

    Source: Planck 1890 (planck_1890), for any charges and with activities.
    """
    if cells < 8 or cells % 4:
        raise InputError(f"{cells} cells: give a multiple of 4, 8 or more")
    given = _Ions.of(charge, diffusion, left, right, ln_gamma)

    def solved(faces: Any, start: Any = None) -> Profile:
        return stationary(given.line(faces, temperature, 0.0), ImposedCurrent(), start)

    first = solved(fine_at_the_ends(1.0, _COARSE, _SMALLEST_SHARE / _COARSE))
    if not first.ok:
        return given.profile(first, first.potential, np.inf)
    faces, change = _arc(given, first)
    coarse = solved(along(faces, change, cells // 2))
    fine = solved(along(faces, change, cells))
    best = (4.0 * fine.potential - coarse.potential) / 3.0
    return given.profile(fine if coarse.ok else coarse, best, abs(best - fine.potential))


def junction_in_time(
    charge: Any,
    diffusion: Any,
    left: Any,
    right: Any,
    temperature: float,
    width: float = WIDTH,
    times: Sequence[float] | Any = TIMES,
    ln_gamma: LogGamma | None = None,
    permittivity: float | None = None,
    cells: int = WHOLE,
    rtol: float = 1e-5,
) -> Course:
    """Two solutions that touch at the first time in the middle of a line between two reservoirs, at open circuit.

    Args:
        charge: (N,) signed charge numbers.
        diffusion: (N,) [m2/s].
        left, right: (N,) concentrations [mol/m3], electroneutral; an ion absent from both sides stays 0.
        temperature: T [K].
        width: distance of the reservoirs [m].
        times: when to tell [s], increasing, two or more.
        ln_gamma: as in `Line`, or None for ideal solutions.
        permittivity: relative; None is water's at the temperature, 0 electroneutrality.
        cells: a multiple of 4; 200 grow from 0.05 nm where the solutions touch. The line is followed on half as many as
            well, and the potential is extrapolated from both, (4 fine - coarse)/3 (Richardson).
        rtol: tolerance of one step, relative to each ion's largest concentration, and of the potential in RT/F.

    Raises:
        InputError: solutions that are not neutral, columns that do not fit, times that do not increase.

    Source: Cohen & Cooley 1965 (cohen_cooley_1965): Poisson's equation as a sum of currents.
    """
    if cells < 8 or cells % 4:
        raise InputError(f"{cells} cells: give a multiple of 4, 8 or more")
    if not width > 0 or not np.isfinite(width):
        raise InputError(f"a width of {width:g} m: give a positive one")
    eps = float(water_permittivity(temperature)) if permittivity is None else permittivity
    given = _Ions.of(charge, diffusion, left, right, ln_gamma)
    fine, coarse = (_touching(given, width, count, temperature, eps, times, rtol) for count in (cells, cells // 2))
    best = (4.0 * fine.potential - coarse.potential) / 3.0
    return given.course(replace(fine, potential=best, error=np.abs(best - fine.potential)))


def _touching(
    given: "_Ions", width: float, cells: int, temperature: float, eps: float, times: Any, rtol: float
) -> Course:
    """One run on one grid."""
    faces = fine_everywhere_it_matters(width, cells, _SMALLEST * WHOLE / cells, _END_SHARE * width)
    line = given.line(faces, temperature, eps)
    start = np.where(line.centres < 0.5 * width, line.left[:, None], line.right[:, None])
    return in_time(line, ImposedCurrent(), start, times, tolerance=rtol)


@dataclass(frozen=True)
class _Ions:
    """The ions that are there, and which of all ions they are."""

    charge: Any
    diffusion: Any
    left: Any
    right: Any
    ln_gamma: LogGamma | None
    there: Any

    @classmethod
    def of(cls, charge: Any, diffusion: Any, left: Any, right: Any, ln_gamma: LogGamma | None) -> "_Ions":
        """Checked columns, without the ions that neither side has."""
        columns = [np.atleast_1d(np.asarray(one, float)) for one in (charge, diffusion, left, right)]
        if len({one.shape for one in columns}) > 1 or columns[0].ndim != 1:
            shapes = ", ".join(str(one.shape) for one in columns)
            raise InputError(
                f"charge, diffusion, left and right have the shapes {shapes}; give one number for each ion"
            )
        z, _, a, b = columns
        for name, side in (("left", a), ("right", b)):
            excess, size = float((z * side).sum()), float((np.abs(z) * side).sum())
            if not abs(excess) <= 1e-9 * size:
                raise InputError(
                    f"the {name} solution has a charge of {excess:+.4g} mol/m3 (mM); a junction joins neutral solutions"
                )
            if not (np.isfinite(side) & (side >= 0)).all():
                raise InputError(f"{name}: a concentration is a number >= 0")
            if not size > 0:
                raise InputError(f"the {name} solution has no ions: the potential against it has no finite value")
        there = (a > 0) | (b > 0)
        z, d, a, b = (one[there] for one in columns)
        return cls(z, d, a, b, ln_gamma, there)

    def line(self, faces: Any, temperature: float, permittivity: float) -> Line:
        """A line with these ions."""
        return Line(
            faces, self.charge, self.diffusion, self.left, self.right, temperature, permittivity,
            ln_gamma=None if self.ln_gamma is None else self._of_those_there,
        )  # fmt: skip

    def _of_those_there(self, c: Any) -> Any:
        """ln gamma of the ions that are there, the others at 0."""
        if self.ln_gamma is None:
            return np.zeros_like(c)
        return np.asarray(self.ln_gamma(self._all(c, 0)))[self.there]

    def _all(self, c: Any, axis: int) -> Any:
        """Rows of all ions, 0 for those that are absent."""
        shape = list(c.shape)
        shape[axis] = len(self.there)
        found = np.zeros(shape)
        found[(slice(None),) * axis + (self.there,)] = c
        return found

    def profile(self, one: Profile, potential: float, error: float) -> JunctionProfile:
        """The answer, with all ions."""
        return JunctionProfile(potential, error, one.x, self._all(one.c, 0), one.phi, one.status)

    def course(self, one: Course) -> Course:
        """The answer, with all ions."""
        return replace(
            one,
            c=self._all(one.c, 1),
            entered=self._all(one.entered, 1),
            conservation=self._all(one.conservation, 0),
        )


def _arc(given: _Ions, first: Profile) -> tuple[Any, Any]:
    """Places and length of arc along place, potential (RT/F), concentrations (relative) and logarithm of their sum."""
    x = np.concatenate([[0.0], first.x, [1.0]])
    ends = [one / np.maximum(given.left, given.right) for one in (given.left, given.right)]
    c = np.concatenate([ends[0][:, None], first.c / np.maximum(given.left, given.right)[:, None], ends[1][:, None]], 1)
    phi = np.concatenate([first.y[:1, -1] * 0.0, first.y[:, -1]])
    all_ = np.log(np.concatenate([[given.left.sum()], first.c.sum(axis=0), [given.right.sum()]]))
    pieces = np.diff(x) ** 2 + np.diff(phi) ** 2 + np.diff(all_) ** 2 + (np.diff(c, axis=1) ** 2).sum(axis=0)
    return x, np.concatenate([[0.0], np.cumsum(np.sqrt(pieces))])
