"""real_time.php: what goes on now.

This file is generated from catalogue/real_time.toml by `make generate`: change that.
"""

from typing import Literal

from wolkvox_async.core.endpoint import Endpoint, Parameter
from wolkvox_async.core.wire import (
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
    gathered,
    named,
    record,
)
from wolkvox_async.endpoints.group import Group, table

__all__ = [
    "ENDPOINTS",
    "AddressLatency",
    "AgentChats",
    "AgentInteractions",
    "AgentLatency",
    "AgentNow",
    "CampaignNow",
    "ChatLine",
    "Latency",
    "LiveChat",
    "LiveInteraction",
    "PbxLatency",
    "QueueNow",
    "RealTime",
    "RecentCall",
    "RecentHit",
    "ServerLoad",
    "WaitingRecall",
]


@record
class AgentNow(Record):
    """One agent now, with its day so far."""

    agent_id: Id
    """Agent's id, the extension."""
    agent_name: Text
    """Agent's name."""
    agent_status: Text
    """Agent's state."""
    calls: Int
    """Number of calls."""
    inbound: Int
    """Inbound calls."""
    outbound: Int
    """Outbound calls."""
    internal: Int
    """Internal calls."""
    time_state_now: Int
    """Time in the present state, in seconds."""
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
    aht_time: Duration
    """Average handling time."""
    occupancy: Percent = named("ocupation", "occupancy")
    """Time on calls and after-call work, as a share of the time logged in and not in an auxiliary state, in percent."""
    aux_time: Duration
    """Time in auxiliary states."""


@record
class RecentCall(Record):
    """One call of the last ten minutes."""

    type_interaction: Text = named("type_interaction", "type_call")
    """Kind of interaction: conference, inbound, internal call, internal call_inb, internal call_que, out_pre,
    outbound_ma, transfer.
    """
    result: Text
    """How it ended: answer machine, no answer, failed, answer, congestion, abandon, busy, chanunavail."""
    date: Moment
    """Date and time of the event."""
    telephone: Phone = named("telephone", "tel_number")
    """Customer's phone."""
    customer_id: Id
    """Customer's id."""
    conn_id: Id
    """Id of the call or conversation."""


@record
class RecentHit(Record):
    """One call of the last hour, and whether its activity code is a hit."""

    conn_id: Id
    """Id of the call or conversation."""
    type_interaction: Text
    """Kind of interaction."""
    date: Moment
    """Date and time of the event."""
    telephone: Phone
    """Customer's phone."""
    customer_id: Id
    """Customer's id."""
    hit: Flag
    """Whether the activity code stands for a hit, such as a sale."""


@record
class ServerLoad(Record):
    """The load of a dedicated server now."""

    cpu_avg_10s: Percent
    """Mean load of the processor over 10 s, in percent."""
    cpu_max_10s: Percent
    """Highest load of the processor over 10 s, in percent."""
    cpu_min_10s: Percent
    """Lowest load of the processor over 10 s, in percent."""
    ram: Percent
    """Memory in use, in percent."""
    calls: Int
    """Calls in progress."""
    connected_agents: Int
    """Agents logged in."""


@record
class AgentLatency(Record):
    """The connection of one agent."""

    agent_id: Id
    """Agent's id, the extension."""
    latency_ms: Int
    """Latency, in milliseconds."""
    ip: Text
    """Public IP address."""
    version: Text
    """Version of the agent application."""
    agent_status: Text
    """Agent's state."""
    tx_jitter: Int
    """Jitter of sent packets."""
    rx_jitter: Int
    """Jitter of received packets."""
    tx_ploss: Percent
    """Share of sent packets that were lost, in percent."""
    rx_ploss: Percent
    """Share of received packets that were lost, in percent."""
    network_rejection: Percent
    """Share of offered calls that the extension rejected, in percent; the threshold of the vendor is 1 %."""
    connection_type: Text
    """Kind of connection: Ethernet, Wifi."""
    platform: Text
    """Agent application: app, web."""
    last_date: Moment
    """Date and time of the last call."""


@record
class AddressLatency(Record):
    """The connections behind one public address."""

    ip: Text
    """Public IP address."""
    total_agents: Int
    """Agents connected from there."""
    average_latency: Int
    """Mean latency, in milliseconds."""
    maximum: Int
    """Highest latency, in milliseconds."""
    minimum: Int
    """Lowest latency, in milliseconds."""
    network_rejection: Percent
    """Share of offered calls that extensions rejected, in percent; the threshold of the vendor is 1 %."""


