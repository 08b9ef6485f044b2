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
    metals = {"Na", "K", "Li", "Rb", "Mg", "Ca", "Sr", "Ba", "Be", "La", "Ce", "Nd", "Gd", "Lu", "Ra", "Sc", "Sm", "Y"}
    found = {}
    with RAW.open(encoding="utf-8") as lines:
        for row in csv.DictReader(lines):
            text = row["half_reaction_latex"]
            text = text.replace("^{3}+", "^{3+}+")  # the source's slip in Cr, Ce and Pu
            text = re.sub(r"\\left\(2 \\mathrm.*$", "", text)  # Co3+ in sulphuric acid
            twice = r"\frac{1}{2}" in text  # half a Cl2: all of it is written twice
            text = text.replace(r"\frac{1}{2}", "0.5 ")
            text = re.sub(r"\\(mathrm|left|right|text)", "", text).replace(r"\longrightarrow", " = ")
            text = re.sub(r"[{}\[\]~^_\s]", "", text).replace("(aq)", "")
            text = re.sub(r"(\+)(\d*)e-=", r" + \2 e- = ", text)
            left, _, right = text.partition(" = ")
            right = f"{right}(s)" if right in metals else "NO(g)+2H2O" if right == "NO+2H2O" else right
            try:
                reaction = parse_reaction(f"{left} = {right}", default_book(), ())
            except InputError:
                continue
            factor = 2 if twice else 1
            sides = (
                [(one, factor * n) for n, one, _ in side if one.name != "e-"]
                for side in (reaction.left, reaction.right)
            )
            found[key(*sides)] = float(row["E0_V"])
    return found


RAW_POTENTIALS = raw_potentials()


NOT_THE_SOURCE_S = {"NO3-/NO2-": (0.1, 0.01)}
"""Where the source prints a number that Gibbs energies contradict: (printed, taken)."""


@pytest.mark.parametrize("one", ALL, ids=str)
def test_every_potential_is_the_source_s(one: Couple) -> None:
    printed, taken = NOT_THE_SOURCE_S.get(one.name, (one.potential, one.potential))
    assert (RAW_POTENTIALS[key(one.oxidised, one.reduced)], one.potential) == (printed, taken)


def test_the_source_s_slip_is_one() -> None:
    """NO3-/NO2- from Gibbs energies (kJ/mol; CRC Handbook): NO3- -111.3, NO2- -32.2, OH- -157.2, H2O -237.1."""
    free_energy = (-32.2 + 2 * -157.2 - (-111.3 - 237.1)) * 1e3
    assert -free_energy / (2 * FARADAY) == pytest.approx(0.01, abs=0.03)


def test_what_is_missing_is_known() -> None:
    """Every half reaction of the source that the species table can express is there, but for one written twice."""
    have = {key(one.oxidised, one.reduced) for one in ALL}
    missing = [dict(one) for one in RAW_POTENTIALS if one not in have]
    assert missing == [
        {"ClO4-": -1, "H2O": -1, "ClO3-": 1, "OH-": 2}
    ]  # ClO4-/ClO3- in alkali, which the acid one gives
    acid, alkaline = RAW_POTENTIALS[frozenset({("ClO4-", -1), ("H+", -2), ("ClO3-", 1), ("H2O", 1)})], 0.36
    assert acid - 14 * 0.05916 == pytest.approx(alkaline, abs=2e-3)


SLOPES = {
    "Fe3+/Fe2+": 1.175,
    "Zn2+/Zn": 0.119,
    "O2/H2O": -0.8456,
    "H2O/H2": -0.8360,
    "Ag+/Ag": -0.989,
    "O2/OH-": -1.6816,
}
"""dE0/dT [mV/K] of Bratsch 1989, table 1, from memory."""


@pytest.mark.parametrize(("name", "slope"), SLOPES.items())
def test_slopes_are_bratsch_s(name: str, slope: float) -> None:
    assert couple(name).slope == pytest.approx(slope * 1e-3, abs=0.08e-3)


def test_a_slope_from_the_printed_cell() -> None:
    """AgCl/Ag: -0.65 mV/K near 25 degC (Bates and Bower 1954, from memory)."""
    assert couple("AgCl/Ag").slope == pytest.approx(-0.65e-3, abs=0.01e-3)


def test_potential_at_a_temperature() -> None:
    one, without = couple("Fe(CN)63-/Fe(CN)64-"), couple("Zn(OH)2/Zn")
    assert one.potential_at(298.15) == one.potential
    assert one.slope is not None
    assert one.potential_at(308.15) == pytest.approx(0.36 + 10 * one.slope, abs=1e-15)
    # two temperatures: 0.871 mV/K of the hydrogen electrode are added (de Bethune 1959); about -1.6 at no salt
    assert (one.thermal_potential_at(308.15) - 0.36) / 10 == pytest.approx(-1.62e-3, abs=0.02e-3)
    assert without.slope is None
    assert without.potential_at(350.0) == without.potential
    with pytest.raises(InputError, match="no temperature coefficient"):
        without.thermal_potential_at(300.0)
    assert [couple("H+/H2").potential_at(t) for t in (280.0, 350.0)] == [0.0, 0.0]


@pytest.mark.parametrize("one", ALL, ids=str)
def test_every_couple_balances(one: Couple) -> None:
    assert sum(s.charge * n for s, n in one.oxidised) - one.electrons == sum(s.charge * n for s, n in one.reduced)
    for side in zip(("oxidised", "reduced"), one.name.split("/"), strict=True):
        book = default_book()
        atoms = set(book[side[1] if side[1] in book else f"{side[1]}(s)"].elements)
        assert any(set(s.elements) == atoms for s, _ in getattr(one, side[0])), side
    elements = {e for s, _ in (*one.oxidised, *one.reduced) for e in s.elements}
    for element in elements:
        left, right = (sum(s.elements.get(element, 0) * n for s, n in terms) for terms in (one.oxidised, one.reduced))
        assert left == right, element
    assert read_couple(one.name, one.text, one.potential, one.source, one.slope) == one


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
