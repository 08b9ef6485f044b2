"""Electrode reactions."""
