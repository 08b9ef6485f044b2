"""The verb that joins files and fits: tables of measurements read, told apart by their columns, and fitted."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np

from .errors import InputError, UnitError, UnknownNameError, did_you_mean
from .units import DIMENSIONS, POTENTIAL, Dimension, quantity

if TYPE_CHECKING:
    from .analysis.fits.observed import Data
    from .io.read_data import Table, TableColumn
    from .model.model import Model
    from .results.fit_result import Fit

_TIME = "time"
_SIGMA = "sigma"
_AT = "@"  # parts a file from the protocol under which it was taken
_Read: TypeAlias = "tuple[Data, Mapping[str, Dimension]]"


def fit(
    model: "Model | str | Path",
    data: Any,
    free: Any,
    *,
    sigma: "str | float | Mapping[str, Any] | None" = None,
    protocol: Any = None,
    until: Any = None,
    start: Any = None,
    **settings: Any,
) -> "Fit":
    """The parameters with which a model meets data best, with intervals, and words for what the data leave open.

    Args:
        model: a model, a shipped one's name, or the path of a file.
        data: tables (paths of CSV files, names of shipped ones) and data sets (`RestData`, `ReversalData`, `IVData`,
            `RunData`), one or several. What a table is its columns say, as `read_data` does; "trace.csv@spike" was
            taken under the protocol spike.
        free: what is found: paths or `Parameter`s, or a mapping from paths to `None`, (low, high), or a prior.
        sigma: measurement errors of tables that have no such column: "1 mV", or by quantity; estimated from the
            scatter where nothing says.
        protocol, until, start: of the runs of tables with a column of time, as of `simulate`.
        settings: `loss`, `intervals`, `starts`, `seed`, `sampler`, ...: see `poise.analysis.fit.fit`.

    Raises:
        ModelFileError: a table or model that cannot be read; InputError, UnitError, UnknownNameError: see
            `poise.analysis.fit.fit`.
    """
    from .analysis.fit import fit as solve
    from .analysis.fits.observed import Data
    from .io import read_model
    from .model.model import Model

    whole = model if isinstance(model, Model) else read_model(model)
    sets: list[Data] = []
    for one in [data] if isinstance(data, (str, Path, Data)) else list(data):
        sets += [one] if isinstance(one, Data) else [
            read_data(one, whole, sigma=sigma, protocol=protocol, until=until, start=start)
        ]  # fmt: skip
    if isinstance(sigma, Mapping):
        names = list(dict.fromkeys(name for one in sets for name in one.measured))
        strange = next((name for name in sigma if name not in names), None)
        if strange is not None:
            raise UnknownNameError(f"sigma of '{strange}', which is not measured; {did_you_mean(strange, names)}")
    return solve(whole, _named_apart(sets), free, **settings)


def read_data(
    file: str | Path,
    model: "Model",
    *,
    sigma: "str | float | Mapping[str, Any] | None" = None,
    protocol: Any = None,
    until: Any = None,
    start: Any = None,
) -> "Data":
    """A table as a data set of a model.

    Columns are named by paths, with units: "bath.K+ [mM]". What is measured makes the kind: with "time", time courses;
    currents ("membrane.current") beside "membrane.potential", I-V curves; "membrane.K.equilibrium", reversal
    potentials; "membrane.potential" alone, resting potentials. All other columns are conditions of their rows. "sigma"
    is the error of the one quantity measured, "sigma membrane.potential" of that one of several.

    Args:
        file: a path, or the name of a shipped table; "trace.csv@spike" for a protocol.
        model: whose paths the columns are.
        sigma: errors where no column gives them: "1 mV" for all, or by quantity.
        protocol, until, start: of time courses.

    Raises:
        ModelFileError: with the line, the column, and what to write instead; InputError: no such file or protocol.
    """
    from .io.read_data import locate_data, read_table

    name, of = _parted(file)
    table = read_table(locate_data(name))
    if of:
        protocol = of
    plain = {one.name: one for one in table.columns if not _sigma_of(one)}
    if _TIME in plain:
        read = _run(table, plain, model, protocol, until, start)
    elif of:
        raise InputError(f"'{file}': a protocol makes sense with a column '{_TIME}', which the table lacks")
    elif any(one.endswith(".current") for one in plain):
        read = _iv(table, plain, model)
    elif any(one.endswith(".equilibrium") and one not in model.paths() for one in plain):
        read = _reversal(table, plain, model)
    else:
        read = _rest(table, plain, model)
    return _with_errors(*read, table, sigma)


def _parted(file: str | Path) -> tuple[str | Path, str]:
    """A file and the protocol that its name ends in."""
    if isinstance(file, Path) or _AT not in file or Path(file).exists():
        return file, ""
    name, _, of = file.rpartition(_AT)
    return name, of


def _named_apart(sets: Sequence["Data"]) -> "list[Data]":
    """Data sets of one name told apart by numbers."""
    names = [one.name for one in sets]
    return [
        replace(one, name=f"{one.name} ({names[: k + 1].count(one.name)})") if names.count(one.name) > 1 else one
        for k, one in enumerate(sets)
    ]


def _rest(table: "Table", plain: "Mapping[str, TableColumn]", model: "Model") -> "_Read":
    from .analysis.fits.rest_data import RestData

    names = {f"{face}.potential": POTENTIAL for face in model.interfaces}
    measured = _measured(table, plain, names, model)
    return RestData(_conditions(table, plain, measured, model), measured, name=table.title), names


def _reversal(table: "Table", plain: "Mapping[str, TableColumn]", model: "Model") -> "_Read":
    from .analysis.fits.rest_data import ReversalData

    names = {f"{path}.equilibrium": POTENTIAL for path in model.processes}
    measured = _measured(table, plain, names, model)
    return ReversalData(_conditions(table, plain, measured, model), measured, name=table.title), names


def _iv(table: "Table", plain: "Mapping[str, TableColumn]", model: "Model") -> "_Read":
    from .analysis.fits.iv_data import IVData

    names = [f"{one}.current" for one in (*model.interfaces, *model.processes)]
    there = [one for name, one in plain.items() if name in names]
    whole = bool(there) and all(one.unit in DIMENSIONS["current"].factors for one in there)
    dimension = DIMENSIONS["current" if whole else "current per area"]
    measured = _measured(table, plain, dict.fromkeys(names, dimension), model)
    faces = {name.partition(".")[0] for name in measured}
    across = {f"{face}.potential": POTENTIAL for face in faces}
    if len(faces) != 1 or not across.keys() <= plain.keys():
        hint = f"name it: {next(iter(across))} [mV]"
        table.refuse(next(iter(plain.values())).place, "an I-V curve needs the potential of its one interface", hint)
    volts = {name: _numbers(table, plain[name], POTENTIAL, gaps=False) for name in across}
    rest = {name: one for name, one in plain.items() if name not in across}
    conditions = {**volts, **_conditions(table, rest, measured, model)}
    return IVData(conditions, measured, name=table.title, whole=whole), dict.fromkeys(names, dimension)


def _run(
    table: "Table", plain: "Mapping[str, TableColumn]", model: "Model", protocol: Any, until: Any, start: Any
) -> "_Read":
    from .analysis.fits.courses import courses
    from .analysis.fits.run_data import RunData

    times = {_TIME: _numbers(table, plain[_TIME], DIMENSIONS["time"], gaps=False)}
    rest = {name: one for name, one in plain.items() if name != _TIME}
    known = {name: one.dimension for name, one in courses(model).items()}
    measured = _measured(table, rest, known, model)
    conditions = {**times, **_conditions(table, rest, measured, model)}
    return RunData(conditions, measured, name=table.title, protocol=protocol, until=until, start=start), known


def _measured(
    table: "Table", plain: "Mapping[str, TableColumn]", known: Mapping[str, Dimension], model: "Model"
) -> dict[str, Any]:
    """The measured columns, SI; refuse a table without any."""
    found = {name: _numbers(table, one, known[name], gaps=True) for name, one in plain.items() if name in known}
    if not found:
        paths = model.paths()
        for name, one in plain.items():
            if name not in paths:
                _conditions(table, {name: one}, {}, model, known)
        example = next(iter(known), "membrane.potential")
        table.refuse(
            next(iter(plain.values())).place if plain else table.columns[0].place,
            "nothing is measured in this table: all its columns are conditions",
            f"name what was measured, such as {example}",
        )
    return found


def _conditions(
    table: "Table",
    plain: "Mapping[str, TableColumn]",
    measured: Mapping[str, Any],
    model: "Model",
    known: Mapping[str, Dimension] | None = None,
) -> dict[str, Any]:
    """The columns that are conditions, by full path, SI."""
    paths = model.paths()
    found: dict[str, Any] = {}
    for name, one in plain.items():
        if name in measured:
            continue
        try:
            full = model.resolve(name, paths)
        except InputError:
            near = did_you_mean(name, [*paths, *(known or {}), *measured, _TIME, _SIGMA])
            table.refuse(one.place, f"'{name}' is no quantity of model '{model.name}'", near)
        kind = paths[full]
        numbers = _numbers(table, one, kind.dimension, gaps=False)
        for row in (int(np.argmin(numbers)), int(np.argmax(numbers))):
            try:
                kind.check(float(numbers[row]))
            except InputError as error:
                table.refuse(table.place(row, one), f"{name}: {error}")
        found[full] = numbers
    return found


def _sigma_of(column: "TableColumn") -> str:
    """What a column of errors belongs to: a name, "sigma" for the one quantity measured; "" for other columns."""
    head, _, of = column.name.partition(" ")
    return "" if head != _SIGMA else of.strip() or _SIGMA


def _with_errors(data: "Data", dimensions: Mapping[str, Dimension], table: "Table", given: Any) -> "Data":
    """With the errors of the table's own columns, or those given."""
    found: dict[str, Any] = {}
    if isinstance(given, Mapping):
        found = {name: one for name, one in given.items() if name in data.measured}
    elif given is not None:
        found = dict.fromkeys(data.measured, given)
    for column in table.columns:
        of = _sigma_of(column)
        if not of:
            continue
        first = next(iter(data.measured))
        if of == _SIGMA and len(data.measured) > 1:
            hint = f"write whose it is, such as: sigma {first} [{dimensions[first].shown}]"
            table.refuse(column.place, "'sigma' of several measured quantities", hint)
        name = first if of == _SIGMA else of
        if name not in data.measured:
            table.refuse(column.place, f"sigma of '{of}', which is not measured", did_you_mean(of, data.measured))
        numbers = _numbers(table, column, dimensions[name], gaps=True)
        numbers = numbers - quantity(0.0, column.unit or "1", dimensions[name])  # an error of 2 degC is one of 2 K
        lost = np.flatnonzero(~(numbers > 0) & np.isfinite(data.measured[name]))
        if lost.size:
            table.refuse(table.place(int(lost[0]), column), "a standard error must be more than 0")
        found[name] = numbers
    return replace(data, sigma=found)


def _numbers(table: "Table", column: "TableColumn", dimension: Dimension, *, gaps: bool) -> Any:
    """A column as SI; a wrong unit, and a gap where none may be, are pointed at."""
    if not column.unit and dimension.shown != "1":
        example = f"{column.name} [{dimension.shown}]"
        table.refuse(column.unit_place, f"'{column.name}' has no unit", f"write it behind the name: {example}")
    try:
        found = np.asarray(quantity(column.values, column.unit or "1", dimension), float)
    except UnitError as error:
        table.refuse(column.unit_place, str(error))
    lost = np.flatnonzero(np.isnan(column.values))
    if lost.size and not gaps:
        table.refuse(table.place(int(lost[0]), column), f"no value of '{column.name}', which every row must have")
    return found
