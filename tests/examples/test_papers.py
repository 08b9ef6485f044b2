"""The examples of papers: each draws its figure, and its chief numbers are those that were published."""

import csv
import importlib.util
import subprocess
import sys
from pathlib import Path

import pytest

FOLDER = Path(__file__).resolve().parents[2] / "examples" / "papers"
DATA = Path(__file__).resolve().parents[1] / "data"


def near(value: float, absolute: float | None = None, relative: float | None = None) -> object:
    """A published number and its tolerance; pytest.approx alone would add its own relative one."""
    return pytest.approx(value, abs=absolute or 0.0, rel=relative or 0.0)


def hodgkin_huxley_1952(found: dict[str, float]) -> None:
    """NEURON 9.0.2, its `hh` with exact rates, CVODE 1e-9: reference checks HH-001, HH-005, HH-008."""
    assert found["rest (mV)"] == near(-64.97405242471434, 1e-4)
    assert found["peak after 20 uA/cm2 for 0.5 ms (mV)"] == near(39.29285906289591, 0.03)
    assert found["undershoot after 30 uA/cm2 for 0.5 ms (mV)"] == near(-76.1776339828059, 0.02)


def hodgkin_huxley_hopf(found: dict[str, float]) -> None:
    """HH-035, HH-037 (eigenvalues of the equations; literature 9.78 and 154.5) and HH-020 to HH-029 (NEURON).

    HH-035 has the leak at -54.387 mV, as the paper, this model at -54.3: that moves all currents by g_leak times 0.087.
    """
    shift = 0.3 * 0.087
    assert found["lower Hopf point (uA/cm2)"] + shift == near(9.77544, relative=1e-4)
    assert found["frequency there (Hz)"] == near(93.302, relative=1e-3)
    assert found["upper Hopf point (uA/cm2)"] + shift == near(154.5, 0.05)
    rates = {6.5: 55.288219094, 8: 62.560955475, 9: 65.703892173, 12: 72.974117700, 20: 86.506966827, 50: 117.056538464}
    for current, rate in rates.items():
        assert found[f"firing rate at {current:g} uA/cm2 (Hz)"] == near(rate, relative=5e-4)


def keener_sneyd_pump_leak(found: dict[str, float]) -> None:
    """The book's closed form (its code pump_leak1.py), reference checks PUMPLEAK-068 to PUMPLEAK-085."""
    rows = {0.5: (1.3554131877, -34.535379497), 1.6: (1.0753815903, -68.572988227), 4: (1.1179626187, -58.021502193)}
    rows[12] = (2.5857787127, -12.614938827)
    for pump, (volume, potential) in rows.items():
        assert found[f"mu at P = {pump:g}"] == near(volume, relative=1e-5)
        assert found[f"V at P = {pump:g} (mV)"] == near(potential, 1e-3)
    assert found["P of the least volume"] == near(1.7692354368, relative=1e-4)
    assert found["least mu"] == near(1.0744889167, relative=1e-6)
    assert found["greatest P"] == near(14.222505079, relative=1e-4)


def duesterwald_2018(found: dict[str, float]) -> None:
    """States that the paper's notebooks print: V and E_Cl [mV] to 0.05, Cl- [mM] to 0.5 per cent."""
    printed = {
        "usual": (-72.5881088, -83.8430695, 5.16482454),
        "log10 P = 0": (-71.1255762, -83.8754147, 5.15857732),
        "log10 P = 1": (-68.9449152, -83.1425365, 5.30199825),
        "log10 P = 2": (-66.4287934, -82.0549174, 5.52222283),
        "z = -1.2": (-76.8038026, -88.3886132, 4.35700677),
        "z = -0.9": (-73.3367644, -84.6502489, 5.01116272),
        "z = -0.7": (-69.9020507, -80.9471209, 5.75593879),
        "z = -0.55": (-66.2787707, -77.0410114, 6.66181188),
    }
    for name, (v, e, chloride) in printed.items():
        assert found[f"{name}: V (mV)"] == near(v, 0.05)
        assert found[f"{name}: E_Cl (mV)"] == near(e, 0.05)
        assert found[f"{name}: Cl- (mM)"] == near(chloride, relative=5e-3)


