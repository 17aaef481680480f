"""What a store must do: admit a call or say why not, in one step that no other process can get between.

One step counts the slot's holders, checks the quota, books the call and writes down the holder with the end
of its lease. Two steps would be two truths, and they drift. The lease is longer than any call, so nothing has
to renew it: a holder that was killed loses its slot when the lease ends, and no sooner, since its call may
still run at the server.

Processes that find a slot taken stand in line for it, each with one place, or the busiest one would keep it
for ever. A place lapses when its party does not come back to look.

A step costs more than a short call can bear, so a process whose calls are short books some *ahead*: it makes them in
the slots that it has, one after the other, and gives back what it did not need. Only a small share of what is left of
the day may be booked so, so that nobody is refused for the sake of calls that are never made.
"""

from collections.abc import Collection
from typing import Protocol

from attrs import define, frozen

from wolkvox_async.limits import SLOTS_PER_TOKEN

__all__ = ["SQUEEZED", "Budget", "Busy", "Claim", "Granted", "Place", "Spent", "Store", "Verdict", "judge", "raised"]

AHEAD_SHARE = 100  # one claim books ahead no more than this part of what is left of the day
_SKEW = 1.0  # seconds by which the clocks of two processes may differ
SQUEEZED = "squeezed"  # the holder that stands for somebody else's call


@frozen
class Budget:
    """An operation's calls of one day. account is the operation's key, day an ISO date."""

    account: str
    day: str
    quota: int


@define  # and not frozen, nor is Granted: freezing would cost a tenth of what a claim costs with the store in memory
class Claim:
    """A call wants in.

    slot: the token's key; holder: the claim's own id; party: the scheduler that asks; cost: calls to book; now
    and until: the lease; returns: how long the party keeps its place in line if refused; ahead: calls to book
    beyond it where the day has plenty; after: a holder of ours that gives the slot back in the same step, with so
    many of its calls unused.
    """

    slot: str
    holder: str
    party: str
    budget: Budget
    cost: int
    now: float
    until: float
    returns: float
    ahead: int = 0
    after: str = ""
    unused: int = 0


@define
class Granted:
    """The slot is taken and the call is booked, and so many ahead: used is the day's count with all of them.

    wanted: another party stands in line for the slot.
    """

    used: int
    ahead: int = 0
    wanted: bool = False


@frozen
class Busy:
    """No slot is free for this party; the first lease ends at until, if nobody lets go before."""

    until: float


@frozen
class Spent:
    """The call does not fit in what is left of the day: used is the day's count."""

    used: int


Verdict = Granted | Busy | Spent


@frozen
class Place:
    """A party's place in line for a slot, since and until when."""

    party: str
    since: float
    until: float


def judge(claim: Claim, leases: Collection[float], line: Collection[Place], used: int) -> Verdict:
    """Admit or not: the rule of every store. leases are the ends of the slot's; those past count no more."""
    if claim.cost and used + claim.cost > claim.budget.quota:
        return Spent(used)
    live = [until for until in leases if until > claim.now]
    if len(live) >= SLOTS_PER_TOKEN:
        return Busy(min(live))
    if not line:
        return _granted(claim, used, wanted=False)
    # One who came later than now came before the clock was set back, and may be long gone.
    places = {place.party: place.since for place in line if place.since - _SKEW <= claim.now < place.until}
    own = places.pop(claim.party, claim.now), claim.party
    ahead = sum((since, party) < own for party, since in places.items())
    if len(live) + ahead >= SLOTS_PER_TOKEN:
        return Busy(min(live, default=claim.now))
    return _granted(claim, used, wanted=bool(places))


def _granted(claim: Claim, used: int, *, wanted: bool) -> Granted:
    used += claim.cost
    ahead = claim.ahead and min(claim.ahead, max(0, claim.budget.quota - used) // AHEAD_SHARE)
    return Granted(used + ahead, ahead, wanted)


def raised(used: int, told: int, ahead: int, quota: int) -> int:
    """Return the day's count after the server told its own: the larger one.

    The server does not know of the calls that were booked ahead, which may still come. Where it says that the
    day is spent they do not matter.
    """
    return max(used, told if told >= quota else told + ahead)


class Store(Protocol):
    """The authority on slots and quotas.

    claim is all or nothing, also when it is cancelled. release and hold are carried through even then.
    """

    async def claim(self, claim: Claim) -> Verdict:
        """Give back what it comes after, judge it and, if it is granted, write it down, in one step."""
        ...

    async def release(self, slot: str, holder: str, *, refund: int = 0) -> None:
        """Forget the holder, and take back so many of the calls it booked; nothing where the holder is not known."""

    async def hold(self, slot: str, holder: str, until: float, *, refund: int = 0) -> None:
        """Let the holder's lease end then, and take back so many of the calls it booked."""

    async def squeeze(self, slot: str, until: float) -> None:
        """Leave the token one slot fewer until then, since somebody else uses it; asked again, the last end counts."""

    async def busy(self, slot: str, now: float) -> int:
        """Return how many slots of the token are taken, by whomever."""
        ...

    async def used(self, budget: Budget) -> int:
        """Return the day's count."""
        ...

    async def at_least(self, budget: Budget, used: int) -> int:
        """Raise the day's count to the server's (`raised`), if it is lower; return it.

        Calls that are under way may be in it or not, so a refund takes none of them back any more.
        """
        ...

    async def aclose(self) -> None:
        """Let go of files and connections. The next use opens them again."""
