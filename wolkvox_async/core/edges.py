"""Edges: which rows of a window's reply are the window's own.

Windows ask for disjoint seconds, and all rows of one reply are real, however alike. A row can still come with two
neighbouring windows: where the server's seconds are not ours, or where a row names no time. Such a row is left out of
the second window, if it is equal to one of the first in every field, and as often as the first gave it.

Rows by the hour whose date stands apart come for whole days, zeros included: those of hours that the window does not
touch are left out.
"""

import re
from collections import Counter
from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from hashlib import blake2b
from typing import Any, TypeVar

import attrs

from wolkvox_async.core.endpoint import Buckets, Events, Rows
from wolkvox_async.core.windows import Window

__all__ = ["Edges"]

R = TypeVar("R")

_NEAR = timedelta(minutes=1)  # of an edge: servers may count in minutes
_CLOCK = "([0-9]{1,2})(?::([0-9]{2}))?(?![0-9])"


class Edges:
    """Sifts the rows of windows that are read in order.

    `begin()` opens a window, `sift()` returns those rows of its reply that are its own.
    """

    def __init__(self, rule: Rows, *, daily: bool = False) -> None:
        """Make the edges of a report.

        Args:
            rule: What the rows mean.
            daily: Whether rows that name an hour and no date come day by day.
        """
        self.repeated = 0
        """Rows of the open window that the one before it gave too."""
        self.outside = 0
        """Rows of the open window that stand for hours it does not touch."""
        self._time = rule.time if isinstance(rule, Events) else None
        self._hours = _Hours(rule) if isinstance(rule, Buckets) and rule.hour and (rule.dated or daily) else None
        self._compares = isinstance(rule, Events)
        self._window: Window | None = None
        self._before: Counter[bytes] = Counter()
        self._here: Counter[bytes] = Counter()

    def begin(self, window: Window) -> None:
        """Open the next window."""
        touches = self._window is not None and self._window.end == window.start
        self._before = self._here if touches else Counter()
        self._here = Counter()
        self._window = window
        self.repeated = self.outside = 0

    def sift(self, records: list[R], window: Window) -> list[R]:
        """Return the records that are the open window's own, in order."""
        if self._hours is not None:
            own, outside = self._hours.inside(records, window)
            self.outside += outside
            return own
        return self._fresh(records, window) if self._compares else records

    def _fresh(self, records: list[R], window: Window) -> list[R]:
        early, late = window.start + _NEAR, window.end - _NEAR
        own = []
        for record in records:
            moment = getattr(record, self._time) if self._time else None
            if not isinstance(moment, datetime):
                moment = None
            elif early <= moment < late:
                own.append(record)
                continue
            mark = _mark(record)
            if moment is None or moment >= late:
                self._here[mark] += 1
            if (moment is None or moment < early) and self._before[mark] > 0:
                self._before[mark] -= 1
                self.repeated += 1
            else:
                own.append(record)
        return own


def _mark(record: Any) -> bytes:
    """Return what two records have in common if they are equal in every field, `extra` included."""
    return blake2b(repr(_canonical(record)).encode("utf-8", "replace"), digest_size=16).digest()


def _canonical(value: Any) -> Any:
    if attrs.has(type(value)):
        return [_canonical(getattr(value, field.name)) for field in attrs.fields(type(value))]
    if isinstance(value, Mapping):
        return sorted((str(key), repr(_canonical(item))) for key, item in value.items())
    return [_canonical(item) for item in value] if isinstance(value, list) else value


class _Hours:
    """Rows of which each stands for an hour, or a part of one, that is named apart from its date."""

    def __init__(self, rule: Buckets) -> None:
        self._span = rule.span
        self._listed, _, hour = rule.hour.rpartition(".")
        self._hour = hour
        self._date = rule.time if rule.dated else "day"

    def inside(self, records: list[R], window: Window) -> tuple[list[R], int]:
        """Return the rows that stand for a time of the window, and the number of those that do not.

        Of rows that are nested in a record, the record stays with those that are inside.
        """
        if not self._listed:
            own = [record for record in records if self._touches(record, record, window)]
            return own, len(records) - len(own)
        shortened = [self._shortened(record, window) for record in records]
        return [record for record, _ in shortened], sum(outside for _, outside in shortened)

    def _shortened(self, record: Any, window: Window) -> tuple[Any, int]:
        items = getattr(record, self._listed) or []
        own = [item for item in items if self._touches(item, record, window)]
        outside = len(items) - len(own)
        return (attrs.evolve(record, **{self._listed: own}) if outside else record), outside

    def _touches(self, item: Any, record: Any, window: Window) -> bool:
        day = getattr(record, self._date)
        if not isinstance(day, date):
            return True
        midnight = datetime.combine(day, time(), window.start.tzinfo)
        clock = _clock(getattr(item, self._hour))
        start, span = (midnight, timedelta(days=1)) if clock is None else (midnight + clock, self._span)
        return start < window.end and window.start < start + span


def _clock(value: Any) -> timedelta | None:
    """Return the time of day that `13`, `13:00` or `9:30 - 10:00` begins with; None where it names none."""
    found = re.match(_CLOCK, str(value).strip())
    return timedelta(hours=int(found[1]), minutes=int(found[2] or 0)) if found else None
