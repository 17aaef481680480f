"""What has been used of an operation's day."""

from datetime import datetime

from attrs import define, field, frozen

from wolkvox_async.core.plain import Plain
from wolkvox_async.core.quota_day import Day
from wolkvox_async.scheduler.stores.protocol import Budget

__all__ = ["DayCount", "Usage"]

_ALARMS = (0.80, 0.95)  # shares of the quota worth an event


@define(eq=False)
class DayCount:
    """What this process last heard of a day: used, and which shares of the quota were passed since."""

    day: Day
    budget: Budget
    used: int = 0
    _alarms: tuple[float, ...] = field(default=_ALARMS, init=False)

    def has_room_for(self, cost: int, share: float) -> bool:
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
