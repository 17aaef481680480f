"""Lists of records as Arrow columns: value for value what the row decoder reads, whatever the server sends."""

import io
import json
import typing
from datetime import UTC, datetime
from functools import partial
from zoneinfo import ZoneInfo

import attrs
import pyarrow as pa
import pyarrow.parquet
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.support.nesting import NESTED, in_arrow, read_back
from tests.support.tabling import FULL, WINDOW, ZONE, Row, endpoint
from wolkvox_async.core.wire import Decoder, Duration, Int, Moment, Record, Text, named, record, spelt
from wolkvox_async.endpoints import find
from wolkvox_async.export.csv import Csv
from wolkvox_async.export.excel import ExcelCsv
from wolkvox_async.export.ndjson import Ndjson
from wolkvox_async.tables.arrow import about_of, batch_of, schema_of
from wolkvox_async.tables.columns import cell_text, table_of
from wolkvox_async.tables.nested import json_texts


@record
class Step(Record):
    when: Moment
    talk: Duration
    calls: Int
    note: Text = named("note")


@record
class Way(Record):
    id: Text
    steps: list[Step]
    last: Step | None
    others: list[object]


def table(found, zone=UTC):
    return table_of(found, ZONE, zone=zone)


def batch(found, rows, zone=UTC):
    made = batch_of(table(found, zone), rows, WINDOW, schema_of(table(found, zone)))
    made.validate(full=True)
    return made


WAY = endpoint(record=Way)
STEP = {"when": "2025-01-01 13:00:00", "talk": "00:00:02", "calls": "3", "note": 'a "b"'}


def ways(*elements):
    return Decoder(Way, ZONE).decode(elements)


def test_the_type_says_what_stands_within():
    assert str(schema_of(table(WAY)).field("steps").type) == (
        "list<element: struct<when: timestamp[us, tz=UTC], talk: double, calls: int64, note: string, extra: string>>"
    )
    assert schema_of(table(WAY)).field("last").type == schema_of(table(WAY)).field("steps").type.value_type
    assert schema_of(table(WAY)).field("others").type == pa.string()
    assert schema_of(table(WAY, ZONE)).field("last").type.field("when").type.tz == "America/Bogota"
    assert schema_of(table(endpoint())).field("steps").type == pa.list_(pa.string())


def test_what_stands_within_has_its_unit_and_its_meaning():
    found = find("gamification.agents_kpi")
    field = schema_of(table(found)).field("stats").type.value_type.field("aht_time")
    assert field.metadata == {b"unit": b"seconds", b"meaning": b"Average handling time"}
    assert about_of(table(found))["stats.occupancy"]["unit"] == "percent"
    file = io.BytesIO()
    pyarrow.parquet.write_table(pa.Table.from_batches([batch(found, Decoder(found.record, ZONE).decode([{}]))]), file)
    read = pyarrow.parquet.read_schema(pa.BufferReader(file.getvalue()))
    assert read.equals(schema_of(table(found)), check_metadata=True)


def test_missing_lists_and_records_are_as_the_records_have_them():
    rows = ways({"id": "1", "steps": [STEP, {}], "last": STEP}, {"id": "2", "steps": "-"}, {"steps": [], "last": ""})
    found = batch(WAY, rows).to_pylist()
    step = {"when": datetime(2025, 1, 1, 18, tzinfo=UTC), "talk": 2.0, "calls": 3, "note": 'a "b"', "extra": None}
    assert [row["steps"] for row in found] == [[step, dict.fromkeys(step)], [], []]
    assert [row["last"] for row in found] == [step, None, None]
    rows[1].steps = None
    assert batch(WAY, rows).column("steps").to_pylist()[1] is None


def test_what_does_not_parse_or_fit_stands_in_the_inner_extra():
    odd = {"when": "yesterday", "calls": str(2**63), "talk": "x", "new": {"a": 1}}
    late = {"when": "9999-12-31 23:59:59", "calls": "9223372036854775807"}
    first, second = batch(WAY, ways({"id": "1", "steps": [odd, late]})).column("steps").to_pylist()[0]
    assert json.loads(first["extra"]) == {
        "when": "yesterday",
        "talk": "x",
        "new": {"a": 1},
        "calls": "9223372036854775808",
    }
    assert (first["when"], first["talk"], first["calls"]) == (None, None, None)
    assert (second["when"], second["calls"]) == (None, 2**63 - 1)
    assert json.loads(second["extra"]) == {"when": "9999-12-31 23:59:59"}


def test_a_list_of_texts_is_one_and_what_is_no_text_in_it_becomes_json():
    rows = [FULL, Row(), Row(steps=[]), Row(steps=["a", None, 7, {"b": [1]}])]
    assert batch(endpoint(), rows).column("steps").to_pylist() == [["x"], None, [], ["a", None, "7", '{"b":[1]}']]


def test_a_record_that_cannot_keep_what_does_not_fit_is_json():
    @attrs.frozen
    class Bare:
        calls: int

    @attrs.frozen
    class Holder:
        bare: list[Bare]
        numbers: list[int]
        texts: list[list[str]]
        extra: dict[str, object]

    kinds = [column.kind for column in table(endpoint(record=Holder)).columns]
    assert kinds == ["json", "json", "json", "json"]


