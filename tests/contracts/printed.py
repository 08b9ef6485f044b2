"""What Poise makes of the conditions under which others printed a number: one function for each kind of number."""

import math

from contracts.example import Composition, local_at, one_rate
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

BODY = 310.15
ROOM = 298.15
CELL: Composition = {"K+": 140, "Na+": 12, "Cl-": 7, "Ca2+": 1e-4, "H+": 6.3e-5, "Mg2+": 0.6} | {
    "ATP": 3,
    "ADP": 0.05,
    "Pi": 2,
}
BATH: Composition = {"K+": 4, "Na+": 145, "Cl-": 120, "Ca2+": 1.8, "H+": 4e-5}


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
    """Share of the greatest conductance of the osteoclast's rectifier: half at -89 mV, e-fold per 12 mV."""
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


def tafel_slope(process: Process, sign: int) -> float:
    """Millivolts per decade of anodic (+1) or cathodic (-1) current of Fe3+/Fe2+, far from equilibrium, 25 degC."""
    low, high = (one_rate(process, {}, {"Fe3+": 1e3, "Fe2+": 1e3}, 0.771 + sign * v, ROOM) for v in (0.6, 0.7))
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


def exchange_current() -> float:
    """Exchange current [A/cm2] of 10 mM Fe3+ and Fe2+ on platinum, from the current at 1 uV: i = i0 F eta / R T."""
    solution, step = {"Fe3+": 10.0, "Fe2+": 10.0}, 1e-6
    found = current(ElectrodeReaction("Fe3+/Fe2+", "1.5e-3 cm/s"), local_at({}, solution, 0.771 + step, ROOM))
    return found * GAS * ROOM / (FARADAY * step) * 1e-4


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
    """Na+ out by the pump, imposed at the paper's 10 A/m2 (Na_in / Na_out)^3 / F, over Na+ in through its channel."""
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


def antiporter_turnover(sodium: float) -> float:
    """Na+ turned over [1/s] by one NHE3, Na+ inside [mM], H+ outside saturating, nothing on the other sides."""
    return one_rate(NHX(8000.0), {"Na+": sodium, "H+": 0.0}, {"Na+": 0.0, "H+": 1e6}, 0.0)


def proton_pump_current() -> float:
    """Outward current [uA/cm2] of a pump of 200 pmol/cm2/s with one H+ per ATP, far from stalling."""
    return current(HATPase("200 pmol/cm2/s", 1.0), local_at(CELL, {"H+": 2e-3}, -0.18, ROOM)) * 100.0


def silver_deposit() -> float:
    """Milligrams of silver that a prescribed current of 1 A/m2 moves over 1 m2 in 1 s."""
    return one_rate(PrescribedCurrent(1.0, "Ag+"), {}, {}, 0.0) * 107.8682e3


def junction_potential(diffusion, left, right, temperature=298.15) -> float:
    """Where the ions of a liquid junction carry no net current [mV], right minus left."""
    from scipy.optimize import brentq

    from poise.processes.junctions.liquid_junction import LiquidJunction

    law = LiquidJunction(diffusion, 1e-4)

    def current(potential: float) -> float:
        rates = law.rates(local_at(right, left, potential, temperature))
        return float(sum(one.charge * rate for one, rate in zip(law.diffusion, rates, strict=True)))

    return 1e3 * brentq(current, -0.2, 0.2, xtol=1e-12)
