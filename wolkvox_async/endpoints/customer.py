"""customer.php: calls and times, each row with its operation.

This file is generated from catalogue/customer.toml by `make generate`: change that.
"""

from datetime import date, datetime, timedelta

from wolkvox_async.core.endpoint import Buckets, Endpoint, Events
from wolkvox_async.core.wire import (
    Day,
    Duration,
    Flag,
    Float,
    Id,
    Int,
    Moment,
    Percent,
    Phone,
    Record,
    Text,
    named,
    record,
)
from wolkvox_async.endpoints.group import Group, table
from wolkvox_async.reports.report import Report

__all__ = ["ENDPOINTS", "AgentHour", "AgentInteraction", "CallDetail", "Customer", "SkillInteraction"]


@record
class AgentInteraction(Record):
    """One interaction of one agent."""

    operation: Text
    """The operation."""
    conn_id: Id
    """Id of the call or conversation."""
    type_call: Text
    """Kind of call."""
    date: Moment
    """Date and time of the event."""
    agent_id: Id
    """Agent's id, the extension."""
    agent_name: Text
    """Agent's name."""
    skill: Id
    """Skill's id."""
    duration: Duration
    """Length of the interaction."""
    cod_act: Text
    """Activity code; TIMEOUTACW where the time to code ran out."""
    cod_act_2: Text
    """Second-level activity code; TIMEOUTACW where the time to code ran out."""
    telephone: Phone
    """Customer's phone."""
    hung_up: Text
    """Who ended the call: agent, customer."""
    comment: Text
    """Agent's comment."""
    screen_box: Flag = named("screecbox")
    """Whether the screen box was used."""
    agent_status: Text
    """Agent's state."""
    customer_id: Id
    """Customer's id."""
    destiny: Text
    """Destination."""
    time: Duration
    """Time in the state."""
    campaign_id: Id
    """Campaign's id."""


@record
class AgentHour(Record):
    """One hour of one agent."""

    operation: Text
    """The operation."""
    date: Day
    """Day."""
    hour: Int
    """Hour of the day, 0 to 23."""
    agent_id: Id
    """Agent's id, the extension."""
    agent_dni: Id
    """Agent's identity document."""
    agent_name: Text
    """Agent's name."""
    calls: Int
    """Number of calls."""
    calls_inbound: Int
    """Inbound calls."""
    calls_outbound: Int
    """Outbound calls."""
    calls_internal: Int
    """Internal calls."""
    ready_time: Duration
    """Time ready for calls."""
    inbound_time: Duration
    """Time on inbound calls."""
    outbound_time: Duration
    """Time on outbound calls."""
    acw_time: Duration
    """Time of after-call work."""
    ring_time: Duration
    """Time ringing."""
    login_time: Duration
    """Time logged in."""
    aht: Duration
    """Average handling time."""
    occupancy: Percent
    """Time on calls and after-call work, as a share of the time logged in and not in an auxiliary state, in percent."""
    aux_time: Duration
    """Time in auxiliary states."""


@record
class CallDetail(Record):
    """One call of one agent."""

    conn_id: Id
    """Id of the call or conversation."""
    type_call: Text
    """Kind of call."""
    talk_time: Duration
    """Time on the call."""
    agent_id: Id
    """Agent's id, the extension."""
    agent_name: Text
    """Agent's name."""
    agent_dni: Id
    """Agent's identity document."""
    skill_id: Id
    """Skill's id."""
    date: Moment
    """Date and time of the event."""
    hour: Int
    """Hour of the day, 0 to 23."""
    day_of_week: Text
    """Day of the week."""
    cod_act: Text
    """Activity code; TIMEOUTACW where the time to code ran out."""
    description_cod_act: Text
    """What the activity code stands for."""
    cod_act_2: Text
    """Second-level activity code; TIMEOUTACW where the time to code ran out."""
    description_cod_act_2: Text
    """What the second-level activity code stands for."""
    hit: Flag
    """Whether it is a hit, such as a sale."""
    telephone_destination: Text
    """Destination of the call."""
    telephone_costs: Float
    """Cost of the call; the currency is not documented."""
    telephone: Phone
    """Customer's phone."""
    hang_up: Text
    """Who ended the call: agent, customer."""
    customer_id: Id
    """Customer's id."""
    month: Int
    """Month of the year."""
    screen_recording: Flag
    """Whether the screen was recorded."""
    operation: Text
    """The operation."""
    ring: Duration
    """Time ringing."""
    abandon: Text
    """Whether the customer hung up before an agent answered."""


@record
class SkillInteraction(Record):
    """One interaction that came to a skill."""

    operation: Text
    """The operation."""
    conn_id: Id
    """Id of the call or conversation."""
    type_call: Text
    """Kind of call; inbound, or a kind of chat: chat-web, chat-whatsapp, chat-email, chat-facebook, chat-instagram,
    chat-telegram, chat-line, chat-transferSkill, chat-configurationbox .
    """
    date: Moment
    """Date and time of the event."""
    agent_id: Id
    """Agent's id, the extension."""
    agent_name: Text
    """Agent's name."""
    skill_id: Id
    """Skill's id."""
    wait_time: Duration
    """Time waited."""
    calls_ans_10: Int
    """Calls answered within 10 s."""
    calls_ans_20: Int
    """Calls answered within 20 s."""
    calls_ans_30: Int
    """Calls answered within 30 s."""
    calls_ans_40: Int
    """Calls answered within 40 s."""
    calls_ans_50: Int
    """Calls answered within 50 s."""
    skill_result: Text
    """How it ended in the skill: ANSWER, ABANDON."""
    ani: Phone
    """Customer's phone."""
    dnis: Phone
    """Phone that was called."""


