"""Faults 12, 13 and 14 of the list: workers killed, a poison sample, a scheduler lost, interruptions."""

import json
import os
import random
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np
import psutil
import pytest

from faults.toy_plan import (
    Clocked,
    Kept,
    Toy,
    be_killed,
    creep,
    devour,
    divide,
    leave,
    loop,
    refuse,
    segfault,
)
from poise.analysis.runners.base import Report, Runner
from poise.analysis.runners.dask import Dask
from poise.analysis.runners.processes import Processes
from poise.analysis.runners.serial import Serial
from poise.errors import InputError
from poise.solve.status import Status

TESTS = Path(__file__).resolve().parents[1]
RUNNERS = {
    "processes": lambda **how: Processes(2, **how),
    "dask": lambda **how: Dask("local:2", **how),
}
BOTH = ["processes", pytest.param("dask", marks=pytest.mark.slow)]


@pytest.fixture(autouse=True)
def _nothing_is_left_behind() -> Iterator[None]:
    before = {one.pid for one in psutil.Process().children(recursive=True)}
    yield
    left = [one for one in psutil.Process().children(recursive=True) if one.pid not in before]
    assert left == []


def computing(process: psutil.Process) -> bool:
    """Whether this is a process that computes samples."""
    try:
        return "poise.analysis.runners.child" in process.cmdline()
    except psutil.Error:
        return False


@contextmanager
def killing(every: float, kill_one: Callable[[random.Random], bool]) -> Iterator[list[float]]:
    """Kill something every so many seconds; gives the moments when it was done."""
    done, chance, killed = threading.Event(), random.Random(5), []

    def go_on() -> None:
        while not done.wait(every):
            if kill_one(chance):
                killed.append(time.monotonic())

    killer = threading.Thread(target=go_on)
    killer.start()
    try:
        yield killed
    finally:
        done.set()
        killer.join()


def own() -> list[psutil.Process]:
    """The processes that compute for this one."""
    return [one for one in psutil.Process().children(recursive=True) if computing(one)]


def kill_own(chance: random.Random) -> bool:
    """Kill one of them."""
    found = own()
    if found:
        chance.choice(found).kill()
    return bool(found)


@pytest.mark.parametrize("name", BOTH)
def test_12_killed_processes_cost_nothing_but_time(name: str) -> None:
    plan, kept = Toy(1000, 25, pause=0.003), Kept()
    with killing(0.6, kill_own) as killed:
        report = RUNNERS[name]().run(plan, range(plan.chunks), kept)
    assert len(killed) >= 2
    serial = Kept()
    Serial().run(Toy(1000, 25), range(plan.chunks), serial)
    assert sorted(kept.chunks) == sorted(serial.chunks)
    for number, chunk in serial.chunks.items():
        assert all(np.array_equal(chunk[one], kept.chunks[number][one]) for one in chunk)
    assert report.labelled == {}


def poisoned(runner: Runner, poison: Callable[[], object], status: Status) -> Report:
    """Run a thousand samples of which one is bad; only that one is labelled."""
    plan, kept = Toy(1000, 125, {357: poison}), Kept()
    report = runner.run(plan, range(plan.chunks), kept)
    found = kept.joined("status")
    assert np.flatnonzero(found).tolist() == [357]
    assert found[357] == status
    good = found == 0
    assert np.array_equal(kept.joined("square")[good], np.arange(1000)[good] ** 2.0)
    assert list(report.labelled) == [357]
    assert report.labelled[357][0] is status
    return report


POISONS = [
    (segfault, Status.crashed),
    (leave, Status.crashed),
    (loop, Status.timed_out),
    (devour, Status.out_of_memory),
    (refuse, Status.refused),
    (divide, Status.crashed),
]


@pytest.mark.parametrize(("poison", "status"), POISONS)
def test_13_one_poison_sample_in_processes(poison: Callable[[], object], status: Status) -> None:
    poisoned(Processes(2, deadline=0.6, memory="400 MB"), poison, status)


@pytest.mark.parametrize(
    ("poison", "status"),
    [POISONS[0], *(pytest.param(*one, marks=pytest.mark.slow) for one in POISONS[1:])],
)
def test_13_one_poison_sample_on_dask(poison: Callable[[], object], status: Status) -> None:
    poisoned(Dask("local:2", deadline=1.0, memory="400 MB"), poison, status)


@pytest.mark.slow
@pytest.mark.parametrize("name", RUNNERS)
def test_13_a_sample_that_takes_memory_behind_the_limit(name: str) -> None:
    poisoned(RUNNERS[name](deadline=30.0, memory="400 MB"), creep, Status.out_of_memory)


