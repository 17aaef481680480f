"""The journal's side of one upload that is under way: what is written while its batches go out."""

import asyncio
import sqlite3
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, ExitStack
from typing import Any

from wolkvox_async.uploads.entries import replace_batch, write_outcome
from wolkvox_async.uploads.result import BatchResult

__all__ = ["Log"]


class Log:
    """The journal's side of one upload that is under way.

    A write waits for the disk, so a thread does it, one after another in the order of the calls. Whoever awaits a write
    and is cancelled leaves it to be done.

    id: of the upload; done: how batches of earlier attempts ended.
    """

    def __init__(
        self,
        connection: sqlite3.Connection,
        upload_id: str,
        done: list[BatchResult],
        opened: ExitStack,
        *,
        clock: Callable[[], float],
        available: Callable[[], AbstractContextManager[None]],
    ) -> None:
        self._connection, self._opened, self._clock, self._available = connection, opened, clock, available
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="wolkvox-journal")
        self.id = upload_id
        self.done = done

    def sent(self, first_row: int, last_row: int, records: int, digest: str) -> "asyncio.Future[None]":
        """Write down that a batch goes out. Only when it is done may it."""
        return self._write(
            "INSERT INTO batch VALUES (?, ?, ?, ?, ?, 'sent', 0, 0, '[]', NULL, ?)",
            (self.id, first_row, last_row, records, digest, self._clock()),
        )

    def withdrawn(self, first_row: int) -> "asyncio.Future[None]":
        """Write down that a batch had no effect, and may go out again."""
        return self._write(
            "DELETE FROM batch WHERE upload = ? AND first_row = ? AND state = 'sent'", (self.id, first_row)
        )

    def ended(self, batch: BatchResult) -> "asyncio.Future[None]":
        """Write down how a batch ended."""
        return self._queue(lambda: write_outcome(self._connection, self.id, batch))

    def settle(self, batch: BatchResult, parts: Iterable[BatchResult]) -> "asyncio.Future[None]":
        """Write down what a batch whose outcome was unknown turned out to be."""
        return self._queue(lambda: replace_batch(self._connection, self.id, batch, parts))

    async def finish(self, *, complete: bool) -> None:
        """Write down when the upload ended, if all of it has an outcome."""
        if complete:
            await self._write("UPDATE upload SET ended = ? WHERE id = ?", (self._clock(), self.id))

    def _write(self, statement: str, values: tuple[Any, ...]) -> "asyncio.Future[None]":
        return self._queue(lambda: self._connection.execute(statement, values))

    def _queue(self, write: Callable[[], object]) -> "asyncio.Future[None]":
        def guarded() -> None:
            with self._available():
                write()

        return asyncio.shield(asyncio.get_running_loop().run_in_executor(self._thread, guarded))

    def close(self) -> None:
        """Wait for the writes, and let other processes go on with the upload."""
        self._thread.shutdown()
        self._opened.close()
