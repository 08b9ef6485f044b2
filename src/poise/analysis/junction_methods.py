"""How a junction potential is found: Henderson, Planck, stationary Nernst-Planck, Nernst-Planck-Poisson in time."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, ClassVar, Final

import numpy as np

from ..errors import InputError, UnknownNameError, did_you_mean
from ..formulas.henderson import henderson_potential, henderson_profile
from ..formulas.nernst_planck import stationary_profile
from ..formulas.planck import planck_potential, planck_profile
from ..results.junction_result import Course, Profile
from .junction_profiles import ended, places, refined, work_along
from .junction_setting import Found, JunctionMethod, Setting

_PANELS: Final = (256, 512)  # for the work against activity coefficients, extrapolated from both


@dataclass(frozen=True)
class Henderson:
    """Concentrations mix linearly. With activities the work against the coefficients is added along the same mixing.

    phi_R - phi_L = -(R T / F) integral of sum (t_k / z_k) d ln a_k,  t_k = z_k^2 u_k c_k / sum z^2 u c

    Source: Henderson 1907 (henderson_1907); Barry & Lynch 1991 (barry_lynch_1991).
    """

    name: ClassVar[str] = "henderson"
    references: ClassVar[tuple[str, ...]] = ("henderson_1907", "barry_lynch_1991")

    def find(self, setting: Setting) -> Found:
        """See `JunctionMethod`."""
        place = places(setting)
        c, phi = henderson_profile(*setting.columns, place)
        ideal = float(henderson_potential(*setting.columns))
        if setting.ideal:
            return Found(ideal, Profile(place, np.array(c), np.asarray(phi)))
        coarse, fine = (_work(setting, count) for count in _PANELS)
        extra = (4.0 * fine - coarse) / 3.0
        along = np.interp(place, *work_along(setting, _PANELS[1]))
        return Found(ideal + extra, Profile(place, np.array(c), phi + along), error=abs(extra - fine))


@dataclass(frozen=True)
class Planck:
    """A stationary layer of monovalent ions, in closed form.

    Source: Planck 1890 (planck_1890).
    """

    name: ClassVar[str] = "planck"
    references: ClassVar[tuple[str, ...]] = ("planck_1890",)

    def find(self, setting: Setting) -> Found:
        """See `JunctionMethod`; only monovalent ions, only ideal."""
        other = [one.name for one in setting.species if abs(one.charge) != 1]
        if other:
            raise InputError(
                f"Planck's equation is for ions of charge +1 and -1, and here {'is' if len(other) == 1 else 'are'}"
                f" {', '.join(other)}; take method 'nernst-planck', which is its generalisation, or 'henderson'"
            )
        if not setting.ideal:
            raise InputError(
                "Planck's equation is for ideal solutions; with activities take method 'nernst-planck' or 'henderson'"
            )
        place = places(setting)
        c, phi = planck_profile(*setting.columns, place)
        return Found(float(planck_potential(*setting.columns)), Profile(place, np.array(c), np.asarray(phi)))


@dataclass(frozen=True)
class NernstPlanck:
    """A stationary, electroneutral layer without current: exact for ideal solutions of any ions.

    With activities the difference that they make is computed on a grid of cells, with and without them, and added to
    the exact ideal potential, so that errors of the grid nearly cancel.

    Args:
        cells: of the coarser of two grids, used with activities only.

    Source: Planck 1890 (planck_1890), for any valence Schlogl 1954 (schlogl_1954).
    """

    cells: int = 200
    name: ClassVar[str] = "nernst-planck"
    references: ClassVar[tuple[str, ...]] = ("planck_1890", "schlogl_1954")

    def find(self, setting: Setting) -> Found:
        """See `JunctionMethod`."""
        layer = stationary_profile(*setting.columns)
        ideal = float(layer.potential[-1])
        if not np.isfinite(ideal):
            blank = Profile(np.asarray(layer.position), np.asarray(layer.concentrations), np.asarray(layer.potential))
            return Found(ideal, blank, "not_converged")
        if setting.ideal:
            return Found(ideal, refined(layer, ideal))
        from ..system.continuum import junction_stationary

        with_them = junction_stationary(*setting.columns, ln_gamma=setting.ln_gamma, cells=self.cells)
        without = junction_stationary(*setting.columns, cells=self.cells)
        status = next((one.status.name for one in (with_them, without) if not one.ok), "ok")
        difference = float(with_them.potential) - float(without.potential)
        error = float(np.hypot(with_them.error, without.error))
        profile = ended(setting, with_them.x, with_them.c, with_them.phi, float(with_them.potential), 1.0)
        return Found(ideal + difference, profile, status, error)


@dataclass(frozen=True)
class NernstPlanckPoisson:
    """Two solutions that touch at t = 0 in the middle of a line between two reservoirs, with space charge, in time.

    Args:
        width: of the line [m].
        until: how long [s]; `None` for ten times the slowest ion's time across the line, where it is stationary.
        cells: of the line, a multiple of 4; the potential is extrapolated from so many and half as many.
        times: how many instants are kept.

    Source: Planck 1890 (planck_1890).
    """

    width: float = 1e-4
    until: float | None = None
    cells: int = 200
    times: int = 61
    name: ClassVar[str] = "nernst-planck-poisson"
    references: ClassVar[tuple[str, ...]] = ("planck_1890",)

    def __post_init__(self) -> None:
        if not 1e-8 <= self.width <= 1.0:
            raise InputError(f"the width of a junction is 10 nm to 1 m; {self.width:g} m is not")
        if self.until is not None and not self.until > 0.0:
            raise InputError(f"until: {self.until:g} s is not more than 0")
        if self.cells < 8 or self.cells % 4:
            raise InputError(f"cells: {self.cells} is not a multiple of 4, at least 8")
        if self.times < 2:
            raise InputError(f"times: {self.times} instants are too few; at least 2")

    def find(self, setting: Setting) -> Found:
        """See `JunctionMethod`."""
        from ..system.continuum import junction_in_time

        slowest = self.width**2 / float(np.min(setting.diffusion))
        until = 10.0 * slowest if self.until is None else self.until
        first = min(1e-6 * slowest, 1e-3 * until)
        times = np.concatenate([[0.0], np.geomspace(first, until, self.times - 1)])
        found = junction_in_time(
            *setting.columns,
            width=self.width,
            times=tuple(times),
            ln_gamma=None if setting.ideal else setting.ln_gamma,
            cells=self.cells,
        )
        end = float(np.asarray(found.potential)[-1])
        course = Course(
            np.asarray(found.times),
            np.asarray(found.potential),
            np.asarray(found.x),
            np.asarray(found.c),
            np.asarray(found.phi),
            float(np.max(found.conservation)),
        )
        inside = ended(setting, course.place, course.concentrations[-1], course.potentials[-1], end, self.width)
        profile = Profile(inside.place, inside.concentrations, inside.potential, self.width)
        note = f"{course.times[-1]:.4g} s after the solutions touched, in a line of {1e6 * self.width:.4g} um"
        status = "ok" if found.ok else found.status.name
        return Found(end, profile, status, float(np.asarray(found.error)[-1]), course, (note,))


METHODS: Final[Mapping[str, type[Any]]] = MappingProxyType(
    {one.name: one for one in (Henderson, Planck, NernstPlanck, NernstPlanckPoisson)}
)
"""The methods by name."""


def junction_method(name: "str | JunctionMethod") -> JunctionMethod:
    """The method of that name with its default settings, or the object itself.

    Raises:
        UnknownNameError: no such method; the text names the ones there are.
    """
    if not isinstance(name, str):
        return name
    found = METHODS.get(name.strip().casefold().replace("_", "-"))
    if found is None:
        raise UnknownNameError(f"no method '{name}' for a junction; {did_you_mean(name, METHODS)}")
    return found()


def _work(setting: Setting, panels: int) -> float:
    return float(work_along(setting, panels)[1][-1])
