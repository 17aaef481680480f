"""Where the rows of a reply go: into data, deeper, beside it, or into an object by one of their fields."""

import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from wolkvox_async.catalogue import Entry
from wolkvox_async.catalogue import Reply as Shape
from wolkvox_async.simulator.wire import ABSENT, Records, Reply, php_json

CHUNK = 64  # rows that are written in one turn of the loop
COUNT = re.compile(r"\bN\b")
SEEN_CODES = {"information.audit_log": "0"}  # in real traffic; every other success there was has its status, as a text
ODD_CODES = {"unknown": "200", "blank": " "}  # of samples: one that lacks it is taken to be usual
LISTING = ("campaign.php", "configuration.php")  # scripts that give even one object in a list

Row = dict[str, Any]


def wrapped(entry: Entry, rows: Sequence[Row] | Records, *, count: int | None = None) -> Reply:
    """Return the reply of an endpoint with these rows; count: what its message says, where not how many they are."""
    shape = entry.reply
    held = rows.count if isinstance(rows, Records) else len(rows)
    head = Reply(
        status=shape.status,
        code=str(shape.status),
        msg=COUNT.sub(str(held if count is None else count), shape.msg),
    )
    if isinstance(rows, Records):
        return _with(head, data=rows)
    match shape.shape:
        case "confirmation":
            return head
        case "keyed":
            return _with(head, data=_keyed(entry, rows))
    value: Any = list(rows)
    if shape.shape == "record":
        one: Row = rows[0] if rows else {}
        value = [one] if entry.script in LISTING else one
        if not shape.key:
            return _with(head, whole=one)
    path = shape.key.split(".")
    if path[0] != "data":
        return _with(head, whole=_beside(head.code, shape, path[0], value))
    return _with(head, data=_deep(shape, path[1:], value, held))


def _with(head: Reply, *, data: Any = ABSENT, whole: Any = ABSENT) -> Reply:
    return Reply(status=head.status, code=head.code, msg=head.msg, data=data, whole=whole)


def code_of(entry: Entry, *, sampled: bool = False) -> str | int:
    """Return the code of a success: as live servers send it, or as the vendor's sample has it."""
    shape = entry.reply
    if sampled and shape.code is not None:
        return ODD_CODES.get(str(shape.code), shape.code)
    return SEEN_CODES.get(entry.full_name, str(shape.status))


def _keyed(entry: Entry, rows: Sequence[Row]) -> Mapping[str, Any]:
    """Return an object by a field: of objects where reports add up, of lists where something is listed."""
    wire = next(each.wire for each in entry.fields if each.name == entry.reply.keyed)
    found: dict[str, list[Row]] = {}
    for row in rows:
        found.setdefault(str(row[wire]), []).append({name: value for name, value in row.items() if name != wire})
    return {key: each[0] for key, each in found.items()} if entry.rows else found


def _beside(code: str | int, shape: Shape, key: str, value: Any) -> Row:
    """Return a reply whose rows stand under a name of their own, without msg and error."""
    total = {shape.total: str(len(value))} if shape.total and isinstance(value, list) else {}
    return {"code": code, **total, key: value}


def _deep(shape: Shape, path: Sequence[str], value: Any, held: int) -> Any:
    for name in reversed(path):
        value = {name: value}
    total = shape.total.split(".")
    if path and len(total) == 2 and total[0] == "data":
        value = {total[1]: str(held), **value}
    return value


def records(count: int, made: Callable[[slice], Sequence[Row]]) -> Records:
    """Return rows that are made and written while they are sent."""
    size = count * (len(_row(made(slice(1))[0])) + 2) if count else 0
    return Records(count, size, lambda: _blocks(count, made))


def _blocks(count: int, made: Callable[[slice], Sequence[Row]]) -> Iterator[bytes]:
    for start in range(0, count, CHUNK):
        yield ",\n".join(_row(row) for row in made(slice(start, min(start + CHUNK, count)))).encode()


def _row(row: Row) -> str:
    """Write a row as PHP would at its depth; what is nested in it is written by the general, slower way."""
    lines = (f"{json.dumps(name)}: {_value(value)}".replace("/", "\\/") for name, value in row.items())
    return "        {\n            " + ",\n            ".join(lines) + "\n        }"


def _value(value: Any) -> str:
    return json.dumps(value) if isinstance(value, str) else php_json(value, depth=3).replace("\\/", "/")
