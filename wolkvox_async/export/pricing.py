"""What a directory lacks, and the calls that it costs; nothing is written, and no call is made."""

from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path
from typing import Any

from attrs import evolve

from wolkvox_async.export.files import MANIFEST
from wolkvox_async.export.layout import Choices, Folders, caller_of, folders_of, identity_of, is_whole
from wolkvox_async.export.manifest import Entry, Manifest, read
from wolkvox_async.export.plan import check_edges, spans_of, todo
from wolkvox_async.reports.report import Report
from wolkvox_async.reports.results import Plan

__all__ = ["missing"]


def missing(reports: Sequence[Report[Any]], to: Path, reread: timedelta | None = None) -> list[Plan]:
    """Return what an export of these reports to a directory would ask for, report by report.

    Args:
        reports: What is to be exported.
        to: The directory, which need not be there yet.
        reread: As an export takes it.

    Raises:
        ConfigurationError: A manifest is damaged, a newer version's, or of another operation or server.
    """
    return [_missing(report, folders_of(report, to), reread) for report in reports]


def _missing(report: Report[Any], place: Folders, reread: timedelta | None) -> Plan:
    check_edges(report)
    past = report.past()
    manifest = _manifest(report, place)
    spans = spans_of(report, report.endpoint.reread if reread is None else reread)
    if spans.settled < spans.published:
        manifest = manifest.reopened(spans.settled)
    zone = caller_of(report).operation.tz
    parts = todo(None if past is None else past.naive(), manifest, spans)
    return report.plan(window.within(zone) for part in parts for window in part)


def _manifest(report: Report[Any], place: Folders) -> Manifest:
    """Return what is there, without the files that are gone; format, zone and columns are as they are there."""
    identity = identity_of(report, Choices())
    document = read(place.state / MANIFEST)
    if document is None:
        return Manifest(identity=identity, whole=is_whole(report))
    chosen: dict[str, Any] = {name: document.get(name) for name in ("format", "zone")}
    chosen["columns"] = tuple(document.get("columns") or ())
    manifest = Manifest.of(document, place.state / MANIFEST, evolve(identity, **chosen))
    lost = [entry for entry in manifest.files if not _is_there(place.data / entry.name, entry)]
    return manifest.without(lost) if lost else manifest


def _is_there(path: Path, entry: Entry) -> bool:
    try:
        return path.stat().st_size == entry.size
    except FileNotFoundError:
        return False
