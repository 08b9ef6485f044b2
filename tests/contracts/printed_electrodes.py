"""What Poise makes of printed conditions of corroding electrodes: Tafel lines that others drew."""

from contracts.example import local_at
from poise.processes.base import Process
from poise.processes.derived import current
from poise.processes.electrodes.anodic_tafel import AnodicTafel
from poise.processes.electrodes.cathodic_tafel import CathodicTafel

ROOM = 298.15
CM2 = 1e4  # A/m2 per A/cm2


def exercise_corrosion(what: str) -> float:
    """Zinc at activity 1e-5 in acid of pH 1: corrosion potential [V] or current [A/cm2], by bisection of both laws.

    The exercise draws its lines through (-0.908 V, 1e-8 A/cm2) with 0.15 V per decade and (-0.059 V, 2e-10 A/cm2) with
    0.12; each exchange current is carried along its line to the standard potential and unit activity.
    """
    zinc = AnodicTafel("Zn2+/Zn", 1e-8 * CM2 * 10 ** ((-0.7618 + 0.908) / 0.15), 0.15)
    acid = CathodicTafel("H+/H2", 2e-10 * CM2 / 0.1 * 10 ** (-0.059 / 0.12), 0.12)

    def flows(potential: float) -> tuple[float, float]:
        local = local_at({}, {"Zn2+": 1e-2, "H+": 100.0, "H2": 1000.0}, potential, ROOM)
        return current(zinc, local), current(acid, local)

    low, high = -0.9, -0.06
    for _ in range(60):
        middle = 0.5 * (low + high)
        low, high = (middle, high) if sum(flows(middle)) < 0 else (low, middle)
    return low if what == "potential" else flows(low)[0] / CM2


def exchange_current_at_ph_4() -> float:
    """Exchange current of H+ on iron at pH 4 [A/m2], from that at pH 3 by the law, along its line back to E_eq."""
    slope = 0.11832  # RT ln 10 / (0.5 F) at 25 degC
    at_ph_3 = 0.05 * 10**0.5  # nordsveen_2003's own order of one half
    law: Process = CathodicTafel("H+/H2", at_ph_3 / 10**-1.5, slope)
    equilibrium = -0.05916 * 4
    far = local_at({}, {"H+": 0.1, "H2": 1000.0}, equilibrium - 0.4, ROOM)
    return -current(law, far) * 10 ** (-0.4 / slope)
