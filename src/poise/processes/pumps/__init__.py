"""Pumps: transport paid for by a reaction."""
