"""The examples table: one entry for each law in the register, with at least one number that others published."""

import math
from dataclasses import replace
from functools import partial

from contracts.example import Example, Published, one_rate
from contracts.printed import (
    BATH,
    BODY,
    CELL,
    DUESTERWALD_IN,
    DUESTERWALD_OUT,
    DUESTERWALD_T,
    PAN_CURVE,
    ROOM,
    antiporter_turnover,
    boltzmann_share,
    calcium_pump_charge,
    duesterwald_chloride,
    duesterwald_sodium,
    electrode_potential,
    exchange_current,
    ghk_current,
    hodgkin_huxley_current,
    junction_potential,
    kcc_set_point,
    kir_growth,
    kir_share,
    limited_current,
    luo_rudy_calcium_pump,
    luo_rudy_exchange,
    mixed_current,
    pan_cycles,
    potential_of_ohmic,
    proton_pump_current,
    proton_pump_work,
    set_point,
    silver_deposit,
    tafel_slope,
    two_couples_current,
)
from contracts.printed_amounts import (
    DUESTERWALD_PUMP,
    HUEBEL_DAHLEM_PUMP,
    acid_constant,
    diffusion_current,
    duesterwald_osmolarity,
    duesterwald_written,
    huebel_dahlem_current,
    hydraulic_conductivity,
    turned_custom,
)
from contracts.printed_converters import (
    cell_voltage,
    open_circuit,
    reaction_entropy,
    saturation,
    silver_by_ohm,
)
from contracts.printed_electrodes import exchange_current_at_ph_4, exercise_corrosion
from poise.constants import FARADAY, GAS
from poise.processes.base import Process
from poise.processes.channels.boltzmann import BoltzmannChannel
from poise.processes.channels.conductor import Conductor
from poise.processes.channels.diffusion import Diffusion
from poise.processes.channels.ghk import GHKChannel
from poise.processes.channels.ghk_mixed import GHKMixedChannel
from poise.processes.channels.kir import KirChannel
from poise.processes.channels.leak import Leak
from poise.processes.channels.ohmic import OhmicChannel
from poise.processes.electrodes.anodic_tafel import AnodicTafel
from poise.processes.electrodes.butler_volmer import ButlerVolmer
from poise.processes.electrodes.butler_volmer_limited import ButlerVolmerLimited
from poise.processes.electrodes.cathodic_tafel import CathodicTafel
from poise.processes.electrodes.rate_constant import ElectrodeReaction
from poise.processes.electrodes.thermal_electrode import ThermalElectrode
from poise.processes.junctions.liquid_junction import LiquidJunction
from poise.processes.pumps.ca_atpase import CaATPase
from poise.processes.pumps.h_atpase import HATPase
from poise.processes.pumps.na_k_atpase import NaKATPase
from poise.processes.reactions.binding import Binding
from poise.processes.reactions.custom import Custom
from poise.processes.sources.light import Light
from poise.processes.sources.prescribed_current import PrescribedCurrent
from poise.processes.sources.prescribed_flux import PrescribedFlux
from poise.processes.sources.radiative_recombination import RadiativeRecombination
from poise.processes.transporters.carrier import Carrier
from poise.processes.transporters.kcc2 import KCC2
from poise.processes.transporters.ncx import NCX
from poise.processes.transporters.nhx import NHX
from poise.processes.transporters.nkcc1 import NKCC1
from poise.processes.water.equilibrium import OsmoticEquilibrium
from poise.processes.water.osmosis import Osmosis


def same(process: Process) -> Process:
    """A law that is symmetric as it stands."""
    return process


def turned_round(process: Carrier | PrescribedFlux) -> Process:
    """The same law with (in) and (out) exchanged in its reaction."""
    text = process.reaction.text.replace("(in)", "(?)").replace("(out)", "(in)").replace("(?)", "(out)")
    return replace(process, reaction=text)


_FUEL = "its fuel is inside"
_METAL = "the metal is inside, the solution outside"
_UNLIMITED = ButlerVolmerLimited("Fe3+/Fe2+", 1.0, 1e30, 1e30, 0.25)
_GHK_CHECKS = (
    ("GHKI-002", "Ca2+", 0.1, 10, 1e-6, 6.3, -1910.40949510667),
    ("GHKI-006", "Ca2+", 1e-4, 2, 0.0, 6.3, -385.9220314268154),
    ("GHKI-011", "K+", 140, 5, 40, 6.3, 27510.5091456822),
    ("GHKI-020", "K+", 140, 5, -65, 25.0, 1632.016354662212),
    ("GHKI-032", "Cl-", 10, 110, -65, 37.0, -86.32881517962397),
    ("GHKI-012", "Ca2+", 1e-4, 2, 100, 6.3, -0.6322951185155244),
)

