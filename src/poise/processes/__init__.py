"""The laws: what moves across an interface, and how fast. One law, one file, one final class."""
