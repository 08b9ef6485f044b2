"""Solutions: published pH and osmolarity, conservation in random recipes, titration there and back, what is refused."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from poise.bench import recipe, solution
from poise.chemistry.compounds import Compound, compound
from poise.chemistry.recipe import PhTarget, Recipe
from poise.chemistry.species import species
from poise.chemistry.tableau import Tableau, parts
from poise.errors import InputError, UnknownNameError
from poise.io.yaml_recipe import shipped_recipes
from poise.references import bibliography

INTERNAL = "130 mM K-gluconate, 10 mM KCl, 10 mM HEPES, 1 mM EGTA, 4 mM MgATP, 0.3 mM Na2GTP, 0.2 mM CaCl2"


@pytest.mark.parametrize(
    ("contents", "celsius", "printed"),
    [
        # NIST's pH standards (Harris 2010, table 15-3; the Tris buffers Vega & Bates 1976)
        ({"KH2PO4": 25, "Na2HPO4": 25}, 25, 6.865),
        ({"KH2PO4": 25, "Na2HPO4": 25}, 20, 6.881),
        ({"KH2PO4": 25, "Na2HPO4": 25}, 37, 6.841),
        ({"KH2PO4": 8.695, "Na2HPO4": 30.43}, 25, 7.413),
        ({"NaHCO3": 25, "Na2CO3": 25}, 25, 10.012),
        ({"Tris-HCl": 50, "Tris": 16.67}, 25, 7.699),
        ({"Tris-HCl": 50, "Tris": 16.67}, 37, 7.382),
        ({"Ca(OH)2": 20.3}, 25, 12.454),
        ({"acetic acid": 100, "Na-acetate": 100}, 25, 4.652),
        # strong acid and base: -log10 of the mean activity (Robinson & Stokes 2002, appendix 8.10)
        ({"HCl": 100}, 25, 1.099),
        ({"HCl": 10}, 25, 2.044),
    ],
    ids=str,
)
def test_ph_of_standards(contents: dict[str, float], celsius: float, printed: float) -> None:
    found = solution(contents, temperature=celsius + 273.15)
    assert found.ph == pytest.approx(printed, abs=0.025)


def test_bicarbonate_at_five_per_cent() -> None:
    """24 mM under 5 % CO2 at 37 degC: by Henderson and Hasselbalch with pK' 6.1 and 0.0307 mM/mmHg it is 7.44."""
    found = solution({"NaHCO3": 24, "NaCl": 120}, gas="5 % CO2", temperature=310.15)
    assert found.ph == pytest.approx(7.44, abs=0.04)
    assert found.free("CO2(aq)") == pytest.approx(0.0307 * 35.65, rel=0.08)


@pytest.mark.parametrize(("activity", "within"), [("davies", 0.012), ("pitzer", 0.004), ("debye_hueckel", 0.015)])
@pytest.mark.parametrize(("salt", "c", "phi"), [("NaCl", 150.0, 0.928), ("KCl", 100.0, 0.927), ("NaCl", 10.0, 0.968)])
def test_osmotic_coefficient(salt: str, c: float, phi: float, activity: str, within: float) -> None:
    """Robinson & Stokes 2002, appendix 8.10 (at 10 mM: Debye and Hueckel's law)."""
    found = solution({salt: c}, activity=activity)
    assert found.osmotic_coefficient == pytest.approx(phi, abs=within)
    assert found.osmolarity == pytest.approx(2.0 * c * found.osmotic_coefficient, rel=1e-4)


def test_ideal_saline_counts_particles() -> None:
    assert solution({"NaCl": 150}, activity="ideal").osmolarity == pytest.approx(300.0, rel=1e-6)


@pytest.mark.parametrize("activity", ["ideal", "debye_hueckel", "davies", "pitzer"])
@pytest.mark.parametrize("name", shipped_recipes())
def test_shipped_recipes(name: str, activity: str) -> None:
    written = recipe(name)
    if activity == "ideal" and written.osmolarity is not None:
        return  # counted ideally it may be above its osmolarity already
    found = solution(name, activity=activity)
    gross = sum(abs(one.charge) * amount for one, amount in found.concentrations.items())
    assert abs(found.charge) <= 1e-12 * gross
    assert all(np.isfinite(list(found.concentrations.values())))
    assert set(found.references) <= set(bibliography())
    if written.ph is not None and written.ph.titrant is not None:
        assert found.ph == pytest.approx(written.ph.ph, abs=1e-12)
    aim = written.osmolarity
    if aim is not None and aim.osmolyte is not None:
        reached = found.osmolality if aim.per_kg else found.osmolarity
        assert reached == pytest.approx(aim.osmolarity, rel=1e-9)
    for one in written.free:
        assert found.concentrations[one.species] == pytest.approx(one.concentration, rel=1e-10)
    assert str(found)
    assert max(map(len, str(found).splitlines())) <= 100


