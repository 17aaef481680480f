"""Checks the records of an upload, by the rules of their class, and encodes them.

Rows that share their columns are checked a column at a time, and one by one only where that finds anything.
"""

import re
from collections.abc import Mapping, Sequence
from datetime import date, datetime, time, tzinfo
from typing import Any, Literal

import attrs
import orjson

from wolkvox_async.core.batches import encode, invalid, rules
from wolkvox_async.core.endpoint import Parameter
from wolkvox_async.core.validation import PHONE
from wolkvox_async.errors import InvalidRecord
from wolkvox_async.uploads.phones import lost_digits
from wolkvox_async.uploads.result import Rejection
from wolkvox_async.uploads.shown import shortened
from wolkvox_async.uploads.sources.rows import Row, Rows

__all__ = ["Checker", "Faults"]

_LISTED = 100  # faults that an error lists
_SAID = 10  # faults that its message names
_PHONES = re.compile(rf"(?:{PHONE})?(?:\n(?:{PHONE})?)*")
_NUMBERS = re.compile(r"(?:[1-9][0-9]{0,8})?(?:\n(?:[1-9][0-9]{0,8})?)*")
_LOST = re.compile(r"[0-9][eE]\+?[0-9]")
_FORMULA = re.compile(r"#(?:N/A|N/D|REF!|¡REF!|VALUE!|¡VALOR!|DIV/0!|¡DIV/0!|NAME\?|¿NOMBRE\?|NUM!|¡NUM!|NULL!|¡NULO!)")
_FORMAT = "format the column as text, or as a number without decimals, in the spreadsheet that has them, and save again"


class Faults:
    """What is wrong with the records of an upload: all are counted, and the first are kept."""

    def __init__(self) -> None:
        self.count = 0
        self.first: list[InvalidRecord] = []

    def add(self, error: InvalidRecord) -> None:
        """Take one more."""
        self.count += 1
        if len(self.first) < _LISTED:
            self.first.append(error)

    def error(self) -> InvalidRecord:
        """Return the error for all of them: the first, which names the others too."""
        worst = self.first[0]
        if self.count == 1:
            return worst
        said = "\n".join(f"  {_advised(each.what, each)}" for each in self.first[:_SAID])
        more = f"\n  and {self.count - _SAID:,} more" if self.count > _SAID else ""
        return InvalidRecord(
            f"{self.count:,} records are invalid:\n{said}{more}",
            advice='mend them, or leave them out with invalid="skip"; nothing was sent',
            command_advice="mend them, or leave them out with --skip-invalid; nothing was sent",
            row=worst.row,
            field=worst.field,
            reason=worst.reason,
            faults=tuple((each.row, _advised(each.reason, each)) for each in self.first),
            count=self.count,
        )

    def rejections(self) -> list[Rejection]:
        """Return them as records that were not taken; those beyond the first have no row."""
        listed = [Rejection(each.row, each.reason) for each in self.first]
        return listed + [Rejection(None, f"invalid; the first {_LISTED} have their rows")] * (self.count - len(listed))


def _advised(text: str, error: InvalidRecord) -> str:
    return f"{text}; {error.advice}" if error.advice else text


