"""The examples table: one entry for each law in the register, with at least one number that others published."""

import math
from dataclasses import replace
from functools import partial

from contracts.example import Composition, Example, Published, local_at, one_rate
from poise.chemistry.couples import Couple
from poise.chemistry.species import species
from poise.constants import FARADAY, GAS, ZERO_CELSIUS
from poise.formulas.thermal import thermal_temperature
from poise.processes.base import Process
from poise.processes.channels.boltzmann import BoltzmannChannel
from poise.processes.channels.ghk import GHKChannel
from poise.processes.channels.ghk_mixed import GHKMixedChannel
from poise.processes.channels.kir import KirChannel
from poise.processes.channels.leak import Leak
from poise.processes.channels.ohmic import OhmicChannel
from poise.processes.derived import affinities, current, equilibrium_potentials
from poise.processes.electrodes.butler_volmer import ButlerVolmer
from poise.processes.electrodes.butler_volmer_limited import ButlerVolmerLimited
from poise.processes.electrodes.rate_constant import ElectrodeReaction
from poise.processes.fuel import HYDROLYSIS, hydrolysis_free_energy
from poise.processes.pumps.ca_atpase import CaATPase
from poise.processes.pumps.h_atpase import HATPase
from poise.processes.pumps.na_k_atpase import NaKATPase
from poise.processes.sources.prescribed_current import PrescribedCurrent
from poise.processes.sources.prescribed_flux import PrescribedFlux
from poise.processes.transporters.carrier import Carrier
from poise.processes.transporters.kcc2 import KCC2
from poise.processes.transporters.ncx import NCX
from poise.processes.transporters.nhx import NHX
from poise.processes.transporters.nkcc1 import NKCC1

BODY = 310.15
ROOM = 298.15
CELL: Composition = {"K+": 140, "Na+": 12, "Cl-": 7, "Ca2+": 1e-4, "H+": 6.3e-5, "Mg2+": 0.6, "ATP": 3, "ADP": 0.05, "Pi": 2}  # fmt: skip
BATH: Composition = {"K+": 4, "Na+": 145, "Cl-": 120, "Ca2+": 1.8, "H+": 4e-5}


def same(process: Process) -> Process:
    """A law that is symmetric as it stands."""
    return process


def turned_round(process: Carrier | PrescribedFlux) -> Process:
    """The same law with (in) and (out) exchanged in its reaction."""
    text = process.reaction.text.replace("(in)", "(?)").replace("(out)", "(in)").replace("(?)", "(out)")
    return replace(process, reaction=text)


# What is compared with the printed numbers -----------------------------------------------------------------------------


def potential_of_ohmic(name: str, outside: float, inside: float, celsius: float) -> float:
    """Zero-current potential [mV] of an ohmic channel, by the chord of two currents."""
    channel = OhmicChannel(name, 1.0)
    low, high = (one_rate(channel, {name: inside}, {name: outside}, v, ZERO_CELSIUS + celsius) for v in (-0.2, 0.2))
    return 1e3 * (-0.2 - 0.4 * low / (high - low))


def ghk_current(name: str, inside: float, outside: float, millivolts: float, celsius: float) -> float:
    """Outward current of a constant-field channel [mA/cm2 for 1 cm/s]."""
    local = local_at({name: inside}, {name: outside}, 1e-3 * millivolts, ZERO_CELSIUS + celsius)
    return current(GHKChannel(name, "1 cm/s"), local) * 0.1


def mixed_current(
    ratios: dict[str, float], inside: Composition, outside: Composition, volts: float, kt: float
) -> float:
    """Outward current at a printed reversal potential over that 1 mV beside it, so that 1 is an error of about 1 mV."""
    channel = GHKMixedChannel(1e-8, ratios)
    temperature = thermal_temperature(kt)
    at = [current(channel, local_at(inside, outside, v, temperature)) for v in (volts, volts + 1e-3)]
    return at[0] / (at[1] - at[0])


