"""One report to its files, window by window: written, named in the manifest, then renamed.

What is blocking (writing, compressing, fsync) runs in a thread, so the loop never waits for a disk. A step that has
begun is carried to its end even where the run is cancelled, so that nothing races with the tidying up.
"""

import logging
from collections import Counter
from collections.abc import AsyncGenerator, Callable, Mapping, Sequence
from concurrent.futures import Executor
from contextlib import aclosing
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any, BinaryIO, TypeVar

from attrs import asdict, evolve

from wolkvox_async.calls.tasks import to_its_end
from wolkvox_async.core.windows import Window, merge
from wolkvox_async.errors import WolkvoxError
from wolkvox_async.export.announcing import begun, dated_by, ended
from wolkvox_async.export.files import TEMPORARY, Part, file_name, sync_folder, trouble
from wolkvox_async.export.gathering import Gathered, Gathering
from wolkvox_async.export.layout import Folders, caller_of
from wolkvox_async.export.manifest import NOTED, Entry, Manifest, clip
from wolkvox_async.export.outcome import Published, ReportOutcome
from wolkvox_async.export.pending import Pending, Read
from wolkvox_async.export.plan import Following, Spans, days_of, spans_of, todo
from wolkvox_async.export.publication import publish
from wolkvox_async.export.sinks import LINES, Sink
from wolkvox_async.reports.fan_in import unexpected
from wolkvox_async.reports.frames import tables_of
from wolkvox_async.reports.lines import lines_of
from wolkvox_async.reports.report import Report
from wolkvox_async.reports.results import Batch
from wolkvox_async.tables.columns import Table

__all__ = ["Job", "OpenSink"]

T = TypeVar("T")
OpenSink = Callable[[BinaryIO, Window], Sink]
"""Makes the sink of a file, of which it gets the window in the operation's wall clock."""

_LOGGER = logging.getLogger("wolkvox_async.export")


