"""Ctrl-C made to wait while something must be whole."""

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType
from typing import Any


class Shield:
    """Inside its `with` statement Ctrl-C waits, but for the parts that `lifted` marks; the second time it does not.

    What waited is heard when such a part begins, or at the end. Where Ctrl-C is ignored, or this is not the main
    thread, nothing changes.
    """

    def __init__(self) -> None:
        self._before: Any = None
        self._waits = False

    def __enter__(self) -> "Shield":
        before = signal.getsignal(signal.SIGINT)
        if callable(before) and threading.current_thread() is threading.main_thread():
            self._before = before
            self._raise()
        return self

    def __exit__(self, *_: object) -> None:
        self._lower()

    @contextmanager
    def lifted(self) -> Iterator[None]:
        """Where Ctrl-C is heard at once."""
        self._lower()
        try:
            yield
        finally:
            self._raise()

    @contextmanager
    def back(self) -> Iterator[None]:
        """Where it waits again, inside of what `lifted` marks."""
        self._raise()
        try:
            yield
        finally:
            self._lower()

    def _raise(self) -> None:
        if self._before is not None:
            signal.signal(signal.SIGINT, self._note)

    def _lower(self) -> None:
        if self._before is not None:
            signal.signal(signal.SIGINT, self._before)
            if self._waits:
                self._waits = False
                signal.raise_signal(signal.SIGINT)

    def _note(self, number: int, frame: FrameType | None) -> None:
        if self._waits:
            self._before(number, frame)
        self._waits = True
