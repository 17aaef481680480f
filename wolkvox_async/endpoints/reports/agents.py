"""reports_manager.php, section Agents: what agents did: time by state, logins, holds, transfers, preview calls.

This file is generated from catalogue/reports/agents.toml by `make generate`: change that.
"""

from datetime import date, datetime, timedelta
from typing import Literal

from wolkvox_async.core.endpoint import Buckets, Endpoint, Events, Parameter, Share, Totals
from wolkvox_async.core.wire import Day, Duration, Id, Int, Moment, Percent, Phone, Record, Text, beside, named, record
from wolkvox_async.endpoints.group import Group, table
from wolkvox_async.reports.report import Report

__all__ = [
    "ENDPOINTS",
    "AgentAuxiliaryTime",
    "AgentCampaignTotals",
    "AgentEvent",
    "AgentHoldTotals",
    "AgentHourStates",
    "AgentHours",
    "AgentInterval",
    "AgentPreviewTotals",
    "AgentSession",
    "AgentStateTotals",
    "AgentTransferTotals",
    "Agents",
    "AllAgentsHour",
    "HoldOrMute",
    "PreviewCall",
    "SelectedAgentEvent",
    "SkillAgentTotals",
    "SkillAgents",
    "TransferLeg",
    "TransferOrConference",
]


@record
class AgentStateTotals(Record):
    """What one agent did in the whole window: calls, time per state, results."""

    agent_id: Id
    """Agent's id, the extension."""
    agent_dni: Id
    """Agent's identity document."""
    agent_name: Text
    """Agent's name."""
    calls: Int
    """Number of calls."""
    inbound: Int
    """Inbound calls."""
    outbound: Int
    """Outbound calls."""
    internal: Int
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
    hits: Int
    """Hits, such as sales."""
    rpc: Int
    """Right party contacts."""
    aht_outbound: Duration = named("aht_outbund")
    """Average handling time of outbound calls."""
    aht_inbound: Duration
    """Average handling time of inbound calls."""
    login: Moment
    """First login of the window."""
    logout: Moment
    """Last logout of the window."""


@record
class SelectedAgentEvent(Record):
    """One state of the selected agent, with the call behind it."""

    agent_id: Id
    """Agent's id, the extension."""
    agent_status: Text
    """Agent's state; READY, TALK, ACW, RING or a state of your own."""
    time: Duration
    """Time in the state."""
    date_ini: Moment
    """Date and time of the start."""
    date_end: Moment
    """Date and time of the end."""
    conn_id: Id
    """Id of the call or conversation."""
    type_interaction: Text
    """Kind of interaction: conference, inbound, internal call, internal call_inb, internal call_que, out_pre,
    outbound_ma, transfer.
    """
    destiny: Text
    """Destination."""
    telephone: Phone
    """Customer's phone or mail address, depending on the channel."""
    campaign_id: Id
    """Campaign's id."""


@record
class AgentAuxiliaryTime(Record):
    """The time of one agent in one auxiliary state."""

    agent_id: Id
    """Agent's id, the extension."""
    agent_dni: Id
    """Agent's identity document."""
    agent_name: Text
    """Agent's name."""
    aux_state: Text
    """Name of the auxiliary state, at times with blanks around it."""
    time: Duration
    """Time in the auxiliary state."""


@record
class AgentCampaignTotals(Record):
    """What one agent did in one campaign, over the whole window."""

    agent_id: Id
    """Agent's id, the extension."""
    agent_name: Text
    """Agent's name."""
    calls: Int
    """Number of calls."""
    inbound: Int
    """Inbound calls."""
    outbound: Int
    """Outbound calls."""
    internal: Int
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
    campaign_id: Id
    """Campaign's id."""


@record
class AgentHourStates(Record):
    """What one agent did in one hour of the day."""

    hour: Text
    """Hour of the day, 0 to 23."""
    calls: Int
    """Number of calls."""
    inbound: Int
    """Inbound calls."""
    outbound: Int
    """Outbound calls."""
    internal: Int
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
class AgentHours(Record):
    """One agent with the hours of the day."""

    agent_name: Text
    """Agent's name."""
    agent_id: Id
    """Agent's id, the extension."""
    status_x_hour: list[AgentHourStates]
    """What the agent did, one object an hour."""
    day: Day = beside()
    """Day that the rows do not name: set where the report asks for each day by itself."""


@record
class AllAgentsHour(Record):
    """What all agents together did in one hour of the day."""

    hour: Text
    """Hour of the day, 0 to 23."""
    calls: Int
    """Number of calls."""
    inbound: Int
    """Inbound calls."""
    outbound: Int
    """Outbound calls."""
    internal: Int
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
    day: Day = beside()
    """Day that the rows do not name: set where the report asks for each day by itself."""


@record
class AgentSession(Record):
    """The login and logout of one agent on one day."""

    agent_name: Text
    """Agent's name."""
    agent_id: Id
    """Agent's id, the extension."""
    date: Day
    """Day."""
    login: Moment
    """Date and time of the login."""
    logout: Moment
    """Date and time of the logout."""
    login_time: Duration
    """Time logged in."""
    agent_dni: Id
    """Agent's identity document."""


