"""In which process and event loop something is used: a fork is another process, a second asyncio.run another loop."""

import asyncio
import os

from wolkvox_async.errors import ConfigurationError

__all__ = ["Home"]


class Home:
    """The process and the loop in which something was used last: futures, tasks and connections belong to them."""

    def __init__(self) -> None:
        self._process = 0
        self._loop: asyncio.AbstractEventLoop | None = None

    @property
    def used(self) -> bool:
        """Whether it was used at all."""
        return self._loop is not None

    @property
    def forked(self) -> bool:
        """Whether that was another process."""
        return self._process not in (0, os.getpid())

    def here(self) -> bool:
        """Whether that was in this process and in the running loop."""
        return self._loop is asyncio.get_running_loop() and not self.forked

    def moved(self) -> bool:
        """Move in here, and return whether that is new.

        Raises:
            ConfigurationError: Another loop of this process is still running.
        """
        if self.here():
            return False
        if self._loop is not None and not self.forked and self._loop.is_running():
            raise ConfigurationError(
                "this client is in use in another event loop, which is still running",
                advice="make a client for each thread that has a loop; they share permits and quota through the store",
            )
        self._process, self._loop = os.getpid(), asyncio.get_running_loop()
        return True
