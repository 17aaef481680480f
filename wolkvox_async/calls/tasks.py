"""Tasks that are no longer wanted, and steps that are carried to their end."""

import asyncio
from collections.abc import Callable, Iterable
from concurrent.futures import Executor
from contextlib import suppress
from typing import Any, TypeVar

__all__ = ["cancel", "to_its_end"]

T = TypeVar("T")


async def cancel(
    tasks: Iterable["asyncio.Task[Any]"], end: Callable[["asyncio.Task[Any]"], object] = asyncio.Task.cancel
) -> None:
    """Cancel tasks, or end them in another way, and wait until all have ended; what they raise is dropped."""
    ending = list(tasks)
    for task in ending:
        end(task)
    await asyncio.gather(*ending, return_exceptions=True)


async def to_its_end(executor: Executor | None, step: Callable[[], T]) -> T:
    """Run a step in a thread of an executor, None: the loop's own; a caller that is cancelled waits for its end.

    So does one that is cancelled again meanwhile: what it does next may need what the step works with.
    """
    task = asyncio.get_running_loop().run_in_executor(executor, step)
    try:
        return await asyncio.shield(task)
    except asyncio.CancelledError:
        while not task.done():
            with suppress(asyncio.CancelledError):
                await asyncio.wait([task])
        if not task.cancelled() and (error := task.exception()) is not None:
            raise asyncio.CancelledError from error
        raise