class Checker:
    """Checks and encodes the records of one upload."""

    def __init__(self, record: type, zone: tzinfo, invalid: Literal["raise", "skip"]) -> None:
        """Prepare for the records of a class.

        Args:
            record: Their class.
            zone: Aware datetimes become its wall clock.
            invalid: "skip" leaves invalid records out, "raise" collects what is wrong with them.
        """
        self._record, self._zone, self._skip = record, zone, invalid == "skip"
        self._rules = rules(record)
        self.faults = Faults()
        self._left_out: list[Rejection] = []

    @property
    def left_out(self) -> list[Rejection]:
        """The invalid records that were left out, in order."""
        return sorted(self._left_out, key=lambda each: each.row or 0)

    def checked(self, part: Row | Rows) -> list[tuple[int, bytes]]:
        """Return the valid records among rows, each with its number and as JSON."""
        if isinstance(part, Row):
            encoded = self.one(part, part.number)
            return [] if encoded is None else [(part.number, encoded)]
        if self._sound(part):
            names = part.names
            dumps = orjson.dumps
            return [
                (number, dumps({name: cell for name, cell in zip(names, cells, strict=False) if cell}))
                for number, cells in zip(part.numbers, part.cells, strict=True)
            ]
        return [
            (row.number, encoded) for row in part if (encoded := self.one(row, row.number, from_cells=True)) is not None
        ]

    def one(self, each: Any, number: int, *, from_cells: bool = False) -> bytes | None:
        """Return one record as JSON; None where it is invalid, and then what is wrong is kept.

        Args:
            each: A record, or a Row that has one.
            number: Its number in the input.
            from_cells: Whether its values are cells of a spreadsheet or a table, whose dates may stand in any field.
        """
        unit, record = (each.unit, each.record) if isinstance(each, Row) else ("row", _as_mapping(each, self._record))
        try:
            return self._encoded(each, record, number, unit, from_cells=from_cells)
        except InvalidRecord as error:
            shown = self._with_value(error, record, unit)
            if self._skip:
                self._left_out.append(Rejection(number, _advised(shown.reason, shown)))
            else:
                self.faults.add(shown)
            return None

    def _encoded(self, each: Any, record: Any, number: int, unit: str, *, from_cells: bool) -> bytes:
        if isinstance(each, Row) and each.fault:
            raise InvalidRecord(f"{unit} {number}: {each.fault}", row=number, field=None, reason=each.fault)
        if from_cells:
            record = {name: self._cell(name, value) for name, value in record.items()}
        if isinstance(record, Mapping):
            self._check_spoilt(record, number, unit)
        return encode(self._record, record, number, self._zone, unit)

    def _cell(self, name: str, value: Any) -> Any:
        """Return the value of a cell: a date is a text where the field is not a moment."""
        rule = self._rules.get(name)
        if not isinstance(value, date | time) or (rule is not None and rule.kind == "moment"):
            return value
        return value.isoformat(" ") if isinstance(value, datetime) else value.isoformat()

    def _check_spoilt(self, record: Mapping[Any, Any], number: int, unit: str) -> None:
        """Refuse what a spreadsheet has spoilt: numbers that lost digits, and formulas that failed."""
        for name, value in record.items():
            if not isinstance(value, str):
                continue
            if _is_identifier(name, self._rules.get(name)) and lost_digits(value):
                raise invalid(number, name, "has lost its digits to scientific notation", _FORMAT, unit)
            if _FORMULA.fullmatch(value.strip()):
                raise invalid(number, name, "is an error of a spreadsheet's formula", "mend the formula", unit)

    def _with_value(self, error: InvalidRecord, record: Any, unit: str) -> InvalidRecord:
        """Return an error that shows the value."""
        if error.field is None or not isinstance(record, Mapping) or error.field not in self._rules:
            return error
        value = record.get(error.field, "")
        if value is None or value == "":
            return error
        reason = f"{error.reason}: {shortened(error.field, value)}"
        return InvalidRecord(
            f"{unit} {error.row}: {reason}", advice=error.advice, row=error.row, field=error.field, reason=reason
        )

    def _sound(self, part: Rows) -> bool:
        """Whether all rows are surely valid as they are; False where that takes a closer look."""
        if not part.cells:
            return True
        missing = {name for name, rule in self._rules.items() if rule.required}
        for name, column in zip(part.names, zip(*part.cells, strict=True), strict=True):
            rule = self._rules.get(name)
            if rule is None or not _column_is_sound(name, rule, column):
                return False
            missing.discard(name)
        return not missing


def _as_mapping(record: Any, cls: type) -> Any:
    """Return a record of another class that has fields as a mapping: of attrs, dataclasses or named tuples."""
    if isinstance(record, Mapping | cls):
        return record
    if attrs.has(type(record)):
        return attrs.asdict(record, recurse=False)
    if (fields := getattr(type(record), "__dataclass_fields__", None)) is not None:
        return {name: getattr(record, name) for name in fields}
    if isinstance(record, tuple) and hasattr(record, "_asdict"):
        return getattr(record, "_asdict")()  # noqa: B009 - of named tuples alone
    return record


def _is_identifier(name: str, rule: Parameter | None) -> bool:
    return rule is not None and (rule.kind in {"phone", "int", "id"} or name.endswith("_id"))


def _column_is_sound(name: str, rule: Parameter, column: Sequence[Any]) -> bool:
    try:
        joined = "\n".join(column)
    except TypeError:  # not all are texts
        return False
    if rule.longest is not None and max(map(len, column)) > rule.longest:
        return False
    if rule.required and not all(map(str.strip, column)):
        return False
    match rule.kind:
        case "phone":
            return joined.count("\n") == len(column) - 1 and _PHONES.fullmatch(joined) is not None
        case "int" if (rule.least or 0) <= 1 and rule.most is None:
            return joined.count("\n") == len(column) - 1 and _NUMBERS.fullmatch(joined) is not None
        case "str":
            if _is_identifier(name, rule) and _LOST.search(joined):
                return False
            return "\0" not in joined and ("#" not in joined or not _FORMULA.search(joined)) and _is_text(joined)
    return False


def _is_text(joined: str) -> bool:
    try:
        joined.encode()
    except UnicodeEncodeError:  # half of a surrogate pair
        return False
    return True
