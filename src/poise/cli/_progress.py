"""A bar on standard error for what takes longer than a second, where somebody watches."""

import sys
import time
from typing import Any, Final

_PATIENCE: Final = 1.0  # s


class Bar:
    """Shows how much is done; call it with the share.

    Attributes:
        title: what is done.
        share: what was done when it was last called.
    """

    def __init__(self, title: str) -> None:
        self.title = title
        self.share = 0.0
        self._begun = time.monotonic()
        self._bar: Any = None
        self._watched = sys.stderr.isatty()

    def __call__(self, share: float) -> None:
        """So much is done."""
        self.share = min(max(float(share), 0.0), 1.0)
        if not self._watched or (self._bar is None and time.monotonic() - self._begun < _PATIENCE):
            return
        if self._bar is None:
            self._bar = _bar()
            self._task = self._bar.add_task(self.title, total=1.0)
            self._bar.start()
        self._bar.update(self._task, completed=self.share)

    def __enter__(self) -> "Bar":
        return self

    def __exit__(self, *_: object) -> None:
        """Take the bar away, whatever happened."""
        if self._bar is not None:
            self._bar.stop()


def _bar() -> Any:
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeRemainingColumn

    columns = (TextColumn("{task.description}"), BarColumn(), TaskProgressColumn(), TimeRemainingColumn())
    return Progress(*columns, console=Console(stderr=True), transient=True)
