"""Replies composed from the catalogue's facts, and what is to become of each of their fields.

`told` makes a reply and what its records have to be; `understood` reads a row that somebody else made. Both know what
a type means and how it is written from the catalogue alone, and nothing of the client's code.
"""

import json
import re
from datetime import date, datetime, timedelta, timezone
from types import SimpleNamespace
from typing import Any

import attrs
from attrs import frozen

from tests.support.walking import ODD, START, ZONE, dayless, undated

# What the server answers


FIXED = {  # numbers that the client acts on: one page of two messages, and one number that was added
    ("MessagePage", "total_mensajes"): 2,
    ("MessagePage", "pagina"): 1,
    ("MessagePage", "total_paginas"): 1,
    ("AddedRecords", "total_registers"): 1,
    ("AddedNumbers", "total_added"): 1,
    ("AddedNumbers", "total_rejected"): 0,
    ("AddedNumbers", "total_sent"): 1,
}


@frozen
class Told:
    """A reply: its bytes, and what each field of its records has to be; None where they tell of none."""

    status: int
    text: bytes
    rows: list[dict[str, Any]]
    msg: str = ""
    code: str = ""
    data: Any = None


def told(entry, *, odd=False, unknown=False, half=False, by=None):
    """Compose a reply of an endpoint in its shape, with every field of its documented type and form.

    odd: the other spellings, bare numbers, and the other way of a single record; unknown: with a field more in each
    object; half: without every second field, and with a word for missing in others; by: as it is asked for.
    """
    reply = entry.reply
    code = "200" if reply.code == "unknown" else reply.code
    envelope = {} if code is None else {"code": code}
    manner = SimpleNamespace(entry=entry, odd=odd, unknown=unknown, half=half)
    if reply.shape == "confirmation":
        data = "información" if odd else None
        document = envelope | {"error": None, "msg": reply.msg} | ({"data": data} if odd else {})
        return Told(reply.status, _json(document), [], reply.msg, str(code).strip(), data)
    count = 1 if reply.shape == "record" else 2
    made = [_object(manner, entry.records[reply.record], n) for n in range(count)]
    rows, wires = [each[0] for each in made], [each[1] for each in made]
    if dayless(entry):
        day = START.date() if by or not undated(entry) else None
        rows = [row | {"day": day} for row in rows]
    found = _found(entry, rows, wires, odd=odd)
    number = str(count) if reply.counts else "99"
    msg = re.sub(r"\bN\b", number, reply.msg)
    if not reply.key:
        return Told(reply.status, _json(found), rows)
    document = envelope | {"error": None, "msg": msg}
    if reply.total:
        _put(document, reply.total, str(count))
    _put(document, reply.key, found)
    return Told(reply.status, _json(document), rows, msg)


def _json(document):
    return json.dumps(document, indent=4).replace("/", "\\/").encode()


def _put(document, path, value):
    *way, last = path.split(".")
    for name in way:
        document = document.setdefault(name, {})
    document[last] = value


def _found(entry, rows, wires, *, odd):
    """Return what stands under the key of a reply."""
    match entry.reply.shape:
        case "records":
            return wires
        case "record":
            return wires if odd and entry.reply.key else wires[0]
    place = next(each for each in entry.fields if each.name == entry.reply.keyed)
    result = {}
    for number, (row, wire) in enumerate(zip(rows, wires, strict=True)):
        for name in (place.name, place.wire, *place.also):
            wire.pop(name, None)
        key = row[place.name] = f"clave {number}"
        result[key] = [wire] if odd else wire
    return result


