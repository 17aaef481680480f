"""The endpoints, one file per script of the vendor: records beside the coroutines that return them.

All but a few are generated from `wolkvox_async.catalogue`; what a table cannot say (uploads, paging, pacing) is custom
and stands in `…_custom.py`. A group is imported when it is first used, of the reports only the section.
"""

from difflib import get_close_matches
from importlib import import_module
from typing import Any

from wolkvox_async.core.endpoint import Endpoint
from wolkvox_async.endpoints.groups import GROUPS
from wolkvox_async.errors import ConfigurationError

__all__ = ["GROUPS", "endpoints", "find"]


def endpoints(group: str) -> dict[str, Endpoint[Any]]:
    """Return the endpoints of a group by their full names."""
    if group == "reports":
        from wolkvox_async.endpoints import reports  # noqa: PLC0415 - groups are loaded on use

        return reports.endpoints()
    return dict(import_module(f"{__name__}.{group}").ENDPOINTS)


def find(name: str) -> Endpoint[Any]:
    """Return the endpoint of a name like `reports.cdr_1`; ConfigurationError names the nearest."""
    if found := _find(name):
        return found
    known = [each for every in GROUPS for each in endpoints(every)]
    near = get_close_matches(name, known, n=1)
    advice = f"did you mean {near[0]!r}?" if near else "`wolkvox reports WORDS` finds endpoints by what they are"
    raise ConfigurationError(f"unknown endpoint {name!r}", advice=advice)


def _find(name: str) -> Endpoint[Any] | None:
    group, _, method = name.partition(".")
    if group == "reports":
        from wolkvox_async.endpoints import reports  # noqa: PLC0415

        section = reports.section(method)
        return reports.endpoints(section).get(name) if section else None
    return endpoints(group).get(name) if group in GROUPS else None
