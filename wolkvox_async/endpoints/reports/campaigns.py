"""reports_manager.php, section Campaigns: what became of campaigns: results of records, attempts and messages.

This file is generated from catalogue/reports/campaigns.toml by `make generate`: change that.
"""

from datetime import date, datetime, timedelta

from wolkvox_async.core.endpoint import Endpoint, Events, Parameter, Share, Totals
from wolkvox_async.core.wire import Duration, Id, Int, Moment, MomentGMT5, Percent, Phone, Record, Text, named, record
from wolkvox_async.endpoints.group import Group, table
from wolkvox_async.reports.report import Report

__all__ = [
    "ENDPOINTS",
    "CampaignCodeCount",
    "CampaignDetections",
    "CampaignResult",
    "Campaigns",
    "DialledPhone",
    "MachineDetection",
    "PhoneMachineCodes",
    "PreviewRow",
    "TurboDialCount",
    "WhatsAppCampaignMessage",
]

_CAMPAIGN_ID = Parameter("campaign_id", "id", required=True, also=("all",), notes="campaign's id, or all")


@record
class CampaignResult(Record):
    """One machine result (no-answer, busy, answer …) with its count and share."""

    result: Text
    """How it ended: no-answer, busy, answer, answer-machine, recall, do-not-call_clean, congestion, abandon."""
    records: Int
    """Records or attempts."""
    percent: Percent = named("percent", "porcent")
    """Share of all results, in percent."""


@record
class CampaignCodeCount(Record):
    """One activity code with its count and share."""

    cod_act: Text
    """Activity code; TIMEOUTACW when the agent let the coding time run out."""
    records: Int
    """Coded conversations."""
    percent: Percent
    """Share of all coded conversations, in percent."""


@record
class DialledPhone(Record):
    """One attempt at one phone of a record."""

    campaign_id: Id
    """Campaign's id."""
    customer_name: Text
    """Customer's name."""
    customer_last_name: Text
    """Customer's last name."""
    id_type: Text
    """Kind of identity document."""
    customer_id: Id
    """Customer's id."""
    date: MomentGMT5
    """Date and time of the attempt, always in GMT-5."""
    telephone: Phone
    """Customer's phone."""
    result: Text
    """How it ended: ABANDON, ANSWER, ANSWER-MACHINE, BUSY, CONGESTION, FAILED, NO-ANSWER."""
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
    conn_id: Id
    """Id of the call or conversation."""


@record
class PreviewRow(Record):
    """One record of a preview campaign, or one call of it."""

    type_of_row: Text
    """Preview: a record; call: one call."""
    campaign_id: Id
    """Campaign's id."""
    customer_name: Text
    """Customer's name."""
    customer_last_name: Text
    """Customer's last name."""
    result: Text
    """How it ended; such as contesta titular (rpc) or clean."""
    last_code_act: Text
    """Code of the last call."""
    comments_customer_reg: Text
    """Comments in the customer's record."""
    customer_id: Id
    """Customer's id."""
    agent_id: Id
    """Agent's id, the extension."""
    conn_id: Id
    """Id of the call or conversation."""
    telephone: Phone
    """Customer's phone."""
    hang_up: Text
    """Who ended the call."""
    type_interaction: Text
    """Kind of interaction: conference, inbound, internal call, internal call_inb, internal call_que, out_pre,
    outbound_ma, transfer.
    """
    call_result: Text
    """Result of the call, such as answer."""
    date: Moment
    """Date and time of the event."""
    time: Duration
    """Length of the call."""
    cod_act: Text
    """Activity code."""
    comments: Text
    """Agent's comment."""


@record
class CampaignDetections(Record):
    """The answering machines detected in one campaign."""

    campaign_id: Id
    """Campaign's id."""
    total_amd: Int
    """Answering machine detections."""


@record
class MachineDetection(Record):
    """One call checked for an answering machine."""

    customer_id: Id
    """Customer's id."""
    campaign_id: Id
    """Campaign's id."""
    file_name: Text
    """Voice file left on the machine."""
    telephone: Phone
    """Customer's phone."""
    result: Text
    """How it ended: machine, human."""
    date: Moment
    """Date and time of the event."""


