"""reports_manager.php, section Skills: how skills were served: calls, abandonment, service levels and the agents
needed.

This file is generated from catalogue/reports/skills.toml by `make generate`: change the sheet.
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

_SKILL_ID = Parameter("skill_id", "id", required=True, also=("all",), notes="skill number, or all")


@record
class SkillServiceLevel(Record):
    """The calls and service levels of one skill, over the whole window."""

    skill_name: Text
    skill_id: Id
    inbound_calls: Int
    answer_calls: Int
    abandon_calls: Int
    service_level_10seg: Percent  # answered within 10 s
    service_level_20seg: Percent  # answered within 20 s
    service_level_30seg: Percent  # answered within 30 s
    abandon: Percent  # abandoned share; the count is abandon_calls
    asa: Duration  # average speed of answer, documented in seconds
    ata: Duration  # average time to abandon, documented in seconds
    # answered within services_time, by its seconds
    service_levels: dict[int, Percent] = gathered(r"service_level_([0-9]+)seg")


@record
class AbandonedCall(Record):
    """One abandoned inbound call or chat."""

    skill_name: Text
    skill_id: Id
    conn_id: Id
    date: Moment
    result: Text  # abandoned or answered
    ani: Phone
    abandon_time: Int  # seconds waited
    # chat-configurationbox, chat-email, chat-facebook, chat-instagram, chat-transferSkill, chat-web, chat-whatsapp,
    # chat-telegram, chat-line, inbound, internalcall_que, omni-email, omni-facebook_page, omni-instagram, omni-twitter,
    # out_pre
    type_interaction: Text
    customer_id: Id


@record
class SkillDay(Record):
    """The calls and service levels of one skill on one day."""

    skill_name: Text
    date: Day = named("date", "day")
    inbound_calls: Int
    answer_calls: Int
    abandon_calls: Int
    service_level_10seg: Percent  # answered within 10 s
    service_level_20seg: Percent  # answered within 20 s
    service_level_30seg: Percent  # answered within 30 s
    wait_time: Duration  # waiting
    abandon: Percent  # abandoned share; the count is abandon_calls
    asa: Duration  # average speed of answer, documented in seconds
    ata: Duration  # average time to abandon, documented in seconds
    aht: Duration  # average handling time


@record
class SkillInterval(Record):
    """The calls and service levels of one skill in one hour, half hour or ten minutes of the day."""

    skill_id: Id
    hour: Text  # start of the interval: 13 for an hour, 13:30 for a half hour or ten minutes
    inbound_calls: Int
    answer_calls: Int
    abandon_calls: Int
    service_level_10seg: Percent  # answered within 10 s
    service_level_20seg: Percent  # answered within 20 s
    service_level_30seg: Percent  # answered within 30 s
    asa: Duration  # average speed of answer, documented in seconds
    abandon: Percent  # abandoned share; the count is abandon_calls
    aht: Duration  # average handling time
    ata: Duration  # average time to abandon, documented in seconds
    att: Duration  # average talk time
    acw: Duration  # average after-call work
    day: Day = beside()  # which the rows do not name: set where the report asks day by day


@record
class StaffingHour(Record):
    """The agents one skill needs in one hour of the day."""

    skill_id: Id
    hour: Text  # hour of day, a bare number
    inbound_calls: Int
    inbound_calls_unique_customers: Int
    aht: Duration  # average handling time
    agents_needed: Int
    day: Day = beside()  # which the rows do not name: set where the report asks day by day


@record
class NumberServiceLevel(Record):
    """The calls and service levels of one number, over the whole window."""

    dnis: Phone  # number dialled by the customer, or the number of the customer: the documents disagree
    inbound_calls: Int
    answer_calls: Int
    abandon_calls: Int
    service_level_10seg: Percent  # answered within 10 s
    service_level_20seg: Percent  # answered within 20 s
    service_level_30seg: Percent  # answered within 30 s
    abandon: Percent  # abandoned share; the count is abandon_calls
    asa: Duration  # average speed of answer, documented in seconds
    ata: Duration  # average time to abandon, documented in seconds


@record
class SkillHour(Record):
    """The calls and service levels of one skill in one hour of one day."""

    date: Day
    skill_id: Id
    skill_name: Text
    hour: Text  # hour of day
    inbound_calls: Int
    answer_calls: Int
    abandon_calls: Int
    service_level_10seg: Percent  # answered within 10 s
    service_level_20seg: Percent  # answered within 20 s
    service_level_30seg: Percent  # answered within 30 s
    wait_time: Duration  # waiting
    abandon: Percent  # abandoned share; the count is abandon_calls
    aht: Duration  # average handling time
    asa: Duration  # average speed of answer, documented in seconds
    ata: Duration  # average time to abandon, documented in seconds


@record
class AnsweredCallWaits(Record):
    """How many calls of one skill were answered after which wait."""

    skill_id: Id
    skill_name: Text
    answer_calls: Int
    answer_0seg_10seg: Int
    answer_11seg_20seg: Int
    answer_21seg_30seg: Int
    answer_31seg_40seg: Int
    answer_41seg_50seg: Int
    answer_greater_than_51seg: Int = named("anwers_greater_than_51seg")  # after more than 50 s


@record
class AbandonedCallWaits(Record):
    """How many calls of one skill were abandoned after which wait."""

    skill_id: Id
    skill_name: Text
    abandon_calls: Int
    abandon_0seg_10seg: Int
    abandon_11seg_20seg: Int = named("abandon_11seg_20_seg", "abandon_11seg_20seg")
    abandon_21seg_30seg: Int
    abandon_31seg_40seg: Int
    abandon_41seg_50seg: Int
    abandon_greater_than_51seg: Int  # after more than 50 s


@record
class AnsweredCall(Record):
    """One answered inbound call or chat."""

    conn_id: Id
    skill_id: Id
    skill_name: Text
    date: Moment
    result: Text  # abandoned or answered
    ani: Phone
    answer_time: Text  # time from entering the skill to the answer
    agent_id: Id
    # chat-configurationbox, chat-email, chat-facebook, chat-instagram, chat-transferSkill, chat-web, chat-whatsapp,
    # chat-telegram, chat-line, inbound, internalcall_que, omni-email, omni-facebook_page, omni-instagram, omni-twitter,
    # out_pre
    type_interaction: Text


@record
class InteractionTypeServiceLevel(Record):
    """The calls and service levels of one type of interaction, over the whole window."""

    # chat-configurationbox, chat-email, chat-facebook, chat-instagram, chat-transferSkill, chat-web, chat-whatsapp,
    # chat-telegram, chat-line, inbound, internalcall_que, omni-email, omni-facebook_page, omni-instagram, omni-twitter,
    # out_pre
    type_interaction: Text
    inbound_calls: Int
    answer_calls: Int
    abandon_calls: Int
    service_level_10seg: Percent  # answered within 10 s
    service_level_20seg: Percent  # answered within 20 s
    service_level_30seg: Percent  # answered within 30 s
    abandon: Percent  # abandoned share; the count is abandon_calls
    asa: Duration  # average speed of answer, documented in seconds
    ata: Duration  # average time to abandon, documented in seconds


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
    """reports_manager.php, section Skills: how skills were served: calls, abandonment, service levels and the agents
    needed.
    """

    def skill_1(
        self, *, skill_id: str, start: date | datetime, end: date | datetime, services_time: int | None = None
    ) -> Report[SkillServiceLevel]:
        """Skill 1: calls and service level, one row per skill.

        With inbound, answered and abandoned calls, service levels and mean waits. start is inclusive and end exclusive.
        Totals per skill_id. Those of two windows cannot be merged, since service levels and averages cannot be added
        up: beyond 31 days read `.windows()`, or ConfigurationError says so.
        skill_id: skill number, or all.
        services_time: seconds of a service level of your own, which comes in service_levels; 10, 20 and 30 are not
        usable; 1 or more.
        With services_time 10, 20 or 30 a service level of 0 seconds comes back as 0 %, and one may come where
        services_time is not given.
        In Spanish: Llamadas y nivel de servicio por skill o servicio.
        The vendor's page 1. Source: https://www.wolkvox.com/en/apis-v2-2/1-calls-and-service-level-by-skill-service-en/
        """
        return self._report(SKILL_1, start, end, skill_id=skill_id, services_time=services_time)

    def skill_2(self, *, skill_id: str, start: date | datetime, end: date | datetime) -> Report[AbandonedCall]:
        """Skill 2: abandoned calls, one row each.

        Inbound calls and chats that were abandoned, with the seconds they waited. start is inclusive and end exclusive.
        Rows are events, dated by date.
        skill_id: skill number, or all.
        In Spanish: Detalle de llamadas abandonadas.
        Source: https://github.com/SantiagoAnalista/wolkvox-rendimiento
        """
        return self._report(SKILL_2, start, end, skill_id=skill_id)

    def skill_3(self, *, skill_id: str, start: date | datetime, end: date | datetime) -> Report[SkillDay]:
        """Skill 3: calls and service level, one row per skill and day.

        With inbound, answered and abandoned calls, service levels and mean waits. start is inclusive and end exclusive.
        One row per date and skill_name; windows are cut at full days.
        skill_id: skill number, or all.
        Rows have no skill_id, only skill_name.
        In Spanish: Llamadas y nivel de servicio por día.
        Source: https://github.com/SantiagoAnalista/wolkvox-rendimiento
        """
        return self._report(SKILL_3, start, end, skill_id=skill_id)

    def skill_4(
        self, *, skill_id: str, start: date | datetime, end: date | datetime, by: Literal["day"] | None = None
    ) -> Report[SkillInterval]:
        """Skill 4: calls and service level, one row per skill and hour.

        As skill_3, by the hour of day. start is inclusive and end exclusive. One row per hour and skill_id, which names
        no date: an hour of several days is one row. by="day" asks each day by itself, and .day tells it; without it,
        beyond 31 days read `.windows()`, or ConfigurationError says so.
        skill_id: skill number, or all.
        With skill_id all the skill may be ALL.
        In Spanish: Llamadas y nivel de servicio por hora.
        Source:
        https://helpcenter.wolkvox.com/en_US/wvx-control-interactions/%C2%BFque-reporte-me-sirve-para-obtener-estadisticas-del-nivel-de-servicio-por-hora
        """
        return self._report(SKILL_4, start, end, by=by, skill_id=skill_id)

    def skill_4_1(
        self, *, skill_id: str, start: date | datetime, end: date | datetime, by: Literal["day"] | None = None
    ) -> Report[SkillInterval]:
        """Skill 4.1: calls and service level, one row per skill and half hour.

        As skill_4, by the half hour. start is inclusive and end exclusive. One row per half hour and skill_id, which
        names no date: an hour of several days is one row. by="day" asks each day by itself, and .day tells it; without
        it, beyond 31 days read `.windows()`, or ConfigurationError says so.
        skill_id: skill number, or all.
        In Spanish: Llamadas y nivel de servicio por intervalo de 30 minutos, media hora.
        The vendor's page 4.1. Source:
        https://www.wolkvox.com/apis-v2/4-1-calls-and-level-of-service-per-30-minute-interval-en/
        """
        return self._report(SKILL_4_1, start, end, by=by, skill_id=skill_id)

    def skill_4_2(
        self, *, skill_id: str, start: date | datetime, end: date | datetime, by: Literal["day"] | None = None
    ) -> Report[SkillInterval]:
        """Skill 4.2: calls and service level, one row per skill and ten minutes.

        As skill_4, by ten minutes. start is inclusive and end exclusive. One row per ten minutes and skill_id, which
        names no date: an hour of several days is one row. by="day" asks each day by itself, and .day tells it; without
        it, beyond 31 days read `.windows()`, or ConfigurationError says so.
        skill_id: skill number, or all.
        In Spanish: Llamadas y nivel de servicio por intervalo de 10 minutos.
        Source: https://github.com/SantiagoAnalista/wolkvox-rendimiento
        """
        return self._report(SKILL_4_2, start, end, by=by, skill_id=skill_id)

    def skill_5(self, *, skill_id: str, start: date | datetime, end: date | datetime) -> Report[StaffingHour]:
        """Skill 5: agents needed (workforce), one row per skill and hour.

        With inbound calls, how many customers they came from, and the handling time. start is inclusive and end
        exclusive. One row per hour and skill_id. The rows name no date, so each day is asked by itself, and .day tells
        it.
        skill_id: skill number, or all.
        Limits: 1 day (24 hours) a window.
        It is always asked day by day.
        In Spanish: Workforce por hora (agentes necesarios).
        Source: https://github.com/SantiagoAnalista/wolkvox-rendimiento
        """
        return self._report(SKILL_5, start, end, skill_id=skill_id)

    def skill_6(self, *, skill_id: str, start: date | datetime, end: date | datetime) -> Report[NumberServiceLevel]:
        """Skill 6: calls and service level, one row per number (DNIS).

        With inbound, answered and abandoned calls, service levels and mean waits. start is inclusive and end exclusive.
        Totals per dnis. Those of two windows cannot be merged, since service levels and averages cannot be added up:
        beyond 31 days read `.windows()`, or ConfigurationError says so.
        skill_id: skill number, or all.
        Rows have no skill although skill_id is required.
        In Spanish: Llamadas y nivel de servicio por DNIS (número).
        Source: https://wolkvox.com/?p=30754
        """
        return self._report(SKILL_6, start, end, skill_id=skill_id)

    def skill_7(self, *, skill_id: str, start: date | datetime, end: date | datetime) -> Report[SkillHour]:
        """Skill 7: calls and service level, one row per day, skill and hour.

        With inbound, answered and abandoned calls, service levels and mean waits. start is inclusive and end exclusive.
        One row per date, skill_id and hour; windows are cut at full hours.
        skill_id: skill number, or all.
        In Spanish: Llamadas y nivel de servicio por hora para todos los skills o servicios, por día.
        The vendor's page 7. Source:
        https://www.wolkvox.com/en/apis-v2-2/7-calls-and-level-of-service-per-hour-for-all-skills-service-per-day/
        """
        return self._report(SKILL_7, start, end, skill_id=skill_id)

    def skill_8(self, *, skill_id: str, start: date | datetime, end: date | datetime) -> Report[AnsweredCallWaits]:
        """Skill 8: answered calls by waiting time, one row per skill.

        How many calls were answered within each ten seconds of waiting. start is inclusive and end exclusive. Totals
        per skill_id: over several windows the counts are added up.
        skill_id: skill number, or all.
        In Spanish: Llamadas respondidas (contestadas) por intervalo de tiempo de espera.
        The vendor's page 8. Source: https://wolkvox.com/en/apis-v2-2/8-calls-answered-by-time-interval
        """
        return self._report(SKILL_8, start, end, skill_id=skill_id)

    def skill_9(self, *, skill_id: str, start: date | datetime, end: date | datetime) -> Report[AbandonedCallWaits]:
        """Skill 9: abandoned calls by waiting time, one row per skill.

        How many calls were abandoned within each ten seconds of waiting. start is inclusive and end exclusive. Totals
        per skill_id: over several windows the counts are added up.
        skill_id: skill number, or all.
        In Spanish: Llamadas abandonadas por intervalo de tiempo de espera.
        The vendor's page 9. Source: https://www.wolkvox.com/apis-v2/9-abandoned-calls-per-interval-en/
        """
        return self._report(SKILL_9, start, end, skill_id=skill_id)

    def skill_10(self, *, skill_id: str, start: date | datetime, end: date | datetime) -> Report[AnsweredCall]:
        """Skill 10: answered calls, one row each.

        Inbound calls and chats that were answered, with the wait and the agent. start is inclusive and end exclusive.
        Rows are events, dated by date.
        skill_id: skill number, or all.
        In Spanish: Detalle de llamadas contestadas (respondidas).
        The vendor's page 10. Source: https://wolkvox.com/es-apis-v2/10-detalle-de-llamadas-respondidas
        """
        return self._report(SKILL_10, start, end, skill_id=skill_id)

    def skill_11(
        self, *, skill_id: str, start: date | datetime, end: date | datetime
    ) -> Report[InteractionTypeServiceLevel]:
        """Skill 11: calls and service level, one row per type of interaction.

        With inbound, answered and abandoned calls, service levels and mean waits. start is inclusive and end exclusive.
        Totals per type_interaction. Those of two windows cannot be merged, since service levels and averages cannot be
        added up: beyond 31 days read `.windows()`, or ConfigurationError says so.
        skill_id: skill number, or all.
        Rows have no skill although skill_id is required.
        In Spanish: Llamadas y nivel de servicio por interacción (tipo, canal).
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