@record
class AgentInterval(Record):
    """What one agent did in one hour or half hour."""

    agent_name: Text
    """Agent's name."""
    agent_dni: Id
    """Agent's identity document."""
    agent_id: Id
    """Agent's id, the extension."""
    date: Day
    """Day."""
    hour: Text
    """Start of the hour or half hour."""
    calls: Int
    """Number of calls."""
    inbound: Int
    """Inbound calls."""
    outbound: Int
    """Outbound calls."""
    internal: Int
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
class AgentHoldTotals(Record):
    """How often and how long one agent held and muted."""

    agent_name: Text
    """Agent's name."""
    count: Int
    """Number of holds and mutes."""
    hold_time: Duration
    """Time on hold."""
    mute_time: Duration
    """Time muted."""
    total_time: Duration
    """Time on hold and muted together."""


@record
class HoldOrMute(Record):
    """One hold or mute of an agent, with the call behind it."""

    agent_name: Text
    """Agent's name."""
    agent_id: Id
    """Agent's id, the extension."""
    type_action: Text
    """Which of the two it was: hold, mute."""
    conn_id: Id
    """Id of the call or conversation."""
    type_interaction: Text
    """Kind of interaction: conference, inbound, internal call, internal call_inb, internal call_que, out_pre,
    outbound_ma, transfer.
    """
    time: Duration
    """Length of the hold or mute."""
    skill_id: Id
    """Skill's id."""
    date: Moment
    """Date and time of the event."""
    telephone: Phone
    """Customer's phone."""
    customer_id: Id
    """Customer's id."""


@record
class SkillAgentTotals(Record):
    """What one agent did for one skill, over the whole window."""

    agent_name: Text
    """Agent's name."""
    agent_dni: Id
    """Agent's identity document."""
    agent_id: Id
    """Agent's id, the extension."""
    calls: Int
    """Number of calls."""
    inbound: Int
    """Inbound calls."""
    outbound: Int
    """Outbound calls."""
    internal: Int
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
    hits: Int
    """Hits, such as sales."""
    rpc: Int
    """Right party contacts."""
    aht_outbound: Duration
    """Average handling time of outbound calls."""
    aht_inbound: Duration
    """Average handling time of inbound calls."""


@record
class SkillAgents(Record):
    """One skill with what its agents did."""

    skill_name: Text
    """Skill's name."""
    agents: list[SkillAgentTotals]
    """Agents of the skill, one object each."""


@record
class AgentTransferTotals(Record):
    """The conferences and transfers of one agent."""

    agent_name: Text
    """Agent's name."""
    agent_id: Id
    """Agent's id, the extension."""
    transfer_calls: Int
    """Calls that were transferred."""
    conference_calls: Int
    """Calls that became conferences."""
    total_time: Duration
    """Time of conferences and transfers together."""


@record
class TransferOrConference(Record):
    """One call of an agent that became a transfer or a conference."""

    agent_name: Text
    """Agent's name."""
    agent_id: Id
    """Agent's id, the extension."""
    conn_id: Id
    """Id of the call or conversation."""
    date: Moment
    """Date and time of the event."""
    telephone: Phone
    """Customer's phone."""
    type_interaction: Text
    """Kind of interaction: transfer, conference."""
    time: Duration
    """Length of the call."""


@record
class TransferLeg(Record):
    """One leg of a transferred call, with the agents it came from and went to."""

    conn_id_transfer: Id
    """Id of the call after the transfer."""
    skill_id: Id
    """Skill's id."""
    date: Moment
    """Date and time of the event."""
    ani: Phone
    """Customer's phone."""
    origin_agent_id: Id
    """Id of the agent who handed the call over."""
    origin_agent_name: Text
    """Name of the agent who handed the call over."""
    destiny_agent_id: Id
    """Id of the agent who took the call over."""
    destiny_agent_name: Text
    """Name of the agent who took the call over."""
    dnis: Phone
    """Dialled number."""
    time: Duration
    """Length of the leg."""
    type_call: Text
    """Kind of call: conference, inbound, internal call, internal call_inb, internal call_que, out_pre, outbound_ma,
    transfer.
    """
    id_call_origin: Id
    """Id of the call before the transfer."""


@record
class AgentEvent(Record):
    """One state of one agent, with the call behind it."""

    agent_id: Id
    """Agent's id, the extension."""
    agent_status: Text
    """Agent's state; Ready, talk, ACW or a state of your own."""
    time: Duration
    """Time in the state."""
    date_ini: Moment
    """Date and time of the start."""
    date_end: Moment
    """Date and time of the end."""
    conn_id: Id
    """Id of the call or conversation."""
    type_interaction: Text
    """Kind of interaction: conference, inbound, internal call, internal call_inb, internal call_que, out_pre,
    outbound_ma, transfer.
    """
    destiny: Text = named("destinity")
    """Destination."""
    telephone: Phone
    """Customer's phone."""
    campaign_id: Id
    """Campaign's id."""
    agent_dni: Id
    """Agent's identity document."""
    agent_name: Text
    """Agent's name."""


@record
class PreviewCall(Record):
    """One preview call of one agent: from receiving the record to dialling it, and the state times."""

    id_call: Id
    """Id of the call."""
    id_agent: Id
    """Agent's id, the extension."""
    agent_name: Text
    """Agent's name."""
    type_call: Text
    """Kind of call; such as outbound_ma."""
    date_preview: Moment
    """Date and time at which the agent received the record."""
    time_preview: Duration
    """Time from receiving the record to dialling it."""
    ready: Duration
    """Time ready for calls."""
    talk: Duration
    """Time on calls."""
    not_ready_acw: Duration
    """Time of after-call work."""
    auxiliary_times: Duration
    """Time in auxiliary states."""
    ring: Duration
    """Time ringing."""
    total_duration: Duration
    """Length in all."""
    preview_percent: Percent
    """Share of the time that the preview took, in percent; above 100 is possible."""


