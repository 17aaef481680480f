"""Promise 5: rows are put together by what they mean."""

from datetime import timedelta

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from wolkvox_async.core.endpoint import Buckets, Events, Share, Totals
from wolkvox_async.core.rows import Recent, identity, join_nested, merge_totals, merged


@attrs.define
class Row:
    result: str | None
    records: int | None
    percent: float | None = None


RULE = Totals(by=("result",), merge="recompute", additive=("records",), derived={"percent": Share("records")})


def test_totals_are_added_and_shares_worked_out_again():
    merged = merge_totals(
        [
            [Row("answer", 1, 50.0), Row("busy", 1, 50.0), Row("TOTAL", 2, 100.0)],
            [Row("answer", 6, 100.0), Row("total", 6, 100.0)],
        ],
        RULE,
    )
    assert merged == [Row("answer", 7, 87.5), Row("busy", 1, 12.5)]


def test_missing_numbers_and_nothing_at_all():
    assert merge_totals([[Row("a", None)], [Row("a", 2)], [Row("a", None)]], RULE) == [Row("a", 2, 100.0)]
    assert merge_totals([[Row("a", None)]], RULE) == [Row("a", None, None)]
    assert merge_totals([[Row("a", 0)]], RULE) == [Row("a", 0, None)]
    assert merge_totals([[], []], RULE) == []


def test_a_sum_of_costs_has_no_more_decimals_than_its_parts():
    windows = [[Row("a", 1, 0.1)], [Row("a", 1, 0.2)], [Row("a", 1, 0.7)]]
    (row,) = merge_totals(windows, Totals(by=("result",), merge="sum", additive=("records", "percent")))
    assert row.percent == 1.0


def test_a_key_with_a_conversation_in_it_is_remembered_by_its_digest():
    @attrs.define
    class Chat:
        conn_id: str
        conversation: list[str]

    key = identity(("conn_id", "conversation"))
    long = Chat("1", ["a message of some length"] * 50)
    assert len(key(long)) == 128
    assert key(long) == key(Chat("1", list(long.conversation)))
    assert key(long) != key(Chat("1", [*long.conversation, "and one more"]))
    recent = Recent(("conn_id", "conversation"))
    assert recent.fresh([long]) == [long]
    recent.next_window()
    assert recent.fresh([long, Chat("1", ["the later part"])]) == [Chat("1", ["the later part"])]


@given(st.lists(st.lists(st.tuples(st.sampled_from("abcd"), st.integers(0, 10**6)))))
def test_the_sum_does_not_depend_on_how_windows_were_cut(windows):
    rows = [[Row(result, count) for result, count in window] for window in windows]
    merged = {row.result: row.records for row in merge_totals(rows, RULE)}
    whole = {row.result: row.records for row in merge_totals([[row for window in rows for row in window]], RULE)}
    assert merged == whole
    assert sum(merged.values()) == sum(count for window in windows for _, count in window)


def test_a_share_of_another_field_and_of_durations():
    @attrs.define
    class Agent:
        agent: str
        preview: timedelta
        total: timedelta
        share: float | None

    rule = Totals(
        by=("agent",),
        merge="recompute",
        additive=("preview", "total"),
        derived={"share": Share("preview", over="total")},
    )
    hour = timedelta(hours=1)
    merged = merge_totals([[Agent("x", hour, 3 * hour, 33.33)], [Agent("x", hour, hour, 100.0)]], rule)
    assert merged == [Agent("x", 2 * hour, 4 * hour, 50.0)]


@attrs.define
class Call:
    conn_id: str | None
    agent: str | None


def test_a_key_that_a_neighbour_window_repeats_is_left_out():
    recent = Recent(("conn_id", "agent"))
    recent.next_window()
    assert recent.fresh([Call("1", "a"), Call("1", "b"), Call("1", "a")]) == [Call("1", "a"), Call("1", "b")]
    recent.next_window()
    assert recent.fresh([Call("1", "b"), Call("2", "a")]) == [Call("2", "a")]


def test_a_row_whose_key_is_missing_has_none():
    recent = Recent(("conn_id", "agent"))
    rows = [Call(None, "a"), Call("0", "a"), Call("-", "a"), Call("1", ""), Call(None, "a")]
    assert recent.fresh(rows) == rows


def test_without_a_key_nothing_is_left_out():
    rows = [Call("1", "a"), Call("1", "a")]
    assert Recent(()).fresh(rows) is rows


def test_a_single_field_is_a_key_too():
    assert identity(("conn_id",))(Call("7", None)) == "7"
    assert identity(("conn_id",))(Call("0", None)) is None


def test_what_is_remembered_is_bounded_and_holds_the_last_window():
    recent = Recent(("conn_id",), most=100)
    for window in range(50):
        recent.next_window()
        recent.fresh([Call(f"{window}-{n}", None) for n in range(40)])
    assert sum(map(len, recent._windows)) <= 120
    assert recent.fresh([Call("48-1", None), Call("49-1", None)]) == []


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
        assert join_nested([], NESTED) == []
        assert join_nested([[Agent("1", None)]], NESTED) == [Agent("1", None)]

    def test_rows_that_nothing_tells_apart_are_one(self):
        rule = Buckets(span=timedelta(days=1), time="stats.date")
        assert join_nested([[Agent("1", [1])], [Agent("1", [2])]], rule) == [Agent("1", [1, 2])]

    @given(st.lists(st.lists(st.tuples(st.sampled_from("abc"), st.lists(st.integers())))))
    def test_nothing_is_lost_and_order_is_kept(self, given_windows):
        windows = [[Agent(name, stats) for name, stats in window] for window in given_windows]
        joined = {row.agent: row.stats for row in join_nested(windows, NESTED)}
        for agent in "abc":
            listed = [stat for window in given_windows for name, stats in window if name == agent for stat in stats]
            assert joined.get(agent, []) == listed


def test_events_are_not_merged():
    with pytest.raises(TypeError, match="Events are not merged"):
        merged([[]], Events())


def test_totals_are_merged_by_the_same_name():
    assert merged([[Row("a", 1)], [Row("a", 2)]], RULE) == [Row("a", 3, 100.0)]
