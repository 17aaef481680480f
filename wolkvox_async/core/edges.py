"""Edges: which rows of a window's reply are the window's own.

Windows ask for disjoint seconds, and all rows of one reply are real, however alike. A row can still come with two
neighbouring windows: where the server's seconds are not ours, where it gives what lies in a window in part or on the
same day, or where a row names no time. Such a row is left out of the second window, if it is equal to one of the first
in every field, and as often as the first gave it.

Rows by the hour whose date stands apart come for whole days, zeros included: those of hours that the window does not
touch are left out.
"""

import re
from array import array
from collections import Counter
from collections.abc import Callable, Mapping
from datetime import date, datetime, time, timedelta
from functools import cache
from operator import attrgetter
from typing import Any, TypeVar

import attrs

from wolkvox_async.core.endpoint import Buckets, Events, Rows
from wolkvox_async.core.windows import Window
from wolkvox_async.pattern import pattern

__all__ = ["NEAR", "Edges", "mark"]

R = TypeVar("R")

NEAR = timedelta(minutes=1)
"""Of an edge: servers may count in minutes."""
_CLOCK = pattern(r"([0-9]{1,2})(?::([0-9]{2}))?(?::[0-9]{2})?(?![0-9])\s*([ap]\.?\s*m\b)?", re.IGNORECASE)
_NOON = 12
_HALF = pattern(r"(?<![^\W\d_])[ap]\.?\s*m\b", re.IGNORECASE)  # of a 12-hour clock


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
        self._before: Counter[int] | array[int] = Counter()  # a mark of each row of the window before
        self._here = array("q")
        self._strayed = False  # whether rows lay behind the window before, so that any row here may be one of them
        self._strays = False

    def begin(self, window: Window) -> None:
        """Open the next window."""
        touches = self._window is not None and self._window.end == window.start
        self._before = self._here if touches else Counter()
        self._strayed = self._strays and touches
        self._here = array("q")
        self._strays = False
        self._window = window
        self.repeated = self.outside = 0

    @property
    def strayed(self) -> bool:
        """Whether rows lay behind the window before, so that any row of the open one may be one of them."""
        return self._strayed

    def note(self, *, strays: bool) -> None:
        """Take note of rows of the open window that were not sifted: whether one of them lies behind the window."""
        self._strays = self._strays or strays

    def compare(self, marks: "array[int]") -> None:
        """Take the marks of the window before, of whose rows not all were sifted."""
        self._before = marks

    def sift(self, records: list[R], window: Window) -> list[R]:
        """Return the records that are the open window's own, in order."""
        if self._hours is not None:
            own, outside = self._hours.inside(records, window)
            self.outside += outside
            return own
        return self._fresh(records, window) if self._compares else records

    def _fresh(self, records: list[R], window: Window) -> list[R]:
        early, behind = window.start + NEAR, window.end + NEAR
        own = []
        for record in records:
            moment = getattr(record, self._time) if self._time else None
            own_mark = mark(record)
            self._here.append(own_mark)
            if isinstance(moment, datetime):
                self._strays = self._strays or moment >= behind
                if moment >= early and not self._strayed:
                    own.append(record)
                    continue
            if self._came_before(own_mark):
                self.repeated += 1
            else:
                own.append(record)
        return own

    def _came_before(self, mark: int) -> bool:
        """Whether the window before gave a row once more than it has been met here."""
        if not isinstance(self._before, Counter):  # counted only where it is asked for
            self._before = Counter(self._before)
        if self._before[mark] <= 0:
            return False
        self._before[mark] -= 1
        return True


@cache
def _values(cls: type) -> Callable[[Any], tuple[Any, ...]]:
    names = [each.name for each in attrs.fields(cls) if each.name != "extra"]
    if not names:
        return lambda _record: ()
    return attrgetter(*names, names[0])  # of one name alone it would give no tuple


def mark(record: Any) -> int:
    """Return what two records have in common if they are equal in every field, `extra` included.

    Each row gets one, so the usual ones are hashed as they are: decoding takes several times as long.
    """
    values = _values(type(record))(record)  # type: ignore[arg-type]  # a class is hashable
    extra = getattr(record, "extra", None)
    if not extra or all(value.__class__ is str for value in extra.values()):
        try:
            rest = frozenset(extra.items()) if extra else None
            return hash((values, values.count(-1), rest))  # -1 and -2 have one hash
        except TypeError:  # a list or a mapping
            pass
    return hash(repr(_canonical(record)))


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
    """Return the time of day that `13`, `13:00`, `9:30 - 10:00` or `1:00 p. m.` begins with; None where it names none.

    `9:30 - 10:00 p. m.` does not say which half of the day it begins in.
    """
    text = str(value).strip()
    found = _CLOCK.match(text)
    if found is None:
        return None
    hours = int(found[1])
    if found[3] and hours <= _NOON:
        hours = hours % _NOON + (_NOON if found[3][0] in "pP" else 0)
    elif hours >= 2 * _NOON or (not found[3] and _HALF.search(text)):
        return None
    return timedelta(hours=hours, minutes=int(found[2] or 0))
