"""Columns against records: whatever a body holds, both ways give the same table, value for value.

WOLKVOX_RECORDS sets how many records are drawn at random, 10,000 by default; Hypothesis draws a tenth of them.
"""

import json
import os
import random
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.support.drawing import EACH, FIELDS, Row, documents
from wolkvox_async import DecodeError
from wolkvox_async.core.endpoint import Events
from wolkvox_async.core.json_splitter import Splitter
from wolkvox_async.core.parsing import Broken, Elements, exact
from wolkvox_async.core.plain_fields import plain_fields
from wolkvox_async.core.windows import Window
from wolkvox_async.core.wire import Decoder, Record, record
from wolkvox_async.endpoints import GROUPS, endpoints, find
from wolkvox_async.export.csv import Csv
from wolkvox_async.export.ndjson import Ndjson
from wolkvox_async.tables.arrow import batch_of, schema_of, table_from
from wolkvox_async.tables.blocks import BlockReader, layout_of
from wolkvox_async.tables.columns import table_of
from wolkvox_async.tables.constants import wall_number

RECORDS = int(os.environ.get("WOLKVOX_RECORDS", "10000"))
ZONES = [ZoneInfo(name) for name in ("America/Bogota", "America/Santiago", "Europe/Madrid", "Australia/Lord_Howe")]


class Endpoint:
    name = "none"
    parameters = ()
    record = Row
    rows = Events(time="date")


