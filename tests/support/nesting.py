"""What Arrow holds of a record, and of the records within it, said without the code that makes it."""

import json
from datetime import UTC, datetime, timedelta

import attrs

from wolkvox_async.core.plain import json_bytes, plain
from wolkvox_async.core.wire import Record
from wolkvox_async.endpoints import GROUPS, endpoints
from wolkvox_async.tables.columns import cell_text, table_of

NESTED = {
    name: found
    for group in GROUPS
    for name, found in endpoints(group).items()
    if any(column.inner for column in table_of(found, UTC).columns)
}
"""The endpoints whose records hold lists of records, or records."""


def in_arrow(value, zone=UTC):
    """Return what a value of a record becomes where moments are in a zone; JSON text is read, moments are in UTC."""
    match value:
        case timedelta():
            return value.total_seconds()
        case datetime():
            return value.astimezone(UTC).astimezone(zone).astimezone(UTC)
        case Record():
            return record_in_arrow(value, zone)
        case list() if all(isinstance(each, Record) for each in value):
            return [record_in_arrow(each, zone) for each in value]
        case list() | dict():
            return json.loads(json_bytes(value)) or (None if value == {} else [])
    return value


def record_in_arrow(record, zone):
    found, extra = {}, dict(record.extra)
    for name in (each.name for each in attrs.fields(type(record)) if each.name != "extra"):
        value = getattr(record, name)
        if type(value) is int and not -(2**63) <= value < 2**63:
            value = extra.setdefault(name, str(value)) and None
        try:
            found[name] = in_arrow(value, zone)
        except OverflowError:
            extra[name], found[name] = value.replace(tzinfo=None).isoformat(" "), None
    return {**found, "extra": json.loads(json_bytes(extra)) or None}


def in_ndjson(value, zone=UTC):
    """Return what a value of a record is in NDJSON where moments are in a zone."""
    match value:
        case Record():
            own = {name: in_ndjson(getattr(value, name), zone) for name in value.to_dict() if name != "extra"}
            return own | {"extra": cell_text(value.extra)}
        case list() if all(isinstance(each, Record) for each in value):
            return [in_ndjson(each, zone) for each in value]
        case list() | dict():
            return cell_text(value)
        case datetime():
            return value.astimezone(zone).isoformat()
    return plain(value)


def in_csv(value):
    """Return what a value of a record is in CSV where moments are in UTC."""
    match value:
        case Record():
            own = {name: in_csv(getattr(value, name)) for name in value.to_dict() if name != "extra"}
            return own | {"extra": cell_text(value.extra) or ""}
        case list() | dict():
            return cell_text(value) or ""
        case bool():
            return str(value).lower()
        case None:
            return ""
    return str(in_ndjson(value))


def read_back(value, columns):
    """Return a row of `to_pylist` such that it compares with `in_arrow`.

    Args:
        value: A dict, or None.
        columns: What its keys are.
    """
    return value and {column.name: _read_back(value[column.name], column) for column in columns}


def _read_back(value, column):
    match column.kind:
        case "json":
            return value and json.loads(value)
        case "moment":
            return value and value.astimezone(UTC)
        case "record":
            return read_back(value, column.inner)
        case "list":
            return value and [_read_back(each, column.inner[0]) for each in value]
    return value
