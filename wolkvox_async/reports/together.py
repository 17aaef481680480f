"""Puts the rows of windows together, in a thread where they are many: 100,000 rows take more than a second."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import TypeVar

from wolkvox_async.calls.tasks import to_its_end
from wolkvox_async.core.endpoint import Rows, Totals
from wolkvox_async.core.merging import merged, without_grand_total

__all__ = ["own_rows", "put_together"]

R = TypeVar("R")
T = TypeVar("T")

_FEW = 500  # rows that take the loop some milliseconds


async def own_rows(rows: Sequence[R], rule: Totals) -> Sequence[R]:
    """Return the rows of a window without its grand totals."""
    return await _beside(len(rows), partial(without_grand_total, rows, rule))


async def put_together(windows: Sequence[list[R]], rule: Rows) -> list[R]:
    """Return the rows of one window or more as their rule puts them together."""
    if len(windows) == 1:
        return windows[0]
    return await _beside(sum(map(len, windows)), partial(merged, windows, rule))


async def _beside(count: int, step: Callable[[], T]) -> T:
    return step() if count <= _FEW else await to_its_end(None, step)