def hodgkin_huxley_current() -> float:
    """Total current [uA/cm2] at NEURON's resting state of the Hodgkin-Huxley axon: two ohmic channels and the leak."""
    v, n, h = -64.97405242471434, 0.3180746168874613, 0.5952130175893573  # checks HH-001, HH-004, HH-003
    opening = 0.1 * (v + 40.0) / (1.0 - math.exp(-(v + 40.0) / 10.0))
    m = opening / (opening + 4.0 * math.exp(-(v + 65.0) / 18.0))
    celsius = ZERO_CELSIUS + 6.3
    thermal = GAS * celsius / FARADAY * 1e3
    total = current(Leak("0.3 mS/cm2", "-54.3 mV"), local_at({}, {}, 1e-3 * v, celsius))
    for name, conductance, reversal in (("K+", 36.0 * n**4, -77.0), ("Na+", 120.0 * m**3 * h, 50.0)):
        channel = OhmicChannel(name, 10.0 * conductance)
        outside = {name: 100.0 * math.exp(reversal / thermal)}
        total += current(channel, local_at({name: 100.0}, outside, 1e-3 * v, celsius))
    return total * 100.0


def kir_share(millivolts: float) -> float:
    """Share of the greatest conductance of the osteoclast's rectifier: half at -89 mV in 4.7 mM K+, e-fold per 12 mV."""
    inside, outside, temperature = {"K+": 140.0}, {"K+": 4.7}, 295.15
    (reversal,) = equilibrium_potentials(OhmicChannel("K+", 1.0), local_at(inside, outside, 0.0, temperature))
    channel = KirChannel("1 S/m2", "4.7 mM", -0.089 - reversal, "12 mV")
    local = local_at(inside, outside, 1e-3 * millivolts, temperature)
    return current(channel, local) / (local.potential - reversal)


def kir_growth() -> float:
    """Ratio of the Kir conductances at equal driving force when outside K+ grows fourfold."""
    channel = KirChannel("1 S/m2", "5 mM", "-10 mV", "12 mV")
    thermal = GAS * ROOM / FARADAY
    at = [
        one_rate(channel, {"K+": 150.0}, {"K+": out}, thermal * math.log(out / 150.0) - 0.02, ROOM)
        for out in (5.0, 20.0)
    ]
    return at[1] / at[0]


def boltzmann_share(millivolts: float) -> float:
    """Share of the greatest conductance of the osteoclast's rectifier, by the steady-state gate."""
    channel = BoltzmannChannel("K+", "1 S/m2", "-89 mV", "-12 mV")
    local = local_at({"K+": 140}, {"K+": 4.7}, 1e-3 * millivolts, 295.15)
    (reversal,) = equilibrium_potentials(channel, local)
    return current(channel, local) / (local.potential - reversal)


IRON, IRON_REDUCED = species("Fe3+"), species("Fe2+")
ONE_ELECTRON = Couple(
    "other", ((IRON, 1),), ((IRON_REDUCED, 1),), 1, 0.151
)  # a one-electron couple at the tin potential


def two_couples_current(volts: float) -> float:
    """Net current of two Butler-Volmer couples of equal exchange current over that current."""
    local = local_at({}, {"Fe3+": 1000.0, "Fe2+": 1000.0}, volts, ROOM)
    return sum(current(ButlerVolmer(one, 10.0), local) for one in ("Fe3+/Fe2+", ONE_ELECTRON)) / 10.0


def tafel_slope() -> float:
    """Millivolts per decade of anodic current, far from equilibrium, one electron, alpha one half, 25 degC."""
    process = ButlerVolmer("Fe3+/Fe2+", 1.0)
    low, high = (one_rate(process, {}, {"Fe3+": 1e3, "Fe2+": 1e3}, 0.771 + v, ROOM) for v in (0.4, 0.5))
    return 100.0 / math.log10(high / low)


