"""The examples: each runs, and its chief number is that of a closed form or of the paper that it follows."""

import importlib.util
import sys
from pathlib import Path

import pytest

import poise
from poise import formulas

FOLDER = Path(__file__).resolve().parents[2] / "examples"


def outcome(name: str, monkeypatch: pytest.MonkeyPatch) -> dict[str, float]:
    """What the `main` of an example gives."""
    monkeypatch.setattr(sys, "argv", [f"{name}.py"])
    spec = importlib.util.spec_from_file_location(f"example_{name}", FOLDER / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module.main()


def first_rest(found: dict[str, float]) -> None:
    """Without the pump the rest is the GHK equation's."""
    assert found["without the pump"] == pytest.approx(found["GHK equation"], abs=1e-9)
    assert found["rest"] < found["without the pump"]


def potassium_sweep(found: dict[str, float]) -> None:
    """Hodgkin & Horowicz 1959: above 10 mM the rest follows 58 mV log10 of outside K+; below it falls behind E_K."""
    assert found["rest, 10 to 100 mM"] == pytest.approx(58.0, abs=3.0)
    assert found["E_K, any tenfold step"] == pytest.approx(58.17, abs=0.005)
    assert found["rest above E_K at 1 mM"] > 10.0


def knock_out(found: dict[str, float]) -> None:
    """Without the pump only constant-field leaks are left: the GHK equation with each ion's permeabilities added up."""
    model = poise.load("motor_neuron_rest")
    of = model.get
    shared = of("membrane.NALCN.permeability")
    permeability = [
        of("membrane.TASK.permeability") + shared * of("membrane.NALCN.ratios.K+"),
        shared * of("membrane.NALCN.ratios.Na+"),
        of("membrane.CLC.permeability"),
    ]
    outside, inside = ([of(f"{place}.{ion}") for ion in ("K+", "Na+", "Cl-")] for place in ("bath", "cytosol"))
    closed = 1e3 * formulas.ghk_voltage(permeability, (1, 1, -1), outside, inside, model.temperature)
    assert found["rest"] + found["without pump"] == pytest.approx(closed, abs=1e-9)
    assert found["without NALCN"] < -10.0 < 10.0 < found["without TASK"]
    assert abs(found["without CLC"]) < 1.0


def junctions(found: dict[str, float]) -> None:
    """One salt: (u+ - u-)/(u+ + u-) 2.303 RT/F a decade by every method; whole cells are more negative than read."""
    fast, slow = (poise.species(name).conductivity or 0.0 for name in ("H+", "Cl-"))
    closed = (fast - slow) / (fast + slow) * 1e3 * formulas.nernst_slope(298.15)
    for method in ("henderson", "planck", "nernst-planck"):
        assert found[method] == pytest.approx(closed, rel=1e-9)
    assert found["nernst-planck-poisson"] == pytest.approx(closed, abs=2e-3)
    assert found["whole cell at -65 mV"] == pytest.approx(-65.0 - found["pipette, bath minus pipette"])
    assert 0.1 < found["pipette, bath minus pipette"] - found["pipette, Henderson"] < 0.6


CHECKS = {check.__name__: check for check in (first_rest, potassium_sweep, knock_out, junctions)}


@pytest.mark.parametrize("name", CHECKS)
def test_chief_number(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    CHECKS[name](outcome(name, monkeypatch))


def test_every_example_has_a_check() -> None:
    assert {path.stem for path in FOLDER.glob("*.py")} == set(CHECKS)
