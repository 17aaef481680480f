"""The catalogue: what is known of every endpoint, as data, with its loader, search and glossary."""

from wolkvox_async.catalogue.loader import (
    Argument,
    CatalogueFile,
    Entry,
    Field,
    Record,
    Reply,
    Rows,
    catalogue_file,
    catalogue_files,
    entries,
    entries_named,
)

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
