"""campaign.php, what a table cannot say: records and do-not-call numbers go up in batches, any number of them."""

import asyncio
import os
from collections.abc import AsyncIterable, Iterable, Mapping
from typing import Any, Literal

from wolkvox_async import limits
from wolkvox_async.core.batches import rules
from wolkvox_async.core.endpoint import Endpoint, Parameter
from wolkvox_async.core.wire import Int, Record, record
from wolkvox_async.endpoints.group import Group, table
from wolkvox_async.errors import OutcomeUnknown, Refused
from wolkvox_async.uploads.leads import LEADS, DncNumber, PredictiveLead, PreviewLead
from wolkvox_async.uploads.result import UploadResult
from wolkvox_async.uploads.resuming import Journaled
from wolkvox_async.uploads.sources import RecordFile, Row
from wolkvox_async.uploads.upload import upload

__all__ = [
    "ADD_DNC",
    "ADD_RECORDS",
    "ENDPOINTS",
    "LEADS",
    "AddedNumbers",
    "AddedRecords",
    "CampaignCustom",
    "DncNumber",
    "PredictiveLead",
    "PreviewLead",
]


@record
class AddedRecords(Record):
    """The server's answer to one batch of records."""

    total_registers: Int
    """Records that were added."""


@record
class AddedNumbers(Record):
    """How many numbers of a batch were put on the do-not-call list."""

    total_added: Int
    """Numbers that were added."""
    total_rejected: Int
    """Numbers that were rejected."""
    total_sent: Int
    """Numbers that were sent."""


def _fields(*classes: type[Any]) -> tuple[Parameter, ...]:
    """Return what the objects of a body hold, by the rules of the classes that are made to be sent there."""
    return tuple({name: rule for cls in classes for name, rule in rules(cls).items()}.values())


ADD_RECORDS = Endpoint(
    name="campaign.add_records",
    api="add_record",
    script="campaign.php",
    method="POST",
    title="Add records to a campaign, any number of them",
    spanish="Inserción de registros en la campaña (predictiva)",
    summary="Adds records to an existing predictive or preview campaign.",
    record=AddedRecords,
    parameters=(
        Parameter("type_campaign", "enum", required=True, values=("predictive", "preview")),
        Parameter("campaign_id", "id", required=True),
        Parameter("campaign_status", "enum", values=("start", "stop"), notes="the campaign's present status"),
        *_fields(PredictiveLead, PreviewLead),
    ),
    body="array",
    shape="record",
    limits=("at most 10,000 records a call", "opt1 to opt6: 100 characters, opt7 to opt12: 200"),
    source="https://www.wolkvox.com/en/apis-v2-2/2-1-inserting-records-in-the-campaign-predictive/",
)

ADD_DNC = Endpoint(
    name="campaign.add_dnc",
    script="campaign.php",
    method="POST",
    title="Add do-not-call numbers, each for a number of days",
    spanish="Ingresar números a no llamar (DNC) por días",
    summary="Puts phone numbers on the do-not-call list of campaigns; each comes off after its number of days.",
    record=AddedNumbers,
    parameters=_fields(DncNumber),
    body="array",
    shape="record",
    limits=("at most 10,000 numbers a call",),
    source="https://www.wolkvox.com/en/apis-v2-2/1-enter-a-dnc-en/",
)

Lead = PredictiveLead | PreviewLead | Mapping[str, object]
Leads = Iterable[Lead | Row] | AsyncIterable[Lead] | RecordFile | os.PathLike[str]
Number = DncNumber | Mapping[str, object]
Numbers = Iterable[Number | Row] | AsyncIterable[Number] | RecordFile | os.PathLike[str]


