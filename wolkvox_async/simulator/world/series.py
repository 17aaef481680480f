"""Rows in time, without storing any: row k stands `int(k * every)` seconds after the first.

Everything else of a row follows from k as well, so any window of any length can be counted, added up and
written out, as often as one likes, from a few numbers. Seconds are those of the operation's wall clock,
counted as if it were UTC: a wall clock is what the vendor's dates are, without an offset.
"""

import calendar
from collections.abc import Callable, Sequence
from datetime import date, datetime
from zoneinfo import ZoneInfo

from attrs import frozen

Window = tuple[int, int]  # first and last second, both included


def seconds(moment: date) -> int:
    """Return the wall-clock second of a naive datetime, or of a date's midnight."""
    return calendar.timegm(moment.timetuple())


def wall(now: float, zone: ZoneInfo) -> datetime:
    """Return the wall clock of a zone at a moment."""
    return datetime.fromtimestamp(now, zone).replace(tzinfo=None)


@frozen(kw_only=True)
class Published:
    """Which rows are shown.

    until: those before this second, all without one.
    late_every, late_from: of those from a second on every n-th is not.
    """

    until: int | None = None
    late_every: int | None = None
    late_from: int = 0


@frozen
class Series:
    """Rows at a pace in seconds, from second `first` up to, not including, what `until()` says."""

    every: float
    first: int
    until: Callable[[], int]

    def at(self, k: int) -> int:
        """Return the second of row k."""
        return self.first + int(k * self.every)

    def before(self, second: int) -> int:
        """Count the rows before a second, which is the number of the first row at or after it."""
        target = second - self.first
        if target <= 0:
            return 0
        k = int(target / self.every)
        while k and int((k - 1) * self.every) >= target:  # the division may be off by a rounding
            k -= 1
        while int(k * self.every) < target:
            k += 1
        return k

    def published(self, window: Window, shown: "Published") -> Sequence[int]:
        """Return the numbers of the rows in a closed window that are published."""
        numbers = self.rows(window, shown.until)
        first_late = self.before(shown.late_from) if shown.late_every else numbers.stop
        if first_late >= numbers.stop:
            return numbers
        return [k for k in numbers if k < first_late or k % (shown.late_every or 1)]

    def rows(self, window: Window, hidden: int | None = None) -> range:
        """Return the numbers of the rows in a closed window; rows from second `hidden` on are left out."""
        start, end = window
        stop = min(end + 1, self.until(), end + 1 if hidden is None else hidden)
        low = self.before(start)
        return range(low, max(low, self.before(stop)))
