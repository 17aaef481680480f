"""Promise 3: all rows of one reply are real; only what two neighbouring windows both give is left out."""

from array import array
from collections import Counter
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from wolkvox_async.core.edges import Edges, mark
from wolkvox_async.core.endpoint import Buckets, Events, Totals
from wolkvox_async.core.windows import Window

ZONE = ZoneInfo("America/Bogota")


def at(hour, minute=0, second=0, day=1):
    return datetime(2025, 1, day, hour, minute, second, tzinfo=ZONE)


ONE, TWO, LATER = Window(at(8), at(10)), Window(at(10), at(12)), Window(at(13), at(14))


@attrs.define
class Call:
    conn_id: str
    date: datetime | None
    status: str = ""
    extra: dict = attrs.Factory(dict)


DATED, UNDATED = Events(key=("conn_id",), time="date"), Events(key=("conn_id",))


def read(rule, *replies):
    """Sift the replies of windows; return what is handed on of each, and how many rows were left out."""
    edges, kept, left_out = Edges(rule), [], []
    for window, rows in replies:
        edges.begin(window)
        kept.append([row for batch in (rows[:2], rows[2:]) for row in edges.sift(batch, window)])
        left_out.append(edges.repeated)
    return kept, left_out


class TestEvents:
    @pytest.mark.parametrize("rule", [DATED, UNDATED])
    def test_rows_of_one_reply_that_share_all_their_fields_are_all_handed_on(self, rule):
        rows = [Call("1", at(9, 59, 59)), Call("1", at(9, 59, 59)), Call("1", at(9)), Call("1", at(9))]
        assert read(rule, (ONE, rows)) == ([rows], [0])

    def test_a_row_that_the_window_before_gave_too_is_left_out_as_often_as_that_gave_it(self):
        row = Call("1", at(9, 59, 59), extra={"a": [1, {"b": "c"}]})
        again = Call("1", at(9, 59, 59), extra={"a": [1, {"b": "c"}]})
        assert read(DATED, (ONE, [row]), (TWO, [again])) == ([[row], []], [0, 1])
        assert read(DATED, (ONE, [row]), (TWO, [again, again])) == ([[row], [again]], [0, 1])
        assert read(DATED, (ONE, [row, row]), (TWO, [again])) == ([[row, row], []], [0, 1])

    @pytest.mark.parametrize(
        "other",
        [
            Call("1", at(9, 59, 58)),
            Call("2", at(9, 59, 59)),
            Call("1", at(9, 59, 59), "delivered"),
            Call("1", at(9, 59, 59), extra={"unknown": "1"}),
        ],
    )
    def test_a_row_that_differs_in_one_field_is_another_row(self, other):
        assert read(DATED, (ONE, [Call("1", at(9, 59, 59))]), (TWO, [other])) == (
            [[Call("1", at(9, 59, 59))], [other]],
            [0, 0],
        )

    def test_the_order_of_what_is_not_documented_makes_no_difference(self):
        one, other = {"a": {"x": 1, "y": 2}, "b": 3}, {"b": 3, "a": {"y": 2, "x": 1}}
        rows = [Call("1", at(10), extra=one)], [Call("1", at(10), extra=other)]
        assert read(DATED, (ONE, rows[0]), (TWO, rows[1]))[1] == [0, 1]

    @pytest.mark.parametrize("rule", [DATED, UNDATED])
    def test_rows_of_windows_that_do_not_touch_are_not_compared(self, rule):
        row = Call("1", None)
        assert read(rule, (ONE, [row]), (LATER, [row])) == ([[row], [row]], [0, 0])
        assert read(rule, (ONE, [row]), (TWO, []), (LATER, [row])) == ([[row], [], [row]], [0, 0, 0])

    @pytest.mark.parametrize("moment", [at(8), at(9), at(9, 55), at(10, 5), at(11)])
    def test_a_row_that_two_windows_give_comes_once_wherever_its_time_lies(self, moment):
        """As of a server that gives a call with each window in which it was under way, or whole days."""
        row = Call("1", moment)
        assert read(DATED, (ONE, [row]), (TWO, [row])) == ([[row], []], [0, 1])

    def test_a_server_that_gives_whole_days_doubles_nothing(self):
        day = [Call("1", at(hour)) for hour in (8, 9, 9, 11, 12)]
        three = Window(at(12), at(13))
        assert read(DATED, (ONE, day), (TWO, day), (three, day)) == ([day, [], []], [0, 5, 5])

    def test_an_early_row_that_the_window_before_did_not_give_stays(self):
        """As of chats, which come with the window in which they were closed."""
        rows = [Call("1", at(8)), Call("2", at(9))]
        assert read(DATED, (ONE, rows[:1]), (TWO, rows[1:])) == ([rows[:1], rows[1:]], [0, 0])

    @pytest.mark.parametrize(
        ("one", "other"),
        [(Call("1", at(9), -1), Call("1", at(9), -2)), (Call("1", at(9), [-1]), Call("1", at(9), [-2]))],
    )
    def test_numbers_that_share_their_hash_are_not_taken_for_equal(self, one, other):
        assert read(DATED, (ONE, [one]), (TWO, [other])) == ([[one], [other]], [0, 0])

    def test_rows_without_a_time_are_compared_wherever_they_stand(self):
        rows = [Call("1", None), Call("2", None), Call("2", None)]
        assert read(DATED, (ONE, rows), (TWO, rows[::-1])) == ([rows, []], [0, 3])
        assert read(UNDATED, (ONE, [Call("1", at(9))]), (TWO, [Call("1", at(9))])) == ([[Call("1", at(9))], []], [0, 1])

    def test_a_row_that_goes_on_over_several_windows_comes_once(self):
        row, three = Call("1", None), Window(at(12), at(13))
        assert read(UNDATED, (ONE, [row]), (TWO, [row]), (three, [row])) == ([[row], [], []], [0, 1, 1])

    def test_a_record_without_fields_of_its_own_is_compared_by_what_is_not_documented(self):
        @attrs.define
        class Bare:
            extra: dict

        assert read(UNDATED, (ONE, [Bare({"a": 1})]), (TWO, [Bare({"a": 1}), Bare({"a": 2})])) == (
            [[Bare({"a": 1})], [Bare({"a": 2})]],
            [0, 1],
        )

    @given(
        st.lists(st.tuples(st.integers(-90, 90), st.sampled_from("ab")), max_size=30),
        st.integers(0, 60),
        st.integers(0, 60),
    )
    def test_a_server_that_gives_the_edge_with_both_windows_loses_and_doubles_nothing(self, rows, before, after):
        """Row n stands n seconds after the edge; the windows overlap by up to a minute each."""
        calls = [Call(name, at(10) + timedelta(seconds=seconds)) for seconds, name in rows]
        first = [call for call in calls if call.date < at(10) + timedelta(seconds=after)]
        second = [call for call in calls if call.date >= at(10) - timedelta(seconds=before)]
        kept, left_out = read(DATED, (ONE, first), (TWO, second))
        marks = Counter((call.conn_id, call.date) for window in kept for call in window)
        assert marks == Counter((call.conn_id, call.date) for call in calls)
        assert left_out == [0, len(first) + len(second) - len(calls)]


