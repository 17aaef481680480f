"""Every report over a hundred days: the rows are the world's, put together as their rule says, or it is said why not.

The simulator's truth has the rows of the whole range at once, from the world and not from windows. Its texts are read
by `walking.understood`, from the catalogue's facts.
"""

from collections import Counter
from datetime import date, datetime, timedelta
from itertools import pairwise

import pytest

from tests.support.replying import understood, unfolded
from tests.support.walking import ENTRIES, dayless, method_of, undated
from tests.support.worlds import tenant
from wolkvox_async import ConfigurationError, events
from wolkvox_async.simulator import Campaign

REPORTS = {entry.full_name: entry for entry in ENTRIES if entry.rows}
FIRST, DAYS = date(2025, 3, 1), 100
LAST = FIRST + timedelta(days=DAYS)
SLOW = 6 * 3600.0
PACE = dict.fromkeys(REPORTS, SLOW) | {"reports.diagram_9": 300.0}
CAMPAIGNS = tuple(
    Campaign(id=number, kind=kind, every=SLOW) for number, kind in (("32841", "predictive"), ("32842", "preview"))
)
GIVEN = {"type_campaign": "predictive", "campaign_id": "32841", "skill_id": "all", "agent_id": "12001"}
LONE = ("totals none", "buckets undated", "events whole")


def kind_of(entry):
    rules = entry.rows
    if rules.kind == "totals":
        return f"totals {rules.merge}" if rules.merge == "none" else "totals"
    if rules.kind == "buckets":
        return "buckets undated" if undated(entry) else "buckets"
    return "events" if rules.split else "events whole"


def of(*kinds):
    names = [name for name, entry in REPORTS.items() if kind_of(entry) in kinds]
    return pytest.mark.parametrize("name", names)


def given(entry):
    return {
        each.name: GIVEN.get(each.name, each.values[0] if each.values else None)
        for each in entry.parameters
        if each.required
    }


@pytest.fixture
async def world(serve):
    """Give a function that makes a report of a range, and one that tells its true rows; a good client at the end."""
    served = tenant(*CAMPAIGNS, every=PACE, calls_every=SLOW, tokens=("token-alpha", "token-beta"))
    async with serve(served, client={"strict": True}) as (simulator, wolkvox):

        def ask(name, start=FIRST, end=LAST, **more):
            entry = REPORTS[name]
            return method_of(wolkvox, entry)(start=start, end=end, **given(entry), **more)

        def truth(name, start=FIRST, end=LAST):
            entry = REPORTS[name]
            closed = datetime(*start.timetuple()[:6]), datetime(*end.timetuple()[:6]) - timedelta(seconds=1)
            query = {each.wire: given(entry)[each.name] for each in entry.parameters if each.required}
            rows = simulator.truth.rows("sales-co", name, *closed, **query)
            return [understood(entry, entry.reply.record, row, served.zone) for row in rows]

        ask.simulator, ask.truth = simulator, truth
        yield ask
        assert simulator.ledger.violations == []


def counted(rows):
    """Return rows in no order."""
    return Counter(repr(plainly(row)) for row in rows)


def plainly(value):
    """Return a value that shows alike where it is alike: fields in order, and sums of amounts without their noise."""
    if isinstance(value, dict):
        return sorted((name, plainly(each)) for name, each in value.items())
    if isinstance(value, list):
        return [plainly(each) for each in value]
    return round(value, 4) if isinstance(value, float) else value


def same(rows, truth):
    got, wanted = counted(map(unfolded, rows)), counted(truth)
    assert sum(wanted.values()) > 0
    assert (list((got - wanted).elements())[:3], list((wanted - got).elements())[:3]) == ([], [])


# Events and spans of time


@of("events")
async def test_each_event_comes_once(world, name):
    report = world(name)
    rows = await report
    same(rows, world.truth(name))
    assert report.calls >= len(report.plan().windows) == 4


