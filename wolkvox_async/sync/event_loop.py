"""The event loop behind the synchronous clients: one of each process, in a daemon thread, started on first use.

A call is handed to the loop and waited for in the caller's thread, so it may be made from any thread, and also where an
event loop is running already (a notebook, a synchronous endpoint of FastAPI). Ctrl-C cancels the call, which leaves its
exchange to the loop as in the asynchronous client. A forked child starts a loop of its own. When the interpreter exits,
clients that are still open are closed.
"""

import asyncio
import atexit
import os
import sys
import weakref
from collections.abc import AsyncGenerator, Callable, Coroutine, Generator
from contextlib import aclosing
from contextvars import Context, ContextVar, copy_context
from functools import partial
from queue import Empty, SimpleQueue
from threading import Lock, Thread, current_thread
from typing import Any, Generic, TypeVar

from wolkvox_async import limits
from wolkvox_async.calls.tasks import cancel
from wolkvox_async.errors import ClientClosed, ConfigurationError, WolkvoxError

__all__ = ["close_at_exit", "close_soon", "in_waiting_thread", "run", "stream"]

T = TypeVar("T")

# On Windows no signal ends a wait for a lock, so Ctrl-C is looked for between short ones.
_LOOK_AGAIN = 0.1 if sys.platform == "win32" else None  # seconds

_NEVER_BEGUN = object()
_AHEAD = 1_000  # rows

_Action = Callable[[], object]
_Ended = Callable[["asyncio.Task[T]"], None]

_waiting: ContextVar[Callable[[_Action], None]] = ContextVar("waiting")
"""In a task: hands an action to the thread that waits for it."""


class _LoopThread:
    """An event loop, and the thread that it runs in."""

    def __init__(self) -> None:
        self.loop = asyncio.new_event_loop()
        self.process = os.getpid()
        self.tasks: set[asyncio.Task[Any]] = set()
        self.thread = Thread(target=self.loop.run_forever, name="wolkvox-sync", daemon=True)
        try:
            self.thread.start()
        except RuntimeError:  # the interpreter is exiting
            self.loop.close()
            raise

    @property
    def usable(self) -> bool:
        """Whether it runs in this process."""
        return self.process == os.getpid() and self.thread.is_alive()

    def post(self, action: _Action, context: Context | None = None) -> None:
        """Have something done in the loop; nothing is done once it has ended, or in a forked child."""
        if self.usable:
            try:
                self.loop.call_soon_threadsafe(action, context=context)
            except RuntimeError:  # it was closed meanwhile
                if not self.loop.is_closed():
                    raise

    def begin(self, work: Coroutine[Any, Any, T], ended: "_Ended[T] | None" = None) -> "asyncio.Task[T]":
        """Begin a task, and keep it until it has ended. Called in the loop."""
        task = self.loop.create_task(work)
        self.tasks.add(task)
        task.add_done_callback(self.tasks.discard)
        if ended is not None:
            task.add_done_callback(ended)
        return task

    def close(self) -> None:
        """Close the clients that are open, cancel what is left, and end the thread."""
        ended: SimpleQueue[None] = SimpleQueue()
        self.post(lambda: self.begin(self._end(), lambda _: ended.put(None)))
        try:
            ended.get(timeout=2 * limits.CLOSE_SECONDS)
        except Empty:
            return  # the interpreter ends the thread with itself
        self.loop.call_soon_threadsafe(self.loop.stop)
        self.thread.join()
        self.loop.close()

    async def _end(self) -> None:
        await asyncio.gather(*(client.aclose() for client in list(_clients)), return_exceptions=True)
        await cancel(asyncio.all_tasks() - {asyncio.current_task()})
        await self.loop.shutdown_asyncgens()


class _Process:
    """What this process has: at most one loop."""

    def __init__(self) -> None:
        self.lock = Lock()
        self.running: _LoopThread | None = None
        self.inherited: list[_LoopThread | None] = []

    def forget(self) -> None:
        """Leave the parent's loop alone: to close it would take away what the parent's selector watches."""
        self.lock = Lock()
        self.inherited.append(self.running)
        self.running = None


_process = _Process()
_clients: "weakref.WeakSet[Any]" = weakref.WeakSet()

getattr(os, "register_at_fork", lambda **_: None)(after_in_child=_process.forget)


def _running() -> _LoopThread:
    """Return the loop of this process, and start it where there is none.

    Raises:
        ConfigurationError: The caller is the loop itself, which cannot wait for its own call.
        ClientClosed: The interpreter is exiting.
    """
    with _process.lock:
        found = _process.running
        if found is None or not found.usable:
            try:
                found = _process.running = _LoopThread()
            except RuntimeError as error:  # no thread can be started any more
                raise ClientClosed("the interpreter is exiting", advice="make calls before that") from error
    if found.thread is current_thread():
        raise ConfigurationError(
            "a synchronous client was called in its own event loop, by a listener most likely",
            advice="hand the work to another thread, with a queue.Queue or an executor",
        )
    return found


@atexit.register
def _exit() -> None:
    running = _process.running
    if running is not None and running.usable:
        running.close()


def close_at_exit(client: Any) -> None:
    """Have an asynchronous client closed when the interpreter exits, if it lives as long."""
    _clients.add(client)


def close_soon(client: Any) -> None:
    """Close an asynchronous client that its program has lost, without waiting for it."""
    running = _process.running
    if running is not None:
        running.post(lambda: running.begin(client.aclose()))


