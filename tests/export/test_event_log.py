"""Events of a worker, written to a file and read where the work was dealt out."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import attrs
import pytest

from wolkvox_async import events
from wolkvox_async.core.windows import Window
from wolkvox_async.export.event_log import EventLog, Tail

START = datetime(2025, 1, 1, tzinfo=ZoneInfo("America/Bogota"))
WINDOW = Window(START, START + timedelta(days=31))
VALUES = {
    "window": WINDOW,
    "fields": ("tel1", "tel2"),
    "seconds": 1.5,
    "why": 'a "quoted"\nwhy',
    "operation": "sales-co",
}
KINDS = [
    kind
    for name in events.__all__
    if isinstance(kind := getattr(events, name), type) and issubclass(kind, events.Event)
]


def made(kind):
    facts = {each.name: VALUES.get(each.name, 7) for each in attrs.fields(kind)}
    return kind(**facts | ({"windows": (WINDOW, WINDOW)} if kind is events.EndUnproven else {}))


@pytest.mark.parametrize("kind", KINDS)
def test_an_event_is_read_as_it_was_written(tmp_path, kind):
    log = EventLog(tmp_path / "0-a.events")
    log(made(kind))
    log.close()
    assert list(Tail(tmp_path / "0-a.events").read()) == [made(kind)]


def test_a_line_that_is_not_whole_is_read_when_it_is(tmp_path):
    path = tmp_path / "0-a.events"
    log, tail = EventLog(path), Tail(path)
    log(made(events.Released))
    log.close()
    whole = path.read_bytes()
    path.write_bytes(whole + whole[:20])
    assert len(list(tail.read())) == 1
    path.write_bytes(whole + whole)
    assert list(tail.read()) == [made(events.Released)]
    assert list(tail.read()) == []
