"""Promise 3 over real sockets: every row of a range comes exactly as often as the server has it."""

import asyncio
import gc
import json
from collections import Counter
from contextlib import aclosing
from datetime import UTC, date, datetime, timedelta
from email.utils import format_datetime
from zoneinfo import ZoneInfo

import attrs
import numpy as np
import pandas as pd
import pytest
from aiohttp import web
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.support.answering import answering
from wolkvox_async import ConfigurationError, Fleet, MemoryStore, Operation, PartialFailure, Window, events, limits
from wolkvox_async.core.windows import DAY
from wolkvox_async.endpoints import find
from wolkvox_async.export.run import Export
from wolkvox_async.reports.report import Report
from wolkvox_async.simulator.truth import parse

HOURS = [datetime(2025, 1, 1, hour) for hour in range(24)]
MANY = [datetime(2025, 1, 1) + timedelta(minutes=n) for n in range(6_000)]
MONTHS = {"start": date(2025, 1, 1), "end": date(2025, 3, 1)}
EMPTY = {"code": "404", "error": "Not Found", "msg": "Validate dates entered"}


def bounds(query):
    return tuple(parse(query[name]) for name in ("date_ini", "date_end"))


def found(rows, **headers):
    if not rows:
        return web.json_response(EMPTY, status=404, headers=headers)
    document = {"code": "200", "error": None, "msg": f"{len(rows)} records were found", "data": rows}
    return web.json_response(document, headers=headers)


def call_of(moment, name="a"):
    return {"conn_id": name, "agent_id": "1", "date": f"{moment:%Y-%m-%d %H:%M:%S}"}


class Server:
    """Has calls, and gives those of a window, `full` of them at most; the last second too where it is inclusive."""

    def __init__(self, moments, *, inclusive=True, full=10**9):
        self.moments, self.inclusive, self.full = moments, inclusive, full
        self.asked = []

    def __call__(self, seen):
        start, end = bounds(seen.query)
        self.asked.append((start, end))
        assert (end.date() - start.date()).days < 31
        rows = [
            call_of(moment)
            for moment in self.moments
            if start <= moment and (moment <= end if self.inclusive else moment < end)
        ]
        return found(rows[: self.full])


def report_of(wolkvox, start, end, *, full=60_000, window=31 * DAY):
    endpoint = attrs.evolve(find("reports.cdr_1"), full=full, window=window)
    return Report(wolkvox._caller, endpoint, start, end, {})


START = datetime(2025, 3, 28)
seconds = st.integers(0, 5 * 86_400)
# Near each other and near edges, so that some share a second and some are the last of a window.
rows = st.lists(st.one_of(seconds, st.integers(0, 5).map(lambda day: day * 86_400 - 1), st.just(50_000)), max_size=40)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    rows=rows,
    start=seconds,
    span=st.integers(1, 3 * 86_400),
    zone=st.sampled_from(["America/Santiago", "America/Bogota", "Europe/Madrid"]),
    full=st.sampled_from([5, 12, 60_000]),
    days=st.integers(1, 3),
)
async def test_every_row_comes_as_often_as_an_inclusive_server_has_it(rows, start, span, zone, full, days):
    moments = sorted(START + timedelta(seconds=second) for second in rows)
    if max(Counter(moments).values(), default=0) >= full:
        return  # one second that is full
    first, end = START + timedelta(seconds=start), START + timedelta(seconds=start + span)
    server = Server(moments, full=full)
    async with answering(server, tz=zone) as (wolkvox, _, _):
        # in UTC, as a naive time may not exist there
        edges = (edge.replace(tzinfo=ZoneInfo(zone)).astimezone(UTC) for edge in (first, end))
        report = report_of(wolkvox, *edges, full=full, window=days * DAY)
        batches = [batch async for batch in report.batches()]
        inside = report.range.naive()
        got = Counter(row.date.replace(tzinfo=None) for batch in batches for row in batch.rows)
        assert got == Counter(moment for moment in moments if inside.start <= moment < inside.end)
        assert sum(batch.repeated for batch in batches) == 0


