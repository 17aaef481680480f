"""Promise 5: rows are put together by what they mean, and a sum is right or missing."""

from datetime import timedelta
from itertools import pairwise

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from wolkvox_async.core.endpoint import Buckets, Events, Share, Totals
from wolkvox_async.core.merging import merge_nested, merge_totals, merged, without_grand_total
from wolkvox_async.core.wire import Float, Int, Record, Text, named, record


@record
class Row(Record):
    result: Text
    records: Int
    percent: Float


@record
class Labelled(Record):
    agent_id: Text
    name: Text
    team: Text
    calls: Int = named("n calls")
    cost: Float


RULE = Totals(by=("result",), merge="recompute", additive=("records",), derived={"percent": Share("records")})
AGENTS = Totals(by=("agent_id",), merge="sum", additive=("calls", "cost"))


def test_totals_are_added_and_shares_worked_out_again():
    windows = [[Row("answer", 1, 50.0), Row("busy", 1, 50.0)], [Row("answer", 6, 100.0)]]
    assert merge_totals(windows, RULE) == [Row("answer", 7, 87.5), Row("busy", 1, 12.5)]


def test_missing_numbers_and_nothing_at_all():
    assert merge_totals([[Row("a", None, None)], [Row("a", 2, None)], [Row("a", None, None)]], RULE) == [
        Row("a", 2, 100.0)
    ]
    assert merge_totals([[Row("a", None, None)]], RULE) == [Row("a", None, None)]
    assert merge_totals([[Row("a", 0, None)]], RULE) == [Row("a", 0, None)]
    assert merge_totals([[], []], RULE) == []


def test_a_sum_of_costs_has_no_more_decimals_than_its_parts():
    windows = [[Labelled("1", "a", None, 1, cost)] for cost in (0.1, 0.2, 0.7)]
    (row,) = merge_totals(windows, AGENTS)
    assert row.cost == 1.0


def test_a_share_of_another_field_and_of_durations():
    @attrs.define
    class Agent:
        agent: str
        preview: timedelta
        total: timedelta
        share: float | None

    share = Share("preview", over="total")
    rule = Totals(by=("agent",), merge="recompute", additive=("preview", "total"), derived={"share": share})
    hour = timedelta(hours=1)
    merged = merge_totals([[Agent("x", hour, 3 * hour, 33.33)], [Agent("x", hour, hour, 100.0)]], rule)
    assert merged == [Agent("x", 2 * hour, 4 * hour, 50.0)]


class TestUnread:
    """A number that did not parse stands in `extra`, by its name on the wire."""

    def test_makes_its_sum_missing_with_the_raw_value_kept(self):
        windows = [
            [Labelled("1", "Ana", None, 5, 1.0)],
            [Labelled("1", "Ana", None, None, 1.0, extra={"n calls": "1.2.3"})],
            [Labelled("1", "Ana", None, 7, 1.0)],
        ]
        assert merge_totals(windows, AGENTS) == [Labelled("1", "Ana", None, None, 3.0, extra={"n calls": "1.2.3"})]

    def test_of_several_windows_keeps_each_raw_value(self):
        windows = [[Labelled("1", "Ana", None, None, None, extra={"n calls": text})] for text in ("x", "y", "x")]
        (row,) = merge_totals(windows, AGENTS)
        assert (row.calls, row.extra) == (None, {"n calls": ["x", "y", "x"]})

    def test_makes_the_shares_missing_that_lean_on_it(self):
        windows = [[Row("a", 3, 30.0), Row("b", None, 70.0, extra={"records": "seven"})], [Row("a", 1, 100.0)]]
        assert merge_totals(windows, RULE) == [
            Row("a", 4, None),
            Row("b", None, None, extra={"records": "seven"}),
        ]


class TestLabels:
    def test_are_the_first_that_are_there(self):
        windows = [[Labelled("1", None, None, 1, None)], [Labelled("1", "Ana", "", 1, None)]]
        windows += [[Labelled("1", "ANA M.", "north", 1, None)]]
        assert merge_totals(windows, AGENTS) == [Labelled("1", "Ana", "north", 3, None)]

    def test_that_could_be_read_nowhere_keep_their_first_raw_value(self):
        windows = [[Labelled("1", None, None, 1, None)]]
        windows += [[Labelled("1", None, None, 1, None, extra={"name": text})] for text in ([1], [2])]
        (row,) = merge_totals(windows, AGENTS)
        assert (row.name, row.extra) == (None, {"name": [1]})

    def test_extra_keeps_what_all_windows_agree_on(self):
        extras = [{"site": "B", "shift": "am", "x": 1}, {"site": "B", "shift": "pm"}, {"site": "B", "x": 1}]
        windows = [[Labelled("1", "Ana", None, 1, None, extra=extra)] for extra in extras]
        (row,) = merge_totals(windows, AGENTS)
        assert row.extra == {"site": "B"}
        assert windows[0][0].extra == extras[0]  # as it came


