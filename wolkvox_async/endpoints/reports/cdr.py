"""reports_manager.php, section CDR: calls, messages, mails and language processing, and what they cost.

This file is generated from catalogue/reports/cdr.toml by `make generate`: change that.
"""

from datetime import date, datetime

from wolkvox_async.core.endpoint import Endpoint, Events, Share, Totals
from wolkvox_async.core.wire import Duration, Float, Id, Int, Moment, Percent, Phone, Record, Text, named, record
from wolkvox_async.endpoints.group import Group, table
from wolkvox_async.reports.report import Report

__all__ = [
    "CDR",
    "ENDPOINTS",
    "AgentCallCost",
    "CallDetail",
    "CallsByDuration",
    "CoBrowsingSession",
    "FlowMail",
    "NlpTypeUsage",
    "NlpUse",
    "OutboundMessage",
    "ReleasedCustomer",
    "UnconnectedCall",
    "UnconnectedResult",
]


@record
class CallDetail(Record):
    """One connected call of one agent."""

    agent_name: Text
    """Agent's name."""
    date: Moment
    """Date and time of the event."""
    destiny: Text
    """Destination."""
    telephone: Phone
    """Customer's phone."""
    cost: Float
    """Cost; the currency is not documented."""
    time_seg: Int
    """Length of the call, in seconds."""
    time_min: Float
    """Length of the call, in minutes."""
    cod_act: Text
    """Activity code; TIMEOUTACW when the agent let the coding time run out."""
    description_cod_act: Text
    """What the activity code stands for."""
    cod_act_2: Text
    """Second-level activity code; TIMEOUTACW when the agent let the coding time run out."""
    description_cod_act_2: Text
    """What the second-level activity code stands for."""
    type_interaction: Text
    """Kind of interaction: conference, inbound, internal call, internal call_inb, internal call_que, out_pre,
    outbound_ma, transfer.
    """
    customer_id: Id
    """Customer's id."""
    hang_up: Text
    """Who ended the call."""
    campaign_id: Id
    """Campaign's id."""
    conn_id: Id
    """Id of the call or conversation."""
    skill_id: Id
    """Skill's id."""
    skill_name: Text
    """Skill's name."""
    agent_id: Id
    """Agent's id, the extension."""
    comment: Text
    """Agent's comment."""


@record
class AgentCallCost(Record):
    """The calls of one agent and what they cost."""

    calls: Int
    """Number of calls."""
    agent_name: Text
    """Agent's name."""
    cost: Float
    """Cost; the currency is not documented."""


@record
class OutboundMessage(Record):
    """One SMS or WhatsApp message sent."""

    agent_id: Id
    """Agent's id, the extension."""
    agent_name: Text
    """Agent's name."""
    date: Moment
    """Date and time of the event."""
    destiny: Text
    """Destination."""
    telephone: Phone
    """Customer's phone."""
    message: Text
    """Text sent."""
    channel: Text
    """Channel of the contact; SMS, or Whatsapp plus connector type and id."""
    customer_id: Id
    """Customer's id."""
    conn_id: Id
    """Id of the call or conversation."""


@record
class CallsByDuration(Record):
    """The calls that lasted as long as one interval says."""

    interval: Text
    """Interval of duration, in seconds: 0_5_seg, 6_20_seg, 21_60_seg, 61_120_seg, greater_than_121."""
    calls: Int
    """Number of calls."""
    minutes: Float
    """Length of these calls together, in minutes."""
    cost: Float
    """Cost; the currency is not documented."""
    percentage: Percent
    """Share of the calls, in percent."""


@record
class UnconnectedCall(Record):
    """One call that did not connect."""

    agent_name: Text
    """Agent's name."""
    date: Moment
    """Date and time of the event."""
    destiny: Text
    """Destination."""
    telephone: Phone
    """Customer's phone."""
    ring_time: Int
    """Time ringing, in seconds."""
    result: Text
    """How it ended: Cancel, Chanunavail, Congestion, Busy, No answer, Tcpa, Do not call."""
    type_interaction: Text
    """Kind of interaction: conference, inbound, internal call, internal call_inb, internal call_que, out_pre,
    outbound_ma, transfer.
    """
    customer_id: Id
    """Customer's id."""
    campaign_id: Id
    """Campaign's id."""
    agent_id: Id
    """Agent's id, the extension."""
    conn_id: Id
    """Id of the call or conversation."""


