"""What is in a solution: free and total concentrations, activities, pH, osmolarity, and what had to be added."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

from ..chemistry.species import Species
from ..constants import ZERO_CELSIUS
from ..errors import UnknownNameError, did_you_mean
from .cited import Cited

_TRACE = 1e-9  # mM: less than this is not worth a line


@dataclass(frozen=True)
class Addition:
    """What the recipe left open and was solved for.

    Attributes:
        purpose: "pH 7.3", "free Ca2+ 100 nM", "osmolarity 290 mOsm".
        compound: what is added.
        amount: how much of it [mol/m3].
    """

    purpose: str
    compound: str
    amount: float

    def to_dict(self) -> dict[str, Any]:
        """The keys of `--json`."""
        return {"purpose": self.purpose, "compound": self.compound, "amount_mM": self.amount}


@dataclass(frozen=True)
class Solution(Cited):
    """A solution at equilibrium. Concentrations are mol/m3, i.e. mM, and "free" means not bound to anything else.

    Attributes:
        title: name of the recipe.
        temperature: [K].
        concentrations: free concentration of every dissolved species, water aside.
        totals: of every component (the ion, or the fully deprotonated form of a buffer), in all its forms.
        activities: of every dissolved species (1 is 1 mol/L).
        forms: concentrations of all species that hold a component, by component.
        held: how many of a component (second) a species (first) holds, where that is not 1.
        ph: -log10 of the activity of H+.
        ionic_strength: I [mol/m3].
        osmolarity: phi sum c over everything dissolved [osmol/m3, i.e. mOsm].
        osmotic_coefficient: phi.
        osmolality: per kg of water [mOsm/kg], as osmometers read it.
        charge: sum z c [mol/m3]: rounding error, as what is weighed out is neutral.
        weighed: what is weighed out, additions and all, as (compound, mol/m3).
        added: what was solved for.
        ph_without: pH without the titrant, `None` where none is added.
        saturation: ion activity product over solubility product of each solid that could form, largest first.
        gas: partial pressure of each gas [Pa].
        activity: name of the activity model.
        warnings: what may spoil the solution or the answer. notes: what was assumed.
        references: keys of the papers. provenance: recipe, version, settings.
    """

    title: str
    temperature: float
    concentrations: Mapping[Species, float]
    totals: Mapping[Species, float]
    activities: Mapping[Species, float]
    forms: Mapping[Species, Mapping[Species, float]]
    ph: float
    ionic_strength: float
    osmolarity: float
    osmotic_coefficient: float
    osmolality: float
    charge: float
    weighed: tuple[tuple[str, float], ...]
    held: Mapping[tuple[Species, Species], float] = field(default_factory=lambda: MappingProxyType({}))
    added: tuple[Addition, ...] = ()
    ph_without: float | None = None
    saturation: tuple[tuple[str, float], ...] = ()
    gas: Mapping[str, float] = field(default_factory=lambda: MappingProxyType({}))
    activity: str = "davies"
    warnings: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    references: tuple[str, ...] = ()
    provenance: Mapping[str, Any] = field(default_factory=lambda: MappingProxyType({}))

    def free(self, name: str) -> float:
        """Free concentration of a species [mol/m3]; 0 where there is none.

        Raises:
            UnknownNameError: neither here nor in Poise's table.
        """
        return self.concentrations.get(self._species(name), 0.0)

    def total(self, name: str) -> float:
        """Concentration of a species in all its forms [mol/m3]; 0 where there is none.

        Raises:
            UnknownNameError: neither here nor in Poise's table.
        """
        one = self._species(name)
        return self.totals.get(one, self.concentrations.get(one, 0.0))

    def _species(self, name: str) -> Species:
        for one in self.concentrations:
            if name.strip().casefold() in (one.name.casefold(), *(alias.casefold() for alias in one.aliases)):
                return one
        from ..chemistry.species import default_book

        if name in default_book():
            return default_book()[name]
        near = did_you_mean(name, [one.name for one in self.concentrations])
        raise UnknownNameError(f"no species '{name}' in this solution" + (f"; {near}" if near else ""))

    def coefficient(self, one: Species) -> float:
        """Activity coefficient of a dissolved species."""
        from ..constants import STANDARD_CONCENTRATION

        amount = self.concentrations[one]
        return self.activities[one] * STANDARD_CONCENTRATION / amount if amount > 0.0 else float("nan")

    def contents(self, least: float = _TRACE) -> dict[str, float]:
        """What a compartment of a model takes: free concentration [mM] of every dissolved species, by name.

        Args:
            least: what is scarcer [mM] is left out.
        """
        found = {one.name: amount for one, amount in self.concentrations.items() if amount >= least}
        return dict(sorted(found.items(), key=lambda item: -item[1]))

    def to_dict(self) -> dict[str, Any]:
        """The keys of the command line's `--json`."""
        there = [one for one, amount in self.concentrations.items() if amount > 0.0 or one in self.totals]
        return {
            "verb": "solution",
            "recipe": self.title,
            "temperature_K": self.temperature,
            "pH": self.ph,
            "pH_without_titrant": self.ph_without,
            "osmolarity_mOsm": self.osmolarity,
            "osmolality_mOsm_per_kg": self.osmolality,
            "osmotic_coefficient": self.osmotic_coefficient,
            "ionic_strength_mM": self.ionic_strength,
            "charge_mM": self.charge,
            "ions": self._entries(one for one in there if one.charge != 0),
            "neutral": self._entries(one for one in there if one.charge == 0),
            "forms": {
                one.name: {form.name: amount for form, amount in found.items()} for one, found in self.forms.items()
            },
            "weighed_mM": dict(self.weighed),
            "added": [one.to_dict() for one in self.added],
            "saturation": dict(self.saturation),
            "gas_Pa": dict(self.gas),
            "activity_model": self.activity,
            "warnings": list(self.warnings),
            "notes": list(self.notes),
            "provenance": dict(self.provenance),
            "references": list(self.references),
        }

    def _entries(self, chosen: Iterable[Species]) -> dict[str, Any]:
        return {
            one.name: {
                "total_mM": self.totals.get(one, self.concentrations[one]),
                "free_mM": self.concentrations[one],
                "activity": self.activities[one],
                "activity_coefficient": self.coefficient(one),
            }
            for one in chosen
        }

    def yaml(self) -> str:
        """The contents as a block to paste into a compartment of a model file."""
        lines = [f"# {self.title or 'solution'} at {self.temperature - ZERO_CELSIUS:.4g} degC, pH {self.ph:.3f}"]
        lines += ["contents:", *(f"  {name}: {amount:.10g} mM" for name, amount in self.contents().items())]
        return "\n".join(lines)

    def __str__(self) -> str:
        from .table_solution import text

        return text(self)

    def __rich__(self) -> Any:
        from .table_solution import renderable

        return renderable(self)
