"""Activity models: how far an ion's activity falls below its concentration. A choice is an object."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, ClassVar, Protocol, runtime_checkable

from ..constants import STANDARD_CONCENTRATION
from ..errors import InputError, UnknownNameError, did_you_mean
from ..formulas.activity import log10_gamma_davies, log10_gamma_debye_hueckel
from ..formulas.debye import (
    debye_hueckel_a,
    debye_hueckel_b,
    ionic_strength,
    water_density,
    water_permittivity,
)
from ..formulas.namespace import namespace
from .species import Species

_TOTALS = ("ATP", "ADP", "Pi")  # all protonated and Mg forms together: their dG'0 (atp.py) is at an ionic strength
_FLOOR = 1.0e-18  # mol/kg; in pure water sqrt(I) has no slope, below this gamma is 1 to 1e-9

# Kielland 1937, table I: effective diameter of the hydrated ion in picometres. Where he gives a range, its middle.
_KIELLAND = {
    250: "Rb+ Cs+ NH4+ Tl+ Ag+",
    300: "K+ Cl- Br- I- CN- NO2- NO3-",
    350: "OH- F- SCN- OCN- HS- ClO3- ClO4- BrO3- IO4- MnO4- formate- methylammonium+ dimethylammonium+",
    400: "Hg22+ SO42- S2O32- S2O82- CrO42- Pi PO43- Fe(CN)63- trimethylammonium+ ethylammonium+",
    425: "Na+ ClO2- IO3- HCO3- H2PO4- HSO3- H2AsO4-",
    450: "Pb2+ CO32- SO32- MoO42- TMA+ diethylammonium+ acetate- oxalate2-",
    500: "Sr2+ Ba2+ Ra2+ Cd2+ Hg2+ S2- S2O42- WO42- Fe(CN)64- triethylammonium+ citrate3- succinate2- tartrate2-",
    600: "Li+ Ca2+ Cu2+ Zn2+ Sn2+ Mn2+ Fe2+ Ni2+ Co2+ TEA+ benzoate- salicylate-",
    800: "Mg2+ Be2+ TPrA+",
    900: "H+ H3O+ Al3+ Fe3+ Cr3+ Sc3+ Y3+ La3+ Ce3+ Nd3+ Sm3+",
    1100: "Ce4+ Sn4+",
}
KIELLAND: Mapping[str, float] = MappingProxyType(
    {name: size * 1.0e-12 for size, names in _KIELLAND.items() for name in names.split()}
)
"""Ion sizes [m] by species name (Kielland 1937, table I)."""


@runtime_checkable
class ActivityModel(Protocol):
    """What the rest of Poise asks of an activity model."""

    references: ClassVar[tuple[str, ...]]  # keys into references.bib

    def coefficients(self, species: Sequence[Species], concentrations: Sequence[Any], temperature: Any) -> list[Any]:
        """Activity coefficients, one for each species.

        a = gamma c / c0,  c0 = 1 mol/L

        Args:
            species: the solution's species; those that are not dissolved (gases, solids, water, electrons) get 1 and
                do not count for the ionic strength.
            concentrations: c of each species [mol/m3], all of broadcastable shapes.
            temperature: T [K].

        Returns:
            gamma by species, dimensionless. The models give it on the molal scale for molal ionic strength; here 1
            mol/L is taken for 1 mol/kg, which in water errs by less than 0.5 % in I (0.1 % in gamma) below 0.15 mol/L
            and by about 2 % in I at 1 mol/L of NaCl.

        Raises:
            InputError: not as many concentrations as species.
        """
        ...

    def valid(self, strength: Any) -> str:
        """What to warn of at an ionic strength I [mol/m3]; empty where the model holds."""
        ...


@dataclass(frozen=True)
class Ideal:
    """Every activity is the concentration.

    gamma = 1

    Valid: the limit of infinite dilution; at 0.15 mol/L a monovalent ion's true coefficient is near 0.75.
    """

    references: ClassVar[tuple[str, ...]] = ()

    def coefficients(self, species: Sequence[Species], concentrations: Sequence[Any], temperature: Any) -> list[Any]:
        """1 for every species, in its shape."""
        _same_length(species, concentrations)
        xp = namespace(*concentrations)
        return [xp.ones_like(concentration) for concentration in concentrations]

    def valid(self, strength: Any) -> str:
        """Never warns: who chooses it knows that it is a limit."""
        return ""


@dataclass(frozen=True)
class DebyeHueckel:
    """Debye and Hueckel's law with the size of each ion.

    log10 gamma = -A z^2 sqrt(I) / (1 + B d sqrt(I)); gamma = 1 for neutral species

    Args:
        sizes: d by species name, as (name, metres), before Kielland's table.
        default_size: d [m] of ions in neither; 0.45 nm makes B d = 1.5, the Bates-Guggenheim convention.

    Source: Debye & Hueckel 1923 (debye_huckel_1923); sizes Kielland 1937, table I (kielland_1937).
    Valid: I up to 0.1 mol/L.
    """

    sizes: tuple[tuple[str, float], ...] = ()
    default_size: float = 4.5e-10

    references: ClassVar[tuple[str, ...]] = ("debye_huckel_1923", "kielland_1937")
    limit: ClassVar[float] = 100.0  # mol/m3

    def __post_init__(self) -> None:
        for name, size in (*self.sizes, ("default_size", self.default_size)):
            if not 0.0 <= size < 1.0e-8:
                raise InputError(f"ion size of '{name}' is {size:g} m; sizes are metres, about 3e-10 to 11e-10")

    def size(self, species: Species) -> float:
        """The ion's size d [m]."""
        return dict(self.sizes).get(species.name, KIELLAND.get(species.name, self.default_size))

    def coefficients(self, species: Sequence[Species], concentrations: Sequence[Any], temperature: Any) -> list[Any]:
        """Activity coefficients by species (see `ActivityModel`)."""
        strength, a, b = _solution(species, concentrations, temperature)
        return _powers(
            species,
            strength,
            lambda one: log10_gamma_debye_hueckel(one.charge, strength, a, b, self.size(one)),
        )

    def valid(self, strength: Any) -> str:
        """What to warn of at an ionic strength I [mol/m3]; empty up to 0.1 mol/L."""
        return _warn("the Debye-Hueckel law", self.limit, strength)


