"""From words, English or Spanish, to endpoints: what `wolkvox reports WORDS` does.

It reads the catalogue and not the endpoints' classes: the catalogue loads in a tenth of a second and has the Spanish
titles and the fields, while the 244 record classes and what they call would bring aiohttp with them, for a question
that needs no network.

Every word of a query has to be found somewhere: as it is (accents, plural and gender aside), as the beginning of a
word, or as another word for the same thing (`glossary`). Where it is found decides the order: a title says what an
endpoint is about, a field only what it also tells.
"""

import difflib
import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import cache, lru_cache

from attrs import frozen

from wolkvox_async.catalogue import Entry, Field, entries
from wolkvox_async.catalogue.glossary import MEANINGS

__all__ = ["Found", "in_spanish", "search", "suggestion"]

_NAME, _TITLE, _SUMMARY, _FIELD = 9.0, 8.0, 4.0, 2.0  # how much a word counts by where it is found
_MEANT, _BEGUN = 0.8, 0.6  # … and by how: another word for it, or only its beginning
_SHORTEST_BEGINNING = 4  # letters; fewer begin too many words
_LONGEST_PHRASE = 3  # words, of those in the glossary
_CLOSE = 0.75  # how like a word must be to what was written, to be proposed for it

# Words that join others or ask, and mean nothing alone.
_LINKS = frozenset(
    {"a", "and", "by", "did", "for", "how", "in", "is", "many", "my", "of", "on", "or", "our", "per", "the", "to"}
    | {"we", "were", "what", "which", "who", "with"}
    | {"al", "con", "cual", "cuantas", "cuantos", "de", "del", "el", "en", "la", "las", "los", "mis", "para", "por"}
    | {"que", "se", "un", "una", "y"}
)

Term = tuple[str, ...]  # the stems of a word, or of a phrase


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


def _folded(text: str) -> str:
    """Lower case, without accents."""
    return "".join(mark for mark in unicodedata.normalize("NFKD", text.lower()) if not unicodedata.combining(mark))


def _words(text: str) -> list[str]:
    return [word for word in re.findall(r"[a-z0-9]+", _folded(text)) if word not in _LINKS]


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


def _term(text: str) -> Term:
    return tuple(_stem(word) for word in _words(text))


@cache
def _meanings() -> dict[Term, frozenset[Term]]:
    """Return the terms that mean the same, by term."""
    found: dict[Term, set[Term]] = {}
    for meaning in MEANINGS:
        terms = {_term(word) for word in meaning}
        for term in terms:
            found.setdefault(term, set()).update(terms - {term})
    return {term: frozenset(others) for term, others in found.items()}


def _fields(entry: Entry) -> Iterator[Field]:
    """Yield the fields of an endpoint's records, those of nested records too."""
    seen: set[str] = set()
    wanted = [entry.reply.record]
    while wanted:
        name = wanted.pop()
        if name and name not in seen:
            seen.add(name)
            fields = entry.records[name].fields
            yield from fields
            wanted += [each.record for each in fields]


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
        names = {name for each in _fields(entry) for name in (each.name, each.wire)}
        texts += [(_FIELD, name) for name in sorted(names | {each.name for each in entry.parameters})]
    first = variants[0]
    terms = dict.fromkeys((weight, _term(text)) for weight, text in texts)
    return _Page(first, tuple(each for each in terms if each[1]), _term(f"{first.title} {first.spanish}"))


def _within(term: Term, text: Term, *, begun: bool = False) -> bool:
    """Whether the words of a term stand side by side in a text; begun: the last may be the beginning of a word."""
    for start in range(len(text) - len(term) + 1):
        *head, last = text[start : start + len(term)]
        if tuple(head) == term[:-1] and (last == term[-1] or (begun and last.startswith(term[-1]))):
            return True
    return False


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
            (text for stem in stems for text in texts[stem] if _within(term, text, begun=True)), _BEGUN
        )
    for other in _meanings().get(term, ()):
        fits |= dict.fromkeys((text for text in texts.get(other[0], ()) if _within(other, text)), _MEANT)
    return fits | dict.fromkeys((text for text in texts.get(term[0], ()) if _within(term, text)), 1.0)


def _worth(term: Term, page: _Page) -> float:
    """Return how much a term of the query counts for a page; 0 where it is not found."""
    fits = _fits(term)
    return max((weight * fits.get(text, 0.0) for weight, text in page.texts), default=0.0)


def _told(terms: Iterable[Term], page: _Page) -> float:
    """Return which share of the title's words the query says, so that of two the one that says less beside it leads."""
    meanings = _meanings()
    said = {stem for term in terms for each in (term, *meanings.get(term, ())) for stem in each}
    return sum(stem in said for stem in page.title) / max(1, len(page.title))


def _query(text: str) -> list[Term]:
    """Return the terms of a query: phrases of the glossary, names such as `hang_up`, and single words."""
    meanings = _meanings()
    terms: list[Term] = []
    run: list[str] = []
    for chunk in text.split():
        stems = _term(chunk)
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


def search(query: str) -> list[Found]:
    """Return the endpoints that every word of the query fits, best first; all of them for an empty query."""
    terms = _query(query)
    if query.strip() and not terms:
        return []
    ranked: list[tuple[float, int, Entry]] = []
    for page in _pages():
        worths = [_worth(term, page) for term in terms]
        if all(worths):
            called = query.strip() in {page.entry.name, page.entry.full_name}
            score = sum(worths) + _told(terms, page) + called * _NAME
            ranked.append((-score, len(ranked), page.entry))
    return [_found(entry, -score) for score, _, entry in sorted(ranked, key=lambda each: each[:2])]


def in_spanish(query: str) -> bool:
    """Whether a query is rather Spanish: more of its words stand in Spanish titles alone than in English ones alone."""
    english, spanish = _title_stems()
    said = {stem for term in _query(query) for stem in term}
    return len(said & (spanish - english)) > len(said & (english - spanish))


@cache
def _title_stems() -> tuple[frozenset[str], frozenset[str]]:
    """Return the stems of all English titles, and of all Spanish ones."""
    english = frozenset(stem for entry in entries() for stem in _term(entry.title))
    return english, frozenset(stem for entry in entries() for stem in _term(entry.spanish))


def _found(entry: Entry, score: float) -> Found:
    return Found(entry.full_name, entry.title, entry.spanish, entry.rows.kind if entry.rows else "", round(score, 3))


@cache
def _vocabulary() -> tuple[str, ...]:
    """Return every word that finds something, as it is written."""
    written = [word for meaning in MEANINGS for word in meaning]
    for page in _pages():
        entry = page.entry
        written += [entry.title, entry.spanish, entry.summary, entry.full_name]
        written += [each.name for each in _fields(entry)]
    return tuple(dict.fromkeys(word for text in written for word in _words(text)))


def suggestion(query: str) -> str:
    """Return a query that finds something for one that does not, or "": its words set right, and those that fit."""
    words = [near for word in query.split() if _words(word) and search(near := _nearest(word))]
    while words and not search(" ".join(words)):
        words.pop()
    return " ".join(words)


def _nearest(word: str) -> str:
    if len(word) < _SHORTEST_BEGINNING or search(word):
        return word
    return next(iter(difflib.get_close_matches(_folded(word), _vocabulary(), n=1, cutoff=_CLOSE)), word)
