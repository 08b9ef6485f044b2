"""The verb `solution`: what is really in the beaker."""

import math
from collections.abc import Callable, Iterator, Mapping
from types import MappingProxyType

from ..chemistry.activity import ActivityModel, activity_model
from ..chemistry.gas import partial_pressure
from ..chemistry.recipe import ROOM, Recipe, check_temperature
from ..chemistry.solubility import solids
from ..chemistry.species import Species
from ..constants import STANDARD_CONCENTRATION, ZERO_CELSIUS
from ..errors import InputError
from ..results.solution_result import Addition, Solution
from ..version import __version__
from .solution_state import Beaker, Mixed

_MOST_STRENGTH = 1e5  # mol/m3
_PH_OFF = 0.05  # a pH that is said and not titrated may differ by this
_OSMOLARITY_OFF = 0.02  # an osmolarity likewise, relative
_UNTOLD = 0.5  # K: nearer to the table's temperature than this, no enthalpy is missed
_OVER = 1e-9  # relative: an osmolarity higher by less is the one wanted
_SMALL = 1e-3  # of a component: scarcer forms are not worth a note
_UNSTABLE = 1e-9  # of the largest concentration: an addition less negative than this is rounding
_BARE = 1e-9  # of all charges: more than this is a missing counter-ion
_REFERENCES = ("morel_hering_1993", "davies_1962")


def solution(
    recipe: Recipe,
    *,
    temperature: float | None = None,
    activity: str | ActivityModel = "davies",
    ionic_strength: float | None = None,
) -> Solution:
    """The composition of a recipe at equilibrium.

    Mass action for every form of every component (formation constants corrected for temperature by van 't Hoff's
    equation and for ionic strength by Davies's), mass balance for every component, and with them the balance of charge,
    since everything that is weighed out is neutral. What the recipe leaves open (titrant, osmolyte, the salt that sets
    a free concentration) is solved for together.

    pH = -log10 a(H+),  osmolarity = phi sum c,  I = sum c z^2 / 2

    Args:
        recipe: what goes in.
        temperature: [K]; `None`: that of the recipe, else 25 degC.
        activity: activity model of activities, pH and osmotic coefficient; "ideal" leaves the constants as they stand
            in their tables.
        ionic_strength: [mol/m3] at which constants and activities are to be taken (some tools ask for it); `None`: the
            solution's own.

    Raises:
        InputError: bare ions that do not balance, a pH or a free concentration that what is to be added cannot reach,
            an osmolarity below what is there already, a temperature out of range.
        UnknownNameError: no such activity model.

    Source: mass action in this form: Morel & Hering 1993, ch. 2 (morel_hering_1993); constants as equilibria.csv says.
    """
    if not isinstance(recipe, Recipe):
        raise InputError("a solution is made of a recipe; poise.recipe('140 mM KCl, ...') makes one")
    model = activity_model(activity)
    kelvin = recipe.temperature if temperature is None else temperature
    kelvin = ROOM if kelvin is None else float(kelvin)
    check_temperature(kelvin)
    if ionic_strength is not None and not 0.0 <= ionic_strength <= _MOST_STRENGTH:
        raise InputError(f"an ionic strength of {ionic_strength:g} mM cannot be")
    _require_neutral(recipe)
    beaker = Beaker.of(recipe, kelvin, model, ionic_strength)
    mixed = beaker.mixed()
    without = _check_reached(recipe, beaker, mixed)
    return _result(recipe, beaker, mixed, without, model, activity if isinstance(activity, str) else "")


