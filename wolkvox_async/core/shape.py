"""Where in a reply the records are: a list, one object, an object of objects, or nothing but a message."""

from collections.abc import Iterator, Mapping
from typing import Any

from wolkvox_async.core.endpoint import Endpoint

__all__ = ["elements", "promise", "reach"]


def reach(document: Any, path: str) -> Any:
    """Return what stands at a path like `data.items`; None where it leads nowhere. "" is the document itself."""
    for name in path.split(".") if path else ():
        document = document.get(name) if isinstance(document, Mapping) else None
    return document


def elements(document: Any, endpoint: Endpoint[Any]) -> list[Any]:
    """Return the objects of a reply that are the endpoint's records.

    A list without its envelope counts as records too. One record is never none: what a reply does not tell is None.
    """
    found = document if isinstance(document, list) else reach(document, endpoint.key)
    match endpoint.shape:
        case "records":
            return found if isinstance(found, list) else [found] if isinstance(found, Mapping) else []
        case "record":
            one = found[0] if isinstance(found, list) and found else found
            return [one if isinstance(one, Mapping) else {}]
        case "keyed":
            return list(_keyed(found, endpoint.keyed)) if isinstance(found, Mapping) else found or []
    return []


def _keyed(found: Mapping[str, Any], name: str) -> Iterator[Any]:
    """Give the values of an object, each with its key in a field of its own; lists of them one by one."""
    for key, value in found.items():
        for item in value if isinstance(value, list) else (value,):
            yield {name: key, **item} if isinstance(item, Mapping) else item


def promise(document: Any, endpoint: Endpoint[Any]) -> int | None:
    """Return how many records there are, where the reply tells that elsewhere than in its message."""
    told = str(reach(document, endpoint.total)).strip() if endpoint.total else ""
    return int(told) if told.isdecimal() else None