@record
class UnconnectedResult(Record):
    """How many calls did not connect with one result."""

    result: Text
    """How it ended."""
    count: Int
    """Calls with this result."""


@record
class NlpUse(Record):
    """One use of a language processing component."""

    type_nlp: Text
    """Type of language processing: nlp-MrWizard-rtvoice, nlp-voice-keywords, nlp-voice-sentiment, nlp-voice-summary,
    nlp-MrWizard-voice, nlp-text-keywords, nlp-text-summary, nlp-voc-autoqa, nlp-classifications, nlp-text-sentiment,
    nlp-voc-general, nlp-voc-autoqua-test, nlp-MrWizard-chat, nlp-Q&A, unknown.
    """
    nlp_channel: Text
    """What it was used on, such as keywords-voice-idcall:… or sentiment-chat-chatid:…"""
    chars_send: Int
    """Characters sent."""
    chars_answer: Int
    """Characters received."""
    total_chars: Int
    """Characters in all."""
    date: Moment
    """Date and time of the event."""


@record
class NlpTypeUsage(Record):
    """The uses of one type of language processing component."""

    type_nlp: Text
    """Type of language processing: nlp-MrWizard-rtvoice, nlp-voice-keywords, nlp-voice-sentiment, nlp-voice-summary,
    nlp-MrWizard-voice, nlp-text-keywords, nlp-text-summary, nlp-voc-autoqa, nlp-classifications, nlp-text-sentiment,
    nlp-voc-general, nlp-voc-autoqua-test, nlp-MrWizard-chat, nlp-Q&A, unknown.
    """
    nlp_amount: Int
    """Number of uses."""
    chars_send: Int
    """Characters sent."""
    chars_answer: Int
    """Characters received."""
    total_chars: Int
    """Characters in all."""


@record
class FlowMail(Record):
    """One mail sent from a routing point or a campaign strategy."""

    channel: Text
    """Channel of the contact; email-route-<id> or campaign-<id>."""
    date: Moment
    """Date and time of the event."""
    from_: Text = named("from")
    """Sender."""
    to: Text
    """Receiver."""
    subject: Text
    """Subject of the mail."""
    body: Text
    """Text of the mail."""


@record
class CoBrowsingSession(Record):
    """One co-browsing session of one agent."""

    agent_id: Id
    """Agent's id, the extension."""
    agent_name: Text
    """Agent's name."""
    date_ini: Moment
    """Date and time of the start."""
    date_end: Moment
    """Date and time of the end."""
    time: Duration
    """Length of the session."""
    hung_up: Text
    """Who ended the session, client or agent."""


@record
class ReleasedCustomer(Record):
    """One customer released from the law that limits contacts."""

    protected_nit: Id
    """Company tax id."""
    agent_id: Id
    """Agent's id, the extension."""
    agent_name: Text = named("name_agent", "agent_name")
    """Agent's name."""
    operation: Text
    """The operation."""
    date: Moment
    """Date and time of the event."""
    item: Text
    """Which kind of value was released: tel_number, id_customer."""
    value: Text
    """Phone or client id, by item."""


CDR_1 = Endpoint(
    name="reports.cdr_1",
    script="reports_manager.php",
    title="CDR 1: every connected call, one row each",
    spanish="Detalle de llamadas conectadas",
    summary="With duration, cost, activity codes and who hung up.",
    record=CallDetail,
    rows=Events(key=("conn_id", "agent_id", "date"), time="date"),
    source="https://www.wolkvox.com/en/apis-v2-2/1-call-detail-en/",
)

CDR_2 = Endpoint(
    name="reports.cdr_2",
    script="reports_manager.php",
    title="CDR 2: calls and their cost, one row per agent",
    spanish="Llamadas y uso del teléfono por agente (consumo, costo)",
    summary="With how many calls there were.",
    record=AgentCallCost,
    rows=Totals(by=("agent_name",), merge="sum", additive=("calls", "cost")),
    source="https://www.wolkvox.com/en/apis-v2-2/2-calls-and-telephone-usage-per-agent/",
)

