"""Models whose results the tests of tables, files and figures share."""

from functools import cache

import numpy as np

from poise.analysis.iv import iv
from poise.analysis.rest import rest
from poise.chemistry.species import species
from poise.io import read_model
from poise.model.compartment import Compartment
from poise.model.interface import Interface
from poise.model.model import Model
from poise.processes.register import law
from poise.results.result import Result

CYTOSOL = Compartment(
    {species(n): c for n, c in {"K+": 140.0, "Na+": 10.0, "Cl-": 7.0, "ATP": 5.0, "ADP": 0.03, "Pi": 2.0,
                                "H+": 10 ** (3 - 7.2), "Mg2+": 0.5}.items()}
)  # fmt: skip
BATH = Compartment(
    {species(n): c for n, c in {"K+": 4.0, "Na+": 145.0, "Cl-": 120.0, "H+": 10 ** (3 - 7.4)}.items()}, ground=True
)
FOUR = {
    "K_leak": law("ghk_channel")(ion="K+", permeability="4e-7 cm/s"),
    "Na_leak": law("ghk_channel")(ion="Na+", permeability="1e-8 cm/s"),
    "Cl_leak": law("ghk_channel")(ion="Cl-", permeability="1e-7 cm/s"),
    "pump": law("na_k_atpase")(rate="50 pmol/cm2/s"),
}
STIM = law("prescribed_current")("-0.05 uA/cm2")
NEUTRAL = law("prescribed_current")("0 A/m2")


def cell(processes: dict, injected: float = 0.0, name: str = "cell") -> Model:
    """A cell with these processes in its membrane."""
    face = Interface("cytosol", "bath", processes, capacitance=0.01, injected=injected)
    return Model(name, {"cytosol": CYTOSOL, "bath": BATH}, {"membrane": face}, 310.15)


def many(count: int) -> dict:
    """So many processes, names long and short, imposed ones among them."""
    ions = ["K+", "Na+", "Cl-"]
    found = {
        f"ch_{k}_with_a_long_name"[: 5 + 3 * k]: law("ohmic_channel")(
            ion=ions[k % 3], conductance=f"{0.01 * (k + 1)} mS/cm2"
        )
        for k in range(count - 1)
    }
    return {**found, "stim": STIM}


N_SHAPED = cell({
    "K_leak": law("ohmic_channel")("K+", "0.1 mS/cm2"),
    "Na_P": law("boltzmann_channel")("Na+", "0.8 mS/cm2", "-45 mV", "5 mV"),
    "Cl_leak": law("ohmic_channel")("Cl-", "0.02 mS/cm2"),
})  # fmt: skip

MODELS = {
    "one": lambda: cell({"K_leak": FOUR["K_leak"]}),
    "four": lambda: cell(FOUR),
    "driven": lambda: cell({**FOUR, "stim": STIM, "nil": NEUTRAL}, injected=0.002),
    "eight": lambda: cell(many(8)),
    "twelve": lambda: cell(many(12), injected=0.002),
    "n_shaped": lambda: N_SHAPED,
    "no_rest": lambda: cell({"stim": STIM}),
    "epithelium": lambda: read_model("epithelium"),
    "electrode": lambda: read_model("platinum_iron_tin"),
    "swept": lambda: cell(FOUR).set("bath.K+", np.geomspace(1.0, 100.0, 30)),
    "folded": lambda: N_SHAPED.set("bath.K+", np.linspace(1.0, 20.0, 40)),
    "grid": lambda: (
        cell(FOUR)
        .set({"bath.K+": np.linspace(1.0, 100.0, 5), "bath.Na+": np.linspace(148.0, 49.0, 5)}, along="swap")
        .set("membrane.pump.rate", ["0 pmol/cm2/s", "50 pmol/cm2/s"])
    ),
}
SCALAR = ("one", "four", "driven", "eight", "twelve", "n_shaped", "epithelium", "electrode")


@cache
def rest_of(name: str) -> Result:
    """The rest of one of the models."""
    return rest(MODELS[name]())


@cache
def curves_of(name: str, low: float = -0.15, high: float = 0.1) -> Result:
    """The I-V curves of one of the models."""
    return iv(MODELS[name](), low=low, high=high)
