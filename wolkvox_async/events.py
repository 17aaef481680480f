"""What happens while the client works: every wait, retry, split and limit is a value of its own.

A listener is a function of one event; it is called on the loop and must not block. `log` is the standard one: it
hands each event to the logging module under `wolkvox_async`.
"""

import logging
from collections.abc import Callable
from typing import Any, Literal

from attrs import asdict, astuple, frozen

from wolkvox_async.described import described

__all__ = [
    "Admitted",
    "BatchEnded",
    "ConcurrencyReduced",
    "ConcurrencyRestored",
    "Decoded",
    "DefectiveRow",
    "EndUnproven",
    "Event",
    "GrandTotal",
    "Listener",
    "Outside",
    "Paused",
    "PerhapsCapped",
    "PerhapsTooMany",
    "Quarantined",
    "QuotaLow",
    "Released",
    "Repeated",
    "ReportBegun",
    "ReportEnded",
    "Retrying",
    "ShortReply",
    "Sink",
    "Split",
    "Throttled",
    "UploadBegun",
    "WaitEnded",
    "Waiting",
    "log",
]


@described
@frozen(kw_only=True, eq=False, repr=False)
class Event:
    """What happened to an operation."""

    operation: str
    """The operation's name."""

    # Written once here: attrs would compile them for each class, which a program that starts has to wait for.

    def __eq__(self, other: object) -> bool:
        return type(other) is type(self) and astuple(self, recurse=False) == astuple(other, recurse=False)

    def __hash__(self) -> int:
        return hash((type(self), astuple(self, recurse=False)))

    def __repr__(self) -> str:
        facts = ", ".join(f"{name}={value!r}" for name, value in asdict(self, recurse=False).items())
        return f"{type(self).__name__}({facts})"


@described
@frozen(kw_only=True, eq=False, repr=False)
class _CallEvent(Event):
    """What happened to a call."""

    endpoint: str
    """The endpoint's name, as in `reports.cdr_1`."""


@described
@frozen(kw_only=True, eq=False, repr=False)
class _WindowEvent(_CallEvent):
    """What happened to a window of a report."""

    window: Any
    """The window of the call, [start, end)."""


@described
@frozen(kw_only=True, eq=False, repr=False)
class Waiting(_CallEvent):
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
class WaitEnded(_CallEvent):
    """A wait ended without a call: the store answered a question, or the caller gave up or was refused."""

    endpoint: str
    """The endpoint's name, as in `reports.cdr_1`; `quota` for a question about the day's count."""
    seconds: float
    """How long it was."""
    waiting: int = 0
    """How many calls of this client wait for a permit of the operation, or for the reset."""


@described
@frozen(kw_only=True, eq=False, repr=False)
class Admitted(_CallEvent):
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
class Released(_CallEvent):
    """The server is done with a call."""

    token: str
    """First letters of the token's digest."""
    seconds: float
    """Seconds since it was admitted."""


@described
@frozen(kw_only=True, eq=False, repr=False)
class Quarantined(_CallEvent):
    """A connection was lost: the permit stays taken, since the server may go on working."""

    token: str
    """First letters of the token's digest."""
    seconds: float
    """For how many seconds."""


@described
@frozen(kw_only=True, eq=False, repr=False)
class Throttled(_CallEvent):
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
class Retrying(_CallEvent):
    """A call is made again."""

    attempt: int
    """Number of the attempt that failed, from 1."""
    seconds: float
    """Seconds until the next."""
    error: str
    """Why it failed."""


@described
@frozen(kw_only=True, eq=False, repr=False)
class Split(_WindowEvent):
    """A window was too large for one reply and is asked again in parts."""

    why: str
    """What showed it."""


@described
@frozen(kw_only=True, eq=False, repr=False)
class DefectiveRow(_WindowEvent):
    """A record came with bytes that are not text, or cannot be read at all; the text as it came is in its `extra`."""

    row: int
    """Its number within the window, from 1."""
    fields: tuple[str, ...]
    """Fields that it concerns; `unreadable` where it is the whole record."""


@described
@frozen(kw_only=True, eq=False, repr=False)
class ShortReply(_WindowEvent):
    """A reply has fewer rows than it promises, which `strict_counts=False` lets pass."""

    why: str
    """How many it promises, and how many came."""


@described
@frozen(kw_only=True, eq=False, repr=False)
class PerhapsCapped(_CallEvent):
    """Several windows of a report have the same round number of rows: the server may cut its replies there in silence.

    It comes once a report.
    """

    rows: int
    """That number."""


@described
@frozen(kw_only=True, eq=False, repr=False)
class PerhapsTooMany(_CallEvent):
    """An upload may be more than the server allows: the kind of the server, which says so, is not known."""

    campaign_id: str
    """The campaign's number."""
    what: Literal["records", "campaigns"]
    """Records of one campaign, or running predictive campaigns that get records at this moment."""
    count: int
    """How many there are, this upload's among them."""
    shared: int
    """How many a shared server allows."""
    dedicated: int
    """How many a dedicated server allows."""


