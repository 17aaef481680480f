"""The catalogue: what is known of every endpoint, as data, with its loader, search and glossary."""

from wolkvox_async.catalogue.loader import Argument, Entry, Field, Record, Reply, Rows, Sheet, entries, sheet, sheets

__all__ = ["Argument", "Entry", "Field", "Record", "Reply", "Rows", "Sheet", "entries", "sheet", "sheets"]
