"""Checkpoints: where a long run stands, written whole to a file, so that a killed run goes on from there."""

import json
import os
import tempfile
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

from ..errors import InputError
from ..solve.integrate import Carry

EVERY = 2.0  # s of the clock between two writings
_FORMAT = 2


@dataclass
class Checkpoint:
    """A file that holds a run's standing.

    Attributes:
        path: the file.
        identity: what the run is: model, protocol, tolerance, version; a file of another run is refused.
        every: least time between two writings [s of the clock].
    """

    path: Path
    identity: Mapping[str, Any] = field(default_factory=dict)
    every: float = EVERY
    _last: float = field(default=0.0, repr=False)

    def load(self) -> tuple[Carry, dict[str, Any]] | None:
        """The standing in the file, `None` where there is no file.

        Raises:
            InputError: the file belongs to another run, or is no checkpoint.
        """
        if not self.path.exists():
            return None
        try:
            with np.load(self.path, allow_pickle=False) as stored:
                arrays = {name: stored[name] for name in stored.files}
            known = json.loads(str(arrays.pop("identity")))
        except (OSError, ValueError, KeyError) as error:
            raise InputError(f"'{self.path}' is not a checkpoint of Poise: {error}") from None
        mine = json.loads(self._identity())
        different = [key for key in mine if known.get(key) != mine[key]]
        if different:
            raise InputError(
                f"'{self.path}' is the checkpoint of another run ({', '.join(different)} differ: "
                f"{known.get(different[0])!r:.80}, here {mine[different[0]]!r:.80}); choose another file"
            )
        carry = Carry.of({name: arrays.pop(f"carry_{name}") for name in Carry._fields})
        return carry, arrays

    def _identity(self) -> str:
        return json.dumps({"format": _FORMAT, **self.identity}, sort_keys=True, default=str)

    def due(self) -> bool:
        """Whether it is time to write."""
        return time.monotonic() - self._last >= self.every

    def save(self, carry: Carry, arrays: Mapping[str, Any]) -> None:
        """Write the standing; the file is the old one or the new one, never a part.

        Raises:
            InputError: it cannot be written.
        """
        parts = {f"carry_{name}": value for name, value in carry.arrays().items()}
        partial = ""
        try:
            handle, partial = tempfile.mkstemp(prefix=f".{self.path.name}.", suffix=".partial", dir=self.path.parent)
            with os.fdopen(handle, "wb") as stream:
                np.savez(stream, identity=np.array(self._identity()), **parts, **arrays)  # type: ignore[arg-type]
                stream.flush()
                os.fsync(stream.fileno())
            os.replace(partial, self.path)
        except OSError as error:
            if partial:
                Path(partial).unlink(missing_ok=True)
            raise InputError(f"cannot write the checkpoint '{self.path}': {error.strerror or error}") from None
        self._last = time.monotonic()

    def remove(self) -> None:
        """The run is done: nothing to go on from."""
        self.path.unlink(missing_ok=True)
