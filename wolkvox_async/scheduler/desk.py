"""One operation's desk: its seats, and the turns of those who wait for one. The books of this process alone.

A seat is the right to ask the store for one slot of a token; every token has two. A seat is *free*, *away* (the store
said that another process, or a quarantine, has the slot), with a caller, or *kept*: its last call is done, and the slot
is ours for a moment longer, for the next (`seat.py`). A seat that is given back goes straight to the next in line,
without a poll and without a loop turn in which somebody could slip in between. Only seats that are away are polled for,
by one timer for the whole desk, and only while somebody waits.

Every waiter is one future. The store may still say no to whoever got a seat, so a turn is an attempt, not a
grant.
"""

import asyncio
import random
from collections import deque
from collections.abc import Callable
from datetime import datetime
from itertools import count, takewhile
from math import inf

from wolkvox_async import limits
from wolkvox_async.operation import Operation, Token
from wolkvox_async.scheduler.book import Book
from wolkvox_async.scheduler.day import Day
from wolkvox_async.scheduler.lanes import Lanes
from wolkvox_async.scheduler.seat import STINT_SECONDS, WANTED_SECONDS, Pair, Seat, calls_ahead
from wolkvox_async.scheduler.store import Budget, Claim, Granted
from wolkvox_async.scheduler.turn import Turn

__all__ = ["Desk"]

_FIRST_LOOK = 0.002  # seconds until a slot that somebody else has is looked at again
_LAST_LOOK = 0.020  # ... and after many looks
_LOOKS_APART = 0.001  # between any two looks of a desk, however many tokens it has
_LONGEST_PLACE = 0.2  # a party that looks less often keeps no place in line: the slot would idle for it
_LONGEST_SLEEP = 60.0  # a machine that was suspended notices its midnight this late
_SHORTEST = 0.001  # seconds; no call is shorter
_PLENTY = 10  # a process books ahead no more than this part of what is left of the day