@record
class PhoneMachineCodes(Record):
    """The machine results of one phone."""

    telephone: Phone
    """Customer's phone."""
    total_machine_recognitions: Int
    """Answering machines recognised."""
    no_answer: Int
    """Calls without an answer."""
    answer_machine: Int
    """Calls that an answering machine took."""
    busy: Int
    """Calls that met a busy line."""
    congestion: Int
    """Calls that met congestion."""
    failed: Int
    """Calls that failed."""


@record
class WhatsAppCampaignMessage(Record):
    """One message of a WhatsApp campaign."""

    campaign_id: Id = named("campaing_id", "campaign_id")
    """Campaign's id."""
    telephone: Phone
    """Customer's phone."""
    status: Text
    """State of the message: accepted, delivered, submitted, failed."""
    errors: Text
    """Why it failed, as the server words it."""
    date: Moment
    """Date and time of sending."""
    last_update: Moment
    """Date and time of the last change of status."""


@record
class TurboDialCount(Record):
    """The detections of one machine code by turbo dial."""

    machinecode: Text
    """Result that the dialer gave: answer machine, no answer, failed, answer, congestion, abandon, busy,
    chanunavail.
    """
    cantidad: Int
    """Number of detections."""


CAMPAIGN_1 = Endpoint(
    name="reports.campaign_1",
    script="reports_manager.php",
    title="Campaign 1: records by their final machine result",
    spanish="Campaña por máquina (resultado final)",
    summary="Records and their share in percent, one row per machine result (no-answer, busy, answer …).",
    record=CampaignResult,
    parameters=(_CAMPAIGN_ID,),
    rows=Totals(by=("result",), merge="none", why="a record dialled in two windows would count in both"),
    source="https://www.wolkvox.com/en/apis-v2-2/1-campaign-by-machine-final-result-en/",
)

CAMPAIGN_2 = Endpoint(
    name="reports.campaign_2",
    script="reports_manager.php",
    title="Campaign 2: coded conversations, one row per activity code",
    spanish="Resultados por tipo de código (tipificación)",
    summary="Conversations and their share in percent, by activity code.",
    record=CampaignCodeCount,
    parameters=(_CAMPAIGN_ID,),
    rows=Totals(by=("cod_act",), merge="recompute", additive=("records",), derived={"percent": Share("records")}),
    source="https://github.com/SantiagoAnalista/wolkvox-rendimiento",
)

CAMPAIGN_3 = Endpoint(
    name="reports.campaign_3",
    script="reports_manager.php",
    title="Campaign 3: every dialled phone of a predictive campaign, one row each",
    spanish="Resultado de campañas, teléfono por teléfono",
    summary="With the machine result and the twelve optional columns of the record.",
    record=DialledPhone,
    parameters=(_CAMPAIGN_ID,),
    rows=Events(key=("conn_id", "telephone", "date"), time="date", split=False),
    source="https://wolkvox.com/apis-v2/3-result-of-telephone-telephone-campaigns-en",
)

CAMPAIGN_4 = Endpoint(
    name="reports.campaign_4",
    script="reports_manager.php",
    title="Campaign 4: attempts by machine result",
    spanish="Resultado de campaña por máquina (intento por intento)",
    summary="Attempts and their share in percent, one row per machine result.",
    record=CampaignResult,
    parameters=(_CAMPAIGN_ID,),
    rows=Totals(by=("result",), merge="recompute", additive=("records",), derived={"percent": Share("records")}),
    source="https://wolkvox.com/?p=34638",
)

CAMPAIGN_5 = Endpoint(
    name="reports.campaign_5",
    script="reports_manager.php",
    title="Campaign 5: records and calls of a preview campaign, one row each",
    spanish="Detalle de campaña preview (por llamada)",
    summary="With the results of the record, and those of each call with its agent, code and duration.",
    record=PreviewRow,
    parameters=(_CAMPAIGN_ID,),
    rows=Events(key=("type_of_row", "campaign_id", "customer_id", "conn_id", "date"), time="date"),
    reread=timedelta(days=3),
    source="https://github.com/SantiagoAnalista/wolkvox-rendimiento",
)

CAMPAIGN_6 = Endpoint(
    name="reports.campaign_6",
    script="reports_manager.php",
    title="Campaign 6: answering machines detected (AMD), one row per campaign",
    spanish="AMD acumulado (contestador automático)",
    summary="How many calls of a campaign met a machine.",
    record=CampaignDetections,
    parameters=(_CAMPAIGN_ID,),
    rows=Totals(by=("campaign_id",), merge="sum", additive=("total_amd",)),
    source="https://github.com/SantiagoAnalista/wolkvox-rendimiento",
)

