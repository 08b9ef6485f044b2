"""The tables: sums, units, digits, widths, several roots, many lanes, and what is said where there is no answer."""

import re

import pytest

from poise.errors import UnknownNameError
from poise.results.table import renderable, text
from poise.results.table_numbers import fixed, in_reach, number, percent
from unit.results.made import MODELS, SCALAR, curves_of, rest_of


def squeezed(words: str) -> str:
    """Without line breaks and runs of spaces."""
    return re.sub(r"\s+", " ", words)


def test_the_table_says_what_the_result_holds() -> None:
    lines = text(rest_of("four")).splitlines()
    assert lines[0] == "rest of cell, 37 degC"
    assert "membrane: -81.81 mV (cytosol minus bath)" in lines
    leak = next(line.split() for line in lines if line.strip().startswith("K_leak"))
    assert leak == ["K_leak", "-95.02", "+13.21", "68.1", "#######", "0.3171", "3.286", "1.275", "0.004190"]
    total = next(line.split() for line in lines if line.strip().startswith("sum"))
    assert total == ["sum", "100.0", "0", "0.1028"]
    cancel = next(line for line in lines if "the currents cancel" in line)
    assert re.fullmatch(r"  the currents cancel: net current -?[\d.e-]+ uA/cm2 \([\d.e-]+ of what flows\)", cancel)
    assert "  slope conductance 0.04044 mS/cm2; total dissipation 0.1028 uW/cm2" in lines
    potassium = next(line.split() for line in lines if line.strip().startswith("K+"))
    assert potassium == ["K+", "140.0", "4.000", "-95.02", "0.3102"]
    assert not any(line.strip().startswith("Mg2+") for line in lines)


@pytest.mark.parametrize("width", [60, 80, 100, 140])
@pytest.mark.parametrize("name", MODELS)
def test_no_line_is_wider_than_asked_and_the_sums_are_there(name: str, width: int) -> None:
    shown = text(rest_of(name), width)
    assert shown.isascii()
    assert max(len(line) for line in shown.splitlines()) <= width
    if name in SCALAR:
        assert "slope conductance" in shown
        whole = "imposed" not in squeezed(shown)  # what is imposed from outside has no energy to count
        assert ("total dissipation" if whole else "dissipation accounted for") in squeezed(shown)
        assert "\n  sum " in shown


def test_columns_go_in_the_order_of_their_worth() -> None:
    wide, narrow = text(rest_of("four"), 100), text(rest_of("four"), 60)
    assert "#####" in wide
    assert "affinity" in wide
    assert "#" not in narrow
    assert "affinity" not in narrow
    assert "current" in narrow
    assert "share" in narrow


def test_all_roots_with_stability() -> None:
    shown = text(rest_of("n_shaped"))
    assert "-91.75 mV stable (this table); -61.75 mV unstable; 50.17 mV stable" in shown


def test_what_is_imposed_has_gaps_and_the_injected_current_a_row() -> None:
    shown = text(rest_of("driven")).splitlines()
    stim = next(line.split() for line in shown if line.strip().startswith("stim"))
    assert stim[1:5] == ["-", "-", "-", "-0.05000"]
    injected = next(line.split() for line in shown if line.strip().startswith("injected "))
    assert injected == ["injected", "-", "-", "-", "-0.2000"]
    assert "  injected into the inside 0.2000 uA/cm2" in shown
    total = next(line.split() for line in shown if line.strip().startswith("sum"))
    assert total[2] == "0"


def test_a_loop_says_where_its_net_current_goes() -> None:
    assert "which other interfaces bring back" in text(rest_of("epithelium"))


def test_an_electrode_names_its_sides_and_scales_its_units() -> None:
    shown = text(rest_of("electrode"))
    assert "(metal minus solution)" in shown
    assert "-4727" in shown
    assert "net flux" in shown


