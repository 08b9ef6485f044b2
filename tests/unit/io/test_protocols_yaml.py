"""Protocols in model files: what is read, what is written back, where mistakes are found."""

from pathlib import Path

import pytest

from poise.io import parse_model, read_model, write_model
from poise.io.layout import MAX_ACTIONS, MAX_PROTOCOLS
from poise.model.protocol import Clamp, Crossing, Ramp, Scale, Step, Wash
from poise.system.schedule import Schedule
from unit.io.mistakes import Mistake, check_mistake, problems_of

MODELS = Path(__file__).parents[2] / "data" / "models"
AXON = (MODELS / "axon.yaml").read_text(encoding="utf-8")
EVERYTHING = (MODELS / "everything.yaml").read_text(encoding="utf-8")


def test_actions_and_events_are_read():
    model = read_model(MODELS / "axon.yaml")
    pulse, clamp = model.protocols["pulse"], model.protocols["clamp"]
    assert pulse.until == 0.02
    assert pulse.description == "two short pulses"
    step, ramp, acid = pulse.actions
    assert step == Step("membrane.injected", 0.2, at=0.001, duration=0.0005, every=0.01, times=2)
    assert ramp == Ramp("temperature", 293.15, pytest.approx(279.45), at=0.01, duration=0.005)
    assert acid == Step("sea.H+", pytest.approx(10**-7.4 * 1e3), at=0.002)
    assert pulse.events == {
        "spike": Crossing("membrane.potential", 0.0, True),
        "over": Crossing("membrane.potential", 0.0, False),
    }
    held, wash, half, block, shift = clamp.actions
    assert held == Clamp("membrane", -0.02, -0.08, pytest.approx(1e-3), at=0.001, duration=0.005)
    assert wash == Wash("sea.K+", 10.0, 2.0)
    assert half == Scale("membrane.Na", 0.5, at=0.005)
    assert block == Scale("membrane.slow", 0.0)
    assert shift == Step("membrane.Na.V_half", -0.035, at=0.001)
    for one in model.protocols.values():
        assert len(Schedule.of(model, one).breaks) > 2


def test_species_go_by_any_of_their_names():
    model = parse_model(AXON.replace("wash: sea.K+", "wash: sea.potassium"))
    assert model.protocols == read_model(MODELS / "axon.yaml").protocols
    assert parse_model(write_model(model)).protocols == model.protocols


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("until: 20 ms", "until: 21 ms"),
        ("to: 20 uA/cm2", "to: 21 uA/cm2"),
        ("times: 2", "times: 3"),
        ("block: membrane.slow", "block: membrane.K"),
        ("falls_through: 0 mV", "rises_through: 0 mV"),
        (", series_resistance: 10 ohm cm2", ""),
        ("      - {block: membrane.slow}\n", ""),
    ],
)
def test_the_hash_sees_it(old: str, new: str):
    assert old in AXON
    assert parse_model(AXON.replace(old, new, 1)).hash != parse_model(AXON).hash