@settings(max_examples=30, deadline=None)
@given(
    minutes=st.lists(st.integers(0, 3 * 1_440 - 1), max_size=30),
    span=st.integers(1, 3 * 1_440),
    full=st.sampled_from([6, 60_000]),
    days=st.integers(1, 3),
    day=st.integers(0, 2),
)
async def test_every_row_comes_as_often_as_a_server_has_it_that_leaves_date_end_out(minutes, span, full, days, day):
    """Rows fall on the last second of a minute, windows end with a minute, and some day has a row that shows it."""
    witness = START + timedelta(days=day, hours=12, minutes=1, seconds=-1)
    moments = sorted([witness, *(START + timedelta(minutes=minute + 1, seconds=-1) for minute in minutes)])
    if max(Counter(moments).values()) >= full:
        return
    end = START + timedelta(days=1, minutes=span)
    server = Server(moments, inclusive=False, full=full)
    async with answering(server) as (wolkvox, _, _):
        report = report_of(wolkvox, START, end, full=full, window=days * DAY)
        got = Counter(row.date.replace(tzinfo=None) for row in await report)
        lost = Counter(moment for moment in moments if moment < end) - got
        if full > len(moments) and witness < end:
            assert not lost
        else:  # where windows are split, they end with any second: a row may stand there that nothing hints at
            assert sum(lost.values()) <= len(report.plan().windows) + len(server.asked)
        assert not got - Counter(moments)