@record
class PbxLatency(Record):
    """The connection of one PBX user."""

    user: Id
    """PBX user."""
    status: Text
    """State of the PBX user."""
    tx_jitter: Int
    """Jitter of sent packets."""
    rx_jitter: Int
    """Jitter of received packets."""
    tx_ploss: Percent
    """Share of sent packets that were lost, in percent."""
    rx_ploss: Percent
    """Share of received packets that were lost, in percent."""


@record
class Latency(Record):
    """Latency, jitter and lost packets now."""

    by_agent: list[AgentLatency]
    """Latency per agent, one object each."""
    by_ip: list[AddressLatency]
    """Latency per public IP address, one object each."""
    by_pbx: list[PbxLatency]
    """Latency per PBX user, one object each."""


@record
class QueueNow(Record):
    """One skill now: its queue, and its day so far."""

    skill_id: Id
    """Skill's id."""
    skill_name: Text
    """Skill's name."""
    calls_in_queue_now: Int
    """Calls that wait now."""
    stat_inbound: Int
    """Calls that came in."""
    stat_answer: Int
    """Calls answered."""
    stat_abandon: Int
    """Calls abandoned."""
    service_level_10seg: Percent
    """Share of calls answered within 10 s, in percent."""
    service_level_20seg: Percent
    """Share of calls answered within 20 s, in percent."""
    service_level_30seg: Percent
    """Share of calls answered within 30 s, in percent."""
    by_abandon: Percent
    """Share of calls that were abandoned, in percent."""
    service_levels: dict[int, Percent] = gathered(r"service_level_([0-9]+)seg")
    """Share of calls answered within services_time, by its seconds, in percent; only with services_time."""


@record
class CampaignNow(Record):
    """One campaign now."""

    campaign: Text
    """Campaign, as "<id> - <name> - <dialling>"; the id has no field of its own."""
    speed: Int
    """Speed of dialling, 0 to 100."""
    status: Text
    """Whether the campaign runs: started, stopped."""
    skill_id: Id
    """Skill's id."""
    records: Int
    """Records loaded."""
    clean: Int
    """Records never dialled."""
    dial: Int
    """Records dialled."""
    answer: Int
    """Calls answered."""
    no_answer: Int
    """Calls without an answer."""
    busy_congestion_failed: Int = named("busy/congestion/failed")
    """Calls that ended as busy, congestion or failed."""
    answer_machine: Int
    """Calls that an answering machine took."""
    penetration_day: Percent
    """Penetration of the day, in percent."""
    penetration_now: Percent
    """Penetration at present, in percent."""
    hits: Int
    """Hits, such as sales."""
    calls_x_min: Float
    """Calls a minute."""
    recycled: Int
    """How often the campaign was recycled."""


@record
class ChatLine(Record):
    """One message of an open chat."""

    from_: Text = named("from")
    """Sender."""
    msg: Text
    """Text of the message."""
    date: Moment
    """Date and time of the event."""


@record
class LiveChat(Record):
    """One open chat."""

    conn_id: Id
    """Id of the call or conversation."""
    channel: Text
    """Channel of the contact."""
    connector_id: Id
    """Id of the WhatsApp connector."""
    customer_phone: Phone
    """Customer's phone."""
    conversation: list[ChatLine]
    """Messages of the conversation, one object each."""


@record
class AgentChats(Record):
    """One agent, with its open chats."""

    agent_id: Id
    """Agent's id, the extension."""
    active_chats: list[LiveChat]
    """Open chats, one object each."""


@record
class LiveInteraction(Record):
    """One open interaction."""

    conn_id: Id
    """Id of the call or conversation."""
    subject: Text
    """Subject of the mail."""
    fromname: Text
    """Name of the sender."""
    date: Moment
    """Date and time of the event."""


@record
class AgentInteractions(Record):
    """One agent, with its open interactions."""

    agent_id: Id
    """Agent's id, the extension."""
    active_interactions: list[LiveInteraction]
    """Open interactions, one object each."""


@record
class WaitingRecall(Record):
    """One recall that waits."""

    type_recall: Text
    """Where the call-back comes from."""
    date_recall: Moment
    """Date and time at which the call-back is due."""
    phone_number: Phone
    """Phone number."""
    id_campaign: Id = named("id_campaing", "id_campaign")
    """Campaign's id."""
    id_agent: Id
    """Agent's id, the extension."""


