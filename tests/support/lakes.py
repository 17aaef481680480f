"""Folders of Delta and Iceberg tables, read by deltalake and pyiceberg and not by the code under test."""

import shutil
from pathlib import Path

import pyarrow as pa

FORMATS = ("delta", "iceberg")


class FolderOfTables:
    """A folder of tables and the address that it is loaded by."""

    dataset = "wolkvox"

    def __init__(self, kind, folder):
        self.kind, self.folder = kind, Path(folder)
        self.url = f"{kind}:///{self.folder}"

    def path(self, name):
        return self.folder / self.dataset / name

    def open(self, name):
        if self.kind == "delta":
            from deltalake import DeltaTable

            return DeltaTable(self.path(name))
        from pyiceberg.table import StaticTable

        return StaticTable.from_metadata(str(self.path(name)))  # by the version hint

    def table(self, name):
        found = self.open(name)
        return found.to_pyarrow_table() if self.kind == "delta" else found.scan().to_arrow()

    def rows(self, name, *columns):
        """Return columns of a table as dictionaries, in the order of the first."""
        found = self.table(name).select(columns).sort_by(columns[0])
        return found.to_pylist()

    def versions(self, name):
        """Return the rows of each version that a reader may have seen, oldest first."""
        if self.kind == "delta":
            from deltalake import DeltaTable

            last = self.open(name).version()
            return [DeltaTable(self.path(name), version=each).to_pyarrow_table() for each in range(last + 1)]
        from pyiceberg.table import StaticTable

        metadata = sorted(self.path(name).glob("metadata/*.metadata.json"), key=lambda path: path.name)
        return [StaticTable.from_metadata(str(path)).scan().to_arrow() for path in metadata]

    def remove(self, name):
        shutil.rmtree(self.path(name))

    def rewrite(self, name, table):
        """Put another table in the place of one, as its owner may."""
        if self.kind == "delta":
            from deltalake import write_deltalake

            write_deltalake(self.path(name), table, mode="overwrite", schema_mode="overwrite")
            return
        from pyiceberg.catalog.sql import SqlCatalog

        self.remove(name)
        catalog = SqlCatalog("own", uri="sqlite:///:memory:")
        catalog.create_namespace("own")
        plain = pa.schema([field.remove_metadata() for field in table.schema])
        catalog.create_table("own.t", schema=plain, location=str(self.path(name))).append(table.cast(plain))
        catalog.close()
        newest = max(path.name for path in self.path(name).glob("metadata/*.metadata.json"))
        (self.path(name) / "metadata" / "version-hint.text").write_text(newest)