def limited_current() -> float:
    """Cathodic current [A/cm2] far below equilibrium, limit 1e-5 A/cm2, exchange current 1e-8 A/cm2."""
    process = ButlerVolmerLimited("H+/H2", 1e-4, 1e3, 0.1)
    local = local_at({}, {"H+": 1e3, "H2": 1e3}, -0.8, ROOM)
    return -current(process, local) * 1e-4


def electrode_potential(oxidised: float, reduced: float) -> float:
    """Zero-current potential [V] of Fe3+/Fe2+ with the formal potential 0.68 V, by bisection of its own rate."""
    iron = Couple("Fe3+/Fe2+ (sulphuric acid)", ((IRON, 1),), ((IRON_REDUCED, 1),), 1, 0.68)
    process = ElectrodeReaction(iron, 1e-5)
    low, high = 0.4, 1.2
    for _ in range(60):
        middle = 0.5 * (low + high)
        rate = one_rate(process, {}, {"Fe3+": 1e3 * oxidised, "Fe2+": 1e3 * reduced}, middle, ROOM)
        low, high = (middle, high) if rate < 0 else (low, middle)
    return low


PAN = {"Na+": 50, "K+": 0.0, "ATP": 10, "ADP": 0.0, "Pi": 0.0, "H+": 10**-4.4, "Mg2+": 1.0}
PAN_CURVE = {-120: 13.7377, -100: 21.5912, -80: 30.2824, -60: 38.1133, -40: 44.1119,
             -20: 48.3182, 0: 51.2368, 20: 53.3669, 40: 55.0531, 60: 56.5001}  # fmt: skip


def pan_cycles(millivolts: float) -> float:
    """Cycles per second of one pump: the law's rate scaled by the printed rate constants."""
    fastest = 1.0 / (1.0 / 1423.2 + 1.0 / 11565.0 + 1.0 / 194.4506 + 1.0 / 30630.0)
    return fastest * one_rate(NaKATPase(1.0), PAN, {"Na+": 150, "K+": 5.4}, 1e-3 * millivolts, 310.0)


def luo_rudy_calcium_pump(calcium: float) -> float:
    """Sarcolemmal Ca2+ pump current 2 F r [uA/cm2], 1.15 uA/cm2 when saturated."""
    process = CaATPase(1.15e-2 / (2 * FARADAY), "0.5 uM")
    return 2 * FARADAY * one_rate(process, {**CELL, "Ca2+": calcium}, BATH, -0.085, 310.0) * 100.0


def calcium_pump_charge() -> float:
    """Charges carried outward per cycle of the calcium pump as shipped."""
    (move,) = CaATPase(1.0).moves()
    return move.charge


def proton_pump_work(coupling: float, lumen_millivolts: float, delta_ph: float) -> float:
    """What pumping takes of ATP's affinity [kJ/mol]: cytosol inside, lumen outside."""
    inside, outside = CELL, {"H+": CELL["H+"] * 10**delta_ph}
    local = local_at(inside, outside, -1e-3 * lumen_millivolts, ROOM)
    (whole,) = affinities(HATPase(1.0, coupling), local)
    fuel = -hydrolysis_free_energy(local) - sum(
        n * GAS * ROOM * math.log(local.activity(side, one))
        for (side, one), n in HYDROLYSIS.amounts
        if not one.implicit
    )
    return (fuel - whole) / 1e3


DUESTERWALD_T = thermal_temperature(26.725e-3)
DUESTERWALD_IN = {"Na+": 14.0016477634, "K+": 122.873328047, "Cl-": 5.16482453728}
DUESTERWALD_OUT = {"Na+": 145.0, "K+": 3.5, "Cl-": 119.0}
DUESTERWALD_V = -72.5881088291e-3


def duesterwald_leak(name: str, conductance: float) -> float:
    """Flux of one ion through its channel [mol/(m2 s)] in the first printed steady state."""
    return one_rate(OhmicChannel(name, conductance), DUESTERWALD_IN, DUESTERWALD_OUT, DUESTERWALD_V, DUESTERWALD_T)


