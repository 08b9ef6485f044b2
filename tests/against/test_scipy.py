"""Runs in time against SciPy's Radau at tolerances tightened until both agree to 1e-8."""

import numpy as np
import pytest
from scipy.integrate import solve_ivp

import poise
from systems.plain import hh_rest, hh_slope
from systems.test_ouabain import HOURS, plain_cell

MS, MV = 1e-3, 1e-3
TIMES = np.array([1.2, 1.5, 2.0, 2.5, 3.0, 3.5, 4.0, 5.0, 7.0, 10.0, 15.0, 20.0])  # ms
METHODS = [poise.Rodas5P(), poise.Tsit5()]


def plain_spike():
    """V, m, h, n at the times; 20 uA/cm2 from 1 to 1.5 ms."""
    y, rows = np.array(hh_rest()), []
    for begin, end, injected in ((0.0, 1.0, 0.0), (1.0, 1.5, 20.0), (1.5, 20.0, 0.0)):
        times = TIMES[(begin < TIMES) & (end >= TIMES)]
        found = solve_ivp(
            hh_slope,
            (begin, end),
            y,
            "Radau",
            t_eval=np.union1d(times, [end]),
            args=(injected,),
            rtol=2e-12,
            atol=1e-13,
        )
        rows += [state for t, state in zip(found.t, found.y.T, strict=True) if t in times]
        y = found.y[:, -1]
    return np.array(rows)


@pytest.mark.parametrize("method", METHODS, ids=["Rodas5P", "Tsit5"])
def test_spike(method):
    """V to 1e-8 of its 100 mV, gates to 1e-8."""
    run = poise.simulate(
        poise.load("squid_axon"), "spike", times=[0.0, *(TIMES * MS)], rtol=1e-12, method=method, throw=True
    )
    plain = plain_spike()
    v = run.of("potential", "membrane")[1:] / MV
    np.testing.assert_allclose(v, plain[:, 0], rtol=0, atol=1e-6)
    for k, gate in enumerate(("Na.m", "Na.h", "K.n"), start=1):
        np.testing.assert_allclose(run.of("gate", f"membrane.{gate}")[1:], plain[:, k], rtol=0, atol=1e-8)


def test_ten_hours_of_ouabain():
    """V, volume and contents of the pump-leak cell to 1e-8."""
    cell = poise.load("pump_leak_cell")
    resting = poise.steady(cell, throw=True)
    times = np.array([1.0, 60.0, 600.0, HOURS, 5 * HOURS, 10 * HOURS])
    run = poise.simulate(
        cell, poise.Protocol("10 h", (poise.Scale("membrane.pump", 0.0),)), start=resting, times=times, rtol=1e-11,
        throw=True,
    )  # fmt: skip
    slope, start, contents, atol = plain_cell(cell, resting)
    found = solve_ivp(slope, (0, times[-1]), start, "Radau", t_eval=times, rtol=1e-12, atol=atol)
    np.testing.assert_allclose(run.of("potential", "membrane"), found.y[2], rtol=1e-8)
    np.testing.assert_allclose(run.of("volume", "cytosol"), found.y[3], rtol=1e-8)
    inside = np.array([contents(y) / y[3] for y in found.y.T])
    for k, ion in enumerate(("K+", "Na+", "Cl-")):
        np.testing.assert_allclose(run.of("concentration", f"cytosol.{ion}"), inside[:, k], rtol=1e-8)
