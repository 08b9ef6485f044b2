"""Tafel laws with diffusion layers: limits, return, crossings, what they refuse."""

from typing import Any

import numpy as np
import pytest

import poise.formulas as f
from poise.chemistry.gases import diffusion_in_water, solubility
from poise.chemistry.species import species
from poise.constants import FARADAY, STANDARD_CONCENTRATION
from poise.errors import InputError
from poise.formulas import scalar
from poise.processes.base import Local
from poise.processes.derived import affinities, current, equilibrium_potentials
from poise.processes.electrodes.anodic_tafel import AnodicTafel
from poise.processes.electrodes.cathodic_tafel import CathodicTafel
from poise.processes.moves import Side

ROOM = 298.15
SOLUTION = {"O2": 210.0, "OH-": 1e-4, "Fe2+": 1e-3, "H+": 100.0, "H2": 1000.0, "Cu2+": 1e-3}


def at(volts: Any, changes: dict[str, float] | None = None, xp: Any = scalar) -> Local:
    held = {**SOLUTION, **(changes or {})}
    activities: dict[tuple[Side, Any], Any] = {
        ("outside", species(name)): c / STANDARD_CONCENTRATION for name, c in held.items()
    }
    return Local(xp, ROOM, volts, activities)


def test_oxygen_s_plateau_follows_the_air_and_the_layer():
    """i_lim = 4 F D c / layer with c by Henry's law."""
    for fugacity, layer in ((210.0, 5e-4), (1000.0, 5e-4), (210.0, 1e-4)):
        process = CathodicTafel("O2/OH-", 1e-6, 0.12, layer)
        local = at(-2.0, {"O2": fugacity})
        expected = 4 * FARADAY * 2.1e-9 * 1.26 * fugacity / 1000.0 / layer
        assert -current(process, local) == pytest.approx(expected, rel=1e-6)
        assert process.limits_at(local)[1] == pytest.approx(expected, rel=1e-12)
    assert solubility("O2", ROOM) == pytest.approx(1.26)


def test_two_protons_make_the_limit_of_one_electron_each():
    """H+: i_lim = F D c / layer."""
    process = CathodicTafel("H+/H2", 1.0, 0.12, 1e-4)
    assert -current(process, at(-3.0)) == pytest.approx(
        FARADAY * diffusion_in_water(species("H+")) * 100.0 / 1e-4, rel=1e-5
    )


def test_between_line_and_plateau_the_inverses_add():
    """1/i = 1/i_line + 1/i_lim far from equilibrium (the Koutecky-Levich relation)."""
    bare, layered = (CathodicTafel("O2/OH-", 1e-6, 0.12, layer) for layer in (0.0, 5e-4))
    for volts in (-0.1, -0.3, -0.5):
        line, both = -current(bare, at(volts)), -current(layered, at(volts))
        assert 1 / both == pytest.approx(1 / line + 1 / layered.limits_at(at(volts))[1], rel=1e-12)
        assert line == pytest.approx(0.21 * f.tafel_current(volts, 0.401, 1e-6, -0.12), rel=1e-12)


@pytest.mark.parametrize("process", [
    AnodicTafel("Cu2+/Cu", 1.0, 0.04, 5e-4), CathodicTafel("H+/H2", 0.01, 0.12, 1e-4),
    CathodicTafel("O2/OH-", 1e-6, 0.12, 5e-4),
], ids=lambda one: one.couple.name)  # fmt: skip
def test_sign_and_monotony_over_five_volts(process):
    """The rate has the sign of its affinity, vanishes with it, and never falls as the potential rises."""
    volts = np.linspace(-2.5, 2.5, 20001)
    local = at(volts, xp=np)
    (force,), (rate,) = affinities(process, local), process.rates(local)
    assert np.isfinite(rate).all()
    assert (np.sign(rate) == np.sign(force)).all()
    assert (np.diff(rate) > -1e-12 * np.abs(rate).max()).all()
    (equilibrium,) = equilibrium_potentials(process, local)
    assert process.rates(at(equilibrium))[0] == pytest.approx(0.0, abs=1e-25)


def test_plating_is_limited_by_the_ions_that_reach_the_metal():
    process = AnodicTafel("Cu2+/Cu", 1.0, 0.04, 5e-4)
    limit = 2 * FARADAY * diffusion_in_water(species("Cu2+")) * 1e-3 / 5e-4
    assert -current(process, at(-1.0)) == pytest.approx(limit, rel=1e-6)
    # and what dissolves far above equilibrium is on the line
    assert current(process, at(0.6)) == pytest.approx(f.tafel_current(0.6, 0.34, 1.0, 0.04), rel=1e-2)


def test_exchange_current_is_the_line_s_at_equilibrium():
    """i0 grows with the square root of H+ where the slope is that of transfer 1/2."""
    slope = 2 * f.nernst_slope(ROOM)
    process = CathodicTafel("H+/H2", 1.0, slope)
    high, low = (process.exchange_at(at(0.0, {"H+": c})) for c in (100.0, 1.0))
    assert high / low == pytest.approx(10.0, rel=1e-9)
    assert CathodicTafel("H+/H2", 1.0, slope).exchange_at(at(0.0, {"H+": 1000.0})) == pytest.approx(1.0, rel=1e-12)


def test_a_layer_before_what_diffuses_nobody_knows_how_fast():
    with pytest.raises(InputError, match=r"diffusion coefficient of Sn4\+ is not in"):
        CathodicTafel("Sn4+/Sn2+", 1.0, 0.12, "0.1 mm")
    assert CathodicTafel("Sn4+/Sn2+", 1.0, 0.12).layer == 0.0
    assert CathodicTafel("H2O/H2", 1.0, 0.12, "0.1 mm").limits_at(at(0.0))[1] == np.inf


def test_exchange_currents_of_the_other_laws():
    from poise.processes.electrodes.butler_volmer import ButlerVolmer
    from poise.processes.electrodes.rate_constant import ElectrodeReaction

    local = at(0.0, {"Fe3+": 40.0, "Fe2+": 10.0})
    assert ButlerVolmer("Fe3+/Fe2+", 3.0).exchange_at(local) == 3.0
    found = ElectrodeReaction("Fe3+/Fe2+", 1.5e-5, 0.5).exchange_at(local)
    assert found == pytest.approx(FARADAY * 1.5e-5 * np.sqrt(400.0), rel=1e-12)
