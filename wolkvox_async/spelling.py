"""Hints for words that are misspelt: the one place that looks for what was meant."""

from collections.abc import Iterable

__all__ = ["closest", "nearest", "of_class"]

_LOOKS = str.maketrans({"l": "1", "i": "1", "|": "1", "o": "0", "-": "_"})
"""Signs that are read as others: cdr_l is cdr_1."""


def closest(word: str, known: Iterable[str], *, likeness: float = 0.6) -> str:
    """Return the known word that is most like another, "" where none is.

    Args:
        word: What was written.
        known: The words that are right.
        likeness: How like they must be, from 0 to 1 (the same).
    """
    from difflib import SequenceMatcher  # noqa: PLC0415 - for errors alone

    def score(each: str) -> tuple[float, float]:
        return (
            SequenceMatcher(None, _look(each), _look(word)).ratio(),
            SequenceMatcher(None, each, word).ratio(),
        )

    scores = {each: score(each) for each in known}
    likest = max(scores, key=lambda each: scores[each], default="")
    return likest if likest and max(scores[likest]) >= likeness else ""


def nearest(word: str, known: Iterable[str]) -> str:
    """Return advice that names the known word that is most like another, or all of them where none is."""
    known = sorted(known)
    found = closest(word, known)
    return f"did you mean {found!r}?" if found else f"known: {', '.join(known) or 'none'}"


def _look(word: str) -> str:
    """Return a word with signs that look alike, and capitals, as one."""
    return word.lower().translate(_LOOKS)


def of_class(value: object) -> str:
    """Return the class of a value with its article: "an int", "a dict"."""
    name = type(value).__name__
    return f"{'an' if name[:1].lower() in 'aeiou' else 'a'} {name}"
