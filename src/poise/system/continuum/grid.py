"""Places of the cells' faces: even, fine in the middle, fine at the ends, or along what changes."""

from typing import Any

import numpy as np

from ...errors import InputError


def even(width: float, cells: int) -> Any:
    """(M + 1,) faces of cells of one width [m]."""
    return width * np.linspace(0.0, 1.0, cells + 1)


def fine_in_the_middle(width: float, cells: int, smallest: float) -> Any:
    """(M + 1,) faces of cells that grow from about `smallest` [m] at the middle face by a constant factor; M is even.

    x = (w/2) (1 + sinh(b s)/sinh(b)),  s from -1 to 1
    """
    if cells % 2:
        raise InputError(f"{cells} cells: an even number is needed for a face in the middle")
    s = np.linspace(-1.0, 1.0, cells + 1)
    return 0.5 * width * (1.0 + _sinh(s, 2.0 * smallest / width * cells / 2.0))


def fine_everywhere_it_matters(width: float, cells: int, smallest: float, at_ends: float) -> Any:
    """(M + 1,) faces of cells of about `smallest` [m] at the middle face that grow and shrink again towards the ends.

    Each half is `fine_at_both_ends`; M is even.
    """
    if cells % 2:
        raise InputError(f"{cells} cells: an even number is needed for a face in the middle")
    x = fine_at_both_ends(0.5 * width, cells // 2, smallest, at_ends)
    return np.concatenate([0.5 * width - x[:0:-1], 0.5 * width + x])


def fine_at_both_ends(width: float, cells: int, smallest: float, far: float) -> Any:
    """(M + 1,) faces of cells of about `smallest` [m] at the left end that grow and shrink again towards the right one.

    At x the cells are as wide, but for a factor, as 1/(1/(x + a) + 1/(w - x + b)).

    Args:
        width: w [m].
        cells: M.
        smallest: width of the first cell [m].
        far: b, the distance from the right end within which cells no longer shrink [m].
    """
    a = smallest
    for _ in range(50):  # the first cell is a N/M wide, N the logarithm below
        a = smallest * cells / max(np.log((width + a) * (width + far) / (a * far)), 1.0)
    grown = np.exp(np.linspace(0.0, 1.0, cells + 1) * np.log((width + a) * (width + far) / (a * far)))
    x = a * (width + far) * (grown - 1.0) / (width + far + a * grown)
    x[-1] = width
    return x


def fine_at_the_ends(width: float, cells: int, smallest: float) -> Any:
    """(M + 1,) faces of cells that grow from about `smallest` [m] at both ends; M is even."""
    if cells % 2:
        raise InputError(f"{cells} cells: an even number is needed")
    s = np.linspace(0.0, 1.0, cells // 2 + 1)
    half = 0.5 * width * _sinh(s, 2.0 * smallest / width * cells / 2.0)
    return np.concatenate([half, width - half[-2::-1]])


def fine_at_one_end(width: float, cells: int, smallest: float) -> Any:
    """(M + 1,) faces of cells that grow from about `smallest` [m] at the left end."""
    return width * _sinh(np.linspace(0.0, 1.0, cells + 1), smallest / width * cells)


def along(faces: Any, change: Any, cells: int) -> Any:
    """(M + 1,) faces of a smooth grid on which `change` grows by equal amounts in every cell.

    Args:
        faces: (K + 1,) faces of a first grid.
        change: (K + 1,) a quantity that increases along it, such as a length of arc.
        cells: how many cells the new grid has.
    """
    from scipy.interpolate import PchipInterpolator

    share = (change - change[0]) / (change[-1] - change[0])
    found = PchipInterpolator(share, faces)(np.linspace(0.0, 1.0, cells + 1))
    found[0], found[-1] = faces[0], faces[-1]
    return found


def _sinh(s: Any, slope: float) -> Any:
    """sinh(b s)/sinh(b) with that slope at s = 0 (s itself where the slope is about 1 or more)."""
    from scipy.optimize import brentq

    if slope >= 0.999:
        return s
    b: Any = brentq(
        lambda one: np.log(one) - one - np.log1p(-np.exp(-2 * one)) + np.log(2.0) - np.log(slope), 1e-8, 700.0
    )
    return np.sign(s) * np.exp(b * (np.abs(s) - 1.0)) * np.expm1(-2 * b * np.abs(s)) / np.expm1(-2 * b)
