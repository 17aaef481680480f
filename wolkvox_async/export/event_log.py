"""Events of a worker as lines of a file in the export's directory, where the process that dealt the work out reads it.

A line is a JSON object: the event's class and fields, windows as two moments with their offsets. A worker that is
killed loses what it wrote in the last moment, and nothing else.
"""

from collections.abc import Iterator, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

import attrs
import orjson

from wolkvox_async import events
from wolkvox_async.core.windows import Window

__all__ = ["EventLog", "Tail"]

_BUFFER = 64 * 1024


class EventLog:
    """A listener that writes events to a file; `flush` lets others read them."""

    def __init__(self, path: Path) -> None:
        self._file = path.open("ab", buffering=_BUFFER)

    def __call__(self, event: events.Event) -> None:
        """Write an event."""
        self._file.write(orjson.dumps(_document(event), option=orjson.OPT_APPEND_NEWLINE))

    def flush(self) -> None:
        """Hand what was written to the system."""
        self._file.flush()

    def close(self) -> None:
        """Flush, and let go of the file."""
        self._file.close()


class Tail:
    """Reads what a log has gained since the last time."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._at = 0

    def read(self) -> Iterator[events.Event]:
        """Yield the events of the lines that are whole."""
        with self._path.open("rb") as file:
            file.seek(self._at)
            for line in file:
                if not line.endswith(b"\n"):
                    return
                self._at += len(line)
                yield _event(orjson.loads(line))


def _document(event: events.Event) -> dict[str, Any]:
    return {"event": type(event).__name__} | {
        name: _plain(value) for name, value in attrs.asdict(event, recurse=False).items()
    }


def _plain(value: Any) -> Any:
    if isinstance(value, Window):
        return [value.start.isoformat(), value.end.isoformat()]
    return [_plain(each) for each in value] if isinstance(value, tuple) else value


def _event(document: Mapping[str, Any]) -> events.Event:
    cls = getattr(events, document["event"])
    facts = {name: value for name, value in document.items() if name != "event"}
    if facts.get("window") is not None:
        facts["window"] = _window(facts["window"])
    if isinstance(facts.get("windows"), list):
        facts["windows"] = tuple(map(_window, facts["windows"]))
    if "fields" in facts:
        facts["fields"] = tuple(facts["fields"])
    event: events.Event = cls(**facts)
    return event


def _window(pair: list[str]) -> Window:
    start, end = map(datetime.fromisoformat, pair)
    return Window(start, end)