def duesterwald_chloride() -> float:
    """Cl- out by KCC2 over Cl- in through its channel."""
    moved = one_rate(KCC2(0.2), DUESTERWALD_IN, DUESTERWALD_OUT, DUESTERWALD_V, DUESTERWALD_T)
    return -moved / duesterwald_leak("Cl-", 0.2)


def duesterwald_sodium() -> float:
    """Na+ out by the pump, imposed at the paper's rate 10 A/m2 (Na_in / Na_out)^3 / F, over Na+ in through its channel."""
    rate = 10.0 * (DUESTERWALD_IN["Na+"] / DUESTERWALD_OUT["Na+"]) ** 3 / FARADAY
    pump = PrescribedFlux("3 Na+(in) + 2 K+(out) -> 3 Na+(out) + 2 K+(in)", rate)
    return -3 * one_rate(pump, {}, {}, DUESTERWALD_V) / duesterwald_leak("Na+", 0.2)


def set_point(process: Process, ion: str, inside: Composition, outside: Composition, temperature: float) -> float:
    """Concentration [mM] of an ion inside at which an electroneutral carrier stands still, by bisection of its rate."""
    low, high = -12.0, 12.0
    sign = one_rate(process, {**inside, ion: math.exp(high)}, outside, 0.0, temperature)
    for _ in range(70):
        middle = 0.5 * (low + high)
        same_side = one_rate(process, {**inside, ion: math.exp(middle)}, outside, 0.0, temperature) * sign > 0
        low, high = (low, middle) if same_side else (middle, high)
    return math.exp(low)


def kcc_set_point() -> float:
    """E_Cl [mV] where a mass-action K-Cl carrier stands still, in Duesterwald's solutions."""
    carrier = Carrier("K+(in) + Cl-(in) <-> K+(out) + Cl-(out)", 1e-6)
    chloride = set_point(carrier, "Cl-", {"K+": 122.873}, DUESTERWALD_OUT, DUESTERWALD_T)
    return 26.725 * math.log(chloride / 119.0)


def luo_rudy_exchange(millivolts: float) -> float:
    """NCX current [uA/cm2] with the constants of the paper, Na+ 10 and 140, Ca2+ 1.2e-4 and 1.8 mM, 310 K."""
    process = NCX("2000 uA/cm2")
    local = local_at({"Na+": 10, "Ca2+": 1.2e-4}, {"Na+": 140, "Ca2+": 1.8}, 1e-3 * millivolts, 310.0)
    return current(process, local) * 100.0


def silver_deposit() -> float:
    """Milligrams of silver that a prescribed current of 1 A/m2 moves over 1 m2 in 1 s."""
    return one_rate(PrescribedCurrent(1.0, "Ag+"), {}, {}, 0.0) * 107.8682e3


# The table -------------------------------------------------------------------------------------------------------------

_FUEL = "its fuel is inside"
_METAL = "the metal is inside, the solution outside"
_GHK_CHECKS = (
    ("GHKI-002", "Ca2+", 0.1, 10, 1e-6, 6.3, -1910.40949510667),
    ("GHKI-006", "Ca2+", 1e-4, 2, 0.0, 6.3, -385.9220314268154),
    ("GHKI-011", "K+", 140, 5, 40, 6.3, 27510.5091456822),
    ("GHKI-020", "K+", 140, 5, -65, 25.0, 1632.016354662212),
    ("GHKI-032", "Cl-", 10, 110, -65, 37.0, -86.32881517962397),
    ("GHKI-012", "Ca2+", 1e-4, 2, 100, 6.3, -0.6322951185155244),
)

