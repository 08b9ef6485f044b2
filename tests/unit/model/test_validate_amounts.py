"""What is wrong with models whose amounts change: each problem with its path, what it is, and what to write."""

import dataclasses

import pytest

import poise
from poise.errors import InputError
from poise.model.protocol import Protocol
from poise.processes import Binding, Custom, Diffusion, GHKChannel, OhmicChannel, Osmosis, OsmoticEquilibrium

INSIDE = {"K+": "140 mM", "Na+": "12 mM", "Cl-": "152 mM"}
OUTSIDE = {"K+": "4 mM", "Na+": "145 mM", "Cl-": "149 mM"}
LEAK = {"K": GHKChannel("K+", 1e-8)}
ACID = Binding("H+ + acetate- <-> acetic acid", "4.5e10 1/M/s", "7.8e5 1/s")
ACID_INSIDE = {"H+": "pH 7.2", "acetate-": "1 mM", "acetic acid": "4 uM", "K+": "140 mM"}


def cell(processes=None, *, inside=None, outside=None, within=None, face=None, **place):
    """A cell of 2000 um3 with everything that a run needs, changed as told."""
    place = {"volume": "2000 um3", **place}
    face = {"area": "1000 um2", "capacitance": "1 uF/cm2", **(face or {})}
    return poise.Model(
        "cell",
        {
            "cytosol": poise.Compartment(inside or INSIDE, processes=within or {}, **place),
            "bath": poise.Compartment(outside or OUTSIDE, ground=True),
        },
        {"membrane": poise.Interface("cytosol", "bath", LEAK if processes is None else processes, **face)},
        temperature="37 degC",
    )


def problems(model, severity="error"):
    return [one for one in poise.validate(model) if one.severity == severity]


def only(model, severity="error"):
    (found,) = problems(model, severity)
    return found


def test_a_cell_with_all_that_it_needs_has_no_problem():
    assert poise.validate(cell()) == ()
    assert poise.validate(cell({"K": Diffusion("K+", 1e-8), "water": Osmosis("1e-3 cm/s")})) == ()


# where a process stands


def test_a_reaction_within_a_compartment_does_not_cross_an_interface():
    found = only(cell({**LEAK, "buffer": ACID}))
    assert found.path == "interfaces.membrane.processes.buffer"
    assert "runs within one compartment, but stands under an interface" in found.message
    assert "`processes` of a compartment" in found.hint
    sideless = Custom("H+ + acetate- -> acetic acid", "1 mM/s", unaccounted="a test")
    assert "(in) or (out)" in only(cell({**LEAK, "acid": sideless})).hint


def test_a_channel_does_not_stand_within_a_compartment():
    found = only(cell(within={"K": GHKChannel("K+", 1e-8)}))
    assert found.path == "compartments.cytosol.processes.K"
    assert "crosses an interface, but stands within compartment 'cytosol'" in found.message
    across = Custom("K+(in) -> K+(out)", "1 pmol/cm2/s")
    assert "leave (in) and (out) out" in only(cell(within={"K": across})).hint


def test_a_reaction_needs_its_species_in_the_compartment():
    found = problems(cell(within={"buffer": ACID}))
    assert [one.path for one in found] == ["compartments.cytosol.processes.buffer"] * 3
    assert "moves H+, which compartment 'cytosol' lacks" in found[0].message
    assert "pH 7.2" in found[0].hint
    assert problems(cell(within={"buffer": ACID}, inside=ACID_INSIDE)) == []


def test_gates_within_a_compartment_are_not_supported():
    gated = dataclasses.replace(ACID, gates={"m": {"steady": "0.5"}})
    found = only(cell(within={"buffer": gated}, inside=ACID_INSIDE))
    assert found.path == "compartments.cytosol.processes.buffer.gates"
    assert "not supported" in found.message


@pytest.mark.parametrize(
    ("rate", "words", "hint"),
    [
        ("k * [K+]out", "names [K+]out, but within a compartment there is one side only", "write [K+]"),
        ("k * E[K+]/(1 mV) * 1 mM", "names E[K+], but within", "write [K+]"),
        ("k * V/(1 mV) * 1 mM", "depends on the potential V", "under an interface"),
    ],
)
def test_within_a_compartment_there_is_one_side_and_no_potential(rate, words, hint):
    made = Custom("H+ + acetate- -> acetic acid", rate, parameters={"k": "1 1/s"}, unaccounted="a test")
    found = only(cell(within={"made": made}, inside=ACID_INSIDE))
    assert found.path == "compartments.cytosol.processes.made.rate"
    assert words in found.message
    assert hint in found.hint


def test_across_an_interface_a_concentration_has_a_side():
    across = Custom("K+(in) -> K+(out)", "k * [K+]", parameters={"k": "1 um/s"})
    found = only(cell({"K": across}))
    assert found.path == "interfaces.membrane.processes.K.rate"
    assert "names [K+] without a side" in found.message
    assert found.hint == "write [K+]in or [K+]out"
    gated = OhmicChannel("K+", 1.0, gates={"m": {"steady": "[K+]/([K+] + 1 mM)"}})
    assert {one.path for one in problems(cell({"K": gated}))} == {"interfaces.membrane.processes.K.gates.m"}


# what a process depends on