def _require_neutral(recipe: Recipe) -> None:
    """Refuse bare ions that nothing balances."""
    bare = [(one, amount) for one, amount in recipe.contents if one.kind == "ion" and amount > 0.0]
    reagents = [one.compound for one in recipe.free]
    if recipe.ph is not None and recipe.ph.titrant is not None:
        reagents.append(recipe.ph.titrant)
    if recipe.osmolarity is not None and recipe.osmolarity.osmolyte is not None:
        reagents.append(recipe.osmolarity.osmolyte)
    for one in reagents:
        if abs(one.charge) > 0.0:
            raise InputError(
                f"'{one}' is an ion without a counter-ion and cannot be added alone; "
                "name a compound, such as KOH or HCl"
            )
    net = math.fsum(one.charge * amount for one, amount in bare)
    gross = math.fsum(abs(one.charge) * amount for one, amount in bare)
    if abs(net) > _BARE * gross:
        listed = ", ".join(f"{one} {amount:g} mM" for one, amount in bare)
        lacking = f"{abs(net):.6g} mM of {'negative' if net > 0 else 'positive'} charge"
        example = "'KCl: 140 mM' instead of 'K+: 140 mM'" if net > 0 else "'K-gluconate: 130 mM' or 'Na2ATP: 4 mM'"
        raise InputError(
            f"the recipe cannot be neutral: {lacking} is missing beside the bare ions {listed}; "
            f"write compounds as they are weighed out, such as {example}, or name the counter-ion too"
        )


def _check_reached(recipe: Recipe, beaker: Beaker, mixed: Mixed) -> float | None:
    """Refuse targets that cannot be reached; the pH without titrant."""
    without = None
    if recipe.ph is not None and recipe.ph.titrant is not None:
        plain = beaker.untitrated()
        without = plain.ph if plain.ok else math.nan
        judged = mixed if mixed.ok or not (recipe.free or recipe.osmolarity) else beaker.of_ph_alone()
        if not judged.ok or judged.titrant < -_UNSTABLE * judged.largest:
            raise InputError(_ph_out_of_reach(recipe, without))
    _check_free(recipe, beaker, mixed)
    aim = recipe.osmolarity
    there = 0.0 if aim is None else mixed.osmolality if aim.per_kg else mixed.osmolarity
    if mixed.ok and aim is not None and aim.osmolyte is not None and there > aim.osmolarity * (1.0 + _OVER):
        raise InputError(
            f"the osmolarity cannot be set to {aim} with {aim.osmolyte}: without any it is {there:.1f} already; "
            "take less of the salts"
        )
    if not mixed.ok:
        raise InputError(f"no equilibrium was found for this recipe ({mixed.status})")
    return without


def _check_free(recipe: Recipe, beaker: Beaker, mixed: Mixed) -> None:
    """Refuse free concentrations that are exceeded already, or that no amount reaches."""
    over = [k for k, added in enumerate(mixed.added) if mixed.ok and added < -_UNSTABLE * mixed.largest]
    if recipe.free and (over or not mixed.ok):
        plain = beaker.of_ph_alone()
        for k, one in enumerate(recipe.free):
            own = beaker.free_in(plain, one.species)
            if k in over or own > one.concentration:
                raise InputError(
                    f"free {one.species} cannot be set to {_molar(one.concentration)} with {one.compound}: "
                    f"without any it is {_molar(own)} already; take less of what holds it, or more chelator"
                )
        wanted = " and ".join(f"{one.species} {_molar(one.concentration)}" for one in recipe.free)
        raise InputError(f"no amount up to 20 M of what is named brings free {wanted} there; take less chelator")


def _ph_out_of_reach(recipe: Recipe, without: float) -> str:
    target, titrant = recipe.ph, recipe.ph.titrant if recipe.ph else None
    wanted = target.ph if target else math.nan
    head = f"pH {wanted:g} cannot be reached with {titrant}: without a titrant the pH is {without:.2f}"
    down = without > wanted
    needs = "an acid, such as HCl" if down else "a base, such as KOH or NaOH"
    if titrant is not None and titrant.kind == ("acid" if down else "base"):
        return f"{head}, and no amount of {titrant} up to 20 M brings it there"
    return f"{head}; it takes {needs}"


