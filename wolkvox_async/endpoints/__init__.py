"""The endpoints, one file per script of the vendor: records beside the coroutines that return them.

All but a few are generated from `wolkvox_async.catalogue`; what a table cannot say (uploads, paging, pacing) is custom
and stands in `…_custom.py`. A group is imported when it is first used, of the reports only the section.
"""

from importlib import import_module
from typing import Any

from wolkvox_async.core.endpoint import Endpoint
from wolkvox_async.endpoints.groups import GROUPS
from wolkvox_async.errors import ConfigurationError
from wolkvox_async.spelling import meant

__all__ = ["GROUPS", "endpoints", "find"]

_VERY_LIKE, _LIKE = 0.85, 0.7  # likeness of a name and its misspelling


def endpoints(group: str) -> dict[str, Endpoint[Any]]:
    """Return the endpoints of a group by their full names."""
    if group == "reports":
        from wolkvox_async.endpoints import reports  # noqa: PLC0415 - groups are loaded on use

        return reports.endpoints()
    return dict(import_module(f"{__name__}.{group}").ENDPOINTS)


def find(name: str) -> Endpoint[Any]:
    """Return an endpoint by its name.

    Args:
        name: The full one, `reports.cdr_1`, or what stands after the group, `cdr_1`, where no other group has it too.

    Raises:
        ConfigurationError: There is none, or several; it names the nearest.
    """
    if found := _find(name):
        return found
    full = _named(name) if "." not in name else []
    if len(full) == 1 and (found := _find(full[0])):
        return found
    if full:
        raise ConfigurationError(f"{name!r} is the name of several endpoints", advice=f"give {' or '.join(full)}")
    near = " or ".join(map(repr, _meant(name)))
    advice = f"did you mean {near}?" if near else "`wolkvox reports WORDS` finds endpoints by what they are"
    raise ConfigurationError(f"unknown endpoint {name!r}", advice=advice)


def _meant(name: str) -> list[str]:
    """Return the full names that an unknown one may mean: by the names of Python, and by those of the vendor."""
    from wolkvox_async.catalogue import entries  # noqa: PLC0415

    every: dict[str, set[str]] = {}  # full names, by what stands after the group
    for entry in entries():
        for short in {entry.name, entry.api} - {""}:
            every.setdefault(short, set()).add(entry.full_name)
    group, dot, method = name.rpartition(".")
    group = meant(group, GROUPS)
    own = [short for short, full in every.items() if any(each.startswith(f"{group}.") for each in full)] if dot else []
    ways = ((own, _VERY_LIKE), (every, _VERY_LIKE), (own, _LIKE), (every, _LIKE))
    short = method if method in every else next(filter(None, (meant(method, *way) for way in ways)), "")
    found = sorted(every.get(short, ()))
    return [full for full in found if full.startswith(f"{group}.")] or found if group else found


def _named(short: str) -> list[str]:
    """Return the full names that end in a short one: from the catalogue, which loads faster than all classes."""
    from wolkvox_async.catalogue import entries  # noqa: PLC0415

    return sorted({entry.full_name for entry in entries() if entry.name == short})


def _find(name: str) -> Endpoint[Any] | None:
    group, _, method = name.partition(".")
    if group == "reports":
        from wolkvox_async.endpoints import reports  # noqa: PLC0415

        section = reports.section(method)
        return reports.endpoints(section).get(name) if section else None
    return endpoints(group).get(name) if group in GROUPS else None