@record
class AgentPreviewTotals(Record):
    """The preview times of one agent."""

    id_agent: Id
    """Agent's id, the extension."""
    agent_name: Text
    """Agent's name."""
    calls: Int
    """Number of calls."""
    time_preview: Duration
    """Time from receiving a record to dialling it."""
    ready: Duration
    """Time ready for calls."""
    talk: Duration
    """Time on calls."""
    not_ready_acw: Duration
    """Time of after-call work."""
    auxiliary_times: Duration
    """Time in auxiliary states."""
    ring: Duration
    """Time ringing."""
    total_duration: Duration
    """Length in all."""
    preview_percent: Percent
    """Share of the time that the preview took, in percent; above 100 is possible."""


AGENT_1 = Endpoint(
    name="reports.agent_1",
    script="reports_manager.php",
    title="Agent 1: time by state and calls, one row per agent",
    spanish="Agente: tiempo por estado",
    summary="With calls by direction, time per state, hits, RPC, and first login and last logout.",
    record=AgentStateTotals,
    parameters=(Parameter("agent_id", "id", notes="agent's id, the extension; limits the report to one agent"),),
    rows=Totals(by=("agent_id",), merge="none", why="averages and shares cannot be added up"),
    source="https://www.wolkvox.com/en/apis-v2-2/1-agent-time-by-state-en-2/",
)

AGENT_2 = Endpoint(
    name="reports.agent_2",
    script="reports_manager.php",
    title="Agent 2: state changes of one agent, one row each",
    spanish="Agente por evento, un agente (eventos, cambios de estado)",
    summary="With the start and end of each state, and the call behind it.",
    record=SelectedAgentEvent,
    parameters=(Parameter("agent_id", "id", required=True, notes="agent's id, the extension"),),
    rows=Events(key=("agent_id", "date_ini", "agent_status"), time="date_ini"),
    source="https://www.wolkvox.com/en/apis-v2-2/2-agent-per-event-select-agent-en/",
)

AGENT_3 = Endpoint(
    name="reports.agent_3",
    script="reports_manager.php",
    title="Agent 3: auxiliary time, one row per agent and auxiliary state",
    spanish="Tiempo auxiliar por agente (estados auxiliares, pausas)",
    summary="With the time in each auxiliary state (breaks, training …).",
    record=AgentAuxiliaryTime,
    rows=Totals(by=("agent_id", "aux_state"), merge="sum", additive=("time",)),
    source="https://www.wolkvox.com/en/apis-v2-2/3-auxiliary-time-per-agent/",
)

AGENT_4 = Endpoint(
    name="reports.agent_4",
    script="reports_manager.php",
    title="Agent 4: time by state and calls, one row per agent and campaign",
    spanish="Agentes: estados por campaña",
    summary="As agent_1 without hits, RPC, login and logout, split by campaign.",
    record=AgentCampaignTotals,
    rows=Totals(by=("agent_id", "campaign_id"), merge="none", why="averages and shares cannot be added up"),
    source="https://www.wolkvox.com/en/apis-v2-2/4-agents-states-per-campaign/",
)

AGENT_5 = Endpoint(
    name="reports.agent_5",
    script="reports_manager.php",
    title="Agent 5: states hour by hour, one row per agent with its hours",
    spanish="Estados por hora y agente",
    summary="With calls by direction, time per state and occupancy of each hour.",
    record=AgentHours,
    rows=Buckets(span=timedelta(hours=1), time="status_x_hour.hour", by=("agent_id",), dated=False),
    counts=False,
    source="https://github.com/SantiagoAnalista/wolkvox-rendimiento",
)

AGENT_6 = Endpoint(
    name="reports.agent_6",
    script="reports_manager.php",
    title="Agent 6: states of all agents together, one row per hour",
    spanish="Estados por hora, todos los agentes",
    summary="With calls by direction, time per state and occupancy.",
    record=AllAgentsHour,
    rows=Buckets(span=timedelta(hours=1), time="hour", dated=False),
    source="https://www.wolkvox.com/apis-v2/6-states-per-hour-en/",
)

AGENT_7 = Endpoint(
    name="reports.agent_7",
    script="reports_manager.php",
    title="Agent 7: login and logout, one row per agent and day",
    spanish="Tiempo de logueo: login y logout por agente y día",
    summary="With the time connected.",
    record=AgentSession,
    rows=Buckets(span=timedelta(days=1), time="date", by=("agent_id", "login")),
    source="https://www.wolkvox.com/apis-v2/7-login-logout-time-en/",
)

AGENT_8 = Endpoint(
    name="reports.agent_8",
    script="reports_manager.php",
    title="Agent 8: states and calls, one row per agent, day and hour",
    spanish="Estados de agente, hora a hora",
    summary="With calls by direction, time per state and occupancy.",
    record=AgentInterval,
    rows=Buckets(span=timedelta(hours=1), time="date", by=("agent_id", "hour")),
    source="https://github.com/SantiagoAnalista/wolkvox-rendimiento",
)

AGENT_8_1 = Endpoint(
    name="reports.agent_8_1",
    script="reports_manager.php",
    title="Agent 8.1: states and calls, one row per agent, day and half hour",
    spanish="Estados de agente por 30 minutos, media hora",
    summary="As agent_8, by the half hour.",
    record=AgentInterval,
    rows=Buckets(span=timedelta(minutes=30), time="date", by=("agent_id", "hour")),
    source="https://www.wolkvox.com/en/apis-v2-2/8-1-agent-states-for-30-minutes/",
)

