"""Takes the records of an upload, whatever gives them, and has them checked beside other work of the loop."""

import asyncio
import os
from collections.abc import AsyncIterable, AsyncIterator, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from typing import Any

from wolkvox_async.core.batches import rules
from wolkvox_async.errors import ConfigurationError
from wolkvox_async.uploads.checking import Checker
from wolkvox_async.uploads.sources import RecordFile, Row
from wolkvox_async.uploads.sources.rows import Rows
from wolkvox_async.uploads.sources.steps import Steps
from wolkvox_async.uploads.sources.tables import is_table, read_table

__all__ = ["Records", "checked_records"]

Records = Iterable[Any] | AsyncIterable[Any] | os.PathLike[str]

_AT_ONCE = 256  # records of an iterable that are checked before others run


async def checked_records(checker: Checker, records: Records, record: type) -> AsyncIterator[list[tuple[int, bytes]]]:
    """Yield the valid records, each with its number and as JSON.

    Args:
        checker: Checks them.
        records: Records, a RecordFile, a data frame or an Arrow table.
        record: The class of the records.

    Raises:
        ConfigurationError: They are of another kind, or the file cannot be read.
    """
    parts = _parts(records, record)
    if parts is not None:
        # Files are read and checked in a thread, of their own, as each thread of a pool keeps megabytes of the heap;
        # what others made is iterated where they made it.
        loop, thread = asyncio.get_running_loop(), ThreadPoolExecutor(1, thread_name_prefix="wolkvox-upload")
        context = copy_context()

        def following() -> list[tuple[int, bytes]] | None:
            return context.run(_next, checker, parts)

        try:
            while (checked := await loop.run_in_executor(thread, following)) is not None:
                yield checked
        finally:
            thread.shutdown(wait=False)
        return
    number = 0
    async for each in _each(records):
        number += 1
        at = each.number if isinstance(each, Row) else number
        encoded = checker.one(each, at)
        if encoded is not None:
            yield [(at, encoded)]


def _next(checker: Checker, parts: Iterator[Row | Rows]) -> list[tuple[int, bytes]] | None:
    part = next(parts, None)
    return None if part is None else checker.checked(part)


def _parts(records: Records, record: type) -> Iterator[Row | Rows] | None:
    """Return the rows of a file or a table; None for other records."""
    if isinstance(records, RecordFile):
        return records.parts(rules(record))
    if is_table(records):
        return Steps(type(records).__name__, {}).taken(read_table(records), rules(record))
    return None


async def _each(records: Any) -> AsyncIterator[Any]:
    if isinstance(records, AsyncIterable):
        async for record in records:
            yield record
        return
    if not isinstance(records, Iterable) or isinstance(records, str | bytes | dict):
        raise ConfigurationError("records takes a list or another iterable of records", advice="[record] for one")
    for number, record in enumerate(records):
        if number % _AT_ONCE == 0:
            await asyncio.sleep(0)  # checking is work: let others run
        yield record
