"""Any model that can be described is written and read back the same, to the last bit of every number."""

import dataclasses
import math
from pathlib import Path

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from poise.chemistry.activity import ACTIVITY_MODELS, Davies
from poise.chemistry.couples import couples
from poise.chemistry.reactions import parse_reaction
from poise.chemistry.species import Species, default_book, species
from poise.errors import InputError
from poise.io import parse_model, read_model, shipped, write_model
from poise.model.compartment import Compartment
from poise.model.interface import Interface
from poise.model.model import Model
from poise.model.protocol import Clamp, Falls, Protocol, Ramp, Rises, Scale, Step, Wash
from poise.processes.fields import (
    CoupleKind,
    ExpressionKind,
    Kind,
    QuantityKind,
    ReactionKind,
    SpeciesKind,
    SpeciesMapKind,
    TextKind,
    kinds,
)
from poise.processes.register import laws

IONS = [species(name) for name in ("K+", "Na+", "Cl-", "Ca2+", "H+", "HCO3-")]
REACTIONS = ["Na+(in) + H+(out) <-> Na+(out) + H+(in)", "3 Na+(in) + Ca2+(out) <-> 3 Na+(out) + Ca2+(in)"]
WITHIN = ["H+ + NH3 <-> NH4+", "H+ + CO32- <-> HCO3-"]
RATES = {"interface": ["p * V/(1 mV)", "p * ([Na+]in/[Na+]out)^2"], "compartment": ["p", "p * [Na+]/(1 mM)"]}
GATES = [
    {"alpha": "0.1/ms * linoid((V + 40 mV)/(10 mV))", "beta": "0.50/ms"},
    {"steady": "0.50", "time": "1 ms + 2 ms*exp(-V/(25 mV))"},
    {"steady": "logistic((V - mid)/(7 mV))"},
    {"open": {"O": 1, "D": 0.5}, "rates": {"C -> O": "2/ms", "O -> C": "1/ms", "O -> D": "0.1/ms", "D -> C": "10/s"}},
]
OWN = [Species("A-", -1.0), Species("Prot", -1.37, "C2H6"), Species("B+", 0.1 + 0.2)]
names = st.from_regex(r"\A[A-Za-z][A-Za-z0-9_]{0,12}\Z")
texts = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"], exclude_characters="\ufeff\ufffe\uffff"))
lines = st.lists(texts, max_size=4).map("\n".join)


@st.composite
def numbers(draw: st.DrawFn, kind: QuantityKind) -> float:
    """A number within a field's range, of any size."""
    low = max(kind.low, -1e30)
    high = min(kind.high, 1e30)
    found = draw(st.floats(low, high, allow_nan=False, exclude_min=kind.open_low))
    if found == 0.0:
        found = 0.0 if kind.low <= 0.0 and not kind.open_low and not kind.nonzero else min(1.0, high)
    tiny = 0.0 < abs(found) < 1e-250  # lost in the conversion from the shown unit
    return math.copysign(1e-250, found) if tiny else found


def fields(kind: Kind, place: str) -> st.SearchStrategy:
    """Values of a field of a law."""
    if isinstance(kind, QuantityKind):
        return numbers(kind)
    if isinstance(kind, SpeciesMapKind):
        return st.dictionaries(st.sampled_from(IONS), numbers(kind.entry), min_size=1)
    if isinstance(kind, SpeciesKind):
        return st.sampled_from(IONS)
    if isinstance(kind, ExpressionKind):
        return st.sampled_from(RATES[place])
    if isinstance(kind, TextKind):
        return texts.filter(bool)
    if isinstance(kind, ReactionKind):
        sides = ("in", "out") if place == "interface" else ()
        written = REACTIONS if place == "interface" else WITHIN
        return st.sampled_from([parse_reaction(text, default_book(), sides) for text in written])
    assert isinstance(kind, CoupleKind)
    return st.sampled_from(list(couples().values()))


@st.composite
def gates(draw: st.DrawFn) -> dict[str, object]:
    """A gate of any kind, as it is given in Python."""
    entry = dict(draw(st.sampled_from(GATES)))
    if "open" not in entry:
        entry["power"] = draw(st.floats(0.1, 100.0))
    if "steady" not in entry or "time" in entry:
        if draw(st.booleans()):
            entry |= {"q10": draw(st.floats(1e-3, 1e3)), "at": draw(st.floats(200.0, 500.0))}
        if draw(st.booleans()):
            share = draw(st.floats(0.0, 1.0))
            entry["start"] = {"C": share, "D": 1.0 - share} if "open" in entry else share
    return entry


@st.composite
def processes(draw: st.DrawFn, place: str):
    """A process of any law that runs in such a place."""
    law = draw(st.sampled_from([law for law in laws().values() if law.place == place or law.law == "custom"]))
    values = {name: draw(fields(kind, place)) for name, kind in kinds(law).items()}
    parameters = {"mid": draw(st.floats(-1.0, 1.0).map(lambda number: f"{number!r} V"))}
    unit = "mol/m2/s" if place == "interface" else "mol/m3/s"
    parameters["p"] = draw(st.floats(-1e9, 1e9).map(lambda number: f"{number!r} {unit}"))
    parameters["odd"] = draw(st.floats(-1e9, 1e9).map(lambda number: f"{number!r} V2/(K s)"))
    gated = place == "interface" and law.law != "osmotic_equilibrium"
    opened = draw(st.dictionaries(st.sampled_from(["m", "h", "n"]), gates(), max_size=2)) if gated else {}
    try:
        return law(**values, parameters=parameters, gates=opened)
    except InputError as error:  # not every couple has a diffusion coefficient, not every set of ions both signs
        assume("diffusion" not in str(error))
        raise


