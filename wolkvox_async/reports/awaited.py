"""What can be awaited as often as wished: a report, or a list of pages.

`await` starts a new reading each time, so the value is no coroutine, which would run once. What asks for a coroutine
(`asyncio.create_task`, a TaskGroup, `asyncio.run`) is served all the same: each task has a reading of its own.
"""

import asyncio
from abc import ABC, abstractmethod
from collections.abc import AsyncGenerator, AsyncIterator, Coroutine, Generator
from contextlib import aclosing
from typing import TYPE_CHECKING, Any, Generic, NoReturn, TypeVar
from weakref import WeakKeyDictionary

from wolkvox_async.core.rows import Rows
from wolkvox_async.errors import ConfigurationError

__all__ = ["Awaited"]

R = TypeVar("R")

_Readings = WeakKeyDictionary["asyncio.Task[Any]", Coroutine[Any, Any, Any]]


class Awaited(ABC, Coroutine[Any, Any, list[R]], Generic[R]):
    """Base of values that give a list when they are awaited, and rows one by one to `async for`."""

    _what: str
    """The word for it in errors."""

    @abstractmethod
    def _chunks(self) -> AsyncGenerator[list[R], None]:
        """Yield the rows in lists, as they come."""

    async def __aiter__(self) -> AsyncIterator[R]:
        async with aclosing(self._chunks()) as chunks:
            async for rows in chunks:
                for row in rows:
                    yield row

    async def _all(self) -> list[R]:
        result: Rows[R] = Rows()
        async with aclosing(self._chunks()) as chunks:
            async for rows in chunks:
                result += rows
        return result

    def __await__(self) -> Generator[Any, None, list[R]]:
        return self._all().__await__()

    if not TYPE_CHECKING:  # type checkers refuse `for` by themselves where there is no __iter__

        def __iter__(self) -> NoReturn:
            raise self._misused("is asynchronous, and `for` is not")

    def __enter__(self) -> NoReturn:
        raise self._misused("needs no `with`")

    def __exit__(self, *_: object) -> None:
        """Stand beside __enter__, without which Python would not call it."""

    async def __aenter__(self) -> NoReturn:
        raise self._misused("needs no `async with`")

    async def __aexit__(self, *_: object) -> None:
        """Stand beside __aenter__, without which Python would not call it."""

    def _misused(self, how: str) -> ConfigurationError:
        return ConfigurationError(
            f"a {self._what} {how}",
            advice=f"`rows = await {self._what}` gives a list, `async for row in {self._what}` one row after the other",
        )

    # A coroutine's methods, as a task calls them

    @property
    def _readings(self) -> _Readings:
        found: _Readings = vars(self).setdefault("_of_tasks", WeakKeyDictionary())
        return found

    def _reading(self) -> Coroutine[Any, Any, list[R]]:
        task = asyncio.current_task()
        if task is None:
            raise self._misused("is read by a task")
        if task not in self._readings:
            self._readings[task] = self._all()
        return self._readings[task]

    def send(self, value: Any) -> Any:
        """Go on with the reading of the task that calls."""
        return self._reading().send(value)

    def throw(self, *error: Any) -> Any:
        """Raise an error in the reading of the task that calls."""
        return self._reading().throw(*error)

    def close(self) -> None:
        """Do nothing: a reading ends with its task."""
