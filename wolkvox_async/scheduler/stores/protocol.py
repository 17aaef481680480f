"""What a store must do: grant a claim or say why not, in one step that no other process can get between.

One step counts the token's leases, checks the quota, books the call and writes down the lease with its end. Two steps
would be two truths, and they drift. A lease is longer than any call, so nothing renews it: the permits of a process
that was killed come back when its leases end, and no sooner, since its calls may still run at the server.

Clients that find both permits taken stand in a wait queue, each with one ticket, or the busiest one would keep the
token for ever. A ticket lapses when its client does not come back to look.

Questions are asked and answered. Changes are posted: the store carries them out in the order in which they came, as
soon as it can, even if the caller is cancelled.
"""

from abc import ABC, abstractmethod
from collections.abc import Awaitable, Collection
from typing import Any, NamedTuple

from attrs import define, frozen

from wolkvox_async.limits import PERMITS_PER_TOKEN

__all__ = [
    "ENDED_SECONDS",
    "REDUCED",
    "Adopt",
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
    "Reduce",
    "Release",
    "SetExpiry",
    "Spent",
    "Store",
    "Ticket",
    "judge",
]

REDUCED = "reduced"  # the lease that stands for calls of another program, which our store does not see
ENDED_SECONDS = 600.0  # for which a lease that ended is remembered: the call may yet turn out not to have been sent
_SKEW = 1.0  # seconds by which the clocks of two processes may differ


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


class Ticket(NamedTuple):
    """A client's place in the wait queue of a token, since and until when."""

    client: str
    since: float
    until: float


# Questions


@frozen
class ReadUsed:
    """Asks for the day's count."""

    budget: Budget


class CountLeases(NamedTuple):
    """Asks how many permits of these tokens are taken, by whatever process."""

    tokens: tuple[str, ...]
    now: float


Question = Claim | ReadUsed | CountLeases

# Changes


@frozen
class Release:
    """The lease ends, if there is one.

    Attributes:
        claim: The claim that made it.
        refund: Take back what it booked, since the call never reached the server.
        unanswered: Whether the claim was granted is not known; should it arrive after this, it is to be refused.
    """

    claim: Claim
    refund: bool = False
    unanswered: bool = False


@frozen
class SetExpiry:
    """The lease ends at until, and nothing of it is refunded."""

    claim: Claim
    until: float


@frozen
class Adopt:
    """A call goes out that the store was not asked for: lease and booking are taken over as they are."""

    claim: Claim


@frozen
class Reduce:
    """The token has one permit fewer until then, since another program uses it; of two such changes the last counts."""

    token: str
    until: float


@frozen
class Reconcile:
    """The server counts so many calls of the day: take its count if it is larger.

    Calls that are under way may be in it or not, so a refund takes none of them back any more.
    """

    budget: Budget
    used: int


Change = Release | SetExpiry | Adopt | Reduce | Reconcile


def judge(
    claim: Claim, leases: Collection[float], tickets: Collection[Ticket], used: int, permits: int = PERMITS_PER_TOKEN
) -> Decision:
    """Grant or not: the rule of every store.

    Args:
        claim: What is asked.
        leases: The ends of the token's leases; those past count no more.
        tickets: The token's wait queue; those that lapsed count no more.
        used: The day's count.
        permits: Of the token.

    Returns:
        The decision; nothing is written down.
    """
    if claim.cost and used + claim.cost > claim.budget.quota:
        return Spent(used)
    live = [until for until in leases if until > claim.now]
    if len(live) >= permits:
        return Busy(min(live))
    if tickets:
        # One that came later than now came before the clock was set back, and may be long gone.
        queue = {each.client: each.since for each in tickets if each.since - _SKEW <= claim.now < each.until}
        own = queue.get(claim.client, claim.now), claim.client
        before = sum((since, client) < own for client, since in queue.items() if client != claim.client)
        if len(live) + before >= permits:
            return Busy(min(live, default=claim.now))
    return Granted(used + claim.cost)


class Store(ABC):
    """The authority on permits and quotas. A store defines `ask`, `post` and `aclose`."""

    @abstractmethod
    async def ask(self, question: Question) -> Any:
        """Answer a claim with a decision, any other question with a number, in one step.

        A claim that is granted is written down; if its caller is cancelled, it is undone.
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

    async def claim(self, claim: Claim) -> Decision:
        """Return the decision on a claim."""
        decision: Decision = await self.ask(claim)
        return decision

    async def read_used(self, budget: Budget) -> int:
        """Return the day's count."""
        return int(await self.ask(ReadUsed(budget)))

    async def count_leases(self, tokens: tuple[str, ...], now: float) -> int:
        """Return how many permits of the tokens are taken, by whatever process."""
        return int(await self.ask(CountLeases(tokens, now)))
