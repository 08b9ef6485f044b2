"""`poise pn`: what it prints, draws and refuses."""

import pytest


@pytest.fixture(autouse=True)
def registered(monkeypatch):
    from poise.cli import _app

    monkeypatch.setitem(_app.COMMANDS, "pn", "A p-n junction in the dark and under light.")


def test_in_the_dark(poise):
    found = poise("pn", "--to", "300 mV")
    assert found.status == 0
    assert "built-in potential  835.21 mV" in found.out
    assert "ideality" in found.out
    assert "open circuit" not in found.out


def test_json_under_light_and_a_picture(poise, tmp_path):
    picture = tmp_path / "cell.png"
    found = poise("pn", "--light", "1e17", "--json", "--plot", str(picture))
    answer = found.json
    assert answer["status"] == "ok"
    assert 400 < answer["light"]["open_circuit_mV"] < 700
    assert len(answer["voltage_mV"]) == len(answer["current_A_per_m2"])
    assert picture.stat().st_size > 10_000


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--doping-p", "much"], "--doping-p: 'much' is not a positive number"),
        (["--doping-n", "1e21"], "dilute"),
        (["--to", "2 V"], "built-in potential"),
        (["--temperature", "-150"], "--temperature"),
        (["--light", "0"], "--light"),
        (["--plot", "cell.gif"], "--plot"),
        (["--lifetime", "long"], "--lifetime"),
    ],
)
def test_what_it_refuses(poise, arguments, said):
    found = poise("pn", *arguments)
    assert found.status == 2
    assert said in found.err
    assert "Traceback" not in found.err
