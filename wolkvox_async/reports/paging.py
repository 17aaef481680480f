"""Pages: a read that comes in parts, each of which says how to ask for the next.

`await paged` gives all records, `async for record in paged` gives them one by one and asks for a page when it is
needed. Each page is a call like any other: scheduled, booked, repeated where that can help. A server that leads in
circles is found out: a place that was asked for already is an error, and so is a list that never ends.
"""

from collections.abc import AsyncGenerator, Callable, Mapping
from typing import Any, TypeVar

from wolkvox_async import limits
from wolkvox_async.calls.executor import CallExecutor
from wolkvox_async.calls.response import response_of
from wolkvox_async.core import arguments
from wolkvox_async.core.endpoint import Endpoint
from wolkvox_async.errors import ServerFault, WolkvoxError, placed
from wolkvox_async.reports.awaited import Awaited

__all__ = ["Following", "Paged"]

R = TypeVar("R")

Following = Callable[[list[Any], Any], str | int | None]
"""Of a page's records, and the document around them: what asks for the next page, None after the last."""


class Paged(Awaited[R]):
    """The records of all pages; made by an endpoint's method, and read as often as wished, each time from the first.

    Errors say in which page they happened (`page`, counted from 1 where the reading began).
    """

    _what = "list"

    def __init__(
        self,
        caller: CallExecutor,
        endpoint: Endpoint[R],
        given: Mapping[str, Any],
        *,
        parameter: str,
        following: Following,
        most: int = limits.PAGES,
    ) -> None:
        self._caller = caller
        self._endpoint = endpoint
        self._given = dict(given)
        self._parameter = parameter
        self._following = following
        self._most = most
        with placed(operation=caller.operation.name):  # refuses what cannot be right, before anything is sent
            arguments.call(endpoint, self._given, zone=caller.operation.tz)

    def __repr__(self) -> str:
        return f"<Paged {self._caller.operation.name} {self._endpoint.name}>"

    def _chunks(self) -> AsyncGenerator[list[R], None]:
        return self.pages()

    async def pages(self) -> AsyncGenerator[list[R], None]:
        """Yield the records page by page; a page may have none."""
        given, asked = dict(self._given), set()
        for number in range(1, self._most + 1):
            asked.add(str(given.get(self._parameter)))
            try:
                async with response_of(self._caller, self._endpoint, given) as response:
                    records = await response.page()
                document = response.around
            except WolkvoxError as error:
                raise _on(number, error)  # noqa: B904 - the same error, with its page
            yield records
            try:
                following = self._following(records, document)
            except WolkvoxError as error:
                error.at(operation=self._caller.operation.name, endpoint=self._endpoint.name)
                raise _on(number, error)  # noqa: B904 - the same error, with its page
            if following is None:
                return
            if str(following) in asked:
                raise self._astray(number, f"leads back to {self._parameter}={following}, which was read already")
            given[self._parameter] = following
        raise self._astray(self._most, "is not the last, and more are not to be expected")

    def _astray(self, number: int, what: str) -> WolkvoxError:
        error = ServerFault(what, advice="what came before it was handed out").at(
            operation=self._caller.operation.name, endpoint=self._endpoint.name
        )
        return _on(number, error)


def _on(number: int, error: WolkvoxError) -> WolkvoxError:
    error.page = number
    return error.within(f"page {number}")
