"""What a store must do: grant a claim or say why not, in one step that no other process can get between.

One step counts the token's leases, checks the quota, books the call and writes down the lease with its end. A lease is
longer than any call, so nothing renews it: the permits of a process that was killed come back when its leases end, and
no sooner, since its calls may still run at the server.
"""

from abc import ABC, abstractmethod
from collections.abc import Callable
from math import inf
from typing import Any, NamedTuple

from attrs import define, frozen

__all__ = [
    "REDUCED",
    "SLOW_SECONDS",
    "Budget",
    "Busy",
    "Change",
    "Claim",
    "CountLeases",
    "Decision",
    "Granted",
    "Question",
    "ReadUsed",
    "Reconcile",
    "Release",
    "SetExpiry",
    "Slow",
    "Spent",
    "Step",
    "Store",
]

REDUCED = "reduced"  # the lease that stands for calls of another program, which our store does not see
SLOW_SECONDS = 0.5  # after which it is reported that a question waits for its answer


class Budget(NamedTuple):
    """An operation's calls of one day."""

    account: str  # the operation's key
    day: str  # an ISO date
    quota: int  # calls that the day has

    def within(self, share: float) -> "Budget":
        """Return the budget of a caller that leaves the rest of the day to others; share: from 0 to 1."""
        return self if share >= 1 else self._replace(quota=int(round(self.quota * share, 6)))


class Claim(NamedTuple):
    """A call asks for a permit of a token."""

    token: str  # its key
    lease_id: str  # of the lease that a grant makes; no other claim has it
    client: str  # the scheduler that asks
    budget: Budget  # of the day that pays for the call
    cost: int  # calls to book
    now: float  # when the lease begins, seconds of the epoch
    until: float  # when it ends by itself
    ticket_ttl: float = 0.0  # seconds that the client keeps its place in the wait queue after a refusal


@define  # and not frozen: freezing would cost a tenth of what a claim costs with the store in memory
class Granted:
    """The permit is leased and the call is booked; used is the day's count with it."""

    used: int


@frozen
class Busy:
    """No permit is free for this client; the first lease ends at until, if none is released before."""

    until: float


@frozen
class Spent:
    """The call does not fit in what is left of the day; used is the day's count."""

    used: int


Decision = Granted | Busy | Spent


class ReadUsed(NamedTuple):
    """Asks for the day's count."""

    budget: Budget


class CountLeases(NamedTuple):
    """Asks how many permits of these tokens are taken, by whatever process."""

    tokens: tuple[str, ...]
    now: float


class Release(NamedTuple):
    """The lease ends, if there is one; refund takes back what it booked, since the call never reached the server."""

    claim: Claim
    refund: bool = False


class SetExpiry(NamedTuple):
    """The lease ends at until; one that the store does not know, of a call that went out without it, is taken over."""

    claim: Claim
    until: float


class Reconcile(NamedTuple):
    """The server counts this many calls of the day: take its count if it is larger.

    Calls that are under way may be in it or not, so a refund takes none of them back any more.
    """

    budget: Budget
    used: int


Question = Claim | ReadUsed | CountLeases
Change = Release | SetExpiry | Reconcile
Step = Question | Change
Slow = Callable[[float, str], None]  # for how long a question waits at most, and for whom: "process 4242 (sqlite3)", ""


class Store(ABC):
    """The authority on permits and quotas."""

    @abstractmethod
    async def ask(self, question: Question, *, within: float = inf, slow: Slow | None = None) -> Any:
        """Answer a claim with a decision, any other question with a number, in one step.

        A claim that is granted is written down; if its caller is cancelled, or hears nothing in time, it is undone.

        Args:
            question: What is asked.
            within: Seconds to wait for the answer.
            slow: Called once, where there is none after `SLOW_SECONDS`.

        Raises:
            StoreUnavailable: The store cannot be used, or there was no answer in time.
        """

    @abstractmethod
    def post(self, change: Change) -> None:
        """Carry out a change, now or as soon as it can be, before whatever is asked or posted after it."""

    @abstractmethod
    async def aclose(self) -> None:
        """Carry out the changes that are left, and close files and connections. The next use opens them again."""
