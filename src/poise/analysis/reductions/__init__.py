"""Reductions: what is kept of a whole course in time, computed in the lane while it runs. A choice is an object."""

from .base import Reduction as Reduction
from .count import Count as Count
from .duration import Duration as Duration
from .first_time import FirstTime as FirstTime
from .frequency import Frequency as Frequency
from .last import Last as Last
from .last_time import LastTime as LastTime
from .maximum import Maximum as Maximum
from .mean import Mean as Mean
from .minimum import Minimum as Minimum
from .register import REDUCTIONS as REDUCTIONS
from .text import reduction as reduction
from .time_of_maximum import TimeOfMaximum as TimeOfMaximum
from .time_of_minimum import TimeOfMinimum as TimeOfMinimum
from .watching import Watching as Watching
