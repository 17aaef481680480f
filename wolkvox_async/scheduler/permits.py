"""Who gets which permit: the permits of an operation's tokens, and those who wait for one.

A permit is the right to ask the store. It is *free*, with a caller, or *away*: the store said that another process, or
a quarantine, has it. One that is given back goes straight to the next waiter. One that is away counts as free again
after some milliseconds, so it is looked for only while a caller waits.
"""

import asyncio
import random
from asyncio import Future, TimerHandle
from collections import deque
from collections.abc import Callable, Iterable
from itertools import count

from attrs import Factory, define, field

from wolkvox_async.operation import Token
from wolkvox_async.scheduler.lanes import Lane, Lanes

__all__ = ["FIRST_LOOK", "TICKET_TTL", "PermitQueue", "TokenPermits", "Waiter"]

TICKET_TTL = 0.05  # seconds of a place in the store's wait queue: a look and the round trip to a store on another host
FIRST_LOOK = 0.002  # seconds until a permit that another process has is looked for again
_LAST_LOOK = 0.010  # ... and after many looks
_LOOKS_APART = 0.001  # between any two looks of a queue, however many tokens it has
_LONGEST_SLEEP = 60.0  # a machine that was suspended notices its midnight this late


@define(eq=False)
class TokenPermits:
    """What a token's two permits share. A permit is one mention of this: in a list here, or with a caller."""

    token: Token
    key: str  # what the store knows it by
    label: str = field(default=Factory(lambda self: self.token.digest[:6], takes_self=True), init=False)  # in events
    revoked: bool = False  # the server refused it, so it is never used again
    look_after: float = FIRST_LOOK  # seconds, where another process has it
    restore: TimerHandle | None = None  # brings the second permit back, after another program used the token
    reduced_until: float = 0.0  # when that was to be, the last time
    reduced_for: float = 0.0  # seconds, the last time


@define(eq=False)
class Waiter:
    """A caller on its way to a permit."""

    endpoint: str
    lane: Lane
    cost: int  # calls that it takes of the day
    max_wait: float  # seconds
    asked: float  # when it came, by the scheduler's clock
    share: float = 1.0  # of the day's calls, beyond which it takes none
    last_event: str = field(default="", init=False)  # why it waits
    number: int = field(default=-1, init=False)  # its place, once it has one
    deadline: float = field(init=False)  # when its time is up, by the loop's
    future: "Future[TokenPermits | None]" = field(init=False)  # brings a permit, or None where it waits in vain

    def __attrs_post_init__(self) -> None:
        self.deadline = asyncio.get_running_loop().time() + self.max_wait


