"""Worker processes for exports: an executor that replaces a process that dies, and leaves the others alone.

`concurrent.futures.ProcessPoolExecutor` ends all of its processes when one of them is killed, and takes no more work.
Here each worker is a pool of one process, so a death costs the task of that process.
"""

import multiprocessing
import os
import signal
import threading
import time
import warnings
from collections.abc import Callable
from concurrent.futures import BrokenExecutor, Executor, Future, ProcessPoolExecutor, ThreadPoolExecutor
from multiprocessing.connection import wait
from typing import Any, ParamSpec, TypeVar

from wolkvox_async import limits
from wolkvox_async.errors import ConfigurationError

__all__ = ["Workers", "asked_to_stop"]

P = ParamSpec("P")
T = TypeVar("T")

_STOP = threading.Event()


def asked_to_stop() -> bool:
    """Whether this worker got SIGTERM, or the process that started it is gone."""
    return _STOP.is_set()


class Workers(Executor):
    """Processes that run tasks, for `fleet.export(…, executor=Workers(4))`; used as a context manager.

    A worker that dies fails its task with BrokenExecutor, and the next task gets a new process. Workers leave SIGINT to
    the process that started them, and end their work in order at SIGTERM or when that process is gone.

    Args:
        count: How many.

    Raises:
        ConfigurationError: count is less than 1, or this is a worker that runs the script which started it.
    """

    def __init__(self, count: int) -> None:
        if isinstance(count, bool) or not isinstance(count, int) or count < 1:
            raise ConfigurationError(f"the number of workers is {count!r}", advice="give 1 or more")
        if getattr(multiprocessing.current_process(), "_inheriting", False):  # it imports the main module right now
            raise ConfigurationError(
                "a worker process imports this script, and comes to where workers are started",
                advice='put what starts them under `if __name__ == "__main__":`',
            )
        self.count = count
        self._context = multiprocessing.get_context("spawn")  # a fork would take the threads' locks with it
        self._threads = ThreadPoolExecutor(count, thread_name_prefix="wolkvox-worker")
        self._own = threading.local()
        self._pools: set[ProcessPoolExecutor] = set()
        self._lock = threading.Lock()

    def submit(self, fn: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> "Future[T]":
        """Run a function in a worker; function, arguments and result are pickled."""
        return self._threads.submit(self._run, fn, args, kwargs)

    def start(self, count: int, fn: Callable[P, object], /, *args: P.args, **kwargs: P.kwargs) -> None:
        """Start the first processes before there is a task for them, and have each run a function.

        Args:
            count: How many at most.
            fn: Imports what the tasks will need; what comes of it is dropped, since a task finds out for itself.
            *args: Of the function.
            **kwargs: Of the function.
        """
        for _ in range(min(count, self.count)):
            self._threads.submit(self._run, fn, args, kwargs)

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """End the workers when their tasks are done.

        Args:
            wait: Whether to wait for that.
            cancel_futures: Whether tasks that have not begun are dropped.
        """
        self._threads.shutdown(wait, cancel_futures=cancel_futures)
        with self._lock:
            pools, self._pools = list(self._pools), set()
        for pool in pools:
            pool.shutdown(wait, cancel_futures=cancel_futures)

    def _run(self, fn: Callable[..., T], args: Any, kwargs: Any) -> T:
        pool = self._pool()
        try:
            return pool.submit(fn, *args, **kwargs).result()
        except BrokenExecutor:
            self._own.pool = None
            with self._lock:
                self._pools.discard(pool)
            raise

    def _pool(self) -> ProcessPoolExecutor:
        pool: ProcessPoolExecutor | None = getattr(self._own, "pool", None)
        if pool is None:
            pool = self._own.pool = ProcessPoolExecutor(1, mp_context=self._context, initializer=_begin)
            with self._lock:
                self._pools.add(pool)
        return pool


def _begin() -> None:
    """Make a new process a worker."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches the whole group; the parent ends the work in order
    signal.signal(signal.SIGTERM, lambda *_: _STOP.set())
    warnings.filterwarnings("ignore", message=".* holds a token as it is")  # the process that deals has said so
    threading.Thread(target=_watch_parent, name="wolkvox-parent", daemon=True).start()


def _watch_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        wait([parent.sentinel])
        _STOP.set()
        time.sleep(limits.STOP_SECONDS)  # for the calls under way; a pool's process would wait for work for ever
        os._exit(1)
