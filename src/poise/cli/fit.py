"""`poise fit`: parameters from data."""

from typing import TYPE_CHECKING, Annotated, Any

import typer

from ._options import Json, ModelName, Quiet, Settings

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ..analysis.fits.parameter import Parameter
    from ..model.model import Model


def fit(
    model: ModelName,
    data: Annotated[
        list[str],
        typer.Argument(
            metavar="DATA",
            help="Tables of measurements: CSV files, or names of shipped ones. Columns are paths with units, such as"
            " 'bath.K+ [mM]'; 'trace.csv@spike' was taken under the protocol spike.",
        ),
    ],
    free: Annotated[
        list[str],
        typer.Option(
            metavar="PATH[=LOW:HIGH]",
            help="What is found, such as 'membrane.K_leak.permeability' (repeatable). The search starts at the model's"
            " value, which --set changes.",
        ),
    ],
    prior: Annotated[
        list[str] | None,
        typer.Option(
            metavar="PATH=PRIOR",
            help="What is known before, such as 'membrane.K.conductance=normal(36 mS/cm2, 10 %)' (repeatable).",
        ),
    ] = None,
    settings: Settings = None,
    sigma: Annotated[
        list[str] | None,
        typer.Option(
            metavar="[NAME=]ERROR",
            help="Measurement error where no column 'sigma' gives it, such as '1 mV'; else it is estimated from the"
            " scatter.",
        ),
    ] = None,
    protocol: Annotated[
        str | None,
        typer.Option(metavar="NAME", help="Protocol of tables with a column 'time', unless their name says."),
    ] = None,
    until: Annotated[
        str | None, typer.Option(metavar="T", help="How long these runs are; a bare number is ms.")
    ] = None,
    loss: Annotated[
        str, typer.Option(metavar="NAME", help="squares, or against outliers huber, softl1 or cauchy.")
    ] = "squares",
    intervals: Annotated[
        str, typer.Option(metavar="NAME", help="profile (others fitted anew), or wald (from the curvature; quicker).")
    ] = "profile",
    level: Annotated[str, typer.Option(metavar="SHARE", help="Confidence of the intervals.")] = "95 %",
    starts: Annotated[str, typer.Option(metavar="N", help="Searches from so many starts between the bounds.")] = "1",
    seed: Annotated[str, typer.Option(metavar="N", help="Of starts and draws.")] = "0",
    draws: Annotated[
        str | None, typer.Option(metavar="N", help="Draw so many times from the posterior, with each chain.")
    ] = None,
    sampler: Annotated[
        str, typer.Option(metavar="NAME", help="With --draws: affine (walkers), slice (walkers), or nuts (gradients).")
    ] = "affine",
    plot: Annotated[str | None, typer.Option(metavar="FILE", help="Draw data and fit (.png, .pdf, .svg).")] = None,
    residuals: Annotated[str | None, typer.Option(metavar="FILE", help="Draw the residuals.")] = None,
    profiles: Annotated[str | None, typer.Option(metavar="FILE", help="Draw the profiles.")] = None,
    corner: Annotated[str | None, typer.Option(metavar="FILE", help="Draw the posterior of each pair.")] = None,
    output: Annotated[
        list[str] | None,
        typer.Option(
            "--output",
            "-o",
            metavar="FILE",
            help="Write the parameters (.csv), everything (.json), or the fitted model (.yaml) (repeatable).",
        ),
    ] = None,
    quiet: Quiet = False,
    json: Json = False,
) -> int:
    """Find parameters from measurements: rests, I-V curves, reversal potentials, time courses, together.

    Example: poise fit nonselective_channel endplate_reversal --free membrane.AChR.ratios.K+ --plot fit.png
    """
    import gc

    from ..analysis.settings import quiet as silently
    from ..errors import InputError
    from ..fitting import fit as solve
    from ..io import read_model
    from . import _read, _write
    from ._progress import Bar

    wanted = {"data": plot, "residuals": residuals, "profiles": profiles, "posterior": corner}
    options = {"data": "--plot", "residuals": "--residuals", "profiles": "--profiles", "posterior": "--corner"}
    figures = {kind: _write.check_file(options[kind], name, _write.FIGURES) for kind, name in wanted.items()}
    files = [_write.check_file("--output", name, (".csv", ".json", ".yaml")) for name in output or ()]
    if corner is not None and draws is None:
        raise InputError("--corner draws a posterior; say how many draws, such as --draws 1000")
    if profiles is not None and intervals.casefold() != "profile":
        raise InputError("--profiles needs --intervals profile")
    how = _intervals(intervals, level)
    drawing = None if draws is None else _sampler(sampler, _read.whole(draws, "--draws"))
    found = _read.with_settings(read_model(model), settings)
    bars: list[Any] = [Bar("")]

    def progress(what: str, share: float) -> None:
        if what != bars[-1].title:
            bars[-1].__exit__()
            bars.append(Bar(what))
        bars[-1](share)

    gc.enable()  # a fit may be long; loading what it needs is quicker without
    try:
        with silently():
            result = solve(
                found,
                data,
                _free(found, free, prior),
                sigma=_sigma(sigma),
                protocol=protocol,
                until=None if until is None else _read.time(until, "--until"),
                loss=_loss(loss),
                intervals=how,
                starts=_read.whole(starts, "--starts"),
                seed=_read.whole(seed, "--seed"),
                sampler=drawing,
                curves=plot is not None,
                progress=progress,
            )
    finally:
        bars[-1].__exit__()
    written = _write.figures(figures, lambda kind: getattr(result.plot, kind))
    for path in files:
        if path is not None:
            result.save(path)
            written.append(path)
    return _write.answered(result, written, json=json, quiet=quiet)


