"""The uploads of an operation, as its journal has them: what became of each, and how one goes on."""

import asyncio
import os
from collections.abc import Awaitable, Callable
from contextlib import closing
from pathlib import Path
from typing import Any, TypeVar

from wolkvox_async.calls.executor import CallExecutor
from wolkvox_async.core.batches import Packer
from wolkvox_async.errors import ConfigurationError, WolkvoxError, placed
from wolkvox_async.secrecy import without_frames
from wolkvox_async.uploads.entries import Entry, Target
from wolkvox_async.uploads.leads import LEADS
from wolkvox_async.uploads.reconciling import Find, Reconciler, price
from wolkvox_async.uploads.result import UploadResult
from wolkvox_async.uploads.resuming import Journaled, journal_of
from wolkvox_async.uploads.settling import Reconciliation
from wolkvox_async.uploads.sources import RecordFile
from wolkvox_async.uploads.stage import Stage
from wolkvox_async.uploads.upload import Checked

__all__ = ["Uploads"]

T = TypeVar("T")


class Uploads:
    """What the journal says of the uploads of one operation."""

    def __init__(self, caller: CallExecutor, send: Callable[..., Awaitable[UploadResult]], find: Find) -> None:
        self._caller = caller
        self._send, self._find = send, find
        self._journal = journal_of(caller)

    def __repr__(self) -> str:
        return f"<Wolkvox {self._caller.operation.name}: uploads>"

    async def list(self) -> list[Entry]:
        """Return the operation's uploads, the latest first. No call is made.

        Raises:
            JournalUnavailable: The journal cannot be read.
        """
        address = self._caller.operation.base_url
        entries = await self._read(self._journal.entries)
        return [entry for entry in entries if entry.target.address == address]

    async def get(self, upload_id: str) -> Entry:
        """Return one upload with its batches. No call is made.

        Args:
            upload_id: Its id, as in `UploadResult.id`.

        Raises:
            ConfigurationError: The journal has no upload of this id.
            JournalUnavailable: The journal cannot be read.
        """
        return await self._read(lambda: self._journal.entry(upload_id))

    async def resume(self, upload_id: str, records: Any = None) -> UploadResult:
        """Go on with an upload that was interrupted; no record that may have taken effect is sent again.

        Args:
            upload_id: Its id.
            records: The same records as before; None reads the file that they came from. That file, and a path, are
                read with the options of the first time (columns, country, dedupe, sheet …).

        Returns:
            How each record ended, those of earlier attempts too.

        Raises:
            ConfigurationError: The journal has no upload of this id, the records are others, or they came from no file.
            UploadLocked: Another process sends this upload now.
            WolkvoxError: What ends an upload.
        """
        target = (await self.get(upload_id)).target
        records = await self._records(upload_id, target, records, "resume")
        return await self._send(
            campaign_id=target.campaign,
            type_campaign=target.kind,
            records=records,
            upload_id=upload_id,
            **target.choices,
        )

    async def price(self, upload_id: str, *, sample: int | None = None) -> int:
        """Return how many calls `reconcile` makes at most. No call is made for it.

        Args:
            upload_id: The upload's id.
            sample: As for `reconcile`.

        Returns:
            Calls: one for each record that is looked for, two where its batch was sent less than 65 seconds ago, and
            one for a record that the server has accepted. 0 where nothing is unknown.

        Raises:
            ConfigurationError: The journal has no upload of this id, or the sample is less than 1.
            JournalUnavailable: The journal cannot be read.
        """
        _check_sample(sample)
        entry = await self.get(upload_id)
        sent = await self._read(lambda: self._journal.sent(upload_id))
        return price(entry.batches, sample, sent=sent, now=self._caller.engine.clock())

    async def reconcile(self, upload_id: str, records: Any = None, *, sample: int | None = None) -> Reconciliation:
        """Look for the records of batches whose outcome is unknown in their campaign, and settle the batches by that.

        Each record that is looked for is a call of `campaign.find_record`, in the interactive lane; `price` says how
        many. What is found counts as accepted then, what is missing as unsent, and `resume` sends it; the journal has
        it. A record is found where the campaign has a row with its customer_id and tel1 that agrees in all other values
        that the server shows. Where such a row differs, or is there less often than the record was sent, the record
        stays unknown. A record that is missing is looked for again 65 seconds after its batch was sent, since the
        server may be at work until then. One record that the server has accepted is looked for first: where that is
        missing too, what is missing proves nothing and stays unknown.

        Args:
            upload_id: The upload's id.
            records: As for `resume`.
            sample: How many records are looked for of each batch that is wholly unknown, 1 or more: the first, the last
                and others evenly between. Where two or more are all found, or all missing, they speak for the batch;
                where they differ, only they are settled and the rest of the batch stays unknown. None: all.

        Returns:
            Each batch as applied, not_applied, partly_applied or unknown, and how the upload's records stand now.

        Raises:
            ConfigurationError: The journal has no upload of this id, the records are others, they came from no file, or
                the sample is less than 1.
            UploadLocked: Another process sends this upload now.
            WolkvoxError: What ends a call; what was found before is in the journal, and in `.reconciliation`.
        """
        _check_sample(sample)
        entry = await self.get(upload_id)
        target, caller = entry.target, self._caller
        if not entry.unknown:
            return Reconciliation(
                id=upload_id, calls=0, accepted=entry.accepted, rejected=entry.rejected, unknown=0, unsent=entry.unsent
            )
        records = await self._records(upload_id, target, records, "reconcile")
        stage = Stage()
        try:
            with placed(operation=caller.operation.name, endpoint="campaign.find_record"):
                skip = target.options.get("invalid") == "skip"
                await Checked(caller, LEADS[target.kind], stage, Packer(), skip=skip).take(records, None)
                journaled = Journaled(
                    endpoint=target.endpoint, kind=target.kind, campaign=target.campaign, upload_id=upload_id
                )
                log = await journaled.begin(caller, stage, records)
            with closing(log):
                reconciler = Reconciler(
                    caller,
                    self._find,
                    target.campaign,
                    stage,
                    log,
                    sample=sample,
                    sent=await self._read(lambda: self._journal.sent(upload_id)),
                    copies=await self._read(lambda: self._journal.copies(upload_id)),
                )
                result = await reconciler.run()
                await log.finish(complete=not result.unsent)
                return result
        finally:
            stage.close()

    async def _records(self, upload_id: str, target: Target, records: Any, method: str) -> Any:
        """Return the records of an upload, from the file that they came from where none are given."""
        if records is None:
            records = Path(target.source)
            if not await asyncio.to_thread(records.is_file):
                raise ConfigurationError(
                    f"the records of upload {upload_id} came from {target.source}, which cannot be read again",
                    advice=f"give the same records: {method}(upload_id, records)",
                ).at(operation=self._caller.operation.name)
        return RecordFile(records, **target.reading) if isinstance(records, os.PathLike) else records

    async def _read(self, read: Callable[[], T]) -> T:
        try:
            return await asyncio.to_thread(read)
        except WolkvoxError as error:
            raise without_frames(error).at(operation=self._caller.operation.name) from None


def _check_sample(sample: object) -> None:
    if sample is not None and (isinstance(sample, bool) or not isinstance(sample, int) or sample < 1):
        raise ConfigurationError(f"sample is {sample!r}", advice="give a number of records a batch, 1 or more, or None")
