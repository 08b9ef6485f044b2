"""The command line `poise`: one file a command, each with a function of its own name. Nothing is computed here."""


def main() -> None:
    """The entry point: run the command in `sys.argv` and leave with its exit status."""
    import sys

    from ._interrupt import EAR

    sys.exit(EAR.listen(_run))


def _run() -> int:
    import sys

    from ._app import run

    return run(sys.argv[1:])
