"""What is done with the rows of a source before they are checked: fields, clean phones, duplicates."""

from array import array
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from operator import itemgetter
from typing import Any

from wolkvox_async.core.endpoint import Parameter
from wolkvox_async.core.invalid import InvalidValue
from wolkvox_async.errors import ConfigurationError
from wolkvox_async.spelling import nearest
from wolkvox_async.uploads.phones import PhoneCleaner
from wolkvox_async.uploads.shown import shortened
from wolkvox_async.uploads.sources.columns import Columns, renamed_record
from wolkvox_async.uploads.sources.rows import Header, Row, Rows

__all__ = ["Steps"]

_LISTED = 20  # duplicates whose rows are kept
_PERSON = ("customer_id", "tel1", "telephone")  # what makes two rows the same, unless the user says


class Steps:
    """The steps that one source's rows take."""

    def __init__(
        self,
        name: str,
        columns: Mapping[str, str],
        *,
        match: bool = False,
        country: str | None = None,
        dedupe: Sequence[str] = (),
        empty: Callable[[Collection[str]], Collection[str]] = lambda _: (),
    ) -> None:
        self._name, self._given, self._by_meaning = name, columns, match
        self._cleaner = None if country is None else PhoneCleaner(country)
        self._dedupe, self._empty = dedupe, empty
        self.duplicates = 0
        self.duplicate_rows: list[int] = []
        self._seen = Seen()

    def match(self, header: Header, known: Collection[str] | None) -> Columns:
        """Return the fields of the columns; raises ConfigurationError."""
        return Columns.match(
            header, known, self._given, by_meaning=self._by_meaning, name=self._name, empty=self._empty
        )

    def taken(
        self, parts: Iterable[Header | Row | Rows], known: Collection[str] | Mapping[str, Parameter] | None
    ) -> Iterator[Row | Rows]:
        """Yield the rows with the names of fields.

        Args:
            parts: What the source has.
            known: The fields there are, with their rules; None: any.

        Raises:
            ConfigurationError: A column is unknown or there twice, or a field of dedupe is unknown.
        """
        self.duplicates, self.duplicate_rows, self._seen = 0, [], Seen()
        for field in self._dedupe:
            if known is not None and field not in known:
                raise ConfigurationError(
                    f"duplicates cannot be found by {field!r}: no such field", advice=nearest(field, known)
                )
        phones = frozenset(
            field for field, rule in (known.items() if isinstance(known, Mapping) else ()) if rule.kind == "phone"
        )
        columns: Columns | None = None
        fields: tuple[str, ...] = ()
        for part in parts:
            if isinstance(part, Header):
                columns = self.match(part, known)
                fields = tuple(field for field in columns.fields if field is not None)
                self._check_dedupe(fields)
            elif isinstance(part, Rows) and columns is not None:
                yield from self._of_rows(part, columns, fields, phones)
            elif isinstance(part, Row):
                yield from self._of_row(part, known, phones)
        self._seen = Seen()  # a million rows take 17 MB

    def _check_dedupe(self, fields: Collection[str]) -> None:
        missing = [field for field in self._dedupe if field not in fields]
        if missing:
            raise ConfigurationError(
                f"{self._name}: duplicates cannot be found by {missing[0]}: no column is for it",
                advice=nearest(missing[0], fields),
            )

    def _of_rows(
        self, part: Rows, columns: Columns, fields: tuple[str, ...], phones: Collection[str]
    ) -> Iterator[Row | Rows]:
        numbers, rows, faults = _fielded(part, columns)
        if self._cleaner is not None:
            numbers, rows, more = self._cleaned(self._cleaner, part, numbers, rows, fields, columns, phones)
            faults += more
        if rows:
            numbers, rows = self._unique(numbers, rows, fields)
        yield from faults
        if rows:
            yield Rows(fields, numbers, rows, part.unit)

    def _of_row(self, row: Row, known: Collection[str] | None, phones: Collection[str]) -> Iterator[Row]:
        """Yield a record of JSON, as rows of columns are."""
        if row.fault:
            yield row
            return
        record: Mapping[str, Any] = row.record
        if self._given or (self._by_meaning and known is not None and not record.keys() <= set(known)):
            names = tuple(record)
            try:
                given = {column: field for column, field in self._given.items() if column in record}
                columns = Columns.match(
                    Header(names, row.number, row.unit), known, given, by_meaning=self._by_meaning, name=self._name
                )
            except ConfigurationError as error:
                why = error.what.partition(": ")[2] or error.what
                yield Row(row.number, fault=f"{why}; {error.advice}", unit=row.unit)
                return
            record = renamed_record(record, columns)
        for field in phones if self._cleaner is not None else ():
            value = record.get(field)
            if isinstance(value, str | int) and self._cleaner is not None:
                try:
                    record = {**record, field: self._cleaner.clean(str(value))}
                except InvalidValue as error:
                    yield Row(row.number, fault=_fault(field, field, str(value), error), unit=row.unit)
                    return
        fields = tuple(record)
        if self._unique([row.number], [tuple(record.values())], fields)[1]:
            yield Row(row.number, record, unit=row.unit)

    def _cleaned(
        self,
        cleaner: PhoneCleaner,
        part: Rows,
        numbers: Sequence[int],
        rows: Sequence[Sequence[Any]],
        fields: tuple[str, ...],
        columns: Columns,
        phones: Collection[str],
    ) -> tuple[Sequence[int], Sequence[Sequence[Any]], list[Row]]:
        named = dict(zip(columns.fields, columns.names, strict=True))
        places = [(at, field) for at, field in enumerate(fields) if field in phones]
        kept_numbers, kept, faults = [], [], []
        for number, cells in zip(numbers, rows, strict=True):
            row = list(cells)
            for at, field in places:
                if isinstance(value := row[at], str | int) and value != "":
                    try:
                        row[at] = cleaner.clean(str(value))
                    except InvalidValue as error:
                        faults.append(Row(number, fault=_fault(field, named[field], str(value), error), unit=part.unit))
                        break
            else:
                kept_numbers.append(number)
                kept.append(row)
        return kept_numbers, kept, faults

    def _unique(
        self, numbers: Sequence[int], rows: Sequence[Sequence[Any]], fields: tuple[str, ...]
    ) -> tuple[Sequence[int], Sequence[Sequence[Any]]]:
        """Count the rows that agree with an earlier one, and leave them out where that is wished."""
        key = self._dedupe or tuple(field for field in _PERSON if field in fields)
        places = [fields.index(field) for field in key if field in fields]
        if not places:
            return numbers, rows
        twice = self._seen.again(_hashes(list(map(itemgetter(*places), rows))))
        if not twice:
            return numbers, rows
        self.duplicates += len(twice)
        self.duplicate_rows += [numbers[at] for at in twice[: _LISTED - len(self.duplicate_rows)]]
        if not self._dedupe:
            return numbers, rows
        left_out = set(twice)
        kept = [at for at in range(len(rows)) if at not in left_out]
        return [numbers[at] for at in kept], [rows[at] for at in kept]


