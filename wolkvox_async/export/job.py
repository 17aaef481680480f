"""One report to its files, window by window: written, renamed, then named in the manifest.

What is blocking (writing, compressing, fsync) runs in a thread, so the loop never waits for a disk. A step that has
begun is carried to its end even where the run is cancelled, so that nothing races with the tidying up.
"""

import asyncio
from collections.abc import AsyncGenerator, Callable, Sequence
from concurrent.futures import Executor
from contextlib import aclosing
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any, BinaryIO, TypeVar

from attrs import asdict, evolve, field, frozen

from wolkvox_async.core.windows import Window, gaps, merge
from wolkvox_async.errors import WolkvoxError
from wolkvox_async.export.files import TEMPORARY, Part, file_name, trouble
from wolkvox_async.export.manifest import Entry, Manifest, clip, overlap
from wolkvox_async.export.outcome import ReportOutcome
from wolkvox_async.export.plan import caller_of, todo
from wolkvox_async.export.sinks import Sink
from wolkvox_async.reports.report import Batch, Report

__all__ = ["Job"]

T = TypeVar("T")

_ROWS = 512  # a hop to the thread pays from some hundreds of rows on
_BATCHES = 16  # and large rows must not pile up


@frozen
class _Read:
    """A window that has been read; its file has the temporary name still, entry is None where there are no rows."""

    window: Window
    provisional: bool
    entry: Entry | None


@frozen
class _Pending:
    """What has been read and is not in the manifest yet, since files to be replaced are not all read again."""

    reads: list[_Read] = field(factory=list)

    @property
    def windows(self) -> list[Window]:
        return [read.window for read in self.reads]

    @property
    def entries(self) -> list[Entry]:
        return [read.entry for read in self.reads if read.entry is not None]

    def replaces(self, manifest: Manifest) -> list[Entry] | None:
        """Return the files that these windows replace, or None where one of them is not all read yet."""
        if manifest.whole:
            (window,) = self.windows
            return [
                entry
                for entry in manifest.files
                if window.start <= entry.window.start and entry.window.end <= window.end
            ]
        touched = [entry for entry in manifest.stale() if any(overlap(entry.window, window) for window in self.windows)]
        if any(gaps(entry.window, self.windows) for entry in touched):
            return None
        return touched


