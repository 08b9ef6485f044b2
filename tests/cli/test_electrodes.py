"""`mixed`, `pourbaix`, `scale`: keys, tables, figures, what is refused."""

import pytest

COUPLE = {
    "interface", "process", "couple", "equilibrium_mV", "exchange_current_A_per_m2", "current_A_per_m2",
    "anodic_limit_A_per_m2", "cathodic_limit_A_per_m2",
}  # fmt: skip


def test_mixed_adds_keys_and_changes_none(poise):
    rest, mixed = poise("rest", "rusting_nail", "--json").json, poise("mixed", "rusting_nail", "--json").json
    assert set(mixed) - set(rest) == {"couples", "corrosion", "galvanic_current_A", "solution", "against"}
    assert {key: mixed[key] for key in rest} == rest
    assert all(set(one) == COUPLE for one in mixed["couples"])
    (iron,) = mixed["corrosion"]
    assert iron["metal"] == "Fe"
    assert iron["rate_mm_per_year"] == pytest.approx(1.163 * iron["current_A_per_m2"], rel=5e-3)  # Jones 1996
    assert {one["species"] for one in mixed["solution"]} == {"Fe2+", "O2", "OH-", "H2"}
    assert mixed["couples"][1]["cathodic_limit_A_per_m2"] > -mixed["couples"][1]["current_A_per_m2"]
    assert mixed["couples"][2]["cathodic_limit_A_per_m2"] is None
    assert mixed["galvanic_current_A"] == {}


def test_mixed_against_another_electrode(poise):
    found = poise("mixed", "iron_in_acid", "--against", "sce", "--json").json
    volts = found["interfaces"]["surface"]["potential_mV"]
    assert found["against"]["reference"] == "SCE"
    assert found["against"]["potentials_mV"]["surface"] == pytest.approx(volts - 241.2, abs=1e-6)
    assert "mV against SCE" in poise("mixed", "iron_in_acid", "--against", "SCE").out
    wrong = poise("mixed", "iron_in_acid", "--against", "SCX")
    assert wrong.status == 2
    assert "unknown reference electrode 'SCX'; did you mean 'SCE'" in wrong.err


def test_mixed_of_several_electrodes(poise, tmp_path):
    found = poise("mixed", "zinc_protects_iron", "--plot", "two.png", "--json")
    assert found.json["galvanic_current_A"]["zinc"] == pytest.approx(-found.json["galvanic_current_A"]["iron"])
    assert (tmp_path / "two.png").stat().st_size > 10_000
    assert poise("mixed", "galvanic_pair", "--plot", "pair.png", "--from", "-700", "--to", "100", "-q").status == 0
    told = poise("mixed", "zinc_protects_iron").out
    for words in ("couples", "corrosion", "mm/year", "galvanic", "solution", "Zn2+/Zn"):
        assert words in told


def test_mixed_of_a_cell_has_no_couples(poise):
    found = poise("mixed", "textbook_neuron", "--json").json
    assert found["couples"] == found["corrosion"] == found["solution"] == []


def test_a_couple_without_kinetics_is_told_what_is_known(poise, tmp_path):
    (tmp_path / "bare.yaml").write_text(
        "name: bare\ntemperature: 25 degC\ncompartments:\n  metal: {contents: {}}\n"
        "  solution: {ground: true, contents: {H+: 1 M, Cl-: 1 M, H2: 1 bar}}\n"
        "interfaces:\n  face:\n    inside: metal\n    outside: solution\n    processes:\n"
        "      h: {law: butler_volmer, couple: H+/H2}\n"
    )
    found = poise("check", "bare.yaml")
    assert found.status != 0
    assert "'exchange_current' of 'h' is missing" in found.out
    assert "the table of kinetics: known: H+/H2 on Pt: i0 0.01 A/cm2" in found.out
    text = (tmp_path / "bare.yaml").read_text().replace("H+/H2", "Cu2+/Cu").replace("H2: 1 bar", "Cu2+: 0 mM")
    (tmp_path / "bare.yaml").write_text(text)
    assert "it has H+/H2" in poise("check", "bare.yaml").out


def test_pourbaix(poise, tmp_path):
    found = poise("pourbaix", "fe", "--json", "--plot", "fe.png")
    content = found.json
    assert found.status == 0
    assert content["regions"]["Fe"]["kind"] == "immunity"
    line = next(one for one in content["lines"] if one["between"] == ["Fe", "Fe3O4"])
    assert line["potential_mV"] == pytest.approx(-85, abs=1)  # the atlas
    assert line["slope_mV_per_pH"] == pytest.approx(-59.1, abs=0.1)
    assert content["water"]["oxygen"]["potential_mV"] == pytest.approx(1229, abs=1)
    assert (tmp_path / "fe.png").stat().st_size > 10_000
    assert "pH = 1.76" in poise("pourbaix", "Fe").out  # log a = -0.72 - 3 pH of the atlas
    assert "Zn(OH)2" in poise("pourbaix", "Zn", "--solids", "hydroxides", "--activity-of-ions", "1e-4").out


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("Cu",), "no Pourbaix diagram of 'Cu'"),
        (("Fe", "--activity-of-ions", "0"), "above 0"),
        (("Fe", "--activity-of-ions", "1 mV"), "--activity-of-ions"),
        (("Fe", "--solids", "rust"), "oxides or hydroxides"),
        (("Fe", "--temperature", "200 degC"), "250 to 400 K"),
    ],
)
def test_pourbaix_refuses(poise, arguments, words):
    found = poise("pourbaix", *arguments)
    assert found.status == 2
    assert words in found.err


def test_scale(poise):
    found = poise("scale", "-0.44 V", "--from", "SHE", "--to", "SCE")
    assert found.status == 0
    assert "is -681.2 mV against SCE" in found.out
    assert poise("scale", "-440", "--to", "SCE", "--json").json["potential_mV"] == pytest.approx(-681.2)
    assert poise("scale", "0 mV", "--to", "vacuum", "--json").json["potential_mV"] == pytest.approx(4440)
    warm = poise("scale", "0 mV", "--from", "NCE", "--temperature", "40 degC")
    assert "25 degC" in warm.err
    listed = poise("scale", "--json").json["reference_electrodes"]
    assert {"SHE", "SCE", "Ag/AgCl", "Cu/CuSO4", "absolute"} <= set(listed)
    assert "Hg/HgO" in poise("scale").out
    wrong = poise("scale", "1 mM", "--to", "SCE")
    assert wrong.status == 2
    assert "POTENTIAL" in wrong.err
    assert poise("scale", "0", "--to", "silver").status == 2


@pytest.mark.parametrize("command", ["pourbaix", "scale"])
def test_light(process, command):
    """Neither loads JAX or SciPy."""
    code = (
        "import sys; from poise.cli._app import run; status = run(sys.argv[1:]);"
        "sys.exit(9 if {'jax', 'scipy', 'matplotlib'} & set(sys.modules) else status)"
    )
    found = process(command, *(("Fe",) if command == "pourbaix" else ("100", "--to", "SCE")), code=code)
    assert found.status == 0, found.err