@pytest.mark.slow
def test_13_a_sample_that_the_system_kills_again_and_again() -> None:
    report = poisoned(Processes(2), be_killed, Status.crashed)
    assert report.lost > 5
    assert "SIGKILL" in report.labelled[357][1]


def test_13_several_poisons_in_one_chunk() -> None:
    poison = {3: segfault, 4: leave, 90: devour, 91: refuse, 99: segfault}
    plan, kept = Toy(200, 100, poison), Kept()
    report = Serial(isolate=True, memory="400 MB").run(plan, (0, 1), kept)
    assert {k: one.name for k, (one, _) in report.labelled.items()} == {
        3: "crashed", 4: "crashed", 90: "out_of_memory", 91: "refused", 99: "crashed",
    }  # fmt: skip
    assert (kept.joined("status") == 0).sum() == 195


def test_chunks_too_long_for_the_deadline_are_computed_in_parts() -> None:
    plan, kept = Toy(300, 100, together=20), Kept()
    assert Processes(1, deadline=0.6).run(plan, range(3), kept).labelled == {}
    assert np.array_equal(kept.joined("square"), np.arange(300) ** 2.0)


def test_each_process_uses_one_core() -> None:
    from faults.threads import Threads

    kept = Kept()
    Processes(1).run(Threads(), (0,), kept)
    assert kept.chunks[0]["wall"] > 0
    assert kept.chunks[0]["cpu"] < 1.25 * kept.chunks[0]["wall"] + 0.02


@pytest.mark.parametrize("name", BOTH)
def test_two_processes_are_kept_busy(name: str) -> None:
    plan, kept = Clocked(800, 20, pause=0.0025), Kept()
    RUNNERS[name]().run(plan, range(plan.chunks), kept)
    who, begin, end = (
        np.array([chunk[one][0] for chunk in kept.chunks.values()]) for one in ("process", "begin", "end")
    )
    assert len(set(who)) == 2
    spans = sum(end[who == one].max() - begin[who == one].min() for one in set(who))
    assert (end - begin).sum() > 0.9 * spans


def script(tmp_path: Path, text: str) -> list[str]:
    """A command that runs a script with the toy plan at hand; it has no `if __name__ == "__main__"`."""
    file = tmp_path / "script.py"
    file.write_text(f"import sys; sys.path.insert(0, {str(TESTS)!r})\nfrom faults.toy_plan import *\n{text}")
    return [sys.executable, "-W", "error", str(file)]


INTERRUPTED = """
from pathlib import Path
from poise.analysis.runners.{module} import {name}
plan = Toy(2000, 20, pause=0.002, trace=Path({trace!r}))
done = set(map(int, Path({done!r}).read_text().split()))
def deliver(number, arrays):
    with open({done!r}, "a") as file:
        print(number, file=file)
{name}({arguments}).run(plan, [k for k in range(plan.chunks) if k not in done], deliver)
"""


@pytest.mark.parametrize(
    ("module", "name", "arguments", "how"),
    [
        ("processes", "Processes", "2", signal.SIGINT),
        pytest.param("processes", "Processes", "2", signal.SIGKILL, marks=pytest.mark.slow),
        pytest.param("dask", "Dask", "'local:2'", signal.SIGINT, marks=pytest.mark.slow),
        pytest.param("dask", "Dask", "'local:2'", signal.SIGKILL, marks=pytest.mark.slow),
    ],
)
def test_14_interrupted_and_resumed(
    tmp_path: Path, module: str, name: str, arguments: str, how: signal.Signals
) -> None:
    trace, done = tmp_path / "trace", tmp_path / "done"
    trace.mkdir()
    done.touch()
    text = INTERRUPTED.format(module=module, name=name, arguments=arguments, trace=str(trace), done=str(done))
    command = script(tmp_path, text)
    first = subprocess.Popen(command, stderr=subprocess.PIPE, text=True)
    while len(done.read_text().split()) < 20:
        time.sleep(0.02)
        assert first.poll() is None
    children = [one for one in psutil.Process(first.pid).children(recursive=True) if computing(one)]
    assert children
    first.send_signal(how)
    _, said = first.communicate(timeout=30)
    assert first.returncode == (-how if how is signal.SIGKILL else first.returncode) != 0
    psutil.wait_procs(children, timeout=5.0)
    assert [one for one in children if one.is_running()] == []
    if how is signal.SIGINT:
        assert said.splitlines()[-1] == "KeyboardInterrupt"
        assert said.count("Traceback") == 1
    second = subprocess.run(command, capture_output=True, text=True, timeout=60)
    assert (second.returncode, second.stderr) == (0, "")
    delivered = done.read_text().split()
    assert sorted(map(int, delivered)) == list(range(100))  # nothing lost, nothing twice
    repeated = len(list(trace.iterdir())) - 100
    assert repeated <= (4 if module == "processes" else 4 * 13)  # what was under way; a task on Dask takes 0.5 s


