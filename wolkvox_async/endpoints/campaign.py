"""campaign.php: campaigns, their records, and what becomes of them.

This file is generated from catalogue/campaign.toml by `make generate`: change that.
"""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, time, timedelta
from typing import Any, Literal, get_args

from wolkvox_async.calls.confirmation import Confirmation
from wolkvox_async.core.endpoint import Endpoint, Events, Parameter
from wolkvox_async.core.wire import Id, Int, Moment, Phone, Record, Text, named, record
from wolkvox_async.endpoints.campaign_custom import (
    ADD_DNC,
    ADD_RECORDS,
    LEADS,
    AddedNumbers,
    AddedRecords,
    CampaignCustom,
    DncNumber,
    PredictiveLead,
    PreviewLead,
)
from wolkvox_async.endpoints.campaign_custom import ENDPOINTS as CUSTOM
from wolkvox_async.endpoints.group import table
from wolkvox_async.reports.report import Report

__all__ = [
    "ADD_DNC",
    "ADD_RECORDS",
    "ENDPOINTS",
    "LEADS",
    "AddedNumbers",
    "AddedRecords",
    "Campaign",
    "CampaignDetail",
    "CreatedCampaign",
    "DncNumber",
    "EditedCampaign",
    "ExportedRecord",
    "FilteredCampaign",
    "FoundRecord",
    "PredictiveLead",
    "PreviewLead",
    "RecalledRecords",
]

TypeCampaign = Literal["predictive", "preview"]
Result = Literal[
    "no-answer",
    "answer-machine",
    "abandon",
    "busy",
    "congestion",
    "unknown",
    "failed",
    "do-not-call",
    "chanunavail",
    "answer",
]
YesNo = Literal["yes", "no"]

_CAMPAIGN_ID = Parameter("campaign_id", "id", required=True, notes="campaign's id")
_TYPE_CAMPAIGN = Parameter(
    "type_campaign", "enum", required=True, values=get_args(TypeCampaign), notes="kind of campaign"
)
_OPTIONAL_TYPE_CAMPAIGN = Parameter(
    "type_campaign",
    "enum",
    values=get_args(TypeCampaign),
    notes="kind of campaign; of an older form of the call; may be left out",
)


@record
class CreatedCampaign(Record):
    """The campaign that was made."""

    id_campaign: Id = named("id_campaign", "id_campaing")
    """Campaign's id."""
    name_campaign: Text = named("name_campaign", "name_campaing")
    """Campaign's name."""


@record
class CampaignDetail(Record):
    """One managed record of a campaign, with its last call."""

    customer_name: Text
    """Customer's name."""
    customer_last_name: Text
    """Customer's last name."""
    id_type: Text
    """Kind of identity document."""
    customer_id: Id
    """Customer's id."""
    age: Int
    """Customer's age, in years."""
    gender: Text
    """Customer's gender."""
    country: Text
    """Customer's country."""
    state: Text
    """Customer's state."""
    city: Text
    """Customer's city."""
    zone: Text
    """Customer's zone."""
    address: Text
    """Customer's street address."""
    opt1: Text
    """Extra field of the campaign."""
    opt2: Text
    """Extra field of the campaign."""
    opt3: Text
    """Extra field of the campaign."""
    opt4: Text
    """Extra field of the campaign."""
    opt5: Text
    """Extra field of the campaign."""
    opt6: Text
    """Extra field of the campaign."""
    opt7: Text
    """Extra field of the campaign."""
    opt8: Text
    """Extra field of the campaign."""
    opt9: Text
    """Extra field of the campaign."""
    opt10: Text
    """Extra field of the campaign."""
    opt11: Text
    """Extra field of the campaign."""
    opt12: Text
    """Extra field of the campaign."""
    tel1: Phone
    """Customer's phone."""
    tel2: Phone
    """Customer's phone."""
    tel3: Phone
    """Customer's phone."""
    tel4: Phone
    """Customer's phone."""
    tel5: Phone
    """Customer's phone."""
    tel6: Phone
    """Customer's phone."""
    tel7: Phone
    """Customer's phone."""
    tel8: Phone
    """Customer's phone."""
    tel9: Phone
    """Customer's phone."""
    tel10: Phone
    """Customer's phone."""
    tel_extra: Phone
    """One more phone of the customer."""
    agent_id: Id
    """Agent's id, the extension."""
    date: Moment
    """Date and time of the last call."""
    calls: Int
    """How often the record was called."""
    conn_id: Id
    """Id of the call or conversation."""
    recall: Moment
    """Date and time at which the call-back is due."""
    result: Text
    """Result that the dialer gave the last call."""
    cod_act: Text
    """Activity code."""
    cod_act_2: Text
    """Second-level activity code."""
    recall_count: Int
    """How often a call-back was made."""
    comments: Text
    """Agent's comment."""


@record
class FoundRecord(Record):
    """One record of a customer in a campaign."""

    customer_name: Text
    """Customer's name."""
    customer_last_name: Text
    """Customer's last name."""
    customer_id: Id
    """Customer's id."""
    country: Text
    """Customer's country."""
    state: Text
    """Customer's state."""
    city: Text
    """Customer's city."""
    zone: Text
    """Customer's zone."""
    address: Text
    """Customer's street address."""
    opt1: Text
    """Extra field of the campaign."""
    opt2: Text
    """Extra field of the campaign."""
    opt3: Text
    """Extra field of the campaign."""
    opt4: Text
    """Extra field of the campaign."""
    opt5: Text
    """Extra field of the campaign."""
    opt6: Text
    """Extra field of the campaign."""
    opt7: Text
    """Extra field of the campaign."""
    opt8: Text
    """Extra field of the campaign."""
    opt9: Text
    """Extra field of the campaign."""
    opt10: Text
    """Extra field of the campaign."""
    opt11: Text
    """Extra field of the campaign."""
    opt12: Text
    """Extra field of the campaign."""
    tel1: Phone
    """Customer's phone."""
    tel2: Phone
    """Customer's phone."""
    tel3: Phone
    """Customer's phone."""
    tel4: Phone
    """Customer's phone."""
    tel5: Phone
    """Customer's phone."""
    tel6: Phone
    """Customer's phone."""
    tel7: Phone
    """Customer's phone."""
    tel8: Phone
    """Customer's phone."""
    tel9: Phone
    """Customer's phone."""
    tel10: Phone
    """Customer's phone."""
    date: Moment
    """Date and time of the last call."""
    calls: Int
    """How often the record was called."""
    conn_id: Id
    """Id of the call or conversation."""
    result: Text
    """How it ended."""
    campaign_id: Id
    """Campaign's id."""


