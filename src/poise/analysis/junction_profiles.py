"""The inside of a junction: places for a closed form, the exact layer made finer, the work against activities."""

from typing import Any, Final

import numpy as np

from ..constants import FARADAY, GAS
from ..results.junction_result import Profile
from .junction_setting import Setting

_POINTS: Final = 129  # of the profile of a closed form
_BETWEEN: Final = 5  # places for each node of the exact layer
_FLAT: Final = 1e-9  # V: below this the potential is no coordinate


def refined(layer: Any, potential: float) -> Profile:
    """The layer at more places: cubics along the potential, in which everything is smooth, keep it neutral."""
    x, phi, c = (np.asarray(one, float) for one in (layer.position, layer.potential, layer.concentrations))
    along = phi / potential if abs(potential) > _FLAT else x
    steps = np.arange(_BETWEEN) / _BETWEEN
    fine = np.append((along[:-1, None] + np.diff(along)[:, None] * steps).ravel(), along[-1])
    rows = np.vstack([x, phi, c])
    curves = _cubics(along, rows, fine)
    curves[:, ::_BETWEEN] = rows
    return Profile(curves[0], np.maximum(curves[2:], 0.0), curves[1])


def _cubics(at: Any, rows: Any, fine: Any) -> Any:
    """Lagrange's cubic through the four nodes around each place: a weighted sum, so that a neutral profile stays so.

    Args:
        at: nodes (M,), rising; at least 4. rows: values (R, M). fine: places (F,).
    """
    first = np.clip(np.searchsorted(at, fine, side="right") - 2, 0, len(at) - 4)
    nodes = first[:, None] + np.arange(4)
    near = at[nodes]
    found = np.zeros((len(rows), len(fine)))
    for k in range(4):
        others = [j for j in range(4) if j != k]
        weight = np.prod([(fine - near[:, j]) / (near[:, k] - near[:, j]) for j in others], axis=0)
        found += weight * rows[:, nodes[:, k]]
    return found


def ended(setting: Setting, x: Any, c: Any, phi: Any, potential: float, width: float) -> Profile:
    """A profile at the centres of cells, with the two solutions at its ends."""
    place, inside, volts = (np.asarray(one, float) for one in (x, c, phi))
    if place[0] > 0.0:
        place, volts = np.concatenate([[0.0], place]), np.concatenate([[0.0], volts])
        inside = np.concatenate([setting.left[:, None], inside], axis=1)
    if place[-1] < width:
        place, volts = np.concatenate([place, [width]]), np.concatenate([volts, [potential]])
        inside = np.concatenate([inside, setting.right[:, None]], axis=1)
    return Profile(place, inside, volts)


def places(setting: Setting) -> Any:
    """Places in 0..1, evenly spaced and, where one side conducts much better, also evenly in its logarithm."""
    squares = setting.charge**2 * setting.diffusion
    ratio = np.log(float(np.sum(squares * setting.right)) / float(np.sum(squares * setting.left)))
    even = np.linspace(0.0, 1.0, _POINTS)
    return np.union1d(even, _stretched(even, ratio))


def _stretched(even: Any, ratio: float) -> Any:
    """x such that what grows from 1 to e^ratio linearly in x grows evenly in its logarithm."""
    if abs(ratio) < 1e-8:
        return even
    return np.expm1(ratio * even) / np.expm1(ratio)


def work_along(setting: Setting, panels: int) -> tuple[Any, Any]:
    """x and the potential that the activity coefficients add up to there, by the trapezoidal rule."""
    squares = setting.charge**2 * setting.diffusion
    ratio = np.log(float(np.sum(squares * setting.right)) / float(np.sum(squares * setting.left)))
    x = _stretched(np.linspace(0.0, 1.0, panels + 1), ratio)
    c = setting.left[:, None] + (setting.right - setting.left)[:, None] * x
    weight = (setting.charge * setting.diffusion)[:, None] * c / np.sum(squares[:, None] * c, axis=0)
    steps = 0.5 * (weight[:, 1:] + weight[:, :-1]) * np.diff(setting.ln_gamma(c), axis=1)
    volts = -GAS * setting.temperature / FARADAY * np.cumsum(np.sum(steps, axis=0))
    return x, np.concatenate([[0.0], volts])