class _Waiter(Generic[T]):
    """A task in the loop, and the thread that waits for what it gives."""

    def __init__(self, work: Coroutine[Any, Any, T]) -> None:
        self._work = work
        self._task: asyncio.Task[T] | None = None
        self._inbox: SimpleQueue[Any] = SimpleQueue()  # actions for this thread, parts of a stream, the ended task
        self._begun = self._ended = False
        try:
            self._home = _running()
        except WolkvoxError:
            work.close()
            raise

    def _hand_over(self) -> None:
        """Begin the work in the loop, in the context of the caller."""
        self._begun = True
        context = copy_context()
        context.run(_waiting.set, self._inbox.put)
        self._home.post(self._begin, context)

    def _begin(self) -> None:
        self._task = self._home.begin(self._work, self._inbox.put)

    def put(self, part: Any) -> None:
        """Give the waiting thread a part of a stream."""
        self._inbox.put(_Part(part))

    def get(self) -> "_Part | None":
        """Wait for the next part (None: the task has ended), and do meanwhile what the task asks of this thread.

        Whatever interrupts the wait, as KeyboardInterrupt does, cancels the task first, and waits until it has ended.
        """
        if not self._home.usable:
            raise ClientClosed("the process was forked, or is exiting", advice="begin the reading once more")
        try:
            if not self._begun:
                self._hand_over()
            return self._next()
        except BaseException as interrupt:
            self.cancel()
            result = _result_so_far(self._end())
            if result is not None:
                interrupt.upload = result  # type: ignore[attr-defined]
            raise

    def _next(self) -> "_Part | None":
        while not self._ended:
            found = self._look()
            if isinstance(found, _Part):
                return found
            if isinstance(found, asyncio.Task):
                self._ended = True
            elif found is not None:
                found()
        return None

    def _end(self) -> "asyncio.Task[T] | None":
        while self._home.usable:
            found = self._look()
            if found is _NEVER_BEGUN:
                break
            if isinstance(found, asyncio.Task):
                self._ended = True
                return found
        return None

    def _look(self) -> Any:
        try:
            return self._inbox.get(timeout=_LOOK_AGAIN)
        except Empty:
            return None

    def value(self) -> T:
        """Return what the task returned. Raises what it raised, without the frames of the loop."""
        task = self._task
        if task is None or task.cancelled():
            raise ClientClosed("the call was cancelled in the event loop", advice="the interpreter may be exiting")
        error = task.exception()
        if error is None:
            return task.result()
        try:
            raise error.with_traceback(None) if isinstance(error, WolkvoxError) else error
        finally:
            del error, task, self  # they hold this frame

    def cancel(self) -> None:
        """Cancel the task, without waiting for its end."""
        if not self._ended:
            self._home.post(self._cancel)

    def _cancel(self) -> None:
        if self._task is not None:
            self._task.cancel()
        else:  # interrupted before it was handed over
            self._work.close()
            self._inbox.put(_NEVER_BEGUN)

    def post(self, action: _Action) -> None:
        """Have something done in the loop."""
        self._home.post(action)


class _Part:
    """A part of a stream."""

    def __init__(self, value: Any) -> None:
        self.value = value


def _result_so_far(task: "asyncio.Task[Any] | None") -> Any:
    """Return what an upload had done when it was cancelled, which its CancelledError carries."""
    if task is None or not task.cancelled():
        return None
    try:
        task.result()
    except asyncio.CancelledError as error:
        return getattr(error, "upload", None)


def run(work: Coroutine[Any, Any, T]) -> T:
    """Return what a coroutine of an asynchronous client returns."""
    waiter = _Waiter(work)
    try:
        waiter.get()
        return waiter.value()
    finally:
        del waiter  # which holds the error, and the error this frame


def stream(source: AsyncGenerator[T, None]) -> Generator[T, None, None]:
    """Yield what an asynchronous generator yields.

    It is ahead of its reader by _AHEAD rows, or by one part where that has more. A reader that stops ends it, by a
    `break` as by `close()`.
    """
    ahead = 0
    room = asyncio.Event()

    async def pump() -> None:
        nonlocal ahead
        async with aclosing(source):
            async for part in source:
                ahead += _rows(part)
                waiter.put(part)
                while ahead >= _AHEAD:
                    room.clear()
                    await room.wait()

    def take(rows: int) -> None:
        nonlocal ahead
        ahead -= rows
        room.set()

    waiter = _Waiter(pump())
    taken = 0
    try:
        while (part := waiter.get()) is not None:
            taken += _rows(part.value)
            if taken >= _AHEAD // 2:  # waking the loop costs more than a small part is worth
                waiter.post(partial(take, taken))
                taken = 0
            yield part.value
        waiter.value()
    finally:
        waiter.cancel()


def _rows(part: Any) -> int:
    """Return the rows of a part; what does not say is as large as may be."""
    rows = getattr(part, "rows", part)
    return max(1, len(rows)) if isinstance(rows, list) else _AHEAD


async def in_waiting_thread(function: Callable[[], T]) -> T:
    """Call a function in the thread that waits for the running task, and return what it returns."""
    loop = asyncio.get_running_loop()
    done: asyncio.Future[T] = loop.create_future()

    def set_result(result: T) -> None:
        if not done.done():
            done.set_result(result)

    def set_error(error: Exception) -> None:
        if not done.done():
            done.set_exception(error)

    def act() -> None:
        try:
            result = function()
        except Exception as error:  # noqa: BLE001 - it is raised in the task
            loop.call_soon_threadsafe(set_error, error)
        else:
            loop.call_soon_threadsafe(set_result, result)

    _waiting.get()(act)
    return await done