class PermitQueue:
    """Waiters in two lanes, and two permits a token. It decides nothing that the store decides."""

    def __init__(self, permits: Iterable[TokenPermits], clock: Callable[[], float]) -> None:
        self.waiting: Lanes[Waiter] = Lanes()
        self.waiting_for_reset: dict[int, Waiter] = {}
        self.all_revoked = False
        self.away_until = 0.0  # the latest word on a permit that is away
        self.paused_until = 0.0  # by the clock as it was when the pause began
        self._clock = clock
        self._numbers = count()
        self._free = deque(permits)
        self._away: deque[TokenPermits] = deque()
        self._pause: TimerHandle | None = None
        self._reset: TimerHandle | None = None
        self._reset_at = 0.0

    # Permits

    def take(self) -> TokenPermits | None:
        """Return a permit for one who has just come; None where others wait or none can be free."""
        return None if self.waiting or self.paused else _usable(self._free) or _usable(self._away)

    def give_back(self, permit: TokenPermits) -> None:
        """Pass the permit on to who is next."""
        self._free.append(permit)
        self.serve()

    def send_away(self, permit: TokenPermits, until: float) -> None:
        """Note that a permit is taken, until then at the latest, and look for it again shortly."""
        self.away_until = until
        self._away.append(permit)
        seconds = max(permit.look_after, len(self._away) * _LOOKS_APART) * random.uniform(0.75, 1.25)
        permit.look_after = min(_LAST_LOOK, permit.look_after * 1.5)
        asyncio.get_running_loop().call_later(seconds, self._look_again, permit)
        self.serve()

    def _look_again(self, permit: TokenPermits) -> None:
        if permit in self._away:  # else one who has just come looks
            self._away.remove(permit)
            self.give_back(permit)

    # Waiters

    @property
    def waiters(self) -> int:
        """How many callers wait for a permit, or for the reset."""
        return len(self.waiting) + len(self.waiting_for_reset)

    async def wait(self, waiter: Waiter, *, reset_at: float | None = None) -> TokenPermits | None:
        """Wait for a permit, and before that for reset_at, if any; None when its time is up, or all are sent away."""
        loop = asyncio.get_running_loop()
        again = waiter.number >= 0
        if not again:
            waiter.number = next(self._numbers)
        waiter.future = loop.create_future()
        timer = loop.call_at(waiter.deadline, self.expire, waiter)
        if reset_at is not None:
            self.waiting_for_reset[waiter.number] = waiter
            self._reset_at = reset_at
            if not self._reset:
                self._await_reset()
        else:
            (self.waiting.put_back if again else self.waiting.push)(waiter.lane, waiter.number, waiter)
            self.serve()
        try:
            return await waiter.future
        except asyncio.CancelledError:
            self._forget(waiter)
            if not waiter.future.cancelled() and (permit := waiter.future.result()):
                self.give_back(permit)  # it was just handed over
            raise
        finally:
            timer.cancel()

    def expire(self, waiter: Waiter) -> None:
        """Wake a waiter with nothing: its time is up."""
        self._forget(waiter)
        if not waiter.future.done():
            waiter.future.set_result(None)

    def _forget(self, waiter: Waiter) -> None:
        self.waiting.discard(waiter.lane, waiter.number)
        self.waiting_for_reset.pop(waiter.number, None)

    def cancel_waiters(self) -> None:
        """Wake all with nothing: there will be no permit any more."""
        for waiter in [*self.waiting, *self.waiting_for_reset.values()]:
            self.expire(waiter)
        for timer in (self._reset, self._pause):
            if timer:
                timer.cancel()

    def retry_spent(self) -> None:
        """Let those who wait for the reset try again, each at the place it had: there is room."""
        for waiter in self.waiting_for_reset.values():
            self.waiting.push(waiter.lane, waiter.number, waiter)
        self.waiting_for_reset.clear()
        self.serve()

    def serve(self) -> None:
        """Hand free permits to those who wait."""
        while self.waiting and not self.paused and (permit := _usable(self._free)):
            waiter = self.waiting.pop()
            if waiter.future.done():  # cancelled, and not yet run
                self._free.appendleft(permit)
            else:
                waiter.future.set_result(permit)

    # Pauses and days

    @property
    def paused(self) -> bool:
        """Whether the server is in maintenance."""
        return self._pause is not None

    def pause(self, seconds: float) -> None:
        """Hand out no permit for this long."""
        self.paused_until = self._clock() + seconds
        self._pause = asyncio.get_running_loop().call_later(seconds, self._resume)

    def _resume(self) -> None:
        self._pause = None
        self.serve()

    def _await_reset(self) -> None:
        self._reset, left = None, self._reset_at - self._clock()
        if left <= 0:
            self.retry_spent()
        elif self.waiting_for_reset:
            self._reset = asyncio.get_running_loop().call_later(min(_LONGEST_SLEEP, left), self._await_reset)


def _usable(permits: deque[TokenPermits]) -> TokenPermits | None:
    """Take the first permit whose token was not revoked; the others are dropped here."""
    while permits:
        permit = permits.popleft()
        if not permit.revoked:
            return permit
    return None