class Job:
    """Brings one report's directory up to date. table: None where the server's own records are written."""

    def __init__(
        self,
        report: Report[Any],
        folders: Folders,
        manifest: Manifest,
        table: Table | None,
        open_sink: OpenSink,
        executor: Executor,
        disk: Executor,
        reread: timedelta,
        following: Following | None = None,
    ) -> None:
        self._report, self._folders, self._manifest = report, folders, manifest
        self._table = table
        self._open_sink, self._reread = open_sink, reread
        self._executor, self._disk = executor, disk
        self._following = following
        self._before = report.calls
        self._spent = manifest.calls
        past = report.past()
        self._past = past.naive() if past is not None else None
        self._fetched = self._elsewhere = self._read_windows = 0
        self._without_file = Counter[str]()  # what is noted of windows of this run that have no rows of their own
        self._part: Part | None = None
        self._pending = Pending()
        self._written_names: set[str] = set()
        self._published: list[Published] = []
        self._ended = False
        self._error: WolkvoxError | None = None

    @property
    def folders(self) -> Folders:
        """Where the report's files lie."""
        return self._folders

    @property
    def manifest(self) -> Manifest:
        """What its folder holds now."""
        return self._manifest

    @property
    def without_file(self) -> Mapping[str, int]:
        """What this run has noted of windows that have no rows of their own, by the names of `NOTED`."""
        return dict(self._without_file)

    @property
    def published(self) -> Sequence[Published]:
        """The windows that this run has read and written, in order."""
        return self._published

    def begin(self) -> None:
        """Say what there is to ask for."""
        spans, zone = self._spans, caller_of(self._report).operation.tz
        parts = self._parts(spans, again=self._again(spans))
        plan = self._report.plan(window.within(zone) for part in parts for window in part)
        begun(self._report, plan)

    def fail(self, manifest: Manifest, error: WolkvoxError) -> None:
        """Note that the report's worker could not do it, and what its folder holds now."""
        self.take(manifest, error.at(operation=self._report.operation), whole=True)
        ended(self._report, 0, error)

    def take(
        self,
        manifest: Manifest,
        error: WolkvoxError | None,
        *,
        whole: bool,
        without_file: Mapping[str, int] | None = None,
    ) -> None:
        """Take over what a worker did for this report; its calls and rows follow from the two manifests.

        Args:
            manifest: What its folder holds now.
            error: Why not all of the range is covered.
            whole: Whether the worker came to its end.
            without_file: What it has noted of windows that have no rows of their own.
        """
        self._without_file.update(without_file or {})
        before = {(entry.name, entry.sha256) for entry in self._manifest.files}
        self._fetched = sum(entry.rows for entry in manifest.files if (entry.name, entry.sha256) not in before)
        self._elsewhere = manifest.calls - self._spent
        self._manifest, self._error, self._ended = manifest, error, whole

    async def run(self) -> None:
        """Ask for what is missing; an error of this report is in its outcome, whatever it is."""
        try:
            await self._bring_up_to_date()
        except WolkvoxError as failure:
            self._error = failure
        except OSError as failure:
            self._error = trouble(failure, self._folders.data)
        except Exception as failure:
            _LOGGER.exception("%s", self._report)
            self._error = unexpected(failure)
        if self._manifest.calls != self._spent + self._calls:
            unsaved = await self._save()
            self._error = self._error or unsaved
        if self._error is not None:
            self._error.at(operation=self._report.operation, endpoint=self._report.endpoint.name)
        self._ended = True
        ended(self._report, self._read_windows, self._error)

    @property
    def _spans(self) -> Spans:
        return spans_of(self._report, self._reread, self._following.every if self._following else None)

    def _again(self, spans: Spans) -> bool:
        """Whether the last days are to be read again."""
        return self._following is None or self._following.due(self._manifest, spans)

    def _opened(self, spans: Spans, *, again: bool) -> Manifest:
        return self._manifest.reopened(spans.settled) if again and spans.settled < spans.published else self._manifest

    def _parts(self, spans: Spans, *, again: bool) -> list[list[Window]]:
        """Return the windows to ask, in parts; without `again`, what may still change is left alone."""
        opened, following = self._opened(spans, again=again), self._following
        manifest = opened if again else evolve(opened, reread=())
        if following is None:
            return todo(self._past, manifest, spans)
        joined = following.joined(opened, spans, self._report.endpoint.full) if again else spans
        return todo(following.past(self._past, opened, spans), manifest, joined, daily=True)

    @property
    def _calls(self) -> int:
        return self._elsewhere or self._report.calls - self._before

    # Reading

    async def _bring_up_to_date(self) -> None:
        following, spans = self._following, self._spans
        again = self._again(spans)
        parts = self._parts(spans, again=again)
        self._manifest = self._opened(spans, again=again)
        if following is not None:
            self._past = following.past(self._past, self._manifest, spans)
        try:
            for windows in parts:
                if self._manifest.whole:
                    await self._whole(windows[0], spans)
                else:
                    await self._cut(windows, spans)
        finally:
            await self._in_thread(self._tidy)
        if following is not None and again:
            self._manifest = evolve(self._manifest, trailed=spans.now, calls=self._spent + self._calls)
            await self._in_thread(partial(self._manifest.save, self._folders.state))

    async def _cut(self, windows: Sequence[Window], spans: Spans) -> None:
        async with aclosing(self._written(windows, None)) as written:
            async for last in written:
                left_out = {name: getattr(last, name) for name in NOTED}
                await self._finish(last.window.naive(), spans, provisional=last.provisional, left_out=left_out)

    async def _whole(self, whole: Window, spans: Spans) -> None:
        provisional, left_out = False, Counter[str]()
        async with aclosing(self._written([whole], whole)) as written:
            async for last in written:
                provisional = provisional or last.provisional
                left_out.update({name: getattr(last, name) for name in NOTED})
        await self._finish(whole, spans, provisional=provisional, left_out=left_out)

    async def _written(self, windows: Sequence[Window], whole: Window | None) -> AsyncGenerator[Batch[Any], None]:
        """Yield the last batch of each window, when all rows of the window have gone to the file."""
        zone = caller_of(self._report).operation.tz
        asked = [window.within(zone) for window in windows]
        table = self._table
        lines = self._manifest.identity.format in LINES
        gathering = Gathering(columns=lines)
        if table is None:
            found = lines_of(self._report, asked)
        else:
            found = tables_of(self._report, table, asked, small_as_records=lines)
        async with aclosing(found) as read:
            async for batch in read:
                window = batch.window.naive()
                for rows in gathering.add(batch.rows, last=batch.last):
                    await self._put(rows, window, whole)
                if batch.last:
                    yield batch

    async def _put(self, rows: Gathered, window: Window, whole: Window | None) -> None:
        await self._in_thread(partial(self._write, rows, window, whole or window))
        self._fetched += len(rows)

    # Writing, in a thread

    def _name(self, window: Window) -> str:
        return file_name(window, self._manifest.identity.ending)

    def _temporary(self, name: str) -> Path:
        return self._folders.state / (name + TEMPORARY)

    def _write(self, rows: Gathered, window: Window, of_file: Window) -> None:
        if self._part is None:
            self._part = Part(self._temporary(self._name(of_file)), lambda file: self._open_sink(file, of_file))
        self._part.write(rows.rows, window)

    async def _finish(self, window: Window, spans: Spans, *, provisional: bool, left_out: Mapping[str, int]) -> None:
        changing = spans.settled < min(window.end, spans.published)
        self._read_windows += 1
        read = partial(Read, window, provisional, changing)
        if self._part is not None:
            await self._in_thread(self._part.seal)
        # Another thread waits for the disk, while this one writes for others.
        await to_its_end(self._disk, partial(self._publish, read, window, left_out))

    def _publish(self, read: Callable[[Entry | None], Read], window: Window, left_out: Mapping[str, Any]) -> None:
        """Make the part a whole file and, when it may take the place of older ones, name it in the manifest.

        The manifest goes first: from then on a crash is carried through by the next run, whatever it interrupts.
        """
        entry = None
        if self._part is not None:
            written = self._part.finish()
            entry = Entry(name=self._name(window), window=window, **left_out, **asdict(written))
            self._part = None
        else:
            self._without_file.update(left_out)
        self._pending.reads.append(read(entry))
        replaced = self._pending.replaces(self._manifest, self._written_names)
        if replaced is None:
            return
        after = self._pending.after(self._manifest, replaced, self._spent + self._calls)
        after.save(self._folders.state)
        reads, entries = self._pending.reads, self._pending.entries
        self._manifest, self._pending = after, Pending()
        self._written_names.update(entry.name for entry in entries)
        if after.replaced:
            publish(self._folders, after)
        else:
            for entry in entries:
                self._temporary(entry.name).replace(self._folders.data / entry.name)
            sync_folder(self._folders.data)
        self._published += [self.published_as(read.window, read.entry) for read in reads]

    def published_as(self, window: Window, entry: Entry | None) -> Published:
        """Return a window of the report as those who follow it get it; entry is None where there are no rows."""
        report = self._report
        return Published(
            operation=report.operation,
            endpoint=report.endpoint.name,
            parameters=dict(report.parameters),
            window=window.within(caller_of(report).operation.tz),
            rows=0 if entry is None else entry.rows,
            path=None if entry is None else self._folders.data / entry.name,
            columns=self._table,
        )

    def _tidy(self) -> None:
        """Remove what did not become whole."""
        part, self._part = self._part, None
        if part is not None:
            part.discard()
        for entry in self._pending.entries:
            self._temporary(entry.name).unlink(missing_ok=True)
        self._pending = Pending()

    async def _save(self) -> WolkvoxError | None:
        """Keep the count of calls, also where nothing came of them."""
        self._manifest = evolve(self._manifest, calls=self._spent + self._calls)
        try:
            await self._in_thread(partial(self._manifest.save, self._folders.state))
        except OSError as failure:
            return trouble(failure, self._folders.state)
        return None

    async def _in_thread(self, step: Callable[[], T]) -> T:
        return await to_its_end(self._executor, step)

    @property
    def outcome(self) -> ReportOutcome:
        """What became of the report, also where it is under way still, or was stopped."""
        manifest, past, zone = self._manifest, self._past, caller_of(self._report).operation.tz
        covered: list[Window] = []
        provisional: list[Window] = []
        files: list[Entry] = []
        if past is not None and manifest.whole:
            asked = [past] if self._following is None else days_of(past)
            covered, provisional = (
                [each for each in of if each in asked] for of in (manifest.covered, manifest.provisional)
            )
            files = [entry for entry in manifest.files if entry.window in asked]
        elif past is not None:
            covered, provisional = clip(manifest.covered, past), clip(manifest.provisional, past)
            files = manifest.inside(past)
        return ReportOutcome(
            operation=self._report.operation,
            endpoint=self._report.endpoint.name,
            parameters=dict(self._report.parameters),
            rows=sum(entry.rows for entry in files),
            fetched=self._fetched,
            **{name: sum(getattr(entry, name) for entry in files) + self._without_file[name] for name in NOTED},
            calls=self._calls,
            files=tuple(self._folders.data / entry.name for entry in files),
            covered=tuple(window.within(zone) for window in merge(covered)),
            provisional=tuple(window.within(zone) for window in merge(provisional)),
            error=self._error,
            stopped=not self._ended,
            asked=self._report.range,
            dated_by=dated_by(self._report),
        )
