"""What follows from moves and rates, against the closed forms."""

import math

import numpy as np
import pytest

from contracts.example import local_at
from contracts.examples import EXAMPLES
from contracts.printed import BATH, CELL
from poise.chemistry.species import species
from poise.constants import FARADAY, GAS
from poise.formulas.cotransport import kcc_chloride, nkcc_chloride
from poise.formulas.energy import atp_affinity, free_energy_of_transport, pump_stall_potential
from poise.formulas.nernst import nernst
from poise.formulas.proton import nhx_equilibrium
from poise.formulas.redox import redox_potential
from poise.processes.base import Local
from poise.processes.channels.ghk_mixed import GHKMixedChannel
from poise.processes.channels.leak import Leak
from poise.processes.channels.ohmic import OhmicChannel
from poise.processes.derived import affinities, current, dissipation, equilibrium_potentials, fluxes, sum_of
from poise.processes.electrodes.butler_volmer import ButlerVolmer
from poise.processes.fuel import hydrolysis_free_energy
from poise.processes.pumps.ca_atpase import CaATPase
from poise.processes.pumps.h_atpase import HATPase
from poise.processes.pumps.na_k_atpase import NaKATPase
from poise.processes.sources.prescribed_flux import PrescribedFlux
from poise.processes.transporters.carrier import Carrier
from poise.processes.transporters.kcc2 import KCC2
from poise.processes.transporters.ncx import NCX
from poise.processes.transporters.nhx import NHX
from poise.processes.transporters.nkcc1 import NKCC1

T = 310.15
HERE = local_at(CELL, BATH, -0.07, T)
ATP_AFFINITY = atp_affinity(
    # at the cell's own pH: the standard energy that counts H+ among the products, less the H+ there is
    hydrolysis_free_energy(HERE) + GAS * T * math.log(CELL["H+"] * 1e-3),
    CELL["ATP"],
    CELL["ADP"],
    CELL["Pi"],
    T,
)


def only(found: tuple[float, ...]) -> float:
    (one,) = found
    return one


@pytest.mark.parametrize("name", ["K+", "Na+", "Cl-", "Ca2+"])
def test_a_channel_is_at_equilibrium_at_nernst(name: str) -> None:
    expected = nernst(species(name).charge, BATH[name], CELL[name], T)
    assert only(equilibrium_potentials(OhmicChannel(name, 1.0), HERE)) == pytest.approx(expected, rel=1e-13)
    # and i = g (V - E)
    assert current(OhmicChannel(name, 2.0), HERE) == pytest.approx(2.0 * (-0.07 - expected), rel=1e-12)


def test_affinity_is_the_free_energy_of_transport_spent() -> None:
    expected = -free_energy_of_transport(1, CELL["K+"], BATH["K+"], +0.07, T)
    assert only(affinities(OhmicChannel("K+", 1.0), HERE)) == pytest.approx(expected, rel=1e-12)


def test_sodium_pump_stalls_where_atp_is_spent() -> None:
    ions = ((3, -2), (1, 1), (BATH["Na+"], BATH["K+"]), (CELL["Na+"], CELL["K+"]))
    expected = pump_stall_potential(*ions, ATP_AFFINITY, T)
    found = only(equilibrium_potentials(NaKATPase(1.0), HERE))
    assert found == pytest.approx(expected, rel=1e-12)
    assert -0.4 < found < -0.15


@pytest.mark.parametrize("protons", [0.0, 1.0, 1.5])
def test_calcium_pump_stalls_where_atp_is_spent(protons: float) -> None:
    ions = ((1, -protons), (2, 1), (BATH["Ca2+"], BATH["H+"]), (CELL["Ca2+"], CELL["H+"]))
    expected = pump_stall_potential(*ions, ATP_AFFINITY, T)
    assert only(equilibrium_potentials(CaATPase(1.0, protons=protons), HERE)) == pytest.approx(expected, rel=1e-12)


@pytest.mark.parametrize("coupling", [1.0, 2.0, 3.3])
def test_proton_pump_stalls_where_atp_is_spent(coupling: float) -> None:
    expected = pump_stall_potential((coupling,), (1,), (BATH["H+"],), (CELL["H+"],), ATP_AFFINITY, T)
    assert only(equilibrium_potentials(HATPase(1.0, coupling), HERE)) == pytest.approx(expected, rel=1e-12)


@pytest.mark.parametrize("process", [NCX(1.0), Carrier("3 Na+(in) + Ca2+(out) <-> 3 Na+(out) + Ca2+(in)", 1e-6)])
def test_sodium_calcium_exchange_reverses_at_three_sodium_less_two_calcium(process: NCX | Carrier) -> None:
    expected = 3 * nernst(1, BATH["Na+"], CELL["Na+"], T) - 2 * nernst(2, BATH["Ca2+"], CELL["Ca2+"], T)
    found = only(equilibrium_potentials(process, HERE))
    assert found == pytest.approx(expected, rel=1e-12)
    below, above = (current(process, local_at(CELL, BATH, found + step, T)) for step in (-1e-4, 1e-4))
    assert below < 0 < above


