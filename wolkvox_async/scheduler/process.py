"""In which process and event loop something is used: a fork is another process, a second asyncio.run another loop."""

import asyncio
import os

from wolkvox_async.errors import ConfigurationError

__all__ = ["Home", "this"]


class Process:
    """generation: how many forks lie between this process and the one that imported the package."""

    generation = 0


this = Process()


def _forked() -> None:
    this.generation += 1


# Where there is no fork there is nothing to count.
getattr(os, "register_at_fork", lambda **_: None)(after_in_child=_forked)


class Home:
    """The process and the loop in which something was used last: futures, tasks and connections belong to them."""

    def __init__(self) -> None:
        self._generation = -1
        self._loop: asyncio.AbstractEventLoop | None = None

    @property
    def used(self) -> bool:
        """Whether it was used at all."""
        return self._loop is not None

    @property
    def forked(self) -> bool:
        """Whether that was another process."""
        return self._generation not in (-1, this.generation)

    def here(self) -> bool:
        """Whether that was in this process and in the running loop."""
        return self._loop is asyncio.get_running_loop() and self._generation == this.generation

    def moved(self) -> bool:
        """Move in here, and return whether that is new.

        Raises:
            ConfigurationError: Another loop of this process is still running.
        """
        if self.here():
            return False
        loop = asyncio.get_running_loop()
        if self._loop is not None and self._loop is not loop and not self.forked and self._loop.is_running():
            raise ConfigurationError(
                "this client is in use in another event loop, which is still running",
                advice="make a client for each thread that has a loop; they share permits and quota through the store",
            )
        self._generation, self._loop = this.generation, loop
        return True
