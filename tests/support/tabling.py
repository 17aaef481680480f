"""Rows of every kind of column, the endpoint that they are of, and a window."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import attrs

from wolkvox_async.core.endpoint import Endpoint, Events
from wolkvox_async.core.windows import Window

ZONE = ZoneInfo("America/Bogota")
WINDOW = Window(datetime(2025, 1, 1), datetime(2025, 1, 2))


@attrs.frozen
class Row:
    name: str | None = None
    calls: int | None = None
    share: float | None = None
    when: datetime | None = None
    day: date | None = None
    talk: timedelta | None = None
    live: bool | None = None
    steps: list[str] | None = None
    extra: dict[str, object] = attrs.Factory(dict)


def endpoint(rows=None, record=Row):
    return Endpoint(name="test.row", script="", title="", record=record, rows=rows or Events(), source="")


FULL = Row(
    'a "b", c\r\nd =1+1 ñ',
    7,
    34.64,
    datetime(2025, 1, 1, 13, 0, 1, tzinfo=ZONE),
    date(2025, 1, 1),
    timedelta(hours=26, seconds=2),
    True,
    ["x"],
    {"new_field": "1"},
)
