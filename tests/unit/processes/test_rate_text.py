"""Expressions bound to what a process sees: what they may name, what they depend on, and what they are worth."""

import math

import jax
import jax.numpy as jnp
import pytest

from poise.chemistry.species import species
from poise.constants import FARADAY, GAS
from poise.errors import InputError, UnitError, UnknownNameError
from poise.formulas import scalar
from poise.processes.expressions import exponents_of
from poise.processes.local import Local
from poise.processes.parameters import NONE, Parameters
from poise.processes.rate_text import RateText
from poise.units import DIMENSIONS

K, NA, CA = (species(name) for name in ("K+", "Na+", "Ca2+"))
HERE = Local(
    scalar,
    300.0,
    -0.06,
    {("inside", K): 0.14, ("outside", K): 0.004, ("inside", NA): 0.01, ("outside", NA): 0.15, ("outside", CA): 0.002},
    2.5,
)


def read(text, dimension="number", parameters=NONE):
    return RateText.read(text, exponents_of(DIMENSIONS[dimension]), parameters)


@pytest.mark.parametrize(
    ("text", "dimension", "expected"),
    [
        ("V", "potential", -0.06),
        ("T", "temperature", 300.0),
        ("t", "time", 2.5),
        ("[K+]in", "concentration", 140.0),
        ("[K+]out", "concentration", 4.0),
        ("[K+]", "concentration", 140.0),
        ("[potassium]out", "concentration", 4.0),
        ("E[K+]", "potential", GAS * 300 / FARADAY * math.log(4 / 140)),
        ("[Na+]in/[Na+]out", "number", 10 / 150),
        ("0.5", "number", 0.5),
    ],
)
def test_what_an_expression_may_name(text, dimension, expected):
    assert read(text, dimension).evaluate(HERE, NONE) == pytest.approx(expected, rel=1e-12)


def test_numbers_are_expressions_too():
    assert read(0.5).evaluate(HERE, NONE) == 0.5
    assert read(2).text == "2"


def test_what_it_depends_on_is_named_by_side():
    assert read("[Na+]in/[K+]out").seen() == (("outside", K), ("inside", NA))
    assert read("E[K+]/(1 mV)").seen() == (("inside", K), ("outside", K))
    assert read("[K+]", "concentration").seen() == (("inside", K),)
    assert read("V/(1 mV)").seen() == ()


def test_parameters_are_taken_when_it_is_evaluated():
    parameters = Parameters.read({"half": "-40 mV"})
    text = read("(V - half)/(1 mV)", parameters=parameters)
    assert text.evaluate(HERE, parameters) == pytest.approx(-20.0)
    assert text.evaluate(HERE, parameters.with_values({"half": -0.05})) == pytest.approx(-10.0)


def test_equal_texts_are_equal():
    assert read("V/(1 mV)") == read("V/(1 mV)")
    assert read("V/(1 mV)") != read("V/(2 mV)")
    one = read("V/(1 mV)")
    assert RateText.read(one, (), NONE) is one


def test_traced_by_jax():
    text = read("[K+]in/[K+]out * exp((V - E[K+])/(25 mV))")

    def value(potential, outside):
        return text.evaluate(Local(jnp, 300.0, potential, {("inside", K): 0.14, ("outside", K): outside}), NONE)

    potentials = jnp.asarray([-0.1, -0.06, 0.0])
    found = jax.jit(jax.vmap(value, in_axes=(0, None)))(potentials, 0.004)
    assert found[1] == pytest.approx(text.evaluate(HERE, NONE), rel=1e-12)
    assert jax.grad(value)(-0.06, 0.004) == pytest.approx(float(found[1]) / 0.025, rel=1e-10)
    assert jnp.isfinite(jax.grad(value, argnums=1)(-0.06, 0.004))


@pytest.mark.parametrize(
    ("text", "error", "message"),
    [
        ("[Kalium+]in/(1 mM)", UnknownNameError, r"unknown species 'Kalium\+'"),
        ("[Na]in/(1 mM)*[Nb+]out", UnknownNameError, r"'Nb\+'; did you mean"),
        ("half/(1 mV)", InputError, "'half'"),
        ("[K+]in", UnitError, "concentration|mol"),
        ("V", UnitError, "potential|V"),
        ("[K+]inside/(1 mM)", InputError, "inside"),
        ("[H2O]in/(1 mM)", InputError, "only what is dissolved"),
        ("[O2]out/(1 mM)", InputError, "only what is dissolved"),
        ("E[glucose]/(1 mV)", InputError, "carries no charge"),
        ("E[K+]out/(1 mV)", InputError, "between two sides"),
        ("", InputError, "empty"),
        (None, InputError, "not an expression"),
        (True, InputError, "not an expression"),
        ([1], InputError, "not an expression"),
        ("[" * 100, InputError, "bracket|meaning"),
        ("[K+" + "x" * 5000, InputError, "characters"),
    ],
)
def test_what_is_refused(text, error, message):
    with pytest.raises(error, match=message):
        read(text)
