"""The operation's calendar day, which the quota counts by: 23, 24 or 25 hours, from midnight to midnight."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from attrs import frozen

__all__ = ["Day"]


@frozen
class Day:
    """name is the ISO date; starts and ends are instants, the end exclusive."""

    name: str
    starts: float
    ends: float

    @classmethod
    def at(cls, now: float, zone: ZoneInfo) -> "Day":
        today = datetime.fromtimestamp(now, zone).date()
        return cls(today.isoformat(), _midnight(today, zone), _midnight(today + timedelta(days=1), zone))

    def holds(self, now: float) -> bool:
        return self.starts <= now < self.ends


def _midnight(day: date, zone: ZoneInfo) -> float:
    # Where the clocks jump over midnight, fold 0 makes of it the instant of the jump: the day's first.
    return datetime.combine(day, time.min, zone).timestamp()
