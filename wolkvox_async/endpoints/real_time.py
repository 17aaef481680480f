"""real_time.php: what goes on now.

This file is generated from catalogue/real_time.toml by `make generate`: change the sheet.
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

    agent_id: Id  # extension
    agent_name: Text
    agent_status: Text  # name of the state
    calls: Int
    inbound: Int
    outbound: Int
    internal: Int
    time_state_now: Int  # seconds in this state
    ready_time: Duration
    inbound_time: Duration
    outbound_time: Duration
    acw_time: Duration
    ring_time: Duration
    login_time: Duration
    aht_time: Duration
    occupancy: Percent = named("ocupation", "occupancy")
    aux_time: Duration


@record
class RecentCall(Record):
    """One call of the last ten minutes."""

    # conference, inbound, internal call, internal call_inb, internal call_que, out_pre, outbound_ma, transfer
    type_interaction: Text = named("type_interaction", "type_call")
    result: Text  # answer machine, no answer, failed, answer, congestion, abandon, busy, chanunavail
    date: Moment
    telephone: Phone = named("telephone", "tel_number")
    customer_id: Id
    conn_id: Id


@record
class RecentHit(Record):
    """One call of the last hour, and whether its activity code is a hit."""

    conn_id: Id
    type_interaction: Text
    date: Moment
    telephone: Phone
    customer_id: Id
    hit: Flag  # whether the activity code is one of a hit


@record
class ServerLoad(Record):
    """The load of a dedicated server now."""

    cpu_avg_10s: Percent
    cpu_max_10s: Percent
    cpu_min_10s: Percent
    ram: Percent  # in use
    calls: Int  # in progress
    connected_agents: Int


@record
class AgentLatency(Record):
    """The connection of one agent."""

    agent_id: Id
    latency_ms: Int  # milliseconds
    ip: Text  # public
    version: Text  # of the agent application
    agent_status: Text
    tx_jitter: Int
    rx_jitter: Int
    tx_ploss: Percent  # sent packets lost
    rx_ploss: Percent  # received packets lost
    network_rejection: Percent  # share of offered calls that the extension rejected; the threshold of the vendor is 1 %
    connection_type: Text  # Ethernet, Wifi
    platform: Text  # app, web
    last_date: Moment  # of the last call


@record
class AddressLatency(Record):
    """The connections behind one public address."""

    ip: Text  # public
    total_agents: Int  # connected from there
    average_latency: Int  # milliseconds
    maximum: Int
    minimum: Int
    network_rejection: Percent  # share of offered calls that extensions rejected; the threshold of the vendor is 1 %


@record
class PbxLatency(Record):
    """The connection of one PBX user."""

    user: Id
    status: Text
    tx_jitter: Int
    rx_jitter: Int
    tx_ploss: Percent  # sent packets lost
    rx_ploss: Percent  # received packets lost


@record
class Latency(Record):
    """Latency, jitter and lost packets now."""

    by_agent: list[AgentLatency]  # per agent
    by_ip: list[AddressLatency]  # per public IP
    by_pbx: list[PbxLatency]  # per PBX user


@record
class QueueNow(Record):
    """One skill now: its queue, and its day so far."""

    skill_id: Id
    skill_name: Text
    calls_in_queue_now: Int  # waiting
    stat_inbound: Int
    stat_answer: Int
    stat_abandon: Int
    service_level_10seg: Percent
    service_level_20seg: Percent
    service_level_30seg: Percent
    by_abandon: Percent  # share of abandoned calls
    service_levels: dict[int, Percent] = gathered(r"service_level_([0-9]+)seg")  # by seconds; only with services_time


@record
class CampaignNow(Record):
    """One campaign now."""

    campaign: Text  # "<id> - <name> - <dialling>"; the id has no field of its own
    speed: Int
    status: Text  # started, stopped
    skill_id: Id
    records: Int  # loaded
    clean: Int  # never dialled
    dial: Int  # dialled
    answer: Int
    no_answer: Int
    busy_congestion_failed: Int = named("busy/congestion/failed")
    answer_machine: Int
    penetration_day: Percent
    penetration_now: Percent
    hits: Int
    calls_x_min: Float  # calls a minute
    recycled: Int  # times


@record
class ChatLine(Record):
    """One message of an open chat."""

    from_: Text = named("from")  # sender
    msg: Text
    date: Moment


@record
class LiveChat(Record):
    """One open chat."""

    conn_id: Id
    channel: Text
    connector_id: Id  # of WhatsApp
    customer_phone: Phone
    conversation: list[ChatLine]  # messages


@record
class AgentChats(Record):
    """One agent, with its open chats."""

    agent_id: Id
    active_chats: list[LiveChat]  # one each


@record
class LiveInteraction(Record):
    """One open interaction."""

    conn_id: Id
    subject: Text
    fromname: Text  # of the sender
    date: Moment


@record
class AgentInteractions(Record):
    """One agent, with its open interactions."""

    agent_id: Id
    active_interactions: list[LiveInteraction]  # one each


@record
class WaitingRecall(Record):
    """One recall that waits."""

    type_recall: Text  # origin
    date_recall: Moment
    phone_number: Phone
    id_campaign: Id = named("id_campaing", "id_campaign")
    id_agent: Id


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
        Parameter("skill_id", "id", required=True, also=("all",), notes="or all"),
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
    parameters=(Parameter("campaign_id", "id", notes="only this one"),),
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
    parameters=(Parameter("type", "enum", required=True, values=("all", "manual", "auto"), notes="by origin"),),
    source="https://www.wolkvox.com/en/apis-v2-2/10-query-scheduled-recalls-in-campaigns",
)


class RealTime(Group):
    """real_time.php: what goes on now."""

    async def agents(self) -> list[AgentNow]:
        """Agents now, one row each.

        The state of each agent, for how long, and its counters of the day so far.
        Times come as HH:MM:SS or as seconds; both are read.
        In Spanish: Agentes en tiempo real.
        Source: https://github.com/SantiagoAnalista/wolkvox-rendimiento
        """
        return await self._records(AGENTS)

    async def calls_last_10(self) -> list[RecentCall]:
        """Calls of the last 10 minutes, one row each.

        The calls that came in or went out in the last ten minutes.
        In Spanish: Llamadas de los últimos 10 minutos.
        Source: https://wolkvox.com/?p=30632
        """
        return await self._records(CALLS_LAST_10)

    async def hits_last_hour(self) -> list[RecentHit]:
        """Hits of the last hour, one call each.

        The calls of the last 60 minutes, and whether they are hits.
        In Spanish: Hits de la última hora.
        Source: https://github.com/SantiagoAnalista/wolkvox-rendimiento
        """
        return await self._records(HITS_LAST_HOUR)

    async def info_server(self) -> ServerLoad:
        """Load of a dedicated server.

        Processor, memory, calls and agents of a dedicated server now.
        Limits: dedicated servers only.
        In Spanish: Información del servidor dedicado.
        Source: https://github.com/SantiagoAnalista/wolkvox-rendimiento
        """
        return await self._record(INFO_SERVER)

    async def latency(self) -> Latency:
        """Network latency: by agent, by address and by PBX user.

        Latency, jitter and lost packets now, grouped in three ways.
        An agent_id may come as number and text, with a dash between.
        In Spanish: Latencia de red.
        The vendor's page 5. Source: https://www.wolkvox.com/en/apis-v2-2/5-latency-report/
        """
        return await self._record(LATENCY)

    async def skills(self, *, skill_id: str, services_time: int | None = None) -> list[QueueNow]:
        """Skills now, one row each.

        Queue, counters and service levels of each skill, of the day so far.
        skill_id: or all.
        services_time: seconds of one more service level; not 10, 20 or 30, which give service_level_0seg with 0 %; 1 or
        more.
        In Spanish: Skills en tiempo real.
        The vendor's page 6. Source: https://www.wolkvox.com/en/apis-v2-2/6-real-time-reporting-of-skill/
        """
        return await self._records(SKILLS, skill_id=skill_id, services_time=services_time)

    async def campaigns(self, *, campaign_id: str | None = None) -> list[CampaignNow]:
        """Campaigns now, one row each.

        State, speed, counters and penetration of each campaign.
        campaign_id: only this one.
        A campaign may stay started after every record was dialled.
        In Spanish: Campañas en tiempo real.
        The vendor's page 7. Source: https://wolkvox.com/en/apis-v2-2/7-real-time-reporting-of-campaigns
        """
        return await self._records(CAMPAIGNS, campaign_id=campaign_id)

    async def chats(self) -> list[AgentChats]:
        """Live chats, one row an agent.

        The chats that are open now, with their messages.
        In Spanish: Chats en tiempo real.
        The vendor's page 8. Source: https://www.wolkvox.com/en/apis-v2-2/8-real-time-chat-report/
        """
        return await self._records(CHATS)

    async def interactions(self) -> list[AgentInteractions]:
        """Live interactions, one row an agent.

        The mails and social posts that are open now.
        In Spanish: Interacciones en tiempo real.
        The vendor's page 9. Source: https://wolkvox.com/en/apis-v2-2/9-real-time-interaction-report
        """
        return await self._records(INTERACTIONS)

    async def recall(self, *, type: Literal["all", "manual", "auto"]) -> list[WaitingRecall]:
        """Scheduled recalls, one row each.

        The recalls that wait in campaigns, whatever made them.
        type: by origin.
        In Spanish: Consultar rellamadas programadas en campañas.
        The vendor's page 10. Source: https://www.wolkvox.com/en/apis-v2-2/10-query-scheduled-recalls-in-campaigns
        """
        return await self._records(RECALL, type=type)


ENDPOINTS = table(
    [AGENTS, CALLS_LAST_10, HITS_LAST_HOUR, INFO_SERVER, LATENCY, SKILLS, CAMPAIGNS, CHATS, INTERACTIONS, RECALL]
)