SHELF = [
    "NaCl", "KCl", "CaCl2", "MgCl2", "HEPES", "EGTA", "BAPTA", "EDTA", "Tris", "NaHCO3", "NaH2PO4", "K-gluconate",
    "MgATP", "Na2ATP", "citric acid", "glucose", "sucrose", "NaOH", "HCl", "CsCl", "Na2SO4", "TEA-Cl",
]  # fmt: skip


@st.composite
def mixtures(draw: st.DrawFn) -> Recipe:
    names = draw(st.lists(st.sampled_from(SHELF), min_size=1, max_size=8, unique=True))
    amounts = [10.0 ** draw(st.floats(-9.0, 2.3)) for _ in names]
    return Recipe(tuple((compound(name), amount) for name, amount in zip(names, amounts, strict=True)))


@settings(max_examples=60)
@given(mixtures(), st.sampled_from(["davies", "ideal"]), st.floats(283.0, 313.0))
def test_random_recipes_conserve_mass_and_charge(mixed: Recipe, activity: str, temperature: float) -> None:
    found = solution(mixed, activity=activity, temperature=temperature)
    gross = sum(abs(one.charge) * amount for one, amount in found.concentrations.items())
    assert abs(found.charge) <= 1e-12 * gross
    given_: dict[str, float] = {}
    for bottle, amount in mixed.contents:
        for one, number in bottle.composition:
            for part, count in parts(one).components.items():
                given_[part.name] = given_.get(part.name, 0.0) + amount * number * count
    for one, total in found.totals.items():
        if one.name != "H+":
            assert total == pytest.approx(given_[one.name], rel=1e-12)


@settings(max_examples=25)
@given(mixtures(), st.floats(-3.0, 1.5))
def test_titration_there_and_back(mixed: Recipe, decade: float) -> None:
    """Add base; ask for the pH that this makes: as much base is found. Then acid in the same way."""
    for bottle in ("CsOH", "HBr"):
        amount = 10.0**decade
        by_hand = solution(Recipe((*mixed.contents, (compound(bottle), amount)), temperature=298.15))
        asked = Recipe(mixed.contents, PhTarget(by_hand.ph, compound(bottle)), temperature=298.15)
        if not 0.0 <= by_hand.ph <= 14.0:
            continue
        found = solution(asked)
        assert found.added[0].amount == pytest.approx(amount, rel=1e-6, abs=1e-9)


@settings(max_examples=25)
@given(mixtures(), st.randoms(use_true_random=False))
def test_the_order_of_the_ingredients_does_not_matter(mixed: Recipe, random: object) -> None:
    shuffled = list(mixed.contents)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    one, other = solution(mixed), solution(Recipe(tuple(shuffled)))
    assert one.ph == pytest.approx(other.ph, abs=1e-9)
    for kind, amount in one.concentrations.items():
        assert other.concentrations[kind] == pytest.approx(amount, rel=1e-6, abs=1e-12)


def test_several_targets_at_once() -> None:
    found = solution(
        f"{INTERNAL}, free Mg2+ 1 mM with MgCl2, Ca2+ free 100 nM with CaCl2, pH 7.2 with KOH, "
        "osmolarity 310 mOsm/kg with sucrose, at 22 degC".replace(", 0.2 mM CaCl2", "")
    )
    assert found.ph == pytest.approx(7.2, abs=1e-12)
    assert found.free("Mg2+") == pytest.approx(1.0, rel=1e-11)
    assert found.free("Ca2+") == pytest.approx(1e-4, rel=1e-11)
    assert found.osmolality == pytest.approx(310.0, rel=1e-9)
    again = solution(dict(found.weighed), temperature=295.15)  # weighed out as it says, it is the same solution
    assert again.ph == pytest.approx(7.2, abs=1e-8)
    assert again.free("Ca2+") == pytest.approx(1e-4, rel=1e-7)
    assert again.osmolality == pytest.approx(310.0, rel=1e-9)


def test_temperature_moves_tris() -> None:
    """-0.028 per degC (Vega & Bates 1976: 7.699 at 25, 7.382 at 37 degC)."""
    buffer = {"Tris-HCl": 50.0, "Tris": 16.67}
    cold, warm = (solution(buffer, temperature=one).ph for one in (298.15, 310.15))
    assert (warm - cold) / 12.0 == pytest.approx((7.382 - 7.699) / 12.0, rel=0.05)


def test_the_ionic_strength_that_is_asked_for() -> None:
    own = solution(f"{INTERNAL}, pH 7.2 with KOH")
    at = solution(f"{INTERNAL}, pH 7.2 with KOH", ionic_strength=own.ionic_strength)
    assert at.free("Mg2+") == pytest.approx(own.free("Mg2+"), rel=1e-7)
    assert solution({"KCl": 10}, ionic_strength="100 mM").activities[compound("K+").composition[0][0]] == pytest.approx(
        solution({"KCl": 100}).activities[compound("K+").composition[0][0]] / 10.0, rel=1e-6
    )