ODD = st.one_of(
    st.sampled_from(["", "-", "--", None, "x", "sí", "no", "1,5", "7%", "12:00:01", "45", "20250131", "2025-01-31"]),
    st.sampled_from(["0001-01-01 00:00:00", "9999-12-31 23:59:59", "2025-02-29 10:00:00", "2025-01-31 10:00:00"]),
    st.datetimes(datetime(1, 1, 1), datetime(9999, 12, 31)).map(lambda each: f"{each:%Y-%m-%d %H:%M:%S}"),
    st.integers(-(2**70), 2**70).flatmap(lambda number: st.sampled_from([number, str(number)])),
    st.floats(allow_nan=False, allow_infinity=False),
    st.text(st.characters(exclude_categories=["Cs"]), max_size=5),
    st.sampled_from([True, [], {}, [1], {"0": "x"}, {"a": None}]),
)


@st.composite
def objects(draw, cls):
    """Draw an object of a record class: some of its fields, as lists and objects where it has those, and odd ones."""
    found = {}
    hints = typing.get_type_hints(cls)
    for each in attrs.fields(cls):
        if each.name == "extra" or draw(st.integers(0, 7)) == 0:
            continue
        name = draw(st.sampled_from([spelt(each)[0], *spelt(each)[1]]))
        inner = next((arg for arg in (*typing.get_args(hints[each.name]),) if attrs.has(arg)), None)
        if inner is None or draw(st.integers(0, 5)) == 0:
            found[name] = draw(ODD)
        elif typing.get_origin(hints[each.name]) is list:
            found[name] = draw(st.lists(objects(inner), max_size=3))
        else:
            found[name] = draw(objects(inner))
    return found | draw(st.dictionaries(st.sampled_from(["new", "Otro"]), ODD, max_size=1))


@pytest.mark.parametrize("found", [WAY, *NESTED.values()], ids=lambda each: each.name)
@settings(max_examples=40, deadline=None)
@given(data=st.data(), zone=st.sampled_from([UTC, ZONE, ZoneInfo("Europe/Madrid")]))
def test_columns_hold_what_the_row_decoder_reads(found, data, zone):
    rows = Decoder(found.record, ZONE).decode(data.draw(st.lists(objects(found.record), min_size=1, max_size=4)))
    columns = table(found, zone).columns
    names = [column.name for column in columns if column.name not in ("window_start", "window_end")]
    own = [column for column in columns if column.name in names]
    made = batch(found, rows, zone).select(names).to_pylist()
    assert [read_back(row, own) for row in made] == [in_arrow(row, zone) for row in rows]


def lines(sink, found, rows, zone=UTC):
    file = io.BytesIO()
    made = sink(file, table(found, zone))
    made.write(rows, WINDOW)
    made.close()
    return file.getvalue()


@pytest.mark.parametrize("sink", [partial(Ndjson, nested="text"), Csv, ExcelCsv])
def test_formats_without_lists_write_json_text_of_records_and_of_columns_alike(sink):
    rows = ways({"id": "1", "steps": [STEP, {"new": 2**70}, {}], "last": STEP, "others": [1]}, {"id": "2", "x": "y"})
    assert lines(sink, WAY, rows) == lines(sink, WAY, batch(WAY, rows))
    text = cell_text(rows[0].steps)
    assert json.loads(text)[0] == {
        "when": "2025-01-01T13:00:00-05:00",
        "talk": 2.0,
        "calls": 3,
        "note": 'a "b"',
        "extra": {},
    }
    assert json_texts(batch(WAY, rows).column("steps"), ZONE) == [text, "[]"]


def test_ndjson_has_arrays_of_objects_with_values_as_columns_have_them():
    odd = {"calls": str(2**63), "new": {"a": 1}}
    rows = ways({"id": "1", "steps": [STEP, odd], "last": STEP, "others": [1]}, {"id": "2", "steps": [], "x": "y"})
    rows[1].steps = [None]
    step = {"when": "2025-01-01T18:00:00+00:00", "talk": 2.0, "calls": 3, "note": 'a "b"', "extra": None}
    within = dict.fromkeys(step) | {"extra": json.dumps({"new": {"a": 1}, "calls": str(2**63)}, separators=(",", ":"))}
    wanted = [
        {"id": "1", "steps": [step, within], "last": step, "others": "[1]", "extra": None},
        {"id": "2", "steps": [None], "last": None, "others": "[]", "extra": '{"x":"y"}'},
    ]
    for made in (rows, batch(WAY, rows)):
        assert [json.loads(line) for line in lines(Ndjson, WAY, made).splitlines()] == wanted
    (line, _) = lines(Ndjson, WAY, rows, ZONE).splitlines()
    assert json.loads(line)["last"]["when"] == "2025-01-01T13:00:00-05:00"


@pytest.mark.parametrize("found", [WAY, *NESTED.values()], ids=lambda each: each.name)
@settings(max_examples=40, deadline=None)
@given(data=st.data(), zone=st.sampled_from([UTC, ZONE, ZoneInfo("Europe/Madrid")]))
def test_ndjson_is_the_same_of_records_and_of_columns(found, data, zone):
    rows = Decoder(found.record, ZONE).decode(data.draw(st.lists(objects(found.record), min_size=1, max_size=4)))
    assert lines(Ndjson, found, rows, zone) == lines(Ndjson, found, batch(found, rows, zone), zone)
