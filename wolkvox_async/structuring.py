"""Makes attrs objects of the tables of a wolkvox.toml, and collects all that is wrong with a table."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any, TypeVar

from attrs import fields
from cattrs import ClassValidationError, Converter, ForbiddenExtraKeysError
from cattrs.gen import make_dict_structure_fn, override

from wolkvox_async.errors import ConfigurationError
from wolkvox_async.faults import Faults
from wolkvox_async.secrecy import without_frames
from wolkvox_async.spelling import nearest

__all__ = ["structure"]

T = TypeVar("T")

_CONVERTER = Converter()


def structure(
    cls: type[T],
    table: Mapping[str, Any],
    readers: Mapping[str, Callable[[Any], object]],
    faults: Faults,
    *,
    place: str = "",
    keys: Iterable[str] = (),
) -> T | None:
    """Return the object that a table describes; None where something is wrong with it, which is added to the faults.

    Args:
        cls: An attrs class.
        table: Values by the names of its fields.
        readers: By field, what makes of the file's value the one that is kept, or raises ConfigurationError. Fields
            without one keep their defaults.
        faults: What is wrong, each with its place.
        place: The table's, with a dot at its end; "" for the file's own keys.
        keys: What a misspelt key may have meant beside the readers' names.
    """
    overrides: dict[str, Any] = {
        each.name: override(struct_hook=_hook(readers[each.name])) if each.name in readers else override(omit=True)
        for each in fields(cls)  # type: ignore[arg-type]
        if each.init
    }
    make = make_dict_structure_fn(cls, _CONVERTER, _cattrs_forbid_extra_keys=True, **overrides)
    try:
        return make(table, cls)
    except ClassValidationError as group:
        faults += _faults(group, place, (*keys, *readers))
    return None


def _hook(read: Callable[[Any], object]) -> Callable[[Any, Any], object]:
    return lambda value, _: read(value)


def _faults(group: ClassValidationError, place: str, keys: Iterable[str]) -> Faults:
    """Return what cattrs has collected, in the order of the fields; the keys that no field has come last."""
    found: Faults = []
    noted, others = group.group_exceptions()
    for error, note in noted:
        if isinstance(error, KeyError):
            found.append(ConfigurationError(f"{place}{note.name} is missing"))
        elif isinstance(error, ConfigurationError):
            error.__notes__.remove(note)
            found.append(without_frames(error))
        else:
            raise error
    for error in others:
        if not isinstance(error, ForbiddenExtraKeysError):
            raise error
        found += [
            ConfigurationError(f"unknown key {place}{key}", advice=nearest(key, keys))
            for key in sorted(error.extra_fields)
        ]
    return found
