"""Rows on their way to a file, gathered until a hop to the thread that writes them pays."""

from collections.abc import Iterator
from typing import Any

from wolkvox_async.tables.arrow import one_batch

__all__ = ["Gathered", "Gathering"]

_RECORDS = 512
_BATCHES = 16  # of records: large ones must not pile up
_ROWS, _BYTES = 2_048, 2 * 2**20  # of columns. Measured: lines of two to three thousand rows are made soonest


class Gathering:
    """Gathers rows that come as records or as columns, and hands them on in order.

    Args:
        columns: Whether columns are gathered too, and not handed on at once.
    """

    def __init__(self, *, columns: bool) -> None:
        self._columns = columns
        self._records: list[Any] = []
        self._lists = 0
        self._batches: list[Any] = []

    def add(self, rows: Any, *, last: bool) -> Iterator["Gathered"]:
        """Take rows and yield those that are to be written now.

        Args:
            rows: A list of records, or a pyarrow.RecordBatch.
            last: Whether no more rows of their window will come.
        """
        if isinstance(rows, list):
            yield from self._all_batches()
            self._records += rows
            self._lists += 1
            if last or len(self._records) >= _RECORDS or self._lists >= _BATCHES:
                yield from self._all_records()
            return
        yield from self._all_records()
        self._batches.append(rows)
        if last or not self._columns or self._is_much():
            yield from self._all_batches()

    def _is_much(self) -> bool:
        batches = self._batches
        return sum(map(len, batches)) >= _ROWS or sum(batch.nbytes for batch in batches) >= _BYTES

    def _all_records(self) -> Iterator["Gathered"]:
        if self._records:
            yield Gathered(self._records)
        self._records, self._lists = [], 0

    def _all_batches(self) -> Iterator["Gathered"]:
        if self._batches:
            yield Gathered(self._batches, columns=True)
        self._batches = []


class Gathered:
    """Rows that are written together."""

    def __init__(self, parts: list[Any], *, columns: bool = False) -> None:
        self._parts, self._columns = parts, columns

    def __len__(self) -> int:
        return sum(map(len, self._parts)) if self._columns else len(self._parts)

    @property
    def rows(self) -> Any:
        """A list of records, or a pyarrow.RecordBatch; to be asked for in a thread, since batches are joined."""
        return one_batch(self._parts) if self._columns else self._parts