def split(body, read=None):
    """Return the batches of a body: some two records of a short one, a tenth of a long one."""
    splitter = Splitter(batch=max(600, len(body) // 10), read=read)
    batches = [batch for at in range(0, len(body), 97) for batch in splitter.feed(body[at : at + 97])]
    last, _ = splitter.end()
    return [*batches, *last] if splitter.listed else []


def by_records(body, table, schema, *, strict=False):
    decoder, rows = Decoder(Row, table.source, strict=strict), []
    for batch in split(body):
        rows += decoder.decode(batch, len(rows) + 1)
    return rows, table_from([batch_of(table, rows, WINDOW, schema)] if rows else [], schema)


def by_columns(body, table, *, strict=False):
    layout = layout_of(table, Row, time="date", strict=strict)
    reader = BlockReader(layout, WINDOW)
    blocks = [each if not isinstance(each, Elements) else reader.of(each) for each in split(body, reader.read)]
    return blocks, layout.schema


WINDOW = Window(datetime(2025, 1, 1), datetime(2025, 2, 1))


def outcome(make):
    try:
        return make()
    except (Broken, DecodeError) as error:
        return type(error), str(error)


def compare(body, zone, written):
    table = table_of(Endpoint, zone, zone=written, leading={"operation": 'one, "two"'})
    schema = schema_of(table)
    expected = outcome(lambda: by_records(body, table, schema))
    found = outcome(lambda: by_columns(body, table))
    if isinstance(expected[0], type):
        assert expected[0] is found[0]
        if expected[0] is DecodeError:
            assert expected == found
        return
    rows, wanted = expected
    blocks, _ = found
    made = table_from([block.batch for block in blocks], schema)
    made.validate(full=True)
    assert made.to_pylist() == wanted.to_pylist()
    assert made.equals(wanted)
    dates = [row.date for row in rows]
    known = [int(each) for block in blocks for each in block.dates.known]
    assert known == [wall_number(each) for each in dates if each]
    assert sum(block.dates.unknown for block in blocks) == dates.count(None)
    for sink in (Ndjson, Csv):
        assert written_by(sink, table, [block.batch for block in blocks]) == written_by(sink, table, [rows])


def written_by(sink, table, parts):
    class File:
        data = b""

        def write(self, data):
            self.data += bytes(data)

    file = File()
    made = sink(file, table)
    for part in parts:
        if len(part):
            made.write(part, WINDOW)
    return file.data


@settings(max_examples=max(1, RECORDS // 5 // EACH), deadline=None)
@given(documents(), st.sampled_from(ZONES), st.sampled_from([*ZONES, ZoneInfo("UTC")]))
def test_columns_have_the_values_of_the_records(body, zone, written):
    compare(body, zone, written)


POOL = [
    *[
        "",
        "-",
        "--",
        " ",
        None,
        "---",
        "Pérez",
        'a"b',
        "x,y",
        "0",
        "7",
        "007",
        "1,234",
        "12.5",
        "5%",
        "12:00:09",
        "-3",
        "1e5",
    ],
    *[
        "2025-01-31 10:00:00",
        "2025-09-07 00:30:00",
        "2025-03-30 02:30:00",
        "0000-00-00 00:00:00",
        "2025-02-29 00:00:00",
    ],
    *["2025-01-31", "si", "NO", "1", "573001112233", "9223372036854775808", "😀", "\t", " 5 ", "00:00:00", "99.90"],
]
NAMES = [name for group in GROUPS for name in endpoints(group)]
ODD = [1, 1.5, 2**64, True, {}, [], "\ud800", {"a": 1}, -0.0, 1e300]


ONLY_TEXTS = [text for text in POOL if text is not None]


def drawn(chance, count, *, odd):
    """Return the text of records; of odd ones, one in forty has other than texts, or is not as documented."""
    rows = []
    for _ in range(count):
        row = {wire: chance.choice(POOL if odd else ONLY_TEXTS) for wire in FIELDS.values()}
        if odd and chance.random() < 0.025:
            row[chance.choice([*row, "new", "percentage"])] = chance.choice([*POOL, *ODD])
        if odd and chance.random() < 0.01:
            del row[chance.choice([*row])]
        rows.append(json.dumps(row, ensure_ascii=chance.random() < 0.5))
    return rows


@pytest.mark.parametrize("seed", range(10))
def test_drawn_records_have_the_same_values_as_columns(seed):
    chance = random.Random(seed)
    for number in range(5):
        rows = drawn(chance, RECORDS // 50, odd=number % 2 == 0)
        body = ('{"code": "200", "data": [' + ",\n    ".join(rows) + '], "msg": ""}').encode("utf-8", "surrogatepass")
        compare(body, chance.choice(ZONES), chance.choice([*ZONES, ZoneInfo("UTC")]))


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("odd", [False, True])
def test_each_endpoint_has_the_same_values_as_columns(name, odd):
    endpoint = find(name)
    fields = plain_fields(endpoint.record)
    table = table_of(endpoint, ZONES[0])
    layout = layout_of(table, endpoint.record)
    if fields is None or table.windowed:
        assert layout is None
        return
    chance = random.Random(name)
    rows = [{each.wire: chance.choice(POOL if odd else ONLY_TEXTS) for each in fields} for _ in range(60)]
    if odd:
        rows[7]["unknown"] = rows[8][fields[0].wire] = 1.5
    body = json.dumps({"data": rows}, indent=4).encode()
    records = Decoder(endpoint.record, ZONES[0]).decode(Elements(json.loads(body)["data"], lambda: exact(body)["data"]))
    reader = BlockReader(layout, WINDOW)
    blocks = [each if not isinstance(each, Elements) else reader.of(each) for each in split(body, reader.read)]
    made = table_from([block.batch for block in blocks], layout.schema)
    assert made.to_pylist() == batch_of(table, records, WINDOW, layout.schema).to_pylist()


def test_a_strict_reading_names_the_same_record_and_field():
    body = json.dumps({"data": [{"number": "1"}] * 60 + [{"number": "x"}]}).encode()
    table = table_of(Endpoint, ZONES[0])
    with pytest.raises(DecodeError) as expected:
        by_records(body, table, schema_of(table), strict=True)
    with pytest.raises(DecodeError) as found:
        by_columns(body, table, strict=True)
    assert str(found.value) == str(expected.value)
    assert (found.value.record, found.value.field) == (61, "number")


def test_records_with_other_records_in_them_are_no_columns():
    assert layout_of(table_of(Nested, ZONES[0]), Nested.record) is None


@record
class Outer(Record):
    items: list[Row]


class Nested(Endpoint):
    record = Outer


def test_a_date_of_another_zone_than_the_window_is_read_as_records():
    table = table_of(Endpoint, ZONES[0])
    assert layout_of(table, Row, time="abroad") is None
    assert layout_of(table, Row, time="text") is None
    assert layout_of(table, Row, time="date") is not None
