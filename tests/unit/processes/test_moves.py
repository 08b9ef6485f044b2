"""Moves: what an event moves, its balance in words, and adding moves up."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from poise.chemistry.species import Species, species
from poise.errors import InputError
from poise.processes.fuel import HYDROLYSIS
from poise.processes.moves import Move, sides

NA, K, CL, CA, H, FE2, FE3, E = (species(one) for one in ("Na+", "K+", "Cl-", "Ca2+", "H+", "Fe2+", "Fe3+", "e-"))
ATP, WATER = species("ATP"), species("H2O")
PUMP = Move.of({NA: -3, K: 2}, {NA: 3, K: -2})


def test_transport() -> None:
    move = Move.transport(K)
    assert move.amounts == ((("inside", K), -1.0), (("outside", K), 1.0))
    assert move.name == "K+"
    assert move.charge == 1.0
    assert move.electrogenic
    assert move.net(K) == (-1.0, 1.0)
    assert move.net(NA) == (0.0, 0.0)


@pytest.mark.parametrize(
    ("move", "charge"),
    [
        (Move.transport(CL), -1.0),
        (Move.transport(CA), 2.0),
        (PUMP, 1.0),
        (Move.of({NA: -3, CA: 1}, {NA: 3, CA: -1}), 1.0),
        (Move.of({K: -1, CL: -1}, {K: 1, CL: 1}), 0.0),
        (Move.of({E: 1}, {FE2: -1, FE3: 1}), 1.0),
        (Move.transport(species("charge")), 1.0),
    ],
)
def test_charge_carried_outward(move: Move, charge: float) -> None:
    assert move.charge == charge
    assert move.electrogenic == (charge != 0)
    assert move.imbalance() == ""
    assert (-2.0 * move).charge == -2.0 * charge


@pytest.mark.parametrize(
    ("move", "text"),
    [
        (Move.of({K: -1}, {}), "charge -1, K -1"),
        (Move.of({K: -1}, {NA: 1}), "K -1, Na +1"),
        (Move.of({K: -1}, {K: 2}), "charge +1, K +1"),
        (Move.of({FE2: -1}, {FE3: 1}), "charge +1"),
        (Move.of({ATP: -1}, {}), "charge +4, C -10, H -12, N -5, O -13, P -3"),
        (Move.of({WATER: -1, H: 1}, {}), "charge +1, H -1, O -1"),
        (Move.of({NA: -1, CL: -1}, {NA: 1, CL: 0.5}), "charge +0.5, Cl -0.5"),
        (Move(()), ""),
    ],
)
def test_imbalance_in_words(move: Move, text: str) -> None:
    assert move.imbalance() == text


def test_a_species_of_unstated_composition_counts_by_its_charge_alone() -> None:
    mixture = Species("impermeant", -0.85)
    assert Move.transport(mixture).imbalance() == ""
    assert Move.of({mixture: -1}, {}).imbalance() == "charge +0.85"


def test_zeros_are_left_out() -> None:
    assert Move.of({K: 0, NA: -1}, {NA: 1}).amounts == Move.transport(NA).amounts


def test_addition_couples_a_transport_to_what_drives_it() -> None:
    whole = Move.of({NA: -3, K: 2}, {NA: 3, K: -2}) + HYDROLYSIS
    assert whole.name == "ATP"
    assert whole.charge == 1.0
    assert whole.imbalance() == ""
    assert whole.net(ATP) == (-1.0, 0.0)
    # protons of the fuel and of the transport add up
    assert (Move.of({H: -2}, {H: 2}) + HYDROLYSIS).net(H) == (-1.0, 2.0)


def test_what_cancels_disappears() -> None:
    there = Move.transport(K)
    assert (there + -1.0 * there).amounts == ()
    assert (Move.of({H: -1}, {H: 1}) + HYDROLYSIS).net(H) == (0.0, 1.0)
    # thirds leave rounding behind, which is no amount
    third = Move.of({K: -1 / 3}, {K: 1 / 3})
    assert (third + third + third + -1.0 * there).amounts == ()


@given(st.floats(-5, 5), st.floats(-5, 5))
def test_charge_and_balance_are_linear(one: float, other: float) -> None:
    total = one * PUMP + other * Move.transport(CL)
    assert total.charge == pytest.approx(one - other, abs=1e-8)
    assert total.imbalance() == ""


def test_sides_adds_up_repeated_terms() -> None:
    assert sides([(1, K, "in"), (2, K, "in"), (1, CL, "out")]) == {"inside": {K: 3.0}, "outside": {CL: 1.0}}
    with pytest.raises(InputError, match=r"side 'middle' of K\+ is neither 'in' nor 'out'"):
        sides([(1, K, "middle")])
