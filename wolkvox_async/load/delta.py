"""Delta tables, by deltalake: a commit overwrites the rows of some windows, and leaves all others as they are."""

from collections.abc import Collection, Iterable
from typing import Any, ClassVar

from attrs import frozen

from wolkvox_async.export.parquet import pyarrow
from wolkvox_async.load.places import location_of, refuse_foreign
from wolkvox_async.load.tables import KEY

__all__ = ["DeltaTables"]

_KEYS = 500  # windows that are counted by their names; of more, the table is counted as a whole


@frozen
class DeltaTables:
    """The Delta tables of a dataset.

    Args:
        client: dlt's of the dataset.
    """

    client: Any
    LOG: ClassVar[str] = "_delta_log"
    """A folder that each of its tables has."""

    def schema(self, table: str) -> Any:
        """Return a table's pyarrow.Schema, None where there is no such table."""
        found = self._table(table)
        return None if found is None else pyarrow()[0].schema(found.schema())

    def counted(self, table: str, keys: Collection[str]) -> Iterable[tuple[str, int]]:
        """Return at least the windows of these names that a table holds, with their rows; of no name: all of them."""
        from deltalake import QueryBuilder  # noqa: PLC0415 - an extra

        found = self._table(table)
        if found is None:
            return
        where = f"WHERE {_among(keys)}" if 0 < len(keys) <= _KEYS else ""
        statement = f'SELECT "{KEY}", COUNT(*) FROM found {where} GROUP BY "{KEY}"'  # noqa: S608 - names are quoted
        counts = QueryBuilder().register("found", found).execute(statement)
        for batch in pyarrow()[0].RecordBatchReader.from_stream(counts):
            yield from zip(batch.column(0).to_pylist(), batch.column(1).to_pylist(), strict=True)

    def replace(self, table: str, keys: Collection[str], rows: Any) -> None:
        """Take the windows of these names out of a table and put rows in, in one commit."""
        from deltalake import write_deltalake  # noqa: PLC0415 - an extra

        found = self._table(table)
        held: set[str] = set() if found is None else {key for key, _ in self.counted(table, keys)}.intersection(keys)
        if found is not None and held and rows is None:
            found.delete(_among(held))
        elif found is not None and held:
            write_deltalake(found, rows, mode="overwrite", predicate=_among(keys), schema_mode="merge")
        elif rows is not None:
            place = location_of(self.client, table) if found is None else found
            write_deltalake(place, rows, mode="append", schema_mode="merge", storage_options=self._options())

    def close(self) -> None:
        """Close what was opened: nothing."""

    def _table(self, table: str) -> Any:
        from deltalake import DeltaTable  # noqa: PLC0415 - an extra

        place, options = location_of(self.client, table), self._options()
        if not DeltaTable.is_deltatable(place, options):
            return None
        found = DeltaTable(place, storage_options=options)
        refuse_foreign(place, [each.name for each in found.schema().fields])
        return found

    def _options(self) -> dict[str, str]:
        from dlt.common.libs.deltalake import deltalake_storage_options  # noqa: PLC0415 - an extra

        config = self.client.config
        return deltalake_storage_options(config.credentials, config.deltalake_storage_options)


def _among(keys: Collection[str]) -> str:
    """Return the condition that a row's window is one of these."""
    quoted = ", ".join("'" + key.replace("'", "''") + "'" for key in sorted(keys))
    return f'"{KEY}" IN ({quoted})'
