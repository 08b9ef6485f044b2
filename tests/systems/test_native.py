"""Every shipped model by native code and by XLA, the reference: the same end, the same counts."""

import numpy as np
import pytest

import poise
from poise.solve.backends import XLA, Native, Quickest

MODELS = {name: poise.load(name) for name in poise.shipped()}
RUNS = [
    (name, protocol)
    for name, model in MODELS.items()
    if all(face.capacitance is not None for face in model.interfaces.values())
    for protocol in (next(iter(model.protocols), None),)
]
BY_XLA = {"acid_junction": "scan|sort|lu|custom_linear_solve"}  # an inner loop finds its Planck potential


# a protocol exercises more, and XLA takes seconds to compile each: the others are compared by `make test-all`
CASES = [
    pytest.param(name, protocol, id=name, marks=() if protocol or name in BY_XLA else pytest.mark.slow)
    for name, protocol in RUNS
]


@pytest.mark.parametrize(("name", "protocol"), CASES)
def test_native_is_what_xla_makes_of_it(name, protocol):
    model, until = MODELS[name], None
    if protocol is None:  # off its rest, so that something happens
        resting = np.ravel(poise.rest(model)["potential"])
        off = {f"{face}.potential": value + 0.01 for face, value in zip(model.interfaces, resting, strict=True)}
        model, until = model.set(off), 1.0
    if name in BY_XLA:
        with pytest.raises(poise.PoiseError, match=BY_XLA[name]):
            poise.prepare(model, protocol, until, record=False, backend=Native()).end()
        assert poise.prepare(model, protocol, until, record=False, backend=Quickest()).backend == "xla"
        return
    ends = []
    for backend in (Native(), XLA()):
        run = poise.prepare(model, protocol, until, record=False, backend=backend)
        for carry, _ in run.chunks(1e-8):
            end = carry
        assert (np.asarray(end.status) == 0).all()
        ends.append((np.asarray(end.y) / run.scale, np.asarray(end.q)))
    (y, q), (y_reference, q_reference) = ends
    assert np.abs(y - y_reference).max() < 1e-6
    assert np.abs(q - q_reference).max() <= 1e-6 * np.abs(q_reference).max()
