"""`poise nernst` and `poise ghk`: values against closed forms, and any argument survived."""

import math

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from poise.chemistry.activity import ACTIVITY_MODELS
from poise.chemistry.species import species
from poise.cli._app import run
from poise.constants import FARADAY, GAS

KEYS = {"potential_mV", "stored_energy_J_per_mol", "activity_inside", "activity_outside"}


def test_keys_and_energy_of_potassium(poise):
    found = poise("nernst", "K+", "--inside", "145 mM", "--outside", "4.0 mM", "--temperature", "310 K", "--json")
    assert found.status == 0
    assert set(found.json) >= KEYS
    assert found.json["stored_energy_J_per_mol"] == pytest.approx(GAS * 310 * math.log(145 / 4), rel=1e-14)
    assert round(found.json["stored_energy_J_per_mol"]) == 9254
    assert found.json["potential_mV"] == pytest.approx(1e3 * GAS * 310 / FARADAY * math.log(4 / 145), rel=1e-14)
    assert found.json["activity_inside"] == pytest.approx(0.145, rel=1e-15)
    assert found.json["activity_outside"] == pytest.approx(0.004, rel=1e-15)


def test_extremophile(poise):
    found = poise("nernst", "Na+", "--outside", "450 mM", "--inside", "7.5 mM", "--json")
    assert found.json["potential_mV"] == pytest.approx(109.4, abs=0.05)


@pytest.mark.parametrize("activity", ["ideal", "davies", "debye_hueckel", "pitzer"])
@pytest.mark.parametrize(("ion", "one", "other"), [("K+", "145", "4"), ("Ca2+", "100 nM", "2 mM"), ("Cl-", "7", "110")])
def test_swap_changes_the_sign_exactly(poise, activity, ion, one, other):
    there = poise("nernst", ion, "-i", one, "-o", other, "--activity", activity, "--json").json
    back = poise("nernst", ion, "-i", other, "-o", one, "--activity", activity, "--json").json
    assert there["potential_mV"] == -back["potential_mV"]
    assert there["stored_energy_J_per_mol"] == back["stored_energy_J_per_mol"]


def test_bare_numbers_are_millimolar_and_celsius(poise):
    bare = poise("nernst", "K", "--inside", "145", "--outside", "4", "-t", "36.85", "--json").json
    full = poise("nernst", "potassium", "-i", "0.145 M", "-o", "4000 uM", "-t", "310 K", "--json").json
    assert bare["potential_mV"] == pytest.approx(full["potential_mV"], rel=1e-12)


def test_protons_by_ph(poise):
    found = poise("nernst", "H+", "-i", "pH 7", "-o", "pH 8", "-t", "25 degC", "--json").json
    assert found["potential_mV"] == pytest.approx(-59.159, abs=1e-3)


def test_davies_with_given_and_assumed_ionic_strength(poise):
    assumed = poise("nernst", "K+", "-i", "145", "-o", "4", "--activity", "davies", "--json")
    given_ = poise(
        "nernst", "K+", "-i", "145", "-o", "4", "--activity", "davies",
        "--ionic-strength-inside", "145 mM", "--ionic-strength-outside", "4 mM", "--json",
    )  # fmt: skip
    assert assumed.json["potential_mV"] == pytest.approx(given_.json["potential_mV"], rel=1e-14)
    assert len(assumed.json["notes"]) == 2
    assert "Cl-" in assumed.json["notes"][0]
    assert not given_.json["notes"]
    ratio = given_.json["activity_coefficient_outside"] / given_.json["activity_coefficient_inside"]
    ideal = poise("nernst", "K+", "-i", "145", "-o", "4", "--json").json["potential_mV"]
    shift = 1e3 * GAS * 310.15 / FARADAY * math.log(ratio)
    assert given_.json["potential_mV"] - ideal == pytest.approx(shift, rel=1e-10)
    text = poise("nernst", "K+", "-i", "145", "-o", "4", "--activity", "davies").out
    assert "ionic strength inside taken as 145 mM" in text


def test_activity_beyond_its_range_warns_on_standard_error(poise):
    found = poise("nernst", "K+", "-i", "2 M", "-o", "4", "--activity", "davies", "--json")
    assert found.status == 0
    assert found.json["potential_mV"] < 0
    assert "Davies" in found.err