class TestLastSecond:
    async def test_costs_nothing_where_a_row_proves_that_it_comes(self):
        server = Server([datetime(2025, 1, 1, 23, 59, 59), datetime(2025, 1, 1, 12, 0, 59)])
        async with answering(server) as (wolkvox, _, _):
            for _ in range(2):
                assert len(await report_of(wolkvox, date(2025, 1, 1), date(2025, 1, 2))) == 2
        assert len(server.asked) == 2

    async def test_costs_one_call_where_rows_fall_on_such_seconds_and_none_proves_it(self):
        server = Server([datetime(2025, 1, 1, 12, 0, 59)])
        async with answering(server) as (wolkvox, _, _):
            for _ in range(2):
                report = report_of(wolkvox, date(2025, 1, 1), date(2025, 1, 3), window=DAY)
                assert len(await report) == 1
        assert len(server.asked) == 5
        assert server.asked.count((datetime(2025, 1, 1, 12, 0, 59),) * 2) == 1

    async def test_costs_nothing_where_no_row_falls_on_such_seconds(self):
        server = Server([datetime(2025, 1, 1, hour) for hour in range(24)])
        async with answering(server) as (wolkvox, _, _):
            await report_of(wolkvox, date(2025, 1, 1), date(2025, 1, 2))
        assert len(server.asked) == 1

    async def test_is_asked_for_by_itself_where_the_server_leaves_it_out(self):
        last = [datetime(2025, 1, day, 23, 59, 59) for day in (1, 2)]
        server = Server([datetime(2025, 1, 1, 12, 0, 59), *last, *last], inclusive=False)
        async with answering(server) as (wolkvox, _, _):
            report = report_of(wolkvox, date(2025, 1, 1), date(2025, 1, 3), window=DAY)
            assert len(await report) == 5
            assert report.calls == len(server.asked) == 6  # two windows, two to find out, two last seconds

    @pytest.mark.parametrize("shown", [1, 2, 3])
    async def test_is_asked_for_of_windows_too_that_were_read_before_it_showed(self, shown):
        ends = [datetime(2025, 1, day, 23, 59, 59) for day in (1, 2, 3)]
        server = Server([datetime(2025, 1, shown, 12, 0, 59), *ends], inclusive=False)
        heard = []
        async with answering(server, listener=heard.append) as (wolkvox, _, _):
            report = report_of(wolkvox, date(2025, 1, 1), date(2025, 1, 4), window=DAY)
            batches = [batch async for batch in report.batches()]
        rows = [(row.date.replace(tzinfo=None), batch.window.naive()) for batch in batches for row in batch.rows]
        assert sorted(moment for moment, _ in rows) == sorted(server.moments)
        assert all(window.start <= moment < window.end for moment, window in rows)
        assert report.calls == len(server.asked) == 3 + 2 + 3  # windows, to find out, last seconds
        assert not [event for event in heard if isinstance(event, events.EndUnproven)]

    async def test_is_not_given_twice_where_the_next_window_gave_it(self):
        """This server leaves date_end out, and gives the second before date_ini."""
        witness, end = datetime(2025, 1, 2, 12, 0, 59), datetime(2025, 1, 1, 23, 59, 59)

        def answer(seen):
            start, last = bounds(seen.query)
            return found([call_of(moment) for moment in (end, witness) if start - limits.GRAIN <= moment < last])

        async with answering(answer) as (wolkvox, _, _):
            rows = await report_of(wolkvox, date(2025, 1, 1), date(2025, 1, 3), window=DAY)
        assert Counter(row.date.replace(tzinfo=None) for row in rows) == {end: 1, witness: 1}

    @pytest.mark.parametrize("reread", [timedelta(), timedelta(days=30)])
    async def test_is_exported_too_where_it_showed_later_also_of_windows_that_are_read_again(self, tmp_path, reread):
        inner = [datetime(2025, 1, 1, 12, 0, 30), datetime(2025, 1, 2, 12, 0, 59)]
        server = Server([*inner, *(datetime(2025, 1, day, 23, 59, 59) for day in (1, 2))], inclusive=False)
        now = datetime(2025, 1, 3, 1, tzinfo=ZoneInfo("America/Bogota")).timestamp()
        async with answering(server, clock=lambda: now) as (wolkvox, _, _):
            report = report_of(wolkvox, date(2025, 1, 1), date(2025, 1, 3), window=DAY)
            for _ in range(2):
                outcome = await Export([report], to=tmp_path, format="ndjson", reread=reread).run()
                assert (outcome.rows, outcome.complete) == (4, True)
                lines = [line for path in outcome.files for line in path.read_text().splitlines()]
                assert len(lines) == 4 == len(set(lines))

    async def test_that_no_row_has_shown_is_an_event_that_names_the_windows(self):
        heard = []
        server = Server([datetime(2025, 1, 1, 12)], inclusive=False)
        async with answering(server, listener=heard.append) as (wolkvox, _, _):
            report = report_of(wolkvox, date(2025, 1, 1), date(2025, 1, 3), window=DAY)
            assert len(await report) == 1
        (event,) = [event for event in heard if isinstance(event, events.EndUnproven)]
        assert event.windows == report.plan().windows
        assert (event.operation, event.endpoint) == ("sales-co", "reports.cdr_1")

    async def test_of_a_report_that_is_filtered_by_another_time_proves_nothing(self):
        """Its rows are dated before the window, or come with whatever is asked for the whole day alone."""

        def answer(seen):
            start, end = bounds(seen.query)
            return found([call_of(datetime(2025, 1, 1, 12, 0, 59))] if end - start > timedelta(hours=1) else [])

        async with answering(answer) as (wolkvox, seen, heard):
            for _ in range(2):
                assert len(await report_of(wolkvox, date(2025, 1, 1), date(2025, 1, 2))) == 1
            assert len(seen) == 4
        assert len([event for event in heard if isinstance(event, events.EndUnproven)]) == 1


async def test_rows_of_one_reply_are_all_handed_on_and_those_that_a_neighbour_repeats_are_counted():
    """This server counts in minutes: what it is asked up to 10:00:29 goes up to 10:00:59."""
    start = datetime(2025, 1, 1, 10)
    moments = [start + timedelta(minutes=minute, seconds=second) for minute in range(10) for second in (5, 5, 31, 58)]

    def answer(seen):
        first, last = bounds(seen.query)
        first, last = first.replace(second=0), last.replace(second=59)
        return found([call_of(moment) for moment in moments if first <= moment <= last])

    async with answering(answer) as (wolkvox, _, heard):
        report = report_of(wolkvox, start, start + timedelta(minutes=10), full=7)
        windows = [window async for window in report.windows()]
    assert Counter(row.date.replace(tzinfo=None) for window in windows for row in window.rows) == Counter(moments)
    repeated = sum(window.repeated for window in windows)
    assert repeated == sum(event.rows for event in heard if isinstance(event, events.Repeated))
    assert repeated > 0