def _result(
    recipe: Recipe, beaker: Beaker, mixed: Mixed, without: float | None, model: ActivityModel, named: str
) -> Solution:
    tableau = beaker.tableau
    concentrations = dict(zip(tableau.species, map(float, mixed.concentrations), strict=True))
    activities = {
        one: float(gamma) * concentrations[one] / STANDARD_CONCENTRATION
        for one, gamma in zip(tableau.species, mixed.coefficients, strict=True)
    }
    forms, held = _forms(beaker, concentrations)
    totals = {
        one: math.fsum(amount * held.get((form, one), 1.0) for form, amount in found.items())
        for one, found in forms.items()
    }
    strong = _strong(beaker, mixed, model, activities)
    saturation = sorted(
        (
            (one.name, one.saturation(_looked_up(strong if one.log_ksp > 0.0 else activities), beaker.temperature))
            for one in solids()
        ),
        key=lambda item: -item[1],
    )
    pressures = {name: partial_pressure(part, beaker.temperature) for name, part in recipe.gas.items()}
    added = tuple(_additions(recipe, mixed))
    weighed: dict[str, float] = {one.name: amount for one, amount in recipe.contents}
    for one in added:
        weighed[one.compound] = weighed.get(one.compound, 0.0) + one.amount
    found = tuple((name, ratio) for name, ratio in saturation if ratio > 0.0)
    return Solution(
        title=recipe.name,
        temperature=beaker.temperature,
        concentrations=MappingProxyType(concentrations),
        totals=MappingProxyType(totals),
        activities=MappingProxyType(activities),
        forms=MappingProxyType(forms),
        held=MappingProxyType(held),
        ph=mixed.ph,
        ionic_strength=mixed.strength,
        osmolarity=mixed.osmolarity,
        osmotic_coefficient=mixed.osmotic,
        osmolality=mixed.osmolality,
        charge=float(tableau.charges @ mixed.concentrations),
        weighed=tuple(weighed.items()),
        added=added,
        ph_without=without,
        saturation=found,
        gas=MappingProxyType(pressures),
        activity=named.strip().casefold() or type(model).__name__,
        warnings=tuple(_warnings(recipe, beaker, mixed, model, found)),
        notes=tuple(_notes(recipe, beaker, totals, forms)),
        references=_references(recipe, beaker, totals, forms, model),
        provenance=MappingProxyType({"recipe": recipe.name, "version": __version__, "verb": "solution"}),
    )


def _looked_up(activities: Mapping[Species, float]) -> Callable[[Species], float]:
    return lambda one: activities.get(one, 0.0)


def _strong(
    beaker: Beaker, mixed: Mixed, model: ActivityModel, activities: Mapping[Species, float]
) -> Mapping[Species, float]:
    """Activities by which very soluble salts are judged: Pitzer's where the solution is too strong for the model.

    Others are judged by the model itself, whose ion pairs are in the equilibria already.
    """
    kinds, amounts = beaker.tableau.species, list(mixed.concentrations)
    if not model.references or not model.valid(kinds, amounts, beaker.temperature):
        return activities
    found = activity_model("pitzer").coefficients(kinds, amounts, beaker.temperature)
    return {one: float(gamma * c) / STANDARD_CONCENTRATION for one, gamma, c in zip(kinds, found, amounts, strict=True)}


def _forms(
    beaker: Beaker, concentrations: Mapping[Species, float]
) -> tuple[dict[Species, Mapping[Species, float]], dict[tuple[Species, Species], float]]:
    """The species that hold each component, and how many of it where that is not one."""
    tableau = beaker.tableau
    forms: dict[Species, Mapping[Species, float]] = {}
    held: dict[tuple[Species, Species], float] = {}
    for k, one in enumerate(tableau.components):
        if one.name == "H+":  # what H+ is bound to stands with the buffers
            forms[one] = MappingProxyType({one: concentrations[one]})
            continue
        there = {form: float(tableau.stoichiometry[j, k]) for j, form in enumerate(tableau.species)}
        forms[one] = MappingProxyType({form: concentrations[form] for form, number in there.items() if number > 0.0})
        held |= {(form, one): number for form, number in there.items() if number > 0.0 and number != 1.0}
    return forms, held


def _additions(recipe: Recipe, mixed: Mixed) -> Iterator[Addition]:
    if recipe.ph is not None and recipe.ph.titrant is not None:
        yield Addition(f"pH {recipe.ph.ph:g}", recipe.ph.titrant.name, max(mixed.titrant, 0.0))
    for one, amount in zip(recipe.free, mixed.added, strict=False):
        purpose = f"free {one.species} {_molar(one.concentration)}"
        yield Addition(purpose, one.compound.name, max(float(amount), 0.0))
    if recipe.osmolarity is not None and recipe.osmolarity.osmolyte is not None:
        purpose = f"osmolarity {recipe.osmolarity}"
        yield Addition(purpose, recipe.osmolarity.osmolyte.name, mixed.osmolyte)


