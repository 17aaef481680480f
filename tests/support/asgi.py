"""Asks an ASGI application, without a socket."""

import json
from typing import Any


async def answer_of(app: Any, path: str) -> Any:
    """Return what the JSON says that an application answers to a GET."""
    sent: list[dict[str, Any]] = []

    async def receive() -> dict[str, str]:
        return {"type": "http.request"}

    async def send(message: dict[str, Any]) -> None:
        sent.append(message)

    scope = {"type": "http", "method": "GET", "path": path, "query_string": b"", "headers": []}
    await app(scope, receive, send)
    return json.loads(b"".join(message.get("body", b"") for message in sent))
