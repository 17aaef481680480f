"""The operation's calendar day, which the quota counts by, and what has been used of it.

A day has 23, 24 or 25 hours, from midnight to midnight. The hour at which the vendor begins a new count is unknown, so
another one than midnight may be set: the day then bears the date on which it begins.
"""

from datetime import date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from attrs import define, field, frozen

from wolkvox_async.core.plain import Plain
from wolkvox_async.scheduler.stores.protocol import Budget

__all__ = ["Day", "DayCount", "Usage"]

_ALARMS = (0.80, 0.95)  # shares of the quota worth an event


@frozen
class Day:
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


@define(eq=False)
class DayCount:
    """What this process last heard of a day: used, and which shares of the quota were passed since."""

    day: Day
    budget: Budget
    used: int = 0
    _alarms: tuple[float, ...] = field(default=_ALARMS, init=False)

    def has_room_for(self, cost: int, share: float = 1.0) -> bool:
        """Whether that share of the day has so many calls left, by the last count heard."""
        return not cost or self.used + cost <= self.budget.within(share).quota

    def passed(self) -> list[float]:
        """Return the shares of the quota that were passed since the last time."""
        share = self.used / self.budget.quota
        passed = [alarm for alarm in self._alarms if alarm <= share]
        self._alarms = self._alarms[len(passed) :]
        return passed


@frozen(kw_only=True)
class Usage(Plain):
    """An operation's calls of a day, and its permits.

    Attributes:
        used: Calls booked, by all processes that share the store.
        quota: Calls that the day has.
        left: Calls that are left.
        day: The ISO date.
        resets_at: When the next day begins on the operation's wall clock.
        permits: Permits of all its tokens together: two a token.
        busy: How many of them are taken now, by whatever process.
    """

    used: int
    quota: int
    left: int
    day: str
    resets_at: datetime
    permits: int
    busy: int
