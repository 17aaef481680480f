"""Hints for words that are misspelt: the one place that looks for what was meant."""

from collections.abc import Iterable

__all__ = ["closest", "nearest"]


def closest(word: str, known: Iterable[str], *, likeness: float = 0.6) -> str:
    """Return the known word that is most like another, "" where none is.

    Args:
        word: What was written.
        known: The words that are right.
        likeness: How like they must be, from 0 to 1 (the same).
    """
    import difflib  # noqa: PLC0415 - for errors alone

    return next(iter(difflib.get_close_matches(word, list(known), n=1, cutoff=likeness)), "")


def nearest(word: str, known: Iterable[str]) -> str:
    """Return advice that names the known word that is most like another, or all of them where none is."""
    known = sorted(known)
    found = closest(word, known)
    return f"did you mean {found!r}?" if found else f"known: {', '.join(known) or 'none'}"


def of_class(value: object) -> str:
    """Return the class of a value with its article: "an int", "a dict"."""
    name = type(value).__name__
    return f"{'an' if name[:1].lower() in 'aeiou' else 'a'} {name}"
