"""Adapters of Donnan equilibria: a bath, two closed compartments, and the way there once a pump stops."""

import re
from collections.abc import Mapping
from typing import Any

import numpy as np
from adapter_common import MV, Inputs, pick, temperature
from adapter_pumpleak import ullah, ullah_rest
from adapter_states import neutral_at_end, once, variable

import poise
import poise.formulas as f

Check = Mapping[str, Any]


def donnan_bath(check: Check) -> float:
    """`X_neg_mM`: concentration of negative fixed charge."""
    i = check["inputs"]
    fixed = -i["X_neg_mM"] if "X_neg_mM" in i else pick(i, "X_pos_mM", "X_mM")
    return f.donnan_potential(fixed, i["c_bath_mM"], temperature(i)) / MV


def donnan_crossing(check: Check) -> float:
    i = check["inputs"]
    return f.donnan_salt_crossing(i["a_protein_charge"], i["b_salt"])


def _stopped(i: Inputs) -> poise.Model:
    """The cell of the inputs from its rest, its pump at 0; what chloride is let through is the inputs'."""
    rest = ullah_rest(i)
    places = ("cytosol", "bath")
    kept = {key: float(np.ravel(v)[0]) for key, v in rest.facts["state"].items() if key.partition(".")[0] in places}
    return ullah(i).set({**kept, "membrane.pump.P": 0.0})


def _end(i: Inputs) -> poise.Result:
    """Where the cell ends without a pump, contents neutral; searched for from a depolarised start."""
    key = tuple(sorted((name, str(value)) for name, value in i.items() if name != "variable"))
    return once(("end", key), lambda: neutral_at_end(_stopped(i), -0.01))


def donnan_closed(check: Check) -> float:
    i = check["inputs"]
    return variable(_end(i), i["variable"], check["unit"])


def final_potential(check: Check) -> float:
    return _end(check["inputs"]).of("potential", "membrane") / MV


def final_volume(check: Check) -> float:
    return _end(check["inputs"]).of("volume", "cytosol") * 1e18


def _number(check: Check, pattern: str, usual: float) -> float:
    """A number that the task's wording holds, as the level passed or the time."""
    match = re.search(pattern, str(check.get("quantity", "")))
    return float(match.group(1)) if match else usual


def _run_down(i: Inputs, until: float, level: float) -> poise.Result:
    """In time from the pump's stop."""
    key = (*sorted((name, str(value)) for name, value in i.items()), until, level)
    start = {"membrane.potential": ullah_rest(i).of("potential", "membrane")}
    passed = {"passed": poise.Rises("membrane.potential", level)}
    protocol = poise.Protocol(until, events=passed)
    return once(
        key, lambda: poise.simulate(_stopped(i), protocol, start=start, times=[until], accounts=False, throw=True)
    )


def run_down_time(check: Check) -> float:
    """From the pump's stop to V = -40 mV, unless another level is named [s]."""
    level = _number(check, r"V\s*=\s*(-?[\d.]+)", -40.0) * MV
    return _run_down(check["inputs"], 950.0, level).facts["events"]["passed"][0]


def run_down_volume(check: Check) -> float:
    """So long after the pump's stop [um3]."""
    after = _number(check, r"at\s+([\d.]+)\s*s", 950.0)
    return _run_down(check["inputs"], after, -40.0 * MV).final.of("volume", "cytosol") * 1e18


TASKS = {
    "donnan.donnan_potential_vs_infinite_bath_rt_f_asinh": donnan_bath,
    "donnan.equal_volume_donnan_salt_crossing_into_protein_side_b": donnan_crossing,
    "donnan.closed_two_compartment_gibbs_donnan_end_state_with_osmotic_volume": donnan_closed,
    "donnan.no_cl_conductance_final_v_after_pump_stop": final_potential,
    "donnan.no_cl_conductance_no_swelling_after_pump_stop": final_volume,
    "donnan.ouabain_run_down_time_from_pump_stop_to_v": run_down_time,
    "donnan.ouabain_run_down_volume_at_s": run_down_volume,
}
