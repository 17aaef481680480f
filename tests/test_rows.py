"""Promise 5: rows are put together by what they mean."""

from datetime import timedelta

import attrs
from hypothesis import given
from hypothesis import strategies as st

from wolkvox_async.core.endpoint import Share, Totals
from wolkvox_async.core.rows import Recent, identity, merge_totals


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
