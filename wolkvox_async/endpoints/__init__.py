"""The endpoints, one file per script of the vendor: records beside the coroutines that return them.

A group is imported when it is first used. To add an endpoint: a record class, an Endpoint value, and a method of
three lines.
"""

from importlib import import_module
from typing import Any

from wolkvox_async.core.arguments import nearest
from wolkvox_async.core.endpoint import Endpoint
from wolkvox_async.errors import ConfigurationError

__all__ = ["GROUPS", "endpoints", "find"]

GROUPS = ("campaign", "information", "reports")


def endpoints(group: str) -> dict[str, Endpoint[Any]]:
    """Return the endpoints of a group by their full names."""
    return dict(import_module(f"{__name__}.{group}").ENDPOINTS)


def find(name: str) -> Endpoint[Any]:
    """Return the endpoint of a name like `reports.cdr_1`; ConfigurationError names the nearest."""
    group, _, _ = name.partition(".")
    if group in GROUPS and (endpoint := endpoints(group).get(name)):
        return endpoint
    known = [each for every in GROUPS for each in endpoints(every)]
    raise ConfigurationError(f"unknown endpoint {name!r}", advice=nearest(name, known))
