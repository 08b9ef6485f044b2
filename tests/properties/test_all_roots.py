"""10,000 random systems of 2 to 8 processes on one interface: all zero-current potentials found, none invented."""

import numpy as np
import pytest

import poise
from poise.model.along import Along
from poise.processes import (
    KCC2,
    BoltzmannChannel,
    GHKChannel,
    GHKMixedChannel,
    KirChannel,
    Leak,
    OhmicChannel,
    PrescribedCurrent,
)
from poise.system.system import System

LANES = 200
DENSE = 20_001
PARTS = 50  # of the dense grid: each stays in the processor's cache
LOW, HIGH = -0.25, 0.25


def random_process(rng):
    """One process of a random law, its numbers arrays of LANES values."""

    def along(low, high, log=False):
        values = rng.uniform(np.log(low), np.log(high), LANES) if log else rng.uniform(low, high, LANES)
        return Along("lane", np.exp(values) if log else values)

    def ion():
        return str(rng.choice(["K+", "Na+", "Cl-", "Ca2+"]))

    def sign():
        return (0.002, 0.008) if rng.random() < 0.5 else (-0.008, -0.002)

    makers = [
        lambda: OhmicChannel(ion(), along(0.01, 10, True)),
        lambda: GHKChannel(ion(), along(1e-10, 1e-7, True)),
        lambda: GHKMixedChannel(along(1e-10, 1e-7, True), {"K+": 1.0, "Na+": 0.7, "Ca2+": 0.2}),
        lambda: BoltzmannChannel(ion(), along(0.1, 50, True), along(-0.12, 0.05), along(*sign())),
        lambda: KirChannel(along(0.1, 20, True), 3.0, along(-0.03, 0.02), along(0.003, 0.02)),
        lambda: Leak(along(0.01, 5, True), along(-0.1, 0.06)),
        lambda: PrescribedCurrent(along(-0.1, 0.1)),
        lambda: KCC2(along(0.01, 1)),
    ]  # fmt: skip
    weights = np.array([1, 1, 1, 4, 2, 1, 1, 0.5])
    return makers[rng.choice(len(makers), p=weights / weights.sum())]()


def random_model(rng):
    def amounts(low, high):
        return Along("lane", np.exp(rng.uniform(np.log(low), np.log(high), LANES)))

    inside = {"K+": amounts(50, 200), "Na+": amounts(3, 50), "Cl-": amounts(2, 50), "Ca2+": amounts(1e-5, 1e-3)}
    outside = {"K+": amounts(1, 30), "Na+": amounts(50, 200), "Cl-": amounts(50, 200), "Ca2+": amounts(0.5, 10)}
    processes = {f"p{k}": random_process(rng) for k in range(rng.integers(2, 9))}
    return poise.Model(
        "random",
        {"cytosol": poise.Compartment(inside), "bath": poise.Compartment(outside, ground=True)},
        {"membrane": poise.Interface("cytosol", "bath", processes)},
        temperature="37 degC",
    )


@pytest.mark.parametrize("seed", range(50))
def test_all_roots_found_and_none_invented(seed):
    model = random_model(np.random.default_rng(seed))
    found = poise.rest(model, low=LOW, high=HIGH)
    system = System.of(model)

    def current(x):
        return np.broadcast_to(system.current("membrane", x), (len(x), LANES))

    x = np.linspace(LOW, HIGH, DENSE)
    total = np.concatenate([current(part[:, None]) for part in np.array_split(x, PARTS)])
    sign = np.sign(total)
    roots = found["root"][0]
    is_root = np.isfinite(roots)
    assert (is_root[:-1] >= is_root[1:]).all()  # a lane's roots come first
    missed = [
        (lane, x[k])
        for k, lane in np.argwhere(sign[:-1] * sign[1:] <= 0)
        if not ((roots[:, lane] >= x[k] - 1e-12) & (roots[:, lane] <= x[k + 1] + 1e-12)).any()
    ]
    # a root is real if the current changes sign across it, or touches zero there to rounding
    middles = np.where(is_root[1:], 0.5 * (roots[1:] + roots[:-1]), HIGH)
    between = np.sign(current(np.concatenate([np.full((1, LANES), LOW), middles, np.full((1, LANES), HIGH)])))
    crosses = between[:-1] * between[1:] < 0
    residual = np.abs(current(np.where(is_root, roots, 0.0))) / np.abs(total).max(axis=0)
    invented = np.argwhere(is_root & (residual > 1e-12) & ~crosses)
    assert (residual < 1e-12)[is_root].all()
    assert not missed
    assert not invented.size
