"""Uploads: each record ends as accepted, rejected with its reason, unknown, or unsent. None is sent twice.

All records are checked before the first one is sent, so a fault in row 900,000 leaves nothing half done: what was
checked waits, encoded, in a temporary file without a name, and memory stays flat. Then the batches go out, as many at
once as there are permits.
"""

import asyncio
import os
from collections.abc import AsyncIterable, AsyncIterator, Callable, Iterable
from typing import Any, Literal

from attrs import evolve

from wolkvox_async import limits
from wolkvox_async.calls.executor import CallExecutor
from wolkvox_async.core.batches import Packer, encode, rules
from wolkvox_async.core.call import Call
from wolkvox_async.errors import ConfigurationError, InvalidRecord, WolkvoxError
from wolkvox_async.scheduler import Lane
from wolkvox_async.uploads.result import BatchResult, Rejection, RowRange, UploadResult, ended
from wolkvox_async.uploads.sender import Sender
from wolkvox_async.uploads.sources import RecordFile, Row
from wolkvox_async.uploads.stage import Stage

__all__ = ["BatchResult", "Rejection", "RowRange", "UploadResult", "upload"]

Records = Iterable[Any] | AsyncIterable[Any] | os.PathLike[str]


async def upload(
    caller: CallExecutor,
    make: Callable[[bytes], Call],
    record: type,
    records: Records,
    *,
    invalid: Literal["raise", "skip"] = "raise",
    lane: Lane = "bulk",
    batch_size: int = limits.UPLOAD_RECORDS,
    stop: asyncio.Event | None = None,
) -> UploadResult:
    """Check all records, send them in batches and return how each one ended.

    Args:
        caller: Makes the calls of the operation.
        make: Returns the call that carries a body.
        record: The class of the records.
        records: Records, the path of a file of them, or a `RecordFile`.
        invalid: "raise" refuses all for one invalid record, "skip" leaves such records out.
        lane: Whether the calls go before those of others.
        batch_size: Records a call, at most; 1 to 10,000.
        stop: Once it is set no further batch begins; those under way are waited for.

    Raises:
        InvalidRecord: A record that cannot be right; nothing was sent.
        OutcomeUnknown: No answer says whether a batch took effect.

    Whatever ends an upload that has begun has the result so far as `.upload`, asyncio.CancelledError too.
    """
    if isinstance(batch_size, bool) or not isinstance(batch_size, int) or not 1 <= batch_size <= limits.UPLOAD_RECORDS:
        raise ConfigurationError(f"batch_size is {batch_size!r}", advice=f"allowed: 1 to {limits.UPLOAD_RECORDS:,}").at(
            operation=caller.operation.name, endpoint=make(b"").endpoint
        )
    stage = Stage()
    try:
        checked = _Checked(caller, record, stage, Packer(batch_size), skip=invalid == "skip")
        try:
            await checked.take(records, stop)
        except WolkvoxError as error:
            raise error.at(operation=caller.operation.name, endpoint=make(b"").endpoint)  # noqa: B904 - the same error
        except asyncio.CancelledError as error:
            error.upload = checked.unsent()  # type: ignore[attr-defined]
            raise
        return await Sender(caller, make, lane, stage, invalid=tuple(checked.left_out), stop=stop).send()
    finally:
        stage.close()


class _Checked:
    """The records of an upload on their way into the stage."""

    def __init__(self, caller: CallExecutor, record: type, stage: Stage, packer: Packer, *, skip: bool) -> None:
        self._zone = caller.operation.tz
        self._record, self._stage, self._packer, self._skip = record, stage, packer, skip
        self.left_out: list[Rejection] = []

    async def take(self, records: Records, stop: asyncio.Event | None) -> None:
        """Check all records, or those up to the moment when `stop` is set, and stage them."""
        number = 0
        async for each in _each(_opened(records, self._record)):
            number += 1
            self._add(number, each)
            if stop is not None and stop.is_set():
                break
        for packed in self._packer.rest():
            self._stage.put(packed)

    def _add(self, number: int, each: Any) -> None:
        row, unit = (each.number, each.unit) if isinstance(each, Row) else (number, "row")
        try:
            encoded = self._encoded(each, row, unit)
        except InvalidRecord as error:
            if not self._skip:
                raise
            self.left_out.append(Rejection(row, error.reason))
            return
        for packed in self._packer.add(row, encoded):
            self._stage.put(packed)

    def _encoded(self, each: Any, row: int, unit: str) -> bytes:
        if not isinstance(each, Row):
            return encode(self._record, each, row, self._zone)
        if each.fault:
            raise InvalidRecord(f"{unit} {row}: {each.fault}", row=row, field=None, reason=each.fault)
        return encode(self._record, each.record, row, self._zone, unit)

    def unsent(self) -> UploadResult:
        """Return the result where nothing has been sent."""
        batches = [ended(each.rows, "unsent") for each in (*self._stage, *self._packer.rest())]
        numbered = (evolve(batch, number=number) for number, batch in enumerate(batches, 1))
        return UploadResult(batches=tuple(numbered), invalid=tuple(self.left_out))


def _opened(records: Records, record: type) -> Iterable[Any] | AsyncIterable[Any]:
    """Return what gives the records one by one."""
    if isinstance(records, os.PathLike):
        records = RecordFile(records)
    if isinstance(records, RecordFile):
        return records.rows(rules(record))
    if isinstance(records, AsyncIterable):
        return records
    if hasattr(records, "columns"):
        raise ConfigurationError(
            f"records is a {type(records).__name__}", advice="give its rows as dicts: frame.to_dict('records')"
        )
    if isinstance(records, Iterable) and not isinstance(records, str | bytes | dict):
        return records
    raise ConfigurationError("records takes a list or another iterable of records", advice="[record] for one")


async def _each(records: Iterable[Any] | AsyncIterable[Any]) -> AsyncIterator[Any]:
    if isinstance(records, AsyncIterable):
        async for record in records:
            yield record
        return
    for number, record in enumerate(records):
        if number % 256 == 0:
            await asyncio.sleep(0)  # checking is work: let others run
        yield record
