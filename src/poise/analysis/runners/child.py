"""The program of a worker's process: it reads the plan, then jobs, and answers each; started by process.py."""

import os
import pickle
import signal
import sys
import threading
import time
from typing import Any, BinaryIO

NOT_NEEDED = 75  # the exit status of a process that waited in vain for work


def main() -> None:
    """Serve until there is nothing more to read."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # an interruption is the parent's to handle
    _end_with(int(sys.argv[1]))
    jobs, answers = _streams()
    plan, idle = _begin(jobs, answers)
    from .job import RAISED, Failed, attempt, said

    while _work_comes(jobs, idle):
        try:
            job = pickle.load(jobs)
        except EOFError:
            return
        ending = attempt(plan, job)
        try:
            answer = pickle.dumps(ending, protocol=5)
        except Exception as error:
            answer = pickle.dumps(Failed(RAISED, f"the result cannot be sent: {said(error)}"))
        del ending
        answers.write(answer)
        answers.flush()
    os._exit(NOT_NEEDED)


def _streams() -> tuple[BinaryIO, BinaryIO]:
    """The pipes to the parent, out of the way of whatever else prints or reads in this process."""
    jobs, answers = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)
    os.dup2(2, 1)
    os.close(nothing)
    return jobs, answers


def _begin(jobs: BinaryIO, answers: BinaryIO) -> tuple[Any, float]:
    """Read the plan and the limits, and say that all is ready, or why not."""
    from .limits import limit_memory

    try:
        text, limits = pickle.load(jobs)
        plan = pickle.loads(text)
        limit_memory(limits.memory)
    except EOFError:
        sys.exit(0)
    except Exception as error:
        pickle.dump(f"{type(error).__name__}: {error}", answers)
        answers.flush()
        sys.exit(0)
    pickle.dump(None, answers)
    answers.flush()
    return plan, limits.idle


def _work_comes(jobs: BinaryIO, idle: float) -> bool:
    """Wait for a job, but not for ever."""
    if sys.platform == "win32":
        return True
    import select

    return bool(select.select([jobs], [], [], idle)[0])


def _end_with(parent: int) -> None:
    """End when the parent does, even in the middle of a job."""
    if sys.platform == "linux":
        import ctypes

        with_parent = 1  # PR_SET_PDEATHSIG
        ctypes.CDLL(None).prctl(with_parent, signal.SIGKILL, 0, 0, 0)
    if sys.platform != "win32":
        if os.getppid() != parent:
            os._exit(0)
        threading.Thread(target=_watch, args=(parent,), daemon=True).start()


def _watch(parent: int) -> None:
    while os.getppid() == parent:
        time.sleep(1.0)
    os._exit(0)


if __name__ == "__main__":
    main()
