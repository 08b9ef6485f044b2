"""A sweep's bar on standard error: how many samples are done, how many a second, how long it will take."""

import gc
import sys
import time
from typing import Any, Final

from ._interrupt import EAR

_PATIENCE: Final = 1.0  # s without a bar
_EVERY: Final = 0.1  # s between two looks


class SweepBar:
    """Shows how far a sweep is, where somebody watches; call it with the samples done and all of them.

    Attributes:
        title: what is done.
        done, total: as it was last told.
    """

    def __init__(self, title: str) -> None:
        self.title = title
        self.done = self.total = 0
        self._begun, self._first, self._last = time.monotonic(), None, 0.0
        self._bar: Any = None
        self._watched = sys.stderr.isatty()

    def __call__(self, done: int, total: int) -> None:
        """So many are done."""
        EAR.check()
        gc.enable()  # a sweep may be long; loading what it needs is quicker without
        self.done, self.total = done, total
        self._first: int | None = done if self._first is None else self._first
        now = time.monotonic()
        if not self._watched or now - self._begun < _PATIENCE or (now - self._last < _EVERY and done < total):
            return
        self._last = now
        if self._bar is None:
            self._bar = _bar()
            self._task = self._bar.add_task(self.title, total=total, rate="")
            self._bar.start()
        self._bar.update(self._task, completed=done, rate=self.rate(now))

    def rate(self, now: float) -> str:
        """Samples per second since this began, and the time that is left at that rate."""
        new, seconds = self.done - (self._first or 0), now - self._begun
        if new <= 0 or seconds <= 0.0:
            return ""
        pace = new / seconds
        shown = f"{pace:,.0f}/s" if pace >= 10.0 else f"{pace:.2g}/s" if pace >= 1.0 else f"{60.0 * pace:.2g}/min"
        return f"{shown}, {_left((self.total - self.done) / pace)} left"

    def __enter__(self) -> "SweepBar":
        return self

    def __exit__(self, *_: object) -> None:
        """Take the bar away, whatever happened."""
        if self._bar is not None:
            self._bar.stop()


def _left(seconds: float) -> str:
    whole = round(seconds)
    hours, minutes = whole // 3600, whole // 60 % 60
    if hours >= 48:
        return f"{hours // 24} days"
    return f"{hours}:{minutes:02d}:{whole % 60:02d}" if hours else f"{minutes}:{whole % 60:02d}"


def _bar() -> Any:
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TextColumn("{task.fields[rate]}"))
    return Progress(*columns, console=Console(stderr=True), transient=True)