def test_no_answer_in_words() -> None:
    shown = text(rest_of("no_rest"))
    assert "membrane: no potential" in shown
    assert "status no_root: the net current does not cross zero in the range searched" in squeezed(shown)
    assert "nan" not in shown
    total = next(line.split() for line in shown.splitlines() if line.strip().startswith("sum"))
    assert set(total[1:]) == {"-"}  # no rest, no heat: not 0


def test_protons_are_shown_as_ph() -> None:
    protons = next(line for line in text(rest_of("four")).splitlines() if line.strip().startswith("H+"))
    assert "pH 7.20" in protons


def test_unknown_and_ambiguous_names_are_told() -> None:
    result = rest_of("four")
    with pytest.raises(
        UnknownNameError, match=r"no quantity 'potentail' in a result of rest; did you mean 'potential'"
    ):
        result["potentail"]
    with pytest.raises(UnknownNameError, match=r"ion 'K\+' is one of several: membrane.cytosol.K\+"):
        result.of("nernst", "K+")
    assert result.of("concentration", "cytosol.K+") == 140.0


def test_many_lanes_are_summarised() -> None:
    shown = text(rest_of("swept")).splitlines()
    assert "  bath.K+  1 to 100 mM (30 values)" in shown
    assert "  30 lanes; status ok: 30" in shown
    assert len(shown) < 30
    rows = [line.split() for line in shown if line.endswith("ok")]
    assert len(rows) == 12
    assert rows[0][0] == "1"
    assert rows[-1][0] == "100"
    assert float(rows[0][1]) == pytest.approx(1e3 * rest_of("swept")["potential"][0, 0], abs=0.006)


def test_curves_as_a_table() -> None:
    shown = text(curves_of("n_shaped"))
    assert "-61.75 mV unstable (slope -0.5506 mS/cm2)" in shown
    assert re.search(r"\n  total +-6\.979", shown)
    assert "none in this range" in text(curves_of("no_rest"))
    assert "status" not in text(curves_of("no_rest"))
    assert "zero crossings: 1 in 30 lanes" in text(curves_of("swept"))


def test_the_result_prints_itself() -> None:
    assert str(rest_of("four")) == text(rest_of("four"))


@pytest.mark.parametrize("width", [60, 100])
@pytest.mark.parametrize("name", ["driven", "n_shaped", "swept", "no_rest"])
def test_rich_says_the_same(name: str, width: int) -> None:
    from rich.console import Console

    console = Console(width=width, record=True, file=open("/dev/null", "w", encoding="utf-8"))  # noqa: SIM115
    with console.file:
        console.print(renderable(rest_of(name)))
        shown = console.export_text()
    assert "\u2026" not in shown
    plain = re.sub(r"[#-]{4,}", "", text(rest_of(name), width - 1))
    for word in plain.replace("#", "").split():
        assert word in shown


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (0.31706, "0.3171"), (1234.5, "1234"), (9.9999e-4, "1.00e-03"), (0.0010004, "0.001000"), (123456.0, "1.23e+05"),
        (-0.0, "0"), (float("nan"), "-"), (float("inf"), "+inf"), (float("-inf"), "-inf"), (99999.9, "1.00e+05"),
    ],
)  # fmt: skip
def test_digits(value: float, said: str) -> None:
    assert number(value) == said


def test_small_potentials_have_no_negative_zero() -> None:
    assert fixed(-0.001, 2) == "0.00"
    assert fixed(-0.001, 2, sign=True) == "0.00"
    assert fixed(1.0, 2, sign=True) == "+1.00"
    assert percent(0.00058) == "0.058"
    assert percent(-0.25) == "-25.0"


def test_prefixes_keep_large_and_small_values_in_reach() -> None:
    values, unit = in_reach([2.7e7, -1.0], "uA/cm2")
    assert (values[0], unit) == (pytest.approx(27.0), "A/cm2")
    assert in_reach([0.3], "uA/cm2")[1] == "uA/cm2"
    assert in_reach([2e-6], "pmol/cm2/s")[1] == "pmol/cm2/s"
    assert in_reach([2e-5], "mS/cm2")[1] == "nS/cm2"
    assert in_reach([1e9], "mV")[1] == "mV"