@st.composite
def protocols(draw: st.DrawFn, label: str):
    """A protocol for such a model."""
    when = {"at": draw(st.floats(0.0, 1e6)), "duration": draw(st.floats(1e-9, 1e6))}
    often = {"every": 2.0 * when["duration"], "times": draw(st.integers(1, 1000))}
    value = draw(st.floats(-1e3, 1e3))
    amount = draw(st.floats(1e-9, 1e5))
    actions = [
        Step("membrane.injected", value, **when, **often),
        Step("bath.potassium", f"{amount!r} mM", at="1 ms"),
        Ramp("temperature", "20 degC", draw(st.none() | st.floats(200.0, 500.0)), **when),
        Wash("bath.K+", amount, draw(st.floats(1e-9, 1e6)), at=when["at"]),
        Scale(f"membrane.{label}", draw(st.floats(0.0, 1e6))),
        Clamp("membrane", "-20 mV", draw(st.none() | st.floats(-1.0, 1.0)), draw(st.none() | st.just(1e-3)), **when),
    ]
    events = {"up": Rises("membrane.potential", value / 100), "down": Falls("bath.K+", amount)}
    chosen = draw(st.lists(st.sampled_from(actions), max_size=4))
    return Protocol(draw(st.floats(1e-9, 1e6)), tuple(chosen), events, draw(texts))


@st.composite
def models(draw: st.DrawFn) -> Model:
    """A model that can be: two compartments which hold all that its processes move."""
    across = draw(st.dictionaries(names, processes("interface"), min_size=1, max_size=3))
    assume(not {"osmosis", "osmotic_equilibrium"} <= {one.law for one in across.values()})
    within = draw(st.dictionaries(names, processes("compartment"), max_size=2))
    holds = draw(st.booleans())
    own = draw(st.lists(st.sampled_from(OWN), unique=True))
    every = [*across.values(), *within.values()]
    needed = [species("K+"), *(one for process in every for _, one in process.seen())]
    needed += [one for process in every for move in process.moves() for (_, one), _ in move.amounts]
    held = {one for one in needed if not one.implicit} | set(own)
    kept = tuple(sorted((one for one in held if one.phase == "gas"), key=str))
    amounts = st.floats(1e-20, 1e6)
    sides = [
        Compartment(
            {one: draw(amounts) for one in sorted(held, key=str)},
            ground=ground,
            description=draw(texts),
            volume=draw(st.floats(1e-30, 1e3)) if holds and not ground else None,
            held=kept if holds and not ground else (),
            processes={} if ground else within,
        )
        for ground in (False, True)
    ]
    face = Interface(
        "cytosol",
        "bath",
        across,
        area=draw(st.floats(1e-15, 1e3) if holds else st.none() | st.floats(1e-15, 1e3)),
        capacitance=draw(st.none() | st.floats(1e-6, 10)),
        injected=draw(st.floats(-1e6, 1e6)),
        potential=draw(st.none() | st.floats(-10.0, 10.0)),
        carrier=draw(st.none() | st.just("K+")),
    )
    return Model(
        name=draw(st.from_regex(r"\A[A-Za-z][A-Za-z0-9_-]{0,20}\Z")),
        compartments=dict(zip(("cytosol", "bath"), sides, strict=True)),
        interfaces={"membrane": face},
        temperature=draw(st.floats(200.0, 500.0)),
        activity=draw(st.sampled_from(list(ACTIVITY_MODELS.values()))),
        species=tuple(own),
        description=draw(lines),
        references=tuple(draw(st.lists(texts.filter(bool), max_size=2))),
        sources=draw(st.dictionaries(texts, texts, max_size=2)),
        protocols=draw(st.dictionaries(names, protocols(next(iter(across))), max_size=2)),
    )  # fmt: skip


def values(model: Model) -> dict[str, float]:
    """Every number of a model by path."""
    return {path: model.get(path) for path in model.paths()}


@pytest.mark.usefixtures("unchecked")
@settings(
    max_examples=150,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow, HealthCheck.data_too_large],
)
@given(models())
def test_written_models_are_read_back_the_same(model: Model):
    again = parse_model(write_model(model))
    assert again.describe() == model.describe()
    assert again.hash == model.hash
    assert values(again) == values(model)
    assert again.species == model.species
    assert again.description == model.description
    assert again.sources == model.sources


@pytest.mark.parametrize("name", shipped())
def test_shipped_models_are_written_and_read_back(name: str):
    model = read_model(name)
    text = write_model(model)
    again = parse_model(text)
    assert values(again) == values(model)
    assert again.hash == model.hash
    assert write_model(again) == text


def test_what_a_file_cannot_hold_is_refused():
    model = read_model(Path(__file__).parents[2] / "data" / "models" / "cell.yaml")
    with pytest.raises(InputError, match="array"):
        write_model(model.set("bath.K+", [1.0, 2.0]))
    with pytest.raises(InputError, match="array"):
        write_model(model.set("membrane.K_leak.permeability", [1.0, 2.0]))
    with pytest.raises(InputError, match="activity"):
        write_model(dataclasses.replace(model, activity=Davies(b=0.2)))
    with pytest.raises(InputError, match="control character"):
        write_model(dataclasses.replace(model, description="a\x1b[2J"))
    gas = Species("Xgas", 0.0, "", phase="gas")
    with pytest.raises(InputError, match=r"could not be read back|cannot hold"):
        write_model(dataclasses.replace(model, species=(*model.species, gas)))
    with pytest.raises(InputError, match="cannot be the name of a model"):
        write_model(dataclasses.replace(model, name="a cell"))
