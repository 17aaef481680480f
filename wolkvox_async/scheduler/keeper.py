"""Gives slots back to the store: that of a call that is done, those that no further call came for, and all on demand.

Whoever has seats in its hands gives them back to their desk whatever happens, so these steps run as tasks of their own
wherever a caller might be cancelled. What the store does not take is logged and no caller's fault: a lease ends by
itself.
"""

import asyncio
import logging
from collections.abc import Callable

from wolkvox_async.operation import Operation
from wolkvox_async.scheduler.desk import Desk
from wolkvox_async.scheduler.errands import Errands
from wolkvox_async.scheduler.seat import KEPT_SECONDS, Seat
from wolkvox_async.scheduler.store import Store

__all__ = ["Keeper", "complain"]

_LOGGER = logging.getLogger("wolkvox_async")
_IDLE = "between two calls"
_CALM_SWEEPS = 5  # that find no seat kept: one that goes from call to call at once is not seen between them


def complain(operation: Operation, endpoint: str, what: str, error: Exception) -> None:
    """Log that the store failed while something was done to a slot."""
    message = "%s %s: the store failed while a slot was %s; its lease ends by itself"
    _LOGGER.error(message, operation.name, endpoint, what, exc_info=error)


class Keeper:
    """Looks after the seats that are kept between two calls of a stint."""

    def __init__(self, store: Store, clock: Callable[[], float]) -> None:
        self._store = store
        self._clock = clock
        self._desks: list[Desk] = []  # those that kept seats of late
        self._idle_sweeps = 0  # in a row, that found no seat kept
        self._sweeper: asyncio.TimerHandle | None = None
        self._errands = Errands()

    def watch(self, desk: Desk) -> None:
        """Look after the seats that a desk keeps, until calm comes."""
        desk.watched = True
        self._desks.append(desk)
        if not self._sweeper:
            self._sweep_later()

    async def end(self, desk: Desk, seat: Seat, endpoint: str = _IDLE) -> None:
        """Give the store back what the seat has of it."""
        claim, unused = seat.vacate()
        if claim is None:
            return
        try:
            await self._store.release(claim.slot, claim.holder, refund=unused)
        except Exception as error:  # noqa: BLE001 - whatever it is, the next in line must be woken
            complain(desk.operation, endpoint, "released", error)
        if unused and desk.parked:
            desk.unpark()

    async def end_kept(self, desk: Desk) -> None:
        """Give back the slots that no call is made in."""
        await self._errands.surely(self._end_all(desk, desk.tired(0.0)))

    async def recall(self, desk: Desk) -> None:
        """Give back these, and all that is booked ahead."""
        await self._errands.surely(self._recall(desk))

    async def aclose(self, desks: list[Desk]) -> None:
        for desk in desks:
            self._errands.begin(self._end_all(desk, desk.tired(0.0)))
        if self._sweeper:
            self._sweeper.cancel()
        await self._errands.settled()

    def _sweep(self) -> None:
        """Give back the slots that no call came for in a while."""
        self._sweeper = None
        keeping = [desk for desk in self._desks if desk.kept]
        for desk in keeping:
            if tired := desk.tired(KEPT_SECONDS):
                self._errands.begin(self._end_all(desk, tired))
        self._idle_sweeps = 0 if keeping else self._idle_sweeps + 1
        if self._idle_sweeps < _CALM_SWEEPS:
            self._sweep_later()
            return
        for desk in self._desks:
            desk.watched = False
        self._desks = []
        self._idle_sweeps = 0

    def _sweep_later(self) -> None:
        self._sweeper = asyncio.get_running_loop().call_later(KEPT_SECONDS, self._sweep)

    async def _end_all(self, desk: Desk, seats: list[Seat]) -> None:
        for seat in seats:
            await self.end(desk, seat)
            desk.give_back(seat, self._clock())

    async def _recall(self, desk: Desk) -> None:
        await self._end_all(desk, desk.tired(0.0))
        for claim, unused in desk.recall():
            try:
                await self._store.hold(claim.slot, claim.holder, claim.until, refund=unused)
            except Exception as error:  # noqa: BLE001 - they stay booked
                complain(desk.operation, _IDLE, "recalled", error)
