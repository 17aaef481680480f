"""The calendar day of an operation, which the quota counts by.

A day has 23, 24 or 25 hours, from midnight to midnight. The hour at which the vendor begins a new count is unknown, so
another one than midnight may be set: the day then bears the date on which it begins.
"""

from datetime import date, datetime, time, timedelta
from functools import lru_cache
from typing import NamedTuple
from zoneinfo import ZoneInfo

__all__ = ["Day"]


class Day(NamedTuple):
    """name is the ISO date; starts and ends are instants, the end exclusive."""

    name: str
    starts: float
    ends: float

    @staticmethod
    def at(now: float, zone: ZoneInfo, hour: int = 0) -> "Day":
        """Return the day that an instant lies in; it begins at that hour of the wall clock."""
        today = datetime.fromtimestamp(now, zone).date()
        day = _day(today, zone, hour)
        return day if day.starts <= now else _day(today - timedelta(days=1), zone, hour)

    @staticmethod
    def named(name: str, zone: ZoneInfo, hour: int = 0) -> "Day":
        """Return the day of an ISO date."""
        return _day(date.fromisoformat(name), zone, hour)

    def holds(self, now: float) -> bool:
        """Whether an instant lies in the day."""
        return self.starts <= now < self.ends


@lru_cache(maxsize=100)  # a fleet has many operations in few zones
def _day(date_: date, zone: ZoneInfo, hour: int) -> Day:
    return Day(date_.isoformat(), _begin(date_, zone, hour), _begin(date_ + timedelta(days=1), zone, hour))


def _begin(day: date, zone: ZoneInfo, hour: int) -> float:
    # Where the clocks jump over that hour, fold 0 makes of it the instant of the jump: the day's first.
    return datetime.combine(day, time(hour), zone).timestamp()
