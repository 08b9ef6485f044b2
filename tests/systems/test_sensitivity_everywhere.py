"""Every shipped model: derivatives by all its numbers, in both directions, at rest, in the steady state, of a run."""

import numpy as np
import pytest

import poise
from poise.analysis.sensitivities.modes import Adjoint, Forward
from poise.analysis.sensitivity import sensitivity
from poise.analysis.tasks import Rest, Run, Steady

LONGEST = 400.0  # s of a run


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["rest", "steady", "run"])
@pytest.mark.parametrize("name", poise.shipped())
def test_both_directions_agree(name, kind):
    model = poise.load(name)
    kinds = model.paths()
    to = [path for path, one in kinds.items() if not one.fixed and model.get(path) is not None]
    if kind == "run":
        if not model.protocols:
            pytest.skip("the model has no protocol")
        protocol = next(iter(model.protocols))
        task = Run(protocol, min(model.protocols[protocol].until, LONGEST))
    else:
        task = {"rest": Rest, "steady": Steady}[kind]()
    one, other = (sensitivity(model, None, to, task=task, mode=mode) for mode in (Forward(), Adjoint()))
    assert one.status == "ok"
    assert np.isfinite(one.matrix).all()
    size = np.abs(one.per_relative).max(axis=1, keepdims=True)
    assert np.all(np.abs(one.per_relative - other.per_relative) <= 1e-10 * size)
    assert np.all(size > 0)