class TestHours:
    """agent_8 gives all hours of each date, zeros included; agent_6 all hours, without a date."""

    @staticmethod
    def zero_filled(seen):
        start, end = bounds(seen.query)
        days = [start.date() + timedelta(days=day) for day in range((end.date() - start.date()).days + 1)]
        rows = [
            {"agent_id": "1", "date": f"{day:%Y%m%d}", "hour": f"{hour:02}:00"} for day in days for hour in range(24)
        ]
        return found(rows if seen.query["api"] == "agent_8" else rows[:24])

    async def test_windows_are_cut_at_midnights_and_hours_outside_are_left_out_and_told(self):
        start, end = datetime(2025, 1, 1, 10), datetime(2025, 2, 10, 15)
        async with answering(self.zero_filled) as (wolkvox, seen, heard):
            report = wolkvox.reports.agent_8(start=start, end=end)
            rows = await report
            assert all(window.start.hour == 0 for window in report.plan().windows[1:])
            assert len(rows) == int((end - start) / timedelta(hours=1)) == len({(row.date, row.hour) for row in rows})
            assert len(seen) == 2
        assert sum(event.rows for event in heard if isinstance(event, events.Outside)) == 10 + 9

    async def test_by_day_too(self):
        start, end = datetime(2025, 1, 1, 10), datetime(2025, 1, 3, 15)
        async with answering(self.zero_filled) as (wolkvox, seen, _):
            windows = [each async for each in wolkvox.reports.agent_6(start=start, end=end, by="day").windows()]
            assert [(len(each.rows), each.outside) for each in windows] == [(14, 10), (24, 0), (15, 9)]
            assert len(seen) == 3


class TestClocks:
    NOW = datetime(2025, 6, 1, 12, tzinfo=UTC)

    def clock(self, ahead=timedelta(0)):
        return (self.NOW + ahead).timestamp

    def answer(self, seen):
        """Give a call a minute up to now, and say what time it is."""
        start, end = bounds(seen.query)
        now = self.NOW.astimezone(ZoneInfo("America/Bogota")).replace(tzinfo=None)
        end = min(end, now)
        count = max(0, int((end - start) / timedelta(minutes=1)) + 1)
        rows = [call_of(start + timedelta(minutes=n)) for n in range(count)]
        return found(rows, Date=format_datetime(self.NOW, usegmt=True))

    async def test_windows_of_the_future_are_not_asked_for(self):
        async with answering(self.answer, clock=self.clock()) as (wolkvox, seen, _):
            report = wolkvox.reports.cdr_1(start=date(2025, 5, 30), end=date(2027, 1, 1))
            (window,) = report.plan().windows
            assert window.end.replace(tzinfo=None) == datetime(2025, 6, 1, 7, 0, 1)
            assert len(await report) == 2 * 1_440 + 7 * 60 + 1
            assert [query["date_end"] for query in (each.query for each in seen)] == ["20250601070000"]

    async def test_a_range_of_the_future_costs_no_call(self):
        async with answering(self.answer, clock=self.clock()) as (wolkvox, seen, _):
            report = wolkvox.reports.cdr_1(start=date(2025, 6, 2), end=date(2027, 1, 1))
            totals = wolkvox.reports.campaign_4(campaign_id="1", start=date(2025, 6, 2), end=date(2027, 1, 1))
            assert report.plan().windows == ()
            assert repr(report.plan()) == "<Plan sales-co reports.cdr_1: 0 windows, 0 calls>"
            assert await report == await totals == []
            assert [row async for row in report] == []
            assert seen == []

    @pytest.mark.parametrize("hours", [-3, -1, 1, 5])
    async def test_what_is_past_and_published_goes_by_the_clock_of_the_server(self, hours):
        """Our clock is behind or ahead; the replies' Date says what time it is."""
        ahead = timedelta(hours=hours)
        async with answering(self.answer, clock=self.clock(ahead)) as (wolkvox, _, _):
            report = wolkvox.reports.cdr_1(start=date(2025, 6, 1), end=date(2025, 6, 2))
            assert len(await report) == 7 * 60 + 1
            ended = self.NOW - timedelta(minutes=21)
            windows = [
                each
                for end in (ended, ended + timedelta(minutes=2))
                async for each in wolkvox.reports.cdr_1(start=date(2025, 6, 1), end=end).windows()
            ]
            assert [each.provisional for each in windows] == [False, True]

    @pytest.mark.parametrize(
        "header", ["", "yesterday", "Thu, 99 Nov 2026 17:59:08 GMT", "Mon, 01 Jan 1990 00:00:00 GMT"]
    )
    async def test_a_date_that_cannot_be_is_not_believed(self, header):
        def answer(seen):
            reply = self.answer(seen)
            reply.headers["Date"] = header
            return reply

        async with answering(answer, clock=self.clock()) as (wolkvox, _, _):
            end = self.NOW - timedelta(minutes=21)
            (window,) = [each async for each in wolkvox.reports.cdr_1(start=date(2025, 6, 1), end=end).windows()]
            assert not window.provisional


