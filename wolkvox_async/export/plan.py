"""Which windows are still to be asked.

Two manners. Events and buckets are *cut*: a file a window, and what is covered is asked no more. Totals and reports
that must not be cut are *whole*: one file for the range that was asked. When the range is another one it is asked
again, and files of ranges that lie inside the new one give way to it; those of other ranges stay, each a result of its
own.

Three spans of time end at now. Rows of the last 20 minutes may not be published yet: such a window is provisional. Rows
of the look-back are published and may still change: such a window is read again once it is older. What is later than
now is not asked for. Windows are cut where these spans begin, so that little is asked again.
"""

from datetime import UTC, datetime, time, timedelta
from itertools import pairwise
from typing import Any
from zoneinfo import ZoneInfo

from attrs import frozen

from wolkvox_async import limits
from wolkvox_async.core.endpoint import Buckets
from wolkvox_async.core.windows import Window, gaps, merge
from wolkvox_async.errors import ConfigurationError
from wolkvox_async.export.layout import caller_of, is_whole
from wolkvox_async.export.manifest import Manifest, clip, overlap
from wolkvox_async.reports.report import Report

__all__ = ["Spans", "check_edges", "settled_before", "spans_of", "todo"]

_DAY = timedelta(days=1)
_FIRST = datetime.min  # noqa: DTZ901 - the wall clock's own beginning


@frozen
class Spans:
    """Moments of the operation's wall clock, in order: settled <= published <= now."""

    settled: datetime
    """Rows before it change no more."""
    published: datetime
    """Rows before it are all there."""
    now: datetime
    """No row is later; the end of the bucket that is now under way."""


def _grain(report: Report[Any], least: timedelta) -> timedelta:
    rows = report.endpoint.rows
    if not isinstance(rows, Buckets):
        return least
    daily = report.by == "day" or (not rows.dated and report.endpoint.window <= _DAY)
    return max(least, _DAY if daily else rows.span)


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


def _shift(local: datetime) -> timedelta:
    """Return by how much the wall clock goes back in the hour that is repeated when summer time ends, else 0."""
    first, second = local.replace(fold=0).utcoffset(), local.replace(fold=1).utcoffset()
    return max((first or timedelta()) - (second or timedelta()), timedelta())


def settled_before(now: float, zone: ZoneInfo, grain: timedelta, *, delay: timedelta | None = None) -> datetime:
    """Return the wall clock before which nothing is added any more, a full minute or bucket.

    In the first pass of an hour that is repeated when summer time ends, the second is still to come.

    Args:
        now: Seconds since the epoch.
        zone: The operation's.
        grain: The span of a bucket.
        delay: How long ago that is; 20 minutes if not given.
    """
    ago = limits.PUBLICATION_DELAY if delay is None else delay
    local = (datetime.fromtimestamp(now, UTC) - ago).astimezone(zone)
    wall = local.replace(tzinfo=None, fold=0)
    return _floor(wall if local.fold else wall - _shift(local), grain)


def _no_later_than(now: float, zone: ZoneInfo, grain: timedelta) -> datetime:
    """Return the wall clock from which on there are no rows yet: in the second pass of an hour, the first's end."""
    local = datetime.fromtimestamp(now, UTC).astimezone(zone)
    wall = local.replace(tzinfo=None, fold=0)
    return _floor(wall + _shift(local) if local.fold else wall, grain) + grain


def spans_of(report: Report[Any], now: float, reread: timedelta) -> Spans:
    """Return where the spans of a report begin.

    Args:
        report: Whose rows may span a bucket.
        now: Seconds since the epoch.
        reread: How long rows may change after they are published.
    """
    grain = _grain(report, timedelta(minutes=1))
    zone = caller_of(report).operation.tz
    published = settled_before(now, zone, grain)
    settled = settled_before(now, zone, grain, delay=max(reread, limits.PUBLICATION_DELAY)) if reread else published
    return Spans(settled, published, _no_later_than(now, zone, grain))


def todo(report: Report[Any], manifest: Manifest, spans: Spans) -> list[list[Window]]:
    """Return the windows to ask, in parts: the settled ones, those that may change, those that are provisional.

    A file that is to be replaced is read again from end to end, also where it reaches beyond the range.
    """
    if is_whole(report):
        asked = report.range.start < spans.now and report.range not in manifest.settled
        return [[report.range]] if asked else []
    past = clip([report.range], Window(_FIRST, spans.now))
    stale = [entry.window for entry in manifest.stale() if overlap(entry.window, report.range)]
    missing = merge([*(gap for range_ in past for gap in gaps(range_, manifest.settled)), *stale])
    edges = [_FIRST, spans.settled, spans.published, max([spans.now, *(window.end for window in stale)])]
    parts = [clip(missing, Window(start, end)) for start, end in pairwise(edges) if start < end]
    return [part for part in parts if part]