def test_what_gates_and_written_rates_see_must_be_there():
    gated = OhmicChannel("K+", 1.0, gates={"m": {"steady": "[Ca2+]in/([Ca2+]in + 1 uM)"}})
    found = only(cell({"K": gated}))
    assert "depends on Ca2+, which compartment 'cytosol' lacks" in found.message
    written = Custom("K+(in) -> K+(out)", "k * [Mg2+]out", parameters={"k": "1 um/s"})
    assert "depends on Mg2+, which compartment 'bath' lacks" in only(cell({"K": written})).message


def test_a_written_rate_may_see_nothing_but_a_nernst_potential_may_not():
    none = {**INSIDE, "Ca2+": "0 mM"}
    some = {**OUTSIDE, "Ca2+": "2 mM"}
    gated = OhmicChannel("K+", 1.0, gates={"m": {"steady": "[Ca2+]in/([Ca2+]in + 1 uM)"}})
    assert problems(cell({"K": gated}, inside=none, outside=some)) == []
    nernst = OhmicChannel("K+", 1.0, gates={"m": {"steady": "1/(1 + exp((V - E[Ca2+])/(1 mV)))"}})
    found = only(cell({"K": nernst}, inside=none, outside=some))
    assert "Ca2+ is 0 in 'cytosol', but process 'K' (ohmic channel) has no finite rate there" in found.message


# amounts


def test_what_is_held_is_there_and_has_something_to_be_held_in():
    found = only(cell(held=("ATP",)))
    assert (found.path, found.severity) == ("compartments.cytosol.held", "error")
    assert "ATP is to be held in 'cytosol', which does not contain it" in found.message
    assert problems(cell(held=("K+",))) == []
    pointless = cell(held=("K+",), volume=None)
    assert problems(pointless) == []
    assert "everything in it is held already" in only(pointless, "warning").message


def test_processes_in_a_reservoir_change_nothing():
    found = problems(cell(within={"buffer": ACID}, inside=ACID_INSIDE, volume=None), "warning")
    assert any("its processes change nothing" in one.message for one in found)


def test_amounts_need_the_area_of_what_crosses():
    found = only(cell(face={"area": None}))
    assert found.path == "interfaces.membrane"
    assert "needs an area: what crosses it changes the amounts in 'cytosol'" in found.message
    assert found.hint == "write `area: 1000 um2`"
    assert problems(cell(face={"area": None}, volume=None)) == []


def test_amounts_want_a_capacitance():
    found = only(cell(face={"capacitance": None}), "warning")
    assert "no capacitance, which a run in time needs" in found.message
    assert problems(cell(face={"capacitance": None})) == []
    assert poise.validate(cell(face={"capacitance": None}, volume=None)) == ()


def test_a_gas_is_held_or_dissolved():
    gas = {**INSIDE, "CO2": "40 mbar"}
    found = only(cell(inside=gas))
    assert found.path == "compartments.cytosol.contents.CO2"
    assert "a fugacity is no amount" in found.message
    assert "held: [CO2]" in found.hint
    assert problems(cell(inside=gas, held=("CO2",))) == []
    assert problems(cell(inside=gas, volume=None)) == []


# water


def test_water_moves_between_volumes():
    for process in (Osmosis("1e-3 cm/s"), OsmoticEquilibrium()):
        found = only(cell({**LEAK, "water": process}, volume=None), "warning")
        assert found.path == "interfaces.membrane.processes.water"
        assert "neither 'cytosol' nor 'bath' has a volume" in found.message
        assert poise.validate(cell({**LEAK, "water": process})) == ()


def test_water_flows_or_is_at_equilibrium_but_not_both():
    found = only(cell({**LEAK, "flow": Osmosis("1e-3 cm/s"), "quick": OsmoticEquilibrium()}))
    assert found.path == "interfaces.membrane.processes.quick"
    assert "both osmotic flow ('flow') and osmotic equilibrium ('quick')" in found.message


def test_equilibrium_has_no_gates():
    gated = OsmoticEquilibrium(gates={"m": {"steady": "0.5"}})
    found = only(cell({**LEAK, "water": gated}))
    assert found.path == "interfaces.membrane.processes.water.gates"
    assert problems(cell({**LEAK, "water": Osmosis("1e-3 cm/s", gates={"m": {"steady": "0.5"}})})) == []


# the electrode


def test_what_carries_the_injected_current_is_on_both_sides():
    assert poise.validate(cell(face={"carrier": "K+"})) == ()
    found = problems(cell(face={"carrier": "Cs+"}))
    assert [one.path for one in found] == ["interfaces.membrane.carrier"] * 2
    assert "carried by Cs+, which compartment 'cytosol' lacks" in found[0].message
    with pytest.raises(InputError, match="carries no charge"):
        cell(face={"carrier": "glucose"})
    with pytest.raises(InputError, match="out of range"):
        cell(face={"potential": "65 V"})


def test_every_problem_at_once():
    broken = cell(
        {"K": OhmicChannel("Ca2+", 1.0), "buffer": ACID, "water": OsmoticEquilibrium(), "flow": Osmosis("1e-3 cm/s")},
        inside={**INSIDE, "O2": "0.2 bar"},
        held=("ATP",),
        within={"leak": GHKChannel("K+", 1e-8)},
        face={"area": None, "carrier": "Cs+"},
    )
    assert len(problems(broken)) == 10
    assert poise.validate(dataclasses.replace(cell(), protocols={"rest": Protocol("1 s")})) == ()