@pytest.mark.slow
def test_14_time_asleep_does_not_count(tmp_path: Path) -> None:
    text = """
from poise.analysis.runners.processes import Processes
report = Processes(2, deadline=1.5).run(Toy(60, 10, pause=0.05), range(6), lambda *arrays: print(end="", flush=True))
print(len(report.labelled), report.lost)
"""
    running = subprocess.Popen(script(tmp_path, text), stdout=subprocess.PIPE, text=True, start_new_session=True)
    while not [one for one in psutil.Process(running.pid).children() if computing(one)]:
        time.sleep(0.02)
    time.sleep(0.4)
    os.killpg(running.pid, signal.SIGSTOP)  # as a laptop that is closed
    time.sleep(2.5)
    os.killpg(running.pid, signal.SIGCONT)
    said, _ = running.communicate(timeout=30)
    assert said.split() == ["0", "0"]


@pytest.mark.parametrize("name", BOTH)
def test_told_to_stop_in_the_middle_of_a_long_chunk(name: str) -> None:
    plan, kept = Toy(10, 5, {7: loop}), Kept()
    begun = time.monotonic()
    report = RUNNERS[name]().run(
        plan, (0, 1), kept, stop=lambda: time.monotonic() - begun > (1.0 if kept.chunks else 10.0)
    )
    assert report.stopped
    assert list(kept.chunks) == [0]
    assert time.monotonic() - begun < 15.0


def test_an_error_while_a_chunk_is_kept_ends_the_run() -> None:
    def full(number: int, arrays: Any) -> None:
        raise InputError("the disk is full")

    with pytest.raises(InputError, match="disk is full"):
        Processes(2).run(Toy(100, 5, {50: loop}), range(20), full)


def test_a_plan_that_cannot_be_sent_is_refused_with_words() -> None:
    with pytest.raises(InputError, match=r"cannot be sent.*Serial\(\)"):
        Processes(1).run(Toy(10, 5, {1: lambda: None}), (0,), Kept())


def test_a_plan_of_a_script_is_refused_with_words(tmp_path: Path) -> None:
    text = """
from dataclasses import dataclass
from poise.analysis.runners.processes import Processes
class Own(Toy): pass
Processes(1).run(Own(10, 5), (0,), print)
"""
    done = subprocess.run(script(tmp_path, text), capture_output=True, text=True, timeout=60)
    assert "must stand in a module that can be imported" in done.stderr.splitlines()[-1]


@pytest.mark.parametrize(
    "where", ["tcp://127.0.0.1:9", pytest.param("tcp://nohost.invalid:8786", marks=pytest.mark.slow)]
)
def test_a_scheduler_that_is_not_there(tmp_path: Path, where: str) -> None:
    text = f"""
from poise.analysis.runners.dask import Dask
from poise.errors import InputError
try:
    Dask({where!r}).run(Toy(10, 5), (0, 1), print)
except InputError as error:
    print(error)
"""
    begun = time.monotonic()
    done = subprocess.run(script(tmp_path, text), capture_output=True, text=True, timeout=60)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith(f"no Dask scheduler answers at '{where}'")
    assert time.monotonic() - begun < 10.0


def test_a_server_that_is_no_scheduler() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        where = f"127.0.0.1:{server.getsockname()[1]}"

        def babble() -> None:
            connection, _ = server.accept()  # the knock
            connection.close()
            connection, _ = server.accept()
            with connection:
                connection.sendall(b"HTTP/1.1 400 Bad Request\r\n\r\n" * 10)

        threading.Thread(target=babble).start()
        with pytest.raises(InputError, match="is not a Dask scheduler"):
            Dask(where).run(Toy(10, 5), (0, 1), Kept())


