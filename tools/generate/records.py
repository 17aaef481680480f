"""Record classes: what the fields of a reply are, with what must be said of them beside them."""

from collections.abc import Iterable, Iterator, Mapping

from tools.generate.words import comment, doc, text
from wolkvox_async.catalogue import Entry, Field, Record

__all__ = ["needed", "record_class"]

_KINDS = {
    "str": "Text",
    "id": "Id",
    "int": "Int",
    "float": "Float",
    "percent": "Percent",
    "phone": "Phone",
    "bool": "Flag",
    "date": "Day",
    "datetime": "Moment",
    "duration": "Duration",
    "list": "list[Any]",
    "object": "Any",
}


def needed(entries: Iterable[Entry], records: Mapping[str, Record]) -> list[Record]:
    """Return the records that these endpoints give, each after those that stand within it."""
    found: dict[str, Record] = {}

    def add(name: str) -> None:
        if not name or name in found:
            return
        for field in records[name].fields:
            add(field.record)
        found[name] = records[name]

    for entry in entries:
        add(entry.reply.record)
    return list(found.values())


def record_class(record: Record, *, day: bool) -> str:
    """Return the class of a record. day: its rows name no date, so the report that asks for one day sets it."""
    lines = ["@record", f"class {record.name}(Record):", doc(record.doc, "    "), "", *_fields(record)]
    if day:
        lines.append("    day: Day = beside()  # which the rows do not name: set where the report asks day by day")
    return "\n".join(lines)


def _fields(record: Record) -> Iterator[str]:
    said = ""
    for field in record.fields:
        note = _note(field)
        yield comment("" if note == said else note, f"    {field.name}: {_annotation(field)}{_declared(field)}")
        said = note


def _annotation(field: Field) -> str:
    if field.gathered:
        return f"dict[int, {_KINDS[field.type]}]"
    if field.record:
        return f"list[{field.record}]" if field.type == "list" else f"{field.record} | None"
    return "MomentGMT5" if field.form == "gmt-5" else _KINDS[field.type]


def _declared(field: Field) -> str:
    if field.gathered:
        return f" = gathered(r{text(field.gathered)})"
    if field.wire == field.name and not field.also:
        return ""
    return f" = named({', '.join(text(name) for name in (field.wire, *field.also))})"


def _note(field: Field) -> str:
    words = field.notes
    if field.values and not all(value in words for value in field.values):
        words = "; ".join(filter(None, (", ".join(field.values), words)))
    return " ".join(words.split())