@dataclass(frozen=True)
class Davies:
    """Davies's law: one curve for all ions of one charge.

    log10 gamma = -A z^2 (sqrt(I) / (1 + sqrt(I)) - b I); gamma = 1 for neutral species

    Args:
        b: 0.3 [kg/mol] (Davies 1962; 0.2 in Davies 1938).

    Source: Davies 1962, ch. 3 (davies_1962).
    Valid: I up to 0.5 mol/L, within 2 to 3 % at 0.1 mol/L for most 1:1 and 2:1 salts.
    """

    b: float = 0.3

    references: ClassVar[tuple[str, ...]] = ("davies_1962",)
    limit: ClassVar[float] = 500.0  # mol/m3

    def coefficients(self, species: Sequence[Species], concentrations: Sequence[Any], temperature: Any) -> list[Any]:
        """Activity coefficients by species (see `ActivityModel`)."""
        strength, a, _ = _solution(species, concentrations, temperature)
        return _powers(species, strength, lambda one: log10_gamma_davies(one.charge, strength, a, self.b))

    def valid(self, strength: Any) -> str:
        """What to warn of at an ionic strength I [mol/m3]; empty up to 0.5 mol/L."""
        return _warn("Davies's law", self.limit, strength)


ACTIVITY_MODELS: Mapping[str, ActivityModel] = MappingProxyType(
    {"ideal": Ideal(), "debye_hueckel": DebyeHueckel(), "davies": Davies()}
)
"""The activity models by the name that a model file uses, each with its default settings."""


def activity_model(name: str | ActivityModel) -> ActivityModel:
    """The activity model of that name, or the object itself.

    Raises:
        UnknownNameError: no such model; the text names the ones there are.
    """
    if not isinstance(name, str):
        return name
    found = ACTIVITY_MODELS.get(name.strip().casefold())
    if found is None:
        near = did_you_mean(name, ACTIVITY_MODELS)
        near = near if near.startswith("known") or not near else f"{near} known: {', '.join(sorted(ACTIVITY_MODELS))}"
        raise UnknownNameError(f"no activity model '{name}'; {near}")
    return found


def solution_strength(species: Sequence[Species], concentrations: Sequence[Any]) -> Any:
    """Ionic strength of what is dissolved.

    I = sum_k c_k z_k^2 / 2, over aqueous species

    Args:
        species: the solution's species.
        concentrations: c of each species [mol/m3], all of broadcastable shapes.

    Returns: I [mol/m3].

    Raises:
        InputError: not as many concentrations as species.
    """
    _same_length(species, concentrations)
    ions = [(c, one.charge) for one, c in zip(species, concentrations, strict=True) if _is_ion(one)]
    if not ions:
        return 0.0
    return ionic_strength([c for c, _ in ions], [z for _, z in ions])


def _is_ion(one: Species) -> bool:
    return one.phase == "aqueous" and one.charge != 0


def _has_coefficient(one: Species) -> bool:
    """Whether the law gives an ion a coefficient: not to totals over many forms, whose energies hold theirs already."""
    return _is_ion(one) and one.name not in _TOTALS


def _same_length(species: Sequence[Species], concentrations: Sequence[Any]) -> None:
    if len(species) != len(concentrations):
        raise InputError(f"{len(species)} species but {len(concentrations)} concentrations")


def _solution(species: Sequence[Species], concentrations: Sequence[Any], temperature: Any) -> tuple[Any, Any, Any]:
    """Molal ionic strength [mol/kg] and water's A and B."""
    molar = solution_strength(species, concentrations) / STANDARD_CONCENTRATION
    strength = namespace(molar).maximum(molar, _FLOOR)
    permittivity, density = water_permittivity(temperature), water_density(temperature)
    return (
        strength,
        debye_hueckel_a(temperature, permittivity, density),
        debye_hueckel_b(temperature, permittivity, density),
    )


def _powers(species: Sequence[Species], strength: Any, log10_gamma: Any) -> list[Any]:
    """10 to the power of the law's value for the ions, 1 for the rest."""
    xp = namespace(strength)
    return [10.0 ** log10_gamma(one) if _has_coefficient(one) else xp.ones_like(strength) for one in species]


def _warn(what: str, limit: float, strength: Any) -> str:
    highest = float(strength.max() if hasattr(strength, "max") else strength)
    if highest <= limit:
        return ""
    return f"{what} holds up to {limit / 1e3:g} mol/L of ionic strength; here it is {highest / 1e3:.3g} mol/L"
