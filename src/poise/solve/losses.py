"""How much a residual counts: its square, or less where it is large, so that outliers do not lead."""

from abc import ABC, abstractmethod
from dataclasses import dataclass
from typing import Any, ClassVar, final

import numpy as np


class Loss(ABC):
    """A loss rho of the squared residual z, each residual in units of its standard deviation.

    Attributes:
        robust: whether it grows more slowly than the square, so that it is no likelihood of Gaussian errors.
    """

    robust: ClassVar[bool]

    @abstractmethod
    def terms(self, z: Any) -> Any:
        """rho(z), rho'(z) and rho''(z), stacked: shape (3, rows), from z of shape (rows,)."""


@final
@dataclass(frozen=True)
class Squares(Loss):
    """rho = z: least squares, the maximum likelihood of Gaussian errors."""

    robust: ClassVar[bool] = False

    def terms(self, z: Any) -> Any:
        """See `Loss.terms`."""
        return np.stack([z, np.ones_like(z), np.zeros_like(z)])


@final
@dataclass(frozen=True)
class Huber(Loss):
    """Square up to `limit` standard deviations, straight beyond: rho = z, then 2 limit sqrt(z) - limit^2.

    Attributes:
        limit: 1.345 costs 5 % of the precision where errors are Gaussian.

    Source: Huber 1964, Ann. Math. Stat. 35:73.
    """

    limit: float = 1.345
    robust: ClassVar[bool] = True

    def terms(self, z: Any) -> Any:
        """See `Loss.terms`."""
        c = self.limit
        far = z > c * c
        root = np.sqrt(np.where(far, z, 1.0))
        return np.stack(
            [
                np.where(far, 2.0 * c * root - c * c, z),
                np.where(far, c / root, 1.0),
                np.where(far, -0.5 * c / root**3, 0.0),
            ]
        )


@final
@dataclass(frozen=True)
class SoftL1(Loss):
    """A smooth Huber: rho = 2 limit^2 (sqrt(1 + z/limit^2) - 1).

    Attributes:
        limit: where it turns from a square to straight, in standard deviations.

    Source: Charbonnier et al. 1997, IEEE Trans. Image Process. 6:298.
    """

    limit: float = 1.345
    robust: ClassVar[bool] = True

    def terms(self, z: Any) -> Any:
        """See `Loss.terms`."""
        c2 = self.limit**2
        t = 1.0 + z / c2
        return np.stack([2.0 * c2 * (np.sqrt(t) - 1.0), t**-0.5, -0.5 / c2 * t**-1.5])


@final
@dataclass(frozen=True)
class Cauchy(Loss):
    """rho = limit^2 ln(1 + z/limit^2): an outlier far away counts for nothing; may have several minima.

    Attributes:
        limit: 2.385 costs 5 % of the precision where errors are Gaussian.

    Source: Holland & Welsch 1977, Commun. Stat. A6:813.
    """

    limit: float = 2.385
    robust: ClassVar[bool] = True

    def terms(self, z: Any) -> Any:
        """See `Loss.terms`."""
        c2 = self.limit**2
        t = 1.0 + z / c2
        return np.stack([c2 * np.log(t), 1.0 / t, -1.0 / (c2 * t**2)])


def total(loss: Loss, residuals: Any) -> float:
    """The sum of the losses of residuals, shape (rows,); nan where one is not finite."""
    return float(loss.terms(residuals**2)[0].sum())


def dispersion(loss: Loss, residuals: Any, free: int) -> float:
    """What the variance of estimates is multiplied by, next to that of least squares with known errors.

    phi = [sum psi^2 / free] / mean(psi'),  psi = rho'(r^2) r;  1 for squares, whose errors are taken as given.

    Args:
        loss: what was minimised.
        residuals: at the minimum, (rows,), in standard deviations.
        free: degrees of freedom.

    Source: Huber 1981, Robust Statistics, sec. 7.6.
    """
    if not loss.robust:
        return 1.0
    _, first, second = loss.terms(residuals**2)
    bend = float(np.mean(first + 2.0 * second * residuals**2))
    spread = float(np.sum((first * residuals) ** 2)) / max(free, 1)
    return spread / bend if bend > 0.0 and spread > 0.0 else 1.0
