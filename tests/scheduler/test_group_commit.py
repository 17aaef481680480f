"""Steps of one turn go to the store together and in order; changes are never lost, and answers belong to who asked."""

import asyncio
import logging
import os

import pytest

from tests.support.leaping import Leaping
from tests.support.scheduling import TODAY, TOKEN, claim
from wolkvox_async.errors import ConfigurationError, StoreUnavailable
from wolkvox_async.locks import Locked
from wolkvox_async.scheduler import Granted
from wolkvox_async.scheduler.stores import group_commit
from wolkvox_async.scheduler.stores.group_commit import GroupCommit, Unanswered
from wolkvox_async.scheduler.stores.memory import MemoryStore
from wolkvox_async.scheduler.stores.protocol import CountLeases, ReadUsed, Reconcile, Release, SetExpiry

pytestmark = pytest.mark.looptime


class Store(GroupCommit):
    """A store in memory that fails as it is made to: `faults` are raised one after the other."""

    def __init__(self, patience=5.0):
        super().__init__(patience)
        self.memory = MemoryStore()
        self.batches = []
        self.faults = []
        self.taken = None  # a batch that was taken, and its answers, which got lost
        self.seconds = 0.0
        self.disconnected = 0

    def __repr__(self):
        return "<the store>"

    async def _commit(self, steps):
        self.batches.append(list(steps))
        await asyncio.sleep(self.seconds)
        fault = self.faults.pop(0) if self.faults else None
        if fault is not None and not isinstance(fault, Unanswered):
            raise fault
        if self.taken is None:
            self.taken = steps, [self.memory.apply(step) for step in steps]
        taken, answers = self.taken
        assert steps == taken
        if fault is not None:
            raise fault
        self.taken = None
        return answers

    def _moved(self, *, forked):
        """There is no connection."""

    async def _disconnect(self):
        self.disconnected += 1


GONE = StoreUnavailable("gone", advice="look for it")


def kinds(store):
    return [[type(step).__name__ for step in batch] for batch in store.batches]


def asking(store, *names, **options):
    return [asyncio.create_task(store.ask(claim(name, token=name, **options))) for name in names]


async def used(store):
    return store.memory.apply(ReadUsed(TODAY))


async def test_what_comes_in_one_turn_is_one_commit_in_order():
    store = Store()
    first = claim("a")
    assert await store.ask(first) == Granted(1)
    store.post(Release(first, refund=True))
    second, count = await asyncio.gather(store.ask(claim("b")), store.ask(ReadUsed(TODAY)))
    assert (second, count) == (Granted(1), 1)
    assert kinds(store) == [["Claim"], ["Release", "Claim", "ReadUsed"]]


async def test_a_waiter_that_a_release_wakes_asks_in_the_same_commit():
    store, woken = Store(), asyncio.Event()
    await store.ask(claim("a"))

    async def waiter():
        await woken.wait()
        return await store.ask(claim("b"))

    task = asyncio.create_task(waiter())
    await asyncio.sleep(0)
    store.post(Release(claim("a")))
    woken.set()
    await task
    assert kinds(store)[1:] == [["Release", "Claim"]]


async def test_a_commit_takes_forty_steps_and_the_next_the_rest():
    store = Store()
    await asyncio.gather(*[store.ask(ReadUsed(TODAY)) for _ in range(100)])
    assert [len(batch) for batch in store.batches] == [40, 40, 20]


async def test_what_comes_while_a_commit_is_on_its_way_is_in_the_next():
    store = Store()
    store.seconds = 1.0
    first = asking(store, "a")
    await asyncio.sleep(0.5)
    second = asking(store, "b", "c")
    await asyncio.gather(*first, *second)
    assert [len(batch) for batch in store.batches] == [1, 2]


# Locked


async def test_a_locked_store_is_tried_again_without_an_error():
    store = Store()
    store.faults = [Locked()] * 20
    store.post(Reconcile(TODAY, 7))
    assert await store.ask(ReadUsed(TODAY)) == 7
    assert asyncio.get_running_loop().time() < 1


async def test_a_question_waits_for_a_locked_store_as_long_as_patience_lasts_and_a_change_longer():
    store = Store()
    store.faults = [Locked()] * 10_000
    store.post(Reconcile(TODAY, 7))
    with pytest.raises(StoreUnavailable, match="did not answer for 5 s"):
        await store.ask(ReadUsed(TODAY))
    assert asyncio.get_running_loop().time() == pytest.approx(5, abs=0.3)
    before = len(store.batches)
    await asyncio.sleep(100)
    assert len(store.batches) - before < 1000  # without haste, where no caller waits
    store.faults.clear()
    await asyncio.sleep(4)
    assert await used(store) == 7


