"""Reading reactions: what is accepted, what is refused and in which words."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from poise.chemistry.reactions import parse_reaction
from poise.chemistry.species import Species, SpeciesBook, default_book
from poise.errors import InputError

BOOK = default_book()


@pytest.mark.parametrize(
    ("text", "canonical"),
    [
        ("K+(in) + Cl-(in) <-> K+(out) + Cl-(out)", None),
        ("K+(in)+Cl-(in)<->K+(out)+Cl-(out)", "K+(in) + Cl-(in) <-> K+(out) + Cl-(out)"),
        ("3 Na+(in) + Ca2+(out) <-> 3 Na+(out) + Ca2+(in)", None),
        ("3Na+(in)+Ca++(out)=3Na+(out)+Ca++(in)", "3 Na+(in) + Ca2+(out) <-> 3 Na+(out) + Ca2+(in)"),
        (
            "Na+(in)+K+(in)+2 Cl-(in) ⇌ Na+(out)+K+(out)+2 Cl-(out)",
            "Na+(in) + K+(in) + 2 Cl-(in) <-> Na+(out) + K+(out) + 2 Cl-(out)",
        ),
        ("Fe(CN)63-(out) + e-(in) -> Fe(CN)64-(out)", "Fe(CN)63-(out) + e-(in) <-> Fe(CN)64-(out)"),
        ("Na⁺(in) → Na⁺(out)", "Na+(in) <-> Na+(out)"),
        ("sodium (in) -> sodium ( out )", "Na+(in) <-> Na+(out)"),
        ("K(IN) <-> K(Out)", "K+(in) <-> K+(out)"),
        ("4-AP+(in) -> 4-AP+(out)", "4-AP+(in) <-> 4-AP+(out)"),
        ("2 4-AP+(in) -> 2 4-AP+(out)", "2 4-AP+(in) <-> 2 4-AP+(out)"),
        ("1/2 O2(in) -> 0.5 O2(out)", "0.5 O2(in) <-> 0.5 O2(out)"),
        (
            "3 Na+(in) + 2 K+(out) + ATP(in) + H2O(in) <-> 3 Na+(out) + 2 K+(in) + ADP(in) + Pi(in) + H+(in)",
            None,
        ),
    ],
)
def test_transport(text: str, canonical: str | None) -> None:
    reaction = parse_reaction(text, BOOK)
    assert reaction.text == (canonical or text)
    assert parse_reaction(reaction.text, BOOK) == reaction


@pytest.mark.parametrize(
    ("text", "canonical"),
    [
        ("Fe3+ + e- -> Fe2+", "Fe3+ + e- <-> Fe2+"),
        ("Fe+2H+->Fe2++H2", "Fe + 2 H+ <-> Fe2+ + H2"),
        ("Ag++Cl-=AgCl", "Ag+ + Cl- <-> AgCl"),
        ("SO₄²⁻ + H⁺ → HSO₄⁻", "SO42- + H+ <-> HSO4-"),
        ("ATP + H2O = ADP + Pi + H+", "ATP + H2O <-> ADP + Pi + H+"),
        ("Na+ + e- -> Na(s)", "Na+ + e- <-> Na(s)"),
        ("Tris base + H+ <=> Tris+", "Tris base + H+ <-> Tris+"),
        ("Cl-+Ag+-->AgCl", None),
    ],
)
def test_without_sides(text: str, canonical: str | None) -> None:
    if canonical is None:
        with pytest.raises(InputError, match=r"expected '\+'|unknown"):
            parse_reaction(text, BOOK, sides=())
    else:
        assert parse_reaction(text, BOOK, sides=()).text == canonical


def test_a_reaction_says_what_moves() -> None:
    changes = parse_reaction("3 Na+(in) + 2 K+(out) <-> 2 K+(in) + 3 Na+(out)", BOOK, ("in", "out")).changes
    assert {(one.name, side): number for (one, side), number in changes.items()} == {
        ("Na+", "in"): -3, ("Na+", "out"): 3, ("K+", "in"): 2, ("K+", "out"): -2,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("K+(in) + Cl-(in)", "no arrow"),
        ("K+(in) -> K+(out) -> K+(in)", "2 arrows (at characters 8, 19)"),
        (" <-> K+(in)", "the left side of '<-> K+(in)' is empty"),
        ("K+(in) <->", "the right side"),
        ("Potasium+(in) <-> K+(out)", "at character 1: unknown species 'Potasium+'; did you mean 'potassium'"),
        ("K+(in) + Xq+(in) <-> K+(out)", "at character 10: unknown species 'Xq+'"),
        ("K+ + Cl-(in) <-> K+(out) + Cl-(out)", "at character 3: 'K+' has no side; write (in) or (out) after it"),
        ("K+(in) <-> K+", "'K+' has no side"),
        ("K+(inn) <-> K+(out)", "'inn' after 'K+' is not a side; write (in) or (out)"),
        ("0 K+(in) <-> K+(out)", "the coefficient of 'K+' is zero"),
        ("0.0 K+(in) <-> K+(out)", "the coefficient of 'K+' is zero"),
        ("1/0 K+(in) <-> K+(out)", "divides by zero"),
        ("1e9 K+(in) <-> K+(out)", "unknown species"),
        ("10000000 K+(in) <-> 10000000 K+(out)", "is above 1e+06"),
        ("-1 K+(in) <-> -1 K+(out)", "unknown species '-1 K+'"),
        ("3 <-> K+(in)", "a coefficient stands alone"),
        ("K+(in) + <-> K+(out)", "a '+' is followed by nothing"),
        ("K+(in) Na+(in) <-> K+(out)", "expected '+' or the end after 'K+', found 'Na+'"),
        ("K+(in) <-> 2 K+(out)", "1 more charge than the left; the right side has 1 more K than the left"),
        ("Ca2+(in) <-> 2 K+(out)", "1 less Ca than the left; the right side has 2 more K"),
        ("Fe3+(in) <-> Fe2+(out)", "1 less charge"),
        ("K+(in) <-> K+(in)", "changes nothing"),
        ("K+(in) <-> " + "K+(out) + " * 60, "500 characters"),
        ("K+(in) <-> " + "+".join(["K+(out)"] * 21), "20 terms"),
        ("+".join(["K+(in)"] * 11) + "<->" + "+".join(["K+(out)"] * 11), "20 terms"),
        ("", "no arrow"),
    ],
)
def test_refusals(text: str, words: str) -> None:
    with pytest.raises(InputError, match=re.escape(words)):
        parse_reaction(text, BOOK)


def test_sides_where_there_are_none() -> None:
    with pytest.raises(InputError, match="has no sides; leave the bracket out"):
        parse_reaction("K+(in) -> K+(out)", BOOK, sides=())


def test_other_sides() -> None:
    reaction = parse_reaction("H+(cytosol) <-> H+(vacuole)", BOOK, sides=("cytosol", "vacuole"))
    assert reaction.text == "H+(cytosol) <-> H+(vacuole)"


def test_species_of_unstated_composition() -> None:
    book = SpeciesBook([Species("X-", -1.0), Species("HX", 0.0)])
    assert parse_reaction("X- + H+ -> HX", book, ()).text == "X- + H+ <-> HX"
    assert parse_reaction("X-(in) + K+(in) -> X-(out) + K+(out)", book)
    with pytest.raises(InputError, match="more Na"):  # what only moves does not hide the atoms of the rest
        parse_reaction("X-(in) + K+(in) -> X-(out) + Na+(out)", book)
    with pytest.raises(InputError, match="charge"):
        parse_reaction("X- -> HX", book, ())


@given(st.text(alphabet="KNaCl+-2 ()inout<>=/3.^e", max_size=60))
def test_any_text_is_read_or_refused(text: str) -> None:
    try:
        reaction = parse_reaction(text, BOOK)
    except InputError:
        return
    assert parse_reaction(reaction.text, BOOK) == reaction


IONS = [one for one in BOOK if one.charge and one.phase == "aqueous"]


@given(
    st.lists(st.tuples(st.sampled_from([1.0, 2.0, 3.0, 0.5, 1 / 3]), st.sampled_from(IONS)), min_size=1, max_size=5),
    st.booleans(),
)
def test_every_cotransport_makes_the_round_trip(terms, tight: bool) -> None:
    plus = "+" if tight else " + "
    sides = [plus.join(f"{number!r} {one.name}({side})" for number, one in terms) for side in ("in", "out")]
    reaction = parse_reaction("<->".join(sides), BOOK)
    assert [(number, one) for number, one, _ in reaction.left] == terms
    assert parse_reaction(reaction.text, BOOK) == reaction


def test_a_hostile_text_is_refused_at_once() -> None:
    with pytest.raises(InputError):
        parse_reaction("K++" * 150 + "<->K+(in)", BOOK, sides=())
