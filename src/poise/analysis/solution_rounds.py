"""What a search for a solution's composition carries from round to round, and what it ends with."""

import math
from dataclasses import dataclass
from typing import Any

import numpy as np

from ..solve.status import Status

BOLDEST = 1.0  # of an extrapolation, in steps


@dataclass(frozen=True, eq=False)
class Mixed:
    """What is in the beaker.

    Attributes:
        status: of the search.
        concentrations: of every species [mol/m3]. coefficients: their activity coefficients.
        ph, strength [mol/m3], osmolarity [osmol/m3], osmotic: the osmotic coefficient, osmolality [osmol/m3 of
            water at 1 kg/L, i.e. mOsm/kg].
        titrant: amount of it [mol/m3], 0 where there is none.
        added: amounts for the free concentrations [mol/m3].
        osmolyte: amount of it [mol/m3].
    """

    status: Status
    concentrations: Any
    coefficients: Any
    ph: float
    strength: float
    osmolarity: float
    osmotic: float
    osmolality: float
    titrant: float
    added: tuple[float, ...]
    osmolyte: float

    @property
    def ok(self) -> bool:
        """Whether it was found."""
        return self.status == Status.ok

    @property
    def largest(self) -> float:
        """The largest concentration [mol/m3]."""
        return float(np.max(self.concentrations, initial=1e-6))


@dataclass(frozen=True, eq=False)
class Wanted:
    """Free values by component (natural logarithms), what each reagent adds, whether the first is the titrant."""

    values: dict[int, float]
    columns: Any
    titrated: bool


@dataclass(frozen=True)
class Around:
    """What the mass action depends on and decides: ionic strength, coefficient of H+, water, osmolyte."""

    strength: float
    proton: float
    water: float
    extra: float

    def near(self, other: "Around", settled: float) -> bool:
        """Whether nothing changes any more."""
        return all(abs(a - b) <= settled * max(abs(a), 1e-6) for a, b in zip(self.all, other.all, strict=True))

    @property
    def all(self) -> tuple[float, ...]:
        """The four numbers."""
        return self.strength, self.proton, self.water, self.extra

    def next(self, before: "Around", last: "tuple[Around, Around] | None") -> "Around":
        """What to try after `before`, which led to this: Anderson's extrapolation from the round before.

        Source: Anderson 1965 with one step of memory (anderson_1965).
        """
        if last is None:
            return self
        sizes = [1.0 / max(abs(one), 1e-3) for one in self.all]
        gap = [(a - b) * w for a, b, w in zip(self.all, before.all, sizes, strict=True)]
        old = [(a - b) * w for a, b, w in zip(last[1].all, last[0].all, sizes, strict=True)]
        change = [a - b for a, b in zip(gap, old, strict=True)]
        square = math.fsum(one * one for one in change)
        share = math.fsum(a * b for a, b in zip(gap, change, strict=True)) / square if square > 0.0 else 0.0
        if abs(share) > BOLDEST:
            return self
        strength, proton, water, extra = (a - share * (a - b) for a, b in zip(self.all, last[1].all, strict=True))
        if min(strength, proton, water) <= 0.0 or extra < 0.0:
            return self
        return Around(strength, proton, water, extra)
