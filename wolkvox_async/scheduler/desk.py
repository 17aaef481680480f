"""One operation's desk: its seats, and the turns of those who wait for one. The books of this process alone.

A seat is the right to ask the store for one slot of a token; every token has two. A seat is *free*, *away*
(the store said that another process, or a quarantine, has the slot), or with a caller. A seat that is given
back goes straight to the next in line, without a poll and without a loop turn in which somebody could slip in
between. Only seats that are away are polled for, by one timer for the whole desk, and only while somebody
waits.

Every waiter is one future. The store may still say no to whoever got a seat, so a turn is an attempt, not a
grant.
"""

import asyncio
import random
from asyncio import Future
from collections import deque
from collections.abc import Callable
from datetime import datetime
from itertools import count

from attrs import define

from wolkvox_async import limits
from wolkvox_async.operation import Operation, Token
from wolkvox_async.scheduler.day import Day
from wolkvox_async.scheduler.lanes import Lane, Lanes
from wolkvox_async.scheduler.store import Budget

__all__ = ["Desk", "Seat", "Turn"]

_FIRST_LOOK = 0.002  # seconds until a slot that somebody else has is looked at again
_LAST_LOOK = 0.020  # ... and after many looks
_LOOKS_APART = 0.001  # between any two looks of a desk, however many tokens it has
_LONGEST_PLACE = 0.2  # a party that looks less often keeps no place in line: the slot would idle for it
_LONGEST_SLEEP = 60.0  # a machine that was suspended notices its midnight this late
_ALARMS = (0.80, 0.95)  # shares of the quota worth telling


@define(eq=False)
class Seat:
    """A slot of a token. The two seats of a token are one object, twice in the books."""

    token: Token
    key: str
    trusted: bool = True
    squeezed_until: float = 0.0  # when the second slot comes back, after somebody else used the token
    squeezed_for: float = 0.0  # how long it was away the last time
    restore: "asyncio.TimerHandle | None" = None


@define(eq=False)
class Turn:
    """A caller in line: its place, and the future that wakes it with a seat, or with None: time is up."""

    lane: Lane
    number: int
    wake: "Future[Seat | None]"


