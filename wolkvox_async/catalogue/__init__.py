"""The catalogue: what is known of every endpoint, as data.

One TOML sheet per script of the vendor, one per section for the reports. The endpoints, their index and the simulator
are made from it, so a fact stands in one place. `corrections` says where a sheet departs from the vendor's pages.
"""

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Any, Literal

from attrs import Factory, field, frozen

__all__ = ["Argument", "Entry", "Field", "Reply", "Rows", "Sheet", "entries", "sheets"]

_tuple = tuple  # TOML has lists, values have tuples


@frozen(kw_only=True)
class Field:
    """A field of a record. name: of the attribute; wire: on the wire, with other spellings in also.

    type: what the value means; form: how it is written, where its type can be written in several ways (bool: yes/no,
    true/false, 1/0; duration: clock, seconds; date: dashes, compact; datetime: local, gmt-5; str: hour).
    record: of the objects in a list, or of one object. gathered: a pattern of names that depend on a parameter.
    where: table, if only the vendor's table and not its sample has it; code, if only public clients know it.
    """

    name: str
    type: Literal[
        "str", "id", "int", "float", "percent", "phone", "bool", "date", "datetime", "duration", "list", "object"
    ]
    wire: str = Factory(lambda self: self.name, takes_self=True)
    also: tuple[str, ...] = field(default=(), converter=_tuple)
    form: str = ""
    record: str = ""
    gathered: str = ""
    values: tuple[str, ...] = field(default=(), converter=_tuple)
    where: Literal["", "table", "code"] = ""
    notes: str = ""


@frozen(kw_only=True)
class Argument:
    """A parameter of a call, in the words of `wolkvox_async.core.endpoint.Parameter`."""

    name: str
    kind: Literal["str", "id", "int", "phone", "enum", "moment", "time", "list", "object", "file"]
    wire: str = Factory(lambda self: self.name, takes_self=True)
    where: Literal["query", "body"] = "query"
    required: bool = False
    values: tuple[str, ...] = field(default=(), converter=_tuple)
    also: tuple[str, ...] = field(default=(), converter=_tuple)
    longest: int | None = None
    least: int | None = None
    most: int | None = None
    form: str = ""
    joined: str = ""
    bare: bool = False
    notes: str = ""


@frozen(kw_only=True)
class Rows:
    """What the rows of a windowed endpoint mean: events, buckets or totals."""

    kind: Literal["events", "buckets", "totals"]
    key: tuple[str, ...] = field(default=(), converter=_tuple)
    time: str = ""
    split: bool = True
    span: Literal["", "day", "hour", "30min", "10min"] = ""
    by: tuple[str, ...] = field(default=(), converter=_tuple)
    dated: bool = True
    merge: Literal["", "sum", "recompute", "none"] = ""
    additive: tuple[str, ...] = field(default=(), converter=_tuple)
    derived: Mapping[str, str] = field(factory=dict)
    why: str = ""  # why the totals of two windows cannot be merged
    notes: str = ""


@frozen(kw_only=True)
class Reply:
    """What a success looks like; see `wolkvox_async.core.endpoint.Endpoint` for shape, key, keyed, counts and total.

    code: as in the vendor's sample, a number or a text; none: the reply has no such key. msg: N stands for a count.
    """

    shape: Literal["records", "record", "keyed", "confirmation"]
    key: str = "data"
    keyed: str = ""
    record: str = ""
    status: int = 200
    code: int | str | None = None
    msg: str = ""
    counts: bool = True
    total: str = ""


@frozen(kw_only=True)
class Entry:
    """One endpoint. name: the method's; by_hand: its method stands in a hand-written file."""

    group: str
    section: str
    script: str
    api: str
    name: str = Factory(lambda self: self.api, takes_self=True)
    variant: str = ""
    method: Literal["GET", "POST", "PUT", "DELETE"]
    title: str
    spanish: str
    summary: str = ""
    parameters: tuple[Argument, ...] = ()
    one_of: tuple[str, ...] = field(default=(), converter=_tuple)
    body: Literal["", "json", "array", "multipart"] = ""
    rows: Rows | None = None
    reply: Reply
    limits: tuple[str, ...] = field(default=(), converter=_tuple)
    window_days: int = 31
    full: int = 60_000
    cost: int = 1
    reads: bool = Factory(lambda self: self.method == "GET", takes_self=True)
    irreversible: bool = False
    by_hand: bool = False
    quirks: tuple[str, ...] = field(default=(), converter=_tuple)
    corrections: tuple[str, ...] = field(default=(), converter=_tuple)
    source: str
    confidence: Literal["documented", "partial", "code"] = "documented"
    records: Mapping[str, "Record"] = field(repr=False)

    @property
    def full_name(self) -> str:
        """Group and method, as in `reports.cdr_1`."""
        return f"{self.group}.{self.name}"

    @property
    def fields(self) -> tuple[Field, ...]:
        """The fields of a record of the reply."""
        return self.records[self.reply.record].fields if self.reply.record else ()


@frozen(kw_only=True)
class Record:
    """A record class: its name, what one is, and its fields."""

    name: str
    doc: str
    fields: tuple[Field, ...]


@frozen(kw_only=True)
class Sheet:
    """One file of the catalogue. path: like `campaign` or `reports/agents`; cls: the class of its coroutines."""

    path: str
    script: str
    group: str
    section: str
    cls: str
    about: str
    entries: tuple[Entry, ...]
    records: Mapping[str, Record]


@cache
def sheets() -> tuple[Sheet, ...]:
    """Return all sheets, in the order of their paths."""
    return tuple(_sheet(path, file) for path, file in sorted(_toml(files(__name__), "")))


@cache
def entries() -> tuple[Entry, ...]:
    """Return all endpoints."""
    return tuple(entry for sheet in sheets() for entry in sheet.entries)


def _toml(folder: Traversable, path: str) -> list[tuple[str, Traversable]]:
    found = []
    for item in folder.iterdir():
        if item.name.endswith(".toml"):
            found.append((path + item.name.removesuffix(".toml"), item))
        elif item.is_dir():
            found += _toml(item, f"{path}{item.name}/")
    return found


def _sheet(path: str, file: Traversable) -> Sheet:
    data = tomllib.loads(file.read_text("utf-8"))
    records = {
        name: Record(name=name, doc=each["doc"], fields=tuple(Field(**item) for item in each["fields"]))
        for name, each in data.get("record", {}).items()
    }
    place = {"group": data["group"], "section": data.get("section", ""), "script": data["script"]}
    return Sheet(
        path=path,
        cls=data["class"],
        about=data["about"],
        entries=tuple(_entry(place, each, records) for each in data["endpoint"]),
        records=records,
        **place,
    )


def _entry(place: Mapping[str, str], each: dict[str, Any], records: Mapping[str, Record]) -> Entry:
    return Entry(
        **place,
        **each
        | {
            "parameters": tuple(Argument(**item) for item in each.get("parameters", ())),
            "rows": Rows(**each["rows"]) if "rows" in each else None,
            "reply": Reply(**each["reply"]),
        },
        records=records,
    )
