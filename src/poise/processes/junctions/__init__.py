"""Junctions between solutions."""
