"""Compiled loops on disk: a second process traces nothing, damaged files are no hindrance, same bits."""

import os
import subprocess
import sys

import pytest

PROGRAM = """
import sys, numpy as np, jax
from poise.solve.flow import Flow
from poise.solve.integrate import begin, integrator, padded_breaks, settings
from poise.solve.rodas5p import Rodas5P
traced = []
def rates(t, y, k, p):
    traced.append(1)
    return -p["pace"] * y, y[:1]
it = integrator(Flow(rates, identity="decay"), Rodas5P(), record=sys.argv[1] == "record")
for lanes in (1, 2):
    p = {"pace": np.full(lanes, 2.0)}
    how = settings(1e-6, np.array([1e-9]))
    end = it.last(begin(np.ones((1, lanes)), 1, 0.0), padded_breaks([0.0, 1.0]), p, how)
print(int(end.status[0]), end.y[0, 1].hex(), end.q[0, 1].hex(), bool(traced))
"""


def ran(folder, record):
    environment = {**os.environ, "POISE_CACHE": str(folder)}
    environment.pop("JAX_COMPILATION_CACHE_DIR", None)
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, record], capture_output=True, text=True, env=environment, check=True
    )
    assert done.stderr == ""
    return done.stdout.split()


@pytest.mark.parametrize("record", ["record", "end"])
def test_a_second_process_traces_nothing_and_gives_the_same_bits(tmp_path, record):
    first, again = ran(tmp_path, record), ran(tmp_path, record)
    assert first[0] == "0"
    assert first[3] == "True"
    assert again == [*first[:3], "False"]


def test_damaged_and_foreign_files_are_compiled_anew(tmp_path):
    first = ran(tmp_path, "end")
    kept = list((tmp_path / "ready").glob("*.code"))
    assert len(kept) == 2
    kept[0].write_bytes(b"\0" * 100)
    kept[1].write_bytes(kept[1].read_bytes()[:-9])
    assert ran(tmp_path, "end") == first
    assert ran(tmp_path, "end")[3] in ("True", "False")
    for one in (tmp_path / "ready").glob("*.name"):
        one.write_bytes(b"\xff" * 64)
    assert ran(tmp_path, "end")[:3] == first[:3]


def test_a_folder_that_cannot_be_is_no_hindrance(tmp_path):
    (tmp_path / "ready").write_text("in the way")
    assert ran(tmp_path, "end")[0] == "0"
