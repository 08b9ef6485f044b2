"""What a sweep has found so far, chunk by chunk, in memory that does not grow with it."""

import math
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Final

import numpy as np

from .sweep_field import Field

MOST: Final = 1000  # failures that are kept with their values


@dataclass(frozen=True)
class Failure:
    """A sample whose status is not ok.

    Attributes:
        sample: its number.
        status: the name of its status.
        reason: in words.
        settings: what it had, by path, as text that `--set` and `Model.set` read back to the same number.
    """

    sample: int
    status: str
    reason: str
    settings: Mapping[str, str]

    @property
    def arguments(self) -> str:
        """What to write behind a command to compute this sample alone: --set 'bath.K+=5 mM' ..."""
        return " ".join(f"--set '{path}={text}'" for path, text in self.settings.items())


@dataclass
class Tally:
    """Counts, ranges and failures.

    Attributes:
        fields: columns of the answer.
        settings: columns of what varies by path: their name and what writes their numbers as text.
        names: of the statuses.
        statuses: how many samples have each.
        ranges: smallest and largest of each column among the samples that are ok, SI.
        failures: the first of them.
    """

    fields: Mapping[str, Field]
    settings: Mapping[str, tuple[str, Callable[[float], str]]]
    names: Callable[[int], tuple[str, str]]
    statuses: Counter[str] = field(default_factory=Counter)
    ranges: dict[str, tuple[float, float]] = field(default_factory=dict)
    failures: list[Failure] = field(default_factory=list)

    @property
    def done(self) -> int:
        """Samples that have a status."""
        return sum(self.statuses.values())

    def tell(self, words: Mapping[int, str]) -> None:
        """Note what was said of samples that failed."""
        self.failures = [
            replace(one, reason=words[one.sample]) if words.get(one.sample) else one for one in self.failures
        ]

    def add(self, begin: int, arrays: Mapping[str, Any]) -> None:
        """Take in a chunk.

        Args:
            begin: number of its first sample.
            arrays: its columns.
        """
        status = np.asarray(arrays["status"])
        for value, count in zip(*np.unique(status, return_counts=True), strict=True):
            self.statuses[self.names(int(value))[0]] += int(count)
        good = status == 0
        for name, one in self.fields.items():
            if name == "status" or one.axes or not good.any():
                continue
            values = np.asarray(arrays[name], float)[good]
            values = values[np.isfinite(values)]
            if values.size:
                low, high = self.ranges.get(name, (math.inf, -math.inf))
                self.ranges[name] = (min(low, float(values.min())), max(high, float(values.max())))
        for place in np.flatnonzero(~good)[: MOST - len(self.failures)].tolist():
            name, message = self.names(int(status[place]))
            settings = {path: write(float(arrays[column][place])) for path, (column, write) in self.settings.items()}
            self.failures.append(Failure(begin + place, name, message, settings))
