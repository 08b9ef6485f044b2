"""Units: the everyday table against Pint, what is refused, and texts that give back the same number."""

import contextlib
import re
import time

import numpy as np
import pint
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from poise.errors import UnitError
from poise.units import DIMENSIONS, TEMPERATURE, Dimension, exact, parse, quantity, show

PINT = pint.UnitRegistry(cache_folder=None)
TABLE = [(one, unit) for one in DIMENSIONS.values() for unit in one.factors if unit not in ("", "1")]
NAMES = sorted(DIMENSIONS)


def in_pint(unit: str) -> pint.Unit:
    """The unit in Pint's spelling: powers with **."""
    return PINT.parse_units("percent" if unit == "%" else re.sub(r"(?<=[A-Za-z])(\d)", r"**\1", unit))


@pytest.mark.parametrize(("dimension", "unit"), TABLE, ids=lambda x: x.name if isinstance(x, Dimension) else x)
def test_table_agrees_with_pint(dimension: Dimension, unit: str) -> None:
    si = in_pint(dimension.si) if dimension.si != "1" else PINT.dimensionless
    if unit == "degC":
        assert parse("37 degC", dimension) == pytest.approx(PINT.Quantity(37.0, unit).to(si).magnitude, rel=1e-15)
        return
    assert dimension.factors[unit] == pytest.approx(PINT.Quantity(1.0, in_pint(unit)).to(si).magnitude, rel=1e-15)
    assert parse(f"1 {unit}", dimension) == dimension.factors[unit]


@pytest.mark.parametrize("dimension", DIMENSIONS.values(), ids=lambda x: x.name)
def test_every_dimension_is_whole(dimension: Dimension) -> None:
    assert DIMENSIONS[dimension.name] is dimension
    assert dimension.factors[dimension.si] == 1.0
    assert dimension.scale > 0
    assert np.isfinite(parse(dimension.example, dimension))


@pytest.mark.parametrize(
    ("text", "dimension", "expected"),
    [
        ("117 mM", "concentration", 117.0),
        ("0.1 uM", "concentration", 1e-4),
        ("5 mmol/L", "concentration", 5.0),
        ("2 mol/m^3", "concentration", 2.0),
        ("-70 mV", "potential", -0.07),
        ("-70mV", "potential", -0.07),
        ("+.5 V", "potential", 0.5),
        ("37 degC", "temperature", 310.15),
        ("37 °C", "temperature", 310.15),
        ("310.15 K", "temperature", 310.15),
        ("0.3 mS/cm2", "conductance per area", 3.0),
        ("0.3 mS/cm^2", "conductance per area", 3.0),
        ("0.3 mS cm-2", "conductance per area", 3.0),
        ("0.3 mS·cm-2", "conductance per area", 3.0),
        ("1 µF/cm²", "capacitance per area", 0.01),
        ("1 uF/cm**2", "capacitance per area", 0.01),
        ("30 pmol/cm2/s", "flux", 3e-7),
        ("30 pmol/(cm2 s)", "flux", 3e-7),
        ("30 pmol cm-2 s-1", "flux", 3e-7),
        ("30 pmol/s/cm2", "flux", 3e-7),
        ("1e-6 cm/s", "permeability", 1e-8),
        ("1e-6 cm s-1", "permeability", 1e-8),
        ("12 kcal/mol", "molar energy", 12 * 4184.0),
        ("760 mmHg", "pressure", 101325.0),
        ("2 hours", "time", 7200.0),
        ("4 %", "number", 0.04),
        ("10 /s", "rate", 10.0),
        ("10 1/s", "rate", 10.0),
        ("10 s-1", "rate", 10.0),
        ("2 /ms", "rate", 2000.0),
        ("1 Hz", "rate", 1.0),
        ("1e8 /M/s", "binding rate", 1e5),
        ("100 mM-1 s-1", "binding rate", 100.0),
        ("100 /(uM s)", "binding rate", 1e5),
        ("1 m3/mol/s", "binding rate", 1.0),
        ("1 mM/s", "concentration rate", 1.0),
        ("1 mmol/L/min", "concentration rate", 1 / 60),
        ("10 ohm cm2", "resistance times area", 1e-3),
        ("10 Ω cm²", "resistance times area", 1e-3),
        ("10 fmol", "amount", 1e-14),
        ("10 pW", "power", 1e-11),
        ("0.5", "number", 0.5),
        ("1e3", "number", 1000.0),
    ],
)
def test_what_people_write(text: str, dimension: str, expected: float) -> None:
    assert parse(text, DIMENSIONS[dimension]) == pytest.approx(expected, rel=1e-6 if "Hg" in text else 1e-14)


