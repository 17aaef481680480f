"""What the simulator's reports promise: windows of events concatenate, totals add up, spans of time tile."""

import re
from collections import Counter
from datetime import date, datetime, timedelta

import pytest

from tests.support.calling import BY_HAND, NIGHT, REPORTS, asked, query_of, report, serving, world
from wolkvox_async.simulator import Switches

EVENTS = [name for name, entry in REPORTS.items() if entry.rows.kind == "events" and name not in BY_HAND]
BUCKETS = [name for name, entry in REPORTS.items() if entry.rows.kind == "buckets"]
TOTALS = [name for name, entry in REPORTS.items() if entry.rows.kind == "totals" and name not in BY_HAND]
ADDED = [name for name in TOTALS if REPORTS[name].rows.merge in ("sum", "recompute")]

# Events


@pytest.mark.parametrize("name", [name for name in EVENTS if REPORTS[name].rows.split])
async def test_windows_of_events_concatenate_to_the_truth(name):
    entry, (start, cut, end) = REPORTS[name], NIGHT
    async with serving() as (simulator, session):
        parts = [await report(session, simulator, entry, *each) for each in ((start, cut), (cut, end))]
        query = query_of(entry)
        truth = simulator.truth.rows("sales-co", name, start, end - timedelta(seconds=1), **query)
        assert parts[1]
        assert parts[0][::-1] + parts[1][::-1] == truth
    times = {field.name: field for field in entry.fields}
    placed = "date_close" if name == "reports.chat_1" else entry.rows.time
    if placed and times[placed].form != "gmt-5":
        for rows, (low, high) in zip(parts, ((start, cut), (cut, end)), strict=True):
            moments = [datetime.fromisoformat(row[times[placed].wire]) for row in rows]
            assert all(low <= each < high for each in moments)
    keys = [times[each].wire for each in entry.rows.key]
    if keys:
        found = [str([row[key] for key in keys]) for row in truth]
        assert len(set(found)) == len(found)


async def test_an_attempt_is_found_only_where_its_record_was_loaded_in_the_window_too():
    entry = REPORTS["reports.campaign_3"]
    start, end = datetime(2025, 3, 1), datetime(2025, 3, 31)
    middle = datetime(2025, 3, 15)
    async with serving() as (simulator, session):
        whole, first, second = [
            await report(session, simulator, entry, *each, campaign_id="all")
            for each in ((start, end), (start, middle), (middle, end))
        ]
        assert whole[::-1] == simulator.truth.rows(
            "sales-co", entry.full_name, start, end - timedelta(seconds=1), campaign_id="all"
        )
    found = {row["conn_id"] for row in whole}
    parts = {row["conn_id"] for row in first + second}
    assert parts < found


async def test_attempts_are_told_in_bogotas_time():
    entry = REPORTS["reports.campaign_3"]
    assert {each.form for each in entry.fields if each.name == "date"} == {"gmt-5"}
    async with serving(world(tz="Europe/Madrid")) as (simulator, session):
        rows = await report(session, simulator, entry, date(2025, 2, 1), date(2025, 3, 1), campaign_id="all")
    latest = max(datetime.fromisoformat(row["date"]) for row in rows)
    assert datetime(2025, 2, 28, 12) < latest < datetime(2025, 2, 28, 18)  # six hours behind


@pytest.mark.parametrize("order", ["oldest", "shuffled"])
async def test_reports_come_in_any_order(order):
    entry = REPORTS["reports.agent_10"]
    async with serving(switches=Switches(order=order)) as (simulator, session):
        rows = await report(session, simulator, entry, *NIGHT[::2])
        truth = simulator.truth.rows("sales-co", entry.full_name, NIGHT[0], NIGHT[2] - timedelta(seconds=1))
    assert (rows == truth) == (order == "oldest")
    assert sorted(map(str, rows)) == sorted(map(str, truth))


async def test_a_report_is_cut_at_its_most_rows_and_hides_what_is_young():
    entry = REPORTS["reports.agent_10"]
    async with serving(switches=Switches(reply_records=50, full_message="true")) as (simulator, session):
        _, reply = await asked(session, simulator, entry)
        assert (len(reply["data"]), reply["msg"]) == (48, "48 records were found")
    async with serving(world(every=600.0), switches=Switches(reply_records=50, full_message="true")) as (
        simulator,
        session,
    ):
        _, reply = await asked(session, simulator, entry)
        assert (len(reply["data"]), reply["msg"]) == (50, "144 records were found")
    noon = datetime.fromisoformat("2025-03-02T12:00:00-05:00").timestamp()
    late = Switches(publication_delay=3600)
    async with serving(clock=lambda: noon, switches=late) as (simulator, session):
        _, reply = await asked(session, simulator, entry)
        assert reply["data"][0]["date"] == "2025-03-02 11:00:00"


# Totals


def amount(field, text):
    """Read what adds up: a number, a time or a cost in hundredths."""
    if field.type == "duration" and ":" in text:
        hours, minutes, seconds = map(int, text.split(":"))
        return (hours * 60 + minutes) * 60 + seconds
    return round(float(text) * 100)


def summed(entry, rows):
    fields = {field.name: field for field in entry.fields}
    sums = Counter()
    for row in rows:
        group = tuple(row[fields[each].wire] for each in entry.rows.by)
        sums.update({(*group, each): amount(fields[each], row[fields[each].wire]) for each in entry.rows.additive})
    return sums