class TestEmptyBy:
    @pytest.mark.parametrize("empty", [None, "", "-"])
    def test_rows_are_one_only_where_their_labels_agree(self, empty):
        windows = [
            [Labelled(empty, "Ana", "north", 1, None), Labelled(empty, "Eva", "north", 2, None)],
            [Labelled(empty, "Eva", "north", 4, None), Labelled(empty, "Eva", "south", 8, None)],
        ]
        assert [(row.name, row.team, row.calls) for row in merge_totals(windows, AGENTS)] == [
            ("Ana", "north", 1),
            ("Eva", "north", 6),
            ("Eva", "south", 8),
        ]

    def test_what_could_not_be_read_of_it_must_agree_too(self):
        windows = [[Labelled(None, "Ana", None, 1, None, extra={"agent_id": raw})] for raw in ([1], [2], [1])]
        assert [row.calls for row in merge_totals(windows, AGENTS)] == [2, 1]

    def test_without_any_by_there_is_one_row(self):
        rule = Totals(by=(), merge="sum", additive=("calls",))
        assert [row.calls for row in merge_totals([[Labelled("1", "a", None, 1, None)]] * 3, rule)] == [3]

    def test_nested_rows_are_told_apart_alike(self):
        windows = [[Agent("", [1], "Ana"), Agent("", [2], "Eva")], [Agent("", [3], "Eva")]]
        assert merge_nested(windows, NESTED) == [Agent("", [1], "Ana"), Agent("", [2, 3], "Eva")]


WORDS = [
    "TOTAL",
    "total",
    "Total general",
    "TOTALES",
    "Totals",
    "Grand total",
    "Gran Total:",
    "  Total  ",
    "Suma total",
]


class TestGrandTotal:
    @pytest.mark.parametrize("word", WORDS)
    def test_is_left_out_in_one_window_and_in_many(self, word):
        windows = [
            [Row("answer", 1, 50.0), Row("busy", 1, 50.0), Row(word, 2, 100.0)],
            [Row(word, 6, 100.0), Row("answer", 6, 100.0)],
        ]
        own = [without_grand_total(window, RULE) for window in windows]
        assert merge_totals(own, RULE) == [Row("answer", 7, 87.5), Row("busy", 1, 12.5)]
        assert without_grand_total(windows[0], RULE) == windows[0][:2]
        assert without_grand_total(windows[1], RULE) == windows[1][1:]

    @pytest.mark.parametrize(
        "row", [Row("total", 5, 1.0), Row("Total loss", 2, 1.0), Row("TOTALPLAY", 2, 1.0), Row("sum", 2, 1.0)]
    )
    def test_a_real_row_of_such_a_name_stays(self, row):
        rows = [Row("answer", 1, 50.0), Row("busy", 1, 50.0), row]
        assert without_grand_total(rows, RULE) is rows
        assert {row.result: row.records for row in merge_totals([rows, rows], RULE)}[row.result] == 2 * row.records

    def test_all_its_numbers_are_compared_and_costs_to_their_cents(self):
        rows = [Labelled("1", "a", None, 1, 0.333), Labelled("2", "b", None, 2, 0.333)]
        assert without_grand_total([*rows, Labelled("TOTAL", None, None, 3, 0.67)], AGENTS) == rows
        assert without_grand_total([*rows, Labelled("TOTAL", None, None, 3, None)], AGENTS) == rows
        for calls, cost in ((3, 0.9), (4, 0.67), (None, None)):
            other = [*rows, Labelled("TOTAL", None, None, calls, cost)]
            assert without_grand_total(other, AGENTS) is other

    def test_a_label_says_it_where_by_is_empty(self):
        rows = [Labelled("1", "a", None, 1, 1.0), Labelled(None, "Total general", None, 1, 1.0)]
        assert without_grand_total(rows, AGENTS) == rows[:1]
        named = [Labelled("1", "a", None, 1, 1.0), Labelled("7", "Total general", None, 1, 1.0)]
        assert without_grand_total(named, AGENTS) is named

    def test_of_durations_and_of_a_window_without_rows(self):
        @attrs.define
        class State:
            state: str
            time: timedelta | None

        rule = Totals(by=("state",), merge="sum", additive=("time",))
        hour = timedelta(hours=1)
        rows = [State("ready", hour), State("lunch", hour)]
        assert without_grand_total([*rows, State("TOTAL", 2 * hour)], rule) == rows
        assert without_grand_total([State("TOTAL", timedelta(0))], rule) == []
        assert without_grand_total([State("ready", None), State("TOTAL", timedelta(0))], rule) == [State("ready", None)]

    def test_numbers_that_cannot_be_read_say_nothing(self):
        rows = [Row("a", None, None, extra={"records": "?"}), Row("TOTAL", 2, 100.0)]
        assert without_grand_total(rows, RULE) is rows

    def test_rows_that_do_not_add_up_have_none(self):
        rows = [Row("a", 1, None), Row("TOTAL", 1, None)]
        assert without_grand_total(rows, Totals(by=("result",), merge="none")) is rows
        assert without_grand_total(rows[1:], Totals(by=(), merge="sum", additive=("records",))) == rows[1:]


