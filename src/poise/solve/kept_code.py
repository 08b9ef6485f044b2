"""Compiled loops kept on disk under the name of what they integrate: a later process neither traces nor lowers again.

JAX's own cache of compiled code asks for the traced and lowered program first, which takes as long as the rest of a
first run. Beside it, a loop whose flow says what it is (`Flow.identity`) is kept here ready to be loaded.
"""

import contextlib
import os
import platform
from collections.abc import Callable
from functools import lru_cache
from importlib.metadata import version
from pathlib import Path
from typing import Any

from .compile_cache import cache_folder
from .kept_files import digest, own_code, prune, read_sealed, write_sealed, write_whole

_hits: list[int] = []  # how often JAX found compiled code in its own cache: such code cannot be kept a second time


def ready(
    identity: str, jitted: Any, arguments: tuple[Any, ...], out: Any, *, anew: bool = False
) -> Callable[..., Any]:
    """The compiled function for arguments like these: from the disk if it is there, else compiled and put there.

    Args:
        identity: says everything that shapes the traced program, but the shapes of the arguments and Poise's own code.
        jitted: the function to compile.
        arguments: of the function, arrays.
        out: any tree of the structure of what it returns.
        anew: compile, whatever is there: what was found did not run.

    Raises:
        jax.errors.JaxRuntimeError: XLA does not compile it.
    """
    import jax

    folder = _folder()
    if folder is None:
        return jitted
    in_tree, out_tree = jax.tree.structure((arguments, {})), jax.tree.structure(out)
    shapes = repr([(one.shape, one.dtype.str) for one in jax.tree.leaves(arguments)])
    pointer = folder / f"{digest(identity, str(in_tree), shapes, own_code(), _setting())}.name"
    found = None
    if not anew:
        with contextlib.suppress(OSError, UnicodeDecodeError):
            found = _loaded(folder / f"{pointer.read_text(encoding='ascii')[:64]}.code", in_tree, out_tree)
        if found is not None:
            return found
    lowered = jitted.lower(*arguments)
    name = digest(lowered.as_text(), str(in_tree), shapes, _setting())
    code = folder / f"{name}.code"
    if anew:
        with contextlib.suppress(OSError):
            code.unlink()
    else:
        found = _loaded(code, in_tree, out_tree)
    if found is None:
        found = _compiled(lowered, code)
    if code.exists():
        write_whole(pointer, name.encode())
        prune(folder)
    return found


def _compiled(lowered: Any, code: Path) -> Any:
    import jax
    from jax.experimental import serialize_executable

    if not _hits:
        _hits.append(0)
        jax.monitoring.register_event_listener(_listen)
    before = _hits[0]
    compiled = lowered.compile()
    if _hits[0] == before:
        with contextlib.suppress(ValueError, NotImplementedError, jax.errors.JaxRuntimeError):
            write_sealed(code, serialize_executable.serialize(compiled)[0])
    return compiled


def _listen(event: str, **_: Any) -> None:
    if event == "/jax/compilation_cache/cache_hits":
        _hits[0] += 1


def _loaded(code: Path, in_tree: Any, out_tree: Any) -> Any:
    """What a file holds, or `None`: it is not there, it is damaged, or JAX does not take it."""
    payload = read_sealed(code)
    if payload is None:
        return None
    from jax.experimental import serialize_executable

    try:
        return serialize_executable.deserialize_and_load(payload, in_tree, out_tree)
    except Exception:  # whatever is wrong with it, compiling anew is right
        return None


def _folder() -> Path | None:
    """Where the loops are kept, beside JAX's own cache; `None` where nothing is to be or can be kept."""
    import jax

    if jax.default_backend() != "cpu" or not jax.config.values.get("jax_enable_compilation_cache"):
        return None
    if jax.config.values.get("jax_compilation_cache_dir") != str(cache_folder()):
        return None
    folder = cache_folder() / "ready"
    try:
        folder.mkdir(exist_ok=True)
    except OSError:
        return None
    return folder


@lru_cache(maxsize=1)
def _setting() -> str:
    """Stands for JAX, its flags and the processor."""
    import jax
    import numpy as np

    flags = {name: value for name, value in os.environ.items() if name.startswith(("XLA_", "JAX_"))}
    flags.pop("JAX_COMPILATION_CACHE_DIR", None)
    options = {name: repr(value) for name, value in jax.config.values.items() if "cache" not in name}
    try:
        cores = Path("/proc/cpuinfo").read_text(encoding="utf-8").partition("\n\n")[0].splitlines()
        core = [line for line in cores if line.startswith(("model name", "flags", "Features", "CPU part"))]
    except OSError:
        core = [platform.processor(), platform.machine()]
    return repr([jax.__version__, version("jaxlib"), np.__version__, platform.python_version(), flags, options, core])
