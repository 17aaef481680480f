"""Records to upload: checked one by one, then packed into batches of a bounded number of records and bytes."""

from array import array
from collections.abc import Iterator, Mapping, Sequence
from datetime import tzinfo
from functools import cache
from typing import Any

import attrs
import orjson
from attrs import field, frozen

from wolkvox_async import limits
from wolkvox_async.core.endpoint import Kind, Parameter
from wolkvox_async.core.invalid import InvalidValue
from wolkvox_async.core.validation import text_of
from wolkvox_async.errors import InvalidRecord
from wolkvox_async.spelling import nearest, of_class

__all__ = ["Packed", "Packer", "dense", "encode", "invalid", "limited", "rules"]


def limited(
    kind: Kind = "str",
    *,
    longest: int | None = None,
    least: int | None = None,
    required: bool = False,
    notes: str = "",
) -> Any:
    """Return an attrs field of a record to upload, with its rule; the default is an empty text."""
    rule = {"kind": kind, "longest": longest, "least": least, "required": required, "notes": notes}
    return field(default="", metadata={Parameter: rule})


@cache
def _rules(cls: type[Any]) -> Mapping[str, Parameter]:
    return {
        attribute.name: Parameter(attribute.name, where="body", **attribute.metadata.get(Parameter, {}))
        for attribute in attrs.fields(cls)
    }


def rules(cls: type[Any]) -> Mapping[str, Parameter]:
    """Return what each field of a record to upload may hold."""
    return _rules(cls)  # type: ignore[arg-type] # a class is hashable


def encode(cls: type[Any], record: Any, row: int, zone: tzinfo, unit: str = "row") -> bytes:
    """Return one record as JSON.

    Args:
        cls: The class of such records.
        record: An instance of it, or a mapping with its field names. Missing values are left out.
        row: Its number in the input, from 1.
        zone: Aware datetimes become its wall clock.
        unit: What row counts: "row", "line" of a file, or "record" of a JSON array.

    Raises:
        InvalidRecord: Says the row, the field and what is taken.
    """
    known = rules(cls)
    values = record
    if isinstance(record, cls):
        values = attrs.asdict(record, recurse=False)
    elif not isinstance(record, Mapping):
        raise invalid(row, None, f"is {of_class(record)}", f"give a dict or a {cls.__name__}", unit)
    texts = {}
    for name, value in values.items():
        if name not in known:
            raise invalid(row, str(name), "is unknown", nearest(str(name), known), unit)
        try:
            text = text_of(known[name], value, zone)
        except InvalidValue as error:
            raise invalid(row, name, error.what, error.advice, unit) from None
        if text:
            texts[name] = text
    for name, rule in known.items():
        if rule.required and not texts.get(name, "").strip():
            raise invalid(row, name, "is missing", "every record needs it", unit)
    return orjson.dumps(texts)


def invalid(row: int, name: str | None, what: str, advice: str, unit: str = "row") -> InvalidRecord:
    """Return the error for a record; its reason is what it says without the row."""
    reason = f"{name} {what}" if name else what
    text = f"{unit} {row}: {reason}" if name else f"{unit} {row} {what}"
    return InvalidRecord(text, advice=advice, row=row, field=name, reason=reason)


@frozen
class Packed:
    """The body of one call, and the number of each of its records in the input, in order."""

    rows: Sequence[int]
    body: bytes = field(repr=False)

    def halves(self) -> "tuple[Packed, Packed]":
        """Return its records as two bodies; it has two or more."""
        records = orjson.loads(self.body)  # texts only, so they come back as they went in
        middle = len(records) // 2
        return (
            Packed(self.rows[:middle], orjson.dumps(records[:middle])),
            Packed(self.rows[middle:], orjson.dumps(records[middle:])),
        )


def dense(rows: Sequence[int]) -> Sequence[int]:
    """Return ascending numbers in little memory: without gaps as a range, else as an array."""
    whole = rows[-1] - rows[0] + 1 == len(rows)
    return range(rows[0], rows[-1] + 1) if whole else array("q", rows)


class Packer:
    """Packs encoded records into JSON arrays of at most `records` records and `size` bytes."""

    def __init__(self, records: int = limits.UPLOAD_RECORDS, size: int = limits.UPLOAD_BYTES) -> None:
        self._most, self._size = records, size
        self._rows: list[int] = []
        self._body = bytearray(b"[")  # orjson's many small results would take a kilobyte each

    def add(self, row: int, record: bytes) -> Iterator[Packed]:
        """Take a record; yields a batch when it would not fit any more."""
        if self._rows and (len(self._rows) >= self._most or len(self._body) + len(record) + 2 > self._size):
            yield self._pack()
        self._rows.append(row)
        self._body += record
        self._body += b","

    def rest(self) -> Iterator[Packed]:
        """Yield the last batch, if records are left."""
        if self._rows:
            yield self._pack()

    def _pack(self) -> Packed:
        self._body[-1:] = b"]"
        packed = Packed(dense(self._rows), bytes(self._body))
        self._rows, self._body = [], bytearray(b"[")
        return packed