class Desk:
    """Who waits for which slots of an operation; decides nothing that the store decides."""

    def __init__(
        self,
        operation: Operation,
        clock: Callable[[], float],
        restored: Callable[[Operation, Token], None],
        watch: "Callable[[Desk], None]",
    ) -> None:
        self.operation = operation
        self.waiting: Lanes[Turn] = Lanes()
        self.parked: dict[int, Turn] = {}  # the day is spent: these wait for the next
        self.numbers = count()
        self.away_until = 0.0  # the latest word of the store on a slot that somebody else has
        self.paused = False  # the server is in maintenance
        self.paused_until = 0.0  # ... until then, as the clock was when it began
        self._clock = clock
        self._tell_restored = restored
        self._watch = watch
        self.watched = False  # somebody comes by and gives back what is kept for too long
        self._resume: asyncio.TimerHandle | None = None
        self.book = self._open(Day.at(clock(), operation.tz, operation.reset_hour))
        self._pairs = {token: Pair(token, operation.slot_key(token)) for token in operation.tokens}
        seats = (Seat(pair, self.book) for _ in range(limits.SLOTS_PER_TOKEN) for pair in self._pairs.values())
        self._free = deque(seats)
        self._seats = tuple(self._free)
        self.kept: list[Seat] = []  # the longest kept first
        self.era = 0  # how often stints were ended
        self.usual = inf  # seconds that a call took of late
        self._away: deque[Seat] = deque()
        self._pause = _FIRST_LOOK
        self._look: asyncio.TimerHandle | None = None
        self._dawn: asyncio.TimerHandle | None = None
        self._dawn_at = 0.0  # when those who are parked try again

    # The day

    def today(self, now: float) -> Book:
        """Return the book of the day; with a new one all stints end."""
        if not self.book.day.holds(now):
            day = Day.at(now, self.operation.tz, self.operation.reset_hour)
            # A clock that is set back and forth may come back to a day on which we have claims.
            known = [seat.book for seat in self._seats if seat.claim is not None and seat.book.day == day]
            self.book = known[0] if known else self._open(day)
            self.end_stints()
        return self.book

    def _open(self, day: Day) -> Book:
        return Book(day, Budget(self.operation.key, day.name, self.operation.daily_quota))

    def moment(self, instant: float) -> datetime:
        """Return the instant on the operation's wall clock."""
        return datetime.fromtimestamp(instant, self.operation.tz)

    # Seats

    @property
    def trusted(self) -> bool:
        return bool(self._pairs)

    def seat_now(self) -> Seat | None:
        """Return a seat for one who has just come; None where others wait or nothing can be free."""
        if self.waiting.count or self.paused:
            return None
        return self._idle() or _trusted(self._away)

    def give_back(self, seat: Seat, now: float) -> None:
        """Pass the seat on to who is next; one that has its slot still is kept for a moment, if nobody is."""
        if seat.claim is None:
            self._free.append(seat)
        else:
            seat.kept_since = now
            self.kept.append(seat)
            if not self.watched:
                self._watch(self)
        if self.waiting.count:
            self.serve()

    def tired(self, longest: float) -> list[Seat]:
        """Take out the seats that were kept for so many seconds without a call."""
        now = self._clock()
        tired = list(takewhile(lambda seat: not 0 <= now - seat.kept_since < longest, self.kept))
        del self.kept[: len(tired)]
        return tired

    # Stints

    def likely(self) -> int:
        """Return how many calls to book ahead: as many as a stint may see, and no large part of what is left."""
        likely, book = calls_ahead(self.usual), self.book
        return likely and max(0, min(likely, (book.budget.quota - book.used) // _PLENTY) - book.ahead)

    def begin(self, seat: Seat, claim: Claim, granted: Granted, book: Book, era: int) -> None:
        """Take in what the store granted; era is that in which it was asked."""
        if era != self.era or self.paused:  # meanwhile
            seat.begin(claim, book, unused=granted.ahead)
        else:
            ends = min(claim.now + (WANTED_SECONDS if granted.wanted else STINT_SECONDS), book.day.ends)
            seat.begin(claim, book, booked=granted.ahead, ends=ends)

    def keeps(self, seat: Seat, now: float) -> bool:
        """Tell whether the slot stays ours after a call: its stint goes on, and calls have come one after the other."""
        return seat.begins <= now < seat.ends and seat.book.backed > 0

    def go_on(self, now: float, cost: int) -> Seat | None:
        """Return a seat that was kept, with a call that is booked; where one is kept nobody waits."""
        if not self.kept or not self.kept[-1].covers(now, cost):
            return None
        self.book.spend(cost)
        return self.kept.pop()

    def done(self, seconds: float) -> None:
        """Learn how long calls take. It takes many slow ones to unlearn the quick: a busy loop is late for all."""
        if seconds > self.usual:
            self.usual = min(2 * self.usual, seconds)
        elif seconds > _SHORTEST:
            self.usual = seconds
        elif seconds >= 0:  # else the clock was set back
            self.usual = _SHORTEST

    def refund(self, seat: Seat, cost: int) -> None:
        """Let a call cost nothing, since it never reached the server."""
        seat.unused += cost - seat.book.unspend(cost)
        self.unpark()

    def end_stints(self, pair: Pair | None = None) -> None:
        """Let no further call go without asking the store."""
        self.era += 1
        for seat in self._seats:
            if pair is None or seat.pair is pair:
                seat.ends = 0.0

    def recall(self) -> list[tuple[Claim, int]]:
        """End all stints; return the claims under way that brought calls in, and how many each is to give back."""
        self.end_stints()
        recalled: list[tuple[Claim, int]] = []
        for seat in self._seats:
            if seat.claim is not None and seat.booked:
                seat.withdraw()
                recalled.append((seat.claim, seat.unused))
                seat.unused = 0
        return recalled

    def send_away(self, seat: Seat, until: float) -> None:
        """Note that the store gave the seat's slot to somebody else, until then at the latest."""
        self.away_until = until
        self._away.append(seat)

    def squeeze(self, seat: Seat, now: float) -> float | None:
        """Return for how long the token is to have one slot; None while it is so already.

        Twice as long as the last time, if that is not long over.
        """
        pair = seat.pair
        if pair.restore:
            return None
        calm = now - pair.squeezed_until > pair.squeezed_for
        seconds = limits.SQUEEZE_SECONDS if calm else min(2 * pair.squeezed_for, limits.LONGEST_SQUEEZE_SECONDS)
        pair.squeezed_for, pair.squeezed_until = seconds, now + seconds
        pair.restore = asyncio.get_running_loop().call_later(seconds, self._restored, pair)
        self.end_stints(pair)
        return seconds

    def pause(self, seconds: float) -> bool:
        """Hand out no seat for so long; say whether that is new."""
        if self.paused:
            return False
        self.paused = True
        self.paused_until = self._clock() + seconds
        self.end_stints()
        self._resume = asyncio.get_running_loop().call_later(seconds, self._resumed)
        return True

    def distrust(self, token: Token) -> None:
        pair = self._pairs.pop(token, None)
        if pair:
            pair.trusted = False
            self.end_stints(pair)
            if pair.restore:
                pair.restore.cancel()

    @property
    def returns(self) -> float:
        """How long a refused caller keeps its place in the store's line: two rounds of looking."""
        seconds = 2.5 * max(_LAST_LOOK, _LOOKS_APART * len(self._away))
        return seconds if seconds <= _LONGEST_PLACE else 0.0

    # Turns

    def join(self, turn: Turn, *, again: bool) -> None:
        """Stand in line; again: at the place one had, since the store said no."""
        (self.waiting.put_back if again else self.waiting.push)(turn.lane, turn.number, turn)
        self.serve()

    def park(self, turn: Turn) -> None:
        """Wait for the day to end."""
        self.parked[turn.number] = turn
        self._dawn_at = self.book.day.ends
        self._sleep_till_dawn()

    def leave(self, turn: Turn) -> None:
        """Go without a slot; a seat that was just handed over is passed on."""
        self._forget(turn)
        if not turn.wake.cancelled():  # who is cancelled while it waits takes its future with it
            seat = turn.wake.result()
            if seat:
                self.give_back(seat, self._clock())

    def give_up(self, turn: Turn) -> None:
        """Wake a turn with nothing: its time is up."""
        self._forget(turn)
        if not turn.wake.done():
            turn.wake.set_result(None)

    def dismiss(self) -> None:
        """Wake all with nothing: there will be no seat any more."""
        self.end_stints()
        for turn in [*self.waiting.drain(), *self.parked.values()]:
            if not turn.wake.done():
                turn.wake.set_result(None)
        self.parked.clear()
        for timer in (self._look, self._dawn, self._resume, *(pair.restore for pair in self._pairs.values())):
            if timer:
                timer.cancel()

    def unpark(self) -> None:
        """Let those who waited for budget try again, each at the place it had."""
        for turn in self.parked.values():
            self.waiting.push(turn.lane, turn.number, turn)
        self.parked.clear()
        self.serve()

    def serve(self) -> None:
        """Hand free seats to those who wait; keep looking for the seats that are away."""
        if self.paused:
            return
        while self.waiting and self._hand(self._idle()):
            pass
        if self.waiting and self._away and not self._look:
            self._look = asyncio.get_running_loop().call_later(self._next_look(), self._look_again)

    def found(self) -> None:
        """The store granted a slot: what is away may be back too, so look again soon."""
        self._pause = _FIRST_LOOK

    def _forget(self, turn: Turn) -> None:
        self.waiting.discard(turn.lane, turn.number)
        self.parked.pop(turn.number, None)

    def _resumed(self) -> None:
        self.paused = False
        self.serve()

    def _restored(self, pair: Pair) -> None:
        pair.restore = None
        self._tell_restored(self.operation, pair.token)
        self.serve()

    def _idle(self) -> Seat | None:
        return self.kept.pop() if self.kept else _trusted(self._free)

    def _hand(self, seat: Seat | None) -> bool:
        if not seat:
            return False
        turn = self.waiting.pop()
        if not turn.wake.done():
            turn.wake.set_result(seat)
        elif seat.claim is None:  # cancelled, and not yet run
            self._free.appendleft(seat)
        else:
            self.kept.append(seat)
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
        if seat.pair.trusted:
            return seat
    return None
