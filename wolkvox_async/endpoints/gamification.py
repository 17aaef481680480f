"""gamification.php: points and indicators of agents.

This file is generated from catalogue/gamification.toml by `make generate`: change that.
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
    """Day."""
    points: Int
    """Points of gamification, perhaps of the whole window."""
    hits: Int
    """Hits, such as sales."""
    calls: Int
    """Number of calls."""
    aht_time: Duration
    """Average handling time."""
    acw_time: Duration
    """Time of after-call work."""
    occupancy: Percent
    """Time on calls and after-call work, as a share of the time logged in and not in an auxiliary state, in percent."""
    login_time: Duration
    """Time logged in."""


@record
class AgentKpi(Record):
    """One agent, with its days."""

    agent_id: Id
    """Agent's id, the extension."""
    agent_name: Text
    """Agent's name."""
    agent_dni: Id
    """Agent's identity document."""
    stats: list[AgentDay]
    """What the agent did, one object a day, newest first."""


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

        Points, hits and times of each agent, day by day. One row per agent_id, with its stats; over several windows
        they are put together in one.

        In Spanish: KPI de agentes (gamificación).

        Args:
            start: First moment. A date is its midnight, a naive datetime the operation's wall clock, an aware one
                is converted.
            end: First moment that is not included.

        Returns:
            Report[AgentKpi]: Await it for a list, or read it row by row with `async for`. A row is one agent, with its
            days.

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
        return self._report(AGENTS_KPI, start, end)


ENDPOINTS = table([AGENTS_KPI])
