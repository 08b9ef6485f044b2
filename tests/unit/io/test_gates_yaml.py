"""Gates, parameters and written rates in model files: what is read, what is written back, where mistakes are found."""

from pathlib import Path

import pytest

from poise.io import parse_model, read_model, write_model
from poise.io.layout import MAX_GATES
from poise.model.describe import structure
from poise.processes.gates.markov import MarkovGate
from poise.processes.gates.single import InstantGate, RateGate, RelaxingGate
from unit.io.mistakes import Mistake, check_mistake

MODELS = Path(__file__).parents[2] / "data" / "models"
AXON = (MODELS / "axon.yaml").read_text(encoding="utf-8")
EVERYTHING = (MODELS / "everything.yaml").read_text(encoding="utf-8")


def test_every_kind_of_gate_is_read():
    model = read_model(MODELS / "axon.yaml")
    sodium = model.processes["membrane.Na"]
    assert sodium.parameters.values == {"V_half": -0.04, "steep": 0.1}
    assert isinstance(sodium.gates["m"], RateGate)
    assert sodium.gates["m"].numbers() == {"power": 3.0, "q10": 3.0, "at": pytest.approx(279.45)}
    assert sodium.gates["h"].start == (0.6,)
    potassium = model.processes["membrane.K"]
    assert isinstance(potassium.gates["n"], RelaxingGate)
    assert isinstance(potassium.gates["block"], InstantGate)
    scheme = model.processes["membrane.slow"].gates["c"]
    assert isinstance(scheme, MarkovGate)
    assert scheme.names == ("C", "O", "D")
    assert scheme.weights == (("O", 1.0), ("D", 0.5))
    assert scheme.at_start == (0.75, 0.0, 0.25)
    assert model.get("membrane.Na.V_half") == -0.04
    assert model.interfaces["membrane"].potential == -0.065


@pytest.mark.parametrize("name", ["axon", "everything"])
def test_written_and_read_back(name: str):
    model = read_model(MODELS / f"{name}.yaml")
    text = write_model(model)
    again = parse_model(text)
    assert again.describe() == model.describe()
    assert again.hash == model.hash
    assert {path: again.get(path) for path in again.paths()} == {path: model.get(path) for path in model.paths()}
    assert write_model(again) == text


def test_an_expression_that_looks_like_a_number_keeps_its_text():
    text = AXON.replace('steady: "1/(1 + [Na+]in/(500 mM))"', 'steady: "0.50"')
    model = parse_model(text)
    again = parse_model(write_model(model))
    assert again.processes["membrane.K"].gates["block"].write() == {"steady": "0.50"}


HASHED = [
    ("power: 3", "power: 2"),
    ("q10: 3", "q10: 2"),
    ("at: 6.3 degC}", "at: 7 degC}"),
    ("start: 0.6", "start: 0.5"),
    ("V_half: -40 mV", "V_half: -41 mV"),
    ("4/ms", "5/ms"),
    ("D: 0.5}", "D: 0.4}"),
    ("O -> D: 0.1/ms", "O -> D: 0.2/ms"),
    ("potential: -65 mV", "potential: -64 mV"),
]


@pytest.mark.parametrize(("old", "new"), HASHED)
def test_the_hash_sees_it(old: str, new: str):
    assert old in AXON
    assert parse_model(AXON.replace(old, new, 1)).hash != parse_model(AXON).hash


def test_the_structure_sees_what_shapes_the_equations_and_no_more():
    first = structure(parse_model(AXON))
    for old, new in [("q10: 3", "q10: 2"), ("start: 0.6", "start: 0.5"), ("V_half: -40 mV", "V_half: -41 mV"),
                     ("conductance: 36", "conductance: 37"), ("name: axon", "name: other"),
                     ("potential: -65 mV", "potential: -64 mV\n    injected: 1 uA/cm2")]:  # fmt: skip
        assert structure(parse_model(AXON.replace(old, new, 1))) == first, old
    for old, new in [("power: 3", "power: 2"), (", q10: 3, at: 6.3 degC", ""), (", start: 0.6", ""), ("4/ms", "5/ms"),
                     ("steep: 0.1", "steep: 0.1 mV/mV, more: 1 mV"), ("D: 0.5}", "D: 0.4}"), ("ion: K+", "ion: Na+"),
                     ("    potential: -65 mV\n", "")]:  # fmt: skip
        assert old in AXON
        assert structure(parse_model(AXON.replace(old, new, 1))) != first, old


