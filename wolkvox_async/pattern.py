"""Regular expressions that are compiled on first use: a program that starts needs few of them."""

import re
from typing import Any, AnyStr, cast

__all__ = ["pattern"]


class _Pattern:
    """A pattern; each of its methods is that of the compiled one, from the first time it is asked for."""

    def __init__(self, text: str | bytes, flags: int) -> None:
        self._text = text
        self._flags = flags

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):  # copy and pickle ask for what is not there
            raise AttributeError(name)
        found = getattr(re.compile(self._text, self._flags), name)
        setattr(self, name, found)
        return found


def pattern(text: AnyStr, flags: int = 0) -> "re.Pattern[AnyStr]":
    """Return a pattern as `re.compile` does, which is compiled when it is first used.

    Args:
        text: The regular expression.
        flags: As of `re.compile`.
    """
    return cast("re.Pattern[AnyStr]", _Pattern(text, flags))