_SCALES = {"P": "1e-6 cm/s", "V_0": "25 mV"}

EXAMPLES: dict[str, Example] = {
    "binding": Example(
        process=Binding("H+ + NH3 <-> NH4+", "4.3e10 1/M/s", "24.6 1/s"),
        inside={"H+": 6.3e-5, "NH3": 0.01, "NH4+": 1.0, "HCO3-": 12.0, "CO2(aq)": 1.2},
        outside={},
        published=(
            Published(
                partial(acid_constant, "H+ + NH3 <-> NH4+", "4.3e10 1/M/s", "24.6 1/s", "NH4+", "NH3"),
                9.25,
                "eigen_1964, rate constants; haynes_2011, pKa of ammonium at 25 degC",
                absolute=0.02,
            ),
            Published(
                partial(
                    acid_constant,
                    "H+ + acetate- <-> acetic acid",
                    "4.5e10 1/M/s",
                    "7.8e5 1/s",
                    "acetic acid",
                    "acetate-",
                ),
                4.756,
                "eigen_1964, rate constants; haynes_2011, pKa of acetic acid at 25 degC",
                absolute=0.02,
            ),
        ),
        swapped="it runs within one compartment",
        others=(Binding("HCO3- + H+ <-> CO2(aq) + H2O", "1 1/mM/s", "10 1/s"),),
    ),
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
    "anodic_tafel": Example(
        process=AnodicTafel("Fe2+/Fe", "1 mA/cm2", "40 mV", "0.1 mm"),
        inside={},
        outside={"Fe2+": 1, "Fe3+": 2},
        published=(
            Published(
                partial(exercise_corrosion, "current"),
                2.451e-6,
                "check REDOX-008: corrosion current of zinc, A/cm2",
                relative=1e-3,
            ),
            Published(
                partial(exercise_corrosion, "potential"),
                -0.5496,
                "check REDOX-009: corrosion potential of zinc, V",
                absolute=2e-4,
            ),
        ),
        swapped=_METAL,
        others=(AnodicTafel("Fe3+/Fe2+", 1.0, "118 mV"),),
    ),
    "butler_volmer": Example(
        process=ButlerVolmer("Fe3+/Fe2+", "1 mA/cm2", 0.4),
        inside={},
        outside={"Fe3+": 10, "Fe2+": 30},
        published=(
            Published(
                partial(two_couples_current, 0.461), 0.0, "check REDOX-036: mixed potential 0.461 V", absolute=1e-4
            ),
            Published(
                partial(tafel_slope, ButlerVolmer("Fe3+/Fe2+", 1.0, 0.5), 1),
                118.0,
                "bard_faulkner_2001, sec. 3.4.3: 118 mV",
                relative=5e-3,
            ),
            Published(
                partial(tafel_slope, ButlerVolmer("Fe3+/Fe2+", 1.0, 0.25), 1),
                59.16 / 0.75,
                "bard_faulkner_2001, sec. 3.4.3",
                relative=1e-4,
            ),
            Published(
                partial(tafel_slope, ButlerVolmer("Fe3+/Fe2+", 1.0, 0.25), -1),
                59.16 / 0.25,
                "bard_faulkner_2001, sec. 3.4.3",
                relative=1e-4,
            ),
        ),
        swapped=_METAL,
    ),
    "butler_volmer_limited": Example(
        process=ButlerVolmerLimited("Cu2+/Cu", "0.5 mA/cm2", "3 mA/cm2", "2 mA/cm2", 0.4),
        inside={},
        outside={"Cu2+": 20},
        published=(
            Published(
                partial(tafel_slope, _UNLIMITED, 1), 59.16 / 0.75, "bard_faulkner_2001, sec. 3.4.3", relative=1e-3
            ),
            Published(
                partial(tafel_slope, _UNLIMITED, -1), 59.16 / 0.25, "bard_faulkner_2001, sec. 3.4.3", relative=1e-3
            ),
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
    "cathodic_tafel": Example(
        process=CathodicTafel("H+/H2", "1e-6 A/cm2", "118 mV", "50 um"),
        inside={},
        outside={"H+": 1, "H2": 1000, "O2": 210, "OH-": 0.01},
        published=(
            Published(
                exchange_current_at_ph_4,
                0.05,
                "nordsveen_2003: exchange current of H+ on iron, pH 4, A/m2, order 1/2",
                relative=5e-3,
            ),
            Published(
                partial(exercise_corrosion, "current"),
                2.451e-6,
                "check REDOX-008: corrosion current of zinc, A/cm2",
                relative=1e-3,
            ),
        ),
        swapped=_METAL,
        others=(CathodicTafel("O2/OH-", 1e-6, "120 mV", "0.5 mm"), CathodicTafel("H2O/H2", 1e-4, "118 mV", "0.5 mm")),
    ),
    "custom": Example(
        process=Custom(
            "K+(in) + Cl-(in) -> K+(out) + Cl-(out)",
            "k * ([K+]in*[Cl-]in - [K+]out*[Cl-]out)",
            parameters={"k": "1e-9 m4/mol/s"},
        ),
        inside=CELL,
        outside=BATH,
        published=(
            Published(
                huebel_dahlem_current,
                0.6459657775642116,
                "huebel_dahlem_2014 (ModelDB 167714), pump current at the fixed point of its equations, uA/cm2",
                relative=1e-9,
            ),
            Published(
                duesterwald_written,
                1.0,
                "dusterwald_2018, first printed state: the pump balances the Na+ channel",
                relative=1e-6,
            ),
        ),
        swapped=turned_custom,
        others=(
            DUESTERWALD_PUMP,
            HUEBEL_DAHLEM_PUMP,
            Custom("K+(in) -> K+(out)", "P*[K+]in*(V - E[K+])/V_0 + t*0 mol/m2/s^2", parameters=_SCALES),
            Custom("ATP + H2O -> ADP + Pi + H+", "k*[ATP]", parameters={"k": "0.1 1/s"}),
        ),
    ),
    "diffusion": Example(
        process=Diffusion("Ca2+", "1e-6 cm/s"),
        inside={**CELL, "glucose": 1.0},
        outside={**BATH, "glucose": 5.0},
        published=tuple(
            Published(partial(diffusion_current, *given), printed, f"check {check} (NEURON)", relative=2e-6)
            for check, *given, printed in _GHK_CHECKS
        ),
        swapped=same,
        singular=(1e-2 * GAS * BODY / (2 * FARADAY), -1e-2 * GAS * BODY / (2 * FARADAY)),
        others=(Diffusion("glucose", "1e-6 cm/s"),),
    ),
    "electrode_reaction": Example(
        process=ElectrodeReaction("Fe3+/Fe2+", "1.5e-3 cm/s", 0.4),
        inside={},
        outside={"Fe3+": 10, "Fe2+": 30},
        published=(
            Published(
                exchange_current,
                1.447e-3,
                "weber_1978, k0 on Pt; i0 = F k0 c (bard_faulkner_2001)",
                relative=1e-3,
            ),
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
    "liquid_junction": Example(
        process=LiquidJunction({"K+": 1.957e-9, "Na+": 1.334e-9, "Cl-": 2.032e-9, "Ca2+": 0.792e-9}, "100 um"),
        inside=CELL,
        outside=BATH,
        published=(
            Published(
                partial(
                    junction_potential,
                    {"Zn2+": 26.4, "K+": 73.5, "Cl-": 76.31},
                    {"Zn2+": 9, "K+": 0, "Cl-": 18},
                    {"Zn2+": 0.0284, "K+": 3, "Cl-": 3.0568},
                ),
                -20.82,
                "check LJP-003: ZnCl2 against KCl",
                absolute=0.01,
            ),
            Published(
                partial(
                    junction_potential,
                    {"K+": 73.5, "Cl-": 76.31},
                    {"K+": 0.1, "Cl-": 0.1},
                    {"K+": 1000, "Cl-": 1000},
                ),
                4.4386,
                "check LJP-041: KCl at 1000 and 0.1 mM",
                absolute=0.001,
            ),
        ),
        swapped=same,
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
            Published(proton_pump_current, 19.0, "Slayman, Neurospora: 200 pmol/cm2/s is 19 uA/cm2", relative=0.03),
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
                relative=1e-5,
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
        process=KirChannel("0.5 mS/cm2", "4 mM", "-15 mV", "7 mV"),  # hagiwara_takahashi_1974, abstract
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
        published=(
            Published(
                partial(antiporter_turnover, 1e7),
                8000 * 2400 / 10400,
                "weinstein_1995: P_Na, P_H",
                relative=1e-4,
            ),
            Published(
                partial(antiporter_turnover, 30 * 2400 / 10400), 4000 * 2400 / 10400, "weinstein_1995", relative=1e-4
            ),
            *tuple(
                Published(
                    lambda given=given: set_point(
                        NHX(1.0), "Na+", {"H+": 10 ** (-4.0)}, {"Na+": given[0], "H+": 10 ** (-4.0 - given[1])}, ROOM
                    ),
                    given[2],
                    f"check {given[3]}: Na+ ratio is H+ ratio",
                    relative=1e-9,
                )
                for given in ((10.0, 2, 1000.0, "VACUOLE-009"), (20.0, 1, 200.0, "VACUOLE-011"))
            ),
        ),
        swapped=same,
    ),
    "nkcc1": Example(
        process=NKCC1("0.0554 S/m2"),
        inside=CELL,
        outside=BATH,
        published=(
            Published(
                partial(one_rate, NKCC1(0.0554), DUESTERWALD_IN, DUESTERWALD_OUT, 0.0, DUESTERWALD_T),
                0.0554 * 26.725e-3 / 96485 * math.log(145 * 3.5 * 119**2 / (14.00165 * 122.87333 * 5.164825**2)),
                "ostby_2009, its equation by hand",
                relative=1e-5,
            ),
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
    "osmosis": Example(
        process=Osmosis("2e-2 cm/s"),
        inside={"K+": 140, "Na+": 10, "Cl-": 8, "sucrose": 130},
        outside={"K+": 4, "Na+": 140, "Cl-": 144, "sucrose": 1},
        published=(
            Published(
                partial(hydraulic_conductivity, "2e-2 cm/s", 23.0),
                1.3,
                "red cells: P_f of mlekoday_1983 as L_p, within 1 to 1.6 of the table of PMC2892751",
                absolute=0.3,
            ),
            Published(
                duesterwald_osmolarity, 297.0, "dusterwald_2018: 297 mM outside in the steady state", absolute=1e-2
            ),
        ),
        swapped=same,
    ),
    "osmotic_equilibrium": Example(
        process=OsmoticEquilibrium(),
        inside={},
        outside={},
        published=(
            Published(
                lambda: one_rate(OsmoticEquilibrium(), DUESTERWALD_IN, DUESTERWALD_OUT, 0.0),
                0.0,
                "mori_2012, sec. 2: what drives the water vanishes at every instant",
                absolute=1e-300,
            ),
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
                relative=1e-6,
            ),
        ),
        swapped=turned_round,
    ),
    "conductor": Example(
        process=Conductor("1 mS/cm2"),
        inside={},
        outside={},
        published=(
            Published(
                silver_by_ohm,
                1.118,
                "International ampere, London 1908: 0.00111800 g of silver per second, here as 1 V over 1 ohm",
                relative=1e-4,
            ),
        ),
        swapped=same,
    ),
    "light": Example(
        process=Light("0.0036 mol/m2/s", "1.34 eV"),
        inside={},
        outside={},
        published=(
            Published(
                partial(open_circuit, 31.8842235465, 1.424),
                1.16020772156,
                "check PV-033, J_sc of PV-034",
                absolute=1e-4,
            ),
            Published(
                partial(open_circuit, 43.8268325338, 1.12),
                0.876594063551,
                "check PV-017, J_sc of PV-018",
                absolute=1e-4,
            ),
        ),
        swapped="light lifts electrons from the p side, which is inside",
    ),
    "radiative_recombination": Example(
        process=RadiativeRecombination("0.5 eV"),
        inside={},
        outside={},
        published=(Published(saturation, 2.3553730934702945e-17, "check PV-070", relative=1e-4),),
        swapped="electrons fall to the p side, which is inside",
    ),
    "thermal_electrode": Example(
        process=ThermalElectrode("Fe3+/Fe2+", "1.4 mV/K", "1 mA/cm2", 0.4),
        inside={},
        outside={"Fe3+": 10, "Fe2+": 30},
        published=(
            Published(reaction_entropy, 135.1, "check THERMOGALV-003: 1.4 mV/K is 135.1 J/(mol K)", absolute=0.1),
            Published(cell_voltage, 40 * 1.4, "duan_2018, abstract: 1.4 mV/K", relative=1e-9),
        ),
        swapped="metals are inside, solutions outside",
        others=(ThermalElectrode("Fe3+/Fe2+", "-0.4 mV/K", 1.0),),
    ),
}
