"""A turn: one caller on its way to a slot."""

from asyncio import Future

from attrs import define, field

from wolkvox_async.scheduler.lanes import Lane
from wolkvox_async.scheduler.seat import Seat

__all__ = ["Turn"]


@define(eq=False)
class Turn:
    """What the caller wants, and its place in line once it stands there.

    asked is of the scheduler's clock, deadline of the loop's.
    """

    endpoint: str
    lane: Lane
    cost: int
    max_wait: float
    asked: float
    deadline: float
    told: str = field(default="", init=False)  # the reason of the last Waiting event
    number: int = field(default=-1, init=False)  # its place in line, once it has one
    wake: "Future[Seat | None]" = field(init=False)  # brings a seat, or None: time is up
