"""What happens while the store is gone, where `on_store_failure="local"` was chosen: this process goes on with less.

It makes one call of a token at once, where other processes may do the same, and counts the quota from the last count
that it heard. It posts to the store what it does; the store takes that when it is back, before it answers anything.
"""

import logging
from collections.abc import Callable
from math import inf
from typing import Any

from wolkvox_async.errors import StoreUnavailable
from wolkvox_async.scheduler.stores import protocol
from wolkvox_async.scheduler.stores.memory import MemoryStore
from wolkvox_async.scheduler.stores.protocol import Busy, Claim, Granted, Question, ReadUsed, SetExpiry, Spent, Store

__all__ = ["FallbackStore"]

_AGAIN = 5.0  # seconds until a store that failed is asked again
_LOGGER = logging.getLogger("wolkvox_async")


class FallbackStore(Store):
    """A store in front of another one, which decides by itself while the other is gone."""

    def __init__(self, store: Store, clock: Callable[[], float]) -> None:
        self._store = store
        self._clock = clock
        self._own = MemoryStore(permits=1)  # this process's leases, and the last counts heard with its calls since
        self._failed_at = -inf
        self._asking = 0  # questions that the store has not answered

    @property
    def degraded(self) -> bool:
        """Whether the store is gone."""
        return self._failed_at > -inf

    async def ask(self, question: Question, *, within: float = inf, slow: protocol.Slow | None = None) -> Any:
        """Ask the store, or decide by the own leases and counts while it is gone."""
        if self.degraded and (self._asking or 0 <= self._clock() - self._failed_at < _AGAIN):
            return self._decide(question)  # one question at a time finds out whether it still is
        budget = None if isinstance(question, protocol.CountLeases) else question.budget
        known = budget and self._own.apply(ReadUsed(budget))
        self._asking += 1
        try:
            answer = await self._store.ask(question, within=within, slow=slow)
        except StoreUnavailable as error:
            self._fail(error)
            return self._decide(question)
        finally:
            self._asking -= 1
        if budget and not isinstance(answer, Busy):
            # What was decided here since the question was asked is not in the store's count.
            since = max(0, self._own.apply(ReadUsed(budget)) - known) if self.degraded else 0
            if isinstance(question, Claim) and isinstance(answer, Granted):
                self._own.apply(SetExpiry(question, question.until))
            used = answer.used if isinstance(answer, Granted | Spent) else int(answer)
            self._own.set_used(budget, used + since)
        if self.degraded:
            _LOGGER.warning("the store is back")
            self._failed_at = -inf
        return answer

    def _fail(self, error: StoreUnavailable) -> None:
        if not self.degraded:
            _LOGGER.error("the store is gone, so this process goes on with one call a token at once: %s", error)
        self._failed_at = self._clock()

    def _decide(self, question: Question) -> Any:
        answer = self._own.apply(question)
        if isinstance(question, Claim) and isinstance(answer, Granted):
            self._store.post(SetExpiry(question, question.until))
        return answer

    def post(self, change: protocol.Change) -> None:
        """Carry out a change, at the store and in the own leases and counts."""
        if not isinstance(change, SetExpiry) or change.claim.lease_id != protocol.REDUCED:  # one permit is left already
            self._own.apply(change)
        self._store.post(change)

    async def aclose(self) -> None:
        """Close the store."""
        await self._store.aclose()
