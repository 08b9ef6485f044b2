"""Ctrl-C on the command line: never lost, never inside an import, and the second time at once."""

import _thread
import contextlib
import os
import signal
import sys
import time
from collections.abc import Callable
from types import FrameType
from typing import Any, Final

INTERRUPTED: Final = 130
_SAID: Final = "poise: interrupted\n"
_IMPORT: Final = "<frozen importlib"  # how the names of the files of Python's own import begin
_LOOK: Final = 0.01  # s between two looks whether an import has ended
_TWICE: Final = 0.5  # s; what comes sooner is the same Ctrl-C, which some shells and launchers send twice
_SHOW_CURSOR: Final = "\x1b[?25h"


class Ear:
    """Hears Ctrl-C and raises KeyboardInterrupt where that does no harm.

    An exception inside the import of a compiled library can crash the process, and one inside a destructor is dropped
    by Python: both are raised again a little later.
    """

    def __init__(self) -> None:
        self.pressed: float | None = None  # when it was heard first
        self._outside: FrameType | None = None
        self._due = False  # whether it is to be raised later
        self._again = False  # whether what is heard next is that

    def listen(self, action: Callable[[], int]) -> int:
        """The exit status of an action that Ctrl-C may stop; nothing is heard any more after it."""
        if signal.getsignal(signal.SIGINT) is not signal.default_int_handler:
            return action()  # ignored, as a shell does for what it starts in the background
        self._outside = sys._getframe()
        sys.unraisablehook = self._dropped
        signal.signal(signal.SIGINT, self)
        try:
            return action()
        except KeyboardInterrupt:
            _write(_SAID)
            return INTERRUPTED
        finally:
            signal.signal(signal.SIGINT, signal.SIG_IGN)

    def check(self) -> None:
        """Raise KeyboardInterrupt where one was heard, and something took it away."""
        if self.pressed is not None:
            self._due = False
            raise KeyboardInterrupt

    def __call__(self, number: int, frame: FrameType | None) -> None:
        """The handler of the signal."""
        again, self._again = self._again, False
        now = time.monotonic()
        if self.pressed is None:
            self.pressed = now
        elif again:
            if not self._due:
                return
        else:
            if now - self.pressed > _TWICE:
                _end()
            return
        self._due = False
        if self._imports(frame):
            self._later()
        else:
            raise KeyboardInterrupt

    def _imports(self, frame: FrameType | None) -> bool:
        while frame is not None and frame is not self._outside:
            if frame.f_code.co_filename.startswith(_IMPORT):
                return True
            frame = frame.f_back
        return False

    def _later(self) -> None:
        self._due = True
        _thread.start_new_thread(self._repeat, ())  # `threading` has locks, which this thread may be holding

    def _repeat(self) -> None:
        time.sleep(_LOOK)
        self._again = True
        _thread.interrupt_main()

    def _dropped(self, what: Any) -> None:
        if issubclass(what.exc_type, KeyboardInterrupt):
            self._later()
        else:
            sys.__unraisablehook__(what)


EAR: Final = Ear()
"""That of this process, which has one Ctrl-C."""


def _end() -> None:
    """Leave at once."""
    _write((_SHOW_CURSOR if os.isatty(2) else "") + _SAID)
    os._exit(INTERRUPTED)


def _write(text: str) -> None:
    with contextlib.suppress(OSError):
        os.write(2, text.encode())
