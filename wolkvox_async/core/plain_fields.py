"""The fields of a record class as data, where each holds one plain value of the wire."""

from functools import cache
from typing import Annotated, get_origin, get_type_hints

import attrs

from wolkvox_async.core.kinds import Kind
from wolkvox_async.core.wire import spelt

__all__ = ["PlainField", "plain_fields"]


@attrs.frozen
class PlainField:
    """A field with one plain value: its name, its names on the wire, and what its values mean."""

    name: str
    wire: str
    also: tuple[str, ...]
    kind: Kind


@cache
def plain_fields(cls: type) -> tuple[PlainField, ...] | None:
    """Return the fields of a record class, `extra` aside; None where one of them is no plain value of the wire."""
    hints = get_type_hints(cls, include_extras=True)
    found = []
    for field in attrs.fields(cls):
        if field.name == "extra":
            continue
        hint = hints[field.name]
        if {"beside", "gathered"} & field.metadata.keys() or get_origin(hint) is not Annotated:
            return None
        wire, also = spelt(field)
        found.append(PlainField(field.name, wire, also, hint.__metadata__[0]))
    return tuple(found)
