"""What is unusual about the rows of a window: too many, too few, left out, wrongly dated or damaged."""

from typing import Any

from attrs import frozen

from wolkvox_async.described import described
from wolkvox_async.events.base import CallEvent, WindowEvent

__all__ = [
    "DefectiveRow",
    "EndUnproven",
    "GrandTotal",
    "Misdated",
    "Outside",
    "PerhapsCapped",
    "Repeated",
    "ShortReply",
    "Split",
]


@described
@frozen(kw_only=True, eq=False, repr=False)
class Split(WindowEvent):
    """A window was too large for one reply and is asked again in parts."""

    why: str
    """What showed it."""


@described
@frozen(kw_only=True, eq=False, repr=False)
class DefectiveRow(WindowEvent):
    """A record came with bytes that are not text, or cannot be read at all; the text as it came is in its `extra`."""

    row: int
    """Its number within the window, from 1."""
    fields: tuple[str, ...]
    """Fields that it concerns; `unreadable` where it is the whole record."""


@described
@frozen(kw_only=True, eq=False, repr=False)
class ShortReply(WindowEvent):
    """A reply has fewer rows than it promises, which `strict_counts=False` lets pass."""

    why: str
    """How many it promises, and how many came."""


@described
@frozen(kw_only=True, eq=False, repr=False)
class PerhapsCapped(CallEvent):
    """Several windows of a report have the same round number of rows: the server may cut its replies there in silence.

    It comes once a report.
    """

    rows: int
    """That number."""


@described
@frozen(kw_only=True, eq=False, repr=False)
class Repeated(WindowEvent):
    """Rows of a window were left out: the window before gave them too, equal in every field."""

    rows: int
    """How many."""


@described
@frozen(kw_only=True, eq=False, repr=False)
class Outside(WindowEvent):
    """Rows of a window were left out: they stand for hours that the window does not touch, zeros mostly."""

    rows: int
    """How many."""


@described
@frozen(kw_only=True, eq=False, repr=False)
class Misdated(WindowEvent):
    """Rows of a window are dated more than a minute outside of it. They are kept; the server may ignore the dates."""

    rows: int
    """How many."""


@described
@frozen(kw_only=True, eq=False, repr=False)
class GrandTotal(WindowEvent):
    """A row of a window was left out: it says total, and its numbers are the sums of the window's other rows."""

    rows: int
    """How many."""


@described
@frozen(kw_only=True, eq=False, repr=False)
class EndUnproven(CallEvent):
    """No row has shown yet whether the server takes `date_end` as inclusive.

    If it does not, rows of the last second of these windows are missing.
    """

    windows: tuple[Any, ...]
    """The windows that were read so."""