# Gone


async def test_a_question_fails_at_once_where_the_store_is_gone_each_with_an_error_of_its_own():
    store = Store()
    store.faults = [GONE]
    answers = await asyncio.gather(*asking(store, "a", "b"), return_exceptions=True)
    assert [str(error) for error in answers] == ["gone; look for it"] * 2
    answers[0].at(operation="one")
    assert answers[1].operation is None
    assert await store.ask(claim("c")) == Granted(1)


async def test_changes_are_carried_through_in_order_when_the_store_is_back_however_many():
    store = Store()
    leases = [claim(f"{n}", token=f"{n}", cost=n) for n in range(1, 4)]
    for lease in leases:
        await store.ask(lease)
    store.batches.clear()
    store.faults = [GONE] * 5
    for lease in leases:
        store.post(Release(lease, refund=True))
    for _ in range(300):
        store.post(Reconcile(TODAY, 0))
    await asyncio.sleep(10)
    assert await used(store) == 0
    taken = [step for batch in store.batches[5:] for step in batch]
    assert taken[:3] == [Release(lease, refund=True) for lease in leases]
    assert len(taken) == 303


async def test_a_question_does_not_wait_for_the_next_attempt():
    store = Store()
    store.faults = [GONE]
    store.post(Reconcile(TODAY, 7))
    await asyncio.sleep(0.01)  # it was tried
    assert await store.ask(ReadUsed(TODAY)) == 7
    assert asyncio.get_running_loop().time() == 0.01


async def test_a_fault_of_ours_reaches_those_who_asked():
    store = Store()
    store.faults = [ZeroDivisionError("a fault")]
    with pytest.raises(ZeroDivisionError):
        await store.ask(claim("a"))
    assert await store.ask(claim("a")) == Granted(1)


# No answer


async def test_a_batch_without_an_answer_is_sent_again_as_it_was_and_what_it_was_granted_is_released():
    store = Store()
    store.faults = [Unanswered(GONE), GONE, Locked(), Unanswered(GONE)]
    store.post(Reconcile(TODAY, 1))
    with pytest.raises(StoreUnavailable, match="gone"):
        await store.ask(claim("a", cost=3))
    assert await used(store) == 4
    store.post(SetExpiry(claim("a", cost=3), 300.0))  # the call goes out all the same
    await asyncio.sleep(10)
    assert await used(store) == 4
    assert await store.ask(CountLeases((TOKEN,), 299.0)) == 1
    assert kinds(store) == [["Reconcile", "Claim"]] * 5 + [["Release", "SetExpiry"], ["CountLeases"]]


async def test_a_question_that_comes_meanwhile_waits_for_the_batch_before_it():
    store = Store()
    store.faults = [Unanswered(GONE)]
    with pytest.raises(StoreUnavailable):
        await store.ask(claim("a", cost=3))
    assert await store.ask(ReadUsed(TODAY)) == 0
    assert asyncio.get_running_loop().time() == 0
    assert kinds(store) == [["Claim"], ["Claim"], ["Release", "ReadUsed"]]


# Callers that leave


@pytest.mark.parametrize("turns", range(5))
async def test_a_caller_that_is_cancelled_leaves_nothing_behind(turns):
    store = Store()
    first, second = asking(store, "a", "b")
    for _ in range(turns):
        await asyncio.sleep(0)
    second.cancel()
    answers = await asyncio.gather(first, second, return_exceptions=True)
    await asyncio.sleep(1)
    assert answers[0] == Granted(1)
    assert await used(store) == (1 if second.cancelled() else 2)


async def test_a_caller_that_is_cancelled_while_its_claim_is_on_the_way_leaves_nothing_behind():
    store = Store()
    store.seconds = 1.0
    first, second = asking(store, "a", "b")
    await asyncio.sleep(0.5)
    second.cancel()
    await asyncio.gather(first, second, return_exceptions=True)
    await asyncio.sleep(2)
    assert await used(store) == 1


async def test_what_was_granted_in_vain_is_released_when_the_store_is_back():
    store = Store()
    store.seconds = 1.0
    (task,) = asking(store, "a")
    await asyncio.sleep(0.5)
    task.cancel()
    await asyncio.sleep(1.0)
    store.faults = [GONE]
    await asyncio.sleep(5)
    assert await used(store) == 0


