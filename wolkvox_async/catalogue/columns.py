"""From words, English or Spanish, to columns: what the rows of an endpoint hold, and which endpoints hold something."""

from collections.abc import Iterator
from functools import cache

from attrs import evolve, frozen

from wolkvox_async.catalogue.loader import Entry, Field, entries, entries_named
from wolkvox_async.catalogue.terms import Term, is_within, synonyms, term_of, terms_of

__all__ = ["Column", "columns_of", "search_columns"]

_TYPES = {
    "str": "text",
    "id": "text",
    "phone": "text",
    "int": "integer",
    "float": "number",
    "percent": "number",
    "bool": "true or false",
    "date": "date",
    "datetime": "date and time",
    "duration": "number",
    "list": "list",
    "object": "object",
}
_SHORTEST_BEGINNING = 4  # letters; fewer begin too many words
_UNITS = {"percent": "percent", "duration": "seconds"}  # as JSON and files have them


@frozen
class Column:
    """What one column holds, and where.

    name: with the path of a column within a list, as in `stats.date`; type and unit: as JSON and files have the value;
    endpoints: whose rows have it.
    """

    name: str
    type: str
    unit: str
    meaning: str
    endpoints: tuple[str, ...]

    @property
    def description(self) -> str:
        """Type, unit and meaning, in one line."""
        return f"{', '.join(filter(None, (self.type, self.unit)))}: {self.meaning}."


def columns_of(endpoint: str) -> list[Column]:
    """Return the columns of an endpoint's rows, by its full name."""
    found: dict[str, Column] = {}
    for entry in entries_named(endpoint):
        for path, field in entry.columns():
            found.setdefault(path, _column(entry, path, field))
        if entry.rows is not None and not entry.rows.dated:
            found["day"] = Column("day", "date", "", "Day of the row, where each day is asked by itself", (endpoint,))
    return list(found.values())


def _column(entry: Entry, path: str, field: Field) -> Column:
    unit = field.unit or _UNITS.get(field.type, "")
    text = field.text.removesuffix(f", in {unit}") if unit else field.text
    kind = "object" if field.gathered else _TYPES[field.type]
    return Column(path, kind, unit, text[:1].upper() + text[1:], (entry.full_name,))


def search_columns(query: str) -> list[Column]:
    """Return the columns whose name or meaning every word of the query fits, those whose name fits first."""
    wanted = terms_of(query)
    if not wanted:
        return []
    named, meant = [], []
    for column, name, text in _searched():
        if all(_fits(term, name) for term in wanted):
            named.append(column)
        elif all(_fits(term, name) or _fits(term, text) for term in wanted):
            meant.append(column)
    return named + meant


def _fits(term: Term, text: Term) -> bool:
    """Whether a term stands in a text: as it is, as the beginning of a word, or as another word for the same."""
    begun = len(term[-1]) >= _SHORTEST_BEGINNING
    return is_within(term, text, begun=begun) or any(is_within(other, text) for other in synonyms().get(term, ()))


@cache
def _searched() -> tuple[tuple[Column, Term, Term], ...]:
    """Return every column once for all endpoints that have it alike, with the stems of its names and its meaning."""
    found: dict[tuple[str, str, str, str], Column] = {}
    names: dict[tuple[str, str, str, str], Term] = {}
    for column, field in _all():
        key = (column.name, column.type, column.unit, column.meaning)
        known = found.get(key, evolve(column, endpoints=()))
        found[key] = evolve(known, endpoints=tuple(dict.fromkeys((*known.endpoints, *column.endpoints))))
        names[key] = term_of(" ".join((column.name, field.wire, *field.also)))
    return tuple((column, names[key], term_of(column.meaning)) for key, column in found.items())


def _all() -> Iterator[tuple[Column, Field]]:
    for entry in entries():
        for path, field in entry.columns():
            yield _column(entry, path, field), field
