"""What Poise makes of the conditions under which others printed a number, for reactions, water and written rates."""

from dataclasses import replace

from contracts.example import local_at, one_rate
from contracts.printed import DUESTERWALD_IN, DUESTERWALD_OUT, DUESTERWALD_T, DUESTERWALD_V, ROOM, duesterwald_leak
from poise.constants import FARADAY, WATER_MOLAR_VOLUME, ZERO_CELSIUS
from poise.processes.channels.diffusion import Diffusion
from poise.processes.derived import affinities, current
from poise.processes.reactions.binding import Binding
from poise.processes.reactions.custom import Custom
from poise.processes.water.osmosis import Osmosis

PUMP = "3 Na+(in) + 2 K+(out) -> 3 Na+(out) + 2 K+(in)"
DUESTERWALD_PUMP = Custom(
    PUMP,
    "P * ([Na+]in/[Na+]out)^3",
    parameters={"P": f"{10.0 / FARADAY!r} mol/m2/s"},
    unaccounted="the paper names no fuel",
)
HUEBEL_DAHLEM_PUMP = Custom(
    PUMP,
    "most / (1 + exp((25 mM - [Na+]in)/(3 mM))) / (1 + exp((5.5 mM - [K+]out)/(1 mM)))",
    parameters={"most": f"{6.8e-2 / FARADAY!r} mol/m2/s"},
    unaccounted="the paper names no fuel",
)
HUEBEL_DAHLEM_IN = {"Na+": 25.229096782631803, "K+": 129.2563450276137}
HUEBEL_DAHLEM_OUT = {"Na+": 125.31271465210456, "K+": 4.003884917158966}


def duesterwald_written() -> float:
    """Na+ out by the pump, written as an expression, over Na+ in through its channel, in the first printed state."""
    found = one_rate(DUESTERWALD_PUMP, DUESTERWALD_IN, DUESTERWALD_OUT, DUESTERWALD_V, DUESTERWALD_T)
    return -3 * found / duesterwald_leak("Na+", 0.2)


def huebel_dahlem_current() -> float:
    """Pump current [uA/cm2] at the fixed point."""
    return 100.0 * current(HUEBEL_DAHLEM_PUMP, local_at(HUEBEL_DAHLEM_IN, HUEBEL_DAHLEM_OUT, -0.0672))


def diffusion_current(name: str, inside: float, outside: float, millivolts: float, celsius: float) -> float:
    """Outward current of an ion that diffuses in a constant field [mA/cm2 for 1 cm/s]."""
    local = local_at({name: inside}, {name: outside}, 1e-3 * millivolts, ZERO_CELSIUS + celsius)
    return current(Diffusion(name, "1 cm/s"), local) * 0.1


def acid_constant(reaction: str, on: str, off: str, acid: str, base: str) -> float:
    """pKa: the pH at which acid and base of equal concentration stand still, by bisection of the rate."""
    process = Binding(reaction, on, off)
    low, high = 0.0, 14.0
    for _ in range(60):
        middle = 0.5 * (low + high)
        rate = one_rate(process, {"H+": 10.0 ** (3.0 - middle), acid: 1.0, base: 1.0}, {}, 0.0, ROOM)
        low, high = (middle, high) if rate > 0 else (low, middle)
    return low


def hydraulic_conductivity(permeability: str, celsius: float) -> float:
    """Flow of water for a difference of pressure that would stop it [1e-11 cm3/(dyn s)]: v_w J over A / v_w."""
    process = Osmosis(permeability)
    local = local_at({"sucrose": 300.0}, {"sucrose": 250.0}, 0.0, ZERO_CELSIUS + celsius)
    (rate,), (force,) = process.rates(local), affinities(process, local)
    return WATER_MOLAR_VOLUME * rate / (force / WATER_MOLAR_VOLUME) * 1e12


def duesterwald_osmolarity() -> float:
    """Osmolarity [mM] outside at which no water crosses the membrane of the cell in its printed state, by bisection.

    154.96 mM of impermeant anions are inside; sucrose stands for them.
    """
    inside = {"Na+": 14.0016, "K+": 122.873, "Cl-": 5.1648, "sucrose": 154.96}
    low, high = 0.0, 1e3
    for _ in range(60):
        middle = 0.5 * (low + high)
        outward = one_rate(Osmosis("1e-3 cm/s"), inside, {"sucrose": middle}, DUESTERWALD_V, DUESTERWALD_T)
        low, high = (middle, high) if outward < 0 else (low, middle)
    return low


def turned_custom(process: Custom) -> Custom:
    """A written rate with (in) and (out) exchanged, in its reaction and in its expression."""
    text = process.reaction.text.replace("(in)", "(?)").replace("(out)", "(in)").replace("(?)", "(out)")
    rate = process.rate.text.replace("]in", "]?").replace("]out", "]in").replace("]?", "]out")
    return replace(process, reaction=text, rate=rate)
