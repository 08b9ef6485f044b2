"""What was measured: one row of numbers for each quantity, with errors, and the conditions of each row."""

from abc import ABC, abstractmethod
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

import numpy as np

from ...errors import InputError, UnknownNameError, did_you_mean
from ...model.along import Along
from ...model.model import Model
from ...units import Dimension, parse

LANE = "lane"
"""The one dimension of a model that is fitted: each set of parameters with each row of data is a lane of it."""


@dataclass(frozen=True)
class Observed:
    """One measured quantity.

    Attributes:
        name: "membrane.potential".
        dimension: of its numbers.
        values: SI, (rows,); nan where there is none.
        sigma: standard errors, SI, (rows,); `None` where they are to be estimated from the scatter.
    """

    name: str
    dimension: Dimension
    values: Any
    sigma: Any


@dataclass(frozen=True)
class Prepared:
    """A data set bound to a model.

    Attributes:
        name: of the data set. kind: "rest", "reversal", "iv", "run".
        conditions: what the experimenter set in each row, by path, SI, (rows,).
        axis: name of the condition (or "time") that runs along the curve; "" where there is none.
        place: its values, SI, (rows,). axis_dimension: of these.
        observed: what was measured.
        predict: values of parameters by path, (count,) each, to (count, observed, rows); nan without an answer.
        dense: the same along curves to be drawn: rows in between, for plots; `None` where there is nothing to draw.
        noisy: relative error of a prediction.
    """

    name: str
    kind: str
    conditions: Mapping[str, Any]
    axis: str
    place: Any
    axis_dimension: Dimension | None
    observed: tuple[Observed, ...]
    predict: Callable[[Mapping[str, Any]], Any]
    dense: "Callable[[], Prepared | None]"
    noisy: float = 1e-12

    @property
    def kept(self) -> Any:
        """Which measurements are there, (observed, rows)."""
        return np.stack([np.isfinite(one.values) for one in self.observed])

    @property
    def series(self) -> Any:
        """The curve that each row belongs to: rows whose other conditions are alike, (rows,) of whole numbers."""
        others = [values for path, values in self.conditions.items() if path != self.axis]
        if not others:
            return np.zeros(len(self.place), int)
        _, which = np.unique(np.stack(others), axis=1, return_inverse=True)
        first = {int(k): n for n, k in reversed(list(enumerate(which.ravel())))}
        order = {k: n for n, k in enumerate(sorted(first, key=lambda k: first[k]))}
        return np.array([order[int(k)] for k in which.ravel()])