CAMPAIGN_7 = Endpoint(
    name="reports.campaign_7",
    script="reports_manager.php",
    title="Campaign 7: every answering machine detection (AMD), one row each",
    spanish="AMD detalle (contestador automático)",
    summary="With the voice file left, and whether machine or human.",
    record=MachineDetection,
    parameters=(_CAMPAIGN_ID,),
    rows=Events(key=("campaign_id", "telephone", "date"), time="date"),
    source="https://github.com/SantiagoAnalista/wolkvox-rendimiento",
)

CAMPAIGN_8 = Endpoint(
    name="reports.campaign_8",
    script="reports_manager.php",
    title="Campaign 8: machine results, one row per phone",
    spanish="Códigos de máquina agrupados por teléfono y resultados",
    summary="How often a phone did not answer, was busy, met a machine, and so on.",
    record=PhoneMachineCodes,
    parameters=(_CAMPAIGN_ID,),
    rows=Totals(
        by=("telephone",),
        merge="sum",
        additive=("total_machine_recognitions", "no_answer", "answer_machine", "busy", "congestion", "failed"),
    ),
    source="https://wolkvox.com/?p=30778",
)

CAMPAIGN_9 = Endpoint(
    name="reports.campaign_9",
    script="reports_manager.php",
    title="Campaign 9: every message of a WhatsApp campaign and its state, one row each",
    spanish="Estado de los registros de las campañas de WhatsApp",
    summary="With what became of it: accepted, submitted, delivered or failed.",
    record=WhatsAppCampaignMessage,
    parameters=(_CAMPAIGN_ID,),
    rows=Events(key=("campaign_id", "telephone", "date"), time="date"),
    reread=timedelta(days=3),
    source="https://wolkvox.com/en/apis-v2-2/9-status-of-records-in-whatsapp-campaigns",
)

CAMPAIGN_10 = Endpoint(
    name="reports.campaign_10",
    script="reports_manager.php",
    title="Campaign 10: detections of turbo dial, one row per machine code",
    spanish="Turbo dial agrupado por código de máquina",
    summary="How many calls of the turbo dial service ended with a machine code.",
    record=TurboDialCount,
    parameters=(_CAMPAIGN_ID,),
    rows=Totals(by=("machinecode",), merge="sum", additive=("cantidad",)),
    source="https://wolkvox.com/?p=49930",
)


