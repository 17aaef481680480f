"""Iceberg tables, by pyiceberg: a transaction deletes the rows of some windows and appends those that come.

Where dlt has no catalog configured, the tables are what their folders say: the newest metadata that is whole is the
table. `version-hint.text` names it, so that pyiceberg, DuckDB and Spark open the folder as it is.
"""

import re
from collections import Counter
from collections.abc import Collection, Iterable
from pathlib import PurePath
from typing import Any, ClassVar

from attrs import frozen

from wolkvox_async.load.places import is_whole, location_of, refuse_foreign
from wolkvox_async.load.tables import KEY

__all__ = ["IcebergTables"]

_METADATA = re.compile(r"(\d+-[0-9a-f-]+)\.metadata\.json")
_HINT = "version-hint.text"
_PROPERTIES = {
    f"write.metadata.metrics.column.{KEY}": "full",  # the names of windows begin alike, for longer than is kept else
    "write.metadata.delete-after-commit.enabled": "true",  # a commit writes all of the metadata; 100 are kept
    "commit.manifest-merge.enabled": "true",
}


@frozen
class IcebergTables:
    """The Iceberg tables of a dataset.

    Args:
        client: dlt's of the dataset.
    """

    client: Any
    LOG: ClassVar[str] = "metadata"
    """A folder that each of its tables has."""

    def schema(self, table: str) -> Any:
        """Return a table's pyarrow.Schema, None where there is no such table."""
        found = self._table(table)
        return None if found is None else found.schema().as_arrow()

    def counted(self, table: str, keys: Collection[str]) -> Iterable[tuple[str, int]]:
        """Return at least the windows of these names that a table holds, with their rows; of no name: all of them."""
        from pyiceberg.expressions import AlwaysTrue  # noqa: PLC0415 - an extra

        found = self._table(table)
        counts: Counter[str] = Counter()
        if found is not None:
            scan = found.scan(row_filter=_among(keys) if keys else AlwaysTrue(), selected_fields=(KEY,))
            for batch in scan.to_arrow_batch_reader():
                for each in batch.column(0).value_counts().to_pylist():
                    counts[each["values"]] += each["counts"]
        return counts.items()

    def replace(self, table: str, keys: Collection[str], rows: Any) -> None:
        """Take the windows of these names out of a table and put rows in, in one commit."""
        found = self._table(table)
        if found is not None:
            held = {key for key, _ in self.counted(table, keys)} & set(keys)
            with found.transaction() as transaction:
                if held:
                    transaction.delete(_among(held))
                if rows is not None:
                    with transaction.update_schema() as update:
                        update.union_by_name(rows.schema)
                    transaction.append(rows)
        elif rows is not None:
            making = self._catalog.create_table_transaction(
                self._name(table), schema=rows.schema, location=location_of(self.client, table), properties=_PROPERTIES
            )
            with making as transaction:
                transaction.append(rows)
        if self._is_folder:
            self._point(table)

    def close(self) -> None:
        """Close the catalog."""
        self._catalog.close()

    @property
    def _catalog(self) -> Any:
        return self.client.get_open_table_catalog("iceberg")

    @property
    def _is_folder(self) -> bool:
        """Whether no catalog is configured, so that dlt has made one in memory."""
        return ":memory:" in str(self._catalog.properties.get("uri", ""))

    def _name(self, table: str) -> str:
        return f"{self.client.dataset_name}.{table}"

    def _table(self, table: str) -> Any:
        found = self._found(table)
        if found is not None:
            refuse_foreign(location_of(self.client, table), found.schema().column_names)
        return found

    def _found(self, table: str) -> Any:
        from pyiceberg.exceptions import NoSuchTableError  # noqa: PLC0415 - an extra

        try:
            return self._catalog.load_table(self._name(table))
        except NoSuchTableError:
            newest = self._newest(table) if self._is_folder else None
        if newest is None:
            return None
        metadata = f"{location_of(self.client, table)}/metadata/{newest}.metadata.json"
        return self._catalog.register_table(self._name(table), metadata)

    def _newest(self, table: str) -> str | None:
        """Return the newest metadata of a folder that is whole: a kill may have left one half written."""
        files, folder = self.client.fs_client, self._metadata(table)
        if not files.isdir(folder):
            return None
        names = (_METADATA.fullmatch(PurePath(path).name) for path in files.ls(folder, detail=False))
        for name in sorted((match[1] for match in names if match), key=_number, reverse=True):
            if is_whole(files, f"{folder}/{name}.metadata.json"):
                return name
        return None

    def _point(self, table: str) -> None:
        """Name the newest metadata in the folder's hint, in one step."""
        newest = self._newest(table)
        if newest is not None:
            files, hint = self.client.fs_client, f"{self._metadata(table)}/{_HINT}"
            files.pipe_file(f"{hint}.tmp", newest.encode())
            files.mv(f"{hint}.tmp", hint)

    def _metadata(self, table: str) -> str:
        """Return the folder of a table's metadata, as its file system names it."""
        return f"{self.client.get_table_dir(table)}metadata"


def _number(name: str) -> tuple[int, str]:
    return int(name.partition("-")[0]), name


def _among(keys: Collection[str]) -> Any:
    """Return the condition that a row's window is one of these."""
    from pyiceberg import expressions  # noqa: PLC0415 - an extra

    among: Any = expressions.In  # whose types are those of its fields, not of what it takes
    return among(KEY, sorted(keys))