class Job:
    """Brings one report's directory up to date."""

    def __init__(
        self,
        report: Report[Any],
        folder: Path,
        manifest: Manifest,
        open_sink: Callable[[BinaryIO], Sink],
        executor: Executor,
    ) -> None:
        self._report, self._folder, self._manifest = report, folder, manifest
        self._open_sink, self._executor = open_sink, executor
        self._before = report.calls
        self._spent = manifest.calls
        self._fetched = 0
        self._part: Part | None = None
        self._pending = _Pending()

    async def run(self) -> ReportOutcome:
        """Ask for what is missing; an error of this report is in its outcome."""
        error: WolkvoxError | None = None
        try:
            await self._bring_up_to_date()
        except WolkvoxError as failure:
            error = failure
        except OSError as failure:
            error = trouble(failure, self._folder)
        if self._manifest.calls != self._spent + self._calls:
            unsaved = await self._save()
            error = error or unsaved
        if error is not None:
            error.at(operation=self._report.operation, endpoint=self._report.endpoint.name)
        return self._outcome(error)

    @property
    def _calls(self) -> int:
        return self._report.calls - self._before

    # Reading

    async def _bring_up_to_date(self) -> None:
        cut, parts = todo(self._report, self._manifest, caller_of(self._report).engine.clock())
        try:
            for windows in parts:
                if self._manifest.whole:
                    await self._whole(cut)
                else:
                    await self._cut(windows, cut)
        finally:
            await self._in_thread(self._tidy)

    async def _cut(self, windows: Sequence[Window], cut: datetime) -> None:
        async with aclosing(self._written(windows, None)) as written:
            async for last in written:
                await self._finish(last.window, provisional=last.provisional or last.window.end > cut)

    async def _whole(self, cut: datetime) -> None:
        whole = self._report.range
        provisional = whole.end > cut
        async with aclosing(self._written(None, whole)) as written:
            async for last in written:
                provisional = provisional or last.provisional
        await self._finish(whole, provisional=provisional)

    async def _written(
        self, windows: Sequence[Window] | None, whole: Window | None
    ) -> AsyncGenerator[Batch[Any], None]:
        """Yield the last batch of each window, when all rows of the window have gone to the file."""
        rows: list[Any] = []
        batches = 0
        async with aclosing(self._report.batches(windows)) as read:
            async for batch in read:
                rows += batch.rows
                batches += 1
                if rows and (batch.last or len(rows) >= _ROWS or batches >= _BATCHES):
                    await self._in_thread(partial(self._write, rows, batch.window, whole or batch.window))
                    self._fetched += len(rows)
                    rows, batches = [], 0
                if batch.last:
                    yield batch

    # Writing, in a thread

    def _name(self, window: Window) -> str:
        return file_name(window, self._manifest.identity.format)

    def _temporary(self, name: str) -> Path:
        return self._folder / (name + TEMPORARY)

    def _write(self, rows: list[Any], window: Window, of_file: Window) -> None:
        if self._part is None:
            self._part = Part(self._temporary(self._name(of_file)), self._open_sink)
        self._part.write(rows, window)

    async def _finish(self, window: Window, *, provisional: bool) -> None:
        await self._in_thread(partial(self._publish, window, provisional=provisional))

    def _publish(self, window: Window, *, provisional: bool) -> None:
        """Make the part a whole file and, when it may take the place of older ones, name it in the manifest."""
        entry = None
        if self._part is not None:
            written = self._part.finish()
            entry = Entry(name=self._name(window), window=window, **asdict(written))
            self._part = None
        self._pending.reads.append(_Read(window, provisional, entry))
        replaced = self._pending.replaces(self._manifest)
        if replaced is None:
            return
        after = self._manifest.having(
            self._pending.windows,
            [read.window for read in self._pending.reads if read.provisional],
            self._pending.entries,
            replaced,
        )
        after = evolve(after, calls=self._spent + self._calls)
        for entry in self._pending.entries:
            self._temporary(entry.name).replace(self._folder / entry.name)
        after.save(self._folder)
        self._manifest, self._pending = after, _Pending()
        for name in {entry.name for entry in replaced} - {entry.name for entry in after.files}:
            (self._folder / name).unlink(missing_ok=True)

    def _tidy(self) -> None:
        """Remove what did not become whole."""
        part, self._part = self._part, None
        if part is not None:
            part.discard()
        known = {entry.name for entry in self._manifest.files}
        for entry in self._pending.entries:
            self._temporary(entry.name).unlink(missing_ok=True)
            if entry.name not in known:  # it had its name, but the manifest could not be written
                (self._folder / entry.name).unlink(missing_ok=True)
        self._pending = _Pending()

    async def _save(self) -> WolkvoxError | None:
        """Keep the count of calls, also where nothing came of them."""
        self._manifest = evolve(self._manifest, calls=self._spent + self._calls)
        try:
            await self._in_thread(partial(self._manifest.save, self._folder))
        except OSError as failure:
            return trouble(failure, self._folder)
        return None

    async def _in_thread(self, step: Callable[[], T]) -> T:
        """Run a step in a thread, and to its end: whoever is cancelled waits for it."""
        task = asyncio.get_running_loop().run_in_executor(self._executor, step)
        try:
            return await asyncio.shield(task)
        except asyncio.CancelledError:
            await asyncio.wait([task])
            if not task.cancelled() and (error := task.exception()) is not None:
                raise asyncio.CancelledError from error
            raise

    def _outcome(self, error: WolkvoxError | None) -> ReportOutcome:
        manifest, whole = self._manifest, self._report.range
        if manifest.whole:
            covered = [window for window in manifest.covered if window == whole]
            provisional = [window for window in manifest.provisional if window == whole]
        else:
            covered, provisional = clip(manifest.covered, whole), clip(manifest.provisional, whole)
        files = manifest.inside(whole)
        return ReportOutcome(
            operation=self._report.operation,
            endpoint=self._report.endpoint.name,
            parameters=dict(self._report.parameters),
            rows=sum(entry.rows for entry in files),
            fetched=self._fetched,
            calls=self._calls,
            files=tuple(self._folder / entry.name for entry in files),
            covered=tuple(merge(covered)),
            provisional=tuple(merge(provisional)),
            error=error,
        )
