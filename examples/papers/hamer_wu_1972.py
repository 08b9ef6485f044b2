"""Hamer & Wu 1972, mean activity coefficients of 1:1 salts at 25 degC, against Pitzer's equations.

From 0.001 to 5 mol/kg: first the fall of Debye and Hueckel, the same for all, then each salt's own way up. Davies's law
is one curve for all of them: within 4 per cent up to 0.1 mol/kg, and of no use at 5.

Hamer W. J., Wu Y.-C. (1972). J. Phys. Chem. Ref. Data 1, 1047-1100. doi:10.1063/1.3253108. The values as in the CRC
Handbook, 92nd ed., p. 5-106 (read as quoted in the tests of pyEQL, test_activity.py), which cites them; NaCl from
Pitzer K. S., Peiper J. C. (1984). J. Phys. Chem. Ref. Data 13, 1-102, p. 53 (the same tests).
"""

import argparse
from pathlib import Path

import matplotlib.pyplot as plt
import numpy as np

import poise

MOLALITIES = (0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1.0, 2.0, 5.0)
TABLE = {
    "HCl": (0.965, 0.952, 0.929, 0.905, 0.876, 0.832, 0.797, 0.768, 0.759, 0.811, 1.009, 2.380),
    "LiCl": (0.965, 0.952, 0.928, 0.904, 0.874, 0.827, 0.789, 0.756, 0.739, 0.775, 0.924, 2.000),
    "KBr": (0.965, 0.952, 0.927, 0.902, 0.870, 0.817, 0.771, 0.722, 0.658, 0.617, 0.593, 0.626),
    "RbCl": (0.965, 0.951, 0.926, 0.900, 0.867, 0.811, 0.761, 0.707, 0.633, 0.583, 0.546, 0.544),
    "CsCl": (0.965, 0.951, 0.925, 0.898, 0.864, 0.805, 0.751, 0.691, 0.607, 0.546, 0.496, 0.474),
}
"""Mean activity coefficients at those molalities."""
SODIUM = {0.1: 0.778, 0.25: 0.72, 0.5: 0.681, 0.75: 0.665, 1: 0.657, 2: 0.669, 3: 0.714, 4: 0.782, 5: 0.873, 6: 0.987}
COLOURS = dict(
    zip((*TABLE, "NaCl"), ("tab:red", "tab:orange", "tab:blue", "tab:purple", "0.3", "tab:green"), strict=True)
)


def points(salt: str) -> tuple[np.ndarray, np.ndarray]:
    """Molalities [mol/kg] and published coefficients."""
    table = SODIUM if salt == "NaCl" else dict(zip(MOLALITIES, TABLE[salt], strict=True))
    return np.array(list(table)), np.array(list(table.values()))


def main(out: str | None = None) -> dict[str, float]:
    """Pitzer's coefficient at every published point, and how far Davies's law goes; draws into `out`."""
    found = {}
    for salt in COLOURS:
        m, _ = points(salt)
        values = poise.mean_activity(salt, m)
        found |= {f"{salt} at {one:g} mol/kg": float(value) for one, value in zip(m, values, strict=True)}
    found |= {f"Davies at {one:g} mol/kg": float(poise.mean_activity("NaCl", one, model="davies")) for one in (0.1, 5)}
    if out:
        draw(out)
    return found


def draw(out: str) -> None:
    """Coefficients against the molality."""
    figure, panel = plt.subplots(figsize=(7.2, 5.6), layout="constrained")
    fine = np.geomspace(1e-3, 6.0, 200)
    for salt, colour in COLOURS.items():
        m, gamma = points(salt)
        panel.plot(m, gamma, "o", color=colour, markersize=5, fillstyle="none")
        panel.plot(fine, poise.mean_activity(salt, fine), color=colour)
        panel.text(6.3, float(poise.mean_activity(salt, 6.0)), salt, color=colour, va="center")
    for name, style in (("davies", "--"), ("debye_hueckel", ":")):
        values = poise.mean_activity("NaCl", fine, model=name)
        panel.plot(
            fine, values, style, color="black", linewidth=1, label={"davies": "Davies"}.get(name, "Debye-Hückel")
        )
    panel.plot([], [], color="0.4", label="Pitzer")
    panel.plot([], [], "o", color="0.4", fillstyle="none", label="published")
    panel.set(xscale="log", yscale="log", xlim=(1e-3, 6), ylim=(0.42, 3.6), xlabel="molality (mol/kg)")
    panel.set(ylabel="mean activity coefficient", title="1:1 salts at 25 °C")
    panel.set_xticks([1e-3, 1e-2, 1e-1, 1, 5], ["0.001", "0.01", "0.1", "1", "5"])
    panel.set_yticks([0.5, 0.6, 0.8, 1, 1.5, 2, 3], ["0.5", "0.6", "0.8", "1", "1.5", "2", "3"])
    panel.minorticks_off()
    panel.legend(frameon=False, loc="upper left")
    Path(out).parent.mkdir(parents=True, exist_ok=True)
    figure.savefig(out, dpi=150)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", default="out/papers/hamer_wu_1972.png", help="the figure")
    for name, value in main(parser.parse_args().out).items():
        print(f"{name}: {value:.4f}")
