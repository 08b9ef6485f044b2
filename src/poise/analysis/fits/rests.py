"""Resting potentials asked for again and again: by NumPy at first, compiled once that pays."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from ...model.model import Model
from ...solve.nearest_root import nearest_root
from ...system.circuit import Circuit, Link
from ...system.system import System
from ..rest import rest
from ..search_range import search_range
from ..settings import POINTS, quiet
from .observed import LANE

_PATIENCE = 16  # calls after which compiling pays: it costs about as much as so many
_BLOCK = 32  # lanes of one compiled call
_FAR = 1e3  # V: below every rest, so that the nearest is the most negative


@dataclass
class Rests:
    """The stable rests of some interfaces nearest to given potentials, lane by lane.

    Attributes:
        model: of plain numbers. interfaces: their names.
        calls: so far. compiled: what answers after many, `None` while there were few.
    """

    model: Model
    interfaces: tuple[str, ...]
    calls: int = 0
    compiled: Any = field(default=None, repr=False)

    @property
    def link(self) -> Link | None:
        """The link of a lone interface that shares its current with no other; `None` otherwise."""
        alone = ((self.interfaces[0], 1),)
        found = (one for one in Circuit.of(self.model).bridges if one.interfaces == alone)
        return next(found, None) if len(self.interfaces) == 1 else None

    def of(self, values: Mapping[str, Any], near: Any) -> Any:
        """Potentials (interfaces, lanes) [V], nan where there is none.

        Args:
            values: quantities by path, (lanes,).
            near: which of several stable rests to take, (interfaces, lanes) [V]; nan for the most negative.
        """
        self.calls += 1
        link = self.link if self.calls > _PATIENCE else None
        if link is None:
            return self._scanned(values, near)
        found = self._compiled(link, values, near)
        lost = np.isnan(found[0])
        if lost.any():  # the scan of `rest` looks closer
            some = {path: np.asarray(one)[lost] for path, one in values.items()}
            found[:, lost] = self._scanned(some, near[:, lost])
        return found

    def _scanned(self, values: Mapping[str, Any], near: Any) -> Any:
        found = rest(self.model.set(values, along=LANE))
        names = found.labels["interface"]
        return np.stack([_nearest(found, names.index(one), near[k]) for k, one in enumerate(self.interfaces)])

    def _compiled(self, link: Link, values: Mapping[str, Any], near: Any) -> Any:
        import jax

        if self.compiled is None:
            points = POINTS[System.of(self.model).monotone[self.interfaces[0]]]
            self.compiled = jax.jit(lambda values, near: self._block(link, points, values, near))
        every = {**values, "": np.where(np.isnan(near[0]), -_FAR, near[0])}
        count = near.shape[1]
        parts = []
        with jax.enable_x64(True), quiet():
            for begin in range(0, count, _BLOCK):
                some = {path: np.asarray(one[begin : begin + _BLOCK], float) for path, one in every.items()}
                size = len(some[""])
                padded = {path: np.pad(one, (0, _BLOCK - size), mode="edge") for path, one in some.items()}
                where = padded.pop("")
                parts.append(np.asarray(self.compiled(padded, where))[:size])
        return np.concatenate(parts)[None]

    def _block(self, link: Link, points: int, values: dict[str, Any], near: Any) -> Any:
        """Traced: the rests of one block."""
        import jax.numpy as jnp

        system = System.of(self.model.set(values, along=LANE), jnp, check=False)
        low, high = search_range(system, link)
        return nearest_root(lambda v: system.current(self.interfaces[0], v), low, high, near, points)


def _nearest(found: Any, row: int, near: Any) -> Any:
    """The stable rest of each lane nearest to a potential, (lanes,); the most negative one where that is nan."""
    roots, stable = found["root"][row], found["root_stable"][row]
    away = np.where(np.isnan(near), roots, np.abs(roots - near))
    score = np.where(stable & np.isfinite(roots), away, np.inf)
    picked = np.take_along_axis(roots, score.argmin(axis=0)[None], axis=0)[0]
    return np.where(np.isfinite(score.min(axis=0)), picked, np.nan)
