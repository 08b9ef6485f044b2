"""The pictures of the documentation, drawn anew: `.venv/bin/python docs/pictures.py`."""

import sys
from collections.abc import Callable
from pathlib import Path

import matplotlib

matplotlib.use("agg")
from matplotlib.figure import Figure
from PIL import Image

import poise

FOLDER = Path(__file__).resolve().parent / "images"
_COLOURS = 64
_DOTS = 110  # per inch: small files, sharp enough for a page


def tug_of_war() -> Figure:
    """Who pulls the resting neuron where."""
    return poise.rest(poise.load("textbook_neuron")).plot.tug_of_war()


def circuit() -> Figure:
    """The same neuron as batteries and resistors."""
    return poise.rest(poise.load("textbook_neuron")).plot.circuit()


def three_rests() -> Figure:
    """A current-voltage curve that crosses zero three times."""
    return poise.iv(poise.load("three_rests"), low=-0.11, high=0.02).plot.iv()


def action_potential() -> Figure:
    """The impulse of the squid axon, with its currents and gates."""
    return poise.simulate(poise.load("squid_axon"), "spike", "14 ms").plot.time()


def branch() -> Figure:
    """Steady states of the squid axon along the injected current."""
    axon = poise.load("squid_axon").set("membrane.leak.reversal", "-54.387 mV")
    return poise.continue_(axon, "membrane.injected", "0 uA/cm2", "200 uA/cm2").plot.branch()


def ouabain() -> Figure:
    """The pump is poisoned: ten hours of potential, concentrations and volume."""
    return poise.simulate(poise.load("pump_leak_cell"), "ouabain").plot.time()


def junction() -> Figure:
    """A potassium gluconate pipette in a simple bath: concentrations and potential across the junction."""
    pipette, bath = "K+=140 mM,gluconate-=120 mM,Cl-=20 mM", "Na+=145 mM,K+=3 mM,Ca2+=2 mM,Cl-=152 mM"
    return poise.junction(pipette, bath, names=("pipette", "bath")).plot.profile()


def load_curve() -> Figure:
    """The load curve of a thermogalvanic cell, and where its heat goes."""
    return poise.load_curve(poise.load("thermogalvanic_cell")).plot()


def solar_limit() -> Figure:
    """Efficiency of solar cells against their gap."""
    return poise.solar_scan().plot()


def evans() -> Figure:
    """The rusting nail: iron and oxygen at one potential."""
    return poise.iv(poise.load("rusting_nail"), low=-0.66, high=-0.1).plot.evans()


PICTURES: dict[str, Callable[[], Figure]] = {
    one.__name__: one
    for one in (
        tug_of_war,
        circuit,
        three_rests,
        action_potential,
        branch,
        ouabain,
        junction,
        load_curve,
        solar_limit,
        evans,
    )
}


if __name__ == "__main__":
    for name in sys.argv[1:] or PICTURES:
        path = FOLDER / f"{name}.png"
        PICTURES[name]().savefig(path, dpi=_DOTS)
        Image.open(path).convert("RGB").quantize(_COLOURS).save(path, optimize=True)
