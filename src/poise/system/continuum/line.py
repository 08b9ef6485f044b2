"""A line of thin cells between two ends: what moves along it, what is fixed in it, what is at its ends."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from ...errors import InputError
from .sources import Source

LogGamma = Callable[[Any], Any]
"""Concentrations (N, K) [mol/m3] to natural logarithms of activity coefficients (N, K), column by column."""


@dataclass(frozen=True)
class Line:
    """Carriers on a line of cells between a left and a right end.

    Attributes:
        faces: (M + 1,) places of the cells' faces [m], increasing; the ends are the first and the last.
        charge: (N,) signed charge numbers z.
        diffusion: (N,) or (N, M) diffusion coefficients D [m2/s], by cell where they vary; > 0.
        left, right: (N,) concentrations at the two ends [mol/m3]; >= 0.
        temperature: T [K].
        permittivity: relative, a number or (M,) by cell; 0 is electroneutrality.
        fixed: fixed charge X [mol of charge / m3], a number or (M,) by cell: doping, or the charge of a membrane.
        closed_left, closed_right: (N,) whether a carrier cannot cross that end; its concentration there is not used.
        sources: what makes and consumes carriers inside.
        ln_gamma: ln of the activity coefficients of all carriers from all concentrations, or None for ideal ones. It is
            called with the left end, all cells and the right end as columns.
    """

    faces: Any
    charge: Any
    diffusion: Any
    left: Any
    right: Any
    temperature: float
    permittivity: Any = 0.0
    fixed: Any = 0.0
    closed_left: Any = None
    closed_right: Any = None
    sources: Sequence[Source] = ()
    ln_gamma: LogGamma | None = None

    def __post_init__(self) -> None:
        faces = np.asarray(self.faces, float)
        if faces.ndim != 1 or len(faces) < 3 or not (np.diff(faces) > 0).all():
            raise InputError("a line needs the places of at least three faces, increasing")
        cells = len(faces) - 1
        charge = np.atleast_1d(np.asarray(self.charge, float))
        count = len(charge)
        put = {"faces": faces, "charge": charge}
        for name in ("left", "right"):
            put[name] = _column(name, getattr(self, name), count)
        diffusion = np.asarray(self.diffusion, float)
        if diffusion.shape not in ((count,), (count, cells)):
            raise InputError(
                f"diffusion: shape {diffusion.shape}; give ({count},) or ({count}, {cells}) for {count} ions"
            )
        if not (np.isfinite(diffusion).all() and (diffusion > 0).all()):
            raise InputError("diffusion: every coefficient must be a positive number")
        put["diffusion"] = np.broadcast_to(diffusion if diffusion.ndim == 2 else diffusion[:, None], (count, cells))
        for name in ("permittivity", "fixed"):
            value = np.asarray(getattr(self, name), float)
            if value.shape not in ((), (cells,)) or not np.isfinite(value).all():
                raise InputError(f"{name}: give one number, or one for each of the {cells} cells")
            put[name] = np.broadcast_to(value, (cells,))
        if (put["permittivity"] < 0).any() or ((put["permittivity"] == 0).any() and (put["permittivity"] > 0).any()):
            raise InputError("permittivity: positive in every cell, or 0 in every cell for electroneutrality")
        for name in ("closed_left", "closed_right"):
            given = getattr(self, name)
            put[name] = np.zeros(count, bool) if given is None else np.broadcast_to(np.asarray(given, bool), (count,))
            if put[name].all() and not put["permittivity"].any():
                raise InputError(
                    f"{name}: no carrier crosses that end, so that electroneutrality leaves its potential open; give"
                    " a permittivity"
                )
        if not 0 < self.temperature < np.inf:
            raise InputError(f"temperature {self.temperature:g} K: it must be positive")
        for name, value in put.items():
            object.__setattr__(self, name, value)

    @property
    def cells(self) -> int:
        """How many cells."""
        return len(self.faces) - 1

    @property
    def centres(self) -> Any:
        """(M,) the middles of the cells [m]."""
        return 0.5 * (self.faces[1:] + self.faces[:-1])

    @property
    def widths(self) -> Any:
        """(M,) the cells' widths [m]."""
        return np.diff(self.faces)


def _column(name: str, given: Any, count: int) -> Any:
    """A column of concentrations, checked."""
    column = np.atleast_1d(np.asarray(given, float))
    if column.shape != (count,):
        raise InputError(f"{name}: {column.size} concentrations for {count} charges")
    if not np.isfinite(column).all() or (column < 0).any():
        raise InputError(f"{name}: a concentration is a number >= 0")
    return column