@attrs.define
class Hour:
    agent: str
    date: date | None
    hour: object


@attrs.define
class UndatedHour:
    hour: object
    day: date | None = date(2025, 1, 1)


@attrs.define
class Nested:
    agent: str
    hours: list | None
    day: date | None = date(2025, 1, 1)


HOURS = Buckets(span=timedelta(hours=1), time="date", by=("agent", "hour"))
HALVES = attrs.evolve(HOURS, span=timedelta(minutes=30))
DAILY = Buckets(span=timedelta(hours=1), time="hour", dated=False)
NESTED = Buckets(span=timedelta(hours=1), time="hours.hour", by=("agent",), dated=False)


def inside(rule, rows, window, *, daily=False):
    edges = Edges(rule, daily=daily)
    edges.begin(window)
    return edges.sift(rows, window), edges.outside


class TestHours:
    @pytest.mark.parametrize("wording", ["{:02}:00", "{}", "{:02}", "{:02}:00 - {:02}:59", "{:02}:00:00"])
    def test_of_zero_filled_days_those_hours_stay_that_the_window_touches(self, wording):
        rows = [Hour("a", date(2025, 1, day), wording.format(hour, hour)) for day in (1, 2) for hour in range(24)]
        kept, outside = inside(HOURS, rows, Window(at(22), at(2, day=2)))
        assert kept == [*rows[22:24], *rows[24:26]]
        assert outside == 44

    @pytest.mark.parametrize("wording", ["%I:%M:%S {}", "%I:%M{}", "%I {} - %I:59 {}"])
    @pytest.mark.parametrize("half", [("a. m.", "p. m."), ("AM", "PM"), ("a.m.", "p.m."), ("a.\u00a0m.", "p.\u00a0m.")])
    def test_a_12_hour_clock_is_read_in_its_half_of_the_day(self, wording, half):
        times = [(datetime(2025, 1, 1, hour), half[hour >= 12]) for hour in range(24)]
        rows = [Hour("a", date(2025, 1, 1), f"{moment:{wording.format(said, said)}}") for moment, said in times]
        assert inside(HOURS, rows, Window(at(14), at(16)))[0] == rows[14:16]
        assert inside(HOURS, rows, Window(at(0), at(1)))[0] == rows[:1]
        assert inside(HOURS, rows, Window(at(12), at(13)))[0] == rows[12:13]

    def test_an_hour_that_is_cut_by_the_edge_stays(self):
        rows = [Hour("a", date(2025, 1, 1), hour) for hour in range(24)]
        assert inside(HOURS, rows, Window(at(9, 30), at(11, 1)))[0] == rows[9:12]

    def test_half_hours_have_minutes(self):
        rows = [Hour("a", date(2025, 1, 1), f"{hour}:{minute}") for hour in range(24) for minute in ("00", "30")]
        assert inside(HALVES, rows, Window(at(9, 30), at(10, 30)))[0] == rows[19:21]

    @pytest.mark.parametrize("hour", [None, "", "noon", "2025", "24", "9:30 - 10:00 p. m."])
    def test_an_hour_that_cannot_be_read_is_placed_by_its_date(self, hour):
        rows = [Hour("a", date(2025, 1, day), hour) for day in (1, 2, 3)] + [Hour("a", None, 3)]
        assert inside(HOURS, rows, Window(at(22), at(2, day=2))) == ([rows[0], rows[1], rows[3]], 1)

    def test_hours_without_a_date_have_the_day_that_was_asked_for(self):
        rows = [UndatedHour(hour) for hour in range(24)]
        assert inside(DAILY, rows, Window(at(9), at(11)), daily=True) == (rows[9:11], 22)
        assert inside(DAILY, rows, Window(at(9), at(11))) == (rows, 0)  # of which day they are, only by="day" says

    def test_nested_hours_are_left_out_of_their_record(self):
        rows = [
            Nested("a", [UndatedHour(hour) for hour in range(24)]),
            Nested("b", None),
            Nested("c", [UndatedHour(9)]),
        ]
        kept, outside = inside(NESTED, rows, Window(at(9), at(11)), daily=True)
        assert [(row.agent, row.hours) for row in kept] == [
            ("a", [UndatedHour(9), UndatedHour(10)]),
            ("b", None),
            ("c", [UndatedHour(9)]),
        ]
        assert outside == 22
        assert len(rows[0].hours) == 24  # as it came


