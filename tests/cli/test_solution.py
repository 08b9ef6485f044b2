"""`solution`: keys, exit statuses, options, speed of the start."""

import pytest

from poise.cli import _app

LINE = "140 mM KCl, 10 mM HEPES, 5 mM EGTA, free Ca2+ 100 nM with CaCl2, pH 7.3 with KOH, at 22 degC"


@pytest.fixture(autouse=True)
def registered(monkeypatch):
    monkeypatch.setitem(_app.COMMANDS, "solution", "What is really in a recipe.")


def test_keys(poise):
    found = poise("solution", LINE, "--json")
    assert (found.status, found.err) == (0, "")
    content = found.json
    assert {"ions", "pH", "osmolarity_mOsm", "ionic_strength_mM", "charge_mM"} <= set(content)
    for one in content["ions"].values():
        assert {"total_mM", "free_mM", "activity"} <= set(one)
    assert content["pH"] == pytest.approx(7.3)
    assert content["ions"]["Ca2+"]["free_mM"] == pytest.approx(1e-4)
    assert content["ions"]["Cl-"]["total_mM"] == pytest.approx(140.0 + 2.0 * content["weighed_mM"]["CaCl2"])
    assert abs(content["charge_mM"]) < 1e-9
    assert [one["compound"] for one in content["added"]] == ["KOH", "CaCl2"]


def test_a_shipped_recipe_and_a_file(poise, tmp_path):
    assert "dissolved" in poise("solution", "acsf").out
    (tmp_path / "own.yaml").write_text("poise_recipe: 1\ncontents: {NaCl: 154 mM}\n")
    found = poise("solution", "own.yaml", "--temperature", "37", "--json").json
    assert found["recipe"] == "own"
    assert found["temperature_K"] == pytest.approx(310.15)


def test_the_list(poise):
    found = poise("solution", "--list")
    assert found.status == 0
    assert "acsf" in found.out
    names = [one["name"] for one in poise("solution", "--list", "--json").json["recipes"]]
    assert len(names) >= 12
    assert names == sorted(names)


def test_yaml(poise):
    found = poise("solution", "hepes_bath", "--yaml")
    assert found.status == 0
    assert "contents:\n" in found.out
    assert "  Na+: " in found.out


def test_options(poise):
    ideal = poise("solution", LINE, "--activity", "ideal", "--json").json
    davies = poise("solution", LINE, "--json").json
    assert ideal["osmotic_coefficient"] == 1.0
    assert ideal["osmolarity_mOsm"] > davies["osmolarity_mOsm"]
    fixed = poise("solution", LINE, "--ionic-strength", "100 mM", "--json").json
    assert any("100 mM" in text for text in fixed["notes"])


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ((), ["--list"]),
        (("acfs",), ["acsf"]),
        (("140 mM KCl, 10 mM HEPS",), ["HEPES", "^"]),
        (("140 mM K+",), ["negative charge"]),
        (("140 mM KCl, 10 mM HEPES, pH 7.3 with HCl",), ["base"]),
        (("acsf", "--temperature", "37 mV"), ["--temperature"]),
        (("acsf", "--temperature", "400 degC"), ["--temperature"]),
        (("acsf", "--temperature", "150 degC"), ["150 degC", "out of range"]),
        (("acsf", "--activity", "davis"), ["davies"]),
        (("acsf", "--ionic-strength", "3 V"), ["--ionic-strength"]),
        (("acsf", "--yaml", "--json"), ["--yaml"]),
        (("nowhere.yaml",), ["nowhere.yaml"]),
    ],
)
def test_mistakes(poise, arguments, words):
    found = poise("solution", *arguments)
    assert (found.status, found.out) == (2, "")
    assert all(word in found.err for word in words), found.err
    assert "Traceback" not in found.err


def test_no_heavy_library_is_loaded(process):
    code = (
        "import sys\nfrom poise.cli import _app\n_app.COMMANDS['solution'] = 'x'\n"
        "_app.run(['solution', 'acsf', '--json'])\n"
        "print(sorted({'jax', 'scipy', 'pint', 'pydantic', 'rich', 'matplotlib', 'xarray'} & set(sys.modules)), "
        "file=sys.stderr)"
    )
    found = process(code=code)
    assert found.status == 0
    assert found.err.strip() == "[]"
