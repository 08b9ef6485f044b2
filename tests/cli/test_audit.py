"""`audit`: keys, exit statuses, planted violations."""

import pytest

from poise.io import shipped

MODEL = """
poise: 1
name: cell
temperature: 37 degC
compartments:
  cytosol: {contents: {K+: 140 mM, Na+: 10 mM, Cl-: 150 mM}}
  bath: {ground: true, contents: {K+: 5 mM, Na+: 145 mM, Cl-: 150 mM}}
interfaces:
  membrane:
    inside: cytosol
    outside: bath
    processes:
      K_leak: {law: ghk_channel, ion: K+, permeability: 1e-6 cm/s}
"""
UP = "      up: {law: custom, reaction: 'Na+(in) -> Na+(out)', rate: 'P*[Na+]in', parameters: {P: 1e-7 m/s}%s}\n"


@pytest.mark.parametrize("name", shipped())
def test_keys(poise, name):
    found = poise("audit", name, "--states", "256", "--json")
    assert found.status == 0
    content = found.json
    assert content["ok"] is True
    assert all(set(one) == {"name", "reason"} and one["reason"] for one in content["declared"])
    for one in content["processes"]:
        assert {"name", "balanced", "second_law", "worst_state"} <= set(one)
        assert one["balanced"] is True
        assert one["worst_state"] is None


def test_a_violation_is_status_1_with_its_state(poise, tmp_path):
    (tmp_path / "cell.yaml").write_text(MODEL + UP % "")
    found = poise("audit", "cell.yaml", "--json")
    assert found.status == 1
    assert found.json["ok"] is False
    worst = next(one for one in found.json["processes"] if one["name"] == "membrane.up")["worst_state"]
    assert set(worst) == {
        "move", "potential_mV", "temperature_K", "concentrations_mM", "rate_mol_per_m2_s", "affinity_J_per_mol",
        "dissipation_W_per_m2",
    }  # fmt: skip
    assert worst["dissipation_W_per_m2"] < 0
    text = poise("audit", "cell.yaml")
    assert text.status == 1
    assert "BROKEN" in text.out
    assert max(map(len, text.out.splitlines())) <= 100


def test_declared_it_is_status_0(poise, tmp_path):
    (tmp_path / "cell.yaml").write_text(MODEL + UP % ", unaccounted: the paper names no fuel")
    found = poise("audit", "cell.yaml", "--json")
    assert found.status == 0
    assert found.json["declared"] == [{"name": "membrane.up", "reason": "the paper names no fuel"}]
    text = poise("audit", "cell.yaml").out
    assert "declared by the model" in text
    assert "the paper names no fuel" in text


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("squid_axon", "--states", "3"), ["states", "16"]),
        (("squid_axon", "--states", "many"), ["--states"]),
        (("squid_axon", "--seed", "-1"), ["--seed"]),
        (("squid_axon", "--set", "bath.K+=1,2"), ["arrays"]),
        (("squid_axn",), ["squid_axon"]),
    ],
)
def test_mistakes(poise, arguments, words):
    found = poise("audit", *arguments)
    assert (found.status, found.out) == (2, "")
    assert all(word in found.err for word in words)
