"""The Typer application, made of the command that is asked for alone, and what happens when something is wrong."""

import gc
import os
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from importlib import import_module
from keyword import iskeyword
from typing import Annotated, Any, Final

import typer
from typer.core import TyperCommand, TyperGroup

from .. import __version__
from ..errors import ModelError, PoiseError
from ._interrupt import INTERRUPTED

COMMANDS: Final = {
    "nernst": "Equilibrium potential of one ion.",
    "ghk": "Constant-field (GHK) voltage of several ions.",
    "models": "List the shipped models.",
    "show": "Describe a model, with units and sources.",
    "check": "Find what is wrong with a model file.",
    "schema": "JSON Schema of the model file.",
    "rest": "Potential at which no net current flows.",
    "steady": "State at which nothing changes any more.",
    "run": "Follow a model in time.",
    "iv": "Current against voltage.",
    "continue": "Steady states along a quantity, with folds and Hopf points.",
    "shoot": "Periodic state of a paced or a beating model.",
    "sweep": "One question of many samples: grids, draws, ensembles.",
    "sensitivity": "How a result depends on the parameters.",
    "fit": "Parameters from measurements.",
    "solution": "What is really in the beaker: free ions, pH, osmolarity, activities.",
    "junction": "Liquid junction potential, and the corrected reading.",
    "mixed": "Mixed (corrosion) potential of an electrode.",
    "pourbaix": "Which form of a metal is stable, by potential and pH.",
    "scale": "A potential against another reference electrode.",
    "load": "Load curve of a converter: voltage, current, power, efficiency.",
    "solar": "Shockley-Queisser limit of a solar cell.",
    "pn": "A p-n junction in the dark and under light.",
    "energy": "What a state costs: ATP, watts, and where they go.",
    "audit": "Second law and balance of every process.",
    "cite": "BibTeX of the papers behind an answer.",
}
"""Every command with its line in the help, in that order; each is a file here with a function of its name
(`continue_` where Python keeps the name to itself)."""

_MINUS: Final = {"scale"}  # commands whose argument may begin with a minus sign, which else begins an option

DONE, NO, WRONG, FAULT, OUTPUT_LOST, PIPE_CLOSED = 0, 1, 2, 70, 74, 141
"""Exit statuses, with INTERRUPTED; docs/cli.md says what each means."""

_HELP = """Electrical potentials of ionic systems held away from equilibrium.

MODEL is the name of a shipped model (see `poise models`) or the path of a YAML file. Quantities carry units
("117 mM", "37 degC", "-70 mV"); a bare number has the unit that the help of the option names. Potentials are inside
minus outside, outward currents are positive.
"""
_EPILOG = "Exit status: 0 done; 1 done, but the answer is no; 2 the input is wrong; 70 a fault of Poise."
_SETTINGS = {"help_option_names": ["-h", "--help"], "max_content_width": 100}


class _AsTyped:
    """Takes what was typed as it is: texts and lists of texts. Stands in for Typer's coercion, which loads pydantic."""

    def coerce(self, value: Any, param: Any, ctx: Any) -> Any:
        return list(value or ()) if param.multiple or param.nargs == -1 else value


class _Light:
    """A command or group whose parameters, all texts and flags, are taken as typed."""

    def get_params(self, ctx: Any) -> list[Any]:
        """The parameters, `--help` among them."""
        found = super().get_params(ctx)  # type: ignore[misc]
        for one in found:
            if hasattr(one, "_runtime_param"):  # Typer's own name: without it all works, with pydantic, 0.1 s slower
                one._runtime_param = _AsTyped()
        return found


class _Command(_Light, TyperCommand):
    """One command."""


class _Group(_Light, TyperGroup):
    """`poise` itself."""

    def make_context(self, *given: Any, **named: Any) -> Any:
        """The command line taken apart."""
        with _aloud():
            return super().make_context(*given, **named)

    def invoke(self, ctx: Any) -> Any:
        """The command."""
        with _aloud():
            return super().invoke(ctx)


@contextmanager
def _aloud() -> Iterator[None]:
    """What Ctrl-C raises made into what Typer hands on; at a KeyboardInterrupt it would end without a word."""
    try:
        yield
    except KeyboardInterrupt:
        raise typer.Abort from None


