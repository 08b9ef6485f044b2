"""`python -m poise`: the command line."""

from .cli import main

main()