AGENT_9 = Endpoint(
    name="reports.agent_9",
    script="reports_manager.php",
    title="Agent 9: hold and mute, one row per agent",
    spanish="Tiempo de hold y mute por agente (espera, silencio)",
    summary="With how often and how long.",
    record=AgentHoldTotals,
    rows=Totals(by=("agent_name",), merge="sum", additive=("count", "hold_time", "mute_time", "total_time")),
    source="https://www.wolkvox.com/en/apis-v2-2/9-hold-time-and-mute-per-agent/",
)

AGENT_10 = Endpoint(
    name="reports.agent_10",
    script="reports_manager.php",
    title="Agent 10: every hold and mute, one row each",
    spanish="Detalle de hold y mute",
    summary="With the call behind it, its skill and its customer.",
    record=HoldOrMute,
    rows=Events(key=("conn_id", "agent_id", "type_action", "date"), time="date"),
    source="https://github.com/SantiagoAnalista/wolkvox-rendimiento",
)

AGENT_11 = Endpoint(
    name="reports.agent_11",
    script="reports_manager.php",
    title="Agent 11: time by state and calls, one row per skill with its agents",
    spanish="Agente: tiempo por estado, agrupado por skill",
    summary="The counters of agent_1, by skill.",
    record=SkillAgents,
    rows=Totals(by=("skill_name", "agents.agent_id"), merge="none", why="averages and shares cannot be added up"),
    counts=False,
    source="https://github.com/SantiagoAnalista/wolkvox-rendimiento",
)

AGENT_12 = Endpoint(
    name="reports.agent_12",
    script="reports_manager.php",
    title="Agent 12: conferences and transfers, one row per agent",
    spanish="Conferencias y transferencias de agentes",
    summary="With how many there were and their time.",
    record=AgentTransferTotals,
    rows=Totals(by=("agent_id",), merge="sum", additive=("transfer_calls", "conference_calls", "total_time")),
    source="https://github.com/SantiagoAnalista/wolkvox-rendimiento",
)

AGENT_13 = Endpoint(
    name="reports.agent_13",
    script="reports_manager.php",
    title="Agent 13: every transfer and conference, one row per agent and call",
    spanish="Transferencias y conferencias, detallado",
    summary="With the number called and the duration.",
    record=TransferOrConference,
    rows=Events(key=("conn_id", "agent_id", "type_interaction", "date"), time="date"),
    source="https://github.com/SantiagoAnalista/wolkvox-rendimiento",
)

AGENT_13_1 = Endpoint(
    name="reports.agent_13_1",
    script="reports_manager.php",
    title="Agent 13.1: every leg of a transferred call, one row each",
    spanish="Detalle específico de transferencias y conferencias (origen y destino)",
    summary="With the agent it came from, the agent it went to, and the call before.",
    record=TransferLeg,
    rows=Events(key=("conn_id_transfer", "destiny_agent_id", "date"), time="date"),
    source="https://wolkvox.com/en/apis-v2-2/13-1-specific-details-of-transfers-and-conferences",
)

AGENT_14 = Endpoint(
    name="reports.agent_14",
    script="reports_manager.php",
    title="Agent 14: state changes of all agents, one row each",
    spanish="Evento por agente, total (eventos de todos los agentes)",
    summary="As agent_2, for all agents, with their names.",
    record=AgentEvent,
    rows=Events(key=("agent_id", "date_ini", "agent_status"), time="date_ini"),
    source="https://wolkvox.com/apis-v2/14-event-by-total-agent-en",
)

AGENT_15 = Endpoint(
    name="reports.agent_15",
    script="reports_manager.php",
    title="Agent 15: every preview call with its preview time, one row each",
    spanish="Reporte detallado de preview time (tiempo de preparación)",
    summary="With the time from receiving the record to dialling it, and the state times.",
    record=PreviewCall,
    rows=Events(key=("id_call",), time="date_preview"),
    source="https://wolkvox.helpjuice.com/en_US/wolkvox-manager-release-notes/wolkvox-manager-20260520",
)

AGENT_16 = Endpoint(
    name="reports.agent_16",
    script="reports_manager.php",
    title="Agent 16: preview time, one row per agent",
    spanish="Reporte agrupado por agente de preview time (tiempo de preparación)",
    summary="With the time from receiving records to dialling them, and the state times.",
    record=AgentPreviewTotals,
    rows=Totals(
        by=("id_agent",),
        merge="recompute",
        additive=(
            "calls",
            "time_preview",
            "ready",
            "talk",
            "not_ready_acw",
            "auxiliary_times",
            "ring",
            "total_duration",
        ),
        derived={"preview_percent": Share("time_preview", "total_duration")},
    ),
    source="https://wolkvox.helpjuice.com/en_US/wolkvox-manager-release-notes/wolkvox-manager-20260520",
)


