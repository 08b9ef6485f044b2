"""Activity models: how far an ion's activity falls below its concentration. A choice is an object."""

from .davies import Davies as Davies
from .debye_hueckel import KIELLAND as KIELLAND
from .debye_hueckel import DebyeHueckel as DebyeHueckel
from .ideal import Ideal as Ideal
from .mean import mean_activity as mean_activity
from .mean import salt_ions as salt_ions
from .mean import salt_osmotic as salt_osmotic
from .mean import salt_water_activity as salt_water_activity
from .pitzer import Pitzer as Pitzer
from .protocol import ActivityModel as ActivityModel
from .protocol import solution_strength as solution_strength
from .register import ACTIVITY_MODELS as ACTIVITY_MODELS
from .register import activity_model as activity_model
