"""Carriers: coupled transport paid for by gradients."""
