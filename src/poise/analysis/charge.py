"""How well charge balances: what each compartment still gains, relative to what flows."""

from collections.abc import Mapping
from typing import Any

import numpy as np

from ..formulas.thermal import thermal_voltage
from ..system.dynamics import area_of
from ..system.system import System


def charge_errors(system: System, potentials: Mapping[str, Any], slopes: list[Any]) -> dict[str, Any]:
    """For each interface, the larger relative charge error of its two compartments.

    error = |sum(+- area i)| / sum(area (sum|i_process| + g R T / F)),  over the interfaces of a compartment;

    the second term keeps a measure where everything is at equilibrium. The ground takes up any charge.

    Args:
        system: with scales as in the answer.
        potentials: by interface [V].
        slopes: slope conductance of each interface, in order [S/m2].
    """
    lanes = system.lanes.count
    gain: dict[str, Any] = {name: np.zeros(lanes) for name in system.model.compartments}
    flow: dict[str, Any] = {name: np.zeros(lanes) for name in system.model.compartments}
    for (name, face), slope in zip(system.interfaces.items(), slopes, strict=True):
        area = area_of(face)
        local = system.local(name, potentials[name])
        thermal = thermal_voltage(local.temperature)
        gross = sum(abs(system.process_current(name, label, local)) for label in face.processes) + abs(face.injected)
        net = area * system.current(name, potentials[name])
        for place, sign in ((face.inside, -1.0), (face.outside, 1.0)):
            gain[place] = gain[place] + sign * net
            flow[place] = flow[place] + area * (gross + np.abs(slope) * thermal)
    error = {
        place: np.abs(gain[place]) / np.where(flow[place] > 0, flow[place], 1.0)
        for place, compartment in system.model.compartments.items()
        if not compartment.ground
    }
    none = np.zeros(lanes)
    return {
        name: np.maximum(error.get(face.inside, none), error.get(face.outside, none))
        for name, face in system.interfaces.items()
    }
