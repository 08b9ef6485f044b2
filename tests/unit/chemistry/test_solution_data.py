"""The tables of compounds, equilibria and solids, and the shipped recipes: consistent, and as published."""

import csv
import math
import re
from importlib import resources
from pathlib import Path

import pytest
from ruamel.yaml import YAML

from poise.chemistry.molar_mass import _WEIGHTS
from poise.chemistry.reactions import parse_reaction
from poise.chemistry.species import Species, default_book, species
from poise.io.library import shipped
from poise.references import bibliography
from poise.units import DIMENSIONS, parse

CHEMISTRY = Path(str(resources.files("poise"))) / "chemistry"
RECIPES = sorted((CHEMISTRY.parent / "library" / "recipes").glob("*.yaml"))
DATA = Path(__file__).parents[2] / "data"
SLOPE = 1e3 / (8.314462618 * math.log(10.0))  # K per kJ/mol: of log10 K against 1/T


def table(name: str, folder: Path = CHEMISTRY) -> list[dict[str, str]]:
    with (folder / name).open(encoding="utf-8") as lines:
        return list(csv.DictReader(lines))


EQUILIBRIA, COMPOUNDS, SOLIDS = table("equilibria.csv"), table("compounds.csv"), table("solubility.csv")
BY_PRODUCT = {row["product"]: row for row in EQUILIBRIA}
BY_NAME = {name.casefold(): row for row in COMPOUNDS for name in (row["name"], *row["aliases"].split(";")) if name}


def change(row: dict[str, str]) -> dict[Species, float]:
    """Moles made per event; parsing refuses what does not balance in charge and atoms."""
    found = parse_reaction(row["reaction"], default_book(), sides=())
    return {one: number for (one, _), number in found.changes.items()}


def log_k(product: str, celsius: float) -> float:
    """The constant at a temperature, by van 't Hoff's equation."""
    row = BY_PRODUCT[product]
    warming = 1.0 / (celsius + 273.15) - 1.0 / (float(row["temperature_C"]) + 273.15)
    return float(row["log_k"]) - float(row["enthalpy_kJ_per_mol"] or 0.0) * SLOPE * warming


# -- equilibria


@pytest.mark.parametrize("row", EQUILIBRIA, ids=lambda row: row["product"])
def test_a_row_forms_its_product_and_says_where_it_is_from(row: dict[str, str]) -> None:
    made = change(row)
    assert made[species(row["product"])] == 1.0
    assert species(row["product"]).name == row["product"]
    assert row["kind"] in ("concentration", "mixed", "thermodynamic")
    strength, celsius = float(row["ionic_strength_M"]), float(row["temperature_C"])
    assert (strength == 0.0) == (row["kind"] == "thermodynamic")
    assert 0.0 <= strength <= 0.5
    assert celsius in (20.0, 25.0, 37.0)
    assert -20.0 < float(row["log_k"]) < 25.0
    assert abs(float(row["enthalpy_kJ_per_mol"] or 0.0)) < 80.0
    assert len(row["source"]) > 10


def test_every_product_is_made_once_from_components() -> None:
    assert len(BY_PRODUCT) == len(EQUILIBRIA)
    left = {row["product"]: [one.name for one, number in change(row).items() if number < 0.0] for row in EQUILIBRIA}
    settled: set[str] = set()
    for _ in left:  # a chain of formations that runs in a circle would never settle
        settled |= {name for name, made_of in left.items() if all(one not in left or one in settled for one in made_of)}
    assert settled == set(left)


