"""What a store must do: grant a claim or say why not, in one step that no other process can get between.

One step counts the token's leases, checks the quota, books the call and writes down the lease with its end. A lease is
longer than any call, so nothing renews it: the permits of a process that was killed come back when its leases end, and
no sooner, since its calls may still run at the server.

Questions are asked and answered. Changes are posted: the store carries them out in the order in which they came, as
soon as it can, even if the caller is cancelled.
"""

from abc import ABC, abstractmethod
from collections.abc import Awaitable
from math import inf
from typing import Any, Literal, NamedTuple

from attrs import define, frozen

__all__ = [
    "REDUCED",
    "Budget",
    "Busy",
    "Change",
    "Claim",
    "CountLeases",
    "Decision",
    "Granted",
    "OnStoreFailure",
    "Question",
    "ReadUsed",
    "Reconcile",
    "Release",
    "SetExpiry",
    "Spent",
    "Step",
    "Store",
]

REDUCED = "reduced"  # the lease that stands for calls of another program, which our store does not see


OnStoreFailure = Literal["refuse", "local"]
"""What happens while a store is gone: no call goes out, or this process goes on with permits of its own."""


class Budget(NamedTuple):
    """An operation's calls of one day.

    Attributes:
        account: The operation's key.
        day: An ISO date.
        quota: Calls that the day has.
    """

    account: str
    day: str
    quota: int

    def within(self, share: float) -> "Budget":
        """Return the budget of a caller that leaves the rest of the day to others; share: from 0 to 1."""
        return self if share >= 1 else self._replace(quota=int(round(self.quota * share, 6)))


class Claim(NamedTuple):
    """A call asks for a permit of a token.

    Attributes:
        token: The token's key.
        lease_id: Names the lease that a grant makes; no other claim has it.
        client: The scheduler that asks.
        budget: The day that pays for the call.
        cost: Calls to book.
        now: When the lease begins, seconds of the epoch.
        until: When it ends by itself.
        ticket_ttl: Seconds that the client keeps its place in the wait queue after a refusal.
    """

    token: str
    lease_id: str
    client: str
    budget: Budget
    cost: int
    now: float
    until: float
    ticket_ttl: float = 0.0


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
    """The lease ends at until; where the store does not know it, it is taken over with its booking.

    So a quarantined lease lasts, and so a call is known that went out without asking the store. The lease `REDUCED` of
    a token stands for another program's calls.
    """

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


class Store(ABC):
    """The authority on permits and quotas. A store defines `ask`, `post` and `aclose`."""

    patience: float = inf
    """Seconds that an answer takes at most."""

    def held_by(self) -> str:
        """Return which process holds the store just now, as "process 4242 (sqlite3)"; "" where that is not known."""
        return ""

    @abstractmethod
    async def ask(self, question: Question, *, within: float = inf) -> Any:
        """Answer a claim with a decision, any other question with a number, in one step.

        A claim that is granted is written down; if its caller is cancelled, or hears nothing in time, it is undone.

        Args:
            question: What is asked.
            within: Seconds to wait for the answer.

        Raises:
            StoreUnavailable: The store cannot be used, or there was no answer in time.
        """

    @abstractmethod
    def post(self, change: Change) -> Awaitable[None]:
        """Carry out a change, now or later, before whatever is asked or posted after it.

        Returns:
            An awaitable that ends when it was tried once; it need not be awaited.
        """

    @abstractmethod
    async def aclose(self) -> None:
        """Carry out the changes that are left, and close files and connections. The next use opens them again."""
