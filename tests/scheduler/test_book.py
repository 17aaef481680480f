"""A day's book: what is booked ahead is made, or given back by a claim that can, and nothing is made twice."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wolkvox_async.scheduler.book import Book
from wolkvox_async.scheduler.day import Day
from wolkvox_async.scheduler.store import Budget

SMALL = st.integers(0, 9)


def book(quota=1000):
    return Book(Day("2026-03-02", 0.0, 86_400.0), Budget("one", "2026-03-02", quota))


@given(
    st.lists(
        st.tuples(st.just("begin"), SMALL)
        | st.tuples(st.just("end"), SMALL)
        | st.tuples(st.just("make"), SMALL)
        | st.tuples(st.just("unmake"), st.just(0))
    )
)
def test_what_claims_bring_in_is_made_or_given_back_by_one_that_can(steps):
    it, claims, made = book(), [], []
    brought = given_back = lost = 0
    for what, number in steps:
        if what == "begin":
            it.bring(number)
            claims.append(number)
            brought += number
        elif what == "end" and claims:
            its = claims.pop(number % len(claims))
            over = it.withdraw(its)
            assert 0 <= over <= its  # a store would not take back more
            given_back += over
        elif what == "make" and number <= it.ahead:
            it.spend(number)
            made.append(number)
        elif what == "unmake" and made:
            cost = made.pop()
            back = it.unspend(cost)
            assert 0 <= back <= cost
            lost += cost - back
        assert it.backed == sum(claims)
        assert 0 <= it.ahead <= it.backed
        assert it.used == sum(made)
        assert brought == sum(made) + it.ahead + given_back + lost
    for its in claims:
        given_back += it.withdraw(its)
    assert it.ahead == it.backed == 0


def test_a_call_that_others_back_is_booked_again_and_else_lost_to_the_book():
    it = book()
    it.bring(5)
    it.spend(5)
    assert it.unspend(2) == 2
    assert (it.ahead, it.used) == (2, 3)
    assert it.withdraw(5) == 2
    assert it.unspend(3) == 0
    assert (it.ahead, it.used) == (0, 0)


def test_the_count_of_the_store_has_what_is_ahead_in_it():
    it = book()
    it.bring(10)
    it.note(110)
    assert (it.used, it.ahead) == (100, 10)
    it.spend(4)
    it.note(110)
    assert (it.used, it.ahead) == (104, 6)
    assert it.unspend(200) == 4
    assert it.used == 0  # and not less


@pytest.mark.parametrize(
    ("used", "told"), [(799, []), (800, [0.80]), (949, [0.80]), (950, [0.80, 0.95]), (1000, [0.80, 0.95])]
)
def test_each_share_of_the_quota_is_told_once(used, told):
    it = book()
    it.note(used)
    assert it.alarms() == told
    assert it.alarms() == []
    it.note(1000)
    assert it.alarms() == [0.80, 0.95][len(told) :]