def build(names: Iterable[str] = COMMANDS) -> typer.Typer:
    """The application with these commands."""
    app = typer.Typer(
        name="poise",
        cls=_Group,
        help=_HELP,
        epilog=_EPILOG,
        no_args_is_help=True,
        rich_markup_mode=None,
        pretty_exceptions_enable=False,
        context_settings=_SETTINGS,
    )
    app.callback()(_root)
    for name in names:
        own = f"{name}_" if iskeyword(name) else name
        module = import_module(f".{own}", __package__)
        settings = {**_SETTINGS, "ignore_unknown_options": name in _MINUS}
        app.command(name, cls=_Command, short_help=COMMANDS[name], context_settings=settings)(getattr(module, own))
    return app


def _print_version(wanted: bool) -> bool:
    if wanted:
        sys.stdout.write(f"poise {__version__}\n")
        raise typer.Exit
    return wanted


def _root(
    version: Annotated[
        bool, typer.Option("--version", callback=_print_version, is_eager=True, help="Print the version.")
    ] = False,
) -> None:
    """The options of `poise` itself."""


_root.__doc__ = _HELP


def run(arguments: Sequence[str]) -> int:
    """Run one command line (without the program's name); the exit status. Never raises, but for Ctrl-C twice."""
    asked = arguments[0] if arguments else ""
    completing = "_POISE_COMPLETE" in os.environ
    gc.disable()  # a command lives for less than a second; loading libraries is a tenth faster so
    try:
        return _guarded(lambda: _invoke([asked] if asked in COMMANDS and not completing else COMMANDS, arguments))
    finally:
        gc.enable()


def _invoke(names: Iterable[str], arguments: Sequence[str]) -> Any:
    command = typer.main.get_command(build(names))
    return command.main(args=list(arguments), prog_name="poise", standalone_mode=False)


def _guarded(action: Callable[[], Any]) -> int:
    """The action's exit status, or the one that fits what it raised, with a message on standard error."""
    try:
        status = _answered(action)
        sys.stdout.flush()
        return status
    except BrokenPipeError:
        _forget_output()
        return PIPE_CLOSED
    except OSError as error:
        _forget_output()
        _complain(f"the output is lost: {error.strerror or error}")
        return OUTPUT_LOST


def _answered(action: Callable[[], Any]) -> int:
    try:
        return int(action() or DONE)
    except PoiseError as error:
        _complain(str(error), plain=isinstance(error, ModelError))
        return WRONG
    except typer.TyperException as error:
        return _usage(error)
    except (KeyboardInterrupt, typer.Abort):
        _complain("interrupted")
        return INTERRUPTED
    except SystemExit:  # Typer's way to say that nobody reads the output any more
        raise BrokenPipeError from None
    except RecursionError:
        _complain("the input is nested too deeply")
        return WRONG
    except MemoryError:
        _complain("not enough memory for this; ask for fewer points or fewer values")
        return WRONG
    except OSError as error:
        if error.filename is None:
            raise
        _complain(f"{error.filename}: {error.strerror or error}")
        return WRONG
    except Exception as error:
        _confess(error)
        return FAULT


def _usage(error: Any) -> int:
    """What Typer found wrong with the command line, in the form of all other messages."""
    context = getattr(error, "ctx", None)
    message = error.format_message()
    if message.startswith("Usage:"):  # no arguments at all: the help is the answer
        sys.stdout.write(message + "\n")
        return DONE
    if context is None:
        _complain(message)
        return WRONG
    usage = context.get_usage().removeprefix("Usage:").strip()
    _complain(f"{message}\n  usage: {usage}\n  more:  {context.command_path} --help", who=context.command_path)
    return WRONG


def _complain(message: str, *, who: str = "poise", plain: bool = False) -> None:
    """One message on standard error."""
    _to_stderr(message if plain else f"{who}: {message}")


def _confess(error: Exception) -> None:
    """An error that nobody foresaw."""
    if os.environ.get("POISE_DEBUG"):
        import traceback

        _to_stderr("".join(traceback.format_exception(error)).rstrip())
    _to_stderr(
        f"poise: this is a fault of Poise, not of your input: {type(error).__name__}: {str(error)[:300]}\n"
        "  please report it with the command that you typed; POISE_DEBUG=1 shows where it happened"
    )


def _to_stderr(text: str) -> None:
    try:
        sys.stderr.write(text + "\n")
        sys.stderr.flush()
    except OSError:
        pass


def _forget_output() -> None:
    """Give standard output nowhere to go, so that closing it at exit says nothing more."""
    try:
        null = os.open(os.devnull, os.O_WRONLY)
        os.dup2(null, sys.stdout.fileno())
        os.close(null)
    except (OSError, ValueError):
        pass
