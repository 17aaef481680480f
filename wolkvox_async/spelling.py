"""Hints for words that are misspelt: the one place that looks for what was meant."""

from collections.abc import Iterable

__all__ = ["closest", "meant", "nearest", "of_class"]

_LOOKS = str.maketrans({"l": "1", "i": "1", "|": "1", "o": "0", "-": "_"})
"""Signs that are read as others: cdr_l is cdr_1."""
_SAME = 0.85  # likeness of a word and its misspelling


def closest(word: str, known: Iterable[str], *, likeness: float = 0.6) -> str:
    """Return the known word that is most like another, "" where none is.

    Args:
        word: What was written.
        known: The words that are right.
        likeness: How like they must be, from 0 to 1 (the same).
    """
    likest, score = _likest(word, known)
    return likest if score >= likeness else ""


def meant(word: str, known: Iterable[str], likeness: float = 0.6) -> str:
    """Return the known word that was surely meant by another, "" where none is: the name of a parameter, an endpoint.

    A word that is part of just one known word, or has one as a part, means that: `type` is type_campaign rather than
    id_type, since names are cut off more often at their ends.

    Args:
        word: What was written.
        known: The words that are right.
        likeness: How like they must be otherwise, from 0 to 1 (the same).
    """
    known = list(known)
    likest, score = _likest(word, known)
    if score >= _SAME:
        return likest
    look = _look(word)
    begun = [each for each in known if _begins(_look(each), look) or _begins(look, _look(each))]
    if len(begun) == 1:
        return begun[0]
    return likest if score >= likeness else ""


def nearest(word: str, known: Iterable[str]) -> str:
    """Return advice that names the known word that was meant by another, or all of them where none is."""
    known = sorted(known)
    found = meant(word, known)
    return f"did you mean {found!r}?" if found else f"known: {', '.join(known) or 'none'}"


def _likest(word: str, known: Iterable[str]) -> tuple[str, float]:
    """Return the known word that is most like another, and how like they are."""
    from difflib import SequenceMatcher  # noqa: PLC0415 - for errors alone

    def score(each: str) -> tuple[float, float]:
        return (
            SequenceMatcher(None, _look(each), _look(word)).ratio(),
            SequenceMatcher(None, each, word).ratio(),
        )

    scores = {each: score(each) for each in known}
    likest = max(scores, key=lambda each: scores[each], default="")
    return likest, max(scores[likest]) if likest else 0.0


def _begins(text: str, part: str) -> bool:
    return text.startswith(f"{part}_")


def _look(word: str) -> str:
    """Return a word with signs that look alike, and capitals, as one."""
    return word.lower().translate(_LOOKS)


def of_class(value: object) -> str:
    """Return the class of a value with its article: "an int", "a dict"."""
    name = type(value).__name__
    return f"{'an' if name[:1].lower() in 'aeiou' else 'a'} {name}"
