"""`continue`: the branch with its folds and Hopf points, ranges in every form, mistakes."""

import pytest


def test_the_hopf_points_of_the_squid_axon(poise, tmp_path):
    found = poise(
        "continue",
        "squid_axon",
        "--over",
        "membrane.injected=0:200 uA/cm2",
        "--json",
        "--plot",
        "b.png",
        "-o",
        "b.json",
    )
    assert found.status == 0
    content = found.json
    assert set(content) >= {"branch", "folds", "hopfs", "over", "unit", "status"}
    assert [one["value"] for one in content["hopfs"]] == pytest.approx([9.7493, 154.496], abs=0.01)
    assert all(one["frequency_Hz"] > 0 for one in content["hopfs"])
    assert content["folds"] == []
    assert {"value", "stable", "potential_mV"} <= set(content["branch"][0])
    assert (tmp_path / "b.png").stat().st_size > 1000
    assert (tmp_path / "b.json").exists()
    assert "wrote b.png" in found.err


@pytest.mark.parametrize(
    "over",
    ["membrane.injected=0:20 uA/cm2", "membrane.injected=0:20", "membrane.injected=0 uA/cm2:0.2 A/m2",
     "membrane.injected=20:0 uA/cm2", "membrane.injected=0e0:2e1 uA/cm2"],
)  # fmt: skip
def test_ranges(poise, over):
    content = poise("continue", "squid_axon", "--over", over, "--json").json
    values = [one["value"] for one in content["branch"]]
    assert (min(values), max(values)) == (pytest.approx(0, abs=1e-9), pytest.approx(20, rel=1e-9))


def test_a_temperature_and_a_pure_number(poise):
    found = poise("continue", "squid_axon", "--over", "temperature=2:12 degC", "--json").json
    assert {round(found["branch"][0]["value"], 6), round(found["branch"][-1]["value"], 6)} == {2.0, 12.0}


@pytest.mark.parametrize(
    ("over", "words"),
    [
        ("membrane.injected", ["--over 'membrane.injected=0:200 uA/cm2'"]),
        ("membrane.injected=1", ["--over"]),
        ("membrane.injected=1:2:3", ["--over"]),
        ("membrane.injected=:3", ["--over"]),
        ("membrane.inject=0:1", ["membrane.injected"]),
        ("membrane.injected=0 uA/cm2:3", ["'3' has no unit"]),
        ("membrane.injected=0:3 mM", ["mM"]),
        ("membrane.injected=3:3", ["empty"]),
        ("membrane.capacitance=1:3", ["cannot be followed"]),
        ("bath.K+=-5:3 mM", ["at least 0"]),
        ("bath.K+=nan:3 mM", ["bath.K+"]),
    ],
)
def test_mistakes(poise, over, words):
    found = poise("continue", "squid_axon", "--over", over)
    assert (found.status, found.out) == (2, "")
    assert all(word in found.err for word in words), found.err
    assert "Traceback" not in found.err
    assert "fault of Poise" not in found.err


def test_other_mistakes(poise):
    assert "--over" in poise("continue", "squid_axon").err
    assert "arrays" in poise("continue", "squid_axon", "--over", "bath.K+=1:3", "--set", "bath.Na+=100,200").err
    assert poise("continue", "squid_axon", "--over", "bath.K+=1:3", "--points", "1").status == 2
