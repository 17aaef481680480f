"""Kinds of mutants that change nothing a test could see: they are counted apart, and never as survivors."""

import re
from collections.abc import Callable

__all__ = ["KINDS", "kind_of"]

_SQL = re.compile(r"\b(select|insert|update|delete|pragma|begin|commit|where|create|union)\b", re.IGNORECASE)
_INSTANT = re.compile(r"\b(now|until|deadline|ends|since|reset_at|clock)\b")
_TUNING = re.compile(r"random\.uniform|_LOOKS?\b|_PAUSE\b|_RETRY\b|_after\b|\bpause\b|\bretry\b|_numbers\b")
_NUMBER = re.compile(r"(?<![\w.])\d+(?:\.\d+)?")
_OPERATOR = re.compile(r"\*\*?|//?|[+\-%]")


def _letters_of_sql(old: str, new: str) -> bool:
    return old.lower() == new.lower() and bool(_SQL.search(old))


def _instant(old: str, new: str) -> bool:
    """Whether a comparison of times includes its end, or no longer does."""
    closed = [re.sub(r"([<>])=", r"\1", line) for line in (old, new)]
    return closed[0] == closed[1] and bool(_INSTANT.search(old))


def _tuning(old: str, new: str) -> bool:
    """Whether only a factor of a pause differs, which any positive factor would do for."""
    plain = [_OPERATOR.sub("*", _NUMBER.sub("1", line)) for line in (old, new)]
    return plain[0] == plain[1] and bool(_TUNING.search(old))


def _strict(old: str, new: str) -> bool:
    """Whether a zip of what has one length no longer looks whether it has."""
    return re.sub(r"strict=\w+", "", old) == re.sub(r"strict=\w+", "", new) and "zip(" in old


def _random(old: str, new: str) -> bool:
    """Whether only the length of a random name differs."""
    return re.sub(r"token_hex\(\w+\)", "", old) == re.sub(r"token_hex\(\w+\)", "", new)


KINDS: dict[str, Callable[[str, str], bool]] = {
    "SQL in other letters: SQLite reads key words and names alike in capitals and in small letters": _letters_of_sql,
    "an instant: sooner or later by the one moment at which two times are equal": _instant,
    "tuning: how long a pause is, within bounds in which every promise holds": _tuning,
    "a check of what cannot be: two lists of which one is made from the other have one length": _strict,
    "how long a random name is": _random,
}


def kind_of(diff: str) -> str | None:
    """Return the kind of a mutant that changes nothing visible, by its diff; None if a test should notice it."""
    lines = [line for line in diff.splitlines() if not line.startswith(("---", "+++"))]
    old, new = (" ".join(line[1:].strip() for line in lines if line.startswith(sign)) for sign in "-+")
    if old == new:
        return None
    return next((kind for kind, holds in KINDS.items() if holds(old, new)), None)
