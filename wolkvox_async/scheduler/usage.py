"""What an operation has used of its day and of its slots."""

from datetime import datetime

from attrs import frozen

from wolkvox_async.core.plain import Plain

__all__ = ["Usage"]


@frozen(kw_only=True)
class Usage(Plain):
    """An operation's calls of a day. resets_at is the next midnight of its wall clock.

    used: calls made, and what other processes have booked ahead for the moment; slots: of all its tokens
    together; busy: how many are taken now, by whatever process.
    """

    used: int
    quota: int
    left: int
    day: str
    resets_at: datetime
    slots: int
    busy: int
