"""Sinks: what is read back is what was written, typed alike in every format."""

import csv
import io
import json
import sys
from datetime import datetime, timedelta
from functools import partial
from typing import Annotated, get_origin, get_type_hints

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.support.tabling import FULL, WINDOW, ZONE, Row, endpoint
from wolkvox_async.core.endpoint import Buckets, Events, Totals
from wolkvox_async.endpoints import GROUPS, endpoints
from wolkvox_async.errors import ConfigurationError
from wolkvox_async.export.csv import Csv
from wolkvox_async.export.files import Part
from wolkvox_async.export.ndjson import Ndjson
from wolkvox_async.export.parquet import Budget, Parquet, pyarrow
from wolkvox_async.tables.columns import Column, table_of

PLAIN = ['a "b", c\r\nd =1+1 ñ', 7, 34.64, "2025-01-01T18:00:01+00:00", "2025-01-01", 93602.0, True]


def write(sink, batches, rows=None):
    file = io.BytesIO()
    made = sink(file, table=table_of(endpoint(rows), ZONE))
    for batch in batches:
        made.write(batch, WINDOW)
    made.close()
    return file.getvalue()


def read_parquet(content):
    return pyarrow()[1].ParquetFile(io.BytesIO(content))


def test_the_columns_follow_from_the_record_class():
    kinds = {column.name: column.kind for column in table_of(endpoint(), ZONE).columns}
    assert list(kinds.items()) == [
        ("name", "text"),
        ("calls", "int"),
        ("share", "float"),
        ("when", "moment"),
        ("day", "day"),
        ("talk", "duration"),
        ("live", "flag"),
        ("steps", "list"),
        ("extra", "json"),
    ]


@pytest.mark.parametrize("name", [name for group in GROUPS for name in endpoints(group)])
def test_every_endpoint_has_columns_of_plain_kinds(name):
    found = next(each[name] for group in GROUPS if name in (each := endpoints(group)))
    table = table_of(found, ZONE)
    assert table.columns[-1] == Column("extra", "json")
    assert len(set(table.names)) == len(table.names)
    plain = {column.name for column in table.columns[:-1] if column.kind == "json" and column.name[0].islower()}
    hints = get_type_hints(found.record, include_extras=True)
    assert plain <= {name for name, hint in hints.items() if get_origin(hint) is not Annotated}  # lists, records, any


@pytest.mark.parametrize(
    ("rows", "windowed"),
    [
        (Events(), False),
        (Totals(by=(), merge="sum"), False),
        (Totals(by=(), merge="none"), True),
        (Buckets(span=timedelta(hours=1), time="when"), False),
        (Buckets(span=timedelta(hours=1), time="name"), True),
    ],
)
def test_rows_without_a_date_say_their_window(rows, windowed):
    assert (table_of(endpoint(rows), ZONE).names[:2] == ("window_start", "window_end")) is windowed


def test_ndjson_holds_every_column():
    lines = write(Ndjson, [[FULL], [Row()]]).splitlines()
    first, second = map(json.loads, lines)
    assert list(first.values()) == [*PLAIN, ["x"], '{"new_field":"1"}']
    assert second == dict.fromkeys(first)


def test_what_no_document_describes_is_json_text():
    @attrs.define
    class Step:
        talk: timedelta
        when: datetime

    step = Step(timedelta(seconds=2), FULL.when)
    (line,) = write(Ndjson, [[Row(steps=[step, "x", None])]]).splitlines()
    first, *others = json.loads(line)["steps"]
    assert json.loads(first) == {"talk": 2.0, "when": "2025-01-01T13:00:01-05:00"}
    assert others == ["x", None]


def test_csv_is_rfc_4180():
    content = write(Csv, [[FULL], [Row()]])
    header, first, second = csv.reader(io.StringIO(content.decode(), newline=""), strict=True)
    assert header == [each.name for each in attrs.fields(Row)]
    assert first == [str(value) if value is not True else "true" for value in PLAIN] + ['["x"]', '{"new_field":"1"}']
    assert second == [""] * 9
    assert content.startswith(b"name,calls")
    assert content.endswith(b"\r\n")


def test_parquet_has_one_schema_whatever_the_values():
    full, empty = (read_parquet(write(partial(Parquet, budget=Budget()), [[row]])) for row in (FULL, Row()))
    assert full.schema_arrow.equals(empty.schema_arrow)
    assert [str(field.type) for field in full.schema_arrow] == [
        "string",
        "int64",
        "double",
        "timestamp[us, tz=UTC]",
        "date32[day]",
        "double",
        "bool",
        "list<element: string>",
        "string",
    ]
    (row,) = full.read().to_pylist()
    assert row["when"] == FULL.when
    assert (row["talk"], row["day"], row["extra"]) == (93602.0, FULL.day, '{"new_field":"1"}')
    assert empty.read().to_pylist() == [dict.fromkeys(row)]


