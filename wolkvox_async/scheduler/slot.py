"""A granted slot: the caller's right to one call, until it is released or quarantined.

Whoever holds it gives it back when the server is done with the call, not when the caller has lost patience.
"""

from typing import TYPE_CHECKING, cast

from wolkvox_async import limits
from wolkvox_async.events import Quarantined, Released, Squeezed
from wolkvox_async.operation import Operation, Token
from wolkvox_async.scheduler.keeper import complain
from wolkvox_async.scheduler.process import this

if TYPE_CHECKING:
    from wolkvox_async.scheduler.desk import Desk
    from wolkvox_async.scheduler.scheduler import Scheduler
    from wolkvox_async.scheduler.seat import Seat
    from wolkvox_async.scheduler.store import Budget, Claim

__all__ = ["Slot"]


class Slot:
    """One of a token's two slots, with the call booked. used is the day's count with this call."""

    __slots__ = ("_book", "_cost", "_desk", "_held_by", "_scheduler", "_seat", "endpoint", "heard", "since", "used")

    def __init__(
        self, scheduler: "Scheduler", desk: "Desk", seat: "Seat", endpoint: str, cost: int, since: float
    ) -> None:
        self._scheduler = scheduler
        self._desk = desk
        self._seat = seat
        self._book = seat.book
        self._cost = cost
        self._held_by: int | None = this.generation  # a copy in a forked process has nothing to give back
        self.endpoint = endpoint
        self.since = since  # when it was granted, by the scheduler's clock
        self.used = self._book.used
        self.heard = scheduler.heard  # whether somebody was told that it was granted

    @property
    def operation(self) -> Operation:
        return self._desk.operation

    @property
    def token(self) -> Token:
        return self._seat.pair.token

    @property
    def budget(self) -> "Budget":
        """The day that the call is booked on."""
        return self._book.budget

    def __repr__(self) -> str:
        return f"<slot of {self.token} {self.operation.name} {self.endpoint}>"

    async def release(self, *, refund: bool = False) -> None:
        """Give the slot to the next caller; refund: the call never reached the server, so it costs nothing.

        A second time does nothing. A store that fails is logged and keeps the slot until the lease ends.
        """
        if self._held_by != this.generation:
            return
        self._held_by = None
        scheduler, desk, seat = self._scheduler, self._desk, self._seat
        now = scheduler.clock()
        if refund:
            desk.refund(seat, self._cost)
        else:
            desk.done(now - self.since)
        try:
            if refund or not desk.keeps(seat, now):
                await scheduler.keeper.end(desk, seat, self.endpoint)
        finally:
            desk.give_back(seat, now)
        if self.heard:
            scheduler.tell(
                Released(
                    operation=self.operation.name,
                    endpoint=self.endpoint,
                    token=self.token.digest[:6],
                    seconds=scheduler.clock() - self.since,
                )
            )

    async def squeeze(self) -> None:
        """Leave the token with one slot for a while: the server saw more than two calls, so somebody else makes some.

        Longer each time it happens again; the other slot comes back by itself.
        """
        now = self._scheduler.clock()
        seconds = self._desk.squeeze(self._seat, now)
        if seconds is None:  # it is already
            return
        try:
            await self._scheduler.store.squeeze(self._seat.pair.key, now + seconds)
        except Exception as error:  # noqa: BLE001 - the call's own answer matters more
            complain(self.operation, self.endpoint, "squeezed", error)
            return
        token = self.token.digest[:6]
        self._scheduler.tell(Squeezed(operation=self.operation.name, token=token, seconds=seconds))

    async def quarantine(self) -> None:
        """Keep the slot taken for as long as the server may go on working: the connection was lost."""
        until = self.since + limits.CALL_SECONDS + limits.GRACE_SECONDS
        seconds = until - self._scheduler.clock()
        if seconds <= 0:
            await self.release()
            return
        if self._held_by != this.generation:
            return
        self._held_by = None
        vacated, unused = self._seat.vacate()
        claim = cast("Claim", vacated)  # or there would be no slot
        try:
            await self._scheduler.store.hold(claim.slot, claim.holder, until, refund=unused)
        except Exception as error:  # noqa: BLE001
            complain(self.operation, self.endpoint, "quarantined", error)
        finally:
            self._desk.send_away(self._seat, until)
            self._desk.serve()
        self._scheduler.tell(
            Quarantined(
                operation=self.operation.name,
                endpoint=self.endpoint,
                token=self.token.digest[:6],
                seconds=seconds,
            )
        )
