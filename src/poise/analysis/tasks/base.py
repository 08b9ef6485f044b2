"""What a task is: a question asked of all lanes of a model, with one answer for each of a few columns."""

from abc import ABC, abstractmethod
from collections.abc import Mapping
from typing import Any, ClassVar, Final

import numpy as np

from ...model.model import Model
from ...results.sweep_field import Field
from ...solve.status import Status
from ...system.lanes import Lanes

STATUS: Final = Field("status", "status", "what became of the sample", "<i2")


class Task(ABC):
    """A question. A final frozen dataclass whose fields are its settings.

    Attributes:
        name: in text.
        same_length: whether lanes are best computed in the same number again and again, since code is compiled for it.
    """

    name: ClassVar[str]
    same_length: ClassVar[bool] = False

    @abstractmethod
    def fields(self, model: Model) -> Mapping[str, Field]:
        """The columns of its answer by name, beside the status; nothing is computed.

        Args:
            model: with the values of a sample.

        Raises:
            PoiseError: the question makes no sense for the model.
        """

    @abstractmethod
    def compute(self, model: Model) -> dict[str, Any]:
        """The answer: for "status" and each field an array whose first axis is the lane.

        Args:
            model: with arrays along one dimension.
        """

    @abstractmethod
    def sizes(self, model: Model) -> tuple[int, int]:
        """Samples that a chunk has at least and at most, by the work that one of them is: powers of 2.

        They follow from the model alone, so that a sweep has the same chunks on every machine.
        """

    @abstractmethod
    def described(self) -> dict[str, Any]:
        """What is asked, for people and for JSON; the same for the same answers."""


def lanes_of(model: Model) -> int:
    """How many samples the model holds."""
    return Lanes.of(model).count


def as_status(status: Any, lanes: int) -> Any:
    """Statuses as numbers, one for each lane."""
    return np.broadcast_to(np.asarray(status, np.int16), (lanes,)).copy()


def numbers_of(names: Any, lanes: int) -> Any:
    """Names of statuses as numbers."""
    if isinstance(names, str):
        return np.full(lanes, Status[names], np.int16)
    kinds, places = np.unique(np.ravel(names).astype(str), return_inverse=True)
    return np.array([Status[str(one)] for one in kinds], np.int16)[places]