def _free(model: "Model", given: "Sequence[str]", priors: "Sequence[str] | None") -> "list[Parameter]":
    """The parameters of --free and --prior."""
    from ..analysis.fits.parameter import Parameter
    from ..errors import InputError, did_you_mean
    from . import _read

    known = _read.pairs(priors, "--prior", "membrane.K.conductance=normal(36 mS/cm2, 10 %)")
    full = {model.resolve(path): text for path, text in known.items()}
    found = []
    for text in given:
        if "=" in text:
            path, low, high = _read.span(model, text, "--free")
            found.append(Parameter(path, low, high, full.pop(path, None)))
        else:
            path = model.resolve(text.strip())
            found.append(Parameter(path, prior=full.pop(path, None)))
    if full:
        odd = next(iter(full))
        near = did_you_mean(odd, [one.path for one in found])
        raise InputError(f"--prior: '{odd}' is not free; {near or 'name it with --free'}")
    return found


def _sigma(given: "Sequence[str] | None") -> Any:
    """Errors by name, or one for all."""
    from ..errors import InputError
    from . import _read

    if not given:
        return None
    if any("=" in one for one in given):
        return _read.pairs(given, "--sigma", "membrane.potential=1 mV")
    if len(given) > 1:
        raise InputError("--sigma: say whose each is, such as --sigma 'membrane.potential=1 mV'")
    return given[0]


def _chosen(option: str, name: str, known: dict[str, Any]) -> Any:
    """What a name stands for."""
    from ..errors import InputError, did_you_mean

    if name.casefold() not in known:
        near = did_you_mean(name, known)
        raise InputError(
            f"{option}: '{name[:60]}' is none of {', '.join(known)}" + (f"; {near}" if "did" in near else "")
        )
    return known[name.casefold()]


def _loss(name: str) -> Any:
    from ..solve.losses import Cauchy, Huber, SoftL1, Squares

    return _chosen("--loss", name, {"squares": Squares(), "huber": Huber(), "softl1": SoftL1(), "cauchy": Cauchy()})


def _intervals(name: str, level: str) -> Any:
    from ..analysis.fits.intervals import ProfileLikelihood, Wald
    from ..units import DIMENSIONS
    from . import _read

    share = round(_read.quantity(level, DIMENSIONS["number"], "--level"), 12)
    return _chosen("--intervals", name, {"profile": ProfileLikelihood, "wald": Wald})(level=share)


def _sampler(name: str, draws: int) -> Any:
    from ..solve.sampling import AffineInvariant, EnsembleSlice, Nuts

    kind = _chosen("--sampler", name, {"affine": AffineInvariant, "slice": EnsembleSlice, "nuts": Nuts})
    return kind(draws=draws, warmup=max(10, draws // 2))
