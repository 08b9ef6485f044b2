"""Gates: what opens and closes a process."""
