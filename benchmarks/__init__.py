"""Benchmarks: each pairs Poise with a peer or a limit in the same run and checks equal answers first."""
