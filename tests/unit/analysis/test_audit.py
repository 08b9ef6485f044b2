"""`audit`: every shipped model, planted violations, gates out of range, what is declared."""

from dataclasses import dataclass, replace
from typing import Any, ClassVar, final

import pytest

import poise
from poise.analysis.audit import audit
from poise.constants import FARADAY
from poise.errors import InputError
from poise.processes.base import Local, Process
from poise.processes.moves import Move

MODEL = """
poise: 1
name: cell
temperature: 37 degC
compartments:
  cytosol: {contents: {K+: 140 mM, Na+: 10 mM, Cl-: 150 mM, Ca2+: 0 mM}}
  bath: {ground: true, contents: {K+: 5 mM, Na+: 145 mM, Cl-: 150 mM, Ca2+: 2 mM}}
interfaces:
  membrane:
    inside: cytosol
    outside: bath
    processes:
      K_leak: {law: ghk_channel, ion: K+, permeability: 1e-6 cm/s}
"""


def cell(tmp_path, more=""):
    path = tmp_path / "cell.yaml"
    path.write_text(MODEL + "".join(f"      {line}\n" for line in more.splitlines()))
    return poise.load(path)


def found(result, name):
    return next(one for one in result.processes if one.name == name)


@pytest.mark.parametrize("name", poise.shipped())
def test_every_shipped_model_obeys_or_declares(name):
    model = poise.load(name)
    result = audit(model, states=1024)
    assert result.ok, str(result)
    assert {one.name for one in result.processes} == {*model.processes, *model.reactions}
    for one in result.processes:
        assert one.second_law is (
            None if one.name in dict(result.declared) and one.law not in ("leak", "conductor") else True
        )


def test_a_leak_of_unnamed_ions_is_declared_and_obeys():
    result = audit(poise.load("squid_axon"))
    leak = found(result, "membrane.leak")
    assert dict(result.declared) == {
        "membrane.leak": "it moves charge whose ions are not named; no amount changes with it"
    }
    assert leak.second_law is True
    assert leak.declared


UPHILL = "up: {law: custom, reaction: 'Na+(in) -> Na+(out)', rate: 'P*[Na+]in', parameters: {P: 1e-7 m/s}%s}"


def test_an_uphill_law_is_caught(tmp_path):
    result = audit(cell(tmp_path, UPHILL % ""))
    assert not result.ok
    one = found(result, "membrane.up")
    assert (one.second_law, one.declared, one.imbalance) == (False, False, "")
    worst = one.worst
    assert worst is not None
    assert worst.rate > 0 > worst.affinity
    assert worst.dissipation == worst.rate * worst.affinity < 0
    assert worst.rate == pytest.approx(1e-7 * worst.concentrations["cytosol.Na+"], rel=1e-12)
    assert set(worst.concentrations) == {"cytosol.Na+", "bath.Na+"}
    from poise.formulas.nernst import nernst

    reversal = nernst(1, worst.concentrations["bath.Na+"], worst.concentrations["cytosol.Na+"], worst.temperature)
    assert worst.affinity == pytest.approx(FARADAY * (worst.potential - reversal), rel=1e-9)
    assert "BROKEN" in str(result)
    assert "unaccounted" in str(result)
    assert found(result, "membrane.K_leak").second_law is True


def test_declared_it_is_listed_with_its_reason(tmp_path):
    result = audit(cell(tmp_path, UPHILL % ", unaccounted: the paper names no fuel"))
    assert result.ok
    assert dict(result.declared) == {"membrane.up": "the paper names no fuel"}
    one = found(result, "membrane.up")
    assert (one.second_law, one.worst, one.declared) == (None, None, True)


@final
@dataclass(frozen=True)
class _Slip(Process):
    """A channel whose charge is lost."""

    law: ClassVar[str] = "slip_for_this_test"
    title: ClassVar[str] = "slip"
    unaccounted: ClassVar[str] = "for a test"

    def moves(self) -> tuple[Move, ...]:
        return (Move.of({poise.species("K+"): -1}, {poise.species("Na+"): 1, poise.species("Cl-"): 1}),)

    def rates(self, local: Local) -> tuple[Any, ...]:
        return (0.0 * local.potential,)


