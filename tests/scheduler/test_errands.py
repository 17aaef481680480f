"""Steps that outlive their callers, and are waited for."""

import asyncio

import pytest

from wolkvox_async.scheduler.errands import Errands


@pytest.mark.looptime
async def test_a_step_goes_on_when_its_caller_is_cancelled():
    errands, done = Errands(), []

    async def step():
        await asyncio.sleep(1)
        done.append(asyncio.get_running_loop().time())
        return "result"

    began = asyncio.get_running_loop().time()
    with pytest.raises(TimeoutError):
        await asyncio.wait_for(errands.surely(step()), 0.5)
    assert done == []
    assert await errands.surely(step()) == "result"
    assert done == [began + 1, began + 1.5]


@pytest.mark.looptime
async def test_it_is_settled_when_all_have_ended_and_what_they_began_too():
    errands, done = Errands(), []

    async def step(number):
        await asyncio.sleep(1)
        done.append(number)
        if number < 3:
            errands.begin(step(number + 1))

    errands.begin(step(1))
    await errands.settled()
    assert done == [1, 2, 3]
    await errands.settled()


@pytest.mark.looptime
async def test_whoever_waits_hears_of_an_error_and_those_who_settle_do_not():
    errands = Errands()

    async def step():
        await asyncio.sleep(1)
        raise OSError("no")

    task = errands.begin(step())
    await errands.settled()
    with pytest.raises(OSError, match="no"):
        await task
    with pytest.raises(OSError, match="no"):
        await errands.surely(step())


def test_what_another_loop_began_is_not_waited_for():
    """As in a fork: the child has a loop of its own, and the parent's steps never end there."""
    errands = Errands()
    parents, childs = asyncio.new_event_loop(), asyncio.new_event_loop()
    try:

        async def begin():
            errands.begin(asyncio.sleep(3600))

        parents.run_until_complete(begin())
        childs.run_until_complete(asyncio.wait_for(errands.settled(), 1))
        for task in asyncio.all_tasks(parents):
            task.cancel()
        parents.run_until_complete(asyncio.sleep(0))
    finally:
        parents.close()
        childs.close()
