"""The ions of a junction: their diffusion coefficients, and both solutions made exactly neutral."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from ..chemistry.mobility import Diffusion, TemperatureLaw, diffusion
from ..chemistry.species import Species, species
from ..errors import InputError
from .junction_sides import Beaker

ROUNDING: Final = 1e-3  # of the ionic strength: a net charge smaller than this is closed without being asked
_NOISE: Final = 1e-9  # of the ionic strength: a net charge smaller than this is not worth a word
_NOTHING: Final = 1e-12  # of the ionic strength: a concentration smaller than this is none
_TRACE: Final = 1e-3  # of the ionic strength: what is scarcer is counted, not named, where its mobility is estimated


@dataclass(frozen=True)
class Ions:
    """The ions of a junction, in an order of their own, with both solutions exactly neutral.

    Attributes:
        species: the ions.
        diffusion: D of each and how it is known.
        left, right: c by ion [mol/m3].
        notes: what was closed and assumed. warnings: what was left out or estimated.
    """

    species: tuple[Species, ...]
    diffusion: tuple[Diffusion, ...]
    left: tuple[float, ...]
    right: tuple[float, ...]
    notes: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()


def ions(
    one: Beaker,
    other: Beaker,
    temperature: float,
    *,
    law: TemperatureLaw,
    conductivities: Mapping[Species, float],
    balance: str | None,
) -> Ions:
    """The ions of both solutions, sorted, each solution exactly neutral.

    Args:
        one, other: left and right.
        temperature: [K].
        law: how mobilities follow the temperature.
        conductivities: limiting molar conductivities at 25 degC [S m2/mol] that go before the table's.
        balance: the ion that closes a net charge, however large.

    Raises:
        InputError: a solution without ions, or whose net charge is too large to be rounding.
    """
    if balance is not None and not _is_ion(species(balance)):
        raise InputError(f"balance: {species(balance).name} carries no charge; name an ion, such as 'K+' or 'Cl-'")
    notes: list[str] = []
    warnings: list[str] = []
    known: dict[Species, Diffusion] = {}
    sides = []
    for side in (one, other):
        held = {kind: float(c) for kind, c in side.concentrations.items() if _is_ion(kind) and c > 0.0}
        strength = 0.5 * sum(kind.charge**2 * c for kind, c in held.items())
        held = {kind: c for kind, c in held.items() if c > _NOTHING * strength}
        lost = {}
        for kind in held:
            found = known.get(kind) or diffusion(kind, temperature, law, conductivities.get(kind))
            if found is None:
                lost[kind] = held[kind]
            else:
                known[kind] = found
        sides.append(_neutral(side.name, held, lost, balance, notes, warnings))
    order = sorted({*sides[0], *sides[1]}, key=lambda kind: (-kind.charge, kind.name))
    for kind in order:
        if kind not in known:  # the ion that closes the balance
            found = diffusion(kind, temperature, law, conductivities.get(kind))
            if found is None:
                raise InputError(
                    f"balance: no mobility of {kind.name} is known; choose another ion, such as 'K+' or 'Cl-'"
                )
            known[kind] = found
    warnings += _estimates(order, known, sides)
    return Ions(
        tuple(order),
        tuple(known[kind] for kind in order),
        tuple(sides[0].get(kind, 0.0) for kind in order),
        tuple(sides[1].get(kind, 0.0) for kind in order),
        tuple(notes),
        tuple(warnings),
    )


def _estimates(
    order: list[Species], known: Mapping[Species, Diffusion], sides: list[dict[Species, float]]
) -> list[str]:
    """What to say of mobilities that no table has."""
    found = [kind for kind in order if known[kind].kind == "estimate"]
    if not found:
        return []
    strength = min(0.5 * sum(kind.charge**2 * c for kind, c in side.items()) for side in sides)
    most = {kind: max(side.get(kind, 0.0) for side in sides) for kind in found}
    named = sorted((kind for kind in found if most[kind] > _TRACE * strength), key=lambda kind: -most[kind])
    if not named:
        return []
    listed = [f"{kind.name} {most[kind]:.3g} mM" for kind in named]
    more = f" and {len(found) - len(named)} scarcer ones" if len(found) > len(named) else ""
    return [f"no published mobility, estimated from the molar mass within a factor of 1.5: {', '.join(listed)}{more}"]


def _is_ion(kind: Species) -> bool:
    return kind.phase == "aqueous" and kind.charge != 0


def _neutral(
    name: str,
    held: dict[Species, float],
    lost: Mapping[Species, float],
    balance: str | None,
    notes: list[str],
    warnings: list[str],
) -> dict[Species, float]:
    """The composition without what is lost and without a net charge."""
    strength = 0.5 * sum(kind.charge**2 * c for kind, c in held.items())
    charge = sum(kind.charge * c for kind, c in held.items())
    if not held or strength <= 0.0:
        raise InputError(f"'{name}' has no ions; a junction potential needs at least one salt on each side")
    kept = {kind: c for kind, c in held.items() if kind not in lost}
    if abs(charge) > ROUNDING * strength and balance is None:
        counter = "Cl-" if charge > 0 else "Na+"
        nearest = max(kept, key=lambda kind: kept[kind], default=None)
        raise InputError(
            f"'{name}' is not neutral: {charge:+.4g} mM of elementary charges at an ionic strength of"
            f" {strength:.4g} mM, more than rounding. List every ion ({counter} missing?), or close it on the one that"
            f" you trust least, such as balance '{nearest or counter}'"
        )
    if balance is not None and abs(charge) > _NOISE * strength:
        closer = species(balance)
    else:
        closer = max((kind for kind in kept), key=lambda kind: (kept[kind], kind.name), default=None)
    for kind, c in lost.items():
        same = [other for other in kept if other.charge * kind.charge > 0]
        into = max(same, key=lambda other: (kept[other], other.name), default=None)
        if into is None:
            raise InputError(
                f"'{name}': the mobility of {kind.name} is not known and no other ion has charge of its sign"
            )
        warnings.append(
            f"no mobility of {kind.name} ({c:.4g} mM in '{name}') is known: left out, its charge given to {into.name}"
        )
        kept[into] += c * kind.charge / into.charge
    if closer is None:
        raise InputError(f"'{name}' has no ion whose mobility is known")
    added = -charge / closer.charge
    if kept.get(closer, 0.0) + added < 0.0:
        raise InputError(
            f"'{name}': {closer.name} cannot close a net charge of {charge:+.4g} mM; there is too little of it"
        )
    if abs(charge) > _NOISE * strength:
        notes.append(f"net charge of '{name}', {charge:+.3g} mM, closed with {added:+.3g} mM {closer.name}")
    kept[closer] = kept.get(closer, 0.0) + added
    rest = sum(kind.charge * c for kind, c in kept.items())
    kept[closer] -= rest / closer.charge  # what rounding has left
    return {kind: c for kind, c in kept.items() if c > 0.0}
