"""The questions: one verb, one file."""