AGENTS_DETAIL = Endpoint(
    name="customer.agents_detail",
    script="customer.php",
    title="Agent detail: the interactions of agents, one row each",
    spanish="Detalle de agentes (customer)",
    summary="With times, codes, and who hung up.",
    record=AgentInteraction,
    rows=Events(key=("conn_id", "agent_id", "agent_status", "date"), time="date"),
    source="https://github.com/SantiagoAnalista/wolkvox-rendimiento",
)

AGENTS_STATUSTIME = Endpoint(
    name="customer.agents_statustime",
    script="customer.php",
    title="Agent times: one row an agent and hour",
    spanish="Tiempos de estado de agentes (customer)",
    summary="The times in each state, of each agent, hour by hour.",
    record=AgentHour,
    rows=Buckets(span=timedelta(hours=1), time="date", by=("operation", "agent_id", "hour")),
    source="https://github.com/SantiagoAnalista/wolkvox-rendimiento",
)

CDR_CALLS = Endpoint(
    name="customer.cdr_calls",
    script="customer.php",
    title="Call detail: every call, one row each",
    spanish="CDR de llamadas (customer)",
    summary="With times, codes, costs, and who hung up.",
    record=CallDetail,
    rows=Events(key=("conn_id", "agent_id", "date"), time="date"),
    source="https://github.com/SantiagoAnalista/wolkvox-rendimiento",
)

SKILLS_DETAIL = Endpoint(
    name="customer.skills_detail",
    script="customer.php",
    title="Skill detail: the interactions of skills, one row each",
    spanish="Detalle de skills (customer)",
    summary="With the time each waited, and what became of it.",
    record=SkillInteraction,
    rows=Events(key=("conn_id", "skill_id", "date"), time="date"),
    source="https://github.com/SantiagoAnalista/wolkvox-rendimiento",
)


class Customer(Group):
    """customer.php: calls and times, each row with its operation."""

    def agents_detail(self, *, start: date | datetime, end: date | datetime) -> Report[AgentInteraction]:
        """Agent detail: the interactions of agents, one row each.

        With times, codes, and who hung up. Rows are events, dated by date.

        Who hung up is hung_up here, and hang_up in cdr_calls.

        In Spanish: Detalle de agentes (customer).

        Args:
            start: First moment. A date is its midnight, a naive datetime the operation's wall clock, an aware one
                is converted.
            end: First moment that is not included.

        Returns:
            Report[AgentInteraction]: Await it for a list, or read it row by row with `async for`. A row is one
            interaction of one agent.

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
        return self._report(AGENTS_DETAIL, start, end)

    def agents_statustime(self, *, start: date | datetime, end: date | datetime) -> Report[AgentHour]:
        """Agent times: one row an agent and hour.

        The times in each state, of each agent, hour by hour. One row per date, operation, agent_id and hour; windows
        are cut at full hours.

        In Spanish: Tiempos de estado de agentes (customer).

        Args:
            start: First moment. A date is its midnight, a naive datetime the operation's wall clock, an aware one
                is converted.
            end: First moment that is not included.

        Returns:
            Report[AgentHour]: Await it for a list, or read it row by row with `async for`. A row is one hour of one
            agent.

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
        return self._report(AGENTS_STATUSTIME, start, end)

    def cdr_calls(self, *, start: date | datetime, end: date | datetime) -> Report[CallDetail]:
        """Call detail: every call, one row each.

        With times, codes, costs, and who hung up. Rows are events, dated by date.

        In Spanish: CDR de llamadas (customer).

        Args:
            start: First moment. A date is its midnight, a naive datetime the operation's wall clock, an aware one
                is converted.
            end: First moment that is not included.

        Returns:
            Report[CallDetail]: Await it for a list, or read it row by row with `async for`. A row is one call of one
            agent.

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
        return self._report(CDR_CALLS, start, end)

    def skills_detail(self, *, start: date | datetime, end: date | datetime) -> Report[SkillInteraction]:
        """Skill detail: the interactions of skills, one row each.

        With the time each waited, and what became of it. Rows are events, dated by date.

        In Spanish: Detalle de skills (customer).

        Args:
            start: First moment. A date is its midnight, a naive datetime the operation's wall clock, an aware one
                is converted.
            end: First moment that is not included.

        Returns:
            Report[SkillInteraction]: Await it for a list, or read it row by row with `async for`. A row is one
            interaction that came to a skill.

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
        return self._report(SKILLS_DETAIL, start, end)


ENDPOINTS = table([AGENTS_DETAIL, AGENTS_STATUSTIME, CDR_CALLS, SKILLS_DETAIL])
