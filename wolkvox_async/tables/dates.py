"""The dates of the rows of a window, as columns of wall clock times.

Nearly all batches lie within their window and away from its edges. The first and the last date of a batch show that, so
its rows are looked at only where they may matter.

This module imports numpy and pyarrow, so it is imported on use.
"""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

import numpy as np
import pyarrow as pa
from attrs import frozen

from wolkvox_async.core.windows import Window
from wolkvox_async.tables.constants import constant, integers, wall_number
from wolkvox_async.tables.pooled import pc

__all__ = ["Dates", "walls_of"]

_TYPE = pa.timestamp("us")
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)
_SECOND, _MINUTE = 1_000_000, 60_000_000


@frozen
class Dates:
    """The dates of some rows.

    Attributes:
        walls: Wall clock times as a pyarrow.TimestampArray without a zone, null where a date is unknown.
        first: The first of them, in microseconds of the epoch; None where all are unknown.
        last: The last of them.
    """

    walls: Any
    first: int | None
    last: int | None

    @classmethod
    def of(cls, walls: Any) -> "Dates":
        """Return dates with their first and their last one."""
        if walls.null_count == len(walls):
            return cls(walls, None, None)
        known = _known(walls)
        return cls(walls, int(known.min()), int(known.max()))

    @classmethod
    def of_values(cls, moments: Sequence[Any]) -> "Dates":
        """Return the dates of Python values; of what is no datetime, an unknown one."""
        return cls.of(walls_of(moments))

    def any_from_on(self, moment: datetime) -> bool:
        """Whether there is a date from a moment on."""
        return self.last is not None and self.last >= wall_number(moment)

    def count_outside(self, start: datetime, end: datetime) -> int:
        """Return how many dates lie before a moment, or from another one on."""
        first, behind = wall_number(start), wall_number(end)
        if self.first is None or self.last is None or (first <= self.first and self.last < behind):
            return 0
        known = _known(self.walls)
        return int(np.count_nonzero((known < first) | (known >= behind)))

    def early(self, moment: datetime) -> Any:
        """Return the dates before a moment and those that are unknown, as a pyarrow.TimestampArray."""
        bound = wall_number(moment)
        if not self.walls.null_count and self.first is not None and self.first >= bound:
            return self.walls[:0]
        earlier = pc.less(self.walls.view(pa.int64()), integers([bound])[0])
        return pc.filter(self.walls, pc.coalesce(earlier, constant(True)))

    def has_one_of(self, walls: Any) -> bool:
        """Whether one of some wall clock times is among these; one that is unknown is like any other unknown one."""
        return bool(len(walls)) and bool(pc.is_in(walls, value_set=self.walls).true_count)

    def at_edges(self, window: Window) -> list[datetime]:
        """Return those dates that lie before the window, or in a second of the number of its last one, in order."""
        start = window.start
        if self.first is None:
            return []
        known = _known(self.walls)
        found = known[(known < wall_number(start)) | (known % _MINUTE // _SECOND == window.last.second)]
        return [(_EPOCH + int(each) * _MICROSECOND).replace(tzinfo=start.tzinfo) for each in found]


def walls_of(moments: Sequence[Any]) -> Any:
    """Return the wall clock times of Python values as a pyarrow.TimestampArray; of what is no datetime, null."""
    return pa.array([each.replace(tzinfo=None) if isinstance(each, datetime) else None for each in moments], _TYPE)


def _known(walls: Any) -> Any:
    """Return the dates that are known, as an array of numpy: microseconds of the epoch."""
    known = walls.drop_null() if walls.null_count else walls
    return np.frombuffer(known.buffers()[1], np.int64)[known.offset : known.offset + len(known)]
