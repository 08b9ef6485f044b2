"""Water: what follows the osmolarity."""
