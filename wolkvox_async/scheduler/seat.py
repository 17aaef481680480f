"""A seat: one of a token's two slots as this process has it, and the stint that a claim on it is good for.

To ask the store costs more than a short call can bear, so it is asked once for several: a granted claim is good for a
*stint*. While it lasts, and while calls are left that were booked ahead (`book.py`), the seat goes from one call of
this process to the next and the store hears nothing of it; where none are left, the next claim takes the place of the
last in one step. A call that takes longer is a stint of its own. While another process stands in line for the slot
stints are shorter, so that both have their turns, and not so short that the slot idles while they change.
"""

from asyncio import TimerHandle

from attrs import define

from wolkvox_async.operation import Token
from wolkvox_async.scheduler.book import Book
from wolkvox_async.scheduler.store import Claim

__all__ = ["KEPT_SECONDS", "MOST_AHEAD", "STINT_SECONDS", "WANTED_SECONDS", "Pair", "Seat", "calls_ahead"]

STINT_SECONDS = 1.25  # fifty calls of 20 ms and what a busy loop is late for them; well within a lease's grace
WANTED_SECONDS = 0.25  # ... while another process stands in line for the slot
KEPT_SECONDS = 0.020  # how long a slot waits between two calls of a stint, before the store has it back
MOST_AHEAD = 49  # so much of the day is lost with a process that is killed, at most, for each slot that it had


def calls_ahead(usual: float) -> int:
    """Return how many further calls to book for a stint, where a call takes so many seconds: rather too many."""
    if usual > STINT_SECONDS / 2:
        return 0
    return min(MOST_AHEAD, int(4 * STINT_SECONDS / usual))


@define(eq=False)
class Pair:
    """What the two seats of a token share."""

    token: Token
    key: str
    trusted: bool = True
    restore: TimerHandle | None = None  # brings the second slot back, after somebody else used the token
    squeezed_until: float = 0.0  # when that was to be, the last time
    squeezed_for: float = 0.0


@define(eq=False)
class Seat:
    """The right to ask for a slot; with a claim, the slot itself until it is given back."""

    pair: Pair
    book: Book  # of the claim's day
    claim: Claim | None = None
    booked: int = 0  # calls ahead that the claim brought in
    unused: int = 0  # calls that are given back with it: nobody makes them any more
    begins: float = 0.0  # the stint of the claim
    ends: float = 0.0  # no call begins from then on
    kept_since: float = 0.0

    def covers(self, now: float, cost: int) -> bool:
        """Tell whether a call may go without asking the store: no clock was set back, and enough is booked."""
        return self.begins <= now < self.ends and cost <= self.book.ahead

    def begin(self, claim: Claim, book: Book, *, booked: int = 0, unused: int = 0, ends: float = 0.0) -> None:
        """Take in a claim that was granted; without an end it is good for its own call alone."""
        self.claim, self.book, self.booked, self.unused = claim, book, booked, unused
        self.begins, self.ends = claim.now, ends
        book.bring(booked)

    def withdraw(self) -> None:
        """Take out of the book what goes back with the claim."""
        self.unused += self.book.withdraw(self.booked)
        self.booked = 0

    def vacate(self) -> tuple[Claim | None, int]:
        """Have the slot no more; return the claim on it, and how many of its calls are to be given back."""
        if self.claim is None:
            return None, 0
        self.withdraw()
        claim, unused = self.claim, self.unused
        self.claim, self.unused, self.ends = None, 0, 0.0
        return claim, unused
