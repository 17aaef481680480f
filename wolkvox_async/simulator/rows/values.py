"""What a field says at a tick, and how the wire has it.

Drawn once per scene and field. Numbers are whole amounts in the smallest unit (pieces, seconds, hundredths), so that
they add up exactly; moments are distances from the tick; ids that no other row may have are made of the tick's number.
"""

import random
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any, Protocol, TypeAlias
from zoneinfo import ZoneInfo

from attrs import frozen

from wolkvox_async.catalogue import Field, Record
from wolkvox_async.simulator.rows.phrases import phrase
from wolkvox_async.simulator.rows.scene import Scene, text_of
from wolkvox_async.simulator.rows.sources import stamp

TEXTS = ("str", "id", "phone")
NUMBERS = ("int", "duration", "float", "percent")
MISSING = ("", "-", "--")
CONTACT = ("conn_id", "connect_id", "id_call", "id_call_origin")  # one and the same, whatever a report calls it
UNIQUE = ("conn_id_transfer", "conversational_id", "session_id", "chat_id", "case_id", "id_text")
LATER = ("end", "close", "logout", "last", "recall")
FLAGS = {"": ("yes", "no"), "yes/no": ("yes", "no"), "true/false": ("true", "false"), "1/0": ("1", "0")}
RARE = 1 / 40
GMT5 = -5 * 3600
LOGIN, LOGOUT = 8 * 3600, 17 * 3600  # of a day's session

# Reports that have the calls that customers gave up, which are no contacts of any agent.
WITH_ABANDONED = ("reports.skill_2", "reports.skill_10", "customer.skills_detail")


def _skill_result(scene: Scene) -> str:
    return "ABANDON" if scene.abandoned else "ANSWER"


def _state(scene: Scene) -> str:
    return scene.state


# What single reports say otherwise than the names of their fields suggest.
OWN: Mapping[tuple[str, str], Callable[[Scene], str | int]] = {
    ("reports.skill_2", "result"): _skill_result,
    ("reports.skill_10", "result"): _skill_result,
    ("customer.skills_detail", "skill_result"): _skill_result,
    ("reports.skill_10", "answer_time"): lambda scene: "0" if scene.abandoned else str(scene.wait),
    ("reports.agent_2", "agent_status"): _state,
    ("reports.agent_14", "agent_status"): _state,
    ("reports.agent_10", "time"): lambda scene: scene.hold,
    ("reports.chat_14", "agent_id"): lambda scene: "" if scene.abandoned else scene.agent.id,
    ("reports.chat_14", "source_type"): lambda scene: ("ad", "post")[scene.customer % 2],
}


@frozen
class Distance:
    """A moment, at a distance in seconds from the tick."""

    seconds: int


@frozen
class Unique:
    """An id that is made of the tick's number. apart: of the call before, which the customer gave up."""

    prefix: str
    apart: bool = False


@frozen
class Who:
    """Something of a customer: that of the record that was dialled, or else this text."""

    part: str
    text: str


class Customers(Protocol):
    """Who the customers of calls are; see `joining`."""

    def customer(self, k: int, /) -> Any:
        """Return the customer of a row."""
        ...


WHO = {name: name for name in ("customer_id", "customer_name", "customer_last_name")}
WHO |= dict.fromkeys(("telephone", "customer_phone", "ani", "phone"), "phone")
Drawn: TypeAlias = str | int | Distance | Unique | Who | list[Any] | dict[str, Any]


@frozen
class Hand:
    """Draws the values of a scene. certain: the names of fields that are never missing, time: of the tick's own moment.

    report: its name; grouped: whether ticks are to be added up, for which nothing may be missing; most: seconds that
    anything may take; extreme: whether values are such as few operations have; joined: whether the call may be of a
    record, whose customer it has then.
    """

    scene: Scene
    chance: random.Random
    records: Mapping[str, Record]
    certain: frozenset[str]
    report: str
    time: str = ""
    grouped: bool = False
    most: int = 900
    extreme: bool = False
    joined: bool = False

    def draw(self, field: Field) -> Drawn:
        """Draw what a field says."""
        if field.name == self.time or (field.name == "hour" and self.time and not self.grouped):
            return Distance(0)
        own = OWN.get((self.report, field.name))
        if own is not None:
            return own(self.scene)
        value = self._known(field)
        if self.joined and not self.grouped and isinstance(value, str) and field.name in WHO:
            return Who(WHO[field.name], value)
        if value is None:
            value = self._made(field)
        return self._perhaps_missing(field, value)

    def _known(self, field: Field) -> Drawn | None:
        if field.name in CONTACT:
            return Unique(CONTACT[0], apart=self.scene.abandoned and self.report in WITH_ABANDONED)
        if field.name.startswith(UNIQUE):
            return Unique(field.name)
        if field.name == "date_end" and self.time == "date_ini":
            return Distance(self.scene.talk)
        if field.type in NUMBERS and field.name not in self.certain and field.name in self.scene.amounts:
            return self.scene.amounts[field.name]
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
        if field.form == "hour":
            return f"{chance.randrange(24):02}:00"
        return phrase(field.name, chance, extreme=self.extreme)

    def _amount(self, field: Field) -> Drawn:
        chance = self.chance
        if field.name in self.certain:  # a number that groups
            return str(chance.randrange(5))
        match field.type:
            case "int":
                return chance.randrange(6)
            case "duration":  # past 24 hours now and then
                long = self.extreme and chance.random() < RARE
                return 26 * 3600 + 62 if long else chance.choice((0, chance.randrange(self.most)))
            case "float":
                return chance.randrange(5000)
        return 1_523_333 if self.extreme and chance.random() < RARE else chance.randrange(10_001)

    def _object(self, field: Field) -> str | dict[str, Any]:
        if not field.record:
            return phrase(field.name, self.chance, extreme=self.extreme) if field.type == "list" else {}
        return {each.wire: self.draw(each) for each in self.records[field.record].fields if not each.gathered}

    def _perhaps_missing(self, field: Field, value: Drawn) -> Drawn:
        lasting = field.name in self.certain or isinstance(value, Unique | list | dict)
        lasting = lasting or (isinstance(value, int) and not self.extreme)
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
    """Where a row stands: tick k, at a second of the wall clock. salt: keeps it apart from other reports' rows."""

    k: int
    second: int
    zone: ZoneInfo
    salt: int
    records: Mapping[str, Record]
    customers: Customers | None = None


def _written(field: Field, value: Drawn, place: Place) -> Any:
    match value:
        case Distance():
            return moment_text(field, place.second + value.seconds, place.zone)
        case Unique():
            return unique_text(value, place)
        case Who():
            return who_text(value, place.k, place.customers)
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


def who_text(value: Who, k: int, customers: Customers | None) -> str:
    """Return what a row says of its customer."""
    found = customers.customer(k) if customers else None
    return value.text if found is None else str(getattr(found, value.part))


def unique_text(value: Unique, place: Place) -> str:
    """Return the id of a tick, which is like no other's."""
    return f"{value.prefix[:4]}.{place.salt}.{place.second}.{place.k}" + (".0" if value.apart else "")
