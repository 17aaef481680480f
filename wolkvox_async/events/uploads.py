"""What happens while records are uploaded."""

from typing import Literal

from attrs import frozen

from wolkvox_async.described import described
from wolkvox_async.events.base import CallEvent

__all__ = ["BatchEnded", "PerhapsTooMany", "UploadBegun"]


@described
@frozen(kw_only=True, eq=False, repr=False)
class PerhapsTooMany(CallEvent):
    """An upload may be more than the server allows: the kind of the server, which says so, is not known."""

    campaign_id: str
    """The campaign's number."""
    what: Literal["records", "campaigns"]
    """Records of one campaign, or running predictive campaigns that get records at this moment."""
    count: int
    """How many there are, this upload's among them."""
    shared: int
    """How many a shared server allows."""
    dedicated: int
    """How many a dedicated server allows."""


@described
@frozen(kw_only=True, eq=False, repr=False)
class UploadBegun(CallEvent):
    """All records of an upload have been checked, and its batches begin to go out."""

    endpoint: str
    """The endpoint's name: `campaign.add_records`."""
    upload_id: str
    """The upload's id in the journal."""
    records: int
    """Records of the upload."""
    accepted: int
    """Records that the server took in earlier attempts."""
    rejected: int
    """Records that it did not take in earlier attempts."""
    unknown: int
    """Records of earlier attempts of which nothing is known."""


@described
@frozen(kw_only=True, eq=False, repr=False)
class BatchEnded(CallEvent):
    """A batch of an upload has an outcome."""

    endpoint: str
    """The endpoint's name: `campaign.add_records`."""
    first_row: int
    """Its first row, counted from 1."""
    last_row: int
    """Its last row."""
    accepted: int
    """Records that the server took."""
    rejected: int
    """Records that it did not take."""
    unknown: int
    """Records that may or may not have been taken."""
