"""Columns against records: whatever a body holds, both ways give the same table, value for value.

WOLKVOX_RECORDS sets how many records are drawn at random, 10,000 by default; Hypothesis draws a tenth of them.
"""

import json
import os
import random
from datetime import datetime
from zoneinfo import ZoneInfo

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wolkvox_async import DecodeError
from wolkvox_async.core.endpoint import Events
from wolkvox_async.core.json_splitter import Splitter
from wolkvox_async.core.parsing import Broken, Elements, exact
from wolkvox_async.core.plain_fields import plain_fields
from wolkvox_async.core.windows import Window
from wolkvox_async.core.wire import (
    Day,
    Decoder,
    Duration,
    Flag,
    Float,
    Id,
    Int,
    Moment,
    MomentGMT5,
    Percent,
    Phone,
    Record,
    Text,
    named,
    record,
)
from wolkvox_async.endpoints import GROUPS, endpoints, find
from wolkvox_async.export.csv import Csv
from wolkvox_async.export.ndjson import Ndjson
from wolkvox_async.tables.arrow import batch_of, schema_of, table_from
from wolkvox_async.tables.blocks import BlockReader, layout_of
from wolkvox_async.tables.columns import table_of

RECORDS = int(os.environ.get("WOLKVOX_RECORDS", "10000"))
EACH = 12  # records of a document, at most
ZONES = [ZoneInfo(name) for name in ("America/Bogota", "America/Santiago", "Europe/Madrid", "Australia/Lord_Howe")]


@record
class Row(Record):
    date: Moment
    abroad: MomentGMT5
    text: Text
    id: Id
    phone: Phone
    number: Int
    amount: Float
    share: Percent = named("share%", "percentage")
    length: Duration
    day: Day
    flag: Flag


FIELDS = {each.name: each.metadata.get("wire", (each.name,))[0] for each in attrs.fields(Row) if each.name != "extra"}


class Endpoint:
    name = "none"
    parameters = ()
    record = Row
    rows = Events(time="date")


MARKERS = st.sampled_from(
    ["", "-", "--", " ", "  ", "\t", "\r\n", " - ", "--\n", None, "---", "--x", "-x", " x", "\u00a0"]
)
CLOCKS = st.datetimes(datetime(1969, 1, 1), datetime(2101, 1, 1)).map(lambda moment: f"{moment:%Y-%m-%d %H:%M:%S}")
CHANGES = st.sampled_from(
    [
        "2025-03-30 02:30:00",
        "2025-10-26 02:30:00",
        "2025-04-05 23:30:00",
        "2025-09-06 23:59:59",
        "2025-09-07 00:30:00",
        "2025-04-06 01:45:00",
        "2025-10-05 02:15:00",
    ]
)
MOMENTS = st.one_of(
    CLOCKS,
    CHANGES,
    st.sampled_from(
        [
            "0000-00-00 00:00:00",
            "2025-02-29 10:00:00",
            "2024-02-29 10:00:00",
            "2025-01-31",
            "20250131",
            "2025-01-31T10:00:00",
            "2025-01-31 10:00",
            "2025-01-31 24:00:00",
            "2025-01-31 10:00:60",
            " 2025-01-31 10:00:00 ",
            "0001-01-01 00:00:00",
            "9999-12-31 23:59:59",
            "2025-01-31 10:00+05",
            "1970-01-01 00:00:00",
            "2025-01-31 10:00:00.5",
            "٢٠٢٥-01-31 10:00:00",
        ]
    ),
)
NUMBERS = st.one_of(
    st.integers(-(10**20), 10**20).map(str),
    st.floats(allow_nan=True).map(repr),
    st.sampled_from(
        [
            "0",
            "007",
            "1,234",
            "1,23",
            "1.",
            ".5",
            "+3",
            "-0",
            "1e5",
            "1E-400",
            "1e400",
            "5%",
            "5 %",
            "%",
            "5%%",
            "12.50%",
            "0x1F",
            "٣",
            "²",
            " 7 ",
            "9223372036854775807",
            "9223372036854775808",
            "123456789012345678",
            "1" * 40,
            "1_000",
            "inf",
            "nan",
            "0." + "1" * 40,
        ]
    ),
)
LENGTHS = st.one_of(
    st.integers(0, 10**6).map(lambda seconds: f"{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}"),
    st.sampled_from(
        ["00:60:00", "1:2:3", "100:00:00", "99999999999:00:00", "12.3456789", "45", "1234567890", "0:00:09", "-1"]
    ),
)
FLAGS = st.sampled_from(["yes", "NO", "si", "sí", "True", "false", "1", "0", "2", "Sí ", "maybe"])
WORDS = st.one_of(
    st.text(max_size=8), st.sampled_from(['a"b', "a\\b", "},{", '"},{"date":"', "😀", "ñandú", "\x00", "=1+1", "a,b"])
)
TEXTS = st.one_of(MARKERS, MOMENTS, NUMBERS, LENGTHS, FLAGS, WORDS)
BARE = st.one_of(
    st.integers(-(2**70), 2**70),
    st.floats(allow_nan=False, allow_infinity=False),
    st.booleans(),
    st.none(),
    st.just({}),
    st.just([]),
    st.just([1.5, {"a": None}]),
    st.just({"0": "x"}),
)
PLAIN = TEXTS.filter(lambda text: text is not None)
USUAL = {"date": st.one_of(CLOCKS, MARKERS), "number": NUMBERS, "flag": FLAGS, "length": LENGTHS, "text": WORDS}


