"""A dataset of a warehouse through dlt: which windows it holds, and the windows that replace others.

Everything here blocks, so it runs in a thread. dlt works in a folder that is made for the run, so what is known of the
dataset is what the dataset itself says: the names of the windows in its tables, and the manifests in dlt's state.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
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
_NO_ROW = "SELECT {key} FROM {table} WHERE 1 = 0"  # asks whether there is such a table


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
        found: dict[str, dict[str, int]] = {}
        with self._errors("read"):
            for endpoint in endpoints:
                rows = self._select(table_name(endpoint), "SELECT {key}, COUNT(*) FROM {table} GROUP BY {key}")
                for key, count in rows or ():
                    found.setdefault(report_of(key), {})[key] = int(count)
        return found

    def apply(self, changes: Sequence[Change]) -> None:
        """Bring the tables up to date, each in one transaction of the database where it has them.

        Raises:
            DestinationUnavailable: It cannot be written; what was read stays staged.
        """
        with self._errors("written"):
            self._pipeline.sync_destination()
            for refresh, of_them in self._by_refresh(changes):
                source = dlt_module().source(lambda: _resources_of(of_them), name=_PIPELINE)()  # noqa: B023 - run at once
                self._pipeline.run(source, refresh=refresh)

    @cached_property
    def _pipeline(self) -> Any:
        dlt = dlt_module()
        return dlt.pipeline(
            _PIPELINE, destination=self.destination.dlt, dataset_name=self.dataset, pipelines_dir=str(self.folder)
        )

    def _by_refresh(self, changes: Sequence[Change]) -> Iterator[tuple[str | None, list[Change]]]:
        """Yield the changes apart whose table was dropped: dlt believes its schema, and has to make it again."""
        pipeline = self._pipeline
        known = pipeline.default_schema.tables if pipeline.default_schema_name else {}
        tables = {table_name(change.endpoint) for change in changes}
        dropped = {table for table in tables & known.keys() if self._select(table, _NO_ROW) is None}
        for refresh, of_dropped in (("drop_resources", True), (None, False)):
            of_them = [change for change in changes if (table_name(change.endpoint) in dropped) is of_dropped]
            if of_them:
                yield refresh, of_them

    def _select(self, table: str, statement: str) -> Sequence[tuple[Any, ...]] | None:
        """Return the rows of a statement with {key} and {table} in it, None where there is no such table."""
        from dlt.destinations.exceptions import DatabaseUndefinedRelation  # noqa: PLC0415 - an extra

        with self._pipeline.sql_client() as client:
            names = {"table": client.make_qualified_table_name(table), "key": client.escape_column_name(KEY)}
            try:
                return client.execute_sql(statement.format(**names)) or ()
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
