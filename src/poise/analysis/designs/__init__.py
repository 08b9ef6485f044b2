"""What a sweep samples: grids, lists, Latin hypercubes, Sobol sequences, random draws. A choice is an object."""

from .base import MOST as MOST
from .base import Design as Design
from .distribution_text import distribution as distribution
from .distributions import Distribution as Distribution
from .distributions import LogNormal as LogNormal
from .distributions import LogUniform as LogUniform
from .distributions import Normal as Normal
from .distributions import Truncated as Truncated
from .distributions import Uniform as Uniform
from .grid import Grid as Grid
from .latin_hypercube import LatinHypercube as LatinHypercube
from .listed import Listed as Listed
from .product import Product as Product
from .random_draws import Random as Random
from .sobol import Sobol as Sobol
