"""What a worker may use: time for a job, memory, threads."""

import os
import re
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from ...errors import InputError, UnitError
from ...units import DIMENSIONS, parse

DEADLINE = "10 min"
PATIENCE = "1 min"
SHARE = 0.8  # of the machine's memory that all workers together may use
ONE_THREAD: Final = (
    "OMP_NUM_THREADS",
    "OPENBLAS_NUM_THREADS",
    "MKL_NUM_THREADS",
    "BLIS_NUM_THREADS",
    "VECLIB_MAXIMUM_THREADS",
    "NUMEXPR_NUM_THREADS",
    "NUMBA_NUM_THREADS",
    "NPROC",  # what XLA takes for the number of processors
    "POISE_THREADS",
)
_BYTES: Final = {"kB": 10**3, "MB": 10**6, "GB": 10**9, "TB": 10**12, "KiB": 2**10, "MiB": 2**20, "GiB": 2**30}
_MEMORY: Final = re.compile(r"\s*(\d+(?:\.\d+)?)\s*(kB|MB|GB|TB|KiB|MiB|GiB)\s*\Z")
_LEAST_MEMORY: Final = 256 * 2**20  # JAX alone takes 220 MB


@dataclass(frozen=True)
class Limits:
    """What a worker may use.

    Attributes:
        deadline: time for a job [s]; the time in which this computer sleeps is not counted.
        memory: of a worker [bytes].
        start: time in which a worker's process must be ready [s].
        idle: time after which a process without work ends [s].
    """

    deadline: float
    memory: int
    start: float = 300.0
    idle: float = 300.0


def seconds(what: str, value: Any) -> float:
    """A duration [s] from text with a unit or a number of seconds.

    Raises:
        InputError: not a duration, or not above zero.
    """
    try:
        found = parse(value, DIMENSIONS["time"]) if isinstance(value, str) else float(value)
    except (TypeError, ValueError):
        found = 0.0
    except UnitError as error:
        raise InputError(f"{what}: {error}") from None
    if not 0.0 < found < float("inf"):
        raise InputError(f"{what} is {value!r}, which is not a duration above zero; write '10 min'")
    return found


def memory_each(value: str | int | None, workers: int) -> int:
    """The memory of each worker [bytes]: as given, else an equal share of most of the machine's.

    Raises:
        InputError: not an amount of memory, or too little to start in.
    """
    if value is None:
        return max(int(SHARE * machine_memory()) // max(workers, 1), _LEAST_MEMORY)
    if isinstance(value, str):
        found = _MEMORY.match(value)
        size = float(found.group(1)) * _BYTES[found.group(2)] if found else 0.0
    else:
        size = float(value)
    if not _LEAST_MEMORY <= size < 2**62:
        raise InputError(f"a worker's memory is {value!r}; write an amount of 256 MiB or more, such as '4 GB'")
    return int(size)


def machine_memory() -> int:
    """The memory that processes here may use [bytes]: the machine's, or less where a control group says so."""
    sizes = []
    if hasattr(os, "sysconf") and "SC_PHYS_PAGES" in os.sysconf_names:
        sizes.append(os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE"))
    for place in ("/sys/fs/cgroup/memory.max", "/sys/fs/cgroup/memory/memory.limit_in_bytes", *_own_groups()):
        try:
            sizes.append(int(Path(place).read_text()))
        except (OSError, ValueError):
            continue  # there is none, or it says "max"
    return min(sizes, default=8 * 2**30)


def _own_groups() -> list[str]:
    """Where the limits of this process's own control group and of those round it stand."""
    try:
        lines = Path("/proc/self/cgroup").read_text().splitlines()
    except OSError:
        return []
    places = []
    for line in lines:
        _, kinds, path = line.split(":", 2)
        if kinds not in ("", "memory"):
            continue
        root, name = ("", "memory.max") if kinds == "" else ("/memory", "memory.limit_in_bytes")
        while path not in ("", "/"):
            places.append(f"/sys/fs/cgroup{root}{path}/{name}")
            path = path.rpartition("/")[0]
    return places


def cores() -> int:
    """The processor cores that this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def most_workers() -> int:
    """The largest number of workers that can be meant for this machine."""
    return max(64, 8 * cores())


def limit_memory(size: int) -> None:
    """Have the system refuse this process more memory than that, so that Python raises MemoryError (Linux)."""
    if sys.platform != "linux":
        return
    import resource

    _, hard = resource.getrlimit(resource.RLIMIT_DATA)
    most = size if hard == resource.RLIM_INFINITY else min(size, hard)
    resource.setrlimit(resource.RLIMIT_DATA, (most, hard))
