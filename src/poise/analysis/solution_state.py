"""A beaker whose equilibrium, ionic strength, osmolarity and additions are found together."""

import dataclasses
import math
from dataclasses import dataclass
from typing import Any

import numpy as np

from ..chemistry.activity import ActivityModel
from ..chemistry.activity.volumes import molalities_of
from ..chemistry.compounds import Compound
from ..chemistry.equilibria import DAVIES_B, log10_gamma_one
from ..chemistry.gas import dissolved_co2, partial_pressure
from ..chemistry.recipe import OsmolarityTarget, Recipe
from ..chemistry.species import Species, species
from ..chemistry.tableau import Tableau, parts
from ..constants import LN10, STANDARD_CONCENTRATION
from ..errors import InputError
from ..solve.mass_action import mass_action
from ..solve.mass_action_targets import Reached, reach
from ..solve.status import Status
from .solution_rounds import Around, Mixed, Wanted

_ROUNDS = 100
_SETTLED = 1e-12  # relative change of the ionic strength, and of the coefficient of H+
_SHOWN = 1e-7  # the same where four digits are enough
_COUNTED = 1e-9  # of the largest concentration: scarcer species do not matter to the others' activities
_PATIENCE = 12  # rounds in which what is to be added may seem to be negative
_IMPOSSIBLE = 1e5  # mol/m3 of ionic strength: more than water can hold
_MODERATE = 300.0  # mol/m3
_MOST = 20.0  # mol/L of any addition
_H, _CO2 = species("H+"), species("CO2(aq)")
_TRUE_FORMS = {name: Species(f"{name} ({z:+d})", z) for name, z in (("ATP", -4), ("ADP", -3), ("Pi", -2))}
"""Names that elsewhere mean a total over many forms, as the one form that they mean here."""


