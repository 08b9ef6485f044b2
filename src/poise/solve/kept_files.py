"""Files that are kept whole or not at all, each sealed by its checksum; the oldest give way."""

import contextlib
import hashlib
import os
import zlib
from functools import lru_cache
from pathlib import Path

_KEPT = 400  # files in a folder
_DIGEST = 32  # bytes of a seal


def digest(*texts: str) -> str:
    """A name for texts."""
    return hashlib.sha256("\0".join(texts).encode()).hexdigest()


def read_sealed(file: Path) -> bytes | None:
    """What was kept; `None`: it is not there, or it is damaged."""
    try:
        raw = file.read_bytes()
    except OSError:
        return None
    seal, payload = raw[:_DIGEST], raw[_DIGEST:]
    if hashlib.sha256(payload).digest() != seal:
        return None
    return zlib.decompress(payload)


def write_sealed(file: Path, content: bytes) -> None:
    """Keep it; where the disk does not allow it, nothing is kept."""
    payload = zlib.compress(content, 3)
    write_whole(file, hashlib.sha256(payload).digest() + payload)


def write_whole(target: Path, content: bytes) -> None:
    """Write whole or not at all."""
    part = target.with_suffix(f".part{os.getpid()}")
    with contextlib.suppress(OSError):
        part.write_bytes(content)
        part.replace(target)


def prune(folder: Path) -> None:
    """Remove the oldest files beyond those that are kept."""
    with contextlib.suppress(OSError):
        files = sorted(folder.iterdir(), key=lambda one: one.stat().st_mtime)
        for one in files[: max(0, len(files) - _KEPT)]:
            one.unlink(missing_ok=True)


@lru_cache(maxsize=1)
def own_code() -> str:
    """Stands for Poise's own code: every file's name, size and time of change."""
    root = Path(__file__).parent.parent
    files = sorted(root.rglob("*.py"))
    return repr([(str(one), (told := one.stat()).st_size, told.st_mtime_ns) for one in files])