class Agents(Group):
    """reports_manager.php, section Agents: what agents did: time by state, logins, holds, transfers, preview calls."""

    def agent_1(
        self, *, start: date | datetime, end: date | datetime, agent_id: str | None = None
    ) -> Report[AgentStateTotals]:
        """Agent 1: time by state and calls, one row per agent.

        With calls by direction, time per state, hits, RPC, and first login and last logout. Totals per agent_id. Those
        of two windows cannot be merged, since averages and shares cannot be added up: beyond 31 days read `.windows()`,
        or ConfigurationError says so.

        The whole window is one row per agent, without a date.

        In Spanish: Agente: tiempo por estado.

        Args:
            start: First moment. A date is its midnight, a naive datetime the operation's wall clock, an aware one
                is converted.
            end: First moment that is not included.
            agent_id: Agent's id, the extension; limits the report to one agent.

        Returns:
            Report[AgentStateTotals]: Await it for a list, or read it row by row with `async for`. A row is what one
            agent did in the whole window: calls, time per state, results.

        Raises:
            ConfigurationError: A value is missing or cannot be right; nothing was sent.
            WindowFull: One second holds 60,000 rows or more; `.rows` has those that came.
            DecodeError: With strict=True, a value is not of its documented type.
            WolkvoxError: Whatever ends a call: QuotaSpent, QuotaExhausted, WaitTooLong, StoreUnavailable,
                AuthenticationFailed, TooManySimultaneous, Maintenance, InvalidRequest, Refused, ServerFault,
                Unreachable or CallTimeout.

        Source:
            https://www.wolkvox.com/en/apis-v2-2/1-agent-time-by-state-en-2/
            (the vendor's page 1)
        """
        return self._report(AGENT_1, start, end, agent_id=agent_id)

    def agent_2(self, *, agent_id: str, start: date | datetime, end: date | datetime) -> Report[SelectedAgentEvent]:
        """Agent 2: state changes of one agent, one row each.

        With the start and end of each state, and the call behind it. Rows are events, dated by date_ini.

        date_ini and date_end of a row are its own start and end, not those of the window. How a state that lasts across
        the edge of a window is returned is not documented.

        In Spanish: Agente por evento, un agente (eventos, cambios de estado).

        Args:
            agent_id: Agent's id, the extension.
            start: First moment. A date is its midnight, a naive datetime the operation's wall clock, an aware one
                is converted.
            end: First moment that is not included.

        Returns:
            Report[SelectedAgentEvent]: Await it for a list, or read it row by row with `async for`. A row is one state
            of the selected agent, with the call behind it.

        Raises:
            ConfigurationError: A value is missing or cannot be right; nothing was sent.
            WindowFull: One second holds 60,000 rows or more; `.rows` has those that came.
            DecodeError: With strict=True, a value is not of its documented type.
            WolkvoxError: Whatever ends a call: QuotaSpent, QuotaExhausted, WaitTooLong, StoreUnavailable,
                AuthenticationFailed, TooManySimultaneous, Maintenance, InvalidRequest, Refused, ServerFault,
                Unreachable or CallTimeout.

        Source:
            https://www.wolkvox.com/en/apis-v2-2/2-agent-per-event-select-agent-en/
            (the vendor's page 2)
        """
        return self._report(AGENT_2, start, end, agent_id=agent_id)

    def agent_3(self, *, start: date | datetime, end: date | datetime) -> Report[AgentAuxiliaryTime]:
        """Agent 3: auxiliary time, one row per agent and auxiliary state.

        With the time in each auxiliary state (breaks, training …). Totals per agent_id and aux_state: over several
        windows time is added up.

        The whole window is one row per agent and state, without a date.

        In Spanish: Tiempo auxiliar por agente (estados auxiliares, pausas).

        Args:
            start: First moment. A date is its midnight, a naive datetime the operation's wall clock, an aware one
                is converted.
            end: First moment that is not included.

        Returns:
            Report[AgentAuxiliaryTime]: Await it for a list, or read it row by row with `async for`. A row is the time
            of one agent in one auxiliary state.

        Raises:
            ConfigurationError: A value is missing or cannot be right; nothing was sent.
            WindowFull: One second holds 60,000 rows or more; `.rows` has those that came.
            DecodeError: With strict=True, a value is not of its documented type.
            WolkvoxError: Whatever ends a call: QuotaSpent, QuotaExhausted, WaitTooLong, StoreUnavailable,
                AuthenticationFailed, TooManySimultaneous, Maintenance, InvalidRequest, Refused, ServerFault,
                Unreachable or CallTimeout.

        Source:
            https://www.wolkvox.com/en/apis-v2-2/3-auxiliary-time-per-agent/
            (the vendor's page 3)
        """
        return self._report(AGENT_3, start, end)

    def agent_4(self, *, start: date | datetime, end: date | datetime) -> Report[AgentCampaignTotals]:
        """Agent 4: time by state and calls, one row per agent and campaign.

        As agent_1 without hits, RPC, login and logout, split by campaign. Totals per agent_id and campaign_id. Those of
        two windows cannot be merged, since averages and shares cannot be added up: beyond 31 days read `.windows()`, or
        ConfigurationError says so.

        In Spanish: Agentes: estados por campaña.

        Args:
            start: First moment. A date is its midnight, a naive datetime the operation's wall clock, an aware one
                is converted.
            end: First moment that is not included.

        Returns:
            Report[AgentCampaignTotals]: Await it for a list, or read it row by row with `async for`. A row is what one
            agent did in one campaign, over the whole window.

        Raises:
            ConfigurationError: A value is missing or cannot be right; nothing was sent.
            WindowFull: One second holds 60,000 rows or more; `.rows` has those that came.
            DecodeError: With strict=True, a value is not of its documented type.
            WolkvoxError: Whatever ends a call: QuotaSpent, QuotaExhausted, WaitTooLong, StoreUnavailable,
                AuthenticationFailed, TooManySimultaneous, Maintenance, InvalidRequest, Refused, ServerFault,
                Unreachable or CallTimeout.

        Source:
            https://www.wolkvox.com/en/apis-v2-2/4-agents-states-per-campaign/
            (the vendor's page 4)
        """
        return self._report(AGENT_4, start, end)

    def agent_5(
        self, *, start: date | datetime, end: date | datetime, by: Literal["day"] | None = None
    ) -> Report[AgentHours]:
        """Agent 5: states hour by hour, one row per agent with its hours.

        With calls by direction, time per state and occupancy of each hour. One row per agent_id, with its
        status_x_hour; over several windows they are put together in one.

        In Spanish: Estados por hora y agente.

        Args:
            start: First moment. A date is its midnight, a naive datetime the operation's wall clock, an aware one
                is converted.
            end: First moment that is not included.
            by: "day" asks for each day by itself, and sets `day` of its rows.

        Returns:
            Report[AgentHours]: Await it for a list, or read it row by row with `async for`. A row is one agent with the
            hours of the day.

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
        return self._report(AGENT_5, start, end, by=by)

    def agent_6(
        self, *, start: date | datetime, end: date | datetime, by: Literal["day"] | None = None
    ) -> Report[AllAgentsHour]:
        """Agent 6: states of all agents together, one row per hour.

        With calls by direction, time per state and occupancy. One row per hour, which names no date: an hour of several
        days is one row. by="day" asks each day by itself; without it, beyond 31 days read `.windows()`, or
        ConfigurationError says so.

        In Spanish: Estados por hora, todos los agentes.

        Args:
            start: First moment. A date is its midnight, a naive datetime the operation's wall clock, an aware one
                is converted.
            end: First moment that is not included.
            by: "day" asks for each day by itself, and sets `day` of its rows.

        Returns:
            Report[AllAgentsHour]: Await it for a list, or read it row by row with `async for`. A row is what all agents
            together did in one hour of the day.

        Raises:
            ConfigurationError: A value is missing or cannot be right; nothing was sent.
            WindowFull: One second holds 60,000 rows or more; `.rows` has those that came.
            DecodeError: With strict=True, a value is not of its documented type.
            WolkvoxError: Whatever ends a call: QuotaSpent, QuotaExhausted, WaitTooLong, StoreUnavailable,
                AuthenticationFailed, TooManySimultaneous, Maintenance, InvalidRequest, Refused, ServerFault,
                Unreachable or CallTimeout.

        Source:
            https://www.wolkvox.com/apis-v2/6-states-per-hour-en/
            (the vendor's page 6)
        """
        return self._report(AGENT_6, start, end, by=by)

    def agent_7(self, *, start: date | datetime, end: date | datetime) -> Report[AgentSession]:
        """Agent 7: login and logout, one row per agent and day.

        With the time connected. One row per date, agent_id and login; windows are cut at full days.

        An agent may have several rows a day.

        In Spanish: Tiempo de logueo: login y logout por agente y día.

        Args:
            start: First moment. A date is its midnight, a naive datetime the operation's wall clock, an aware one
                is converted.
            end: First moment that is not included.

        Returns:
            Report[AgentSession]: Await it for a list, or read it row by row with `async for`. A row is the login and
            logout of one agent on one day.

        Raises:
            ConfigurationError: A value is missing or cannot be right; nothing was sent.
            WindowFull: One second holds 60,000 rows or more; `.rows` has those that came.
            DecodeError: With strict=True, a value is not of its documented type.
            WolkvoxError: Whatever ends a call: QuotaSpent, QuotaExhausted, WaitTooLong, StoreUnavailable,
                AuthenticationFailed, TooManySimultaneous, Maintenance, InvalidRequest, Refused, ServerFault,
                Unreachable or CallTimeout.

        Source:
            https://www.wolkvox.com/apis-v2/7-login-logout-time-en/
            (the vendor's page 7)
        """
        return self._report(AGENT_7, start, end)

    def agent_8(self, *, start: date | datetime, end: date | datetime) -> Report[AgentInterval]:
        """Agent 8: states and calls, one row per agent, day and hour.

        With calls by direction, time per state and occupancy. One row per date, agent_id and hour; windows are cut at
        full hours.

        All 24 hours of a day come back, zeros included.

        In Spanish: Estados de agente, hora a hora.

        Args:
            start: First moment. A date is its midnight, a naive datetime the operation's wall clock, an aware one
                is converted.
            end: First moment that is not included.

        Returns:
            Report[AgentInterval]: Await it for a list, or read it row by row with `async for`. A row is what one agent
            did in one hour or half hour.

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
        return self._report(AGENT_8, start, end)

    def agent_8_1(self, *, start: date | datetime, end: date | datetime) -> Report[AgentInterval]:
        """Agent 8.1: states and calls, one row per agent, day and half hour.

        As agent_8, by the half hour. One row per date, agent_id and hour; windows are cut at full half hours.

        In Spanish: Estados de agente por 30 minutos, media hora.

        Args:
            start: First moment. A date is its midnight, a naive datetime the operation's wall clock, an aware one
                is converted.
            end: First moment that is not included.

        Returns:
            Report[AgentInterval]: Await it for a list, or read it row by row with `async for`. A row is what one agent
            did in one hour or half hour.

        Raises:
            ConfigurationError: A value is missing or cannot be right; nothing was sent.
            WindowFull: One second holds 60,000 rows or more; `.rows` has those that came.
            DecodeError: With strict=True, a value is not of its documented type.
            WolkvoxError: Whatever ends a call: QuotaSpent, QuotaExhausted, WaitTooLong, StoreUnavailable,
                AuthenticationFailed, TooManySimultaneous, Maintenance, InvalidRequest, Refused, ServerFault,
                Unreachable or CallTimeout.

        Source:
            https://www.wolkvox.com/en/apis-v2-2/8-1-agent-states-for-30-minutes/
            (the vendor's page 8.1)
        """
        return self._report(AGENT_8_1, start, end)

    def agent_9(self, *, start: date | datetime, end: date | datetime) -> Report[AgentHoldTotals]:
        """Agent 9: hold and mute, one row per agent.

        With how often and how long. Totals per agent_name: over several windows the counts are added up.

        Rows have no agent_id: two agents of the same name are one row.

        In Spanish: Tiempo de hold y mute por agente (espera, silencio).

        Args:
            start: First moment. A date is its midnight, a naive datetime the operation's wall clock, an aware one
                is converted.
            end: First moment that is not included.

        Returns:
            Report[AgentHoldTotals]: Await it for a list, or read it row by row with `async for`. A row is how often and
            how long one agent held and muted.

        Raises:
            ConfigurationError: A value is missing or cannot be right; nothing was sent.
            WindowFull: One second holds 60,000 rows or more; `.rows` has those that came.
            DecodeError: With strict=True, a value is not of its documented type.
            WolkvoxError: Whatever ends a call: QuotaSpent, QuotaExhausted, WaitTooLong, StoreUnavailable,
                AuthenticationFailed, TooManySimultaneous, Maintenance, InvalidRequest, Refused, ServerFault,
                Unreachable or CallTimeout.

        Source:
            https://www.wolkvox.com/en/apis-v2-2/9-hold-time-and-mute-per-agent/
            (the vendor's page 9)
        """
        return self._report(AGENT_9, start, end)

    def agent_10(self, *, start: date | datetime, end: date | datetime) -> Report[HoldOrMute]:
        """Agent 10: every hold and mute, one row each.

        With the call behind it, its skill and its customer. Rows are events, dated by date.

        In Spanish: Detalle de hold y mute.

        Args:
            start: First moment. A date is its midnight, a naive datetime the operation's wall clock, an aware one
                is converted.
            end: First moment that is not included.

        Returns:
            Report[HoldOrMute]: Await it for a list, or read it row by row with `async for`. A row is one hold or mute
            of an agent, with the call behind it.

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
        return self._report(AGENT_10, start, end)

    def agent_11(self, *, start: date | datetime, end: date | datetime) -> Report[SkillAgents]:
        """Agent 11: time by state and calls, one row per skill with its agents.

        The counters of agent_1, by skill. Totals per skill_name and agents.agent_id. Those of two windows cannot be
        merged, since averages and shares cannot be added up: beyond 31 days read `.windows()`, or ConfigurationError
        says so.

        In Spanish: Agente: tiempo por estado, agrupado por skill.

        Args:
            start: First moment. A date is its midnight, a naive datetime the operation's wall clock, an aware one
                is converted.
            end: First moment that is not included.

        Returns:
            Report[SkillAgents]: Await it for a list, or read it row by row with `async for`. A row is one skill with
            what its agents did.

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
        return self._report(AGENT_11, start, end)

    def agent_12(self, *, start: date | datetime, end: date | datetime) -> Report[AgentTransferTotals]:
        """Agent 12: conferences and transfers, one row per agent.

        With how many there were and their time. Totals per agent_id: over several windows transfer_calls,
        conference_calls and total_time are added up.

        In Spanish: Conferencias y transferencias de agentes.

        Args:
            start: First moment. A date is its midnight, a naive datetime the operation's wall clock, an aware one
                is converted.
            end: First moment that is not included.

        Returns:
            Report[AgentTransferTotals]: Await it for a list, or read it row by row with `async for`. A row is the
            conferences and transfers of one agent.

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
        return self._report(AGENT_12, start, end)

    def agent_13(self, *, start: date | datetime, end: date | datetime) -> Report[TransferOrConference]:
        """Agent 13: every transfer and conference, one row per agent and call.

        With the number called and the duration. Rows are events, dated by date.

        In Spanish: Transferencias y conferencias, detallado.

        Args:
            start: First moment. A date is its midnight, a naive datetime the operation's wall clock, an aware one
                is converted.
            end: First moment that is not included.

        Returns:
            Report[TransferOrConference]: Await it for a list, or read it row by row with `async for`. A row is one call
            of an agent that became a transfer or a conference.

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
        return self._report(AGENT_13, start, end)

    def agent_13_1(self, *, start: date | datetime, end: date | datetime) -> Report[TransferLeg]:
        """Agent 13.1: every leg of a transferred call, one row each.

        With the agent it came from, the agent it went to, and the call before. Rows are events, dated by date.

        The kind of call is type_call here, type_interaction elsewhere.

        In Spanish: Detalle específico de transferencias y conferencias (origen y destino).

        Args:
            start: First moment. A date is its midnight, a naive datetime the operation's wall clock, an aware one
                is converted.
            end: First moment that is not included.

        Returns:
            Report[TransferLeg]: Await it for a list, or read it row by row with `async for`. A row is one leg of a
            transferred call, with the agents it came from and went to.

        Raises:
            ConfigurationError: A value is missing or cannot be right; nothing was sent.
            WindowFull: One second holds 60,000 rows or more; `.rows` has those that came.
            DecodeError: With strict=True, a value is not of its documented type.
            WolkvoxError: Whatever ends a call: QuotaSpent, QuotaExhausted, WaitTooLong, StoreUnavailable,
                AuthenticationFailed, TooManySimultaneous, Maintenance, InvalidRequest, Refused, ServerFault,
                Unreachable or CallTimeout.

        Source:
            https://wolkvox.com/en/apis-v2-2/13-1-specific-details-of-transfers-and-conferences
            (the vendor's page 13.1)
        """
        return self._report(AGENT_13_1, start, end)

    def agent_14(self, *, start: date | datetime, end: date | datetime) -> Report[AgentEvent]:
        """Agent 14: state changes of all agents, one row each.

        As agent_2, for all agents, with their names. Rows are events, dated by date_ini.

        date_ini and date_end of a row are its own start and end, not those of the window. How a state that lasts across
        the edge of a window is returned is not documented.

        In Spanish: Evento por agente, total (eventos de todos los agentes).

        Args:
            start: First moment. A date is its midnight, a naive datetime the operation's wall clock, an aware one
                is converted.
            end: First moment that is not included.

        Returns:
            Report[AgentEvent]: Await it for a list, or read it row by row with `async for`. A row is one state of one
            agent, with the call behind it.

        Raises:
            ConfigurationError: A value is missing or cannot be right; nothing was sent.
            WindowFull: One second holds 60,000 rows or more; `.rows` has those that came.
            DecodeError: With strict=True, a value is not of its documented type.
            WolkvoxError: Whatever ends a call: QuotaSpent, QuotaExhausted, WaitTooLong, StoreUnavailable,
                AuthenticationFailed, TooManySimultaneous, Maintenance, InvalidRequest, Refused, ServerFault,
                Unreachable or CallTimeout.

        Source:
            https://wolkvox.com/apis-v2/14-event-by-total-agent-en
            (the vendor's page 14)
        """
        return self._report(AGENT_14, start, end)

    def agent_15(self, *, start: date | datetime, end: date | datetime) -> Report[PreviewCall]:
        """Agent 15: every preview call with its preview time, one row each.

        With the time from receiving the record to dialling it, and the state times. Rows are events, dated by
        date_preview.

        The ids are id_call and id_agent here, conn_id and agent_id elsewhere. preview_percent can exceed 100.

        In Spanish: Reporte detallado de preview time (tiempo de preparación).

        Args:
            start: First moment. A date is its midnight, a naive datetime the operation's wall clock, an aware one
                is converted.
            end: First moment that is not included.

        Returns:
            Report[PreviewCall]: Await it for a list, or read it row by row with `async for`. A row is one preview call
            of one agent: from receiving the record to dialling it, and the state times.

        Raises:
            ConfigurationError: A value is missing or cannot be right; nothing was sent.
            WindowFull: One second holds 60,000 rows or more; `.rows` has those that came.
            DecodeError: With strict=True, a value is not of its documented type.
            WolkvoxError: Whatever ends a call: QuotaSpent, QuotaExhausted, WaitTooLong, StoreUnavailable,
                AuthenticationFailed, TooManySimultaneous, Maintenance, InvalidRequest, Refused, ServerFault,
                Unreachable or CallTimeout.

        Source:
            https://wolkvox.helpjuice.com/en_US/wolkvox-manager-release-notes/wolkvox-manager-20260520
        """
        return self._report(AGENT_15, start, end)

    def agent_16(self, *, start: date | datetime, end: date | datetime) -> Report[AgentPreviewTotals]:
        """Agent 16: preview time, one row per agent.

        With the time from receiving records to dialling them, and the state times. Totals per id_agent: over several
        windows the counts are added up, and preview_percent worked out again.

        The id is id_agent here, agent_id elsewhere. preview_percent can exceed 100.

        In Spanish: Reporte agrupado por agente de preview time (tiempo de preparación).

        Args:
            start: First moment. A date is its midnight, a naive datetime the operation's wall clock, an aware one
                is converted.
            end: First moment that is not included.

        Returns:
            Report[AgentPreviewTotals]: Await it for a list, or read it row by row with `async for`. A row is the
            preview times of one agent.

        Raises:
            ConfigurationError: A value is missing or cannot be right; nothing was sent.
            WindowFull: One second holds 60,000 rows or more; `.rows` has those that came.
            DecodeError: With strict=True, a value is not of its documented type.
            WolkvoxError: Whatever ends a call: QuotaSpent, QuotaExhausted, WaitTooLong, StoreUnavailable,
                AuthenticationFailed, TooManySimultaneous, Maintenance, InvalidRequest, Refused, ServerFault,
                Unreachable or CallTimeout.

        Source:
            https://wolkvox.helpjuice.com/en_US/wolkvox-manager-release-notes/wolkvox-manager-20260520
        """
        return self._report(AGENT_16, start, end)


ENDPOINTS = table(
    [
        AGENT_1,
        AGENT_2,
        AGENT_3,
        AGENT_4,
        AGENT_5,
        AGENT_6,
        AGENT_7,
        AGENT_8,
        AGENT_8_1,
        AGENT_9,
        AGENT_10,
        AGENT_11,
        AGENT_12,
        AGENT_13,
        AGENT_13_1,
        AGENT_14,
        AGENT_15,
        AGENT_16,
    ]
)
