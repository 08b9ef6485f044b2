"""The verb `junction`: the potential between two solutions that touch."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

import numpy as np

from ..chemistry.activity import ActivityModel, activity_model
from ..chemistry.mobility import TemperatureLaw, diffusion, temperature_law
from ..chemistry.species import species
from ..constants import STANDARD_CONCENTRATION
from ..errors import InputError
from ..formulas.henderson import henderson_potential
from ..formulas.nernst import nernst
from ..formulas.nernst_planck import stationary_potential
from ..formulas.planck import planck_potential
from ..formulas.special import log_quotient
from ..formulas.thermal import thermal_voltage
from ..results.junction_result import Junction, JunctionIon, SideSummary
from ..version import __version__
from .junction_ions import Ions, ions
from .junction_methods import junction_method
from .junction_setting import Found, JunctionMethod, Setting, reversed_found
from .junction_sides import Beaker, Given, beaker, common_temperature

_FASTER = 1.5  # by how much an estimated diffusion coefficient may be wrong
_MATTERS = 1e-5  # V: what is worth a word


def junction(
    a: Given,
    b: Given,
    *,
    method: str | JunctionMethod = "nernst-planck",
    activity: str | ActivityModel = "ideal",
    temperature: float | str | None = None,
    balance: str | None = None,
    mobilities: Mapping[Any, float] | None = None,
    temperature_of_mobility: str | TemperatureLaw = "published",
    names: tuple[str, str] | None = None,
) -> Junction:
    """The junction potential between two solutions, phi(B) - phi(A), with the ions' profiles and parts.

    For a patch pipette A is its filling and B the bath (Barry & Lynch 1991); see `Junction.correction`.

    Args:
        a, b: each a `Recipe` (solved at the temperature of the junction), a `Solution`, an ion list
            ("K+=140 mM,Cl-=140 mM"), or a mapping {"K+": "140 mM"} of free concentrations.
        method: "henderson", "planck" (monovalent ions), "nernst-planck" (stationary, any ions), "nernst-planck-poisson"
            (in time), or an object with settings, such as `NernstPlanckPoisson(width=1e-5, until=1.0)`.
        activity: "ideal", "debye_hueckel", "davies", "pitzer", or an object.
        temperature: [K], or text; otherwise that of the recipes, 25 degC where there are none. 0 to 50 degC.
        balance: the ion that closes a net charge that is more than rounding (0.1 % of the ionic strength).
        mobilities: limiting molar conductivities at 25 degC by ion [S m2/mol] that go before the table's.
        temperature_of_mobility: "published" (conductivities published at several temperatures, Walden's rule for the
            rest) or "walden" (for all).
        names: what to call the solutions.

    Returns: the junction; nothing raises where a search fails, `status` says so.

    Raises:
        InputError, UnitError, UnknownNameError: what is wrong with a solution, or a method that cannot take it.
    """
    how, law, model = junction_method(method), temperature_law(temperature_of_mobility), activity_model(activity)
    given = names or ("", "")
    read = beaker(a, given[0]), beaker(b, given[1])
    kelvin, said = common_temperature(read, temperature)
    one, other = (side.at(kelvin, "davies" if not model.references else model) for side in read)
    own = {species(key): _conductivity(key, value) for key, value in (mobilities or {}).items()}
    found = ions(one, other, kelvin, law=law, conductivities=own, balance=balance)
    setting = _setting(found, kelvin, model)
    turned = (tuple(setting.right), tuple(setting.left)) < (tuple(setting.left), tuple(setting.right))
    answer = how.find(_turned(setting)) if turned else how.find(setting)
    if turned:  # always computed from the same side, so that the sign changes exactly when the sides are exchanged
        answer = reversed_found(answer)
    warnings = [*found.warnings, *_sensitivity(found, setting), *_range(setting, model, (one, other))]
    return Junction(
        potential=answer.potential + 0.0,  # never -0.0
        method=how.name,
        activity=_name(model),
        temperature=kelvin,
        a=_summary(one, found.left, setting),
        b=_summary(other, found.right, setting),
        ions=_rows(found, setting, answer, law),
        profile=answer.profile,
        comparison=MappingProxyType(_compared(setting, how.name, answer.potential)),
        status=answer.status,
        error=answer.error,
        course=answer.course,
        notes=(*said, *found.notes, *answer.notes),
        warnings=tuple(dict.fromkeys(warnings)),
        references=_references(how, model, law, found, (one, other)),
        provenance={"version": __version__, "verb": "junction", "method": how.name, "settings": repr(how)},
    )


def _compared(setting: Setting, method: str, potential: float) -> dict[str, float]:
    """The ideal potentials of the closed forms and of the stationary layer [V], by method; what is known is kept."""
    found = {"henderson": float(henderson_potential(*setting.columns))}
    if all(abs(z) == 1.0 for z in setting.charge):
        found["planck"] = float(planck_potential(*setting.columns))
    known = setting.ideal and method == "nernst-planck"
    found["nernst-planck"] = potential if known else float(stationary_potential(*setting.columns))
    return found


def _conductivity(key: Any, value: Any) -> float:
    number = float(value)
    if not 0.0 < number < 1.0:
        raise InputError(
            f"mobilities: {key}: {number:g} is not a limiting molar conductivity in S m2/mol (K+ has 0.00735; tables"
            " often print S cm2/mol, 10,000 times as much)"
        )
    return number


def _setting(found: Ions, temperature: float, model: ActivityModel) -> Setting:
    return Setting(
        found.species,
        np.array([one.charge for one in found.species]),
        np.array([one.value for one in found.diffusion]),
        np.array(found.left),
        np.array(found.right),
        temperature,
        model,
    )


def _turned(setting: Setting) -> Setting:
    return Setting(
        setting.species,
        setting.charge,
        setting.diffusion,
        setting.right,
        setting.left,
        setting.temperature,
        setting.activity,
    )


def _name(model: ActivityModel) -> str:
    from ..chemistry.activity import ACTIVITY_MODELS

    return next((name for name, one in ACTIVITY_MODELS.items() if one == model), type(model).__name__)


def _summary(side: Beaker, held: tuple[float, ...], setting: Setting) -> SideSummary:
    strength = 0.5 * float(np.sum(setting.charge**2 * np.array(held)))
    made = side.solution
    return SideSummary(
        side.name, strength, None if made is None else made.osmolarity, None if made is None else made.ph
    )


def _rows(found: Ions, setting: Setting, answer: Found, law: TemperatureLaw) -> tuple[JunctionIon, ...]:
    potassium = diffusion(species("K+"), setting.temperature, law)
    reference = potassium.value if potassium is not None else 1.0
    ends = np.stack([setting.left, setting.right], axis=1)
    activities = np.exp(setting.ln_gamma(ends)) * ends / STANDARD_CONCENTRATION
    parts = _contributions(setting, answer.profile.concentrations)
    rows = []
    for k, one in enumerate(found.species):
        there = activities[k]
        both = bool(np.all(there > 0.0))
        rows.append(
            JunctionIon(
                one.name,
                one.charge,
                found.diffusion[k].value,
                found.diffusion[k].value / reference,
                found.diffusion[k].kind,
                found.left[k],
                found.right[k],
                float(there[0]),
                float(there[1]),
                float(parts[k]),
                float(nernst(one.charge, there[1], there[0], setting.temperature)) if both else None,
            )
        )
    return tuple(rows)


def _contributions(setting: Setting, profile: Any) -> Any:
    """-(R T / F) integral of z D dc / sum z^2 D c along the profile, by ion [V]."""
    conducts = np.sum((setting.charge**2 * setting.diffusion)[:, None] * profile, axis=0)
    steps = np.diff(profile, axis=1) * log_quotient(conducts[1:], conducts[:-1])
    return -thermal_voltage(setting.temperature) * setting.charge * setting.diffusion * np.sum(steps, axis=1)


def _sensitivity(found: Ions, setting: Setting) -> list[str]:
    """By how much the estimated mobilities, together, may move the potential."""
    estimated = np.array([one.kind == "estimate" for one in found.diffusion])
    if not estimated.any():
        return []
    base = float(henderson_potential(*setting.columns))
    ends = []
    for factor in (_FASTER, 1.0 / _FASTER):
        other = np.where(estimated, factor * setting.diffusion, setting.diffusion)
        changed = henderson_potential(setting.charge, other, setting.left, setting.right, setting.temperature)
        ends.append(float(changed) - base)
    if max(map(abs, ends)) < _MATTERS:
        return []
    low, high = sorted(1e3 * end for end in ends)
    return [f"the estimated mobilities leave {low:+.2f} to {high:+.2f} mV open (all faster or slower by {_FASTER:g})"]


def _range(setting: Setting, model: ActivityModel, sides: tuple[Beaker, Beaker]) -> list[str]:
    """What the recipes warn of, and where the activity model is used beyond its range."""
    warned = []
    for side, held in zip(sides, (setting.left, setting.right), strict=True):
        own = side.solution
        if own is not None:
            warned += [f"{side.name}: {text}" for text in own.warnings]
        text = model.valid(setting.species, list(held), setting.temperature)
        if text and (own is None or own.activity != _name(model)):
            warned.append(f"{side.name}: {text}")
    return warned


def _references(
    how: JunctionMethod, model: ActivityModel, law: TemperatureLaw, found: Ions, sides: tuple[Beaker, ...]
) -> tuple[str, ...]:
    estimated = ("schwarzenbach_2003",) if any(one.kind == "estimate" for one in found.diffusion) else ()
    made = [key for side in sides if side.solution is not None for key in side.solution.references]
    return tuple(dict.fromkeys((*how.references, *model.references, *law.references, *estimated, *made)))