REFUSED = [
    ("", "concentration", "is not a quantity; expected concentration, such as '5 mM'"),
    ("mM", "concentration", "is not a quantity"),
    ("five mM", "concentration", "is not a quantity"),
    ("5", "concentration", "'5': it has no unit; expected concentration, such as '5 mM'"),
    ("012 mM", "concentration", "starts with a zero"),
    ("-012 mM", "concentration", "starts with a zero"),
    ("5 mV", "concentration", "'mV' is a unit of potential; expected concentration"),
    ("5 mm", "concentration", "'mm' is a unit of length"),
    ("5 mMol", "concentration", "unknown unit|is not a unit"),
    ("1:30", "time", "is not a unit of time"),
    ("nan mM", "concentration", "is not a quantity"),
    ("inf mM", "concentration", "is not a quantity"),
    ("-inf mM", "concentration", "is not a quantity"),
    ("1e999 mM", "concentration", "is not a finite number"),
    ("1e308 M", "concentration", "is not a finite number"),
    ("9**9**9**9", "number", "is not a unit of number"),
    ("9" * 10_000 + " mM", "concentration", "no unit|not a finite|not a quantity|too long"),
    ("5 " + "x" * 100_000, "concentration", "is not a quantity"),
    ("5 " + "m/" * 5_000, "length", "is not a quantity"),
    ("5 " + "(" * 150, "length", "is not a unit"),
    ("5 m**9**9**9", "length", "is not a unit of length"),
    ("5 m9", "length", "is not a unit of length"),
    ("37 C", "temperature", "'C' is not a unit of temperature"),
    ("98 degF", "temperature", "is not a unit of temperature"),
    ("5 delta_degC", "temperature", "is not a unit of temperature"),
    ("5 mM; import os", "concentration", "is not a unit"),
    ("5 __import__('os')", "concentration", "is not a unit"),
    ("5,5 mM", "concentration", "is not a unit"),
    ("0x10 mM", "concentration", "is not a unit"),
    ("1_000 mM", "concentration", "is not a unit"),
    ("5\x00 mM", "concentration", "is not a unit"),
    ("5 bananas", "concentration", "unknown unit 'bananas'"),
    ("5 mM mM", "concentration", "is not a unit of concentration"),
    ("5 7", "concentration", "is not a unit"),
]


@pytest.mark.parametrize(("text", "dimension", "message"), REFUSED, ids=[text[:20] for text, *_ in REFUSED])
def test_refused_fast_and_in_short_words(text: str, dimension: str, message: str) -> None:
    with pytest.raises(UnitError):
        parse("1 bananas", DIMENSIONS["length"])  # Pint is loaded before the clock runs
    start = time.perf_counter()
    with pytest.raises(UnitError, match=message) as caught:
        parse(text, DIMENSIONS[dimension])
    assert time.perf_counter() - start < 1.0
    assert len(str(caught.value)) < 300


@pytest.mark.parametrize(
    ("text", "dimension"), [("5 mM" + " " * 250 + "per hour", "concentration"), ("1" + "0" * 300, "number")]
)
def test_what_stands_far_behind_is_not_dropped(text: str, dimension: str) -> None:
    """Either refused, or the number that is written."""
    try:
        found = parse(text, DIMENSIONS[dimension])
    except UnitError:
        return
    assert found == float(text)


@pytest.mark.parametrize("text", ["3 dB", "2 Np", "0.5 octave"])
def test_logarithmic_units_are_refused(text: str) -> None:
    with pytest.raises(UnitError):
        parse(text, DIMENSIONS["number"])


@given(st.floats(allow_nan=False, allow_infinity=False), st.sampled_from(NAMES))
@example(310.15, "temperature")
@example(0.1 + 0.2, "concentration")
@example(-0.07, "potential")
@example(5e-324, "flux")
@example(-0.0, "potential")
def test_exact_is_read_back_to_the_same_float(value: float, name: str) -> None:
    dimension = DIMENSIONS[name]
    if abs(value) > 1e290:  # the shown unit may be smaller than the SI unit: no text in it is finite
        return
    assert parse(exact(value, dimension), dimension) == value


@pytest.mark.parametrize(
    ("value", "name", "text"),
    [
        (117.0, "concentration", "117 mM"),
        (-0.07, "potential", "-70 mV"),
        (310.15, "temperature", "37 degC"),
        (3.0, "conductance per area", "0.3 mS/cm2"),
        (0.01, "capacitance per area", "1 uF/cm2"),
        (2.0, "number", "2"),
    ],
)
def test_exact_is_what_people_read(value: float, name: str, text: str) -> None:
    assert exact(value, DIMENSIONS[name]) == text


@given(st.floats(1e-6, 1e6), st.sampled_from(NAMES))
def test_show_is_read_back_nearly(value: float, name: str) -> None:
    dimension = DIMENSIONS[name]
    found = parse(show(value, dimension, digits=17), dimension)
    assert found == pytest.approx(value, rel=1e-12, abs=1e-12)


@given(st.text(max_size=60))
def test_any_text_is_read_or_refused(text: str) -> None:
    for name in ("concentration", "number", "temperature"):
        try:
            found = parse(text, DIMENSIONS[name])
        except UnitError:
            continue
        assert np.isfinite(found)


@given(
    st.floats(1e-3, 1e3),
    st.lists(
        st.sampled_from(["mM", "m", "s", "V", "cm2", "mol", "/", " ", "-1", "**", "2", "(", ")", "µ", "k"]), max_size=12
    ),
)
def test_any_unit_like_text_is_read_or_refused(number: float, parts: list[str]) -> None:
    with contextlib.suppress(UnitError):
        assert np.isfinite(parse(f"{number!r} {''.join(parts)}", DIMENSIONS["flux"]))


def test_a_bare_number_may_be_given_a_unit() -> None:
    assert parse("5", DIMENSIONS["concentration"], bare="uM") == parse("5 uM", DIMENSIONS["concentration"])
    assert parse("5 mM", DIMENSIONS["concentration"], bare="uM") == 5.0
    assert parse("37", TEMPERATURE, bare="degC") == 310.15


def test_quantity_of_many() -> None:
    assert quantity(5.0, "mM") == 5.0
    found = quantity([2.5, 10, 50], "uM")
    assert isinstance(found, np.ndarray)
    np.testing.assert_allclose(found, [2.5e-3, 1e-2, 5e-2], rtol=1e-15)
    np.testing.assert_allclose(quantity(np.array([0.0, 37.0]), "degC"), [273.15, 310.15])
    assert quantity(2.0, "hours", "time") == 7200.0
    with pytest.raises(UnitError, match="is a unit of concentration; expected potential"):
        quantity(5.0, "mM", "potential")
    with pytest.raises(UnitError, match="is not an everyday unit; name the dimension"):
        quantity(5.0, "furlong")