counts = st.one_of(st.none(), st.integers(0, 10**6))
costs = st.one_of(st.none(), st.integers(0, 10**6).map(lambda cents: cents / 100))
rows = st.builds(
    Labelled,
    st.sampled_from(["1", "2", "3", None]),
    st.sampled_from(["Ana", "Eva", None]),
    st.just(None),
    counts,
    costs,
    extra=st.sampled_from([{}, {"site": "B"}]),
)


@given(st.lists(rows, max_size=20), st.lists(st.integers(0, 20), max_size=4))
def test_merging_any_split_of_the_same_rows_is_merging_the_whole(rows, cuts):
    edges = [0, *sorted(min(cut, len(rows)) for cut in cuts), len(rows)]
    windows = [rows[start:end] for start, end in pairwise(edges)]
    split, whole = merge_totals(windows, AGENTS), merge_totals([rows], AGENTS)
    assert split == whole
    assert sum(row.calls or 0 for row in split) == sum(row.calls or 0 for row in rows)


@attrs.define
class Agent:
    agent: str
    stats: list[int] | None
    name: str = ""


NESTED = Buckets(span=timedelta(days=1), time="stats.date", by=("agent",))


class TestNested:
    def test_the_days_of_all_windows_stand_under_their_agent(self):
        windows = [
            [Agent("1", [1, 2], "Ana"), Agent("2", None)],
            [Agent("2", [3]), Agent("1", [4], "Ana M.")],
            [Agent("3", [5]), Agent("1", None)],
        ]
        assert merged(windows, NESTED) == [Agent("1", [1, 2, 4], "Ana"), Agent("2", [3]), Agent("3", [5])]
        assert windows[0][0].stats == [1, 2]  # as it came

    def test_nothing_at_all_and_one_window(self):
        assert merge_nested([], NESTED) == []
        assert merge_nested([[Agent("1", None)]], NESTED) == [Agent("1", None)]
        assert merge_nested([[Agent("1", None)], [Agent("1", None)]], NESTED) == [Agent("1", None)]

    def test_rows_that_nothing_tells_apart_are_one(self):
        rule = Buckets(span=timedelta(days=1), time="stats.date")
        assert merge_nested([[Agent("1", [1])], [Agent("1", [2])]], rule) == [Agent("1", [1, 2])]

    @given(st.lists(st.lists(st.tuples(st.sampled_from("abc"), st.lists(st.integers())))))
    def test_nothing_is_lost_and_order_is_kept(self, given_windows):
        windows = [[Agent(name, stats) for name, stats in window] for window in given_windows]
        joined = {row.agent: row.stats for row in merge_nested(windows, NESTED)}
        for agent in "abc":
            listed = [stat for window in given_windows for name, stats in window if name == agent for stat in stats]
            assert joined.get(agent, []) == listed


def test_events_are_not_merged():
    with pytest.raises(TypeError, match="Events are not merged"):
        merged([[]], Events())


def test_totals_are_merged_by_the_same_name():
    assert merged([[Row("a", 1, None)], [Row("a", 2, None)]], RULE) == [Row("a", 3, 100.0)]
