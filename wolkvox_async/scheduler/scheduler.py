"""When may a call go? When a token has a free slot and the day has a call left, and it is the caller's turn.

The theory in short. The server takes two calls of a token at once and counts all calls of an operation a day,
and it says so only after the fact. So both are settled before anything is sent, by one step of the store
(`store.py`), which is the only truth and is shared by processes. Around that step stands the queue of this
process (`desk.py`):

- A caller that finds a free seat and nobody waiting asks the store at once.
- Otherwise it waits in its lane (`lanes.py`) for a seat, which a release hands over directly, and then asks
  the store.
- Granted: it goes, and where calls are short some go after it without asking (`seat.py`). Busy, another process
  was quicker: back to its own place in line, where at most those who were handed a seat while it asked have gone
  before it. Spent: it waits for midnight if that is within its patience, else it is refused with how long it would
  have been.
- A caller that is cancelled leaves the line, and a seat it was just given goes on to the next.

No wait is a sleep: each is one future and one timer, for as long as max_wait and no longer.
"""

import asyncio
import logging
import secrets
import time
from collections.abc import Callable
from itertools import count

from wolkvox_async import events, limits
from wolkvox_async.errors import ConfigurationError
from wolkvox_async.events import Admitted, Event, Listener, Paused, QuotaLow, Restored, Waiting
from wolkvox_async.operation import Operation, Token
from wolkvox_async.scheduler import refusals
from wolkvox_async.scheduler.book import Book
from wolkvox_async.scheduler.desk import Desk
from wolkvox_async.scheduler.keeper import Keeper
from wolkvox_async.scheduler.lanes import Lane
from wolkvox_async.scheduler.process import this
from wolkvox_async.scheduler.seat import Seat
from wolkvox_async.scheduler.slot import Slot
from wolkvox_async.scheduler.store import Busy, Claim, Granted, Spent, Store, Verdict
from wolkvox_async.scheduler.turn import Turn
from wolkvox_async.scheduler.usage import Usage

__all__ = ["Scheduler"]

_LOGGER = logging.getLogger("wolkvox_async")


