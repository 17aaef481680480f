"""Promise 3: a range is what its caller meant, to the second, and nothing is taken for published too early."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import numpy as np
import pandas as pd
import pendulum
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from wolkvox_async import ConfigurationError
from wolkvox_async.core.moments import past, range_of, settled_before, wall

BOGOTA = ZoneInfo("America/Bogota")
SANTIAGO = ZoneInfo("America/Santiago")
MADRID = ZoneInfo("Europe/Madrid")
LORD_HOWE = ZoneInfo("Australia/Lord_Howe")  # set back by half an hour
ZONES = st.sampled_from([BOGOTA, SANTIAGO, MADRID, LORD_HOWE])
DAY = date(2025, 1, 1)


def shown(window):
    return tuple(edge.replace(tzinfo=None) for edge in window)


class TestWallClock:
    def test_a_date_is_its_midnight(self):
        assert wall(date(2025, 5, 1), BOGOTA) == datetime(2025, 5, 1)

    def test_a_date_whose_midnight_is_skipped_is_still_that_day(self):
        assert wall(date(2024, 9, 8), SANTIAGO) == datetime(2024, 9, 8)

    def test_an_aware_moment_is_converted(self):
        assert wall(datetime(2025, 5, 1, 5, tzinfo=UTC), BOGOTA) == datetime(2025, 5, 1)

    def test_fractions_are_dropped(self):
        assert wall(datetime(2025, 5, 1, 1, 2, 3, 999_999), BOGOTA) == datetime(2025, 5, 1, 1, 2, 3)

    def test_a_naive_moment_that_does_not_exist_is_refused_with_the_next_that_does(self):
        with pytest.raises(ConfigurationError, match=r"end 2025-03-30 02:30:00 does not exist.*03:30:00"):
            range_of(date(2025, 3, 1), datetime(2025, 3, 30, 2, 30), MADRID)

    def test_a_repeated_hour_is_taken(self):
        assert wall(datetime(2025, 10, 26, 2, 30), MADRID) == datetime(2025, 10, 26, 2, 30)


class TestRange:
    @pytest.mark.parametrize(("start", "end"), [(2, 1), (1, 1)])
    def test_an_end_that_is_not_after_start_is_refused(self, start, end):
        with pytest.raises(ConfigurationError, match="not after start"):
            range_of(date(2025, 1, start), date(2025, 1, end), BOGOTA)

    def test_both_edges_are_aware_in_the_operations_zone(self):
        window = range_of(DAY, datetime(2025, 2, 1, tzinfo=UTC), BOGOTA)
        assert (window.start.tzinfo, window.end.tzinfo) == (BOGOTA, BOGOTA)
        assert shown(window) == (datetime(2025, 1, 1), datetime(2025, 1, 31, 19))

    @pytest.mark.parametrize(
        ("end", "last"),
        [
            (datetime(2025, 1, 1, 23, 59, 59, 999_999), datetime(2025, 1, 1, 23, 59, 59)),
            (datetime(2025, 1, 1, 10, 0, 0, 1), datetime(2025, 1, 1, 10)),
            (datetime(2025, 1, 1, 10), datetime(2025, 1, 1, 9, 59, 59)),
            (datetime(2025, 1, 1, 15, 0, 0, 1, tzinfo=UTC), datetime(2025, 1, 1, 10)),
            (pd.Timestamp("2025-01-01 10:00:00.000000001"), datetime(2025, 1, 1, 10)),
            (np.datetime64("2025-01-01T10:00:00.000000001"), datetime(2025, 1, 1, 10)),
        ],
    )
    def test_a_fraction_of_the_end_is_its_whole_second(self, end, last):
        assert range_of(DAY, end, BOGOTA).last.replace(tzinfo=None) == last

    def test_a_fraction_of_the_start_is_its_whole_second(self):
        start = datetime(2025, 1, 1, 9, 0, 0, 999_999)
        assert range_of(start, date(2025, 1, 2), BOGOTA).start.replace(tzinfo=None) == datetime(2025, 1, 1, 9)

    @pytest.mark.parametrize(
        "end", [datetime(9999, 12, 31, 23, 59, 59, 999_999), datetime.max.replace(tzinfo=UTC), date.max]
    )
    def test_the_end_of_the_calendar_is_far_and_no_error(self, end):
        assert range_of(DAY, end, MADRID).end.year == 9999

    @pytest.mark.parametrize(
        ("value", "meant"),
        [
            (pendulum.datetime(2025, 1, 2, 5), datetime(2025, 1, 2)),
            (pendulum.date(2025, 1, 2), datetime(2025, 1, 2)),
            (pendulum.naive(2025, 1, 2, 7), datetime(2025, 1, 2, 7)),
            (pd.Timestamp("2025-01-02 05:00", tz="UTC"), datetime(2025, 1, 2)),
            (pd.Timestamp("2025-01-02"), datetime(2025, 1, 2)),
            (np.datetime64("2025-01-02"), datetime(2025, 1, 2)),
            (np.datetime64("2025-02"), datetime(2025, 2, 1)),
            (np.datetime64("2025-01-02T07:00", "ns"), datetime(2025, 1, 2, 7)),
            (np.datetime64("2025-01-02T07:00:00"), datetime(2025, 1, 2, 7)),
        ],
    )
    def test_dates_of_other_libraries_are_taken(self, value, meant):
        assert shown(range_of(DAY, value, BOGOTA))[1] == meant
        assert shown(range_of(value, date(2025, 3, 1), BOGOTA))[0] == meant
        assert type(range_of(DAY, value, BOGOTA).end) is datetime

    @pytest.mark.parametrize("value", [pd.NaT, np.datetime64("NaT")])
    def test_nat_is_refused_by_name(self, value):
        with pytest.raises(ConfigurationError, match=r"end is .*NaT.*give a date"):
            range_of(DAY, value, BOGOTA)

    @pytest.mark.parametrize("value", ["2025-01-02", 20250102, None, np.datetime64("99999-01-01"), np.int64(5)])
    def test_what_is_no_date_is_refused(self, value):
        with pytest.raises(ConfigurationError, match=r"start is .*give a date"):
            range_of(value, date(2025, 3, 1), BOGOTA)


def walls_between(start, end, zone):
    """Return the seconds that the wall clock shows from one instant to another."""
    return {
        (start + timedelta(seconds=n)).astimezone(zone).replace(tzinfo=None, fold=0)
        for n in range(int((end - start).total_seconds()))
    }


NEAR_CHANGES = [
    datetime(2025, 10, 26, 0, tzinfo=UTC),
    datetime(2025, 4, 6, 2, tzinfo=UTC),
    datetime(2025, 4, 5, 15, tzinfo=UTC),
    datetime(2025, 3, 30, 0, tzinfo=UTC),
]


class TestRepeatedHour:
    @given(ZONES, st.sampled_from(NEAR_CHANGES), st.integers(-7_200, 10_800), st.integers(1, 7_200))
    @example(MADRID, NEAR_CHANGES[0], 0, 3_600)  # the first pass
    @example(MADRID, NEAR_CHANGES[0], 3_600, 3_600)  # the second pass
    @example(MADRID, NEAR_CHANGES[0], 1_800, 3_600)  # half of each
    def test_an_aware_range_covers_the_seconds_of_the_wall_clock_between_its_instants(
        self, zone, change, ahead, seconds
    ):
        start = change + timedelta(seconds=ahead)
        end = start + timedelta(seconds=seconds)
        window = range_of(start, end, zone)
        seen = walls_between(start, end, zone)
        first, last = shown(window)
        assert (first, last) == (min(seen), max(seen) + timedelta(seconds=1))
        assert range_of(start.astimezone(zone), end.astimezone(zone), zone) == window

    def test_an_end_before_the_start_is_refused_though_its_wall_clock_is_later(self):
        start = datetime(2025, 10, 26, 1, 10, tzinfo=UTC)  # 02:10, the second time
        with pytest.raises(ConfigurationError, match="not after start"):
            range_of(start, start - timedelta(minutes=20), MADRID)

    def test_a_naive_edge_is_both_passes(self):
        start = datetime(2025, 10, 26, 0, 15, tzinfo=UTC)  # 02:15, the first time
        assert shown(range_of(start, datetime(2025, 10, 26, 2, 45), MADRID)) == (
            datetime(2025, 10, 26, 2),
            datetime(2025, 10, 26, 2, 45),
        )


class TestPast:
    RANGE = range_of(DAY, date(2025, 3, 1), BOGOTA)

    @pytest.mark.parametrize(
        ("now", "end"),
        [
            (datetime(2025, 4, 1, tzinfo=UTC), datetime(2025, 3, 1)),
            (datetime(2025, 2, 1, 17, tzinfo=UTC), datetime(2025, 2, 1, 12, 0, 1)),
            (datetime(2025, 1, 1, 5, tzinfo=UTC), datetime(2025, 1, 1, 0, 0, 1)),
            (datetime(2025, 2, 1, 17, 0, 0, 5, tzinfo=UTC), datetime(2025, 2, 1, 12, 0, 1)),
        ],
    )
    def test_a_range_ends_with_this_second_where_it_reaches_into_the_future(self, now, end):
        assert shown(past(self.RANGE, now.timestamp(), BOGOTA)) == (datetime(2025, 1, 1), end)

    @pytest.mark.parametrize("now", [datetime(2024, 6, 1, tzinfo=UTC), datetime(2025, 1, 1, 4, 59, 59, tzinfo=UTC)])
    def test_a_range_that_has_not_begun_has_no_past(self, now):
        assert past(self.RANGE, now.timestamp(), BOGOTA) is None

    def test_in_the_second_pass_of_a_repeated_hour_all_of_the_first_is_past(self):
        day = range_of(date(2025, 10, 26), date(2025, 10, 27), MADRID)
        now = datetime(2025, 10, 26, 1, 5, tzinfo=UTC)
        assert shown(past(day, now.timestamp(), MADRID))[1] == datetime(2025, 10, 26, 3)


class TestSettled:
    @pytest.mark.parametrize(
        ("grain", "before"),
        [
            (timedelta(seconds=1), datetime(2025, 6, 1, 6, 43)),
            (timedelta(minutes=30), datetime(2025, 6, 1, 6, 30)),
            (timedelta(hours=1), datetime(2025, 6, 1, 6)),
            (timedelta(days=1), datetime(2025, 6, 1)),
        ],
    )
    def test_it_is_twenty_minutes_ago_on_a_boundary(self, grain, before):
        now = datetime(2025, 6, 1, 12, 3, 59, tzinfo=UTC).timestamp()  # 07:03:59 in Bogota
        assert settled_before(now, BOGOTA, grain) == before.replace(tzinfo=BOGOTA)

    @pytest.mark.parametrize(
        ("now", "before"),
        [
            (datetime(2025, 10, 26, 0, 50, tzinfo=UTC), datetime(2025, 10, 26, 2)),  # 02:30, the first time
            (datetime(2025, 10, 26, 1, 50, tzinfo=UTC), datetime(2025, 10, 26, 2, 30)),  # and the second
            (datetime(2025, 10, 26, 2, 50, tzinfo=UTC), datetime(2025, 10, 26, 3, 30)),
        ],
    )
    def test_the_second_pass_of_a_repeated_hour_is_still_to_come_in_the_first(self, now, before):
        cut = settled_before(now.timestamp(), MADRID, timedelta(minutes=1))
        assert cut.replace(tzinfo=None) == before

    @given(ZONES, st.sampled_from(NEAR_CHANGES), st.integers(-10_800, 10_800))
    def test_no_second_before_it_comes_again_later(self, zone, change, ahead):
        settled = change + timedelta(seconds=ahead)
        cut = settled_before(settled.timestamp() + 1_200, zone, timedelta(minutes=1))
        later = walls_between(settled, settled + timedelta(hours=2), zone)
        assert min(later) >= cut.replace(tzinfo=None)
