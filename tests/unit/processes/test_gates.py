"""Gates: steady values, rates of change, schemes against linear algebra, temperature, tracing, and what is refused."""

import math

import jax
import jax.numpy as jnp
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from poise.chemistry.species import Species, SpeciesBook, species
from poise.errors import InputError, UnitError, UnknownNameError
from poise.formulas import scalar
from poise.processes import OhmicChannel
from poise.processes.gates.base import Gate
from poise.processes.gates.markov import MarkovGate
from poise.processes.gates.read import read_gate
from poise.processes.local import Local
from poise.processes.parameters import NONE, Parameters

jax.config.update("jax_enable_x64", True)

M = {
    "power": 3,
    "alpha": "1/ms * linoid((V + 40 mV)/(10 mV))",
    "beta": "4/ms * exp(-(V + 65 mV)/(18 mV))",
    "q10": 3,
    "at": "6.3 degC",
}
H = {"alpha": "0.07/ms * exp(-(V + 65 mV)/(20 mV))", "beta": "1/ms / (1 + exp(-(V + 35 mV)/(10 mV)))"}
N = {"alpha": "0.1/ms * linoid((V + 55 mV)/(10 mV))", "beta": "0.125/ms * exp(-(V + 65 mV)/(80 mV))", "power": 4.0}
COLD = 279.45


def local(potential=-0.065, temperature=COLD, xp=scalar, **concentrations):
    amounts = {("inside", "K+"): 140.0, ("outside", "K+"): 5.0, ("inside", "Ca2+"): 1e-4, ("outside", "Ca2+"): 2.0}
    activities = {(side, species(name)): amount / 1e3 for (side, name), amount in amounts.items()}
    activities |= {("inside", species(name)): amount / 1e3 for name, amount in concentrations.items()}
    return Local(xp, temperature, potential, activities)


def gate(entry, parameters=NONE) -> Gate:
    return read_gate(entry, parameters)


@pytest.mark.parametrize(
    ("entry", "expected"),
    [(M, 0.05293248525724958), (N, 0.3176769140606974), (H, 0.596120753508460)],
    ids=["m", "n", "h"],
)
def test_hodgkin_and_huxley_at_rest(entry, expected):
    """The steady values of their equations at -65 mV, to fifteen digits."""
    (found,) = gate(entry).steady(local(), NONE)
    assert found == pytest.approx(expected, rel=1e-14)


def test_rates_change_as_the_closed_form_says():
    opening = 1e3 * -2.5 / (1 - math.exp(2.5))  # linoid(x) = x/(1 - exp(-x)), x = -2.5 at -65 mV
    beta = 4e3 * math.exp(0.0)
    for x in (0.0, 0.3, 1.0):
        (found,) = gate(M).change((x,), local(), NONE)
        assert found == pytest.approx(opening * (1 - x) - beta * x, rel=1e-13)
    one = gate({"steady": "1/(1 + exp(-(V + 40 mV)/(5 mV)))", "time": "2 ms + 1 s * exp(V/(10 mV))"})
    settled, time = 1 / (1 + math.exp(5)), 2e-3 + math.exp(-6.5)
    assert one.steady(local(), NONE) == (pytest.approx(settled, rel=1e-14),)
    assert one.change((0.25,), local(), NONE) == (pytest.approx((settled - 0.25) / time, rel=1e-13),)


def test_a_gate_stands_still_at_its_steady_value():
    for entry in (M, H, N):
        one = gate(entry)
        (rate,) = one.change(one.steady(local(), NONE), local(), NONE)
        assert abs(rate) < 1e-10


def test_q10_speeds_the_change_and_leaves_the_steady_value():
    one = gate(M)
    warm = local(temperature=COLD + 10.0)
    assert one.change((0.5,), warm, NONE)[0] == pytest.approx(3 * one.change((0.5,), local(), NONE)[0], rel=1e-14)
    assert one.steady(warm, NONE) == one.steady(local(), NONE)
    assert gate({**H, "at": "20 degC"}).change((0.5,), warm, NONE) == gate(H).change((0.5,), warm, NONE)
    scheme = {"open": "O", "rates": {"C -> O": "2/ms", "O -> C": "1/ms"}}
    slow, quick = gate(scheme), gate({**scheme, "q10": 2.5, "at": "6.3 degC"})
    assert quick.change((0.5,), warm, NONE)[0] == pytest.approx(2.5 * slow.change((0.5,), warm, NONE)[0], rel=1e-14)