async def test_a_count_that_no_caller_waits_for_any_more_leaves_nothing_to_undo():
    store = Store()
    store.seconds = 1.0
    task = asyncio.create_task(store.ask(ReadUsed(TODAY)))
    await asyncio.sleep(0.5)
    task.cancel()
    await asyncio.sleep(2)
    assert kinds(store) == [["ReadUsed"]]


async def test_a_caller_that_is_cancelled_in_the_turn_of_its_answer_leaves_nothing_behind():
    store = Store()
    store.seconds = 1.0
    tasks = asking(store, "a", "b", "c")
    asyncio.get_running_loop().call_at(1.0, lambda: asyncio.get_running_loop().call_soon(tasks[1].cancel))
    await asyncio.gather(*tasks, return_exceptions=True)
    await asyncio.sleep(3)
    assert tasks[1].cancelled()
    assert await used(store) == 2


async def test_a_caller_that_is_cancelled_in_the_turn_of_a_failure_leaves_nothing_behind():
    store = Store()
    store.seconds, store.faults = 1.0, [GONE]
    tasks = asking(store, "a", "b")
    asyncio.get_running_loop().call_at(1.0, lambda: asyncio.get_running_loop().call_soon(tasks[1].cancel))
    await asyncio.gather(*tasks, return_exceptions=True)
    assert tasks[1].cancelled()
    await asyncio.sleep(3)
    assert len(store.batches) == 1


def test_an_answer_that_comes_in_the_turn_in_which_its_time_is_up_is_taken():
    answers = []
    for turns in range(6):
        loop, store, wrongs = Leaping(), Store(), []
        loop.set_exception_handler(lambda _, context, wrongs=wrongs: wrongs.append(context))

        async def pass_time(loop=loop, turns=turns):
            for _ in range(turns):
                await asyncio.sleep(0)
            loop.advance(0.01)

        async def main(store=store, pass_time=pass_time):
            question = store.ask(ReadUsed(TODAY), within=0.01)
            return await asyncio.gather(question, pass_time(), return_exceptions=True)

        answers.append(loop.run_until_complete(main())[0])
        loop.close()
        assert not wrongs
    assert isinstance(answers[0], StoreUnavailable)
    assert answers[-1] == 0


async def test_where_all_have_left_nothing_is_committed():
    store = Store()
    tasks = asking(store, "a", "b")
    await asyncio.sleep(0)
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
    assert store.batches == []
    store.faults = [Locked()] * 3
    (late,) = asking(store, "c")
    await asyncio.sleep(0.0005)
    late.cancel()
    await asyncio.sleep(1)
    assert len(store.batches) < 3


# Closing, loops and forks


async def test_a_question_ends_with_the_loop_whose_end_cancels_its_commit():
    store = Store()
    store.seconds = 1.0
    (asked,) = asking(store, "a")
    await asyncio.sleep(0.5)
    for task in asyncio.all_tasks() - {asyncio.current_task(), asked}:
        task.cancel()
    (answer,) = await asyncio.gather(asked, return_exceptions=True)
    assert isinstance(answer, asyncio.CancelledError)


async def test_what_is_left_when_a_loop_ends_is_taken_before_it_has_ended(caplog):
    store = Store()
    store.seconds = 0.2
    store.post(Reconcile(TODAY, 7))
    await asyncio.sleep(0.1)
    (committer,) = asyncio.all_tasks() - {asyncio.current_task()}
    committer.cancel()  # as asyncio.run does at its end
    await asyncio.wait({committer})
    assert await used(store) == 7
    assert [record for record in caplog.records if record.name == "wolkvox_async"] == []


async def test_a_loop_that_ends_while_the_store_is_gone_says_what_was_not_taken(caplog):
    store = Store()
    store.faults = [GONE] * 1000
    store.post(Reconcile(TODAY, 7))
    await asyncio.sleep(0.1)
    (committer,) = asyncio.all_tasks() - {asyncio.current_task()}
    committer.cancel()
    await asyncio.wait({committer})
    assert asyncio.get_running_loop().time() == pytest.approx(1.1)
    ours = [record for record in caplog.records if record.name == "wolkvox_async"]
    why = "the loop of a client that was not closed ended"
    assert [(record.levelno, record.getMessage()) for record in ours] == [
        (logging.ERROR, f"{why} before <the store> took 1 changes; leases end by themselves")
    ]
    assert store.disconnected == 1
    assert asyncio.all_tasks() == {asyncio.current_task()}


