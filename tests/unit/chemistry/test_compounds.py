"""The shelf: names, hydrates, composition; every row of the table is sound."""

import pytest

from poise.chemistry.compounds import compound, compounds, molar_mass, read_composition, read_compounds
from poise.errors import InputError, UnknownNameError


@pytest.mark.parametrize(
    ("name", "canonical"),
    [
        ("KCl", "KCl"),
        ("kcl", "KCl"),
        ("K gluconate", "K-gluconate"),
        ("potassium gluconate", "K-gluconate"),
        ("CaCl2.2H2O", "CaCl2"),
        ("CaCl2·2H2O", "CaCl2"),
        ("CaCl2 * 2 H2O", "CaCl2"),
        ("saccharose", "sucrose"),
    ],
)
def test_names(name: str, canonical: str) -> None:
    assert compound(name).name == canonical


def test_every_compound_is_neutral_and_has_a_source() -> None:
    assert len(compounds()) > 200
    for one in compounds():
        assert one.charge == pytest.approx(0.0, abs=1e-12), one.name
        assert one.source, one.name


def test_molar_masses() -> None:
    assert molar_mass("NaCl") == pytest.approx(58.44e-3, rel=1e-4)  # CRC Handbook
    assert molar_mass("CaCl2.2H2O") == pytest.approx(147.01e-3, rel=1e-4)  # CRC Handbook
    assert molar_mass("K+") is None


def test_bare_species_are_ions() -> None:
    assert (compound("K+").kind, compound("K+").charge) == ("ion", 1.0)
    assert compound("HHEPES").kind == "osmolyte"


@pytest.mark.parametrize(("name", "near"), [("HEPS", "HEPES"), ("KCI", "KCl"), ("sucros", "sucrose"), ("Fe", "solid")])
def test_unknown_names(name: str, near: str) -> None:
    with pytest.raises(UnknownNameError, match=near):
        compound(name)


def test_composition() -> None:
    found = {one.name: number for one, number in read_composition("2 Na+ + H2ATP2-")}
    assert found == {"Na+": 2.0, "H2ATP2-": 1.0}
    for wrong in ("", "2", "Na+ + ", "xyz"):
        with pytest.raises(InputError):
            read_composition(wrong)


def test_a_table_that_is_not_neutral_is_refused() -> None:
    head = "name,aliases,composition,formula,molar_mass_g_per_mol,kind,source"
    with pytest.raises(InputError, match="not neutral"):
        read_compounds([head, "bad,,K+ + 2 Cl-,KCl2,1,salt,x"])
    with pytest.raises(InputError, match="kind"):
        read_compounds([head, "bad,,K+ + Cl-,KCl,1,stuff,x"])
