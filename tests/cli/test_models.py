"""`models`, `show`, `check`, `schema`, `cite`: what there is."""

import jsonschema
import pytest

import poise as package
from poise.io import read_model, shipped

GOOD = """
poise: 1
name: mine
temperature: 37 degC
compartments:
  cytosol: {contents: {K+: 140 mM, Cl-: 140 mM}}
  bath: {ground: true, contents: {K+: 5 mM, Cl-: 5 mM}}
interfaces:
  membrane:
    inside: cytosol
    outside: bath
    processes:
      K_leak: {law: ghk_channel, ion: K+, permeability: 1e-6 cm/s}
"""


def test_models_lists_every_shipped_model(poise):
    found = poise("models", "--json").json
    assert [one["name"] for one in found["models"]] == list(shipped())
    assert all(one["description"] for one in found["models"])
    text = poise("models").out
    assert all(name in text for name in shipped())
    assert max(map(len, text.splitlines())) <= 100


@pytest.mark.parametrize("name", shipped())
def test_show_names_every_path_and_paper(poise, name):
    model = read_model(name)
    found = poise("show", name)
    assert found.status == 0
    assert all(path in found.out for path in model.paths() if model.get(path) is not None and "injected" not in path)
    assert all(law.law in found.out for law in model.processes.values())
    assert "\\" not in found.out
    content = poise("show", name, "--json").json
    assert content["name"] == name
    assert set(content["quantities"]) == {path for path in model.paths() if model.get(path) is not None}
    assert content["bibliography"]


def test_what_show_prints_can_be_set(poise):
    content = poise("show", "textbook_neuron", "--json").json
    same = [f"--set={path}={one['text']}" for path, one in content["quantities"].items()]
    changed = poise("rest", "textbook_neuron", *same, "--json").json
    plain = poise("rest", "textbook_neuron", "--json").json
    volts = [one["interfaces"]["membrane"]["potential_mV"] for one in (changed, plain)]
    assert volts[0] == pytest.approx(volts[1], abs=1e-3)


def test_check_a_good_file(poise, tmp_path):
    (tmp_path / "mine.yaml").write_text(GOOD)
    found = poise("check", "mine.yaml", "--json")
    assert found.status == 0
    assert found.json == {"ok": True, "problems": []}
    assert poise("check", "mine.yaml").out == "mine.yaml: ok\n"


def test_check_a_warning(poise, tmp_path):
    (tmp_path / "mine.yaml").write_text(GOOD.replace("Cl-: 5 mM", "Cl-: 6 mM"))
    found = poise("check", "mine.yaml", "--json")
    assert found.status == 0
    assert found.json["ok"] is True
    assert [one["severity"] for one in found.json["problems"]] == ["warning"]


def test_check_an_error_points_into_the_file(poise, tmp_path):
    (tmp_path / "mine.yaml").write_text(GOOD.replace("permeability: 1e-6 cm/s", "permeability: 1e-6 mV"))
    found = poise("check", "mine.yaml", "--json")
    assert found.status == 1
    assert found.json["ok"] is False
    problem = found.json["problems"][0]
    assert set(problem) >= {"file", "line", "column", "message", "hint"}
    assert problem["file"].endswith("mine.yaml")
    assert problem["line"] == 13
    assert "mV" in problem["message"]
    text = poise("check", "mine.yaml")
    assert text.status == 1
    assert "mine.yaml:13:" in text.out
    solved = poise("rest", "mine.yaml", "--json")
    assert solved.status == 2
    assert not solved.out
    assert "mine.yaml:13:" in solved.err


def test_check_a_file_that_is_not_there(poise):
    found = poise("check", "nowhere.yaml", "--json")
    assert found.status == 2
    assert not found.out
    assert "nowhere.yaml" in found.err


def test_schema_accepts_a_shipped_model(poise):
    schema = poise("schema").json
    jsonschema.Draft202012Validator.check_schema(schema)
    assert poise("schema", "--json").json == schema


@pytest.mark.parametrize("name", shipped())
def test_cite_is_what_the_result_rests_on(poise, name):
    found = poise("cite", name, "--json").json
    result = package.rest(read_model(name))
    assert list(found["references"]) == list(result.references)
    assert all(text.startswith("@") for text in found["references"].values())
    assert poise("cite", name).out.strip() == result.cite().strip()


def test_a_shipped_file_is_written_out_to_start_from(poise, tmp_path):
    mine = tmp_path / "mine.yaml"
    mine.write_text(poise("show", "textbook_neuron", "--yaml").out, encoding="utf-8")
    assert poise("check", str(mine)).status == 0
    assert poise("show", "textbook_neuron", "--yaml", "--json").status == 2
