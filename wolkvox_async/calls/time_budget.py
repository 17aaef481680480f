"""Storing and decoding share the event loop: all of it together gets a few milliseconds of each turn.

Without this, two hundred replies that are ready together would be decoded in one turn of the loop, more than a
second in which nothing else runs. A lock around each batch would do too, at 20 to 50 % of the time.
"""

import asyncio
from collections import deque
from contextlib import suppress
from time import perf_counter  # real work takes real time, whatever clock the loop has

from wolkvox_async.process import Home

__all__ = ["LoopTimeBudget"]


class LoopTimeBudget:
    """A budget of seconds for each turn of the loop.

    Those who find it spent wait in line. Each turn lets some of them on, as many as it is likely to have time for:
    twice as many as the last turn where that had time left, half as many where it had not.
    """

    def __init__(self, budget: float = 0.003) -> None:
        self._budget = budget
        self._began: float | None = None  # when this turn's work began; None: it has not yet
        self._line: deque[asyncio.Future[None]] = deque()
        self._let_on = 1  # of the line, in a turn
        self._turning = False  # whether `_turn` is called in this turn of the loop, or the next
        self._home = Home()

    async def wait(self) -> None:
        """Wait until there is time left in this turn of the loop to do a small piece of work (a millisecond or so)."""
        if self._home.moved():  # a fork, or another loop: the turn that began there does not end here
            self._began, self._line, self._turning = None, deque(), False
        if self._line or self._spent():
            await self._stand_in_line()
        if self._began is None:
            self._began = perf_counter()
            self._go_on()

    def _spent(self) -> bool:
        return self._began is not None and perf_counter() - self._began >= self._budget

    async def _stand_in_line(self) -> None:
        place = asyncio.get_running_loop().create_future()
        self._line.append(place)
        self._go_on()
        while True:
            try:
                await place
            except asyncio.CancelledError:
                with suppress(ValueError):  # it may have been let on
                    self._line.remove(place)
                raise
            if not self._spent():
                return
            place = asyncio.get_running_loop().create_future()
            self._line.appendleft(place)

    def _go_on(self) -> None:
        if not self._turning:
            self._turning = True
            asyncio.get_running_loop().call_soon(self._turn)

    def _turn(self) -> None:
        """End this turn's work, and let on the first of the line in the next one."""
        self._turning = False
        worked = 0.0 if self._began is None else perf_counter() - self._began
        self._began = None
        if not self._line:
            return
        if worked < self._budget / 2:
            self._let_on *= 2
        elif worked >= self._budget:
            self._let_on = max(1, self._let_on // 2)
        self._let_on = min(self._let_on, len(self._line))
        for _ in range(self._let_on):
            if not (place := self._line.popleft()).done():  # or cancelled
                place.set_result(None)
        self._go_on()  # after those that are let on now
