"""What stands in a sweep's store: columns, chunks and attributes as Zarr 3 has them, and a fingerprint of it all."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np

from ..errors import InputError
from ..results.sweep_field import Field
from ..solve.status import Status

GROUP: Final = "zarr.json"
MARK: Final = "poise_sweep"  # the attribute that says what the store is
SEAL: Final = "poise_sha256"
STATUS: Final = "status"
NOT_YET: Final = -1  # the status of a sample that has not been computed
_LEVEL: Final = 3  # of compression


@dataclass(frozen=True)
class Layout:
    """The table that a store holds.

    Attributes:
        settings: columns of what varies.
        fields: columns of the answer, "status" among them.
        total: samples.
        chunk: samples in a file.
        identity: what the sweep is; compared before it is gone on with.
        described: the same for people.
    """

    settings: Mapping[str, Field]
    fields: Mapping[str, Field]
    total: int
    chunk: int
    identity: Mapping[str, Any]
    described: Mapping[str, Any]

    @property
    def columns(self) -> dict[str, Field]:
        """All columns, the status last: its file says that a chunk is whole."""
        found = {**self.settings, **self.fields}
        return {**{name: one for name, one in found.items() if name != STATUS}, STATUS: found[STATUS]}

    @property
    def chunks(self) -> int:
        """How many files each column has."""
        return -(-self.total // self.chunk)

    def samples(self, number: int) -> int:
        """How many samples a chunk has."""
        return min(self.chunk, self.total - number * self.chunk)

    def documents(self) -> dict[str, bytes]:
        """The JSON files of the store by path, the group's own last."""
        import zarr
        from zarr.storage import MemoryStore

        held: dict[str, Any] = {}
        group = zarr.create_group(MemoryStore(held), zarr_format=3)
        for one in self.columns.values():
            _array(group, one, one.shape(self.total), self.chunk)
        found = {path: value.to_bytes() for path, value in held.items() if path.endswith("/" + GROUP)}
        attributes: dict[str, Any] = {
            MARK: {"identity": dict(self.identity), "columns": [*self.settings, *self.fields], **self.described},
            "title": f"sweep of {self.described.get('model', '')}",
            "coordinates": " ".join(self.settings),
        }
        attributes = json.loads(json.dumps(attributes, default=str))
        attributes[SEAL] = seal(found, attributes)
        head = {"zarr_format": 3, "node_type": "group", "attributes": attributes}
        return found | {GROUP: json.dumps(head, ensure_ascii=False, indent=1).encode()}

    def encoder(self) -> "Encoder":
        """What makes files of arrays."""
        return Encoder(self)


class Encoder:
    """Turns the values of a chunk into the bytes of its file, just as Zarr would: its codecs without its machinery."""

    def __init__(self, layout: Layout) -> None:
        from numcodecs.checksum32 import CRC32C
        from numcodecs.zstd import Zstd

        self._layout, self._columns = layout, layout.columns
        self._compress, self._check = Zstd(level=_LEVEL).encode, CRC32C(location="end").encode

    def encoded(self, name: str, values: Any) -> bytes:
        """The file of a column's chunk; a last chunk that is shorter is filled up, as Zarr has it.

        Raises:
            InputError: values of another shape or type than the column's.
        """
        one = self._columns[name]
        found = np.asarray(values)
        if found.shape[1:] != one.shape(0)[1:] or found.dtype != np.dtype(one.dtype):
            raise InputError(f"column '{name}' is of {one.dtype} {one.shape(0)[1:]}, not {found.dtype} {found.shape}")
        whole = np.full(one.shape(self._layout.chunk), one.missing, one.dtype)
        whole[: len(found)] = found
        return bytes(self._check(self._compress(whole)))


def file_name(field: Field, number: int) -> str:
    """The name of a column's chunk."""
    return ".".join(["c", str(number), *("0" for _ in field.axes)])


def _array(group: Any, field: Field, shape: tuple[int, ...], chunk: int) -> Any:
    from zarr.codecs import Crc32cCodec, ZstdCodec

    known = field.variable(None)
    attributes: dict[str, Any] = {"long_name": field.doc, "units": known.unit}
    if field.name == STATUS:
        words = {int(one): one.name for one in Status}
        attributes = {
            "long_name": field.doc,
            "flag_values": [NOT_YET, *words],
            "flag_meanings": " ".join(["not_yet", *words.values()]),
        }
    return group.create_array(
        field.name,
        shape=shape,
        chunks=field.shape(chunk),
        dtype=field.dtype,
        compressors=[ZstdCodec(level=_LEVEL), Crc32cCodec()],
        fill_value=field.missing,
        dimension_names=field.dims,
        chunk_key_encoding={"name": "default", "separator": "."},
        attributes=attributes,
        config={"write_empty_chunks": True},
    )


def seal(documents: Mapping[str, bytes], attributes: Mapping[str, Any]) -> str:
    """SHA-256 of all that the JSON files say, but for itself."""
    found = hashlib.sha256()
    for path in sorted(documents):
        found.update(path.encode() + b"\0" + documents[path] + b"\0")
    kept = {key: value for key, value in attributes.items() if key != SEAL}
    found.update(json.dumps(kept, sort_keys=True).encode())
    return found.hexdigest()


def read_head(path: Path) -> dict[str, Any] | None:
    """What a store says of itself; `None` where there is no finished head.

    Raises:
        InputError: something else stands there, or the head is damaged.
    """
    if not path.exists():
        return None
    if not path.is_dir():
        raise InputError(f"'{path}' is a file, not the store of a sweep; choose another name or remove it")
    try:
        text = (path / GROUP).read_bytes()
    except FileNotFoundError:
        return None
    except OSError as error:
        raise InputError(f"cannot read '{path}': {error.strerror or error}") from None
    try:
        attributes = json.loads(text)["attributes"]
        said, known = dict(attributes[MARK]), attributes[SEAL]
        documents = {
            f"{one.parent.name}/{GROUP}": one.read_bytes() for one in sorted(path.glob(f"*/{GROUP}")) if one.is_file()
        }
    except (ValueError, KeyError, TypeError):
        if MARK.encode() in text:
            raise InputError(f"'{path}' is damaged: {GROUP} cannot be read") from None
        raise InputError(f"'{path}' exists and is no sweep of Poise; choose another name or remove it") from None
    except OSError as error:
        raise InputError(f"cannot read '{path}': {error.strerror or error}") from None
    if seal(documents, attributes) != known:
        raise InputError(f"'{path}' is damaged: the checksum of its descriptions does not fit what they say")
    return said
