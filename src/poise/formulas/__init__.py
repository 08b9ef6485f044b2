"""Closed forms: pure functions of numbers or arrays (NumPy or JAX), SI in and SI out."""
