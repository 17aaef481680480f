"""Where the records of an upload come from: files of every common kind, data frames, tables and iterables."""

from wolkvox_async.uploads.sources.file import RecordFile
from wolkvox_async.uploads.sources.rows import Row

__all__ = ["RecordFile", "Row"]
