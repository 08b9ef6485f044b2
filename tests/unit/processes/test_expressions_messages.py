"""What is refused in a rate expression, and what the user is told: what, where, why, and what to write instead."""

import time

import pytest

from poise.errors import InputError, UnitError, UnknownNameError
from poise.processes.expressions import Expression
from poise.processes.expressions.kinds import CONCENTRATION, NUMBER, POTENTIAL, RATE, TEMPERATURE

NAMES = {
    "V": POTENTIAL,
    "T": TEMPERATURE,
    "V_half": POTENTIAL,
    "[K+]in": CONCENTRATION,
    "E[K+]": POTENTIAL,
    "n": NUMBER,
}


def refused(text: str, kind: type[InputError] = InputError) -> str:
    with pytest.raises(kind) as caught:
        Expression.read(text, NAMES)
    return str(caught.value)


@pytest.mark.parametrize(
    ("text", "kind", "place", "marked", "said"),
    [
        ("V + 40", UnitError, 5, "40", "a number, added to a potential (V)"),
        ("n + V", UnitError, 5, "V", "divide it by one of its kind"),
        ("V - [K+]in", UnitError, 5, "[K+]in", "subtracted from a potential"),
        ("exp(V)", UnitError, 5, "V", "'exp' takes a number"),
        ("0.1/ms*exp((V + 1 mV)/(3 s))", UnitError, 12, "(V + 1 mV)/(3 s)", "'exp' takes a number"),
        ("max(V, 3 mM)", UnitError, 8, "3 mM", "compared with a potential"),
        ("if(V < 0, 1, 2)", UnitError, 8, "0", "write its unit"),
        ("if(n < 0, V, 2)", UnitError, 14, "2", "the alternative to a potential"),
        ("hill([K+]in, 3, 2)", UnitError, 14, "3", "compared with a concentration"),
        ("hill([K+]in, 3 mM, V)", UnitError, 20, "V", "the exponent"),
        ("2^V", UnitError, 3, "V", "an exponent is a number"),
        ("V^n", UnitError, 1, "V", "a power that is written as a number"),
        ("V^0.31415926", UnitError, 1, "V^0.31415926", "simple fraction"),
        ("(V^60)^60", UnitError, 1, "(V^60)^60", "out of all bounds"),
        ("T + 10 degC", UnitError, 5, "10 degC", "'10 K'"),
        ("(T - 6 degC)/(10 degC)", UnitError, 14, "(10 degC)", "'10 K'"),
        ("2*5 degC", UnitError, 3, "5 degC", "'10 K'"),
        ("5 degC^2", UnitError, 1, "5 degC", "write it in kelvin"),
        ("-(5 degC)", UnitError, 1, "-(5 degC)", "one sign"),
        ("5 degC mV", UnitError, 3, "degC", "part of another unit"),
        ("T/degC", UnitError, 3, "degC", "right after a number"),
        ("1/mM s", UnitError, 6, "s", "write '/(mM s)'"),
        ("10 mvv", UnitError, 4, "mvv", "did you mean 'mV'"),
        ("2 V_half", InputError, 3, "V_half", "write '2*V_half'"),
        ("2 exp(n)", InputError, 3, "exp", "write '2*exp(...)'"),
        ("2 [K+]in", InputError, 3, "[K+]in", "2*[K+]in"),
        ("2 (n)", InputError, 3, "(", "write '*'"),
        ("2 mV (n)", InputError, 6, "(", "write '*'"),
        ("2 mV n", InputError, 6, "n", "write '*'"),
        ("2 mV V", InputError, 6, "V", "a name here"),
        ("(n)(n)", InputError, 4, "(", "write '*'"),
        ("0.1 1/ms", InputError, 5, "1", "write '*'"),
        ("V(3)", InputError, 1, "V", "not a function"),
        ("mV(3)", InputError, 1, "mV", "not a function"),
        ("exp", InputError, 1, "exp", "write exp(...)"),
        ("Vhalf", UnknownNameError, 1, "Vhalf", "did you mean 'V_half'"),
        ("[K]in", UnknownNameError, 1, "[K]in", "did you mean '[K+]in'"),
        ("expp(3)", UnknownNameError, 1, "expp", "did you mean 'exp'"),
        ("__class__", UnknownNameError, 1, "__class__", "neither a name"),
        ("(1 + 2", InputError, 7, "", "')' is expected"),
        ("1 + ", InputError, 4, "", "the expression ends"),
        ("1 + )", InputError, 5, ")", "found ')'"),
        ("3,5", InputError, 2, ",", "decimals with a point"),
        ("V < 0 mV", InputError, 3, "<", "first argument of 'if'"),
        ("if(V < 0 mV < 1 mV, 1, 2)", InputError, 13, "<", "first argument of 'if'"),
        ("if(V, 1, 2)", InputError, 5, ",", "'<', '<=', '>' or '>='"),
        ("if(V < 0 mV, 1)", InputError, 15, ")", "other value"),
        ("exp(1, 2)", InputError, 1, "exp(1, 2)", "takes 1 argument(s), not 2"),
        ("min(1)", InputError, 1, "min(1)", "takes 2 to 20"),
        ("exp()", InputError, 5, ")", "found ')'"),
        ("log(0)", InputError, 1, "log(0)", "infinite"),
        ("n + log(-1)", InputError, 5, "log(-1)", "not a number"),
        ("(-1)^0.5", InputError, 1, "(-1)^0.5", "not a number"),
        ("exp(1000)", InputError, 1, "exp(1000)", "too large"),
        ("1e308*10", InputError, 1, "1e308*10", "too large"),
        ("1e308 + 1e308", InputError, 1, "1e308 + 1e308", "too large"),
        ("n*1e999", InputError, 3, "1e999", "too large"),
        ("n/0", InputError, 3, "0", "zero"),
        ("n/(1 - 1)", InputError, 3, "(1 - 1)", "zero"),
        ("0^-1", InputError, 1, "0^-1", "too large"),
        ("9**9**9**9", InputError, 7, "9**9", "exponent 3.8742e+08 is too large"),
        ("hill(n, 2, 1e9)", InputError, 12, "1e9", "too large"),
        ("010", InputError, 1, "010", "octal"),
        ("0x10", UnitError, 2, "x10", "not a unit"),
        ("1_000", UnitError, 2, "_000", "not a unit"),
        ("V.real", InputError, 2, ".", "nothing has attributes"),
        ("V − 3 mV", InputError, 3, "−", "hyphen"),
        ("ехр(3)", InputError, 1, "е", "CYRILLIC SMALL LETTER IE"),
        ("n\x00", InputError, 2, " ", "no meaning"),
        ("n = 3", InputError, 3, "=", "'if' takes"),
        ("lambda n: n", InputError, 9, ":", "listed functions"),
        ("lambda", UnknownNameError, 1, "lambda", "neither"),
        ('f"{n}"', InputError, 2, '"', "quotes"),
        ("__import__('os')", InputError, 12, "'", "quotes"),
        ("__import__(n)", UnknownNameError, 1, "__import__", "no function"),
        ("[n for n in n]", InputError, 1, "[", "name of a species"),
        ("n if n else n", InputError, 3, "if", "write '*'"),
        ("n[0]", UnknownNameError, 1, "n[0]", "neither"),
        ("n; n", InputError, 2, ";", "no meaning"),
        ("n % 2", InputError, 3, "%", "remainder"),
    ],
)  # fmt: skip
def test_mistakes_are_located_and_explained(
    text: str, kind: type[InputError], place: int, marked: str, said: str
) -> None:
    message = refused(text, kind)
    first, shown, carets = message.split("\n")
    assert first.startswith(f"at character {place}: ")
    assert said in first
    assert carets == "  " + " " * (place - 1) + "^" * max(1, len(marked))
    assert shown == "  " + text.strip().replace("\x00", " ")
    assert shown[2:][place - 1 :].startswith(marked)


