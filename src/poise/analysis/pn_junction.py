"""The verb `pn_junction`: electrons and holes between a p and an n side, in the dark and under light."""

from typing import Any, Final

import numpy as np

from ..constants import ELEMENTARY_CHARGE, FARADAY, GAS, VACUUM_PERMITTIVITY
from ..errors import InputError
from ..results.pn_result import Bands, PnJunction, Working
from ..solve.status import Status
from ..system.continuum import Profile
from ..version import __version__
from .pn_line import ELECTRON, HOLE, Light, PnLine
from .semiconductor import SILICON, Semiconductor, moles

_COLDEST, _HOTTEST = 250.0, 400.0  # K: where carriers are dilute, doping is ionised and the gap may pass for constant
_HIGHEST = 0.9  # of the built-in potential: beyond it nothing is left of the junction
_KEYS: Final = ("scharfetter_gummel_1969", "shockley_1949", "shockley_read_1952")


def pn_junction(
    *,
    acceptors: float = 1e22,
    donors: float = 1e24,
    p_width: float = 200e-6,
    n_width: float = 0.5e-6,
    material: Semiconductor = SILICON,
    temperature: float = 300.0,
    light: Light | None = None,
    low: float | None = None,
    high: float | None = None,
    points: int = 81,
    applied: float | None = None,
    cells: int = 150,
) -> PnJunction:
    """Current against voltage of a p-n junction, what light gets out of it, and its bands.

    The equations are those of a liquid junction, with electrons (z = -1) and holes (z = +1) as the ions and the
    doping as fixed charge:

    0 = -dJ_i/dx + G - U,  J_i = -D_i (dc_i/dx + z_i c_i F/(R T) dphi/dx),  -eps d2phi/dx2 = F (p - n + N_d - N_a)

    Args:
        acceptors, donors: doping of the p and of the n side [1/m3].
        p_width, n_width: [m]; the contacts at their ends are ohmic (carriers as at equilibrium).
        material: its numbers; brought to the temperature.
        temperature: T [K], 250 to 400.
        light: `UniformLight` or `AbsorbedLight`; None is the dark.
        low, high: range of voltages, p above n [V]; None chooses -0.2 V to 0.7 of the built-in potential in the
            dark, 0 to a little beyond the open circuit under light.
        points: of the curve.
        applied: voltage at which the bands are told [V]; None is 0 in the dark and the open circuit under light.
        cells: on each side.

    Raises:
        InputError: widths, doping, temperature or voltages out of range.

    Source: Shockley 1949 (shockley_1949), Scharfetter & Gummel 1969 (scharfetter_gummel_1969).
    Valid: dilute carriers (doping up to the effective density of states), complete ionisation, constant mobilities.
    """
    if not _COLDEST <= temperature <= _HOTTEST:
        raise InputError(f"a temperature of {temperature:g} K: give {_COLDEST:g} to {_HOTTEST:g} K")
    if not isinstance(points, int) or not 2 <= points <= 2000:
        raise InputError(f"{points} points: give 2 to 2000")
    device = PnLine(acceptors, donors, p_width, n_width, material.at(temperature), light, cells)
    rest = device.at(0.0)
    working = None if light is None or not rest.ok else _working(device, rest)
    highest = _HIGHEST * device.built_in
    if low is None:
        low = -0.2 if light is None else 0.0
    if high is None:
        high = 0.7 * device.built_in if working is None else min(highest, working.open_circuit + 0.04)
    if not low < high:
        raise InputError(f"the range from {low:g} to {high:g} V is empty")
    most = max(high, applied if applied is not None else -np.inf)
    if most > highest:
        raise InputError(f"{most:g} V is near or above the built-in potential, {device.built_in:.4g} V; give less")
    voltage = np.linspace(low, high, points)
    states = _sweep(device, rest, voltage)
    told = applied if applied is not None else (0.0 if working is None else working.open_circuit)
    near = min(range(points), key=lambda k: abs(voltage[k] - told))
    shown = device.at(told, (float(voltage[near]), states[near])) if states[near].ok else rest
    bad = [one.status for one in (rest, shown, *states) if not one.ok]
    notes = [f"{device.material.name}: {device.material.source}"]
    if light is not None and working is None:
        notes.append(f"the light drives no open circuit below {highest:.4g} V, 0.9 of the built-in potential")
    accounts = np.array([_accounts(device, one) for one in states])
    return PnJunction(
        material=device.material.name,
        temperature=temperature,
        acceptors=acceptors,
        donors=donors,
        p_width=p_width,
        n_width=n_width,
        built_in=device.built_in,
        saturation=saturation_current(device),
        generated=_generated(device),
        voltage=voltage,
        current=np.array([one.current if one.ok else np.nan for one in states]),
        entropy_transport=accounts[:, 0],
        entropy_recombination=accounts[:, 1],
        light_power=accounts[:, 2],
        working=working,
        bands=_bands(device, shown, told),
        status=(bad[0] if bad else Status.ok).name,
        references=(*_KEYS, *device.material.references),
        notes=tuple(notes),
        provenance={"version": __version__, "verb": "pn", "cells": device.line.cells},
    )


