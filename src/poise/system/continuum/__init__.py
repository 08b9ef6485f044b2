"""A line of thin compartments taken to the continuum: liquid junctions, thin membranes, p-n junctions, by one code."""

from .ends import ImposedCurrent as ImposedCurrent
from .ends import ImposedPotential as ImposedPotential
from .in_time import Course as Course
from .in_time import in_time as in_time
from .junction import JunctionProfile as JunctionProfile
from .junction import junction_in_time as junction_in_time
from .junction import junction_stationary as junction_stationary
from .line import Line as Line
from .stationary import Profile as Profile
from .stationary import stationary as stationary
