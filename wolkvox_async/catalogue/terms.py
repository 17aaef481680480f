"""What a query and a text have in common: words without accents and endings, and words that mean the same."""

import re
import unicodedata
from collections.abc import Iterable
from functools import cache

from wolkvox_async.catalogue.glossary import MEANINGS

__all__ = ["Term", "folded", "is_within", "synonyms", "term_of", "terms_of", "words_of"]

_LONGEST_PHRASE = 3  # words, of those in the glossary

# Words that join others or ask, and mean nothing alone.
_LINKS = frozenset(
    {"a", "and", "by", "did", "for", "how", "in", "is", "many", "my", "of", "on", "or", "our", "per", "the", "to"}
    | {"we", "were", "what", "which", "who", "with"}
    | {"al", "con", "cual", "cuantas", "cuantos", "de", "del", "el", "en", "la", "las", "los", "mis", "para", "por"}
    | {"cuando", "donde", "que", "quien", "se", "un", "una", "when", "where", "y"}
)

Term = tuple[str, ...]  # the stems of a word, or of a phrase


def folded(text: str) -> str:
    """Lower case, without accents."""
    return "".join(mark for mark in unicodedata.normalize("NFKD", text.lower()) if not unicodedata.combining(mark))


def words_of(text: str) -> list[str]:
    """Return the words of a text that mean something alone."""
    return [word for word in re.findall(r"[a-z0-9]+", folded(text)) if word not in _LINKS]


def _stem(word: str) -> str:
    """Return what the forms of a word have in common: llamada, llamadas; abandoned, abandonado, abandonadas."""
    stem = word
    if stem.endswith("s") and not stem.endswith("ss") and len(stem) > 3:  # noqa: PLR2004
        stem = stem[:-1]
    if stem[-1] in "aeo" and len(stem) > 4:  # noqa: PLR2004 - shorter ones differ by it, as file and fila
        stem = stem[:-1]
    if stem.endswith(("ad", "ed")) and len(stem) > 5:  # noqa: PLR2004
        stem = stem[:-2]
    return stem[:-1] + "i" if stem.endswith("y") else stem


def term_of(text: str) -> Term:
    """Return the stems of a text."""
    return tuple(_stem(word) for word in words_of(text))


@cache
def synonyms() -> dict[Term, frozenset[Term]]:
    """Return the terms that mean the same, by term."""
    found: dict[Term, set[Term]] = {}
    for meaning in MEANINGS:
        terms = {term_of(word) for word in meaning}
        for term in terms:
            found.setdefault(term, set()).update(terms - {term})
    return {term: frozenset(others) for term, others in found.items()}


def is_within(term: Term, text: Term, *, begun: bool = False) -> bool:
    """Whether the words of a term stand side by side in a text; begun: the last may be the beginning of a word."""
    for start in range(len(text) - len(term) + 1):
        *head, last = text[start : start + len(term)]
        if tuple(head) == term[:-1] and (last == term[-1] or (begun and last.startswith(term[-1]))):
            return True
    return False


def terms_of(text: str) -> list[Term]:
    """Return the terms of a query: phrases of the glossary, names such as `hang_up`, and single words."""
    meanings = synonyms()
    terms: list[Term] = []
    run: list[str] = []
    for chunk in text.split():
        stems = term_of(chunk)
        if len(stems) > 1:  # a name, kept together
            terms += [*_phrases(run, meanings), stems]
            run = []
        else:
            run += stems
    return terms + _phrases(run, meanings)


def _phrases(stems: list[str], known: Iterable[Term]) -> list[Term]:
    """Return single words, but phrases that are known as one: the longest first."""
    terms: list[Term] = []
    at = 0
    while at < len(stems):
        sizes = range(min(_LONGEST_PHRASE, len(stems) - at), 0, -1)
        size = next((size for size in sizes if size > 1 and tuple(stems[at : at + size]) in known), 1)
        terms.append(tuple(stems[at : at + size]))
        at += size
    return terms