def saturation_current(device: PnLine) -> float:
    """Shockley's saturation current of ohmic contacts at any distance, with depletion from the doping alone.

    J_s = q n_i^2 [ D_n/(N_a L_n) coth(w_p/L_n) + D_p/(N_d L_p) coth(w_n/L_p) ],  L = sqrt(D tau)

    with w the neutral widths at equilibrium; lifetimes are those of traps and of direct recombination together.

    Returns: J_s [A/m2].

    Source: Shockley 1949 (shockley_1949); coth for contacts near by as in Sze & Ng 2007, ch. 2 (sze_ng_2007), from
        memory.
    Valid: low injection, no recombination in the depleted zone.
    """
    material = device.material
    na, nd = device.acceptors, device.donors
    depleted = np.sqrt(
        2.0
        * material.permittivity
        * VACUUM_PERMITTIVITY
        / ELEMENTARY_CHARGE
        * max(device.built_in - 2.0 * device.voltage, 0.0)
        * (1.0 / na + 1.0 / nd)
    )
    electrons, holes = material.diffusion()
    total = 0.0
    for diffusion, lifetime, doping, other, width in (
        (electrons, material.lifetime_electrons, na, nd, device.p_width),
        (holes, material.lifetime_holes, nd, na, device.n_width),
    ):
        neutral = max(width - depleted * other / (na + nd), 1e-3 * width)
        rate = 1.0 / lifetime + material.radiative * doping
        length = np.sqrt(diffusion / rate) if rate > 0 else np.inf
        total += (
            diffusion / doping * (1.0 / neutral if np.isinf(length) else 1.0 / (length * np.tanh(neutral / length)))
        )
    return float(ELEMENTARY_CHARGE * material.intrinsic**2 * total)


def _sweep(device: PnLine, rest: Profile, voltage: Any) -> list[Profile]:
    """A state for every voltage, each from its neighbour, outwards from 0."""
    found: dict[int, Profile] = {}
    for side in (np.flatnonzero(voltage >= 0), np.flatnonzero(voltage < 0)[::-1]):
        near = (0.0, rest)
        for k in side:
            state = device.at(float(voltage[k]), near)
            found[int(k)] = state
            if state.ok:
                near = (float(voltage[k]), state)
    return [found[k] for k in range(len(voltage))]


def _working(device: PnLine, rest: Profile) -> Working | None:
    """What light gets out of the junction; None where it drives nothing."""
    from scipy.optimize import brentq, minimize_scalar

    near = [(0.0, rest)]

    def current(volts: float) -> float:
        base = min(near, key=lambda one: abs(one[0] - volts))
        state = device.at(volts, base)
        if not state.ok:
            raise ArithmeticError
        near.append((volts, state))
        return state.current

    short = -current(0.0)
    if not short > 0:
        return None
    try:
        volts = 0.0
        while current(volts) < 0:
            volts += 0.05
            if volts > _HIGHEST * device.built_in:
                return None
        root: Any = brentq(current, volts - 0.05, volts, xtol=1e-12)
        open_circuit = float(root)
        best: Any = minimize_scalar(
            lambda v: v * current(v), bounds=(0.5 * open_circuit, open_circuit), method="bounded",
            options={"xatol": 1e-7},
        )  # fmt: skip
        at_open = device.at(open_circuit, min(near, key=lambda one: abs(one[0] - open_circuit)))
    except ArithmeticError:
        return None
    electrons, holes = quasi_fermi(device, at_open)
    junction = device.cells
    middle = 0.5 * (electrons - holes)[junction - 1 : junction + 1].sum()
    return Working(
        open_circuit=open_circuit,
        short_circuit=short,
        voltage=float(best.x),
        current=-float(best.fun) / float(best.x),
        splitting=float(middle),
    )


def quasi_fermi(device: PnLine, state: Profile) -> tuple[Any, Any]:
    """Quasi-Fermi levels of electrons and holes [V], as energies per charge above that of the p contact's holes.

    E_n = -phi + (RT/F) ln(n/n_i),  E_p = -phi - (RT/F) ln(p/n_i), less E_p of the p contact
    """
    own, volts, line = float(moles(device.material.intrinsic)), device.voltage, device.line
    with np.errstate(divide="ignore"):
        electrons = -state.phi + volts * np.log(state.c[ELECTRON] / own)
        holes = -state.phi - volts * np.log(state.c[HOLE] / own)
    zero = -volts * float(np.log(line.left[HOLE] / own))
    return electrons - zero, holes - zero


def _bands(device: PnLine, state: Profile, applied: float) -> Bands:
    """The bands of a state, against the Fermi level of the p contact."""
    material, volts, line = device.material, device.voltage, device.line
    own = float(moles(material.intrinsic))
    electrons, holes = quasi_fermi(device, state)
    middle = -state.phi + volts * float(np.log(line.left[HOLE] / own))
    return Bands(
        applied=applied,
        x=state.x,
        conduction=middle + volts * float(np.log(material.states_electrons / material.intrinsic)),
        valence=middle - volts * float(np.log(material.states_holes / material.intrinsic)),
        fermi_electrons=electrons,
        fermi_holes=holes,
        electrons=state.c[ELECTRON] / float(moles(1.0)),
        holes=state.c[HOLE] / float(moles(1.0)),
    )


def _accounts(device: PnLine, state: Profile) -> tuple[float, float, float]:
    """Entropy of transport and of recombination [W/(K m2)], and the free energy of pairs that light makes [W/m2]."""
    recombination, line = device.recombination, device.line
    own = float(moles(device.material.intrinsic))
    with np.errstate(all="ignore"):
        splitting = np.log(state.c[ELECTRON] / own) + np.log(state.c[HOLE] / own)
    net = recombination.net(state.c)[0]
    lost = GAS * float((net * splitting * line.widths).sum())
    made = 0.0
    if device.light is not None:
        rate = moles(device.light.pairs(line.faces))
        made = GAS * line.temperature * float((rate * splitting * line.widths).sum())
    return state.entropy_rate, lost, made


def _generated(device: PnLine) -> float:
    """Current of all pairs that light makes [A/m2]."""
    if device.light is None:
        return 0.0
    return float(FARADAY * (moles(device.light.pairs(device.line.faces)) * device.line.widths).sum())
