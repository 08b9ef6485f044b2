"""Runners without other processes: who is blamed, what is asked of workers, and where a cluster is."""

import dataclasses
import json
import random
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from faults.toy_plan import Kept, Toy, divide, leave_politely, refuse
from poise.analysis.runners import job as causes
from poise.analysis.runners.base import Plan, Report, Runner
from poise.analysis.runners.dask import Dask
from poise.analysis.runners.dask_places import Address, Local, place
from poise.analysis.runners.drive import drive
from poise.analysis.runners.isolation import PARTS, Isolation
from poise.analysis.runners.job import Cause, Ending, Failed, Job, attempt
from poise.analysis.runners.limits import cores, machine_memory, memory_each, seconds
from poise.analysis.runners.processes import Processes
from poise.analysis.runners.serial import Serial
from poise.errors import InputError
from poise.solve.status import Status

GUILTY = (causes.REFUSED, causes.RAISED, causes.DIED, causes.TIMED_OUT, causes.OUT_OF_MEMORY)


class Pretended:
    """A pool that pretends that jobs with bad samples fail, and that others are now and then lost."""

    def __init__(self, plan: Toy, bad: Mapping[int, Cause], seed: int, losses: float) -> None:
        self.plan, self.bad, self.losses = plan, bad, losses
        self.random = random.Random(seed)
        self.out: list[Job] = []
        self.log: list[tuple[Job, Ending]] = []
        self.most_open = 0

    def room(self) -> bool:
        return len(self.out) < 4

    def give(self, job: Job) -> None:
        self.out.append(job)
        self.most_open = max(self.most_open, len({one.chunk for one in self.out}))

    def take(self, timeout: float) -> tuple[Job, Ending] | None:
        if not self.out:
            return None
        job = self.out.pop(self.random.randrange(len(self.out)))
        samples = self.plan.samples_of(job.chunk) if job.samples is None else job.samples
        found = [self.bad[one] for one in samples if one in self.bad]
        if self.random.random() < self.losses:
            ending: Ending = Failed(self.random.choice([causes.KILLED, causes.LOST]), "lost")
        else:
            ending = Failed(found[0], "bad") if found else attempt(self.plan, job)
        self.log.append((job, ending))
        return job, ending


@settings(max_examples=60)
@given(
    total=st.integers(1, 400),
    chunk=st.integers(1, 150),
    bad=st.dictionaries(st.integers(0, 399), st.sampled_from(GUILTY), max_size=7),
    seed=st.integers(0, 2**32),
    losses=st.sampled_from([0.0, 0.05, 0.2]),
)
def test_only_bad_samples_are_labelled_and_every_chunk_comes_once(
    total: int, chunk: int, bad: dict[int, Cause], seed: int, losses: float
) -> None:
    plan, kept = Toy(total, chunk), Kept()
    bad = {index: cause for index, cause in bad.items() if index < total}
    report = drive(plan, range(plan.chunks), kept, lambda: False, Pretended(plan, bad, seed, losses))
    status = kept.joined("status")
    assert report.delivered == plan.chunks
    assert {k: Status(int(status[k])) for k in np.flatnonzero(status)} == {k: one.status for k, one in bad.items()}
    assert {k: one for k, (one, _) in report.labelled.items()} == {k: one.status for k, one in bad.items()}
    good = status == Status.ok
    assert np.array_equal(kept.joined("square")[good], np.arange(total)[good] ** 2.0)
    assert np.isnan(kept.joined("square")[~good]).all()


def test_a_bad_sample_costs_few_tries() -> None:
    plan = Toy(1000, 1000)
    pool = Pretended(plan, {357: causes.TIMED_OUT}, 1, 0.0)
    drive(plan, [0], Kept(), lambda: False, pool)
    late = [job for job, ending in pool.log if isinstance(ending, Failed)]
    assert len(late) == 3  # the chunk, one of its parts, the sample: each waits for a whole deadline
    assert len(pool.log) <= 2 * PARTS + 1


def test_chunks_that_are_only_too_large_are_parted_beforehand() -> None:
    class Small(Pretended):
        def take(self, timeout: float) -> tuple[Job, Ending] | None:
            job = self.out.pop(0)
            size = len(self.plan.samples_of(job.chunk) if job.samples is None else job.samples)
            ending = Failed(causes.OUT_OF_MEMORY, "large") if size > 10 else attempt(self.plan, job)
            self.log.append((job, ending))
            return job, ending

    plan, kept = Toy(6400, 320), Kept()
    pool = Small(plan, {}, 1, 0.0)
    report = drive(plan, range(20), kept, lambda: False, pool)
    assert report.labelled == {}
    assert np.array_equal(kept.joined("square"), np.arange(6400) ** 2.0)
    failed = [job for job, ending in pool.log if isinstance(ending, Failed)]
    assert len(failed) <= 4  # those that were under way at first, and no others


def test_few_chunks_are_open_though_each_has_a_bad_sample() -> None:
    plan = Toy(2000, 50)
    pool = Pretended(plan, {50 * k + 7: causes.DIED for k in range(40)}, 3, 0.0)
    report = drive(plan, range(40), Kept(), lambda: False, pool)
    assert len(report.labelled) == 40
    assert pool.most_open <= 4


def test_a_sweep_of_which_nothing_works_is_given_up() -> None:
    plan = Toy(10_000, 100)
    pool = Pretended(plan, dict.fromkeys(range(10_000), causes.RAISED), 1, 0.0)
    with pytest.raises(InputError, match=r"first 8 samples .* all failed.* crashed: bad"):
        drive(plan, range(100), Kept(), lambda: False, pool)
    assert len(pool.log) < 20


