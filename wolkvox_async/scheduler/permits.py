"""Who gets which permit: the permits of an operation's tokens, and those who wait for one.

Every token has two permits. A permit is *free*, with a caller, or *away*: the store said that another process, or a
quarantine, has it. One that is given back goes straight to the next waiter, without a poll and without a turn of the
loop in which a newcomer could slip in between. Only permits that are away are looked for, by one timer for the whole
queue, and only while a caller waits.

Every wait is one future and one timer. The store may still say no to whoever got a permit here, so a permit
is the right to ask.
"""

import asyncio
import random
from asyncio import Future, TimerHandle
from collections import deque
from collections.abc import Callable, Iterable
from itertools import count

from attrs import define, field

from wolkvox_async.operation import Token
from wolkvox_async.scheduler.lanes import Lane, Lanes

__all__ = ["PermitQueue", "TokenPermits", "Waiter"]

_FIRST_LOOK = 0.002  # seconds until a permit that another process has is looked for again
_LAST_LOOK = 0.010  # ... and after many looks
_LOOKS_APART = 0.001  # between any two looks of a queue, however many tokens it has
_SHORTEST_TICKET = 0.05  # longer than a look and the round trip to a store on another host
_LONGEST_TICKET = 0.2  # who looks less often keeps no place in the store's wait queue: the permit would idle for it
_LONGEST_SLEEP = 60.0  # a machine that was suspended notices its midnight this late


@define(eq=False)
class TokenPermits:
    """What a token's two permits share. A permit is one mention of this: in a list here, or with a caller.

    Attributes:
        token: The token.
        key: What the store knows it by.
        label: What events call it.
        revoked: The server refused it, so it is never used again.
        restore: Brings the second permit back, after another program used the token.
        reduced_until: When that was to be, the last time.
        reduced_for: Seconds, the last time.
    """

    token: Token
    key: str
    label: str
    revoked: bool = False
    restore: TimerHandle | None = None
    reduced_until: float = 0.0
    reduced_for: float = 0.0


@define(eq=False)
class Waiter:
    """A caller on its way to a permit.

    Attributes:
        endpoint: What it calls.
        lane: Where it waits.
        cost: Calls that it takes of the day.
        max_wait: Seconds that it waits at most.
        asked: When it came, by the scheduler's clock.
        deadline: When its time is up, by the loop's.
        last_event: Why it waits, by the last event.
        number: Its place, once it has one.
        future: Brings a permit, or None where it waits in vain.
    """

    endpoint: str
    lane: Lane
    cost: int
    max_wait: float
    asked: float
    deadline: float
    last_event: str = field(default="", init=False)
    number: int = field(default=-1, init=False)
    future: "Future[TokenPermits | None]" = field(init=False)


