"""Poise: electrical potentials of ionic systems held away from equilibrium."""

__version__ = "0.1.0"
