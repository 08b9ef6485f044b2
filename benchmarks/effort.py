"""How much is measured: all of it, or a quick look that everything works."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Effort:
    """Sizes of a benchmark.

    Attributes:
        rounds: processes of each.
        repeats: timed runs in each process, at most.
        seconds: no further timed run begins in a process after so many.
        quick: small sizes, to see that it works; its times mean nothing.
    """

    rounds: int = 3
    repeats: int = 15
    seconds: float = 4.0
    quick: bool = False

    def of(self, usual: int, small: int) -> int:
        """A size."""
        return small if self.quick else usual


FULL = Effort()
QUICK = Effort(rounds=1, repeats=2, seconds=2.0, quick=True)
