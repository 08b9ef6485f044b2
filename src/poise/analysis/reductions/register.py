"""The register: every reduction by its name."""

from collections.abc import Mapping
from types import MappingProxyType

from .base import Reduction
from .count import Count
from .duration import Duration
from .first_time import FirstTime
from .frequency import Frequency
from .last import Last
from .last_time import LastTime
from .maximum import Maximum
from .mean import Mean
from .minimum import Minimum
from .time_of_maximum import TimeOfMaximum
from .time_of_minimum import TimeOfMinimum

_ALL: tuple[type[Reduction], ...] = (
    Last,
    Maximum,
    Minimum,
    Mean,
    TimeOfMaximum,
    TimeOfMinimum,
    Count,
    Frequency,
    FirstTime,
    LastTime,
    Duration,
)

REDUCTIONS: Mapping[str, type[Reduction]] = MappingProxyType({one.name: one for one in _ALL})
"""The reductions by the name that text uses."""
