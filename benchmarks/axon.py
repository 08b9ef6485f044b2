"""One Hodgkin-Huxley axon, 1 s at 10 uA/cm2: each simulator at its loosest tolerance with spikes within 10 us RMS."""

import sys

from . import against
from .effort import FULL, Effort
from .peers import ask

LIMIT_US = 10.0
OURS = "Rodas5P, end only"
PEERS = ("poise", "neuron", "roadrunner", "myokit", "diffrax", "casadi")
COLUMNS = against.Columns(error="RMS us", factor=1e3)


def reference(effort: Effort) -> tuple[list[float], float]:
    """Spike times [ms] by SciPy's DOP853 at 1e-12, and how far those at 1e-11 are from them [us]."""
    from common import spike_error

    found = []
    for tolerance in (1e-11, 1e-10) if effort.quick else (1e-12, 1e-11):
        said = ask("scipy", {"problem": "axon", "answers": {"DOP853": tolerance}}, python=sys.executable)
        found.append(said.values["variants"]["DOP853"]["answer"])
    return found[0], 1e3 * spike_error(found[1], found[0])


def run(effort: Effort = FULL) -> dict[str, object]:
    """Reference, accuracy, times."""
    spikes, own = reference(effort)
    task = {
        "problem": "axon",
        "reference": spikes,
        "limit": LIMIT_US * 1e-3,
        "tolerances": against.tolerances(1e-4 if effort.quick else 1e-2, 1e-9),
    }
    found = against.compared(task, wanted=PEERS, effort=effort)
    return against.told(found, COLUMNS, OURS, spikes=len(spikes), reference_own_error_us=own, limit_us=LIMIT_US)
