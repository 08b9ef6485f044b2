"""Rate expressions: values, units, names, and that they stay the same when copied or sent."""

import copy
import math
import pickle
from collections.abc import Callable, Iterator
from typing import Any

import jax
import jax.numpy as jnp
import numpy as np
import pytest

from poise import units
from poise.errors import UnitError
from poise.formulas import scalar
from poise.processes.expressions import Expression, describe, exponents_of, read_quantity
from poise.processes.expressions.functions import FUNCTIONS
from poise.processes.expressions.kinds import CONCENTRATION, FLUX, NUMBER, POTENTIAL, RATE, TEMPERATURE, spell

NAMES = {
    "V": POTENTIAL,
    "T": TEMPERATURE,
    "x": NUMBER,
    "n": NUMBER,
    "[K+]in": CONCENTRATION,
    "[K+]out": CONCENTRATION,
    "E[K+]": POTENTIAL,
    "P": FLUX,
}
VALUES = {"V": -0.05, "T": 300.0, "x": 0.3, "n": 2.0, "[K+]in": 140.0, "[K+]out": 5.0, "E[K+]": -0.09, "P": 1e-6}

# Hodgkin & Huxley 1952 with the potential of today: written as users do, and as Python
HODGKIN_HUXLEY: dict[str, Callable[[Any], Any]] = {
    "1/ms * linoid((V + 40 mV)/(10 mV))": lambda mV: 1e3 * (mV + 40) / 10 / (1 - np.exp(-(mV + 40) / 10)),
    "4/ms * exp(-(V + 65 mV)/(18 mV))": lambda mV: 4e3 * np.exp(-(mV + 65) / 18),
    "0.07/ms * exp(-(V + 65 mV)/20 mV)": lambda mV: 70 * np.exp(-(mV + 65) / 20),
    "1/ms * logistic((V + 35 mV)/10 mV)": lambda mV: 1e3 / (1 + np.exp(-(mV + 35) / 10)),
    "0.1/ms * linoid((V + 55 mV)/(10 mV))": lambda mV: 1e3 * 0.01 * (mV + 55) / (1 - np.exp(-(mV + 55) / 10)),
    "0.125/ms * exp(-(V + 65 mV)/(80 mV))": lambda mV: 125 * np.exp(-(mV + 65) / 80),
}


@pytest.fixture(autouse=True)
def _double() -> Iterator[None]:
    with jax.enable_x64(True):
        yield


def value(text: str, **values: float) -> Any:
    return Expression.read(text, NAMES).evaluate({**VALUES, **values}, scalar)


@pytest.mark.parametrize("text", HODGKIN_HUXLEY)
def test_hodgkin_and_huxleys_rates(text: str) -> None:
    one = Expression.read(text, {"V": POTENTIAL}, RATE)
    mV = np.linspace(-99.3, 51.1, 41)
    expected = HODGKIN_HUXLEY[text](mV)
    np.testing.assert_allclose(one.evaluate({"V": mV * 1e-3}, np), expected, rtol=1e-12)
    np.testing.assert_allclose(one.evaluate({"V": jnp.asarray(mV * 1e-3)}, jnp), expected, rtol=1e-12)
    assert [one.evaluate({"V": v * 1e-3}, scalar) for v in mV] == pytest.approx(expected, rel=1e-12)


