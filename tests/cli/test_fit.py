"""`fit`: the table, the JSON, the files, the options, and every mistake that a user can make."""

import json

import pytest

from poise.io import read_model
from unit.analysis.fits import TWO_IONS

CHANNEL = ("fit", "nonselective_channel", "endplate_reversal")
RATIO = "membrane.AChR.ratios.K+"
WALD = ("--intervals", "wald")
FIBRE = (
    "name: fibre"
    + TWO_IONS
    + """\
    processes:
      K_leak: {law: ohmic_channel, ion: K+, conductance: 0.3 mS/cm2}
"""
)


def test_the_ratio_of_the_endplate_with_every_file(poise, tmp_path):
    """The table was drawn with P_K/P_Na = 1.11."""
    found = poise(
        *CHANNEL, "--free", f"{RATIO}=0.1:10", "--json", "--plot", "fit.png", "--residuals", "r.svg",
        *WALD, "-o", "fit.csv", "-o", "fit.json", "-o", "fitted.yaml",
    )  # fmt: skip
    assert found.status == 0, found.err
    content = found.json
    assert {"status", "identified", "parameters", "correlations", "data", "aic", "bic", "log_likelihood"} <= set(
        content
    )
    one = content["parameters"][0]
    assert (one["path"], one["unit"], one["scale"], one["status"]) == (RATIO, "1", "log", "ok")
    assert (one["lower_bound"], one["upper_bound"], one["start"], one["level"]) == (0.1, 10.0, 1.11, 0.95)
    assert one["low"] < 1.11 < one["high"]
    assert content["data"][0]["sigma_estimated"] is True
    assert 0.3 < content["data"][0]["sigma"] < 1.6  # drawn with 0.8 mV
    for name in ("fit.png", "r.svg"):
        assert (tmp_path / name).stat().st_size > 1000
        assert f"wrote {name}" in found.err
    assert read_model(str(tmp_path / "fitted.yaml")).get(RATIO) == one["value_SI"]
    whole = json.loads((tmp_path / "fit.json").read_text())
    assert len(whole["data"][0]["measured"]) == len(whole["data"][0]["fitted"]) == 7
    assert (tmp_path / "fit.csv").read_text().startswith("path,value,unit,")


def test_the_table(poise):
    found = poise(*CHANNEL, "--free", RATIO, *WALD, "--sigma", "0.8 mV", "--level", "90 %")
    assert found.status == 0, found.err
    for words in ("fit of nonselective_channel to 7 data", RATIO, "90 % from", "chi-square", "given", "AIC"):
        assert words in found.out