@record
class FilteredCampaign(Record):
    """A campaign after its filter was set: how many records there are, and how many wait."""

    total_records: Int
    """Records in all."""
    pending_records: Int
    """Records that wait to be dialled."""
    applied_filter: Text
    """Filter that applies now, as the server words it."""


@record
class ExportedRecord(Record):
    """One record of a campaign as the Manager exports it, with the vendor's Spanish names."""

    nombre_cliente: Text
    """Customer's name."""
    apellido_cliente: Text
    """Customer's last name."""
    tipo_doc: Text
    """Kind of identity document."""
    id_cliente: Id
    """Customer's id."""
    edad: Int
    """Customer's age, in years."""
    sexo: Text
    """Customer's gender."""
    pais: Text
    """Customer's country."""
    departamento: Text
    """Customer's state or department."""
    ciudad: Text
    """Customer's city."""
    zona: Text
    """Customer's zone."""
    direccion: Text
    """Customer's street address."""
    opt1: Text
    """Extra field of the campaign."""
    opt2: Text
    """Extra field of the campaign."""
    opt3: Text
    """Extra field of the campaign."""
    opt4: Text
    """Extra field of the campaign."""
    opt5: Text
    """Extra field of the campaign."""
    opt6: Text
    """Extra field of the campaign."""
    opt7: Text
    """Extra field of the campaign."""
    opt8: Text
    """Extra field of the campaign."""
    opt9: Text
    """Extra field of the campaign."""
    opt10: Text
    """Extra field of the campaign."""
    opt11: Text
    """Extra field of the campaign."""
    opt12: Text
    """Extra field of the campaign."""
    tel1: Phone
    """Customer's phone."""
    tel2: Phone
    """Customer's phone."""
    tel3: Phone
    """Customer's phone."""
    tel4: Phone
    """Customer's phone."""
    tel5: Phone
    """Customer's phone."""
    tel6: Phone
    """Customer's phone."""
    tel7: Phone
    """Customer's phone."""
    tel8: Phone
    """Customer's phone."""
    tel9: Phone
    """Customer's phone."""
    tel10: Phone
    """Customer's phone."""
    tel_extra: Phone
    """One more phone of the customer."""
    id_agent: Id
    """Agent's id, the extension."""
    resultado: Text
    """Result that the dialer gave the last call; ANSWER MACHINE, NO ANSWER, FAILED, ANSWER, CONGESTION, ABANDON,
    BUSY or CHANUNAVAIL.
    """
    fecha: Moment
    """Date and time of the last call."""
    llamadas: Int
    """How often the record was called."""
    id_call: Id
    """Id of the call."""
    cod_rslt1: Text
    """First-level activity code."""
    description_cod1: Text
    """What the first-level activity code stands for."""
    cod_rslt2: Text
    """Second-level activity code."""
    description_cod2: Text
    """What the second-level activity code stands for."""
    comentarios: Text
    """Agent's comment."""
    rellamada: Moment
    """Date and time at which the call-back is due."""
    rellamada_count: Int
    """How often a call-back was made."""
    email: Text
    """Customer's mail address."""
    rellamada_tel: Phone
    """Number of the call-back."""
    last_dial_tele: Phone
    """Number that was dialled last."""
    history_dial_tel: Text
    """Attempts, with date, result and number."""
    rellamada_info: Text
    """About the call-back."""


@record
class RecalledRecords(Record):
    """How many records were marked to be dialled again, and by what."""

    campaign_id: Id
    """Campaign's id."""
    field: Text
    """What the records were chosen by."""
    value: Text
    """Value that the records have."""
    normalized_value: Text
    """Value, as the server searched for it."""
    affected_records: Int
    """Records that were marked."""


@record
class EditedCampaign(Record):
    """The settings of a campaign after they were changed."""

    campaign_id: Id
    """Campaign's id."""
    campaign_name: Text
    """Campaign's name."""
    campaign_description: Text
    """Campaign's description."""
    type_camp: Text
    """Kind of campaign."""
    enable_edition: Text
    """Whether the campaign may be edited."""
    start_time: Text
    """Hour at which the campaign begins each day."""
    end_time: Text
    """Hour at which the campaign ends each day."""
    skill_id: Id
    """Skill's id."""
    amd_conf: Text
    """Answering machine detection."""
    turbo_dial: Text
    """Whether turbo dial is on."""
    routing_recall: Text
    """Whether recalls are routed."""
    optional_labels: Any
    """Titles of the extra fields."""


CLEAR_CAMPAIGN = Endpoint(
    name="campaign.clear_campaign",
    script="campaign.php",
    method="DELETE",
    title="Delete all records of a campaign",
    spanish="Borrar todos los registros de una campaña",
    summary="Removes every record of a campaign, or those with one result only.",
    record=Confirmation,
    parameters=(
        Parameter("type_campaign", "enum", values=get_args(TypeCampaign), notes="kind of campaign"),
        _CAMPAIGN_ID,
        Parameter(
            "result",
            "enum",
            values=get_args(Result),
            notes="last result of the records that are removed; left out: all of them",
        ),
    ),
    shape="confirmation",
    irreversible=True,
    source="https://www.wolkvox.com/en/apis-v2-2/3-delete-all-records-of-a-campaign/",
)

