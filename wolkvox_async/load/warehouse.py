"""A dataset of a warehouse through dlt: which windows it holds, and the windows that replace others.

Everything here blocks, so it runs in a thread. dlt works in a folder that is made for the run, so what is known of the
dataset is what the dataset itself says: the names of the windows in its tables, and the manifests in dlt's state.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager, nullcontext
from functools import cached_property
from pathlib import Path
from typing import Any

from attrs import frozen

from wolkvox_async.errors import DestinationUnavailable
from wolkvox_async.load.destinations import Destination, dlt_module
from wolkvox_async.load.tables import KEY, REMOVED, removals, report_of, table_name, tables_of

__all__ = ["Change", "Warehouse"]

_PIPELINE = "wolkvox"
_STATE = "manifests"
_KEYS = 500  # windows that are counted by their names; of more, the table is counted as a whole
_COUNT = "SELECT {{key}}, COUNT(*) FROM {{table}} {where} GROUP BY {{key}}"
_NO_ROW = "SELECT {key} FROM {table} WHERE 1 = 0"  # asks whether there is such a table
_INDEX = "CREATE INDEX ON {table} ({key})"  # of PostgreSQL
_INDEXES = "SHOW INDEX FROM {table} WHERE column_name = %s"  # of MariaDB and MySQL
_ADD_INDEX = "ALTER TABLE {table} ADD INDEX ({key}(255))"


@frozen(kw_only=True)
class Change:
    """What becomes of one report's rows.

    Attributes:
        report: The report's folder, with which the names of its windows begin.
        endpoint: Whose table it is.
        files: The staged file of each new window, by its name.
        removed: Names of the windows that are replaced.
        manifest: What is known of the report afterwards, as the document that a manifest is written as.
    """

    report: str
    endpoint: str
    files: Mapping[str, Path]
    removed: Collection[str]
    manifest: Mapping[str, Any]


@frozen
class Warehouse:
    """A dataset of a destination.

    Args:
        destination: Where it is.
        dataset: Name of the schema, database or dataset that holds the tables.
        folder: Where dlt may work.
    """

    destination: Destination
    dataset: str
    folder: Path

    def manifests(self, endpoints: Collection[str]) -> dict[str, Mapping[str, Any]]:
        """Return the documents of the manifests that the dataset keeps, by report.

        Raises:
            DestinationUnavailable: It cannot be read.
        """
        with self._errors("read"):
            pipeline = self._pipeline
            pipeline.sync_destination()
            state = pipeline.state.get("sources", {}).get(_PIPELINE, {}).get("resources", {})
        found: dict[str, Mapping[str, Any]] = {}
        for endpoint in endpoints:
            found |= state.get(table_name(endpoint), {}).get(_STATE, {})
        return found

    def windows(self, endpoints: Collection[str]) -> dict[str, dict[str, int]]:
        """Return the names of the windows that the tables of endpoints hold, with their rows, by report.

        Raises:
            DestinationUnavailable: It cannot be read.
        """
        return self._windows(dict.fromkeys(endpoints, ()))

    def touched(self, changes: Sequence[Change]) -> dict[str, dict[str, int]]:
        """Return what the tables hold of the windows that changes bring or remove, as `windows` has it.

        Raises:
            DestinationUnavailable: It cannot be read.
        """
        keys: dict[str, set[str]] = {}
        for change in changes:
            if change.files or change.removed:
                keys.setdefault(change.endpoint, set()).update(change.files, change.removed)
        return self._windows(keys)

    def _windows(self, keys: Mapping[str, Collection[str]]) -> dict[str, dict[str, int]]:
        """Return the rows of windows by report; keys: the windows by endpoint, none for all that there are."""
        found: dict[str, dict[str, int]] = {}
        with self._errors("read"):
            for endpoint, wanted in keys.items():
                named = wanted if len(wanted) <= _KEYS else ()
                where = f"WHERE {{key}} IN ({', '.join(['%s'] * len(named))})" if named else ""
                for key, count in self._select(table_name(endpoint), _COUNT.format(where=where), *named) or ():
                    if not wanted or key in wanted:
                        found.setdefault(report_of(key), {})[key] = int(count)
        return found

    def apply(self, changes: Sequence[Change]) -> None:
        """Bring the tables up to date, each in one transaction of the database where it has them.

        Raises:
            DestinationUnavailable: It cannot be written; what was read stays staged.
        """
        with self._errors("written"):
            self._pipeline.sync_destination()
            tables = {table_name(change.endpoint) for change in changes}
            missing = {table for table in tables if self._select(table, _NO_ROW) is None}
            for table in tables - missing:
                self._index(table, made=False)
            for refresh, of_them in self._by_refresh(changes, missing):
                source = dlt_module().source(lambda: _resources_of(of_them), name=_PIPELINE)()  # noqa: B023 - run at once
                self._pipeline.run(source, refresh=refresh)
            for table in missing:
                self._index(table, made=True)

    @cached_property
    def _pipeline(self) -> Any:
        dlt = dlt_module()
        return dlt.pipeline(
            _PIPELINE, destination=self.destination.dlt, dataset_name=self.dataset, pipelines_dir=str(self.folder)
        )

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

    @contextmanager
    def _errors(self, doing: str) -> Iterator[None]:
        try:
            yield
        except Exception as error:  # noqa: BLE001 - dlt and the drivers raise errors of every kind
            cause = _root(error)
            why = " ".join(self.destination.without_secrets(str(cause)).split())
            if " " not in why:  # 'manifests', of a KeyError
                why = f"{type(cause).__name__}: {why}"
            raise DestinationUnavailable(
                f"{self.destination.shown} cannot be {doing}: {why}",
                advice="mend it and run the same again; windows that were read are staged, and are not asked again",
                destination=self.destination.shown,
            ) from None


def _root(error: BaseException) -> BaseException:
    """Return the driver's own error, which dlt wraps in its own, not always as their cause."""
    wrapped = error.__cause__
    if wrapped is None and type(error).__module__.partition(".")[0] == "dlt":
        wrapped = error.__context__
    return error if wrapped is None else _root(wrapped)


def _resources_of(changes: Sequence[Change]) -> list[Any]:
    """Return one dlt resource a table: the new rows, the windows that they replace, and the manifests."""
    dlt = dlt_module()
    by_table: dict[str, list[Change]] = {}
    for change in changes:
        by_table.setdefault(table_name(change.endpoint), []).append(change)

    def rows(of_table: Sequence[Change]) -> Iterator[Any]:
        state = dlt.current.resource_state()
        state[_STATE] = {**state.get(_STATE, {}), **{change.report: change.manifest for change in of_table}}
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
        for name, of_table in by_table.items()
    ]
