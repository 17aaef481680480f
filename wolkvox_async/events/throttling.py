"""What holds calls up: refusals of the server, lost connections, a quota that is nearly spent, calls made again."""

from attrs import frozen

from wolkvox_async.described import described
from wolkvox_async.events.base import CallEvent, Event

__all__ = [
    "ConcurrencyReduced",
    "ConcurrencyRestored",
    "Paused",
    "Quarantined",
    "QuotaLow",
    "Retrying",
    "Throttled",
]


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
