"""reports_manager.php, section Skills.

How skills were served: calls, abandonment, service levels and the agents needed.

This file is generated from catalogue/reports/skills.toml by `make generate`: change that.
"""

from datetime import date, datetime, timedelta
from typing import Literal

from wolkvox_async.core.endpoint import Buckets, Endpoint, Events, Parameter, Totals
from wolkvox_async.core.wire import (
    Day,
    Duration,
    Id,
    Int,
    Moment,
    Percent,
    Phone,
    Record,
    Text,
    beside,
    gathered,
    named,
    record,
)
from wolkvox_async.endpoints.group import Group, table
from wolkvox_async.reports.report import Report

__all__ = [
    "ENDPOINTS",
    "AbandonedCall",
    "AbandonedCallWaits",
    "AnsweredCall",
    "AnsweredCallWaits",
    "InteractionTypeServiceLevel",
    "NumberServiceLevel",
    "SkillDay",
    "SkillHour",
    "SkillInterval",
    "SkillServiceLevel",
    "Skills",
    "StaffingHour",
]

_SKILL_ID = Parameter("skill_id", "id", required=True, also=("all",), notes="skill's id, or all")


@record
class SkillServiceLevel(Record):
    """The calls and service levels of one skill, over the whole window."""

    skill_name: Text
    """Skill's name."""
    skill_id: Id
    """Skill's id."""
    inbound_calls: Int
    """Calls that came in."""
    answer_calls: Int
    """Calls that an agent answered."""
    abandon_calls: Int
    """Calls that the customer ended before an agent answered."""
    service_level_10seg: Percent
    """Share of calls answered within 10 s, in percent."""
    service_level_20seg: Percent
    """Share of calls answered within 20 s, in percent."""
    service_level_30seg: Percent
    """Share of calls answered within 30 s, in percent."""
    abandon: Percent
    """Share of calls that were abandoned, in percent; the count is abandon_calls."""
    asa: Duration
    """Average speed of answer, documented in seconds."""
    ata: Duration
    """Average time to abandon, documented in seconds."""
    service_levels: dict[int, Percent] = gathered(r"service_level_([0-9]+)seg")
    """Share of calls answered within services_time, by its seconds, in percent."""


@record
class AbandonedCall(Record):
    """One abandoned inbound call or chat."""

    skill_name: Text
    """Skill's name."""
    skill_id: Id
    """Skill's id."""
    conn_id: Id
    """Id of the call or conversation."""
    date: Moment
    """Date and time of the event."""
    result: Text
    """How it ended; abandoned or answered."""
    ani: Phone
    """Customer's phone."""
    abandon_time: Int
    """Time that the customer waited, in seconds."""
    type_interaction: Text
    """Kind of interaction: chat-configurationbox, chat-email, chat-facebook, chat-instagram, chat-transferSkill,
    chat-web, chat-whatsapp, chat-telegram, chat-line, inbound, internalcall_que, omni-email, omni-facebook_page,
    omni-instagram, omni-twitter, out_pre.
    """
    customer_id: Id
    """Customer's id."""


@record
class SkillDay(Record):
    """The calls and service levels of one skill on one day."""

    skill_name: Text
    """Skill's name."""
    date: Day = named("date", "day")
    """Day."""
    inbound_calls: Int
    """Calls that came in."""
    answer_calls: Int
    """Calls that an agent answered."""
    abandon_calls: Int
    """Calls that the customer ended before an agent answered."""
    service_level_10seg: Percent
    """Share of calls answered within 10 s, in percent."""
    service_level_20seg: Percent
    """Share of calls answered within 20 s, in percent."""
    service_level_30seg: Percent
    """Share of calls answered within 30 s, in percent."""
    wait_time: Duration
    """Time waited."""
    abandon: Percent
    """Share of calls that were abandoned, in percent; the count is abandon_calls."""
    asa: Duration
    """Average speed of answer, documented in seconds."""
    ata: Duration
    """Average time to abandon, documented in seconds."""
    aht: Duration
    """Average handling time."""


@record
class SkillInterval(Record):
    """The calls and service levels of one skill in one hour, half hour or ten minutes of the day."""

    skill_id: Id
    """Skill's id."""
    hour: Text
    """Start of the interval: 13 for an hour, 13:30 for a half hour or ten minutes."""
    inbound_calls: Int
    """Calls that came in."""
    answer_calls: Int
    """Calls that an agent answered."""
    abandon_calls: Int
    """Calls that the customer ended before an agent answered."""
    service_level_10seg: Percent
    """Share of calls answered within 10 s, in percent."""
    service_level_20seg: Percent
    """Share of calls answered within 20 s, in percent."""
    service_level_30seg: Percent
    """Share of calls answered within 30 s, in percent."""
    asa: Duration
    """Average speed of answer, documented in seconds."""
    abandon: Percent
    """Share of calls that were abandoned, in percent; the count is abandon_calls."""
    aht: Duration
    """Average handling time."""
    ata: Duration
    """Average time to abandon, documented in seconds."""
    att: Duration
    """Average talk time."""
    acw: Duration
    """Average after-call work."""
    day: Day = beside()
    """Day that the rows do not name: set where the report asks for each day by itself."""