def test_what_falls_out_is_warned_of() -> None:
    found = solution({"CaCl2": 20, "Na2SO4": 200, "NaCl": 100})
    assert any("CaSO4" in text for text in found.warnings)
    assert not solution({"CaCl2": 2, "NaCl": 140, "HEPES": 10}, ph="7.4 with NaOH").warnings


def test_out_of_range_is_warned_of() -> None:
    assert any("0.5 mol/L" in text for text in solution({"NaCl": 2000}).warnings)
    assert not solution({"NaCl": 2000}, activity="pitzer").warnings


def test_a_label_that_is_not_true_is_warned_of() -> None:
    found = solution("140 mM NaCl, 10 mM HEPES, pH 7.4, osmolarity 350 mOsm")
    assert any("names no titrant" in text for text in found.warnings)
    assert any("350 mOsm" in text for text in found.warnings)


@pytest.mark.parametrize(
    ("written", "words"),
    [
        ("140 mM K+", ["140 mM of negative charge", "K+", "KCl"]),
        ("140 mM K+, 100 mM Cl-", ["40 mM of negative"]),
        ("4 mM EGTA4-", ["16 mM of positive", "Na2ATP"]),
        ("140 mM KCl, 10 mM HEPES, pH 7.3 with HCl", ["4.7", "without a titrant", "NaOH"]),
        ("140 mM KCl, 10 mM Tris, pH 7.3 with KOH", ["without a titrant", "HCl"]),
        ("140 mM KCl, 10 mM Tris, pH 12 with Tris", ["cannot be reached with Tris"]),
        ("140 mM KCl, 10 mM HEPES, pH 7.3 with sucrose", ["cannot be reached with sucrose"]),
        ("140 mM KCl, pH 7.3 with K+", ["counter-ion"]),
        ("140 mM KCl, 5 mM CaCl2, free Ca2+ 1 mM with CaCl2", ["5 mM already"]),
        ("140 mM KCl, 10 mM HEPES, pH 7.3 with KOH, free Ca2+ 1 mM with Ca2+", ["counter-ion"]),
        ("140 mM KCl, osmolarity 200 mOsm with sucrose", ["200 mOsm", "261", "already"]),
        ("10 mM KCl, free HPO42- 1 mM with Na2HPO4", ["form of PO43-"]),
    ],
)
def test_what_cannot_be(written: str, words: list[str]) -> None:
    with pytest.raises(InputError) as caught:
        solution(written)
    for word in words:
        assert word in str(caught.value)


def test_arguments_that_cannot_be() -> None:
    with pytest.raises(InputError, match="degC"):
        solution("140 mM KCl", temperature="200 degC")
    with pytest.raises(UnknownNameError, match="davies"):
        solution("140 mM KCl", activity="davis")
    with pytest.raises(InputError, match="ionic strength"):
        solution("140 mM KCl", ionic_strength=-1.0)
    with pytest.raises(InputError, match="ph"):
        solution({"KCl": 1.0}, PH="7")
    with pytest.raises(InputError):
        solution("140 mM KCl", ph="7 with KOH")


def test_of_the_result() -> None:
    found = solution(f"{INTERNAL}, pH 7.2 with KOH, at 22 degC")
    assert found.free("Mg") == found.free("Mg2+") < found.total("Mg2+") == pytest.approx(4.0, rel=1e-12)
    assert found.free("Li+") == 0.0
    with pytest.raises(UnknownNameError, match="Mg2"):
        found.free("Mg2")
    content = found.contents()
    assert content["K+"] == pytest.approx(found.free("K+"))
    charge = sum(species(name).charge * amount for name, amount in content.items())
    assert charge == pytest.approx(0.0, abs=1e-6)
    assert found.cite().count("@") == len(found.references)
    told = found.to_dict()
    assert {"ions", "pH", "osmolarity_mOsm", "ionic_strength_mM", "charge_mM"} <= set(told)
    assert told["ions"]["K+"].keys() >= {"total_mM", "free_mM", "activity"}
    assert told["pH"] == pytest.approx(7.2)


def test_pasted_into_a_model_it_is_neutral() -> None:
    from ruamel.yaml import YAML

    text = solution("hepes_bath").yaml()
    found = YAML(typ="safe").load(text)["contents"]
    charge = sum(species(name).charge * float(value.removesuffix(" mM")) for name, value in found.items())
    assert charge == pytest.approx(0.0, abs=1e-6)


def test_a_compound_of_ones_own() -> None:
    own = Compound("mine", compound("KCl").composition)
    assert solution(Recipe(((own, 10.0),))).free("K+") == pytest.approx(10.0)


def test_tableaux_are_shared() -> None:
    one = Tableau.of(part for part, _ in compound("KCl").composition)
    assert Tableau.of(part for part, _ in compound("KCl").composition) is one
