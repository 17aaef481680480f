"""The catalogue: what is known of every endpoint, as data.

One TOML file per script of the vendor, one per section for the reports. The endpoints, their index and the simulator
are made from them, so a fact stands in one place: what a name means wherever it stands is said once, in meanings.toml.
`corrections` says where a file departs from the vendor's pages.
"""

import tomllib
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Any, Literal, TypeVar

from attrs import Factory, evolve, field, frozen
from cattrs import Converter, transform_error
from cattrs.errors import BaseValidationError

__all__ = [
    "Argument",
    "CatalogueFile",
    "Entry",
    "Field",
    "Record",
    "Reply",
    "Rows",
    "catalogue_file",
    "catalogue_files",
    "entries",
    "entries_named",
]

T = TypeVar("T")

_PACKAGE = "wolkvox_async.catalogue"
_MEANINGS = "meanings"


def _line(text: str) -> str:
    return " ".join(text.split())


@frozen(kw_only=True)
class Field:
    """A field of a record."""

    name: str
    """Of the attribute."""
    type: Literal[
        "str", "id", "int", "float", "percent", "phone", "bool", "date", "datetime", "duration", "list", "object"
    ]
    """What the value means."""
    wire: str = Factory(lambda self: self.name, takes_self=True)
    """Name on the wire."""
    also: tuple[str, ...] = ()
    """Other spellings on the wire."""
    form: str = ""
    """How the value is written, where its type can be written in several ways: bool: yes/no, true/false, 1/0; duration:
    clock, seconds; date: dashes, compact; datetime: local, gmt-5; str: hour, date-hour."""
    record: str = ""
    """Record of the objects in a list, or of one object."""
    gathered: str = ""
    """Pattern of the names of fields that depend on a parameter."""
    values: tuple[str, ...] = ()
    """Documented values."""
    where: Literal["", "table", "code"] = ""
    """table: only the vendor's table has it, not the sample; code: only public clients know it."""
    meaning: str = ""
    """What the value is; where nothing is given, what its name means elsewhere."""
    unit: Literal["", "seconds", "minutes", "milliseconds", "kilobytes", "megabytes", "gigabytes"] = ""
    """Of a number."""
    notes: str = ""
    """What else is to be known."""

    @property
    def text(self) -> str:
        """What the value is, with its unit, its values and what else is to be known."""
        unit = self.unit or ("percent" if self.type == "percent" else "")
        meaning = f"{self.meaning}, in {unit}" if self.meaning and unit else self.meaning
        missing = [value for value in self.values if value not in self.notes]
        if missing and len(missing) == len(self.values):
            meaning = f"{meaning}: {', '.join(missing)}" if meaning else ", ".join(missing)
        return "; ".join(filter(None, (meaning, _line(self.notes))))


@frozen(kw_only=True)
class Record:
    """A record class: its name, what one is, and its fields."""

    name: str
    doc: str
    fields: tuple[Field, ...]


@frozen(kw_only=True)
class Argument:
    """A parameter of a call, in the words of `wolkvox_async.core.endpoint.Parameter`; items: what a list holds."""

    name: str
    kind: Literal["str", "id", "int", "phone", "enum", "moment", "time", "list", "object", "file"]
    wire: str = Factory(lambda self: self.name, takes_self=True)
    where: Literal["query", "body"] = "query"
    required: bool = False
    values: tuple[str, ...] = ()
    also: tuple[str, ...] = ()
    longest: int | None = None
    least: int | None = None
    most: int | None = None
    form: str = ""
    joined: str = ""
    items: Literal["text", "object"] = "text"
    bare: bool = False
    meaning: str = ""
    notes: str = ""

    @property
    def text(self) -> str:
        """What the value is, and what else is to be known."""
        return "; ".join(filter(None, (self.meaning, _line(self.notes))))


@frozen(kw_only=True)
class Rows:
    """What the rows of a windowed endpoint mean: events, buckets or totals."""

    kind: Literal["events", "buckets", "totals"]
    key: tuple[str, ...] = ()
    time: str = ""
    split: bool = True
    span: Literal["", "day", "hour", "30min", "10min"] = ""
    by: tuple[str, ...] = ()
    dated: bool = True
    merge: Literal["", "sum", "recompute", "none"] = ""
    additive: tuple[str, ...] = ()
    derived: Mapping[str, str] = Factory(dict)
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
    """One endpoint. name: the method's; custom: its method stands in a custom file.

    reread_days: for how many days after their window has ended rows change still.
    """

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
    one_of: tuple[str, ...] = ()
    body: Literal["", "json", "array", "multipart"] = ""
    rows: Rows | None = None
    reply: Reply
    limits: tuple[str, ...] = ()
    window_days: int = 31
    reread_days: int = 0
    full: int = 60_000
    cost: int = 1
    reads: bool = Factory(lambda self: self.method == "GET", takes_self=True)
    irreversible: bool = False
    custom: bool = False
    quirks: tuple[str, ...] = ()
    corrections: tuple[str, ...] = ()
    source: str
    confidence: Literal["documented", "partial", "code"] = "documented"
    records: Mapping[str, Record] = field(repr=False)

    @property
    def full_name(self) -> str:
        """Group and method, as in `reports.cdr_1`."""
        return f"{self.group}.{self.name}"

    @property
    def fields(self) -> tuple[Field, ...]:
        """The fields of a record of the reply."""
        return self.records[self.reply.record].fields if self.reply.record else ()

    def columns(self) -> Iterator[tuple[str, Field]]:
        """Yield the fields of the reply's record, each with its path; those of records within it come after it."""
        yield from self._columns(self.reply.record, "")

    def _columns(self, record: str, path: str) -> Iterator[tuple[str, Field]]:
        for each in self.records[record].fields if record else ():
            yield path + each.name, each
            yield from self._columns(each.record, f"{path}{each.name}.")


