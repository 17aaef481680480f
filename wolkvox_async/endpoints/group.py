"""What every group of endpoints can do: make a report of one, or call one and read its records."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any, Literal, TypeVar

from wolkvox_async.caller import Caller
from wolkvox_async.core.endpoint import Endpoint
from wolkvox_async.reading import Confirmation, confirmation, records
from wolkvox_async.report import Report

__all__ = ["Group", "table"]

R = TypeVar("R")


class Group:
    """The endpoints of one script, for one operation."""

    def __init__(self, caller: Caller) -> None:
        self._caller = caller

    def _report(
        self,
        endpoint: Endpoint[R],
        start: date | datetime,
        end: date | datetime,
        *,
        by: Literal["day"] | None = None,
        **given: Any,
    ) -> Report[R]:
        return Report(self._caller, endpoint, start, end, given, by=by)

    async def _records(self, endpoint: Endpoint[R], **given: Any) -> list[R]:
        return await records(self._caller, endpoint, given)

    async def _record(self, endpoint: Endpoint[R], **given: Any) -> R:
        return (await records(self._caller, endpoint, given))[0]

    async def _confirm(self, endpoint: Endpoint[Confirmation], **given: Any) -> Confirmation:
        return await confirmation(self._caller, endpoint, given)


def table(endpoints: Iterable[Endpoint[Any]]) -> dict[str, Endpoint[Any]]:
    return {endpoint.name: endpoint for endpoint in endpoints}
