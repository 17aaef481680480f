"""The uploads of an operation, as its journal has them: what became of each, and how one goes on."""

import asyncio
import os
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any, TypeVar

from wolkvox_async.calls.executor import CallExecutor
from wolkvox_async.errors import ConfigurationError, WolkvoxError
from wolkvox_async.secrecy import without_frames
from wolkvox_async.uploads.entries import Entry
from wolkvox_async.uploads.result import UploadResult
from wolkvox_async.uploads.resuming import journal_of
from wolkvox_async.uploads.sources import RecordFile

__all__ = ["Uploads"]

T = TypeVar("T")


class Uploads:
    """What the journal says of the uploads of one operation."""

    def __init__(self, caller: CallExecutor, send: Callable[..., Awaitable[UploadResult]]) -> None:
        self._caller = caller
        self._send = send
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
        if records is None:
            records = Path(target.source)
            if not await asyncio.to_thread(records.is_file):
                raise ConfigurationError(
                    f"the records of upload {upload_id} came from {target.source}, which cannot be read again",
                    advice="give the same records: resume(upload_id, records)",
                ).at(operation=self._caller.operation.name)
        if isinstance(records, os.PathLike):
            records = RecordFile(records, **target.reading)
        return await self._send(
            campaign_id=target.campaign,
            type_campaign=target.kind,
            records=records,
            upload_id=upload_id,
            **{name: value for name, value in target.options.items() if name != "reading"},
        )

    async def _read(self, read: Callable[[], T]) -> T:
        try:
            return await asyncio.to_thread(read)
        except WolkvoxError as error:
            raise without_frames(error).at(operation=self._caller.operation.name) from None
