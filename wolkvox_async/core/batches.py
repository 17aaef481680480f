"""Records to upload: checked one by one, then packed into batches of at most 10,000 and a bounded number of bytes."""

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime, tzinfo
from functools import cache
from typing import Any, Literal

import attrs
import orjson
from attrs import field, frozen

from wolkvox_async import limits
from wolkvox_async.core.arguments import nearest
from wolkvox_async.errors import InvalidRecord

__all__ = ["Packed", "Packer", "Rule", "encode", "limited"]

_WIRE_MOMENT = "%Y%m%d%H%M%S"


@frozen(kw_only=True)
class Rule:
    """What one field of a record to upload may hold."""

    kind: Literal["str", "int", "phone", "moment"] = "str"
    longest: int | None = None
    least: int | None = None
    required: bool = False


def limited(
    kind: Literal["str", "int", "phone", "moment"] = "str",
    *,
    longest: int | None = None,
    least: int | None = None,
    required: bool = False,
) -> Any:
    """Return an attrs field of a record to upload, with its rule; the default is an empty text."""
    return field(default="", metadata={Rule: Rule(kind=kind, longest=longest, least=least, required=required)})


@cache
def _rules(cls: type[Any]) -> Mapping[str, Rule]:
    return {attribute.name: attribute.metadata.get(Rule, Rule()) for attribute in attrs.fields(cls)}


def encode(cls: type[Any], record: Any, row: int, zone: tzinfo) -> bytes:
    """Return one record as JSON, or raise InvalidRecord with its row (counted from 1) and field.

    record is an instance of cls or a mapping with its field names; empty fields are left out. Aware datetimes become
    the wall clock of zone.
    """
    rules: Mapping[str, Rule] = _rules(cls)  # type: ignore[arg-type] # a class is hashable
    values = record
    if isinstance(record, cls):
        values = attrs.asdict(record, recurse=False)
    elif not isinstance(record, Mapping):
        raise _invalid(row, None, f"is a {type(record).__name__}", f"give a dict or a {cls.__name__}")
    texts = {}
    for name, value in values.items():
        if name not in rules:
            raise _invalid(row, str(name), "is unknown", nearest(str(name), rules))
        if isinstance(value, datetime) and value.tzinfo is not None:
            value = value.astimezone(zone)  # noqa: PLW2901 - the same moment
        text = _text(rules[name], value, row, name)
        if text:
            texts[name] = text
    for name, rule in rules.items():
        if rule.required and not texts.get(name, "").strip():
            raise _invalid(row, name, "is missing", "every record needs it")
    return orjson.dumps(texts)


def _text(rule: Rule, value: Any, row: int, name: str) -> str:
    if value is None:
        return ""
    if rule.kind == "moment" and isinstance(value, datetime):
        return f"{value:{_WIRE_MOMENT}}"
    if isinstance(value, bool | bytes | date) or not isinstance(value, str | int | float):
        raise _invalid(row, name, f"is a {type(value).__name__}", "give a text or a number")
    text = str(value)
    if "\0" in text or any("\ud800" <= character <= "\udfff" for character in text):
        raise _invalid(row, name, "holds a character that is no text", "a null or half of a surrogate pair")
    if not text.strip():
        return text
    if rule.longest is not None and len(text) > rule.longest:
        raise _invalid(row, name, f"has {len(text)} characters", f"at most {rule.longest} are taken")
    if rule.kind == "phone" and not re.fullmatch(r"[0-9]{3,20}", text):
        raise _invalid(row, name, "is no phone number", "3 to 20 digits, without +, blanks or dashes")
    if rule.kind == "int":
        _check_number(rule, text, row, name)
    if rule.kind == "moment":
        _check_moment(text, row, name)
    return text


def _check_number(rule: Rule, text: str, row: int, name: str) -> None:
    if not re.fullmatch(r"[0-9]{1,9}", text):
        raise _invalid(row, name, "is no whole number", "digits only")
    if rule.least is not None and int(text) < rule.least:
        raise _invalid(row, name, f"is {text}", f"at least {rule.least} is taken")


def _check_moment(text: str, row: int, name: str) -> None:
    try:
        valid = len(text) == 14 and bool(datetime.strptime(text, _WIRE_MOMENT))  # noqa: DTZ007, PLR2004
    except ValueError:
        valid = False
    if not valid:
        raise _invalid(row, name, "is no date", "give a datetime or YYYYmmddHHMMSS")


def _invalid(row: int, name: str | None, what: str, advice: str) -> InvalidRecord:
    subject = f"row {row}: {name}" if name else f"row {row}"
    return InvalidRecord(f"{subject} {what}", advice=advice, row=row, field=name)


@frozen
class Packed:
    """One upload's body: records first_row to last_row, counted from 1, in order; rows has each one's number."""

    number: int
    rows: tuple[int, ...]
    body: bytes = field(repr=False)


class Packer:
    """Packs encoded records into JSON arrays of at most `records` records and `size` bytes."""

    def __init__(self, records: int = limits.UPLOAD_RECORDS, size: int = limits.UPLOAD_BYTES) -> None:
        self._most, self._size = records, size
        self._number = 0
        self._rows: list[int] = []
        self._parts: list[bytes] = []
        self._bytes = 2

    def add(self, row: int, record: bytes) -> Iterator[Packed]:
        """Take a record; yields a batch when it would not fit any more."""
        if self._rows and (len(self._rows) >= self._most or self._bytes + len(record) + 1 > self._size):
            yield self._pack()
        self._rows.append(row)
        self._parts.append(record)
        self._bytes += len(record) + 1

    def rest(self) -> Iterator[Packed]:
        if self._rows:
            yield self._pack()

    def pack(self, records: Iterable[tuple[int, bytes]]) -> Iterator[Packed]:
        for row, record in records:
            yield from self.add(row, record)
        yield from self.rest()

    def _pack(self) -> Packed:
        self._number += 1
        packed = Packed(self._number, tuple(self._rows), b"[" + b",".join(self._parts) + b"]")
        self._rows, self._parts, self._bytes = [], [], 2
        return packed