CREATE_CAMPAIGN = Endpoint(
    name="campaign.create_campaign",
    script="campaign.php",
    method="POST",
    title="Create a campaign, preview or predictive",
    spanish="Creación de campañas",
    summary="Makes an empty campaign, and returns its id and name.",
    record=CreatedCampaign,
    parameters=(
        _TYPE_CAMPAIGN,
        Parameter("campaign_name", required=True, where="body", notes="campaign's name"),
        Parameter("campaign_description", where="body", notes="campaign's description"),
        Parameter(
            "start_time",
            "time",
            where="body",
            form="%H%M%S",
            notes="hour at which the campaign begins each day; predictive campaigns only",
        ),
        Parameter(
            "end_time",
            "time",
            where="body",
            form="%H%M%S",
            notes="hour at which the campaign ends each day; predictive campaigns only",
        ),
        Parameter("skill_id", "id", required=True, where="body", notes="skill's id"),
        *(Parameter(f"opt{n}", where="body", notes="title of the extra field") for n in range(1, 13)),
        Parameter(
            "amd",
            "enum",
            values=("ARG", "CHL", "COL", "CRI", "ECU", "ESP", "GTM", "HND", "ITA", "MEX", "NIC", "PAN", "PER"),
            where="body",
            notes="answering machine detection by country, predictive only; without it the default one",
        ),
        Parameter(
            "enable_edition", "enum", values=get_args(YesNo), where="body", notes="whether the campaign may be edited"
        ),
    ),
    body="json",
    shape="record",
    source="https://wolkvox.com/en/apis-v2-2/4-campaign-creation",
)

CODIFY = Endpoint(
    name="campaign.codify",
    script="campaign.php",
    method="PUT",
    title="Code a record of a campaign",
    spanish="Codificar (tipificar) registro de campaña",
    summary="Gives a record its activity codes, so that the dialer calls that customer no more.",
    record=Confirmation,
    parameters=(
        _TYPE_CAMPAIGN,
        _CAMPAIGN_ID,
        Parameter("cod_act", required=True, where="body", notes="first-level activity code"),
        Parameter("cod_act_2", where="body", notes="second-level activity code; where the operation uses them"),
        Parameter("comment", where="body", notes="agent's comment"),
        Parameter("customer_id", "id", required=True, where="body", notes="customer's id"),
    ),
    body="json",
    shape="confirmation",
    source="https://wolkvox.com/?p=30713",
)

DETAIL = Endpoint(
    name="campaign.detail",
    script="campaign.php",
    title="Campaign detail: the managed records of a campaign, one row each",
    spanish="Solicitar detalles de campaña",
    summary="Each with its last call.",
    record=CampaignDetail,
    parameters=(
        _TYPE_CAMPAIGN,
        _CAMPAIGN_ID,
        Parameter(
            "detail", "enum", values=("default", "all"), notes="which records come; all: also those without a conn_id"
        ),
    ),
    rows=Events(key=("customer_id", "conn_id"), time="date"),
    reread=timedelta(days=3),
    limits=("without detail=all only records with a conn_id (managed by phone at least once)",),
    source="https://www.wolkvox.com/en/apis-v2-2/6-request-campaign-details/",
)

RECALL = Endpoint(
    name="campaign.recall",
    script="campaign.php",
    method="PUT",
    title="Schedule a call-back for a record",
    spanish="Reprogramar llamada",
    summary="Sets when, and at which number, one customer of a predictive campaign is called again.",
    record=Confirmation,
    parameters=(
        _OPTIONAL_TYPE_CAMPAIGN,
        _CAMPAIGN_ID,
        Parameter("recall_date", "moment", required=True, where="body", notes="date and time of the call-back"),
        Parameter("recall_telephone", "phone", required=True, where="body", notes="number of the call-back"),
        Parameter("customer_id", "id", required=True, where="body", notes="customer's id"),
    ),
    body="json",
    shape="confirmation",
    source="https://www.wolkvox.com/en/apis-v2-2/7-reschedule-call/",
)

REMOVE_RECORD = Endpoint(
    name="campaign.remove_record",
    script="campaign.php",
    method="DELETE",
    title="Delete records of customers",
    spanish="Borrar registro",
    summary="Removes the records of one or several customers from a campaign.",
    record=Confirmation,
    parameters=(
        _TYPE_CAMPAIGN,
        _CAMPAIGN_ID,
        Parameter(
            "result",
            "enum",
            values=get_args(Result),
            notes="last result of the records that are removed; left out: all of them",
        ),
        Parameter(
            "customer_id",
            "list",
            required=True,
            where="body",
            joined=",",
            notes="customer's id; as given when the record was added",
        ),
    ),
    body="json",
    shape="confirmation",
    irreversible=True,
    source="https://www.wolkvox.com/en/apis-v2-2/8-delete-record/",
)

SPEED = Endpoint(
    name="campaign.speed",
    script="campaign.php",
    method="PUT",
    title="Set the speed of a campaign",
    spanish="Parametrizar velocidad de una campaña",
    record=Confirmation,
    parameters=(
        _OPTIONAL_TYPE_CAMPAIGN,
        _CAMPAIGN_ID,
        Parameter("speed", "int", required=True, where="body", least=0, most=100, notes="speed of dialling, 0 to 100"),
    ),
    body="json",
    shape="confirmation",
    source="https://www.wolkvox.com/en/apis-v2-2/9-parameterize-the-speed-of-a-campaign/",
)

START = Endpoint(
    name="campaign.start",
    script="campaign.php",
    method="PUT",
    title="Start a campaign",
    spanish="Iniciar campaña",
    record=Confirmation,
    parameters=(_OPTIONAL_TYPE_CAMPAIGN, _CAMPAIGN_ID),
    shape="confirmation",
    source="https://www.wolkvox.com/en/apis-v2-2/10-start-campaign-en/",
)

STOP = Endpoint(
    name="campaign.stop",
    script="campaign.php",
    method="PUT",
    title="Stop a campaign",
    spanish="Detener campaña",
    summary="Pauses it.",
    record=Confirmation,
    parameters=(_OPTIONAL_TYPE_CAMPAIGN, _CAMPAIGN_ID),
    shape="confirmation",
    source="https://www.wolkvox.com/apis-v2/11-stop-campaign-en/",
)

FIND_RECORD = Endpoint(
    name="campaign.find_record",
    script="campaign.php",
    title="Find record: a customer by phone or id, in one campaign or in all",
    spanish="Buscar registro en campañas",
    record=FoundRecord,
    parameters=(
        Parameter("campaign_id", "id", also=("all",), notes="campaign's id; left out: all campaigns"),
        Parameter("customer_phone", "phone", notes="customer's phone"),
        Parameter("customer_id", "id", notes="customer's id"),
    ),
    one_of=("customer_phone", "customer_id"),
    source="https://github.com/SantiagoAnalista/wolkvox-rendimiento",
)

