"""One row for each ion in each compartment beside an interface: concentration, Nernst potential, net flux."""

from collections.abc import Mapping
from typing import Any

import numpy as np

from ..formulas.nernst import nernst
from ..processes.derived import fluxes
from ..processes.moves import SIDES
from ..system.system import System


def ion_rows(
    system: System, potentials: Mapping[str, Any]
) -> tuple[tuple[str, ...], list[tuple[str, list[Any], str, str]]]:
    """Labels "interface.compartment.ion" and variables over them, as (name, rows, quantity, doc).

    Listed is what is dissolved and charged, in a compartment beside the interface; the Nernst potential is inside minus
    outside and nan where the other side lacks the ion; the flux is what all processes bring into the compartment.
    """
    labels: list[str] = []
    concentration: list[Any] = []
    potential: list[Any] = []
    flux: list[Any] = []
    for name, face in system.interfaces.items():
        local = system.local(name, potentials[name])
        gained: dict[Any, Any] = {}
        for label, process in face.processes.items():
            scale = system.factor(name, label, local)
            for key, value in fluxes(process, local).items():
                gained[key] = gained.get(key, 0.0) + scale * value
        held = {side: system.activities[getattr(face, side)] for side in SIDES}
        for side in SIDES:
            place = getattr(face, side)
            for one in held[side]:
                if one.phase != "aqueous" or not one.charge:
                    continue
                labels.append(f"{name}.{place}.{one.name}")
                concentration.append(system.concentrations[place][one])
                both = one in held["inside"] and one in held["outside"]
                inside, outside = (np.asarray(held[s].get(one, np.nan), float) for s in SIDES)
                with np.errstate(divide="ignore", invalid="ignore"):
                    potential.append(nernst(one.charge, outside, inside, local.temperature) if both else np.nan)
                flux.append(gained.get((side, one), 0.0))
    return tuple(labels), [
        ("concentration", concentration, "concentration", "as given"),
        ("nernst", potential, "potential", "where the ion alone would be at equilibrium"),
        ("net_flux", flux, "molar flux", "brought into the compartment by all processes"),
    ]
