"""A plan whose answers are known, and samples of it that do what no sample should."""

import os
import signal
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

from poise.errors import InputError
from poise.solve.status import Status


def segfault() -> None:
    """Write to address zero."""
    import ctypes

    ctypes.memset(0, 1, 1)


def leave() -> None:
    """End the process, with no word."""
    os._exit(0)


def leave_politely() -> None:
    """End the process as a script does."""
    sys.exit(3)


def loop() -> None:
    """Never end."""
    while True:
        pass


def devour() -> None:
    """Take 20 GB and write to them."""
    np.ones(20 * 2**30, dtype=np.uint8)


def creep() -> None:
    """Take 20 GB little by little, behind the system's limit."""
    import mmap

    with mmap.mmap(-1, 20 * 2**30) as area:  # shared, so that the system's limit on data does not count it
        for _ in range(20 * 2**4):
            area.write(bytes(2**26))


def be_killed() -> None:
    """Be killed as by the system that is out of memory."""
    os.kill(os.getpid(), signal.SIGKILL)


def refuse() -> None:
    """Say that the sample is not possible."""
    raise InputError("the concentration is below zero")


def divide() -> None:
    """Be wrong in the ordinary way."""
    print(1 // 0)


@dataclass(frozen=True)
class Toy:
    """The square of each sample's number.

    Attributes:
        total, chunk: samples, and samples in a chunk.
        poison: what some samples do instead.
        pause: time that each sample takes [s].
        trace: folder that gets a file for each sample each time it is computed.
        together: largest number of samples that can be computed at once.
        excess: what happens beyond it.
    """

    total: int
    chunk: int
    poison: dict[int, Callable[[], object]] = field(default_factory=dict)
    pause: float = 0.0
    trace: Path | None = None
    together: int = 10**9
    excess: Callable[[], object] = loop

    def samples_of(self, number: int) -> range:
        return range(number * self.chunk, min((number + 1) * self.chunk, self.total))

    @property
    def chunks(self) -> int:
        return -(-self.total // self.chunk)

    def compute(self, number: int) -> dict[str, Any]:
        return self.compute_samples(self.samples_of(number))

    def compute_samples(self, indices: Sequence[int]) -> dict[str, Any]:
        if self.trace is not None:
            name = f"{indices[0]}-{indices[-1]}-{os.getpid()}-{time.monotonic_ns()}"
            (self.trace / name).touch()
        if len(indices) > self.together:
            self.excess()
        for index in indices:
            if index in self.poison:
                self.poison[index]()
        time.sleep(self.pause * len(indices))
        numbers = np.asarray(indices, float)
        return {"square": numbers**2, "status": np.zeros(len(indices), np.int32)}

    def failed(self, index: int, status: Status) -> dict[str, Any]:
        return {"square": np.array([np.nan]), "status": np.array([int(status)], np.int32)}


class Clocked(Toy):
    """The same, with the process that computed and when it began and ended."""

    def compute_samples(self, indices: Sequence[int]) -> dict[str, Any]:
        begin = time.monotonic()
        found = super().compute_samples(indices)
        when = {"process": os.getpid(), "begin": begin, "end": time.monotonic()}
        return found | {name: np.full(len(indices), value) for name, value in when.items()}


class Kept:
    """Takes in what a runner delivers, and checks that nothing comes twice."""

    def __init__(self) -> None:
        self.chunks: dict[int, dict[str, Any]] = {}

    def __call__(self, number: int, arrays: Any) -> None:
        assert number not in self.chunks, f"chunk {number} was delivered twice"
        self.chunks[number] = dict(arrays)

    def joined(self, name: str) -> Any:
        return np.concatenate([self.chunks[number][name] for number in sorted(self.chunks)])