def test_powers_and_the_product_of_gates():
    channel = OhmicChannel("Na+", 1200.0, gates={"m": M, "h": H})
    here = local(**{"Na+": 15.0})
    assert channel.open({"m": (0.2,), "h": (0.6,)}, here) == pytest.approx(0.2**3 * 0.6, rel=1e-15)
    assert OhmicChannel("Na+", 1.0).open({}, here) == 1.0
    assert gate({"steady": "0.5", "power": 2}).open((), here, NONE) == 0.25
    assert gate({"steady": "0.5", "power": 1.5}).open((), here, NONE) == pytest.approx(0.5**1.5)
    assert gate({"steady": "0.5"}).states == ()


@pytest.mark.parametrize(
    "entry", [M, H, {"steady": "0.5", "time": "1 ms", "start": 0.25}, {"steady": "0.1", "power": 2}]
)
def test_what_is_written_is_read_back(entry):
    one = gate(entry)
    assert gate(one.write()) == one
    assert gate(one) is one


# Markov schemes


def scheme(rates, states):
    """A gate with plain rates [1/s] between numbered states, the first open."""
    return gate({"open": "s0", "rates": {f"s{i} -> s{j}": f"{rate!r}/s" for (i, j), rate in rates.items()}}), [
        f"s{k}" for k in range(states)
    ]


@st.composite
def random_schemes(draw):
    """A ring, so that every state is reached, and any other hops."""
    count = draw(st.integers(2, 7))
    rate = st.floats(1e-4, 1e4)
    rates = {(k, (k + 1) % count): draw(rate) for k in range(count)}
    others = [(i, j) for i in range(count) for j in range(count) if i != j and (i, j) not in rates]
    for pair in draw(st.lists(st.sampled_from(others), unique=True, max_size=len(others))) if others else []:
        rates[pair] = draw(rate)
    return rates, count


@settings(max_examples=60, deadline=None, derandomize=True)
@given(random_schemes())
def test_steady_occupancies_are_the_null_vector(given_scheme):
    rates, count = given_scheme
    one, _ = scheme(rates, count)
    order = [int(name[1:]) for name in one.names]
    matrix = np.zeros((count, count))
    for (i, j), rate in rates.items():
        matrix[order.index(j), order.index(i)] += rate
        matrix[order.index(i), order.index(i)] -= rate
    system = np.vstack([matrix / np.abs(matrix).max(), np.ones(count)])
    expected = np.linalg.lstsq(system, np.r_[np.zeros(count), 1.0], rcond=None)[0]
    found = np.asarray(one.steady(local(), NONE))
    assert len(found) == count - 1 == len(one.states)
    whole = np.r_[found, 1 - found.sum()]
    np.testing.assert_allclose(whole, expected, rtol=1e-6, atol=1e-9)
    assert (found > 0).all()
    assert found.sum() < 1 + 1e-15
    change = np.asarray(one.change(tuple(found), local(), NONE))
    assert np.abs(change).max() <= 1e-11 * np.abs(matrix).max()
    assert one.open(tuple(found), local(), NONE) == pytest.approx(whole[order.index(0)], abs=1e-14)


def test_change_conserves_the_sum_of_occupancies():
    one, _ = scheme({(0, 1): 3.0, (1, 2): 5.0, (2, 0): 7.0, (1, 0): 11.0}, 3)
    found = (0.5, 0.3)
    first, second = one.change(found, local(), NONE)
    assert first == pytest.approx(-3 * 0.5 + 7 * 0.2 + 11 * 0.3)
    assert second == pytest.approx(3 * 0.5 - 5 * 0.3 - 11 * 0.3)
    third = 5 * 0.3 - 7 * 0.2
    assert first + second + third == pytest.approx(0.0, abs=1e-15)


def test_detailed_balance_gives_boltzmann_shares():
    """A square in equilibrium: the products of the rates both ways round are equal."""
    energies = [0.0, 1.0, -0.5, 2.0]
    rates = {}
    for k in range(4):
        other = (k + 1) % 4
        rates[k, other] = 100.0 * math.exp((energies[k] - energies[other]) / 2)
        rates[other, k] = 100.0 * math.exp((energies[other] - energies[k]) / 2)
    one, _ = scheme(rates, 4)
    weights = np.exp(-np.asarray(energies))
    np.testing.assert_allclose(one.steady(local(), NONE), (weights / weights.sum())[:3], rtol=1e-13)


@pytest.mark.parametrize("potential", [-0.12, -0.065, 0.0, 0.04])
def test_two_states_are_a_hodgkin_huxley_gate(potential):
    pair = gate({"open": "O", "rates": {"C -> O": H["alpha"], "O -> C": H["beta"]}})
    single, here = gate(H), local(potential)
    (opened,) = single.steady(here, NONE)
    (closed,) = pair.steady(here, NONE)
    assert pair.open((closed,), here, NONE) == pytest.approx(opened, rel=1e-13)
    for x in (0.1, 0.9):
        assert -pair.change((1 - x,), here, NONE)[0] == pytest.approx(single.change((x,), here, NONE)[0], rel=1e-12)


