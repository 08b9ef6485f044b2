"""What runs an integration: native code for this processor, or XLA; a choice is an object."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from importlib.util import find_spec
from typing import Any, Final, Protocol, runtime_checkable

from ..errors import InputError
from .flow import Flow
from .integrate import Advancing, Carry, Chunk, Integrator, Settings, integrator
from .native.engine import NativeIntegrator
from .native.lower import NotLoweredError
from .steps import Method

_PLUGINS: Final = ("jax_cuda12_plugin", "jax_cuda13_plugin", "jax_rocm60_plugin", "jax_rocm7_plugin")
_MANY: Final = 256  # lanes from which on an accelerator is worth its calls


@runtime_checkable
class Integrating(Protocol):
    """What carries out integrations of one flow by one method."""

    @property
    def flow(self) -> Flow: ...

    @property
    def method(self) -> Method: ...

    def named(self, carry: Carry, p: Any) -> str:
        """The name of what runs arguments like these: "native" or "xla"."""
        ...

    def advance(self, carry: Carry, breaks: Any, p: Any, how: Settings) -> tuple[Carry, Chunk | None]: ...

    def run(self, carry: Carry, breaks: Any, p: Any, how: Settings) -> Iterator[tuple[Carry, Chunk | None]]: ...

    def last(self, carry: Carry, breaks: Any, p: Any, how: Settings) -> Carry: ...


@runtime_checkable
class Backend(Protocol):
    """Makes what integrates."""

    def integrating(self, flow: Flow, method: Method, *, record: bool) -> Integrating: ...


@dataclass(frozen=True)
class XLA:
    """The reference: every flow, gradients, accelerators."""

    def integrating(self, flow: Flow, method: Method, *, record: bool) -> Integrating:
        """What integrates a flow."""
        return integrator(flow, method, record=record)


@dataclass(frozen=True)
class Native:
    """Code for this processor, made by LLVM without a compiler on the machine; 8 lanes side by side in ensembles.

    Attributes:
        single: numbers of 32 bits (7 digits), twice as many side by side; for methods of fixed step only.
    """

    single: bool = False

    def integrating(self, flow: Flow, method: Method, *, record: bool) -> Integrating:
        """What integrates a flow.

        Raises:
            InputError: numbers of 32 bits with a method that controls its error.
        """
        if self.single and not method.fixed:
            raise InputError("numbers of 32 bits are too coarse to control an error; give a method of fixed step")
        return _Strict(NativeIntegrator(flow, method, record, single=self.single))


@dataclass(frozen=True)
class Quickest:
    """Native code wherever a model can be lowered to it; XLA elsewhere, and for ensembles where JAX has a GPU.

    Native code answers first in every case that was measured, cold or kept on disk (docs/benchmarks.md).
    """

    def integrating(self, flow: Flow, method: Method, *, record: bool) -> Integrating:
        """What integrates a flow."""
        return _Either(NativeIntegrator(flow, method, record), flow, method, record)


@dataclass(frozen=True)
class _Strict(Advancing):
    """Native, or an error that says why not."""

    native: NativeIntegrator

    @property
    def flow(self) -> Flow:
        """What is integrated."""
        return self.native.flow

    @property
    def method(self) -> Method:
        """By which method."""
        return self.native.method

    def named(self, carry: Carry, p: Any) -> str:
        """The name of the back end."""
        return "native"

    def advance(self, carry: Carry, breaks: Any, p: Any, how: Settings) -> tuple[Carry, Chunk | None]:
        """Up to one chunk of steps."""
        try:
            return self.native.advance(carry, breaks, p, how)
        except NotLoweredError as error:
            raise InputError(f"the native engine cannot run this model: {error}; XLA() runs it") from None


@dataclass
class _Either(Advancing):
    """Native where it can be, else XLA."""

    native: NativeIntegrator
    flow: Flow
    method: Method
    record: bool
    _xla: Integrator | None = field(default=None, repr=False)
    _refused: bool = False
    _proven: bool = False

    def _chosen(self, carry: Carry, p: Any) -> Any:
        if self._proven:
            return self.native
        accelerated = not self.record and len(carry.t) >= _MANY and _accelerator()
        if not self._refused and not accelerated:
            try:
                self.native.ready(carry, p)
                self._proven = not _accelerator()
                return self.native
            except NotLoweredError:
                self._refused = True
        if self._xla is None:
            self._xla = integrator(self.flow, self.method, record=self.record)
        return self._xla

    def named(self, carry: Carry, p: Any) -> str:
        """The name of the back end."""
        return self._chosen(carry, p).named(carry, p)

    def advance(self, carry: Carry, breaks: Any, p: Any, how: Settings) -> tuple[Carry, Chunk | None]:
        """Up to one chunk of steps."""
        return self._chosen(carry, p).advance(carry, breaks, p, how)


@cache
def _accelerator() -> bool:
    """Whether JAX computes on something else than the processor; JAX is only loaded where it could."""
    if not any(find_spec(name) for name in _PLUGINS):
        return False
    import jax

    return jax.default_backend() != "cpu"
