"""Signs of the corrections: derived from the circuit, example of the issue, published correction of Neher 1992."""

import pytest

from poise.analysis.junction import junction
from poise.analysis.junction_chain import bath_change, junction_chain
from poise.constants import FARADAY, GAS
from poise.errors import InputError, UnitError, UnknownNameError
from poise.results.junction_correction import CONFIGURATIONS, Reading

PIPETTE = {"K+": "140 mM", "gluconate-": "120 mM", "Cl-": "20 mM"}
BATH = {"Na+": "145 mM", "K+": "3 mM", "Ca2+": "2 mM", "Cl-": "152 mM"}
CYTOSOL = {"K+": "140 mM", "Na+": "10 mM", "Cl-": "10 mM", "aspartate-": "140 mM"}


@pytest.mark.parametrize("value", [-0.065, 0.0, 0.04])
@pytest.mark.parametrize("offset", [0.0143, -0.0087])
def test_rules_from_the_circuit(value, offset):
    """Zeroed in the bath, phi(pipette) - phi(bath) = reading - junction once the junction is sealed off."""
    across = value - offset
    rules = {
        "whole-cell": across,  # cytosol = pipette, outside = bath
        "outside-out": across,
        "inside-out": -across,  # cytosolic side = bath, outside = pipette
        "cell-attached": -0.07 - across,  # cytosol = bath + cell, outside = pipette
        "sharp": across + 0.003,  # cytosol = pipette + the junction in the cell
    }
    reading = Reading(value, offset, cell=-0.07, inside=0.003)
    assert {name: one.membrane(reading) for name, one in CONFIGURATIONS.items()} == pytest.approx(rules)


def test_the_sentence():
    found = junction(PIPETTE, BATH)
    text = str(found.correction("whole-cell", "-65 mV"))
    there = 1e3 * (-0.065 - found.potential)
    assert text == (
        f"the cell is at {there:.1f} mV when the amplifier reads -65 mV"
        f" (whole-cell: V_m = V_reading - V_junction, junction {1e3 * found.potential:+.1f} mV)"
    )
    assert found.correction("whole-cell", -0.065).potential == found.correction("whole-cell", "-65").potential


def test_gluconate_shifts_whole_cells_down():
    """Neher 1992 and every table of corrections: gluconate or aspartate inside, about 10 to 15 mV more negative."""
    found = junction(PIPETTE, BATH)
    assert 0.010 < found.potential < 0.017
    assert found.correction("whole-cell", 0.0).potential == -found.potential


def test_sharp_electrodes_with_3_m_kcl_need_the_cytosol():
    salt = {"K+": "3 M", "Cl-": "3 M"}
    outside, inside = junction(salt, BATH), junction(salt, CYTOSOL)
    found = outside.correction("two-electrode", -0.07, inside=inside)
    assert found.potential == pytest.approx(-0.07 - outside.potential + inside.potential)
    assert abs(found.potential + 0.07) < 0.005
    with pytest.raises(InputError, match="cytosol"):
        outside.correction("sharp", -0.07)


def test_cell_attached_needs_the_cell():
    found = junction(PIPETTE, BATH)
    with pytest.raises(InputError, match="cell '-70 mV'"):
        found.correction("cell-attached", 0.0)
    assert found.correction("cell attached", 0.0, cell="-70 mV").potential == pytest.approx(-0.07 + found.potential)


def test_unknown_names_and_units():
    found = junction(PIPETTE, BATH)
    with pytest.raises(UnknownNameError, match="whole-cell"):
        found.correction("hole-cell", 0.0)
    with pytest.raises(UnitError, match="reading"):
        found.correction("whole-cell", "-65 mM")


def test_a_chain_is_the_sum_of_its_junctions_and_electrodes():
    bridge = {"K+": "3 M", "Cl-": "3 M"}
    chain = junction_chain([PIPETTE, BATH, bridge], electrodes=("AgCl", "AgCl"), temperature="25 degC")
    parts = [junction(PIPETTE, BATH).potential, junction(BATH, bridge).potential]
    electrodes = -GAS * 298.15 / FARADAY * 5.010635294096256  # ln(3000 / 20)
    assert chain.solutions == pytest.approx(sum(parts), abs=1e-15)
    assert chain.potential == pytest.approx(sum(parts) + electrodes, abs=1e-12)
    assert junction_chain([BATH, PIPETTE, BATH]).potential == pytest.approx(0.0, abs=1e-16)


def test_what_a_change_of_the_bath_leaves_uncorrected():
    """With the ground's wire in the bath: -RT/F ln of the chlorides. With a bridge: the bridge's junctions alone."""
    low = {"Na+": "145 mM", "K+": "3 mM", "gluconate-": "138 mM", "Cl-": "10 mM"}
    bridge = {"K+": "3 M", "Cl-": "3 M"}
    bare = bath_change(PIPETTE, BATH, low)
    assert bare.shift == pytest.approx(-GAS * 298.15 / FARADAY * -2.721295427851554, abs=1e-12)  # ln(10 / 152)
    bridged = bath_change(PIPETTE, BATH, low, bridge=[bridge])
    assert bridged.shift == pytest.approx(junction(low, bridge).potential - junction(BATH, bridge).potential, abs=1e-12)
    assert abs(bridged.shift) < 0.005 < abs(bare.shift)
    found = junction(PIPETTE, BATH).potential
    assert bare.membrane("-60 mV") == pytest.approx(-0.06 - found + bare.shift)


def test_electrodes_need_chloride_and_chains_two_solutions():
    with pytest.raises(InputError, match="no chloride"):
        junction_chain([{"K+": 140, "gluconate-": 140}, BATH], electrodes=("AgCl", "AgCl"))
    with pytest.raises(InputError, match="at least two"):
        junction_chain([BATH])
    with pytest.raises(UnknownNameError, match="AgCl"):
        junction_chain([BATH, PIPETTE], electrodes=("platinum", "AgCl"))
    with pytest.raises(InputError, match="bridge"):
        bath_change(PIPETTE, BATH, BATH, electrodes=None)
