"""Which windows are still to be asked.

Two manners. Events and buckets are *cut*: a file a window, and what is covered is asked no more. Totals and reports
that must not be cut are *whole*: one file for the range that was asked. When the range is another one it is asked
again, and files of ranges that lie inside the new one give way to it; those of other ranges stay, each a result of its
own.

Three spans of time end at now. Rows of the last 20 minutes may not be published yet: such a window is provisional. Rows
of the look-back are published and may still change: such a window is read again once it is older. What is later than
now is not asked for, and not covered. Windows are cut where these spans begin, so that little is asked again.
"""

from datetime import datetime, timedelta
from itertools import pairwise
from typing import Any

from attrs import frozen

from wolkvox_async import limits
from wolkvox_async.core.endpoint import Buckets
from wolkvox_async.core.moments import settled_before
from wolkvox_async.core.windows import DAY, Window, floor, gaps, merge
from wolkvox_async.errors import ConfigurationError
from wolkvox_async.export.layout import caller_of, is_whole
from wolkvox_async.export.manifest import Manifest, clip, overlap
from wolkvox_async.reports.report import Report

__all__ = ["Spans", "check_edges", "refuse_merged", "spans_of", "todo"]

_FIRST, _LAST = datetime.min, datetime.max  # noqa: DTZ901 - the wall clock's own ends


@frozen
class Spans:
    """Moments of the operation's wall clock: settled <= published."""

    settled: datetime
    """Rows before it change no more."""
    published: datetime
    """Rows before it are all there."""


def _row(report: Report[Any]) -> timedelta:
    """Return the span of time that one row stands for."""
    rows = report.endpoint.rows
    if not isinstance(rows, Buckets):
        return limits.GRAIN
    daily = report.by == "day" or (not rows.dated and report.endpoint.window <= DAY)
    return DAY if daily else rows.span


def check_edges(report: Report[Any]) -> None:
    """Refuse a range that cuts a bucket: the row of half an hour cannot be completed by the next run."""
    span = _row(report)
    for name, edge in zip(("start", "end"), report.range.naive(), strict=True):
        if (near := floor(edge, span)) != edge:
            raise ConfigurationError(
                f"{name} {edge.isoformat(' ')} lies inside a row of this report, which spans {span}",
                advice=f"give {near.isoformat(' ')} or {(near + span).isoformat(' ')}",
            ).at(operation=report.operation, endpoint=report.endpoint.name)


def refuse_merged(report: Report[Any]) -> None:
    """Refuse the server's own records where rows of several windows become one: the server has no such record."""
    if is_whole(report) and (count := len(report.plan().windows)) > 1:
        raise ConfigurationError(
            f"the totals of {count} windows are put together, so they are none of the server's own records",
            advice=f"leave out raw, or ask for at most {report.endpoint.window.days} days",
        ).at(operation=report.operation, endpoint=report.endpoint.name)


def spans_of(report: Report[Any], reread: timedelta) -> Spans:
    """Return where the spans of a report begin.

    Args:
        report: Whose windows may be cut at midnights only, or where a bucket ends.
        reread: How long rows may change after they are published.
    """
    caller = caller_of(report)
    now, delays = caller.now(), (max(reread, limits.PUBLICATION_DELAY), limits.PUBLICATION_DELAY)
    before = (settled_before(now, caller.operation.tz, report.grain, delay) for delay in delays)
    return Spans(*(moment.replace(tzinfo=None) for moment in before))


def todo(past: Window | None, manifest: Manifest, spans: Spans) -> list[list[Window]]:
    """Return the windows to ask, in parts: the settled ones, those that may change, those that are provisional.

    A file that is to be replaced is read again from end to end, also where it reaches beyond the range.

    Args:
        past: The part of the range that has begun by now, None where all of it is to come.
        manifest: What is there.
        spans: Where the parts begin.
    """
    if past is None:
        return []
    if manifest.whole:
        return [] if past in manifest.settled else [[past]]
    stale = [entry.window for entry in manifest.stale() if overlap(entry.window, past)]
    missing = merge([*gaps(past, manifest.settled), *stale])
    edges = [_FIRST, spans.settled, spans.published, _LAST]
    parts = [clip(missing, Window(start, end)) for start, end in pairwise(edges) if start < end]
    return [part for part in parts if part]