class Scheduler:
    """Slots and quota of any number of operations, over one store.

    lease: seconds after which the slot of a process that died is free again; longer than any call may take.
    """

    def __init__(
        self,
        store: Store,
        *,
        clock: Callable[[], float] = time.time,
        listener: Listener = events.log,
        max_wait: float = limits.MAX_WAIT_SECONDS,
        lease: float = limits.LEASE_SECONDS,
    ) -> None:
        self.store = store
        self.clock = clock
        self._listener = listener
        self._hears_all = listener is not events.log  # which is deaf below the level of its logger
        self._max_wait = max_wait
        self._lease = lease
        self._closed = False
        self._start_books()

    async def acquire(
        self,
        operation: Operation,
        *,
        endpoint: str,
        lane: Lane = "interactive",
        cost: int = 1,
        max_wait: float | None = None,
    ) -> Slot:
        """Wait for a slot of any token of the operation, book the call, and return the slot.

        Raises WaitTooLong after max_wait seconds without a slot, QuotaSpent as soon as the day's quota is
        known to be spent and the next day to be further off than that, AuthenticationFailed when every token
        was refused.
        """
        if lane not in ("interactive", "bulk") or cost < 0:
            raise ConfigurationError(f"no call has lane={lane!r} and cost={cost!r}").at(
                operation=operation.name, endpoint=endpoint
            )
        desk = self._desk(operation)
        now = self.clock()
        seat = desk.go_on(now, cost)
        if seat is not None:
            return self._admit(desk, seat, endpoint, cost, now, now)
        patience = self._max_wait if max_wait is None else max_wait
        deadline = asyncio.get_running_loop().time() + patience
        turn = Turn(endpoint, lane, cost, patience, now, deadline)
        self._check(desk, turn)
        refusal: Busy | Spent | None = None
        book = desk.today(now)
        if cost and book.used + cost > book.budget.quota:
            refusal = await self._foreseen(desk, turn)
        seat = None if refusal else desk.seat_now()
        while True:
            if seat is None:
                seat = await self._turn(desk, turn, refusal)
            answer = await self._ask(desk, seat, turn)
            if isinstance(answer, Slot):
                return answer
            refusal, seat = answer, None

    async def usage(self, operation: Operation) -> Usage:
        """Return the day's count, as the store knows it."""
        desk = self._desk(operation)
        book = desk.today(self.clock())
        await self.keeper.end_kept(desk)
        return await self._usage(desk, book, await self.store.used(book.budget))

    async def exhausted(self, operation: Operation) -> None:
        """Count the day as spent: the server said so. Other processes hear of it at the end of their stints."""
        await self.reconcile(operation, operation.daily_quota)

    async def reconcile(self, operation: Operation, used: int) -> Usage:
        """Take the server's own count, where it is larger than ours; what we have booked ahead is not in it."""
        desk = self._desk(operation)
        book = desk.today(self.clock())
        await self.keeper.recall(desk)
        total = await self.store.at_least(book.budget, used)
        book.note(total)
        self._alarm(operation, book)
        return await self._usage(desk, book, total)

    def distrust(self, operation: Operation, token: Token) -> None:
        """Never use the token again: the server said that it is bad."""
        desk = self._desk(operation)
        desk.distrust(token)
        if not desk.trusted:
            desk.dismiss()

    def pause(self, operation: Operation, seconds: float) -> None:
        """Let no call of the operation go out for so long: the server is in maintenance."""
        if self._desk(operation).pause(seconds):
            self.tell(Paused(operation=operation.name, seconds=seconds))

    async def aclose(self) -> None:
        """Refuse those who wait, and close the store."""
        self._closed = True
        desks = [*self._desks.values(), *self._more_desks]
        for desk in desks:
            desk.dismiss()
        await self.keeper.aclose(desks)
        await self.store.aclose()

    # What slots need

    @property
    def heard(self) -> bool:
        """Whether it is worth while to tell of a call that goes its ordinary way."""
        return self._hears_all or _LOGGER.isEnabledFor(logging.DEBUG)

    def tell(self, event: Event) -> None:
        try:
            self._listener(event)
        except Exception:
            _LOGGER.exception("the listener failed on %s", type(event).__name__)

    # A call's way to its slot

    async def _foreseen(self, desk: Desk, turn: Turn) -> Spent | None:
        """Ask for the day's count, as the last one heard leaves no room: no slot may be worth the wait."""
        book = desk.today(turn.asked)
        used = await self.store.used(book.budget)
        book.note(used)
        self._alarm(desk.operation, book)
        if book.used + turn.cost > book.budget.quota:
            return Spent(used)
        desk.unpark()
        return None

    async def _turn(self, desk: Desk, turn: Turn, refusal: Busy | Spent | None) -> Seat:
        """Wait for a seat, or for the day to end and then for a seat."""
        loop = asyncio.get_running_loop()
        self._check(desk, turn)
        if isinstance(refusal, Spent):
            seconds = desk.book.day.ends - self.clock()
            if seconds > turn.deadline - loop.time():
                raise refusals.spent(desk, turn, refusal.used, seconds)
            self._waiting(desk, turn, "quota", seconds)
        elif desk.paused and turn.told != "maintenance":
            self._waiting(desk, turn, "maintenance", max(0.0, desk.paused_until - self.clock()))
        elif not desk.paused and turn.told != "slot":
            self._waiting(desk, turn, "slot", None)
        again = turn.number >= 0
        if not again:
            turn.number = next(desk.numbers)
        turn.wake = loop.create_future()
        timer = loop.call_at(turn.deadline, desk.give_up, turn)
        if isinstance(refusal, Spent):
            desk.park(turn)
        else:
            desk.join(turn, again=again)
        try:
            seat = await turn.wake
        except asyncio.CancelledError:
            desk.leave(turn)
            raise
        finally:
            timer.cancel()
        if seat is None:
            self._check(desk, turn)
            raise refusals.too_long(desk, turn, self.clock())
        return seat

    async def _ask(self, desk: Desk, seat: Seat, turn: Turn) -> Slot | Busy | Spent:
        """Ask the store for the seat's slot, unless its stint covers the call; without a grant the seat goes back."""
        now = self.clock()
        if seat.covers(now, turn.cost):
            seat.book.spend(turn.cost)
            return self._admit(desk, seat, turn.endpoint, turn.cost, turn.asked, now)
        if not seat.pair.trusted:  # since it was handed over
            await self.keeper.end(desk, seat)
            return Busy(now)
        try:
            answer = await self._claim(desk, seat, turn.cost, now)
            if isinstance(answer, Spent) and turn.cost <= desk.book.ahead:
                answer = await self._claim_only(desk, seat, turn.cost, now)
        except BaseException:
            desk.give_back(seat, self.clock())
            raise
        if isinstance(answer, Granted):
            desk.found()
            return self._admit(desk, seat, turn.endpoint, turn.cost, turn.asked, now)
        if isinstance(answer, Busy):
            desk.send_away(seat, answer.until)
        else:
            self._alarm(desk.operation, desk.book)
            desk.give_back(seat, self.clock())
        return answer

    async def _claim(self, desk: Desk, seat: Seat, cost: int, now: float) -> Verdict:
        """Claim the seat's slot, in the place of what it had of it before."""
        book = desk.today(now)
        seat.withdraw()
        claim = Claim(
            slot=seat.pair.key,
            holder=f"{self._party}.{next(self._calls)}",
            party=self._party,
            budget=book.budget,
            cost=cost,
            now=now,
            until=now + self._lease,
            returns=desk.returns,
            ahead=desk.likely() if cost else 0,
            after=seat.claim.holder if seat.claim else "",
            unused=seat.unused,
        )
        era = desk.era
        answer = await self.store.claim(claim)
        seat.vacate()
        if isinstance(answer, Granted):
            desk.begin(seat, claim, answer, book, era)
        if not isinstance(answer, Busy):
            book.note(answer.used)
        return answer

    async def _claim_only(self, desk: Desk, seat: Seat, cost: int, now: float) -> Verdict:
        """Claim the slot for a call that was booked ahead: the day has no more, but we do."""
        book, granted = desk.book, False
        book.spend(cost)
        try:
            answer = await self._claim(desk, seat, 0, now)
            granted = isinstance(answer, Granted)
            return answer
        finally:
            if not granted:
                book.unspend(cost)

    def _admit(self, desk: Desk, seat: Seat, endpoint: str, cost: int, asked: float, now: float) -> Slot:
        """Make the slot of a call that is granted and booked, and tell of it."""
        slot = Slot(self, desk, seat, endpoint, cost, now)
        if seat.book.used >= seat.book.alarm_at:
            self._alarm(desk.operation, seat.book)
        if slot.heard:
            self.tell(
                Admitted(
                    operation=desk.operation.name,
                    endpoint=endpoint,
                    token=slot.token.digest[:6],
                    waited=now - asked,
                    used=slot.used,
                )
            )
        return slot

    def _waiting(self, desk: Desk, turn: Turn, why: str, seconds: float | None) -> None:
        turn.told = why
        self.tell(
            Waiting(operation=desk.operation.name, endpoint=turn.endpoint, why=why, seconds=seconds),
        )

    def _check(self, desk: Desk, turn: Turn) -> None:
        """Raise where no seat will ever come."""
        if self._closed:
            raise refusals.closed(desk, turn)
        if not desk.trusted:
            raise refusals.no_token(desk, turn)

    # The books

    def _start_books(self) -> None:
        """Begin with nothing held: at the start, and in a fork, whose parent keeps what it holds."""
        self._generation = this.generation
        self._party = secrets.token_hex(8)
        self._calls = count()
        self._desks: dict[str, Desk] = {}  # by the operation's key
        self._more_desks: list[Desk] = []
        self.keeper = Keeper(self.store, self.clock)

    def _desk(self, operation: Operation) -> Desk:
        if self._generation != this.generation:
            self._start_books()
        desk = self._desks.get(operation.key)
        if desk is None or desk.operation is not operation:
            desk = self._find_desk(operation, desk)
        return desk

    def _find_desk(self, operation: Operation, known: Desk | None) -> Desk:
        """Find the desk of an equal operation; those of one key that differ in tokens or licences have their own."""
        if known is not None and known.operation == operation:
            return known
        for desk in self._more_desks:
            if desk.operation == operation:
                return desk
        desk = Desk(operation, self.clock, self._restored, self.keeper.watch)
        if known is None:
            self._desks[operation.key] = desk
        else:
            self._more_desks.append(desk)
        return desk

    async def _usage(self, desk: Desk, book: Book, used: int) -> Usage:
        now, operation, quota = self.clock(), desk.operation, book.budget.quota
        made = used - book.ahead
        busy = [await self.store.busy(operation.slot_key(token), now) for token in operation.tokens]
        return Usage(
            slots=limits.SLOTS_PER_TOKEN * len(operation.tokens),
            busy=sum(busy),
            used=made,
            quota=quota,
            left=max(0, quota - made),
            day=book.day.name,
            resets_at=desk.moment(book.day.ends),
        )

    def _restored(self, operation: Operation, token: Token) -> None:
        self.tell(Restored(operation=operation.name, token=token.digest[:6]))

    def _alarm(self, operation: Operation, book: Book) -> None:
        for share in book.alarms():
            self.tell(QuotaLow(operation=operation.name, used=book.used, quota=book.budget.quota, share=share))
