"""The server's own records, as lines of JSON: no value is read, no field is renamed, no number loses a digit.

Rows are still decoded, since only a record shows whether it is one of the window before. The line of each is kept
beside it until the record is handed out.
"""

from collections import deque
from collections.abc import AsyncGenerator, Iterable, Sequence
from contextlib import aclosing
from typing import Any, Protocol

import orjson
from attrs import evolve

from wolkvox_async.core.parsing import Defective, Elements, Written, holds_float, replaced
from wolkvox_async.core.windows import Window
from wolkvox_async.reports.results import Batch

__all__ = ["Decode", "Lines", "Readable", "lines_of"]

DEFECTIVE = "_wolkvox_defective"
"""Key of a record that came with bytes that are no text: by the path of the field, the text with these bytes spelt."""


class Decode(Protocol):
    """Makes records of the parsed rows of a window; before: how many came before them."""

    def __call__(self, elements: Sequence[Any], window: Window, before: int = 0, /) -> list[Any]:
        """Make them."""
        ...


class Readable(Protocol):
    """A report whose rows can be read as lines."""

    def _read(self, within: Iterable[Window] | None, way: "Lines | None") -> AsyncGenerator[Batch[Any], None]: ...


class Lines:
    """Remembers the lines of records that were decoded, until the records are handed out."""

    def __init__(self) -> None:
        self._pending: deque[tuple[Any, bytes]] = deque()  # a record that is kept here keeps its identity

    def remembering(self, decode: Decode) -> Decode:
        """Return a decoder that remembers the lines of what it decodes."""

        def decoded(elements: Sequence[Any], window: Window, before: int = 0, /) -> list[Any]:
            records = decode(elements, window, before)
            self._pending.extend(zip(records, _written(elements), strict=True))
            return records

        return decoded

    def of(self, records: Sequence[Any]) -> list[bytes]:
        """Return the lines of records, which are handed out in the order in which they were decoded."""
        known = {id(record) for record, _ in self._pending}
        lines = []
        for record in records:
            if id(record) in known:  # where it is not, it was made of the next one, without some of its nested rows
                while self._pending[0][0] is not record:
                    self._pending.popleft()  # left out
            lines.append(self._pending.popleft()[1])
        return lines

    def forget(self) -> None:
        """Forget the records of a window that has been handed out."""
        self._pending.clear()


async def lines_of(report: Readable, within: Iterable[Window] | None = None) -> AsyncGenerator[Batch[Any], None]:
    """Yield the batches of a report, window by window; their rows are lines of JSON, each with its end.

    Args:
        report: The report.
        within: Parts of the range, where it is not all of it that is read.
    """
    lines = Lines()
    async with aclosing(report._read(within, lines)) as batches:  # noqa: SLF001 - the way of files to a report
        async for batch in batches:
            yield evolve(batch, rows=lines.of(batch.rows))
            if batch.last:
                lines.forget()


def _written(elements: Sequence[Any]) -> list[bytes]:
    """Return parsed elements as lines of JSON."""
    exactly: Sequence[Any] | None = None
    lines = []
    for place, element in enumerate(elements):
        value = element
        if holds_float(element) and isinstance(elements, Elements):
            exactly = elements.exactly() if exactly is None else exactly
            value = exactly[place]
        if isinstance(element, Defective):
            value = {**value, DEFECTIVE: element.raw}
        lines.append(orjson.dumps(replaced(value, Written, _number), option=orjson.OPT_APPEND_NEWLINE))
    return lines


def _number(written: Written) -> Any:
    text = written.text
    return orjson.Fragment(text) if text.lstrip("-")[:1].isdigit() else text  # NaN is no JSON
