"""The source texts' junction, and one command for a membrane, an electrode and a junction (S25, S48)."""

import math

import pytest

import poise
from poise.constants import FARADAY, GAS

DEEP = ("textbook_neuron", "platinum_iron_tin", "acid_junction")


def test_S25_acid_at_two_concentrations() -> None:
    """Rest of the junction's model: (D+ - D-)/(D+ + D-) RT/F ln 10, the dilute side positive, acid still diffusing."""
    result = poise.rest(poise.load("acid_junction"))
    expected = (9.311 - 2.032) / (9.311 + 2.032) * GAS * 298.15 / FARADAY * math.log(10)
    assert result.of("potential", "junction") == pytest.approx(expected, abs=1e-9)
    acid, chloride = (result.of("net_flux", f"junction.dilute.{one}") for one in ("H+", "Cl-"))
    assert acid == pytest.approx(chloride, rel=1e-9)
    assert acid > 0
    assert result.of("dissipation", "diffusion") > 0


def test_S48_one_verb_one_table() -> None:
    """A membrane, an electrode and a junction: the same verb, the same rows and columns."""
    results = [poise.rest(poise.load(name)) for name in DEEP]
    tables = [one.to_pandas() for one in results]
    assert len({tuple(one.columns) for one in tables}) == 1
    assert len({tuple(one.to_dict()) for one in results}) == 1
    for result in results:
        assert result.status == "ok"
        assert math.isfinite(result["root"].ravel()[0])


def test_equal_acids_rest_at_nothing() -> None:
    result = poise.rest(poise.load("acid_junction").set({"dilute.H+": "100 mM", "dilute.Cl-": "100 mM"}))
    assert result.of("potential", "junction") == pytest.approx(0.0, abs=1e-12)


def test_lanes() -> None:
    """An array of dilutions gives an array of junctions."""
    ratios = [1.0, 3.0, 30.0, 1e4]
    model = poise.load("acid_junction").set(
        {"dilute.H+": [100 / r for r in ratios], "dilute.Cl-": [100 / r for r in ratios]}, along="dilution"
    )
    found = poise.rest(model).of("potential", "junction")
    slope = (9.311 - 2.032) / (9.311 + 2.032) * GAS * 298.15 / FARADAY
    assert found == pytest.approx([slope * math.log(r) for r in ratios], abs=1e-9)


def test_a_layer_needs_both_signs() -> None:
    with pytest.raises(poise.PoiseError, match="names only cations"):
        poise.law("liquid_junction")({"K+": 1e-9, "Na+": 1e-9}, "1 um")
