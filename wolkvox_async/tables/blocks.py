"""Pieces of a body to Arrow batches, without a Python object for each value.

A piece is the JSON text of some records, `[{…},{…}]`. Where all of their values are texts under the documented names,
as they nearly always are, pyarrow parses it and the columns are cast (`casts`), with the GIL released. A piece with
anything else in it is parsed by orjson, and each column that holds more than texts is read value by value. A record
that is not as documented, or has a value that does not parse, is made by the row decoder, alone. So a batch always has
what the records have, which `tests/tables` holds against each other.

This module imports pyarrow, so it is imported on use.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import tzinfo
from functools import partial
from typing import Any

import orjson
import pyarrow as pa
from attrs import field, frozen
from pyarrow import json as arrow_json

from wolkvox_async.core.parsing import Defective, Elements, exact
from wolkvox_async.core.plain_fields import PlainField
from wolkvox_async.core.windows import Window
from wolkvox_async.core.wire import Decoder
from wolkvox_async.tables.arrow import batch_of, schema_of
from wolkvox_async.tables.casts import Moments, Read, by_value, cast_of, making
from wolkvox_async.tables.columnar import columnar, zone_of
from wolkvox_async.tables.columns import Table, cell_text
from wolkvox_async.tables.constants import constant, integers, texts, wall_number
from wolkvox_async.tables.dates import Dates, walls_of
from wolkvox_async.tables.pooled import POOL, cast, nulls
from wolkvox_async.tables.regular import Texts, decodes, texts_of

__all__ = ["Block", "BlockReader", "Layout", "layout_of"]

_MISSES = 3  # pieces, one after the other, that were no texts alone; then the body's others are not tried
_PLAIN = (str, int, bool, type(None))  # values that are written to `extra` as they came
_STRING = pa.string()


@frozen(kw_only=True)
class Block:
    """Some records as columns.

    batch: all columns of the table;
    dates: those of the rows, None where no field dates a row;
    defects: of records with bytes that are no text, the number within the block and the fields.
    """

    batch: Any
    dates: Dates | None = None
    defects: Sequence[tuple[int, tuple[str, ...]]] = ()

    def __len__(self) -> int:
        return int(self.batch.num_rows)

    @property
    def nbytes(self) -> int:
        """Bytes of memory that it holds."""
        dates = 0 if self.dates is None else self.dates.nbytes
        return int(self.batch.get_total_buffer_size()) + dates


class _Column:
    """How the values of one field become a column."""

    def __init__(self, of: PlainField, zone: tzinfo, table: Table) -> None:
        self.name, self.wire = of.name, of.wire
        self.hook = of.kind.reader(zone)
        self.moments: Moments | None = None
        if of.kind.name == "datetime":
            self.moments = Moments(zone_of(self.hook), self.hook, table.moved)
            self.type: Any = self.moments.type
            self.make: Callable[[Any], Any] = self.moments.make
        else:
            self._cast = cast_of(of.kind.name)
            self.type, self.make = making(of.kind.name)

    def cast(self, column: Texts, count: int) -> tuple[Read, Any]:
        """Cast texts; for moments the wall clock comes too."""
        if column.values is None:
            none = nulls(count, self.type)
            return Read(none), none
        if self.moments is not None:
            return self.moments.cast(column.values)
        if column.clean and self.type == _STRING:
            return Read(column.values), None
        return self._cast(column.values, self.hook), None

    def read(self, values: list[Any]) -> tuple[Read, Any]:
        """Read values as JSON has them."""
        try:
            made = texts(values)
        except TypeError:
            wall = None
            if self.moments is not None:
                wall = by_value(values, self.hook, wall_number, self.type).values
            return by_value(values, self.hook, self.make, self.type), wall
        return self.cast(Texts(made), len(made))


class Layout:
    """How records of an endpoint become columns; made once for a reading.

    Args:
        table: The columns.
        record: The class of a record.
        fields: Its fields.
        time: The field that dates a row; "": none.
        strict: Whether a value that does not parse is an error.
    """

    def __init__(self, table: Table, record: type, fields: Sequence[PlainField], *, time: str, strict: bool) -> None:
        self.table = table
        self.schema = schema_of(table)
        self.time = time
        self.decoder: Decoder[Any] = Decoder(record, table.source, strict=strict)
        self.columns = [_Column(each, table.source, table) for each in fields]
        self._names = [each.wire for each in fields]
        self.wires = {*self._names}
        self.aliases = {alias for each in fields for alias in each.also}
        members = pa.struct([(each.wire, pa.string()) for each in fields])
        self._parse = arrow_json.ParseOptions(
            explicit_schema=pa.schema([("", pa.list_(members))]), newlines_in_values=True
        )

    def texts(self, piece: bytes) -> tuple[int, list[Texts]] | None:
        """Return how many records a piece has, and its columns as texts.

        None where its records hold anything else, or are no JSON.
        """
        return texts_of(piece, self._names, self.aliases) or self._parsed(piece)

    def _parsed(self, piece: bytes) -> tuple[int, list[Texts]] | None:
        document = b'{"":%b}' % piece
        options = arrow_json.ReadOptions(use_threads=False, block_size=len(document) + 1)
        try:
            parsed = arrow_json.read_json(pa.BufferReader(document), options, self._parse)
        except pa.ArrowInvalid:
            return None
        if parsed.shape != (1, 1) or not decodes(piece):  # more than one list, or bytes that the parser takes
            return None
        records = parsed.column(0).chunk(0).flatten()
        if not len(records) or records.null_count or records.type.num_fields != len(self.columns):
            return None
        return len(records), [Texts(records.field(place)) for place in range(len(self.columns))]


def layout_of(table: Table, record: type, *, time: str = "", strict: bool = False) -> Layout | None:
    """Return how records become columns; None where only the row decoder can make them, as `columnar` says."""
    fields = columnar(table, record, time)
    return None if fields is None else Layout(table, record, fields, time=time, strict=strict)


class BlockReader:
    """Makes blocks of one body's pieces, in order."""

    def __init__(self, layout: Layout, window: Window) -> None:
        self._layout, self._window = layout, window
        self._count = 0
        self._misses = 0

    def read(self, piece: bytes) -> Block | None:
        """Return the block of a piece; None where it takes parsing it to Python objects."""
        if self._misses >= _MISSES:
            return None
        found = self._layout.texts(piece)
        if found is None:
            self._misses += 1
            return None
        self._misses = 0
        count, columns = found
        made = _Made.of(
            self._layout,
            [each.cast(text, count) for each, text in zip(self._layout.columns, columns, strict=True)],
            count,
        )
        if not made.odd:
            return self._block(made, count, {})
        try:
            elements = orjson.loads(piece)
        except orjson.JSONDecodeError:
            return None
        return self._block(made, len(elements), self._decoded(Elements(elements, partial(exact, piece)), made.odd))

    def of(self, elements: Elements) -> Block:
        """Return the block of parsed records."""
        layout = self._layout
        regular: list[int] = []
        extras: dict[int, str | None] = {}
        for place, element in enumerate(elements):
            if element.__class__ is not dict:
                continue
            if element.keys() <= layout.wires:
                regular.append(place)
            elif (extra := self._beside(element)) is not None:
                regular.append(place)
                extras[place] = cell_text(extra)
        rows = [elements[place] for place in regular]
        columns = [each.read([row.get(each.wire) for row in rows]) for each in layout.columns]
        made = _Made.of(layout, columns, len(regular), regular, extras)
        slow = sorted({*range(len(elements))} - {*regular} | {*made.odd})
        defects = [(place, tuple(each.raw)) for place, each in enumerate(elements) if isinstance(each, Defective)]
        return self._block(made, len(elements), self._decoded(elements, slow), defects)

    def _beside(self, element: Mapping[str, Any]) -> dict[str, Any] | None:
        """Return what a record has beside its documented fields, None where the row decoder has to look at it."""
        unknown = {name: value for name, value in element.items() if name not in self._layout.wires}
        if not self._layout.aliases.isdisjoint(unknown) or not all(
            each.__class__ in _PLAIN for each in unknown.values()
        ):
            return None
        return unknown

    def _decoded(self, elements: Elements, places: Sequence[int]) -> dict[int, Any]:
        """Make the records at some places by the row decoder."""
        written: list[Any] = []

        def exactly(place: int) -> list[Any]:
            written[:] = written or elements.exactly()
            return [written[place]]

        made = {}
        for place in places:
            one = Elements([elements[place]], partial(exactly, place))
            (made[place],) = self._layout.decoder.decode(one, self._count + place + 1)
        return made

    def _block(
        self,
        made: "_Made",
        count: int,
        records: Mapping[int, Any],
        defects: Sequence[tuple[int, tuple[str, ...]]] = (),
    ) -> Block:
        self._count += count
        layout = self._layout
        batch, wall = made.batch, made.wall
        if records:
            rows = list(records.values())
            behind = batch.num_rows
            order = made.order(count)
            for number, place in enumerate(records):
                order[place] = behind + number
            taken = integers(order)
            batch = pa.concat_batches([batch, batch_of(layout.table, rows, self._window, layout.schema)]).take(taken)
            if wall is not None:
                late = walls_of([getattr(row, layout.time) for row in rows])
                wall = pa.concat_arrays([wall, late]).take(taken)
        return Block(batch=batch, dates=None if wall is None else Dates.of(wall), defects=defects)


