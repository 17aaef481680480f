"""The body of a request: JSON, or the parts of a form, of which only the small texts are kept."""

import json
from typing import Any

from aiohttp import BodyPartReader, MultipartReader, web
from aiohttp.http_exceptions import HttpProcessingError

from wolkvox_async.simulator.handlers.call import Part

TEXT_BYTES = 64 * 1024  # a part of more bytes is counted and not kept
CHUNK = 256 * 1024

Form = dict[str, list[Part]]


async def body(request: web.Request) -> tuple[Any, Form]:
    """Read a request to its end: its JSON, None where it has none, and its form, empty where it is none."""
    if request.content_type.startswith("multipart/"):
        return None, await _form(request)
    return _json(await request.read()), {}


def _json(text: bytes) -> Any:
    try:
        return json.loads(text) if text else None
    except ValueError:
        return None


async def _form(request: web.Request) -> Form:
    """Read a form; one that breaks off or is none at all has the parts up to there."""
    form: Form = {}
    try:
        await _parts(await request.multipart(), form)
    except (ValueError, AssertionError, HttpProcessingError):  # aiohttp asserts that there is a boundary
        await request.release()
    return form


async def _parts(reader: MultipartReader, form: Form) -> None:
    async for part in reader:
        if isinstance(part, BodyPartReader):
            form.setdefault(part.name or "", []).append(await _part(part))


async def _part(part: BodyPartReader) -> Part:
    size, kept = 0, b""
    while chunk := await part.read_chunk(CHUNK):
        size += len(chunk)
        if len(kept) < size <= TEXT_BYTES:
            kept += chunk
    return Part(part.filename or "", size, _text(kept) if len(kept) == size else None)


def _text(data: bytes) -> str | None:
    try:
        return data.decode()
    except UnicodeDecodeError:
        return None
