"""The dates of the rows of a window, as numbers of wall clock times.

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
from wolkvox_async.tables.constants import array_of, wall_number

__all__ = ["Dates", "walls_of"]

_TYPE = pa.timestamp("us")
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)
_SECOND, _MINUTE = 1_000_000, 60_000_000


@frozen(eq=False)
class Dates:
    """The dates of some rows.

    Attributes:
        known: Wall clock times in microseconds of the epoch, as an array of numpy, in the order of the rows.
        unknown: How many rows have no date.
        first: The first of the dates; None where all are unknown.
        last: The last of them.
    """

    known: Any
    unknown: int
    first: int | None
    last: int | None

    @classmethod
    def of(cls, walls: Any) -> "Dates":
        """Return the dates in a pyarrow.TimestampArray of wall clock times, null where a date is unknown."""
        known = walls.drop_null() if walls.null_count else walls
        numbers = np.frombuffer(known.buffers()[1], np.int64)[known.offset : known.offset + len(known)]
        return cls._of(numbers, walls.null_count)

    @classmethod
    def of_values(cls, moments: Sequence[Any]) -> "Dates":
        """Return the dates of Python values; of what is no datetime, an unknown one."""
        walls = [each.replace(tzinfo=None) for each in moments if isinstance(each, datetime)]
        return cls._of(np.array(walls, "datetime64[us]").view(np.int64), len(moments) - len(walls))

    @classmethod
    def _of(cls, known: Any, unknown: int) -> "Dates":
        if not len(known):
            return cls(known, unknown, None, None)
        return cls(known, unknown, int(known.min()), int(known.max()))

    @property
    def nbytes(self) -> int:
        """Bytes of memory that they hold."""
        return int(self.known.nbytes)

    def any_from_on(self, moment: datetime) -> bool:
        """Whether there is a date from a moment on."""
        return self.last is not None and self.last >= wall_number(moment)

    def count_outside(self, start: datetime, end: datetime) -> int:
        """Return how many dates lie before a moment, or from another one on."""
        first, behind = wall_number(start), wall_number(end)
        if self.first is None or self.last is None or (first <= self.first and self.last < behind):
            return 0
        return int(np.count_nonzero((self.known < first) | (self.known >= behind)))

    def early(self, moment: datetime) -> "Dates":
        """Return the dates before a moment, and those that are unknown."""
        bound = wall_number(moment)
        within = self.first is not None and self.first < bound
        return self._of(self.known[self.known < bound] if within else self.known[:0], self.unknown)

    def has_one_of(self, others: "Dates") -> bool:
        """Whether one of some other dates is among these; one that is unknown is like any other unknown one."""
        if self.unknown and others.unknown:
            return True
        if self.first is None or self.last is None or others.first is None or others.last is None:
            return False
        if others.last < self.first or self.last < others.first:
            return False
        near = self.known[(self.known >= others.first) & (self.known <= others.last)]
        return bool(np.isin(others.known, near).any())

    def at_edges(self, window: Window) -> list[datetime]:
        """Return those dates that lie before the window, or in a second of the number of its last one, in order."""
        known, start = self.known, window.start
        found = known[(known < wall_number(start)) | (known % _MINUTE // _SECOND == window.last.second)]
        return [(_EPOCH + int(each) * _MICROSECOND).replace(tzinfo=start.tzinfo) for each in found]


def walls_of(moments: Sequence[Any]) -> Any:
    """Return the wall clock times of Python values as a pyarrow.TimestampArray; of what is no datetime, null."""
    return array_of([wall_number(each) if isinstance(each, datetime) else None for each in moments], _TYPE)
