"""Which windows are still to be asked.

Two manners. Events and buckets are *cut*: a file a window, and what is covered is asked no more. Totals and reports
that must not be cut are *whole*: one file for the range that was asked. When the range is another one it is asked
again, and files of ranges that lie inside the new one give way to it; those of other ranges stay, each a result of its
own.

Three spans of time end at now. Rows of the last 20 minutes may not be published yet: such a window is provisional. Rows
of the look-back are published and may still change: such a window is read again once it is older. What is later than
now is not asked for, and not covered. Windows are cut where these spans begin, so that little is asked again.
"""

from datetime import datetime, time, timedelta
from itertools import pairwise
from typing import Any

from attrs import evolve, frozen

from wolkvox_async import limits
from wolkvox_async.core.endpoint import Buckets
from wolkvox_async.core.moments import settled_before
from wolkvox_async.core.windows import DAY, Window, floor, gaps, merge, pieces
from wolkvox_async.errors import ConfigurationError
from wolkvox_async.export.layout import caller_of, is_whole
from wolkvox_async.export.manifest import Manifest, clip, overlap
from wolkvox_async.reports.report import Report

__all__ = ["Following", "Spans", "check_edges", "days_of", "refuse_merged", "spans_of", "todo"]

_FIRST, _LAST = datetime.min, datetime.max  # noqa: DTZ901 - the wall clock's own ends


@frozen
class Spans:
    """Moments of the operation's wall clock: settled <= published <= now."""

    settled: datetime
    """Rows before it change no more."""
    published: datetime
    """Rows before it are all there."""
    now: datetime
    """When that was so."""


@frozen
class Following:
    """How a report is read by a run that keeps its files up to date, again and again.

    Only what is published is asked for, so that a window is complete when it is read. Once a day, from an hour of the
    operation's clock on, the last days are read again; between that, what may still change is left alone. Totals are
    asked for day by day.
    """

    at: time
    """The hour from which on the last days are read again."""
    every: timedelta
    """How often what is new is read: up to 20 minutes before a multiple of it, so that a restart asks for no more."""

    def due(self, manifest: Manifest, spans: Spans) -> bool:
        """Whether the last days are to be read again."""
        today = datetime.combine(spans.now.date(), self.at)
        last = today if today <= spans.now else today - DAY
        return manifest.trailed is None or manifest.trailed < last

    def joined(self, manifest: Manifest, spans: Spans, full: int) -> Spans:
        """Return the spans without the cut before what may change, where one call reads the days on both sides of it.

        The file is then read again as a whole the next time, so it is cut where it has grown to twice the look-back.

        Args:
            manifest: What is there, with what is to be read again.
            spans: Where the parts begin.
            full: Rows of a full reply.
        """
        stale = manifest.stale()
        longest = 2 * (spans.published - spans.settled)
        if not stale or sum(entry.rows for entry in stale) > full // 2:
            return spans
        oldest = min(entry.window.start for entry in stale)
        return evolve(spans, settled=_FIRST) if spans.published - oldest <= longest else spans

    def past(self, past: Window | None, manifest: Manifest, spans: Spans) -> Window | None:
        """Return the part of a range that is published; it begins where what is there begins, if that is earlier."""
        if past is None:
            return None
        there = [window for window in manifest.covered if not manifest.whole or window.dates == 1]
        start = min([past.start, *(window.start for window in there)])
        end = min(past.end, spans.published)
        return Window(start, end) if start < end else None


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
            command_advice=f"leave out --raw, or ask for at most {report.endpoint.window.days} days",
        ).at(operation=report.operation, endpoint=report.endpoint.name)


def spans_of(report: Report[Any], reread: timedelta, every: timedelta | None = None) -> Spans:
    """Return where the spans of a report begin.

    Args:
        report: Whose windows may be cut at midnights only, or where a bucket ends.
        reread: How long rows may change after they are published.
        every: Takes the last multiple of it for now, so that two runs between two of them ask for the same.
    """
    caller, now = caller_of(report), caller_of(report).now()
    if every is not None:
        now = now // every.total_seconds() * every.total_seconds()
    delays = (max(reread, limits.PUBLICATION_DELAY), limits.PUBLICATION_DELAY)
    clock = datetime.fromtimestamp(now, caller.operation.tz).replace(tzinfo=None)
    settled, published = (settled_before(now, caller.operation.tz, report.grain, delay) for delay in delays)
    return Spans(settled.replace(tzinfo=None), published.replace(tzinfo=None), clock)


def days_of(past: Window) -> list[Window]:
    """Return a range as days; the last one may be shorter, and so may the first."""
    return pieces(past, DAY, DAY)


def todo(past: Window | None, manifest: Manifest, spans: Spans, *, daily: bool = False) -> list[list[Window]]:
    """Return the windows to ask, in parts: the settled ones, those that may change, those that are provisional.

    A file that is to be replaced is read again from end to end, also where it reaches beyond the range.

    Args:
        past: The part of the range that has begun by now, None where all of it is to come.
        manifest: What is there.
        spans: Where the parts begin.
        daily: Whether totals are asked for day by day.
    """
    if past is None:
        return []
    if manifest.whole:
        return [[each] for each in (days_of(past) if daily else [past]) if each not in manifest.settled]
    stale = [entry.window for entry in manifest.stale() if overlap(entry.window, past)]
    missing = merge([*gaps(past, manifest.settled), *stale])
    edges = [_FIRST, spans.settled, spans.published, _LAST]
    parts = [clip(missing, Window(start, end)) for start, end in pairwise(edges) if start < end]
    return [part for part in parts if part]
