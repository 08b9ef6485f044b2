"""The table behind Pourbaix diagrams: free energies of a metal, its ions and its oxides in water."""

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from types import MappingProxyType

from ..constants import FARADAY, STANDARD_TEMPERATURE
from ..errors import InputError, did_you_mean


@dataclass(frozen=True)
class Form:
    """One form of a metal in water.

    Attributes:
        name: "Fe2+", "Fe3O4".
        dissolved: whether its activity counts; a solid's is 1.
        metal, oxygen, hydrogen: atoms in its formula.
        charge: signed charge number.
        free_energy: standard Gibbs energy of formation at 25 degC [J/mol].
        entropy: standard entropy [J/(mol K)], of H+ 0.
        solids: "oxides" or "hydroxides", or "both".
        kind: "immunity", "corrosion" or "passivity": what the metal does where this form is the stable one.
        source: where the numbers come from.
    """

    name: str
    dissolved: bool
    metal: int
    oxygen: int
    hydrogen: int
    charge: int
    free_energy: float
    entropy: float
    solids: str
    kind: str
    source: str

    @property
    def protons(self) -> int:
        """h of a M + b H2O = form + h H+ + n e-."""
        return 2 * self.oxygen - self.hydrogen

    @property
    def electrons(self) -> int:
        """n of a M + b H2O = form + h H+ + n e-."""
        return self.charge + self.protons

    def formation(self, temperature: float) -> float:
        """dG/F of a M + b H2O = form + h H+ + n e- [V], n e- as n/2 H2 less n H+.

        dG(T) = dG - dS (T - 298.15 K)

        Args:
            temperature: T [K].
        """
        element = next(one for one in _rows()[self._element] if not one.oxygen and not one.charge)
        water, gas = (next(one for one in _rows()["water"] if one.name == name) for name in ("H2O", "H2"))
        energy = self.free_energy - self.oxygen * water.free_energy - self.metal * element.free_energy
        entropy = self.entropy - self.oxygen * water.entropy - self.metal * element.entropy
        entropy += 0.5 * self.electrons * gas.entropy
        return (energy - entropy * (temperature - STANDARD_TEMPERATURE)) / FARADAY

    @property
    def _element(self) -> str:
        return next(element for element, rows in _rows().items() if self in rows)


def forms(element: str, solids: str = "oxides") -> tuple[Form, ...]:
    """The forms of an element ("Fe", "Zn") with one family of solids, "oxides" or "hydroxides".

    Raises:
        InputError: no diagram of that element, or no such family.
    """
    known = [one for one in _rows() if one != "water"]
    found = next((one for one in known if one.casefold() == element.strip().casefold()), None)
    if found is None:
        near = did_you_mean(element, known) or f"there are {' and '.join(known)}"
        raise InputError(f"no Pourbaix diagram of '{element}'; {near}")
    if solids not in ("oxides", "hydroxides"):
        raise InputError(f"'{solids}' is no family of solids; write oxides or hydroxides")
    return tuple(one for one in _rows()[found] if one.solids in ("both", solids))


def oxygen_potential(temperature: float) -> float:
    """E0 of O2/H2O at a temperature [V], against the hydrogen electrode at the same temperature."""
    water, gas, oxygen = (next(o for o in _rows()["water"] if o.name == name) for name in ("H2O", "H2", "O2"))
    energy = 2 * (water.free_energy - gas.free_energy) - oxygen.free_energy
    entropy = 2 * (water.entropy - gas.entropy) - oxygen.entropy
    return -(energy - entropy * (temperature - STANDARD_TEMPERATURE)) / (4 * FARADAY)


@cache
def _rows() -> Mapping[str, tuple[Form, ...]]:
    found: dict[str, list[Form]] = {}
    with resources.files(__package__ or "").joinpath("pourbaix.csv").open(encoding="utf-8") as lines:
        for row in csv.DictReader(lines):
            one = Form(
                row["species"],
                row["phase"] == "aqueous",
                int(row["metal_atoms"]),
                int(row["oxygen_atoms"]),
                int(row["hydrogen_atoms"]),
                int(row["charge"]),
                1e3 * float(row["free_energy_kJ_per_mol"]),
                float(row["entropy_J_per_mol_K"]),
                row["solids"],
                row["kind"],
                row["source"],
            )
            found.setdefault(row["element"], []).append(one)
    return MappingProxyType({element: tuple(every) for element, every in found.items()})