def test_what_is_declared_must_still_balance(tmp_path):
    model = cell(tmp_path)
    face = model.interfaces["membrane"]
    broken = replace(model, interfaces={"membrane": replace(face, processes={**face.processes, "slip": _Slip()})})
    result = audit(broken)
    one = found(result, "membrane.slip")
    assert not result.ok
    assert one.imbalance
    assert one.to_dict()["balanced"] is False
    assert "does not conserve" in str(result)


@pytest.mark.parametrize(
    ("gate", "words"),
    [
        ("{steady: '2 + V/(1 V)', time: 1 ms}", "above 1"),
        ("{steady: '-V/(1 V)'}", "below 0"),
        ("{alpha: '-V/(1 V)/ms', beta: 1/ms}", "alpha is below 0"),
        ("{steady: '0.5', time: 'V/(1 V)*1 ms'}", "1/time is below 0"),
        ("{alpha: 'exp(V/(0.01 mV))/ms', beta: 1/ms}", "not finite"),
        ("{open: O, rates: {C -> O: 1/ms, O -> C: '-1/ms'}}", "O -> C is below 0"),
        ("{steady: '[K+]in/(140 mM)'}", "above 1"),
        ("{alpha: 0/ms, beta: 0/ms}", "no steady value"),
    ],
)
def test_gates_out_of_range(tmp_path, gate, words):
    line = f"g: {{law: ohmic_channel, ion: K+, conductance: 1 mS/cm2, gates: {{n: {gate}}}}}"
    result = audit(cell(tmp_path, line))
    one = found(result, "membrane.g")
    assert not result.ok
    assert [gate.name for gate in one.problems] == ["n"]
    assert words in one.problems[0].problem
    assert one.second_law is True


def test_rates_that_overflow_are_not_finite(tmp_path):
    line = (
        "g: {law: custom, reaction: 'K+(in) -> K+(out)', rate: 'P*exp([K+]in/(1 mM))', "
        "parameters: {P: 1 mol/m2/s}, unaccounted: a test}"
    )
    result = audit(cell(tmp_path, line))
    assert not result.ok
    assert found(result, "membrane.g").finite is False


def test_what_is_absent_is_tried_as_nothing_and_as_traces(tmp_path):
    line = "Ca: {law: ghk_channel, ion: Ca2+, permeability: 1e-6 cm/s}"
    assert audit(cell(tmp_path, line)).ok
    from_nothing = "Ca: {law: custom, reaction: 'Ca2+(in) -> Ca2+(out)', rate: 'P', parameters: {P: 1e-9 mol/m2/s}}"
    assert not audit(cell(tmp_path, from_nothing)).ok


def test_a_reaction_within_a_compartment(tmp_path):
    text = MODEL.replace(
        "cytosol: {contents: {K+: 140 mM, Na+: 10 mM, Cl-: 150 mM, Ca2+: 0 mM}}",
        "cytosol: {volume: 1000 um3, contents: {K+: 140 mM, Na+: 10 mM, Cl-: 150 mM, Ca2+: 1 uM, B: 1 mM, CaB: 1 mM},"
        " processes:"
        " {buffer: {law: binding, reaction: 'Ca2+ + B <-> CaB', on: 1 1/uM/s, off: 1 1/s}}}",
    ).replace(
        "compartments:", "species: {B: {charge: 0, formula: B}, CaB: {charge: 2, formula: CaB}}\ncompartments:", 1
    )
    text = text.replace("    outside: bath\n", "    outside: bath\n    area: 600 um2\n    capacitance: 1 uF/cm2\n")
    path = tmp_path / "buffered.yaml"
    path.write_text(text)
    result = audit(poise.load(path))
    assert result.ok, str(result)
    assert found(result, "cytosol.buffer").second_law is True


def test_seeds_and_numbers_of_states():
    model = poise.load("squid_axon")
    assert audit(model, seed=3).to_dict() == audit(model, seed=3).to_dict()
    for states in (3, 10_000_000, True):
        with pytest.raises(InputError, match="states"):
            audit(model, states=states)
    with pytest.raises(InputError, match="arrays"):
        audit(model.set("bath.K+", [1.0, 2.0]))