def _object(manner, record, number):
    """Compose one object: what each field has to become, and how it stands on the wire."""
    expected, wire = {"extra": {}}, {}
    for place, each in enumerate(record.fields):
        if manner.half and place % 2:
            expected[each.name] = absent(each)
            if place % 4 == 1 and not each.gathered:  # the others stay away
                wire[each.wire] = ("", "-", "--", " ", None)[place // 4 % 5]
            continue
        expected[each.name], value = _value(manner, record, each, number)
        if each.gathered:
            wire.update(value)
        else:
            wire[each.also[number % len(each.also)] if manner.odd and each.also else each.wire] = value
    if manner.unknown:
        expected["extra"] = wire["campo nuevo"] = {"desde": "2026", "n": [number]}
        expected["extra"] = {"campo nuevo": expected["extra"]}
    return expected, wire


def absent(each):
    """Return what a field is that the server did not send."""
    if each.gathered:
        return {}
    return [] if each.type == "list" else None


def _value(manner, record, each, number):
    if each.gathered:
        values = {second: plain(each, second, odd=manner.odd) for second in (15, 45)}
        group = re.compile(r"\(.*\)")
        wire = {group.sub(str(second), each.gathered): text for second, (_, text) in values.items()}
        return {second: value for second, (value, _) in values.items()}, wire
    if (fixed := FIXED.get((record.name, each.name))) is not None:
        return fixed, str(fixed)
    if each.record and each.type == "list":
        made = [_object(manner, manner.entry.records[each.record], n) for n in range(2)]
        return [one for one, _ in made], [other for _, other in made]
    if each.record:
        return _object(manner, manner.entry.records[each.record], number)
    return plain(each, number, odd=manner.odd)


def plain(each, number, *, odd):
    """Return a value of a field that holds no records, and how it stands on the wire."""
    match each.type:
        case "id":
            return (f"{70 + number}", 70 + number) if odd else (f"id.{number}", f"id.{number}")
        case "int":
            return 1234 + number, 1234 + number if odd else str(1234 + number)
        case "float":
            return 12.5 + number, 12.5 + number if odd else f"{12.5 + number:.2f}"
        case "percent":
            return (15233.33, "15,233.33 %") if odd else (34.64, "34.64 %")
        case "phone":
            return f"57300111223{number % 10}", f"57300111223{number % 10}"
        case "bool":
            yes, no = {"true/false": ("true", "false"), "1/0": ("1", "0")}.get(each.form, ("yes", "no"))
            return (True, yes) if (number % 2 == 0) is not odd else (False, no)
        case "date":
            day = START.date()  # a row of another day is outside its window
            return day, day.strftime("%Y%m%d" if each.form == "compact" else "%Y-%m-%d")
        case "datetime":
            moment = datetime(2026, 3, 2, 13, 5, number % 60)
            zone = timezone(timedelta(hours=-5)) if each.form == "gmt-5" else ZONE
            return moment.replace(tzinfo=zone), str(moment)
        case "duration":
            seconds = each.form == "seconds" or (not each.form and odd)
            return (timedelta(seconds=93), "93") if seconds else (timedelta(hours=26, seconds=62), "26:01:02")
        case "list":
            return ["uno", "dos"], ["uno", "dos"]
        case "object":
            return {"clave": "valor"}, {"clave": "valor"}
    if each.form == "hour":
        return "13:00", "13:00"
    text = each.values[number % len(each.values)] if each.values else f"{each.name} {ODD} {number}"
    return text, text


def differences(record, expected, path=""):
    """Tell where a record is not what was expected: its fields, their values and the types of these."""
    if not attrs.has(type(record)):
        return [f"{path}: {record!r} is no record"]
    names = {each.name for each in attrs.fields(type(record))}
    found = [f"{path}: has the fields {names}"] if names != expected.keys() else []
    for name, value in expected.items():
        found += _differences(getattr(record, name, "no such field"), value, f"{path}.{name}")
    return found


def _differences(value, expected, path):
    if isinstance(expected, dict) and "extra" in expected:
        return differences(value, expected, path)
    if isinstance(expected, list) and any(isinstance(each, dict) and "extra" in each for each in expected):
        if not isinstance(value, list) or len(value) != len(expected):
            return [f"{path}: {value!r} is no list of {len(expected)}"]
        pairs = enumerate(zip(value, expected, strict=True))
        return [what for n, (one, other) in pairs for what in _differences(one, other, f"{path}[{n}]")]
    same = type(value) is type(expected) and value == expected
    if same and isinstance(expected, datetime):
        same = value.tzinfo == expected.tzinfo and value.utcoffset() == expected.utcoffset()
    return [] if same else [f"{path}: {value!r} is not {expected!r}"]


# Rows as the wire has them


def understood(entry, record, row, zone):
    """Return what the fields of a record have to be, of a row as the wire has it, by the catalogue."""
    fields = {wire: each for each in entry.records[record].fields for wire in (each.wire, *each.also)}
    found = {each.name: absent(each) for each in entry.records[record].fields} | {"extra": {}}
    for wire, value in row.items():
        each = fields.get(wire) or next(
            (each for each in fields.values() if each.gathered and re.fullmatch(each.gathered, wire)), None
        )
        if each is None:
            found["extra"][wire] = value
        elif each.gathered:
            found[each.name][int(re.fullmatch(each.gathered, wire)[1])] = _understood(entry, each, value, zone)
        else:
            found[each.name] = _understood(entry, each, value, zone)
    return found


def _understood(entry, each, value, zone):
    if value is None or (isinstance(value, str) and value.strip() in {"", "-", "--"}):
        return absent(each)
    if each.record:
        several = isinstance(value, list)
        made = [understood(entry, each.record, one, zone) for one in (value if several else [value])]
        return made if several else made[0]
    return _read(each, value, zone)


def _read(each, value, zone):
    match each.type:
        case "int":
            return int(str(value).replace(",", ""))
        case "float" | "percent":
            return float(str(value).rstrip(" %").replace(",", ""))
        case "duration":
            *clock, seconds = str(value).split(":")
            hours, minutes = map(int, clock) if clock else (0, 0)
            return timedelta(hours=hours, minutes=minutes, seconds=float(seconds))
        case "datetime":
            moment = datetime.fromisoformat(value)
            return moment.replace(tzinfo=timezone(timedelta(hours=-5)) if each.form == "gmt-5" else zone)
        case "date":
            return date.fromisoformat(value)
        case "bool":
            return {"yes": True, "si": True, "true": True, "1": True, "no": False, "false": False, "0": False}[value]
    return str(value) if each.type in ("str", "id", "phone") else value


def extras(record):
    """Give the fields that no document lists, of a record and of those within it."""
    if attrs.has(type(record)):
        yield from record.extra.items()
        for each in attrs.fields(type(record)):
            yield from extras(getattr(record, each.name))
    elif isinstance(record, list):
        for each in record:
            yield from extras(each)


def unfolded(record):
    """Return a record as its fields' values, those within it alike, for a comparison with what was understood."""
    if attrs.has(type(record)):
        return {each.name: unfolded(getattr(record, each.name)) for each in attrs.fields(type(record))}
    return [unfolded(each) for each in record] if isinstance(record, list) else record
