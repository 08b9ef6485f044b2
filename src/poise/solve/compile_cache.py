"""Compiled code kept on disk between processes."""

import os
from pathlib import Path

_done = False


def use_compile_cache() -> None:
    """Have JAX keep compiled code in $POISE_CACHE, else in the user's cache folder; once in a process.

    A user's own setting stays. A folder that cannot be written to is not used.
    """
    global _done
    if _done:
        return
    _done = True
    import jax

    if jax.config.values.get("jax_compilation_cache_dir") or not jax.config.values.get("jax_enable_compilation_cache"):
        return
    folder = cache_folder()
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError:
        return
    if not os.access(folder, os.W_OK | os.X_OK):
        return
    jax.config.update("jax_compilation_cache_dir", str(folder))
    jax.config.update("jax_persistent_cache_min_entry_size_bytes", -1)
    jax.config.update("jax_persistent_cache_min_compile_time_secs", 0.0)


def cache_folder() -> Path:
    """Where compiled code is kept."""
    chosen = os.environ.get("POISE_CACHE")
    if chosen:
        return Path(chosen)
    base = os.environ.get("XDG_CACHE_HOME") or str(Path.home() / ".cache")
    return Path(base) / "poise" / "xla"
