"""A p-n junction as a line of the continuum: electrons and holes are its carriers, doping its fixed charge."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final, Protocol, runtime_checkable

import numpy as np

from ..constants import AVOGADRO
from ..errors import InputError
from ..formulas.thermal import thermal_voltage
from ..system.continuum import ImposedPotential, Line, Profile, grid, stationary
from ..system.continuum.grid import along
from ..system.continuum.sources import Generation, PairRecombination
from .semiconductor import SILICON, Semiconductor, moles

ELECTRON, HOLE = 0, 1
_CHARGE: Final = np.array([-1.0, 1.0])
_SMALLEST, _AT_CONTACT = 5e-10, 2e-9  # m: the smallest cells, below any Debye length
_STEP: Final = 0.1  # V: the furthest a potential goes from one solved state to the next


@runtime_checkable
class Light(Protocol):
    """What makes pairs in a junction."""

    def pairs(self, faces: Any) -> Any:
        """(M,) pairs made in each cell, the cell's mean [1/(m3 s)]; the first face is the p contact."""
        ...


@dataclass(frozen=True)
class UniformLight:
    """Light that makes the same number of pairs everywhere.

    Attributes:
        rate: [1/(m3 s)].
    """

    rate: float

    def pairs(self, faces: Any) -> Any:
        """See `Light`."""
        return np.full(len(faces) - 1, self.rate)


@dataclass(frozen=True)
class AbsorbedLight:
    """Light of one colour that comes in through the n side and dies out on its way, one pair for each photon.

    G = N alpha exp(-alpha x)

    Attributes:
        photons: N [1/(m2 s)].
        absorption: alpha [1/m].

    Source: Beer 1852 (beer_1852).
    """

    photons: float
    absorption: float

    def pairs(self, faces: Any) -> Any:
        """See `Light`."""
        depth = faces[-1] - faces
        passed = np.exp(-self.absorption * depth)
        share = -passed[:-1] * np.expm1(-self.absorption * np.diff(faces)) * np.exp(self.absorption * np.diff(faces))
        return self.photons * share / np.diff(faces)