@described
@frozen(kw_only=True, eq=False, repr=False)
class UploadBegun(_CallEvent):
    """All records of an upload have been checked, and its batches begin to go out."""

    endpoint: str
    """The endpoint's name: `campaign.add_records`."""
    upload_id: str
    """The upload's id in the journal."""
    records: int
    """Records of the upload."""
    accepted: int
    """Records that the server took in earlier attempts."""
    rejected: int
    """Records that it did not take in earlier attempts."""
    unknown: int
    """Records of earlier attempts of which nothing is known."""


@described
@frozen(kw_only=True, eq=False, repr=False)
class BatchEnded(_CallEvent):
    """A batch of an upload has an outcome."""

    endpoint: str
    """The endpoint's name: `campaign.add_records`."""
    first_row: int
    """Its first row, counted from 1."""
    last_row: int
    """Its last row."""
    accepted: int
    """Records that the server took."""
    rejected: int
    """Records that it did not take."""
    unknown: int
    """Records that may or may not have been taken."""


@described
@frozen(kw_only=True, eq=False, repr=False)
class ReportBegun(_CallEvent):
    """An export knows what it has to ask of a report."""

    parameters: str
    """The report's parameters, as in `campaign_id=32841`."""
    windows: int
    """Windows to ask; each that is split becomes two or more."""
    calls: int
    """Calls of the daily quota that they cost."""
    quota: int
    """Calls that the operation's day has."""


@described
@frozen(kw_only=True, eq=False, repr=False)
class ReportEnded(_CallEvent):
    """An export is done with a report."""

    parameters: str
    """The report's parameters, as in `campaign_id=32841`."""
    error: str
    """Why not all of it is there; "" where it is."""


@described
@frozen(kw_only=True, eq=False, repr=False)
class Decoded(_WindowEvent):
    """A window was read to its end."""

    rows: int
    """Rows as handed on."""
    duplicates: int
    """Rows that were left out; see `Repeated`."""
    size: int
    """Bytes of the body, on the wire."""


@described
@frozen(kw_only=True, eq=False, repr=False)
class Repeated(_WindowEvent):
    """Rows of a window were left out: the window before gave them too, equal in every field."""

    rows: int
    """How many."""


@described
@frozen(kw_only=True, eq=False, repr=False)
class Outside(_WindowEvent):
    """Rows of a window were left out: they stand for hours that the window does not touch, zeros mostly."""

    rows: int
    """How many."""


@described
@frozen(kw_only=True, eq=False, repr=False)
class GrandTotal(_WindowEvent):
    """A row of a window was left out: it says total, and its numbers are the sums of the window's other rows."""

    rows: int
    """How many."""


@described
@frozen(kw_only=True, eq=False, repr=False)
class EndUnproven(_CallEvent):
    """No row has shown yet whether the server takes `date_end` as inclusive.

    If it does not, rows of the last second of these windows are missing.
    """

    windows: tuple[Any, ...]
    """The windows that were read so."""


Listener = Callable[[Event], None]

_LOGGER = logging.getLogger("wolkvox_async")
_LOGGER.addHandler(logging.NullHandler())  # silent unless the program sets logging up
_LEVELS: dict[type[Event], int] = {
    Retrying: logging.WARNING,
    Quarantined: logging.WARNING,
    Throttled: logging.WARNING,
    QuotaLow: logging.WARNING,
    DefectiveRow: logging.WARNING,
    ShortReply: logging.WARNING,
    PerhapsCapped: logging.WARNING,
    PerhapsTooMany: logging.WARNING,
    ConcurrencyReduced: logging.WARNING,
    Paused: logging.WARNING,
    ConcurrencyRestored: logging.INFO,
    Split: logging.INFO,
    Repeated: logging.INFO,
    GrandTotal: logging.INFO,
    EndUnproven: logging.INFO,
}


@frozen
class Sink:
    """Hands events to a listener. What the listener raises is logged, and stops no call."""

    listener: Listener
    """Takes each event."""

    def __call__(self, event: Event) -> None:
        """Hand an event to the listener."""
        try:
            self.listener(event)
        except Exception:
            _LOGGER.exception("the listener failed on %s", type(event).__name__)


def log(event: Event) -> None:
    """Log the event: waits and permits at DEBUG, what went wrong at WARNING."""
    level = _LEVELS.get(type(event), logging.DEBUG)
    if _LOGGER.isEnabledFor(level):
        facts = asdict(event, recurse=False)
        shown = " ".join(f"{key}={value}" for key, value in facts.items() if key != "operation")
        name = type(event).__name__.lower()
        _LOGGER.log(level, "%s %s %s", event.operation, name, shown, extra={"facts": {"event": name, **facts}})
