"""Where files lie, and which windows are still to be asked."""

import re
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

from tests.support.exporting import DETAIL, TOKEN
from wolkvox_async import MemoryStore, Operation, Report
from wolkvox_async.calls.executor import CallExecutor
from wolkvox_async.core.endpoint import Buckets
from wolkvox_async.core.windows import Window
from wolkvox_async.endpoints.campaign import DETAIL as DETAIL_ENDPOINT
from wolkvox_async.endpoints.reports.agents import AGENT_6
from wolkvox_async.engine import make_engine
from wolkvox_async.errors import ConfigurationError
from wolkvox_async.export.layout import Choices, folders_of, identity_of
from wolkvox_async.export.manifest import subtract
from wolkvox_async.export.plan import check_edges

# Where files lie, and what is still to be asked


def report_of(endpoint=DETAIL_ENDPOINT, operation="sales-co", start=date(2025, 1, 1), end=date(2025, 2, 1), **given):
    operation = Operation(name=operation, server="0099", tokens=[TOKEN], licences=20, tz="America/Bogota")
    return Report(CallExecutor(None, operation, max_wait=1.0), endpoint, start, end, given)


NAMES = [
    "CON",
    "a/b",
    "..",
    ".hidden",
    "_hidden",
    "a.",
    "Ventas ñ",
    "a:b",
    "nul.txt",
    "com1",
    "a,b=c",
    "x" * 300,
    "ñ" * 90,
]


@pytest.mark.parametrize("name", NAMES)
def test_any_name_is_safe_for_any_file_system(name):
    folders = folders_of(report_of(operation=name, **(DETAIL | {"campaign_id": name})), Path("to"))
    for folder in (folders.data, folders.state):
        assert len(folder.parts) == (4 if folder is folders.data else 5)
        for part in folder.parts[-3:]:
            assert re.fullmatch(r"[A-Za-z0-9.,+~%_-]{1,80}", part)  # no `=`: readers would make a column of it
            assert not re.fullmatch(r"(con|nul|com1)(\..*)?", part, re.IGNORECASE)
            assert not part.startswith((".", "_"))  # readers would leave it out
            assert not part.endswith(".")


def test_sixty_campaigns_make_a_short_name():
    campaigns = [str(32_841 + number) for number in range(60)]
    sixty, others = (
        folders_of(report_of(**(DETAIL | {"campaign_id": ",".join(each)})), Path("to")).data
        for each in (campaigns, campaigns[::-1])
    )
    assert len(sixty.name) <= 80
    assert sixty != others


words = st.text(min_size=1, max_size=6).filter(lambda text: text.isprintable() and text.strip())
alike = st.text("aAbB.~-+,%4_", min_size=1, max_size=6).filter(str.strip)


@given(st.lists(st.tuples(words | alike, words | alike), min_size=2, max_size=2, unique=True))
def test_distinct_reports_have_distinct_directories_where_upper_and_lower_case_are_one(pairs):
    folders = [folders_of(report_of(operation=name, **(DETAIL | {"campaign_id": i})), Path()) for name, i in pairs]
    assert str(folders[0].data).casefold() != str(folders[1].data).casefold()


def test_a_bucket_is_not_cut_in_two():
    hourly = evolve(DETAIL_ENDPOINT, rows=Buckets(span=timedelta(hours=1), time="date"))
    check_edges(report_of(hourly, end=datetime(2025, 2, 1, 12), **DETAIL))
    with pytest.raises(ConfigurationError, match="give 2025-02-01 12:00:00 or 2025-02-01 13:00:00"):
        check_edges(report_of(hourly, end=datetime(2025, 2, 1, 12, 30), **DETAIL))


moments = st.integers(0, 40).map(lambda hours: datetime(2025, 1, 1) + timedelta(hours=hours))
windows = st.tuples(moments, moments).filter(lambda pair: pair[0] < pair[1]).map(lambda pair: Window(*pair))


@given(st.lists(windows), st.lists(windows))
def test_subtracting_windows_is_subtracting_hours(some, taken):
    def hours(parts):
        return {
            h for part in parts for h in range(41) if part.start <= datetime(2025, 1, 1) + timedelta(hours=h) < part.end
        }

    assert hours(subtract(some, taken)) == hours(some) - hours(taken)


async def test_rows_asked_day_by_day_lie_apart():
    month = report_of(AGENT_6)
    operation = Operation(name="sales-co", server="0099", tokens=[TOKEN], licences=20, tz="America/Bogota")
    caller = CallExecutor(make_engine(store=MemoryStore()), operation)
    daily = Report(caller, AGENT_6, date(2025, 1, 1), date(2025, 2, 1), {}, by="day")
    assert folders_of(month, Path("to")) != folders_of(daily, Path("to"))
    assert identity_of(month, Choices()) != identity_of(daily, Choices())
    assert len(daily.plan().windows) == 31