@pytest.mark.parametrize(
    ("name", "oxidised", "reduced", "solution"),
    [
        ("Fe3+/Fe2+", 0.01, 0.03, {"Fe3+": 10, "Fe2+": 30}),
        ("Cu2+/Cu", 0.02, 1.0, {"Cu2+": 20}),
        ("Cr2O72-/Cr3+", 1e-3 * 0.1**14, 0.02**2, {"Cr2O72-": 1, "H+": 100, "Cr3+": 20}),
    ],
)
def test_a_couple_is_at_equilibrium_at_its_electrode_potential(
    name: str, oxidised: float, reduced: float, solution: dict[str, float]
) -> None:
    process = ButlerVolmer(name, 1.0)
    expected = redox_potential(process.couple.potential, process.couple.electrons, oxidised, reduced, 298.15)
    found = only(equilibrium_potentials(process, local_at({}, solution, 0.0, 298.15)))
    assert found == pytest.approx(expected, rel=1e-12)


@pytest.mark.parametrize(
    ("process", "name", "inside", "expected"),
    [
        (KCC2(1.0), "Cl-", {"K+": 140}, kcc_chloride(120, 4, 140)),
        (NKCC1(1.0), "Cl-", {"K+": 140, "Na+": 12}, nkcc_chloride(120, 4, 140, 145, 12)),
        (NHX(1.0), "Na+", {"H+": 6.3e-5}, nhx_equilibrium(145, -math.log10(4e-8), -math.log10(6.3e-8))),
    ],
)
def test_electroneutral_carriers_rest_at_their_set_point(
    process: KCC2 | NKCC1 | NHX, name: str, inside: dict[str, float], expected: float
) -> None:
    local = local_at({**inside, name: expected}, BATH, -0.07, T)
    assert only(affinities(process, local)) == pytest.approx(0.0, abs=1e-9)
    assert only(process.rates(local)) == pytest.approx(0.0, abs=1e-14)
    assert math.isnan(only(equilibrium_potentials(process, local)))


def test_a_leak_is_at_equilibrium_at_its_battery() -> None:
    leak = Leak(3.0, -0.054)
    assert only(equilibrium_potentials(leak, HERE)) == pytest.approx(-0.054, rel=1e-14)
    assert dissipation(leak, HERE) == pytest.approx(3.0 * (-0.07 + 0.054) ** 2, rel=1e-12)


@pytest.mark.parametrize("name", sorted(EXAMPLES))
def test_current_and_dissipation_are_sums_over_moves(name: str) -> None:
    example = EXAMPLES[name]
    process = example.process
    local = local_at(example.inside, example.outside, 0.03, T)
    rates = process.rates(local)
    moved = fluxes(process, local)
    outward = sum(one.charge * flux for (side, one), flux in moved.items() if side == "outside")
    assert current(process, local) == pytest.approx(FARADAY * outward, rel=1e-9, abs=1e-30)
    inward = sum(one.charge * flux for (side, one), flux in moved.items() if side == "inside")
    assert inward == pytest.approx(-outward, rel=1e-9, abs=1e-9 * max(map(abs, moved.values())))
    expected = sum(force * rate for force, rate in zip(affinities(process, local), rates, strict=True))
    assert dissipation(process, local) == pytest.approx(expected, rel=1e-12)
    if not process.unaccounted:
        assert dissipation(process, local) >= 0.0


def test_a_prescribed_pump_may_run_against_its_affinity() -> None:
    pump = PrescribedFlux("3 Na+(in) + 2 K+(out) -> 3 Na+(out) + 2 K+(in)", 1e-7)
    assert dissipation(pump, HERE) < 0.0
    assert current(pump, HERE) == pytest.approx(1e-7 * FARADAY)


def test_fluxes_by_side_and_species() -> None:
    found = fluxes(KCC2(1.0), HERE)
    rate = only(KCC2(1.0).rates(HERE))
    k, cl = species("K+"), species("Cl-")
    assert found == {("inside", k): -rate, ("inside", cl): -rate, ("outside", k): rate, ("outside", cl): rate}
    assert rate > 0


def test_what_stands_still_dissipates_nothing_even_without_one_side() -> None:
    channel = GHKMixedChannel(0.0, {"K+": 1.0, "Na+": 0.0})
    local = local_at({"K+": 140, "Na+": 0.0}, {"K+": 4, "Na+": 145}, -0.07, T)
    assert dissipation(channel, local) == 0.0


def test_arrays_give_arrays() -> None:
    potentials = np.linspace(-0.1, 0.1, 5)
    local = Local(np, T, potentials, HERE.activities)
    assert current(OhmicChannel("K+", 1.0), local).shape == (5,)
    assert dissipation(OhmicChannel("K+", 1.0), local).shape == (5,)
    (expected,) = equilibrium_potentials(OhmicChannel("K+", 1.0), HERE)
    assert only(equilibrium_potentials(OhmicChannel("K+", 1.0), local)) == pytest.approx(expected)


def test_sum_of_nothing() -> None:
    assert sum_of(()) == 0.0
