"""What a method for junctions is given, what it finds, and what it promises."""

from dataclasses import dataclass
from typing import Any, ClassVar, Protocol, runtime_checkable

import numpy as np

from ..chemistry.activity import ActivityModel
from ..chemistry.species import Species
from ..results.junction_result import Course, Profile


@dataclass(frozen=True)
class Setting:
    """What a method is given; arrays have one number for each ion.

    Attributes:
        species: the ions. charge: z. diffusion: D [m2/s]. left, right: c [mol/m3], neutral.
        temperature: [K]. activity: the activity model.
    """

    species: tuple[Species, ...]
    charge: Any
    diffusion: Any
    left: Any
    right: Any
    temperature: float
    activity: ActivityModel

    @property
    def ideal(self) -> bool:
        """Whether activities are concentrations."""
        return not self.activity.references

    @property
    def columns(self) -> tuple[Any, Any, Any, Any, float]:
        """Charge, diffusion, left, right, temperature, as the formulas want them."""
        return self.charge, self.diffusion, self.left, self.right, self.temperature

    def ln_gamma(self, concentrations: Any) -> Any:
        """ln of the activity coefficients (N, M) at concentrations (N, M)."""
        rows = self.activity.coefficients(self.species, list(concentrations), self.temperature)
        return np.log(np.array([np.broadcast_to(np.asarray(row, float), concentrations[0].shape) for row in rows]))


@dataclass(frozen=True)
class Found:
    """What a method finds.

    Attributes:
        potential: phi(right) - phi(left) [V].
        profile: within the junction, from left to right.
        status: "ok", or why not.
        error: estimate of the numerical error [V], `None` for closed forms.
        course: in time, for methods that follow it.
        notes: what the reader should know.
    """

    potential: float
    profile: Profile
    status: str = "ok"
    error: float | None = None
    course: Course | None = None
    notes: tuple[str, ...] = ()


@runtime_checkable
class JunctionMethod(Protocol):
    """A way to find a junction potential."""

    name: ClassVar[str]
    references: ClassVar[tuple[str, ...]]

    def find(self, setting: Setting) -> Found:
        """The potential and the profile; raises InputError where the method does not hold."""
        ...


def reversed_found(found: Found) -> Found:
    """The same junction seen from the other side."""
    profile, course = found.profile, found.course
    turned = Profile(
        profile.thickness - profile.place[::-1],
        profile.concentrations[:, ::-1],
        profile.potential[::-1] - profile.potential[-1],
        profile.width,
    )
    if course is not None:
        course = Course(
            course.times,
            -course.potential,
            turned.place,
            course.concentrations[:, :, ::-1],
            course.potentials[:, ::-1] - course.potentials[:, -1:],
            course.conservation,
        )
    return Found(-found.potential, turned, found.status, found.error, course, found.notes)
