"""Storing and decoding share the event loop: all of it together gets a few milliseconds of each turn.

Without this, two hundred replies that are ready together would be decoded in one turn of the loop, more than a
second in which nothing else runs. A lock around each batch would do too, at 20 to 50 % of the time.
"""

import asyncio
from time import perf_counter  # real work takes real time, whatever clock the loop has

from wolkvox_async.process import Home

__all__ = ["LoopTimeBudget"]


class LoopTimeBudget:
    """A budget of seconds for each turn of the loop."""

    def __init__(self, budget: float = 0.003) -> None:
        self._budget = budget
        self._began: float | None = None
        self._home = Home()

    async def wait(self) -> None:
        """Wait until there is time left in this turn of the loop to do a small piece of work (a millisecond or so)."""
        if self._home.moved():  # a fork, or another loop: the turn that began there does not end here
            self._began = None
        while self._began is not None and perf_counter() - self._began >= self._budget:  # noqa: ASYNC110
            # the next turn of the loop is what is waited for, and it has no event
            await asyncio.sleep(0)
        if self._began is None:
            self._began = perf_counter()
            asyncio.get_running_loop().call_soon(self._next)

    def _next(self) -> None:
        self._began = None
