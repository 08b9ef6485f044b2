"""Checkpoints: a run killed at any moment goes on and gives the same answer, to the bit."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pytest

import poise
from poise.analysis.checkpoint import Checkpoint
from poise.errors import InputError

SCRIPT = """
import sys, poise
from pathlib import Path
from poise.analysis.checkpoint import Checkpoint
model = poise.load("squid_axon").set("membrane.injected", "10 uA/cm2")
found = poise.simulate(model, poise.Protocol("12 s", events={"spike": poise.Rises("membrane.potential", "0 mV")}),
                       every="10 ms", rtol=1e-8, checkpoint=Checkpoint(Path(sys.argv[1]), every=0.0))
print(repr(float(found.final["potential"][0])), len(found.facts["events"]["spike"]),
      repr(sum(found.facts["events"]["spike"])), repr(float(found["potential"].sum())),
      repr(found.facts["entropy_produced_J_per_K"]), found.facts["steps"]["accepted"])
"""


def run(path: Path) -> "subprocess.Popen[str]":
    return subprocess.Popen([sys.executable, "-c", SCRIPT, str(path)], stdout=subprocess.PIPE, text=True)


@pytest.mark.slow
def test_killed_again_and_again_it_gives_the_same(tmp_path: Path) -> None:
    whole = run(tmp_path / "whole.npz").communicate(timeout=300)[0]
    path = tmp_path / "killed.npz"
    random = np.random.default_rng(1)
    kills = 0
    for _ in range(6):
        process = run(path)
        begun = time.monotonic()
        while not path.exists() and process.poll() is None and time.monotonic() - begun < 120:
            time.sleep(0.01)
        time.sleep(float(random.uniform(0.0, 0.3)))
        if process.poll() is None:
            os.kill(process.pid, signal.SIGKILL)
            kills += 1
        process.communicate()
        assert not list(tmp_path.glob("*.partial")) or kills
    assert kills
    assert run(path).communicate(timeout=300)[0] == whole
    assert not path.exists()


def interrupted(tmp_path: Path) -> Path:
    """The checkpoint of a run that was stopped by its own progress report."""
    path = tmp_path / "run.npz"

    def stop(share: float) -> None:
        if share > 0.3:
            raise KeyboardInterrupt

    model = poise.load("squid_axon").set("membrane.injected", "10 uA/cm2")
    with pytest.raises(KeyboardInterrupt):
        poise.simulate(model, until="2 s", rtol=1e-8, checkpoint=Checkpoint(path, every=0.0), progress=stop)
    return path


def test_a_stopped_run_goes_on_to_the_same_bits(tmp_path: Path) -> None:
    path = interrupted(tmp_path)
    model = poise.load("squid_axon").set("membrane.injected", "10 uA/cm2")
    shares: list[float] = []
    resumed = poise.simulate(model, until="2 s", rtol=1e-8, checkpoint=path, progress=shares.append)
    whole = poise.simulate(model, until="2 s", rtol=1e-8)
    assert shares[0] > 0.1
    assert resumed.final["potential"].tolist() == whole.final["potential"].tolist()
    assert resumed["potential"].tolist() == whole["potential"].tolist()
    assert resumed.facts["entropy_produced_J_per_K"] == pytest.approx(
        whole.facts["entropy_produced_J_per_K"], rel=1e-12
    )
    assert not path.exists()


def test_the_checkpoint_of_another_run_is_refused(tmp_path: Path) -> None:
    path = interrupted(tmp_path)
    other = poise.load("squid_axon").set("membrane.injected", "11 uA/cm2")
    with pytest.raises(InputError, match="checkpoint of another run"):
        poise.simulate(other, until="2 s", rtol=1e-8, checkpoint=path)
    assert path.exists()


def test_what_is_no_checkpoint_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "notes.npz"
    path.write_text("my notes")
    with pytest.raises(InputError, match="not a checkpoint"):
        poise.simulate(poise.load("squid_axon"), "spike", checkpoint=path)
    assert path.read_text() == "my notes"


def test_a_folder_that_is_not_there_is_said(tmp_path: Path) -> None:
    model = poise.load("squid_axon").set("membrane.injected", "10 uA/cm2")
    with pytest.raises(InputError, match="cannot write the checkpoint"):
        poise.simulate(model, until="1 s", checkpoint=Checkpoint(tmp_path / "none" / "run.npz", every=0.0))
