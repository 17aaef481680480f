"""Rows that are one event each: a template per scene, with the tick's moments and ids put in."""

import random
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

from wolkvox_async.catalogue import Field
from wolkvox_async.simulator.rows.scene import PERIOD
from wolkvox_async.simulator.rows.ticks import Ticks, plain
from wolkvox_async.simulator.rows.values import Distance, Place, Unique, moment_text, unique_text, written
from wolkvox_async.simulator.wire import Records, php_json

CHUNK = 256  # rows that are written in one turn of the loop
MARK = re.compile("@([0-9]+)@")

Slot = Callable[[Place], str]
Template = tuple[str, tuple[Slot, ...]]


def rows(ticks: Ticks, numbers: Sequence[int], fields: Sequence[Field]) -> list[dict[str, Any]]:
    """Return rows as objects."""
    return [written(fields, ticks.drawn[k % PERIOD], ticks.place(k)) for k in numbers]


def records(ticks: Ticks, numbers: Sequence[int], fields: Sequence[Field], order: str, most: int) -> Records:
    """Return rows as they are written while they are sent, in an order, of which no more than so many."""
    ordered = arranged(numbers, order)[:most]
    size = len(ordered) * (len(_write(ticks, ordered[:1], fields)) + 2)
    return Records(len(ordered), size, lambda: _blocks(ticks, ordered, fields))


def arranged(numbers: Sequence[Any], order: str) -> Sequence[Any]:
    """Put things that are oldest first into an order."""
    if order == "newest":
        return numbers[::-1]
    if order == "oldest" or not numbers:
        return numbers
    return random.Random(f"{len(numbers)} {numbers[0]}").sample(numbers, len(numbers))


def _blocks(ticks: Ticks, numbers: Sequence[int], fields: Sequence[Field]) -> Iterator[bytes]:
    for start in range(0, len(numbers), CHUNK):
        yield _write(ticks, numbers[start : start + CHUNK], fields)


def _write(ticks: Ticks, numbers: Iterable[int], fields: Sequence[Field]) -> bytes:
    made = ticks.templates.setdefault(tuple(each.name for each in fields), {})
    texts = []
    for k in numbers:
        scene = k % PERIOD
        if scene not in made:
            made[scene] = _template(ticks, scene, fields)
        text, slots = made[scene]
        place = ticks.place(k)
        texts.append(text % tuple(slot(place) for slot in slots))
    return ",\n".join(texts).encode()


def _template(ticks: Ticks, scene: int, fields: Sequence[Field]) -> Template:
    """Write a row once, with marks where each tick has its own text; then make the marks directives."""
    slots: list[Slot] = []

    def mark(slot: Slot) -> str:
        slots.append(slot)
        return f"@{len(slots) - 1}@"

    row = {each.wire: _marked(each, ticks.drawn[scene][each.name], ticks, mark) for each in fields}
    text = " " * 8 + php_json(row, depth=2).replace("%", "%%")
    places = [slots[int(found)] for found in MARK.findall(text)]
    return MARK.sub("%s", text), tuple(places)


def _marked(field: Field, value: Any, ticks: Ticks, mark: Callable[[Slot], str]) -> Any:
    match value:
        case Distance():
            return mark(lambda place: moment_text(field, place.second + value.seconds, place.zone))
        case Unique():
            return mark(lambda place: unique_text(value, place))
        case list() if field.record:
            return [_marked_object(field, each, ticks, mark) for each in value]
        case dict() if field.record:
            return _marked_object(field, value, ticks, mark)
    return written((field,), {field.name: value}, ticks.place(0))[field.wire]


def _marked_object(field: Field, value: dict[str, Any], ticks: Ticks, mark: Callable[[Slot], str]) -> dict[str, Any]:
    fields = {each.wire: each for each in plain(ticks.entry.records[field.record].fields)}
    return {wire: _marked(fields[wire], each, ticks, mark) for wire, each in value.items()}
