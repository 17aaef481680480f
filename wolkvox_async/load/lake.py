"""A dataset of Delta or Iceberg tables in a folder or an object store, by dlt's filesystem destination.

dlt says where a table lies and how it is reached, and keeps the state. It merges such tables by a key, which the rows
of reports lack, so the rows themselves are written by the format's own package: each table in one commit, which takes
out the windows that are replaced and puts in those that are new. A reader has the table before it or after it.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import PurePath
from typing import Any, Protocol

from attrs import frozen

from wolkvox_async.errors import ConfigurationError
from wolkvox_async.load.dataset import Change, Dataset, by_table, keep_manifests
from wolkvox_async.load.delta import DeltaTables
from wolkvox_async.load.destinations import dlt_module
from wolkvox_async.load.iceberg import IcebergTables
from wolkvox_async.load.places import is_whole
from wolkvox_async.load.tables import stream_of

__all__ = ["FORMATS", "Lake"]


class _Tables(Protocol):
    """The tables of a format, in the folder that a client of dlt's has."""

    def schema(self, table: str) -> Any:
        """Return a table's pyarrow.Schema, None where there is no such table."""
        ...

    def counted(self, table: str, keys: Collection[str]) -> Iterable[tuple[str, int]]:
        """Return at least the windows of these names that a table holds, with their rows; of no name: all of them."""
        ...

    def replace(self, table: str, keys: Collection[str], rows: Any) -> None:
        """Take the windows of these names out of a table and put rows in, in one commit.

        Args:
            table: Its name; it is made where there is none.
            keys: Of the windows that are removed, and of all that come.
            rows: A pyarrow.RecordBatchReader; None: nothing comes.
        """
        ...

    def close(self) -> None:
        """Close what was opened."""
        ...


FORMATS: Mapping[str, Any] = {"delta": DeltaTables, "iceberg": IcebergTables}


@frozen
class Lake(Dataset):
    """A dataset of Delta or Iceberg tables."""

    def apply(self, changes: Sequence[Change]) -> None:
        """Bring the tables up to date, each in one commit, then the manifests.

        Raises:
            DestinationUnavailable: It cannot be written; what was read stays staged.
        """
        with self._errors("written"):
            self._sync()
            with self._opened() as (client, tables):
                client.initialize_storage()
                for table, of_table in by_table(changes).items():
                    files = {key: path for change in of_table for key, path in change.files.items()}
                    keys = files.keys() | {key for change in of_table for key in change.removed}
                    tables.replace(table, keys, stream_of(files, tables.schema(table)) if files else None)
            self._run(lambda: [_manifests_of(*each) for each in by_table(changes).items()])

    def _counted(self, table: str, keys: Collection[str]) -> Iterable[tuple[str, int]]:
        with self._opened() as (_, tables):
            return list(tables.counted(table, keys))

    def _sync(self) -> None:
        with self._opened() as (client, _):
            self._refuse_others(client)
            if client.config.is_local_filesystem:
                _mend(client)
        super()._sync()

    def _refuse_others(self, client: Any) -> None:
        """Refuse a folder with tables of another format: what cleans these up would take ours for rubbish."""
        files, folder = client.fs_client, client.dataset_path
        tables = files.ls(folder, detail=False) if files.isdir(folder) else []
        for kind, tables_of in FORMATS.items():
            if kind != self.destination.kind and any(files.isdir(f"{each}/{tables_of.LOG}") for each in tables):
                raise ConfigurationError(
                    f"{self.destination.shown} holds {kind} tables under {self.dataset}",
                    advice="name another folder, or another dataset",
                )

    @contextmanager
    def _opened(self) -> Iterator[tuple[Any, _Tables]]:
        with self._pipeline.destination_client() as client:
            tables: _Tables = FORMATS[self.destination.kind](client)
            try:
                yield client, tables
            finally:
                tables.close()


def _manifests_of(table: str, changes: Sequence[Change]) -> Any:
    """Return the dlt resource that has no row, and keeps the manifests of a table's changes."""

    def manifests() -> Iterator[Any]:
        keep_manifests(changes)
        yield from ()

    return dlt_module().resource(manifests, name=table)


def _mend(client: Any) -> None:
    """Make a folder fit for dlt again where a kill has left a file of its state half written.

    An object store has a file whole or not at all.
    """
    files, folder = client.fs_client, client.dataset_path
    if not files.isdir(folder):
        return
    if not (files.exists(client.init_file_path) and is_whole(files, client.init_file_path)):
        files.pipe_file(client.init_file_path, b"")  # which dlt takes for a folder of its first version
    names = (client.schema.state_table_name, client.schema.version_table_name)
    for table in (name for name in names if files.isdir(client.get_table_dir(name))):
        for path in sorted(client.list_table_files(table), key=lambda path: PurePath(path).name, reverse=True):
            if is_whole(files, path):
                break  # the older ones were looked at when they were the newest
            files.rm_file(path)
