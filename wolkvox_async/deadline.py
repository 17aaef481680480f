"""A deadline that does not fall on what has arrived: a program that blocks the loop reads late, not too late."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from wolkvox_async import limits

__all__ = ["extension", "within"]

_LATE = 0.05  # seconds; a loop that runs fires its timers sooner than that


def extension(deadline: float) -> float:
    """Return for how many seconds more to wait where a deadline has passed.

    Args:
        deadline: By the running loop's clock.

    Returns:
        0 where its timer was fired in time, else a grace time: the loop was blocked, and what is waited for may be
        there.
    """
    late = asyncio.get_running_loop().time() - deadline
    return min(late, limits.GRACE_SECONDS) if late > _LATE else 0.0


@asynccontextmanager
async def within(seconds: float) -> AsyncIterator[None]:
    """Bound what is done in the body; where the loop was blocked as the time ran out, by a grace time more.

    Raises:
        TimeoutError: It took longer.
    """
    loop = asyncio.get_running_loop()
    deadline = loop.time() + seconds

    def expire() -> None:
        timeout.reschedule(loop.time() + extension(deadline))

    timer = loop.call_at(deadline, expire)
    try:
        async with asyncio.timeout(None) as timeout:
            yield
    finally:
        timer.cancel()
