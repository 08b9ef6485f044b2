"""A line in time: implicit steps that keep what is there and count what crosses the ends."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np

from ...errors import InputError
from ...solve import sdirk
from ...solve.status import Status
from .ends import End
from .equations import Equations
from .line import Line

_CONSISTENT: Final = (
    1e-13  # of the diffusion time across the smallest cell: a step in which next to nothing moves but the potential
)
_FIRST: Final = 1e-2  # of the same time: the first step tried
_ROUNDING: Final = 1e-7  # what the stages' solution may leave of a content to be set right
_SMALLEST_SIZE: Final = 1e-6  # of the largest concentration: carriers below it are followed to the tolerance of that


@dataclass(frozen=True)
class Course:
    """A line in time.

    Attributes:
        times: (T,) [s].
        x: (M,) the middles of the cells [m].
        c: (T, N, M) concentrations [mol/m3].
        phi: (T, M) potentials [V]; the left end has 0.
        potential: (T,) phi(right) - phi(left) [V].
        entered: (T, N) what has come in through both ends and from sources since the start [mol/m2].
        conservation: (N,) the worst of |change of content - entered| over the content, over all times.
        kept: largest relative change of a concentration by which a step's rounding error was set right for that.
        charge: the worst failure of Poisson's equation (of electroneutrality), over the largest concentration.
        entropy_rate: (T,) entropy production of the fluxes [W/(K m2)].
        entropy: (T,) what they have produced since the start [J/(K m2)].
        status: how it ended; after a failure the times not reached hold nan.
        steps, rejected: steps taken, and steps tried in vain.
        error: (T,) estimate of the error of `potential` by the grid [V], where two grids were used.
    """

    times: Any
    x: Any
    c: Any
    phi: Any
    potential: Any
    entered: Any
    conservation: Any
    kept: float
    charge: float
    entropy_rate: Any
    entropy: Any
    status: Status
    steps: int
    rejected: int
    error: Any = None

    @property
    def ok(self) -> bool:
        """Whether every time was reached."""
        return self.status is Status.ok


@dataclass(frozen=True)
class _Flow:
    """The equations of a line as `sdirk` integrates them; counted: what enters, by carrier, and entropy.

    content: (N,) what was there at the start.
    """

    equations: Equations
    sizes: Any
    content: Any

    def store(self, y: Any) -> Any:
        """What is stored."""
        return self.equations.store(y)

    def rate(self, y: Any) -> Any:
        """How fast it changes."""
        return self.equations.rate(y)

    def count(self, y: Any) -> Any:
        """What enters, by carrier, and the entropy produced."""
        flux = self.equations.fluxes(y)
        entering = flux[:, 0] - flux[:, -1]
        if self.equations.line.sources:
            c, _ = self.equations.columns(y)
            entering = entering + (self.equations.sources(c) * self.equations.h).sum(1)
        return np.append(entering, self.equations.entropy_rate(y, flux))

    def factor(self, y: Any, step: float) -> Callable[[Any], Any]:
        """See `sdirk.Flow`."""
        return self.equations.matrix(y, step).factor(np.ones_like(y)).solve

    def size(self, y: Any) -> Any:
        """See `sdirk.Flow`."""
        return self.sizes

    def keep(self, y: Any, counted: Any) -> tuple[Any, float]:
        """See `sdirk.Flow`: each carrier's concentrations times one factor; more than rounding is left to see."""
        there = self.equations.h @ y[:-1, :-1]
        factor = (self.content + counted[:-1]) / np.where(there > 0, there, 1.0)
        factor = np.where((there > 0) & (np.abs(factor - 1.0) < _ROUNDING), factor, 1.0)
        found = y.copy()
        found[:-1, :-1] *= factor
        return found, float(np.abs(factor - 1.0).max())


