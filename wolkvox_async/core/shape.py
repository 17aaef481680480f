"""Where in a reply the records are: a list, one object, an object of objects, or nothing but a message."""

from collections.abc import Iterator, Mapping
from typing import Any

from wolkvox_async.core.endpoint import Endpoint

__all__ = ["elements", "promise", "reach"]

_ENVELOPE = ("code", "error", "msg")  # what stands beside a record that has no place of its own


def reach(document: Any, path: str) -> Any:
    """Return what stands at a path like `data.items`; None where it leads nowhere. "" is the document itself."""
    for name in path.split(".") if path else ():
        document = document.get(name) if isinstance(document, Mapping) else None
    return document


def elements(document: Any, endpoint: Endpoint[Any]) -> list[Any]:
    """Return the objects of a reply that are the endpoint's records.

    A list without its envelope counts as records too. One record is never none: what a reply does not tell is None,
    and what it tells otherwise than in an object comes as the field `data`. Nothing is left out: what is no object
    stands among the others, for the decoder to say so.
    """
    found = document if isinstance(document, list) else reach(document, endpoint.key)
    if not endpoint.key and isinstance(found, Mapping):
        found = {name: value for name, value in found.items() if name not in _ENVELOPE}
    match endpoint.shape:
        case "records":
            return found if isinstance(found, list) else [] if _nothing(found) else [found]
        case "record":
            return [_one(found)]
        case "keyed":
            return list(_keyed(found, endpoint.keyed))
    return []


def _one(found: Any) -> Mapping[str, Any]:
    first = found[0] if isinstance(found, list) and found else found
    if not isinstance(first, Mapping):
        return {} if _nothing(found) else {"data": found}
    return {**first, "data": found} if isinstance(found, list) and len(found) > 1 else first


def _nothing(found: Any) -> bool:
    return found in (None, "", "-", "--", [], {})


def _keyed(found: Any, name: str) -> Iterator[Any]:
    """Give the values of an object, each with its key in a field of its own; lists of them one by one."""
    if not isinstance(found, Mapping):
        yield from found if isinstance(found, list) else () if _nothing(found) else (found,)
        return
    for key, value in found.items():
        for item in value if isinstance(value, list) else (value,):
            yield {**item, name: key} if isinstance(item, Mapping) else item


def promise(document: Any, endpoint: Endpoint[Any]) -> int | None:
    """Return how many records there are, where the reply tells that elsewhere than in its message."""
    told = str(reach(document, endpoint.total)).strip().replace(",", "") if endpoint.total else ""
    return int(told) if told.isascii() and told.isdecimal() else None
