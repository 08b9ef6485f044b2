"""Runs, states and branches whose tables, files and figures the tests share."""

import math
from functools import cache

import numpy as np

from poise.analysis.continue_ import continue_
from poise.analysis.simulate import simulate
from poise.analysis.steady import steady
from poise.chemistry.species import Species
from poise.constants import FARADAY, GAS
from poise.model.compartment import Compartment
from poise.model.interface import Interface
from poise.model.model import Model
from poise.model.protocol import Protocol, Rises, Scale, Step
from poise.processes.register import law
from poise.results.result import Result

KELVIN = 279.45
KT = GAS * KELVIN / FARADAY
WARM = {"q10": 3, "at": "6.3 degC"}
AXON = Model(
    "axon",
    {
        "cytosol": Compartment({"Na+": 440.0 * math.exp(-0.05 / KT), "K+": 400.0}),
        "bath": Compartment({"Na+": 440.0, "K+": 400.0 * math.exp(-0.077 / KT)}, ground=True),
    },
    {
        "membrane": Interface(
            "cytosol",
            "bath",
            {
                "Na": law("ohmic_channel")("Na+", "120 mS/cm2", gates={
                    "m": {"power": 3, "alpha": "1/ms*linoid((V+40 mV)/(10 mV))",
                          "beta": "4/ms*exp(-(V+65 mV)/(18 mV))", **WARM},
                    "h": {"alpha": "0.07/ms*exp(-(V+65 mV)/(20 mV))",
                          "beta": "1/ms*logistic((V+35 mV)/(10 mV))", **WARM},
                }),
                "K": law("ohmic_channel")("K+", "36 mS/cm2", gates={
                    "n": {"power": 4, "alpha": "0.1/ms*linoid((V+55 mV)/(10 mV))",
                          "beta": "0.125/ms*exp(-(V+65 mV)/(80 mV))", **WARM},
                }),
                "leak": law("leak")("0.3 mS/cm2", "-54.3 mV"),
            },
            capacitance="1 uF/cm2",
        )
    },
    KELVIN,
)  # fmt: skip
PULSE = Protocol(
    "20 ms",
    (Step("membrane.injected", "20 uA/cm2", at="1 ms", duration="0.5 ms"),),
    {"spike": Rises("membrane.potential", "0 mV"), "never": Rises("membrane.potential", "200 mV")},
)

FUEL = {"ATP": 3.0, "ADP": 0.1, "Pi": 4.0, "H+": 10 ** (3 - 7.2)}
ANION = Species("A-", -1.0184)
CELL = Model(
    "cell",
    {
        "cytosol": Compartment(
            {"K+": 140.0, "Na+": 12.0, "Cl-": 6.0, "Mg2+": 0.5, ANION: 124.4, **FUEL},
            volume="2000 um3",
            held=("ATP", "ADP", "Pi", "H+"),
        ),
        "bath": Compartment({"K+": 4.0, "Na+": 140.0, "Cl-": 144.0}, ground=True),
    },
    {
        "membrane": Interface(
            "cytosol",
            "bath",
            {
                "K_leak": law("ghk_channel")("K+", "4e-7 cm/s"),
                "Na_leak": law("ghk_channel")("Na+", "1.6e-8 cm/s"),
                "Cl_leak": law("ghk_channel")("Cl-", "1.8e-7 cm/s"),
                "pump": law("na_k_atpase")(rate="41 pmol/cm2/s"),
                "water": law("osmosis")("0.01 cm/s"),
            },
            area="1000 um2",
            capacitance="1 uF/cm2",
        )
    },
    310.15,
    species=(ANION,),
)
OUABAIN = Protocol("1 h", (Scale("membrane.pump", 0.0, at="60 s"),))

RUNS = {
    "spike": lambda: simulate(AXON, PULSE),
    "lanes": lambda: simulate(AXON.set("temperature", np.array([279.45, 289.45, 299.45])), PULSE, every="0.1 ms"),
    "grid": lambda: simulate(
        AXON.set("temperature", np.array([279.45, 299.45])).set("membrane.leak.conductance", np.array([2.0, 3.0, 4.0])),
        PULSE, every="0.2 ms",
    ),
    "swelling": lambda: simulate(CELL, OUABAIN),
    "steady": lambda: steady(CELL),
    "resting": lambda: steady(AXON),
    "branch": lambda: continue_(AXON, "membrane.injected", "0 uA/cm2", "200 uA/cm2"),
}  # fmt: skip


@cache
def run_of(name: str) -> Result:
    """One of the results."""
    return RUNS[name]()
