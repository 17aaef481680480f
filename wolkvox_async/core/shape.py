"""Where in a reply the records are: a list, one object, an object of objects, or nothing but a message."""

import re
from collections.abc import Iterator, Mapping
from typing import Any, Protocol

__all__ = ["MANY", "Place", "count", "elements", "empty", "listed", "promise", "reach"]

_ENVELOPE = ("code", "error", "msg")  # what stands beside a record that has no place of its own


class Place(Protocol):
    """What an endpoint says of the place of its records."""

    @property
    def shape(self) -> str:
        """How the records stand in the reply."""
        ...

    @property
    def key(self) -> str:
        """Where they stand."""
        ...

    @property
    def keyed(self) -> str:
        """The field that gets the keys of an object of records."""
        ...


def listed(value: Any) -> list[Any] | None:
    """Return the list that a value is, or None.

    PHP writes a list that has lost an element as an object with numbers for keys.
    """
    if isinstance(value, list):
        return value
    if isinstance(value, Mapping) and value and all(isinstance(name, str) and name.isdecimal() for name in value):
        return list(value.values())
    return None


def empty(value: Any) -> bool:
    """Whether a value says that there is nothing."""
    return value in (None, [], {}) or (isinstance(value, str) and value.strip() in {"", "-", "--"})


def reach(document: Any, path: str) -> Any:
    """Return what stands at a path like `data.items`; None where it leads nowhere. "" is the document itself."""
    for name in path.split(".") if path else ():
        document = document.get(name) if isinstance(document, Mapping) else None
    return document


def elements(document: Any, place: Place) -> list[Any]:
    """Return the objects of a reply that are the endpoint's records.

    A list without its envelope counts as records too. One record is never none: what a reply does not say is None,
    and what it says otherwise than in an object comes as the field `data`. Nothing is left out: what is not an object
    stands among the others, for the decoder to say so.
    """
    found = document if isinstance(document, list) else reach(document, place.key)
    if not place.key and isinstance(found, Mapping):
        found = {name: value for name, value in found.items() if name not in _ENVELOPE}
    match place.shape:
        case "records":
            many = listed(found)
            return many if many is not None else [] if empty(found) else [found]
        case "record":
            return [_one(found)]
        case "keyed":
            return list(_keyed(found, place.keyed))
    return []


def _one(found: Any) -> Mapping[str, Any]:
    many = listed(found)
    first = many[0] if many else found
    if not isinstance(first, Mapping):
        return {} if empty(found) else {"data": found}
    return {**first, "data": found} if many and len(many) > 1 else first


def _keyed(found: Any, name: str) -> Iterator[Any]:
    """Give the values of an object, each with its key in a field of its own; lists of them one by one."""
    if not isinstance(found, Mapping):
        yield from found if isinstance(found, list) else () if empty(found) else (found,)
        return
    for key, value in found.items():
        many = listed(value)
        for item in many if many is not None and all(isinstance(each, Mapping) for each in many) else (value,):
            yield {**item, name: key} if isinstance(item, Mapping) else item


def promise(document: Any, total: str) -> int | None:
    """Return how many records there are, where the reply says so elsewhere than in its message."""
    return count(reach(document, total)) if total else None


_COUNT = r"[0-9]{1,3}(?:([.,' \u00a0\u2009\u202f])[0-9]{3}(?:\1[0-9]{3})*)?|[0-9]+"


def count(value: Any) -> int | None:
    """Return the number that a text is, with or without marks between the thousands; None where it is none.

    A number of more digits than any count has is MANY.
    """
    if isinstance(value, bool) or not isinstance(value, str | int):
        return None
    text = str(value).strip() if isinstance(value, str) else str(min(max(value, -1), MANY))
    if not re.fullmatch(_COUNT, text):
        return None
    plain = re.sub("[^0-9]", "", text).lstrip("0")
    return MANY if len(plain) >= len(str(MANY)) else int(plain or "0")


MANY = 10**12
