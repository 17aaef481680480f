"""What a fleet is asked with: one name or several, operations, and parameters for those reports that take them."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from wolkvox_async.endpoints import find
from wolkvox_async.errors import ConfigurationError
from wolkvox_async.operation import Operation
from wolkvox_async.spelling import nearest

__all__ = ["given_to", "listed", "operations_in"]


def listed(names: str | Iterable[str]) -> list[str]:
    """Return names as a list; one name by itself is taken as one."""
    return [names] if isinstance(names, str) else list(names)


def operations_in(given: Iterable[Operation]) -> list[Operation]:
    """Return the operations of a fleet. Raises ConfigurationError where something else was given."""
    found: list[Any] = list(given) if isinstance(given, Iterable) else [given]
    if isinstance(given, str | Operation) or not all(isinstance(each, Operation) for each in found):
        raise ConfigurationError(
            f"Fleet takes a list of Operation and got {type(given).__name__}",
            advice="write Fleet([Operation(name=…, …), …]), or Fleet.from_toml(path)",
        )
    return found


def given_to(names: Sequence[str], given: Mapping[str, Any]) -> list[tuple[str, dict[str, Any]]]:
    """Return each report with those of the given parameters that it takes.

    Raises:
        ConfigurationError: None of several reports takes a parameter. One report refuses it by itself.
    """
    known = {name: {"by", *(each.name for each in find(name).parameters)} for name in names}
    unknown = given.keys() - set().union(*known.values())
    if unknown and len(known) > 1:
        first = next(name for name in given if name in unknown)
        raise ConfigurationError(
            f"none of {', '.join(known)} takes a parameter {first!r}",
            advice=nearest(first, set().union(*known.values()) - {"by"}),
        )
    return [(name, {each: given[each] for each in given if each in known[name] | unknown}) for name in names]
