"""Volumes, what is held, reactions within compartments, starts and carriers in model files."""

from pathlib import Path

import pytest

from poise.chemistry.species import species
from poise.io import parse_model, read_model, write_model
from poise.model.describe import structure
from unit.io.mistakes import Mistake, check_mistake

MODELS = Path(__file__).parents[2] / "data" / "models"
EVERYTHING = (MODELS / "everything.yaml").read_text(encoding="utf-8")


def test_they_are_read():
    model = read_model(MODELS / "everything.yaml")
    cytosol = model.compartments["cytosol"]
    assert cytosol.volume == pytest.approx(2e-15, rel=1e-15)
    assert cytosol.held == (species("ATP"), species("H+"))
    assert list(cytosol.processes) == ["buffer", "sink"]
    assert model.get("cytosol.buffer.on") == 100.0
    assert model.get("cytosol.sink.k") == 0.1
    assert model.compartments["bath"].reservoir
    face = model.interfaces["membrane"]
    assert face.potential == -0.065
    assert face.carrier == species("K+")
    pump = model.processes["membrane.pump"]
    assert pump.rate.text == "P * ([Na+]in/[Na+]out)^3 * logistic((V - E[K+])/(100 mV))"  # type: ignore[attr-defined]
    assert pump.unaccounted == "the paper names no fuel"


CHANGES = [
    ("volume: 2000 um3", "volume: 2001 um3"),
    ("held: [ATP, pH]", "held: [ATP]"),
    ("off: 50 1/s", "off: 51 1/s"),
    ("carrier: K+", "carrier: Na+"),
    ("    carrier: K+\n", ""),
    ("potential: -65 mV", "potential: -66 mV"),
    ("k * [Ca2+]", "2 * k * [Ca2+]"),
    ("unaccounted: the paper names no fuel", "unaccounted: no fuel"),
    ("P: 1.036e-6 mol/m2/s", "P: 1.037e-6 mol/m2/s"),
]


@pytest.mark.parametrize(("old", "new"), CHANGES)
def test_the_hash_sees_it(old: str, new: str):
    assert old in EVERYTHING
    changed = parse_model(EVERYTHING.replace(old, new, 1))
    assert changed.hash != parse_model(EVERYTHING).hash
    assert parse_model(write_model(changed)).hash == changed.hash


def test_the_structure_sees_what_shapes_the_equations():
    first = structure(parse_model(EVERYTHING))
    numbers = [
        ("volume: 2000 um3", "volume: 2001 um3"),
        ("off: 50 1/s", "off: 51 1/s"),
        ("unaccounted: the paper", "unaccounted: a paper"),
        ("injected: 1 uA", "injected: 0 uA"),
    ]
    for old, new in numbers:
        assert old in EVERYTHING
        assert structure(parse_model(EVERYTHING.replace(old, new, 1))) == first, old
    shapes = [
        ("held: [ATP, pH]", "held: [ATP]"),
        ("carrier: K+", "carrier: Na+"),
        ("A-: {charge: -1.2}", "A-: {charge: -1.1}"),
        ("k * [Ca2+]", "2 * k * [Ca2+]"),
        ("    capacitance: 1 uF/cm2\n", ""),
        ("K: {law", "KK: {law"),
    ]
    for old, new in shapes:
        assert old in EVERYTHING
        assert structure(parse_model(EVERYTHING.replace(old, new, 1))) != first, old


MISTAKES = {
    "no volume": Mistake("volume: 2000 um3", "volume: §0 um3", "'0 um3' is out of range: it must be more than 0"),
    "unit of a volume": Mistake(
        "volume: 2000 um3", "volume: §2000 um2", "'um2' is a unit of area", "expected volume",
    ),
    "held as text": Mistake("held: [ATP, pH]", "held: §ATP", "'ATP' where a list of species"),
    "unknown held": Mistake("held: [ATP, pH]", "held: [ATP, §ATPx]", "unknown species 'ATPx'", "did you mean 'ATP'"),
    "held twice": Mistake("held: [ATP, pH]", "held: [ATP, pH, §proton]", "H+ is named twice"),
    "held but not there": Mistake("held: [ATP, pH]", "held: [ATP, Rb+]", "Rb+ is to be held", "contents"),
    "list in held": Mistake("held: [ATP, pH]", "held: [ATP, §[pH]]", "a list where the name of a species"),
    "processes as text": Mistake("      buffer: {law", "      other: §5\n      buffer: {law", "'5' where a process"),
    "law within": Mistake("buffer: {law: binding,", "buffer: {law: §bindin,", "'bindin' is not a law", "'binding'"),
    "crosses": Mistake(
        "      sink: {", "      §leak: {law: leak, conductance: 1 mS/cm2, reversal: 0 mV}\n      sink: {",
        "crosses an interface",
    ),
    "within only": Mistake(
        "      K: {law",
        "      §buffer: {law: binding, reaction: Ca2+ + B <-> BCa, on: 1 1/mM/s, off: 1 1/s}\n      K: {law",
        "runs within one compartment",
    ),
    "one side": Mistake("k * [Ca2+]", "k * [Ca2+]out", "there is one side only", "write [Ca2+]"),
    "carrier": Mistake("carrier: K+", "carrier: §urea", "'urea' carries no charge"),
    "unknown carrier": Mistake("carrier: K+", "carrier: §Kx", "unknown species 'Kx'", "did you mean"),
    "carrier as list": Mistake("carrier: K+", "§carrier: [K+]", "a list where the name of an ion"),
    "potential": Mistake("potential: -65 mV", "potential: §-65 V", "out of range"),
    "unit of a potential": Mistake("potential: -65 mV", "potential: §-65 mM", "'mM' is a unit of concentration"),
    "on": Mistake("on: 100 1/mM/s", "on: §100 1/s", "expected binding rate|is a unit of rate"),
    "unaccounted as list": Mistake(
        "unaccounted: the paper names no fuel", "§unaccounted: [a]", "a list where a text",
    ),
}  # fmt: skip


@pytest.mark.parametrize("mistake", MISTAKES.values(), ids=MISTAKES.keys())
def test_mistake(mistake: Mistake):
    check_mistake(EVERYTHING, mistake)
