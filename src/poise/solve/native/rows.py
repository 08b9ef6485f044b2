"""Where a lane's numbers lie in the memory of the native engine: rows, each with one number for every lane."""

from dataclasses import dataclass
from functools import cached_property

# what `integrate.Carry` holds beside its vectors, in this order
SCALARS = ("t", "h", "error", "k", "status", "accepted", "rejected", "fresh", "retry")


@dataclass(frozen=True)
class Sizes:
    """The lengths of a flow's vectors.

    Attributes:
        n, m, w: of the state, of what is counted beside it, and of what is watched.
        told: of the numbers that a lane is told (one segment's).
        stages: of the method.
        factors: of what is kept through a step (the Jacobian's factors) or through a segment.
    """

    n: int
    m: int
    w: int
    told: int
    stages: int
    factors: int = 0


@dataclass(frozen=True)
class Rows:
    """The first row of each block; rows 0 to `saved` are the lane's standing, those to `loaded` what it is told."""

    sizes: Sizes

    @cached_property
    def _starts(self) -> dict[str, int]:
        s = self.sizes
        blocks = [(name, 1) for name in SCALARS]
        blocks += [("y", s.n), ("q", s.m), ("w", s.w), ("dy", s.n), ("dq", s.m), ("attempt", s.n), ("strain", s.n)]
        blocks += [
            ("edge", 1),
            ("beyond", 1),
            ("rtol", 1),
            ("most", 1),
            ("longest", 1),
            ("atol", s.n),
            ("told", s.told),
        ]
        blocks += [("moment", 1), ("point", s.n), ("slope", s.n), ("slope_q", s.m)]  # arguments and values of the rates
        blocks += [("step", 1), ("lands", 1), ("active", 1), ("good", 1), ("before", 1), ("inside", 1), ("sum", 1)]
        blocks += [("by_time", s.n), ("by_time_q", s.m), ("right", s.n), ("new", s.n), ("new_q", s.m), ("new_w", s.w)]
        blocks += [("u", s.stages * s.n), ("uq", s.stages * s.m), ("powers", 5 * s.n)]
        blocks += [("safe", s.n + s.m + s.w)]
        blocks += [("slow", 1), ("factors", s.factors), ("end", 0)]
        found, at = {}, 0
        for name, size in blocks:
            found[name] = at
            at += size
        return found

    def __getattr__(self, name: str) -> int:
        try:
            return self._starts[name]
        except KeyError:
            raise AttributeError(name) from None

    @property
    def saved(self) -> int:
        """How many rows the standing of a lane has."""
        return self._starts["edge"]

    @property
    def loaded(self) -> int:
        """How many rows a lane is told: tolerances, the segment's end and its numbers."""
        return self._starts["moment"] - self._starts["edge"]

    @property
    def total(self) -> int:
        """All rows."""
        return self._starts["end"]
