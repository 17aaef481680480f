"""What the server says of a call that has no records."""

from typing import Any

from attrs import frozen

from wolkvox_async.core.plain import Plain

__all__ = ["Confirmation"]


@frozen
class Confirmation(Plain):
    """What the server says of a call that has no records: its message, code and whatever data it has."""

    msg: str
    code: str = ""
    data: Any = None
