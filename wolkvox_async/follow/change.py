"""What a listener gets: the rows of one window, which take the place of what it had of that window."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from attrs import frozen

from wolkvox_async.core.plain import counted
from wolkvox_async.core.windows import Window
from wolkvox_async.described import described
from wolkvox_async.export.outcome import Published
from wolkvox_async.tables.arrow import pyarrow, schema_of

if TYPE_CHECKING:
    import pyarrow as pa

__all__ = ["Change", "change_of"]


@described
@frozen(kw_only=True, repr=False, eq=False)
class Change:
    """The rows of one window of one report: all that there are, in the place of those that were there before.

    A window that is read again may be cut in another way than the first time, so what a listener keeps is replaced by
    time: rows of that operation, endpoint and parameters from `window.start` to before `window.end`.
    """

    operation: str
    """The operation's name."""
    endpoint: str
    """The endpoint's name, as in `reports.cdr_1`."""
    parameters: Mapping[str, Any]
    """What the report was asked with."""
    window: Window
    """[start, end), aware in the operation's zone."""
    table: "pa.Table"
    """The rows, with the columns of exported files and moments in UTC; none where the window is empty."""

    def __repr__(self) -> str:
        return f"<Change {self.operation} {self.endpoint} {self.window}: {counted(self.table.num_rows, 'row')}>"


def change_of(published: Published) -> Change:
    """Return what was written of a window, read from its file."""
    _, parquet = pyarrow()
    assert published.columns is not None  # noqa: S101 - for the type checker: who follows gets no raw records
    schema = schema_of(published.columns)
    table = schema.empty_table() if published.path is None else parquet.ParquetFile(published.path).read()
    return Change(
        operation=published.operation,
        endpoint=published.endpoint,
        parameters=published.parameters,
        window=published.window,
        table=table.replace_schema_metadata(schema.metadata),
    )
