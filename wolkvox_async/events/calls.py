"""What happens to calls: waits, permits, the day's quota, and calls that are made again."""

from attrs import frozen

from wolkvox_async.described import described
from wolkvox_async.events.base import CallEvent, Event

__all__ = [
    "Admitted",
    "ConcurrencyReduced",
    "ConcurrencyRestored",
    "Paused",
    "Quarantined",
    "QuotaLow",
    "Released",
    "Retrying",
    "Throttled",
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


@described
@frozen(kw_only=True, eq=False, repr=False)
class Quarantined(CallEvent):
    """A connection was lost: the permit stays taken, since the server may go on working."""

    token: str
    """First letters of the token's digest."""
    seconds: float
    """For how many seconds."""


@described
@frozen(kw_only=True, eq=False, repr=False)
class Throttled(CallEvent):
    """The server refused a token or an operation."""

    token: str
    """First letters of the token's digest."""
    why: str
    """simultaneous, quota, token or maintenance."""


@described
@frozen(kw_only=True, eq=False, repr=False)
class ConcurrencyReduced(Event):
    """Another program uses the token, so it has one permit instead of two for a while."""

    token: str
    """First letters of the token's digest."""
    seconds: float
    """For how many seconds."""


@described
@frozen(kw_only=True, eq=False, repr=False)
class ConcurrencyRestored(Event):
    """The token has its two permits again."""

    token: str
    """First letters of the token's digest."""


@described
@frozen(kw_only=True, eq=False, repr=False)
class Paused(Event):
    """The server is in backup or maintenance: no call of the operation goes out for a while."""

    seconds: float
    """For how many seconds."""


@described
@frozen(kw_only=True, eq=False, repr=False)
class QuotaLow(Event):
    """The day's count has passed a share of the quota."""

    used: int
    """The day's count."""
    quota: int
    """Calls that the day has."""
    share: float
    """The share that was passed, as 0.8."""


@described
@frozen(kw_only=True, eq=False, repr=False)
class Retrying(CallEvent):
    """A call is made again."""

    attempt: int
    """Number of the attempt that failed, from 1."""
    seconds: float
    """Seconds until the next."""
    error: str
    """Why it failed."""
