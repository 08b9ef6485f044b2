"""Rates that a user writes: read with units by Poise's own grammar, checked once, evaluated many times."""

from .expression import Expression as Expression
from .functions import RESERVED as RESERVED
from .kinds import describe as describe
from .kinds import exponents_of as exponents_of
from .kinds import read_quantity as read_quantity
from .kinds import spell as spell
from .powers import Exponents as Exponents
