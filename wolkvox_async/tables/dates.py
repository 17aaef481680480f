"""The dates of the rows of a window, as columns of wall clock times.

This module imports pyarrow, so it is imported on use.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import pyarrow as pa

from wolkvox_async.core.windows import Window
from wolkvox_async.tables import constants
from wolkvox_async.tables.constants import constant
from wolkvox_async.tables.pooled import pc

__all__ = ["at_edges", "count_outside", "early", "from_on", "of_records", "shared"]

_TYPE = pa.timestamp("us")


def of_records(moments: Sequence[Any]) -> Any:
    """Return the wall clock times of dates; of what is none, null."""
    return pa.array([each.replace(tzinfo=None) if isinstance(each, datetime) else None for each in moments], _TYPE)


def early(walls: Any, moment: datetime) -> Any:
    """Return the dates before a moment, and those that are unknown."""
    return pc.filter(walls, pc.coalesce(pc.less(walls, constants.moment(moment)), constant(True)))


def from_on(walls: Any, moment: datetime) -> bool:
    """Whether there is a date from a moment on."""
    return bool(pc.greater_equal(walls, constants.moment(moment)).true_count)


def count_outside(walls: Any, start: datetime, end: datetime) -> int:
    """Return how many dates lie before a moment, or from another one on."""
    before, behind = pc.less(walls, constants.moment(start)), pc.greater_equal(walls, constants.moment(end))
    return int(before.true_count) + int(behind.true_count)


def shared(walls: Any, others: Sequence[Any]) -> bool:
    """Whether one of the dates is among others; one that is unknown is like any other unknown one."""
    if not len(walls):
        return False
    return any(pc.is_in(walls, value_set=each).true_count for each in others)


def at_edges(walls: Any, window: Window) -> list[datetime]:
    """Return those dates that lie before the window, or in a second of the number of its last one, in order."""
    before = pc.less(walls, constants.moment(window.start))
    last = pc.equal(pc.second(walls), constant(window.last.second))
    zone = window.start.tzinfo
    return [
        each.replace(tzinfo=zone) for each in pc.filter(walls, pc.or_(before, last)).to_pylist() if each is not None
    ]
