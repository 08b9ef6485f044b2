"""A Pourbaix diagram: regions, borders, the lines of water; its table, its JSON and its figure."""

from dataclasses import dataclass
from os import PathLike
from typing import TYPE_CHECKING, Any

from ..constants import ZERO_CELSIUS
from .cited import Cited

if TYPE_CHECKING:
    from matplotlib.figure import Figure

Point = tuple[float, float]
_NEAR = 1e-9


@dataclass(frozen=True)
class Region:
    """Where one form of the metal is the stable one.

    Attributes:
        name: of the form. kind: "immunity", "corrosion" or "passivity".
        corners: (pH, potential [V]) of its polygon, counter-clockwise.
    """

    name: str
    kind: str
    corners: tuple[Point, ...]


@dataclass(frozen=True)
class Border:
    """The line where two forms are in equilibrium.

    Attributes:
        first, second: the two forms.
        potential, slope: E = potential + slope pH [V]; both `None` where it stands upright.
        ph: of an upright line, `None` otherwise.
        ends: its two ends (pH, potential [V]).
    """

    first: str
    second: str
    potential: float | None
    slope: float | None
    ph: float | None
    ends: tuple[Point, Point]

    @property
    def text(self) -> str:
        """The line's equation."""
        if self.potential is None or self.slope is None:
            return f"pH = {self.ph:.2f}"
        if abs(self.slope) < _NEAR:
            return f"E = {self.potential:.3f} V"
        return f"E = {self.potential:.3f} V {'-' if self.slope < 0 else '+'} {abs(self.slope):.4f} V pH"


def border(first: str, second: str, one: Any, other: Any, corners: list[Point]) -> Border | None:
    """The border of two planes (value, slope with pH, slope with E) along the first's polygon, if they touch."""
    c, p, q = (a - b for a, b in zip(one, other, strict=True))
    scale = max(abs(c), abs(p), abs(q))
    on = [point for point in corners if abs(c + p * point[0] + q * point[1]) < _NEAR * max(1.0, scale)]
    if len(on) < 2:
        return None
    ends = (min(on), max(on))
    if max(abs(a - b) for a, b in zip(*ends, strict=True)) < _NEAR:
        return None
    if abs(q) < _NEAR * scale:
        return Border(first, second, None, None, -c / p, ends)
    return Border(first, second, -c / q, -p / q, None, ends)


@dataclass(frozen=True)
class Pourbaix(Cited):
    """The Pourbaix diagram of a metal.

    Attributes:
        element: the metal. activity: of every dissolved form. temperature: [K]. solids: "oxides" or "hydroxides".
        regions, borders: exact, within the range asked for.
        oxygen: E of O2/H2O at pH 0 and 1 bar [V]; line b is oxygen - decade pH, line a -decade pH.
        decade: RT ln 10 / F [V].
        references: keys of the papers that it rests on.
        planes: free energy per metal atom over F of each form, as (at pH 0 and 0 V, slope with pH, slope with E).
    """

    element: str
    activity: float
    temperature: float
    solids: str
    regions: tuple[Region, ...]
    borders: tuple[Border, ...]
    oxygen: float
    decade: float
    references: tuple[str, ...]
    planes: tuple[tuple[str, tuple[float, float, float]], ...]

    def at(self, ph: float, potential: float) -> str:
        """The stable form at a pH and a potential against the hydrogen electrode [V]."""
        return min(self.planes, key=lambda one: one[1][0] + one[1][1] * ph + one[1][2] * potential)[0]

    def region(self, name: str) -> Region | None:
        """The region of a form, `None` where it is nowhere the stable one."""
        return next((one for one in self.regions if one.name == name), None)

    def to_dict(self) -> dict[str, Any]:
        """The keys of the command line's `--json`."""
        return {
            "element": self.element,
            "activity": self.activity,
            "temperature_C": self.temperature - ZERO_CELSIUS,
            "solids": self.solids,
            "regions": {
                one.name: {"kind": one.kind, "corners": [{"pH": x, "potential_mV": 1e3 * y} for x, y in one.corners]}
                for one in self.regions
            },
            "lines": [
                {
                    "between": [one.first, one.second],
                    "potential_mV": None if one.potential is None else 1e3 * one.potential,
                    "slope_mV_per_pH": None if one.slope is None else 1e3 * one.slope,
                    "pH": one.ph,
                    "ends": [{"pH": x, "potential_mV": 1e3 * y} for x, y in one.ends],
                }
                for one in self.borders
            ],
            "water": {
                "hydrogen": {"potential_mV": 0.0, "slope_mV_per_pH": -1e3 * self.decade},
                "oxygen": {"potential_mV": 1e3 * self.oxygen, "slope_mV_per_pH": -1e3 * self.decade},
            },
        }

    def plot(self, path: str | PathLike[str] | None = None) -> "Figure":
        """The diagram as a figure; `path` also saves it."""
        from .plot_pourbaix import draw

        return draw(self, path)

    def __str__(self) -> str:
        celsius = self.temperature - ZERO_CELSIUS
        head = f"Pourbaix diagram of {self.element}, ions at {self.activity:g}, {celsius:g} degC, {self.solids}"
        wide = max(len(one.name) for one in self.regions)
        rows = [f"  {one.name:<{wide}}  {one.kind}" for one in self.regions]
        pairs = [f"{one.first} / {one.second}" for one in self.borders]
        wide = max(len(one) for one in pairs)
        lines = [f"  {pair:<{wide}}  {one.text}" for pair, one in zip(pairs, self.borders, strict=True)]
        water = [
            f"  hydrogen (line a, 1 bar)  E = - {self.decade:.4f} V pH",
            f"  oxygen (line b, 1 bar)    E = {self.oxygen:.3f} V - {self.decade:.4f} V pH",
        ]
        return "\n".join([head, "", "stable forms", *rows, "", "borders", *lines, "", "water", *water])
