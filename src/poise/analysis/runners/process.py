"""One process beside this one: started, told a job, waited for with a deadline and an eye on its memory, killed."""

import contextlib
import os
import pickle
import queue
import signal
import subprocess
import sys
import threading
import time
from collections import deque
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from .job import DIED, KILLED, OUT_OF_MEMORY, TIMED_OUT, Cause, Failed
from .limits import ONE_THREAD, Limits

_TICK = 0.05  # between looks at the memory and the clock [s]
_ASLEEP = 1.0  # a look that comes so late [s] means that this process did not run, so that the rest is not counted
_OUTSIDE = {"SIGKILL", "SIGTERM", "SIGHUP", "SIGINT", "SIGQUIT"}


class StoppedError(Exception):
    """The wait was ended by the one who waits."""


class Process:
    """A child process; its life is that of one operating system process."""

    def __init__(self, path: Sequence[str]) -> None:
        text = {"PYTHONPATH": os.pathsep.join(dict.fromkeys(entry or os.getcwd() for entry in path))}
        once = dict.fromkeys(ONE_THREAD, "1")
        shared = {"XLA_PYTHON_CLIENT_PREALLOCATE": "false"}  # several workers share a GPU
        program = [sys.executable, "-P", "-X", "faulthandler", "-m", "poise.analysis.runners.child", str(os.getpid())]
        pipe = subprocess.PIPE
        environment = {**shared, **os.environ, **text, **once}
        self._child = subprocess.Popen(program, stdin=pipe, stdout=pipe, stderr=pipe, env=environment)
        self._answers: queue.SimpleQueue[Any] = queue.SimpleQueue()
        self._said: deque[str] = deque(maxlen=40)
        self._threads = [threading.Thread(target=one, daemon=True) for one in (self._read, self._listen)]
        for one in self._threads:
            one.start()

    @property
    def pid(self) -> int:
        """The number of the process."""
        return self._child.pid

    def tell(self, message: Any) -> None:
        """Send something; whether it arrives shows in the answer."""
        sender = threading.Thread(target=self._write, args=(pickle.dumps(message, protocol=5),), daemon=True)
        self._threads = [one for one in self._threads if one.is_alive()]
        self._threads.append(sender)
        sender.start()

    def answer(self, limits: Limits, deadline: float, stopped: Callable[[], bool]) -> Any:
        """What the process answers, or why it does not; after a failure the process is gone.

        Raises:
            StoppedError: `stopped` said so; the process is gone.
        """
        spent, last = 0.0, time.monotonic()
        while True:
            with contextlib.suppress(queue.Empty):
                found = self._answers.get(timeout=_TICK)
                return self._gone() if found is _NOTHING else found
            now = time.monotonic()
            spent, last = spent + min(now - last, _ASLEEP), now
            if stopped():
                self.end()
                raise StoppedError
            if spent > deadline:
                self.end()
                return Failed(TIMED_OUT, f"not done after {deadline:g} s")
            if (used := _memory_of(self._child.pid)) > limits.memory:
                self.end()
                return Failed(OUT_OF_MEMORY, f"used {used / 1e9:.2f} GB, more than the {limits.memory / 1e9:.2f} GB")

    def end(self) -> None:
        """Kill the process, if it is there, and leave nothing of it behind."""
        self._child.kill()
        with contextlib.suppress(subprocess.TimeoutExpired):  # the system itself holds it, as on a lost file system
            self._child.wait(timeout=10.0)
        for one in self._threads:
            one.join(timeout=5.0)
        with contextlib.suppress(OSError):  # what was still to be written
            if self._child.stdin is not None:
                self._child.stdin.close()

    @property
    def exit_status(self) -> int | None:
        """How it ended, if it did: a status, or minus the number of a signal."""
        return self._child.poll()

    def last_words(self) -> str:
        """The last line that it printed on its standard error."""
        return next((line for line in reversed(self._said) if line.strip()), "").strip()[:300]

    def _gone(self) -> Failed:
        """Why the process ended by itself."""
        with contextlib.suppress(subprocess.TimeoutExpired):  # it closed its pipe but lives
            self._child.wait(timeout=10.0)
        status = self._child.poll()
        self.end()
        return Failed(*_why(status, "\n".join(self._said)))

    def _write(self, text: bytes) -> None:
        pipe = self._child.stdin
        try:
            if pipe is not None:
                pipe.write(text)
                pipe.flush()
        except (OSError, ValueError):
            return  # the process is gone; the reader knows

    def _read(self) -> None:
        pipe = self._child.stdout
        try:
            while pipe is not None:
                self._answers.put(pickle.load(pipe))
        except Exception:
            self._answers.put(_NOTHING)  # nothing more to read, or half an answer
        finally:
            if pipe is not None:
                pipe.close()

    def _listen(self) -> None:
        pipe = self._child.stderr
        if pipe is None:
            return
        with pipe:
            while line := pipe.readline(4096):
                self._said.append(line.decode(errors="replace").rstrip())


_NOTHING = object()


def _why(status: int | None, said: str) -> tuple[Cause, str]:
    """The cause and the words for how a process ended."""
    if "bad_alloc" in said or "MemoryError" in said:
        return OUT_OF_MEMORY, "the process ended because it got no more memory"
    if status is None or status >= 0:
        return DIED, f"the process ended by itself, with exit status {status}"
    try:
        name = signal.Signals(-status).name
    except ValueError:
        name = f"signal {-status}"
    return (KILLED if name in _OUTSIDE else DIED), f"the process was ended by {name}"


def _memory_of(pid: int) -> int:
    """The memory that a process holds [bytes]; 0 where that cannot be told."""
    try:
        return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")
    except (OSError, ValueError, IndexError):
        return 0