AGENTS = Endpoint(
    name="real_time.agents",
    script="real_time.php",
    title="Agents now, one row each",
    spanish="Agentes en tiempo real",
    summary="The state of each agent, for how long, and its counters of the day so far.",
    record=AgentNow,
    source="https://github.com/SantiagoAnalista/wolkvox-rendimiento",
)

CALLS_LAST_10 = Endpoint(
    name="real_time.calls_last_10",
    script="real_time.php",
    title="Calls of the last 10 minutes, one row each",
    spanish="Llamadas de los últimos 10 minutos",
    summary="The calls that came in or went out in the last ten minutes.",
    record=RecentCall,
    source="https://wolkvox.com/?p=30632",
)

HITS_LAST_HOUR = Endpoint(
    name="real_time.hits_last_hour",
    script="real_time.php",
    title="Hits of the last hour, one call each",
    spanish="Hits de la última hora",
    summary="The calls of the last 60 minutes, and whether they are hits.",
    record=RecentHit,
    source="https://github.com/SantiagoAnalista/wolkvox-rendimiento",
)

INFO_SERVER = Endpoint(
    name="real_time.info_server",
    script="real_time.php",
    title="Load of a dedicated server",
    spanish="Información del servidor dedicado",
    summary="Processor, memory, calls and agents of a dedicated server now.",
    record=ServerLoad,
    limits=("dedicated servers only",),
    shape="record",
    source="https://github.com/SantiagoAnalista/wolkvox-rendimiento",
)

LATENCY = Endpoint(
    name="real_time.latency",
    script="real_time.php",
    title="Network latency: by agent, by address and by PBX user",
    spanish="Latencia de red",
    summary="Latency, jitter and lost packets now, grouped in three ways.",
    record=Latency,
    shape="record",
    counts=False,
    source="https://www.wolkvox.com/en/apis-v2-2/5-latency-report/",
)

SKILLS = Endpoint(
    name="real_time.skills",
    script="real_time.php",
    title="Skills now, one row each",
    spanish="Skills en tiempo real",
    summary="Queue, counters and service levels of each skill, of the day so far.",
    record=QueueNow,
    parameters=(
        Parameter("skill_id", "id", required=True, also=("all",), notes="skill's id, or all"),
        Parameter(
            "services_time",
            "int",
            least=1,
            notes="seconds of one more service level; not 10, 20 or 30, which give service_level_0seg with 0 %",
        ),
    ),
    source="https://www.wolkvox.com/en/apis-v2-2/6-real-time-reporting-of-skill/",
)

CAMPAIGNS = Endpoint(
    name="real_time.campaigns",
    script="real_time.php",
    title="Campaigns now, one row each",
    spanish="Campañas en tiempo real",
    summary="State, speed, counters and penetration of each campaign.",
    record=CampaignNow,
    parameters=(Parameter("campaign_id", "id", notes="id of one campaign; left out: all"),),
    source="https://wolkvox.com/en/apis-v2-2/7-real-time-reporting-of-campaigns",
)

CHATS = Endpoint(
    name="real_time.chats",
    script="real_time.php",
    title="Live chats, one row an agent",
    spanish="Chats en tiempo real",
    summary="The chats that are open now, with their messages.",
    record=AgentChats,
    counts=False,
    source="https://www.wolkvox.com/en/apis-v2-2/8-real-time-chat-report/",
)

INTERACTIONS = Endpoint(
    name="real_time.interactions",
    script="real_time.php",
    title="Live interactions, one row an agent",
    spanish="Interacciones en tiempo real",
    summary="The mails and social posts that are open now.",
    record=AgentInteractions,
    counts=False,
    source="https://wolkvox.com/en/apis-v2-2/9-real-time-interaction-report",
)

RECALL = Endpoint(
    name="real_time.recall",
    script="real_time.php",
    title="Scheduled recalls, one row each",
    spanish="Consultar rellamadas programadas en campañas",
    summary="The recalls that wait in campaigns, whatever made them.",
    record=WaitingRecall,
    parameters=(
        Parameter(
            "type", "enum", required=True, values=("all", "manual", "auto"), notes="only call-backs of this origin"
        ),
    ),
    source="https://www.wolkvox.com/en/apis-v2-2/10-query-scheduled-recalls-in-campaigns",
)


