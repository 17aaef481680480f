"""What happens to calls: waits, permits and the day's count."""

from attrs import frozen

from wolkvox_async.described import described
from wolkvox_async.events.base import CallEvent

__all__ = [
    "Admitted",
    "Released",
    "WaitEnded",
    "Waiting",
]


@described
@frozen(kw_only=True, eq=False, repr=False)
class Waiting(CallEvent):
    """A call waits."""

    why: str
    """permit: calls of this process hold the token's permits; busy: the store says that others hold them, or calls that
    were broken off; store: the store is locked or does not answer; effect: the server may still be at work on a batch
    of an upload; quota, pace, retry or maintenance."""
    seconds: float | None = None
    """For how long, at most; None where that is not known."""
    held_by: str = ""
    """Which process holds the store, where that is known, as in `process 4242 (sqlite3)`."""


@described
@frozen(kw_only=True, eq=False, repr=False)
class WaitEnded(CallEvent):
    """A wait ended without a call: the store answered a question, or the caller gave up or was refused."""

    endpoint: str
    """The endpoint's name, as in `reports.cdr_1`; `quota` for a question about the day's count."""
    seconds: float
    """How long it was."""
    waiting: int = 0
    """How many calls of this client wait for a permit of the operation, or for the reset."""


@described
@frozen(kw_only=True, eq=False, repr=False)
class Admitted(CallEvent):
    """A call has its lease and is booked."""

    token: str
    """First letters of the token's digest."""
    waited: float
    """Seconds that it waited."""
    used: int
    """The day's count with it."""
    waiting: int = 0
    """How many other calls of this client wait for a permit of the operation, or for the reset."""


@described
@frozen(kw_only=True, eq=False, repr=False)
class Released(CallEvent):
    """The server is done with a call."""

    token: str
    """First letters of the token's digest."""
    seconds: float
    """Seconds since it was admitted."""