@pytest.mark.parametrize("beside", [0.0, 1e-12, -1e-12, 1e-7])
@pytest.mark.parametrize("middle", [40, 55])
def test_the_removable_singularities_are_smooth(middle: int, beside: float) -> None:
    one = Expression.read(f"0.1/ms * linoid((V + {middle} mV)/(10 mV))", {"V": POTENTIAL}, RATE)
    v = -middle * 1e-3 + beside
    assert one.evaluate({"V": v}, scalar) == pytest.approx(100 * (1 + beside / 0.02), rel=1e-9)
    number, slope = jax.value_and_grad(lambda V: one.evaluate({"V": V}, jnp))(v)
    assert float(number) == pytest.approx(100 * (1 + beside / 0.02), rel=1e-9)
    assert float(slope) == pytest.approx(100 / 0.02, rel=1e-5)  # the slope of x/(1 - exp(-x)) at 0 is 1/2


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("40 mV", 0.04),
        ("V/10 mV", -5.0),
        ("V/10*1 mV", -0.05 / 10 * 1e-3),
        ("-2^2", -4.0),
        ("2^-1", 0.5),
        ("2^3^2", 512.0),
        ("2**3", 8.0),
        ("2 - 3 - 4", -5.0),
        ("8/4/2", 1.0),
        ("- -2", 2.0),
        ("2*-3", -6.0),
        ("1 - -x", 1.3),
        ("-x^2", -0.09),
        ("(-x)^2", 0.09),
        ("x^n", 0.09),
        ("5 uA/cm2", 0.05),
        ("5 uA/cm^2", 0.05),
        ("2 cm^2", 2e-4),
        ("3 mV^2", 3e-6),
        ("1.5e-6 mol/m2/s", 1.5e-6),
        ("2/(mM s)", 2.0),
        ("0.1/(uM ms)", 1e5),
        ("1/min", 1 / 60),
        ("6.3 degC", 279.45),
        ("-6.3 degC", 266.85),
        ("3^((T - 6.3 degC)/(10 K))", 3 ** ((300 - 279.45) / 10)),
        ("P * ([K+]in/[K+]out)^3", 1e-6 * 28.0**3),
        ("V - E[K+]", 0.04),
        ("1 µM", 1e-3),
        ("2 kΩ", 2e3),
        ("abs(V)", 0.05),
        ("min(3 mV, V, 1 V)", -0.05),
        ("max(1, 2, x)", 2.0),
        ("sqrt(V*V)", 0.05),
        ("ln(x)", math.log(0.3)),
        ("log(x) + log10(x)", math.log(0.3) + math.log10(0.3)),
        ("tanh(x) + sinh(x) + cosh(x)", math.tanh(0.3) + math.sinh(0.3) + math.cosh(0.3)),
        ("sin(x)*cos(x)", math.sin(0.6) / 2),
        ("exprel(x) * bernoulli(x)", 1.0),
        ("exprel(0) + bernoulli(0) + linoid(0)", 3.0),
        ("linoid(x)", 0.3 / (1 - math.exp(-0.3))),
        ("logistic(x)", 1 / (1 + math.exp(-0.3))),
        ("heaviside(V) + 10*heaviside(0) + 100*heaviside(x)", 105.0),
        ("if(V < -40 mV, 1, 2)", 1.0),
        ("if(V >= -40 mV, 1 mM, [K+]in)", 140.0),
        ("if(x <= 0.3, 1, 2) + if(x > 0.3, 10, 20)", 21.0),
        ("hill([K+]in, 70 mM, 3)", 8 / 9),
        ("hill([K+]out, 0.01 M, n)", 1 / 5),
        ("hill(x, 0.6, 1.5)", 0.3**1.5 / (0.3**1.5 + 0.6**1.5)),
    ],
)  # fmt: skip
def test_values(text: str, expected: float) -> None:
    assert value(text) == pytest.approx(expected, rel=1e-14)
    arrays = {name: np.full(3, number) for name, number in VALUES.items()}
    one = Expression.read(text, NAMES)
    np.testing.assert_allclose(one.evaluate(arrays, np), expected, rtol=1e-13)
    traced = jax.jit(lambda v: one.evaluate(v, jnp))({name: jnp.asarray(a) for name, a in arrays.items()})
    np.testing.assert_allclose(traced, expected, rtol=1e-13)