def test_states_may_be_open_in_part_and_start_where_it_is_said():
    rates = {"C -> O1": "2/ms", "O1 -> C": "1/ms", "O1 -> O2": "1/ms", "O2 -> O1": "3/ms"}
    one = gate({"open": {"O1": 1, "O2": 0.5}, "rates": rates, "start": {"C": 0.5, "O2": 0.5}})
    assert isinstance(one, MarkovGate)
    assert one.names == ("C", "O1", "O2")
    assert one.states == ("C", "O1")
    assert one.start == (0.5, 0.0)
    assert one.open(one.start, local(), NONE) == pytest.approx(0.25)
    assert gate(one.write()) == one
    assert gate({"open": "O1", "rates": rates}).start is None


# concentrations, parameters, tracing


def test_rates_may_follow_concentrations_and_nernst_potentials():
    one = gate({"alpha": "1/ms * [Ca2+]in/(1 uM)", "beta": "1/ms * exp((V - E[K+])/(20 mV))"})
    here = local(-0.07, **{"Ca2+": 2e-3})
    nernst = 8.31446261815324 * COLD / 96485.33212331 * math.log(5 / 140)
    alpha, beta = 2e3, 1e3 * math.exp((-0.07 - nernst) / 0.02)
    assert one.steady(here, NONE) == (pytest.approx(alpha / (alpha + beta), rel=1e-12),)
    assert set(one.seen()) == {
        ("inside", species("Ca2+")),
        ("inside", species("K+")),
        ("outside", species("K+")),
    }


def test_a_models_own_species_can_be_named():
    book = SpeciesBook((Species("B", 0.0),))
    one = read_gate({"steady": "[B]in/([B]in + 1 mM)"}, NONE, book)
    assert one.seen() == (("inside", book["B"]),)
    with pytest.raises(UnknownNameError, match="unknown species 'B'"):
        read_gate({"steady": "[B]in/([B]in + 1 mM)"}, NONE)


def test_parameters_are_varied_by_path():
    channel = OhmicChannel(
        "K+",
        "36 mS/cm2",
        parameters={"half": "-40 mV", "fast": "2 1/ms"},
        gates={"n": {"alpha": "fast", "beta": "fast * exp(-(V - half)/(10 mV))", "q10": 3, "at": "6.3 degC"}},
    )
    assert channel.values() == {
        "conductance": pytest.approx(360.0),
        "half": -0.04,
        "fast": 2e3,
        "n.q10": 3.0,
        "n.at": pytest.approx(279.45),
    }
    for path, kind in (("half", "potential"), ("fast", "rate"), ("n.q10", "number"), ("n.at", "temperature")):
        assert channel.value_kind(path).dimension.name == kind
    raised = channel.gates["n"].with_numbers({"power": 4.0})
    assert raised.numbers()["power"] == 4.0
    assert channel.steady_gates(local(-0.04))["n"] == (pytest.approx(0.5),)
    moved = channel.with_values({"half": -0.065, "n.q10": 2.0, "conductance": 1.0})
    assert moved.steady_gates(local())["n"] == (pytest.approx(0.5),)
    assert (moved.values()["half"], moved.values()["n.q10"], moved.values()["conductance"]) == (-0.065, 2.0, 1.0)
    assert channel.values()["half"] == -0.04, "the channel itself was changed"


def test_traced_by_jax():
    channel = OhmicChannel("Na+", 1200.0, parameters={"half": "-40 mV"}, gates={"m": M, "h": {
        "open": "O", "rates": {"C -> O": "1/ms * exp((V - half)/(9 mV))", "O -> C": "1/ms", "O -> I": "2/ms",
                               "I -> C": "0.1/ms"}}})  # fmt: skip

    def opened(potential, half):
        changed = channel.with_values({"half": half})
        here = local(potential, xp=jnp, **{"Na+": 15.0})
        return changed.open(changed.steady_gates(here), here)

    potentials = jnp.linspace(-0.1, 0.05, 7)
    found = jax.jit(jax.vmap(opened, in_axes=(0, None)))(potentials, -0.04)
    plain = []
    for potential in np.asarray(potentials):
        here = local(float(potential), **{"Na+": 15.0})
        plain.append(channel.open(channel.steady_gates(here), here))
    np.testing.assert_allclose(found, plain, rtol=1e-12)
    slope = jax.grad(opened)(-0.05, -0.04)
    assert slope == pytest.approx(float(opened(-0.05 + 1e-6, -0.04) - opened(-0.05 - 1e-6, -0.04)) / 2e-6, rel=1e-5)
    assert jnp.isfinite(jax.grad(opened, argnums=1)(-0.05, -0.04))
    assert jnp.isfinite(jax.grad(opened)(-0.04, -0.04)), "linoid at its removable singularity"


# what is refused

