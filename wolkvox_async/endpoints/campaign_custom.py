"""campaign.php, what a table cannot say: records and do-not-call numbers go up in batches, any number of them."""

from collections.abc import AsyncIterable, Iterable, Mapping
from datetime import datetime
from typing import Any, Literal

import attrs
from attrs import frozen

from wolkvox_async.core.batches import Rule, limited
from wolkvox_async.core.endpoint import Endpoint, Kind, Parameter
from wolkvox_async.core.wire import Int, Record, record
from wolkvox_async.endpoints.group import Group, table
from wolkvox_async.errors import Refused
from wolkvox_async.uploads.upload import UploadResult, totals, upload

__all__ = [
    "ADD_DNC",
    "ADD_RECORDS",
    "ENDPOINTS",
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


@record
class AddedNumbers(Record):
    """How many numbers of a batch were put on the do-not-call list."""

    total_added: Int
    total_rejected: Int
    total_sent: Int


@frozen(kw_only=True)
class _Lead:
    """What both kinds of campaign take of a customer; everything is text on the wire."""

    customer_name: str = ""
    customer_last_name: str = ""
    id_type: str = ""
    customer_id: str = ""
    age: str | int = limited("int")
    gender: str = ""
    country: str = ""
    state: str = ""
    city: str = ""
    zone: str = ""
    address: str = ""
    opt1: str = limited(longest=100)
    opt2: str = limited(longest=100)
    opt3: str = limited(longest=100)
    opt4: str = limited(longest=100)
    opt5: str = limited(longest=100)
    opt6: str = limited(longest=100)
    opt7: str = limited(longest=200)
    opt8: str = limited(longest=200)
    opt9: str = limited(longest=200)
    opt10: str = limited(longest=200)
    opt11: str = limited(longest=200)
    opt12: str = limited(longest=200)
    tel1: str | int = limited("phone", required=True)
    tel2: str | int = limited("phone")
    tel3: str | int = limited("phone")
    tel4: str | int = limited("phone")
    tel5: str | int = limited("phone")
    tel6: str | int = limited("phone")
    tel7: str | int = limited("phone")
    tel8: str | int = limited("phone")
    tel9: str | int = limited("phone")
    tel10: str | int = limited("phone")


@frozen(kw_only=True)
class PredictiveLead(_Lead):
    """A record for a predictive campaign. opt1 to opt6 take 100 characters, opt7 to opt12 200; phones are digits.

    recall_date is a datetime on the operation's wall clock, or YYYYmmddHHMMSS.
    """

    tel_extra: str | int = limited("phone")
    email: str = ""
    recall_date: str | datetime = limited("moment")  # noqa: RUF009 - an attrs field, not a dataclass one
    recall_telephone: str | int = limited("phone")


@frozen(kw_only=True)
class PreviewLead(_Lead):
    """A record for a preview campaign; agent_id is the agent who gets it."""

    agent_id: str | int = ""


@frozen
class DncNumber:
    """A number that is not to be called for so many days, 1 or more; digits only."""

    telephone: str | int = limited("phone", required=True)
    days_block: str | int = limited("int", least=1, required=True)


_LEADS: dict[str, type[_Lead]] = {"predictive": PredictiveLead, "preview": PreviewLead}
_KINDS: dict[str, Kind] = {"agent_id": "id"}


def _fields(*classes: type[Any]) -> tuple[Parameter, ...]:
    """Return what the objects of a body hold, by the rules of the classes that are made to be sent there."""
    found: dict[str, Parameter] = {}
    for attribute in (attribute for cls in classes for attribute in attrs.fields(cls)):
        rule = attribute.metadata.get(Rule, Rule())
        kind: Kind = _KINDS.get(attribute.name) or rule.kind
        found[attribute.name] = Parameter(
            attribute.name, kind, where="body", required=rule.required, longest=rule.longest, least=rule.least
        )
    return tuple(found.values())


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
    parameters=(
        Parameter("telephone", "phone", required=True, where="body"),
        Parameter(
            "days_block",
            "int",
            required=True,
            where="body",
            least=1,
            notes="days until the number may be called again",
        ),
    ),
    body="array",
    shape="record",
    limits=("at most 10,000 numbers a call",),
    source="https://www.wolkvox.com/en/apis-v2-2/1-enter-a-dnc-en/",
)