@pytest.mark.parametrize("name", sorted(FUNCTIONS))
def test_every_function_agrees_in_the_three_namespaces_and_has_a_gradient(name: str) -> None:
    text = {"hill": "hill(x, 0.7, 3)", "min": "min(x, 2*x, 0.4)", "max": "max(x, 2*x, 0.4)"}.get(name, f"{name}(x)")
    one = Expression.read(text, {"x": NUMBER}, NUMBER)
    for x in (0.2, 0.9, 3.0):
        plain = one.evaluate({"x": x}, scalar)
        assert float(one.evaluate({"x": np.asarray(x)}, np)) == pytest.approx(plain, rel=1e-14)
        found, slope = jax.value_and_grad(lambda x: one.evaluate({"x": x}, jnp))(x)
        assert float(found) == pytest.approx(plain, rel=1e-14)
        step = 1e-6
        low, high = (one.evaluate({"x": x + d}, scalar) for d in (-step, step))
        assert float(slope) == pytest.approx((high - low) / (2 * step), rel=1e-7, abs=1e-9)


@pytest.mark.parametrize("x", [0.0, 1e-300, 0.7, 1e200])
@pytest.mark.parametrize("n", ["3", "1.5", "n"])
def test_hill_is_smooth_from_nothing_to_all(x: float, n: str) -> None:
    one = Expression.read(f"hill(x, 0.7, {n})", {"x": NUMBER, "n": NUMBER})

    def at(x: Any, n: Any) -> Any:
        return one.evaluate({"x": x, "n": n}, jnp)

    slopes = jax.grad(at, argnums=(0, 1))(x, 2.0)
    assert all(math.isfinite(float(slope)) for slope in slopes)
    assert one.evaluate({"x": x, "n": 2.0}, scalar) == pytest.approx(float(at(x, 2.0)), rel=1e-13)
    if x == 0.7:
        power = {"3": 3.0, "1.5": 1.5, "n": 2.0}[n]
        assert float(slopes[0]) == pytest.approx(power / 4 / 0.7, rel=1e-13)


def test_python_numbers_have_the_limits_of_arrays() -> None:
    assert value("1/x", x=0.0) == math.inf
    assert value("-1/x", x=0.0) == -math.inf
    assert math.isnan(value("x/x", x=0.0))
    assert value("x^-2", x=0.0) == math.inf
    assert value("x^-3", x=-0.0) == -math.inf
    assert math.isnan(value("x^0.5", x=-1.0))
    assert math.isnan(value("sqrt(x)", x=-1.0))
    assert math.isnan(value("log(x)", x=-1.0))
    assert value("x^3", x=-1e200) == -math.inf
    assert value("x^2", x=-1e200) == math.inf
    assert value("sinh(x)", x=-1e4) == -math.inf
    assert value("cosh(x)", x=-1e4) == math.inf
    assert math.isnan(value("sin(x)", x=math.inf))
    assert math.isnan(value("heaviside(x)", x=math.nan))


def test_a_constant_is_the_float_that_a_quantity_is() -> None:
    for number in ("40", "-65", "0.3", "18.7", "1e-7"):
        for unit in ("mV", "uM", "cm/s", "uA/cm2", "mS/cm2", "pmol/cm2/s", "ms", "um3"):
            found, dimension = read_quantity(f"{number} {unit}")
            kind = next(one for one in units.DIMENSIONS.values() if unit in one.factors)
            assert found == units.parse(f"{number} {unit}", kind) == value(f"{number} {unit}")
            assert dimension == exponents_of(kind)


def test_names_win_over_units_unless_a_number_is_before_them() -> None:
    one = Expression.read("m + 2*s", {"m": NUMBER, "s": NUMBER})
    assert one.names == {"m", "s"}
    assert one.evaluate({"m": 1.0, "s": 2.0}, scalar) == 5.0
    assert Expression.read("V + 2 V", {"V": POTENTIAL}).evaluate({"V": 1.0}, scalar) == 3.0
    assert Expression.read("V", {}).evaluate({}, scalar) == 1.0