CDR_3 = Endpoint(
    name="reports.cdr_3",
    script="reports_manager.php",
    title="CDR 3: every SMS and WhatsApp message sent, one row each",
    spanish="Detalle de SMS y mensajes salientes",
    summary="With the text, the channel and the number.",
    record=OutboundMessage,
    rows=Events(time="date"),
    source="https://github.com/SantiagoAnalista/wolkvox-rendimiento",
)

CDR_4 = Endpoint(
    name="reports.cdr_4",
    script="reports_manager.php",
    title="CDR 4: calls by their duration, one row per interval",
    spanish="Duración de las llamadas clasificadas por tiempo",
    summary="With the calls, minutes, cost and share of each interval of seconds.",
    record=CallsByDuration,
    rows=Totals(
        by=("interval",),
        merge="recompute",
        additive=("calls", "minutes", "cost"),
        derived={"percentage": Share("calls")},
    ),
    shape="keyed",
    keyed="interval",
    counts=False,
    source="https://www.wolkvox.com/en/apis-v2-2/4-duration-of-calls-classified-by-time/",
)

CDR_5 = Endpoint(
    name="reports.cdr_5",
    script="reports_manager.php",
    title="CDR 5: calls that did not connect, one row each",
    spanish="Detalle de llamadas no conectadas",
    summary="With the time it rang and why it did not connect.",
    record=UnconnectedCall,
    rows=Events(key=("conn_id", "agent_id", "date"), time="date"),
    source="https://github.com/SantiagoAnalista/wolkvox-rendimiento",
)

CDR_6 = Endpoint(
    name="reports.cdr_6",
    script="reports_manager.php",
    title="CDR 6: calls that did not connect, one row per result",
    spanish="Llamadas no conectadas clasificadas por resultado",
    summary="How many calls did not connect, by cause: busy, no answer …",
    record=UnconnectedResult,
    rows=Totals(by=("result",), merge="sum", additive=("count",)),
    source="https://www.wolkvox.com/en/apis-v2-2/6-detail-of-unconnected-calls-sorted-by-result/",
)

CDR_7 = Endpoint(
    name="reports.cdr_7",
    script="reports_manager.php",
    title="CDR 7: every use of language processing (NLP), one row each",
    spanish="Detalle de NLP (procesamiento de lenguaje)",
    summary="With the characters sent and received.",
    record=NlpUse,
    rows=Events(time="date"),
    source="https://www.wolkvox.com/en/apis-v2-2/7-nlp-detail/",
)

CDR_8 = Endpoint(
    name="reports.cdr_8",
    script="reports_manager.php",
    title="CDR 8: uses of language processing (NLP), one row per type",
    spanish="NLP agrupado por tipo",
    summary="With the characters sent and received.",
    record=NlpTypeUsage,
    rows=Totals(by=("type_nlp",), merge="sum", additive=("nlp_amount", "chars_send", "chars_answer", "total_chars")),
    source="https://www.wolkvox.com/en/apis-v2-2/8-nlp-grouped-by-type/",
)

CDR_9 = Endpoint(
    name="reports.cdr_9",
    script="reports_manager.php",
    title="CDR 9: every mail sent by flows and campaigns, one row each",
    spanish="Detalles de correo (emails enviados)",
    summary="With its sender, receiver, subject and text.",
    record=FlowMail,
    rows=Events(time="date"),
    source="https://github.com/SantiagoAnalista/wolkvox-rendimiento",
)

CDR_10 = Endpoint(
    name="reports.cdr_10",
    script="reports_manager.php",
    title="CDR 10: co-browsing sessions, one row each",
    spanish="Cobrowsing: sesiones",
    summary="With its start, end and who ended it.",
    record=CoBrowsingSession,
    rows=Events(key=("agent_id", "date_ini"), time="date_ini"),
    source="https://github.com/SantiagoAnalista/wolkvox-rendimiento",
)

CDR_11 = Endpoint(
    name="reports.cdr_11",
    script="reports_manager.php",
    title="CDR 11: customers released from law 2300, one row each",
    spanish="Detalle de clientes liberados, ley 2300",
    summary="Customers released from the Colombian law that limits when they may be contacted.",
    record=ReleasedCustomer,
    rows=Events(key=("item", "value", "date"), time="date"),
    source="https://wolkvox.com/en/apis-v2-2/11-detail-of-customers-released-by-law-2300",
)


