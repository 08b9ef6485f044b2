"""Plain SciPy implementations, written from the papers' equations and sharing no code with Poise.

They give the numbers that the tests of runs in time compare with. Units as in each paper.
"""

import math

import numpy as np
from scipy.integrate import solve_ivp
from scipy.optimize import brentq

R, F = 8.31446261815324, 96485.33212331
TIGHT = {"method": "Radau", "rtol": 1e-10}


# Hodgkin & Huxley 1952, mV, ms, uA/cm2


def linoid(x):
    return x / -math.expm1(-x) if abs(x) > 1e-6 else 1 + x / 2 + x * x / 12


def hh_rates(v):
    """alpha and beta of m, h, n."""
    return (
        (linoid((v + 40) / 10), 4 * math.exp(-(v + 65) / 18)),
        (0.07 * math.exp(-(v + 65) / 20), 1 / (1 + math.exp(-(v + 35) / 10))),
        (0.1 * linoid((v + 55) / 10), 0.125 * math.exp(-(v + 65) / 80)),
    )


def hh_gates(v):
    return [a / (a + b) for a, b in hh_rates(v)]


def hh_current(v, m, h, n):
    return 120 * m**3 * h * (v - 50) + 36 * n**4 * (v + 77) + 0.3 * (v + 54.3)


def hh_rest():
    v = brentq(lambda v: hh_current(v, *hh_gates(v)), -70, -60, xtol=1e-13)
    return [v, *hh_gates(v)]


def hh_slope(t, y, injected):
    v, *gates = y
    return [
        injected - hh_current(*y),
        *(a * (1 - x) - b * x for (a, b), x in zip(hh_rates(v), gates, strict=True)),
    ]


def hh_run(pieces, y=None, *, method="LSODA", rtol=1e-10, atol=1e-12, at=()):
    """Pieces of (ms, uA/cm2), one after the other: times and V at `at`, spikes (0 mV upward), extremes, last state."""
    y = hh_rest() if y is None else y
    begin, spikes, rows, low, high = 0.0, [], [], np.inf, -np.inf

    def rises(t, y, injected):
        return y[0]

    def turns(t, y, injected):
        return hh_slope(t, y, injected)[0]

    rises.direction = 1
    for length, injected in pieces:
        end = begin + length
        times = [t for t in at if begin <= t < end]
        found = solve_ivp(
            hh_slope, (begin, end), y, method, t_eval=[*times, end], events=[rises, turns],
            args=(injected,), rtol=rtol, atol=atol, max_step=max(length / 400, 0.05),
        )  # fmt: skip
        rows += [found.y[:, k] for k in range(len(times))]
        spikes += found.t_events[0].tolist()
        ends = [y[0], *(one[0] for one in found.y_events[1]), found.y[0, -1]]
        low, high = min(low, *ends), max(high, *ends)
        begin, y = end, found.y[:, -1]
    return {"spikes": spikes, "states": np.array(rows), "least": low, "most": high, "last": y}


# currents of Goldman-Hodgkin-Katz, SI


def ghk_flux(permeability, charge, v, temperature, inside, outside):
    """Outward [mol/(m2 s)]."""
    u = charge * F * v / (R * temperature)
    b = u / math.expm1(u) if abs(u) > 1e-9 else 1 - u / 2
    return permeability * (inside * b * math.exp(u) - outside * b)


def pan(v, temperature, nai, nao, ki, ko, worth, *, atp=3.0, adp=0.1, pi=4.0, protons=10**-7.2 * 1e3):
    """Cycles of the sodium pump over their most, Pan et al. 2020; `worth`: standard free energy of ATP [J/mol]."""
    u = v * F / (R * temperature)
    k1, k2, k3, k4 = 1423.2, 11565.0, 194.4506, 30630.0
    b1, b2, b3, b4 = 225.9048, 36355.0, 281040.0, 1.574e6
    ai, bo, ci, do, ko_, ta = 579.7295, 0.0349, 5.6399, 10617.0, 1.0817, 140.3709
    delta = -0.055
    n, m = nai / ci, nao / do
    nv, mv = nai / (ai * math.exp(delta * u)), nao / (bo * math.exp((1 + delta) * u))
    closing = b1 * b2 * b3 * b4 / (k1 * k2 * k3 * k4) * ai * ci**2 * ko_**2 * ta / (bo * do**2)
    q = ki / math.sqrt(closing * math.exp(-worth / (R * temperature)) * 1e6)
    p, a = ko / ko_, atp / ta
    di, dd = nv * n * n + (1 + n) ** 2 + (1 + q) ** 2 - 1, mv * m * m + (1 + m) ** 2 + (1 + p) ** 2 - 1
    f1, f2, f3, f4 = k1 * nv * n * n / di, k2, k3 * p * p / dd, k4 * a / (1 + a)
    r1, r2, r3, r4 = b1 * adp, b2 * mv * m * m / dd, b3 * pi * protons / (1 + a), b4 * q * q / di
    paths = (
        r1 * r2 * r3 + r1 * r2 * f4 + r1 * f3 * f4 + f2 * f3 * f4
        + r2 * r3 * r4 + f1 * r2 * r3 + f1 * r2 * f4 + f1 * f3 * f4
        + r1 * r3 * r4 + f2 * r3 * r4 + f1 * f2 * r3 + f1 * f2 * f4
        + r1 * r2 * r4 + r1 * f3 * r4 + f2 * f3 * r4 + f1 * f2 * f3
    )  # fmt: skip
    most = 1 / (1 / k1 + 1 / k2 + 1 / k3 + 1 / k4)
    return (f1 * f2 * f3 * f4 - r1 * r2 * r3 * r4) / paths / most
