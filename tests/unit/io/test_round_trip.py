"""Any model that can be described is written and read back the same, to the last bit of every number."""

import dataclasses
import math
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
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
from poise.processes.fields import CoupleKind, Kind, QuantityKind, ReactionKind, SpeciesKind, SpeciesMapKind, kinds
from poise.processes.register import laws

IONS = [species(name) for name in ("K+", "Na+", "Cl-", "Ca2+", "H+", "HCO3-")]
REACTIONS = ["Na+(in) + H+(out) <-> Na+(out) + H+(in)", "3 Na+(in) + Ca2+(out) <-> 3 Na+(out) + Ca2+(in)"]
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


def fields(kind: Kind) -> st.SearchStrategy:
    """Values of a field of a law."""
    if isinstance(kind, QuantityKind):
        return numbers(kind)
    if isinstance(kind, SpeciesMapKind):
        return st.dictionaries(st.sampled_from(IONS), numbers(kind.entry), min_size=1)
    if isinstance(kind, SpeciesKind):
        return st.sampled_from(IONS)
    if isinstance(kind, ReactionKind):
        return st.sampled_from([parse_reaction(text, default_book()) for text in REACTIONS])
    assert isinstance(kind, CoupleKind)
    return st.sampled_from(list(couples().values()))


@st.composite
def processes(draw: st.DrawFn):
    """A process of any law."""
    law = draw(st.sampled_from(list(laws().values())))
    return law(**{name: draw(fields(kind)) for name, kind in kinds(law).items()})


@st.composite
def models(draw: st.DrawFn) -> Model:
    """A model that can be: two compartments which hold all that its processes move."""
    across = draw(st.dictionaries(names, processes(), min_size=1, max_size=3))
    own = draw(st.lists(st.sampled_from(OWN), unique=True))
    needed = [one for process in across.values() for _, one in process.modifiers()]
    needed += [one for process in across.values() for move in process.moves() for (_, one), _ in move.amounts]
    held = {one for one in needed if not one.implicit} | set(own)
    amounts = st.floats(1e-20, 1e6)
    sides = [
        Compartment({one: draw(amounts) for one in sorted(held, key=str)}, ground=ground, description=draw(texts))
        for ground in (False, True)
    ]
    face = Interface(
        "cytosol",
        "bath",
        across,
        area=draw(st.none() | st.floats(1e-15, 1e3)),
        capacitance=draw(st.none() | st.floats(1e-6, 10)),
        injected=draw(st.floats(-1e6, 1e6)),
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
