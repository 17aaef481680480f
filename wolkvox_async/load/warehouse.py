"""A dataset of a database or warehouse through dlt: its tables by SQL, each window deleted and inserted by dlt."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import nullcontext
from typing import Any

from attrs import frozen

from wolkvox_async.load.dataset import Change, Dataset, by_table, keep_manifests
from wolkvox_async.load.destinations import dlt_module
from wolkvox_async.load.tables import KEY, REMOVED, removals, table_name, tables_of

__all__ = ["Warehouse"]

_KEYS = 500  # windows that are counted by their names; of more, the table is counted as a whole
_COUNT = "SELECT {{key}}, COUNT(*) FROM {{table}} {where} GROUP BY {{key}}"
_NO_ROW = "SELECT {key} FROM {table} WHERE 1 = 0"  # asks whether there is such a table
_INDEX = "CREATE INDEX ON {table} ({key})"  # of PostgreSQL
_INDEXES = "SHOW INDEX FROM {table} WHERE column_name = %s"  # of MariaDB and MySQL
_ADD_INDEX = "ALTER TABLE {table} ADD INDEX ({key}(255))"


@frozen
class Warehouse(Dataset):
    """A dataset of a destination that speaks SQL."""

    def _counted(self, table: str, keys: Collection[str]) -> Iterable[tuple[str, int]]:
        named = keys if len(keys) <= _KEYS else ()
        where = f"WHERE {{key}} IN ({', '.join(['%s'] * len(named))})" if named else ""
        return self._select(table, _COUNT.format(where=where), *named) or ()

    def apply(self, changes: Sequence[Change]) -> None:
        """Bring the tables up to date, each in one transaction of the database where it has them.

        Raises:
            DestinationUnavailable: It cannot be written; what was read stays staged.
        """
        with self._errors("written"):
            self._sync()
            tables = {table_name(change.endpoint) for change in changes}
            missing = {table for table in tables if self._select(table, _NO_ROW) is None}
            for table in tables - missing:
                self._index(table, made=False)
            for refresh, of_them in self._by_refresh(changes, missing):
                self._run(lambda: _resources_of(of_them), refresh=refresh)  # noqa: B023 - run at once
            for table in missing:
                self._index(table, made=True)

    def _index(self, table: str, *, made: bool) -> None:
        """Index the windows of a table where a database would read all of it to find one.

        MariaDB reads the staged rows once for each row of the table, so there those are indexed too, and tables that
        were made without an index.
        """
        if self.destination.kind == "mysql":
            for staging in (False, True):
                if self._select(table, _INDEXES, KEY, staging=staging) == ():
                    self._select(table, _ADD_INDEX, staging=staging)
        elif self.destination.kind == "postgresql" and made and self._select(table, _NO_ROW) is not None:
            self._select(table, _INDEX)

    def _by_refresh(
        self, changes: Sequence[Change], missing: Collection[str]
    ) -> Iterator[tuple[str | None, list[Change]]]:
        """Yield the changes apart whose table was dropped: dlt believes its schema, and has to make it again."""
        pipeline = self._pipeline
        known = pipeline.default_schema.tables if pipeline.default_schema_name else {}
        dropped = known.keys() & missing
        for refresh, of_dropped in (("drop_resources", True), (None, False)):
            of_them = [change for change in changes if (table_name(change.endpoint) in dropped) is of_dropped]
            if of_them:
                yield refresh, of_them

    def _select(
        self, table: str, statement: str, *values: Any, staging: bool = False
    ) -> Sequence[tuple[Any, ...]] | None:
        """Return the rows of a statement with {key} and {table} in it, None where there is no such table.

        values: In the place of each %s. staging: whether the table is the one that dlt stages rows in.
        """
        from dlt.destinations.exceptions import DatabaseUndefinedRelation  # noqa: PLC0415 - an extra

        with self._pipeline.sql_client() as client, client.with_staging_dataset() if staging else nullcontext():
            names = {"table": client.make_qualified_table_name(table), "key": client.escape_column_name(KEY)}
            try:
                return client.execute_sql(statement.format(**names), *values) or ()
            except DatabaseUndefinedRelation:
                return None


def _resources_of(changes: Sequence[Change]) -> list[Any]:
    """Return one dlt resource a table: the new rows, the windows that they replace, and the manifests."""
    dlt = dlt_module()

    def rows(of_table: Sequence[Change]) -> Iterator[Any]:
        keep_manifests(of_table)
        for change in of_table:
            for key, path in change.files.items():
                yield from tables_of(path, key)
        removed = [key for change in of_table for key in change.removed]
        if removed:
            yield removals(removed)

    return [
        dlt.resource(
            rows,
            name=name,
            write_disposition={"disposition": "merge", "strategy": "delete-insert"},
            merge_key=KEY,
            columns={REMOVED: {"data_type": "bool", "hard_delete": True}},
        )(of_table)
        for name, of_table in by_table(changes).items()
    ]
