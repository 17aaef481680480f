"""The page of an export: what it says, that a server's words stay text, and that it fetches nothing."""

import re
from collections import Counter
from datetime import date, datetime, timedelta
from html.parser import HTMLParser

import pytest
from attrs import evolve

from tests.support.exporting import DETAIL, JANUARY, detail, fleet_at, serve_simulator
from wolkvox_async import ConfigurationError, events
from wolkvox_async.core.windows import Window
from wolkvox_async.errors import Refused
from wolkvox_async.export import Recording, to_html
from wolkvox_async.export.chart_rows import permit_rows
from wolkvox_async.export.recording import CallSpan
from wolkvox_async.export.rows_by_day import rows_by_day

__all__ = ["serve_simulator"]

BAD = '<script>alert(1)</script> & \x1b[31m "quoted" $x^2$'


class Page(HTMLParser):
    """What a browser would read: the elements, what they point to, and the text."""

    def __init__(self, text):
        super().__init__()
        self.tags, self.links, self.text = Counter(), [], ""
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.tags[tag] += 1
        self.links += [value for name, value in attrs if name in ("href", "src", "xlink:href") and value]

    def handle_data(self, data):
        self.text += data


@pytest.fixture(name="exported")
async def export_january(simulator, tmp_path):
    recording = Recording(then=lambda event: None)
    return await detail(simulator, tmp_path, "parquet", {"listener": recording}), recording


async def test_a_page_shows_days_calls_permits_and_needs_no_network(exported):
    outcome, recording = exported
    page = Page(to_html(outcome, recording))
    assert [link for link in page.links if not link.startswith("#")] == []
    assert page.tags["script"] == page.tags["link"] == page.tags["img"] == 0
    assert page.tags["svg"] == 6
    for said in (
        "Export: complete",
        "744",
        "Rows by day",
        "Calls and quota",
        "Permits",
        "of 20,000",
        "campaign.detail",
    ):
        assert said in page.text


async def test_ids_of_charts_are_apart_and_colours_are_the_styles(exported):
    text = to_html(*exported)
    ids = re.findall(r' id="([^"]*)"', text)
    assert len(ids) == len(set(ids))
    assert set(re.findall(r"(?:url\(|href=\")#([^)\"]*)", text)) <= set(ids)
    charts = re.findall(r"<svg.*?</svg>", text, re.DOTALL)
    assert not [chart for chart in charts if re.search(r"#[0-9a-f]{6}", chart)]


async def test_what_a_server_or_a_configuration_says_stays_text(exported):
    outcome, recording = exported
    (report,) = outcome.reports
    error = Refused(BAD, advice=BAD)
    window = Window(datetime(2025, 1, 1), datetime(2025, 2, 1))
    place = {"operation": BAD, "endpoint": BAD}
    for event in (
        events.ReportBegun(**place, parameters="", windows=1, calls=1, quota=10),
        events.Admitted(**place, token="abcdef", waited=0.0, used=9),
        events.Released(**place, token="abcdef", seconds=1.0),
        events.Retrying(**place, attempt=1, seconds=1.0, error=BAD),
        events.Split(**place, window=window, why=BAD),
    ):
        recording(event)
    report = evolve(report, operation=BAD, parameters={"campaign_id": BAD}, error=error, covered=())
    page = Page(to_html(evolve(outcome, reports=(report,), unusable={BAD: error}, notes=(BAD,)), recording))
    assert page.tags["script"] == 0
    assert page.text.count("<script>alert(1)</script> &") >= 8
    assert "\x1b" not in page.text
    assert "What to do: <script>" in page.text
    assert "31 days not read" in page.text


@pytest.mark.parametrize("kind", ["parquet", "ndjson", "csv"])
async def test_days_are_those_of_the_operations_clock(simulator, tmp_path, kind):
    outcome = await detail(simulator, tmp_path, kind)
    days = rows_by_day(outcome.reports[0])
    assert days == {JANUARY["start"] + timedelta(days=each): 24 for each in range(31)}


async def test_files_that_cannot_be_read_have_no_days(simulator, tmp_path):
    outcome = await detail(simulator, tmp_path, "csv")
    outcome.files[0].write_text("date\n01/02/2025\n")
    assert rows_by_day(outcome.reports[0]) is None
    assert "1 report without days" in Page(to_html(outcome)).text


async def test_days_without_rows_are_counted(simulator, tmp_path):
    async with fleet_at(simulator) as fleet:
        before = {"start": date(2024, 12, 1), "end": date(2025, 1, 2)}
        outcome = await fleet.export("campaign.detail", **before, **DETAIL, to=tmp_path)
    assert "31 empty" in Page(to_html(outcome)).text


def test_a_recording_keeps_when_each_permit_was_at_work():
    now = iter(range(100, 200))
    recording = Recording(then=lambda event: None, clock=lambda: next(now))
    place = {"operation": "a", "endpoint": "reports.cdr_1", "token": "abc"}
    for event in (
        events.Admitted(**place, waited=0.0, used=1),
        events.Admitted(**place, waited=0.0, used=2),
        events.Released(**place, seconds=2.5),
        events.Quarantined(**place, seconds=155.0),
    ):
        recording(event)
    spans = [(call.start, call.end, call.lost) for call in recording.calls]
    assert spans == [(100.5, 103, False), (102, 104, True)]
    assert list(permit_rows(recording.calls).values()) == [[[recording.calls[0]], [recording.calls[1]]]]


def test_a_call_that_begins_before_two_have_ended_makes_no_third_row():
    calls = [CallSpan(operation="a", token="b", endpoint="c", start=at, end=at + 5) for at in (0, 1, 4)]
    assert permit_rows(calls) == {("a", "b"): [[calls[0], calls[2]], [calls[1]]]}


async def test_without_matplotlib_the_way_out_is_named(exported, monkeypatch):
    import sys

    monkeypatch.setitem(sys.modules, "matplotlib.figure", None)
    with pytest.raises(ConfigurationError, match="needs matplotlib") as caught:
        to_html(*exported)
    assert "wolkvox-async[report]" in caught.value.advice