def test_the_dimension_is_worked_out() -> None:
    def found(text: str) -> str:
        return describe(Expression.read(text, NAMES).dimension)

    assert found("P/[K+]in") == "a permeability (m/s)"
    assert found("V*1 mS/cm2") == "a current per area (A/m2)"
    assert found("V^2/1 s") == "a quantity in V2/s"
    assert found("sqrt(V)") == "a quantity in V^(1/2)"
    assert found("sqrt(V)^2") == "a potential (V)"
    assert found("V^(1/3)*V^(2/3)") == "a potential (V)"
    assert found("P/1 m") == "a rate per volume (mol/(m3 s))"
    assert found("x") == "a number"


@pytest.mark.parametrize("kind", units.DIMENSIONS.values(), ids=lambda one: one.name)
def test_every_kind_of_quantity_has_its_powers_and_a_spelling(kind: units.Dimension) -> None:
    powers = exponents_of(kind)
    for unit, factor in kind.factors.items():
        if unit != "degC":
            number, dimension = read_quantity(f"1 {unit}")
            assert dimension == powers
            assert number == pytest.approx(factor, rel=1e-15)
    assert read_quantity(f"1 {spell(powers)}" if spell(powers) != "1" else "1") == (1.0, powers)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("-40 mV", -0.04),
        ("0.3", 0.3),
        ("1.036e-6 mol/m2/s", 1.036e-6),
        ("1.036e-6 mol m-2 s-1", 1.036e-6),
        ("1.036e-6 mol/(m^2 s)", 1.036e-6),
        ("2 mol/m**2/s", 2.0),
        ("6.3 degC", 279.45),
        ("-6.3 °C", 266.85),
        ("10 /ms", 1e4),
        ("10 1/ms", 1e4),
        ("10 ms^-1", 1e4),
        ("0.1 1/(uM s)", 100.0),
        ("5mM", 5.0),
        ("30 %", 0.3),
        (" 2 µm² ", 2e-12),
    ],
)
def test_written_quantities(text: str, expected: float) -> None:
    assert read_quantity(text)[0] == pytest.approx(expected, rel=1e-15)


@pytest.mark.parametrize(
    "text",
    ["", "mV", "1 5", "1e5555", "3 mV 4", "4 (mV)", "5 degC/s", "1e300 mol/um3/um3", "2 /", "2 /(s", "2 s)", "2 /()",
     "2 mol/m2 s", "010 mV", "٣ mV", "1 1 mV", "3 mV^999", "2 //s", "2 /s/(mM)/", "2 1/1/s", "5 furlong", "5 MM",
     "9" * 401, "9" * 390 + " mV", "1 " + "m" * 200, "nan mV", "inf", "1 mV\x00"],
)  # fmt: skip
def test_what_is_no_quantity(text: str) -> None:
    with pytest.raises(UnitError):
        read_quantity(text)


def test_copies_and_pickles_are_equal_and_hash_alike() -> None:
    text = "(" * 49 + "-sqrt(V*V)*0.1/ms/(2 mV)" + ")" * 49
    for one in (Expression.read(text, NAMES, RATE), Expression.read(" + ".join(["x*(1 + x)"] * 150), NAMES)):
        for other in (pickle.loads(pickle.dumps(one)), copy.deepcopy(one), copy.copy(one)):
            assert other == one
            assert hash(other) == hash(one)
            assert other.evaluate(VALUES, scalar) == one.evaluate(VALUES, scalar)


def test_equality_is_of_the_text_and_of_what_the_names_mean() -> None:
    assert Expression.read(" x + 1 ", NAMES) == Expression.read("x + 1", {"x": NUMBER})
    assert Expression.read("x + 1", NAMES) != Expression.read("1 + x", NAMES)
    assert Expression.read("m", {"m": NUMBER}) != Expression.read("m", {})
    assert str(Expression.read(" x + 1 ", NAMES)) == "x + 1"
    assert repr(Expression.read("x", NAMES)).count("Name(") == 0
