"""What a field says at a tick, and how the wire has it.

Drawn once per scene and field. Numbers are whole amounts in the smallest unit (pieces, seconds, hundredths), so that
they add up exactly; moments are distances from the tick; ids that no other row may have are made of the tick's number.
"""

import random
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any, TypeAlias
from zoneinfo import ZoneInfo

from attrs import frozen

from wolkvox_async.catalogue import Field, Record
from wolkvox_async.simulator.rows.scene import Scene, text_of
from wolkvox_async.simulator.rows.sources import stamp

TEXTS = ("str", "id", "phone")
NUMBERS = ("int", "duration", "float", "percent")
MISSING = ("", "-", "--")
UNIQUE = ("conn_id", "connect_id", "conversational_id", "session_id", "chat_id", "case_id", "id_call", "id_text")
LATER = ("end", "close", "logout", "last", "recall")
WORDS = ("sí", "no aplica", 'Dijo "gracias"', "30/60", "C:\\datos\\ñ", "😀 listo", "línea 1\nlínea 2", "a },{ b")
FLAGS = {"": ("yes", "no"), "yes/no": ("yes", "no"), "true/false": ("true", "false"), "1/0": ("1", "0")}
RARE = 1 / 40
GMT5 = -5 * 3600
LOGIN, LOGOUT = 8 * 3600, 17 * 3600  # of a day's session


@frozen
class Distance:
    """A moment, so many seconds from the tick."""

    seconds: int


@frozen
class Unique:
    """An id that is made of the tick's number."""

    prefix: str


Drawn: TypeAlias = str | int | Distance | Unique | list[Any] | dict[str, Any]


@frozen
class Hand:
    """Draws the values of a scene. certain: the names of fields that are never missing, time: of the tick's own moment.

    grouped: whether ticks are to be added up, for which nothing may be missing.
    """

    scene: Scene
    chance: random.Random
    records: Mapping[str, Record]
    certain: frozenset[str]
    time: str = ""
    grouped: bool = False

    def draw(self, field: Field) -> Drawn:
        """Draw what a field says."""
        if field.name == self.time or (field.name == "hour" and self.time and not self.grouped):
            return Distance(0)
        value = self._known(field)
        if value is None:
            value = self._made(field)
        return self._perhaps_missing(field, value)

    def _known(self, field: Field) -> Drawn | None:
        if field.name.startswith(UNIQUE):
            return Unique(field.name)
        if field.type not in TEXTS and not (field.type in NUMBERS and field.name in self.certain):
            return None
        text = text_of(field.name, self.scene)
        return text if text is None or not field.values or text in field.values else self.chance.choice(field.values)

    def _made(self, field: Field) -> Drawn:
        chance = self.chance
        if field.values:
            return chance.choice(field.values)
        match field.type:
            case "int" | "duration" | "float" | "percent":
                return self._amount(field)
            case "bool":
                return chance.choice(FLAGS.get(field.form, FLAGS[""]))
            case "datetime" | "date":
                later = any(word in field.name for word in LATER)
                return Distance(chance.randrange(60, 3600) if later else -chance.randrange(86_400))
            case "phone":
                return f"573{chance.randrange(10**9):09}"
            case "id":
                return str(chance.randrange(1, 1000))
            case "list":
                return [self._object(field) for _ in range(chance.randrange(1, 4))]
            case "object":
                return self._object(field)
        return f"{chance.randrange(24):02}:00" if field.form == "hour" else chance.choice(WORDS)

    def _amount(self, field: Field) -> Drawn:
        chance = self.chance
        if field.name in self.certain:  # a number that tells groups apart
            return str(chance.randrange(5))
        match field.type:
            case "int":
                return chance.randrange(6)
            case "duration":  # past 24 hours now and then
                return 26 * 3600 + 62 if chance.random() < RARE else chance.choice((0, chance.randrange(900)))
            case "float":
                return chance.randrange(5000)
        return 1_523_333 if chance.random() < RARE else chance.randrange(10_001)

    def _object(self, field: Field) -> str | dict[str, Any]:
        if not field.record:
            return self.chance.choice(WORDS) if field.type == "list" else {}
        return {each.wire: self.draw(each) for each in self.records[field.record].fields if not each.gathered}

    def _perhaps_missing(self, field: Field, value: Drawn) -> Drawn:
        lasting = field.name in self.certain or isinstance(value, Unique | list | dict)
        if lasting or self.grouped or self.chance.random() > 1 / 20:
            return value
        return self.chance.choice(MISSING)


def amount_text(field: Field, amount: float) -> str:
    """Write an amount of the smallest unit as the wire has it."""
    match field.type:
        case "duration" if field.form != "seconds":
            minutes, seconds = divmod(round(amount), 60)
            return f"{minutes // 60:02}:{minutes % 60:02}:{seconds:02}"
        case "float":
            return f"{amount / 100:.2f}"
        case "percent":
            return f"{amount / 100:,.2f} %"
    return str(round(amount))


def moment_text(field: Field, second: int, zone: ZoneInfo) -> str:
    """Write a wall-clock second as a field has it."""
    if field.form == "gmt-5":
        second += GMT5 - _offset(zone, second // 900)
    text = stamp(second).decode()
    if field.type == "date":
        return text[:10].replace("-", "") if field.form == "compact" else text[:10]
    if field.type == "int":  # an hour beside its date
        return str(int(text[11:13]))
    if field.form == "date-hour":
        return f"{text[:10]}-{text[11:13]}"
    return text[11:16] if field.form == "hour" else text


@lru_cache(maxsize=4096)
def _offset(zone: ZoneInfo, quarter: int) -> int:
    """Return the offset of a zone's wall clock, in seconds, in a quarter of an hour."""
    wall = datetime.fromtimestamp(quarter * 900, UTC).replace(tzinfo=zone)
    offset = wall.utcoffset()
    return round(offset.total_seconds()) if offset else 0


def written(fields: Sequence[Field], drawn: Mapping[str, Drawn], place: "Place") -> dict[str, Any]:
    """Return a row as the wire has it, of the values by field name."""
    return {each.wire: _written(each, drawn[each.name], place) for each in fields}


@frozen
class Place:
    """Where a row stands: tick k, at a second of the wall clock, in a zone; salt tells it from other reports' rows."""

    k: int
    second: int
    zone: ZoneInfo
    salt: int
    records: Mapping[str, Record]


def _written(field: Field, value: Drawn, place: Place) -> Any:
    match value:
        case Distance():
            return moment_text(field, place.second + value.seconds, place.zone)
        case Unique():
            return unique_text(value, place)
        case int():
            return amount_text(field, value)
        case list():
            return [_nested(field, each, place) for each in value]
        case dict():
            return _nested(field, value, place)
    return value


def _nested(field: Field, value: Any, place: Place) -> Any:
    if not isinstance(value, dict):
        return value
    by_wire = {each.wire: each for each in place.records[field.record].fields} if field.record else {}
    return {wire: _written(by_wire[wire], each, place) for wire, each in value.items()}


def unique_text(value: Unique, place: Place) -> str:
    """Return the id of a tick, which is like no other's."""
    return f"{value.prefix[:4]}.{place.salt}.{place.second}.{place.k}"