class TestMisdated:
    @pytest.mark.parametrize("written", ["ndjson", "parquet"])
    async def test_rows_of_a_server_that_ignores_the_dates_are_an_event_and_counted_in_the_outcome(
        self, tmp_path, written
    ):
        """Each reply has the rows of three months, one a day."""
        rows = [{"date": f"{date(2025, 1, 1) + timedelta(days=n)} 10:00:00", "conn_id": str(n)} for n in range(90)]
        async with answering(lambda _: found(rows)) as (wolkvox, seen, heard):
            report = wolkvox.campaign.detail(
                campaign_id="1", type_campaign="predictive", start=date(2025, 1, 1), end=date(2025, 3, 1)
            )
            outcome = await Export([report], to=tmp_path, format=written).run()
            (of_report,) = outcome.reports
            reported = [event for event in heard if isinstance(event, events.Misdated)]
            assert [event.rows for event in reported] == [60]  # of the first window, of 30 days
            assert len(seen) == len(report.plan().windows) == 2
            assert (of_report.rows, of_report.repeated, of_report.misdated) == (90, 90, 60)
            again = await Export([report], to=tmp_path, format=written).run()
            assert (again.calls, again.reports[0].misdated) == (0, of_report.misdated)


class TestGrandTotal:
    @pytest.mark.parametrize("days", [10, 40])
    async def test_is_treated_alike_in_one_window_and_in_many(self, days):
        def answer(_seen):
            rows = [("A", "3", "30 %"), ("total", "1", "10 %"), ("B", "6", "60 %"), ("Total general", "10", "100 %")]
            return found([{"result": name, "records": count, "percent": share} for name, count, share in rows])

        async with answering(answer) as (wolkvox, seen, heard):
            start = date(2025, 1, 1)
            report = wolkvox.reports.campaign_4(campaign_id="1", start=start, end=start + timedelta(days=days))
            rows = await report
            assert [row.result for row in rows] == ["A", "total", "B"]
            assert [row.records for row in rows] == [count * len(seen) for count in (3, 1, 6)]
            reported = [event for event in heard if isinstance(event, events.GrandTotal)]
            assert [(event.window, event.rows) for event in reported] == [(each, 1) for each in report.plan().windows]
            windows = [each async for each in report.windows()]
            assert all((len(each.rows), each.grand_totals) == (3, 1) for each in windows)
            (batch,) = [each async for each in report.batches()]
            assert batch.grand_totals == len(windows)

    async def test_left_out_of_an_export_is_counted_in_its_outcome_and_manifest(self, tmp_path):
        rows = [{"result": name, "records": count} for name, count in (("A", "3"), ("TOTAL", "3"))]
        async with answering(lambda _: found(rows)) as (wolkvox, _, _):
            report = wolkvox.reports.campaign_4(campaign_id="1", start=date(2025, 1, 1), end=date(2025, 3, 12))
            outcome = await Export([report], to=tmp_path, format="ndjson").run()
            (of_report,) = outcome.reports
            assert (of_report.rows, of_report.grand_totals) == (1, len(report.plan().windows))
            (manifest,) = tmp_path.rglob("_manifest.json")
            assert json.loads(manifest.read_bytes())["grand_totals"] == of_report.grand_totals
            again = await Export([report], to=tmp_path, format="ndjson").run()
            assert (again.calls, again.reports[0].grand_totals) == (0, of_report.grand_totals)


