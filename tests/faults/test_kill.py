"""Sweeps killed with SIGKILL at random moments and gone on with: nothing lost, nothing twice, nothing half there.

One process imports everything and then forks a writer whenever it is told to, so that a kill costs no start.
"""

import random
import subprocess
import sys
import time
from pathlib import Path

import pytest

from poise.io.sweep_dataset import open_sweep

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="processes are forked")

WRITERS = """
import glob, os, signal, sys, time
sys.path.insert(0, sys.argv[1])
import numpy as np, scipy.stats, zarr, zarr.storage, zarr.codecs
import poise, poise.sweeping
from poise.analysis.designs import Random
from poise.analysis.tasks.rest import Rest
from poise.analysis.runners.serial import Serial
from poise.io.sweep_layout import Layout
from poise.io.sweep_store import SweepStore
from unit.io.test_sweep_store import FIELDS, IDENTITY
from poise.results.sweep_field import Field

model = poise.load("potassium_only")
design = Random(200, {"bath.K+": "normal(10 mM, 4 mM)"}, seed=1)

def real(path):
    poise.sweeping.sweep(model, design, Rest(), path, chunk=25, resume=os.path.exists(path))

def cheap(path):
    identity = IDENTITY | {"total": 120}
    described = {"model": "cell", "design": {"design": "list"}, "sizes": {"row": 120}, "task": {"task": "rest"}}
    layout = Layout({"bath.K+": Field("bath.K+", "concentration", "of K+")}, FIELDS, 120, 10, identity, described)
    with SweepStore.open(path, layout, resume=os.path.exists(path)) as store:
        for number in store.missing():
            index = np.arange(10 * number, 10 * number + 10)
            store.write(number, {"bath.K+": 1.0 + index, "status": (index % 3).astype("<i2"),
                                 "membrane.potential": np.sin(index), "fold": np.cos(index)[:, None] * np.ones(3)})

for line in sys.stdin:
    kind, path, files, delay = line.split()
    child = os.fork()
    if not child:
        try:
            {"real": real, "cheap": cheap}[kind](path)
            os._exit(0)
        except BaseException as error:
            print(repr(error), file=sys.stderr, flush=True)
            os._exit(1)
    ended = 0
    if float(delay) >= 0.0:
        while not ended and len(glob.glob(path + "/*/c.*")) < int(files):
            ended, status = os.waitpid(child, os.WNOHANG)
        time.sleep(float(delay))
        if not ended:
            os.kill(child, signal.SIGKILL)  # it has not been waited for: the number is still its own
    if not ended:
        _, status = os.waitpid(child, 0)
    print(status, flush=True)
"""


class Writers:
    """The process that forks writers."""

    def __init__(self) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-c", WRITERS, str(Path(__file__).parents[1])],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        )  # fmt: skip

    def write(self, kind: str, path: Path, files: int = 0, delay: float = -1.0) -> int:
        """Write, or go on, and be killed so long after so many files are there; 0 where all was written."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(f"{kind} {path} {files} {delay}\n")
        self._process.stdin.flush()
        return int(self._process.stdout.readline())

    def close(self) -> None:
        """No more writers."""
        self._process.communicate(timeout=60)


@pytest.fixture(scope="module")
def writers():
    found = Writers()
    yield found
    found.close()


@pytest.fixture(scope="module")
def wholes(writers, tmp_path_factory):
    """A store of each kind that nobody disturbed, and how long it took."""
    found = {}
    for kind in ("real", "cheap"):
        for name in ("cold", "warm"):
            path = tmp_path_factory.mktemp(kind) / f"{name}.zarr"
            begun = time.monotonic()
            assert writers.write(kind, path) == 0
            found[kind] = files(path), time.monotonic() - begun
    return found


def files(path: Path) -> dict[str, bytes]:
    return {str(one.relative_to(path)): one.read_bytes() for one in path.rglob("*") if one.is_file()}


def finished(path: Path) -> dict[Path, tuple[int, int]]:
    """The files of chunks of which every column is there, each with what changes when it is written again."""
    columns = [one.parent for one in path.glob("*/zarr.json")]
    if not (path / "zarr.json").exists():
        return {}
    names = [{one.name.split(".")[1] for one in column.glob("c.*")} for column in columns]
    whole = set.intersection(*names)
    there = [one for column in columns for one in column.glob("c.*") if one.name.split(".")[1] in whole]
    return {one: (one.stat().st_ino, one.stat().st_mtime_ns) for one in there}


def killed_and_gone_on_with(writers, wholes, kind, path, chance, kills=1):
    """Kill a writer some times, then let it finish; how many chunks' files were there at the last kill."""
    wanted, seconds = wholes[kind]
    standing: dict[Path, tuple[int, int]] = {}
    for _ in range(kills):
        if chance.random() < 0.3:  # at any time, also while the store is made
            writers.write(kind, path, 0, chance.uniform(0.0, seconds))
        else:
            writers.write(kind, path, chance.randrange(len(wanted)), chance.uniform(0.0, 0.01))
        now = finished(path)
        assert {one: now.get(one) for one in standing} == standing
        standing = now
        if (path / "zarr.json").exists():
            data = open_sweep(path)  # it can be read as it lies there
            assert (data["status"].values >= 0).sum() * len(data.variables) >= len(standing)
    assert writers.write(kind, path) == 0
    assert {one: (one.stat().st_ino, one.stat().st_mtime_ns) for one in standing} == standing
    assert files(path) == wanted
    return len(standing)


def many(writers, wholes, kind, tmp_path, count, seed, most=3):
    chance = random.Random(seed)
    found = [
        killed_and_gone_on_with(writers, wholes, kind, tmp_path / f"{k}.zarr", chance, 1 + k % most)
        for k in range(count)
    ]
    total = sum(one.split("/")[-1].startswith("c.") for one in wholes[kind][0])
    assert any(0 < one < total for one in found)  # the kills were not all too early or too late
    return found


def test_five_kills_of_a_sweep(writers, wholes, tmp_path):
    many(writers, wholes, "real", tmp_path, 5, seed=1, most=1)


def test_six_kills_of_a_store(writers, wholes, tmp_path):
    many(writers, wholes, "cheap", tmp_path, 6, seed=2, most=2)


@pytest.mark.slow
def test_fifty_kills_of_a_sweep(writers, wholes, tmp_path):
    many(writers, wholes, "real", tmp_path, 50, seed=3)


@pytest.mark.slow
def test_two_hundred_kills_of_a_store(writers, wholes, tmp_path):
    many(writers, wholes, "cheap", tmp_path, 200, seed=4)
