"""A dlt source, for those who run dlt themselves: reports as resources, with what is covered in dlt's own state.

    pipeline = dlt.pipeline("calls", destination="duckdb", dataset_name="wolkvox")
    pipeline.run(source(lambda: Fleet.from_toml("wolkvox.toml"), ["cdr_1"], start=date(2025, 1, 1), end=tomorrow))

A run asks only for what the state does not have. Rows are replaced by whole windows, as `fleet.load` does it.
"""

import asyncio
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime, timedelta
from functools import partial
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory
from typing import Any
from zoneinfo import ZoneInfo

from attrs import frozen

from wolkvox_async.core import moments
from wolkvox_async.endpoints import find
from wolkvox_async.errors import ConfigurationError, PartialFailure
from wolkvox_async.export.files import fresh_folder
from wolkvox_async.export.layout import Choices, Folders, folders_of, identity_of
from wolkvox_async.export.manifest import Entry, Manifest
from wolkvox_async.export.run import Export
from wolkvox_async.load.destinations import dlt_module
from wolkvox_async.load.tables import KEY, REMOVED, key_of, removals, table_name, tables_of
from wolkvox_async.reports.report import Report

__all__ = ["source"]

_STATE = "manifests"


def source(
    fleet: Callable[[], Any],
    names: str | Sequence[str],
    *,
    start: date | datetime,
    end: date | datetime,
    reread: timedelta | None = None,
    quota_share: float | None = None,
    operations: str | Iterable[str] | None = None,
    partial_is_fine: bool = False,
    name: str = "wolkvox",
    **given: Any,
) -> Any:
    """Return a dlt source with one resource a report, such as `reports_cdr_1`.

    Args:
        fleet: Makes the fleet, e.g. `lambda: Fleet.from_toml("wolkvox.toml")`; each resource opens and closes one.
        names: Of the reports, e.g. `reports.cdr_1` or `cdr_1`; or one name.
        start: Of the range, inclusive.
        end: Of the range, exclusive; what is to come is not asked for.
        reread: How far back what was read before is read again; None takes what is known of each report.
        quota_share: Share of each operation's daily quota beyond which no call is made; None: all of it.
        operations: Their names; all of the fleet if not given.
        partial_is_fine: Whether the run loads what was read where an operation failed, and says so in the log alone;
            else it fails, and nothing of that report is loaded.
        name: Of the source, and so of its state and schema.
        **given: Parameters of the reports, over those of the file.

    Returns:
        A DltSource. Its resources merge by `_wolkvox_window`; a destination must have the strategy delete-insert.

    Raises:
        ConfigurationError: dlt is not installed, a report is unknown, or end is not after start.
    """
    dlt = dlt_module()
    endpoints = list(dict.fromkeys(find(each).name for each in ([names] if isinstance(names, str) else names)))
    if not endpoints:
        raise ConfigurationError("no report is named", advice='give one or more, as in ["reports.cdr_1"]')
    moments.range_of(start, end, ZoneInfo("UTC"))
    choices: dict[str, Any] = {"start": start, "end": end, "operations": operations, "quota_share": quota_share}

    def rows(endpoint: str) -> Iterator[Any]:
        state = dlt.current.resource_state()
        kept: Mapping[str, Any] = state.get(_STATE, {})
        with TemporaryDirectory(prefix="wolkvox-dlt-") as folder:
            reading = partial(_read, fleet, endpoint, Path(folder), kept, reread, {**choices, **given})
            with ThreadPoolExecutor(1, thread_name_prefix="wolkvox-dlt") as executor:  # a notebook has a loop already
                done = executor.submit(lambda: asyncio.run(reading(strict=not partial_is_fine))).result()
            for each in done:
                for entry in each.new:
                    yield from tables_of(each.folders.data / entry.name, key_of(each.name, entry))
                if each.removed:
                    yield removals(each.removed)
            state[_STATE] = {**kept, **{each.name: each.manifest.document() for each in done}}

    def resources() -> list[Any]:
        return [
            dlt.resource(
                rows,
                name=table_name(endpoint),
                write_disposition={"disposition": "merge", "strategy": "delete-insert"},
                merge_key=KEY,
                columns={REMOVED: {"data_type": "bool", "hard_delete": True}},
            )(endpoint)
            for endpoint in endpoints
        ]

    return dlt.source(resources, name=name)()


@frozen(kw_only=True)
class _Done:
    """One report: what its window names begin with, what was read, and the names of the windows that it replaces."""

    name: str
    folders: Folders
    manifest: Manifest
    new: Sequence[Entry]
    removed: Sequence[str]


async def _read(
    fleet: Callable[[], Any],
    endpoint: str,
    folder: Path,
    kept: Mapping[str, Any],
    reread: timedelta | None,
    asked: Mapping[str, Any],
    *,
    strict: bool,
) -> list[_Done]:
    async with fleet() as opened:
        reports: list[Report[Any]] = opened.reports(endpoint, lane="bulk", **asked)
        before = [_before(report, folder, kept) for report in reports]
        loaded = {
            (place.data, entry.name) for place, manifest in before if manifest is not None for entry in manifest.files
        }
        export = Export(
            reports, to=folder, reread=reread, elsewhere=lambda place, entry: (place.data, entry.name) in loaded
        )
        outcome = await export.run()
        failures = {**opened.unusable(asked["operations"]), **outcome.failures}
    if failures and strict:
        raise PartialFailure.of(failures, len({*failures, *(report.operation for report in reports)}))
    return [
        _done(_name(place, folder), job.folders, job.manifest, manifest)
        for (place, manifest), job in zip(before, export.jobs, strict=True)
    ]


def _name(place: Folders, folder: Path) -> str:
    return PurePosixPath(place.data.relative_to(folder)).as_posix()


def _before(report: Report[Any], folder: Path, kept: Mapping[str, Any]) -> tuple[Folders, Manifest | None]:
    """Put down what the state has of a report, so that the export goes on from it."""
    place = folders_of(report, folder)
    document = kept.get(_name(place, folder))
    if document is None:
        return place, None
    manifest = Manifest.of(document, Path("dlt") / _name(place, folder), identity_of(report, Choices()))
    fresh_folder(place.data)
    fresh_folder(place.state)
    manifest.save(place.state)
    return place, manifest


def _done(name: str, folders: Folders, manifest: Manifest, before: Manifest | None) -> _Done:
    old = set() if before is None else {key_of(name, entry) for entry in before.files}
    now = {key_of(name, entry): entry for entry in manifest.files}
    return _Done(
        name=name,
        folders=folders,
        manifest=manifest,
        new=[entry for key, entry in now.items() if key not in old],
        removed=sorted(old - now.keys()),
    )
