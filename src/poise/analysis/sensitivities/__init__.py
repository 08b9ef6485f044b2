"""Derivatives of what the analyses find, by any numbers of a model."""
