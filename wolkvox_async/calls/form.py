"""A form with files: opened in a thread before anything is sent, read from disk only while they go out."""

import asyncio
import mimetypes
from collections.abc import Iterable, Sequence
from pathlib import Path
from threading import Lock
from typing import IO

import aiohttp

from wolkvox_async.core.call import Part
from wolkvox_async.core.reply import Lost

__all__ = ["Files"]


class Files:
    """The open files of a form. Whatever becomes of the call, close() leaves none of them open."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._open: dict[Path, IO[bytes]] = {}
        self._closed = False

    async def open(self, parts: Sequence[Part]) -> Lost | None:
        """Open the files of the parts. Returns what is wrong with one that cannot be opened."""
        paths = [part.content for part in parts if isinstance(part.content, Path)]
        try:
            if paths:
                await asyncio.to_thread(self._open_all, paths)
        except OSError as error:
            return Lost(f"{error.filename} cannot be read: {error.strerror}", "file", sent=False)
        return None

    def _open_all(self, paths: Iterable[Path]) -> None:
        for path in paths:
            file = path.open("rb")
            with self._lock:
                if not self._closed:
                    self._open[path] = file
                    continue
            file.close()  # the caller has given up meanwhile
            return

    def form(self, parts: Sequence[Part]) -> aiohttp.FormData:
        """Return a form that reads its files while it is sent.

        Names and file names go out in UTF-8, as browsers write them: servers do not decode percent signs there.
        """
        form = aiohttp.FormData(quote_fields=False, default_to_multipart=True)
        for part in parts:
            if isinstance(part.content, str):
                form.add_field(part.name, part.content)
            else:
                name = part.content.name
                kind = mimetypes.guess_type(name)[0] or "application/octet-stream"
                form.add_field(part.name, self._open[part.content], filename=name, content_type=kind)
        return form

    def close(self) -> None:
        """Close the files that are open."""
        with self._lock:
            self._closed = True
            for file in self._open.values():
                file.close()