def test_unknown_models_are_refused_by_name(poise):
    found = poise("nernst", "K+", "-i", "145", "-o", "4", "--activity", "sit")
    assert found.status == 2
    assert all(name in found.err for name in ("sit", "davies", "ideal", "pitzer"))


SQUID = ("--with-inside", "Na+ 50 mM, Cl- 450 mM", "--with-outside", "Na+ 440 mM, Cl- 460 mM")


@pytest.mark.parametrize("activity", ["davies", "pitzer"])
def test_coefficients_from_the_whole_solution(poise, activity):
    """RT/zF ln(gamma_out/gamma_in) with the coefficients of the solutions themselves."""
    real = poise("nernst", "K+", "-i", "400", "-o", "20", *SQUID, "--activity", activity, "-t", "20", "--json").json
    ideal = poise("nernst", "K+", "-i", "400", "-o", "20", "-t", "20", "--json").json
    shift = 1e3 * GAS * 293.15 / FARADAY * math.log(
        real["activity_coefficient_outside"] / real["activity_coefficient_inside"]
    )  # fmt: skip
    assert real["potential_mV"] - ideal["potential_mV"] == pytest.approx(shift, abs=1e-9)
    assert 1e-3 < abs(shift) < 3
    assert not real["notes"]
    ions = [species(name) for name in ("K+", "Na+", "Cl-")]
    model = ACTIVITY_MODELS[activity]
    inside = model.coefficients(ions, [400.0, 50.0, 450.0], 293.15)[0]
    assert real["activity_coefficient_inside"] == pytest.approx(inside, rel=1e-12)


def test_solutions_that_are_not_understood(poise):
    for text in ("Cl-", "Cl- 1 mM, Cl- 2 mM", "K+ 1 mM", "Xy+ 3 mM", "Cl- 5 mV"):
        found = poise("nernst", "K+", "-i", "145", "-o", "4", "--activity", "pitzer", "--with-inside", text)
        assert found.status == 2
        assert "--with-inside" in found.err
    twice = ("--with-inside", "Cl- 145 mM", "--ionic-strength-inside", "145")
    assert poise("nernst", "K+", "-i", "145", "-o", "4", "--activity", "pitzer", *twice).status == 2
    found = poise(
        "nernst", "K+", "-i", "145", "-o", "4", "--activity", "pitzer", "--with-inside", "Cl- 100 mM", "--json"
    )
    assert "not neutral: +45 mM" in found.json["notes"][0]


def test_pitzer_names_pairs_without_parameters(poise):
    found = poise(
        "nernst", "K+", "-i", "140", "-o", "4", "--activity", "pitzer", "--with-inside", "gluconate- 140 mM", "--json"
    )  # fmt: skip
    assert "K+ with gluconate-" in found.err


def test_text(poise):
    found = poise("nernst", "K+", "-i", "145", "-o", "4", "-t", "310 K")
    assert found.out.splitlines() == [
        "K+: 145 mM inside, 4 mM outside, 310 K",
        "  equilibrium potential          -95.91 mV     inside minus outside",
        "  energy stored in the gradient  9.254 kJ/mol",
    ]


def test_ghk_against_the_closed_form(poise):
    found = poise("ghk", "K+=1:140mM:5mM", "Na+=0.04:12mM:145mM", "Cl-=0.45:5mM:110mM", "--json")
    over, under = 5 + 0.04 * 145 + 0.45 * 5, 140 + 0.04 * 12 + 0.45 * 110
    assert found.json["potential_mV"] == pytest.approx(1e3 * GAS * 310.15 / FARADAY * math.log(over / under), rel=1e-13)
    assert set(found.json) >= {"potential_mV", "shares"}
    assert sum(found.json["shares"].values()) == pytest.approx(1, rel=1e-15)
    assert found.json["shares"]["K+"] == pytest.approx(145 / (over + under), rel=1e-14)


def test_ghk_with_one_ion_is_nernst(poise):
    one = poise("ghk", "K+=1e-6 cm/s:140:5", "--json").json["potential_mV"]
    assert one == pytest.approx(poise("nernst", "K+", "-i", "140", "-o", "5", "--json").json["potential_mV"], rel=1e-14)


