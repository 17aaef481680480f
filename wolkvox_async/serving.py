"""An HTTP server at a port, whose end closes each connection that it has accepted."""

import asyncio
from contextlib import suppress
from types import TracebackType
from typing import Any, Self, cast

from aiohttp import web

__all__ = ["Server", "stop_accepting"]

_BACKLOG = 128  # as aiohttp's sites have it
_TURNS = 3  # of the loop, from an accepted socket to a connection that the server's protocol knows


async def stop_accepting(listening: asyncio.Server) -> None:
    """Close a listening server once its protocol knows all connections that it has accepted."""
    for each in listening.sockets:
        with suppress(NotImplementedError):  # Windows' loop accepts without a reader
            asyncio.get_running_loop().remove_reader(each.fileno())
    for _ in range(_TURNS):
        await asyncio.sleep(0)
    listening.close()


class Server:
    """Serves an application while its block lasts, or from `start()` to `aclose()`.

    aiohttp's own sites forget a connection that was accepted in the turn of the loop in which they stop: it stays open
    until the process ends. This one stops accepting first, and closes when all that was accepted is known.

    Args:
        app: What answers.
        host: The address to listen at.
        port: The port; 0 takes a free one.
        options: As `aiohttp.web.AppRunner` takes them. Requests under way have `shutdown_timeout`, in seconds, to end.
    """

    def __init__(self, app: web.Application, host: str = "127.0.0.1", port: int = 0, **options: Any) -> None:
        self._runner = web.AppRunner(app, access_log=None, **options)
        self._host = host
        self._listening: asyncio.Server | None = None
        self.port = port

    @property
    def address(self) -> str:
        """Where it listens, as in http://127.0.0.1:8080."""
        return f"http://{f'[{self._host}]' if ':' in self._host else self._host}:{self.port}"

    async def start(self) -> None:
        """Begin to serve. Raises OSError where the port cannot be had."""
        await self._runner.setup()
        answer = cast("web.Server", self._runner.server)  # the runner is set up
        try:
            self._listening = await asyncio.get_running_loop().create_server(
                answer, self._host, self.port, backlog=_BACKLOG
            )
        except OSError:
            await self._runner.cleanup()
            raise
        self.port = self._listening.sockets[0].getsockname()[1]

    async def aclose(self) -> None:
        """Stop listening, then close the connections."""
        listening, self._listening = self._listening, None
        if listening is not None:
            await stop_accepting(listening)
            await self._runner.cleanup()

    async def __aenter__(self) -> Self:
        await self.start()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.aclose()