EXAMPLES: dict[str, Example] = {
    "boltzmann_channel": Example(
        process=BoltzmannChannel("K+", "0.3 mS/cm2", "-30 mV", "9 mV"),
        inside=CELL,
        outside=BATH,
        published=(
            Published(
                partial(boltzmann_share, -70.0), 0.18, "sims_1991, abstract: 18 % open at -70 mV", absolute=0.0101
            ),
        ),
        swapped=lambda one: replace(one, half=-one.half, slope=-one.slope),
        singular=(-0.03,),
        others=(BoltzmannChannel("K+", 1.0, "-89 mV", "-12 mV"),),
    ),
    "butler_volmer": Example(
        process=ButlerVolmer("Fe3+/Fe2+", "1 mA/cm2", 0.4),
        inside={},
        outside={"Fe3+": 10, "Fe2+": 30},
        published=(
            Published(
                partial(two_couples_current, 0.461), 0.0, "check REDOX-036: mixed potential 0.461 V", absolute=1e-4
            ),
            Published(tafel_slope, 118.0, "bard_faulkner_2001, sec. 3.4.3: 118 mV per decade", relative=5e-3),
        ),
        swapped=_METAL,
    ),
    "butler_volmer_limited": Example(
        process=ButlerVolmerLimited("Cu2+/Cu", "0.5 mA/cm2", "3 mA/cm2", "2 mA/cm2", 0.4),
        inside={},
        outside={"Cu2+": 20},
        published=(
            Published(
                limited_current, 1e-5, "check REDOX-010 (Jones 1996, problem 3.8): the limiting current", relative=0.02
            ),
        ),
        swapped=_METAL,
    ),
    "ca_atpase": Example(
        process=CaATPase("0.5 pmol/cm2/s", "0.2 uM", 1.0),
        inside=CELL,
        outside=BATH,
        published=(
            Published(
                partial(luo_rudy_calcium_pump, 1.2e-4),
                1.15 * 0.12 / 0.62,
                "luo_rudy_1994: 1.15 uA/uF, 0.5 uM",
                relative=1e-3,
            ),
            Published(calcium_pump_charge, 0.0, "thomas_2009: electroneutral, 2 H+ for each Ca2+", absolute=1e-12),
        ),
        swapped=_FUEL,
    ),
    "carrier": Example(
        process=Carrier("3 Na+(in) + Ca2+(out) <-> 3 Na+(out) + Ca2+(in)", 1e-6, 100.0, 0.35),
        inside=CELL,
        outside=BATH,
        published=(
            Published(
                kcc_set_point, -95.097928203047, "check CHLORIDE-003: E_Cl = E_K (dusterwald_2018)", absolute=1e-3
            ),
        ),
        swapped=turned_round,
        others=(Carrier("Na+(in) + K+(in) <-> Na+(out) + K+(in)", 1e-6), Carrier("1/2 Cl-(in) -> 1/2 Cl-(out)", 1e-6)),
    ),
    "electrode_reaction": Example(
        process=ElectrodeReaction("Fe3+/Fe2+", "1.5e-3 cm/s", 0.4),
        inside={},
        outside={"Fe3+": 10, "Fe2+": 30},
        published=(
            Published(
                partial(electrode_potential, 0.045603, 0.006219), 0.731224, "check REDOX-015 (Skoog)", absolute=2e-4
            ),
            Published(
                partial(electrode_potential, 0.051614, 0.000208), 0.821796, "check REDOX-018 (Skoog)", absolute=6e-4
            ),
        ),
        swapped=_METAL,
    ),
    "ghk_channel": Example(
        process=GHKChannel("Ca2+", "1e-6 cm/s"),
        inside=CELL,
        outside=BATH,
        published=tuple(
            Published(partial(ghk_current, *given), printed, f"check {check} (NEURON)", relative=2e-6)
            for check, *given, printed in _GHK_CHECKS
        ),
        swapped=same,
        singular=(1e-2 * GAS * BODY / (2 * FARADAY), -1e-2 * GAS * BODY / (2 * FARADAY)),
    ),
    "ghk_mixed_channel": Example(
        process=GHKMixedChannel("1e-6 cm/s", {"K+": 1.0, "Na+": 0.04, "Cl-": 0.45, "Ca2+": 0.2}),
        inside=CELL,
        outside=BATH,
        published=(
            Published(
                partial(
                    mixed_current,
                    {"K+": 1, "Na+": 0.04},
                    {"K+": 140, "Na+": 10},
                    {"K+": 5, "Na+": 145},
                    -66.7e-3,
                    26e-3,
                ),
                0.0,
                "check GHKV-006: -66.7 mV",
                absolute=0.05,
            ),
            Published(
                partial(
                    mixed_current,
                    {"Cl-": 0.8, "HCO3-": 0.2},
                    {"Cl-": 5, "HCO3-": 12},
                    {"Cl-": 135, "HCO3-": 23},
                    -76.63986e-3,
                    26.726659e-3,
                ),
                0.0,
                "check GHKV-010: GABA_A, -76.63986 mV",
                absolute=1e-3,
            ),
            Published(
                partial(
                    mixed_current,
                    {"K+": 1, "Ca2+": 3},
                    {"K+": 5, "Ca2+": 0},
                    {"K+": 0, "Ca2+": 100},
                    68.40534807984183e-3,
                    25.26e-3,
                ),
                0.0,
                "check GHKV-015: fatt_ginsborg_1958, 68.405 mV",
                absolute=1e-3,
            ),
        ),
        swapped=same,
        singular=(1e-2 * GAS * BODY / FARADAY, -1e-2 * GAS * BODY / FARADAY),
    ),
    "h_atpase": Example(
        process=HATPase("5 pmol/cm2/s", 2.0),
        inside=CELL,
        outside={"H+": 3e-3},
        published=(
            Published(
                partial(proton_pump_work, 2.0, 30.0, 4.0),
                51.453195947680676,
                "check VACUOLE-003 (kettner_2003)",
                relative=1e-9,
            ),
            Published(
                partial(proton_pump_work, 4.0, 30.0, 1.0),
                34.41027786493824,
                "check VACUOLE-005 (kettner_2003)",
                relative=1e-9,
            ),
        ),
        swapped=_FUEL,
    ),
    "kcc2": Example(
        process=KCC2("20 uS/cm2"),
        inside=CELL,
        outside=BATH,
        published=(
            Published(
                duesterwald_chloride,
                1.0,
                "dusterwald_2018, first printed state: KCC2 balances the Cl- channel",
                relative=1e-3,
            ),
            Published(
                lambda: (
                    26.725
                    * math.log(set_point(KCC2(0.2), "Cl-", {"K+": 122.873}, DUESTERWALD_OUT, DUESTERWALD_T) / 119.0)
                ),
                -95.097928203047,
                "check CHLORIDE-003: E_Cl = E_K",
                absolute=1e-3,
            ),
        ),
        swapped=same,
    ),
    "kir_channel": Example(
        process=KirChannel("0.5 mS/cm2", "4 mM", "-5 mV", "12 mV"),
        inside=CELL,
        outside=BATH,
        published=(
            Published(partial(kir_share, -70.0), 0.18, "sims_1991, abstract: 18 % open at -70 mV", absolute=0.0101),
            Published(
                kir_growth, 2.0, "hagiwara_takahashi_1974: conductance grows with the root of outside K+", relative=1e-9
            ),
        ),
        swapped="its conductance follows outside K+",
    ),
    "leak": Example(
        process=Leak("0.3 mS/cm2", "-54.3 mV"),
        inside={},
        outside={},
        published=(Published(hodgkin_huxley_current, 0.0, "checks HH-001, -003, -004 (NEURON): rest", absolute=2e-5),),
        swapped=lambda one: replace(one, reversal=-one.reversal),
    ),
    "na_k_atpase": Example(
        process=NaKATPase("20 pmol/cm2/s"),
        inside=CELL,
        outside=BATH,
        published=tuple(
            Published(partial(pan_cycles, v), printed, "pan_2020, Terkildsen_NaK_kinetic_Data.csv", relative=2e-4)
            for v, printed in PAN_CURVE.items()
        ),
        swapped=_FUEL,
    ),
    "ncx": Example(
        process=NCX("100 uA/cm2"),
        inside=CELL,
        outside=BATH,
        published=(
            Published(
                partial(luo_rudy_exchange, -85),
                -0.207158,
                "luo_rudy_1994, formula recomputed in rounded R, F",
                relative=3e-4,
            ),
            Published(partial(luo_rudy_exchange, 0), 0.246313, "luo_rudy_1994", relative=3e-4),
            Published(partial(luo_rudy_exchange, 40), 0.517588, "luo_rudy_1994", relative=3e-4),
            Published(partial(luo_rudy_exchange, -45.3745), 0.0, "luo_rudy_1994: 3 E_Na - 2 E_Ca", absolute=3e-5),
        ),
        swapped="its sites are counted on the outside only",
    ),
    "nhx": Example(
        process=NHX("100 pmol/cm2/s"),
        inside=CELL,
        outside=BATH,
        published=tuple(
            Published(
                lambda given=given: set_point(
                    NHX(1.0), "Na+", {"H+": 10**-4.0}, {"Na+": given[0], "H+": 10 ** (-4.0 - given[1])}, ROOM
                ),
                given[2],
                f"check {given[3]}: Na+ ratio is H+ ratio",
                relative=1e-9,
            )
            for given in ((10.0, 2, 1000.0, "VACUOLE-009"), (20.0, 1, 200.0, "VACUOLE-011"))
        ),
        swapped=same,
    ),
    "nkcc1": Example(
        process=NKCC1("0.0554 S/m2"),
        inside=CELL,
        outside=BATH,
        published=(
            Published(
                partial(set_point, NKCC1(0.0554), "Cl-", {"Na+": 14.0016, "K+": 122.873}, DUESTERWALD_OUT, ROOM),
                64.63204842082149,
                "check CHLORIDE-004: Na K Cl^2 products equal",
                relative=1e-6,
            ),
        ),
        swapped=same,
    ),
    "ohmic_channel": Example(
        process=OhmicChannel("K+", "0.1 mS/cm2"),
        inside=CELL,
        outside=BATH,
        published=(
            Published(
                partial(potential_of_ohmic, "K+", 20, 400, 6.3),
                -72.1406416945505,
                "check NERNST-009 (NEURON)",
                absolute=1e-6,
            ),
            Published(
                partial(potential_of_ohmic, "Ca2+", 2, 7e-5, 20.0),
                129.5946373790418,
                "check NERNST-018 (NEURON)",
                absolute=1e-6,
            ),
            Published(
                partial(potential_of_ohmic, "Cl-", 110, 10, 6.3),
                -57.74404649677919,
                "check NERNST-008 (NEURON)",
                absolute=1e-6,
            ),
            Published(hodgkin_huxley_current, 0.0, "checks HH-001, -003, -004 (NEURON): rest", absolute=2e-5),
        ),
        swapped=same,
    ),
    "prescribed_current": Example(
        process=PrescribedCurrent("1 uA/cm2", "K+"),
        inside=CELL,
        outside=BATH,
        published=(
            Published(
                silver_deposit,
                1.118,
                "International ampere, London 1908: 0.00111800 g of silver per second",
                relative=1e-4,
            ),
        ),
        swapped=lambda one: replace(one, current=-one.current),
        others=(PrescribedCurrent(1.0),),
    ),
    "prescribed_flux": Example(
        process=PrescribedFlux("3 Na+(in) + 2 K+(out) -> 3 Na+(out) + 2 K+(in)", "10 pmol/cm2/s"),
        inside=CELL,
        outside=BATH,
        published=(
            Published(
                duesterwald_sodium,
                1.0,
                "dusterwald_2018, first printed state: the pump balances the Na+ channel",
                relative=1e-3,
            ),
        ),
        swapped=turned_round,
    ),
}
