"""customer.php: calls and times, each row with its operation.

This file is generated from catalogue/customer.toml by `make generate`: change the sheet.
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
    conn_id: Id
    type_call: Text
    date: Moment
    agent_id: Id
    agent_name: Text
    skill: Id
    duration: Duration
    cod_act: Text  # TIMEOUTACW where the time to code ran out
    cod_act_2: Text
    telephone: Phone
    hung_up: Text  # agent, customer
    comment: Text
    screen_box: Flag = named("screecbox")
    agent_status: Text
    customer_id: Id
    destiny: Text
    time: Duration
    campaign_id: Id


@record
class AgentHour(Record):
    """One hour of one agent."""

    operation: Text
    date: Day
    hour: Int  # 0 to 23
    agent_id: Id
    agent_dni: Id
    agent_name: Text
    calls: Int
    calls_inbound: Int
    calls_outbound: Int
    calls_internal: Int
    ready_time: Duration
    inbound_time: Duration
    outbound_time: Duration
    acw_time: Duration
    ring_time: Duration
    login_time: Duration
    aht: Duration
    occupancy: Percent
    aux_time: Duration


@record
class CallDetail(Record):
    """One call of one agent."""

    conn_id: Id
    type_call: Text
    talk_time: Duration
    agent_id: Id
    agent_name: Text
    agent_dni: Id
    skill_id: Id
    date: Moment
    hour: Int  # 0 to 23
    day_of_week: Text
    cod_act: Text  # TIMEOUTACW where the time to code ran out
    description_cod_act: Text
    cod_act_2: Text  # TIMEOUTACW where the time to code ran out
    description_cod_act_2: Text
    hit: Flag
    telephone_destination: Text
    telephone_costs: Float
    telephone: Phone
    hang_up: Text  # agent, customer
    customer_id: Id
    month: Int
    screen_recording: Flag
    operation: Text
    ring: Duration
    abandon: Text


@record
class SkillInteraction(Record):
    """One interaction that came to a skill."""

    operation: Text
    conn_id: Id
    # inbound, or a kind of chat: chat-web, chat-whatsapp, chat-email, chat-facebook, chat-instagram, chat-telegram,
    # chat-line, chat-transferSkill, chat-configurationbox ...
    type_call: Text
    date: Moment
    agent_id: Id
    agent_name: Text
    skill_id: Id
    wait_time: Duration
    calls_ans_10: Int  # answered within so many seconds; so too the next four
    calls_ans_20: Int
    calls_ans_30: Int
    calls_ans_40: Int
    calls_ans_50: Int
    skill_result: Text  # ANSWER, ABANDON
    ani: Phone  # phone of the customer
    dnis: Phone  # phone that was called


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

        With times, codes, and who hung up. start is inclusive and end exclusive. Rows are events, dated by date.
        Who hung up is hung_up here, and hang_up in cdr_calls.
        In Spanish: Detalle de agentes (customer).
        Source: https://github.com/SantiagoAnalista/wolkvox-rendimiento
        """
        return self._report(AGENTS_DETAIL, start, end)

    def agents_statustime(self, *, start: date | datetime, end: date | datetime) -> Report[AgentHour]:
        """Agent times: one row an agent and hour.

        The times in each state, of each agent, hour by hour. start is inclusive and end exclusive. One row per date,
        operation, agent_id and hour; windows are cut at full hours.
        In Spanish: Tiempos de estado de agentes (customer).
        Source: https://github.com/SantiagoAnalista/wolkvox-rendimiento
        """
        return self._report(AGENTS_STATUSTIME, start, end)

    def cdr_calls(self, *, start: date | datetime, end: date | datetime) -> Report[CallDetail]:
        """Call detail: every call, one row each.

        With times, codes, costs, and who hung up. start is inclusive and end exclusive. Rows are events, dated by date.
        In Spanish: CDR de llamadas (customer).
        Source: https://github.com/SantiagoAnalista/wolkvox-rendimiento
        """
        return self._report(CDR_CALLS, start, end)

    def skills_detail(self, *, start: date | datetime, end: date | datetime) -> Report[SkillInteraction]:
        """Skill detail: the interactions of skills, one row each.

        With the time each waited, and what became of it. start is inclusive and end exclusive. Rows are events, dated
        by date.
        In Spanish: Detalle de skills (customer).
        Source: https://github.com/SantiagoAnalista/wolkvox-rendimiento
        """
        return self._report(SKILLS_DETAIL, start, end)


ENDPOINTS = table([AGENTS_DETAIL, AGENTS_STATUSTIME, CDR_CALLS, SKILLS_DETAIL])