MISTAKES = {
    "function": Mistake("4/ms * exp(-", "4/ms * §exq(-", "there is no function 'exq'", "did you mean 'exp'?"),
    "wrong units": Mistake("beta: 4/ms", "beta: §4 mV", "a potential (V), but it must be a rate (1/s)"),
    "wrong units inside": Mistake("(V + 65 mV)/(18 mV)", "(V + 65 mM)/(18 mV)", "concentration|potential"),
    "steady is a number": Mistake("logistic((V", "§1 mV*logistic((V", "a potential (V), but it must be a number"),
    "time is a time": Mistake("time: 1 ms + 5 ms *", "time: §1 mV + 5 mV *", "it must be a time"),
    "unknown name": Mistake("V - V_half", "V - §V_hal", "'V_hal' is neither", "did you mean 'V_half'"),
    "unknown species": Mistake("1 + [Na+]in", "1 + [§Nax]in", "unknown species 'Nax'", "did you mean 'Na'"),
    "evaluation": Mistake("4/ms * exp(-", "__import__(§'os')*exp(-", "has no meaning in an expression"),
    "empty": Mistake("beta: 4/ms * exp(-(V + 65 mV)/(18 mV))", "§beta: ", "nothing where an expression should stand"),
    "start outside": Mistake(
        "start: 0.6", "start: §1.6", "'1.6' is out of range: it must be at least 0 and at most 1",
    ),
    "start below": Mistake("start: 0.6", "start: §-0.1", "'-0.1' is out of range"),
    "unknown key": Mistake("power: 3,", "power: 3, §powr: 2,", "unknown entry 'powr' of 'm'", "'power'"),
    "half a gate": Mistake("time: 1 ms + 5 ms *", "beta: 1/ms + 5/ms *", "no known kind", "write alpha and beta"),
    "factor without at": Mistake(", q10: 3, at: 6.3 degC", ", q10: §3", "needs `at`"),
    "negative power": Mistake("power: 4", "power: §-4", "out of range"),
    "unit of a power": Mistake("power: 4", "power: §4 mV", "'mV' is a unit of potential"),
    "open state": Mistake("open: {O: 1,", "open: {Q: §1,", "'Q' is in no rate; states: C, O, D"),
    "open weight": Mistake("D: 0.5}", "D: §1.5}", "'1.5' is out of range"),
    "no hop": Mistake("{C -> O: 2/ms", "{C => O: §2/ms", "'C => O' is not a hop", "'C -> O'"),
    "start adds up": Mistake("start: {C: 0.75, D: 0.25}", "§start: {C: 0.75, D: 0.5}", "add up to 1.25"),
    "start state": Mistake("start: {C: 0.75,", "start: {X: §0.75,", "'X' is in no rate"),
    "rate of a hop": Mistake("O -> C: 1/ms", "O -> C: §1 mM", "a concentration (mol/m3), but it must be a rate"),
    "gate as text": Mistake("block: {steady: \"1/(1 + [Na+]in/(500 mM))\"}", "block: §0.5", "'0.5' where a gate"),
    "gates as text": Mistake("reversal: -54.4 mV}", "reversal: -54.4 mV, gates: §5}", "'5' where gates by name"),
    "name of a gate": Mistake("          m: {power", "          §9m: {power", "'9m' cannot be the name of a gate"),
    "unit of a parameter": Mistake("V_half: -40 mV", "V_half: §-40 mVV", "'mVV' is not a unit", "did you mean 'mV'"),
    "name of a parameter": Mistake("steep: 0.1", "steep: 0.1, §T: 1 mV", "'T' cannot be the name of a parameter"),
    "parameter as list": Mistake("V_half: -40 mV", "§V_half: [1 mV]", "a list where a quantity"),
    "taken name": Mistake(
        "steep: 0.1", "steep: 0.1, conductance: §1 mV", "'conductance' is the name of", "another name",
    ),
}  # fmt: skip

RATES = {
    "unit of a rate": Mistake("P * ([Na+]in/[Na+]out)^3\n", "§5 mV * ([Na+]in/[Na+]out)^3\n", "it must be a flux"),
    "second line": Mistake("E[K+])/(100 mV)", "E[§Kx])/(100 mV)", "unknown species 'Kx'", "did you mean 'K'"),
    "rate within": Mistake("rate: \"k * [Ca2+]", "rate: \"§k * 5 mV * [Ca2+]", "it must be"),
    "unit of its parameter": Mistake("k: 0.1 1/s", "k: §0.1 1/ss", "'ss' is not a unit"),
    "rate as list": Mistake("rate: \"k * [Ca2+] * (1 + t/(1 s))\"", "§rate: [k]", "a list where a text"),
}  # fmt: skip


@pytest.mark.parametrize("mistake", MISTAKES.values(), ids=MISTAKES.keys())
def test_mistake(mistake: Mistake):
    check_mistake(AXON, mistake)


@pytest.mark.parametrize("mistake", RATES.values(), ids=RATES.keys())
def test_mistake_in_a_rate(mistake: Mistake):
    check_mistake(EVERYTHING, mistake)


def test_limits():
    many = "\n".join(f"          g{k}: {{steady: 0.5}}" for k in range(MAX_GATES))
    check_mistake(AXON, Mistake("          block: {", f"{many}\n          block: {{", f"more than {MAX_GATES} gates"))
    long = "+".join(["1/ms"] * 390)
    assert parse_model(AXON.replace("beta: 4/ms *", f"beta: ({long}) *"))
    check_mistake(AXON, Mistake("beta: 4/ms *", f"beta: §({long}{'+1/ms' * 100}) *", "a text of"))
    states = ", ".join(f"S{k} -> S{k + 1}: 1/ms" for k in range(31))
    check_mistake(AXON, Mistake("rates: {C ->", f"rates: {{{states}, S0 -> C: 1/ms, C ->", "a scheme of"))