def _warnings(
    recipe: Recipe, beaker: Beaker, mixed: Mixed, model: ActivityModel, saturation: tuple[tuple[str, float], ...]
) -> Iterator[str]:
    if recipe.ph is not None and recipe.ph.titrant is None and abs(mixed.ph - recipe.ph.ph) > _PH_OFF:
        kind = "a base, such as KOH or NaOH" if mixed.ph < recipe.ph.ph else "an acid, such as HCl"
        yield (
            f"the recipe says pH {recipe.ph.ph:g} but names no titrant; as it is, its pH is {mixed.ph:.2f} "
            f"('pH {recipe.ph.ph:g} with ...' titrates; it takes {kind})"
        )
    aim = recipe.osmolarity
    there = 0.0 if aim is None else mixed.osmolality if aim.per_kg else mixed.osmolarity
    if aim is not None and aim.osmolyte is None and abs(there / aim.osmolarity - 1.0) > _OSMOLARITY_OFF:
        yield f"the recipe says {aim}; as it is, it has {there:.1f}"
    above = [f"{name} {ratio:.3g} times" for name, ratio in saturation if ratio > 1.0]
    if above:
        yield (
            f"what may precipitate, with how far its ion activity product is above its solubility product: "
            f"{', '.join(above)}"
        )
    told = model.valid(beaker.tableau.species, list(mixed.concentrations), beaker.temperature)
    if told:
        yield told


def _notes(
    recipe: Recipe, beaker: Beaker, totals: Mapping[Species, float], forms: Mapping[Species, Mapping[Species, float]]
) -> Iterator[str]:
    if recipe.temperature is None:
        yield f"the recipe names no temperature; {beaker.temperature - ZERO_CELSIUS:.4g} degC was taken"
    if beaker.fixed_strength is not None:
        yield f"constants and activities are at an ionic strength of {beaker.fixed_strength:g} mM, as asked for"
    counted = _counted(totals, forms)
    cold = [
        f"{one.product} ({one.temperature - ZERO_CELSIUS:.4g} degC)"
        for one in beaker.tableau.equilibria
        if one.enthalpy is None and abs(one.temperature - beaker.temperature) > _UNTOLD and one.product.name in counted
    ]
    if cold:
        yield "no enthalpy is known for the formation of " + ", ".join(cold) + "; its constant was left as it is there"
    if any(name != "CO2" for name in recipe.gas):
        others = " and ".join(name for name in recipe.gas if name != "CO2")
        yield f"{others}: its pressure is given; what dissolves of it is not counted"


def _counted(totals: Mapping[Species, float], forms: Mapping[Species, Mapping[Species, float]]) -> set[str]:
    """Names of the forms that are more than a trace of a component."""
    found: set[str] = set()
    for one, there in forms.items():
        if one.name != "H+":
            found |= {form.name for form, amount in there.items() if amount > _SMALL * totals[one]}
    return found


def _references(
    recipe: Recipe,
    beaker: Beaker,
    totals: Mapping[Species, float],
    forms: Mapping[Species, Mapping[Species, float]],
    model: ActivityModel,
) -> tuple[str, ...]:
    """The papers of the recipe, of the method, of the activity model and of the constants that matter."""
    counted = _counted(totals, forms)
    used = [key for one in beaker.tableau.equilibria if one.product.name in counted for key in one.references]
    return tuple(dict.fromkeys((*recipe.references, *_REFERENCES, *model.references, *used)))


def _molar(concentration: float) -> str:
    """A concentration [mol/m3] in the unit that suits it."""
    units = (("M", 1e3), ("mM", 1.0), ("uM", 1e-3), ("nM", 1e-6))
    unit, scale = next(((name, size) for name, size in units if concentration >= size), ("pM", 1e-9))
    return f"{concentration / scale:.4g} {unit}"