def test_several_tables_priors_and_a_robust_loss(poise, tmp_path):
    """A straight line of three potentials, and one potential more; the prior pulls."""
    (tmp_path / "fibre.yaml").write_text(FIBRE)
    (tmp_path / "a.csv").write_text("membrane.potential [mV],membrane.current [uA/cm2]\n-80,6.45\n-60,12.5\n0,30.5\n")
    (tmp_path / "b.csv").write_text("membrane.potential [mV],membrane.K_leak.current [uA/cm2]\n20,36.4\n40,42.4\n")
    path = "membrane.K_leak.conductance"
    plain = poise("fit", "fibre.yaml", "a.csv", "b.csv", "--free", path, "--json", *WALD, "--sigma", "0.5 uA/cm2")
    assert plain.status == 0, plain.err
    value = plain.json["parameters"][0]["value"]
    assert value == pytest.approx(0.3, abs=0.005)
    assert [one["name"] for one in plain.json["data"]] == ["a", "b"]
    pulled = poise("fit", "fibre.yaml", "a.csv", "b.csv", "--free", path, "--json", *WALD, "--sigma", "0.5 uA/cm2",
                   "--prior", f"{path}=normal(0.5 mS/cm2, 1 %)", "--set", f"{path}=0.4 mS/cm2")  # fmt: skip
    assert pulled.json["parameters"][0]["value"] > value + 0.02
    assert pulled.json["parameters"][0]["start"] == pytest.approx(0.4)
    robust = poise("fit", "fibre.yaml", "a.csv", "b.csv", "--free", path, "--json", *WALD, "--loss", "huber",
                   "--starts", "3", "--seed", "5")  # fmt: skip
    assert robust.json["aic"] is None
    assert robust.json["starts"] == 3


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("--free", "membrane.AChR.ratio.K+"), [RATIO]),
        (("--free", f"{RATIO}=10:0.1"), ["lower bound", "exchange"]),
        (("--free", f"{RATIO}=2:10"), ["start", "outside"]),
        (("--free", f"{RATIO}=1"), ["--free"]),
        (("--free", f"{RATIO}=1 mM:2 mM"), ["mM"]),
        (("--free", RATIO, "--prior", "bath.K+=normal(5 mM, 10 %)"), ["--prior", "not free"]),
        (("--free", RATIO, "--prior", f"{RATIO}=normal(1)"), ["normal"]),
        (("--free", RATIO, "--sigma", "1 mM"), ["mM"]),
        (("--free", RATIO, "--sigma", "1 mV", "--sigma", "2 mV"), ["--sigma"]),
        (("--free", RATIO, "--sigma", "membrane.potential=1 mV"), ["not measured"]),
        (("--free", RATIO, "--loss", "hubert"), ["--loss", "huber"]),
        (("--free", RATIO, "--intervals", "bayes"), ["--intervals", "profile"]),
        (("--free", RATIO, "--level", "2"), ["level"]),
        (("--free", RATIO, "--starts", "x"), ["--starts"]),
        (("--free", RATIO, "--draws", "3"), ["draws"]),
        (("--free", RATIO, "--draws", "100", "--sampler", "gibbs"), ["--sampler", "nuts"]),
        (("--free", RATIO, "--corner", "c.png"), ["--draws"]),
        (("--free", RATIO, "--profiles", "p.png", *WALD), ["--profiles"]),
        (("--free", RATIO, "--plot", "p.gif"), [".png"]),
        (("--free", RATIO, "-o", "p.nc"), [".yaml"]),
        (("--free", "membrane.AChR.permeability"), ["no influence"]),
        ((), ["--free"]),
    ],
)
def test_mistakes(poise, arguments, words):
    found = poise(*CHANNEL, *arguments)
    assert (found.status, found.out) == (2, "")
    assert all(word in found.err for word in words), found.err
    assert "fault of Poise" not in found.err


def test_mistakes_of_a_table_are_shown_with_a_caret(poise, tmp_path):
    (tmp_path / "bad.csv").write_text("bath.Na+ [mM],membrane.AChR.equilibrium [mV]\n10,-50\n20,nan\n30,-x\n")
    found = poise("fit", "nonselective_channel", "bad.csv", "--free", RATIO)
    assert found.status == 2
    assert "bad.csv:3:4: error: 'nan' is not a finite number" in found.err
    assert "bad.csv:4:4" in found.err
    assert "    3 | 20,nan\n      |    ^" in found.err
    found = poise("fit", "nonselective_channel", "none.csv", "--free", RATIO)
    assert (found.status, "none.csv" in found.err) == (2, True)


@pytest.mark.slow
def test_draws_from_the_posterior(poise, tmp_path):
    found = poise(*CHANNEL, "--free", RATIO, *WALD, "--draws", "200", "--json", "--corner", "c.png")
    assert found.status == 0, found.err
    drawn = found.json["posterior"]
    assert (drawn["sampler"], drawn["chains"], drawn["draws"]) == ("AffineInvariant", 12, 200)
    one = drawn["parameters"][0]
    assert one["low"] < 1.11 < one["high"]
    assert one["r_hat"] < 1.05
    assert (tmp_path / "c.png").stat().st_size > 1000