@pytest.mark.parametrize(
    ("ligand", "metals"),
    [
        ("EGTA", ("Ca", "Mg", "Sr", "Ba", "Zn")), ("BAPTA", ("Ca", "Mg")), ("EDTA", ("Ca", "Mg", "Na", "K", "Zn")),
        ("Citrate", ("Ca", "Mg", "Na", "K")), ("ATP", ("Ca", "Mg", "Na", "K")), ("ADP", ("Ca", "Mg", "Na", "K")),
        ("GTP", ("Ca", "Mg", "Na", "K")), ("PCr", ("Mg", "Na", "K")), ("Gluconate", ("Ca", "Mg")),
        ("SO4", ("Ca", "Mg", "Na", "K")), ("HPO4", ("Ca", "Mg", "Na", "K")), ("HCO3", ("Ca", "Mg", "Na")),
    ],
)  # fmt: skip
def test_the_metals_of_a_ligand_are_there(ligand: str, metals: tuple[str, ...]) -> None:
    assert {metal for metal in metals if any(name.startswith(metal + ligand) for name in BY_PRODUCT)} == set(metals)


@pytest.mark.parametrize(
    ("product", "pk", "tolerance"),
    [  # 25 degC, I = 0: Vega & Bates 1976, then Goldberg 2002, NIST SRD 46 v8, phreeqc.dat
        ("HHEPES", 7.565, 0.003), ("HMES", 6.270, 0.003), ("HTES", 7.550, 0.003), ("HBES", 7.187, 0.003),
        ("HHEPES", 7.564, 0.001), ("Tris+", 8.072, 0.001), ("HMOPS", 7.184, 0.001), ("HPIPES-", 7.141, 0.001),
        ("Tris+", 8.074, 0.003), ("imidazolium+", 6.993, 0.003), ("NH4+", 9.244, 0.003),
        ("H2PO4-", 7.207, 0.015), ("H3PO4", 2.161, 0.02), ("Pi", 12.346, 0.01), ("HSO4-", 1.988, 0.003),
        ("HCO3-", 10.329, 0.001), ("CO2(aq)", 6.352, 0.002), ("HF", 3.18, 0.02), ("H3BO3", 9.24, 0.005),
        ("acetic acid", 4.757, 0.002), ("lactic acid", 3.86, 0.01), ("HCN", 9.21, 0.01), ("H2S", 6.99, 0.02),
    ],
)  # fmt: skip
def test_acids_against_a_second_source(product: str, pk: float, tolerance: float) -> None:
    assert log_k(product, 25.0) == pytest.approx(pk, abs=tolerance)


@pytest.mark.parametrize(
    ("product", "celsius", "expected", "tolerance"),
    [
        ("OH-", 20.0, -14.163, 0.005), ("OH-", 25.0, -13.995, 0.001), ("OH-", 37.0, -13.62, 0.01),  # CRC Handbook, pKw
        ("CO2(aq)", 20.0, 6.382, 0.01), ("CO2(aq)", 35.0, 6.309, 0.01),  # Harned & Davis 1943
        ("HCO3-", 20.0, 10.377, 0.01), ("HCO3-", 35.0, 10.250, 0.01),  # Harned & Scholes 1941
        ("H2PO4-", 20.0, 7.213, 0.01), ("H2PO4-", 35.0, 7.185, 0.01),  # Bates & Acree 1945
        ("Tris+", 20.0, 8.221, 0.01), ("Tris+", 35.0, 7.803, 0.01),  # Bates & Hetzer 1961
    ],
)  # fmt: skip
def test_temperature_by_the_enthalpy_of_the_row(
    product: str, celsius: float, expected: float, tolerance: float
) -> None:
    assert log_k(product, celsius) == pytest.approx(expected, abs=tolerance)


@pytest.mark.parametrize(("celsius", "solubility"), [(20.0, 0.03919), (25.0, 0.03405), (37.0, 0.02533)])
def test_carbon_dioxide_dissolves_as_measured(celsius: float, solubility: float) -> None:
    # mol/(L atm): 108.3865 + 0.01985076 T - 6919.53 / T - 40.45154 log10 T + 669365 / T^2, Plummer & Busenberg 1982
    assert 1.01325 * 10.0 ** -log_k("CO2", celsius) == pytest.approx(solubility, rel=0.01)


