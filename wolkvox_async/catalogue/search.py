"""From words, English or Spanish, to endpoints: what `wolkvox reports WORDS` does.

It reads the catalogue and not the endpoints' classes: the catalogue loads in a tenth of a second and has the Spanish
titles and the fields, while the 244 record classes and what they call would bring aiohttp with them, for a question
that needs no network.

Every word of a query has to be found somewhere: as it is (accents, plural and gender aside), as the beginning of a
word, or as another word for the same thing (`glossary`). Where it is found decides the order: a title says what an
endpoint is about, a field only what else it holds.
"""

import re
from collections.abc import Iterable
from functools import cache, lru_cache

from attrs import frozen

from wolkvox_async.catalogue import Entry, entries
from wolkvox_async.catalogue.glossary import MEANINGS
from wolkvox_async.catalogue.terms import Term, folded, is_within, synonyms, term_of, terms_of, words_of
from wolkvox_async.spelling import closest

__all__ = ["Found", "in_spanish", "search", "suggestion"]

_NAME, _TITLE, _SUMMARY, _FIELD = 9.0, 8.0, 4.0, 2.0  # how much a word counts by where it is found
_MEANT, _BEGUN = 0.8, 0.6  # … and by how: another word for it, or only its beginning
_SHORTEST_BEGINNING = 4  # letters; fewer begin too many words
_CLOSE = 0.75  # how like a word must be to what was written, to be proposed for it


@frozen
class Found:
    """An endpoint that was found: what it is, what kind of rows it has ("" for none), and how well it fits."""

    name: str
    title: str
    spanish: str
    rows: str
    score: float


@frozen
class _Page:
    """An endpoint as it is searched: texts, each with what a word found in it counts."""

    entry: Entry
    texts: tuple[tuple[float, Term], ...]
    title: Term


@cache
def _pages() -> tuple[_Page, ...]:
    variants: dict[str, list[Entry]] = {}
    for entry in entries():
        variants.setdefault(entry.full_name, []).append(entry)
    return tuple(_page(variants[name]) for name in sorted(variants, key=_order))


def _order(name: str) -> list[tuple[int, str]]:
    """Sort agent_2 before agent_10."""
    return [(int(part), "") if part.isdigit() else (-1, part) for part in re.split(r"([0-9]+)", name)]


def _page(variants: list[Entry]) -> _Page:
    """Return the page of an endpoint, or of the variants that one method serves."""
    texts: list[tuple[float, str]] = []
    for entry in variants:
        texts += [(_NAME, f"{entry.group} {entry.name}"), (_NAME, entry.section)]
        texts += [(_TITLE, entry.title), (_TITLE, entry.spanish), (_SUMMARY, entry.summary)]
        names = {name for _, each in entry.columns() for name in (each.name, each.wire)}
        texts += [(_FIELD, name) for name in sorted(names | {each.name for each in entry.parameters})]
    first = variants[0]
    terms = dict.fromkeys((weight, term_of(text)) for weight, text in texts)
    return _Page(first, tuple(each for each in terms if each[1]), term_of(f"{first.title} {first.spanish}"))


@cache
def _texts_with() -> dict[str, set[Term]]:
    """Return the texts that hold a word, by its stem."""
    found: dict[str, set[Term]] = {}
    for page in _pages():
        for _, text in page.texts:
            for stem in text:
                found.setdefault(stem, set()).add(text)
    return found


@lru_cache(maxsize=1024)
def _fits(term: Term) -> dict[Term, float]:
    """Return the texts that a term fits, each with how well: as it is, as what it means, or as a beginning."""
    texts = _texts_with()
    fits: dict[Term, float] = {}
    if len(term[-1]) >= _SHORTEST_BEGINNING:
        stems = [stem for stem in texts if stem.startswith(term[-1])]
        fits = dict.fromkeys(
            (text for stem in stems for text in texts[stem] if is_within(term, text, begun=True)), _BEGUN
        )
    for other in synonyms().get(term, ()):
        fits |= dict.fromkeys((text for text in texts.get(other[0], ()) if is_within(other, text)), _MEANT)
    return fits | dict.fromkeys((text for text in texts.get(term[0], ()) if is_within(term, text)), 1.0)


def _worth(term: Term, page: _Page) -> float:
    """Return how much a term of the query counts for a page; 0 where it is not found."""
    fits = _fits(term)
    return max((weight * fits.get(text, 0.0) for weight, text in page.texts), default=0.0)


def _share_said(terms: Iterable[Term], page: _Page) -> float:
    """Return which share of the title's words the query says, so that of two the one that says less beside it leads."""
    meanings = synonyms()
    said = {stem for term in terms for each in (term, *meanings.get(term, ())) for stem in each}
    return sum(stem in said for stem in page.title) / max(1, len(page.title))


def search(query: str) -> list[Found]:
    """Return the endpoints that every word of the query fits, best first; all of them for an empty query."""
    terms = terms_of(query)
    if query.strip() and not terms:
        return []
    ranked: list[tuple[float, int, Entry]] = []
    for page in _pages():
        worths = [_worth(term, page) for term in terms]
        if all(worths):
            called = query.strip() in {page.entry.name, page.entry.full_name}
            score = sum(worths) + _share_said(terms, page) + called * _NAME
            ranked.append((-score, len(ranked), page.entry))
    return [_found(entry, -score) for score, _, entry in sorted(ranked, key=lambda each: each[:2])]


def in_spanish(query: str) -> bool:
    """Whether a query is rather Spanish: more of its words stand in Spanish titles alone than in English ones alone."""
    english, spanish = _title_stems()
    said = {stem for term in terms_of(query) for stem in term}
    return len(said & (spanish - english)) > len(said & (english - spanish))


@cache
def _title_stems() -> tuple[frozenset[str], frozenset[str]]:
    """Return the stems of all English titles, and of all Spanish ones."""
    english = frozenset(stem for entry in entries() for stem in term_of(entry.title))
    return english, frozenset(stem for entry in entries() for stem in term_of(entry.spanish))


def _found(entry: Entry, score: float) -> Found:
    return Found(entry.full_name, entry.title, entry.spanish, entry.rows.kind if entry.rows else "", round(score, 3))


@cache
def _vocabulary() -> tuple[str, ...]:
    """Return every word that finds something, as it is written."""
    written = [word for meaning in MEANINGS for word in meaning]
    for page in _pages():
        entry = page.entry
        written += [entry.title, entry.spanish, entry.summary, entry.full_name]
        written += [each.name for _, each in entry.columns()]
    return tuple(dict.fromkeys(word for text in written for word in words_of(text)))


def suggestion(query: str) -> str:
    """Return a query that finds something for one that does not, or "": its words set right, and those that fit."""
    words = [near for word in query.split() if words_of(word) and search(near := _respelt(word))]
    while words and not search(" ".join(words)):
        words.pop()
    return " ".join(words)


def _respelt(word: str) -> str:
    if len(word) < _SHORTEST_BEGINNING or search(word):
        return word
    return closest(folded(word), _vocabulary(), likeness=_CLOSE) or word
