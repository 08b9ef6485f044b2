"""Reactions within one compartment, and rates that a model writes out."""