@record
class StaffingHour(Record):
    """The agents one skill needs in one hour of the day."""

    skill_id: Id
    """Skill's id."""
    hour: Text
    """Hour of the day, a bare number."""
    inbound_calls: Int
    """Calls that came in."""
    inbound_calls_unique_customers: Int
    """Customers who called."""
    aht: Duration
    """Average handling time."""
    agents_needed: Int
    """Agents that the calls need."""
    day: Day = beside()
    """Day that the rows do not name: set where the report asks for each day by itself."""


@record
class NumberServiceLevel(Record):
    """The calls and service levels of one number, over the whole window."""

    dnis: Phone
    """Number dialled by the customer, or the number of the customer: the documents disagree."""
    inbound_calls: Int
    """Calls that came in."""
    answer_calls: Int
    """Calls that an agent answered."""
    abandon_calls: Int
    """Calls that the customer ended before an agent answered."""
    service_level_10seg: Percent
    """Share of calls answered within 10 s, in percent."""
    service_level_20seg: Percent
    """Share of calls answered within 20 s, in percent."""
    service_level_30seg: Percent
    """Share of calls answered within 30 s, in percent."""
    abandon: Percent
    """Share of calls that were abandoned, in percent; the count is abandon_calls."""
    asa: Duration
    """Average speed of answer, documented in seconds."""
    ata: Duration
    """Average time to abandon, documented in seconds."""


@record
class SkillHour(Record):
    """The calls and service levels of one skill in one hour of one day."""

    date: Day
    """Day."""
    skill_id: Id
    """Skill's id."""
    skill_name: Text
    """Skill's name."""
    hour: Text
    """Hour of the day."""
    inbound_calls: Int
    """Calls that came in."""
    answer_calls: Int
    """Calls that an agent answered."""
    abandon_calls: Int
    """Calls that the customer ended before an agent answered."""
    service_level_10seg: Percent
    """Share of calls answered within 10 s, in percent."""
    service_level_20seg: Percent
    """Share of calls answered within 20 s, in percent."""
    service_level_30seg: Percent
    """Share of calls answered within 30 s, in percent."""
    wait_time: Duration
    """Time waited."""
    abandon: Percent
    """Share of calls that were abandoned, in percent; the count is abandon_calls."""
    aht: Duration
    """Average handling time."""
    asa: Duration
    """Average speed of answer, documented in seconds."""
    ata: Duration
    """Average time to abandon, documented in seconds."""


@record
class AnsweredCallWaits(Record):
    """How many calls of one skill were answered after which wait."""

    skill_id: Id
    """Skill's id."""
    skill_name: Text
    """Skill's name."""
    answer_calls: Int
    """Calls that an agent answered."""
    answer_0seg_10seg: Int
    """Calls answered within 10 s."""
    answer_11seg_20seg: Int
    """Calls answered after 11 to 20 s."""
    answer_21seg_30seg: Int
    """Calls answered after 21 to 30 s."""
    answer_31seg_40seg: Int
    """Calls answered after 31 to 40 s."""
    answer_41seg_50seg: Int
    """Calls answered after 41 to 50 s."""
    answer_greater_than_51seg: Int = named("anwers_greater_than_51seg")
    """Calls answered after more than 50 s."""


@record
class AbandonedCallWaits(Record):
    """How many calls of one skill were abandoned after which wait."""

    skill_id: Id
    """Skill's id."""
    skill_name: Text
    """Skill's name."""
    abandon_calls: Int
    """Calls that the customer ended before an agent answered."""
    abandon_0seg_10seg: Int
    """Calls abandoned within 10 s."""
    abandon_11seg_20seg: Int = named("abandon_11seg_20_seg", "abandon_11seg_20seg")
    """Calls abandoned after 11 to 20 s."""
    abandon_21seg_30seg: Int
    """Calls abandoned after 21 to 30 s."""
    abandon_31seg_40seg: Int
    """Calls abandoned after 31 to 40 s."""
    abandon_41seg_50seg: Int
    """Calls abandoned after 41 to 50 s."""
    abandon_greater_than_51seg: Int
    """Calls abandoned after more than 50 s."""