def huebel_dahlem_2014(found: dict[str, float]) -> None:
    """Roots of the authors' equations (ModelDB 167714), PUMPLEAK-049 to PUMPLEAK-064, and where they become unstable.

    The latter from the same equations with SciPy (roots by potential, eigenvalues by differences, steps of 0.02 mV).
    """
    assert found["life: V (mV)"] == near(-67.193253, relative=2e-3)
    assert found["life: K+ outside (mM)"] == near(4.0, relative=2e-3)
    assert found["without free energy: V (mV)"] == near(-23.111496880, 0.01)
    assert found["without free energy: K+ outside (mM)"] == near(44.825649742, relative=1e-4)
    assert found["no pump (Donnan): V (mV)"] == near(-22.868359682, 0.01)
    stable = [found[f"{name}: stable"] for name in ("life", "between them", "without free energy", "no pump (Donnan)")]
    assert stable == [1.0, 0.0, 1.0, 1.0]
    for name, value in {"folds 1": 1.0648, "folds 2": 39.3781}.items():
        assert found[f"{name} (uA/cm2)"] == near(value, relative=2e-4)
    for name, value in {"hopfs 1": 1.0672, "hopfs 2": 28.74, "hopfs 3": 32.87, "hopfs 4": 38.55}.items():
        assert found[f"{name} (uA/cm2)"] == near(value, relative=2e-3)


def huebel_ullah_2016(found: dict[str, float]) -> None:
    """Runs of the authors' code (ModelDB 187599) with LSODA, and its Donnan state by algebra: DONNAN-003 to -013."""
    assert found["with Cl-: depolarised after (s)"] == near(6.873449110, relative=0.05)
    assert found["with Cl-: volume after 950 s (um3)"] == near(2630.116793670, relative=2e-3)
    assert found["with Cl-: V at the end (mV)"] == near(-16.253796475, 0.01)
    assert found["with Cl-: volume at the end (um3)"] == near(2631.396436158, relative=1e-4)
    assert found["without Cl-: depolarised after (s)"] == near(0.822240805, relative=0.05)
    assert found["without Cl-: volume at the end (um3)"] == near(2160.379257955, relative=1e-5)
    assert found["without Cl-: V at the end (mV)"] == near(-4.333220933, 0.02)
    assert found["end, cytosol.K+ (mM)"] == near(101.393182898, relative=1e-4)
    assert found["end, cytosol.Cl- (mM)"] == near(36.095910613, relative=1e-4)


def hodgkin_horowicz_1959(found: dict[str, float]) -> None:
    """What the paper reports, from memory: a fourfold fall of Cl- moves V by 15 to 20 mV, and V comes back.

    Tenfold K+ at constant product moves V by nearly 58 mV: fourfold by 35 at the most.
    """
    chloride = [found[f"chloride_step, {when} (mV)"] for when in ("before", "at once", "after 20 min", "back, at once")]
    assert chloride[1] - chloride[0] == near(17.5, 2.5)
    assert chloride[2] == near(chloride[0], 1.5)
    assert chloride[3] - chloride[2] == near(-17.5, 2.5)
    potassium = [
        found[f"potassium_step, {when} (mV)"] for when in ("before", "at once", "after 20 min", "back, at once")
    ]
    product = [found[f"product_step, {when} (mV)"] for when in ("before", "at once", "after 20 min", "back, at once")]
    assert 25.0 < product[1] - product[0] < 35.1
    assert product[2] == near(product[1], 2.0)
    assert potassium[2] - potassium[1] > 10.0  # slow, as KCl enters
    assert potassium[2] - potassium[3] < 0.7 * (
        potassium[1] - potassium[0]
    )  # and unevenly: less at once on the way back


