"""gamification.php: points and indicators of agents.

This file is generated from catalogue/gamification.toml by `make generate`: change the sheet.
"""

from datetime import date, datetime, timedelta

from wolkvox_async.core.endpoint import Buckets, Endpoint
from wolkvox_async.core.wire import Day, Duration, Id, Int, Percent, Record, Text, named, record
from wolkvox_async.endpoints.group import Group, table
from wolkvox_async.reports.report import Report

__all__ = ["ENDPOINTS", "AgentDay", "AgentKpi", "Gamification"]


@record
class AgentDay(Record):
    """One day of an agent."""

    date: Day = named("date", "data")
    points: Int  # perhaps of the whole window
    hits: Int
    calls: Int
    aht_time: Duration
    acw_time: Duration
    occupancy: Percent
    login_time: Duration


@record
class AgentKpi(Record):
    """One agent, with its days."""

    agent_id: Id
    agent_name: Text
    agent_dni: Id
    stats: list[AgentDay]  # one a day, newest first


AGENTS_KPI = Endpoint(
    name="gamification.agents_kpi",
    script="gamification.php",
    title="Agent indicators: one row an agent, with its days",
    spanish="KPI de agentes (gamificación)",
    summary="Points, hits and times of each agent, day by day.",
    record=AgentKpi,
    rows=Buckets(span=timedelta(days=1), time="stats.date", by=("agent_id",)),
    counts=False,
    source="https://github.com/SantiagoAnalista/wolkvox-rendimiento",
)


class Gamification(Group):
    """gamification.php: points and indicators of agents."""

    def agents_kpi(self, *, start: date | datetime, end: date | datetime) -> Report[AgentKpi]:
        """Agent indicators: one row an agent, with its days.

        Points, hits and times of each agent, day by day. start is inclusive and end exclusive. One row per agent_id,
        with its stats; over several windows they are put together in one.
        In Spanish: KPI de agentes (gamificación).
        Source: https://github.com/SantiagoAnalista/wolkvox-rendimiento
        """
        return self._report(AGENTS_KPI, start, end)


ENDPOINTS = table([AGENTS_KPI])