@record
class AnsweredCall(Record):
    """One answered inbound call or chat."""

    conn_id: Id
    """Id of the call or conversation."""
    skill_id: Id
    """Skill's id."""
    skill_name: Text
    """Skill's name."""
    date: Moment
    """Date and time of the event."""
    result: Text
    """How it ended; abandoned or answered."""
    ani: Phone
    """Customer's phone."""
    answer_time: Text
    """Time from entering the skill to the answer."""
    agent_id: Id
    """Agent's id, the extension."""
    type_interaction: Text
    """Kind of interaction: chat-configurationbox, chat-email, chat-facebook, chat-instagram, chat-transferSkill,
    chat-web, chat-whatsapp, chat-telegram, chat-line, inbound, internalcall_que, omni-email, omni-facebook_page,
    omni-instagram, omni-twitter, out_pre.
    """


@record
class InteractionTypeServiceLevel(Record):
    """The calls and service levels of one type of interaction, over the whole window."""

    type_interaction: Text
    """Kind of interaction: chat-configurationbox, chat-email, chat-facebook, chat-instagram, chat-transferSkill,
    chat-web, chat-whatsapp, chat-telegram, chat-line, inbound, internalcall_que, omni-email, omni-facebook_page,
    omni-instagram, omni-twitter, out_pre.
    """
    inbound_calls: Int
    """Calls that came in."""
    answer_calls: Int
    """Calls that an agent answered."""
    abandon_calls: Int
    """Calls that the customer ended before an agent answered."""
    service_level_10seg: Percent
    """Share of calls answered within 10 s, in percent."""
    service_level_20seg: Percent
    """Share of calls answered within 20 s, in percent."""
    service_level_30seg: Percent
    """Share of calls answered within 30 s, in percent."""
    abandon: Percent
    """Share of calls that were abandoned, in percent; the count is abandon_calls."""
    asa: Duration
    """Average speed of answer, documented in seconds."""
    ata: Duration
    """Average time to abandon, documented in seconds."""


SKILL_1 = Endpoint(
    name="reports.skill_1",
    script="reports_manager.php",
    title="Skill 1: calls and service level, one row per skill",
    spanish="Llamadas y nivel de servicio por skill o servicio",
    summary="With inbound, answered and abandoned calls, service levels and mean waits.",
    record=SkillServiceLevel,
    parameters=(
        _SKILL_ID,
        Parameter(
            "services_time",
            "int",
            least=1,
            notes=(
                "seconds of a service level of your own, which comes in service_levels; 10, 20 and 30 are not usable"
            ),
        ),
    ),
    rows=Totals(by=("skill_id",), merge="none", why="service levels and averages cannot be added up"),
    source="https://www.wolkvox.com/en/apis-v2-2/1-calls-and-service-level-by-skill-service-en/",
)

SKILL_2 = Endpoint(
    name="reports.skill_2",
    script="reports_manager.php",
    title="Skill 2: abandoned calls, one row each",
    spanish="Detalle de llamadas abandonadas",
    summary="Inbound calls and chats that were abandoned, with the seconds they waited.",
    record=AbandonedCall,
    parameters=(_SKILL_ID,),
    rows=Events(key=("conn_id", "skill_id", "date"), time="date"),
    source="https://github.com/SantiagoAnalista/wolkvox-rendimiento",
)

SKILL_3 = Endpoint(
    name="reports.skill_3",
    script="reports_manager.php",
    title="Skill 3: calls and service level, one row per skill and day",
    spanish="Llamadas y nivel de servicio por día",
    summary="With inbound, answered and abandoned calls, service levels and mean waits.",
    record=SkillDay,
    parameters=(_SKILL_ID,),
    rows=Buckets(span=timedelta(days=1), time="date", by=("skill_name",)),
    source="https://github.com/SantiagoAnalista/wolkvox-rendimiento",
)

SKILL_4 = Endpoint(
    name="reports.skill_4",
    script="reports_manager.php",
    title="Skill 4: calls and service level, one row per skill and hour",
    spanish="Llamadas y nivel de servicio por hora",
    summary="As skill_3, by the hour of day.",
    record=SkillInterval,
    parameters=(_SKILL_ID,),
    rows=Buckets(span=timedelta(hours=1), time="hour", by=("skill_id",), dated=False),
    source="https://helpcenter.wolkvox.com/en_US/wvx-control-interactions/%C2%BFque-reporte-me-sirve-para-obtener-estadisticas-del-nivel-de-servicio-por-hora",
)

SKILL_4_1 = Endpoint(
    name="reports.skill_4_1",
    script="reports_manager.php",
    title="Skill 4.1: calls and service level, one row per skill and half hour",
    spanish="Llamadas y nivel de servicio por intervalo de 30 minutos, media hora",
    summary="As skill_4, by the half hour.",
    record=SkillInterval,
    parameters=(_SKILL_ID,),
    rows=Buckets(span=timedelta(minutes=30), time="hour", by=("skill_id",), dated=False),
    source="https://www.wolkvox.com/apis-v2/4-1-calls-and-level-of-service-per-30-minute-interval-en/",
)

