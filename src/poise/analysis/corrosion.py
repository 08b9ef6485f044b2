"""The verb `corrosion`: what the rest of an electrode means for its metals and its solution."""

from typing import Any

import numpy as np

from ..chemistry.couples import Couple
from ..chemistry.metals import metal, metals
from ..chemistry.reference_electrodes import convert_potential, reference_electrode
from ..formulas.electrode import corrosion_rate, penetration_rate
from ..model.model import Model
from ..processes.derived import fluxes
from ..processes.moves import SIDES
from ..results.corrosion_result import Corrosion, CoupleRow, MetalRow, SolutionRow
from ..results.result import Result
from ..system.system import System
from .settings import quiet


def corrosion(model: Model, answer: Result, *, against: str = "SHE") -> Corrosion:
    """Each couple's equilibrium, exchange and own current; corrosion rates, galvanic currents, the solution's change.

    v = i M / (n F rho) for every metal that dissolves; I = A i for what an electrode sends to the others.

    Args:
        model: what there is. answer: its rest (`poise.rest`), of the same model.
        against: the reference electrode to which potentials are converted, by name.

    Raises:
        UnknownNameError: no such reference electrode.

    Source: Wagner & Traud 1938 (wagner_traud_1938); Jones 1996, sect. 3.1, for the rates (jones_1996).
    """
    reference = reference_electrode(against)
    system = System.of(model)
    couples: list[CoupleRow] = []
    dissolving: list[MetalRow] = []
    changes: list[SolutionRow] = []
    electrodes = [name for name, face in model.interfaces.items() if any(map(_couple_of, face.processes.values()))]
    shape = tuple(answer.sizes.values())
    with quiet():
        for name in electrodes:
            face = system.interfaces[name]
            local = system.local(
                name, np.ravel(np.asarray(answer["potential"][answer.labels["interface"].index(name)]))
            )
            for label, process in face.processes.items():
                couple = _couple_of(process)
                if couple is None:
                    continue

                def one(value: Any) -> Any:
                    found = np.broadcast_to(np.asarray(value, float), (system.lanes.count,)).reshape(shape)
                    return float(found) if found.ndim == 0 else found

                current = answer.of("current", f"{name}.{label}")
                exchange = _asked(process, "exchange_at", local, np.nan)
                limits = _asked(process, "limits_at", local, (np.inf, np.inf))
                equilibrium = answer.of("equilibrium", f"{name}.{label}")
                couples.append(
                    CoupleRow(name, label, couple.name, equilibrium, one(exchange), current, *map(one, limits))
                )
                solid, count = couple.reduced[0]
                if solid.phase == "solid" and solid.name in metals():
                    known = metal(solid)
                    lost = np.maximum(current, 0.0)
                    per_atom = couple.electrons / count
                    depth = penetration_rate(lost, known.molar_mass, per_atom, known.density)
                    mass = corrosion_rate(lost, known.molar_mass, per_atom)
                    dissolving.append(MetalRow(name, label, solid.name, *(one(v) for v in (lost, depth, mass))))
            changes += _changes(model, system, name, local, shape)
    galvanic: dict[str, Any] = {}
    if len(electrodes) > 1:
        for name in electrodes:
            galvanic[name] = answer.of("net_current", name) * model.get(f"{name}.area")
    kelvin = model.get("temperature")
    potentials = {
        name: convert_potential(answer.of("potential", name), "SHE", reference, kelvin) for name in electrodes
    }
    warm = float(np.ravel(np.asarray(getattr(kelvin, "values", kelvin), float))[0])
    return Corrosion(
        tuple(couples), tuple(dissolving), tuple(changes), galvanic, reference.name, potentials, reference.valid(warm)
    )


def _asked(process: Any, what: str, local: Any, otherwise: Any) -> Any:
    """What a law says of itself, where it does."""
    return getattr(process, what)(local) if hasattr(process, what) else otherwise


def _couple_of(process: Any) -> Couple | None:
    found = getattr(process, "couple", None)
    return found if isinstance(found, Couple) else None


def _changes(model: Model, system: System, name: str, local: Any, shape: tuple[int, ...]) -> list[SolutionRow]:
    """What the processes of one electrode bring into its solutions."""
    face = system.interfaces[name]
    gained: dict[Any, Any] = {}
    for label, process in face.processes.items():
        scale = system.factor(name, label, local)
        for key, value in fluxes(process, local).items():
            gained[key] = gained.get(key, 0.0) + scale * value
    found = []
    for side in SIDES:
        place = getattr(face, side)
        volume, area = model.compartments[place].volume, model.interfaces[name].area
        for (where, one), flux in gained.items():
            if where != side or one.phase not in ("aqueous", "gas"):
                continue
            value = np.broadcast_to(np.asarray(flux, float), (system.lanes.count,)).reshape(shape)
            known = isinstance(volume, float) and isinstance(area, float)
            rate = value * (area / volume) if known else np.full(shape, np.nan)
            pair = [float(v) if v.ndim == 0 else v for v in (value, np.asarray(rate))]
            found.append(SolutionRow(name, place, one.name, *pair))
    return found
