"""campaign.php: campaigns, their records and what became of them."""

from collections.abc import AsyncIterable, Iterable, Mapping
from datetime import date, datetime, time
from typing import Literal, TypedDict, Unpack, get_args

from attrs import frozen

from wolkvox_async.core import arguments
from wolkvox_async.core.batches import limited
from wolkvox_async.core.endpoint import Endpoint, Events, Parameter
from wolkvox_async.core.wire import Id, Int, Moment, Phone, Record, Text, named, record
from wolkvox_async.endpoints.group import Group, table
from wolkvox_async.errors import ConfigurationError
from wolkvox_async.report import Report
from wolkvox_async.upload import UploadResult, upload

__all__ = [
    "ENDPOINTS",
    "AddedRecords",
    "Campaign",
    "CampaignDetail",
    "CreatedCampaign",
    "FoundRecord",
    "PredictiveLead",
    "PreviewLead",
]

CampaignType = Literal["predictive", "preview"]
Country = Literal["ARG", "CHL", "COL", "CRI", "ECU", "ESP", "GTM", "HND", "ITA", "MEX", "NIC", "PAN", "PER"]

_TYPE = Parameter("type_campaign", "enum", required=True, values=("predictive", "preview"))
_ID = Parameter("campaign_id", "id", required=True)


@record
class CampaignDetail(Record):
    """One managed record of a campaign, with its last call."""

    customer_name: Text
    customer_last_name: Text
    id_type: Text
    customer_id: Id
    age: Int
    gender: Text
    country: Text
    state: Text
    city: Text
    zone: Text
    address: Text
    opt1: Text
    opt2: Text
    opt3: Text
    opt4: Text
    opt5: Text
    opt6: Text
    opt7: Text
    opt8: Text
    opt9: Text
    opt10: Text
    opt11: Text
    opt12: Text
    tel1: Phone
    tel2: Phone
    tel3: Phone
    tel4: Phone
    tel5: Phone
    tel6: Phone
    tel7: Phone
    tel8: Phone
    tel9: Phone
    tel10: Phone
    tel_extra: Phone
    agent_id: Id
    date: Moment
    calls: Int
    conn_id: Id
    recall: Moment
    result: Text  # of the dialer, for the last call
    cod_act: Text
    cod_act_2: Text
    recall_count: Int
    comments: Text


@record
class FoundRecord(Record):
    """One record of a customer in a campaign."""

    customer_name: Text
    customer_last_name: Text
    customer_id: Id
    country: Text
    state: Text
    city: Text
    zone: Text
    address: Text
    opt1: Text
    opt2: Text
    opt3: Text
    opt4: Text
    opt5: Text
    opt6: Text
    opt7: Text
    opt8: Text
    opt9: Text
    opt10: Text
    opt11: Text
    opt12: Text
    tel1: Phone
    tel2: Phone
    tel3: Phone
    tel4: Phone
    tel5: Phone
    tel6: Phone
    tel7: Phone
    tel8: Phone
    tel9: Phone
    tel10: Phone
    date: Moment
    calls: Int
    conn_id: Id
    result: Text
    campaign_id: Id


@record
class CreatedCampaign(Record):
    """The campaign that was made. The vendor's table spells id_campaing; both are taken."""

    id_campaign: Id = named("id_campaign", "id_campaing")
    name_campaign: Text = named("name_campaign", "name_campaing")


@record
class AddedRecords(Record):
    """The server's answer to one batch of records."""

    total_registers: Int


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


_LEADS: dict[str, type[_Lead]] = {"predictive": PredictiveLead, "preview": PreviewLead}

DETAIL = Endpoint(
    name="campaign.detail",
    script="campaign.php",
    title="Campaign detail: the managed records of a campaign, one row each",
    record=CampaignDetail,
    parameters=(
        _TYPE,
        _ID,
        Parameter("detail", "enum", values=("default", "all"), notes="all: also records without a conn_id"),
    ),
    rows=Events(key=("customer_id", "conn_id"), time="date"),
    source="https://www.wolkvox.com/en/apis-v2-2/6-request-campaign-details/",
)

FIND_RECORD = Endpoint(
    name="campaign.find_record",
    script="campaign.php",
    title="Find record: a customer by phone or id, in one campaign or in all",
    record=FoundRecord,
    parameters=(
        Parameter("campaign_id", "id"),
        Parameter("customer_phone", "phone"),
        Parameter("customer_id", "id"),
    ),
    source="https://github.com/SantiagoAnalista/wolkvox-rendimiento",
)

