"""All reports of an export at once, in one directory that no other run writes to."""

import asyncio
from collections import Counter
from collections.abc import AsyncGenerator, Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, asynccontextmanager
from datetime import timedelta, tzinfo
from functools import partial
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from wolkvox_async.calls.tasks import cancel
from wolkvox_async.errors import ConfigurationError
from wolkvox_async.export.files import fresh_folder
from wolkvox_async.export.folders import Elsewhere, made_ready
from wolkvox_async.export.formats import load, need, opener
from wolkvox_async.export.job import Job
from wolkvox_async.export.layout import (
    Choices,
    Columns,
    caller_of,
    folders_of,
    identity_of,
    leading_columns,
    says_days,
)
from wolkvox_async.export.lock import locked
from wolkvox_async.export.manifest import Identity
from wolkvox_async.export.outcome import Outcome, Published
from wolkvox_async.export.parquet import Budget
from wolkvox_async.export.plan import Following, check_edges, refuse_merged
from wolkvox_async.export.sinks import Format
from wolkvox_async.reports.report import Report
from wolkvox_async.tables.columns import Table, table_of

__all__ = ["Export", "export"]

_DISK_WAITS = 4  # files that are forced to the disk at once; each is a wait, and hardly any work
_AT_ONCE = 64  # reports; each may hold a window in the making