SKILL_4_2 = Endpoint(
    name="reports.skill_4_2",
    script="reports_manager.php",
    title="Skill 4.2: calls and service level, one row per skill and ten minutes",
    spanish="Llamadas y nivel de servicio por intervalo de 10 minutos",
    summary="As skill_4, by ten minutes.",
    record=SkillInterval,
    parameters=(_SKILL_ID,),
    rows=Buckets(span=timedelta(minutes=10), time="hour", by=("skill_id",), dated=False),
    source="https://github.com/SantiagoAnalista/wolkvox-rendimiento",
)

SKILL_5 = Endpoint(
    name="reports.skill_5",
    script="reports_manager.php",
    title="Skill 5: agents needed (workforce), one row per skill and hour",
    spanish="Workforce por hora (agentes necesarios)",
    summary="With inbound calls, how many customers they came from, and the handling time.",
    record=StaffingHour,
    parameters=(_SKILL_ID,),
    rows=Buckets(span=timedelta(hours=1), time="hour", by=("skill_id",), dated=False),
    window=timedelta(days=1),
    limits=("1 day (24 hours) a window",),
    source="https://github.com/SantiagoAnalista/wolkvox-rendimiento",
)

SKILL_6 = Endpoint(
    name="reports.skill_6",
    script="reports_manager.php",
    title="Skill 6: calls and service level, one row per number (DNIS)",
    spanish="Llamadas y nivel de servicio por DNIS (número)",
    summary="With inbound, answered and abandoned calls, service levels and mean waits.",
    record=NumberServiceLevel,
    parameters=(_SKILL_ID,),
    rows=Totals(by=("dnis",), merge="none", why="service levels and averages cannot be added up"),
    source="https://wolkvox.com/?p=30754",
)

SKILL_7 = Endpoint(
    name="reports.skill_7",
    script="reports_manager.php",
    title="Skill 7: calls and service level, one row per day, skill and hour",
    spanish="Llamadas y nivel de servicio por hora para todos los skills o servicios, por día",
    summary="With inbound, answered and abandoned calls, service levels and mean waits.",
    record=SkillHour,
    parameters=(_SKILL_ID,),
    rows=Buckets(span=timedelta(hours=1), time="date", by=("skill_id", "hour")),
    source="https://www.wolkvox.com/en/apis-v2-2/7-calls-and-level-of-service-per-hour-for-all-skills-service-per-day/",
)

SKILL_8 = Endpoint(
    name="reports.skill_8",
    script="reports_manager.php",
    title="Skill 8: answered calls by waiting time, one row per skill",
    spanish="Llamadas respondidas (contestadas) por intervalo de tiempo de espera",
    summary="How many calls were answered within each ten seconds of waiting.",
    record=AnsweredCallWaits,
    parameters=(_SKILL_ID,),
    rows=Totals(
        by=("skill_id",),
        merge="sum",
        additive=(
            "answer_calls",
            "answer_0seg_10seg",
            "answer_11seg_20seg",
            "answer_21seg_30seg",
            "answer_31seg_40seg",
            "answer_41seg_50seg",
            "answer_greater_than_51seg",
        ),
    ),
    source="https://wolkvox.com/en/apis-v2-2/8-calls-answered-by-time-interval",
)

SKILL_9 = Endpoint(
    name="reports.skill_9",
    script="reports_manager.php",
    title="Skill 9: abandoned calls by waiting time, one row per skill",
    spanish="Llamadas abandonadas por intervalo de tiempo de espera",
    summary="How many calls were abandoned within each ten seconds of waiting.",
    record=AbandonedCallWaits,
    parameters=(_SKILL_ID,),
    rows=Totals(
        by=("skill_id",),
        merge="sum",
        additive=(
            "abandon_calls",
            "abandon_0seg_10seg",
            "abandon_11seg_20seg",
            "abandon_21seg_30seg",
            "abandon_31seg_40seg",
            "abandon_41seg_50seg",
            "abandon_greater_than_51seg",
        ),
    ),
    source="https://www.wolkvox.com/apis-v2/9-abandoned-calls-per-interval-en/",
)

SKILL_10 = Endpoint(
    name="reports.skill_10",
    script="reports_manager.php",
    title="Skill 10: answered calls, one row each",
    spanish="Detalle de llamadas contestadas (respondidas)",
    summary="Inbound calls and chats that were answered, with the wait and the agent.",
    record=AnsweredCall,
    parameters=(_SKILL_ID,),
    rows=Events(key=("conn_id", "skill_id", "date"), time="date"),
    source="https://wolkvox.com/es-apis-v2/10-detalle-de-llamadas-respondidas",
)

