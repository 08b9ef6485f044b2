"""Reference electrodes: printed potentials and temperatures, conversion there and back, unknown names."""

import numpy as np
import pytest

from poise.chemistry.reference_electrodes import convert_potential, reference_electrode, reference_electrodes
from poise.constants import ZERO_CELSIUS
from poise.errors import UnknownNameError

# Sawyer, Sobkowiak & Roberts 1995, as printed at www.metaglossary.com/define/reference+electrode, volts against SHE,
# liquid junction counted (which adds up to 3 mV to Bard & Faulkner's values of the saturated electrodes)
SAWYER = {
    "calomel 0.1 M": {15: 0.3362, 20: 0.3359, 25: 0.3356, 30: 0.3351, 35: 0.3344},
    "calomel 3.5 M": {15: 0.254, 20: 0.252, 25: 0.250, 30: 0.248, 35: 0.246},
    "Ag/AgCl 3.5 M": {15: 0.212, 20: 0.208, 25: 0.205, 30: 0.201, 35: 0.197},
    "SCE": {15: 0.2511, 20: 0.2479, 25: 0.2444, 30: 0.2411, 35: 0.2376},
    "Ag/AgCl": {15: 0.209, 20: 0.204, 25: 0.199, 30: 0.194, 35: 0.189},
}
JUNCTION = {"SCE": 0.0035, "Ag/AgCl": 0.0025}


@pytest.mark.parametrize("name", SAWYER)
def test_printed_temperatures(name: str) -> None:
    one = reference_electrode(name)
    for celsius, printed in SAWYER[name].items():
        found = one.potential_at(ZERO_CELSIUS + celsius)
        assert found == pytest.approx(printed, abs=1e-3 + JUNCTION.get(name, 0.0))
        # the change with temperature is the printed one, whatever the junction
        assert found - one.potential == pytest.approx(printed - SAWYER[name][25], abs=1.2e-3)


@pytest.mark.parametrize(
    ("value", "first", "second", "expected"),
    [
        # mcauleygroup.net/article/1: 0.1 V against SCE is 0.142 V against Ag/AgCl (with 0.241 and 0.199 V)
        (0.1, "SCE", "Ag/AgCl", 0.142),
        # liquisearch.com/reduction_potential: 300 mV against Ag/AgCl (sat. KCl) is 497 mV against SHE, 256 against SCE
        (0.3, "Ag/AgCl", "SHE", 0.497),
        (0.3, "Ag/AgCl sat KCl", "SCE", 0.256),
        # IUPAC (Trasatti 1986): the hydrogen electrode stands at 4.44 V on the absolute scale
        (0.0, "SHE", "absolute", 4.44),
    ],
)
def test_printed_conversions(value: float, first: str, second: str, expected: float) -> None:
    assert convert_potential(value, first, second) == pytest.approx(expected, abs=2.5e-3)  # tables differ by 2 mV


def test_there_and_back() -> None:
    volts, kelvin = np.linspace(-1, 1, 5), 303.15
    for name in reference_electrodes():
        there = convert_potential(volts, name, "SCE", kelvin)
        np.testing.assert_allclose(convert_potential(there, "SCE", name, kelvin), volts, atol=1e-15)


def test_names() -> None:
    assert reference_electrode("ag/agcl 3m") is reference_electrode("Ag/AgCl 3 M")
    assert reference_electrode("NHE").name == "SHE"
    assert reference_electrode("vacuum").name == "absolute"
    with pytest.raises(UnknownNameError, match="unknown reference electrode 'SCX'; did you mean 'SCE'"):
        reference_electrode("SCX")


def test_range_of_temperatures() -> None:
    assert reference_electrode("SCE").valid(298.15) == ""
    assert "0 to 70 degC" in reference_electrode("SCE").valid(360.0)
    assert "25 degC" in reference_electrode("NCE").valid(310.0)
    assert all(one.source for one in reference_electrodes().values())