class Export:
    """An export of reports to files under a directory; run again, it asks only for what is missing.

    Each report has a folder of its own, a file a window, and a manifest that says what is there. A report that fails
    stops no other: its error is in the outcome. Cancelled or killed, what was read stays, and the next run goes on from
    there.

    Args:
        reports: What to export.
        to: The directory.
        format: parquet, ndjson, csv or xlsx.
        raw: Of ndjson, whether its lines are the server's own records, as they came.
        excel: Of csv, whether it is written for Excel.
        zone: The zone in which moments are written: an IANA name, or "operation" for each operation's own. None: UTC,
            and the operation's with `excel` and xlsx.
        columns: What stands before the rows' own columns: "operation", "parameters", both or none. None: both, and none
            with `raw`.
        reread: How far back what was read before is read again, for rows that change later; None takes what is known of
            each report.
        adopt_first_version: Whether folders of the first version, which did not record the server's address, are taken
            for the address that is asked.
        elsewhere: Says of a file that is not in the directory whether its rows are kept elsewhere; without it, the
            window of such a file is asked again.
        lock: Holds the directory; shards leave that to the process that dealt them out.
        following: How the reports are read by a run that is made again and again, None by one that stands alone.
    """

    def __init__(
        self,
        reports: Sequence[Report[Any]],
        *,
        to: Path,
        format: Format = "parquet",  # noqa: A002 - the word for it
        raw: bool = False,
        excel: bool = False,
        zone: str | None = None,
        columns: Columns | Sequence[Columns] | None = None,
        reread: timedelta | None = None,
        adopt_first_version: bool = False,
        elsewhere: Elsewhere | None = None,
        lock: Callable[[Path], AbstractContextManager[None]] = locked,
        following: Following | None = None,
    ) -> None:
        if reread is not None and reread < timedelta():
            raise ConfigurationError(f"reread is {reread}", advice="give how far back, e.g. timedelta(days=3)")
        self._reports, self._to, self._reread = reports, to, reread
        self._choices = Choices(
            format=format, raw=raw, excel=excel, zone=zone, columns=columns, daily=following is not None
        )
        self._adopt, self._elsewhere, self._lock = adopt_first_version, elsewhere, lock
        self._following = following
        self._jobs: list[Job] = []
        self._notes: list[str] = []

    @property
    def outcome(self) -> Outcome:
        """What has been done so far: after a cancellation too."""
        return Outcome(tuple(job.outcome for job in self._jobs), tuple(self._notes))

    @property
    def reports(self) -> Sequence[Report[Any]]:
        """What is exported."""
        return self._reports

    @property
    def to(self) -> Path:
        """The directory."""
        return self._to

    @property
    def choices(self) -> Mapping[str, Any]:
        """How files are written, by the names of the arguments."""
        return {**self._choices.arguments, "reread": self._reread, "adopt_first_version": self._adopt}

    @property
    def jobs(self) -> Sequence[Job]:
        """What each report's folders hold now, in the order of the reports."""
        return self._jobs

    @property
    def published(self) -> Sequence[Published]:
        """The windows that this run has read and written, report by report."""
        return [each for job in self._jobs for each in job.published]

    async def run(self) -> Outcome:
        """Bring all files up to date.

        Raises:
            ConfigurationError: Before the first call: the directory holds something else.
            FolderLocked: Another export writes to the directory.
        """
        async with self.ready() as jobs:
            for job in jobs:
                job.begin()
            await _all(jobs)
        return self.outcome

    @asynccontextmanager
    async def ready(self) -> AsyncGenerator[Sequence[Job], None]:
        """Hold the directory, with all folders made ready, and give the jobs that bring them up to date.

        Raises:
            ConfigurationError: The directory holds something else.
            FolderLocked: Another export writes to the directory.
        """
        need(self._choices)
        for report in self._reports:
            check_edges(report)
            if self._choices.raw:
                refuse_merged(report)
        folders = [folders_of(report, self._to) for report in self._reports]
        self._refuse_shared([each.data for each in folders])
        fresh_folder(self._to)
        # One thread writes, beside the loop; others wait for the disk, each for another report.
        with (
            self._lock(self._to),
            ThreadPoolExecutor(1, thread_name_prefix="wolkvox-export") as executor,
            ThreadPoolExecutor(_DISK_WAITS, thread_name_prefix="wolkvox-disk") as disk,
        ):
            identities = [identity_of(report, self._choices) for report in self._reports]
            tables = [self._table(report, identity) for report, identity in zip(self._reports, identities, strict=True)]
            ready = partial(
                made_ready,
                self._reports,
                folders,
                identities,
                tables,
                self._to,
                self._notes.append,
                adopt=self._adopt,
                elsewhere=self._elsewhere,
            )
            loop = asyncio.get_running_loop()
            manifests = await loop.run_in_executor(executor, ready)
            executor.submit(load, self._choices)  # while calls begin; where it fails, opening a file fails as well
            budget = Budget()
            self._jobs = [
                Job(
                    report,
                    place,
                    manifest,
                    None if self._choices.raw else table,
                    opener(table, manifest, budget),
                    executor,
                    disk,
                    self._span(report),
                    self._following,
                )
                for report, place, manifest, table in zip(self._reports, folders, manifests, tables, strict=True)
            ]
            yield self._jobs

    def _span(self, report: Report[Any]) -> timedelta:
        return report.endpoint.reread if self._reread is None else self._reread

    def _table(self, report: Report[Any], identity: Identity) -> Table:
        source: tzinfo = caller_of(report).operation.tz
        return table_of(
            report.endpoint,
            source,
            zone=ZoneInfo(identity.zone),
            leading=leading_columns(report, self._choices),
            windowed=says_days(report, self._choices),
        )

    def _refuse_shared(self, folders: Sequence[Path]) -> None:
        for folder, count in Counter(folders).items():
            if count > 1:
                raise ConfigurationError(
                    f"{count} of the reports would write to {folder}", advice="export them one after the other"
                )


async def export(reports: Sequence[Report[Any]], *, to: Path, **choices: Any) -> Outcome:
    """Write reports to files under a directory, and return what was done; see `Export`.

    Raises:
        ConfigurationError: There is no report, or what `Export.run` raises.
    """
    if not reports:
        raise ConfigurationError("no report is named", advice="name one or more")
    return await Export(reports, to=to, **choices).run()


async def _all(jobs: Sequence[Job]) -> None:
    under_way = asyncio.Semaphore(_AT_ONCE)

    async def run(job: Job) -> None:
        async with under_way:
            await job.run()

    tasks = [asyncio.ensure_future(run(job)) for job in jobs]
    try:
        await asyncio.gather(*tasks)
    finally:
        await cancel(tasks)
