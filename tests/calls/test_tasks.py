"""Steps in threads, whose callers are cancelled."""

import asyncio
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from wolkvox_async.calls.tasks import to_its_end


async def test_a_caller_that_is_cancelled_twice_waits_for_the_end_of_its_step():
    begun, go_on, ended = threading.Event(), threading.Event(), threading.Event()

    def step():
        begun.set()
        go_on.wait(30)
        ended.set()

    with ThreadPoolExecutor(1) as executor:
        caller = asyncio.ensure_future(to_its_end(executor, step))
        await asyncio.to_thread(begun.wait, 30)
        for _ in range(2):
            caller.cancel()
            await asyncio.sleep(0)
            await asyncio.sleep(0)
        assert not caller.done()
        go_on.set()
        with pytest.raises(asyncio.CancelledError):
            await caller
        assert ended.is_set()