def ouabain(found: dict[str, float]) -> None:
    """The closed two-compartment Donnan state to 1e-6, by root of its equations with SciPy; the way by LSODA 1e-10.

    The independent script has the formulas of the laws written out again. The jump of some mV is the textbooks'.
    """
    assert found["volume at the end (um3)"] == near(5691.476979205424, relative=1e-6)
    assert found["V at the end (mV)"] == near(-5.828195270613676, relative=1e-6)
    for ion in ("K+", "Na+", "Cl-"):
        assert found[f"E of {ion} at the end (mV)"] == near(found["V at the end (mV)"], 1e-5)
    assert found["jump (mV)"] == near(3.8766, 0.02)
    for after, v in {"10 min": -70.836985, "1 h": -49.657299, "2 h": -32.884677, "10 h": -11.445818}.items():
        assert found[f"V after {after} (mV)"] == near(v, 1e-4)


def cost_of_a_spike(found: dict[str, float]) -> None:
    """Hodgkin & Huxley 1952 compute 4.33 pmol/cm2 of Na+ at 18.5 degC (the impulse that travels); tracers show 3 to 4.

    Attwell & Laughlin 2001 take four times the least charge, from squid axon. All three from memory. The number at 6.3
    degC is of an independent script (LSODA).
    """
    sodium = found["18.5 degC: Na+ gained (pmol/cm2)"]
    assert 3.0 < sodium < 4.4
    assert sodium == near(4.33, relative=0.1)
    assert found["18.5 degC: times the least"] == near(4.0, 0.3)
    assert found["6.3 degC: Na+ gained (pmol/cm2)"] == near(14.232344985, relative=1e-4)


def hamer_wu_1972(found: dict[str, float]) -> None:
    """The CRC Handbook's table of Hamer & Wu 1972, and Pitzer & Peiper 1984 for NaCl, as quoted in pyEQL's tests.

    They are rounded to 0.001. Pitzer's equations are within 0.5 per cent of them, 1 per cent for LiCl.
    """
    table = {
        "HCl": (0.965, 0.952, 0.929, 0.905, 0.876, 0.832, 0.797, 0.768, 0.759, 0.811, 1.009, 2.380),
        "LiCl": (0.965, 0.952, 0.928, 0.904, 0.874, 0.827, 0.789, 0.756, 0.739, 0.775, 0.924, 2.000),
        "KBr": (0.965, 0.952, 0.927, 0.902, 0.870, 0.817, 0.771, 0.722, 0.658, 0.617, 0.593, 0.626),
        "RbCl": (0.965, 0.951, 0.926, 0.900, 0.867, 0.811, 0.761, 0.707, 0.633, 0.583, 0.546, 0.544),
        "CsCl": (0.965, 0.951, 0.925, 0.898, 0.864, 0.805, 0.751, 0.691, 0.607, 0.546, 0.496, 0.474),
    }
    molalities = (0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5)
    for salt, values in table.items():
        close = 1e-2 if salt == "LiCl" else 5e-3
        for m, gamma in zip(molalities, values, strict=True):
            assert found[f"{salt} at {m:g} mol/kg"] == near(gamma, relative=close), (salt, m)
    sodium = {0.1: 0.778, 0.5: 0.681, 1: 0.657, 2: 0.669, 3: 0.714, 4: 0.782, 5: 0.873, 6: 0.987}
    for m, gamma in sodium.items():
        assert found[f"NaCl at {m:g} mol/kg"] == near(gamma, relative=3e-3), m
    assert found["Davies at 0.1 mol/kg"] == near(0.778, relative=1e-2)
    assert found["Davies at 5 mol/kg"] > 2.5 * 0.873


def marino_2014(found: dict[str, float]) -> None:
    """-20.82 mV, what the authors' program JLJP shows (its CalculationTest.java); LJP-003, and LJP-004 for Henderson.

    An independent solver of the same equations gives -20.8139 mV (README of the reference checks).
    """
    assert found["nernst-planck (mV)"] == near(-20.82, 0.01)
    assert found["nernst-planck (mV)"] == near(-20.8139, 1e-4)
    assert found["henderson (mV)"] == near(-19.8585, 1e-3)
    assert found["the other way round (mV)"] == -found["nernst-planck (mV)"]