def test_ghk_with_calcium_says_which_formula(poise):
    found = poise("ghk", "K+=1:140:0", "Ca2+=0.1:0:2", "--json").json
    assert found["formula"] == "divalent_monovalent_voltage"
    y = math.exp(found["potential_mV"] * 1e-3 * FARADAY / (GAS * 310.15))
    assert y * (y + 1) == pytest.approx(4 * 0.1 * 2 / 140, rel=1e-12)  # Fatt & Ginsborg 1958
    assert found["shares"] == {}
    assert "monovalent" in found["notes"][0]


def test_ghk_table(poise):
    found = poise("ghk", "K+=1:140:5", "Na+=0.04:12:145")
    assert found.out.splitlines()[0] == "GHK potential of 2 ions, 37 degC"
    assert "share" in found.out


_NUMBERS = st.one_of(
    st.floats().map(repr), st.integers(-(10**30), 10**30).map(str), st.sampled_from(["0", "-0", "1e-999", "1e999"])
)
_UNITS = st.sampled_from(["mM", "M", "nM", "mV", "degC", "K", "", "%", "cm/s"])
_IONS = st.sampled_from(["K+", "Na+", "Ca2+", "x"])
_WORDS = st.one_of(
    st.text(max_size=12),
    st.sampled_from(["K+", "Ca2+", "Cl-", "H+", "e-", "H2O", "", "=", ":", "pH 7", "--json", "--", "-", "1:2:3"]),
    st.builds(lambda number, unit: f"{number} {unit}", _NUMBERS, _UNITS),
    st.builds(lambda ion, p, i, o: f"{ion}={p}:{i}:{o}", _IONS, _NUMBERS, _NUMBERS, _NUMBERS),
)


def _survives(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    status = run(arguments)
    out, err = capsys.readouterr()
    assert status in (0, 2), err
    assert "Traceback" not in err
    if status == 2:
        assert err
        assert not out
    elif "--json" in arguments and out.startswith("{"):
        assert "NaN" not in out
        assert "Infinity" not in out


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(ion=_WORDS, inside=_WORDS, outside=_WORDS, temperature=_WORDS, more=st.lists(_WORDS, max_size=2))
def test_any_nernst_survives(capsys, ion, inside, outside, temperature, more):
    _survives(["nernst", ion, "--inside", inside, "--outside", outside, "-t", temperature, *more], capsys)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(inside=_NUMBERS, outside=_NUMBERS, activity=st.sampled_from(["ideal", "davies", "debye_hueckel"]))
def test_any_numbers_survive(capsys, inside, outside, activity):
    _survives(["nernst", "Ca2+", "-i", inside, "-o", outside, "--activity", activity, "--json"], capsys)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(ions=st.lists(_WORDS, max_size=4))
def test_any_ghk_survives(capsys, ions):
    _survives(["ghk", *ions, "--json"], capsys)


def test_protons_are_shown_as_ph(poise):
    assert poise("nernst", "H+", "-i", "pH 7.2", "-o", "40 nM").out.startswith("H+: pH 7.2 inside, pH 7.3979 outside")
    assert "pH 7.2" in poise("ghk", "H+=1:pH7.2:pH7.4", "K+=1:140:5").out


def test_permeabilities_with_a_unit_are_shown_in_cm_per_s(poise):
    found = poise("ghk", "K+=4e-9m/s:140:5", "Na+=1e-8cm/s:12:145").out
    assert "P (cm/s)" in found
    assert "4e-07" in found
    assert "1e-08" in found


@pytest.mark.parametrize(
    ("typed", "advice"),
    [
        (("nernst", "K+", "-i", "1,5 mM", "-o", "4"), "--inside: '1,5 mM': a decimal point is a point; write '1.5 mM'"),
        (("nernst", "K+", "-i", "5", "-o", "1,8"), "write '1.8'"),
        (("ghk", "K+=0,04:140:5"), "K+, permeability: '0,04': a decimal point is a point; write '0.04'"),
    ],
)
def test_a_decimal_comma_is_named(poise, typed, advice):
    found = poise(*typed)
    assert found.status == 2
    assert advice in found.err