MISTAKES = {
    "clamps what is not there": Mistake(
        "clamp: membrane,", "clamp: §mebrane,", "no interface 'mebrane' to clamp", "'membrane'",
    ),
    "sets what is not there": Mistake(
        "set: membrane.injected", "set: §membrane.injectd", "no quantity 'membrane.injectd'", "'membrane.injected'",
    ),
    "blocks what is not there": Mistake(
        "block: membrane.slow", "block: §membrane.slo", "no process 'membrane.slo' to scale", "'membrane.slow'",
    ),
    "unit": Mistake("to: 20 uA/cm2", "to: §20 mV", "'mV' is a unit of potential", "expected current per area"),
    "unit of a parameter": Mistake(
        "to: -35 mV", "to: §-35 mM", "'mM' is a unit of concentration", "expected potential",
    ),
    "unit of a time": Mistake("{at: 2 ms,", "{at: §2 mV,", "'mV' is a unit of potential", "expected time"),
    "command": Mistake("to: -20 mV", "to: §-20", "'-20': it has no unit"),
    "range": Mistake("to: 20 degC", "to: §2000 degC", "'2000 degC' is out of range"),
    "kelvin": Mistake("to: 20 degC", "to: §20 K", "'20 K' is out of range", "did you mean '20 degC'?"),
    "pH": Mistake("to: 7.4", "to: §74", "'pH 74' is out of range"),
    "negative factor": Mistake("by: 0.5", "by: §-0.5", "out of range"),
    "negative time": Mistake("at: 2 ms", "at: §-2 ms", "out of range"),
    "potential": Mistake(
        "set: membrane.Na.V_half", "set: §membrane.potential", "cannot be varied in time; use a clamp",
    ),
    "power": Mistake("set: membrane.Na.V_half", "set: §membrane.Na.m.power", "cannot be varied in time"),
    "unknown verb": Mistake("wash: sea.K+", "§wahs: sea.K+", "unknown entry 'wahs'", "did you mean 'wash'?"),
    "no verb": Mistake(
        "{block: membrane.slow}", "§{at: 1 ms}", "the action does not say what happens", "set, ramp, wash",
    ),
    "two verbs": Mistake(
        "{block: membrane.slow}", "{set: temperature, §block: membrane.slow}",
        "does one thing, but this has set and block",
    ),
    "unknown key": Mistake("time_constant: 2 s", "time_constant: 2 s, §tau: 1 s", "unknown entry 'tau' of action 2"),
    "misfitting key": Mistake(
        "{block: membrane.slow}", "{block: membrane.slow, §by: 3}", "unknown entry 'by' of action 4",
    ),
    "missing key": Mistake(
        ", time_constant: 2 s", "", "'time_constant' of action 2 is missing", "write `time_constant: 2 s`",
    ),
    "ramp without for": Mistake("for: 5 ms, ramp", "ramp", "'for' of action 2 is missing", "write `for: 0.5 ms`"),
    "clamp ramp without for": Mistake("for: 5 ms, clamp", "clamp", "needs `for`"),
    "times alone": Mistake("every: 10 ms, times: 2", "times: §2", "`every` is missing"),
    "half a time": Mistake("times: 2", "times: §2.5", "'2.5' is not a whole number"),
    "runs into the next": Mistake("every: 10 ms", "every: §0.1 ms", "shorter than `for`"),
    "too often": Mistake("times: 2", "times: 200000", "at most 100,000"),
    "action as text": Mistake("{block: membrane.slow}", "§block", "'block' where an action"),
    "list in an action": Mistake("{block: membrane.slow}", "{§block: [membrane.slow]}", "a list where the path"),
    "no until": Mistake("    until: 15 ms\n", "", "'until' of 'clamp' is missing", "write `until: 20 ms`"),
    "unknown entry": Mistake(
        "    until: 15 ms", "    until: 15 ms\n    §event: {}", "unknown entry 'event' of 'clamp'", "'events'",
    ),
    "name of a protocol": Mistake("  clamp:\n", "  §1clamp:\n", "'1clamp' cannot be the name of a protocol"),
    "event of what is not there": Mistake(
        "of: membrane.potential", "of: §membrane.potentia", "no quantity 'membrane.potentia'",
        "'membrane.potential'",
    ),
    "event of a conductance": Mistake(
        "of: membrane.potential", "of: §membrane.leak.conductance", "an event cannot watch",
    ),
    "level": Mistake("rises_through: 0 mV", "rises_through: §0 mM", "'mM' is a unit of concentration"),
    "event without a level": Mistake(
        "spike: {of: membrane.potential, rises_through: 0 mV}", "§spike: {of: membrane.potential}",
        "the event does not say what happens", "rises_through",
    ),
    "event both ways": Mistake(
        "rises_through: 0 mV}", "rises_through: 0 mV, §falls_through: 0 mV}",
        "the event does one thing|one event does one thing",
    ),
    "misspelt crossing": Mistake(
        "rises_through: 0 mV", "§rise_through: 0 mV", "unknown entry 'rise_through'", "'rises_through'",
    ),
}  # fmt: skip


@pytest.mark.parametrize("mistake", MISTAKES.values(), ids=MISTAKES.keys())
def test_mistake(mistake: Mistake):
    check_mistake(AXON, mistake)


def test_amounts_follow_from_what_moves():
    said = "'cytosol.K+' follows from what moves"
    check_mistake(EVERYTHING, Mistake("wash: bath.K+", "wash: §cytosol.K+", said))
    check_mistake(EVERYTHING, Mistake("of: cytosol.volume", "of: §bath.volume", "'bath.volume' does not change"))
    held = EVERYTHING.replace("wash: bath.K+", "wash: cytosol.ATP")
    assert parse_model(held).protocols["wash"].actions[0].path == "cytosol.ATP"  # type: ignore[attr-defined]


def test_what_follows_from_another_mistake_is_not_said():
    problems = problems_of(AXON.replace("V_half: -40 mV", "V_half: -40 mVV"))
    assert len(problems) == 1
    assert "mVV" in problems[0].message


def test_limits():
    many = "\n".join("      - {block: membrane.K}" for _ in range(MAX_ACTIONS))
    check_mistake(AXON, Mistake("      - {wash", f"{many}\n      - {{wash", f"more than {MAX_ACTIONS} actions"))
    many = "\n".join(f"  p{k}: {{until: 1 s}}" for k in range(MAX_PROTOCOLS - 1))
    check_mistake(AXON, Mistake("  clamp:\n", f"{many}\n  §clamp:\n", f"more than {MAX_PROTOCOLS} protocols"))
