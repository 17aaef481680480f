"""A report as columns gives the rows that it gives as records, leaves out the same ones, and emits the same events."""

import json
import random
from datetime import date, datetime, timedelta

import attrs
import pytest
from aiohttp import web

from tests.support.answering import answering
from wolkvox_async import DecodeError, WindowFull, events
from wolkvox_async.core.windows import DAY
from wolkvox_async.endpoints import find
from wolkvox_async.reports.frames import Frames, tables_of
from wolkvox_async.reports.report import Report
from wolkvox_async.simulator.truth import parse
from wolkvox_async.tables.arrow import batch_of, schema_of
from wolkvox_async.tables.columns import table_of

START = datetime(2025, 1, 1)
MANY = 150  # rows a day: more than is parsed at once
SIZES = [400, 5_000]  # bytes of a text in each row; with the larger one, columns are made while a day's reply comes


TEXT = {"conn_id": "x" * SIZES[0]}


def bounds(query):
    return parse(query["date_ini"]), parse(query["date_end"])


def call_of(moment, name="a", **more):
    return {"date": f"{moment:%Y-%m-%d %H:%M:%S}", "agent_name": name, **TEXT, **more}


def found(rows):
    if not rows:
        empty = {"code": "404", "error": "Not Found", "msg": "Validate dates entered"}
        return web.json_response(empty, status=404)
    document = {"code": "200", "error": None, "msg": f"{len(rows)} records were found", "data": rows}
    return web.Response(text=json.dumps(document, indent=4), content_type="application/json")


def moments_of(days=3, step=timedelta(days=1) / MANY):
    return [START + step * number for number in range(days * MANY)] + [START + DAY - timedelta(seconds=1)] * 2


def counts_in_minutes(moments):
    def answer(seen):
        first, last = bounds(seen.query)
        first, last = first.replace(second=0) - timedelta(minutes=1), last.replace(second=59) + timedelta(minutes=1)
        return found([call_of(moment) for moment in moments if first <= moment <= last])

    return answer


def leaves_date_end_out(moments):
    def answer(seen):
        first, last = bounds(seen.query)
        return found([call_of(moment) for moment in moments if first <= moment < last])

    return answer


def gives_the_day_before_too(moments):
    def answer(seen):
        first, last = bounds(seen.query)
        return found([call_of(moment, str(moment.minute)) for moment in moments if first - DAY <= moment <= last])

    return answer


def gives_what_comes_next_too(moments):
    def answer(seen):
        first, last = bounds(seen.query)
        return found([call_of(moment) for moment in moments if first <= moment <= last + timedelta(hours=2)])

    return answer


def has_rows_without_a_date(moments):
    def answer(seen):
        first, last = bounds(seen.query)
        rows = [call_of(moment) for moment in moments if first <= moment <= last]
        return found([*rows, {**rows[0], "date": "--"}, {**rows[0], "date": "soon"}, {**rows[0], "new": 1.50}])

    return answer


def has_hardly_any(moments):
    return counts_in_minutes(moments[::97])


SERVERS = [
    counts_in_minutes,
    leaves_date_end_out,
    gives_the_day_before_too,
    gives_what_comes_next_too,
    has_rows_without_a_date,
    has_hardly_any,
]


def report_of(wolkvox, window=DAY, full=60_000):
    endpoint = attrs.evolve(find("reports.cdr_1"), window=window, full=full)
    return Report(wolkvox._caller, endpoint, START.date(), date(2025, 1, 4), {})


def told(heard):
    kinds = (events.Repeated, events.Decoded, events.EndUnproven, events.DefectiveRow, events.PerhapsCapped)
    return [event for event in heard if isinstance(event, kinds)]


@pytest.fixture(params=SIZES)
def size(request, monkeypatch):
    monkeypatch.setitem(TEXT, "conn_id", "x" * request.param)


@pytest.mark.usefixtures("size")
@pytest.mark.parametrize("server", SERVERS)
@pytest.mark.parametrize("window", [DAY, timedelta(hours=7)])
async def test_a_table_has_the_rows_of_the_records(server, window):
    moments = moments_of()
    random.Random(1).shuffle(moments)
    async with answering(server(moments)) as (wolkvox, asked, heard):
        report = report_of(wolkvox, window)
        rows, calls, expected = await report, len(asked), told(heard)
    async with answering(server(moments)) as (wolkvox, asked, heard):
        report = report_of(wolkvox, window)
        made = await report.to_arrow()
        table = table_of(report.endpoint, report.range.start.tzinfo, zone=report.range.start.tzinfo)
        wanted = batch_of(table, rows, report.range, schema_of(table))
        assert made.to_pylist() == wanted.to_pylist()
        assert len(asked) == calls
        assert told(heard) == expected
    assert len(rows) > 0


@pytest.mark.parametrize("server", SERVERS)
@pytest.mark.parametrize("window", [DAY, timedelta(hours=7)])
async def test_rows_of_small_replies_come_as_records_and_are_the_same(server, window):
    """Of three days the second has few rows: its replies are small, those of whole days beside it are not."""
    second = (START + DAY, START + 2 * DAY)
    moments = [each for number, each in enumerate(moments_of()) if not second[0] <= each < second[1] or not number % 20]
    random.Random(2).shuffle(moments)
    async with answering(server(moments)) as (wolkvox, asked, heard):
        made = await report_of(wolkvox, window).to_arrow()
        calls, expected = len(asked), told(heard)
    async with answering(server(moments)) as (wolkvox, asked, heard):
        report = report_of(wolkvox, window)
        frames, found, ways = Frames(report), [], set()
        async for batch in tables_of(report, frames.table, small_as_records=True):
            ways.add(type(batch.rows).__name__)
            found += await frames.add(batch)
        mixed = await frames.whole(found)
    assert mixed.to_pylist() == made.to_pylist()
    assert (len(asked), told(heard)) == (calls, expected)
    large = window == DAY and server is not has_hardly_any
    assert ways == ({"list", "RecordBatch"} if large else {"list"})


async def test_a_window_that_is_too_full_raises_with_its_records():
    async with answering(counts_in_minutes(moments_of())) as (wolkvox, _, _):
        report = report_of(wolkvox, full=10)
        report.grain = DAY
        with pytest.raises(WindowFull) as caught:
            await report.to_arrow()
    assert {type(row).__name__ for row in caught.value.rows} == {"CallDetail"}


async def test_an_element_that_is_no_object_is_an_error_with_its_place():
    async with answering(lambda seen: found([call_of(START)] * MANY + ["x"])) as (wolkvox, _, _):
        with pytest.raises(DecodeError, match=rf"cdr_1 2025-01-01.*record {MANY + 1}: it is no object"):
            await report_of(wolkvox).to_arrow()
