"""What a junction between two solutions gives: its potential, its inside, each ion's part, and what to correct."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from .cited import Checked

if TYPE_CHECKING:
    from .junction_correction import Configuration, Correction
    from .plot_junction import JunctionPlots


@dataclass(frozen=True)
class Profile:
    """The inside of a junction.

    Attributes:
        place: x [m], or share of the thickness (0..1) where the potential does not depend on the thickness (M,).
        concentrations: c by ion and place [mol/m3] (N, M).
        potential: phi [V] (M,), 0 in solution A.
        width: [m], `None` where `place` is a share.
    """

    place: Any
    concentrations: Any
    potential: Any
    width: float | None = None

    @property
    def thickness(self) -> float:
        """What `place` ends at."""
        return 1.0 if self.width is None else self.width


@dataclass(frozen=True)
class Course:
    """A junction in time.

    Attributes:
        times: [s] (T,).
        potential: phi(B) - phi(A) [V] (T,).
        place: x [m] (M,).
        concentrations: c [mol/m3] (T, N, M).
        potentials: phi [V] (T, M), 0 in solution A.
        conservation: worst relative error of any ion's amount.
    """

    times: Any
    potential: Any
    place: Any
    concentrations: Any
    potentials: Any
    conservation: float


@dataclass(frozen=True)
class JunctionIon:
    """One ion of a junction.

    Attributes:
        name: of the ion. charge: z.
        diffusion: D [m2/s]. mobility: D relative to that of K+. known: how D is known ("table", "given", "estimate").
        a, b: free concentrations [mol/m3]. activity_a, activity_b: activities (1 mol/L is 1).
        contribution: what its diffusion adds to the potential [V].
        nernst: its equilibrium potential [V] with A inside and B outside; `None` where a side has none of it.
    """

    name: str
    charge: float
    diffusion: float
    mobility: float
    known: str
    a: float
    b: float
    activity_a: float
    activity_b: float
    contribution: float
    nernst: float | None

    def to_dict(self) -> dict[str, Any]:
        """The keys of `--json`."""
        return {
            "name": self.name,
            "charge": self.charge,
            "diffusion_m2_per_s": self.diffusion,
            "mobility_relative_to_K": self.mobility,
            "mobility_known": self.known,
            "a_mM": self.a,
            "b_mM": self.b,
            "activity_a": self.activity_a,
            "activity_b": self.activity_b,
            "contribution_mV": 1e3 * self.contribution,
            "nernst_mV": None if self.nernst is None else 1e3 * self.nernst,
        }


@dataclass(frozen=True)
class SideSummary:
    """One of the two solutions.

    Attributes:
        name: what it is called.
        ionic_strength: [mol/m3], of the ions of the junction.
        osmolarity: [mol/m3] of osmoles, `None` where only ions are given. ph: `None` likewise.
    """

    name: str
    ionic_strength: float
    osmolarity: float | None = None
    ph: float | None = None

    def to_dict(self) -> dict[str, Any]:
        """The keys of `--json`."""
        return {
            "name": self.name,
            "ionic_strength_mM": self.ionic_strength,
            "osmolarity_mOsm": self.osmolarity,
            "pH": self.ph,
        }


@dataclass(frozen=True)
class Junction(Checked):
    """The junction between solutions A and B (a pipette and its bath).

    Attributes:
        potential: phi(B) - phi(A) [V].
        method: its name. activity: name of the activity model. temperature: [K].
        a, b: the solutions.
        ions: each ion.
        profile: the inside, from A to B.
        comparison: other methods' potentials [V] by name, all ideal.
        status: "ok", or why not. error: numerical error [V], `None` for closed forms and exact solutions.
        course: in time, where the method follows it.
        notes: what was assumed. warnings: what to mind.
        references: keys of the papers that it rests on. provenance: version and settings.
    """

    potential: float
    method: str
    activity: str
    temperature: float
    a: SideSummary
    b: SideSummary
    ions: tuple[JunctionIon, ...]
    profile: Profile
    comparison: Mapping[str, float]
    status: str = "ok"
    error: float | None = None
    course: Course | None = None
    notes: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()
    references: tuple[str, ...] = ()
    provenance: Mapping[str, Any] = field(default_factory=lambda: MappingProxyType({}))

    @property
    def plot(self) -> "JunctionPlots":
        """Its figures: `.plot.profile("junction.png")`."""
        from .plot_junction import JunctionPlots

        return JunctionPlots(self)

    def correction(
        self,
        configuration: "str | Configuration",
        reading: float | str,
        *,
        cell: float | str | None = None,
        inside: "Junction | None" = None,
    ) -> "Correction":
        """What the membrane's potential is when the amplifier, zeroed in the bath, reads something else.

        Args:
            configuration: "whole-cell", "cell-attached", "inside-out", "outside-out", "sharp", or an object.
            reading: of the amplifier [V], or text such as "-65 mV".
            cell: potential of the whole cell [V], for a patch that is still on it ("cell-attached").
            inside: the junction between the pipette and the cytosol, where it lasts ("sharp").

        Raises:
            InputError: an unknown configuration, or what it needs is missing.

        Source: Barry & Lynch 1991 (barry_lynch_1991); Neher 1992 (neher_1992).
        """
        from .junction_correction import corrected

        return corrected(self, configuration, reading, cell, inside)

    def to_dict(self) -> dict[str, Any]:
        """The keys of the command line's `--json`."""
        names = [one.name for one in self.ions]
        found: dict[str, Any] = {
            "verb": "junction",
            "status": self.status,
            "potential_mV": 1e3 * self.potential,
            "method": self.method,
            "activity_model": self.activity,
            "temperature_K": self.temperature,
            "error_mV": None if self.error is None else 1e3 * self.error,
            "comparison_mV": {name: 1e3 * value for name, value in self.comparison.items()},
            "a": self.a.to_dict(),
            "b": self.b.to_dict(),
            "ions": [one.to_dict() for one in self.ions],
            "profile": {
                "place": self.profile.place.tolist(),
                "place_unit": "share of the thickness" if self.profile.width is None else "m",
                "potential_mV": (1e3 * self.profile.potential).tolist(),
                "concentrations_mM": dict(zip(names, self.profile.concentrations.tolist(), strict=True)),
            },
        }
        if self.course is not None:
            found["course"] = {
                "time_s": self.course.times.tolist(),
                "potential_mV": (1e3 * self.course.potential).tolist(),
                "conservation_relative": self.course.conservation,
            }
        return {
            **found,
            "notes": list(self.notes),
            "warnings": list(self.warnings),
            "references": list(self.references),
            "provenance": dict(self.provenance),
        }

    def __str__(self) -> str:
        from .junction_table import lines

        return "\n".join(lines(self))
