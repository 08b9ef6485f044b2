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
_SEEN, _EDGE = 1e-2, 0.1  # of the current that meets: what counts as seen; V: what is shown beyond that


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
    more: Any = None,
    knockout: bool = False,
    quiet: bool,
    hints: bool,
    json: bool,
) -> int:
    """Print and draw the answer; the exit status.

    Args:
        model: with the settings; result: its rest; interface: the one to show, `None` for all; name: as typed.
        figures: file by the name of the figure. window: range of an Evans diagram [V], `None` to choose.
        more: what `mixed` adds. knockout: whether to add what each process contributes.
        quiet, hints, json: as the options.
    """
    shown = result if interface is None else narrow(result, interface)
    without = _knockouts(model, shown) if knockout else []
    written = _write.figures(figures, lambda kind: _drawer(kind, model, shown, window))
    if json:
        extra = {"knockout": {one.interface: _knockout_json(one) for one in without}} if without else {}
        _write.json_object({**shown.to_dict(), **extra, **(more.to_dict() if more else {})})
    elif not quiet:
        _write.table(shown)
        for one in without:
            _knockout_table(one)
        for title, rows in more.tables() if more else ():
            _write.line()
            _write.line(title)
            _write.columns(rows)
        if more and more.note:
            _write.remark(more.note)
    _write.told(written, json=json, apart=not quiet)
    if not result.ok and (json or quiet):
        _write.not_ok(result)
    if hints and not json:
        from ._hints import after_rest

        for text in after_rest(model, name):
            _write.line(text)
    return DONE if result.ok else NO


def _lowest(shown: Result, interface: str) -> float:
    """The lowest potential of an interface, of all lanes."""
    from numpy import min as lowest

    return float(lowest(shown.of("potential", interface)))


def _drawer(kind: str, model: Model, shown: Result, window: tuple[float | None, float | None]) -> Any:
    """What draws a figure; several electrodes on one metal share an Evans diagram."""
    if kind != "evans":
        return getattr(shown.plot, kind)
    electrodes = [name for name in shown.labels["interface"] if _couples(model, name)] or shown.labels["interface"][:1]
    spans = [one for name in electrodes if (one := _span(model, shown, name, window)) is not None]
    low, high = (min(one[0] for one in spans), max(one[1] for one in spans)) if spans else _whole(shown, window)
    if window[0] is None:
        low = min([low, *(_lowest(shown, name) - _EDGE for name in electrodes)])
    curves = [iv(model, low=low, high=high, interface=name) for name in electrodes]
    if len(curves) == 1:
        return curves[0].plot.evans
    from ..results.plot_galvanic import galvanic

    areas = [float(model.get(f"{name}.area")) for name in electrodes]
    at = [float(shown.of("potential", name)) for name in electrodes]
    return lambda path: galvanic(curves, areas, at, path)


def _couples(model: Model, interface: str) -> bool:
    return any(hasattr(one, "couple") for one in model.interfaces[interface].processes.values())


def _whole(result: Result, window: tuple[float | None, float | None]) -> tuple[float, float]:
    """The window, or what lies around all equilibrium potentials."""
    ends = np.concatenate([np.ravel(result["equilibrium"]), np.ravel(result["potential"])])
    ends = ends[np.isfinite(ends)] if np.isfinite(ends).any() else np.zeros(1)
    low, high = window
    return float(ends.min()) - _MARGIN if low is None else low, float(ends.max()) + _MARGIN if high is None else high


def _span(
    model: Model, result: Result, interface: str, window: tuple[float | None, float | None]
) -> tuple[float, float] | None:
    """Where oxidation and reduction both can be seen at an interface, within the window; `None` where nowhere."""
    low, high = _whole(result, window)
    whole = iv(model, low=low, high=high, interface=interface)
    flows = whole["current"].reshape(len(whole.labels["process"]), len(whole["voltage"]), -1)
    here = np.abs(whole["voltage"] - np.nanmean(result.of("potential", interface))).argmin()
    anodic, cathodic = (np.maximum(sign * flows, 0.0).max(axis=0) for sign in (1, -1))
    least = _SEEN * np.maximum(anodic, cathodic)[here].min()
    seen = (np.minimum(anodic, cathodic) >= least).any(axis=-1)
    if not least > 0 or not seen.any():
        return None
    first, last = whole["voltage"][seen][[0, -1]]
    return (
        max(low, float(first) - _EDGE) if window[0] is None else low,
        min(high, float(last) + _EDGE) if window[1] is None else high,
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
