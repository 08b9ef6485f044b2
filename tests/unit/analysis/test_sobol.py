"""The verb sobol_indices: against variances known in closed form, its files, and what is refused."""

import json
import sys

import numpy as np
import pytest

from poise.analysis.sensitivities.saltelli import _points
from poise.analysis.sobol import sobol_indices
from poise.analysis.tasks import Continue, Run
from poise.errors import InputError, StatusError, UnknownNameError
from poise.io import parse_model

from .leaky import LEAKY

MODEL = parse_model(LEAKY)
DRAWS = {"membrane.leak.reversal": ("-70 mV", "-60 mV"), "membrane.injected": "uniform(0, 2 uA/cm2)"}


@pytest.fixture(scope="module")
def found():
    return sobol_indices(MODEL, "membrane.potential", DRAWS, n=512, seed=3)


def test_a_sum_has_the_shares_of_its_terms(found):
    """V = E + I/g: Var E = (10 mV)^2/12, Var I/g = (20 mV)^2/12, and nothing is made together."""
    assert found.status == "ok"
    assert found.first[0] == pytest.approx([0.2, 0.8], abs=0.02)
    assert found.total[0] == pytest.approx([0.2, 0.8], abs=0.02)
    assert found.mean[0] == pytest.approx(-55e-3, abs=1e-4)
    assert found.deviation[0] == pytest.approx(np.sqrt(5 / 12) * 1e-2, rel=0.02)
    assert np.all(np.abs(found.first[0] - [0.2, 0.8]) < found.first_confidence[0])
    assert (found.samples, found.evaluations, found.failed) == (512, 2048, 0)


def test_what_it_tells(found, tmp_path):
    assert "with others" in str(found)
    assert found.to_dict()["results"]["membrane.potential"]["by"]["membrane.injected"]["total"] == found.total[0, 1]
    assert found.to_xarray()["first"].sizes == {"result": 1, "parameter": 2}
    found.save(tmp_path / "indices.json")
    assert json.loads((tmp_path / "indices.json").read_text())["samples"] == 512
    found.plot.bars(tmp_path / "indices.png")
    assert (tmp_path / "indices.png").stat().st_size > 5000


def test_runs_are_asked_by_reductions():
    asked = ["maximum(membrane.potential)", "membrane.potential"]
    found = sobol_indices(MODEL, asked, DRAWS, task=Run(None, "200 ms"), n=64)
    assert found.total[1] == pytest.approx([0.2, 0.8], abs=0.1)
    assert [one.name for one in found.results][1] == "membrane.potential"


def test_what_does_not_vary_has_no_shares():
    found = sobol_indices(MODEL, "membrane.conductance", DRAWS, n=16)
    assert found.status == "flat"
    assert "does not vary" in " ".join(found.notes)
    with pytest.raises(StatusError, match="flat"):
        sobol_indices(MODEL, "membrane.conductance", DRAWS, n=16, throw=True)


def test_impossible_samples_are_left_out_and_counted():
    draws = {**DRAWS, "membrane.leak.conductance": "normal(0.1 mS/cm2, 60 %)"}
    found = sobol_indices(MODEL, "membrane.potential", draws, n=64)
    assert found.failed > 0
    assert "left out" in " ".join(found.notes)


@pytest.mark.parametrize(
    ("asked", "error", "words"),
    [
        ({"n": 1000}, InputError, "not a power of 2"),
        ({"seed": -1}, InputError, "seed"),
        ({"level": 2.0}, InputError, "level of confidence"),
        ({"draws": {}}, InputError, "nothing varies"),
        ({"draws": {"bath.K+": 3}}, InputError, "is no range"),
        ({"draws": {"bath.Q": ("1 mM", "2 mM")}}, UnknownNameError, "did you mean"),
        ({"draws": {"bath.K+": ("1 mV", "2 mV")}}, InputError, "unit of potential"),
        ({"draws": {"bath.K+": ("2 mM", "1 mM")}}, InputError, "not below"),
        ({"of": "membrane.potentail"}, UnknownNameError, "did you mean 'membrane.potential'"),
        ({"of": []}, InputError, "name results"),
        ({"task": Continue("bath.K+", "1 mM", "5 mM")}, InputError, "Rest"),
    ],
)
def test_refused(asked, error, words):
    with pytest.raises(error, match=words):
        sobol_indices(MODEL, **{"of": "membrane.potential", "draws": DRAWS, "n": 16, **asked})


def test_without_salib_it_says_what_to_install(monkeypatch):
    _points.cache_clear()
    monkeypatch.setitem(sys.modules, "SALib.sample", None)
    with pytest.raises(InputError, match="need SALib"):
        sobol_indices(MODEL, "membrane.potential", DRAWS, n=16)