class PermitQueue:
    """Waiters in two lanes, and two permits a token. It decides nothing that the store decides."""

    def __init__(self, permits: Iterable[TokenPermits], clock: Callable[[], float]) -> None:
        self.waiting: Lanes[Waiter] = Lanes()
        self.waiting_for_reset: dict[int, Waiter] = {}
        self.away_until = 0.0  # the latest word on a permit that is away
        self.paused_until = 0.0  # by the clock as it was when the pause began
        self._clock = clock
        self._numbers = count()
        self._free = deque(permits)
        self._away: deque[TokenPermits] = deque()
        self._pause: TimerHandle | None = None
        self._look: TimerHandle | None = None
        self._look_after = _FIRST_LOOK
        self._reset: TimerHandle | None = None
        self._reset_at = 0.0

    # Permits

    def take(self) -> TokenPermits | None:
        """Return a permit for one who has just come; None where others wait or none can be free."""
        if self.waiting.count or self.paused:
            return None
        return _usable(self._free) or _usable(self._away)

    def give_back(self, permit: TokenPermits) -> None:
        """Pass the permit on to who is next."""
        self._free.append(permit)
        if self.waiting.count:
            self.serve()

    def send_away(self, permit: TokenPermits, until: float) -> None:
        """Note that a permit is taken, until then at the latest."""
        self.away_until = until
        self._away.append(permit)
        self.serve()

    def look_soon(self) -> None:
        """Look for what is away without delay: the store has just granted a permit."""
        self._look_after = _FIRST_LOOK

    @property
    def ticket_ttl(self) -> float:
        """Seconds for which a refused client keeps its place in the store's wait queue: two rounds of looking."""
        seconds = max(_SHORTEST_TICKET, 2.5 * _LOOKS_APART * len(self._away))
        return seconds if seconds <= _LONGEST_TICKET else 0.0

    # Waiters

    async def wait(self, waiter: Waiter, *, reset_at: float | None = None) -> TokenPermits | None:
        """Wait for a permit, where the waiter had its place before; None when its time is up, or all are sent away.

        Args:
            waiter: Who waits.
            reset_at: The day is spent: wait for that instant before anything else.
        """
        loop = asyncio.get_running_loop()
        again = waiter.number >= 0
        if not again:
            waiter.number = next(self._numbers)
        waiter.future = loop.create_future()
        timer = loop.call_at(waiter.deadline, self.expire, waiter)
        if reset_at is not None:
            self._wait_for_reset(waiter, reset_at)
        else:
            (self.waiting.put_back if again else self.waiting.push)(waiter.lane, waiter.number, waiter)
            self.serve()
        try:
            return await waiter.future
        except asyncio.CancelledError:
            self._leave(waiter)
            raise
        finally:
            timer.cancel()

    def expire(self, waiter: Waiter) -> None:
        """Wake a waiter with nothing: its time is up."""
        self._forget(waiter)
        if not waiter.future.done():
            waiter.future.set_result(None)

    def cancel_waiters(self) -> None:
        """Wake all with nothing: there will be no permit any more."""
        for waiter in [*self.waiting.drain(), *self.waiting_for_reset.values()]:
            if not waiter.future.done():
                waiter.future.set_result(None)
        self.waiting_for_reset.clear()
        for timer in (self._look, self._reset, self._pause):
            if timer:
                timer.cancel()

    def retry_spent(self) -> None:
        """Let those who wait for the reset try again, each at the place it had: there is room."""
        for waiter in self.waiting_for_reset.values():
            self.waiting.push(waiter.lane, waiter.number, waiter)
        self.waiting_for_reset.clear()
        self.serve()

    def serve(self) -> None:
        """Hand free permits to those who wait; keep looking for those that are away."""
        if self.paused:
            return
        while self.waiting and self._hand_over(_usable(self._free)):
            pass
        if self.waiting and self._away and not self._look:
            self._look = asyncio.get_running_loop().call_later(self._next_look(), self._look_again)

    def _hand_over(self, permit: TokenPermits | None) -> bool:
        if not permit:
            return False
        waiter = self.waiting.pop()
        if waiter.future.done():  # cancelled, and not yet run
            self._free.appendleft(permit)
        else:
            waiter.future.set_result(permit)
        return True

    def _leave(self, waiter: Waiter) -> None:
        """Go without a permit; one that was just handed over is passed on."""
        self._forget(waiter)
        if not waiter.future.cancelled():  # who is cancelled while it waits takes its future with it
            permit = waiter.future.result()
            if permit:
                self.give_back(permit)

    def _forget(self, waiter: Waiter) -> None:
        self.waiting.discard(waiter.lane, waiter.number)
        self.waiting_for_reset.pop(waiter.number, None)

    # Timers

    @property
    def paused(self) -> bool:
        """Whether the server is in maintenance."""
        return self._pause is not None

    def pause(self, seconds: float) -> None:
        """Hand out no permit for so long."""
        self.paused_until = self._clock() + seconds
        self._pause = asyncio.get_running_loop().call_later(seconds, self._resume)

    def _resume(self) -> None:
        self._pause = None
        self.serve()

    def _next_look(self) -> float:
        seconds = self._look_after * random.uniform(0.75, 1.25) / len(self._away)
        self._look_after = min(_LAST_LOOK, self._look_after * 1.5)
        return max(_LOOKS_APART, seconds)

    def _look_again(self) -> None:
        self._look = None
        if self.waiting and not self.paused:
            self._hand_over(_usable(self._away))
        self.serve()

    def _wait_for_reset(self, waiter: Waiter, reset_at: float) -> None:
        self.waiting_for_reset[waiter.number] = waiter
        self._reset_at = reset_at
        self._sleep_until_reset()

    def _sleep_until_reset(self) -> None:
        if not self._reset:
            left = min(_LONGEST_SLEEP, max(0.0, self._reset_at - self._clock()))
            self._reset = asyncio.get_running_loop().call_later(left, self._wake_at_reset)

    def _wake_at_reset(self) -> None:
        self._reset = None
        if self._clock() >= self._reset_at:
            self.retry_spent()
        elif self.waiting_for_reset:
            self._sleep_until_reset()


def _usable(permits: deque[TokenPermits]) -> TokenPermits | None:
    """Take the first permit whose token was not revoked; the others are dropped here."""
    while permits:
        permit = permits.popleft()
        if not permit.revoked:
            return permit
    return None
