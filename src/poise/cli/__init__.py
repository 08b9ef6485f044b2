"""The command line `poise`: one file a command, each with a function of its own name. Nothing is computed here."""


def main() -> None:
    """The entry point: run the command in `sys.argv` and leave with its exit status."""
    import sys

    from ._app import run

    sys.exit(run(sys.argv[1:]))
