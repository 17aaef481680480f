"""The store of one process: two dictionaries. Nothing in it awaits, so every step is one step."""

from collections.abc import Awaitable, Generator
from threading import Lock
from typing import Any

from attrs import define, field

from wolkvox_async.limits import PERMITS_PER_TOKEN
from wolkvox_async.scheduler.stores.protocol import (
    ENDED_SECONDS,
    REDUCED,
    Adopt,
    Budget,
    Busy,
    Change,
    Claim,
    CountLeases,
    Decision,
    Granted,
    Question,
    ReadUsed,
    Reduce,
    Release,
    SetExpiry,
    Store,
    Ticket,
    judge,
)

__all__ = ["MemoryStore"]


_NO_BUDGET = Budget("", "", 0)


@define
class _Lease:
    until: float
    budget: Budget
    cost: int  # calls that can be refunded


@define
class _Token:
    leases: dict[str, _Lease] = field(factory=dict)
    tickets: dict[str, Ticket] = field(factory=dict)


class _Done:
    """Awaits nothing."""

    def __await__(self) -> Generator[Any, None, None]:
        return
        yield


_DONE = _Done()


class MemoryStore(Store):
    """Permits and quotas in memory. Schedulers of one process may share it; a restart forgets it.

    Args:
        permits: Of each token.
    """

    def __init__(self, permits: int = PERMITS_PER_TOKEN) -> None:
        self._permits = permits
        self._tokens: dict[str, _Token] = {}
        self._used: dict[str, dict[str, int]] = {}  # by account and day
        self._lock = Lock()  # clients in other threads may share it

    async def ask(self, question: Question) -> Any:
        """Answer a question at once."""
        return self.apply(question)

    def post(self, change: Change) -> Awaitable[None]:
        """Carry out a change at once."""
        self.apply(change)
        return _DONE

    async def aclose(self) -> None:
        """There is nothing to close."""

    def set_used(self, budget: Budget, used: int) -> None:
        """Take another store's count of the day, whether larger or smaller."""
        with self._lock:
            self._days(budget)[budget.day] = used

    def apply(self, step: Question | Change) -> Any:
        """Take a step, and return its answer if it is a question."""
        with self._lock:
            match step:
                case Claim():
                    return self._claim(step)
                case ReadUsed(budget):
                    return self._days(budget)[budget.day]
                case CountLeases(tokens, now):
                    return sum(lease.until > now for key in tokens for lease in self._token(key).leases.values())
            return self._change(step)

    def _change(self, change: Change) -> None:
        match change:
            case Release(claim, refund):
                lease = self._token(claim.token).leases.pop(claim.lease_id, None)
                if lease and refund:
                    self._refund(lease)
            case SetExpiry(claim, until):
                if lease := self._token(claim.token).leases.get(claim.lease_id):
                    lease.until = until
            case Adopt(claim):
                token = self._token(claim.token)
                if claim.lease_id not in token.leases:
                    self._book(token, claim)
            case Reduce(key, until):
                self._token(key).leases[REDUCED] = _Lease(until, _NO_BUDGET, 0)
            case _:
                self._reconcile(change.budget, change.used)

    def _claim(self, claim: Claim) -> Decision:
        token = self._token(claim.token)
        ends = [lease.until for lease in token.leases.values()]
        used = self._days(claim.budget)[claim.budget.day]
        decision = judge(claim, ends, token.tickets.values(), used, self._permits)
        if isinstance(decision, Granted):
            token.tickets.pop(claim.client, None)
            self._book(token, claim)
        elif isinstance(decision, Busy):
            _expire(token.tickets, claim.now)
            known = token.tickets.get(claim.client)
            since = known.since if known else claim.now
            token.tickets[claim.client] = Ticket(claim.client, since, claim.now + claim.ticket_ttl)
        return decision

    def _book(self, token: _Token, claim: Claim) -> None:
        _expire(token.leases, claim.now - ENDED_SECONDS)
        token.leases[claim.lease_id] = _Lease(claim.until, claim.budget, claim.cost)
        self._days(claim.budget)[claim.budget.day] += claim.cost

    def _reconcile(self, budget: Budget, used: int) -> None:
        for token in self._tokens.values():
            for lease in token.leases.values():
                if (lease.budget.account, lease.budget.day) == (budget.account, budget.day):
                    lease.cost = 0
        days = self._days(budget)
        days[budget.day] = max(days[budget.day], used)

    def _refund(self, lease: _Lease) -> None:
        days = self._used.get(lease.budget.account, {})
        if lease.budget.day in days:  # else that day is over, and forgotten
            days[lease.budget.day] = max(0, days[lease.budget.day] - lease.cost)

    def _token(self, key: str) -> _Token:
        token = self._tokens.get(key)
        if token is None:
            token = self._tokens[key] = _Token()
        return token

    def _days(self, budget: Budget) -> dict[str, int]:
        days = self._used.setdefault(budget.account, {})
        if budget.day not in days:
            days[budget.day] = 0
            for day in sorted(day for day in days if day < budget.day)[:-1]:  # yesterday's still takes refunds
                del days[day]
        return days


def _expire(entries: dict[str, _Lease] | dict[str, Ticket], now: float) -> None:
    for key in [key for key, entry in entries.items() if entry.until <= now]:
        del entries[key]