SCHEME = {"C -> O": "1/ms", "O -> C": "1/ms"}


@pytest.mark.parametrize(
    ("entry", "message"),
    [
        ({"alfa": "1/ms", "beta": "1/ms"}, "unknown entry 'alfa' of a gate; did you mean 'alpha'"),
        ({"alpha": "1/ms"}, "alpha is of no known kind; write alpha and beta"),
        ({"alpha": "1/ms", "beta": "1/ms", "steady": "0.5"}, "of no known kind"),
        ({"steady": "0.5", "q10": 3, "at": "20 degC"}, "of no known kind"),
        ({"open": "O", "rates": SCHEME, "power": 2}, "of no known kind"),
        ({}, "nothing in it"),
        ("alpha", "expected a gate"),
        ({**H, "q10": 3}, "needs `at`"),
        ({**H, "q10": 0, "at": "20 degC"}, "q10: .*more than 0"),
        ({**H, "q10": "3 mV", "at": "20 degC"}, "q10: .*unit of potential"),
        ({**H, "at": "20"}, "at: .*no unit"),
        ({**H, "start": 1.2}, "start: .*out of range"),
        ({**H, "start": -0.1}, "start: .*out of range"),
        ({**H, "power": 0}, "power: .*more than 0"),
        ({**H, "power": None}, "power: "),
        ({**H, "alpha": "5 mV"}, "alpha: .*"),
        ({**H, "alpha": "1/ms * [Kalium]in/(1 mM)"}, "alpha: unknown species 'Kalium'"),
        ({**H, "alpha": "1/ms * [Na]]in"}, "alpha: "),
        ({**H, "alpha": "1/ms * E[glucose]/(1 mV)"}, "alpha: .*no charge"),
        ({**H, "alpha": "1/ms * E[K+]in/(1 mV)"}, r"alpha: .*write E\[K\+\]"),
        ({**H, "alpha": "1/ms * [CO2]in/(1 mM)"}, "alpha: .*only what is dissolved"),
        ({**H, "alpha": None}, "alpha: .*not an expression"),
        ({"steady": "0.5", "time": "1 mV"}, "time: "),
        ({"steady": "V", "time": "1 ms"}, "steady: "),
        ({"open": "X", "rates": SCHEME}, "'X' is in no rate; states: C, O"),
        ({"open": {"O": 1.5}, "rates": SCHEME}, "cannot be 1.5 open"),
        ({"open": {"O": "wide"}, "rates": SCHEME}, "open: expected numbers"),
        ({"open": {}, "rates": SCHEME}, "no state is open"),
        ({"open": 5, "rates": SCHEME}, "open: expected the name of a state"),
        ({"open": "O", "rates": {}}, "rates: expected rates by hop"),
        ({"open": "O", "rates": {"C to O": "1/ms"}}, "'C to O' is not a hop"),
        ({"open": "O", "rates": {"O -> O": "1/ms"}}, "is not a hop between two states"),
        ({"open": "O", "rates": {**SCHEME, "C  ->  O": "2/ms"}}, "given twice"),
        ({"open": "O", "rates": {**SCHEME, "A -> B": "1/ms", "B -> A": "1/ms"}}, "not all states are linked"),
        ({"open": "O", "rates": {**SCHEME, "O -> I": "1/ms"}}, "no way from 'I' to 'C'"),
        ({"open": "O", "rates": {**SCHEME, "I -> C": "1/ms"}}, "no way from 'C' to 'I'"),
        ({"open": "O", "rates": {"C -> O": "1 mV", "O -> C": "1/ms"}}, "rates: C -> O: "),
        ({"open": "O", "rates": SCHEME, "start": {"C": 0.5}}, "add up to 0.5"),
        ({"open": "O", "rates": SCHEME, "start": {"Z": 1}}, "start: 'Z' is in no rate"),
        ({"open": "O", "rates": SCHEME, "start": 1}, "start: expected occupancies by state"),
    ],
)  # fmt: skip
def test_what_is_refused(entry, message):
    with pytest.raises((InputError, UnitError), match=f"(?s){message}"):
        gate(entry)


def test_a_wrong_gate_is_named_by_its_channel():
    with pytest.raises(InputError, match="gate m: unknown entry 'alfa'"):
        OhmicChannel("K+", 1.0, gates={"m": {"alfa": "1/ms"}})
    with pytest.raises(InputError, match="expected gates by name"):
        OhmicChannel("K+", 1.0, gates=["m"])


def test_parameters_keep_their_dimension_in_an_expression():
    parameters = Parameters.read({"half": "-40 mV"})
    with pytest.raises(UnitError):
        gate({"steady": "half"}, parameters)
    assert gate({"steady": "1/(1 + exp((V - half)/(5 mV)))"}, parameters).open((), local(-0.04), parameters) == 0.5
