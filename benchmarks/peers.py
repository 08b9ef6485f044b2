"""The peers: each in an environment of its own, with the versions of benchmarks/peers/*.txt, run as a subprocess.

`python -m benchmarks.peers` makes the environments that are missing; `make bench` does so as well. They lie outside the
repository, in POISE_BENCH (~/.cache/poise_bench). A peer that cannot be installed, or does not run, is reported as
missing. C is a peer too: it needs gcc and nothing else.
"""

import json
import os
import shutil
import subprocess
import sys
import sysconfig
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent / "peers"
sys.path.insert(0, str(HERE))  # the scripts share modules, and import them by their plain names
CACHE = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
ROOT = Path(os.environ.get("POISE_BENCH") or CACHE / "poise_bench").resolve()
UV = Path(__file__).resolve().parent.parent / ".uv" / "bin" / "uv"
OURS = ("poise", "c")  # run by Poise's own interpreter
MARK = "@@answer "  # before the line with the answer, as in common.py: simulators print what they like
SUNDIALS = (
    "libsundials-dev",
    "libsundials-cvodes6",
    "libsundials-nvecserial6",
)  # for Myokit, which compiles against it


@dataclass(frozen=True)
class Peer:
    """What is compared with.

    Attributes:
        name: of the environment, the list of versions and the script.
        title: as in the tables.
        problems: what it can be asked.
    """

    name: str
    title: str
    problems: tuple[str, ...]


PEERS = {
    one.name: one
    for one in (
        Peer("poise", "Poise", ("axon", "pump_leak", "hh", "hh_fixed", "leaks", "spreading", "forty")),
        Peer("c", "C", ("hh", "hh_fixed", "leaks")),
        Peer("neuron", "NEURON", ("axon", "hh_fixed")),
        Peer("jaxley", "Jaxley", ("hh_fixed",)),
        Peer("roadrunner", "libRoadRunner", ("axon", "pump_leak", "hh", "leaks", "spreading", "forty")),
        Peer("myokit", "Myokit", ("axon", "hh", "spreading", "forty")),
        Peer("diffrax", "diffrax", ("axon", "pump_leak", "hh", "leaks")),
        Peer("casadi", "CasADi", ("axon", "pump_leak")),
        Peer("scipy", "SciPy", ("axon", "pump_leak")),
    )
}
"""SciPy knows hh and leaks too, for their references only."""


@dataclass(frozen=True)
class Answer:
    """What a peer said; `missing` says why it did not."""

    values: dict[str, Any] = field(default_factory=dict)
    missing: str = ""


def python_of(name: str) -> Path:
    """The interpreter of a peer; Poise's own for Poise and C."""
    return Path(sys.executable) if name in OURS else ROOT / name / "bin" / "python"


def install(name: str) -> str:
    """Make a peer's environment unless it is there.

    Returns:
        Why it could not be made; empty if it is there.
    """
    if name in OURS:
        return "no gcc" if name == "c" and not shutil.which("gcc") else ""
    listed, folder = HERE / f"{name}.txt", ROOT / name
    stamp = folder / "installed.txt"
    try:
        if stamp.exists() and stamp.read_bytes() == listed.read_bytes():
            return ""
        shutil.rmtree(folder, ignore_errors=True)
        folder.parent.mkdir(parents=True, exist_ok=True)
        _run([str(UV), "venv", "--quiet", "--python", sys.executable, str(folder)])
        into = ["--python", str(python_of(name))]
        _run([str(UV), "pip", "install", "--quiet", *into, "--require-hashes", "-r", str(listed)])
        if name == "myokit":
            _unpack_sundials()
        stamp.write_bytes(listed.read_bytes())
    except (OSError, subprocess.SubprocessError) as problem:
        said = getattr(problem, "stderr", None)
        return f"not installed: {(said or str(problem)).strip().splitlines()[-1][:200]}"
    return ""


def _unpack_sundials() -> None:
    """The headers and libraries of SUNDIALS, beside the peers, where the system has none; no rights are needed."""
    target = ROOT / "sundials"
    if Path("/usr/include/cvodes/cvodes.h").exists() or (target / "usr/include/cvodes/cvodes.h").exists():
        return
    target.mkdir(parents=True, exist_ok=True)
    _run(["apt-get", "download", *SUNDIALS], folder=target)
    for package in target.glob("*.deb"):
        _run(["dpkg", "-x", str(package), str(target)])


def _run(command: list[str], folder: Path | None = None) -> None:
    subprocess.run(command, check=True, capture_output=True, text=True, timeout=900, cwd=folder)


def ask(name: str, task: Mapping[str, Any], *, python: str = "", timeout: float = 600.0) -> Answer:
    """Put a task to a peer in a new process on one core.

    Args:
        name: of the peer.
        task: see `benchmarks/peers/common.py`.
        python: the interpreter, if not the peer's own.
        timeout: seconds after which it counts as missing.
    """
    script = HERE / f"run_{name}.py"
    libraries = ROOT / "sundials" / "usr" / "lib" / (sysconfig.get_config_var("MULTIARCH") or "")
    environment = {
        **os.environ,
        "OMP_NUM_THREADS": "1",
        "OPENBLAS_NUM_THREADS": "1",
        "BENCH_ONE_CORE": "1",
        "LD_LIBRARY_PATH": os.pathsep.join(filter(None, (str(libraries), os.environ.get("LD_LIBRARY_PATH")))),
        "BENCH_SUNDIALS": str(ROOT / "sundials" / "usr"),
    }
    try:
        done = subprocess.run(
            [python or str(python_of(name)), str(script)],
            input=json.dumps(task),
            capture_output=True,
            text=True,
            timeout=timeout,
            env=environment,
            check=False,
        )
    except (OSError, subprocess.SubprocessError) as problem:
        return Answer(missing=f"{type(problem).__name__}: {problem}"[:300])
    for line in done.stdout.splitlines():
        _, mark, rest = line.partition(MARK)
        if mark:
            return Answer(json.loads(rest))
    said = (done.stderr or done.stdout).strip().splitlines()
    return Answer(missing=f"did not run: {said[-1][:300] if said else f'exit status {done.returncode}'}")


def main() -> None:
    """Install every peer and say which are missing."""
    for name, one in PEERS.items():
        print(f"{one.title}: {install(name) or 'ready'}")


if __name__ == "__main__":
    main()
