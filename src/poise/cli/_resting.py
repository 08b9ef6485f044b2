"""What `rest` and `mixed` share: the model with its settings, and the answer printed, drawn and hinted at."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from ..analysis.iv import iv, require_interface
from ..io import read_model
from ..model.model import Model
from ..results.result import Result
from . import _read, _write
from ._app import DONE, NO
from ._narrow import narrow

_MARGIN = 0.15  # V: what an Evans diagram shows beyond the outermost equilibrium potentials


def prepared(name: str, settings: Sequence[str] | None, interface: str | None) -> tuple[Model, str | None]:
    """The model with every `--set`, and the interface asked for, checked."""
    model = _read.with_settings(read_model(name), settings)
    return model, require_interface(model, interface) if interface is not None else None


def report(
    model: Model,
    result: Result,
    interface: str | None,
    name: str,
    *,
    figures: Mapping[str, Path | None],
    window: tuple[float | None, float | None] = (None, None),
    knockout: bool = False,
    quiet: bool,
    hints: bool,
    json: bool,
) -> int:
    """Print and draw the answer; the exit status.

    Args:
        model: with the settings; result: its rest; interface: the one to show, `None` for all; name: as typed.
        figures: file by the name of the figure. window: range of an Evans diagram [V], `None` to choose.
        knockout: whether to add what each process contributes. quiet, hints, json: as the options.
    """
    shown = result if interface is None else narrow(result, interface)
    without = _knockouts(model, shown) if knockout else []
    written = _write.figures(
        figures, lambda kind: getattr((_curves(model, shown, window) if kind == "evans" else shown).plot, kind)
    )
    if json:
        extra = {"knockout": {one.interface: _knockout_json(one) for one in without}} if without else {}
        _write.json_object({**shown.to_dict(), **extra})
    elif not quiet:
        _write.table(shown)
        for one in without:
            _knockout_table(one)
    _write.told(written, json=json, apart=not quiet)
    if not result.ok and (json or quiet):
        _write.not_ok(result)
    if hints and not json:
        from ._hints import after_rest

        for text in after_rest(model, name):
            _write.line(text)
    return DONE if result.ok else NO


def _curves(model: Model, result: Result, window: tuple[float | None, float | None]) -> Result:
    """The currents around the equilibrium potentials of the first interface shown."""
    ends = np.concatenate([np.ravel(result["equilibrium"]), np.ravel(result["potential"])])
    ends = ends[np.isfinite(ends)] if np.isfinite(ends).any() else np.zeros(1)
    low, high = window
    return iv(
        model,
        low=float(ends.min()) - _MARGIN if low is None else low,
        high=float(ends.max()) + _MARGIN if high is None else high,
        interface=result.labels["interface"][0],
    )


def _knockouts(model: Model, result: Result) -> list[Any]:
    from ..analysis.knockout import knockout

    return [knockout(model, name) for name in result.labels["interface"]]


def _knockout_json(one: Any) -> dict[str, Any]:
    return {
        path: {"potential_mV": 1e3 * np.asarray(one.without[path]), "shift_mV": 1e3 * np.asarray(one.shifts[path])}
        for path in one.without
    }


def _knockout_table(one: Any) -> None:
    _write.line()
    _write.line(f"{one.interface}: with each process knocked out")
    rows = [("without", "V (mV)", "shift (mV)")]
    rows += [(path, _spread(one.without[path]), _spread(one.shifts[path], sign=True)) for path in one.without]
    _write.columns(rows)


def _spread(values: Any, *, sign: bool = False) -> str:
    """Millivolts: one number, or the range of several."""
    every = 1e3 * np.ravel(np.asarray(values, float))
    every = every[np.isfinite(every)]
    if not every.size:
        return "-"
    form = "+.2f" if sign else ".2f"
    low, high = float(every.min()), float(every.max())
    return f"{low:{form}}" if every.size == 1 else f"{low:{form}} to {high:{form}}"
