"""A value as a message shows it: whole where it names no person, else its beginning and its length."""

from typing import Any

from wolkvox_async.core.plain import counted
from wolkvox_async.uploads.phones import lost_digits

__all__ = ["shortened"]

_LONGEST = 40
_FEWEST, _MOST = 2, 4
_IMPERSONAL = frozenset({"age", "country", "recall_date", "days_block", "id_type", "gender", "agent_id"})


def shortened(field: str | None, value: Any) -> str:
    """Return a value for a message, in quotes.

    Args:
        field: Whose value it is.
        value: The value. Of a person's (a name, a number, an address) its first third, but at least 2 and at most 4
            characters where that is less than half of it, and its length.
    """
    text = "".join(mark if mark.isprintable() else "\N{REPLACEMENT CHARACTER}" for mark in str(value))
    if field in _IMPERSONAL or lost_digits(text):
        return repr(text if len(text) <= _LONGEST else text[:_LONGEST] + "…")
    shown = min(_MOST, max(_FEWEST, len(text) // 3)) if len(text) > 2 * _FEWEST else 0
    return f"{text[:shown] + '…'!r} ({counted(len(text), 'character')})"
