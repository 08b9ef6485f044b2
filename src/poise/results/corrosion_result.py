"""What an electrode's rest means for its metals and its solution: couples, corrosion rates, galvanic currents."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

SECONDS_PER_YEAR = 365.25 * 86400.0


@dataclass(frozen=True)
class CoupleRow:
    """One couple on one electrode; numbers, or arrays over lanes, SI.

    Attributes:
        interface, process, couple: names.
        equilibrium: potential [V]. exchange: current density at the composition of the day [A/m2], nan if not known.
        current: current density, anodic positive [A/m2].
        anodic_limit, cathodic_limit: largest current densities [A/m2], infinite where nothing limits.
    """

    interface: str
    process: str
    couple: str
    equilibrium: Any
    exchange: Any
    current: Any
    anodic_limit: Any
    cathodic_limit: Any


@dataclass(frozen=True)
class MetalRow:
    """One metal that could dissolve.

    Attributes:
        interface, process, metal: names.
        current: density of the current of its dissolution, 0 where it is plated [A/m2].
        penetration: depth lost [m/s]. loss: mass lost [kg/(m2 s)].
    """

    interface: str
    process: str
    metal: str
    current: Any
    penetration: Any
    loss: Any


@dataclass(frozen=True)
class SolutionRow:
    """How one dissolved species or gas of a compartment changes.

    Attributes:
        interface, compartment, species: names.
        flux: brought into the compartment [mol/(m2 s)].
        rate: change of its concentration by this interface [mol/(m3 s)], nan without volume or area.
    """

    interface: str
    compartment: str
    species: str
    flux: Any
    rate: Any


@dataclass(frozen=True)
class Corrosion:
    """What `poise mixed` adds to a rest.

    Attributes:
        couples, metals, solution: rows.
        galvanic: current that each electrode sends to the others through the metal [A], by interface; empty for one.
        against: reference electrode. potentials: of each electrode against it [V]. note: what to warn of.
    """

    couples: tuple[CoupleRow, ...]
    metals: tuple[MetalRow, ...]
    solution: tuple[SolutionRow, ...]
    galvanic: Mapping[str, Any]
    against: str
    potentials: Mapping[str, Any]
    note: str = ""

    def to_dict(self) -> dict[str, Any]:
        """The keys that `poise mixed --json` adds to those of `rest`."""
        return {
            "couples": [
                {
                    "interface": one.interface,
                    "process": one.process,
                    "couple": one.couple,
                    "equilibrium_mV": 1e3 * one.equilibrium,
                    "exchange_current_A_per_m2": one.exchange,
                    "current_A_per_m2": one.current,
                    "anodic_limit_A_per_m2": one.anodic_limit,
                    "cathodic_limit_A_per_m2": one.cathodic_limit,
                }
                for one in self.couples
            ],
            "corrosion": [
                {
                    "interface": one.interface,
                    "process": one.process,
                    "metal": one.metal,
                    "current_A_per_m2": one.current,
                    "rate_mm_per_year": 1e3 * SECONDS_PER_YEAR * one.penetration,
                    "loss_g_per_m2_day": 1e3 * 86400.0 * one.loss,
                }
                for one in self.metals
            ],
            "galvanic_current_A": dict(self.galvanic),
            "solution": [
                {
                    "interface": one.interface,
                    "compartment": one.compartment,
                    "species": one.species,
                    "net_flux_mol_per_m2_s": one.flux,
                    "rate_mM_per_s": one.rate,
                }
                for one in self.solution
            ],
            "against": {
                "reference": self.against,
                "potentials_mV": {name: 1e3 * value for name, value in self.potentials.items()},
                "note": self.note,
            },
        }

    def tables(self) -> list[tuple[str, list[tuple[str, ...]]]]:
        """Titles with rows of text, for people."""
        found = []
        if self.couples:
            head = ("couple", "of", "E_eq (mV)", "i0 (uA/cm2)", "i (uA/cm2)", "limit")
            found.append(("couples", [head, *(_couple(one) for one in self.couples)]))
        if self.metals:
            head = ("metal", "of", "i_corr (uA/cm2)", "mm/year", "g/m2/day")
            found.append(("corrosion", [head, *(_metal(one) for one in self.metals)]))
        if self.galvanic:
            head = ("electrode", "to the others (mA)")
            found.append(("galvanic", [head, *((name, _text(1e3 * value)) for name, value in self.galvanic.items())]))
        if self.solution:
            head = ("species", "into", "from", "nmol/cm2/h", "mM/h")
            found.append(("solution", [head, *(_solution(one) for one in self.solution)]))
        if self.against != "SHE":
            head = ("electrode", f"mV against {self.against}")
            rows = [(name, _text(1e3 * value, ".1f")) for name, value in self.potentials.items()]
            found.append(("against", [head, *rows]))
        return found


def _couple(one: CoupleRow) -> tuple[str, ...]:
    limit = one.anodic_limit if _first(one.current) > 0 else one.cathodic_limit
    return (
        one.couple, f"{one.interface}.{one.process}", _text(1e3 * one.equilibrium, ".1f"), _text(100 * one.exchange),
        _text(100 * one.current), "-" if _first(limit) == float("inf") else _text(100 * limit),
    )  # fmt: skip


def _metal(one: MetalRow) -> tuple[str, ...]:
    return (
        one.metal, f"{one.interface}.{one.process}", _text(100 * one.current),
        _text(1e3 * SECONDS_PER_YEAR * one.penetration), _text(1e3 * 86400.0 * one.loss),
    )  # fmt: skip


def _solution(one: SolutionRow) -> tuple[str, ...]:
    return (
        one.species, one.compartment, one.interface, _text(1e9 * 1e-4 * 3600 * one.flux), _text(3600 * one.rate),
    )  # fmt: skip


def _first(value: Any) -> float:
    import numpy as np

    return float(np.ravel(np.asarray(value, float))[0])


def _text(value: Any, form: str = ".4g") -> str:
    """A number, or the range of several; a dash for what is not known."""
    import numpy as np

    every = np.ravel(np.asarray(value, float))
    every = every[~np.isnan(every)]
    if not every.size:
        return "-"
    low, high = every.min(), every.max()
    return f"{low:{form}}" if low == high else f"{low:{form}} to {high:{form}}"