class Machines:
    """A scheduler and workers in processes of their own, as on a real cluster; a worker that is killed is replaced."""

    def __init__(self, folder: Path, **environment: str) -> None:
        self.folder, self.environment = folder, environment
        self.file = str(folder / "scheduler.json")
        self.workers: list[Any] = []
        self.scheduler = self.start("dask_scheduler", "--port", "0", "--scheduler-file", self.file)
        while not self.written():
            time.sleep(0.05)
            assert self.scheduler.poll() is None

    def start(self, program: str, *arguments: str) -> Any:
        command = [sys.executable, "-m", f"distributed.cli.{program}", "--host", "127.0.0.1", "--no-dashboard"]
        with open(self.folder / "log", "a") as log:
            return subprocess.Popen(
                [*command, *arguments], stdout=log, stderr=log, env={**os.environ, **self.environment}
            )

    def written(self) -> bool:
        try:
            return bool(json.loads(Path(self.file).read_text()))
        except (OSError, ValueError):
            return False

    def add_worker(self) -> None:
        where = ("--scheduler-file", self.file, "--local-directory", str(self.folder / "scratch"))
        self.workers.append(self.start("dask_worker", *where, "--nthreads", "1", "--no-nanny"))

    def replace_one(self, chance: random.Random) -> bool:
        """Kill a worker, or what computes for it, with no word to anyone; another comes in its place."""
        one = chance.choice(self.workers)
        inner = psutil.Process(one.pid).children()
        if inner and chance.random() < 0.3:
            inner[0].kill()
            return True
        one.kill()
        one.wait()
        self.workers.remove(one)
        self.add_worker()
        return True


@contextmanager
def cluster(folder: Path, workers: int, **environment: str) -> Iterator[Machines]:
    """A cluster that is gone afterwards."""
    machines = Machines(folder, **environment)
    try:
        for _ in range(workers):
            machines.add_worker()
        yield machines
    finally:
        for one in (*machines.workers, machines.scheduler):
            one.kill()
            one.wait()
        psutil.wait_procs(own(), timeout=5.0)


@pytest.mark.slow
def test_12_workers_killed_on_a_cluster(tmp_path: Path) -> None:
    with cluster(tmp_path, 2) as machines:
        kept = Kept()
        with killing(2.0, machines.replace_one) as killed:
            report = Dask(machines.file).run(Toy(1000, 20, pause=0.02), range(50), kept)
        assert len(killed) >= 4
        assert report.labelled == {}
        assert np.array_equal(kept.joined("square"), np.arange(1000) ** 2.0)


@pytest.mark.slow
def test_13_and_14_on_a_cluster(tmp_path: Path) -> None:
    with cluster(tmp_path, 2) as machines:
        poisoned(Dask(machines.file, deadline=2.0, memory="1 GB"), segfault, Status.crashed)
        trace, kept = tmp_path / "trace", Kept()
        trace.mkdir()
        plan = Toy(1000, 20, pause=0.01, trace=trace)

        def deliver(number: int, arrays: Any) -> None:
            kept(number, arrays)
            if len(kept.chunks) == 10:
                machines.scheduler.kill()

        begun = time.monotonic()
        with pytest.raises(InputError, match=r"scheduler .* is gone. What was finished is safe \(\d+ of"):
            Dask(machines.file).run(plan, range(50), deliver)
        assert time.monotonic() - begun < 30.0
        Serial().run(plan, [k for k in range(50) if k not in kept.chunks], kept)
        assert np.array_equal(kept.joined("square"), np.arange(1000) ** 2.0)
        assert len(list(trace.iterdir())) - 50 <= 4 * 3  # the tasks that were out, of 0.5 s each


@pytest.mark.slow
def test_a_cluster_without_workers_and_one_without_poise(tmp_path: Path) -> None:
    empty, bare = tmp_path / "empty", tmp_path / "bare"
    empty.mkdir()
    (bare / "poise").mkdir(parents=True)
    (bare / "poise" / "__init__.py").touch()
    said = r"no workers for 2 s; start some with `dask worker tcp://"
    with cluster(empty, 0) as machines, pytest.raises(InputError, match=said):
        Dask(machines.file, patience="2 s").run(Toy(10, 5), (0, 1), Kept())
    said = r"workers cannot compute this .*Poise and Dask must be installed"
    with cluster(bare, 1, PYTHONPATH=str(bare)) as machines, pytest.raises(InputError, match=said):
        Dask(machines.file).run(Toy(10, 5), (0, 1), Kept())


@pytest.mark.slow
def test_a_worker_that_comes_late_gets_the_work(tmp_path: Path) -> None:
    with cluster(tmp_path, 0) as machines:
        timer = threading.Timer(3.0, machines.add_worker)
        timer.start()
        try:
            kept = Kept()
            Dask(machines.file).run(Toy(100, 10), range(10), kept)
            assert np.array_equal(kept.joined("square"), np.arange(100) ** 2.0)
        finally:
            timer.join()
