"""What `run` and `shoot` share: the protocol that is meant, the start, the method, and a run that can be stopped."""

import gc
from collections.abc import Mapping
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..errors import InputError, UnknownNameError, did_you_mean
from . import _write
from ._app import INTERRUPTED as INTERRUPTED
from ._progress import Bar

if TYPE_CHECKING:
    from ..model.model import Model
    from ..results.result import Result

NONE = "none"
"""The name of the protocol that does nothing."""


def protocol(model: "Model", typed: str, asked: str | None, until: float | None) -> str | None:
    """The protocol's name, `None` for none.

    Raises:
        UnknownNameError: the model has none of that name; InputError: nothing says how long to run.
    """
    known = list(model.protocols)
    if asked is None and known:
        return known[0]
    if asked is None or (asked == NONE and NONE not in known):
        if until is None:
            what = "no protocol says so" if known else "it has no protocol"
            raise InputError(f"how long shall '{typed}' run? {what}; write how long, such as --until '100 ms'")
        return None
    if asked not in known:
        near = did_you_mean(asked, [*known, NONE]) if known else "it has none; write --until '100 ms' instead"
        raise UnknownNameError(f"--protocol: '{typed}' has no protocol '{asked[:60]}'; {near}")
    return asked


def announce(model: "Model", name: str | None, *, chosen: bool) -> None:
    """Say which protocol is run."""
    if name is None:
        _write.line("protocol: none")
        return
    others = [one for one in model.protocols if one != name]
    more = f"   (the first; others: {', '.join(others)})" if others and not chosen else ""
    _write.line(f"protocol: {name}{more}")
    _write.line()


def begin(model: "Model", starts: Mapping[str, Any], *, steady: bool) -> Any:
    """Where a run starts: values by path, or `None` for the model's own start.

    Raises:
        InputError: the steady state asked for does not exist.
    """
    if not steady:
        return dict(starts) or None
    from ..analysis.steady import steady as solve

    found = solve(model)
    if not found.ok:
        raise InputError(
            f"--from-steady: no steady state to start from ({found.status}); " + " ".join(found.notes)
            + " Leave the option out to start from the model's own state."
        )  # fmt: skip
    return {**found.facts["state"], **starts}


def method(name: str) -> Any:
    """The integrator of that name; "exponential:25us" has the size of its steps after it.

    Raises:
        InputError: there is none; UnitError: a size that is no time.
    """
    known, _, size = name.partition(":")
    known = known.casefold()
    if known == "exponential":
        from ..solve.exponential import ExponentialEuler
        from ._read import time

        if not size.strip():
            raise InputError("--method: exponential has steps of a fixed size; write it, such as exponential:25us")
        return ExponentialEuler(time(size, "--method"))
    if known not in _METHODS or size:
        raise InputError(f"--method: '{name[:60]}' is no method; write rodas5p, tsit5 or exponential:25us")
    module, kind = _METHODS[known]
    return getattr(import_module(f"..solve.{module}", __package__), kind)()


_METHODS = {"rodas5p": ("rodas5p", "Rodas5P"), "tsit5": ("tsit5", "Tsit5")}
_BACKENDS = {"native": "Native", "xla": "XLA", "quickest": "Quickest"}


def backend(name: str) -> Any:
    """What runs it, by its name.

    Raises:
        InputError: there is none of that name.
    """
    if name.casefold() not in _BACKENDS:
        near = did_you_mean(name, _BACKENDS) or f"known: {', '.join(_BACKENDS)}"
        raise InputError(f"--backend: '{name[:60]}' is no back end; {near}")
    return getattr(import_module("..solve.backends", __package__), _BACKENDS[name.casefold()])()


def simulated(
    model: "Model",
    name: str | None,
    until: float | None,
    *,
    start: Any,
    every: float | None,
    rtol: float,
    method: Any,
    backend: Any,
    checkpoint: Path | None,
) -> "Result | None":
    """The run; `None` where the user stopped it, which is said."""
    from ..analysis.settings import quiet
    from ..analysis.simulate import simulate

    if checkpoint is not None and checkpoint.exists():
        _write.remark(f"going on from {checkpoint}")
    if checkpoint is not None:
        checkpoint.parent.mkdir(parents=True, exist_ok=True)
    bar = Bar(f"run of {model.name}")

    def progress(share: float) -> None:
        gc.enable()  # a run may be long; loading what it needs is quicker without
        bar(share)

    try:
        with bar, quiet():
            return simulate(
                model,
                name,
                until,
                start=start,
                every=every,
                rtol=rtol,
                method=method,
                backend=backend,
                checkpoint=checkpoint,
                progress=progress,
            )
    except KeyboardInterrupt:
        done = f"interrupted at {100 * bar.share:.0f} % of the run"
        if checkpoint is None:
            _write.remark(f"poise: {done}; with --checkpoint FILE a run can go on where it was stopped")
        elif checkpoint.exists():
            _write.remark(f"poise: {done}; {checkpoint} holds its standing: the same command goes on from there")
        else:
            _write.remark(f"poise: {done}, before anything was written to {checkpoint}")
        return None
