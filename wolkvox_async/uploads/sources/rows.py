"""What a source gives: single records, or many rows that share their columns."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from attrs import field, frozen

__all__ = ["ROWS", "Header", "Row", "Rows"]

ROWS = 1000  # rows that are read and checked at once


@frozen
class Row:
    """One record of a file.

    number: its first line in the file, its row in a spreadsheet or table, or its place in a JSON array, from 1;
    unit: which of them, "line", "row" or "record"; fault: why it could not be read, "" where it could; cells: of a row
    that has too few or too many.
    """

    number: int
    record: Mapping[str, Any] = field(factory=dict, repr=False)
    fault: str = ""
    unit: str = "line"
    cells: Sequence[Any] = field(default=(), repr=False)


@frozen
class Header:
    """The names of the columns as the source has them, "" for a column without one, and the row they stand in."""

    names: tuple[str, ...]
    number: int = 0
    unit: str = "line"

    def __str__(self) -> str:
        return f" {self.unit} {self.number}" if self.number else ""


@frozen
class Rows:
    """Rows that share their columns.

    names: the columns; numbers: of each row in the source; cells: of each row, as many as there are names.
    """

    names: tuple[str, ...]
    numbers: Sequence[int]
    cells: Sequence[Sequence[Any]] = field(repr=False)
    unit: str = "line"

    def __iter__(self) -> Iterator[Row]:
        for number, cells in zip(self.numbers, self.cells, strict=True):
            yield Row(number, dict(zip(self.names, cells, strict=True)), unit=self.unit)