class Desk:
    """Who waits for which slots of an operation; decides nothing that the store decides."""

    def __init__(
        self, operation: Operation, clock: Callable[[], float], restored: Callable[[Operation, Token], None]
    ) -> None:
        self.operation = operation
        self.quota = operation.daily_quota
        self.waiting = Lanes[Turn]()
        self.parked = Lanes[Turn]()  # the day is spent: these wait for the next
        self.numbers = count()
        self.away_until = 0.0  # the latest word of the store on a slot that somebody else has
        self.paused_until = 0.0  # the server is in maintenance
        self._clock = clock
        self._tell_restored = restored
        self._resume: asyncio.TimerHandle | None = None
        self._seats = {token: Seat(token, operation.slot_key(token)) for token in operation.tokens}
        self._free = deque([*self._seats.values()] * limits.SLOTS_PER_TOKEN)
        self._away: deque[Seat] = deque()
        self._pause = _FIRST_LOOK
        self._look: asyncio.TimerHandle | None = None
        self._dawn: asyncio.TimerHandle | None = None
        self._dawn_at = 0.0  # when those who are parked try again
        self._start_day(clock())

    # The day

    def today(self, now: float) -> Budget:
        if not self.day.holds(now):
            self._start_day(now)
        return self.budget

    def _start_day(self, now: float) -> None:
        self.day = Day.at(now, self.operation.tz, self.operation.reset_hour)
        self.budget = Budget(self.operation.key, self.day.name, self.quota)
        self.used = 0  # the last count heard of; the store knows better
        self._alarms = list(_ALARMS)
        self._alarm_at = _ALARMS[0] * self.quota

    def note(self, budget: Budget, used: int) -> list[float]:
        """Take in the store's count of a day; return the shares of the quota that it is the first to pass."""
        if budget is not self.budget:
            return []
        self.used = used
        passed: list[float] = []
        while used >= self._alarm_at:
            passed.append(self._alarms.pop(0))
            self._alarm_at = self._alarms[0] * self.quota if self._alarms else float("inf")
        return passed

    def refunded(self, budget: Budget, cost: int) -> None:
        if budget is self.budget:
            self.used = max(0, self.used - cost)
            self.unpark()

    def moment(self, instant: float) -> datetime:
        """Return the instant on the operation's wall clock."""
        return datetime.fromtimestamp(instant, self.operation.tz)

    # Seats

    @property
    def trusted(self) -> bool:
        return bool(self._seats)

    def seat_now(self) -> Seat | None:
        """Return a seat for one who has just come; None where others wait or nothing can be free."""
        if self.waiting or self.paused:
            return None
        return _trusted(self._free) or _trusted(self._away)

    def give_back(self, seat: Seat) -> None:
        """Pass the seat on to who is next."""
        self._free.append(seat)
        self.serve()

    def send_away(self, seat: Seat, until: float) -> None:
        """Note that the store gave the seat's slot to somebody else, until then at the latest."""
        self.away_until = until
        self._away.append(seat)

    def squeeze(self, seat: Seat, now: float) -> float | None:
        """Return for how long the token is to have one slot; None while it is so already.

        Twice as long as the last time, if that is not long over.
        """
        if now < seat.squeezed_until:
            return None
        calm = now - seat.squeezed_until > seat.squeezed_for
        seconds = limits.SQUEEZE_SECONDS if calm else min(2 * seat.squeezed_for, limits.LONGEST_SQUEEZE_SECONDS)
        seat.squeezed_for, seat.squeezed_until = seconds, now + seconds
        seat.restore = asyncio.get_running_loop().call_later(seconds, self._restored, seat)
        return seconds

    def pause(self, seconds: float) -> bool:
        """Hand out no seat for so long; say whether that is new."""
        now = self._clock()
        if now < self.paused_until:
            return False
        self.paused_until = now + seconds
        self._resume = asyncio.get_running_loop().call_later(seconds, self.serve)
        return True

    @property
    def paused(self) -> bool:
        return self._clock() < self.paused_until

    def distrust(self, token: Token) -> None:
        seat = self._seats.pop(token, None)
        if seat:
            seat.trusted = False

    @property
    def returns(self) -> float:
        """How long a refused caller keeps its place in the store's line: two rounds of looking."""
        round_ = max(_LAST_LOOK, _LOOKS_APART * len(self._away)) * 1.25
        return 2 * round_ if 2 * round_ <= _LONGEST_PLACE else 0.0

    # Turns

    def join(self, turn: Turn, *, again: bool) -> None:
        """Stand in line; again: at the place one had, since the store said no."""
        (self.waiting.put_back if again else self.waiting.push)(turn.lane, turn.number, turn)
        self.serve()

    def park(self, turn: Turn) -> None:
        """Wait for the day to end."""
        self.parked.push(turn.lane, turn.number, turn)
        self._dawn_at = self.day.ends
        self._sleep_till_dawn()

    def leave(self, turn: Turn) -> None:
        """Go without a slot; a seat that was just handed over is passed on."""
        self.waiting.discard(turn.lane, turn.number)
        self.parked.discard(turn.lane, turn.number)
        if not turn.wake.cancelled():  # who is cancelled while it waits takes its future with it
            seat = turn.wake.result()
            if seat:
                self.give_back(seat)

    def give_up(self, turn: Turn) -> None:
        """Wake a turn with nothing: its time is up."""
        self.waiting.discard(turn.lane, turn.number)
        self.parked.discard(turn.lane, turn.number)
        if not turn.wake.done():
            turn.wake.set_result(None)

    def dismiss(self) -> None:
        """Wake all with nothing: there will be no seat any more."""
        for lanes in (self.waiting, self.parked):
            for turn in lanes.drain():
                if not turn.wake.done():
                    turn.wake.set_result(None)
        for timer in (self._look, self._dawn, self._resume, *(seat.restore for seat in self._seats.values())):
            if timer:
                timer.cancel()

    def unpark(self) -> None:
        """Let those who waited for budget try again, each at the place it had."""
        for turn in self.parked.drain():
            self.waiting.push(turn.lane, turn.number, turn)
        self.serve()

    def serve(self) -> None:
        """Hand free seats to those who wait; keep looking for the seats that are away."""
        if self.paused:
            return
        while self.waiting and self._hand(_trusted(self._free)):
            pass
        if self.waiting and self._away and not self._look:
            self._look = asyncio.get_running_loop().call_later(self._next_look(), self._look_again)

    def found(self) -> None:
        """The store granted a slot: what is away may be back too, so look again soon."""
        self._pause = _FIRST_LOOK

    def _restored(self, seat: Seat) -> None:
        seat.restore = None
        self._tell_restored(self.operation, seat.token)
        self.serve()

    def _hand(self, seat: Seat | None) -> bool:
        if not seat:
            return False
        turn = self.waiting.pop()
        if turn.wake.done():  # cancelled, and not yet run
            self._free.appendleft(seat)
        else:
            turn.wake.set_result(seat)
        return True

    def _next_look(self) -> float:
        pause = self._pause * random.uniform(0.75, 1.25) / len(self._away)
        self._pause = min(_LAST_LOOK, self._pause * 1.5)
        return max(_LOOKS_APART, pause)

    def _look_again(self) -> None:
        self._look = None
        if self.waiting and not self.paused:
            self._hand(_trusted(self._away))
        self.serve()

    def _sleep_till_dawn(self) -> None:
        if not self._dawn:
            left = min(_LONGEST_SLEEP, max(0.0, self._dawn_at - self._clock()))
            self._dawn = asyncio.get_running_loop().call_later(left, self._wake_at_dawn)

    def _wake_at_dawn(self) -> None:
        self._dawn = None
        if self._clock() >= self._dawn_at:
            self.unpark()
        elif self.parked:
            self._sleep_till_dawn()


def _trusted(seats: deque[Seat]) -> Seat | None:
    """Take the first seat whose token is still trusted; the others leave the books here."""
    while seats:
        seat = seats.popleft()
        if seat.trusted:
            return seat
    return None