def test_parquet_gathers_row_groups_of_60_000():
    batch = [Row("x", 1)] * 1_500
    file = read_parquet(write(partial(Parquet, budget=Budget()), [batch] * 81))
    groups = [file.metadata.row_group(i).num_rows for i in range(file.num_row_groups)]
    assert groups == [60_000, 60_000, 1_500]


def test_many_parquet_sinks_share_one_budget_of_bytes():
    budget = Budget(total=4_000_000)
    others = [Parquet(io.BytesIO(), table_of(endpoint(), ZONE), budget) for _ in range(9)]
    file = read_parquet(write(partial(Parquet, budget=budget), [[Row("x" * 1_000)] * 100] * 20))
    assert file.num_row_groups == 5  # 400 kB each
    for other in others:
        other.close()
    assert budget.share == 4_000_000


def test_the_window_stands_in_the_first_columns():
    rows = Totals(by=(), merge="none")
    (line,) = write(Ndjson, [[Row("x")]], rows).splitlines()
    assert list(json.loads(line).items())[:2] == [
        ("window_start", "2025-01-01T05:00:00+00:00"),
        ("window_end", "2025-01-02T05:00:00+00:00"),
    ]
    (row,) = read_parquet(write(partial(Parquet, budget=Budget()), [[Row("x")]], rows)).read().to_pylist()
    assert row["window_start"] == WINDOW.start.replace(tzinfo=ZONE)


def test_a_number_too_wide_for_64_bits_is_kept_in_extra():
    rows = [Row(calls=2**63), Row(calls=2**63 - 1), Row(calls=-(2**70), extra={"x": 1})]
    expected = [
        (None, {"calls": str(2**63)}),
        (2**63 - 1, None),
        (None, {"x": 1, "calls": str(-(2**70))}),
    ]
    lines = map(json.loads, write(Ndjson, [rows]).splitlines())
    table = read_parquet(write(partial(Parquet, budget=Budget()), [rows])).read().to_pylist()
    for read in (lines, table):
        assert [(row["calls"], row["extra"] and json.loads(row["extra"])) for row in read] == expected
    assert rows[2].extra == {"x": 1}


texts = st.text(st.characters(exclude_categories=["Cs"]))


@given(st.lists(st.tuples(texts, st.integers(-(2**63), 2**63 - 1)), min_size=1, max_size=5))
def test_any_text_comes_back(values):
    rows = [Row(text, number) for text, number in values]
    assert [tuple(json.loads(line).values())[:2] for line in write(Ndjson, [rows]).split(b"\n")[:-1]] == values
    lines = list(csv.reader(io.StringIO(write(Csv, [rows]).decode(), newline=""), strict=True))[1:]
    assert [(line[0], int(line[1])) for line in lines] == values
    read = read_parquet(write(partial(Parquet, budget=Budget()), [rows])).read().to_pylist()
    assert [(row["name"], row["calls"]) for row in read] == values


@pytest.mark.parametrize("sink", [Ndjson, Csv, partial(Parquet, budget=Budget())])
def test_a_part_that_is_discarded_leaves_nothing(tmp_path, sink):
    part = Part(tmp_path / "x.tmp", partial(sink, table=table_of(endpoint(), ZONE)))
    part.write([FULL] * 100, WINDOW)
    part.discard()
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("sink", [Ndjson, Csv, partial(Parquet, budget=Budget())])
def test_a_part_knows_its_size_and_sum(tmp_path, sink):
    from hashlib import sha256

    part = Part(tmp_path / "x.tmp", partial(sink, table=table_of(endpoint(), ZONE)))
    part.write([FULL] * 100, WINDOW)
    written = part.finish()
    content = (tmp_path / "x.tmp").read_bytes()
    assert (written.rows, written.size, written.sha256) == (100, len(content), sha256(content).hexdigest())


def test_a_part_whose_sink_cannot_begin_leaves_nothing(tmp_path):
    def broken(file):
        raise OSError("no")

    with pytest.raises(OSError, match="no"):
        Part(tmp_path / "x.tmp", broken)
    assert list(tmp_path.iterdir()) == []


def test_without_pyarrow_the_extra_is_named(monkeypatch):
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    with pytest.raises(ConfigurationError, match="pip install pyarrow"):
        pyarrow()
