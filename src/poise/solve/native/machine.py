"""LLVM's assembly made into code for this processor, kept on disk."""

import contextlib
import threading
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np

from ..compile_cache import cache_folder
from ..kept_files import digest, prune, read_sealed, write_sealed

_LOCK = threading.Lock()  # LLVM's compilers are used by one thread at a time
_ENGINES: list[Any] = []  # code that has been loaded stays as long as the process


def _machine() -> Any:
    """A compiler for this processor."""
    import llvmlite.binding as llvm

    llvm.initialize_native_target()
    llvm.initialize_native_asmprinter()
    features = llvm.get_host_cpu_features().flatten()
    target = llvm.Target.from_default_triple()
    return target.create_target_machine(cpu=llvm.get_host_cpu_name(), features=features, opt=3, reloc="pic")


@lru_cache(maxsize=1)
def processor() -> str:
    """The processor and the compiler, as text."""
    import llvmlite
    import llvmlite.binding as llvm

    return f"{llvm.get_host_cpu_name()} {llvm.get_host_cpu_features().flatten()} {llvmlite.__version__}"


def compiled(assembly: str) -> bytes:
    """A module's code."""
    import llvmlite.binding as llvm

    with _LOCK:
        machine = _machine()
        module = llvm.parse_assembly(assembly)
        module.triple = machine.triple
        module.data_layout = str(machine.target_data)
        module.verify()
        tuning = llvm.create_pipeline_tuning_options(speed_level=3)
        tuning.slp_vectorization = False  # the lanes are the vectors
        tuning.loop_vectorization = False
        passes = llvm.create_pass_builder(machine, tuning)
        passes.getModulePassManager().run(module, passes)
        return machine.emit_object(module)


def loaded(code: bytes, *names: str) -> tuple[int, ...]:
    """The addresses of a module's functions."""
    import llvmlite.binding as llvm

    with _LOCK:
        engine = llvm.create_mcjit_compiler(llvm.parse_assembly(""), _machine())
        engine.add_object_file(llvm.ObjectFileRef.from_data(code))
        engine.finalize_object()
        _ENGINES.append(engine)
        return tuple(engine.get_function_address(name) for name in names)


def kept(*identity: str) -> Path:
    """Where the code of this identity is kept."""
    folder = cache_folder() / "native"
    with contextlib.suppress(OSError):
        folder.mkdir(parents=True, exist_ok=True)
    return folder / f"{digest(*identity, processor())}.o"


def recall(file: Path) -> bytes | None:
    """What was kept there."""
    return read_sealed(file)


def keep(file: Path, content: bytes) -> None:
    """Keep code for later processes."""
    write_sealed(file, content)
    prune(file.parent)


def aligned(count: int) -> Any:
    """Zeros that begin on a cache line."""
    whole = np.zeros(count + 8)
    first = (-whole.ctypes.data % 64) // 8
    return whole[first : first + count]