@pytest.mark.parametrize("turns", range(1, 12))
async def test_closing_carries_out_what_those_do_who_have_just_had_their_answer(turns):
    store, step = Store(), claim("a")

    async def call():
        await store.ask(step)
        store.post(Release(step))

    task = asyncio.create_task(call())
    for _ in range(turns):
        await asyncio.sleep(0)
    await store.aclose()
    assert task.done()
    assert [each for batch in kinds(store) for each in batch] == ["Claim", "Release"]
    assert asyncio.all_tasks() == {asyncio.current_task()}


def test_closing_in_a_new_loop_carries_out_what_an_ended_loop_left(monkeypatch):
    monkeypatch.setattr(group_commit, "_END_SECONDS", 0)
    store = Store()
    store.faults = [GONE] * 1000

    async def leave():
        store.post(Reconcile(TODAY, 7))
        await asyncio.sleep(0.01)

    asyncio.run(leave())
    assert store.memory.apply(ReadUsed(TODAY)) == 0
    store.faults.clear()
    asyncio.run(store.aclose())
    assert store.memory.apply(ReadUsed(TODAY)) == 7


async def test_closing_waits_for_what_is_under_way():
    store = Store()
    store.faults = [Locked()] * 20
    store.post(Reconcile(TODAY, 7))
    await store.aclose()
    assert await used(store) == 7
    assert store.disconnected == 1
    await store.aclose()
    assert await store.ask(ReadUsed(TODAY)) == 7  # the next use opens it again


@pytest.mark.parametrize(("held_by", "who"), [("", ""), ("process 42 (sqlite3)", ", held by process 42 (sqlite3),")])
async def test_closing_a_store_that_is_gone_ends_and_says_what_it_did_not_take(caplog, held_by, who):
    store = Store()
    if held_by:
        store.held_by = lambda: held_by
    store.faults = [GONE] * 1000
    store.post(Reconcile(TODAY, 7))
    await store.aclose()
    assert asyncio.get_running_loop().time() == pytest.approx(15)
    ours = [record for record in caplog.records if record.name == "wolkvox_async"]
    assert [(record.levelno, record.getMessage()) for record in ours] == [
        (logging.WARNING, f"closing waits for <the store>{who} to take 1 changes, 13 s at most"),
        (logging.ERROR, "the client was closed before <the store> took 1 changes; leases end by themselves"),
    ]


async def test_closing_while_a_commit_hangs_gives_it_up(caplog):
    store = Store(patience=100.0)
    store.seconds = 1000.0
    (waiting,) = asking(store, "a")
    store.post(Reconcile(TODAY, 7))
    await asyncio.sleep(1)
    await store.aclose()
    assert "2 changes" in caplog.text  # the claim is to be released
    with pytest.raises(StoreUnavailable, match="<the store> was closed"):
        await waiting


def in_new_loop(main, *, close=True):
    loop = asyncio.new_event_loop()
    try:
        return loop.run_until_complete(main)
    finally:
        if close:
            loop.close()


async def leave(store, *, in_commit):
    store.seconds = 1000.0 if in_commit else 0.0
    asking(store, "a")
    store.post(Reconcile(TODAY, 7))
    if in_commit:
        await asyncio.sleep(0.01)


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
@pytest.mark.parametrize("in_commit", [False, True])
def test_a_second_loop_carries_through_the_changes_of_the_first(in_commit):
    store = Store()
    in_new_loop(leave(store, in_commit=in_commit))
    store.seconds = 0.0
    assert in_new_loop(store.ask(ReadUsed(TODAY))) == 7
    last = [["Reconcile", "Claim"], ["Release", "ReadUsed"]] if in_commit else [["Reconcile", "ReadUsed"]]
    assert kinds(store)[-len(last) :] == last


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_a_fork_leaves_what_its_parent_had_to_do_to_the_parent(monkeypatch):
    store = Store()
    in_new_loop(leave(store, in_commit=False))
    monkeypatch.setattr(os, "getpid", lambda: 1)
    assert in_new_loop(store.ask(ReadUsed(TODAY))) == 0


async def test_two_loops_at_once_are_refused():
    store = Store()
    await store.ask(ReadUsed(TODAY))
    with pytest.raises(ConfigurationError, match="another event loop"):
        await asyncio.to_thread(in_new_loop, store.ask(ReadUsed(TODAY)))