class TestPython:
    """Wherever a coroutine is asked for, a report will do; used wrongly, it names the right way."""

    @staticmethod
    def report(wolkvox):
        return wolkvox.reports.cdr_1(start=date(2025, 1, 1), end=date(2025, 1, 2))

    async def test_tasks_can_be_made_of_it_each_with_a_reading_of_its_own(self):
        async with answering(Server(HOURS)) as (wolkvox, seen, _):
            report = self.report(wolkvox)
            one, other = asyncio.create_task(report), asyncio.create_task(report)
            assert "Report" in repr(one)
            async with asyncio.TaskGroup() as group:
                third = group.create_task(report)
            fourth = await asyncio.wait_for(report, 10)
            assert await one == await other == third.result() == fourth == await report
            assert len(seen) == 5

    async def test_a_task_of_it_can_be_cancelled(self):
        async with answering(Server(HOURS)) as (wolkvox, _, _):
            task = asyncio.create_task(self.report(wolkvox))
            await asyncio.sleep(0)
            task.cancel()
            with pytest.raises(asyncio.CancelledError):
                await task
            assert len(await self.report(wolkvox)) == 24

    async def test_pages_too(self):
        async with answering(lambda _: {"data": {"items": [{"name": "a"}]}}) as (wolkvox, _, _):
            assert [item.name for item in await asyncio.create_task(wolkvox.storage.list_files())] == ["a"]
            with pytest.raises(ConfigurationError, match="`rows = await list` gives a list"):
                list(wolkvox.storage.list_files())

    async def test_used_wrongly_it_names_the_right_form(self):
        async with answering(Server(HOURS)) as (wolkvox, seen, _):
            report = self.report(wolkvox)
            right = "`rows = await report` gives a list, `async for row in report` one row after the other"
            with pytest.raises(ConfigurationError, match=f"a report is asynchronous, and `for` is not; {right}"):
                list(report)
            with pytest.raises(ConfigurationError, match=f"needs no `with`; {right}"), report:
                pass
            with pytest.raises(ConfigurationError, match=f"needs no `async with`; {right}"):
                async with report:
                    pass
            assert seen == []

    async def test_what_it_gives_shows_in_one_line(self):
        async with answering(Server(HOURS)) as (wolkvox, _, _):
            report = self.report(wolkvox)
            day = "2025-01-01 00:00:00..2025-01-02 00:00:00"
            assert repr(report) == f"<Report sales-co reports.cdr_1 {day}>"
            assert repr(report.plan()) == f"<Plan sales-co reports.cdr_1 {day}: 1 window, 1 call>"
            assert report.plan().windows == (report.range,)
            (window,) = [each async for each in report.windows()]
            assert repr(window) == f"<WindowRows {day}: 24 rows>"
            assert repr(window.window) == f"<Window {day} America/Bogota>"
            assert isinstance(window.window, Window)
            assert (window.start, window.end) == (report.range.start, report.range.end)
            (batch,) = [each async for each in report.batches()]
            assert repr(batch) == f"<Batch sales-co reports.cdr_1 {day}: 24 rows, last>"
            noted = attrs.evolve(batch, repeated=2, provisional=True, rows=[], last=False)
            assert repr(noted).endswith(": 0 rows, 2 repeated, provisional>")


