"""Steps that are carried through, whoever asked for them and is cancelled meanwhile.

The loop holds its tasks only weakly, so each is held here until it ends.
"""

import asyncio
from collections.abc import Coroutine
from typing import Any, TypeVar

__all__ = ["Errands"]

R = TypeVar("R")


class Errands:
    """The steps under way."""

    def __init__(self) -> None:
        self._tasks: set[asyncio.Task[Any]] = set()

    def begin(self, step: Coroutine[Any, Any, R]) -> "asyncio.Task[R]":
        """Run the step beside the caller."""
        task = asyncio.get_running_loop().create_task(step)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return task

    async def surely(self, step: Coroutine[Any, Any, R]) -> R:
        """Wait for the step; it goes on if the caller is cancelled."""
        return await asyncio.shield(self.begin(step))

    async def settled(self) -> None:
        """Wait until all have ended, those too that are begun meanwhile."""
        while self._tasks:
            await asyncio.wait(self._tasks)
