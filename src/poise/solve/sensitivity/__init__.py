"""Derivatives of runs and of roots by what they were told; knows no ions and no volts."""
