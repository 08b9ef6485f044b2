"""`energy`: keys, text, budgets, mistakes."""

import pytest

from poise.io import shipped

KEYS = {
    "atp_mol_per_s", "atp_mol_per_m2_s", "atp_per_s", "atp_free_energy_J_per_mol", "power_in_W", "power_in_W_per_m2",
    "sources", "dissipated_W", "dissipated_W_per_m2", "stored_W", "stored_W_per_m2", "balance_relative", "processes",
    "area_m2", "budget", "status", "at",
}  # fmt: skip


@pytest.mark.parametrize("name", shipped())
def test_keys(poise, name):
    found = poise("energy", name, "--json")
    if name == "thermogalvanic_cell":  # two temperatures
        assert found.status == 2
        assert "`load_curve` accounts for heat" in found.err
        return
    assert found.status == 0
    assert set(found.json) >= KEYS
    assert found.json["balance_relative"] < 1e-14
    for one in found.json["processes"]:
        assert {"name", "atp_mol_per_s", "power_in_W", "dissipated_W", "share", "declared"} <= set(one)


def test_the_steady_cell_and_its_budget(poise):
    found = poise("energy", "pump_leak_cell", "--steady", "--budget", "10 pW", "--json").json
    assert found["at"] == "steady"
    assert found["power_in_W"] == pytest.approx(found["dissipated_W"], rel=1e-12)
    assert found["budget"]["share"] == pytest.approx(found["power_in_W"] / 1e-11, rel=1e-12)
    assert found["atp_per_s"] == pytest.approx(1.156e7, rel=1e-3)
    text = poise("energy", "pump_leak_cell", "--steady", "--budget", "10 pW").out
    assert "of a budget of 10 pW: 11 %" in text
    assert "membrane.pump" in text
    assert max(map(len, text.splitlines())) <= 100


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("pump_leak_cell", "--budget", "20 mV"), ["10 pW", "20 amol/s"]),
        (("pump_leak_cell", "--budget", "-1 pW"), ["more than 0"]),
        (("textbook_neuron", "--budget", "1 pW"), ["membrane.area"]),
        (("pump_leak_cell", "--set", "bath.K+=1,2"), ["arrays"]),
        (("pump_leak", "--json"), ["pump_leak_cell"]),
    ],
)
def test_mistakes(poise, arguments, words):
    found = poise("energy", *arguments)
    assert (found.status, found.out) == (2, "")
    assert all(word in found.err for word in words)
