"""Steps that are carried through, whoever asked for them and is cancelled meanwhile.

The loop holds its tasks only weakly, so each is held here until it ends.
"""

import asyncio
from collections.abc import Coroutine
from typing import Any, TypeVar

__all__ = ["Errands"]

R = TypeVar("R")


class Errands:
    """The steps under way in this loop; those of another, of which this process is a fork, are that one's to end."""

    def __init__(self) -> None:
        self._loop: asyncio.AbstractEventLoop | None = None
        self._tasks: set[asyncio.Task[Any]] = set()

    def begin(self, step: Coroutine[Any, Any, R]) -> "asyncio.Task[R]":
        """Run the step beside the caller."""
        tasks = self._here()
        task = asyncio.get_running_loop().create_task(step)
        tasks.add(task)
        task.add_done_callback(tasks.discard)
        return task

    async def surely(self, step: Coroutine[Any, Any, R]) -> R:
        """Wait for the step; it goes on if the caller is cancelled."""
        return await asyncio.shield(self.begin(step))

    async def settled(self) -> None:
        """Wait until all have ended, those too that are begun meanwhile."""
        while tasks := self._here():
            await asyncio.wait(tasks)

    def _here(self) -> set[asyncio.Task[Any]]:
        loop = asyncio.get_running_loop()
        if loop is not self._loop:
            self._loop, self._tasks = loop, set()
        return self._tasks