Lead = PredictiveLead | PreviewLead | Mapping[str, object]


class CampaignCustom(Group):
    """What goes up to campaign.php in batches."""

    async def add_records(
        self,
        *,
        campaign_id: str,
        type_campaign: Literal["predictive", "preview"],
        records: Iterable[Lead] | AsyncIterable[Lead],
        campaign_status: Literal["start", "stop"] | None = None,
        invalid: Literal["raise", "skip"] = "raise",
    ) -> UploadResult:
        """Add records to a campaign, any number of them, in batches of at most 10,000.

        records: PredictiveLead, PreviewLead or dicts with their fields, iterable or async iterable. All are checked
        before the first is sent: InvalidRecord names row and field; invalid="skip" leaves such rows out and reports
        them. campaign_status is the campaign's present status.
        Raises OutcomeUnknown where no answer tells whether a batch took effect (first_row, last_row, .upload);
        nothing is sent twice. Source:
        https://www.wolkvox.com/en/apis-v2-2/2-1-inserting-records-in-the-campaign-predictive/
        """
        return await self._add(type_campaign, campaign_id, campaign_status, records, invalid=invalid, lane="bulk")

    async def add_record(
        self,
        *,
        campaign_id: str,
        type_campaign: Literal["predictive", "preview"],
        record: Lead,
        campaign_status: Literal["start", "stop"] | None = None,
    ) -> UploadResult:
        """Add one record to a campaign, as from a web form; it goes before the batches of others.

        record: a PredictiveLead, a PreviewLead or a dict with its fields. Returns when the server has taken it.
        Raises InvalidRecord (field) before it is sent, Refused where the server does not take it, with its reason,
        and OutcomeUnknown where no answer tells; it is never sent twice. Source:
        https://www.wolkvox.com/en/apis-v2-2/2-1-inserting-records-in-the-campaign-predictive/
        """
        result = await self._add(
            type_campaign, campaign_id, campaign_status, [record], invalid="raise", lane="interactive"
        )
        if result.rejected:
            reason = result.rejected[0].reason
            raise Refused(f"the server did not take the record: {reason}", msg=reason, upload=result).at(
                operation=self._caller.operation.name, endpoint=ADD_RECORDS.name
            )
        return result

    async def _add(
        self,
        type_campaign: str,
        campaign_id: str,
        campaign_status: str | None,
        records: Iterable[Lead] | AsyncIterable[Lead],
        *,
        invalid: Literal["raise", "skip"],
        lane: Literal["interactive", "bulk"],
    ) -> UploadResult:
        given = {"type_campaign": type_campaign, "campaign_id": campaign_id, "campaign_status": campaign_status}
        self._call(ADD_RECORDS, given, body=b"[]")  # refuses what cannot be right, before a record is looked at
        return await upload(
            self._caller,
            lambda body: self._call(ADD_RECORDS, given, body=body),
            _LEADS[type_campaign],
            records,
            invalid=invalid,
            lane=lane,
        )

    async def add_dnc(
        self,
        *,
        records: Iterable[DncNumber | Mapping[str, object]] | AsyncIterable[DncNumber | Mapping[str, object]],
        invalid: Literal["raise", "skip"] = "raise",
    ) -> UploadResult:
        """Add do-not-call numbers, each for a number of days: any number of them, in batches of at most 10,000.

        records: DncNumber or dicts with telephone and days_block, iterable or async iterable, all checked before the
        first is sent (InvalidRecord; invalid="skip" leaves wrong ones out). The server tells how many it added and
        how many it rejected, not which: a rejection's row is None. configuration.add_dnc has no number of days.
        Raises OutcomeUnknown where no answer tells whether a batch took effect; nothing is sent twice.
        Source: https://www.wolkvox.com/en/apis-v2-2/1-enter-a-dnc-en/
        """
        return await upload(
            self._caller,
            lambda body: self._call(ADD_DNC, {}, body=body),
            DncNumber,
            records,
            invalid=invalid,
            read=totals,
        )


ENDPOINTS = table([ADD_RECORDS, ADD_DNC])