@frozen
class _Made:
    """Columns of records; places: theirs in the block, where not all are here; odd: those of refused values."""

    batch: Any
    wall: Any
    odd: Sequence[int]
    places: Sequence[int] | None = field(default=None)

    @classmethod
    def of(
        cls,
        layout: Layout,
        columns: Sequence[tuple[Read, Any]],
        count: int,
        places: Sequence[int] | None = None,
        extras: Mapping[int, str | None] | None = None,
    ) -> "_Made":
        first = [pa.repeat(constant(value), count, POOL) for value in layout.table.leading]
        extra = (
            texts([extras.get(place) for place in places])
            if extras and places is not None
            else nulls(count, pa.string())
        )
        arrays = [*first, *(read.values for read, _ in columns), extra]
        arrays = [
            cast(each, kind) if each.type != kind else each
            for each, kind in zip(arrays, layout.schema.types, strict=True)
        ]
        wall = next(
            (wall for each, (_, wall) in zip(layout.columns, columns, strict=True) if each.name == layout.time), None
        )
        odd = sorted({row for read, _ in columns for row in read.odd})
        if places is not None:
            odd = [places[row] for row in odd]
        return cls(pa.RecordBatch.from_arrays(arrays, schema=layout.schema), wall, odd, places)

    def order(self, count: int) -> list[int]:
        """Return which row of the batch stands at each place of a block."""
        if self.places is None:
            return list(range(count))
        order = [0] * count
        for row, place in enumerate(self.places):
            order[place] = row
        return order