SKILL_11 = Endpoint(
    name="reports.skill_11",
    script="reports_manager.php",
    title="Skill 11: calls and service level, one row per type of interaction",
    spanish="Llamadas y nivel de servicio por interacción (tipo, canal)",
    summary="With inbound, answered and abandoned calls, service levels and mean waits.",
    record=InteractionTypeServiceLevel,
    parameters=(_SKILL_ID,),
    rows=Totals(by=("type_interaction",), merge="none", why="service levels and averages cannot be added up"),
    source="https://helpcenter.wolkvox.com/en_US/%C2%BFque-reporte-me-sirve-para-evaluar-el-nivel-de-servicio-en-las-interacciones",
)


class Skills(Group):
    """reports_manager.php, section Skills.

    How skills were served: calls, abandonment, service levels and the agents needed.
    """

    def skill_1(
        self, *, skill_id: str, start: date | datetime, end: date | datetime, services_time: int | None = None
    ) -> Report[SkillServiceLevel]:
        """Skill 1: calls and service level, one row per skill.

        With inbound, answered and abandoned calls, service levels and mean waits. Totals per skill_id. Those of two
        windows cannot be merged, since service levels and averages cannot be added up: beyond 31 days read
        `.windows()`, or ConfigurationError says so.

        With services_time 10, 20 or 30 a service level of 0 seconds comes back as 0 %, and one may come where
        services_time is not given.

        In Spanish: Llamadas y nivel de servicio por skill o servicio.

        Args:
            skill_id: Skill's id, or all.
            start: First moment. A date is its midnight, a naive datetime the operation's wall clock, an aware one
                is converted.
            end: First moment that is not included.
            services_time: Seconds of a service level of your own, which comes in service_levels; 10, 20 and 30 are
                not usable; 1 or more.

        Returns:
            Report[SkillServiceLevel]: Await it for a list, or read it row by row with `async for`. A row is the calls
            and service levels of one skill, over the whole window.

        Raises:
            ConfigurationError: A value is missing or cannot be right; nothing was sent.
            WindowFull: One second holds 60,000 rows or more; `.rows` has those that came.
            DecodeError: With strict=True, a value is not of its documented type.
            WolkvoxError: Whatever ends a call: QuotaSpent, QuotaExhausted, WaitTooLong, StoreUnavailable,
                AuthenticationFailed, TooManySimultaneous, Maintenance, InvalidRequest, Refused, ServerFault,
                Unreachable or CallTimeout.

        Source:
            https://www.wolkvox.com/en/apis-v2-2/1-calls-and-service-level-by-skill-service-en/
            (the vendor's page 1)
        """
        return self._report(SKILL_1, start, end, skill_id=skill_id, services_time=services_time)

    def skill_2(self, *, skill_id: str, start: date | datetime, end: date | datetime) -> Report[AbandonedCall]:
        """Skill 2: abandoned calls, one row each.

        Inbound calls and chats that were abandoned, with the seconds they waited. Rows are events, dated by date.

        In Spanish: Detalle de llamadas abandonadas.

        Args:
            skill_id: Skill's id, or all.
            start: First moment. A date is its midnight, a naive datetime the operation's wall clock, an aware one
                is converted.
            end: First moment that is not included.

        Returns:
            Report[AbandonedCall]: Await it for a list, or read it row by row with `async for`. A row is one abandoned
            inbound call or chat.

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
        return self._report(SKILL_2, start, end, skill_id=skill_id)

    def skill_3(self, *, skill_id: str, start: date | datetime, end: date | datetime) -> Report[SkillDay]:
        """Skill 3: calls and service level, one row per skill and day.

        With inbound, answered and abandoned calls, service levels and mean waits. One row per date and skill_name;
        windows are cut at full days.

        Rows have no skill_id, only skill_name.

        In Spanish: Llamadas y nivel de servicio por día.

        Args:
            skill_id: Skill's id, or all.
            start: First moment. A date is its midnight, a naive datetime the operation's wall clock, an aware one
                is converted.
            end: First moment that is not included.

        Returns:
            Report[SkillDay]: Await it for a list, or read it row by row with `async for`. A row is the calls and
            service levels of one skill on one day.

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
        return self._report(SKILL_3, start, end, skill_id=skill_id)

    def skill_4(
        self, *, skill_id: str, start: date | datetime, end: date | datetime, by: Literal["day"] | None = None
    ) -> Report[SkillInterval]:
        """Skill 4: calls and service level, one row per skill and hour.

        As skill_3, by the hour of day. One row per hour and skill_id, which names no date: an hour of several days is
        one row. by="day" asks each day by itself; without it, beyond 31 days read `.windows()`, or ConfigurationError
        says so.

        With skill_id all the skill may be ALL.

        In Spanish: Llamadas y nivel de servicio por hora.

        Args:
            skill_id: Skill's id, or all.
            start: First moment. A date is its midnight, a naive datetime the operation's wall clock, an aware one
                is converted.
            end: First moment that is not included.
            by: "day" asks for each day by itself, and sets `day` of its rows.

        Returns:
            Report[SkillInterval]: Await it for a list, or read it row by row with `async for`. A row is the calls and
            service levels of one skill in one hour, half hour or ten minutes of the day.

        Raises:
            ConfigurationError: A value is missing or cannot be right; nothing was sent.
            WindowFull: One second holds 60,000 rows or more; `.rows` has those that came.
            DecodeError: With strict=True, a value is not of its documented type.
            WolkvoxError: Whatever ends a call: QuotaSpent, QuotaExhausted, WaitTooLong, StoreUnavailable,
                AuthenticationFailed, TooManySimultaneous, Maintenance, InvalidRequest, Refused, ServerFault,
                Unreachable or CallTimeout.

        Source:
            https://helpcenter.wolkvox.com/en_US/wvx-control-interactions/%C2%BFque-reporte-me-sirve-para-obtener-estadisticas-del-nivel-de-servicio-por-hora
        """
        return self._report(SKILL_4, start, end, by=by, skill_id=skill_id)

    def skill_4_1(
        self, *, skill_id: str, start: date | datetime, end: date | datetime, by: Literal["day"] | None = None
    ) -> Report[SkillInterval]:
        """Skill 4.1: calls and service level, one row per skill and half hour.

        As skill_4, by the half hour. One row per half hour and skill_id, which names no date: an hour of several days
        is one row. by="day" asks each day by itself; without it, beyond 31 days read `.windows()`, or
        ConfigurationError says so.

        In Spanish: Llamadas y nivel de servicio por intervalo de 30 minutos, media hora.

        Args:
            skill_id: Skill's id, or all.
            start: First moment. A date is its midnight, a naive datetime the operation's wall clock, an aware one
                is converted.
            end: First moment that is not included.
            by: "day" asks for each day by itself, and sets `day` of its rows.

        Returns:
            Report[SkillInterval]: Await it for a list, or read it row by row with `async for`. A row is the calls and
            service levels of one skill in one hour, half hour or ten minutes of the day.

        Raises:
            ConfigurationError: A value is missing or cannot be right; nothing was sent.
            WindowFull: One second holds 60,000 rows or more; `.rows` has those that came.
            DecodeError: With strict=True, a value is not of its documented type.
            WolkvoxError: Whatever ends a call: QuotaSpent, QuotaExhausted, WaitTooLong, StoreUnavailable,
                AuthenticationFailed, TooManySimultaneous, Maintenance, InvalidRequest, Refused, ServerFault,
                Unreachable or CallTimeout.

        Source:
            https://www.wolkvox.com/apis-v2/4-1-calls-and-level-of-service-per-30-minute-interval-en/
            (the vendor's page 4.1)
        """
        return self._report(SKILL_4_1, start, end, by=by, skill_id=skill_id)

    def skill_4_2(
        self, *, skill_id: str, start: date | datetime, end: date | datetime, by: Literal["day"] | None = None
    ) -> Report[SkillInterval]:
        """Skill 4.2: calls and service level, one row per skill and ten minutes.

        As skill_4, by ten minutes. One row per ten minutes and skill_id, which names no date: an hour of several days
        is one row. by="day" asks each day by itself; without it, beyond 31 days read `.windows()`, or
        ConfigurationError says so.

        In Spanish: Llamadas y nivel de servicio por intervalo de 10 minutos.

        Args:
            skill_id: Skill's id, or all.
            start: First moment. A date is its midnight, a naive datetime the operation's wall clock, an aware one
                is converted.
            end: First moment that is not included.
            by: "day" asks for each day by itself, and sets `day` of its rows.

        Returns:
            Report[SkillInterval]: Await it for a list, or read it row by row with `async for`. A row is the calls and
            service levels of one skill in one hour, half hour or ten minutes of the day.

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
        return self._report(SKILL_4_2, start, end, by=by, skill_id=skill_id)

    def skill_5(self, *, skill_id: str, start: date | datetime, end: date | datetime) -> Report[StaffingHour]:
        """Skill 5: agents needed (workforce), one row per skill and hour.

        With inbound calls, how many customers they came from, and the handling time. One row per hour and skill_id. The
        rows name no date, so each day is asked by itself, and .day says which it is.

        Limits: 1 day (24 hours) a window.

        It is always asked day by day.

        In Spanish: Workforce por hora (agentes necesarios).

        Args:
            skill_id: Skill's id, or all.
            start: First moment. A date is its midnight, a naive datetime the operation's wall clock, an aware one
                is converted.
            end: First moment that is not included.

        Returns:
            Report[StaffingHour]: Await it for a list, or read it row by row with `async for`. A row is the agents one
            skill needs in one hour of the day.

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
        return self._report(SKILL_5, start, end, skill_id=skill_id)

    def skill_6(self, *, skill_id: str, start: date | datetime, end: date | datetime) -> Report[NumberServiceLevel]:
        """Skill 6: calls and service level, one row per number (DNIS).

        With inbound, answered and abandoned calls, service levels and mean waits. Totals per dnis. Those of two windows
        cannot be merged, since service levels and averages cannot be added up: beyond 31 days read `.windows()`, or
        ConfigurationError says so.

        Rows have no skill although skill_id is required.

        In Spanish: Llamadas y nivel de servicio por DNIS (número).

        Args:
            skill_id: Skill's id, or all.
            start: First moment. A date is its midnight, a naive datetime the operation's wall clock, an aware one
                is converted.
            end: First moment that is not included.

        Returns:
            Report[NumberServiceLevel]: Await it for a list, or read it row by row with `async for`. A row is the calls
            and service levels of one number, over the whole window.

        Raises:
            ConfigurationError: A value is missing or cannot be right; nothing was sent.
            WindowFull: One second holds 60,000 rows or more; `.rows` has those that came.
            DecodeError: With strict=True, a value is not of its documented type.
            WolkvoxError: Whatever ends a call: QuotaSpent, QuotaExhausted, WaitTooLong, StoreUnavailable,
                AuthenticationFailed, TooManySimultaneous, Maintenance, InvalidRequest, Refused, ServerFault,
                Unreachable or CallTimeout.

        Source:
            https://wolkvox.com/?p=30754
        """
        return self._report(SKILL_6, start, end, skill_id=skill_id)

    def skill_7(self, *, skill_id: str, start: date | datetime, end: date | datetime) -> Report[SkillHour]:
        """Skill 7: calls and service level, one row per day, skill and hour.

        With inbound, answered and abandoned calls, service levels and mean waits. One row per date, skill_id and hour;
        windows are cut at full hours.

        In Spanish: Llamadas y nivel de servicio por hora para todos los skills o servicios, por día.

        Args:
            skill_id: Skill's id, or all.
            start: First moment. A date is its midnight, a naive datetime the operation's wall clock, an aware one
                is converted.
            end: First moment that is not included.

        Returns:
            Report[SkillHour]: Await it for a list, or read it row by row with `async for`. A row is the calls and
            service levels of one skill in one hour of one day.

        Raises:
            ConfigurationError: A value is missing or cannot be right; nothing was sent.
            WindowFull: One second holds 60,000 rows or more; `.rows` has those that came.
            DecodeError: With strict=True, a value is not of its documented type.
            WolkvoxError: Whatever ends a call: QuotaSpent, QuotaExhausted, WaitTooLong, StoreUnavailable,
                AuthenticationFailed, TooManySimultaneous, Maintenance, InvalidRequest, Refused, ServerFault,
                Unreachable or CallTimeout.

        Source:
            https://www.wolkvox.com/en/apis-v2-2/7-calls-and-level-of-service-per-hour-for-all-skills-service-per-day/
            (the vendor's page 7)
        """
        return self._report(SKILL_7, start, end, skill_id=skill_id)

    def skill_8(self, *, skill_id: str, start: date | datetime, end: date | datetime) -> Report[AnsweredCallWaits]:
        """Skill 8: answered calls by waiting time, one row per skill.

        How many calls were answered within each ten seconds of waiting. Totals per skill_id: over several windows the
        counts are added up.

        In Spanish: Llamadas respondidas (contestadas) por intervalo de tiempo de espera.

        Args:
            skill_id: Skill's id, or all.
            start: First moment. A date is its midnight, a naive datetime the operation's wall clock, an aware one
                is converted.
            end: First moment that is not included.

        Returns:
            Report[AnsweredCallWaits]: Await it for a list, or read it row by row with `async for`. A row is how many
            calls of one skill were answered after which wait.

        Raises:
            ConfigurationError: A value is missing or cannot be right; nothing was sent.
            WindowFull: One second holds 60,000 rows or more; `.rows` has those that came.
            DecodeError: With strict=True, a value is not of its documented type.
            WolkvoxError: Whatever ends a call: QuotaSpent, QuotaExhausted, WaitTooLong, StoreUnavailable,
                AuthenticationFailed, TooManySimultaneous, Maintenance, InvalidRequest, Refused, ServerFault,
                Unreachable or CallTimeout.

        Source:
            https://wolkvox.com/en/apis-v2-2/8-calls-answered-by-time-interval
            (the vendor's page 8)
        """
        return self._report(SKILL_8, start, end, skill_id=skill_id)

    def skill_9(self, *, skill_id: str, start: date | datetime, end: date | datetime) -> Report[AbandonedCallWaits]:
        """Skill 9: abandoned calls by waiting time, one row per skill.

        How many calls were abandoned within each ten seconds of waiting. Totals per skill_id: over several windows the
        counts are added up.

        In Spanish: Llamadas abandonadas por intervalo de tiempo de espera.

        Args:
            skill_id: Skill's id, or all.
            start: First moment. A date is its midnight, a naive datetime the operation's wall clock, an aware one
                is converted.
            end: First moment that is not included.

        Returns:
            Report[AbandonedCallWaits]: Await it for a list, or read it row by row with `async for`. A row is how many
            calls of one skill were abandoned after which wait.

        Raises:
            ConfigurationError: A value is missing or cannot be right; nothing was sent.
            WindowFull: One second holds 60,000 rows or more; `.rows` has those that came.
            DecodeError: With strict=True, a value is not of its documented type.
            WolkvoxError: Whatever ends a call: QuotaSpent, QuotaExhausted, WaitTooLong, StoreUnavailable,
                AuthenticationFailed, TooManySimultaneous, Maintenance, InvalidRequest, Refused, ServerFault,
                Unreachable or CallTimeout.

        Source:
            https://www.wolkvox.com/apis-v2/9-abandoned-calls-per-interval-en/
            (the vendor's page 9)
        """
        return self._report(SKILL_9, start, end, skill_id=skill_id)

    def skill_10(self, *, skill_id: str, start: date | datetime, end: date | datetime) -> Report[AnsweredCall]:
        """Skill 10: answered calls, one row each.

        Inbound calls and chats that were answered, with the wait and the agent. Rows are events, dated by date.

        In Spanish: Detalle de llamadas contestadas (respondidas).

        Args:
            skill_id: Skill's id, or all.
            start: First moment. A date is its midnight, a naive datetime the operation's wall clock, an aware one
                is converted.
            end: First moment that is not included.

        Returns:
            Report[AnsweredCall]: Await it for a list, or read it row by row with `async for`. A row is one answered
            inbound call or chat.

        Raises:
            ConfigurationError: A value is missing or cannot be right; nothing was sent.
            WindowFull: One second holds 60,000 rows or more; `.rows` has those that came.
            DecodeError: With strict=True, a value is not of its documented type.
            WolkvoxError: Whatever ends a call: QuotaSpent, QuotaExhausted, WaitTooLong, StoreUnavailable,
                AuthenticationFailed, TooManySimultaneous, Maintenance, InvalidRequest, Refused, ServerFault,
                Unreachable or CallTimeout.

        Source:
            https://wolkvox.com/es-apis-v2/10-detalle-de-llamadas-respondidas
            (the vendor's page 10)
        """
        return self._report(SKILL_10, start, end, skill_id=skill_id)

    def skill_11(
        self, *, skill_id: str, start: date | datetime, end: date | datetime
    ) -> Report[InteractionTypeServiceLevel]:
        """Skill 11: calls and service level, one row per type of interaction.

        With inbound, answered and abandoned calls, service levels and mean waits. Totals per type_interaction. Those of
        two windows cannot be merged, since service levels and averages cannot be added up: beyond 31 days read
        `.windows()`, or ConfigurationError says so.

        Rows have no skill although skill_id is required.

        In Spanish: Llamadas y nivel de servicio por interacción (tipo, canal).

        Args:
            skill_id: Skill's id, or all.
            start: First moment. A date is its midnight, a naive datetime the operation's wall clock, an aware one
                is converted.
            end: First moment that is not included.

        Returns:
            Report[InteractionTypeServiceLevel]: Await it for a list, or read it row by row with `async for`. A row is
            the calls and service levels of one type of interaction, over the whole window.

        Raises:
            ConfigurationError: A value is missing or cannot be right; nothing was sent.
            WindowFull: One second holds 60,000 rows or more; `.rows` has those that came.
            DecodeError: With strict=True, a value is not of its documented type.
            WolkvoxError: Whatever ends a call: QuotaSpent, QuotaExhausted, WaitTooLong, StoreUnavailable,
                AuthenticationFailed, TooManySimultaneous, Maintenance, InvalidRequest, Refused, ServerFault,
                Unreachable or CallTimeout.

        Source:
            https://helpcenter.wolkvox.com/en_US/%C2%BFque-reporte-me-sirve-para-evaluar-el-nivel-de-servicio-en-las-interacciones
        """
        return self._report(SKILL_11, start, end, skill_id=skill_id)


ENDPOINTS = table(
    [
        SKILL_1,
        SKILL_2,
        SKILL_3,
        SKILL_4,
        SKILL_4_1,
        SKILL_4_2,
        SKILL_5,
        SKILL_6,
        SKILL_7,
        SKILL_8,
        SKILL_9,
        SKILL_10,
        SKILL_11,
    ]
)