CREATE_CAMPAIGN = Endpoint(
    name="campaign.create_campaign",
    script="campaign.php",
    method="POST",
    title="Create a campaign, preview or predictive",
    record=CreatedCampaign,
    parameters=(
        _TYPE,
        Parameter("campaign_name", required=True, where="body"),
        Parameter("campaign_description", where="body"),
        Parameter("start_time", where="body", notes="hhmmss, predictive only"),
        Parameter("end_time", where="body", notes="hhmmss, predictive only"),
        Parameter("skill_id", "id", required=True, where="body"),
        *(Parameter(f"opt{n}", where="body", notes="title of the extra field") for n in range(1, 13)),
        Parameter(
            "amd",
            "enum",
            where="body",
            values=get_args(Country),
            notes="answering machine detection by country, predictive only",
        ),
        Parameter("enable_edition", "enum", where="body", values=("yes", "no")),
    ),
    source="https://wolkvox.com/en/apis-v2-2/4-campaign-creation",
)

ADD_RECORDS = Endpoint(
    name="campaign.add_records",
    api="add_record",
    script="campaign.php",
    method="POST",
    title="Add records to a campaign, any number of them",
    record=AddedRecords,
    parameters=(
        _TYPE,
        _ID,
        Parameter("campaign_status", "enum", values=("start", "stop"), notes="the campaign's present status"),
    ),
    source="https://www.wolkvox.com/en/apis-v2-2/2-1-inserting-records-in-the-campaign-predictive/",
)


class Titles(TypedDict, total=False):
    """The titles of a campaign's extra fields."""

    opt1: str
    opt2: str
    opt3: str
    opt4: str
    opt5: str
    opt6: str
    opt7: str
    opt8: str
    opt9: str
    opt10: str
    opt11: str
    opt12: str


class Campaign(Group):
    """campaign.php."""

    def detail(
        self,
        *,
        type_campaign: CampaignType,
        campaign_id: str,
        start: date | datetime,
        end: date | datetime,
        detail: Literal["default", "all"] | None = None,
    ) -> Report[CampaignDetail]:
        """Campaign detail: the managed records of a campaign, one row each, with the last call.

        start is inclusive and end exclusive. Only records with a conn_id come (managed by phone at least once), unless
        detail="all". calls and recall_count count for the record, not for the window.
        Source: https://www.wolkvox.com/en/apis-v2-2/6-request-campaign-details/
        """
        return self._report(DETAIL, start, end, type_campaign=type_campaign, campaign_id=campaign_id, detail=detail)

    async def find_record(
        self,
        *,
        campaign_id: str | None = None,
        customer_phone: str | None = None,
        customer_id: str | None = None,
    ) -> list[FoundRecord]:
        """Find record: a customer by phone or id, in one campaign or (without campaign_id) in all.

        Source: the vendor's page "12. Buscar Registro en Campañas", as in a public copy of its collection,
        https://github.com/SantiagoAnalista/wolkvox-rendimiento
        """
        if customer_phone is None and customer_id is None:
            raise ConfigurationError("nobody to look for", advice="give customer_phone or customer_id").at(
                operation=self._caller.operation.name, endpoint=FIND_RECORD.name
            )
        return await self._records(
            FIND_RECORD, campaign_id=campaign_id, customer_phone=customer_phone, customer_id=customer_id
        )

    async def create_campaign(
        self,
        *,
        type_campaign: CampaignType,
        campaign_name: str,
        skill_id: str,
        campaign_description: str | None = None,
        start_time: time | str | None = None,
        end_time: time | str | None = None,
        amd: Country | None = None,
        enable_edition: Literal["yes", "no"] | None = None,
        **titles: Unpack[Titles],
    ) -> CreatedCampaign:
        """Create a campaign, preview or predictive, and return its id and name.

        start_time, end_time: daily hours (a time, or hhmmss), predictive only; amd: profile of answering machine
        detection by country, predictive only; opt1 … opt12: titles of the extra fields.
        Raises OutcomeUnknown where no answer tells whether it was made; it is never sent twice.
        Source: https://wolkvox.com/en/apis-v2-2/4-campaign-creation
        """
        made = await self._records(
            CREATE_CAMPAIGN,
            type_campaign=type_campaign,
            campaign_name=campaign_name,
            skill_id=skill_id,
            campaign_description=campaign_description,
            start_time=_clock(start_time),
            end_time=_clock(end_time),
            amd=amd,
            enable_edition=enable_edition,
            **titles,
        )
        return made[0] if made else CreatedCampaign(None, campaign_name)

    async def add_records(
        self,
        *,
        campaign_id: str,
        type_campaign: CampaignType,
        records: Iterable[PredictiveLead | PreviewLead | Mapping[str, object]]
        | AsyncIterable[PredictiveLead | PreviewLead | Mapping[str, object]],
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
        given = {
            "type_campaign": type_campaign,
            "campaign_id": campaign_id,
            "campaign_status": campaign_status,
        }
        arguments.call(ADD_RECORDS, given)
        return await upload(
            self._caller,
            lambda body: arguments.call(ADD_RECORDS, given, body=body),
            _LEADS[type_campaign],
            records,
            invalid=invalid,
        )


def _clock(value: time | str | None) -> str | None:
    return f"{value:%H%M%S}" if isinstance(value, time) else value


ENDPOINTS = table([DETAIL, FIND_RECORD, CREATE_CAMPAIGN, ADD_RECORDS])
