"""Redox couples: each balances, each potential is the source's."""

import csv
import re
from pathlib import Path

import pytest

from poise.chemistry.couples import Couple, couple, couples, read_couple
from poise.chemistry.reactions import parse_reaction
from poise.chemistry.species import default_book
from poise.constants import FARADAY
from poise.errors import InputError, UnknownNameError

ALL = list(couples().values())
RAW = Path(__file__).parents[2] / "data" / "standard_potentials.csv"


def key(oxidised, reduced):
    """A half reaction without its electrons, hydronium counted as a proton and a water."""
    net: dict[str, float] = {}
    for sign, terms in ((-1, oxidised), (1, reduced)):
        for one, number in terms:
            for name in ("H+", "H2O") if one.name == "H3O+" else (one.name,):
                net[name] = net.get(name, 0) + sign * number
    return frozenset((name, number) for name, number in net.items() if number)


def raw_potentials():
    """Potential by half reaction, for the rows of the source that use species we know."""
    metals = {"Na", "K", "Li", "Rb", "Mg", "Ca", "Sr", "Ba", "Be", "La", "Ce", "Nd", "Gd"}
    found = {}
    with RAW.open(encoding="utf-8") as lines:
        for row in csv.DictReader(lines):
            text = row["half_reaction_latex"]
            text = text.replace("^{3}+", "^{3+}+")  # the source's slip in Cr, Ce and Pu
            text = re.sub(r"\\(mathrm|left|right|text)", "", text).replace(r"\longrightarrow", " = ")
            text = re.sub(r"[{}\[\]~^_\s]", "", text).replace("(aq)", "")
            text = re.sub(r"(\+)(\d*)e-=", r" + \2 e- = ", text)
            left, _, right = text.partition(" = ")
            right = f"{right}(s)" if right in metals else "NO(g)+2H2O" if right == "NO+2H2O" else right
            try:
                reaction = parse_reaction(f"{left} = {right}", default_book(), ())
            except InputError:
                continue
            sides = ([(one, n) for n, one, _ in side if one.name != "e-"] for side in (reaction.left, reaction.right))
            found[key(*sides)] = float(row["E0_V"])
    return found


RAW_POTENTIALS = raw_potentials()


@pytest.mark.parametrize("one", ALL, ids=str)
def test_every_potential_is_the_source_s(one: Couple) -> None:
    assert RAW_POTENTIALS[key(one.oxidised, one.reduced)] == one.potential


@pytest.mark.parametrize("one", ALL, ids=str)
def test_every_couple_balances(one: Couple) -> None:
    assert sum(s.charge * n for s, n in one.oxidised) - one.electrons == sum(s.charge * n for s, n in one.reduced)
    for side in zip(("oxidised", "reduced"), one.name.split("/"), strict=True):
        atoms = set(default_book()[side[1]].elements)
        assert any(set(s.elements) == atoms for s, _ in getattr(one, side[0])), side
    elements = {e for s, _ in (*one.oxidised, *one.reduced) for e in s.elements}
    for element in elements:
        left, right = (sum(s.elements.get(element, 0) * n for s, n in terms) for terms in (one.oxidised, one.reduced))
        assert left == right, element
    assert read_couple(one.name, one.text, one.potential, one.source) == one


def test_there_are_enough() -> None:
    assert len(ALL) >= 40


@pytest.mark.parametrize(
    ("name", "potential", "electrons"),
    [
        ("Fe3+/Fe2+", 0.771, 1), ("Zn2+/Zn", -0.7618, 2), ("Cu2+/Cu", 0.34, 2), ("H+/H2", 0.0, 2), ("O2/H2O", 1.229, 4),
        ("Na+/Na", -2.71, 1), ("AgCl/Ag", 0.22233, 1), ("Fe(CN)63-/Fe(CN)64-", 0.36, 1), ("fe^3+ / Fe^2+", 0.771, 1),
        ("ferricyanide/ferrocyanide", 0.36, 1), ("Cl2/Cl-", 1.35827, 2), ("Sn4+/Sn2+", 0.151, 2),
    ],
)  # fmt: skip
def test_look_up(name: str, potential: float, electrons: int) -> None:
    one = couple(name)
    assert (one.potential, one.electrons) == (potential, electrons)
    assert couple(one) is one


def test_free_energy_is_of_the_oxidation() -> None:
    assert couple("Zn2+/Zn").standard_free_energy == 2 * FARADAY * -0.7618  # zinc dissolves
    # OpenStax Chemistry 2e, appendix G: Zn2+ -147.1 kJ/mol against Zn and 2 H+ / H2
    assert couple("Zn2+/Zn").standard_free_energy == pytest.approx(-147.1e3, rel=2e-3)
    # the dismutation of copper(I): potentials of a chain add with their electrons
    chain = couple("Cu2+/Cu+").standard_free_energy + couple("Cu+/Cu").standard_free_energy
    assert chain == pytest.approx(couple("Cu2+/Cu").standard_free_energy, rel=0.01)


def test_an_unknown_couple_offers_the_nearest() -> None:
    with pytest.raises(UnknownNameError, match=re.escape("did you mean 'Fe3+/Fe2+'")):
        couple("Fe3+/Fe")


@pytest.mark.parametrize(
    ("reaction", "words"),
    [
        ("Fe2+ -> Fe3+ + e-", "electrons on the left"),
        ("Ag+ + Cl- -> AgCl", "not a reduction"),
        ("1/2 Cl2 + e- -> Cl-", "whole numbers"),
        ("Fe3+ + 2 e- -> Fe2+", "not balanced"),
    ],
)
def test_refusals(reaction: str, words: str) -> None:
    with pytest.raises(InputError, match=words):
        read_couple("a/b", reaction, 0.0)
