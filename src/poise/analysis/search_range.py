"""Where to look for a zero-current potential."""

from functools import reduce
from typing import Any

from ..errors import InputError
from ..processes.derived import equilibrium_potentials
from ..system.circuit import Link
from ..system.system import System

_MARGIN = 0.1  # V beyond the outermost equilibrium potential: room for pumps and imposed currents
_LEAST = 0.3  # V: a membrane is searched at least from -0.3 to 0.3
_MOST = 6.0  # V: no aqueous process has an equilibrium beyond


def search_range(system: System, link: Link, low: float | None = None, high: float | None = None) -> tuple[Any, Any]:
    """The range [V] in the link's direction, as (low, high), numbers or arrays (lanes,).

    It holds the equilibrium potential of every electrogenic move with a margin, and -0.3 to 0.3 V; a limit that the
    user gives is taken as it is, for the first interface's direction.
    """
    xp = system.xp
    ends = []
    for name, sign in link.interfaces:
        local = system.local(name, 0.0)
        for process in system.interfaces[name].processes.values():
            if process.unaccounted:
                continue
            moved = zip(process.moves(), equilibrium_potentials(process, local), strict=True)
            ends += [sign * xp.asarray(value) for move, value in moved if move.electrogenic]
    finite = [xp.where(xp.isfinite(value), xp.clip(value, -_MOST, _MOST), 0.0) for value in ends]
    lowest = reduce(xp.minimum, (one - _MARGIN for one in finite), xp.asarray(-_LEAST))
    highest = reduce(xp.maximum, (one + _MARGIN for one in finite), xp.asarray(_LEAST))
    if low is not None and high is None and not (low < highest).all():
        raise InputError(f"nothing to search above {low * 1e3:g} mV; give the upper end too")
    if high is not None and low is None and not (lowest < high).all():
        raise InputError(f"nothing to search below {high * 1e3:g} mV; give the lower end too")
    return (lowest if low is None else low), (highest if high is None else high)
