"""What a fit's answer can do: be asked, printed, drawn, saved, cited."""

import io
import json

import numpy as np
import pytest

from poise.analysis.fit import fit
from poise.analysis.fits.intervals import Wald
from poise.analysis.fits.iv_data import IVData
from poise.analysis.fits.parameter import Parameter
from poise.analysis.fits.rest_data import RestData
from poise.errors import InputError, UnknownNameError
from poise.io import read_model
from poise.references import bibliography

from .fits import E_K, E_NA, goldman, ohmic, straight

VOLTS = np.linspace(-0.12, 0.04, 6)


@pytest.fixture(scope="module")
def found():
    """Two curves, at two concentrations of Na+ outside, and one of a process."""
    wave = 0.01 * np.cos(7.0 * np.arange(12))
    low = 3 * (VOLTS - E_K) + 0.2 * (VOLTS - E_NA * np.log(1.2) / np.log(12))  # Na+ 12 mM outside, 10 mM inside
    family = IVData(
        {"membrane.potential": np.tile(VOLTS, 2), "bath.Na+": np.repeat([120.0, 12.0], 6)},
        {"membrane.current": np.concatenate([straight(VOLTS, 3, 0.2), low]) + wave},
        name="family",
    )
    name = "membrane.K_leak.current"
    leak = IVData({"membrane.potential": VOLTS}, {name: 3 * (VOLTS - E_K)}, {name: 0.02}, "leak")
    free = [Parameter("membrane.K_leak.conductance")]
    free.append(Parameter("membrane.Na_leak.conductance", prior="lognormal(0.02 mS/cm2, 50 %)"))
    return fit(ohmic(), [family, leak], free)


def test_it_can_be_asked(found):
    assert found["K_leak.conductance"] == found.parameter("membrane.K_leak.conductance").value
    assert found.parameter("Na_leak.conductance").unit == "mS/cm2"
    with pytest.raises(UnknownNameError, match="K_leak"):
        found.parameter("membrane.K_leek.conductance")
    with pytest.raises(UnknownNameError, match="several"):
        found.parameter("conductance")
    assert found.ok
    assert found.residuals.shape == (18,)
    assert found.model.get("membrane.K_leak.conductance") == found["K_leak.conductance"]
    assert found.data[0].labels == ("bath.Na+ 120 mM", "bath.Na+ 12 mM")
    assert found.data[0].series.tolist() == [0] * 6 + [1] * 6
    assert len(found.data[0].curves) == 2


def test_the_curves_pass_through_what_is_fitted(found):
    curve = found.data[0].curves[1]
    there = np.interp(VOLTS, curve.place, curve.values)
    assert there == pytest.approx(found.data[0].fitted[6:], abs=1e-9)
    # the error of a straight line with two slopes known: largest at the ends
    assert curve.error.min() > 0
    assert curve.error[0] > curve.error[len(curve.error) // 4]


def test_the_table_has_every_number(found):
    text = str(found)
    for words in (
        "fit of ohmic to 18 data",
        "lognormal(0.02 mS/cm2, 50 %)",
        "family",
        "leak",
        "given",
        "estimated",
        "AIC",
    ):
        assert words in text
    assert max(map(len, text.splitlines())) <= 100
    from rich.console import Console

    console = Console(width=120, record=True, file=io.StringIO())
    console.print(found)
    assert "K_leak.conductance" in console.export_text()


def test_files(found, tmp_path):
    found.save(tmp_path / "a" / "fit.csv")
    table = found.to_pandas()
    assert table.loc["membrane.K_leak.conductance", "value"] == pytest.approx(0.1 * found["K_leak.conductance"])
    found.save(tmp_path / "fit.json")
    content = json.loads((tmp_path / "fit.json").read_text())
    assert content["data"][0]["residuals"] == pytest.approx(found.data[0].residuals.tolist())
    assert content["parameters"][1]["prior"] == "lognormal(0.02 mS/cm2, 50 %)"
    found.save(tmp_path / "fitted.yaml")
    assert read_model(str(tmp_path / "fitted.yaml")).get("membrane.K_leak.conductance") == found["K_leak.conductance"]
    for name in ("fit.nc", "fit"):
        with pytest.raises(InputError, match="does not end in"):
            found.save(tmp_path / name)


def test_figures(found, tmp_path):
    for name in ("data", "residuals", "profiles"):
        figure = getattr(found.plot, name)(tmp_path / f"{name}.svg")
        assert len(figure.axes) >= 2
        assert "nan" not in (tmp_path / f"{name}.svg").read_text()[:200]
    with pytest.raises(InputError, match="no posterior"):
        found.plot.posterior()
    rest = RestData({}, {"membrane.potential": [straight_rest()]}, {"membrane.potential": 1e-3})
    lone = fit(ohmic(), rest, ["membrane.K_leak.conductance"], intervals=Wald())
    assert lone.data[0].curves == ()
    lone.plot.data()
    with pytest.raises(InputError, match="no profiles"):
        lone.plot.profiles()


def straight_rest():
    """The rest of the ohmic membrane with 3 and 0.2 S/m2."""
    return float((3 * E_K + 0.2 * E_NA) / 3.2)


def test_a_lone_rest_gives_the_conductance_exactly():
    rest = RestData({}, {"membrane.potential": [straight_rest() + 0.005]}, {"membrane.potential": 1e-3})
    found = fit(ohmic(), rest, ["membrane.K_leak.conductance"], intervals=Wald())
    v = straight_rest() + 0.005
    assert found.parameters[0].value == pytest.approx(-0.2 * (v - E_NA) / (v - E_K), rel=1e-9)
    assert goldman(2.5, 0.01) < 0


def test_its_papers_are_in_the_bibliography(found):
    from poise.solve.sampling import AffineInvariant, EnsembleSlice, Nuts

    wanted = {*found.references, *AffineInvariant.references, *EnsembleSlice.references, *Nuts.references}
    assert wanted <= set(bibliography())
    assert "Bates" in found.cite()
