"""campaign.php: campaigns, their records, and what becomes of them.

This file is generated from catalogue/campaign.toml by `make generate`: change the sheet.
"""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, time
from typing import Any, Literal, get_args

from wolkvox_async.calls.response import Confirmation
from wolkvox_async.core.endpoint import Endpoint, Events, Parameter
from wolkvox_async.core.wire import Id, Int, Moment, Phone, Record, Text, named, record
from wolkvox_async.endpoints.campaign_custom import (
    ADD_DNC,
    ADD_RECORDS,
    AddedNumbers,
    AddedRecords,
    CampaignCustom,
    DncNumber,
    PredictiveLead,
    PreviewLead,
)
from wolkvox_async.endpoints.campaign_custom import ENDPOINTS as BY_HAND
from wolkvox_async.endpoints.group import table
from wolkvox_async.reports.report import Report

__all__ = [
    "ADD_DNC",
    "ADD_RECORDS",
    "ENDPOINTS",
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

_CAMPAIGN_ID = Parameter("campaign_id", "id", required=True)
_TYPE_CAMPAIGN = Parameter("type_campaign", "enum", required=True, values=get_args(TypeCampaign))
_OPTIONAL_TYPE_CAMPAIGN = Parameter(
    "type_campaign", "enum", values=get_args(TypeCampaign), notes="of an older form of the call; may be left out"
)


@record
class CreatedCampaign(Record):
    """The campaign that was made."""

    id_campaign: Id = named("id_campaign", "id_campaing")
    name_campaign: Text = named("name_campaign", "name_campaing")


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
class FilteredCampaign(Record):
    """A campaign after its filter was set: how many records there are, and how many wait."""

    total_records: Int
    pending_records: Int
    applied_filter: Text


@record
class ExportedRecord(Record):
    """One record of a campaign as the Manager exports it, with the vendor's Spanish names."""

    nombre_cliente: Text
    apellido_cliente: Text
    tipo_doc: Text
    id_cliente: Id
    edad: Int
    sexo: Text
    pais: Text
    departamento: Text
    ciudad: Text
    zona: Text
    direccion: Text
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
    id_agent: Id
    resultado: Text  # ANSWER MACHINE, NO ANSWER, FAILED, ANSWER, CONGESTION, ABANDON, BUSY or CHANUNAVAIL
    fecha: Moment
    llamadas: Int
    id_call: Id
    cod_rslt1: Text
    description_cod1: Text
    cod_rslt2: Text
    description_cod2: Text
    comentarios: Text
    rellamada: Moment
    rellamada_count: Int
    email: Text
    rellamada_tel: Phone
    last_dial_tele: Phone
    history_dial_tel: Text  # attempts, with date, result and number
    rellamada_info: Text


@record
class RecalledRecords(Record):
    """How many records were marked to be dialled again, and by what."""

    campaign_id: Id
    field: Text
    value: Text
    normalized_value: Text  # as the server searched for it
    affected_records: Int


@record
class EditedCampaign(Record):
    """The settings of a campaign after they were changed."""

    campaign_id: Id
    campaign_name: Text
    campaign_description: Text
    type_camp: Text
    enable_edition: Text
    start_time: Text
    end_time: Text
    skill_id: Id
    amd_conf: Text
    turbo_dial: Text
    routing_recall: Text
    optional_labels: Any


CLEAR_CAMPAIGN = Endpoint(
    name="campaign.clear_campaign",
    script="campaign.php",
    method="DELETE",
    title="Delete all records of a campaign",
    spanish="Borrar todos los registros de una campaña",
    summary="Removes every record of a campaign, or those with one result only.",
    record=Confirmation,
    parameters=(
        Parameter("type_campaign", "enum", values=get_args(TypeCampaign)),
        _CAMPAIGN_ID,
        Parameter("result", "enum", values=get_args(Result), notes="only the records whose last result is this"),
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
        Parameter("campaign_name", required=True, where="body"),
        Parameter("campaign_description", where="body"),
        Parameter("start_time", "time", where="body", form="%H%M%S", notes="daily, predictive only"),
        Parameter("end_time", "time", where="body", form="%H%M%S", notes="daily, predictive only"),
        Parameter("skill_id", "id", required=True, where="body"),
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
        Parameter("cod_act", required=True, where="body", notes="first-level code"),
        Parameter("cod_act_2", where="body", notes="second-level code, where the operation uses them"),
        Parameter("comment", where="body"),
        Parameter("customer_id", "id", required=True, where="body"),
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
        Parameter("detail", "enum", values=("default", "all"), notes="all: also records without a conn_id"),
    ),
    rows=Events(key=("customer_id", "conn_id"), time="date"),
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
        Parameter("recall_date", "moment", required=True, where="body"),
        Parameter("recall_telephone", "phone", required=True, where="body", notes="the number to call"),
        Parameter("customer_id", "id", required=True, where="body"),
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
        Parameter("result", "enum", values=get_args(Result), notes="only the records whose last result is this"),
        Parameter(
            "customer_id", "list", required=True, where="body", joined=",", notes="as given when the record was added"
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
        Parameter("speed", "int", required=True, where="body", least=0, most=100),
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
        Parameter("campaign_id", "id", also=("all",), notes="left out: all campaigns"),
        Parameter("customer_phone", "phone"),
        Parameter("customer_id", "id"),
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
        Parameter("campaign_id", "id", notes="one campaign; left out when campaign_ids is given"),
        Parameter("campaign_ids", "list", where="body", notes="several campaigns"),
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
        Parameter("filter_active", "enum", required=True, values=get_args(YesNo), where="body"),
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
            notes="Cod_Machine: result of the dialer; cod_rslt1, cod_rslt2: activity code",
        ),
        Parameter(
            "value",
            required=True,
            where="body",
            notes=(
                "of Cod_Machine: NO-ANSWER, ANSWER-MACHINE, ABANDON, BUSY, CONGESTION, UNKNOWN, "
                "FAILED, DO-NOT-CALL, NOT-AVAILABLE, RPC, WRONG PERSON CONTACT (RPC), MAILBOX, FAX, "
                "WRONG NUMBER, NA or ANSWER; else an activity code"
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
        Parameter("campaign_name", where="body"),
        Parameter("campaign_description", where="body"),
        Parameter(
            "type_camp",
            "enum",
            values=("Predictive", "Preview"),
            where="body",
            notes="capitalised, unlike type_campaign elsewhere",
        ),
        Parameter("enable_edition", "enum", values=get_args(YesNo), where="body"),
        Parameter("start_time", "time", where="body", form="%H:%M:%S", notes="daily"),
        Parameter("end_time", "time", where="body", form="%H:%M:%S", notes="daily"),
        Parameter("skill_id", "id", also=("VAGENT",), where="body", notes="or VAGENT, the virtual agent"),
        Parameter(
            "amd_conf",
            where="body",
            notes="answering machine detection: default, none or a country (ARG, CHL, COL ...)",
        ),
        Parameter("turbo_dial", "enum", values=get_args(YesNo), where="body"),
        Parameter("routing_recall", "enum", values=get_args(YesNo), where="body", notes="yes: recalls are not routed"),
        Parameter("camp_dial_order", "enum", values=("linear", "zigzag", "random"), where="body"),
        Parameter("optional_labels", "object", where="body", notes="titles of the extra fields, by opt0 to opt12"),
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
        result: only the records whose last result is this.
        Raises OutcomeUnknown where no answer tells whether it took effect; it is never sent twice.
        Deleted records do not come back: export them first with campaign_15. A campaign without records is a refusal
        (404).
        In Spanish: Borrar todos los registros de una campaña.
        The vendor's page 3. Source: https://www.wolkvox.com/en/apis-v2-2/3-delete-all-records-of-a-campaign/
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
        start_time, end_time: daily, predictive only; a time, or HHMMSS.
        opt1 … opt12: title of the extra field.
        amd: answering machine detection by country, predictive only; without it the default one.
        enable_edition: whether the campaign may be edited.
        Raises OutcomeUnknown where no answer tells whether it took effect; it is never sent twice.
        opt1 to opt12 are the titles of the extra fields, not values.
        In Spanish: Creación de campañas.
        The vendor's page 4. Source: https://wolkvox.com/en/apis-v2-2/4-campaign-creation
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
        cod_act: first-level code.
        cod_act_2: second-level code, where the operation uses them.
        Raises OutcomeUnknown where no answer tells whether it took effect; it is never sent twice.
        In Spanish: Codificar (tipificar) registro de campaña.
        Source: https://wolkvox.com/?p=30713
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

        Each with its last call. start is inclusive and end exclusive. Rows are events, dated by date.
        detail: all: also records without a conn_id.
        Limits: without detail=all only records with a conn_id (managed by phone at least once).
        A campaign that nobody has touched is empty here. Preview campaigns have tel1 to tel3 only.
        In Spanish: Solicitar detalles de campaña.
        The vendor's page 6. Source: https://www.wolkvox.com/en/apis-v2-2/6-request-campaign-details/
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
        type_campaign: of an older form of the call; may be left out.
        recall_date: a datetime, or YYYYmmddHHMMSS.
        recall_telephone: the number to call.
        Raises OutcomeUnknown where no answer tells whether it took effect; it is never sent twice.
        In Spanish: Reprogramar llamada.
        The vendor's page 7. Source: https://www.wolkvox.com/en/apis-v2-2/7-reschedule-call/
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
        result: only the records whose last result is this.
        customer_id: as given when the record was added.
        Raises OutcomeUnknown where no answer tells whether it took effect; it is never sent twice.
        Contact attempts without success vanish from the reports too; those with result ANSWER stay.
        In Spanish: Borrar registro.
        The vendor's page 8. Source: https://www.wolkvox.com/en/apis-v2-2/8-delete-record/
        """
        return await self._confirm(
            REMOVE_RECORD, type_campaign=type_campaign, campaign_id=campaign_id, customer_id=customer_id, result=result
        )

    async def speed(self, *, campaign_id: str, speed: int, type_campaign: TypeCampaign | None = None) -> Confirmation:
        """Set the speed of a campaign.

        type_campaign: of an older form of the call; may be left out.
        speed: 0 to 100.
        Raises OutcomeUnknown where no answer tells whether it took effect; it is never sent twice.
        In Spanish: Parametrizar velocidad de una campaña.
        The vendor's page 9. Source: https://www.wolkvox.com/en/apis-v2-2/9-parameterize-the-speed-of-a-campaign/
        """
        return await self._confirm(SPEED, campaign_id=campaign_id, speed=speed, type_campaign=type_campaign)

    async def start(self, *, campaign_id: str, type_campaign: TypeCampaign | None = None) -> Confirmation:
        """Start a campaign.

        type_campaign: of an older form of the call; may be left out.
        Raises OutcomeUnknown where no answer tells whether it took effect; it is never sent twice.
        How many predictive campaigns may run at once is limited; one more is a refusal (404).
        In Spanish: Iniciar campaña.
        The vendor's page 10. Source: https://www.wolkvox.com/en/apis-v2-2/10-start-campaign-en/
        """
        return await self._confirm(START, campaign_id=campaign_id, type_campaign=type_campaign)

    async def stop(self, *, campaign_id: str, type_campaign: TypeCampaign | None = None) -> Confirmation:
        """Stop a campaign.

        Pauses it.
        type_campaign: of an older form of the call; may be left out.
        Raises OutcomeUnknown where no answer tells whether it took effect; it is never sent twice.
        In Spanish: Detener campaña.
        The vendor's page 11. Source: https://www.wolkvox.com/apis-v2/11-stop-campaign-en/
        """
        return await self._confirm(STOP, campaign_id=campaign_id, type_campaign=type_campaign)

    async def find_record(
        self, *, campaign_id: str | None = None, customer_phone: str | None = None, customer_id: str | None = None
    ) -> list[FoundRecord]:
        """Find record: a customer by phone or id, in one campaign or in all.

        campaign_id: left out: all campaigns.
        In Spanish: Buscar registro en campañas.
        Source: https://github.com/SantiagoAnalista/wolkvox-rendimiento
        """
        return await self._records(
            FIND_RECORD, campaign_id=campaign_id, customer_phone=customer_phone, customer_id=customer_id
        )

    async def delete_campaign(
        self, *, type_campaign: TypeCampaign, campaign_id: str | None = None, campaign_ids: Sequence[str] | None = None
    ) -> Confirmation:
        """Delete campaigns.

        One campaign or several, with their records. It cannot be undone.
        campaign_id: one campaign; left out when campaign_ids is given.
        campaign_ids: several campaigns.
        Raises OutcomeUnknown where no answer tells whether it took effect; it is never sent twice.
        Failures are only counted, in msg.
        In Spanish: Eliminar campañas.
        Source: https://github.com/SantiagoAnalista/wolkvox-rendimiento
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
        connector: how the filters are joined; and, where left out.
        filters: objects {field, operator, value}; field: customer_name, customer_last_name, id_type, customer_id, age,
        gender, country, state, city, zone, address, opt1 to opt12, tel1 to tel10, tel_extra, email or result; operator:
        >=, <=, !=, =, is or like.
        Raises OutcomeUnknown where no answer tells whether it took effect; it is never sent twice.
        In Spanish: Filtrar campaña.
        Source: https://github.com/SantiagoAnalista/wolkvox-rendimiento
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
        Raises WindowFull, with the rows in .rows, where there are more than came.
        Not a report in spite of its name: it takes no dates. Which fields there are depends on the campaign; those not
        listed are in extra.
        In Spanish: Exportar datos de campaña.
        Source: https://github.com/SantiagoAnalista/wolkvox-rendimiento
        """
        return await self._records(CAMPAIGN_15, campaign_id=campaign_id)

    async def recall_records(
        self, *, campaign_id: str, field: Literal["Cod_Machine", "cod_rslt1", "cod_rslt2"], value: str
    ) -> RecalledRecords:
        """Dial records again.

        Marks the records of a predictive campaign that have a code as not dialled, so that they are dialled again.
        field: Cod_Machine: result of the dialer; cod_rslt1, cod_rslt2: activity code.
        value: of Cod_Machine: NO-ANSWER, ANSWER-MACHINE, ABANDON, BUSY, CONGESTION, UNKNOWN, FAILED, DO-NOT-CALL,
        NOT-AVAILABLE, RPC, WRONG PERSON CONTACT (RPC), MAILBOX, FAX, WRONG NUMBER, NA or ANSWER; else an activity code.
        Raises OutcomeUnknown where no answer tells whether it took effect; it is never sent twice.
        In Spanish: Volver a marcar registros.
        Source: https://github.com/SantiagoAnalista/wolkvox-rendimiento
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
        type_camp: capitalised, unlike type_campaign elsewhere.
        start_time, end_time: daily; a time, or HH:MM:SS.
        skill_id: or VAGENT, the virtual agent.
        amd_conf: answering machine detection: default, none or a country (ARG, CHL, COL ...).
        routing_recall: yes: recalls are not routed.
        optional_labels: titles of the extra fields, by opt0 to opt12.
        Raises OutcomeUnknown where no answer tells whether it took effect; it is never sent twice.
        camp_dial_order is taken but not told back. Hours are HH:MM:SS here and HHMMSS in create_campaign.
        In Spanish: Editar campaña.
        Source: https://github.com/SantiagoAnalista/wolkvox-rendimiento
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


ENDPOINTS = BY_HAND | table(
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