@pytest.mark.parametrize(
    ("product", "ion", "webmaxc"),
    [
        ("MgATP2-", "KATP3-", 4.143), ("CaATP2-", "KATP3-", 3.828), ("HATP3-", "KATP3-", 6.476),
        ("MgADP-", "KADP2-", 3.211), ("HADP2-", "KADP2-", 6.374), ("CaEDTA2-", "KEDTA3-", 10.734),
        ("CaCitrate-", "KCitrate2-", 3.533), ("CaNTA-", "KNTA2-", 6.465),
    ],
)  # fmt: skip
def test_in_tenth_molar_potassium_the_constants_are_those_of_maxchelator(
    product: str, ion: str, webmaxc: float
) -> None:
    bound = math.log10(1.0 + 0.1 * 10.0 ** float(BY_PRODUCT[ion]["log_k"]))
    assert float(BY_PRODUCT[product]["log_k"]) - bound == pytest.approx(webmaxc, abs=0.002)


@pytest.mark.parametrize(
    ("product", "expected"),
    [
        ("MgATP2-", 4.55),
        ("CaATP2-", 4.24),
        ("HATP3-", 6.82),
        ("HADP2-", 6.65),
        ("HCitrate2-", 5.81),
        ("HEDTA3-", 10.37),
    ],
)
def test_without_potassium_they_are_those_in_tetraalkylammonium(product: str, expected: float) -> None:
    # NIST SRD 46 v8, 25 degC, I = 0.1: the highest of its values (HATP: 6.82 to 6.95)
    assert log_k(product, 25.0) == pytest.approx(expected, abs=0.07)


KITS = [
    row for row in table("maxchelator.csv", DATA) if row["temperature_C"] == "20" and row["quantity"].startswith("Kd")
]


@pytest.mark.parametrize("row", KITS, ids=lambda row: f"pH {row['pH']}")
def test_egta_has_the_apparent_affinity_of_calibration_kits(row: dict[str, str]) -> None:
    hydrogen = 10.0 ** -float(row["pH"]) / 0.784  # its activity coefficient at I = 0.1, 20 degC
    steps = [10.0 ** log_k(one, 20.0) for one in ("EGTA3-", "EGTA2-", "H3EGTA-", "H4EGTA")]
    free = 1.0 + sum(hydrogen**n * math.prod(steps[:n]) for n in range(1, 5))
    bound = 10.0 ** log_k("CaEGTA2-", 20.0) + hydrogen * steps[0] * 10.0 ** log_k("CaHEGTA-", 20.0)
    assert free / bound == pytest.approx(float(row["expected_M"]), rel=float(row["tolerance"]))


# -- compounds


@pytest.mark.parametrize("row", COMPOUNDS, ids=lambda row: row["name"])
def test_a_compound_dissolves_into_what_it_is_made_of(row: dict[str, str]) -> None:
    charge, atoms = 0.0, dict[str, float]()
    for term in row["composition"].split(" + "):
        number, name = re.findall(r"\A(?:(\d+) )?(.+)\Z", term)[0]
        one = species(name)
        assert one.name == name
        assert one.phase == "aqueous"
        charge += int(number or 1) * one.charge
        for element, count in one.elements.items():
            atoms[element] = atoms.get(element, 0.0) + int(number or 1) * count
    assert charge == 0.0
    made_of = dict(Species("x", 0.0, row["formula"]).elements)
    water = atoms.get("O", 0.0) - made_of.get("O", 0.0)  # borax takes up seven
    assert water == (7.0 if row["name"] == "Na2B4O7" else 0.0)
    atoms["O"], atoms["H"] = atoms.get("O", 0.0) - water, atoms.get("H", 0.0) - 2.0 * water
    assert {element: count for element, count in atoms.items() if count} == made_of
    mass = sum(_WEIGHTS[element] * count for element, count in made_of.items())
    assert float(row["molar_mass_g_per_mol"]) == pytest.approx(mass, abs=0.006)
    assert row["kind"] in ("salt", "acid", "base", "buffer", "chelator", "nucleotide", "osmolyte", "gas")
    assert row["source"]


def test_names_and_aliases_are_given_once() -> None:
    every = [name.casefold() for row in COMPOUNDS for name in (row["name"], *row["aliases"].split(";")) if name]
    assert len(every) == len(set(every))
    assert len(COMPOUNDS) >= 200


