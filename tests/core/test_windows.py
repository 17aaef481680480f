"""Promise 3: the windows of a range are the range, whatever is cut."""

from datetime import date, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wolkvox_async import limits
from wolkvox_async.core.endpoint import Buckets
from wolkvox_async.core.moments import range_of
from wolkvox_async.core.window_splitting import Cursor, Density
from wolkvox_async.core.windows import Window, gaps, merge, pieces

BOGOTA = ZoneInfo("America/Bogota")
SANTIAGO = ZoneInfo("America/Santiago")
MADRID = ZoneInfo("Europe/Madrid")
EPOCH = datetime(2024, 1, 1)

seconds = st.integers(0, 4 * 366 * 86_400)
moments = seconds.map(lambda n: EPOCH + timedelta(seconds=n))
windows = st.tuples(moments, st.integers(1, 400 * 86_400)).map(
    lambda pair: Window(pair[0], pair[0] + timedelta(seconds=pair[1]))
)
grains = st.sampled_from([timedelta(seconds=1), timedelta(minutes=30), timedelta(hours=1), timedelta(days=1)])


def tiles(parts, whole):
    assert parts[0].start == whole.start
    assert parts[-1].end == whole.end
    for one, next_one in pairwise(parts):
        assert one.end == next_one.start


@given(windows, st.integers(1, 40 * 86_400), grains)
def test_pieces_tile_the_range(whole, longest, grain):
    longest = max(timedelta(seconds=longest), grain)
    whole = Window(whole.start, min(whole.end, whole.start + 300 * longest))
    parts = pieces(whole, longest, grain)
    tiles(parts, whole)
    assert all(timedelta(0) < part.span <= max(longest, grain) for part in parts)
    for part in parts[1:]:
        midnight = datetime.combine(part.start.date(), datetime.min.time())
        assert (part.start - midnight) % grain == timedelta(0)