@dataclass(frozen=True)
class PnLine:
    """A p-n junction between two ohmic contacts: the p side on the left, the n side on the right.

    Attributes:
        acceptors, donors: doping of the p and of the n side [1/m3].
        p_width, n_width: [m].
        material: at its temperature.
        light: or None.
        cells: on each side.
    """

    acceptors: float
    donors: float
    p_width: float
    n_width: float
    material: Semiconductor = SILICON
    light: Light | None = None
    cells: int = 150

    def __post_init__(self) -> None:
        for name in ("acceptors", "donors", "p_width", "n_width"):
            value = getattr(self, name)
            if not 0 < value < np.inf:
                raise InputError(f"{name} is {value:g}; it must be a positive number")
        for name, value in (("acceptors", self.acceptors), ("donors", self.donors)):
            most = min(self.material.states_electrons, self.material.states_holes)
            if value > most:
                raise InputError(
                    f"{name}: {value / 1e6:.3g} 1/cm3 is more than the {most / 1e6:.3g} 1/cm3 up to which carriers are"
                    f" dilute in {self.material.name}; give less"
                )
        if self.cells < 20:
            raise InputError(f"{self.cells} cells: give 20 or more for each side")

    @property
    def voltage(self) -> float:
        """RT/F [V]."""
        return float(thermal_voltage(self.material.measured))

    @property
    def built_in(self) -> float:
        """Potential of the n contact above the p contact at equilibrium, by the contacts' neutrality [V]."""
        own = 2.0 * self.material.intrinsic
        return self.voltage * float(np.arcsinh(self.donors / own) + np.arcsinh(self.acceptors / own))

    @cached_property
    def line(self) -> Line:
        """The line, on a grid that follows the potential of equilibrium, fine at the junction and the contacts."""
        return self._on(self._faces, self.light)

    @cached_property
    def _faces(self) -> Any:
        first = self._on(np.concatenate([-self._side(self.p_width)[:0:-1], self._side(self.n_width)]), None)
        state = stationary(first, ImposedPotential(self.built_in), self._first_guess(first))
        if not state.ok:
            return first.faces
        potential = state.y[:, -1]
        at_faces = np.concatenate([[0.0], 0.5 * (potential[:-2] + potential[1:-1]), potential[-1:]])
        count = self.cells
        p = along(first.faces[: count + 1], at_faces[: count + 1] + _spacing(first.faces[: count + 1]), count)
        n = along(first.faces[count:], at_faces[count:] + _spacing(first.faces[count:]), count)
        return np.concatenate([p[:-1], n])

    def _side(self, width: float) -> Any:
        """(cells + 1,) faces of one side, from the junction on."""
        return grid.fine_at_both_ends(width, self.cells, _SMALLEST, _AT_CONTACT)

    @cached_property
    def _dark(self) -> Profile:
        """Equilibrium: no light, no voltage."""
        line = self._on(self._faces, None)
        return stationary(line, ImposedPotential(self.built_in), self._first_guess(line))

    def _on(self, faces: Any, light: Light | None) -> Line:
        """The line on a given grid."""
        material = self.material
        own = float(moles(material.intrinsic))
        left, right = (_neutral(material.intrinsic, doping) for doping in (-self.acceptors, self.donors))
        doping = np.repeat([-self.acceptors, self.donors], self.cells)
        sources: list[Any] = [
            PairRecombination(
                ELECTRON, HOLE, own, material.lifetime_electrons, material.lifetime_holes, material.radiative * AVOGADRO
            )
        ]
        if light is not None:
            sources.append(Generation(np.tile(moles(light.pairs(faces)), (2, 1))))
        return Line(
            faces, _CHARGE, material.diffusion(), left, right, material.measured, material.permittivity,
            moles(doping), sources=tuple(sources),
        )  # fmt: skip

    @property
    def recombination(self) -> PairRecombination:
        """The recombination of pairs."""
        return self.line.sources[0]  # type: ignore[return-value]

    def at(self, applied: float, near: "tuple[float, Profile] | None" = None) -> Profile:
        """The stationary state with a voltage applied (p above n), reached in steps from a state nearby.

        Args:
            applied: V [V]; > 0 is forward.
            near: a voltage and its state, from which to go on; None starts from equilibrium.
        """
        volts, state = near if near is not None else (0.0, None)
        if state is None:
            state = self._dark
            if self.light is not None and state.ok:
                state = stationary(self.line, ImposedPotential(self.built_in), state.y)
        pieces = max(1, int(np.ceil(abs(applied - volts) / _STEP)))
        for k in range(1, pieces + 1):
            if applied == volts or not state.ok:
                break
            here = volts + (applied - volts) * k / pieces
            state = stationary(self.line, ImposedPotential(self.built_in - here), state.y)
        return state

    def _first_guess(self, line: Line) -> Any:
        """Neutral everywhere, with the step in between."""
        shift = np.arcsinh(line.fixed / (2.0 * float(moles(self.material.intrinsic))))
        own = float(moles(self.material.intrinsic))
        y = np.zeros((line.cells + 1, 3))
        unit = max(line.left.max(), line.right.max(), np.abs(line.fixed).max())
        y[:-1, ELECTRON], y[:-1, HOLE] = own * np.exp(shift) / unit, own * np.exp(-shift) / unit
        y[:-1, -1] = shift - shift[0]
        y[-1, -1] = shift[-1] - shift[0]
        return y


def _spacing(faces: Any) -> Any:
    """(K,) a quantity that grows evenly along cells which are fine at both ends of a side."""
    x, width = faces - faces[0], faces[-1] - faces[0]
    near = _SMALLEST * len(faces)
    return np.log((x + near) / (width - x + near))


def _neutral(intrinsic: float, doping: float) -> Any:
    """(2,) electrons and holes [mol/m3] where their charge and the doping's cancel and n p = n_i^2."""
    more = 0.5 * (abs(doping) + float(np.hypot(doping, 2.0 * intrinsic)))
    less = intrinsic * (intrinsic / more)
    return moles([more, less] if doping > 0 else [less, more])