@frozen(kw_only=True)
class CatalogueFile:
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
def catalogue_files() -> tuple[CatalogueFile, ...]:
    """Return all files of the catalogue, in the order of their paths.

    Raises:
        ValueError: A file is not in order; it names the file, the entry and what is wrong with it.
    """
    return tuple(_file(path) for path in _paths())


@cache
def entries_named(full_name: str) -> tuple[Entry, ...]:
    """Return what is known of one endpoint, in its variants; of the files only those that have its name are read."""
    group, _, method = full_name.partition(".")
    paths = [path for path in _paths() if path.partition("/")[0] == group and method in _text(path)]
    return tuple(entry for path in paths for entry in _file(path).entries if entry.full_name == full_name)


@cache
def _paths() -> tuple[str, ...]:
    return tuple(sorted(path for path in _toml(files(_PACKAGE), "") if path != _MEANINGS))


def _text(path: str) -> str:
    return files(_PACKAGE).joinpath(f"{path}.toml").read_text("utf-8")


@cache
def _file(path: str) -> CatalogueFile:
    return catalogue_file(path, _text(path))


@cache
def _meanings() -> Mapping[str, str]:
    """Return what a name means where its place says nothing else."""
    return tomllib.loads(_text(_MEANINGS))


@cache
def entries() -> tuple[Entry, ...]:
    """Return all endpoints."""
    return tuple(entry for each in catalogue_files() for entry in each.entries)


def _toml(folder: Traversable, path: str) -> list[str]:
    found = []
    for item in folder.iterdir():
        if item.name.endswith(".toml"):
            found.append(path + item.name.removesuffix(".toml"))
        elif item.is_dir():
            found += _toml(item, f"{path}{item.name}/")
    return found


def catalogue_file(path: str, text: str) -> CatalogueFile:
    """Read one file of the catalogue.

    Args:
        path: Its path within the catalogue, without `.toml`, as in `reports/cdr`.
        text: What stands in it.

    Raises:
        ValueError: It is not in order; it names the file, the entry and what is wrong with it.
    """
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise ValueError(f"catalogue/{path}.toml: {error}") from None
    listed: list[dict[str, Any]] = data.pop("endpoint", [])
    for described in (*data.get("record", {}).values(), *listed):
        for each in (*described.get("fields", ()), *described.get("parameters", ())):
            each.setdefault("meaning", _meanings().get(each.get("name"), ""))
    records = {
        name: _structure(path, f"record {name}", {"name": name, **each}, Record)
        for name, each in data.pop("record", {}).items()
    }
    data["cls"] = data.pop("class", None)  # a word that Python keeps for itself
    head = _structure(path, "its head", data, _Head)
    place = {"group": head.group, "section": head.section, "script": head.script}
    found = tuple(
        evolve(_structure(path, f"endpoint {_label(each)}", {**place, **each, "records": {}}, Entry), records=records)
        for each in listed
    )
    _check(path, found, records)
    return CatalogueFile(path=path, cls=head.cls, about=head.about, entries=found, records=records, **place)


@frozen(kw_only=True)
class _Head:
    """What stands above the endpoints of a file."""

    script: str
    group: str
    section: str = ""
    cls: str
    about: str


def _label(each: Mapping[str, Any]) -> str:
    words = (each.get("name", each.get("api")), each.get("variant"))
    return " ".join(str(word) for word in words if word) or "without a name"


def _check(path: str, found: Iterable[Entry], records: Mapping[str, Record]) -> None:
    """Refuse a name that leads to no record, and two endpoints of one name."""
    seen = set()
    for entry in found:
        if entry.reply.record and entry.reply.record not in records:
            raise ValueError(f"catalogue/{path}.toml: endpoint {entry.name}: no record {entry.reply.record}")
        if (known := (entry.name, entry.variant)) in seen:
            raise ValueError(f"catalogue/{path}.toml: endpoint {entry.name} stands there twice")
        seen.add(known)
    for record in records.values():
        for each in record.fields:
            if each.record and each.record not in records:
                raise ValueError(f"catalogue/{path}.toml: record {record.name}, {each.name}: no record {each.record}")


def _structure(path: str, where: str, data: Mapping[str, Any], cls: type[T]) -> T:
    try:
        return _converter().structure(data, cls)
    except BaseValidationError as error:
        raise ValueError(f"catalogue/{path}.toml: {where}: {'; '.join(transform_error(error))}") from None


@cache
def _converter() -> Converter:
    """Return what makes values of a file's tables: nothing unknown, nothing turned from one type into another."""
    converter = Converter(forbid_extra_keys=True)
    for kind in (str, int, bool):
        converter.register_structure_hook(kind, _exactly)
    converter.register_structure_hook(int | str | None, lambda value, _: _exactly(value, int | str))
    inner = converter.get_structure_hook(tuple[str, ...])
    converter.register_structure_hook_func(
        lambda kind: kind == tuple[str, ...], lambda value, kind: inner(_exactly(value, list), kind)
    )
    return converter


def _exactly(value: Any, kind: Any) -> Any:
    if isinstance(value, bool) is not (kind is bool) or not isinstance(value, kind):
        raise TypeError(f"{value!r} is not a {getattr(kind, '__name__', kind)}")
    return value
