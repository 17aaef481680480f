"""Which records can become columns without a Python object a value; pyarrow is not needed to say so."""

from collections.abc import Sequence
from datetime import tzinfo

from wolkvox_async.core.kinds import Hook
from wolkvox_async.core.plain_fields import PlainField, plain_fields
from wolkvox_async.tables.columns import Table

__all__ = ["columnar", "zone_of"]

_EXAMPLE = "2000-01-01 00:00:00"


def columnar(table: Table, record: type, time: str = "") -> Sequence[PlainField] | None:
    """Return the fields of a record that can become columns; None where only the row decoder can make them.

    That is so where a record holds lists or other records, where rows are told apart by their window, and where the
    field that dates a row is of another zone than the window.

    Args:
        table: The columns.
        record: The class of a record.
        time: The field that dates a row; "": none.
    """
    fields = plain_fields(record)
    if fields is None or table.windowed:
        return None
    dated = [each.kind for each in fields if each.name == time and each.kind.name == "datetime"]
    if time and not (dated and zone_of(dated[0].reader(table.source)) == table.source):
        return None
    return fields


def zone_of(hook: Hook) -> tzinfo:
    """Return the zone of the moments that a decoder's function reads."""
    zone: tzinfo = hook(_EXAMPLE, None).tzinfo
    return zone
