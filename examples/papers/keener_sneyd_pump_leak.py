"""Keener & Sneyd, Mathematical Physiology, ch. 2: volume and potential of a cell against its pump rate.

The model of Tosteson & Hoffman. A cell that pumps too little swells, since the salt that follows its impermeant anions
is not put out; a cell that pumps too much swells as well, since K+ comes in for the Na+ that goes out. Between the two
there is a smallest volume, and above a greatest rate there is no steady volume.

Keener J., Sneyd J. (2009). Mathematical Physiology, 2nd ed. doi:10.1007/978-0-387-75847-3
Tosteson D. C., Hoffman J. F. (1960). J. Gen. Physiol. 44, 169-194. doi:10.1085/jgp.44.1.169
"""

import argparse
from pathlib import Path
from typing import Any

import matplotlib.pyplot as plt
import numpy as np
from scipy.optimize import minimize_scalar

import poise

SALT = 457.0  # mM of K+ and Na+ outside: the book's C_e
FOREVER = 1e10  # s: Na+ of so thick a fibre turns over slowly
LOW = np.array([0.3, 0.4, 0.5, 0.7, 1.0, 1.3, 1.6, 2.0, 2.5, 3.0, 4.0, 5.0, 6.0, 7.0, 8.0, 9.0, 10.0])
RATES = np.concatenate([LOW, np.arange(10.5, 13.3, 0.25)])


def main(out: str | None = None) -> dict[str, float]:
    """The least volume, the rate that gives it, and the greatest rate; draws into `out`."""
    model = poise.load("pump_leak_tosteson")
    many = model.set("membrane.pump.P", RATES)
    final = poise.simulate(many, until=FOREVER, times=[FOREVER], rtol=1e-9, accounts=False, throw=True).final
    mu, v = SALT / final.of("content", "cytosol.X-"), 1e3 * final.of("potential", "membrane")

    def volume(pump: float) -> float:
        return SALT / poise.steady(model.set("membrane.pump.P", pump), throw=True).of("content", "cytosol.X-")

    least: Any = minimize_scalar(volume, bracket=(1.6, 1.8, 2.0), tol=1e-5)
    zeros = np.polynomial.Polynomial.fit(RATES[-8:], 1 / mu[-8:], 5).roots()  # 1/mu falls smoothly to 0
    greatest = float(min(one.real for one in zeros if abs(one.imag) < 1e-9 and one.real > RATES[-1]))
    if out:
        draw(mu, v, (least.x, least.fun), greatest, out)
    at = dict(zip(RATES, zip(mu, v, strict=True), strict=True))
    found = {f"mu at P = {pump:g}": float(at[pump][0]) for pump in (0.5, 1.6, 4.0, 12.0)}
    found |= {f"V at P = {pump:g} (mV)": float(at[pump][1]) for pump in (0.5, 1.6, 4.0, 12.0)}
    return found | {"P of the least volume": least.x, "least mu": least.fun, "greatest P": greatest}


def draw(mu: np.ndarray, v: np.ndarray, least: tuple[float, float], greatest: float, out: str) -> None:
    """Volume above, potential below, with the book's closed form as a line."""
    figure, (top, below) = plt.subplots(2, 1, figsize=(6.4, 6.4), sharex=True, layout="constrained")
    p = np.linspace(0.05, greatest - 0.02, 600)
    alpha = (437 * np.exp(-3 * p) + 20 * np.exp(2 * 0.11 * p)) / SALT  # gamma = 0.11, z = -1
    line = 1 / (1 - alpha)
    top.plot(p, line, color="0.6", label="closed form")
    top.plot(RATES, mu, "o", color="tab:blue", label="Poise, run until nothing moves")
    text = f"least: $\\mu$ = {least[1]:.4f}, P = {least[0]:.3f}"
    top.plot(*least, "v", color="tab:red", markersize=9, label=text)
    below.plot(p, -25.8 * np.log((1 + np.sqrt(1 + 4 * alpha * line**2)) / (2 * alpha * line)), color="0.6")
    below.plot(RATES, v, "o", color="tab:blue")
    for axes in (top, below):
        axes.axvline(greatest, color="tab:red", linestyle="--", linewidth=1)
    below.text(greatest - 0.15, -70, f"no steady volume\nbeyond P = {greatest:.2f}", color="tab:red", ha="right")
    top.set(ylabel="volume $\\mu$ (1)", ylim=(0.9, 5))
    top.set_title("Pump and leak: too little and too much both swell the cell")
    top.legend(frameon=False, loc="upper center")
    below.set(xlabel="pump rate P (1)", ylabel="potential (mV)", xlim=(0, 15))
    Path(out).parent.mkdir(parents=True, exist_ok=True)
    figure.savefig(out, dpi=150)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", default="out/papers/keener_sneyd_pump_leak.png", help="the figure")
    for name, value in main(parser.parse_args().out).items():
        print(f"{name}: {value:.5f}")
