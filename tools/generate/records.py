"""Record classes: what the fields of a reply are, each with its description below it."""

from collections.abc import Iterable, Iterator, Mapping

from tools.generate.words import doc, sentence, text
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
_DAY = "Day that the rows do not name: set where the report asks for each day by itself."


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
        lines += ["    day: Day = beside()", doc(_DAY, "    ")]
    return "\n".join(lines)


def _fields(record: Record) -> Iterator[str]:
    for field in record.fields:
        yield f"    {field.name}: {_annotation(field)}{_declared(field)}"
        if field.text:
            yield doc(sentence(field.text), "    ")


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