@given(windows, st.integers(1, 86_399))
def test_pieces_of_less_than_a_day_are_the_fewest(whole, longest):
    longest = timedelta(seconds=longest)
    whole = Window(whole.start, min(whole.end, whole.start + 300 * longest))
    assert len(pieces(whole, longest)) == -(-whole.span // longest)


@given(windows, st.integers(1, 40))
def test_pieces_of_a_day_and_more_touch_the_fewest_dates_and_meet_at_midnights(whole, days):
    parts = pieces(whole, timedelta(days=days))
    dates = (whole.last.date() - whole.start.date()).days + 1
    assert whole.dates == dates
    assert len(parts) == -(-dates // days)
    assert all(1 <= part.dates <= days for part in parts)
    assert all(part.start.time() == datetime.min.time() for part in parts[1:])
    tiles(parts, whole)


def test_31_days_from_ten_are_two_windows_since_they_touch_32_dates():
    parts = pieces(Window(datetime(2025, 1, 1, 10), datetime(2025, 2, 1, 10)), limits.WINDOW)
    assert parts == [
        Window(datetime(2025, 1, 1, 10), datetime(2025, 1, 17)),
        Window(datetime(2025, 1, 17), datetime(2025, 2, 1, 10)),
    ]


def test_a_year_is_twelve_windows_on_midnights():
    year = range_of(date(2025, 1, 1), date(2026, 1, 1), BOGOTA)
    parts = pieces(year, limits.WINDOW)
    assert len(parts) == 12
    assert all(part.start.time() == datetime.min.time() for part in parts)
    assert parts[0].wire() == ("20250101000000", "20250131235959")


@given(st.lists(windows, min_size=1, max_size=8), windows)
def test_gaps_and_covered_are_the_whole(covered, whole):
    missing = gaps(whole, covered)
    for gap in missing:
        assert all(gap.end <= one.start or gap.start >= one.end for one in covered)
    inside = [
        Window(max(one.start, whole.start), min(one.end, whole.end))
        for one in covered
        if one.start < whole.end and one.end > whole.start
    ]
    assert merge([*inside, *missing]) == [whole]


@given(st.lists(windows, max_size=8))
def test_merge_keeps_the_time_and_leaves_nothing_touching(many):
    merged = merge(many)
    for one, next_one in pairwise(merged):
        assert one.end < next_one.start
    for window in many:
        assert any(one.start <= window.start and window.end <= one.end for one in merged)


@given(windows, st.lists(st.integers(1, 60 * 86_400), min_size=1, max_size=30), st.data())
def test_a_cursor_gives_every_second_once_whatever_goes_back(whole, spans, data):
    cursor = Cursor((whole,))
    done = []
    for span in spans:
        if not cursor.open:
            break
        window, cursor = cursor.take(timedelta(seconds=span))
        if cursor.divisible(window) and data.draw(st.booleans()):
            cursor = cursor.give_back(window)
        else:
            done.append(window)
    assert merge([*done, *cursor.open]) == [whole]
    assert sum((w.span for w in (*done, *cursor.open)), timedelta(0)) == whole.span


def test_a_window_says_from_when_to_when():
    window = Window(datetime(2025, 3, 1, tzinfo=BOGOTA), datetime(2025, 3, 2, 12, tzinfo=BOGOTA))
    assert str(window) == "2025-03-01 00:00:00..2025-03-02 12:00:00"
    assert repr(window) == "<Window 2025-03-01 00:00:00..2025-03-02 12:00:00 America/Bogota>"
    start, end = window
    assert end - start == window.span == timedelta(hours=36)


@pytest.mark.parametrize("zone", [SANTIAGO, MADRID])
def test_windows_are_cut_by_the_wall_clock_where_days_have_23_or_25_hours(zone):
    year = range_of(date(2024, 1, 1), date(2025, 1, 1), zone)
    days = pieces(year, timedelta(days=1), timedelta(days=1))
    assert len(days) == 366
    assert {day.start.time() for day in days} == {datetime.min.time()}
    tiles(days, year)


def test_spans_of_time_stand_in_the_rows_or_within_them():
    assert not Buckets(span=timedelta(hours=1), time="date").nested
    assert Buckets(span=timedelta(hours=1), time="stats.date").nested


def test_one_second_is_not_divisible_and_two_are():
    one = Window(EPOCH, EPOCH + timedelta(seconds=1))
    two = Window(EPOCH, EPOCH + timedelta(seconds=2))
    assert not Cursor((one,)).divisible(one)
    assert Cursor((two,)).divisible(two)
    hour = Window(EPOCH, EPOCH + timedelta(hours=1))
    assert not Cursor((hour,), timedelta(hours=1)).divisible(hour)


@pytest.mark.parametrize(("slots", "told"), [(1, False), (2, False), (4, False), (16, False), (4, True)])
@pytest.mark.parametrize("every", [1, 2, 7, 20, 40, 60])
def test_density_is_learned_within_one_and_a_half_times_the_fewest_calls(slots, told, every):
    """Five months with a row every so many seconds; a reply holds 60,000."""
    whole = range_of(date(2025, 1, 1), date(2025, 6, 1), BOGOTA)
    density, cursor, calls, flying = Density(60_000, limits.WINDOW), Cursor((whole,)), 0, []
    while cursor.open or flying:
        while cursor.open and len(flying) < (slots if density.known else min(slots, 2)):
            window, cursor = cursor.take(density.span())
            flying.append(window)
            calls += 1
        window = flying.pop(0)
        rows = int(window.span.total_seconds() / every)
        if rows >= 60_000:
            density = density.overflow(window, rows if told else 60_000)
            cursor = cursor.give_back(window)
        else:
            density = density.learn(window, rows)
    fewest = max(-(-whole.span.total_seconds() / every // 59_999), len(pieces(whole, limits.WINDOW)))
    assert calls <= max(1.5 * fewest, fewest + 4)  # two probes and their halves, where there are few in all


def test_density_shortens_for_good_and_never_below_a_second():
    density = Density(60_000, limits.WINDOW)
    day = Window(EPOCH, EPOCH + timedelta(days=1))
    assert density.shorten(day).span() == timedelta(hours=12)
    second = Window(EPOCH, EPOCH + timedelta(seconds=1))
    assert density.shorten(second).span() == timedelta(seconds=1)
    assert density.overflow(second, 9_999_999).span() == timedelta(seconds=1)
    assert density.learn(day, 0).span() == limits.WINDOW


DAY = timedelta(days=1)


class TestDays:
    """Where no more than one grain is allowed, a window never reaches from one into the next."""

    def test_from_noon_to_noon_by_day(self):
        noon = Window(datetime(2025, 1, 1, 12), datetime(2025, 1, 4, 12))
        assert pieces(noon, DAY, DAY) == [
            Window(datetime(2025, 1, 1, 12), datetime(2025, 1, 2)),
            Window(datetime(2025, 1, 2), datetime(2025, 1, 3)),
            Window(datetime(2025, 1, 3), datetime(2025, 1, 4)),
            Window(datetime(2025, 1, 4), datetime(2025, 1, 4, 12)),
        ]

    def test_within_a_day_is_one_window(self):
        part = Window(datetime(2025, 1, 1, 8), datetime(2025, 1, 1, 18))
        assert pieces(part, DAY, DAY) == [part]

    @given(windows, st.integers(1, 86_400), grains)
    def test_each_lies_within_one_grain(self, whole, longest, grain):
        whole = Window(whole.start, min(whole.end, whole.start + 200 * grain))
        parts = pieces(whole, min(timedelta(seconds=longest), grain), grain)
        tiles(parts, whole)
        for part in parts:
            midnight = datetime.combine(part.start.date(), datetime.min.time())
            assert (part.start - midnight) // grain == (part.end - timedelta(seconds=1) - midnight) // grain
        assert len(parts) <= -(-whole.span // grain) + 1

    @given(moments, st.integers(1, 86_400), grains)
    def test_a_window_within_one_grain_is_not_divisible_and_a_larger_one_is(self, start, seconds, grain):
        window = Window(start, start + timedelta(seconds=seconds))
        midnight = datetime.combine(start.date(), datetime.min.time())
        alone = (start - midnight) // grain == (window.end - timedelta(seconds=1) - midnight) // grain
        assert Cursor((window,), grain).divisible(window) is not alone


def test_a_window_keeps_its_wall_clocks_with_and_without_a_zone():
    window = Window(datetime(2025, 1, 1, tzinfo=BOGOTA), datetime(2025, 2, 1, tzinfo=BOGOTA))
    assert window.naive() == Window(datetime(2025, 1, 1), datetime(2025, 2, 1))
    assert window.naive().within(BOGOTA) == window
    assert repr(window) == "<Window 2025-01-01 00:00:00..2025-02-01 00:00:00 America/Bogota>"