DELETE_CAMPAIGN = Endpoint(
    name="campaign.delete_campaign",
    script="campaign.php",
    method="DELETE",
    title="Delete campaigns",
    spanish="Eliminar campañas",
    summary="One campaign or several, with their records.",
    record=Confirmation,
    parameters=(
        _TYPE_CAMPAIGN,
        Parameter("campaign_id", "id", notes="id of one campaign; left out when campaign_ids is given"),
        Parameter("campaign_ids", "list", where="body", notes="ids of several campaigns"),
    ),
    one_of=("campaign_id", "campaign_ids"),
    body="json",
    shape="confirmation",
    irreversible=True,
    source="https://github.com/SantiagoAnalista/wolkvox-rendimiento",
)

CAMPAIGN_FILTER = Endpoint(
    name="campaign.campaign_filter",
    script="campaign.php",
    method="PUT",
    title="Filter the records a campaign dials",
    spanish="Filtrar campaña",
    summary="Sets or clears the filter by which the dialer picks records of a campaign.",
    record=FilteredCampaign,
    parameters=(
        _TYPE_CAMPAIGN,
        _CAMPAIGN_ID,
        Parameter(
            "filter_active",
            "enum",
            required=True,
            values=get_args(YesNo),
            where="body",
            notes="whether the filter applies",
        ),
        Parameter(
            "connector",
            "enum",
            values=("and", "or"),
            where="body",
            notes="how the filters are joined; and, where left out",
        ),
        Parameter(
            "filters",
            "list",
            required=True,
            where="body",
            items="object",
            notes=(
                "objects {field, operator, value}; field: customer_name, customer_last_name, id_type,"
                " customer_id, age, gender, country, state, city, zone, address, opt1 to opt12, tel1 "
                "to tel10, tel_extra, email or result; operator: >=, <=, !=, =, is or like"
            ),
        ),
    ),
    body="json",
    shape="record",
    source="https://github.com/SantiagoAnalista/wolkvox-rendimiento",
)

CAMPAIGN_15 = Endpoint(
    name="campaign.campaign_15",
    script="campaign.php",
    title="Campaign export: every record of a campaign, managed or not",
    spanish="Exportar datos de campaña",
    summary="All records of a campaign, with or without a conn_id, as the Manager exports them.",
    record=ExportedRecord,
    parameters=(_CAMPAIGN_ID,),
    key="records",
    total="total_records",
    source="https://github.com/SantiagoAnalista/wolkvox-rendimiento",
)

RECALL_RECORDS = Endpoint(
    name="campaign.recall_records",
    script="campaign.php",
    method="PUT",
    title="Dial records again",
    spanish="Volver a marcar registros",
    summary=(
        "Marks the records of a predictive campaign that have a code as not dialled, so that they are dialled again."
    ),
    record=RecalledRecords,
    parameters=(
        _CAMPAIGN_ID,
        Parameter(
            "field",
            "enum",
            required=True,
            values=("Cod_Machine", "cod_rslt1", "cod_rslt2"),
            where="body",
            notes=(
                "what the records are chosen by; Cod_Machine: result of the dialer; cod_rslt1, cod_rslt2: activity code"
            ),
        ),
        Parameter(
            "value",
            required=True,
            where="body",
            notes=(
                "value that the records have; of Cod_Machine: NO-ANSWER, ANSWER-MACHINE, ABANDON, "
                "BUSY, CONGESTION, UNKNOWN, FAILED, DO-NOT-CALL, NOT-AVAILABLE, RPC, WRONG PERSON "
                "CONTACT (RPC), MAILBOX, FAX, WRONG NUMBER, NA or ANSWER; else an activity code"
            ),
        ),
    ),
    body="json",
    shape="record",
    source="https://github.com/SantiagoAnalista/wolkvox-rendimiento",
)

EDIT_CAMPAIGN = Endpoint(
    name="campaign.edit_campaign",
    script="campaign.php",
    method="PUT",
    title="Edit a campaign",
    spanish="Editar campaña",
    summary="Changes settings of a campaign; only what is given changes.",
    record=EditedCampaign,
    parameters=(
        _CAMPAIGN_ID,
        Parameter("campaign_name", where="body", notes="campaign's name"),
        Parameter("campaign_description", where="body", notes="campaign's description"),
        Parameter(
            "type_camp",
            "enum",
            values=("Predictive", "Preview"),
            where="body",
            notes="kind of campaign; capitalised, unlike type_campaign elsewhere",
        ),
        Parameter(
            "enable_edition", "enum", values=get_args(YesNo), where="body", notes="whether the campaign may be edited"
        ),
        Parameter(
            "start_time", "time", where="body", form="%H:%M:%S", notes="hour at which the campaign begins each day"
        ),
        Parameter("end_time", "time", where="body", form="%H:%M:%S", notes="hour at which the campaign ends each day"),
        Parameter("skill_id", "id", also=("VAGENT",), where="body", notes="skill's id, or VAGENT, the virtual agent"),
        Parameter(
            "amd_conf",
            where="body",
            notes="answering machine detection; default, none or a country (ARG, CHL, COL ...)",
        ),
        Parameter("turbo_dial", "enum", values=get_args(YesNo), where="body", notes="whether turbo dial is on"),
        Parameter(
            "routing_recall",
            "enum",
            values=get_args(YesNo),
            where="body",
            notes="whether recalls are routed; yes: they are not",
        ),
        Parameter(
            "camp_dial_order",
            "enum",
            values=("linear", "zigzag", "random"),
            where="body",
            notes="order in which records are dialled",
        ),
        Parameter("optional_labels", "object", where="body", notes="titles of the extra fields; by opt0 to opt12"),
    ),
    body="json",
    shape="record",
    source="https://github.com/SantiagoAnalista/wolkvox-rendimiento",
)


