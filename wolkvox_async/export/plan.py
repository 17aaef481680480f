"""Where a report's files lie, and which windows are still to be asked.

Two manners. Events and buckets are *cut*: a file a window, what is covered is asked no more, and what was read within
20 minutes of its end is provisional: asked again by the next run. So that little is asked again, windows are cut
there. Totals and reports that must not be cut are *whole*: one file for the range that was asked. When the range is
another one it is asked anew, and files of ranges that lie inside the new one give way to it; those of other ranges
stay, each a result of its own.
"""

import re
from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import quote
from zoneinfo import ZoneInfo

from wolkvox_async import limits
from wolkvox_async.calls.executor import Caller
from wolkvox_async.core.endpoint import Buckets, Events, Totals
from wolkvox_async.core.windows import Window, gaps, merge
from wolkvox_async.errors import ConfigurationError
from wolkvox_async.export.manifest import Identity, Manifest, clip, overlap
from wolkvox_async.reports.report import Report

__all__ = ["caller_of", "check_edges", "folder_of", "identity_of", "is_whole", "settled_before", "todo"]

_PLAIN = "".join(map(chr, range(33, 127))).translate(dict.fromkeys(map(ord, '%/\\:*?"<>|,=~')))
_RESERVED = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\..*)?", re.IGNORECASE)


def caller_of(report: Report[Any]) -> Caller:
    return report._caller  # noqa: SLF001 - an export is the report's own way to files


def _safe(name: str) -> str:
    """Return a name that every file system takes; distinct names stay distinct."""
    name = quote(name, safe=_PLAIN)
    if _RESERVED.fullmatch(name) or name.startswith("."):
        name = f"%{ord(name[0]):02X}{name[1:]}"
    return name[:-1] + "%2E" if name.endswith(".") else name


def _texts(report: Report[Any]) -> dict[str, str]:
    asked = {"by": report.by} if report.by else {}  # rows asked day by day are others than those of a month
    return asked | {name: str(report.parameters[name]) for name in sorted(report.parameters)}


def folder_of(report: Report[Any], to: Path) -> Path:
    """Return a report's directory: operation / endpoint / parameters, "all" where it has none."""
    pairs = (f"{_safe(name)}={_safe(value)}" for name, value in _texts(report).items())
    return to / _safe(report.operation) / _safe(report.endpoint.name) / (",".join(pairs) or "all")


def identity_of(report: Report[Any], format_: str) -> Identity:
    operation = caller_of(report).operation
    return Identity(
        operation=operation.name,
        server=operation.server,
        time_zone=str(operation.tz),
        endpoint=report.endpoint.name,
        parameters=_texts(report),
        format=format_,
    )


def is_whole(report: Report[Any]) -> bool:
    rows = report.endpoint.rows
    return isinstance(rows, Totals) or (isinstance(rows, Events) and not rows.split)


def _grain(report: Report[Any], least: timedelta) -> timedelta:
    rows = report.endpoint.rows
    return max(least, rows.span) if isinstance(rows, Buckets) else least


def _floor(moment: datetime, grain: timedelta) -> datetime:
    midnight = datetime.combine(moment.date(), time())
    return midnight + (moment - midnight) // grain * grain


def check_edges(report: Report[Any]) -> None:
    """Refuse a range that cuts a bucket: the row of half an hour cannot be completed by the next run."""
    grain = _grain(report, limits.GRAIN)
    for name, edge in (("start", report.range.start), ("end", report.range.end)):
        if (near := _floor(edge, grain)) != edge:
            raise ConfigurationError(
                f"{name} {edge.isoformat(' ')} lies inside a row of this report, which spans {grain}",
                advice=f"give {near.isoformat(' ')} or {(near + grain).isoformat(' ')}",
            ).at(operation=report.operation, endpoint=report.endpoint.name)


def settled_before(now: float, zone: ZoneInfo, grain: timedelta) -> datetime:
    """Return the wall clock before which nothing can be added any more: 20 minutes ago, a full minute or bucket.

    In the first pass of an hour that is repeated when summer time ends, the second is still to come.
    """
    local = (datetime.fromtimestamp(now, UTC) - limits.PUBLICATION_DELAY).astimezone(zone)
    wall = local.replace(tzinfo=None, fold=0)
    if local.fold == 0:
        first, second = local.utcoffset(), local.replace(fold=1).utcoffset()
        wall -= (first or timedelta()) - (second or timedelta())
    return _floor(wall, grain)


def todo(report: Report[Any], manifest: Manifest, now: float) -> tuple[datetime, list[list[Window]]]:
    """Return the cut and the windows to ask: the settled ones, then those that stay provisional.

    A file that is to be replaced is read again from end to end, also where it reaches beyond the range.
    """
    grain = _grain(report, timedelta(minutes=1))
    cut = settled_before(now, caller_of(report).operation.tz, grain)
    if manifest.whole:
        return cut, [] if report.range in manifest.settled else [[report.range]]
    stale = [entry.window for entry in manifest.stale() if overlap(entry.window, report.range)]
    missing = merge([*gaps(report.range, manifest.settled), *stale])
    first, last = datetime.min, datetime.max  # noqa: DTZ901 - the wall clock's own ends
    parts = [clip(missing, Window(first, cut)), clip(missing, Window(cut, last))]
    return cut, [part for part in parts if part]
