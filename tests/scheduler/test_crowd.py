"""Those who ask in one turn of the loop: one step for all, each its own answer, and none for who has left."""

import asyncio

import pytest

from wolkvox_async.errors import StoreUnavailable
from wolkvox_async.scheduler.crowd import Crowd

pytestmark = pytest.mark.looptime


class Steps:
    """Answers each number with its double; may be busy, or fail."""

    def __init__(self):
        self.steps, self.patient, self.undone = [], [], []
        self.busy, self.fault = False, None
        self.crowd = Crowd(self.at_once, self.patiently, self.undo)

    def at_once(self, numbers):
        if self.busy:
            return None
        if self.fault:
            raise self.fault
        self.steps.append(numbers)
        return [2 * number for number in numbers]

    async def patiently(self, numbers):
        await asyncio.sleep(1)
        if self.fault:
            raise self.fault
        self.patient.append(numbers)
        return [2 * number for number in numbers]

    async def undo(self, number, answer):
        await asyncio.sleep(0)
        assert answer == 2 * number
        self.undone.append(number)

    def ask(self, number):
        return asyncio.create_task(self.crowd.ask(number))


async def test_one_alone_is_answered_in_the_same_turn():
    steps, turned = Steps(), []
    asyncio.get_running_loop().call_soon(turned.append, True)
    assert await steps.crowd.ask(1) == 2
    assert turned == []
    await asyncio.sleep(0)
    assert await steps.crowd.ask(2) == 4
    assert steps.steps == [[1], [2]]
    await steps.crowd.settled()


async def test_it_is_settled_when_all_are_answered_and_no_moment_later():
    steps = Steps()
    tasks = [steps.ask(number) for number in range(251)]
    began = asyncio.get_running_loop().time()
    await asyncio.sleep(0)
    await steps.crowd.settled()
    await asyncio.sleep(0)
    assert all(task.done() for task in tasks)
    assert asyncio.get_running_loop().time() == began
    steps.busy = True
    late = [steps.ask(number) for number in range(3)]
    await asyncio.sleep(0)
    await asyncio.sleep(0)  # one of them waits for itself, the others for a step in the background
    await steps.crowd.settled()
    assert steps.patient == [[0], [1, 2]]
    await asyncio.gather(*late)


def test_in_another_loop_nobody_waits_for_a_turn_of_the_old_one():
    steps, answers = Steps(), []

    async def ask(number, loop):
        answers.append(await steps.crowd.ask(number))
        loop.stop()  # in this very turn, before the step for those who ask after it

    for number in (1, 2, 3):
        loop = asyncio.new_event_loop()
        asked = loop.create_task(ask(number, loop))
        loop.call_later(1, loop.stop)
        loop.run_forever()
        assert asked.done()
        loop.close()
    assert answers == [2, 4, 6]
    assert steps.steps == [[1], [2], [3]]


async def test_many_are_answered_in_one_step_each_with_its_own():
    steps = Steps()
    assert await asyncio.gather(*[steps.crowd.ask(number) for number in range(10)]) == list(range(0, 20, 2))
    assert steps.steps == [[0], list(range(1, 10))]


async def test_no_step_is_longer_than_a_hundred_and_none_is_overtaken():
    steps, order = Steps(), []
    tasks = [steps.ask(number) for number in range(251)]
    for task in tasks:
        task.add_done_callback(lambda task: order.append(task.result() // 2))
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    late = steps.ask(999)
    await asyncio.gather(*tasks, late)
    assert [len(step) for step in steps.steps] == [1, 100, 100, 51]
    assert steps.steps[-1][-1] == 999
    assert order == list(range(251))


async def test_all_hear_of_a_step_that_fails_each_with_an_error_of_its_own():
    steps = Steps()
    steps.fault = StoreUnavailable("disk gone", advice="find it")
    answers = await asyncio.gather(*[steps.crowd.ask(number) for number in range(4)], return_exceptions=True)
    assert [str(error) for error in answers] == ["disk gone; find it"] * 4
    assert len({id(error) for error in answers[1:]}) == 3
    answers[1].at(operation="one")
    assert answers[2].operation is None
    steps.fault = None
    assert await steps.crowd.ask(1) == 2


async def test_who_leaves_before_the_step_is_not_asked_for():
    steps = Steps()
    tasks = [steps.ask(number) for number in range(4)]
    await asyncio.sleep(0)
    tasks[2].cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
    assert steps.steps == [[0], [1, 3]]
    assert steps.undone == []


async def test_where_all_have_left_there_is_no_step():
    steps = Steps()
    tasks = [steps.ask(number) for number in range(3)]
    await asyncio.sleep(0)
    tasks[1].cancel()
    tasks[2].cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
    await steps.crowd.settled()
    assert steps.steps == [[0]]


async def test_who_is_cancelled_in_the_turn_of_the_answer_leaves_nothing():
    steps = Steps()
    tasks = [steps.ask(number) for number in range(4)]
    await asyncio.sleep(0)
    asyncio.get_running_loop().call_soon(tasks[2].cancel)  # after the step, before those who wait for it run
    await asyncio.gather(*tasks, return_exceptions=True)
    assert [task.cancelled() for task in tasks] == [False, False, True, False]
    assert steps.steps == [[0], [1, 2, 3]]
    assert steps.undone == [2]


async def test_who_is_cancelled_in_the_turn_of_a_failure_leaves_nothing():
    steps = Steps()
    tasks = [steps.ask(number) for number in range(3)]
    await asyncio.sleep(0)
    steps.fault = StoreUnavailable("disk gone")
    asyncio.get_running_loop().call_soon(tasks[2].cancel)
    await asyncio.gather(*tasks, return_exceptions=True)
    assert [task.cancelled() for task in tasks] == [False, False, True]
    assert steps.undone == []


async def test_a_busy_step_is_waited_for_and_who_left_meanwhile_leaves_nothing():
    steps = Steps()
    steps.busy = True
    tasks = [steps.ask(number) for number in range(4)]
    await asyncio.sleep(0.5)
    tasks[2].cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
    assert [task.cancelled() for task in tasks] == [False, False, True, False]
    assert [tasks[number].result() for number in (0, 1, 3)] == [0, 2, 6]
    await steps.crowd.settled()
    assert steps.patient == [[0], [1, 2, 3]]
    assert steps.undone == [2]


async def test_a_busy_step_that_fails_in_the_end():
    steps = Steps()
    steps.busy, steps.fault = True, StoreUnavailable("locked")
    tasks = [steps.ask(number) for number in range(4)]
    await asyncio.sleep(0.5)
    tasks[3].cancel()
    answers = await asyncio.gather(*tasks, return_exceptions=True)
    assert [type(error) for error in answers] == [*[StoreUnavailable] * 3, asyncio.CancelledError]
    assert steps.undone == []
