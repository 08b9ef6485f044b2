"""Derivatives of recorded steps by code for this processor, made when first used and kept on disk."""

import ctypes
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import ModuleType
from typing import Any

import numpy as np

from ..flow import Flow
from ..kept_files import own_code
from ..native import machine
from ..native.block import Width
from ..native.lower import NotLoweredError
from ..steps import Method
from . import native_pull, native_push
from .differential import Pulled, Pushed, Seeded
from .tableau import tableau_of
from .told import Told
from .trail import Piece

_WIDE = 8  # directions side by side


@dataclass(frozen=True)
class _Code:
    address: int
    rows: int
    lanes: int


@dataclass(frozen=True)
class NativeDifferential:
    """A flow and a method; see `differential.Differential`."""

    flow: Flow
    method: Method
    _codes: dict[Any, _Code] = field(default_factory=dict, repr=False, compare=False)

    def push(self, told: Told, piece: Piece, z: Any, slopes: Any, z_slopes: Any, *, record: bool) -> Pushed:
        """Forwards through a piece."""
        n, lanes = slopes.shape
        ends = np.zeros((n, lanes))
        powers = np.zeros((len(piece), 5, n, lanes)) if record else None
        for first, last, code in self._groups("push", native_push, told, n, lanes):
            own = _padded(slopes[:, first:last], code.lanes)
            told_own = _padded(z_slopes[:, :, first:last], code.lanes)
            into = np.zeros((len(piece), 5, n, code.lanes)) if record else np.zeros(1)
            more = {"slopes": own, "z_slopes": told_own, "powers": into, "record": int(record)}
            _call(code, native_push.CONTROL, piece, z, more)
            ends[:, first:last] = own[:, : last - first]
            if powers is not None:
                powers[:, :, :, first:last] = into[..., : last - first]
        return Pushed(ends, powers)

    def pull(self, told: Told, piece: Piece, z: Any, weights: Any, seeds: Seeded) -> Pulled:
        """Backwards through a piece."""
        n, lanes = weights.shape
        starts, z_weights = np.zeros((n, lanes)), np.zeros((*z.shape, lanes))
        seeded = np.full(len(piece), -1, np.int64)
        seeded[seeds.places] = np.arange(len(seeds.places))
        for first, last, code in self._groups("pull", native_pull, told, n, lanes):
            own = _padded(weights[:, first:last], code.lanes)
            told_own = np.zeros((*z.shape, code.lanes))
            seed = _padded(seeds.values[..., first:last], code.lanes)
            more = {"weights": own, "z_weights": told_own, "seeded": seeded, "seeds": seed}
            _call(code, native_pull.CONTROL, piece, z, more)
            starts[:, first:last] = own[:, : last - first]
            z_weights[..., first:last] = told_own[..., : last - first]
        return Pulled(starts, z_weights)

    def _groups(self, name: str, module: ModuleType, told: Told, n: int, lanes: int) -> Any:
        """Which lanes go together, with the code that runs them."""
        width = 1 if lanes == 1 else _WIDE
        code = self._code(name, module, told, n, width)
        for first in range(0, lanes, width):
            yield first, min(first + width, lanes), code

    def _code(self, name: str, module: ModuleType, told: Told, n: int, width: int) -> _Code:
        key = (name, told.leaves, n, width)
        if key not in self._codes:
            self._codes[key] = self._made(name, module, told, n, width)
        return self._codes[key]

    def _made(self, name: str, module: ModuleType, told: Told, n: int, width: int) -> _Code:
        tableau = tableau_of(self.method)
        if tableau is None:
            raise NotLoweredError(f"{type(self.method).__name__} has no lines")
        file = None
        if self.flow.identity:
            words = repr((name, type(self.method).__name__, self.method, told.leaves, n, width))
            file = machine.kept(self.flow.identity, "sensitivity", words, own_code())
            kept = machine.recall(file)
            if kept is not None:
                head, _, code = kept.partition(b"\n")
                (address,) = machine.loaded(code, "walk")
                return _Code(address, json.loads(head), width)
        assembly, rows = module.program(self.flow, told, n, tableau, Width(width))
        code = machine.compiled(assembly)
        if file is not None:
            machine.keep(file, json.dumps(rows).encode() + b"\n" + code)
        (address,) = machine.loaded(code, "walk")
        return _Code(address, rows, width)


def _padded(array: Any, lanes: int) -> Any:
    """With zeros up to so many lanes."""
    found = np.zeros((*array.shape[:-1], lanes))
    found[..., : array.shape[-1]] = array
    return found


def _call(code: _Code, names: tuple[str, ...], piece: Piece, z: Any, more: Mapping[str, Any]) -> None:
    segments = np.unique(piece.segment)
    memory = machine.aligned(code.rows * code.lanes)
    held = {
        "memory": memory,
        "t": piece.begin,
        "h": piece.end - piece.begin,
        "y": piece.states,
        "segment": np.searchsorted(segments, piece.segment),
        "fresh": piece.fresh.astype(np.int64),
        "before": piece.reached,
        "z": z,
        **more,
        "count": len(piece),
        "held": -1,
    }
    arrays = {name: np.ascontiguousarray(one) for name, one in held.items() if isinstance(one, np.ndarray)}
    control = np.zeros(len(names), np.int64)
    for name, value in held.items():
        control[names.index(name)] = arrays[name].ctypes.data if name in arrays else value
    ctypes.CFUNCTYPE(None, ctypes.c_void_p)(code.address)(control.ctypes.data)
