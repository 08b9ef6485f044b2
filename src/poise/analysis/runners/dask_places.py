"""Where a Dask scheduler is: in this process, or at an address; each place opens a client and closes it again."""

import asyncio
import contextlib
import json
import logging
import re
import socket
import warnings
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol, runtime_checkable

from ...errors import InputError
from .limits import cores, memory_each, most_workers

_LOUD = ("distributed", "tornado", "asyncio")
_CONNECT = 5.0  # time for reaching a scheduler [s]
_LOCAL = re.compile(r"local:(\d{1,6})\Z")
_ADDRESS = re.compile(r"(?:(?:tcp|tls|ucx|ws|wss)://)?(?:\[[0-9a-fA-F:]+\]|[\w.-]+):\d{1,5}\Z")


@runtime_checkable
class Place(Protocol):
    """Where a scheduler is."""

    def client(self) -> contextlib.AbstractContextManager[Any]:
        """A client of it, closed at the end."""
        ...

    def memory(self, asked: int | str | None) -> int | None:
        """The memory of each process [bytes]; `None` for a share of what each Dask worker has."""
        ...


@dataclass(frozen=True)
class Local:
    """A scheduler and workers inside this process: no port is opened, and nothing can be left behind.

    Attributes:
        count: of workers, each of which computes in a process of its own.
    """

    count: int

    @contextmanager
    def client(self) -> Iterator[Any]:
        """A client of a new cluster."""
        from distributed import Client, LocalCluster

        inside: dict[str, Any] = {"processes": False, "dashboard_address": None, "memory_limit": 0}
        with (
            LocalCluster(n_workers=self.count, threads_per_worker=1, silence_logs=False, **inside) as cluster,
            Client(cluster, set_as_default=False, timeout=_CONNECT) as client,
        ):
            yield client

    def memory(self, asked: int | str | None) -> int | None:
        """A share of this machine's memory."""
        return memory_each(asked, self.count)


@dataclass(frozen=True)
class Address:
    """A scheduler that runs already.

    Attributes:
        text: as "tcp://10.0.0.1:8786".
    """

    text: str

    @contextmanager
    def client(self) -> Iterator[Any]:
        """A client of the scheduler.

        Raises:
            InputError: it is not there, or not a scheduler.
        """
        from distributed import Client

        self._knock()
        with ThreadPoolExecutor(1) as aside:  # this thread may have a loop of its own, as in a notebook
            kind = aside.submit(asyncio.run, _kind(self.text)).result()
        if kind != "Scheduler":
            raise InputError(
                f"what answers at '{self.text}' is not a Dask scheduler ({kind}); give the address that `dask "
                "scheduler` prints"
            )
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # other versions of Python or Dask, of which the workers' errors tell
            client = Client(self.text, set_as_default=False, timeout=_CONNECT)
        try:
            yield client
        finally:
            with contextlib.suppress(Exception):  # a scheduler that is gone cannot be taken leave of
                client.close(timeout=2.0)

    def memory(self, asked: int | str | None) -> int | None:
        """As asked, else what each Dask worker has."""
        return None if asked is None else memory_each(asked, 1)

    def _knock(self) -> None:
        """Find out quickly whether something is there."""
        scheme, _, rest = self.text.rpartition("://")
        host, _, port = rest.rpartition(":")
        if scheme not in ("", "tcp", "tls"):
            return
        try:
            socket.create_connection((host.strip("[]"), int(port)), timeout=_CONNECT).close()
        except (OSError, OverflowError) as error:
            raise InputError(
                f"no Dask scheduler answers at '{self.text}' ({error}); start one with `dask scheduler`, and give the "
                "address that it prints, or write 'local:2' for two workers on this machine"
            ) from None


async def _kind(address: str) -> str:
    """What a server says that it is, or what comes instead."""
    try:
        return await asyncio.wait_for(_answer(address), _CONNECT)
    except TimeoutError:
        return f"it does not speak within {_CONNECT:g} s"
    except Exception as error:  # anything may answer there, with anything
        return f"{type(error).__name__}: {str(error).strip().partition(chr(10))[0][:200]}"


async def _answer(address: str) -> str:
    """Ask a server what it is."""
    from distributed import Security
    from distributed.comm.core import connect

    comm = await connect(address, timeout=_CONNECT, **Security().get_connection_args("client"))
    try:
        await comm.write({"op": "identity", "reply": True})
        return str((await comm.read()).get("type"))
    finally:
        comm.abort()


def place(text: str) -> Place:
    """The place that is meant: "local:2", the address of a scheduler, or the file that it wrote (`*.json`).

    Raises:
        InputError: none of these.
    """
    if found := _LOCAL.match(text):
        count = int(found.group(1))
        if not 1 <= count <= most_workers():
            raise InputError(f"'{text}': write from 1 to {most_workers()} workers, such as 'local:{cores()}'")
        return Local(count)
    if text.endswith(".json"):
        try:
            text = str(json.loads(Path(text).read_text(encoding="utf-8"))["address"])
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise InputError(
                f"'{text}' is not the file of a Dask scheduler ({error}); have `dask scheduler --scheduler-file "
                "FILE.json` write one"
            ) from None
    if not _ADDRESS.match(text):
        raise InputError(
            f"'{text}' is not where a Dask scheduler can be; write 'local:2' for two workers on this machine, the "
            "address of a scheduler such as 'tcp://10.0.0.1:8786', or the file that it wrote (FILE.json)"
        )
    return Address(text)


@contextmanager
def quiet() -> Iterator[None]:
    """Keep what Dask and Tornado log off the screen meanwhile; what matters is said by errors."""
    import distributed  # noqa: F401 - makes its loggers

    names = [name for name in logging.root.manager.loggerDict if name.partition(".")[0] in _LOUD]
    ours = [logging.getLogger(name) for name in dict.fromkeys((*_LOUD, *names))]
    before = [(one.disabled, one.propagate, list(one.handlers)) for one in ours]
    for one in ours:
        one.disabled, one.propagate, one.handlers = True, one.name not in _LOUD, []  # later ones hand on to these
    for one in _LOUD:
        logging.getLogger(one).addHandler(logging.NullHandler())
    try:
        yield
    finally:
        for one, (disabled, propagate, handlers) in zip(ours, before, strict=True):
            one.disabled, one.propagate, one.handlers = disabled, propagate, handlers
