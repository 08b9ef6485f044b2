"""How: numerics over plain functions. Nothing here knows an ion or a volt."""
