"""The JSON Schema says of whole files what the reader says of them."""

from pathlib import Path
from typing import Any

import jsonschema
import pytest
from ruamel.yaml import YAML

from poise.io import json_schema, layout, locate, read_model, shipped
from poise.io.document import CompartmentPart, InterfacePart, ModelDocument, OwnSpecies
from poise.io.document_gate import GatePart
from poise.io.document_protocol import ProtocolPart, keys_of, verb_document
from poise.processes.gates.read import KEYS
from poise.processes.register import laws

MODELS = Path(__file__).parents[2] / "data" / "models"
FILES = [*sorted(MODELS.glob("*.yaml")), *(locate(name) for name in shipped())]


@pytest.fixture(scope="module")
def validator() -> Any:
    schema = json_schema()
    jsonschema.Draft202012Validator.check_schema(schema)
    return jsonschema.Draft202012Validator(schema)


def loaded(text: str) -> Any:
    """A file as an editor's YAML reader sees it, numbers as numbers."""
    return YAML(typ="safe", pure=True).load(text)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_sound_files_follow_the_schema(path: Path, validator: Any):
    validator.validate(loaded(path.read_text(encoding="utf-8")))
    validator.validate(read_model(path).describe())


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("temperature: 37 degC", "temperature: 37"),
        ("temperature: 37 degC\n", ""),
        ("K+: 140 mM", "K+: 140"),
        ("permeability: 4e-7 cm/s", "permeability: 4e-7"),
        ("permeability: 4e-7 cm/s", "permeabilty: 4e-7 cm/s"),
        (", permeability: 4e-7 cm/s", ""),
        ("law: ghk_channel", "law: ghk_chanel"),
        ("law: ghk_channel, ", ""),
        ("symmetry: 0.35", "symmetry: 1.5"),
        ("ratios: {K+: 1, Na+: 0.04}", "ratios: {K+: -1}"),
        ("activity: ideal", "activity: sit"),
        ("ground: true", "ground: 'yes'"),
        ("poise: 1", "poise: 2"),
        ("name: cell", "name: a cell"),
        ("  membrane:", "  mem.brane:"),
        ("K_leak:", "K.leak:"),
        ("name: cell", "name: cell\nunknown: 1"),
        ("{charge: -1.5}", "{}"),
        ("A-: {charge", "pH: {charge"),
        ("capacitance: 1 uF/cm2", "capacitance: 012 uF/cm2"),
    ],
)
def test_broken_files_do_not(old: str, new: str, validator: Any):
    text = (MODELS / "cell.yaml").read_text(encoding="utf-8")
    assert old in text
    assert list(validator.iter_errors(loaded(text.replace(old, new, 1))))


def test_every_law_and_field_is_explained():
    parts = json_schema()["$defs"]
    assert parts["Process"]["properties"]["law"]["enum"] == list(laws())
    for name in laws():
        law = parts[f"law_{name}"]
        assert law["additionalProperties"] is False
        assert all(field["description"] for field in law["properties"].values())
    assert parts["law_ghk_channel"]["properties"]["permeability"]["description"].endswith("[cm/s]")


def test_every_key_of_gates_and_actions_is_explained():
    parts = json_schema()["$defs"]
    assert set(layout.GATE.optional) == set(KEYS)
    for name in ("Gate", "Protocol", "Compartment", "Interface", *(f"verb_{one}" for one in layout.ACTIONS)):
        assert all(field["description"] for field in parts[name]["properties"].values()), name
    for name in laws():
        assert parts[f"law_{name}"]["properties"]["gates"]["additionalProperties"] == {"$ref": "#/$defs/Gate"}


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("power: 3", "power: -3"),
        ("{law: binding", "{law: bindin"),
        ("volume: 2000 um3", "volume: 2000"),
        ("held: [ATP, pH]", "held: ATP"),
        ("{O: 1,", "{O: 2,"),
        ("open: O, ", ""),
        ("C -> O", "C to O"),
        ("k: 0.1 1/s", "k: fast"),
        ("until: 10 s", "until: 10"),
        ("time_constant: 2 s", "tau: 2 s"),
        (", time_constant: 2 s", ""),
        ("block: membrane.pump", "stop: membrane.pump"),
        ("block: membrane.pump", "block: membrane.pump, set: temperature"),
        ("rises_through: 20 mM", "passes: 20 mM"),
        ("swells: {", "1swells: {"),
    ],
)
def test_broken_files_with_everything_do_not_follow_it(old: str, new: str, validator: Any):
    text = (MODELS / "everything.yaml").read_text(encoding="utf-8")
    if old == "{O: 1,":
        text = text.replace("open: O", "open: {O: 1, C: 0}")
    assert old in text
    assert list(validator.iter_errors(loaded(text.replace(old, new, 1))))


def test_the_table_of_keys_and_the_pydantic_models_agree():
    pairs = [
        (layout.MODEL, ModelDocument),
        (layout.SPECIES, OwnSpecies),
        (layout.COMPARTMENT, CompartmentPart),
        (layout.INTERFACE, InterfacePart),
        (layout.GATE, GatePart),
        (layout.PROTOCOL, ProtocolPart),
        *((part, verb_document(verb)) for verb, part in (*layout.ACTIONS.items(), *layout.EVENTS.items())),
    ]
    for part, document in pairs:
        fields = keys_of(document)
        assert {name for name, one in fields.items() if one.is_required()} == set(part.required)
        assert set(fields) == {*part.required, *part.optional}
