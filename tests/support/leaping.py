"""A loop in virtual time, without sockets."""

import asyncio


class Leaping(asyncio.SelectorEventLoop):
    """A loop whose clock leaps to the next timer; it waits for nothing else. (looptime takes three turns for it.)"""

    def __init__(self):
        super().__init__()
        self._now = 0.0
        self._clock_resolution = 1e-6
        self._selector.select = self._leap

    def time(self):
        return self._now

    def advance(self, seconds):
        self._now += seconds

    def _leap(self, timeout):
        assert timeout is not None, "nothing will ever happen"
        self._now += timeout
        return []

    def run_in_executor(self, executor, func, *args):
        """Run a function at once, and not in a thread: time would leap meanwhile."""
        done = self.create_future()
        try:
            done.set_result(func(*args))
        except Exception as error:  # noqa: BLE001 - whoever awaits it gets it
            done.set_exception(error)
        return done
