"""The equations of a line in its own units: what is stored, how fast it changes, and the matrix of both."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from ...constants import FARADAY, GAS, VACUUM_PERMITTIVITY
from ...formulas.thermal import thermal_voltage
from ...solve.banded import Blocks
from .ends import End
from .fluxes import Fluxes, fitted, fitted_with_slopes
from .line import Line

_DIFFERENCE = 1e-6


@dataclass(frozen=True)
class Equations:
    """A line and what is imposed at its ends, without units.

    Lengths are shares of the line's, potentials multiples of RT/F, concentrations multiples of the largest at the ends
    (or of the fixed charge), times multiples of length^2 / D of the fastest carrier. The unknowns y are (M + 1, N + 1):
    in every cell the concentrations and then the potential; the last row holds the potential of the right end alone.

    In each cell, with face fluxes J, sources S and displacement E = -lambda^2 dphi/dx:

        d(h c_i)/dt = J_left - J_right + h S_i
        0 = E_left - E_right + h (sum_i z_i c_i + X)

    and at the right end, with a potential imposed, 0 = V - phi; with a current, dE/dt = I - sum_i z_i J_i.

    `moving`: Poisson's equation as its derivative in time, which says that ionic and displacement current together are
    the same everywhere,

        d(E_right - E_left)/dt = sum_i z_i (J_left - J_right + h S_i)

    It keeps what Poisson's equation says of the start, holds for electroneutrality (E = 0) as well, and does not ask
    for a potential from the rounding error of a charge.
    """

    line: Line
    end: End
    moving: bool = False

    @cached_property
    def length(self) -> float:
        """Unit of length [m]."""
        return float(self.line.faces[-1] - self.line.faces[0])

    @cached_property
    def concentration(self) -> float:
        """Unit of concentration [mol/m3]."""
        line = self.line
        return float(max(line.left.max(), line.right.max(), np.abs(line.fixed).max(), np.finfo(float).tiny))

    @cached_property
    def voltage(self) -> float:
        """Unit of potential [V]."""
        return float(thermal_voltage(self.line.temperature))

    @cached_property
    def time(self) -> float:
        """Unit of time [s]."""
        return self.length**2 / float(self.line.diffusion.max())

    @cached_property
    def flux(self) -> float:
        """Unit of flux [mol/(m2 s)]."""
        return self.concentration * self.length / self.time

    @cached_property
    def entropy_unit(self) -> float:
        """Unit of entropy production [W/(K m2)]."""
        return GAS * self.flux

    @cached_property
    def h(self) -> Any:
        """(M,) widths of the cells."""
        return self.line.widths / self.length

    @cached_property
    def z(self) -> Any:
        """(N, 1) charges."""
        return self.line.charge[:, None]

    @cached_property
    def fixed(self) -> Any:
        """(M,) fixed charge."""
        return self.line.fixed / self.concentration

    @cached_property
    def conductance(self) -> Any:
        """(N, M + 1) diffusion coefficient over distance at every face; 0 at ends that a carrier cannot cross."""
        found = self._series(self.line.diffusion / self.line.diffusion.max())
        found[self.line.closed_left, 0] = 0.0
        found[self.line.closed_right, -1] = 0.0
        return found

    @cached_property
    def capacitance(self) -> Any:
        """(M + 1,) lambda^2 over distance at every face; all 0 is electroneutrality."""
        line = self.line
        if not line.permittivity.any():
            return np.zeros(line.cells + 1)
        strength = self.voltage / (FARADAY * self.concentration * self.length**2)
        return self._series(line.permittivity * VACUUM_PERMITTIVITY * strength)

    def _series(self, conductivity: Any) -> Any:
        """Conductances between the middles of neighbouring cells (and from the ends to the first and last)."""
        half = 0.5 * self.h / conductivity
        shape = (*half.shape[:-1], 1)
        nothing = np.zeros(shape)
        return 1.0 / (np.concatenate([half, nothing], -1) + np.concatenate([nothing, half], -1))

    def columns(self, y: Any) -> tuple[Any, Any]:
        """Concentrations (N, M + 2) and potentials (M + 2,): left end, cells, right end."""
        m, n = y.shape
        c, phi = np.empty((n - 1, m + 1)), np.empty(m + 1)
        c[:, 0], c[:, -1] = self._ends
        c[:, 1:-1] = y[:-1, :-1].T
        phi[0] = 0.0
        phi[1:] = y[:, -1]
        return c, phi

    @cached_property
    def _ends(self) -> tuple[Any, Any]:
        """(N,) concentrations at the left and at the right end."""
        return self.line.left / self.concentration, self.line.right / self.concentration

    def log_gamma(self, c: Any) -> Any:
        """(N, M + 2) logarithms of the activity coefficients."""
        if self.line.ln_gamma is None:
            return np.zeros_like(c)
        return np.asarray(self.line.ln_gamma(np.maximum(c, 0.0) * self.concentration), float)

    def drift(self, c: Any, phi: Any) -> Any:
        """(N, M + 1) drift over every face, z dphi + d ln gamma."""
        found = self.z * (phi[1:] - phi[:-1])
        if self.line.ln_gamma is not None:
            found += np.diff(self.log_gamma(c), axis=1)
        return found

    def fluxes(self, y: Any) -> Any:
        """(N, M + 1) fluxes to the right."""
        c, phi = self.columns(y)
        return fitted(self.conductance, self.drift(c, phi), c[:, :-1], c[:, 1:])

    def sources(self, c: Any) -> Any:
        """(N, M) what appears, by cell."""
        real = c[:, 1:-1] * self.concentration
        scale = self.time / self.concentration
        return scale * sum((one.rate(real) for one in self.line.sources), np.zeros_like(real))

    def store(self, y: Any) -> Any:
        """What is stored, (M + 1, N + 1)."""
        found = np.zeros_like(y)
        found[:-1, :-1] = y[:-1, :-1] * self.h[:, None]
        if self.moving:
            field = self.displacement(y)
            found[:-1, -1] = field[1:] - field[:-1]
        if self.end.current is not None:
            found[-1, -1] = self.displacement(y)[-1]
        return found

    def displacement(self, y: Any) -> Any:
        """(M + 1,) E at every face."""
        phi, found = y[:, -1], np.empty(len(y))
        found[0] = -self.capacitance[0] * phi[0]
        found[1:] = self.capacitance[1:] * (phi[:-1] - phi[1:])
        return found

    def unbalanced(self, y: Any) -> Any:
        """(M,) by how much Poisson's equation (or electroneutrality) fails in each cell, as a charge."""
        charge = y[:-1, :-1] @ self.line.charge + self.fixed
        return charge - np.diff(self.displacement(y)) / self.h

    def rate(self, y: Any, flux: Any = None) -> Any:
        """How fast what is stored changes, (M + 1, N + 1)."""
        flux = self.fluxes(y) if flux is None else flux
        found = np.zeros_like(y)
        found[:-1, :-1] = (flux[:, :-1] - flux[:, 1:]).T
        if self.line.sources:
            found[:-1, :-1] += (self.sources(self.columns(y)[0]) * self.h).T
        if self.moving:
            found[:-1, -1] = found[:-1, :-1] @ self.line.charge
        else:
            charge = y[:-1, :-1] @ self.line.charge + self.fixed
            found[:-1, -1] = charge * self.h - np.diff(self.displacement(y))
        found[-1, -1] = self._at_end(y, flux)
        return found

    def _at_end(self, y: Any, flux: Any) -> Any:
        if self.end.potential is not None:
            return self.end.potential / self.voltage - y[-1, -1]
        return self.imposed_current - (self.z[:, 0] * flux[:, -1]).sum()

    @cached_property
    def imposed_current(self) -> float:
        """The current imposed."""
        return (self.end.current or 0.0) / (FARADAY * self.flux)

    def matrix(self, y: Any, step: float | None) -> Blocks:
        """dq/dy - step df/dy; with no step -df/dy."""
        c, phi = self.columns(y)
        count, m = len(c), self.line.cells
        activity = self._activity_slope(c)
        part = fitted_with_slopes(self.conductance, self.drift(c, phi), c[:, :-1], c[:, 1:])
        to_left, to_right = self._face_blocks(part, activity, c.shape)  # (M + 1, N, N + 1), minus what f has
        scale = 1.0 if step is None else step
        lower, middle, upper = (np.zeros((m + 1, count + 1, count + 1)) for _ in range(3))
        # cell k: minus f = J at face k + 1 less J at face k; face k has cell k - 1 to its left and cell k to its right
        middle[:-1, :-1] = scale * (to_left[1:] - to_right[:-1])
        lower[1:-1, :-1] = -scale * to_left[1:-1]
        upper[:-2, :-1] = scale * to_right[1:-1]
        upper[-2, :-1, -1] = scale * to_right[-1, :, -1]
        if self.line.sources:
            real = c[:, 1:-1] * self.concentration
            slope = sum((one.slope(real) for one in self.line.sources), np.zeros((count, count, m)))
            middle[:-1, :-1, :-1] -= scale * self.time * np.moveaxis(slope * self.h, 2, 0)
        cap = self.capacitance
        weight = scale
        if self.moving:
            for block in (lower, middle, upper):
                block[:-1, -1] = np.einsum("i,kij->kj", self.line.charge, block[:-1, :-1])
            weight = 1.0
        else:
            middle[:-1, -1, :-1] = -scale * self.h[:, None] * self.line.charge
        middle[:-1, -1, -1] += weight * (cap[:-1] + cap[1:])
        lower[1:-1, -1, -1] -= weight * cap[1:-1]
        upper[:-1, -1, -1] -= weight * cap[1:]
        every = np.arange(count)
        middle[-1, every, every] = 1.0  # the last row has no cell: its concentrations stay what they are
        if self.end.potential is not None:
            middle[-1, -1, -1] = scale
        else:
            middle[-1, -1, -1] = scale * (self.line.charge * to_right[-1, :, -1]).sum()
            lower[-1, -1] = scale * self.line.charge @ to_left[-1]
        if step is not None:
            middle[:-1, every, every] += self.h[:, None]
            if self.end.current is not None:
                middle[-1, -1, -1] -= cap[-1]
                lower[-1, -1, -1] += cap[-1]
        return Blocks(lower, middle, upper)

    def _face_blocks(self, part: Fluxes, activity: Any, shape: tuple[int, ...]) -> tuple[Any, Any]:
        """Slopes of the fluxes through every face by the unknowns on its left and on its right, (M + 1, N, N + 1)."""
        count, every = shape[0], np.arange(shape[0])
        found = []
        for own, sign, side in ((part.by_left, -1.0, slice(None, -1)), (part.by_right, 1.0, slice(1, None))):
            block = np.zeros((shape[1] - 1, count, count + 1))
            block[:, every, every] = own.T
            block[:, :, -1] = sign * (part.by_drift * self.z).T
            if activity is not None:
                block[:, :, :-1] += sign * np.moveaxis(part.by_drift[:, None, :] * activity[:, :, side], 2, 0)
            found.append(block)
        return found[0], found[1]

    def _activity_slope(self, c: Any) -> Any:
        """(N, N, M + 2) slopes of ln gamma of the first carrier by the second's concentration, by differences."""
        if self.line.ln_gamma is None:
            return None
        slopes = []
        for k in range(len(c)):
            step = _DIFFERENCE * np.maximum(np.abs(c[k]), _DIFFERENCE)
            above, below = c.copy(), c.copy()
            above[k] += step
            below[k] = np.maximum(below[k] - step, 0.0)
            slopes.append((self.log_gamma(above) - self.log_gamma(below)) / (above[k] - below[k]))
        return np.stack(slopes, axis=1)

    def entropy_rate(self, y: Any, flux: Any) -> Any:
        """Entropy production of all fluxes, sum_faces J_i (mu_left - mu_right) / T, without unit (R times the flux's).

        Where a concentration is 0 the chemical potential is taken at 1e-30 of the largest concentration.
        """
        c, phi = self.columns(y)
        level = np.log(np.maximum(c, 1e-30)) + self.z * phi
        if self.line.ln_gamma is not None:
            level = level + self.log_gamma(c)
        return -(flux * np.diff(level, axis=1)).sum()