@pytest.mark.parametrize(
    "rule", [Totals(by=("agent",), merge="none"), Buckets(span=timedelta(days=1), time="date", by=("agent",))]
)
def test_rows_of_days_and_totals_are_handed_on_as_they_come(rule):
    rows = [Hour("a", date(2024, 1, 1), None)] * 2
    assert read(rule, (ONE, rows), (TWO, rows)) == ([rows, rows], [0, 0])


class TestRowsThatAreNotSifted:
    """Whoever has looked at rows otherwise says what was seen, and gives the marks of the window before."""

    def test_the_marks_of_the_window_before_are_compared_with(self):
        edges = Edges(Events(time="date"))
        call = Call("a", at(10, 30))
        edges.begin(Window(at(10), at(10, 30)))
        edges.begin(Window(at(10, 30), at(11)))
        edges.compare(array("q", [mark(call)]))
        assert edges.sift([call, call], Window(at(10, 30), at(11))) == [call]
        assert edges.repeated == 1

    @pytest.mark.parametrize("strays", [True, False])
    def test_a_row_behind_its_window_makes_all_rows_of_the_next_one_be_compared(self, strays):
        edges = Edges(Events(time="date"))
        edges.begin(Window(at(10), at(10, 30)))
        edges.note(strays=strays)
        edges.note(strays=False)
        edges.begin(Window(at(10, 30), at(11)))
        assert edges.strayed is strays