class TestFleet:
    @staticmethod
    def operation(wolkvox, name):
        of = wolkvox.operation
        return Operation(
            name=name, server="0099", tokens=[f"token-{name}"], licences=20, tz="UTC", base_url=of.base_url
        )

    def fleet(self, wolkvox, *names):
        return Fleet([self.operation(wolkvox, name) for name in names], store=MemoryStore())

    @pytest.mark.parametrize("how", ["aclose", "break", "cancel"])
    async def test_rows_that_are_left_in_the_middle_leave_no_task(self, how):
        async with answering(Server(MANY)) as (wolkvox, _, _), self.fleet(wolkvox, "a", "b") as fleet:
            before = asyncio.all_tasks()

            async def read():
                async with aclosing(fleet.rows("reports.cdr_1", **MONTHS)) as rows:
                    async for _ in rows:
                        await asyncio.sleep(0.05 if how == "aclose" else 30)  # meanwhile more batches wait
                        break

            if how == "break":
                async for _ in fleet.rows("reports.cdr_1", **MONTHS):
                    await asyncio.sleep(0.05)
                    break
                gc.collect()
            else:
                task = asyncio.create_task(read())
                if how == "cancel":
                    await asyncio.sleep(0.1)
                    task.cancel()
                await asyncio.wait_for(asyncio.wait([task]), 10)
            for _ in range(100):
                if not {task for task in asyncio.all_tasks() - before if "FanIn" in repr(task)}:
                    break
                await asyncio.sleep(0.02)
            else:
                pytest.fail("readings go on though nothing reads them")
            assert len([batch async for batch in fleet.rows("reports.cdr_1", **MONTHS)]) > 2

    async def test_closing_the_fleet_ends_rows_with_an_error(self):
        async with answering(Server(MANY)) as (wolkvox, _, _):
            fleet = self.fleet(wolkvox, "a")
            rows = fleet.rows("reports.cdr_1", **MONTHS)
            await anext(rows)
            await asyncio.wait_for(fleet.aclose(), 10)
            with pytest.raises(Exception, match="closed while its rows were read") as caught:
                [batch async for batch in rows]
            assert type(caught.value).__name__ == "ClientClosed"

    async def test_batches_say_which_report_they_are_of(self):
        def answer(seen):
            return found([{"result": seen.query["campaign_id"], "records": "1", "percent": "100 %"}])

        async with answering(answer) as (wolkvox, _, _), self.fleet(wolkvox, "a", "b") as fleet:
            batches = [each async for each in fleet.rows("reports.campaign_4", **MONTHS, campaign_id=["1", "2"])]
        assert {(each.operation, each.endpoint, each.parameters["campaign_id"]) for each in batches} == {
            (name, "reports.campaign_4", campaign) for name in "ab" for campaign in "12"
        }
        assert all(each.rows[0].result == each.parameters["campaign_id"] for each in batches)

    async def test_an_unexpected_exception_is_the_error_of_its_report_alone(self, monkeypatch):
        reads = Report._read

        def broken(self, *asked):
            if self.operation == "b":
                raise ZeroDivisionError("by hook or by crook")
            return reads(self, *asked)

        async with answering(Server(MANY[:100])) as (wolkvox, _, _), self.fleet(wolkvox, "a", "b", "c") as fleet:
            monkeypatch.setattr(Report, "_read", broken)
            rows = Counter()

            async def read():
                async for batch in fleet.rows("reports.cdr_1", **MONTHS):
                    rows[batch.operation] += len(batch.rows)

            with pytest.raises(
                PartialFailure, match=r"1 of 3 operations failed: b reports\.cdr_1: unexpected Zero"
            ) as caught:
                await read()
            assert rows == {"a": 100, "c": 100}
            assert isinstance(caught.value.failures["b"].__cause__, ZeroDivisionError)

    async def test_no_operation_at_all_is_refused(self):
        async with answering(Server([])) as (wolkvox, _, _), self.fleet(wolkvox, "a") as fleet:
            with pytest.raises(ConfigurationError, match="operations is empty; leave it out"):
                fleet.reports(["reports.cdr_1"], **MONTHS, operations=[])


async def test_dates_of_other_libraries_are_taken():
    async with answering(Server([datetime(2025, 1, 1, 10)])) as (wolkvox, seen, _):
        rows = await wolkvox.reports.cdr_1(start=pd.Timestamp("2025-01-01", tz="UTC"), end=np.datetime64("2025-01-02"))
        assert len(rows) == 1
        assert seen[0].query["date_ini"] == "20241231190000"
        with pytest.raises(ConfigurationError, match=r"sales-co reports\.cdr_1: end is NaT"):
            wolkvox.reports.cdr_1(start=date(2025, 1, 1), end=pd.NaT)
