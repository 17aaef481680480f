"""The dates of a batch say the same of it as a look at each row does."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wolkvox_async.core.windows import Window
from wolkvox_async.tables.dates import Dates, walls_of

ZONE = ZoneInfo("America/Bogota")
START, END = datetime(2025, 1, 31, 22, tzinfo=ZONE), datetime(2025, 2, 1, 3, 0, 30, tzinfo=ZONE)
FAR = st.datetimes(datetime(1901, 1, 1), datetime(2199, 1, 1))
NEAR = st.integers(-90, 90).map(lambda seconds: timedelta(seconds=seconds))
MOMENTS = (
    st.none()
    | FAR.map(lambda at: at.replace(tzinfo=ZONE))
    | st.builds(lambda at, seconds: at + seconds, st.sampled_from([START, END]), NEAR)
)


def wall(moment):
    return moment.replace(tzinfo=None)


def shown(dates):
    return [datetime(1970, 1, 1) + timedelta(microseconds=int(each)) for each in dates.known]


@given(st.lists(MOMENTS, max_size=8), st.sampled_from([START, END]))
def test_what_lies_before_or_from_a_moment_on(moments, at):
    dates = Dates.of_values(moments)
    known = [each for each in moments if each is not None]
    assert (shown(dates), dates.unknown) == ([wall(each) for each in known], moments.count(None))
    assert dates.any_from_on(at) == any(wall(each) >= wall(at) for each in known)
    early = dates.early(at)
    assert (shown(early), early.unknown) == ([wall(each) for each in known if wall(each) < wall(at)], dates.unknown)
    assert dates.count_outside(START, END) == sum(not wall(START) <= wall(each) < wall(END) for each in known)


@given(st.lists(MOMENTS, max_size=8))
def test_those_at_the_edges_of_a_window(moments):
    window = Window(START, END)
    assert Dates.of_values(moments).at_edges(window) == [
        each for each in moments if each is not None and (wall(each) < wall(START) or each.second == window.last.second)
    ]


@given(st.lists(MOMENTS, max_size=4), st.lists(MOMENTS, max_size=4))
def test_one_that_is_unknown_is_like_another(moments, others):
    assert Dates.of_values(others).has_one_of(Dates.of_values(moments)) == bool({*moments} & {*others})


@given(st.lists(MOMENTS, max_size=8))
def test_columns_and_values_have_the_same_dates(moments):
    of_columns, of_values = Dates.of(walls_of(moments)), Dates.of_values(moments)
    assert shown(of_columns) == shown(of_values)
    assert (of_columns.unknown, of_columns.first, of_columns.last) == (
        of_values.unknown,
        of_values.first,
        of_values.last,
    )


@pytest.mark.parametrize("value", ["2025-01-31", 7])
def test_what_is_no_moment_is_unknown(value):
    dates = Dates.of_values([value])
    assert (dates.unknown, dates.first, dates.last) == (1, None, None)