def literal(value):
    return json.dumps(value, ensure_ascii=False)


@st.composite
def records(draw, kind):
    """Draw the JSON text of a record: texts under the documented names, such or null, or anything."""
    odd = kind == "odd"
    texts = PLAIN if kind == "texts" else TEXTS
    values = st.one_of(texts.map(literal), BARE.map(literal)) if odd else texts.map(literal)
    usual = {name: each.filter(lambda text: text is not None) for name, each in USUAL.items()}
    members = [
        (literal(wire), draw(st.one_of(usual.get(name, texts).map(literal), values))) for name, wire in FIELDS.items()
    ]
    if kind == "texts":
        return "{" + ", ".join(f"{name}: {value}" for name, value in members) + "}"
    for oddity in draw(st.lists(st.sampled_from(ODDITIES), max_size=2)) if odd else ():
        members = oddity(draw, members)
    if odd and draw(st.integers(0, 40)) == 0:
        return draw(st.sampled_from(["null", '"x"', "7", "[]", "{}"]))
    return "{" + draw(st.sampled_from([", ", ",", ",\n    "])).join(f"{name}: {value}" for name, value in members) + "}"


def missing(draw, members):
    return draw(st.lists(st.sampled_from(members), max_size=len(members), unique=True)) if members else members


def unknown(draw, members):
    value = draw(st.one_of(TEXTS, BARE))
    return [*members, (literal(draw(st.sampled_from(["new", "", "Date", "número"]))), literal(value))]


def twice(draw, members):
    return [*members, draw(st.sampled_from(members))] if members else members


def another_name(draw, members):
    renamed = [('"percentage"', value) if name == '"share%"' else (name, value) for name, value in members]
    return renamed if draw(st.booleans()) else [*members, ('"percentage"', literal("7%"))]


def raw(draw, members):
    text = draw(
        st.sampled_from(
            [
                '"\\ud83d"',
                '"\\udc4d x"',
                '"\\ud83d\\udc4d"',
                '"\\u0000"',
                '"tab\there"',
                "NaN",
                "-Infinity",
                "1.10",
                "1624464512.10",
                "-0",
                "1e3",
                '"\\/"',
                "12345678901234567890123",
            ]
        )
    )
    place = draw(st.integers(0, len(members)))
    return [*members[:place], (literal(draw(st.sampled_from([*FIELDS.values(), "new"]))), text), *members[place:]]


ODDITIES = [missing, unknown, twice, another_name, raw]


@st.composite
def documents(draw):
    """Draw a body: records, most of them as usual or all of them, with some way to write the list."""
    kind = draw(st.sampled_from(["texts", "texts", "nulls", "odd"]))
    odd = kind == "odd"
    rows = draw(st.lists(records(kind), max_size=EACH))
    gap = draw(st.sampled_from([",", ",\n        ", " , "]))
    text = '{"code": "200", "data": [' + gap.join(rows) + '], "msg": "found"}'
    body = text.encode("utf-8", "surrogatepass")
    if odd and draw(st.integers(0, 10)) == 0:
        body = body.replace("ñ".encode(), b"\xf1")
    return body


def split(body, read=None):
    """Return the batches of a body; a piece is small, so that there are several."""
    splitter = Splitter(batch=600, read=read)
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
    walls = [wall for block in blocks for wall in block.dates.walls.to_pylist()]
    assert walls == [None if row.date is None else row.date.replace(tzinfo=None) for row in rows]
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
