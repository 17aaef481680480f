"""Rows that are one event each: a template per scene, with the tick's moments and ids put in."""

import re
from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache
from typing import Any

from attrs import field, frozen

from wolkvox_async.catalogue import Field
from wolkvox_async.simulator.rows.scene import PERIOD
from wolkvox_async.simulator.rows.sources import stamp
from wolkvox_async.simulator.rows.ticks import Ticks, plain
from wolkvox_async.simulator.rows.values import Distance, Unique, Who, moment_text, unique_text, who_text, written
from wolkvox_async.simulator.wire import php_json
from wolkvox_async.simulator.world.series import Series

MARK = re.compile("@([0-9]+)@")

Slot = Callable[[int, int], bytes]  # of the tick's number and second
Template = tuple[bytes, tuple[Slot, ...]]


def rows(ticks: Ticks, numbers: Sequence[int], fields: Sequence[Field]) -> list[dict[str, Any]]:
    """Return rows as objects."""
    return [written(fields, ticks.drawn[k % PERIOD], ticks.place(k)) for k in numbers]


@lru_cache(maxsize=4096)
def _escaped(text: str) -> bytes:
    """Write a text as it stands between the quotes of JSON."""
    return php_json(text)[1:-1].encode()


def source_of(ticks: Ticks, fields: Sequence[Field]) -> "EventRows":
    """Return what writes the rows of a report with these fields, the same each time."""
    key = tuple(each.name for each in fields)
    if key not in ticks.sources:
        ticks.sources[key] = EventRows(ticks, tuple(fields))
    found: EventRows = ticks.sources[key]
    return found


@frozen(eq=False)
class EventRows:
    """The rows of one report, with some of its fields."""

    ticks: Ticks
    fields: tuple[Field, ...]
    _templates: dict[int, Template] = field(factory=dict, init=False)

    @property
    def series(self) -> Series:
        """When they are."""
        return self.ticks.series

    def write(self, numbers: Iterable[int]) -> bytes:
        """Write rows, separated, as they stand in a reply."""
        templates, first, every = self._templates, self.series.first, self.series.every
        texts = []
        for k in numbers:
            scene = k % PERIOD
            template = templates.get(scene)
            if template is None:
                template = templates[scene] = self._template(scene)
            text, slots = template
            second = first + int(k * every)
            texts.append(text % tuple([slot(k, second) for slot in slots]))
        return b",\n".join(texts)

    def _template(self, scene: int) -> Template:
        """Write a row once, with marks where each tick has its own text; then make the marks directives."""
        slots: list[Slot] = []

        def mark(slot: Slot) -> str:
            slots.append(slot)
            return f"@{len(slots) - 1}@"

        drawn = self.ticks.drawn[scene]
        row = {each.wire: self._marked(each, drawn[each.name], mark) for each in self.fields}
        text = " " * 8 + php_json(row, depth=2).replace("%", "%%")
        places = [slots[int(found)] for found in MARK.findall(text)]
        return MARK.sub("%b", text).encode(), tuple(places)

    def _marked(self, field: Field, value: Any, mark: Callable[[Slot], str]) -> Any:
        match value:
            case Distance():
                return mark(self._moment(field, value.seconds))
            case Unique():
                return mark(self._unique(value))
            case Who():
                return mark(self._who(value))
            case list() if field.record:
                return [self._marked_object(field, each, mark) for each in value]
            case dict() if field.record:
                return self._marked_object(field, value, mark)
        return written((field,), {field.name: value}, self.ticks.place(0))[field.wire]

    def _marked_object(self, field: Field, value: dict[str, Any], mark: Callable[[Slot], str]) -> dict[str, Any]:
        fields = {each.wire: each for each in plain(self.ticks.entry.records[field.record].fields)}
        return {wire: self._marked(fields[wire], each, mark) for wire, each in value.items()}

    def _moment(self, field: Field, away: int) -> Slot:
        if field.type == "datetime" and not field.form:
            return lambda _, second: stamp(second + away)
        zone = self.ticks.zone
        return lambda _, second: moment_text(field, second + away, zone).encode()

    def _who(self, value: Who) -> Slot:
        customers = self.ticks.joint
        return lambda k, _: _escaped(who_text(value, k, customers))

    def _unique(self, value: Unique) -> Slot:
        ticks = self.ticks
        if value.apart:
            return lambda k, _: unique_text(value, ticks.place(k)).encode()
        text = b"%b.%d." % (value.prefix[:4].encode(), ticks.salt) + b"%d.%d"
        return lambda k, second: text % (second, k)
