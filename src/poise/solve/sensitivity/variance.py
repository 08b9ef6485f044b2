"""Which share of a variance each of several independent causes makes: Sobol indices, through SALib."""

from dataclasses import dataclass
from typing import Any, Final

import numpy as np

from ..status import Status

LEAST: Final = 8  # blocks without which nothing is said


class MissingError(ImportError):
    """SALib is not installed."""


@dataclass(frozen=True)
class Shares:
    """Of one result.

    Attributes:
        first, total: indices, (causes,).
        first_confidence, total_confidence: half-widths of their intervals, (causes,).
        mean, deviation: of the result.
        failed: evaluations that gave nothing.
        status: `ok`, `flat` where the result does not vary, `not_finite` where too few evaluations gave something.
    """

    first: Any
    total: Any
    first_confidence: Any
    total_confidence: Any
    mean: float
    deviation: float
    failed: int
    status: Status


def points(causes: int, samples: int, seed: int) -> Any:
    """Saltelli's points in the unit cube, (samples (causes + 2), causes), in blocks of causes + 2.

    Args:
        causes: dimensions.
        samples: blocks, a power of 2.
        seed: of the scrambling.

    Raises:
        MissingError: SALib is not installed.

    Source: Saltelli et al. 2010, Comput. Phys. Commun. 181:259.
    """
    try:
        from SALib.sample import sobol
    except ImportError as error:
        raise MissingError(str(error)) from None
    return sobol.sample(_problem(causes), samples, calc_second_order=False, scramble=True, seed=seed + 1)


def shares(values: Any, causes: int, level: float, seed: int) -> Shares:
    """The indices of a result evaluated at `points`; blocks in which an evaluation gave nothing are left out.

    Args:
        values: (samples (causes + 2),), nan where there is none.
        causes: dimensions.
        level: of the confidence intervals, by resampling.
        seed: of the resampling.

    Raises:
        MissingError: SALib is not installed.
    """
    try:
        from SALib.analyze import sobol
    except ImportError as error:
        raise MissingError(str(error)) from None
    values = np.asarray(values, float)
    blocks = values.reshape(-1, causes + 2)
    whole = np.isfinite(blocks).all(axis=1)
    failed = int((~np.isfinite(values)).sum())
    kept = blocks[whole].ravel()
    none = np.full(causes, np.nan)
    if whole.sum() < LEAST:
        return Shares(none, none, none, none, float("nan"), float("nan"), failed, Status.not_finite)
    plain = blocks[whole][:, [0, -1]].ravel()  # the points that are not mixed of two
    mean, deviation = float(plain.mean()), float(plain.std(ddof=1))
    if float(np.ptp(kept)) <= 1e-12 * float(np.abs(kept).max(initial=0.0)):
        return Shares(none, none, none, none, mean, deviation, failed, Status.flat)
    found = sobol.analyze(_problem(causes), kept, calc_second_order=False, conf_level=level, seed=seed + 1)
    return Shares(found["S1"], found["ST"], found["S1_conf"], found["ST_conf"], mean, deviation, failed, Status.ok)


def _problem(causes: int) -> dict[str, Any]:
    return {"num_vars": causes, "names": [f"x{k}" for k in range(causes)], "bounds": [[0.0, 1.0]] * causes}
