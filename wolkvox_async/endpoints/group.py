"""What every group of endpoints can do: make a report of one, or call one and read its records."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime
from importlib import import_module
from typing import TYPE_CHECKING, Any, Literal, TypeVar

from wolkvox_async.calls.executor import CallExecutor
from wolkvox_async.calls.response import response_of
from wolkvox_async.core import arguments
from wolkvox_async.core.call import Call
from wolkvox_async.core.endpoint import Endpoint
from wolkvox_async.errors import placed
from wolkvox_async.misnamed import Hinting

if TYPE_CHECKING:
    from wolkvox_async.calls.confirmation import Confirmation
    from wolkvox_async.reports.report import Report

__all__ = ["Group", "Later", "table"]

R = TypeVar("R")


class Group(Hinting):
    """The endpoints of one script, for one operation."""

    def __init__(self, caller: CallExecutor) -> None:
        self._caller = caller

    def __repr__(self) -> str:
        return f"<Wolkvox {self._caller.operation.name}: {type(self).__module__.rpartition('.')[2]}>"

    def _report(
        self,
        endpoint: Endpoint[R],
        start: date | datetime,
        end: date | datetime,
        *,
        by: Literal["day"] | None = None,
        **given: Any,
    ) -> "Report[R]":
        from wolkvox_async.reports.report import Report  # noqa: PLC0415 - other groups go without

        return Report(self._caller, endpoint, start, end, given, by=by)

    async def _records(self, endpoint: Endpoint[R], **given: Any) -> list[R]:
        async with response_of(self._caller, endpoint, given) as response:
            return await response.records()

    async def _record(self, endpoint: Endpoint[R], **given: Any) -> R:
        return (await self._records(endpoint, **given))[0]

    async def _confirm(self, endpoint: "Endpoint[Confirmation]", **given: Any) -> "Confirmation":
        async with response_of(self._caller, endpoint, given) as response:
            return await response.confirmation()

    def _call(self, endpoint: Endpoint[Any], given: Mapping[str, Any], body: bytes | None = None) -> Call:
        """Return the call of these arguments; the ConfigurationError for what cannot be right names the operation."""
        operation = self._caller.operation
        with placed(operation=operation.name):
            return arguments.call(endpoint, given, body=body, zone=operation.tz)


class Later:
    """A method whose class, in a module that takes its time to load, is imported when it is first asked for."""

    __slots__ = ("cls", "module", "name")

    def __init__(self, module: str, cls: str, name: str) -> None:
        self.module = module
        self.cls = cls
        self.name = name

    def __get__(self, group: Group | None, owner: type[Group]) -> Callable[..., Any]:
        method: Any = getattr(getattr(import_module(self.module), self.cls), self.name)
        return method if group is None else method.__get__(group, owner)  # type: ignore[no-any-return]


def table(endpoints: Iterable[Endpoint[Any]]) -> dict[str, Endpoint[Any]]:
    """Return endpoints by their full names."""
    return {endpoint.name: endpoint for endpoint in endpoints}
