"""All reports of an export at once, in one directory that no other run writes to."""

import asyncio
import logging
from collections import Counter
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from typing import Any, BinaryIO

from wolkvox_async.core.arguments import nearest
from wolkvox_async.errors import ConfigurationError
from wolkvox_async.export.files import fresh_folder, sweep, trouble
from wolkvox_async.export.job import Job
from wolkvox_async.export.lock import locked
from wolkvox_async.export.manifest import Entry, Manifest
from wolkvox_async.export.outcome import Outcome, ReportOutcome
from wolkvox_async.export.parquet import Budget, Parquet, pyarrow
from wolkvox_async.export.plan import caller_of, check_edges, folder_of, identity_of, is_whole
from wolkvox_async.export.sinks import FORMATS, Csv, Format, Ndjson, Sink
from wolkvox_async.export.table import table_of
from wolkvox_async.reports.report import Report

__all__ = ["export"]

_AT_ONCE = 64  # reports; each may hold a window in the making
_LOGGER = logging.getLogger("wolkvox_async.export")


async def export(reports: Sequence[Report[Any]], *, to: Path, format: Format) -> Outcome:  # noqa: A002
    """Write reports to files under a directory; run again, it asks only for what is missing.

    Each report has a directory of its own, a file a window, and a manifest that says what is there. A report that
    fails stops no other: its error is in the outcome. Cancelled or killed, what was read stays, and the next run
    goes on from there. Raises ConfigurationError before the first call, where the directory is in use or holds
    something else.
    """
    if format not in FORMATS:
        raise ConfigurationError(f"unknown format {format!r}", advice=nearest(format, FORMATS))
    if format == "parquet":
        pyarrow()
    for report in reports:
        check_edges(report)
    folders = _folders(reports, to)
    fresh_folder(to)
    # One thread: what is blocking needs one beside the loop, and its steps stay in order.
    with locked(to), ThreadPoolExecutor(1, thread_name_prefix="wolkvox-export") as executor:
        open_manifests = partial(_manifests, reports, folders, format)
        manifests = await asyncio.get_running_loop().run_in_executor(executor, open_manifests)
        budget = Budget()
        jobs = [
            Job(report, folder, manifest, _opener(report, format, budget), executor)
            for report, folder, manifest in zip(reports, folders, manifests, strict=True)
        ]
        return Outcome(tuple(await _all(jobs)))


async def _all(jobs: Sequence[Job]) -> list[ReportOutcome]:
    turn = asyncio.Semaphore(_AT_ONCE)

    async def run(job: Job) -> ReportOutcome:
        async with turn:
            return await job.run()

    tasks = [asyncio.ensure_future(run(job)) for job in jobs]
    try:
        return await asyncio.gather(*tasks)
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


def _folders(reports: Sequence[Report[Any]], to: Path) -> list[Path]:
    """Return a directory for each; upper and lower case are one name to some file systems."""
    folders = [folder_of(report, to) for report in reports]
    for name, count in Counter(str(folder).casefold() for folder in folders).items():
        if count > 1:
            twice = next(folder for folder in folders if str(folder).casefold() == name)
            raise ConfigurationError(
                f"{count} of the reports would write to {twice}", advice="export them one after the other"
            )
    return folders


def _manifests(reports: Sequence[Report[Any]], folders: Sequence[Path], format_: Format) -> list[Manifest]:
    """Read all manifests before anything is touched, then make the directories ready."""
    manifests = [
        Manifest.load(folder, identity_of(report, format_), whole=is_whole(report))
        for report, folder in zip(reports, folders, strict=True)
    ]
    return [_ready(folder, manifest) for folder, manifest in zip(folders, manifests, strict=True)]


def _ready(folder: Path, manifest: Manifest) -> Manifest:
    """Remove what a crash has left, and forget the files that are not what the manifest says."""
    fresh_folder(folder)
    lost = [entry for entry in manifest.files if not _is_there(folder, entry)]
    for entry in lost:
        _LOGGER.warning("%s is gone or changed: its window is asked again", folder / entry.name)
    known = manifest.without(lost) if lost else manifest
    try:
        sweep(folder, {entry.name for entry in known.files})
    except OSError as error:
        raise trouble(error, folder) from None
    return known


def _is_there(folder: Path, entry: Entry) -> bool:
    try:
        return (folder / entry.name).stat().st_size == entry.size
    except FileNotFoundError:
        return False


def _opener(report: Report[Any], format_: Format, budget: Budget) -> Callable[[BinaryIO], Sink]:
    table = table_of(report.endpoint, caller_of(report).operation.tz)
    match format_:
        case "parquet":
            return partial(Parquet, table=table, budget=budget)
        case "ndjson":
            return partial(Ndjson, table=table)
        case "csv":
            return partial(Csv, table=table)
