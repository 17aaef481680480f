"""What `wolkvox upload` is asked to send, and with --resume what the journal knows of it."""

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from attrs import evolve, frozen

from wolkvox_async import limits
from wolkvox_async.cli.journal import journal_at
from wolkvox_async.cli.reading import Reading
from wolkvox_async.cli.shared import Mistake, say

if TYPE_CHECKING:
    from wolkvox_async.uploads.entries import Entry

__all__ = ["REJECTED_TO", "Request"]

REJECTED_TO = "rejected_to"
"""Note in the journal: the file of --rejected."""


@frozen(kw_only=True)
class Request:
    """The file, the campaign and the options, as click has checked them; None is one that was not given."""

    file: Path | None
    campaign_id: Any
    type_campaign: Any
    status: Any
    skip_invalid: bool
    batch_size: Any
    operation: str | None
    reading: Reading
    rejected_to: Path | None = None
    earlier: "Entry | None" = None
    """The upload that goes on, as the journal has it."""

    @property
    def invalid(self) -> Literal["raise", "skip"]:
        """What becomes of invalid rows."""
        return "skip" if self.skip_invalid else "raise"

    def completed(self, upload_id: str | None, config: Path) -> "Request":
        """Return it with what was not given as the upload that goes on had it.

        Raises:
            ConfigurationError: The journal has no upload of this id, and no file to begin one with is given.
            Mistake: Something is missing.
        """
        earlier = None if upload_id is None else self._earlier(upload_id, config)
        request = self if earlier is None else self._as_before(earlier)
        needed = {"FILE": request.file, "--campaign": request.campaign_id, "--type": request.type_campaign}
        if missing := [name for name, value in needed.items() if value is None]:
            raise Mistake(f"{', '.join(missing)} must be given")
        return evolve(request, batch_size=request.batch_size or limits.UPLOAD_RECORDS)

    def _earlier(self, upload_id: str, config: Path) -> "Entry | None":
        journal = journal_at(config)
        if self.file is None:
            return journal.entry(upload_id)
        if (found := journal.find(upload_id)) is None:
            say(f"wolkvox: the journal {journal.path} has no upload {upload_id!r}: one of that name begins")
        return found

    def _rejected_to(self, notes: Mapping[str, Any]) -> Path | None:
        if self.rejected_to is not None or REJECTED_TO not in notes:
            return self.rejected_to
        say(f"wolkvox: rejected rows go to {notes[REJECTED_TO]}, as before; --rejected names another file")
        return Path(notes[REJECTED_TO])

    def _as_before(self, earlier: "Entry") -> "Request":
        target, options = earlier.target, earlier.target.options
        file = self.file or Path(target.source)
        if not file.is_absolute() and self.file is None:
            same = "- and the same input" if target.source == "standard input" else "a file of the same records"
            raise Mistake(f"the records of upload {earlier.id} came from {target.source}; give {same}")
        return Request(
            file=file,
            campaign_id=self.campaign_id or target.campaign,
            type_campaign=self.type_campaign or target.kind,
            status=self.status or options.get("campaign_status"),
            skip_invalid=self.skip_invalid or options.get("invalid") == "skip",
            batch_size=self.batch_size or options.get("batch_size"),
            operation=self.operation or target.operation,
            reading=self.reading.completed(target.reading),
            rejected_to=self._rejected_to(target.notes),
            earlier=earlier,
        )