class CDR(Group):
    """reports_manager.php, section CDR: calls, messages, mails and language processing, and what they cost."""

    def cdr_1(self, *, start: date | datetime, end: date | datetime) -> Report[CallDetail]:
        """CDR 1: every connected call, one row each.

        With duration, cost, activity codes and who hung up. Rows are events, dated by date.

        A transfer or conference may repeat conn_id for another agent. comment is comments in act_3.

        In Spanish: Detalle de llamadas conectadas.

        Args:
            start: First moment. A date is its midnight, a naive datetime the operation's wall clock, an aware one
                is converted.
            end: First moment that is not included.

        Returns:
            Report[CallDetail]: Await it for a list, or read it row by row with `async for`. A row is one connected call
            of one agent.

        Raises:
            ConfigurationError: A value is missing or cannot be right; nothing was sent.
            WindowFull: One second holds 60,000 rows or more; `.rows` has those that came.
            DecodeError: With strict=True, a value is not of its documented type.
            WolkvoxError: Whatever ends a call: QuotaSpent, QuotaExhausted, WaitTooLong, StoreUnavailable,
                AuthenticationFailed, TooManySimultaneous, Maintenance, InvalidRequest, Refused, ServerFault,
                Unreachable or CallTimeout.

        Source:
            https://www.wolkvox.com/en/apis-v2-2/1-call-detail-en/
            (the vendor's page 1)
        """
        return self._report(CDR_1, start, end)

    def cdr_2(self, *, start: date | datetime, end: date | datetime) -> Report[AgentCallCost]:
        """CDR 2: calls and their cost, one row per agent.

        With how many calls there were. Totals per agent_name: over several windows calls and cost are added up.

        Rows have no agent_id: two agents of the same name are one row.

        In Spanish: Llamadas y uso del teléfono por agente (consumo, costo).

        Args:
            start: First moment. A date is its midnight, a naive datetime the operation's wall clock, an aware one
                is converted.
            end: First moment that is not included.

        Returns:
            Report[AgentCallCost]: Await it for a list, or read it row by row with `async for`. A row is the calls of
            one agent and what they cost.

        Raises:
            ConfigurationError: A value is missing or cannot be right; nothing was sent.
            WindowFull: One second holds 60,000 rows or more; `.rows` has those that came.
            DecodeError: With strict=True, a value is not of its documented type.
            WolkvoxError: Whatever ends a call: QuotaSpent, QuotaExhausted, WaitTooLong, StoreUnavailable,
                AuthenticationFailed, TooManySimultaneous, Maintenance, InvalidRequest, Refused, ServerFault,
                Unreachable or CallTimeout.

        Source:
            https://www.wolkvox.com/en/apis-v2-2/2-calls-and-telephone-usage-per-agent/
            (the vendor's page 2)
        """
        return self._report(CDR_2, start, end)

    def cdr_3(self, *, start: date | datetime, end: date | datetime) -> Report[OutboundMessage]:
        """CDR 3: every SMS and WhatsApp message sent, one row each.

        With the text, the channel and the number. Rows are events, dated by date.

        In Spanish: Detalle de SMS y mensajes salientes.

        Args:
            start: First moment. A date is its midnight, a naive datetime the operation's wall clock, an aware one
                is converted.
            end: First moment that is not included.

        Returns:
            Report[OutboundMessage]: Await it for a list, or read it row by row with `async for`. A row is one SMS or
            WhatsApp message sent.

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
        return self._report(CDR_3, start, end)

    def cdr_4(self, *, start: date | datetime, end: date | datetime) -> Report[CallsByDuration]:
        """CDR 4: calls by their duration, one row per interval.

        With the calls, minutes, cost and share of each interval of seconds. Totals per interval: over several windows
        calls, minutes and cost are added up, and percentage worked out again.

        In Spanish: Duración de las llamadas clasificadas por tiempo.

        Args:
            start: First moment. A date is its midnight, a naive datetime the operation's wall clock, an aware one
                is converted.
            end: First moment that is not included.

        Returns:
            Report[CallsByDuration]: Await it for a list, or read it row by row with `async for`. A row is the calls
            that lasted as long as one interval says.

        Raises:
            ConfigurationError: A value is missing or cannot be right; nothing was sent.
            WindowFull: One second holds 60,000 rows or more; `.rows` has those that came.
            DecodeError: With strict=True, a value is not of its documented type.
            WolkvoxError: Whatever ends a call: QuotaSpent, QuotaExhausted, WaitTooLong, StoreUnavailable,
                AuthenticationFailed, TooManySimultaneous, Maintenance, InvalidRequest, Refused, ServerFault,
                Unreachable or CallTimeout.

        Source:
            https://www.wolkvox.com/en/apis-v2-2/4-duration-of-calls-classified-by-time/
            (the vendor's page 4)
        """
        return self._report(CDR_4, start, end)

    def cdr_5(self, *, start: date | datetime, end: date | datetime) -> Report[UnconnectedCall]:
        """CDR 5: calls that did not connect, one row each.

        With the time it rang and why it did not connect. Rows are events, dated by date.

        In Spanish: Detalle de llamadas no conectadas.

        Args:
            start: First moment. A date is its midnight, a naive datetime the operation's wall clock, an aware one
                is converted.
            end: First moment that is not included.

        Returns:
            Report[UnconnectedCall]: Await it for a list, or read it row by row with `async for`. A row is one call that
            did not connect.

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
        return self._report(CDR_5, start, end)

    def cdr_6(self, *, start: date | datetime, end: date | datetime) -> Report[UnconnectedResult]:
        """CDR 6: calls that did not connect, one row per result.

        How many calls did not connect, by cause: busy, no answer … Totals per result: over several windows count is
        added up.

        In Spanish: Llamadas no conectadas clasificadas por resultado.

        Args:
            start: First moment. A date is its midnight, a naive datetime the operation's wall clock, an aware one
                is converted.
            end: First moment that is not included.

        Returns:
            Report[UnconnectedResult]: Await it for a list, or read it row by row with `async for`. A row is how many
            calls did not connect with one result.

        Raises:
            ConfigurationError: A value is missing or cannot be right; nothing was sent.
            WindowFull: One second holds 60,000 rows or more; `.rows` has those that came.
            DecodeError: With strict=True, a value is not of its documented type.
            WolkvoxError: Whatever ends a call: QuotaSpent, QuotaExhausted, WaitTooLong, StoreUnavailable,
                AuthenticationFailed, TooManySimultaneous, Maintenance, InvalidRequest, Refused, ServerFault,
                Unreachable or CallTimeout.

        Source:
            https://www.wolkvox.com/en/apis-v2-2/6-detail-of-unconnected-calls-sorted-by-result/
            (the vendor's page 6)
        """
        return self._report(CDR_6, start, end)

    def cdr_7(self, *, start: date | datetime, end: date | datetime) -> Report[NlpUse]:
        """CDR 7: every use of language processing (NLP), one row each.

        With the characters sent and received. Rows are events, dated by date.

        In Spanish: Detalle de NLP (procesamiento de lenguaje).

        Args:
            start: First moment. A date is its midnight, a naive datetime the operation's wall clock, an aware one
                is converted.
            end: First moment that is not included.

        Returns:
            Report[NlpUse]: Await it for a list, or read it row by row with `async for`. A row is one use of a language
            processing component.

        Raises:
            ConfigurationError: A value is missing or cannot be right; nothing was sent.
            WindowFull: One second holds 60,000 rows or more; `.rows` has those that came.
            DecodeError: With strict=True, a value is not of its documented type.
            WolkvoxError: Whatever ends a call: QuotaSpent, QuotaExhausted, WaitTooLong, StoreUnavailable,
                AuthenticationFailed, TooManySimultaneous, Maintenance, InvalidRequest, Refused, ServerFault,
                Unreachable or CallTimeout.

        Source:
            https://www.wolkvox.com/en/apis-v2-2/7-nlp-detail/
            (the vendor's page 7)
        """
        return self._report(CDR_7, start, end)

    def cdr_8(self, *, start: date | datetime, end: date | datetime) -> Report[NlpTypeUsage]:
        """CDR 8: uses of language processing (NLP), one row per type.

        With the characters sent and received. Totals per type_nlp: over several windows the counts are added up.

        In Spanish: NLP agrupado por tipo.

        Args:
            start: First moment. A date is its midnight, a naive datetime the operation's wall clock, an aware one
                is converted.
            end: First moment that is not included.

        Returns:
            Report[NlpTypeUsage]: Await it for a list, or read it row by row with `async for`. A row is the uses of one
            type of language processing component.

        Raises:
            ConfigurationError: A value is missing or cannot be right; nothing was sent.
            WindowFull: One second holds 60,000 rows or more; `.rows` has those that came.
            DecodeError: With strict=True, a value is not of its documented type.
            WolkvoxError: Whatever ends a call: QuotaSpent, QuotaExhausted, WaitTooLong, StoreUnavailable,
                AuthenticationFailed, TooManySimultaneous, Maintenance, InvalidRequest, Refused, ServerFault,
                Unreachable or CallTimeout.

        Source:
            https://www.wolkvox.com/en/apis-v2-2/8-nlp-grouped-by-type/
            (the vendor's page 8)
        """
        return self._report(CDR_8, start, end)

    def cdr_9(self, *, start: date | datetime, end: date | datetime) -> Report[FlowMail]:
        """CDR 9: every mail sent by flows and campaigns, one row each.

        With its sender, receiver, subject and text. Rows are events, dated by date.

        In Spanish: Detalles de correo (emails enviados).

        Args:
            start: First moment. A date is its midnight, a naive datetime the operation's wall clock, an aware one
                is converted.
            end: First moment that is not included.

        Returns:
            Report[FlowMail]: Await it for a list, or read it row by row with `async for`. A row is one mail sent from a
            routing point or a campaign strategy.

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
        return self._report(CDR_9, start, end)

    def cdr_10(self, *, start: date | datetime, end: date | datetime) -> Report[CoBrowsingSession]:
        """CDR 10: co-browsing sessions, one row each.

        With its start, end and who ended it. Rows are events, dated by date_ini.

        date_ini and date_end of a row are its own start and end, not those of the window. Who ended it is hung_up here,
        hang_up elsewhere.

        In Spanish: Cobrowsing: sesiones.

        Args:
            start: First moment. A date is its midnight, a naive datetime the operation's wall clock, an aware one
                is converted.
            end: First moment that is not included.

        Returns:
            Report[CoBrowsingSession]: Await it for a list, or read it row by row with `async for`. A row is one
            co-browsing session of one agent.

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
        return self._report(CDR_10, start, end)

    def cdr_11(self, *, start: date | datetime, end: date | datetime) -> Report[ReleasedCustomer]:
        """CDR 11: customers released from law 2300, one row each.

        Customers released from the Colombian law that limits when they may be contacted. Rows are events, dated by
        date.

        In Spanish: Detalle de clientes liberados, ley 2300.

        Args:
            start: First moment. A date is its midnight, a naive datetime the operation's wall clock, an aware one
                is converted.
            end: First moment that is not included.

        Returns:
            Report[ReleasedCustomer]: Await it for a list, or read it row by row with `async for`. A row is one customer
            released from the law that limits contacts.

        Raises:
            ConfigurationError: A value is missing or cannot be right; nothing was sent.
            WindowFull: One second holds 60,000 rows or more; `.rows` has those that came.
            DecodeError: With strict=True, a value is not of its documented type.
            WolkvoxError: Whatever ends a call: QuotaSpent, QuotaExhausted, WaitTooLong, StoreUnavailable,
                AuthenticationFailed, TooManySimultaneous, Maintenance, InvalidRequest, Refused, ServerFault,
                Unreachable or CallTimeout.

        Source:
            https://wolkvox.com/en/apis-v2-2/11-detail-of-customers-released-by-law-2300
            (the vendor's page 11)
        """
        return self._report(CDR_11, start, end)


ENDPOINTS = table([CDR_1, CDR_2, CDR_3, CDR_4, CDR_5, CDR_6, CDR_7, CDR_8, CDR_9, CDR_10, CDR_11])
