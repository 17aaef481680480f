"""Work that shares the loop: so much of it in a turn, each in its turn, and none that waits for ever."""

import asyncio
import time

import pytest

from wolkvox_async.calls.time_budget import LoopTimeBudget

MANY = 200


def work(seconds):
    until = time.perf_counter() + seconds
    while time.perf_counter() < until:
        pass


@pytest.mark.parametrize("seconds", [0.0, 0.000_1, 0.002])
async def test_all_come_on_in_their_turn_and_few_in_one_turn_of_the_loop(seconds):
    budget, done, turns = LoopTimeBudget(0.001), [], [0]

    async def one(number):
        await budget.wait()
        work(seconds)
        done.append((number, turns[0]))

    async def count():
        while len(done) < MANY:
            await asyncio.sleep(0)
            turns[0] += 1

    counting = asyncio.ensure_future(count())
    await asyncio.gather(*(one(number) for number in range(MANY)))
    await counting
    assert sorted(number for number, _ in done) == list(range(MANY))
    of_a_turn = [sum(turn == each for _, turn in done) for each in {turn for _, turn in done}]
    if seconds > 0.001:  # each spends the budget
        assert [number for number, _ in done] == list(range(MANY))
        assert max(of_a_turn) == 1


async def test_who_is_cancelled_while_waiting_holds_up_no_one():
    budget, done = LoopTimeBudget(0.000_1), []

    async def one(number):
        await budget.wait()
        work(0.000_2)
        done.append(number)

    tasks = [asyncio.ensure_future(one(number)) for number in range(60)]
    await asyncio.sleep(0)
    for task in tasks[1::3]:
        task.cancel()
    await asyncio.sleep(0)  # some are let on by now
    for task in tasks[2::3]:
        task.cancel()
    ended = await asyncio.wait_for(asyncio.gather(*tasks, return_exceptions=True), 10)
    assert all(each is None or isinstance(each, asyncio.CancelledError) for each in ended)
    assert set(range(0, 60, 3)) <= {*done}


async def test_a_program_that_fills_every_turn_by_itself_starves_no_one():
    budget, going = LoopTimeBudget(0.000_1), True

    async def other():
        while going:
            work(0.001)
            await asyncio.sleep(0)

    busy = [asyncio.ensure_future(other()) for _ in range(3)]
    await asyncio.sleep(0)

    async def one():
        await budget.wait()
        work(0.000_2)

    await asyncio.wait_for(asyncio.gather(*(one() for _ in range(20))), 10)
    going = False
    await asyncio.gather(*busy)


def test_a_line_that_a_loop_left_behind_holds_up_no_other_loop():
    budget = LoopTimeBudget(0.000_1)

    async def one():
        await budget.wait()
        work(0.000_2)

    async def left():
        for _ in range(20):
            asyncio.ensure_future(one())  # noqa: RUF006 - the loop ends before they do
        await asyncio.sleep(0)

    async def all_of_them():
        await asyncio.wait_for(asyncio.gather(*(one() for _ in range(20))), 10)

    asyncio.run(left())
    asyncio.run(all_of_them())