def in_time(
    line: Line,
    end: End,
    start: Any,
    times: Sequence[float] | Any,
    *,
    tolerance: float = 1e-6,
    steps: int = 20_000,
    fixed_step: float | None = None,
) -> Course:
    """A line from a given start, with a potential or a current imposed.

    dc_i/dt = -dJ_i/dx + S_i with J_i and the potential as in `stationary`; with a current I imposed the field at
    the right end obeys eps dE/dt = I - F sum_i z_i J_i, from no field at the start (the open circuit: ionic and
    displacement current cancel, there and so everywhere).

    The method is singly diagonally implicit, L-stable, of order 4(3) in time (`solve.sdirk`) and of order 2 in space.

    Args:
        line: what there is.
        end: `ImposedPotential` or `ImposedCurrent`.
        start: (N, M) concentrations at the first time [mol/m3].
        times: (T,) when to tell [s], increasing, two or more; the first is the start.
        tolerance: of one step, in every concentration relative to that carrier's largest and in the potential in RT/F.
        steps: upper limit.
        fixed_step: take steps of this size [s] (to measure the order).

    Raises:
        InputError: times that do not increase, a start of another shape, negative, or charged without a permittivity.

    Source: Hairer & Wanner 1996, table 6.5 (hairer_wanner_1996); Scharfetter & Gummel 1969 (scharfetter_gummel_1969).
    """
    times = np.asarray(times, float)
    if times.ndim != 1 or len(times) < 2 or not np.isfinite(times).all() or not (np.diff(times) > 0).all():
        raise InputError("times: give two or more, increasing; the first is the start")
    equations = Equations(line, end, moving=True)
    y = _start(equations, start)
    sizes = np.ones_like(y)
    sizes[:, :-1] = np.maximum(_largest(equations, y), _SMALLEST_SIZE)
    content = equations.h @ y[:-1, :-1]
    flow = _Flow(equations, sizes, content)
    unit = equations.time
    smallest = float(equations.h.min()) ** 2
    charged = Equations(line, end, moving=not line.permittivity.any())
    made = _consistent(_Flow(charged, sizes, content), y, _CONSISTENT * smallest)
    if made is None:
        nothing = np.full((len(times), *y.shape), np.nan)
        return _course(equations, times, sdirk.Walk(nothing, nothing[:, 0], Status.started_badly, 0, 0))
    q = flow.store(y)
    q[-1] = 0.0
    scaled = (times - times[0]) / unit
    first = _FIRST * smallest if fixed_step is None else fixed_step / unit
    found = sdirk.walk(flow, made, q, scaled, tolerance, first, steps, fixed=fixed_step is not None)
    return _course(equations, times, found)


def _largest(equations: Equations, y: Any) -> Any:
    """(N,) the largest concentration of each carrier, at the start and at the ends it can cross."""
    line, unit = equations.line, equations.concentration
    at_ends = np.maximum(np.where(line.closed_left, 0.0, line.left), np.where(line.closed_right, 0.0, line.right))
    return np.maximum(y[:-1, :-1].max(axis=0), at_ends / unit)


def _start(equations: Equations, start: Any) -> Any:
    """The unknowns at the start, without a potential yet."""
    line = equations.line
    c = np.asarray(start, float)
    if c.shape != (len(line.charge), line.cells):
        raise InputError(f"start: shape {c.shape}; give ({len(line.charge)}, {line.cells}), carriers by cells")
    if not np.isfinite(c).all() or (c < 0).any():
        raise InputError("start: a concentration is a number >= 0")
    excess = np.abs((equations.z * c).sum(0) + line.fixed).max()
    if not equations.capacitance.any() and excess > 1e-9 * equations.concentration:
        raise InputError(
            f"start: a charge of {excess:.3g} mol/m3 in a cell, but the permittivity is 0 (electroneutral)"
        )
    y = np.zeros((line.cells + 1, len(c) + 1))
    y[:-1, :-1] = c.T / equations.concentration
    return y


def _consistent(flow: _Flow, y: Any, step: float) -> Any:
    """The start with the potential that belongs to it: one implicit step so short that no ion moves."""
    start, last = y, np.inf
    known = flow.store(y)
    known[-1] = 0.0
    with np.errstate(all="ignore"):
        for _ in range(100):
            move = flow.factor(y, step)(known + step * flow.rate(y) - flow.store(y))
            size = float(np.abs(move / flow.sizes).max())
            if not np.isfinite(size):
                return None
            y = y + move * min(1.0, 3.0 / max(size, 1.0))
            if size < 1e-12 or (size < 1e-6 and size > 0.3 * last):
                y[:-1, :-1] = start[:-1, :-1]
                return y
            last = size
    return None


def _course(equations: Equations, times: Any, found: sdirk.Walk) -> Course:
    line, y = equations.line, found.y
    content = (y[:, :-1, :-1] * equations.h[:, None]).sum(axis=1)
    entered = found.counted[:, :-1]
    scale = np.maximum(np.abs(content).max(axis=0), np.finfo(float).tiny)
    lost = np.abs(content - content[0] - entered)
    with np.errstate(invalid="ignore"):
        rates = [equations.entropy_rate(one, equations.fluxes(one)) for one in y]
    return Course(
        times=times,
        x=line.centres,
        c=np.moveaxis(y[:, :-1, :-1], 1, 2) * equations.concentration,
        phi=y[:, :-1, -1] * equations.voltage,
        potential=y[:, -1, -1] * equations.voltage,
        entered=entered * equations.concentration * equations.length,
        conservation=np.fmax.reduce(lost, axis=0) / scale,
        kept=found.kept,
        charge=float(np.fmax.reduce([np.abs(equations.unbalanced(one)).max() for one in y])),
        entropy_rate=np.array(rates) * equations.entropy_unit,
        entropy=found.counted[:, -1] * equations.entropy_unit * equations.time,
        status=found.status,
        steps=found.accepted,
        rejected=found.rejected,
    )
