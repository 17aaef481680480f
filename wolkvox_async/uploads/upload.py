"""Uploads: each record ends as accepted, rejected with its reason, unknown, or unsent. None is sent twice.

All records are checked before the first one is sent, so a fault in row 900,000 leaves nothing half done: what was
checked waits, encoded, in a temporary file without a name, and memory stays flat. Then the batches go out, as many at
once as there are permits.
"""

import asyncio
import os
from collections.abc import Callable
from contextlib import closing
from typing import Literal

from attrs import evolve

from wolkvox_async import events, limits
from wolkvox_async.calls.executor import CallExecutor
from wolkvox_async.core.batches import Packer
from wolkvox_async.core.call import Call
from wolkvox_async.core.plain import counted
from wolkvox_async.errors import ConfigurationError, placed
from wolkvox_async.scheduler import Lane
from wolkvox_async.uploads.caps import check_cap
from wolkvox_async.uploads.checking import Checker
from wolkvox_async.uploads.intake import Records, checked_records
from wolkvox_async.uploads.journal_log import Log
from wolkvox_async.uploads.result import BatchResult, Rejection, RowRange, UploadResult, ended
from wolkvox_async.uploads.resuming import Journaled, remaining
from wolkvox_async.uploads.sender import Sender
from wolkvox_async.uploads.sources import RecordFile
from wolkvox_async.uploads.stage import Stage

__all__ = ["BatchResult", "Checked", "Rejection", "RowRange", "UploadResult", "upload"]


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
    journaled: Journaled | None = None,
) -> UploadResult:
    """Check all records, send them in batches and return how each one ended. Of no records nothing is sent.

    Args:
        caller: Makes the calls of the operation.
        make: Returns the call that carries a body.
        record: The class of the records.
        records: Records, the path of a file of them, or a `RecordFile`.
        invalid: "raise" refuses all for one invalid record, "skip" leaves such records out.
        lane: Whether the calls go before those of others.
        batch_size: Records a call, at most; 1 to 10,000.
        stop: Once it is set no further batch begins; those under way are waited for.
        journaled: How the upload stands in the journal; None: it is not written down.

    Raises:
        AlreadyUploaded: The same records went there before.
        UploadLocked: Another process sends this upload now.
        JournalUnavailable: The journal cannot be written.
        InvalidRecord: A record that cannot be right; nothing was sent.
        OutcomeUnknown: No answer says whether a batch took effect.

    Whatever ends an upload that has begun has the result so far as `.upload`, asyncio.CancelledError and what the
    records' own generator raises too.
    """
    endpoint = make(b"").endpoint
    if isinstance(batch_size, bool) or not isinstance(batch_size, int) or not 1 <= batch_size <= limits.UPLOAD_RECORDS:
        raise ConfigurationError(f"batch_size is {batch_size!r}", advice=f"allowed: 1 to {limits.UPLOAD_RECORDS:,}").at(
            operation=caller.operation.name, endpoint=endpoint
        )
    if isinstance(records, os.PathLike):
        records = RecordFile(records)
    stage = Stage()
    try:
        checked = Checked(caller, record, stage, Packer(batch_size), skip=invalid == "skip")
        try:
            with placed(operation=caller.operation.name, endpoint=endpoint):
                read_all = await checked.take(records, stop)
        except ConfigurationError:  # what was given is refused: the upload has not begun
            raise
        except (Exception, asyncio.CancelledError) as error:
            so_far = checked.unsent(journaled)
            error.upload = so_far  # type: ignore[union-attr]
            read = counted(so_far.unsent + len(so_far.invalid), "record")
            error.add_note(f"{read} had been read when the upload ended; nothing was sent")
            raise
        if not read_all:
            return checked.unsent(journaled)
        left_out = checked.left_out
        if journaled is None or not stage.records or (stop is not None and stop.is_set()):
            return await Sender(caller, make, lane, stage, invalid=left_out, stop=stop).send()
        with placed(operation=caller.operation.name, endpoint=endpoint):
            if (
                warning := check_cap(caller.operation, journaled.endpoint, journaled.campaign, stage.records)
            ) is not None:
                caller.tell(warning)
            log = await journaled.begin(caller, stage, records)
        with closing(log):
            caller.tell(_begun(caller, endpoint, stage, log))
            sender = Sender(caller, make, lane, remaining(stage, log.done), invalid=left_out, stop=stop, log=log)
            result = await sender.send()
            await log.finish(complete=not result.unsent)
            return result
    finally:
        stage.close()


def _begun(caller: CallExecutor, endpoint: str, stage: Stage, log: Log) -> events.UploadBegun:
    return events.UploadBegun(
        operation=caller.operation.name,
        endpoint=endpoint,
        upload_id=log.id,
        records=stage.records,
        accepted=sum(batch.accepted for batch in log.done),
        rejected=sum(len(batch.rejected) for batch in log.done),
        unknown=sum(batch.unknown for batch in log.done),
    )


class Checked:
    """The records of an upload on their way into the stage.

    Args:
        caller: Makes the calls of the operation.
        record: The class of the records.
        stage: Where they wait, encoded.
        packer: Makes batches of them.
        skip: Whether invalid ones are left out.
    """

    def __init__(self, caller: CallExecutor, record: type, stage: Stage, packer: Packer, *, skip: bool) -> None:
        self._record, self._stage, self._packer = record, stage, packer
        self._checker = Checker(record, caller.operation.tz, "skip" if skip else "raise")

    @property
    def left_out(self) -> tuple[Rejection, ...]:
        """Invalid records, in order."""
        return tuple(self._checker.left_out)

    async def take(self, records: Records, stop: asyncio.Event | None) -> bool:
        """Check all records, or those up to the moment when `stop` is set, and stage them.

        Returns:
            Whether `stop` was not set meanwhile.

        Raises:
            InvalidRecord: Some are invalid, and are not to be left out.
        """
        async for checked in checked_records(self._checker, records, self._record):
            for row, encoded in checked:
                for packed in self._packer.add(row, encoded):
                    self._stage.put(packed)
            if stop is not None and stop.is_set():
                break
        if self._checker.faults.count:
            raise self._checker.faults.error()
        for packed in self._packer.rest():
            self._stage.put(packed)
        return stop is None or not stop.is_set()

    def unsent(self, journaled: Journaled | None) -> UploadResult:
        """Return the result of an upload that was stopped while its records were being read."""
        batches = [ended(each.rows, "unsent") for each in (*self._stage, *self._packer.rest())]
        numbered = (evolve(batch, number=number) for number, batch in enumerate(batches, 1))
        name = None if journaled is None else journaled.upload_id
        invalid = (*self.left_out, *self._checker.faults.rejections())
        return UploadResult(id=name, batches=tuple(numbered), invalid=invalid, read_all=False)