class CampaignCustom(Group):
    """What goes up to campaign.php in batches."""

    async def add_records(
        self,
        *,
        campaign_id: str,
        type_campaign: Literal["predictive", "preview"],
        records: Leads,
        campaign_status: Literal["start", "stop"] | None = None,
        invalid: Literal["raise", "skip"] = "raise",
        batch_size: int = limits.UPLOAD_RECORDS,
        stop: asyncio.Event | None = None,
        upload_id: str | None = None,
        again: bool = False,
    ) -> UploadResult:
        """Add records to a campaign, any number of them, in batches.

        All records are checked before the first is sent. None, NaN and NaT are missing values and are left out; whole
        floats are whole numbers (573001112233.0 is 573001112233). Infinity, bools and dates without a time are refused.
        A batch that the server refuses for its size goes again as two halves. Nothing is sent twice that may have
        taken effect.

        Args:
            campaign_id: The campaign.
            type_campaign: Its kind.
            records: PredictiveLead, PreviewLead, or dicts, attrs, dataclass or named-tuple records with their fields,
                iterable or async iterable; a DataFrame or an Arrow table; or the path of a file: XLSX, ODS, CSV,
                NDJSON, JSON or Parquet (`RecordFile` has the options).
            campaign_status: The campaign's present status.
            invalid: "raise" sends nothing where a record is invalid; "skip" leaves such records out, and they end as
                rejected.
            batch_size: Records a call, 1 to 10,000.
            stop: Once it is set, no further batch begins; those under way are waited for, and the result is returned
                with the others unsent.
            upload_id: Of an upload that was interrupted: it goes on where it stood, and no record that was sent is sent
                again. An id that the journal does not know names a new upload.
            again: Whether the campaign may get records that it has had before.

        Returns:
            How each record ended: accepted, rejected with the server's reason, unknown, or unsent. Records of which
            the server does not say what became of them are unknown. Of no records (an empty list, file or table) it
            has no batch, and no call is made.

        Raises:
            InvalidRecord: A record cannot be right (row, field); nothing was sent.
            AlreadyUploaded: The same records went to this campaign before (upload_id, started); nothing was sent.
            UploadLocked: Another process sends this upload now.
            JournalUnavailable: The journal cannot be written; what is not written down is not sent.
            ConfigurationError: Another value or the file cannot be right; nothing was sent.
            OutcomeUnknown: No answer says whether a batch took effect (first_row, last_row).
            Refused: The server takes none of the records: an unknown campaign, a licence cap.

        Whatever ends an upload under way has the result so far as `.upload`, asyncio.CancelledError and
        KeyboardInterrupt's cause too: what was at the server is unknown, what was not is unsent.

        Source:
            https://www.wolkvox.com/en/apis-v2-2/2-1-inserting-records-in-the-campaign-predictive/
        """
        return await self._add(
            type_campaign,
            campaign_id,
            campaign_status,
            records,
            invalid=invalid,
            lane="bulk",
            batch_size=batch_size,
            stop=stop,
            journaled=Journaled(
                endpoint=ADD_RECORDS.name,
                kind=type_campaign,
                campaign=str(campaign_id),
                upload_id=upload_id,
                again=again,
                options={"campaign_status": campaign_status, "invalid": invalid, "batch_size": batch_size},
            ),
        )

    async def add_record(
        self,
        *,
        campaign_id: str,
        type_campaign: Literal["predictive", "preview"],
        record: Lead,
        campaign_status: Literal["start", "stop"] | None = None,
    ) -> UploadResult:
        """Add one record to a campaign, as from a web form; it goes before the batches of others.

        Args:
            campaign_id: The campaign.
            type_campaign: Its kind.
            record: A PredictiveLead, a PreviewLead or a dict with its fields.
            campaign_status: The campaign's present status.

        Returns:
            The result, once the server says that it has taken the record.

        Raises:
            InvalidRecord: It cannot be right (field); nothing was sent.
            Refused: The server did not take it; its reason is in `.msg`.
            OutcomeUnknown: No answer says whether it was taken. It is never sent twice.

        Source:
            https://www.wolkvox.com/en/apis-v2-2/2-1-inserting-records-in-the-campaign-predictive/
        """
        result = await self._add(
            type_campaign, campaign_id, campaign_status, [record], invalid="raise", lane="interactive"
        )
        if result.accepted:
            return result
        error: Refused | OutcomeUnknown
        if result.rejected:
            reason = result.rejected[0].reason
            error = Refused(f"the server did not take the record: {reason}", msg=reason, upload=result)
        else:
            error = OutcomeUnknown(
                f"the server does not say whether it took the record: {result.batches[0].msg or 'no count'}",
                advice="it was not sent again; look at the server before you do",
                first_row=1,
                last_row=1,
                upload=result,
            )
        raise error.at(operation=self._caller.operation.name, endpoint=ADD_RECORDS.name)

    async def _add(
        self,
        type_campaign: str,
        campaign_id: str,
        campaign_status: str | None,
        records: Leads,
        *,
        invalid: Literal["raise", "skip"],
        lane: Literal["interactive", "bulk"],
        batch_size: int = limits.UPLOAD_RECORDS,
        stop: asyncio.Event | None = None,
        journaled: Journaled | None = None,
    ) -> UploadResult:
        given = {"type_campaign": type_campaign, "campaign_id": campaign_id, "campaign_status": campaign_status}
        self._call(ADD_RECORDS, given, body=b"[]")  # refuses what cannot be right, before a record is looked at
        return await upload(
            self._caller,
            lambda body: self._call(ADD_RECORDS, given, body=body),
            LEADS[type_campaign],
            records,
            invalid=invalid,
            lane=lane,
            batch_size=batch_size,
            stop=stop,
            journaled=journaled,
        )

    async def add_dnc(
        self,
        *,
        records: Numbers,
        invalid: Literal["raise", "skip"] = "raise",
        batch_size: int = limits.UPLOAD_RECORDS,
        stop: asyncio.Event | None = None,
    ) -> UploadResult:
        """Add do-not-call numbers, each for a number of days: any number of them, in batches.

        All are checked before the first is sent. The server says how many it added and how many it rejected, not
        which: a rejection's row is None. configuration.add_dnc has no number of days.

        Args:
            records: DncNumber or dicts with telephone and days_block, iterable or async iterable, or the path of a
                file of them.
            invalid: "raise" sends nothing where a number is invalid; "skip" leaves such numbers out.
            batch_size: Numbers a call, 1 to 10,000.
            stop: Once it is set, no further batch begins.

        Returns:
            How each number ended. Numbers of which the server does not say what became of them are unknown.

        Raises:
            InvalidRecord: A number cannot be right (row, field); nothing was sent.
            OutcomeUnknown: No answer says whether a batch took effect; nothing is sent twice.

        Source:
            https://www.wolkvox.com/en/apis-v2-2/1-enter-a-dnc-en/
        """
        return await upload(
            self._caller,
            lambda body: self._call(ADD_DNC, {}, body=body),
            DncNumber,
            records,
            invalid=invalid,
            batch_size=batch_size,
            stop=stop,
        )


ENDPOINTS = table([ADD_RECORDS, ADD_DNC])
