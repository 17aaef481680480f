"""What happens while the store is gone, where `on_store_failure="local"` was chosen: this process goes on with less.

It makes one call of a token at once, where other processes may do the same, and counts the quota from the last count
that it heard. What it does is posted to the store, which takes it when it is back, before anything else is asked of it.
"""

import logging
from collections.abc import Awaitable, Callable
from math import inf
from typing import Literal

from wolkvox_async.errors import StoreUnavailable
from wolkvox_async.scheduler.stores.protocol import (
    Adopt,
    Budget,
    Busy,
    Change,
    Claim,
    Decision,
    Granted,
    Reconcile,
    Release,
    SetExpiry,
    Spent,
    Store,
)

__all__ = ["FallbackStore", "OnStoreFailure"]

OnStoreFailure = Literal["refuse", "local"]
_AGAIN = 5.0  # seconds until a store that failed is asked again
_LOGGER = logging.getLogger("wolkvox_async")


class FallbackStore:
    """A store in front of another one, which decides by itself while the other is gone.

    Args:
        store: The one that processes share.
        clock: The scheduler's; seconds of the epoch.
    """

    def __init__(self, store: Store, clock: Callable[[], float]) -> None:
        self._store = store
        self._clock = clock
        self._own: dict[str, Claim] = {}  # by the lease's id: what this process has under way or in quarantine
        self._used: dict[Budget, int] = {}  # the last count heard, with what was booked since
        self._failed_at = -inf
        self._asking = 0  # claims that the store has not answered

    @property
    def degraded(self) -> bool:
        """Whether the store is gone."""
        return self._failed_at > -inf

    async def claim(self, claim: Claim) -> Decision:
        """Ask the store, or decide by the own count while it is gone."""
        known = self._used.get(claim.budget, 0)
        decision = await self._ask(claim)
        if decision is None:
            decision = self._decide(claim)
        else:
            if not isinstance(decision, Busy):
                self._hear(claim.budget, decision.used, known)
            self._recover()
        if isinstance(decision, Granted):
            self._own[claim.lease_id] = claim
        return decision

    async def read_used(self, budget: Budget) -> int:
        """Return the store's count of the day, or the own one."""
        known = self._used.get(budget, 0)
        try:
            self._hear(budget, await self._store.read_used(budget), known)
        except StoreUnavailable as error:
            self._fail(error)
        return self._used.get(budget, 0)

    async def count_leases(self, tokens: tuple[str, ...], now: float) -> int:
        """Return how many permits are taken, by the store or by this process alone."""
        try:
            return await self._store.count_leases(tokens, now)
        except StoreUnavailable as error:
            self._fail(error)
            return sum(claim.token in tokens and claim.until > now for claim in self._own.values())

    def post(self, change: Change) -> Awaitable[None]:
        """Carry a change through, at the store or in the own count."""
        match change:
            case Release(claim, refund):
                own = self._own.pop(claim.lease_id, None)
                if own and refund and own.budget in self._used:
                    self._used[own.budget] = max(0, self._used[own.budget] - own.cost)
            case SetExpiry(claim, until) if claim.lease_id in self._own:
                self._forget_ended()
                self._own[claim.lease_id] = claim._replace(until=until)
            case Reconcile(budget, used):
                self._note(budget, max(used, self._used.get(budget, 0)))
                for lease_id, claim in self._own.items():  # it may be among what the server counts
                    if claim.budget == budget:
                        self._own[lease_id] = claim._replace(cost=0)
        return self._store.post(change)

    async def aclose(self) -> None:
        """Close the store."""
        await self._store.aclose()

    async def _ask(self, claim: Claim) -> Decision | None:
        """Return the store's decision; None while it is gone, or one call is finding out whether it still is."""
        if self.degraded and (self._asking or 0 <= self._clock() - self._failed_at < _AGAIN):
            return None
        self._asking += 1
        try:
            decision = await self._store.claim(claim)
        except StoreUnavailable as error:
            self._fail(error)
            return None
        finally:
            self._asking -= 1
        return decision

    def _decide(self, claim: Claim) -> Decision:
        """Grant one call of a token at once, within what is left of the day."""
        used = self._used.get(claim.budget, 0) + claim.cost
        if claim.cost and used > claim.budget.quota:
            return Spent(used - claim.cost)
        self._forget_ended()
        if ends := [own.until for own in self._own.values() if own.token == claim.token]:
            return Busy(min(ends))
        self._store.post(Adopt(claim))
        self._note(claim.budget, used)
        return Granted(used)

    def _forget_ended(self) -> None:
        now = self._clock()
        self._own = {lease_id: own for lease_id, own in self._own.items() if own.until > now}

    def _hear(self, budget: Budget, used: int, known: int) -> None:
        """Take a count that was asked for when another was known; what went out meanwhile is not in it."""
        if self.degraded:
            used += max(0, self._used.get(budget, 0) - known)
        self._note(budget, used)

    def _note(self, budget: Budget, used: int) -> None:
        if budget not in self._used:
            days = sorted(known for known in self._used if known.account == budget.account)
            for day in days[:-1]:  # yesterday's still takes what the server says late
                del self._used[day]
        self._used[budget] = used

    def _recover(self) -> None:
        if self.degraded:
            _LOGGER.warning("the store is back")
            self._failed_at = -inf

    def _fail(self, error: StoreUnavailable) -> None:
        if not self.degraded:
            _LOGGER.error("the store is gone, so this process goes on with one call a token at once: %s", error)
        self._failed_at = self._clock()