class Campaigns(Group):
    """reports_manager.php, section Campaigns: what became of campaigns: results of records, attempts and messages."""

    def campaign_1(self, *, campaign_id: str, start: date | datetime, end: date | datetime) -> Report[CampaignResult]:
        """Campaign 1: records by their final machine result.

        Records and their share in percent, one row per machine result (no-answer, busy, answer …). Totals per result.
        Those of two windows cannot be merged, since a record dialled in two windows would count in both: beyond 31 days
        read `.windows()`, or ConfigurationError says so.

        In Spanish: Campaña por máquina (resultado final).

        Args:
            campaign_id: Campaign's id, or all.
            start: First moment. A date is its midnight, a naive datetime the operation's wall clock, an aware one
                is converted.
            end: First moment that is not included.

        Returns:
            Report[CampaignResult]: Await it for a list, or read it row by row with `async for`. A row is one machine
            result (no-answer, busy, answer …) with its count and share.

        Raises:
            ConfigurationError: A value is missing or cannot be right; nothing was sent.
            WindowFull: One second holds 60,000 rows or more; `.rows` has those that came.
            DecodeError: With strict=True, a value is not of its documented type.
            WolkvoxError: Whatever ends a call: QuotaSpent, QuotaExhausted, WaitTooLong, StoreUnavailable,
                AuthenticationFailed, TooManySimultaneous, Maintenance, InvalidRequest, Refused, ServerFault,
                Unreachable or CallTimeout.

        Source:
            https://www.wolkvox.com/en/apis-v2-2/1-campaign-by-machine-final-result-en/
            (the vendor's page 1)
        """
        return self._report(CAMPAIGN_1, start, end, campaign_id=campaign_id)

    def campaign_2(
        self, *, campaign_id: str, start: date | datetime, end: date | datetime
    ) -> Report[CampaignCodeCount]:
        """Campaign 2: coded conversations, one row per activity code.

        Conversations and their share in percent, by activity code. Totals per cod_act: over several windows records are
        added up, and percent worked out again.

        In Spanish: Resultados por tipo de código (tipificación).

        Args:
            campaign_id: Campaign's id, or all.
            start: First moment. A date is its midnight, a naive datetime the operation's wall clock, an aware one
                is converted.
            end: First moment that is not included.

        Returns:
            Report[CampaignCodeCount]: Await it for a list, or read it row by row with `async for`. A row is one
            activity code with its count and share.

        Raises:
            ConfigurationError: A value is missing or cannot be right; nothing was sent.
            WindowFull: One second holds 60,000 rows or more; `.rows` has those that came.
            DecodeError: With strict=True, a value is not of its documented type.
            WolkvoxError: Whatever ends a call: QuotaSpent, QuotaExhausted, WaitTooLong, StoreUnavailable,
                AuthenticationFailed, TooManySimultaneous, Maintenance, InvalidRequest, Refused, ServerFault,
                Unreachable or CallTimeout.

        Source:
            https://github.com/SantiagoAnalista/wolkvox-rendimiento
        """
        return self._report(CAMPAIGN_2, start, end, campaign_id=campaign_id)

    def campaign_3(self, *, campaign_id: str, start: date | datetime, end: date | datetime) -> Report[DialledPhone]:
        """Campaign 3: every dialled phone of a predictive campaign, one row each.

        With the machine result and the twelve optional columns of the record. Rows are events, dated by date. The range
        is at most 31 days, and is never cut: that would lose rows.

        The times of attempts are always GMT-5. A row comes only if the date of the record and that of every attempt lie
        in the window, so a window is never cut.

        In Spanish: Resultado de campañas, teléfono por teléfono.

        Args:
            campaign_id: Campaign's id, or all.
            start: First moment. A date is its midnight, a naive datetime the operation's wall clock, an aware one
                is converted.
            end: First moment that is not included.

        Returns:
            Report[DialledPhone]: Await it for a list, or read it row by row with `async for`. A row is one attempt at
            one phone of a record.

        Raises:
            ConfigurationError: A value is missing or cannot be right; nothing was sent.
            WindowFull: One second holds 60,000 rows or more; `.rows` has those that came.
            DecodeError: With strict=True, a value is not of its documented type.
            WolkvoxError: Whatever ends a call: QuotaSpent, QuotaExhausted, WaitTooLong, StoreUnavailable,
                AuthenticationFailed, TooManySimultaneous, Maintenance, InvalidRequest, Refused, ServerFault,
                Unreachable or CallTimeout.

        Source:
            https://wolkvox.com/apis-v2/3-result-of-telephone-telephone-campaigns-en
            (the vendor's page 3)
        """
        return self._report(CAMPAIGN_3, start, end, campaign_id=campaign_id)

    def campaign_4(self, *, campaign_id: str, start: date | datetime, end: date | datetime) -> Report[CampaignResult]:
        """Campaign 4: attempts by machine result.

        Attempts and their share in percent, one row per machine result. Totals per result: over several windows records
        are added up, and percent worked out again.

        In Spanish: Resultado de campaña por máquina (intento por intento).

        Args:
            campaign_id: Campaign's id, or all.
            start: First moment. A date is its midnight, a naive datetime the operation's wall clock, an aware one
                is converted.
            end: First moment that is not included.

        Returns:
            Report[CampaignResult]: Await it for a list, or read it row by row with `async for`. A row is one machine
            result (no-answer, busy, answer …) with its count and share.

        Raises:
            ConfigurationError: A value is missing or cannot be right; nothing was sent.
            WindowFull: One second holds 60,000 rows or more; `.rows` has those that came.
            DecodeError: With strict=True, a value is not of its documented type.
            WolkvoxError: Whatever ends a call: QuotaSpent, QuotaExhausted, WaitTooLong, StoreUnavailable,
                AuthenticationFailed, TooManySimultaneous, Maintenance, InvalidRequest, Refused, ServerFault,
                Unreachable or CallTimeout.

        Source:
            https://wolkvox.com/?p=34638
        """
        return self._report(CAMPAIGN_4, start, end, campaign_id=campaign_id)

    def campaign_5(self, *, campaign_id: str, start: date | datetime, end: date | datetime) -> Report[PreviewRow]:
        """Campaign 5: records and calls of a preview campaign, one row each.

        With the results of the record, and those of each call with its agent, code and duration. Rows are events, dated
        by date.

        Rows may change for 3 days after their window has ended.

        type_of_row says which rows are records (preview, in their present state) and which are calls (call). A row
        TOTAL may come.

        In Spanish: Detalle de campaña preview (por llamada).

        Args:
            campaign_id: Campaign's id, or all.
            start: First moment. A date is its midnight, a naive datetime the operation's wall clock, an aware one
                is converted.
            end: First moment that is not included.

        Returns:
            Report[PreviewRow]: Await it for a list, or read it row by row with `async for`. A row is one record of a
            preview campaign, or one call of it.

        Raises:
            ConfigurationError: A value is missing or cannot be right; nothing was sent.
            WindowFull: One second holds 60,000 rows or more; `.rows` has those that came.
            DecodeError: With strict=True, a value is not of its documented type.
            WolkvoxError: Whatever ends a call: QuotaSpent, QuotaExhausted, WaitTooLong, StoreUnavailable,
                AuthenticationFailed, TooManySimultaneous, Maintenance, InvalidRequest, Refused, ServerFault,
                Unreachable or CallTimeout.

        Source:
            https://github.com/SantiagoAnalista/wolkvox-rendimiento
        """
        return self._report(CAMPAIGN_5, start, end, campaign_id=campaign_id)

    def campaign_6(
        self, *, campaign_id: str, start: date | datetime, end: date | datetime
    ) -> Report[CampaignDetections]:
        """Campaign 6: answering machines detected (AMD), one row per campaign.

        How many calls of a campaign met a machine. Totals per campaign_id: over several windows total_amd is added up.

        In Spanish: AMD acumulado (contestador automático).

        Args:
            campaign_id: Campaign's id, or all.
            start: First moment. A date is its midnight, a naive datetime the operation's wall clock, an aware one
                is converted.
            end: First moment that is not included.

        Returns:
            Report[CampaignDetections]: Await it for a list, or read it row by row with `async for`. A row is the
            answering machines detected in one campaign.

        Raises:
            ConfigurationError: A value is missing or cannot be right; nothing was sent.
            WindowFull: One second holds 60,000 rows or more; `.rows` has those that came.
            DecodeError: With strict=True, a value is not of its documented type.
            WolkvoxError: Whatever ends a call: QuotaSpent, QuotaExhausted, WaitTooLong, StoreUnavailable,
                AuthenticationFailed, TooManySimultaneous, Maintenance, InvalidRequest, Refused, ServerFault,
                Unreachable or CallTimeout.

        Source:
            https://github.com/SantiagoAnalista/wolkvox-rendimiento
        """
        return self._report(CAMPAIGN_6, start, end, campaign_id=campaign_id)

    def campaign_7(self, *, campaign_id: str, start: date | datetime, end: date | datetime) -> Report[MachineDetection]:
        """Campaign 7: every answering machine detection (AMD), one row each.

        With the voice file left, and whether machine or human. Rows are events, dated by date.

        campaign_id may carry more than digits here.

        In Spanish: AMD detalle (contestador automático).

        Args:
            campaign_id: Campaign's id, or all.
            start: First moment. A date is its midnight, a naive datetime the operation's wall clock, an aware one
                is converted.
            end: First moment that is not included.

        Returns:
            Report[MachineDetection]: Await it for a list, or read it row by row with `async for`. A row is one call
            checked for an answering machine.

        Raises:
            ConfigurationError: A value is missing or cannot be right; nothing was sent.
            WindowFull: One second holds 60,000 rows or more; `.rows` has those that came.
            DecodeError: With strict=True, a value is not of its documented type.
            WolkvoxError: Whatever ends a call: QuotaSpent, QuotaExhausted, WaitTooLong, StoreUnavailable,
                AuthenticationFailed, TooManySimultaneous, Maintenance, InvalidRequest, Refused, ServerFault,
                Unreachable or CallTimeout.

        Source:
            https://github.com/SantiagoAnalista/wolkvox-rendimiento
        """
        return self._report(CAMPAIGN_7, start, end, campaign_id=campaign_id)

    def campaign_8(
        self, *, campaign_id: str, start: date | datetime, end: date | datetime
    ) -> Report[PhoneMachineCodes]:
        """Campaign 8: machine results, one row per phone.

        How often a phone did not answer, was busy, met a machine, and so on. Totals per telephone: over several windows
        the counts are added up.

        In Spanish: Códigos de máquina agrupados por teléfono y resultados.

        Args:
            campaign_id: Campaign's id, or all.
            start: First moment. A date is its midnight, a naive datetime the operation's wall clock, an aware one
                is converted.
            end: First moment that is not included.

        Returns:
            Report[PhoneMachineCodes]: Await it for a list, or read it row by row with `async for`. A row is the machine
            results of one phone.

        Raises:
            ConfigurationError: A value is missing or cannot be right; nothing was sent.
            WindowFull: One second holds 60,000 rows or more; `.rows` has those that came.
            DecodeError: With strict=True, a value is not of its documented type.
            WolkvoxError: Whatever ends a call: QuotaSpent, QuotaExhausted, WaitTooLong, StoreUnavailable,
                AuthenticationFailed, TooManySimultaneous, Maintenance, InvalidRequest, Refused, ServerFault,
                Unreachable or CallTimeout.

        Source:
            https://wolkvox.com/?p=30778
        """
        return self._report(CAMPAIGN_8, start, end, campaign_id=campaign_id)

    def campaign_9(
        self, *, campaign_id: str, start: date | datetime, end: date | datetime
    ) -> Report[WhatsAppCampaignMessage]:
        """Campaign 9: every message of a WhatsApp campaign and its state, one row each.

        With what became of it: accepted, submitted, delivered or failed. Rows are events, dated by date.

        Rows may change for 3 days after their window has ended.

        status, errors and last_update still change after the sending.

        In Spanish: Estado de los registros de las campañas de WhatsApp.

        Args:
            campaign_id: Campaign's id, or all.
            start: First moment. A date is its midnight, a naive datetime the operation's wall clock, an aware one
                is converted.
            end: First moment that is not included.

        Returns:
            Report[WhatsAppCampaignMessage]: Await it for a list, or read it row by row with `async for`. A row is one
            message of a WhatsApp campaign.

        Raises:
            ConfigurationError: A value is missing or cannot be right; nothing was sent.
            WindowFull: One second holds 60,000 rows or more; `.rows` has those that came.
            DecodeError: With strict=True, a value is not of its documented type.
            WolkvoxError: Whatever ends a call: QuotaSpent, QuotaExhausted, WaitTooLong, StoreUnavailable,
                AuthenticationFailed, TooManySimultaneous, Maintenance, InvalidRequest, Refused, ServerFault,
                Unreachable or CallTimeout.

        Source:
            https://wolkvox.com/en/apis-v2-2/9-status-of-records-in-whatsapp-campaigns
            (the vendor's page 9)
        """
        return self._report(CAMPAIGN_9, start, end, campaign_id=campaign_id)

    def campaign_10(self, *, campaign_id: str, start: date | datetime, end: date | datetime) -> Report[TurboDialCount]:
        """Campaign 10: detections of turbo dial, one row per machine code.

        How many calls of the turbo dial service ended with a machine code. Totals per machinecode: over several windows
        cantidad is added up.

        In Spanish: Turbo dial agrupado por código de máquina.

        Args:
            campaign_id: Campaign's id, or all.
            start: First moment. A date is its midnight, a naive datetime the operation's wall clock, an aware one
                is converted.
            end: First moment that is not included.

        Returns:
            Report[TurboDialCount]: Await it for a list, or read it row by row with `async for`. A row is the detections
            of one machine code by turbo dial.

        Raises:
            ConfigurationError: A value is missing or cannot be right; nothing was sent.
            WindowFull: One second holds 60,000 rows or more; `.rows` has those that came.
            DecodeError: With strict=True, a value is not of its documented type.
            WolkvoxError: Whatever ends a call: QuotaSpent, QuotaExhausted, WaitTooLong, StoreUnavailable,
                AuthenticationFailed, TooManySimultaneous, Maintenance, InvalidRequest, Refused, ServerFault,
                Unreachable or CallTimeout.

        Source:
            https://wolkvox.com/?p=49930
        """
        return self._report(CAMPAIGN_10, start, end, campaign_id=campaign_id)


ENDPOINTS = table(
    [
        CAMPAIGN_1,
        CAMPAIGN_2,
        CAMPAIGN_3,
        CAMPAIGN_4,
        CAMPAIGN_5,
        CAMPAIGN_6,
        CAMPAIGN_7,
        CAMPAIGN_8,
        CAMPAIGN_9,
        CAMPAIGN_10,
    ]
)
