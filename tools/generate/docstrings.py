"""Docstrings of asynchronous code in the words of synchronous code."""

import re
from collections.abc import Iterable

__all__ = ["attributes", "docstring", "synchronous", "without"]

_WORDS = (
    (r"Await it for a list", "Call `.rows()` for a list"),
    (r"`async (for|with) ", r"`\1 "),
    (r"`await ", "`"),
    (r"(?<!`)`async for`", "`for`"),
    (r"iterable or async iterable", "in any iterable"),
    (r"asyncio\.CancelledError and(\s+)KeyboardInterrupt's cause too", r"KeyboardInterrupt\1too"),
    (r"asyncio\.Event", "threading.Event"),
    (r"\basyncio SDK\b", "SDK"),
)


def docstring(words: str, indent: str) -> str:
    """Return the literal of a docstring."""
    lines = words.splitlines()
    closing = f"\n{indent}" if len(lines) > 1 else ""
    body = "\n".join([lines[0], *(f"{indent}{line}" if line else "" for line in lines[1:])])
    raw = "r" if "\\" in body else ""
    return f'{indent}{raw}"""{body}{closing}"""'


def synchronous(words: str) -> str:
    """Return a docstring in the words of synchronous code."""
    for pattern, instead in _WORDS:
        words = re.sub(pattern, instead, words)
    return words


def without(words: str, names: Iterable[str]) -> str:
    """Return a docstring without some of its arguments."""
    for name in names:
        words = re.sub(rf"^    {name}: .*\n(?:      +.*\n)*", "", words, flags=re.MULTILINE)
    return words


def attributes(words: str) -> dict[str, str]:
    """Return what the section Attributes of a docstring says, by name."""
    section = words.partition("Attributes:\n")[2].partition("\n\n")[0]
    found = re.findall(r"^ {4}(\w+): (.*(?:\n {6,}.*)*)", section, re.MULTILINE)
    return {name: " ".join(text.split()) for name, text in found}
