"""A shard: some operations' reports as a value that can be pickled, with a `run()` that exports them.

Any engine that runs functions elsewhere can run it: the standard's executors, Dask, or a map of Airflow, Spark or Ray.
What it needs there are this package, the export's directory under the same path, and the store. It opens a fleet of its
own. Where the fleet came from a file or the environment, that is read again where the shard runs, and no token is in
it; where it was made of `Operation` values, the pickled shard holds the tokens of its operations.

`run_folder` says how shards are kept apart and how they learn that they are to end.
"""

import asyncio
import platform
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any, Literal

from attrs import field, frozen

from wolkvox_async import catalogue, limits
from wolkvox_async.calls.tasks import cancel
from wolkvox_async.errors import ConfigurationError, FolderLocked, WolkvoxError
from wolkvox_async.export.event_log import EventLog
from wolkvox_async.export.layout import caller_of
from wolkvox_async.export.manifest import Identity, Manifest
from wolkvox_async.export.run import Export
from wolkvox_async.export.run_folder import RunFolder
from wolkvox_async.export.workers import asked_to_stop
from wolkvox_async.locks import FileLock, Held
from wolkvox_async.reports.fan_in import unexpected
from wolkvox_async.reports.report import Report
from wolkvox_async.secrecy import without_frames

__all__ = ["Asked", "Returned", "ReturnedReport", "Shard", "prepared"]

_LOOK_SECONDS = 0.2  # between two looks at the file, and two flushes of the event log


@frozen(kw_only=True)
class Asked:
    """A report as plain values."""

    operation: str
    endpoint: str
    parameters: Mapping[str, Any]
    start: datetime
    end: datetime
    by: Literal["day"] | None
    quota_share: float
    max_wait: float

    @classmethod
    def of(cls, report: Report[Any]) -> "Asked":
        """Return what makes this report again."""
        return cls(
            operation=report.operation,
            endpoint=report.endpoint.name,
            parameters=report.parameters,
            start=report.range.start,
            end=report.range.end,
            by=report.by,
            quota_share=caller_of(report).quota_share,
            max_wait=caller_of(report).max_wait,
        )

    def report(self, fleet: Any) -> Report[Any]:
        """Return the report of a fleet."""
        client = fleet[self.operation].with_options(lane="bulk", quota_share=self.quota_share, max_wait=self.max_wait)
        report: Report[Any] = client.report(
            self.endpoint, start=self.start, end=self.end, by=self.by, **self.parameters
        )
        return report


@frozen(kw_only=True)
class ReturnedReport:
    """What a shard did for a report.

    Attributes:
        identity: Of the report.
        manifest: What its folder holds now.
        error: Why not all of the range is covered.
        without_file: What was noted of windows that have no rows of their own.
    """

    identity: Identity
    manifest: Manifest
    error: WolkvoxError | None = None
    without_file: Mapping[str, int] = field(factory=dict)


@frozen(kw_only=True)
class Returned:
    """What a shard comes back with.

    Attributes:
        reports: In the order of what was asked; None where the shard ended before they were begun.
        notes: What was found in the directory.
        error: Why nothing was begun.
        stopped: Whether it ended early, as it was asked to.
    """

    reports: tuple[ReturnedReport, ...] = ()
    notes: tuple[str, ...] = ()
    error: WolkvoxError | None = None
    stopped: bool = False


@frozen(kw_only=True)
class Shard:
    """Some operations' reports, to be exported by one worker; a value that can be pickled.

    Attributes:
        number: From 0, in its run.
        asked: The reports.
        to: The directory of the export.
        run_id: Of the run, which names the directory of its locks and logs.
        host: The only host it may run on, where the store is a file of it; "" for any.
        choices: How files are written, as `Export` takes it.
        open_fleet: Makes the fleet, given a listener.
    """

    number: int
    asked: tuple[Asked, ...]
    to: Path
    run_id: str
    host: str = ""
    choices: Mapping[str, Any] = field(factory=dict)
    open_fleet: Callable[..., Any] = field(repr=False)

    @property
    def operations(self) -> tuple[str, ...]:
        """Names of its operations."""
        return tuple(dict.fromkeys(each.operation for each in self.asked))

    def __repr__(self) -> str:
        return f"<Shard {self.number} {' '.join(self.operations)} {self.to}>"

    def run(self) -> Returned:
        """Export its reports, and return what there is now; errors are in what is returned.

        It runs an event loop of its own, so it wants a thread or a process without one.
        """
        try:
            return asyncio.run(self._work())
        except WolkvoxError as error:
            return Returned(error=without_frames(error))
        except Exception as error:  # noqa: BLE001 - whatever engine runs it must not take a defect for a lost worker
            return Returned(error=without_frames(unexpected(error)))

    @property
    def _folder(self) -> RunFolder:
        return RunFolder(self.to, self.run_id)

    async def _work(self) -> Returned:
        if self.host and self.host != platform.node():
            raise ConfigurationError(
                f"the store of permits and quota is a file of {self.host}, and this worker is on {platform.node()}",
                advice="let the workers share a Redis: store = redis://…",
            )
        if not self._wanted():
            return Returned(stopped=True)
        log = EventLog(self._folder.new_log(self.number))
        try:
            with await self._lock():
                return await self._export(log)
        finally:
            log.close()

    async def _lock(self) -> FileLock:
        """Return the shard's lock; a worker that was given up and still ends its calls may have it for a while."""
        path = self._folder.lock(self.number)
        until = time.monotonic() + limits.STOP_SECONDS
        while True:
            try:
                return FileLock(path)
            except Held as held:
                if time.monotonic() > until:
                    raise FolderLocked(
                        f"{self} is still at work in process {held.holder}", advice="run the same command again"
                    ) from None
            await asyncio.sleep(_LOOK_SECONDS)

    async def _export(self, log: EventLog) -> Returned:
        async with self.open_fleet(listener=log) as fleet:
            reports = [each.report(fleet) for each in self.asked]
            export = Export(reports, to=self.to, lock=_unlocked, **self.choices)
            work = asyncio.ensure_future(export.run())
            watch = asyncio.ensure_future(self._until_unwanted(log))
            try:
                await asyncio.wait({work, watch}, return_when=asyncio.FIRST_COMPLETED)
                stopped = not work.done()
            finally:
                await cancel([work, watch])
            if not work.cancelled() and (error := work.exception()) is not None:
                raise error
            return _returned(export, stopped=stopped)

    async def _until_unwanted(self, log: EventLog) -> None:
        while self._wanted():
            log.flush()
            await asyncio.sleep(_LOOK_SECONDS)

    def _wanted(self) -> bool:
        return not asked_to_stop() and self._folder.is_wanted()


def _returned(export: Export, *, stopped: bool) -> Returned:
    outcomes = export.outcome.reports
    return Returned(
        reports=tuple(
            ReturnedReport(
                identity=job.manifest.identity,
                manifest=job.manifest,
                error=None if outcome.error is None else without_frames(outcome.error),
                without_file=job.without_file,
            )
            for job, outcome in zip(export.jobs, outcomes, strict=True)
        ),
        notes=export.outcome.notes,
        stopped=stopped,
    )


def prepared(_open_fleet: Callable[..., Any]) -> None:
    """Read the catalogue; what opens the fleet of a shard has been imported with this, as its argument."""
    catalogue.entries()


@contextmanager
def _unlocked(_folder: Path) -> Iterator[None]:
    """Take no lock: the process that dealt out the shards has the directory's."""
    yield
