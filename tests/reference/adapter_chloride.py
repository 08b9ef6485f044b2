"""Adapters of chloride homeostasis in time: KCC2 that grows."""

import re
from collections.abc import Mapping
from typing import Any

from adapter_common import Unsupported
from adapter_pumpleak import duesterwald
from adapter_states import loaded, once, variable

import poise
from poise.constants import FARADAY

Check = Mapping[str, Any]


def kcc2_ramp(check: Check) -> float:
    """The end of the paper's ramp: its times are those of the shipped protocol, its ends those of the inputs."""
    i = check["inputs"]
    match = re.match(r"[\d.eE+-]+", str(i.get("gKCC2_mol_form", "")))
    if not match:
        raise Unsupported("no conductance at the end of the ramp")
    end = float(match.group(0)) * FARADAY * 100.0  # S/m2

    def run() -> poise.Result:
        model = duesterwald(i)
        (ramp,) = loaded("chloride_homeostasis").protocols["kcc2_ramp"].actions
        until = loaded("chloride_homeostasis").protocols["kcc2_ramp"].until
        first = model.get("membrane.KCC2.conductance")
        grows = poise.Ramp(ramp.path, end, first, at=ramp.at, duration=ramp.duration)
        rest = poise.steady(model, throw=True)
        ended = poise.simulate(
            model, poise.Protocol(until, (grows,)), start=rest, times=[until], rtol=1e-7, accounts=False, throw=True
        )
        return ended.final

    key = tuple(sorted((name, str(value)) for name, value in i.items() if name != "variable"))
    return variable(once(("ramp", key), run), i["variable"], check["unit"])


TASKS = {"chloride.kcc_up_regulation_ramp_end_state": kcc2_ramp}
