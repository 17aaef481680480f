"""Tasks that are no longer wanted."""

import asyncio
from collections.abc import Iterable
from typing import Any

__all__ = ["cancel"]


async def cancel(tasks: Iterable["asyncio.Task[Any]"]) -> None:
    """Cancel tasks and wait until all of them have ended; what they raise is dropped."""
    ending = list(tasks)
    for task in ending:
        task.cancel()
    await asyncio.gather(*ending, return_exceptions=True)
