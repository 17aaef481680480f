"""The store of one process: documents in a dictionary. Nothing in it awaits, so every step is one step."""

from collections import defaultdict
from math import inf
from threading import Lock
from typing import Any

from wolkvox_async.limits import PERMITS_PER_TOKEN
from wolkvox_async.scheduler.stores.granting import Document, entry_of, names, take
from wolkvox_async.scheduler.stores.protocol import Budget, Change, Question, Slow, Step, Store

__all__ = ["MemoryStore"]


class MemoryStore(Store):
    """Permits and quotas in memory. Schedulers of one process may share it; a restart forgets it.

    Args:
        permits: Of each token.
    """

    def __init__(self, permits: int = PERMITS_PER_TOKEN) -> None:
        self._permits = permits
        self._documents: dict[str, Document] = defaultdict(dict)
        self._lock = Lock()  # clients in other threads may share it

    async def ask(self, question: Question, *, within: float = inf, slow: Slow | None = None) -> Any:  # noqa: ARG002
        """Answer a question at once."""
        return self.apply(question)

    def post(self, change: Change) -> None:
        """Carry out a change at once."""
        self.apply(change)

    async def aclose(self) -> None:
        """There is nothing to close."""

    def apply(self, step: Step) -> Any:
        """Take a step, and return its answer if it is a question."""
        with self._lock:
            return take(step, [self._documents[name] for name in names(step)], self._permits)

    def set_used(self, budget: Budget, used: int) -> None:
        """Take another store's count of the day, whether larger or smaller."""
        days = self._documents[f"{budget.account} days"]
        days[budget.day] = used, entry_of(budget, days)[1]
