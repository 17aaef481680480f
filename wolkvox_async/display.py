"""How far a job has come, shown to people on a stream.

On a terminal it is kept up to date in its place, by rich. Elsewhere, and where TERM says that the terminal cannot, a
line with the time comes after a second and then one a minute, which is what a log can bear.
"""

import os
import sys
import threading
from collections.abc import Callable
from datetime import UTC, datetime
from io import StringIO
from typing import Any, TextIO

__all__ = ["FIRST_SECONDS", "HEARTBEAT_SECONDS", "Display"]

FIRST_SECONDS = 1.0
HEARTBEAT_SECONDS = 60.0


class Display:
    """Shows lines until it is closed.

    Args:
        stream: Where to; stderr if None.
        line: Makes the line of a log.
        live: Makes what rich shows on a terminal.
        first: Seconds until the first line of a log.
        heartbeat: Seconds between two lines of it.
        stays: Whether what a terminal shows stays there at the end.
    """

    def __init__(
        self,
        stream: TextIO | None,
        *,
        line: Callable[[], str],
        live: Callable[[], Any],
        first: float = FIRST_SECONDS,
        heartbeat: float = HEARTBEAT_SECONDS,
        stays: bool = False,
    ) -> None:
        self._stream = stream or sys.stderr or StringIO()  # pythonw has no stderr
        self._line, self._get, self._stays = line, live, stays
        self._first, self._heartbeat = first, heartbeat
        self._live: Any = None
        self._beats: threading.Thread | None = None
        self._ended = threading.Event()

    def open(self) -> None:
        """Begin."""
        self._live = self._on_terminal()
        if self._live is not None:
            self._live.start()
        else:
            self._beats = threading.Thread(target=self._beat, name="wolkvox-progress", daemon=True)
            self._beats.start()

    def close(self, *, last: bool = False) -> None:
        """End; last: whether a log gets one more line."""
        self._ended.set()
        if self._live is not None:
            self._live.stop()
        if self._beats is not None:
            self._beats.join()
            if last:
                self._say()

    def _on_terminal(self) -> Any:
        """Return rich's live display; None where the stream is no terminal, or rich is not installed."""
        if not self._stream.isatty() or os.environ.get("TERM", "").lower() in {"dumb", "unknown"}:
            return None
        try:
            from rich.console import Console  # noqa: PLC0415 - an extra
            from rich.live import Live  # noqa: PLC0415
        except ImportError:
            return None  # the lines of a log say the same
        console = Console(file=self._stream, markup=False, highlight=False)
        return Live(console=console, get_renderable=self._get, refresh_per_second=4, transient=not self._stays)

    def _beat(self) -> None:
        seconds = self._first
        while not self._ended.wait(seconds):
            seconds = self._heartbeat
            if not self._say():
                return

    def _say(self) -> bool:
        """Write a line; False where the reader went away, or closed it: the work goes on."""
        try:
            now = datetime.now(UTC).astimezone().isoformat(timespec="seconds")
            self._stream.write(f"{now} {self._line()}\n")
            self._stream.flush()
        except (OSError, ValueError):
            return False
        return True
