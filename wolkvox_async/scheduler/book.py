"""One day of an operation's quota in the books of this process: what was made, and what is booked and still to be made.

Calls are booked ahead with the claim of one seat, and any seat that has its slot may make them. So they are one number.
A claim that ends takes back to the store what the others have not brought in, for a store knows of each claim how many
calls it may give back.
"""

from math import inf

from attrs import define, field

from wolkvox_async.scheduler.day import Day
from wolkvox_async.scheduler.store import Budget

__all__ = ["Book"]

_ALARMS = (0.80, 0.95)  # shares of the quota worth telling


@define(eq=False)
class Book:
    """used: calls made, by the last count heard of, for the store knows better; ahead: booked and not made.

    backed: what the claims that we have now brought in; ahead is never more.
    """

    day: Day
    budget: Budget
    used: int = 0
    ahead: int = 0
    backed: int = 0
    alarm_at: float = field(init=False)
    _alarms: tuple[float, ...] = field(default=_ALARMS, init=False)

    def __attrs_post_init__(self) -> None:
        self.alarm_at = _ALARMS[0] * self.budget.quota

    def spend(self, cost: int) -> None:
        """Make a call that is booked already."""
        self.ahead -= cost
        self.used += cost

    def unspend(self, cost: int) -> int:
        """Take back a call that was not made; return how much of it some claim of ours can still give back."""
        back = min(cost, self.backed - self.ahead)
        self.ahead += back
        self.used = max(0, self.used - cost)
        return back

    def bring(self, calls: int) -> None:
        """Take in what a claim brings."""
        self.backed += calls
        self.ahead += calls

    def withdraw(self, calls: int) -> int:
        """Let the claim that brought so many in end; return what of them is left over."""
        self.backed -= calls
        over = max(0, self.ahead - self.backed)
        self.ahead -= over
        return over

    def note(self, used: int) -> None:
        """Take in the store's count, which has our own calls ahead in it."""
        self.used = used - self.ahead

    def alarms(self) -> list[float]:
        """Return the shares of the quota that were passed and not told of yet."""
        passed: list[float] = []
        while self.used >= self.alarm_at:
            share, *left = self._alarms
            passed.append(share)
            self._alarms = tuple(left)
            self.alarm_at = left[0] * self.budget.quota if left else inf
        return passed
