"""The species table: every number is a row of a source, every name finds its species, formulas parse."""

import csv
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from poise.chemistry.species import Species, SpeciesBook, default_book, species
from poise.errors import InputError, UnknownNameError

TABLE = list(default_book())
RAW = Path(__file__).parents[2] / "data" / "ion_conductivities.csv"
SOURCES = {  # our short name of a source -> how the raw table spells it
    "CRC Handbook of Chemistry and Physics, ionic conductivity at infinite dilution": "CRC conductivity",
    "Marcus 1997": "Marcus Ion Conductivities",
    "LJPcalc 1.4 ion table": "LJPcalc v1.4",
    "Ng & Barry 1995": "Ng & Barry 1995",
}
K_EQUIVALENT = 73.5  # what the generalised mobilities are relative to (the raw table's unit column)

# Names under which the raw tables have a species, where they are not simply the symbol.
RAW_NAMES = {
    "TMA+": "Me4N", "TEA+": "Et4N", "TPrA+": "Pr4N", "TBA+": "Bu4N", "methylammonium+": "CH3NH3", "formate-": "HCO2",
    "acetate-": "CH3CO2", "propionate-": "C2H5CO2", "benzoate-": "PhCO2", "picrate-": "C6H2(NO2)3O", "Pi": "HPO4",
    "methanesulfonate-": "CH3SO3", "oxalate2-": "C2O4", "butyrate-": "Butanoate", "I3-": "I3",
    "ATP": "ATP (Adenosine 5'-Triphosphate)", "HATP3-": "ATP (Adenosine 5'-Triphosphate)",
    "H2ATP2-": "ATP (Adenosine 5'-Triphosphate)", "2-AP+": "2-AP (2-aminopyridine)",
    "3-AP+": "3-AP (3-aminopyridine)", "EGTA2-": "EGTA_2-", "EGTA3-": "EGTA_3-", "BPh4-": "B(C6H5)4",
    "Hg22+": "Hg",  # the CRC file calls both mercury ions Hg+2; the second row is the dimer's
}  # fmt: skip


def raw_rows():
    with RAW.open(encoding="utf-8") as lines:
        return list(csv.DictReader(lines))


def molar(row, charge):
    """A raw row's molar conductivity [S cm2/mol]; mind the basis."""
    value = float(row["value"])
    basis = row["basis"] + row["unit"]
    if "relative" in basis:
        return value * K_EQUIVALENT * charge**2
    return value if "molar" in row["basis"] else value * abs(charge)


def bare(name):
    """A raw ion's name without brackets round it and without charge ("[Fe(CN)6]-3" -> "Fe(CN)6")."""
    name = re.sub(r"[+-]\d*$", "", name)
    return name[1:-1] if name.startswith("[") else name


@pytest.mark.parametrize("one", [one for one in TABLE if one.conductivity is not None], ids=str)
def test_every_conductivity_is_a_row_of_its_source(one: Species) -> None:
    ending = (f"{abs(one.charge):g}" if abs(one.charge) > 1 else "") + ("+" if one.charge > 0 else "-")
    wanted = {RAW_NAMES.get(one.name, one.name.removesuffix(ending)).casefold()}
    rows = [
        row
        for row in raw_rows()
        if SOURCES[one.source] in row["source"]
        and {row["ion"].casefold(), bare(row["ion"]).casefold()} & wanted
        and (not row["z"] or int(row["z"]) == one.charge or "*K row" in row["basis"])
    ]
    assert rows, f"{one}: no row in {one.source}"
    values = [molar(row, one.charge) for row in rows]
    assert any(one.conductivity * 1e4 == pytest.approx(value, rel=1e-5) for value in values), values


def test_the_table_is_large_enough() -> None:
    ions = [one for one in TABLE if one.charge and one.phase == "aqueous"]
    assert len(TABLE) >= 110
    assert len(ions) >= 80
    assert sum(one.conductivity is not None for one in ions) >= 80


@pytest.mark.parametrize(
    ("name", "expected", "relative"),
    [
        ("Na+", 1.334e-9, 5e-3),  # Cussler 2009, table 6.1-1; CRC Handbook
        ("Cl-", 2.032e-9, 5e-3),
        ("H+", 9.311e-9, 5e-3),
        ("K+", 1.957e-9, 5e-3),
        ("Ca2+", 0.792e-9, 5e-3),
        ("Mg2+", 0.706e-9, 5e-3),
        ("SO42-", 1.065e-9, 5e-3),
        ("OH-", 5.273e-9, 5e-3),
        ("La3+", 0.619e-9, 5e-3),
        ("HCO3-", 1.185e-9, 5e-3),
    ],
)
def test_diffusion_coefficients_of_the_handbook(name: str, expected: float, relative: float) -> None:
    assert species(name).diffusion == pytest.approx(expected, rel=relative)


def test_uncharged_and_unknown_mobilities_have_no_diffusion() -> None:
    assert species("glucose").diffusion is None
    assert species("ADP").diffusion is None