@pytest.mark.parametrize("name", ADDED)
async def test_totals_of_two_windows_add_to_the_whole(name):
    entry, (start, cut, end) = REPORTS[name], NIGHT
    async with serving() as (simulator, session):
        whole, first, second = [
            await report(session, simulator, entry, *each) for each in ((start, end), (start, cut), (cut, end))
        ]
        truth = simulator.truth.rows("sales-co", name, start, end - timedelta(seconds=1), **query_of(entry))
    assert whole == truth
    assert summed(entry, first) + summed(entry, second) == +summed(entry, whole)
    assert first != whole


@pytest.mark.parametrize("name", [name for name in ADDED if REPORTS[name].rows.derived])
async def test_shares_are_those_of_the_whole(name):
    entry = REPORTS[name]
    fields = {field.name: field for field in entry.fields}
    async with serving() as (simulator, session):
        rows = await report(session, simulator, entry, *NIGHT[::2])
    for derived, formula in entry.rows.derived.items():
        part, other = re.fullmatch(r"(\w+) / (.+) \* 100", formula).groups()
        every = other.removeprefix("sum(").removesuffix(")")
        total = sum(amount(fields[every], row[fields[every].wire]) for row in rows)
        for row in rows:
            over = total if other.startswith("sum(") else amount(fields[other], row[fields[other].wire])
            assert row[fields[derived].wire] == f"{100 * amount(fields[part], row[fields[part].wire]) / over:,.2f} %"


@pytest.mark.parametrize("name", TOTALS)
async def test_a_group_is_one_row(name):
    entry = REPORTS[name]
    outer = [each for each in entry.rows.by if "." not in each]
    fields = {field.name: field for field in entry.fields}
    async with serving() as (simulator, session):
        rows = await report(session, simulator, entry, *NIGHT[::2])
    groups = [tuple(row[fields[each].wire] for each in outer) for row in rows]
    assert len(set(groups)) == len(groups) > 0
    assert all(text not in ("", "-", "--") for group in groups for text in group)


# Spans of time


@pytest.mark.parametrize("name", [name for name in BUCKETS if REPORTS[name].rows.dated])
async def test_spans_tile(name):
    entry = REPORTS[name]
    start, end = datetime(2025, 3, 2), datetime(2025, 3, 5)
    cut = start + (timedelta(days=1) if entry.rows.span == "day" else timedelta(hours=31))
    async with serving() as (simulator, session):
        whole, first, second = [
            await report(session, simulator, entry, *each) for each in ((start, end), (start, cut), (cut, end))
        ]
        truth = simulator.truth.rows("sales-co", name, start, end - timedelta(seconds=1), **query_of(entry))
    whole, first, second = [flat(entry, rows) for rows in (whole, first, second)]
    assert sorted(first + second) == sorted(whole) == sorted(flat(entry, truth))
    assert len(set(whole)) == len(whole) > 2


def flat(entry, rows):
    """Return rows as texts, those in a list within a row one by one with what stands beside them."""
    nest = entry.rows.time.partition(".")[0] if "." in entry.rows.time else ""
    texts = []
    for row in rows:
        beside = {name: value for name, value in row.items() if name != nest}
        texts += [str(beside | each) for each in (row[nest] if nest else [{}])]
    return texts


@pytest.mark.parametrize("name", [name for name in BUCKETS if not REPORTS[name].rows.dated])
async def test_spans_without_a_date_are_one_over_all_days(name):
    entry = REPORTS[name]
    nest, _, hour = entry.rows.time.rpartition(".")
    async with serving(world(every=600.0)) as (simulator, session):
        days = [
            await report(session, simulator, entry, date(2025, 3, 2 + n), datetime(2025, 3, 3 + n)) for n in range(2)
        ]
        whole = simulator.truth.rows("sales-co", name, date(2025, 3, 2), date(2025, 3, 3), **query_of(entry))
    counted = {"reports.skill_5": "inbound_calls", "reports.agent_5": "calls", "reports.agent_6": "calls"}
    count = counted.get(name, "inbound_calls")

    def counts(rows):
        found = Counter()
        for row in rows:
            for each in row[nest] if nest else [row]:
                assert re.fullmatch(r"[0-2][0-9](:[0-5]0)?", each[hour].zfill(2)), each[hour]
                found[str({**row, **each}.get(entry.rows.by[0] if entry.rows.by else "", "")), each[hour]] += int(
                    each[count]
                )
        return +found

    assert counts(days[0]) + counts(days[1]) == counts(whole)


async def test_agent_8_has_every_hour_of_a_day():
    entry = REPORTS["reports.agent_8"]
    async with serving(world(every=7200.0)) as (simulator, session):
        rows = await report(session, simulator, entry, date(2025, 3, 2), datetime(2025, 3, 3))
    hours = {
        agent: [row["hour"] for row in rows if row["agent_id"] == agent] for agent in {r["agent_id"] for r in rows}
    }
    assert all(each == [f"{hour:02}:00" for hour in range(23, -1, -1)] for each in hours.values())
    assert {row["calls"] for row in rows} > {"0"}


async def test_an_hour_of_a_day_is_written_with_its_day():
    async with serving(world(every=1800.0)) as (simulator, session):
        start, end = datetime(2025, 3, 2), datetime(2025, 3, 3)
        found = await report(session, simulator, REPORTS["reports.diagram_1_2"], start, end)
    assert sorted(row["day"] for row in found) == [f"2025-03-02-{hour:02}" for hour in range(24)]


async def test_an_hour_beside_a_date_is_the_hour_of_it():
    async with serving(world(every=1800.0)) as (simulator, session):
        start, end = datetime(2025, 3, 2), datetime(2025, 3, 3)
        found = await report(session, simulator, REPORTS["customer.cdr_calls"], start, end)
    assert len(found) == 48
    assert [row["hour"] for row in found] == [str(datetime.fromisoformat(row["date"]).hour) for row in found]