@dataclass(frozen=True, eq=False)
class Beaker:
    """A recipe with its tableau.

    Attributes:
        recipe: what goes in.
        temperature: [K].
        model: of activities.
        fixed_strength: ionic strength to take [mol/m3], `None` for its own.
        tableau: what can form.
        squares: (z_P^2 - sum nu z^2) of every species' formation.
        base: log10 of every species' formation constant at ionic strength 0, shape (species,).
        b: Davies's b for the constants, `None` where they are not corrected.
        co2: activity of dissolved CO2, `None` where the beaker is closed to it.
        stand_ins: the species as the activity model is to know them.
    """

    recipe: Recipe
    temperature: float
    model: ActivityModel
    fixed_strength: float | None
    tableau: Tableau
    squares: Any
    base: Any
    b: float | None
    co2: float | None
    stand_ins: tuple[Species, ...]

    @classmethod
    def of(cls, recipe: Recipe, temperature: float, model: ActivityModel, strength: float | None) -> "Beaker":
        """The beaker of a recipe."""
        given = [one for compound, _ in recipe.contents for one, _ in compound.composition]
        reagents = [one.compound for one in recipe.free]
        reagents += [recipe.ph.titrant] if recipe.ph is not None and recipe.ph.titrant is not None else []
        aim = recipe.osmolarity
        reagents += [aim.osmolyte] if aim is not None and aim.osmolyte is not None else []
        given += [one for compound in reagents for one, _ in compound.composition]
        given += [one.species for one in recipe.free]
        instead: dict[Species, Species] = {}
        co2 = None
        if "CO2" in recipe.gas:
            gas = _CO2
            given.append(gas)
            co2 = dissolved_co2(partial_pressure(recipe.gas["CO2"], temperature), temperature)
            old = next((one for one in parts(gas).components if one.name != "H+"), gas)
            if old != gas:
                instead[old] = gas
        tableau = Tableau.of(given, instead)
        for one in recipe.free:
            if one.species not in tableau.components:
                raise InputError(
                    f"the free concentration of '{one.species}' cannot be set: it is a form of "
                    + ", ".join(part.name for part in parts(one.species).components if part.name != "H+")
                )
        b = DAVIES_B if model.references else None
        known = tuple(_TRUE_FORMS.get(one.name, one) for one in tableau.species)
        base = tableau.steps @ tableau.thermodynamic(temperature, b)
        squares = tableau.steps @ tableau.squares()
        return cls(recipe, temperature, model, strength, tableau, squares, base, b, co2, known)

    def untitrated(self) -> Mixed:
        """The same without its titrant, at the pH that it then has, to what a label shows."""
        plain = dataclasses.replace(self.recipe, ph=None, osmolarity=None)
        found = dataclasses.replace(self, recipe=plain).mixed(settled=_SHOWN)
        if found.ok and min(found.added, default=0.0) >= -1.0e-9:
            return found
        return dataclasses.replace(self, recipe=dataclasses.replace(plain, free=())).mixed(settled=_SHOWN)

    def of_ph_alone(self) -> Mixed:
        """The same without its other targets."""
        return dataclasses.replace(self, recipe=dataclasses.replace(self.recipe, free=(), osmolarity=None)).mixed()

    def free_in(self, mixed: Mixed, one: Species) -> float:
        """Free concentration of a species [mol/m3]."""
        return float(mixed.concentrations[self.tableau.species.index(one)])

    def mixed(self, settled: float = _SETTLED) -> Mixed:
        """The equilibrium: mass action within, ionic strength, osmotic coefficient and osmolyte around it.

        Args:
            settled: relative change at which the search ends.
        """
        try:
            return self._search(self._wanted(), settled)
        except ArithmeticError:  # an activity model far out of its range
            none = np.full(len(self.tableau.species), np.nan)
            nan, zeros = math.nan, (0.0,) * len(self.recipe.free)
            return Mixed(Status.not_finite, none, none, nan, nan, nan, nan, nan, 0.0, zeros, 0.0)

    def _search(self, wanted: Wanted, settled: float) -> Mixed:
        totals = self._totals()
        aim, osmolyte = self._osmolyte()
        around = self._first()
        free, added, last, status = None, None, None, Status.not_converged
        now = np.zeros(len(self.tableau.species))
        for count in range(_ROUNDS):
            there = totals + around.extra / STANDARD_CONCENTRATION * osmolyte
            found = self._equilibrium(around, there, wanted, free, added)
            state, added, status = found.state, found.added, found.status
            unreached = status == Status.left_domain and np.isfinite(state.residual) and count < _PATIENCE
            if status != Status.ok and not unreached:
                break
            free, now = state.free, state.amounts * STANDARD_CONCENTRATION
            own = 0.5 * float(self.tableau.charges**2 @ now)
            proton, osmotic, water = self._around(now, aim is not None) if own < _IMPOSSIBLE else (0.0, 1.0, 0.0)
            if not (proton > 0.0 and water > 0.0):
                raise OverflowError(f"an ionic strength of {own:g} mM")
            extra = around.extra
            if aim:
                reached = osmotic * float(now.sum()) * (self._per_kg(now) if aim.per_kg else 1.0)
                extra = max(0.0, extra + (aim.osmolarity - reached) / (osmotic * self._particles()))
            new = Around(own if self.fixed_strength is None else self.fixed_strength, proton, water, extra)
            if new.near(around, settled):
                break
            around, last = new.next(around, last), (around, new)
            status = Status.not_converged if status == Status.ok else status
        return self._as_mixed(status, now, free, added, around.extra, wanted)

    def _equilibrium(self, around: Around, totals: Any, wanted: Wanted, start: Any, added: Any) -> Reached:
        """Mass action at given ionic strength, with what is to be added."""
        constants = self._constants(around)
        opened = {} if self.co2 is None else {self.tableau.components.index(_CO2): math.log(self.co2)}
        if not wanted.values:
            state = mass_action(self.tableau.stoichiometry, constants, totals, fixed=opened, start=start)
            return Reached(state, np.zeros(0), state.status, 0)
        return reach(
            self.tableau.stoichiometry, constants, totals, targets=wanted.values, reagents=wanted.columns,
            open_=opened, most=_MOST, start=start, added=added,
        )  # fmt: skip

    def _as_mixed(
        self,
        status: Status,
        now: Any,
        free: Any,
        added: Any,
        extra: float,
        wanted: Wanted,
    ) -> Mixed:
        gammas, osmotic = self._activities(now)
        amounts = [] if added is None else [float(one) * STANDARD_CONCENTRATION for one in added]
        return Mixed(
            status=status,
            concentrations=now,
            coefficients=gammas,
            ph=math.nan if free is None else -float(free[self.tableau.components.index(_H)]) / LN10,
            strength=0.5 * float(self.tableau.charges**2 @ now),
            osmolarity=osmotic * float(now.sum()),
            osmotic=osmotic,
            osmolality=osmotic * float(now.sum()) * (self._per_kg(now) if now.sum() > 0.0 else 1.0),
            titrant=amounts[0] if wanted.titrated and amounts else 0.0,
            added=tuple(amounts[1:] if wanted.titrated else amounts),
            osmolyte=extra,
        )

    def _column(self, compound: Compound) -> Any:
        """What one mole of a compound adds to the totals."""
        return self.tableau.totals(compound.composition)

    def _totals(self) -> Any:
        """Totals of what is weighed out [mol/L]."""
        found = np.zeros(len(self.tableau.components))
        for compound, amount in self.recipe.contents:
            found += amount / STANDARD_CONCENTRATION * self._column(compound)
        return found

    def _wanted(self) -> Wanted:
        """The free values to be reached, and with what."""
        components, recipe = self.tableau.components, self.recipe
        values: dict[int, float] = {}
        reagents = []
        titrated = recipe.ph is not None and recipe.ph.titrant is not None
        if recipe.ph is not None and recipe.ph.titrant is not None:
            values[components.index(_H)] = -LN10 * recipe.ph.ph
            reagents.append(recipe.ph.titrant)
        for one in recipe.free:
            values[components.index(one.species)] = math.log(one.concentration / STANDARD_CONCENTRATION)
            reagents.append(one.compound)
        columns = np.array([self._column(one) for one in reagents]).T if reagents else np.zeros((len(components), 0))
        return Wanted(values, columns, titrated)

    def _osmolyte(self) -> tuple[OsmolarityTarget | None, Any]:
        """The osmolarity to be reached, if any, and what one mole of the osmolyte adds to the totals."""
        aim = self.recipe.osmolarity
        if aim is None or aim.osmolyte is None:
            return None, np.zeros(len(self.tableau.components))
        return aim, self._column(aim.osmolyte)

    def _per_kg(self, now: Any) -> float:
        """Litres of solution that hold a kilogram of water."""
        probe = self.tableau.species
        molal, _ = molalities_of(probe, list(now), self.temperature)
        return float(np.sum(molal) / np.sum(now) * 1e3)

    def _particles(self) -> float:
        aim = self.recipe.osmolarity
        return (
            math.fsum(n for _, n in aim.osmolyte.composition) if aim is not None and aim.osmolyte is not None else 1.0
        )

    def _first(self) -> Around:
        """Where to begin: as if everything were dissolved as it is weighed out."""
        strength = self.fixed_strength
        if strength is None:
            strength = 0.5 * math.fsum(
                amount * number * one.charge**2
                for compound, amount in self.recipe.contents
                for one, number in compound.composition
            )
        gamma = 1.0 if self.b is None else 10.0 ** log10_gamma_one(min(strength, _MODERATE), self.temperature)
        return Around(strength, gamma, 1.0, 0.0)

    def _constants(self, around: Around) -> Any:
        """Natural logarithm of every species' formation constant from the activity of H+ and concentrations [mol/L]."""
        value = self.base
        if self.b is not None:
            value = value - self.squares * log10_gamma_one(around.strength, self.temperature, self.b)
        found = LN10 * value + self.tableau.water * math.log(around.water)
        found[self.tableau.species.index(_H)] = -math.log(around.proton)
        return found

    def _solutes(self, now: Any, chosen: Any) -> tuple[list[Species], list[float]]:
        """What the activity model is told: species and concentrations."""
        kinds = [self.stand_ins[k] for k in chosen]
        if self.fixed_strength is None:
            return kinds, [float(now[k]) for k in chosen]
        strength = self.fixed_strength  # everything as a trace in a salt of that strength
        return [*kinds, species("Na+"), species("Cl-")], [*([0.0] * len(kinds)), strength, strength]

    def _around(self, now: Any, osmotic: bool) -> tuple[float, float, float]:
        """Activity coefficient of H+, osmotic coefficient (where asked for) and activity of water."""
        proton = self.tableau.species.index(_H)
        counted = np.flatnonzero(now > _COUNTED * now.max(initial=0.0))
        kinds, amounts = self._solutes(now, [proton, *(int(k) for k in counted if k != proton)])
        gamma = float(self.model.coefficients(kinds, amounts, self.temperature)[0])
        water = float(self.model.water_activity(kinds, amounts, self.temperature))
        phi = float(self.model.osmotic_coefficient(kinds, amounts, self.temperature)) if osmotic else 1.0
        return gamma, phi, water

    def _activities(self, now: Any) -> tuple[Any, float]:
        """Activity coefficients of all species, and the osmotic coefficient."""
        kinds, amounts = self._solutes(now, range(len(now)))
        gammas = np.array([float(one) for one in self.model.coefficients(kinds, amounts, self.temperature)])
        return gammas[: len(now)], float(self.model.osmotic_coefficient(kinds, amounts, self.temperature))