def test_a_sweep_of_which_everything_is_refused_is_not() -> None:
    plan, kept = Toy(60, 20), Kept()
    report = drive(plan, range(3), kept, lambda: False, Pretended(plan, dict.fromkeys(range(60), causes.REFUSED), 1, 0))
    assert report.delivered == 3
    assert (kept.joined("status") == Status.refused).all()


def test_what_is_done_twice_counts_once() -> None:
    plan = Toy(10, 10)
    isolation = Isolation(plan, [0])
    job = isolation.next()
    assert job is not None
    assert isolation.ended(job, attempt(plan, job)) is not None
    assert isolation.ended(job, attempt(plan, job)) is None
    assert isolation.finished


def test_serial_labels_what_raises() -> None:
    plan, kept = Toy(100, 20, {3: refuse, 44: divide, 45: leave_politely}), Kept()
    report = Serial().run(plan, range(5), kept)
    assert {k: one.name for k, (one, _) in report.labelled.items()} == {3: "refused", 44: "crashed", 45: "crashed"}
    assert report.labelled[44][1].startswith("ZeroDivisionError")
    assert report.labelled[3][1] == "the concentration is below zero"
    assert (kept.joined("status") == 0).sum() == 97


def test_serial_computes_only_what_is_asked_for_and_stops_when_told() -> None:
    plan, kept = Toy(100, 10), Kept()
    assert Serial().run(plan, (2, 5, 7, 7), kept) == Report(3)
    assert sorted(kept.chunks) == [2, 5, 7]
    kept = Kept()
    report = Serial().run(plan, range(10), kept, stop=lambda: len(kept.chunks) == 4)
    assert (report.delivered, report.stopped) == (4, True)
    assert Serial().run(plan, (), Kept()) == Report(0)


def test_an_interruption_is_not_a_failure_of_a_sample() -> None:
    def interrupt() -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        Serial().run(Toy(10, 5, {7: interrupt}), range(2), Kept())


def test_an_error_while_a_chunk_is_kept_goes_to_the_caller() -> None:
    def full(number: int, arrays: Any) -> None:
        raise InputError("the disk is full")

    with pytest.raises(InputError, match="disk is full"):
        Serial().run(Toy(10, 5), range(2), full)


def test_runners_are_values_that_say_what_they_are() -> None:
    for one in (Serial(), Processes(2), Dask("local:2")):
        assert isinstance(one, Runner)
        assert dataclasses.replace(one) == one
    assert isinstance(Toy(1, 1), Plan)


@pytest.mark.parametrize("deadline", ["10 mV", "soon", "0 s", -1.0, float("nan"), float("inf"), "5"])
def test_a_deadline_is_a_duration(deadline: Any) -> None:
    with pytest.raises(InputError, match="deadline"):
        Processes(2, deadline=deadline)


def test_durations_and_memory_are_read_with_their_units() -> None:
    assert seconds("the deadline", "10 min") == 600.0
    assert seconds("the deadline", 2) == 2.0
    assert memory_each("4 GB", 7) == 4 * 10**9
    assert memory_each("1.5 GiB", 1) == 3 * 2**29
    assert memory_each(None, 4) * 4 <= machine_memory()


@pytest.mark.parametrize("memory", ["4", "4 mM", "1 MB", "-4 GB", "", 12, "1e99 GB"])
def test_memory_is_an_amount_of_memory(memory: Any) -> None:
    with pytest.raises(InputError, match="memory"):
        Processes(2, memory=memory)


@pytest.mark.parametrize("count", [0, -1, 100_000])
def test_a_count_of_processes_that_cannot_be_meant(count: int) -> None:
    with pytest.raises(InputError, match="from 1 to"):
        Processes(count)


def test_places_are_read(tmp_path: Path) -> None:
    assert place("local:2") == Local(2)
    assert place("tcp://10.0.0.1:8786") == Address("tcp://10.0.0.1:8786")
    assert place("tls://node-7.cluster:8786") == Address("tls://node-7.cluster:8786")
    assert place("tcp://[::1]:8786") == Address("tcp://[::1]:8786")
    written = tmp_path / "scheduler.json"
    written.write_text(json.dumps({"type": "Scheduler", "address": "tcp://10.0.0.9:4444"}))
    assert place(str(written)) == Address("tcp://10.0.0.9:4444")


@pytest.mark.parametrize(
    "where", ["", "local", "local:", "local:0", "local:two", "local:999999", "8786", "a b:1", "http"]
)
def test_places_that_are_none_are_refused_with_an_example(where: str) -> None:
    with pytest.raises(InputError, match=f"'local:({cores()}|2)'"):
        Dask(where)


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"address": 7', "null"])
def test_a_scheduler_file_that_is_none(tmp_path: Path, text: str) -> None:
    written = tmp_path / "scheduler.json"
    with pytest.raises(InputError, match="not the file of a Dask scheduler"):
        place(str(written))
    written.write_text(text)
    with pytest.raises(InputError, match="not the file of a Dask scheduler"):
        place(str(written))


def test_statuses_keep_their_numbers() -> None:
    assert [int(one) for one in (Status.refused, Status.crashed, Status.timed_out, Status.out_of_memory)] == [
        30, 31, 32, 33,
    ]  # fmt: skip
    assert all(one.message for one in Status)
    numbers = [int(one) for one in Status]
    assert len(set(numbers)) == len(numbers)
