"""The rule of every store: what becomes of each step, by three small documents that every store keeps alike.

A token has its leases, `{lease id: (until, recounts)}`, and its wait queue, `{client: (until, since)}`; an operation
has its days, `{day: (calls used, recounts)}`. `recounts` is how often the server's count of the day was taken: a lease
that was booked before the last time is not refunded any more. What is over is forgotten when something is written
beside it.

Clients that find both permits taken stand in the wait queue, each with one ticket, or the busiest one would keep the
token for ever. A ticket lapses when its client does not come back to look. `lua/store.lua` says the same in Lua.
"""

from collections.abc import Sequence
from typing import Any

from wolkvox_async.limits import PERMITS_PER_TOKEN
from wolkvox_async.scheduler.stores import protocol
from wolkvox_async.scheduler.stores.protocol import Budget, Busy, Claim, Granted, Release, SetExpiry, Spent, Step

__all__ = ["ENDED_SECONDS", "Document", "entry_of", "judge", "names", "take"]

ENDED_SECONDS = 600.0  # for which a lease that ended is remembered: the call may yet turn out not to have been sent
_SKEW = 1.0  # seconds by which the clocks of two processes may differ

Document = dict[str, tuple[float, float]]


def names(step: Step) -> tuple[str, ...]:
    """Return the names of the documents that a step reads and writes."""
    match step:
        case Claim(token, _, _, budget):
            return f"{token} leases", f"{budget.account} days", f"{token} tickets"
        case Release(claim) | SetExpiry(claim):
            return f"{claim.token} leases", f"{claim.budget.account} days"
        case protocol.CountLeases(tokens):
            return tuple(f"{token} leases" for token in tokens)
    return (f"{step.budget.account} days",)


def take(step: Step, documents: Sequence[Document], permits: int = PERMITS_PER_TOKEN) -> Any:
    """Take a step: change the documents that `names` gives, and return the answer if it is a question."""
    match step:
        case Claim():
            return _claim(step, permits, *documents)
        case Release(claim, refund):
            leases, days = documents
            _, recounts = leases.pop(claim.lease_id, (0, -1))
            if refund and claim.budget.day in days and recounts == days[claim.budget.day][1]:
                days[claim.budget.day] = max(0, days[claim.budget.day][0] - claim.cost), recounts
        case protocol.ReadUsed(budget):
            return _used(budget, *documents)
        case protocol.CountLeases(_, now):
            return sum(until > now for leases in documents for until, _ in leases.values())
        case SetExpiry(claim, until):
            leases, days = documents
            if claim.lease_id not in leases:
                _book(claim, leases, days)
            leases[claim.lease_id] = until, leases[claim.lease_id][1]
        case _:
            (days,) = documents
            counted, recounts = entry_of(step.budget, days)
            days[step.budget.day] = max(counted, step.used), recounts + 1
    return None


def judge(claim: Claim, leases: Document, used: int, tickets: Document, permits: int) -> protocol.Decision:
    """Grant or not, by the day's count and what is not over; nothing is written down."""
    if claim.cost and used + claim.cost > claim.budget.quota:
        return Spent(used)
    live = [until for until, _ in leases.values() if until > claim.now]
    if len(live) >= permits:
        return Busy(min(live))
    if tickets:
        # One that came later than now came before the clock was set back, and may be long gone.
        queue = {who: since for who, (until, since) in tickets.items() if since - _SKEW <= claim.now < until}
        own = queue.pop(claim.client, claim.now), claim.client
        before = sum((since, client) < own for client, since in queue.items())
        if len(live) + before >= permits:
            return Busy(min(live, default=claim.now))
    return Granted(used + claim.cost)


def _claim(claim: Claim, permits: int, leases: Document, days: Document, tickets: Document) -> protocol.Decision:
    decision = judge(claim, leases, _used(claim.budget, days), tickets, permits)
    if isinstance(decision, Granted):
        tickets.pop(claim.client, None)
        _book(claim, leases, days)
    elif isinstance(decision, Busy):
        _forget(tickets, claim.now)
        _, since = tickets.get(claim.client, (0, claim.now))
        tickets[claim.client] = claim.now + claim.ticket_ttl, since
    return decision


def _book(claim: Claim, leases: Document, days: Document) -> None:
    used, recounts = entry_of(claim.budget, days)
    _forget(leases, claim.now - ENDED_SECONDS)
    leases[claim.lease_id] = claim.until, recounts
    days[claim.budget.day] = used + claim.cost, recounts


def _used(budget: Budget, days: Document) -> int:
    return int(days.get(budget.day, (0, 0))[0])


def entry_of(budget: Budget, days: Document) -> tuple[float, float]:
    """Return a day's entry; before a new one, all but the last before it are forgotten, which still takes refunds."""
    if budget.day not in days:  # a later day was written by a clock that was wrong
        for day in sorted(day for day in days if day < budget.day)[:-1]:
            del days[day]
    return days.get(budget.day, (0, 0))


def _forget(entries: Document, now: float) -> None:
    for name in [name for name, (until, _) in entries.items() if until <= now]:
        del entries[name]
