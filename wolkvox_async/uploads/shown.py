"""A value as a message shows it: whole where it names no person, else its beginning."""

from typing import Any

from wolkvox_async.uploads.phones import lost_digits

__all__ = ["shortened"]

_LONGEST = 40
_LEFT = 4
_IMPERSONAL = frozenset({"age", "country", "recall_date", "days_block", "id_type", "gender", "agent_id"})


def shortened(field: str | None, value: Any) -> str:
    """Return a value for a message, in quotes.

    Args:
        field: Whose value it is.
        value: The value. A person's (a name, a number, an address) is cut to at most a third, and at most 4 characters.
    """
    text = "".join(mark if mark.isprintable() else "\N{REPLACEMENT CHARACTER}" for mark in str(value))
    if field in _IMPERSONAL or lost_digits(text):
        return repr(text if len(text) <= _LONGEST else text[:_LONGEST] + "…")
    return repr(text[: min(_LEFT, len(text) // 3)] + "…")