def _fielded(part: Rows, columns: Columns) -> tuple[Sequence[int], Sequence[Sequence[Any]], list[Row]]:
    """Return the cells that have a field; a cell in a column without a name is a fault."""
    numbers, rows = part.numbers, part.cells
    faults: list[Row] = []
    unnamed = [at for at, name in enumerate(columns.names) if not name]
    if unnamed:
        kept_numbers, kept = [], []
        for number, cells in zip(numbers, rows, strict=True):
            at = next((at for at in unnamed if str(cells[at]).strip()), None)
            if at is None:
                kept_numbers.append(number)
                kept.append(cells)
            else:
                fault = f"cell {at + 1} stands in a column without a name"
                faults.append(Row(number, fault=fault, unit=part.unit))
        numbers, rows = kept_numbers, kept
    places = [at for at, field in enumerate(columns.fields) if field is not None]
    if len(places) < len(columns.fields):
        rows = [[cells[at] for at in places] for cells in rows]
    return numbers, rows, faults


def _fault(field: str, column: str, value: str, error: InvalidValue) -> str:
    named = field if column == field else f"{field} ({column})"
    return f"{named} {error.what}: {shortened(field, value)}; {error.advice}"


def _hashes(keys: Sequence[Any]) -> Iterable[int]:
    try:
        return list(map(hash, keys))
    except TypeError:  # a cell is a list or an object, which the check refuses
        return [hash(repr(key)) for key in keys]


class Seen:
    """The hashes that came before, 8 bytes each in a table that is at most half full.

    Two of a million different rows have the same hash with a probability of 3 in 100 million.
    """

    def __init__(self) -> None:
        self._table = array("Q", [0]) * 1024
        self._count = 0

    def again(self, hashes: Iterable[int]) -> list[int]:
        """Take hashes; return the places of those that came before."""
        found = []
        for at, value in enumerate(hashes):
            if self._count * 2 >= len(self._table):
                self._grow()
            table = self._table
            mask = len(table) - 1
            key = (value & 0xFFFFFFFFFFFFFFFF) or 1
            place = key & mask
            while (there := table[place]) and there != key:
                place = (place + 1) & mask
            if there:
                found.append(at)
            else:
                table[place] = key
                self._count += 1
        return found

    def _grow(self) -> None:
        old = self._table
        table = array("Q", [0]) * (2 * len(old))
        mask = len(table) - 1
        for key in old:
            if key:
                place = key & mask
                while table[place]:
                    place = (place + 1) & mask
                table[place] = key
        self._table = table