def test_a_value_of_another_dimension_than_expected() -> None:
    with pytest.raises(UnitError, match=r"the value is a number, but it must be a rate \(1/s\), such as '0.1/ms'"):
        Expression.read("exp(n)", NAMES, RATE)
    with pytest.raises(UnitError, match=r"the value is a potential \(V\), but it must be a number"):
        Expression.read("V", NAMES, NUMBER)
    assert Expression.read("n", NAMES, NUMBER).dimension == NUMBER


def test_what_is_not_text() -> None:
    with pytest.raises(InputError, match="found int"):
        Expression.read(3, NAMES)  # type: ignore[arg-type]
    for text in ("", "  \n"):
        with pytest.raises(InputError, match="empty"):
            Expression.read(text, NAMES)
    with pytest.raises(InputError, match="6 powers"):
        Expression.read("n", {"n": (1, 2)})


def test_a_long_expression_is_shown_round_the_place() -> None:
    message = refused("n + " * 300 + "V + 1" + " + n" * 100)
    _, shown, carets = message.split("\n")
    assert len(shown) < 120
    assert shown.startswith("  ...")
    assert shown[carets.index("^") : carets.rindex("^") + 1] == "V"


@pytest.mark.parametrize(
    "text",
    [
        "(" * 10_000 + "n" + ")" * 10_000,
        "(" * 900 + "n" + ")" * 900,
        "(" * 51 + "n" + ")" * 51,
        "exp(" * 60 + "0" + ")" * 60,
        "n^" * 60 + "n",
        "if(" * 60 + "n",
        "2 mV^" * 60 + "2",
        "n" * 1_000_000,
        "1" * 1_000_000,
        "1+" * 500_000 + "1",
        " " * 1_000_000 + "(" * 3000,
        "9**9**9**9**9**9",
        "9^99^99",
        "9e999999999999",
        "-" * 1990 + "(",
        "1" * 1990,
        "1 " + "um3 " * 490,
        "((((((mV/uV)^99)^99)^99)^99)^99)^99*n",
        "\u202en",
        "n\u200b",
        "ｎ",
        "𝑛",
        "n²",
        "\ud800",
        "max(" + "n," * 900 + "n)",
    ],
)
def test_hostile_texts_are_refused_at_once(text: str) -> None:
    start = time.perf_counter()
    message = refused(text)
    assert time.perf_counter() - start < 1.0
    assert len(message) < 1000


@pytest.mark.parametrize("text", ["-" * 1999 + "1", "(" * 50 + "n" + ")" * 50, "n" + "+n" * 999, "n" + "/n" * 999])
def test_the_largest_that_are_read(text: str) -> None:
    Expression.read(text, NAMES)
