"""Debye and Hueckel's law with the size of each ion (Kielland's table)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, ClassVar

from ...errors import InputError
from ...formulas.activity import log10_gamma_debye_hueckel, osmotic_debye_hueckel
from ..species import Species
from .protocol import FromMolal, beyond, debye_hueckel_of, is_dissolved, powers

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


@dataclass(frozen=True)
class DebyeHueckel(FromMolal):
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

    def molal_coefficients(self, species: Sequence[Species], molalities: Sequence[Any], temperature: Any) -> list[Any]:
        """Molal activity coefficients by species (see `ActivityModel`)."""
        strength, a, b = debye_hueckel_of(species, molalities, temperature)
        return powers(
            species,
            strength,
            lambda one: log10_gamma_debye_hueckel(one.charge, strength, a, b, self.size(one)),
        )

    def molal_osmotic(self, species: Sequence[Species], molalities: Sequence[Any], temperature: Any) -> Any:
        """Osmotic coefficient (see `osmotic_debye_hueckel`)."""
        strength, a, b = debye_hueckel_of(species, molalities, temperature)
        solutes = [(one, m) for one, m in zip(species, molalities, strict=True) if is_dissolved(one)]
        return osmotic_debye_hueckel(
            [m for _, m in solutes],
            [one.charge for one, _ in solutes],
            strength,
            a,
            b,
            [self.size(one) for one, _ in solutes],
        )

    def valid(self, species: Sequence[Species], concentrations: Sequence[Any], temperature: Any) -> str:
        """What to warn of; empty up to an ionic strength of 0.1 mol/L."""
        return beyond("the Debye-Hueckel law", self.limit, species, concentrations)