class RealTime(Group):
    """real_time.php: what goes on now."""

    async def agents(self) -> list[AgentNow]:
        """Agents now, one row each.

        The state of each agent, for how long, and its counters of the day so far.

        Times come as HH:MM:SS or as seconds; both are read.

        In Spanish: Agentes en tiempo real.

        Returns:
            list[AgentNow]: One agent now, with its day so far. Empty where there are none.

        Raises:
            ConfigurationError: A value is missing or cannot be right; nothing was sent.
            WolkvoxError: Whatever ends a call: QuotaSpent, QuotaExhausted, WaitTooLong, StoreUnavailable,
                AuthenticationFailed, TooManySimultaneous, Maintenance, InvalidRequest, Refused, ServerFault,
                Unreachable or CallTimeout.

        Source:
            https://github.com/SantiagoAnalista/wolkvox-rendimiento
        """
        return await self._records(AGENTS)

    async def calls_last_10(self) -> list[RecentCall]:
        """Calls of the last 10 minutes, one row each.

        The calls that came in or went out in the last ten minutes.

        In Spanish: Llamadas de los últimos 10 minutos.

        Returns:
            list[RecentCall]: One call of the last ten minutes. Empty where there are none.

        Raises:
            ConfigurationError: A value is missing or cannot be right; nothing was sent.
            WolkvoxError: Whatever ends a call: QuotaSpent, QuotaExhausted, WaitTooLong, StoreUnavailable,
                AuthenticationFailed, TooManySimultaneous, Maintenance, InvalidRequest, Refused, ServerFault,
                Unreachable or CallTimeout.

        Source:
            https://wolkvox.com/?p=30632
        """
        return await self._records(CALLS_LAST_10)

    async def hits_last_hour(self) -> list[RecentHit]:
        """Hits of the last hour, one call each.

        The calls of the last 60 minutes, and whether they are hits.

        In Spanish: Hits de la última hora.

        Returns:
            list[RecentHit]: One call of the last hour, and whether its activity code is a hit. Empty where there are
            none.

        Raises:
            ConfigurationError: A value is missing or cannot be right; nothing was sent.
            WolkvoxError: Whatever ends a call: QuotaSpent, QuotaExhausted, WaitTooLong, StoreUnavailable,
                AuthenticationFailed, TooManySimultaneous, Maintenance, InvalidRequest, Refused, ServerFault,
                Unreachable or CallTimeout.

        Source:
            https://github.com/SantiagoAnalista/wolkvox-rendimiento
        """
        return await self._records(HITS_LAST_HOUR)

    async def info_server(self) -> ServerLoad:
        """Load of a dedicated server.

        Processor, memory, calls and agents of a dedicated server now.

        Limits: dedicated servers only.

        In Spanish: Información del servidor dedicado.

        Returns:
            ServerLoad: The load of a dedicated server now.

        Raises:
            ConfigurationError: A value is missing or cannot be right; nothing was sent.
            WolkvoxError: Whatever ends a call: QuotaSpent, QuotaExhausted, WaitTooLong, StoreUnavailable,
                AuthenticationFailed, TooManySimultaneous, Maintenance, InvalidRequest, Refused, ServerFault,
                Unreachable or CallTimeout.

        Source:
            https://github.com/SantiagoAnalista/wolkvox-rendimiento
        """
        return await self._record(INFO_SERVER)

    async def latency(self) -> Latency:
        """Network latency: by agent, by address and by PBX user.

        Latency, jitter and lost packets now, grouped in three ways.

        An agent_id may come as number and text, with a dash between.

        In Spanish: Latencia de red.

        Returns:
            Latency: Latency, jitter and lost packets now.

        Raises:
            ConfigurationError: A value is missing or cannot be right; nothing was sent.
            WolkvoxError: Whatever ends a call: QuotaSpent, QuotaExhausted, WaitTooLong, StoreUnavailable,
                AuthenticationFailed, TooManySimultaneous, Maintenance, InvalidRequest, Refused, ServerFault,
                Unreachable or CallTimeout.

        Source:
            https://www.wolkvox.com/en/apis-v2-2/5-latency-report/
            (the vendor's page 5)
        """
        return await self._record(LATENCY)

    async def skills(self, *, skill_id: str, services_time: int | None = None) -> list[QueueNow]:
        """Skills now, one row each.

        Queue, counters and service levels of each skill, of the day so far.

        In Spanish: Skills en tiempo real.

        Args:
            skill_id: Skill's id, or all.
            services_time: Seconds of one more service level; not 10, 20 or 30, which give service_level_0seg with 0
                %; 1 or more.

        Returns:
            list[QueueNow]: One skill now: its queue, and its day so far. Empty where there are none.

        Raises:
            ConfigurationError: A value is missing or cannot be right; nothing was sent.
            WolkvoxError: Whatever ends a call: QuotaSpent, QuotaExhausted, WaitTooLong, StoreUnavailable,
                AuthenticationFailed, TooManySimultaneous, Maintenance, InvalidRequest, Refused, ServerFault,
                Unreachable or CallTimeout.

        Source:
            https://www.wolkvox.com/en/apis-v2-2/6-real-time-reporting-of-skill/
            (the vendor's page 6)
        """
        return await self._records(SKILLS, skill_id=skill_id, services_time=services_time)

    async def campaigns(self, *, campaign_id: str | None = None) -> list[CampaignNow]:
        """Campaigns now, one row each.

        State, speed, counters and penetration of each campaign.

        A campaign may stay started after every record was dialled.

        In Spanish: Campañas en tiempo real.

        Args:
            campaign_id: Id of one campaign; left out: all.

        Returns:
            list[CampaignNow]: One campaign now. Empty where there are none.

        Raises:
            ConfigurationError: A value is missing or cannot be right; nothing was sent.
            WolkvoxError: Whatever ends a call: QuotaSpent, QuotaExhausted, WaitTooLong, StoreUnavailable,
                AuthenticationFailed, TooManySimultaneous, Maintenance, InvalidRequest, Refused, ServerFault,
                Unreachable or CallTimeout.

        Source:
            https://wolkvox.com/en/apis-v2-2/7-real-time-reporting-of-campaigns
            (the vendor's page 7)
        """
        return await self._records(CAMPAIGNS, campaign_id=campaign_id)

    async def chats(self) -> list[AgentChats]:
        """Live chats, one row an agent.

        The chats that are open now, with their messages.

        In Spanish: Chats en tiempo real.

        Returns:
            list[AgentChats]: One agent, with its open chats. Empty where there are none.

        Raises:
            ConfigurationError: A value is missing or cannot be right; nothing was sent.
            WolkvoxError: Whatever ends a call: QuotaSpent, QuotaExhausted, WaitTooLong, StoreUnavailable,
                AuthenticationFailed, TooManySimultaneous, Maintenance, InvalidRequest, Refused, ServerFault,
                Unreachable or CallTimeout.

        Source:
            https://www.wolkvox.com/en/apis-v2-2/8-real-time-chat-report/
            (the vendor's page 8)
        """
        return await self._records(CHATS)

    async def interactions(self) -> list[AgentInteractions]:
        """Live interactions, one row an agent.

        The mails and social posts that are open now.

        In Spanish: Interacciones en tiempo real.

        Returns:
            list[AgentInteractions]: One agent, with its open interactions. Empty where there are none.

        Raises:
            ConfigurationError: A value is missing or cannot be right; nothing was sent.
            WolkvoxError: Whatever ends a call: QuotaSpent, QuotaExhausted, WaitTooLong, StoreUnavailable,
                AuthenticationFailed, TooManySimultaneous, Maintenance, InvalidRequest, Refused, ServerFault,
                Unreachable or CallTimeout.

        Source:
            https://wolkvox.com/en/apis-v2-2/9-real-time-interaction-report
            (the vendor's page 9)
        """
        return await self._records(INTERACTIONS)

    async def recall(self, *, type: Literal["all", "manual", "auto"]) -> list[WaitingRecall]:
        """Scheduled recalls, one row each.

        The recalls that wait in campaigns, whatever made them.

        In Spanish: Consultar rellamadas programadas en campañas.

        Args:
            type: Only call-backs of this origin; manual or auto.

        Returns:
            list[WaitingRecall]: One recall that waits. Empty where there are none.

        Raises:
            ConfigurationError: A value is missing or cannot be right; nothing was sent.
            WolkvoxError: Whatever ends a call: QuotaSpent, QuotaExhausted, WaitTooLong, StoreUnavailable,
                AuthenticationFailed, TooManySimultaneous, Maintenance, InvalidRequest, Refused, ServerFault,
                Unreachable or CallTimeout.

        Source:
            https://www.wolkvox.com/en/apis-v2-2/10-query-scheduled-recalls-in-campaigns
            (the vendor's page 10)
        """
        return await self._records(RECALL, type=type)


ENDPOINTS = table(
    [AGENTS, CALLS_LAST_10, HITS_LAST_HOUR, INFO_SERVER, LATENCY, SKILLS, CAMPAIGNS, CHATS, INTERACTIONS, RECALL]
)