class Campaign(CampaignCustom):
    """campaign.php: campaigns, their records, and what becomes of them."""

    async def clear_campaign(
        self, *, campaign_id: str, type_campaign: TypeCampaign | None = None, result: Result | None = None
    ) -> Confirmation:
        """Delete all records of a campaign.

        Removes every record of a campaign, or those with one result only. It cannot be undone.

        Deleted records do not come back: export them first with campaign_15. A campaign without records is a refusal
        (404).

        In Spanish: Borrar todos los registros de una campaña.

        Args:
            campaign_id: Campaign's id.
            type_campaign: Kind of campaign; predictive or preview.
            result: Last result of the records that are removed; left out: all of them; no-answer, answer-machine,
                abandon, busy, congestion, unknown, failed, do-not-call, chanunavail or answer.

        Returns:
            Confirmation: The server's message and code.

        Raises:
            ConfigurationError: A value is missing or cannot be right; nothing was sent.
            OutcomeUnknown: No answer says whether it took effect; it is never sent twice.
            WolkvoxError: Whatever ends a call: QuotaSpent, QuotaExhausted, WaitTooLong, StoreUnavailable,
                AuthenticationFailed, TooManySimultaneous, Maintenance, InvalidRequest, Refused, ServerFault,
                Unreachable or CallTimeout.

        Source:
            https://www.wolkvox.com/en/apis-v2-2/3-delete-all-records-of-a-campaign/
            (the vendor's page 3)
        """
        return await self._confirm(CLEAR_CAMPAIGN, campaign_id=campaign_id, type_campaign=type_campaign, result=result)

    async def create_campaign(
        self,
        *,
        type_campaign: TypeCampaign,
        campaign_name: str,
        skill_id: str,
        campaign_description: str | None = None,
        start_time: time | str | None = None,
        end_time: time | str | None = None,
        opt1: str | None = None,
        opt2: str | None = None,
        opt3: str | None = None,
        opt4: str | None = None,
        opt5: str | None = None,
        opt6: str | None = None,
        opt7: str | None = None,
        opt8: str | None = None,
        opt9: str | None = None,
        opt10: str | None = None,
        opt11: str | None = None,
        opt12: str | None = None,
        amd: Literal["ARG", "CHL", "COL", "CRI", "ECU", "ESP", "GTM", "HND", "ITA", "MEX", "NIC", "PAN", "PER"]
        | None = None,
        enable_edition: YesNo | None = None,
    ) -> CreatedCampaign:
        """Create a campaign, preview or predictive.

        Makes an empty campaign, and returns its id and name.

        opt1 to opt12 are the titles of the extra fields, not values.

        In Spanish: Creación de campañas.

        Args:
            type_campaign: Kind of campaign; predictive or preview.
            campaign_name: Campaign's name.
            skill_id: Skill's id.
            campaign_description: Campaign's description.
            start_time: Hour at which the campaign begins each day; predictive campaigns only; a time, or HHMMSS.
            end_time: Hour at which the campaign ends each day; predictive campaigns only; a time, or HHMMSS.
            opt1: Title of the extra field.
            opt2: Title of the extra field.
            opt3: Title of the extra field.
            opt4: Title of the extra field.
            opt5: Title of the extra field.
            opt6: Title of the extra field.
            opt7: Title of the extra field.
            opt8: Title of the extra field.
            opt9: Title of the extra field.
            opt10: Title of the extra field.
            opt11: Title of the extra field.
            opt12: Title of the extra field.
            amd: Answering machine detection by country, predictive only; without it the default one; ARG, CHL, COL,
                CRI, ECU, ESP, GTM, HND, ITA, MEX, NIC, PAN or PER.
            enable_edition: Whether the campaign may be edited; yes or no.

        Returns:
            CreatedCampaign: The campaign that was made.

        Raises:
            ConfigurationError: A value is missing or cannot be right; nothing was sent.
            OutcomeUnknown: No answer says whether it took effect; it is never sent twice.
            WolkvoxError: Whatever ends a call: QuotaSpent, QuotaExhausted, WaitTooLong, StoreUnavailable,
                AuthenticationFailed, TooManySimultaneous, Maintenance, InvalidRequest, Refused, ServerFault,
                Unreachable or CallTimeout.

        Source:
            https://wolkvox.com/en/apis-v2-2/4-campaign-creation
            (the vendor's page 4)
        """
        return await self._record(
            CREATE_CAMPAIGN,
            type_campaign=type_campaign,
            campaign_name=campaign_name,
            skill_id=skill_id,
            campaign_description=campaign_description,
            start_time=start_time,
            end_time=end_time,
            opt1=opt1,
            opt2=opt2,
            opt3=opt3,
            opt4=opt4,
            opt5=opt5,
            opt6=opt6,
            opt7=opt7,
            opt8=opt8,
            opt9=opt9,
            opt10=opt10,
            opt11=opt11,
            opt12=opt12,
            amd=amd,
            enable_edition=enable_edition,
        )

    async def codify(
        self,
        *,
        type_campaign: TypeCampaign,
        campaign_id: str,
        cod_act: str,
        customer_id: str,
        cod_act_2: str | None = None,
        comment: str | None = None,
    ) -> Confirmation:
        """Code a record of a campaign.

        Gives a record its activity codes, so that the dialer calls that customer no more.

        In Spanish: Codificar (tipificar) registro de campaña.

        Args:
            type_campaign: Kind of campaign; predictive or preview.
            campaign_id: Campaign's id.
            cod_act: First-level activity code.
            customer_id: Customer's id.
            cod_act_2: Second-level activity code; where the operation uses them.
            comment: Agent's comment.

        Returns:
            Confirmation: The server's message and code.

        Raises:
            ConfigurationError: A value is missing or cannot be right; nothing was sent.
            OutcomeUnknown: No answer says whether it took effect; it is never sent twice.
            WolkvoxError: Whatever ends a call: QuotaSpent, QuotaExhausted, WaitTooLong, StoreUnavailable,
                AuthenticationFailed, TooManySimultaneous, Maintenance, InvalidRequest, Refused, ServerFault,
                Unreachable or CallTimeout.

        Source:
            https://wolkvox.com/?p=30713
        """
        return await self._confirm(
            CODIFY,
            type_campaign=type_campaign,
            campaign_id=campaign_id,
            cod_act=cod_act,
            customer_id=customer_id,
            cod_act_2=cod_act_2,
            comment=comment,
        )

    def detail(
        self,
        *,
        type_campaign: TypeCampaign,
        campaign_id: str,
        start: date | datetime,
        end: date | datetime,
        detail: Literal["default", "all"] | None = None,
    ) -> Report[CampaignDetail]:
        """Campaign detail: the managed records of a campaign, one row each.

        Each with its last call. Rows are events, dated by date.

        Rows may change for 3 days after their window has ended.

        Limits: without detail=all only records with a conn_id (managed by phone at least once).

        A campaign that no agent has touched is empty here. Preview campaigns have tel1 to tel3 only.

        In Spanish: Solicitar detalles de campaña.

        Args:
            type_campaign: Kind of campaign; predictive or preview.
            campaign_id: Campaign's id.
            start: First moment. A date is its midnight, a naive datetime the operation's wall clock, an aware one
                is converted.
            end: First moment that is not included.
            detail: Which records come; all: also those without a conn_id; default.

        Returns:
            Report[CampaignDetail]: Await it for a list, or read it row by row with `async for`. A row is one managed
            record of a campaign, with its last call.

        Raises:
            ConfigurationError: A value is missing or cannot be right; nothing was sent.
            WindowFull: One second holds 60,000 rows or more; `.rows` has those that came.
            DecodeError: With strict=True, a value is not of its documented type.
            WolkvoxError: Whatever ends a call: QuotaSpent, QuotaExhausted, WaitTooLong, StoreUnavailable,
                AuthenticationFailed, TooManySimultaneous, Maintenance, InvalidRequest, Refused, ServerFault,
                Unreachable or CallTimeout.

        Source:
            https://www.wolkvox.com/en/apis-v2-2/6-request-campaign-details/
            (the vendor's page 6)
        """
        return self._report(DETAIL, start, end, type_campaign=type_campaign, campaign_id=campaign_id, detail=detail)

    async def recall(
        self,
        *,
        campaign_id: str,
        recall_date: date | datetime | str,
        recall_telephone: str,
        customer_id: str,
        type_campaign: TypeCampaign | None = None,
    ) -> Confirmation:
        """Schedule a call-back for a record.

        Sets when, and at which number, one customer of a predictive campaign is called again.

        In Spanish: Reprogramar llamada.

        Args:
            campaign_id: Campaign's id.
            recall_date: Date and time of the call-back; a datetime, or YYYYmmddHHMMSS.
            recall_telephone: Number of the call-back.
            customer_id: Customer's id.
            type_campaign: Kind of campaign; of an older form of the call; may be left out; predictive or preview.

        Returns:
            Confirmation: The server's message and code.

        Raises:
            ConfigurationError: A value is missing or cannot be right; nothing was sent.
            OutcomeUnknown: No answer says whether it took effect; it is never sent twice.
            WolkvoxError: Whatever ends a call: QuotaSpent, QuotaExhausted, WaitTooLong, StoreUnavailable,
                AuthenticationFailed, TooManySimultaneous, Maintenance, InvalidRequest, Refused, ServerFault,
                Unreachable or CallTimeout.

        Source:
            https://www.wolkvox.com/en/apis-v2-2/7-reschedule-call/
            (the vendor's page 7)
        """
        return await self._confirm(
            RECALL,
            campaign_id=campaign_id,
            recall_date=recall_date,
            recall_telephone=recall_telephone,
            customer_id=customer_id,
            type_campaign=type_campaign,
        )

    async def remove_record(
        self,
        *,
        type_campaign: TypeCampaign,
        campaign_id: str,
        customer_id: str | Sequence[str],
        result: Result | None = None,
    ) -> Confirmation:
        """Delete records of customers.

        Removes the records of one or several customers from a campaign. It cannot be undone.

        Contact attempts without success vanish from the reports too; those with result ANSWER stay.

        In Spanish: Borrar registro.

        Args:
            type_campaign: Kind of campaign; predictive or preview.
            campaign_id: Campaign's id.
            customer_id: Customer's id; as given when the record was added.
            result: Last result of the records that are removed; left out: all of them; no-answer, answer-machine,
                abandon, busy, congestion, unknown, failed, do-not-call, chanunavail or answer.

        Returns:
            Confirmation: The server's message and code.

        Raises:
            ConfigurationError: A value is missing or cannot be right; nothing was sent.
            OutcomeUnknown: No answer says whether it took effect; it is never sent twice.
            WolkvoxError: Whatever ends a call: QuotaSpent, QuotaExhausted, WaitTooLong, StoreUnavailable,
                AuthenticationFailed, TooManySimultaneous, Maintenance, InvalidRequest, Refused, ServerFault,
                Unreachable or CallTimeout.

        Source:
            https://www.wolkvox.com/en/apis-v2-2/8-delete-record/
            (the vendor's page 8)
        """
        return await self._confirm(
            REMOVE_RECORD, type_campaign=type_campaign, campaign_id=campaign_id, customer_id=customer_id, result=result
        )

    async def speed(self, *, campaign_id: str, speed: int, type_campaign: TypeCampaign | None = None) -> Confirmation:
        """Set the speed of a campaign.

        In Spanish: Parametrizar velocidad de una campaña.

        Args:
            campaign_id: Campaign's id.
            speed: Speed of dialling, 0 to 100.
            type_campaign: Kind of campaign; of an older form of the call; may be left out; predictive or preview.

        Returns:
            Confirmation: The server's message and code.

        Raises:
            ConfigurationError: A value is missing or cannot be right; nothing was sent.
            OutcomeUnknown: No answer says whether it took effect; it is never sent twice.
            WolkvoxError: Whatever ends a call: QuotaSpent, QuotaExhausted, WaitTooLong, StoreUnavailable,
                AuthenticationFailed, TooManySimultaneous, Maintenance, InvalidRequest, Refused, ServerFault,
                Unreachable or CallTimeout.

        Source:
            https://www.wolkvox.com/en/apis-v2-2/9-parameterize-the-speed-of-a-campaign/
            (the vendor's page 9)
        """
        return await self._confirm(SPEED, campaign_id=campaign_id, speed=speed, type_campaign=type_campaign)

    async def start(self, *, campaign_id: str, type_campaign: TypeCampaign | None = None) -> Confirmation:
        """Start a campaign.

        At most 4 predictive campaigns run at once on a dedicated server, 7 on a shared one; one more is a refusal
        (404).

        In Spanish: Iniciar campaña.

        Args:
            campaign_id: Campaign's id.
            type_campaign: Kind of campaign; of an older form of the call; may be left out; predictive or preview.

        Returns:
            Confirmation: The server's message and code.

        Raises:
            ConfigurationError: A value is missing or cannot be right; nothing was sent.
            OutcomeUnknown: No answer says whether it took effect; it is never sent twice.
            WolkvoxError: Whatever ends a call: QuotaSpent, QuotaExhausted, WaitTooLong, StoreUnavailable,
                AuthenticationFailed, TooManySimultaneous, Maintenance, InvalidRequest, Refused, ServerFault,
                Unreachable or CallTimeout.

        Source:
            https://www.wolkvox.com/en/apis-v2-2/10-start-campaign-en/
            (the vendor's page 10)
        """
        return await self._confirm(START, campaign_id=campaign_id, type_campaign=type_campaign)

    async def stop(self, *, campaign_id: str, type_campaign: TypeCampaign | None = None) -> Confirmation:
        """Stop a campaign.

        Pauses it.

        In Spanish: Detener campaña.

        Args:
            campaign_id: Campaign's id.
            type_campaign: Kind of campaign; of an older form of the call; may be left out; predictive or preview.

        Returns:
            Confirmation: The server's message and code.

        Raises:
            ConfigurationError: A value is missing or cannot be right; nothing was sent.
            OutcomeUnknown: No answer says whether it took effect; it is never sent twice.
            WolkvoxError: Whatever ends a call: QuotaSpent, QuotaExhausted, WaitTooLong, StoreUnavailable,
                AuthenticationFailed, TooManySimultaneous, Maintenance, InvalidRequest, Refused, ServerFault,
                Unreachable or CallTimeout.

        Source:
            https://www.wolkvox.com/apis-v2/11-stop-campaign-en/
            (the vendor's page 11)
        """
        return await self._confirm(STOP, campaign_id=campaign_id, type_campaign=type_campaign)

    async def find_record(
        self, *, campaign_id: str | None = None, customer_phone: str | None = None, customer_id: str | None = None
    ) -> list[FoundRecord]:
        """Find record: a customer by phone or id, in one campaign or in all.

        customer_phone or customer_id is required.

        In Spanish: Buscar registro en campañas.

        Args:
            campaign_id: Campaign's id; left out: all campaigns.
            customer_phone: Customer's phone.
            customer_id: Customer's id.

        Returns:
            list[FoundRecord]: One record of a customer in a campaign. Empty where there are none.

        Raises:
            ConfigurationError: A value is missing or cannot be right; nothing was sent.
            WolkvoxError: Whatever ends a call: QuotaSpent, QuotaExhausted, WaitTooLong, StoreUnavailable,
                AuthenticationFailed, TooManySimultaneous, Maintenance, InvalidRequest, Refused, ServerFault,
                Unreachable or CallTimeout.

        Source:
            https://github.com/SantiagoAnalista/wolkvox-rendimiento
        """
        return await self._records(
            FIND_RECORD, campaign_id=campaign_id, customer_phone=customer_phone, customer_id=customer_id
        )

    async def delete_campaign(
        self, *, type_campaign: TypeCampaign, campaign_id: str | None = None, campaign_ids: Sequence[str] | None = None
    ) -> Confirmation:
        """Delete campaigns.

        One campaign or several, with their records. It cannot be undone.

        campaign_id or campaign_ids is required.

        Failures are only counted, in msg.

        In Spanish: Eliminar campañas.

        Args:
            type_campaign: Kind of campaign; predictive or preview.
            campaign_id: Id of one campaign; left out when campaign_ids is given.
            campaign_ids: Ids of several campaigns.

        Returns:
            Confirmation: The server's message and code.

        Raises:
            ConfigurationError: A value is missing or cannot be right; nothing was sent.
            OutcomeUnknown: No answer says whether it took effect; it is never sent twice.
            WolkvoxError: Whatever ends a call: QuotaSpent, QuotaExhausted, WaitTooLong, StoreUnavailable,
                AuthenticationFailed, TooManySimultaneous, Maintenance, InvalidRequest, Refused, ServerFault,
                Unreachable or CallTimeout.

        Source:
            https://github.com/SantiagoAnalista/wolkvox-rendimiento
        """
        return await self._confirm(
            DELETE_CAMPAIGN, type_campaign=type_campaign, campaign_id=campaign_id, campaign_ids=campaign_ids
        )

    async def campaign_filter(
        self,
        *,
        type_campaign: TypeCampaign,
        campaign_id: str,
        filter_active: YesNo,
        filters: Sequence[Mapping[str, object]],
        connector: Literal["and", "or"] | None = None,
    ) -> FilteredCampaign:
        """Filter the records a campaign dials.

        Sets or clears the filter by which the dialer picks records of a campaign.

        In Spanish: Filtrar campaña.

        Args:
            type_campaign: Kind of campaign; predictive or preview.
            campaign_id: Campaign's id.
            filter_active: Whether the filter applies; yes or no.
            filters: Objects {field, operator, value}; field: customer_name, customer_last_name, id_type,
                customer_id, age, gender, country, state, city, zone, address, opt1 to opt12, tel1 to tel10, tel_extra,
                email or result; operator: >=, <=, !=, =, is or like.
            connector: How the filters are joined; and, where left out; or.

        Returns:
            FilteredCampaign: A campaign after its filter was set: how many records there are, and how many wait.

        Raises:
            ConfigurationError: A value is missing or cannot be right; nothing was sent.
            OutcomeUnknown: No answer says whether it took effect; it is never sent twice.
            WolkvoxError: Whatever ends a call: QuotaSpent, QuotaExhausted, WaitTooLong, StoreUnavailable,
                AuthenticationFailed, TooManySimultaneous, Maintenance, InvalidRequest, Refused, ServerFault,
                Unreachable or CallTimeout.

        Source:
            https://github.com/SantiagoAnalista/wolkvox-rendimiento
        """
        return await self._record(
            CAMPAIGN_FILTER,
            type_campaign=type_campaign,
            campaign_id=campaign_id,
            filter_active=filter_active,
            filters=filters,
            connector=connector,
        )

    async def campaign_15(self, *, campaign_id: str) -> list[ExportedRecord]:
        """Campaign export: every record of a campaign, managed or not.

        All records of a campaign, with or without a conn_id, as the Manager exports them.

        Not a report in spite of its name: it takes no dates. Which fields there are depends on the campaign; those not
        listed are in extra.

        In Spanish: Exportar datos de campaña.

        Args:
            campaign_id: Campaign's id.

        Returns:
            list[ExportedRecord]: One record of a campaign as the Manager exports it, with the vendor's Spanish names.
            Empty where there are none.

        Raises:
            ConfigurationError: A value is missing or cannot be right; nothing was sent.
            WindowFull: There are more rows than came; `.rows` has those.
            WolkvoxError: Whatever ends a call: QuotaSpent, QuotaExhausted, WaitTooLong, StoreUnavailable,
                AuthenticationFailed, TooManySimultaneous, Maintenance, InvalidRequest, Refused, ServerFault,
                Unreachable or CallTimeout.

        Source:
            https://github.com/SantiagoAnalista/wolkvox-rendimiento
        """
        return await self._records(CAMPAIGN_15, campaign_id=campaign_id)

    async def recall_records(
        self, *, campaign_id: str, field: Literal["Cod_Machine", "cod_rslt1", "cod_rslt2"], value: str
    ) -> RecalledRecords:
        """Dial records again.

        Marks the records of a predictive campaign that have a code as not dialled, so that they are dialled again.

        In Spanish: Volver a marcar registros.

        Args:
            campaign_id: Campaign's id.
            field: What the records are chosen by; Cod_Machine: result of the dialer; cod_rslt1, cod_rslt2: activity
                code.
            value: Value that the records have; of Cod_Machine: NO-ANSWER, ANSWER-MACHINE, ABANDON, BUSY,
                CONGESTION, UNKNOWN, FAILED, DO-NOT-CALL, NOT-AVAILABLE, RPC, WRONG PERSON CONTACT (RPC), MAILBOX, FAX,
                WRONG NUMBER, NA or ANSWER; else an activity code.

        Returns:
            RecalledRecords: How many records were marked to be dialled again, and by what.

        Raises:
            ConfigurationError: A value is missing or cannot be right; nothing was sent.
            OutcomeUnknown: No answer says whether it took effect; it is never sent twice.
            WolkvoxError: Whatever ends a call: QuotaSpent, QuotaExhausted, WaitTooLong, StoreUnavailable,
                AuthenticationFailed, TooManySimultaneous, Maintenance, InvalidRequest, Refused, ServerFault,
                Unreachable or CallTimeout.

        Source:
            https://github.com/SantiagoAnalista/wolkvox-rendimiento
        """
        return await self._record(RECALL_RECORDS, campaign_id=campaign_id, field=field, value=value)

    async def edit_campaign(
        self,
        *,
        campaign_id: str,
        campaign_name: str | None = None,
        campaign_description: str | None = None,
        type_camp: Literal["Predictive", "Preview"] | None = None,
        enable_edition: YesNo | None = None,
        start_time: time | str | None = None,
        end_time: time | str | None = None,
        skill_id: str | None = None,
        amd_conf: str | None = None,
        turbo_dial: YesNo | None = None,
        routing_recall: YesNo | None = None,
        camp_dial_order: Literal["linear", "zigzag", "random"] | None = None,
        optional_labels: Mapping[str, object] | None = None,
    ) -> EditedCampaign:
        """Edit a campaign.

        Changes settings of a campaign; only what is given changes.

        camp_dial_order is taken but not returned. Hours are HH:MM:SS here and HHMMSS in create_campaign.

        In Spanish: Editar campaña.

        Args:
            campaign_id: Campaign's id.
            campaign_name: Campaign's name.
            campaign_description: Campaign's description.
            type_camp: Kind of campaign; capitalised, unlike type_campaign elsewhere; Predictive or Preview.
            enable_edition: Whether the campaign may be edited; yes or no.
            start_time: Hour at which the campaign begins each day; a time, or HH:MM:SS.
            end_time: Hour at which the campaign ends each day; a time, or HH:MM:SS.
            skill_id: Skill's id, or VAGENT, the virtual agent.
            amd_conf: Answering machine detection; default, none or a country (ARG, CHL, COL ...).
            turbo_dial: Whether turbo dial is on; yes or no.
            routing_recall: Whether recalls are routed; yes: they are not.
            camp_dial_order: Order in which records are dialled; linear, zigzag or random.
            optional_labels: Titles of the extra fields; by opt0 to opt12.

        Returns:
            EditedCampaign: The settings of a campaign after they were changed.

        Raises:
            ConfigurationError: A value is missing or cannot be right; nothing was sent.
            OutcomeUnknown: No answer says whether it took effect; it is never sent twice.
            WolkvoxError: Whatever ends a call: QuotaSpent, QuotaExhausted, WaitTooLong, StoreUnavailable,
                AuthenticationFailed, TooManySimultaneous, Maintenance, InvalidRequest, Refused, ServerFault,
                Unreachable or CallTimeout.

        Source:
            https://github.com/SantiagoAnalista/wolkvox-rendimiento
        """
        return await self._record(
            EDIT_CAMPAIGN,
            campaign_id=campaign_id,
            campaign_name=campaign_name,
            campaign_description=campaign_description,
            type_camp=type_camp,
            enable_edition=enable_edition,
            start_time=start_time,
            end_time=end_time,
            skill_id=skill_id,
            amd_conf=amd_conf,
            turbo_dial=turbo_dial,
            routing_recall=routing_recall,
            camp_dial_order=camp_dial_order,
            optional_labels=optional_labels,
        )


ENDPOINTS = CUSTOM | table(
    [
        CLEAR_CAMPAIGN,
        CREATE_CAMPAIGN,
        CODIFY,
        DETAIL,
        RECALL,
        REMOVE_RECORD,
        SPEED,
        START,
        STOP,
        FIND_RECORD,
        DELETE_CAMPAIGN,
        CAMPAIGN_FILTER,
        CAMPAIGN_15,
        RECALL_RECORDS,
        EDIT_CAMPAIGN,
    ]
)