@dataclass(frozen=True, eq=False)
class Data(ABC):
    """What all data sets share; the final kinds say what a model predicts for them.

    Attributes:
        conditions: what differed between rows, by path ("bath.K+"), SI or texts with units, (rows,).
        measured: by name ("membrane.potential"), SI or texts with units, (rows,); nan where a row lacks one.
        sigma: standard errors by name, numbers or (rows,), SI or text; estimated from the scatter where none is given.
        name: what to call it in tables and plots.
    """

    conditions: Mapping[str, Any]
    measured: Mapping[str, Any]
    sigma: Mapping[str, Any] = field(default_factory=lambda: MappingProxyType({}))
    name: str = ""

    def __post_init__(self) -> None:
        """Make the mappings read-only; refuse data without a measurement."""
        for key in ("conditions", "measured", "sigma"):
            given = getattr(self, key)
            if not isinstance(given, Mapping):
                raise InputError(f"{self._called}: {key}: '{given}' is not a mapping from names to numbers")
            object.__setattr__(self, key, MappingProxyType(dict(given)))
        if not self.measured:
            raise InputError(f"{self._called}: nothing is measured")

    @property
    def _called(self) -> str:
        return self.name or type(self).__name__

    @abstractmethod
    def prepared(self, model: Model, free: Collection[str]) -> Prepared:
        """Bound to a model whose parameters at the paths `free` will vary.

        Raises:
            InputError, UnitError, UnknownNameError: the data do not fit the model.
        """

    def conditions_of(
        self, model: Model, free: Collection[str], rows: int, but: Collection[str] = ()
    ) -> dict[str, Any]:
        """The conditions by full path, SI, checked by the kinds of their quantities.

        Args:
            model: whose quantities they are.
            free: paths that are fitted and so cannot be conditions.
            rows: how many values there must be.
            but: names that the caller reads itself.
        """
        known = model.paths()
        found: dict[str, Any] = {}
        for given, values in self.conditions.items():
            if given in but:
                continue
            try:
                path = model.resolve(given, known)
            except UnknownNameError as error:
                raise UnknownNameError(f"{self._called}: {error}") from None
            if path in free:
                raise InputError(f"{self._called}: '{path}' is a condition of the data; it cannot be fitted as well")
            if path in found:
                raise InputError(f"{self._called}: '{path}' is given twice")
            if known[path].fixed:
                raise InputError(f"{self._called}: '{path}' shapes what moves; it cannot differ between rows")
            numbers = self._row(values, known[path].dimension, path, rows)
            if not np.isfinite(numbers).all():
                raise InputError(f"{self._called}: {path}: a condition must be given in every row")
            try:
                for end in (numbers.min(), numbers.max()):
                    known[path].check(float(end))
            except InputError as error:
                raise InputError(f"{self._called}: {path}: {error}") from None
            found[path] = numbers
        return found

    def observed_of(self, dimensions: Mapping[str, Dimension], rows: int) -> tuple[Observed, ...]:
        """The measurements, SI.

        Args:
            dimensions: of each measured name.
            rows: how many values there must be.
        """
        strange = next((one for one in self.sigma if one not in self.measured), None)
        if strange is not None:
            raise UnknownNameError(
                f"{self._called}: sigma of '{strange}', which is not measured; {did_you_mean(strange, self.measured)}"
            )
        found = []
        for name, values in self.measured.items():
            dimension = dimensions[name]
            numbers = self._row(values, dimension, name, rows)
            if not np.isfinite(numbers).any():
                raise InputError(f"{self._called}: {name}: no value at all")
            sigma = self.sigma.get(name)
            if sigma is not None:
                plain = np.broadcast_to(self._numbers(sigma, dimension, f"sigma of {name}", difference=True), (rows,))
                if not (np.isfinite(plain) & (plain > 0))[np.isfinite(numbers)].all():
                    raise InputError(f"{self._called}: sigma of {name}: a standard error must be more than 0")
                sigma = np.array(plain)
            found.append(Observed(name, dimension, numbers, sigma))
        return tuple(found)

    @property
    def rows(self) -> int:
        """How many rows there are; raises InputError where columns differ."""
        sizes = {key: np.size(values) for key, values in {**self.conditions, **self.measured}.items()}
        longest = max(sizes.values())
        wrong = next((key for key, size in sizes.items() if size != longest), None)
        if wrong is not None:
            raise InputError(f"{self._called}: '{wrong}' has {sizes[wrong]} values, others have {longest}")
        return longest

    def _row(self, given: Any, dimension: Dimension, label: str, rows: int) -> Any:
        numbers = self._numbers(given, dimension, label)
        if numbers.shape != (rows,):
            raise InputError(f"{self._called}: {label}: give one row of {rows} numbers")
        return numbers

    def _numbers(self, given: Any, dimension: Dimension, label: str, *, difference: bool = False) -> Any:
        """Numbers or texts as SI; of a `difference` "2 degC" are 2 K."""

        def one(value: Any) -> float:
            if not isinstance(value, str):
                return float(value)
            found = parse(value, dimension)
            return (
                found - parse(f"0 {dimension.shown}", dimension) if difference and dimension.shown == "degC" else found
            )

        try:
            if isinstance(given, str):
                return np.asarray(one(given))
            if isinstance(given, Sequence):
                return np.array([one(value) for value in given], float)
            return np.asarray(given, float)
        except InputError as error:
            raise type(error)(f"{self._called}: {label}: {error}") from None
        except (TypeError, ValueError):
            raise InputError(f"{self._called}: {label}: not numbers") from None


def side_by_side(values: Mapping[str, Any], conditions: Mapping[str, Any], rows: int) -> dict[str, Any]:
    """Each set of parameters in each row of conditions: lane = set * rows + row.

    Args:
        values: parameters by path, (count,) each.
        conditions: by path, (rows,) each.
        rows: how many rows there are.
    """
    count = len(next(iter(values.values())))
    found = {path: np.repeat(np.asarray(one, float), rows) for path, one in values.items()}
    return found | {path: np.tile(one, count) for path, one in conditions.items()}


def laned(model: Model, values: Mapping[str, Any], conditions: Mapping[str, Any], rows: int) -> Model:
    """The model with the lanes of `side_by_side`."""
    return model.set(side_by_side(values, conditions, rows), along=LANE)


def require_plain(model: Model) -> None:
    """Refuse a model that holds arrays.

    Raises:
        InputError: naming them.
    """
    many = [path for path in model.paths() if isinstance(model.get(path), Along)]
    if many:
        raise InputError(f"model '{model.name}' has an array at {', '.join(many)}; a fit takes one number for each")


def varied(conditions: Mapping[str, Any]) -> str:
    """The first condition that differs between rows; the first of all where none does; "" where there is none."""
    return next((path for path, one in conditions.items() if np.ptp(one) > 0), next(iter(conditions), ""))


def between(values: Any, points: int = 101) -> Any:
    """Values from the least to the largest of some, evenly spaced; by ratios where they are positive and far apart."""
    low, high = float(np.min(values)), float(np.max(values))
    return np.geomspace(low, high, points) if low > 0.0 and high > 10.0 * low else np.linspace(low, high, points)


def along_curves(prepared_series: Any, conditions: Mapping[str, Any], axis: str, place: Any) -> dict[str, Any]:
    """Conditions along curves to be drawn: for each series, values of the axis in between, the others as there."""
    parts: dict[str, list[Any]] = {path: [] for path in (*conditions, axis)}
    for one in range(int(prepared_series.max()) + 1):
        rows = np.flatnonzero(prepared_series == one)
        line = between(np.asarray(place)[rows])
        parts[axis].append(line)
        for path, values in conditions.items():
            if path != axis:
                parts[path].append(np.full(len(line), values[rows[0]]))
    return {path: np.concatenate(lines) for path, lines in parts.items()}