@given(st.sampled_from([(one, name) for one in TABLE for name in (one.name, *one.aliases)]), st.randoms())
def test_any_alias_in_any_case_finds_its_species(pair, random) -> None:
    one, name = pair
    scrambled = "".join(random.choice((letter.lower(), letter.upper())) for letter in name)
    assert species(scrambled) is one
    assert species(f" {scrambled} ") is one


@pytest.mark.parametrize(
    ("alias", "name"),
    [
        ("Ca", "Ca2+"), ("Mg", "Mg2+"), ("Na", "Na+"), ("K", "K+"), ("Cl", "Cl-"), ("calcium", "Ca2+"),
        ("Ca++", "Ca2+"), ("Ca^2+", "Ca2+"), ("SO4^2-", "SO42-"), ("Fe", "Fe"), ("Zn", "Zn"), ("Co", "Co"),
        ("ferric", "Fe3+"), ("Fe(II)", "Fe2+"), ("phosphate", "Pi"), ("HPO42-", "Pi"), ("ATP4-", "ATP"),
        ("water", "H2O"), ("proton", "H+"), ("sodium metal", "Na(s)"), ("cesium", "Cs+"), ("ferrocyanide", "Fe(CN)64-"),
    ],
)  # fmt: skip
def test_names_people_write(alias: str, name: str) -> None:
    assert species(alias).name == name


@pytest.mark.parametrize(
    ("typed", "offered"),
    [("potasium", "potassium"), ("K2+", "K+"), ("chlorid", "chloride"), ("gluconat", "gluconate-")],
)
def test_an_unknown_name_offers_the_nearest(typed: str, offered: str) -> None:
    with pytest.raises(UnknownNameError, match=f"(?i)'{re.escape(offered)}'"):
        species(typed)


def test_a_metal_whose_name_could_be_an_ion_is_not_guessed() -> None:
    with pytest.raises(UnknownNameError, match="zinc ion"):
        species("zinc")


@pytest.mark.parametrize("one", TABLE, ids=str)
def test_formula_charge_and_phase(one: Species) -> None:
    assert one.phase in ("aqueous", "gas", "solid", "solvent", "electron", "charge")
    assert bool(one.elements) == (one.phase not in ("electron", "charge"))
    assert float(one.charge).is_integer()
    sign = re.search(r"(\d?)([+-])$", one.name)
    if sign and one.phase == "aqueous":  # the name carries the charge
        size = int(sign.group(1) or 1) * (1 if sign.group(2) == "+" else -1)
        assert one.charge in (size, 1 if sign.group(2) == "+" else -1)
        assert f"^{abs(int(one.charge)) if abs(one.charge) > 1 else ''}{sign.group(2)}" in "".join(one.aliases)
    if one.phase in ("gas", "solid", "solvent"):
        assert one.charge == 0


def test_inorganic_ions_are_named_by_their_formula() -> None:
    inorganic = [one for one in TABLE if one.charge and one.phase == "aqueous" and one.name.startswith(one.formula)]
    assert len(inorganic) >= 80
    for one in inorganic:
        size = "" if abs(one.charge) == 1 else f"{abs(one.charge):g}"
        assert one.name == f"{one.formula}{size}{'+' if one.charge > 0 else '-'}"


def test_atp_hydrolysis_balances() -> None:
    left = [species("ATP"), species("H2O")]
    right = [species("ADP"), species("Pi"), species("H+")]
    assert sum(one.charge for one in left) == sum(one.charge for one in right)
    for element in "CHNOP":
        assert sum(one.elements.get(element, 0) for one in left) == sum(one.elements.get(element, 0) for one in right)


@pytest.mark.parametrize(
    ("acid", "base"),
    [
        ("HATP3-", "ATP"), ("H2ATP2-", "HATP3-"), ("H2PO4-", "Pi"), ("Pi", "PO43-"), ("HHEPES", "HEPES-"),
        ("HMOPS", "MOPS-"), ("HMES", "MES-"), ("Tris+", "Tris base"), ("NMDG+", "NMDG base"), ("EGTA2-", "EGTA3-"),
        ("EGTA3-", "EGTA4-"), ("HCO3-", "CO32-"), ("NH4+", "NH3"), ("acetic acid", "acetate-"), ("HSO4-", "SO42-"),
        ("H2S", "HS-"), ("H2CO3", "HCO3-"), ("H3O+", "H2O"), ("H2O", "OH-"),
    ],
)  # fmt: skip
def test_an_acid_is_its_base_and_a_proton(acid: str, base: str) -> None:
    protonated, free = species(acid), species(base)
    assert protonated.charge == free.charge + 1
    without = dict(protonated.elements)
    without["H"] -= 1
    assert {element: count for element, count in without.items() if count} == dict(free.elements)


def test_a_model_may_not_declare_a_shipped_name_again() -> None:
    with pytest.raises(InputError, match="already in Poise's table"):
        SpeciesBook([Species("potassium", 1.0)])
    book = SpeciesBook([Species("X-", -1.2)])
    assert book["x-"].charge == -1.2
