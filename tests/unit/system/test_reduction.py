"""Totals and charge: amounts that are not states follow from those that are, exactly."""

import numpy as np
import pytest

import poise
from poise.analysis.simulator import laid_out
from poise.system.stoichiometry import CHARGE, WATER

LIVING = [
    name for name in poise.shipped() if any(not place.reservoir for place in poise.load(name).compartments.values())
]


@pytest.fixture(params=LIVING)
def simulator(request: pytest.FixtureRequest):
    return laid_out(poise.load(request.param), until=1.0)


def disturbed(simulator, seed: int):
    """States beside the start, all possible."""
    random = np.random.default_rng(seed)
    y = simulator.y + simulator.scale * random.uniform(-0.02, 0.02, (simulator.layout.size, 1))
    gates = len(simulator.layout.gates)
    y[:gates] = np.clip(y[:gates], 0.0, 1.0)
    return y


@pytest.mark.parametrize("seed", range(5))
def test_rates_of_all_amounts_are_those_of_the_events(simulator, seed: int) -> None:
    motion, table = simulator.motion, simulator.layout.table
    y = disturbed(simulator, seed)
    dy, events, _ = motion.change(simulator.system, 0.0, y, np.zeros(1, int), simulator.arguments, simulator.origin)
    direct = table.matrix @ np.array([np.ravel(one)[0] for one in events])
    dy = np.array([np.ravel(one)[0] for one in dy])[:, None]
    step = 1e-3 / max(1.0, float(np.max(np.abs(dy) / simulator.scale)))
    ahead = motion.dynamics.moment(simulator.system, y + step * dy, simulator.origin).amounts
    back = motion.dynamics.moment(simulator.system, y - step * dy, simulator.origin).amounts
    found = np.array([float(np.ravel(a)[0] - np.ravel(b)[0]) / (2 * step) for a, b in zip(ahead, back, strict=True)])
    size = np.abs(table.matrix) @ np.abs(np.array([np.ravel(one)[0] for one in events]))
    amounts = np.array([float(np.abs(np.ravel(a)[0])) for a in ahead])
    np.testing.assert_allclose(found, direct, atol=float(np.max(1e-9 * size + 1e-15 * amounts / step)))


def test_charge_of_amounts_is_charge_of_potentials(simulator) -> None:
    layout, motion = simulator.layout, simulator.motion
    y = disturbed(simulator, 7)
    held = motion.dynamics.charge(simulator.system, list(y[layout.size - len(layout.potentials) :]))
    amounts = motion.dynamics.moment(simulator.system, y, simulator.origin).amounts
    for number, name in enumerate(layout.reduction.charged):
        weights = layout.table.charges(name)
        moved = sum(
            w * (np.ravel(a)[0] - o[0]) for w, a, o in zip(weights, amounts, simulator.origin.amounts, strict=True)
        )
        whole = sum(abs(w) * o[0] for w, o in zip(weights, simulator.origin.amounts, strict=True))
        assert moved == pytest.approx(
            float(np.ravel(held[name])[0] - simulator.origin.charge[number, 0]), abs=1e-14 * whole
        )


def test_totals_are_conserved_by_every_event(simulator) -> None:
    table, reduction = simulator.layout.table, simulator.layout.reduction
    assert np.abs(reduction.totals @ table.matrix).max(initial=0.0) < 1e-12


def test_states_are_as_few_as_can_be(simulator) -> None:
    table, reduction = simulator.layout.table, simulator.layout.reduction
    rank = np.linalg.matrix_rank(table.matrix)
    assert len(reduction.states) + len(reduction.charged) == rank


def test_a_closed_pair_of_compartments_keeps_its_totals() -> None:
    simulator = laid_out(poise.load("spreading_depression_cell"), until=1.0)
    names = {one.name for place, one in simulator.layout.table.pairs if one not in (CHARGE, WATER)}
    assert names == {"K+", "Na+", "Cl-"}
    assert len(simulator.layout.reduction.states) == 2  # three ions, two sides, three totals, one charge
