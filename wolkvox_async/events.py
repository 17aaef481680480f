"""What the client tells while it works: every wait, retry, split and limit is a value of its own.

A listener is a function of one event; it is called on the loop and must not block. `log` is the standard one: it
hands each event to the logging module under `wolkvox_async`.
"""

import logging
from collections.abc import Callable
from typing import Any

from attrs import asdict, frozen

__all__ = [
    "Admitted",
    "ConcurrencyReduced",
    "ConcurrencyRestored",
    "Decoded",
    "DefectiveRow",
    "Event",
    "Listener",
    "Outside",
    "Paused",
    "PerhapsCapped",
    "Quarantined",
    "QuotaLow",
    "Released",
    "Repeated",
    "Retrying",
    "ShortReply",
    "Split",
    "Throttled",
    "Waiting",
    "log",
]


@frozen(kw_only=True)
class Event:
    """operation is the operation's name."""

    operation: str


@frozen(kw_only=True)
class Waiting(Event):
    """A call waits.

    Attributes:
        why: slot, calls of this process hold the token's permits; busy, the store says that others hold them, or calls
            that were broken off; quota, pace, retry or maintenance.
        seconds: For how long, at most; None where that is not known.
    """

    endpoint: str
    why: str
    seconds: float | None = None


@frozen(kw_only=True)
class Admitted(Event):
    """A call has its lease and is booked: it waited that many seconds; used is the day's count with it."""

    endpoint: str
    token: str
    waited: float
    used: int


@frozen(kw_only=True)
class Released(Event):
    """The server is done with a call, seconds after it was admitted."""

    endpoint: str
    token: str
    seconds: float


@frozen(kw_only=True)
class Quarantined(Event):
    """A connection was lost: the permit stays taken for that many seconds, since the server may go on working."""

    endpoint: str
    token: str
    seconds: float


@frozen(kw_only=True)
class Throttled(Event):
    """The server said no to a token or an operation: simultaneous, quota, token or maintenance."""

    endpoint: str
    token: str
    why: str


@frozen(kw_only=True)
class ConcurrencyReduced(Event):
    """Another program uses the token, so it has one permit instead of two for that many seconds."""

    token: str
    seconds: float


@frozen(kw_only=True)
class ConcurrencyRestored(Event):
    """The token has its two permits again."""

    token: str


@frozen(kw_only=True)
class Paused(Event):
    """The server is in backup or maintenance: no call of the operation goes out for that many seconds."""

    seconds: float


@frozen(kw_only=True)
class QuotaLow(Event):
    """The day's count has passed that share of the quota."""

    used: int
    quota: int
    share: float


@frozen(kw_only=True)
class Retrying(Event):
    """A call is made again after that many seconds."""

    endpoint: str
    attempt: int
    seconds: float
    error: str


@frozen(kw_only=True)
class Split(Event):
    """A window was too large for one reply and is asked again in parts."""

    endpoint: str
    window: Any
    why: str


@frozen(kw_only=True)
class DefectiveRow(Event):
    """A record came with bytes that are no text, or not readable at all; the text as it came is in its `extra`.

    row: within the window, counted from 1; fields: those it concerns, `unreadable` where it is the whole record.
    """

    endpoint: str
    window: Any
    row: int
    fields: tuple[str, ...]


@frozen(kw_only=True)
class ShortReply(Event):
    """A reply has fewer rows than it promises, which `strict_counts=False` lets pass."""

    endpoint: str
    window: Any
    why: str


@frozen(kw_only=True)
class PerhapsCapped(Event):
    """Several windows of a report have this round number of rows: the server may cut its replies there in silence.

    Once a report.
    """

    endpoint: str
    rows: int


@frozen(kw_only=True)
class Decoded(Event):
    """A window was read to its end: rows as handed on, duplicates left out (see Repeated), wire bytes of the body."""

    endpoint: str
    window: Any
    rows: int
    duplicates: int
    size: int


@frozen(kw_only=True)
class Repeated(Event):
    """Rows of a window were left out: the window before gave them too, equal in every field."""

    endpoint: str
    window: Any
    rows: int


@frozen(kw_only=True)
class Outside(Event):
    """Rows of a window were left out: they stand for hours that the window does not touch, zeros mostly."""

    endpoint: str
    window: Any
    rows: int


Listener = Callable[[Event], None]

_LOGGER = logging.getLogger("wolkvox_async")
_LOGGER.addHandler(logging.NullHandler())  # whoever wants the log sets it up; nobody gets it unasked
_LEVELS: dict[type[Event], int] = {
    Retrying: logging.WARNING,
    Quarantined: logging.WARNING,
    Throttled: logging.WARNING,
    QuotaLow: logging.WARNING,
    DefectiveRow: logging.WARNING,
    ShortReply: logging.WARNING,
    PerhapsCapped: logging.WARNING,
    ConcurrencyReduced: logging.WARNING,
    Paused: logging.WARNING,
    ConcurrencyRestored: logging.INFO,
    Split: logging.INFO,
    Repeated: logging.INFO,
}


def log(event: Event) -> None:
    """Log the event; the waits and slots at DEBUG, what went wrong at WARNING."""
    level = _LEVELS.get(type(event), logging.DEBUG)
    if _LOGGER.isEnabledFor(level):
        facts = " ".join(f"{key}={value}" for key, value in asdict(event, recurse=False).items() if key != "operation")
        _LOGGER.log(level, "%s %s %s", event.operation, type(event).__name__.lower(), facts)