def ng_barry_1995(found: dict[str, float]) -> None:
    """Table 2 of the paper to 0.05 mV and the JPCalcW manual to 0.01 mV: as printed, as quoted in LJPcalc's tests."""
    printed = {
        "NaCl 50 | KCl 50": -4.3,
        "NaCl 150 | KCl 150": -4.3,
        "NaCl 50 | CsCl 50": -4.9,
        "NaCl 100 | MgCl2 100": 10.0,
        "CaCl2 100 | MgCl2 100": 0.6,
        "KCl 100, CaCl2 2 | LiCl 100, CaCl2 2": 6.4,
        "CaCl2 50, MgCl2 50 | LiCl 100": -8.2,
    }
    manual = {"CsF 135, NaCl 10 | NaCl 145": 8.74, "CsF 125, CsCl 20 | NaCl 145": 8.71}
    for name, value in printed.items():
        assert found[f"{name}: Henderson, their mobilities (mV)"] == near(value, 0.05), name
    for name, value in manual.items():
        assert found[f"{name}: Henderson, their mobilities (mV)"] == near(value, 0.01), name
    for name, value in {**printed, **manual}.items():
        assert found[f"{name}: Nernst-Planck, Poise's mobilities (mV)"] == near(value, 0.5), name


def ruehle_2016(found: dict[str, float]) -> None:
    """33.7 per cent at 1.34 eV (Rühle 2016, as widely quoted), and the table of github.com/marcus-cmc, at 300 K."""
    assert found["best efficiency (%)"] == near(33.7, 0.05)
    assert found["its gap (eV)"] == near(1.34, 0.01)
    assert found["1.34 eV: efficiency (%)"] == near(33.7, 0.05)
    with open(DATA / "sq_limit.csv", encoding="utf-8", newline="") as file:
        rows = {float(row["bandgap_eV"]): row for row in csv.DictReader(file)}
    for gap in (0.53, 0.76, 0.95, 1.12, 1.25, 1.33, 1.42, 1.61, 1.83, 2.0, 2.31, 2.54, 3.0):
        row = {name: float(value) for name, value in rows[gap].items()}
        assert found[f"{gap} eV: efficiency (%)"] == near(row["PCE_pct"], 0.05), gap
        assert found[f"{gap} eV: V_oc (V)"] == near(row["Voc_V"], 1e-3), gap
        assert found[f"{gap} eV: J_sc (mA/cm2)"] == near(row["Jsc_mA_cm2"], relative=3e-3), gap
        assert found[f"{gap} eV: fill factor (%)"] == near(row["FF_pct"], 0.05), gap


def zinc_in_acid(found: dict[str, float]) -> None:
    """Callister & Rethwisch, example 16.2: log i = -3.924; -0.486 V and 1.19e-4 A/cm2 on Princeton's page of it."""
    assert found["log10 of i_corr in A/cm2"] == near(-3.924, 6e-4)
    assert found["i_corr (A/cm2)"] == near(1.19e-4, 0.005e-4)
    assert found["corrosion potential (V)"] == near(-0.486, 5e-4)


CHECKS = {
    check.__name__: check
    for check in (
        hodgkin_huxley_1952,
        hodgkin_huxley_hopf,
        keener_sneyd_pump_leak,
        duesterwald_2018,
        huebel_dahlem_2014,
        huebel_ullah_2016,
        hodgkin_horowicz_1959,
        ouabain,
        cost_of_a_spike,
        hamer_wu_1972,
        marino_2014,
        ng_barry_1995,
        ruehle_2016,
        zinc_in_acid,
    )
}


@pytest.mark.parametrize("name", CHECKS)
def test_published_numbers(name: str, tmp_path: Path) -> None:
    spec = importlib.util.spec_from_file_location(f"paper_{name}", FOLDER / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    figure = tmp_path / f"{name}.png"
    found = module.main(str(figure))
    assert figure.stat().st_size > 20_000
    CHECKS[name](found)


def test_every_example_has_a_check() -> None:
    assert {path.stem for path in FOLDER.glob("*.py")} == set(CHECKS)


def test_an_example_runs_alone(tmp_path: Path) -> None:
    figure = tmp_path / "alone.png"
    done = subprocess.run(
        [sys.executable, FOLDER / "hodgkin_huxley_1952.py", "--out", figure],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=True,
    )
    assert "peak after 20 uA/cm2 for 0.5 ms (mV): 39.29" in done.stdout
    assert figure.exists()
