"""What a load has done."""

from collections.abc import Mapping

from attrs import Factory, frozen

from wolkvox_async.core.plain import Plain
from wolkvox_async.export.outcome import Outcome

__all__ = ["Loaded"]


@frozen(kw_only=True)
class Loaded(Plain):
    """What was read, and what the tables hold now.

    Attributes:
        read: What became of each report: calls, coverage, its error.
        destination: The address, without user and password.
        dataset: Where the tables are.
        rows: In each table, of the reports that were asked, by the table's name.
        windows: New in each table.
        replaced: Windows of each table that gave way to newer ones.
    """

    read: Outcome
    destination: str
    dataset: str
    rows: Mapping[str, int] = Factory(dict)
    windows: Mapping[str, int] = Factory(dict)
    replaced: Mapping[str, int] = Factory(dict)

    _derived = ("complete",)

    @property
    def complete(self) -> bool:
        """Whether every range is covered; the newest minutes may still be provisional."""
        return self.read.complete