@pytest.mark.parametrize(
    ("name", "label"),
    [  # g/mol, as on the bottle (anhydrous)
        ("KCl", 74.55), ("HEPES", 238.30), ("EGTA", 380.35), ("BAPTA", 476.43), ("EDTA", 292.24), ("Tris", 121.14),
        ("PIPES", 302.37), ("MOPS", 209.26), ("MES", 195.24), ("Na2ATP", 551.14), ("Na2GTP", 567.14), ("NMDG", 195.21),
        ("K gluconate", 234.25), ("sucrose", 342.30), ("D-glucose", 180.16), ("taurine", 125.15), ("TEA-Cl", 165.70),
        ("choline chloride", 139.62), ("Na2 phosphocreatine", 255.08), ("CaCl2.2H2O", 110.98), ("CsMeSO3", 228.00),
        ("Na-isethionate", 148.11), ("QX-314-Br", 343.30), ("4-AP", 94.11), ("citric acid", 192.12),
        ("K4BAPTA", 628.80), ("sodium pyruvate", 110.04), ("MgSO4·7H2O", 120.37),
        ("NaH2PO4", 119.98), ("Na-HEPES", 260.29),
    ],
)  # fmt: skip
def test_molar_masses_on_the_bottle(name: str, label: float) -> None:
    assert float(BY_NAME[name.casefold()]["molar_mass_g_per_mol"]) == pytest.approx(label, abs=0.035)


# -- solids


@pytest.mark.parametrize("row", SOLIDS, ids=lambda row: row["solid"])
def test_a_solid_dissolves(row: dict[str, str]) -> None:
    made = change(row)
    assert made[species(row["solid"])] == -1.0
    assert species(row["solid"]).phase == "solid"
    assert all(one.phase in ("aqueous", "solvent") for one, number in made.items() if number > 0.0)
    assert row["source"]


@pytest.mark.parametrize(
    ("solid", "log_ksp", "tolerance"),
    [  # phreeqc.dat or, for the last four, the CRC Handbook (from memory)
        ("CaCO3(s)", -8.45, 0.04), ("CaSO4.2H2O(s)", -4.55, 0.07), ("BaSO4(s)", -9.88, 0.11), ("SrSO4(s)", -6.63, 0.02),
        ("BaCO3(s)", -8.562, 0.02), ("CaF2(s)", -10.6, 0.11), ("SrCO3(s)", -9.271, 0.01),
        ("AgCl", math.log10(1.77e-10), 0.01), ("AgBr", math.log10(5.35e-13), 0.04),
        ("KClO4(s)", math.log10(1.05e-2), 0.05), ("Mg(OH)2(s)", math.log10(5.61e-12), 0.12),
    ],
)  # fmt: skip
def test_solubility_products_against_a_second_source(solid: str, log_ksp: float, tolerance: float) -> None:
    row = next(row for row in SOLIDS if row["solid"] == solid)
    assert float(row["log_ksp"]) == pytest.approx(log_ksp, abs=tolerance)


# -- recipes


@pytest.mark.parametrize("path", RECIPES, ids=lambda path: path.stem)
def test_a_recipe_is_whole(path: Path) -> None:
    found = YAML(typ="safe").load(path.read_text(encoding="utf-8"))
    assert found["name"] == path.stem
    assert found["poise_recipe"] == 1
    assert len(found["description"]) > 30
    assert "contents" in found["sources"]
    assert set(found["references"]) <= set(bibliography())
    for name, amount in found["contents"].items():
        assert name.casefold() in BY_NAME, name
        assert 0.0 < parse(amount, DIMENSIONS["concentration"]) <= 3000.0
    assert max(map(len, path.read_text(encoding="utf-8").splitlines())) <= 120


def test_there_are_many_recipes_and_none_is_a_model() -> None:
    assert len(RECIPES) >= 20
    assert not {path.stem for path in RECIPES} & set(shipped())