@of("buckets")
async def test_spans_tile_the_days(world, name):
    entry = REPORTS[name]
    truth = world.truth(name) if not dayless(entry) else by_day(world, name)
    report = world(name)
    rows = await report
    if "." in entry.rows.time:
        rows, truth = nested(entry, map(unfolded, rows)), nested(entry, truth)
        assert rows == truth != {}
    else:
        same(rows, truth)
    assert report.calls == len(report.plan().windows) == (DAYS if dayless(entry) else 4)


def nested(entry, rows):
    """Return the lists of spans by what they are of; what stands beside them is of a window."""
    name = entry.rows.time.partition(".")[0]
    rows = list(rows)
    found = {tuple(row[part] for part in entry.rows.by): row[name] for row in rows}
    assert len(found) == len(rows)
    return found


def by_day(world, name):
    days = [FIRST + timedelta(days=n) for n in range(DAYS)]
    return [row | {"day": day} for day in days for row in world.truth(name, day, day + timedelta(days=1))]


@of("buckets undated")
async def test_hours_without_a_date_are_asked_day_by_day_or_not_at_all(world, name):
    with pytest.raises(ConfigurationError, match=r"4 windows cannot.*\.windows\(\).*by=\"day\".*at most 31 days"):
        await world(name)
    assert world.simulator.ledger.calls("sales-co") == 0
    report = world(name, by="day")
    rows = await report
    same(rows, by_day(world, name))
    assert {row.day for row in rows} <= {FIRST + timedelta(days=n) for n in range(DAYS)}
    assert report.calls == len(report.plan().windows) == DAYS


@of("buckets undated")
async def test_hours_without_a_date_come_window_by_window(world, name):
    async for window in world(name).windows():
        same(window.rows, [row | {"day": None} for row in world.truth(name, window.start, window.end)])


# Totals


@of("totals")
async def test_totals_are_those_of_the_whole(world, name):
    rules = REPORTS[name].rows
    fields = (*rules.by, *rules.additive, *rules.derived)

    def parts(rows):
        return [{field: row[field] for field in fields} for row in rows]

    report = world(name)
    rows = [unfolded(row) for row in await report]
    assert counted(parts(rows)) == counted(parts(world.truth(name)))
    assert rows
    assert report.calls == 4


@of("totals none")
async def test_totals_that_cannot_be_merged_are_refused_with_the_way_out(world, name):
    why = REPORTS[name].rows.why
    with pytest.raises(ConfigurationError, match=r"4 windows cannot become one list.*\.windows\(\)") as caught:
        await world(name)
    assert why
    assert why in str(caught.value)
    with pytest.raises(ConfigurationError, match="cannot become one list"):
        async for _ in world(name):
            pass
    assert world.simulator.ledger.calls("sales-co") == 0
    windows = [window async for window in world(name).windows()]
    assert (windows[0].start.date(), windows[-1].end.date(), len(windows)) == (FIRST, LAST, 4)
    assert all(one.end == two.start for one, two in pairwise(windows))
    for window in windows:
        same(window.rows, world.truth(name, window.start, window.end))


# The odd ones


@of("events whole")
async def test_a_report_that_must_not_be_cut_is_asked_for_31_days_at_most(world, name):
    with pytest.raises(ConfigurationError, match="touches more than 31 days and this report must not be cut"):
        world(name)
    assert world.simulator.ledger.calls("sales-co") == 0
    end = FIRST + timedelta(days=31)
    report = world(name, end=end)
    same(await report, world.truth(name, FIRST, end))
    assert report.calls == 1


async def test_diagram_9_is_cut_where_a_reply_is_full_at_6_000(world, heard):
    windows = [window async for window in world("reports.diagram_9").windows()]
    assert max(len(window.rows) for window in windows) < 6000
    same([row for window in windows for row in window.rows], world.truth("reports.diagram_9"))
    assert any(isinstance(event, events.Split) for event in heard)


def test_every_report_is_here():
    assert Counter(map(kind_of, REPORTS.values())) == {
        "events": 52,
        "events whole": 1,
        "buckets": 11,
        "buckets undated": 5,
        "totals": 26,
        "totals none": 18,
    }
