"""What the synchronous classes have in common; their methods are generated from the asynchronous ones."""

import asyncio
import os
import threading
import weakref
from collections.abc import AsyncIterable, AsyncIterator, Iterable, Iterator, Mapping, Sequence
from itertools import islice
from types import TracebackType
from typing import TYPE_CHECKING, Any, Generic, NoReturn, Self, TypeVar, cast

from wolkvox_async.endpoints import GROUPS
from wolkvox_async.errors import ConfigurationError
from wolkvox_async.misnamed import HasGroups, Hinting
from wolkvox_async.reports.awaited import Awaited
from wolkvox_async.sync.event_loop import close_at_exit, close_soon, in_waiting_thread, run, stream

__all__ = ["Client", "Owner", "Rows", "Tables", "Twin", "pulled", "stopping"]

A = TypeVar("A")
R = TypeVar("R")
W = TypeVar("W", bound=Awaited[Any])
T = TypeVar("T")

_PULLED = 500  # records that cross to the loop at once


class Owner:
    """Is held by a client and by all that it made; when none of them is left, the client is closed."""

    def __init__(self, client: Any) -> None:
        close_at_exit(client)
        weakref.finalize(self, close_soon, client).atexit = False


class Twin(Hinting, Generic[A]):
    """A synchronous object over an asynchronous one."""

    def __init__(self, original: A, owner: Owner) -> None:
        self._async = original
        self._owner = owner

    def __repr__(self) -> str:
        return repr(self._async)


class Client(Twin[A], HasGroups):
    """A client: `with` closes it."""

    _groups = GROUPS

    @classmethod
    def _of(cls, original: A, owner: Owner | None = None) -> Self:
        client = cls.__new__(cls)
        Twin.__init__(client, original, owner or Owner(original))
        return client

    def close(self) -> None:
        """Let go of the connections, after the calls under way have ended."""
        run(cast("Any", self._async).aclose())

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    async def __aenter__(self) -> NoReturn:
        name = type(self).__name__
        raise ConfigurationError(
            f"this {name} is synchronous",
            advice=f"write with {name}(…), or take the asynchronous one: from wolkvox_async import {name}",
        )

    async def __aexit__(self, *_: object) -> None:
        """Stand beside __aenter__, without which Python would not call it."""


class Rows(Twin[W], Generic[W, R]):
    """What has rows: `.rows()` gives a list, `for` one row after the other in bounded memory."""

    def rows(self) -> list[R]:
        """Return all rows. It reads them each time it is called."""
        return run(self._async)

    def __iter__(self) -> Iterator[R]:
        for rows in stream(self._async._chunks()):  # lists cross between threads, not rows
            yield from rows

    if not TYPE_CHECKING:  # type checkers refuse both by themselves

        def __await__(self) -> NoReturn:
            raise self._misused("has nothing to await")

        def __aiter__(self) -> NoReturn:
            raise self._misused("is read without `async`")

    def _misused(self, how: str) -> ConfigurationError:
        name = type(self).__name__.lower()
        return ConfigurationError(
            f"a synchronous {name} {how}",
            advice=f"`{name}.rows()` gives a list, `for row in {name}` one row after the other",
        )


class Tables(Rows[W, R]):
    """Rows that are a table too, for whatever takes Arrow data by the PyCapsule protocol, as DuckDB and polars do."""

    def __arrow_c_stream__(self, requested_schema: object = None) -> object:
        """Return all rows as a stream of Arrow batches, which are read while it is consumed."""
        from wolkvox_async.reports.frames import arrow_reader

        report = cast("Any", self._async)
        return arrow_reader(report, stream(report.arrow_batches())).__arrow_c_stream__(requested_schema)


def pulled(records: T) -> T:
    """Return records such that the caller's thread iterates over them, while it waits.

    So a cursor of a database stays in its thread, slow iterators do not stop the event loop, and rows of a report may
    be the records of an upload.
    """
    from wolkvox_async.uploads.sources.tables import is_table

    at_hand = isinstance(records, str | bytes | Mapping | Sequence | AsyncIterable | os.PathLike) or is_table(records)
    if isinstance(records, Iterable) and (isinstance(records, Rows) or not at_hand):
        return cast("T", _Pulled(records))
    return records


class _Pulled:
    def __init__(self, records: Iterable[Any]) -> None:
        self._records = records

    async def __aiter__(self) -> AsyncIterator[Any]:
        iterator = await in_waiting_thread(lambda: iter(self._records))
        while taken := await in_waiting_thread(lambda: list(islice(iterator, _PULLED))):
            for record in taken:
                yield record


class _Stopping(asyncio.Event):
    """An event of the loop that is set when one of the threads is."""

    _LOOK_AGAIN = 0.05  # seconds

    def __init__(self, event: threading.Event) -> None:
        super().__init__()
        self._event = event

    def is_set(self) -> bool:
        return self._event.is_set()

    async def wait(self) -> bool:  # type: ignore[override]
        while not self._event.is_set():  # noqa: ASYNC110 - a thread sets it
            await asyncio.sleep(self._LOOK_AGAIN)
        return True


def stopping(event: threading.Event | None) -> asyncio.Event | None:
    """Return an event for an asynchronous method which is set when this one is."""
    return None if event is None else _Stopping(event)
